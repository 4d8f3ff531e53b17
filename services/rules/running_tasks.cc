#include "services/rules/running_tasks.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

#include "services/rules/owed_tasks.h"
#include "services/rules/statistics.h"

namespace hemgang::rules {
namespace {

// The clock closes a transition that has owed nothing for so long.
constexpr absl::Duration kIdleUntilClosed = absl::Hours(30 * 24);

struct MeetsRow {
  hv1::Step step;
  hv1::TaskKind task;
};

// The steps by which a task is done. A task that ends by any other step was dropped: no longer owed.
// TABLE: kMeets
constexpr MeetsRow kMeets[] = {
    {hv1::STEP_ACKNOWLEDGE, hv1::TASK_KIND_ACKNOWLEDGE},
    {hv1::STEP_DECLINE, hv1::TASK_KIND_ACKNOWLEDGE},
    {hv1::STEP_RECORD_CALL, hv1::TASK_KIND_CALL},
    {hv1::STEP_ASSIGN_THERAPIST, hv1::TASK_KIND_ASSIGN},
    {hv1::STEP_REDIRECT, hv1::TASK_KIND_REDIRECT},
    {hv1::STEP_WITHDRAW, hv1::TASK_KIND_REDIRECT},
    {hv1::STEP_AMEND, hv1::TASK_KIND_REDIRECT},
    {hv1::STEP_SEND_HANDOVER, hv1::TASK_KIND_SEND_HANDOVER},
    {hv1::STEP_CONFIRM_STAY, hv1::TASK_KIND_CONFIRM_DISCHARGE},
    {hv1::STEP_RECORD_DISCHARGE, hv1::TASK_KIND_CONFIRM_DISCHARGE},
    {hv1::STEP_RECORD_FIRST_CONTACT, hv1::TASK_KIND_FIRST_CONTACT},
    {hv1::STEP_SEE_NOTICE, hv1::TASK_KIND_SEE_NOTICE},
    {hv1::STEP_ANSWER, hv1::TASK_KIND_ANSWER},
    {hv1::STEP_SEND_HANDOVER, hv1::TASK_KIND_SEND_ADMISSION_REPORT},
    {hv1::STEP_ANSWER_NOTHING_TO_REPORT, hv1::TASK_KIND_SEND_ADMISSION_REPORT},
    {hv1::STEP_UPDATE_AIDS, hv1::TASK_KIND_CONFIRM_AIDS},
};
// END TABLE

bool IsMetBy(const Deciding& d, const rec::Task& task) {
  if (!task.handover_id().empty() && (d.handover == nullptr || d.handover->id() != task.handover_id())) return false;
  if (task.question_id() != d.question_id && task.kind() == hv1::TASK_KIND_ANSWER) return false;
  return std::any_of(std::begin(kMeets), std::end(kMeets),
                     [&](const MeetsRow& row) { return row.step == d.step && row.task == task.kind(); });
}

std::optional<absl::Time> DueOf(const rec::Task& task) {
  if (task.due_time_us() == 0) return std::nullopt;
  return absl::FromUnixMicros(task.due_time_us());
}

void AddEnding(Deciding& d, const rec::Task& task) {
  const bool late = task.due_time_us() != 0 && absl::ToUnixMicros(d.recorded) > task.due_time_us();
  const rec::OutcomeKind done = late ? rec::OUTCOME_KIND_TASK_MISSED : rec::OUTCOME_KIND_TASK_MET;
  rec::Outcome& outcome = AddOutcome(d, IsMetBy(d, task) ? done : rec::OUTCOME_KIND_TASK_DROPPED, task);
  outcome.set_level(task.rungs_size() == 0 ? -1 : task.rungs(task.rungs_size() - 1).level());
  outcome.set_shortened_by_unit_id(task.shortened_by_unit_id());
  outcome.set_shortened_us(task.shortened_us());
}

// The leave that a task is counted from: the discharge, or for what goes on from a short-term place, the leave from
// there.
Discharge LeaveFor(const Deciding& d, const rec::Task& task, const OwedTask& owed) {
  const Directory& directory = d.facts.directory;
  if (owed.leg > 0) {
    Discharge leave;
    PlannedDischarge planned;
    const rec::Leg& leg = d.after().legs(owed.leg);
    if (leg.from_date_days() != 0) {
      planned.form = PlannedDischarge::Form::kDate;
      planned.date = absl::CivilDay(1970, 1, 1) + leg.from_date_days();
    }
    leave.planned = DischargeInstant(planned, HoursOf(directory, task.holder_unit_id()).zone);
    return leave;
  }
  const rec::Handover* handover = FindHandover(d.after(), task.handover_id());
  return handover == nullptr ? DischargeOf(d.after(), directory) : DischargeFor(d.after(), *handover, directory);
}

// When somebody last said that the patient is still there; 0 for never.
int64_t StayConfirmed(const Deciding& d, const rec::Task& task) {
  const rec::Handover* handover = FindHandover(d.after(), task.handover_id());
  const bool onward = handover != nullptr && handover->kind() == hv1::HANDOVER_KIND_ONWARD;
  return onward ? handover->stay_confirmed_time_us() : d.after().stay_confirmed_time_us();
}

DueRequest DueRequestOf(const Deciding& d, const rec::Task& task, const OwedTask& owed, const Policy& policy) {
  const Directory& directory = d.facts.directory;
  DueRequest request{.task = task.kind(),
                     .handover_kind = task.handover_kind(),
                     .urgency = task.urgency(),
                     .opened = absl::FromUnixMicros(task.opened_time_us()),
                     .discharge = LeaveFor(d, task, owed),
                     .holder = HoursOf(directory, task.holder_unit_id()),
                     .policy = policy};
  if (!owed.expected_receiver_unit_id.empty()) request.receiver = &HoursOf(directory, owed.expected_receiver_unit_id);
  request.rehab_notice_sent = owed.notice_sent;
  request.earlier_or_death =
      task.notice_reason() == hv1::NOTICE_REASON_DIED || task.notice_reason() == hv1::NOTICE_REASON_DISCHARGE_EARLIER;
  if (const int64_t confirmed = StayConfirmed(d, task)) request.stay_confirmed = absl::FromUnixMicros(confirmed);
  return request;
}

// The due time of the same task where another unit held it until this step; nothing when none did, or when nothing
// bounded it.
std::optional<absl::Time> SucceededDue(const Deciding& d, const OwedTask& owed) {
  if (d.successor_unit_id.empty() || owed.holder_unit_id != d.successor_unit_id) return std::nullopt;
  // A task is named after its holder, among other things.
  std::vector<std::string> parts = absl::StrSplit(owed.id, '/');
  std::replace(parts.begin(), parts.end(), d.successor_unit_id, d.succeeded_unit_id);
  const std::string former_id = absl::StrJoin(parts, "/");
  for (const rec::Task& task : d.facts.transition->tasks()) {
    if (task.id() == former_id) return DueOf(task);
  }
  return std::nullopt;
}

// The due time that a new holder inherits instead of one of its own.
std::optional<absl::Time> InheritedDue(const Deciding& d, const OwedTask& owed, DueRequest request) {
  if (const auto due = SucceededDue(d, owed)) {
    return ForwardedDueTime({.due = due, .step_time = d.recorded}, request);
  }
  const bool is_answered_for =
      owed.kind == hv1::TASK_KIND_ACKNOWLEDGE && d.handover != nullptr && d.handover->id() == owed.handover_id;
  if (is_answered_for && d.restored_due.has_value()) {
    request.opened = absl::FromUnixMicros(d.handover->sent_time_us());
    return RestoredDueTime({.due = d.restored_due, .step_time = d.recorded}, request);
  }
  if (is_answered_for && d.forwarded_due.has_value()) {
    return ForwardedDueTime({.due = d.forwarded_due, .step_time = d.recorded}, request);
  }
  return std::nullopt;
}

rec::Task OpenTask(const Deciding& d, const OwedTask& owed) {
  const Directory& directory = d.facts.directory;
  const Policy& policy = CurrentPolicyOf(directory, owed.holder_unit_id);
  rec::Task task;
  task.set_id(owed.id);
  task.set_kind(owed.kind);
  task.set_handover_id(owed.handover_id);
  task.set_handover_kind(owed.handover_kind);
  task.set_profession(owed.profession);
  task.set_holder_unit_id(owed.holder_unit_id);
  if (const CareUnit* unit = directory.FindUnit(owed.holder_unit_id)) {
    task.set_holder_organisation_id(unit->organisation_id());
  }
  task.set_sender_unit_id(owed.sender_unit_id);
  task.set_urgency(owed.urgency);
  task.set_opened_time_us(absl::ToUnixMicros(d.recorded));
  task.set_ladder_start_time_us(absl::ToUnixMicros(d.recorded));
  task.set_policy_id(policy.id);
  task.set_policy_version(policy.version);
  task.set_notice_reason(owed.notice_reason);
  task.set_question_id(owed.question_id);

  const DueRequest request = DueRequestOf(d, task, owed, policy);
  std::optional<absl::Time> due = InheritedDue(d, owed, request);
  if (!due.has_value()) due = ComputeDueTime(request).due;
  if (!due.has_value()) return task;
  task.set_due_time_us(absl::ToUnixMicros(*due));
  SetNextRung(task, FirstRung(LadderOf(task, directory)));
  return task;
}

// The next rung after what was told.
void SetRungAfterTold(const Deciding& d, rec::Task& task) {
  const LadderRequest ladder = LadderOf(task, d.facts.directory);
  if (task.rungs_size() == 0) {
    SetNextRung(task, FirstRung(ladder));
    return;
  }
  const rec::Rung& told = task.rungs(task.rungs_size() - 1);
  SetNextRung(task, RungAfter(ladder, Rung{.level = told.level(), .repetition = told.repetition()}));
}

// What was told so far still counts, unless the due time moved into the future: then the ladder starts anew.
void RestartLadder(const Deciding& d, std::optional<absl::Time> old_due, rec::Task& task) {
  const absl::Time due = absl::FromUnixMicros(task.due_time_us());
  const bool anew = !old_due.has_value() || (due > *old_due && due > d.recorded);
  if (anew) {
    task.set_ladder_start_time_us(absl::ToUnixMicros(d.recorded));
    task.clear_rungs();
  }
  SetRungAfterTold(d, task);
}

// A forwarded handover is still due by when it was sent: the forwarding gave its new holder the least time from then on
// ("never before"), and no new start. So neither does a discharge that moves afterwards.
std::optional<absl::Time> DueAfterMove(const Deciding& d, const rec::Task& task, DueRequest request) {
  const RunningDue running{.due = DueOf(task), .step_time = d.recorded};
  const rec::Handover* handover = FindHandover(d.after(), task.handover_id());
  if (task.kind() != hv1::TASK_KIND_ACKNOWLEDGE || handover == nullptr) return MovedDueTime(running, request);
  const absl::Time floor = ComputeDueTime(request).never_before;
  request.opened = absl::FromUnixMicros(handover->sent_time_us());
  std::optional<absl::Time> due = MovedDueTime(running, request);
  const bool forwarded = handover->sent_time_us() != task.opened_time_us();
  if (forwarded && due.has_value()) due = std::max(*due, floor);
  return due;
}

// Whether the step may have moved the due time of a task that goes on.
bool IsTouched(const Deciding& d, const OwedTask& owed) {
  if (d.notice_changed && owed.kind == hv1::TASK_KIND_SEND_HANDOVER) return true;
  if (!d.discharge_moved) return false;
  const bool is_move = d.handover != nullptr && d.handover->kind() == hv1::HANDOVER_KIND_ONWARD &&
                       d.step != hv1::STEP_RECORD_FIRST_CONTACT;
  // The leave from a short-term place moves its own handover's tasks and no other.
  return is_move ? owed.handover_id == d.handover->id() : true;
}

void MoveTask(Deciding& d, const OwedTask& owed, rec::Task& task) {
  const Policy& policy = d.facts.directory.PolicyOf(task.policy_id(), task.policy_version());
  const std::optional<absl::Time> old_due = DueOf(task);
  const DueRequest request = DueRequestOf(d, task, owed, policy);
  std::optional<absl::Time> due = DueAfterMove(d, task, request);
  // That the patient has left gives nobody more time than they had.
  if (d.step == hv1::STEP_RECORD_DISCHARGE && old_due.has_value()) {
    due = due.has_value() ? std::min(*due, *old_due) : *old_due;
  }
  if (due == old_due) return;

  rec::MovedDeadline& moved = *d.change.mutable_entry()->add_moved();
  moved.set_task_id(task.id());
  moved.set_kind(task.kind());
  moved.set_holder_unit_id(task.holder_unit_id());
  moved.set_old_due_time_us(task.due_time_us());
  if (!due.has_value()) {
    task.set_due_time_us(0);
    task.clear_rungs();
    SetNextRung(task, std::nullopt);
    return;
  }
  moved.set_due_time_us(absl::ToUnixMicros(*due));
  task.set_due_time_us(absl::ToUnixMicros(*due));
  if (old_due.has_value() && *due < *old_due) {
    task.set_shortened_by_unit_id(d.command.actor.unit_id);
    task.set_shortened_us(task.shortened_us() + absl::ToInt64Microseconds(*old_due - *due));
  }
  RestartLadder(d, old_due, task);
}

// Since when nothing is owed, and when the clock closes the transition for that.
void SetIdle(Deciding& d) {
  rec::Transition& after = d.after();
  const bool open =
      after.state() == hv1::TRANSITION_STATE_ADMITTED || after.state() == hv1::TRANSITION_STATE_DISCHARGED;
  if (!open || after.tasks_size() > 0) {
    after.clear_idle_since_time_us();
    after.clear_close_wake_time_us();
  } else if (after.idle_since_time_us() == 0) {
    after.set_idle_since_time_us(absl::ToUnixMicros(d.recorded));
    after.set_close_wake_time_us(absl::ToUnixMicros(d.recorded + kIdleUntilClosed));
  }
}

}  // namespace

void SetNextRung(rec::Task& task, const std::optional<NextRung>& next) {
  task.set_next_wake_time_us(next.has_value() ? absl::ToUnixMicros(next->time) : 0);
  task.set_next_level(next.has_value() ? next->rung.level : 0);
  task.set_next_repetition(next.has_value() ? next->rung.repetition : 0);
}

LadderRequest LadderOf(const rec::Task& task, const Directory& directory) {
  return {.task = task.kind(),
          .handover_kind = task.handover_kind(),
          .urgency = task.urgency(),
          .opened = absl::FromUnixMicros(task.ladder_start_time_us()),
          .due = absl::FromUnixMicros(task.due_time_us()),
          .holder = HoursOf(directory, task.holder_unit_id()),
          .policy = directory.PolicyOf(task.policy_id(), task.policy_version())};
}

DueRequest AcknowledgeRequest(const Deciding& d, const rec::Handover& handover) {
  const Directory& directory = d.facts.directory;
  return {.task = hv1::TASK_KIND_ACKNOWLEDGE,
          .handover_kind = handover.kind(),
          .urgency = handover.urgency(),
          .opened = d.recorded,
          .discharge = DischargeFor(d.after(), handover, directory),
          .holder = HoursOf(directory, handover.receiver_unit_id()),
          .policy = CurrentPolicyOf(directory, handover.receiver_unit_id())};
}

void SettleTasks(Deciding& d) {
  std::vector<rec::Task> ran(d.after().tasks().begin(), d.after().tasks().end());
  d.after().clear_tasks();
  for (const OwedTask& owed : OwedTasks(d.after())) {
    auto kept = std::find_if(ran.begin(), ran.end(), [&](const rec::Task& task) { return task.id() == owed.id; });
    if (kept == ran.end()) {
      *d.after().add_tasks() = OpenTask(d, owed);
      continue;
    }
    // Another unit of the hospital may have taken over: it is told from now on, and the former one no more.
    kept->set_sender_unit_id(owed.sender_unit_id);
    if (IsTouched(d, owed)) MoveTask(d, owed, *kept);
    if (owed.urgency > kept->urgency()) {
      // Something more urgent came to be owed with it: the ladder is climbed as fast as that asks.
      kept->set_urgency(owed.urgency);
      if (kept->due_time_us() != 0) SetRungAfterTold(d, *kept);
    }
    *d.after().add_tasks() = std::move(*kept);
    ran.erase(kept);
  }
  for (const rec::Task& task : ran) AddEnding(d, task);
  SetIdle(d);
}

}  // namespace hemgang::rules
