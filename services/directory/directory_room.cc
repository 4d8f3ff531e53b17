#include "services/directory/directory_room.h"

#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <openssl/sha.h>

#include "absl/strings/str_cat.h"

#include "services/directory/current_directory.h"
#include "services/directory/differences.h"
#include "services/directory/records.h"
#include "services/rpc/checks.h"
#include "services/rpc/entries.h"
#include "services/rpc/errors.h"
#include "services/rpc/times.h"
#include "services/rules/coverage_view.h"

namespace hemgang::directory {
namespace {

namespace ev1 = hemgang::errors::v1;
using google::protobuf::RepeatedPtrField;

// Somebody else applied a directory in between: gather and decide again, this often.
constexpr int kTries = 5;

std::string DigestOf(const google::protobuf::Message& request) {
  const std::string bytes = request.SerializeAsString();
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

bool MayApply(const dv1::Directory& kept, const rpc::Caller& caller) {
  if (kept.staff().empty()) return true;
  for (const dv1::Unit& unit : kept.units()) {
    if (unit.id() == caller.unit_id) return unit.kind() == dv1::UNIT_KIND_OPERATIONS;
  }
  return false;
}

// What makes a unit that is still needed go in good order.
constexpr char kInstead[] =
    "; give the unit a valid_to and a successor_unit_id instead: what it holds is moved then, and it can be removed"
    " when nothing is left";

// The place of a unit in a directory; -1 when it is not in it.
int PlaceOf(const std::string& unit_id, const dv1::Directory& directory) {
  for (int i = 0; i < directory.units_size(); ++i) {
    if (directory.units(i).id() == unit_id) return i;
  }
  return -1;
}

absl::Status CheckDirectory(const dv1::Directory& wanted) {
  rpc::FieldFaults faults;
  for (const rules::DirectoryFault& fault : rules::Directory::Check(wanted, LoadZone)) {
    faults.Add("directory." + fault.field_path, fault.sentence);
  }
  return faults.ToStatus(ev1::ERROR_REASON_DIRECTORY_INVALID);
}

}  // namespace

struct DirectoryRoom::Applying {
  dv1::ApplyDirectoryRequest request;
  rpc::Caller caller;
  rpc::Answer<dv1::ApplyDirectoryResponse> answer;
  std::string digest;
  int tries = 0;
  dv1::ApplyDirectoryResponse response;
  rec::DirectoryChange change;
};

DirectoryRoom::DirectoryRoom(storage::Store& store, rpc::Clock& clock, rpc::IdSource& ids, Executor& executor)
    : store_(store), clock_(clock), ids_(ids), executor_(executor) {}

void DirectoryRoom::Take(const dv1::ApplyDirectoryRequest& request, const rpc::Caller& caller,
                         rpc::Answer<dv1::ApplyDirectoryResponse> answer) {
  rpc::FieldFaults faults;
  if (!request.dry_run()) rpc::CheckUuid(request.request_id(), "request_id", faults);
  if (!request.has_directory()) faults.Add("directory", "is required");
  if (!faults.empty()) return answer(faults.ToStatus());
  auto step = std::make_shared<Applying>();
  step->request = request;
  step->caller = caller;
  step->answer = std::move(answer);
  step->digest = DigestOf(request);
  Apply(std::move(step));
}

void DirectoryRoom::Apply(std::shared_ptr<Applying> step) {
  absl::StatusOr<bool> is_done = Decide(*step);
  if (!is_done.ok()) return step->answer(is_done.status());
  if (*is_done) return step->answer(std::move(step->response));
  rec::DirectoryChange change = std::move(step->change);
  store_.CommitDirectory(std::move(change), [this, step = std::move(step)](absl::Status status) mutable {
    if (status.ok()) return step->answer(std::move(step->response));
    // Something was sent to the unit after we had looked.
    if (absl::IsFailedPrecondition(status)) {
      return step->answer(rpc::Refusal(ev1::ERROR_REASON_DIRECTORY_IN_USE, std::string(status.message()) + kInstead, {},
                                       "directory.units"));
    }
    if (!absl::IsAborted(status) || ++step->tries >= kTries) return step->answer(status);
    executor_.Post([this, step = std::move(step)] { Apply(step); });
  });
}

absl::StatusOr<bool> DirectoryRoom::Decide(Applying& step) {
  const dv1::ApplyDirectoryRequest& request = step.request;
  if (!request.dry_run()) {
    auto receipt = store_.FindReceipt(step.caller.Id(), request.request_id());
    if (!receipt.ok()) return receipt.status();
    if (receipt->has_value()) {
      if ((*receipt)->request_digest() == step.digest && step.response.ParseFromString((*receipt)->answer())) {
        return true;
      }
      return rpc::Refusal(ev1::ERROR_REASON_REQUEST_ID_REUSED,
                          "this request_id was used for another request; use a new one for each change");
    }
  }
  absl::StatusOr<storage::DirectoryRecords> records = store_.ReadDirectory();
  if (!records.ok()) return records.status();
  const KeptDirectory kept = FromRecords(records->records);
  if (!MayApply(kept.current, step.caller)) {
    return rpc::Refusal(ev1::ERROR_REASON_NOT_YOUR_STEP,
                        "only staff of a unit of kind OPERATIONS may change the directory");
  }
  dv1::Directory wanted = request.directory();
  NumberPolicies(kept, wanted);
  if (absl::Status wrong = CheckDirectory(wanted); !wrong.ok()) return wrong;

  step.response.set_revision(records->revision);
  *step.response.mutable_differences() = DifferencesBetween(kept.current, wanted);
  if (absl::Status held = CheckNotInUse(kept.current, wanted); !held.ok()) return held;
  absl::StatusOr<bool> is_forced = CheckHoles(kept.current, wanted, step);
  if (!is_forced.ok()) return is_forced.status();
  if (request.dry_run() || step.response.differences().empty()) return true;

  step.response.set_revision(records->revision + 1);
  step.change = ChangeBetween(kept.current, wanted);
  step.change.set_revision(records->revision + 1);
  const absl::Time now = clock_.Now();
  rec::Entry& entry = *step.change.mutable_entry();
  entry = rpc::NewEntry(step.caller, hemgang::audit::v1::ENTRY_KIND_DIRECTORY, now, ids_);
  entry.set_request_id(request.request_id());
  entry.set_directory_revision(step.change.revision());
  // The trail says over which refusal it was applied.
  if (*is_forced) entry.set_reason_code(ev1::ERROR_REASON_DIRECTORY_HOLES);
  rec::Receipt& receipt = *step.change.mutable_receipt();
  receipt.set_caller_id(step.caller.Id());
  receipt.set_request_id(request.request_id());
  receipt.set_request_digest(step.digest);
  receipt.set_answer(step.response.SerializeAsString());
  receipt.set_recorded_time_us(rpc::ToMicros(now));
  return false;
}

absl::StatusOr<bool> DirectoryRoom::CheckHoles(const dv1::Directory& kept, const dv1::Directory& wanted,
                                               Applying& step) const {
  const absl::CivilDay today = rules::CoverageDay(clock_.Now(), LoadZone);
  const auto before = rules::Directory::Build(kept, {}, 0, LoadZone);
  const auto after = rules::Directory::Build(wanted, {}, 0, LoadZone);
  const rules::Coverage coverage = rules::CheckCoverage(*after, today);
  const std::vector<rules::HoleGroup> groups = rules::GroupHoles(coverage.holes);
  for (const rules::HoleGroup& group : groups) {
    if (step.response.holes_size() == static_cast<int>(rules::kMostHolesShown)) break;
    *step.response.add_holes() = rules::HoleView(group, *after);
  }
  if (coverage.holes.empty()) return false;

  const auto fresh = rules::GroupHoles(rules::NewHoles(rules::CheckCoverage(*before, today), coverage));
  if (fresh.empty()) return false;
  // A dry run shows them beside what else would change.
  if (step.request.although_holes() || step.request.dry_run()) return true;
  const rules::HoleGroup& first = fresh.front();
  return rpc::Refusal(
      ev1::ERROR_REASON_DIRECTORY_HOLES,
      absl::StrCat("somebody would fall between two units in ", fresh.size(), fresh.size() == 1 ? " way" : " ways",
                   " that there are not now. First, from ", rules::DayText(first.hole.days.first), ": ",
                   rules::HoleSentence(first, *after), ". Close the holes, or apply with although_holes"),
      {{"holes", absl::StrCat(fresh.size())}, {"organisation_id", first.hole.organisation_id}}, "directory");
}

absl::Status DirectoryRoom::CheckNotInUse(const dv1::Directory& kept, const dv1::Directory& wanted) {
  std::map<std::string, std::string> organisations;
  for (const dv1::Unit& unit : wanted.units()) organisations[unit.id()] = unit.organisation_id();
  for (const dv1::Unit& unit : kept.units()) {
    const auto found = organisations.find(unit.id());
    // Another organisation is another custodian with other keys: as if the unit were gone.
    if (found != organisations.end() && found->second == unit.organisation_id()) continue;
    const bool is_removed = found == organisations.end();

    auto tasks = store_.ListTasksOfUnit(unit.id(), std::numeric_limits<int64_t>::max(), {.size = 1, .after = ""});
    if (!tasks.ok()) return tasks.status();
    auto transitions = store_.ListTransitionsOfUnit(unit.id(), /*open_only=*/true, {.size = 1, .after = ""});
    if (!transitions.ok()) return transitions.status();
    if (tasks->rows.empty() && transitions->rows.empty()) continue;
    return rpc::Refusal(
        ev1::ERROR_REASON_DIRECTORY_IN_USE,
        absl::StrCat("unit \"", unit.id(), "\" ", is_removed ? "is to be removed" : "is to change its organisation",
                     ", but it ",
                     tasks->rows.empty() ? "has a part in an open transition" : "still holds running tasks", kInstead),
        {{"unit_id", unit.id()}},
        is_removed ? "directory.units"
                   : absl::StrCat("directory.units[", PlaceOf(unit.id(), wanted), "].organisation_id"));
  }
  return absl::OkStatus();
}

void DirectoryRoom::Take(const dv1::GetDirectoryRequest&, const rpc::Caller&,
                         rpc::Answer<dv1::GetDirectoryResponse> answer) {
  absl::StatusOr<storage::DirectoryRecords> records = store_.ReadDirectory();
  if (!records.ok()) return answer(records.status());
  dv1::GetDirectoryResponse response;
  response.set_revision(records->revision);
  *response.mutable_directory() = FromRecords(records->records).current;
  answer(std::move(response));
}

std::unique_ptr<grpc::Service> ServeDirectory(DirectoryRoom& room, const rpc::Frame& frame) {
  auto service = std::make_unique<rpc::RoomService>(frame, "directory", "hemgang.directory.v1.DirectoryService");
  // A directory is said whole: that of a region has some ten thousand people in it.
  constexpr size_t kMaxDirectoryBytes = 3 * 1024 * 1024;
  service->Serve<dv1::ApplyDirectoryRequest, dv1::ApplyDirectoryResponse>(room, kMaxDirectoryBytes);
  service->Serve<dv1::GetDirectoryRequest, dv1::GetDirectoryResponse>(room);
  return service;
}

}  // namespace hemgang::directory
