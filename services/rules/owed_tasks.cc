#include "services/rules/owed_tasks.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace hemgang::rules {
namespace {

// What makes a handover's state owe a task.
using Condition = bool (*)(const rec::Transition&, const rec::Handover&);

bool Always(const rec::Transition&, const rec::Handover&) {
  return true;
}
bool MustCall(const rec::Transition&, const rec::Handover& h) {
  return h.call_required() && h.call_reached_time_us() == 0;
}
bool NobodyNamed(const rec::Transition&, const rec::Handover& h) {
  return h.therapist_staff_id().empty();
}
bool Discharged(const rec::Transition& t, const rec::Handover&) {
  return t.state() == hv1::TRANSITION_STATE_DISCHARGED;
}

// Which of the handover's two units holds a task.
enum class Holder { kSender, kReceiver };

struct HandoverOwesRow {
  hv1::HandoverState state;
  hv1::TaskKind task;
  Holder holder;
  Condition when;
};

// TABLE: kHandoverOwes
constexpr HandoverOwesRow kHandoverOwes[] = {
    {hv1::HANDOVER_STATE_SENT, hv1::TASK_KIND_ACKNOWLEDGE, Holder::kReceiver, Always},
    {hv1::HANDOVER_STATE_SENT, hv1::TASK_KIND_CALL, Holder::kSender, MustCall},
    {hv1::HANDOVER_STATE_DECLINED, hv1::TASK_KIND_REDIRECT, Holder::kSender, Always},
    {hv1::HANDOVER_STATE_ACKNOWLEDGED, hv1::TASK_KIND_ASSIGN, Holder::kReceiver, NobodyNamed},
    {hv1::HANDOVER_STATE_ACKNOWLEDGED, hv1::TASK_KIND_FIRST_CONTACT, Holder::kReceiver, Discharged},
};
// END TABLE

bool IsOpen(const rec::Transition& transition) {
  return transition.state() == hv1::TRANSITION_STATE_ADMITTED || transition.state() == hv1::TRANSITION_STATE_DISCHARGED;
}

bool IsHandedOver(const rec::Transition& transition, hv1::Profession profession) {
  for (const rec::Handover& handover : transition.handovers()) {
    if (handover.kind() != hv1::HANDOVER_KIND_DISCHARGE_HANDOVER || !IsLive(handover)) continue;
    const auto& professions = handover.professions();
    if (std::find(professions.begin(), professions.end(), profession) != professions.end()) return true;
  }
  return false;
}

void AddNeeds(const rec::Transition& transition, std::vector<OwedTask>& owed) {
  for (const rec::Need& need : transition.needs()) {
    if (need.cleared_reason() != hv1::CLEAR_NEED_REASON_UNSPECIFIED) continue;
    if (IsHandedOver(transition, need.profession())) continue;
    OwedTask task;
    task.id = absl::StrCat("send/", static_cast<int>(need.profession()), "/", need.unit_id());
    task.kind = hv1::TASK_KIND_SEND_HANDOVER;
    task.profession = need.profession();
    task.urgency = need.urgency();
    task.holder_unit_id = need.unit_id();
    task.sender_unit_id = need.unit_id();
    task.expected_receiver_unit_id = need.expected_receiver_unit_id();
    owed.push_back(std::move(task));
  }
}

// The place of a handover in its transition; none is ever removed, so it names the handover for good.
int PlaceOf(const rec::Transition& transition, const rec::Handover& handover) {
  int place = 0;
  while (transition.handovers(place).id() != handover.id()) ++place;
  return place;
}

OwedTask TaskOf(const rec::Transition& transition, const rec::Handover& handover, hv1::TaskKind kind, Holder holder) {
  OwedTask task;
  task.kind = kind;
  task.handover_id = handover.id();
  task.handover_kind = handover.kind();
  task.urgency = handover.urgency();
  task.sender_unit_id = handover.sender_unit_id();
  task.holder_unit_id = holder == Holder::kSender ? handover.sender_unit_id() : handover.receiver_unit_id();
  // Sent anew after a decline, even to the same unit, is owed anew.
  task.id = absl::StrCat(static_cast<int>(kind), "/", PlaceOf(transition, handover), "/", task.holder_unit_id, "/",
                         handover.sent_time_us());
  return task;
}

void AddHandover(const rec::Transition& transition, const rec::Handover& handover, std::vector<OwedTask>& owed) {
  for (const HandoverOwesRow& row : kHandoverOwes) {
    if (row.state == handover.state() && row.when(transition, handover)) {
      owed.push_back(TaskOf(transition, handover, row.task, row.holder));
    }
  }
}

// A notice is owed in every state of the transition: a death ends everything else, not this.
void AddNotice(const rec::Transition& transition, const rec::Handover& handover, std::vector<OwedTask>& owed) {
  if (handover.notice_reason() == hv1::NOTICE_REASON_UNSPECIFIED || handover.notice_seen_time_us() != 0) return;
  OwedTask task = TaskOf(transition, handover, hv1::TASK_KIND_SEE_NOTICE, Holder::kReceiver);
  task.notice_reason = handover.notice_reason();
  absl::StrAppend(&task.id, "/", handover.notice_time_us());
  owed.push_back(std::move(task));
}

// One per sending unit, however many handovers it sent; the most urgent of them counts.
void AddConfirmDischarge(const rec::Transition& transition, std::vector<OwedTask>& owed) {
  if (transition.state() != hv1::TRANSITION_STATE_ADMITTED) return;
  for (const rec::Handover& handover : transition.handovers()) {
    if (handover.state() != hv1::HANDOVER_STATE_ACKNOWLEDGED) continue;
    const std::string id =
        absl::StrCat("confirm/", handover.sender_unit_id(), "/", transition.stay_confirmed_time_us());
    auto same = std::find_if(owed.begin(), owed.end(), [&](const OwedTask& task) { return task.id == id; });
    if (same != owed.end()) {
      same->urgency = std::max(same->urgency, handover.urgency());
      continue;
    }
    OwedTask task = TaskOf(transition, handover, hv1::TASK_KIND_CONFIRM_DISCHARGE, Holder::kSender);
    task.id = id;
    task.handover_id.clear();
    owed.push_back(std::move(task));
  }
}

}  // namespace

std::vector<OwedTask> OwedTasks(const rec::Transition& transition) {
  std::vector<OwedTask> owed;
  if (IsOpen(transition)) {
    AddNeeds(transition, owed);
    for (const rec::Handover& handover : transition.handovers()) AddHandover(transition, handover, owed);
    AddConfirmDischarge(transition, owed);
  }
  for (const rec::Handover& handover : transition.handovers()) AddNotice(transition, handover, owed);
  return owed;
}

}  // namespace hemgang::rules
