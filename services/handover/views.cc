#include "services/handover/views.h"

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"

#include "services/rpc/task_view.h"
#include "services/rpc/times.h"
#include "services/rules/step_table.h"

namespace hemgang::handover {
namespace {

bool IsHospital(const rec::Transition& transition, const rules::Actor& viewer) {
  return viewer.is_clock || rules::HasRelation(rules::Relation::kHospital, transition, viewer);
}

// Sets a timestamp field unless the kept time is "not yet".
template <typename Setter>
void SetTime(int64_t time_us, Setter mutable_field) {
  if (time_us != 0) *mutable_field() = rpc::MicrosToTimestamp(time_us);
}

hv1::PlannedDischarge PlannedView(const rec::PlannedDischarge& planned) {
  hv1::PlannedDischarge view;
  SetTime(planned.at_time_us(), [&] { return view.mutable_time(); });
  SetTime(planned.until_time_us(), [&] { return view.mutable_until_time(); });
  if (planned.has_date()) {
    view.set_date(absl::FormatCivilTime(absl::CivilDay(1970, 1, 1) + planned.date_days()));
    view.set_day_part(planned.day_part());
  }
  return view;
}

hv1::Need NeedView(const rec::Need& need) {
  hv1::Need view;
  view.set_profession(need.profession());
  view.set_urgency(need.urgency());
  view.set_unit_id(need.unit_id());
  view.set_expected_receiver_unit_id(need.expected_receiver_unit_id());
  SetTime(need.marked_time_us(), [&] { return view.mutable_marked_time(); });
  view.set_cleared_reason(need.cleared_reason());
  return view;
}

}  // namespace

bool MayRead(const rec::Transition& transition, const rec::Handover& handover, const rules::Actor& viewer) {
  return IsHospital(transition, viewer) || rules::HasRelation(rules::Relation::kReceiver, handover, viewer) ||
         rules::HasRelation(rules::Relation::kSender, handover, viewer);
}

hv1::HandoverSummary HandoverView(const rec::Handover& handover, const std::string& transition_id) {
  hv1::HandoverSummary view;
  view.set_id(handover.id());
  view.set_transition_id(transition_id);
  view.set_kind(handover.kind());
  view.set_state(handover.state());
  view.set_urgency(handover.urgency());
  *view.mutable_professions() = handover.professions();
  *view.mutable_acknowledged_professions() = handover.acknowledged_professions();
  view.set_sender_unit_id(handover.sender_unit_id());
  view.set_receiver_unit_id(handover.receiver_unit_id());
  view.set_etag(absl::StrCat(handover.revision()));
  SetTime(handover.sent_time_us(), [&] { return view.mutable_sent_time(); });
  view.set_sent_too_late(handover.sent_too_late());
  view.set_sent_after_discharge(handover.sent_after_discharge());
  view.set_call_required(handover.call_required());
  SetTime(handover.call_reached_time_us(), [&] { return view.mutable_call_time(); });
  SetTime(handover.acknowledged_time_us(), [&] { return view.mutable_acknowledged_time(); });
  view.set_acknowledged_by(handover.acknowledged_by_staff_id());
  view.set_therapist_id(handover.therapist_staff_id());
  SetTime(handover.planned_first_visit_time_us(), [&] { return view.mutable_planned_first_visit_time(); });
  view.set_first_contact_outcome(handover.first_contact_outcome());
  SetTime(handover.first_contact_time_us(), [&] { return view.mutable_first_contact_time(); });
  view.set_not_reached_count(handover.not_reached_count());
  view.set_decline_reason(handover.decline_reason());
  view.set_suggested_unit_id(handover.suggested_unit_id());
  view.set_withdraw_reason(handover.withdraw_reason());
  view.set_notice_reason(handover.notice_reason());
  SetTime(handover.notice_seen_time_us(), [&] { return view.mutable_notice_seen_time(); });
  return view;
}

hv1::TransitionSummary TransitionView(const rec::Transition& transition, const rules::Actor& viewer, absl::Time now) {
  const bool hospital = IsHospital(transition, viewer);
  hv1::TransitionSummary view;
  view.set_id(transition.id());
  view.set_state(transition.state());
  view.set_hospital_unit_id(transition.hospital_unit_id());
  view.set_age_band(transition.age_band());
  *view.mutable_planned_discharge() = PlannedView(transition.planned_discharge());
  SetTime(transition.discharged_time_us(), [&] { return view.mutable_discharged_time(); });
  SetTime(transition.died_time_us(), [&] { return view.mutable_died_time(); });
  if (hospital) {
    for (const rec::Need& need : transition.needs()) *view.add_needs() = NeedView(need);
  }
  for (const rec::Handover& handover : transition.handovers()) {
    if (!MayRead(transition, handover, viewer)) continue;
    *view.add_handovers() = HandoverView(handover, transition.id());
    for (const rec::Task& task : transition.tasks()) {
      if (task.handover_id() != handover.id()) continue;
      *view.add_tasks() =
          rpc::TaskView(task, {.transition_id = transition.id(), .age_band = transition.age_band()}, now);
    }
  }
  for (const rec::Task& task : transition.tasks()) {
    if (!task.handover_id().empty() || !(hospital || task.holder_unit_id() == viewer.unit_id)) continue;
    *view.add_tasks() = rpc::TaskView(task, {.transition_id = transition.id(), .age_band = transition.age_band()}, now);
  }
  SetTime(transition.opened_time_us(), [&] { return view.mutable_opened_time(); });
  SetTime(transition.last_step_time_us(), [&] { return view.mutable_last_step_time(); });
  return view;
}

hv1::StepOutcome OutcomeView(const rec::Change& change, const std::string& handover_id, const rules::Actor& viewer) {
  const rec::Transition& transition = change.transition();
  hv1::StepOutcome outcome;
  *outcome.mutable_transition() =
      TransitionView(transition, viewer, absl::FromUnixMicros(change.entry().recorded_time_us()));
  outcome.set_handover_id(handover_id);
  const bool hospital = IsHospital(transition, viewer);
  for (const rec::MovedDeadline& moved : change.entry().moved()) {
    if (!hospital && moved.holder_unit_id() != viewer.unit_id) continue;
    hv1::MovedTask& view = *outcome.add_moved();
    view.set_task_id(moved.task_id());
    view.set_kind(moved.kind());
    view.set_holder_unit_id(moved.holder_unit_id());
    SetTime(moved.old_due_time_us(), [&] { return view.mutable_old_due_time(); });
    SetTime(moved.due_time_us(), [&] { return view.mutable_due_time(); });
  }
  return outcome;
}

}  // namespace hemgang::handover
