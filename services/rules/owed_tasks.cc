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
// Somebody of every profession must be named.
bool NobodyNamed(const rec::Transition&, const rec::Handover& h) {
  return std::any_of(h.professions().begin(), h.professions().end(), [&](const int profession) {
    return std::none_of(h.therapists().begin(), h.therapists().end(),
                        [&](const rec::Therapist& t) { return t.profession() == profession; });
  });
}
// The patient has left the place that the handover is from.
bool HasLeft(const rec::Transition& t, const rec::Handover& h) {
  if (h.kind() == hv1::HANDOVER_KIND_ONWARD) return h.moved_time_us() != 0;
  return t.state() == hv1::TRANSITION_STATE_DISCHARGED;
}
// The patient goes elsewhere, and this unit still holds the handover.
bool IsMisplaced(const rec::Transition&, const rec::Handover& h) {
  return h.misplaced_time_us() != 0;
}
// Leaving a short-term place is recorded on its own handover.
bool IsStillAtShortTermPlace(const rec::Transition&, const rec::Handover& h) {
  return h.moved_time_us() == 0;
}

// Which of the handover's two units holds a task.
enum class Holder { kSender, kReceiver };

struct HandoverOwesRow {
  KindSet kinds;
  hv1::HandoverState state;
  hv1::TaskKind task;
  Holder holder;
  Condition when;
};

// TABLE: kHandoverOwes
constexpr HandoverOwesRow kHandoverOwes[] = {
    {kHomeward | kReports, hv1::HANDOVER_STATE_SENT, hv1::TASK_KIND_ACKNOWLEDGE, Holder::kReceiver, Always},
    {kHomeward, hv1::HANDOVER_STATE_SENT, hv1::TASK_KIND_CALL, Holder::kSender, MustCall},
    {kHomeward | kReports, hv1::HANDOVER_STATE_DECLINED, hv1::TASK_KIND_REDIRECT, Holder::kSender, Always},
    {kToHome, hv1::HANDOVER_STATE_SENT, hv1::TASK_KIND_REDIRECT, Holder::kSender, IsMisplaced},
    {kToHome, hv1::HANDOVER_STATE_ACKNOWLEDGED, hv1::TASK_KIND_REDIRECT, Holder::kSender, IsMisplaced},
    {kHomeward, hv1::HANDOVER_STATE_ACKNOWLEDGED, hv1::TASK_KIND_ASSIGN, Holder::kReceiver, NobodyNamed},
    {kHomeward, hv1::HANDOVER_STATE_ACKNOWLEDGED, hv1::TASK_KIND_FIRST_CONTACT, Holder::kReceiver, HasLeft},
    {kOnward, hv1::HANDOVER_STATE_ACKNOWLEDGED, hv1::TASK_KIND_CONFIRM_DISCHARGE, Holder::kSender,
     IsStillAtShortTermPlace},
};
// END TABLE

// TABLE: kMissingAids
constexpr hv1::HomeItemStatus kMissingAids[] = {
    hv1::HOME_ITEM_STATUS_UNSPECIFIED, hv1::HOME_ITEM_STATUS_PRESCRIBED, hv1::HOME_ITEM_STATUS_ORDERED,
    hv1::HOME_ITEM_STATUS_MISSING,     hv1::HOME_ITEM_STATUS_FAILED,
};
// END TABLE

bool IsOpen(const rec::Transition& transition) {
  return transition.state() == hv1::TRANSITION_STATE_ADMITTED || transition.state() == hv1::TRANSITION_STATE_DISCHARGED;
}

bool IsFor(const rec::Handover& handover, hv1::Profession profession) {
  const auto& professions = handover.professions();
  return std::find(professions.begin(), professions.end(), profession) != professions.end();
}

bool IsSent(const rec::Transition& transition, hv1::HandoverKind kind, hv1::Profession profession) {
  return std::any_of(transition.handovers().begin(), transition.handovers().end(), [&](const rec::Handover& h) {
    return h.kind() == kind && IsLive(h) && IsFor(h, profession) && !IsOfAnEarlierStay(transition, h);
  });
}

// An early word of this stay that somebody has, or is about to answer.
bool IsNoticeSent(const rec::Transition& transition, hv1::Profession profession) {
  return std::any_of(transition.handovers().begin(), transition.handovers().end(), [&](const rec::Handover& h) {
    return h.kind() == hv1::HANDOVER_KIND_REHAB_NOTICE && IsInReceiversHands(h) && IsFor(h, profession) &&
           !IsOfAnEarlierStay(transition, h);
  });
}

void AddNeeds(const rec::Transition& transition, std::vector<OwedTask>& owed) {
  for (const rec::Need& need : transition.needs()) {
    if (need.cleared_reason() != hv1::CLEAR_NEED_REASON_UNSPECIFIED) continue;
    if (IsSent(transition, hv1::HANDOVER_KIND_DISCHARGE_HANDOVER, need.profession())) continue;
    OwedTask task;
    task.id = absl::StrCat("send/", static_cast<int>(need.profession()), "/", need.unit_id());
    // Owed again after a readmission is owed anew.
    if (transition.readmitted_time_us() != 0) absl::StrAppend(&task.id, "/", transition.readmitted_time_us());
    task.kind = hv1::TASK_KIND_SEND_HANDOVER;
    task.profession = need.profession();
    task.urgency = need.urgency();
    task.holder_unit_id = need.unit_id();
    task.sender_unit_id = need.unit_id();
    task.expected_receiver_unit_id = need.expected_receiver_unit_id();
    task.notice_sent = IsNoticeSent(transition, need.profession());
    owed.push_back(std::move(task));
  }
}

