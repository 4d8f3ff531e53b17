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
  if (request.dry_run() || step.response.differences().empty()) return true;

  step.response.set_revision(records->revision + 1);
  step.change = ChangeBetween(kept.current, wanted);
  step.change.set_revision(records->revision + 1);
  const absl::Time now = clock_.Now();
  rec::Entry& entry = *step.change.mutable_entry();
  entry = rpc::NewEntry(step.caller, hemgang::audit::v1::ENTRY_KIND_DIRECTORY, now, ids_);
  entry.set_request_id(request.request_id());
  entry.set_directory_revision(step.change.revision());
  rec::Receipt& receipt = *step.change.mutable_receipt();
  receipt.set_caller_id(step.caller.Id());
  receipt.set_request_id(request.request_id());
  receipt.set_request_digest(step.digest);
  receipt.set_answer(step.response.SerializeAsString());
  receipt.set_recorded_time_us(rpc::ToMicros(now));
  return false;
}

absl::Status DirectoryRoom::CheckNotInUse(const dv1::Directory& kept, const dv1::Directory& wanted) {
  std::map<std::string, std::string> organisations;
  for (const dv1::Unit& unit : wanted.units()) organisations[unit.id()] = unit.organisation_id();
  for (const dv1::Unit& unit : kept.units()) {
    const auto found = organisations.find(unit.id());
    // Another organisation is another custodian with other keys: as if the unit were gone.
    if (found != organisations.end() && found->second == unit.organisation_id()) continue;
    const std::string what = found == organisations.end() ? "is to be removed" : "is to change its organisation";

    auto tasks = store_.ListTasksOfUnit(unit.id(), std::numeric_limits<int64_t>::max(), {.size = 1, .after = ""});
    if (!tasks.ok()) return tasks.status();
    auto transitions = store_.ListTransitionsOfUnit(unit.id(), /*open_only=*/true, {.size = 1, .after = ""});
    if (!transitions.ok()) return transitions.status();
    if (tasks->rows.empty() && transitions->rows.empty()) continue;
    return rpc::Refusal(
        ev1::ERROR_REASON_DIRECTORY_IN_USE,
        absl::StrCat("unit \"", unit.id(), "\" ", what, ", but it ",
                     tasks->rows.empty() ? "has a part in an open transition" : "still holds running tasks",
                     "; finish or redirect them first, and keep the unit until then"),
        {{"unit_id", unit.id()}});
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
