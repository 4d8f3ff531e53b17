// Requests that say what a handover holds: sending it, amending it, and the aids that live beside its content.
#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"

#include "services/handover/content_checks.h"
#include "services/handover/disclosures.h"
#include "services/handover/requests_reading.h"
#include "services/rules/owed_tasks.h"
#include "services/rules/step_table.h"

namespace hemgang::handover {
namespace {

constexpr int kMaxAidUpdates = 30;

bool HasAids(hv1::HandoverKind kind) {
  return rules::Includes(rules::kHomeward, kind);
}

rules::AidItem AidItemOf(const hv1::HomeItem& item) {
  return {.status = item.status(), .receiver_answers = item.responsible() == hv1::HOME_ITEM_RESPONSIBLE_RECEIVER};
}

// Professions that have a receiver of their own are named by it; `professions` need not repeat them.
void ReadReceivers(const hv1::SendHandoverRequest& request, rules::SendHandover& step, rpc::FieldFaults& faults) {
  for (int i = 0; i < request.receivers_size(); ++i) {
    const hv1::ProfessionReceiver& given = request.receivers(i);
    const std::string path = absl::StrCat("receivers[", i, "]");
    rpc::CheckChosen(given.profession(), path + ".profession", faults);
    rpc::CheckGiven(given.receiver_unit_id(), path + ".receiver_unit_id", faults);
    for (const rules::ProfessionReceiver& earlier : step.receivers) {
      if (earlier.profession != given.profession()) continue;
      faults.Add(path + ".profession", "has two receivers; name each profession once");
    }
    step.receivers.push_back({.profession = given.profession(), .unit_id = given.receiver_unit_id()});
    auto& all = step.professions;
    if (std::find(all.begin(), all.end(), given.profession()) == all.end()) all.push_back(given.profession());
  }
  if (step.professions.empty()) faults.Add("professions", "must name at least one profession");
}

// What only some kinds have.
void ReadOfKind(const hv1::SendHandoverRequest& request, rules::SendHandover& step, rpc::FieldFaults& faults) {
  step.planned_move = ReadPlannedDischarge(request.planned_move(), "planned_move", faults);
  if (request.has_planned_move() && request.kind() != hv1::HANDOVER_KIND_ONWARD) {
    faults.Add("planned_move", "must be empty; only an ONWARD handover leaves a short-term place");
  }
  rpc::CheckLength(request.door_code(), kMaxLineCharacters, "door_code", faults);
  if (HasAids(request.kind())) {
    for (const hv1::HomeItem& item : request.content().home_needs().items()) step.aids.push_back(AidItemOf(item));
  } else if (!request.door_code().empty()) {
    faults.Add("door_code", "must be empty; only who visits the home needs it");
  }
}

// The names of a handover's lines, and of those that its sender keeps beside another of the same patient's handovers:
// of two that were sent at once, one alone has the lines of both.
absl::StatusOr<std::vector<std::string>> KnownNames(const Custody& custody, const rec::Transition& transition,
                                                    const rec::Handover& handover, const std::string& organisation_id) {
  std::vector<std::string> known;
  for (const rec::Handover& other : transition.handovers()) {
    const bool counts = other.id() == handover.id() ||
                        (other.kind() == handover.kind() && other.sender_unit_id() == handover.sender_unit_id() &&
                         rules::IsLive(other) && !rules::IsOfAnEarlierStay(transition, other));
    if (!counts) continue;
    auto names = custody.OpenAidNames(other, transition.id(), organisation_id);
    if (!names.ok()) return names.status();
    known.insert(known.end(), names->begin(), names->end());
  }
  return known;
}

// Things that the newest content names and no such line does, by name.
CompleteStep FindNewAids(const Custody& custody, const rpc::Caller& caller, const hv1::HandoverContent& content,
                         std::shared_ptr<std::vector<std::string>> new_names) {
  return
      [&custody, organisation_id = caller.organisation_id, items = content.home_needs().items(),
       new_names = std::move(new_names)](const rec::Transition& transition, rules::Command& command) -> absl::Status {
        auto& amend = std::get<rules::Amend>(command.arguments);
        amend.new_aids.clear();
        new_names->clear();
        const rec::Handover* handover = rules::FindHandover(transition, command.handover_id);
        if (handover == nullptr || !HasAids(handover->kind())) return absl::OkStatus();
        auto known = KnownNames(custody, transition, *handover, organisation_id);
        if (!known.ok()) return known.status();
        for (const hv1::HomeItem& item : items) {
          if (std::find(known->begin(), known->end(), item.name()) != known->end()) continue;
          known->push_back(item.name());
          new_names->push_back(item.name());
          amend.new_aids.push_back(AidItemOf(item));
        }
        return absl::OkStatus();
      };
}

}  // namespace

absl::StatusOr<AskedStep> Read(const hv1::SendHandoverRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnTransition(request, desk, faults);
  asked.command.occurred = OccurredTime(request);
  rpc::CheckChosen(request.kind(), "kind", faults);
  // A report of how it went asks for no answer, so nobody need say how fast.
  const bool has_urgency = request.kind() != hv1::HANDOVER_KIND_FOLLOW_UP;
  if (has_urgency) rpc::CheckChosen(request.urgency(), "urgency", faults);
  const hv1::Urgency urgency = request.urgency() == hv1::URGENCY_UNSPECIFIED ? hv1::URGENCY_ROUTINE : request.urgency();
  rules::SendHandover step{.kind = request.kind(),
                           .urgency = urgency,
                           .professions = ReadProfessions(request.professions(), faults),
                           .receiver_unit_id = request.receiver_unit_id(),
                           .receivers = {},
                           .aids = {},
                           .planned_move = {},
                           .phase = request.content().reason().phase()};
  ReadReceivers(request, step, faults);
  ReadOfKind(request, step, faults);
  if (!request.has_content()) faults.Add("content", "is required; `handover template` prints an empty one");
  CheckContent(request.content(), "content", faults, desk.today);
  asked.sent_draft_id = request.draft_id();
  asked.command.arguments = std::move(step);
  asked.seal = SealSent(desk.custody, request.content(), request.door_code());
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::AmendRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnShownHandover(request, desk, faults);
  if (!request.has_content()) faults.Add("content", "is required: the whole content as it is from now on");
  CheckContent(request.content(), "content", faults, desk.today);
  CheckNote(request.note(), faults);
  asked.command.arguments = rules::Amend{.material = request.material(), .urgency = request.urgency(), .new_aids = {}};
  auto new_names = std::make_shared<std::vector<std::string>>();
  asked.complete = FindNewAids(desk.custody, desk.caller, request.content(), new_names);
  asked.seal = SealAmended(desk.custody, request.content(), new_names, request.note());
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::UpdateAidsRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnHandover(request, desk, faults);
  if (request.aids_size() == 0 || request.aids_size() > kMaxAidUpdates) {
    faults.Add("aids", absl::StrCat("must be from 1 to ", kMaxAidUpdates));
  }
  rules::UpdateAids step;
  std::vector<std::string> new_names;
  for (int i = 0; i < std::min(request.aids_size(), kMaxAidUpdates); ++i) {
    const hv1::AidUpdate& aid = request.aids(i);
    const std::string path = absl::StrCat("aids[", i, "]");
    rpc::CheckChosen(aid.status(), path + ".status", faults);
    if (aid.id().empty()) {
      if (rpc::CheckGiven(aid.name(), path + ".name", faults)) {
        rpc::CheckLength(aid.name(), kMaxLineCharacters, path + ".name", faults);
      }
      new_names.push_back(aid.name());
    } else if (!aid.name().empty()) {
      faults.Add(path + ".name", "must be empty; a line keeps its name, add a new one instead");
    }
    step.updates.push_back({.id = aid.id(), .status = aid.status(), .responsible_unit_id = aid.responsible_unit_id()});
  }
  CheckNote(request.note(), faults);
  asked.command.arguments = std::move(step);
  const std::string about = request.aids_size() == 1 ? request.aids(0).id() : "";
  asked.seal = SealAidsUpdated(desk.custody, new_names, {.text = request.note(), .aid_id = about});
  return End(std::move(asked), faults);
}

}  // namespace hemgang::handover