void AddReports(const rec::Transition& transition, std::vector<OwedTask>& owed) {
  for (const rec::ReportRequest& request : transition.report_requests()) {
    if (request.answered_time_us() != 0) continue;
    OwedTask task;
    task.id = absl::StrCat("report/", request.asked_unit_id(), "/", request.asked_time_us());
    task.kind = hv1::TASK_KIND_SEND_ADMISSION_REPORT;
    task.urgency = hv1::URGENCY_ROUTINE;
    task.holder_unit_id = request.asked_unit_id();
    task.sender_unit_id = transition.hospital_unit_id();
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
    if (!Includes(row.kinds, handover.kind())) continue;
    if (row.state != handover.state() || !row.when(transition, handover)) continue;
    OwedTask task = TaskOf(transition, handover, row.task, row.holder);
    // Asked anew after each "still here", as the hospital is.
    if (row.task == hv1::TASK_KIND_CONFIRM_DISCHARGE) {
      absl::StrAppend(&task.id, "/", handover.stay_confirmed_time_us());
    }
    owed.push_back(std::move(task));
  }
}

bool IsLeaveKnown(const rec::Transition& transition, const rec::Handover& handover) {
  const bool onward = handover.kind() == hv1::HANDOVER_KIND_ONWARD;
  const rec::PlannedDischarge& planned = onward ? handover.planned_move() : transition.planned_discharge();
  return planned.has_date() || planned.at_time_us() != 0 || HasLeft(transition, handover);
}

// One per unit that answers for something that is not there yet.
void AddAids(const rec::Transition& transition, const rec::Handover& handover, std::vector<OwedTask>& owed) {
  if (!IsInReceiversHands(handover) || !IsLeaveKnown(transition, handover)) return;
  for (const Holder holder : {Holder::kSender, Holder::kReceiver}) {
    OwedTask task = TaskOf(transition, handover, hv1::TASK_KIND_CONFIRM_AIDS, holder);
    const bool is_missing = std::any_of(handover.aids().begin(), handover.aids().end(), [&](const rec::AidLine& aid) {
      return aid.responsible_unit_id() == task.holder_unit_id && IsAidMissing(aid.status());
    });
    if (is_missing) owed.push_back(std::move(task));
  }
}

void AddQuestions(const rec::Transition& transition, const rec::Handover& handover, std::vector<OwedTask>& owed) {
  if (!IsInReceiversHands(handover)) return;
  for (const rec::Question& question : handover.questions()) {
    if (question.answered_time_us() != 0) continue;
    const bool to_sender = question.asked_unit_id() == handover.sender_unit_id();
    OwedTask task =
        TaskOf(transition, handover, hv1::TASK_KIND_ANSWER, to_sender ? Holder::kSender : Holder::kReceiver);
    // Asked of a unit that has nothing to do with it any more.
    if (task.holder_unit_id != question.asked_unit_id()) continue;
    task.sender_unit_id = question.asking_unit_id();
    task.question_id = question.id();
    absl::StrAppend(&task.id, "/", question.id());
    owed.push_back(std::move(task));
  }
}

// The patient is at a short-term place and will go on: who has the patient there hands over to home.
void AddOnward(const rec::Transition& transition, const rec::Handover& handover, std::vector<OwedTask>& owed) {
  const int next = handover.leg() + 1;
  const bool is_there = Includes(kHomeward, handover.kind()) && handover.state() == hv1::HANDOVER_STATE_COMPLETED &&
                        handover.first_contact_outcome() == hv1::FIRST_CONTACT_OUTCOME_MADE &&
                        !IsOfAnEarlierStay(transition, handover);
  if (!is_there || next >= transition.legs_size() || transition.state() != hv1::TRANSITION_STATE_DISCHARGED) return;
  for (const auto number : handover.professions()) {
    const auto profession = static_cast<hv1::Profession>(number);
    const bool is_sent =
        std::any_of(transition.handovers().begin(), transition.handovers().end(), [&](const rec::Handover& h) {
          return h.kind() == hv1::HANDOVER_KIND_ONWARD && h.leg() == next && IsLive(h) && IsFor(h, profession);
        });
    if (is_sent) continue;
    OwedTask task = TaskOf(transition, handover, hv1::TASK_KIND_SEND_HANDOVER, Holder::kReceiver);
    absl::StrAppend(&task.id, "/", number);
    task.handover_id.clear();
    task.handover_kind = hv1::HANDOVER_KIND_ONWARD;
    task.profession = profession;
    task.sender_unit_id = task.holder_unit_id;
    task.leg = next;
    owed.push_back(std::move(task));
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
    if (handover.kind() != hv1::HANDOVER_KIND_DISCHARGE_HANDOVER) continue;
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

bool IsOfAnEarlierStay(const rec::Transition& transition, const rec::Handover& handover) {
  return handover.state() == hv1::HANDOVER_STATE_COMPLETED && transition.readmitted_time_us() != 0 &&
         handover.completed_time_us() <= transition.readmitted_time_us();
}

bool IsAidMissing(hv1::HomeItemStatus status) {
  return std::find(std::begin(kMissingAids), std::end(kMissingAids), status) != std::end(kMissingAids);
}

std::vector<OwedTask> OwedTasks(const rec::Transition& transition) {
  std::vector<OwedTask> owed;
  if (IsOpen(transition)) {
    AddNeeds(transition, owed);
    AddReports(transition, owed);
    for (const rec::Handover& handover : transition.handovers()) {
      AddHandover(transition, handover, owed);
      AddAids(transition, handover, owed);
      AddQuestions(transition, handover, owed);
      AddOnward(transition, handover, owed);
    }
    AddConfirmDischarge(transition, owed);
  }
  for (const rec::Handover& handover : transition.handovers()) AddNotice(transition, handover, owed);
  return owed;
}

}  // namespace hemgang::rules
