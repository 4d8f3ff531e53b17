#include "services/directory/succession.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"

#include "services/rpc/wire_status.h"
#include "services/rules/route.h"

namespace hemgang::directory {
namespace {

namespace rec = hemgang::record::v1;

constexpr auto kPatience = std::chrono::seconds(10);
constexpr int kPage = 64;
constexpr int kMostHops = 16;

// Who follows a unit and is there now, through others that have ended too; empty when nobody is.
std::string SuccessorOf(const rules::CareUnit& ended, const rules::Directory& directory, absl::Time now) {
  const rules::CareUnit* unit = &ended;
  for (int hop = 0; hop < kMostHops; ++hop) {
    unit = directory.FindUnit(unit->record.successor_unit_id());
    if (unit == nullptr) return "";
    if (rules::IsValidAt(*unit, now)) return unit->id();
  }
  return "";
}

// Whether there is anything in it that MoveHandovers moves.
bool Holds(const rec::Transition& transition, const std::string& unit_id) {
  if (transition.hospital_unit_id() == unit_id) return true;
  const auto& tasks = transition.tasks();
  const bool owes =
      std::any_of(tasks.begin(), tasks.end(), [&](const rec::Task& task) { return task.holder_unit_id() == unit_id; });
  if (owes) return true;
  const auto& handovers = transition.handovers();
  return std::any_of(handovers.begin(), handovers.end(), [&](const rec::Handover& handover) {
    const bool is_live =
        handover.state() == hv1::HANDOVER_STATE_SENT || handover.state() == hv1::HANDOVER_STATE_ACKNOWLEDGED;
    const bool is_onward = handover.kind() == hv1::HANDOVER_KIND_ONWARD && handover.sender_unit_id() == unit_id;
    return is_live && (is_onward || handover.receiver_unit_id() == unit_id);
  });
}

}  // namespace

Succession::Succession(storage::Store& store, rules::CurrentDirectory directory,
                       hv1::SuccessionService::StubInterface& handover, std::function<void(grpc::ClientContext&)> sign,
                       rpc::Log& log)
    : store_(store), directory_(std::move(directory)), handover_(handover), sign_(std::move(sign)), log_(log) {}

int Succession::RunOnce(absl::Time now) {
  calls_ = 0;
  moved_ = 0;
  const auto directory = directory_();
  if (!directory.ok()) {
    Complain(std::string(directory.status().message()));
    return 0;
  }
  for (const hemgang::directory::v1::Unit& written : (*directory)->whole().units()) {
    if (written.valid_to().empty() || written.successor_unit_id().empty()) continue;
    const rules::CareUnit* unit = (*directory)->FindUnit(written.id());
    if (unit == nullptr || LocalDay(unit->hours, now) <= unit->valid.last) continue;
    const std::string successor = SuccessorOf(*unit, **directory, now);
    if (successor.empty()) continue;
    Progress& progress = progress_[written.id()];
    // Another unit follows than was thought, or the directory has changed otherwise: everything is looked through anew.
    if (progress.successor_unit_id != successor || progress.revision != (*directory)->revision()) {
      progress = {successor, (*directory)->revision(), "", absl::InfinitePast()};
    }
    if (now < progress.again) continue;
    if (!MoveSome(written.id(), progress, now)) break;
  }
  return moved_;
}

bool Succession::MoveSome(const std::string& unit_id, Progress& progress, absl::Time now) {
  while (true) {
    auto page = store_.ListTransitionsOfUnit(unit_id, /*open_only=*/true, {.size = kPage, .after = progress.after});
    if (!page.ok()) {
      Complain(std::string(page.status().message()));
      return false;
    }
    for (const rec::Transition& transition : page->rows) {
      if (!Holds(transition, unit_id)) continue;
      // The page is read again by the next pass: what was moved by then is not held any more.
      if (calls_ >= kMostCalls) return false;
      ++calls_;
      if (Move(transition.id(), unit_id, progress.successor_unit_id)) ++moved_;
    }
    progress.after = page->next;
    if (!page->next.empty()) continue;
    progress.again = now + kPause;
    return true;
  }
}

bool Succession::Move(const std::string& transition_id, const std::string& unit_id,
                      const std::string& successor_unit_id) {
  hv1::MoveHandoversRequest request;
  request.set_transition_id(transition_id);
  request.set_from_unit_id(unit_id);
  request.set_to_unit_id(successor_unit_id);
  hv1::MoveHandoversResponse response;
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kPatience);
  sign_(context);
  const absl::Status status = rpc::FromGrpc(handover_.MoveHandovers(&context, request, &response));
  if (status.ok()) return response.moved() > 0;
  // Which transition it was is not for the log; it is tried again after the pause.
  rpc::LogLine line;
  line.event = "succession_failed";
  line.method = "handover.MoveHandovers";
  line.unit_id = unit_id;
  line.code = absl::StatusCodeToString(status.code());
  log_.Put(line);
  return false;
}

void Succession::Complain(const std::string& sentence) {
  rpc::LogLine line;
  line.event = "succession_failed";
  line.sentence = sentence;
  log_.Put(line);
}

}  // namespace hemgang::directory
