#include "services/handover/views.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"

#include "services/handover/sight.h"
#include "services/rpc/task_view.h"
#include "services/rpc/times.h"

namespace hemgang::handover {
namespace {

constexpr absl::CivilDay kEpoch(1970, 1, 1);

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
    view.set_date(absl::FormatCivilTime(kEpoch + planned.date_days()));
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
  view.set_care_level(need.care_level());
  view.set_mobility(need.mobility());
  return view;
}

hv1::Leg LegView(const rec::Leg& leg) {
  hv1::Leg view;
  view.set_dwelling_form(leg.dwelling_form());
  if (leg.municipality_code() != 0) view.set_municipality_code(absl::StrFormat("%04d", leg.municipality_code()));
  if (leg.from_date_days() != 0) view.set_from_date(absl::FormatCivilTime(kEpoch + leg.from_date_days()));
  view.set_district_id(leg.district_id());
  view.set_country(leg.country());
  return view;
}

hv1::ReportRequest ReportRequestView(const rec::ReportRequest& request) {
  hv1::ReportRequest view;
  view.set_asked_unit_id(request.asked_unit_id());
  SetTime(request.asked_time_us(), [&] { return view.mutable_asked_time(); });
  SetTime(request.answered_time_us(), [&] { return view.mutable_answered_time(); });
  view.set_nothing_reason(request.nothing_reason());
  view.set_handover_id(request.handover_id());
  return view;
}

void AddThread(const rec::Handover& handover, const rules::Actor& viewer, hv1::HandoverSummary& view) {
  for (const rec::Question& question : handover.questions()) {
    if (!MaySeeQuestion(handover, question, viewer)) continue;
    hv1::Question& shown = *view.add_questions();
    shown.set_id(question.id());
    shown.set_asking_unit_id(question.asking_unit_id());
    shown.set_asked_unit_id(question.asked_unit_id());
    SetTime(question.asked_time_us(), [&] { return shown.mutable_asked_time(); });
    SetTime(question.answered_time_us(), [&] { return shown.mutable_answered_time(); });
  }
}

void AddAidsAndTransfers(const rec::Handover& handover, hv1::HandoverSummary& view) {
  for (const rec::AidLine& line : handover.aids()) {
    hv1::AidLine& shown = *view.add_aids();
    shown.set_id(line.id());
    shown.set_status(line.status());
    shown.set_responsible_unit_id(line.responsible_unit_id());
    SetTime(line.changed_time_us(), [&] { return shown.mutable_changed_time(); });
    shown.set_changed_by_unit_id(line.changed_by_unit_id());
  }
  for (const rec::Transfer& transfer : handover.transfers()) {
    hv1::Transfer& shown = *view.add_transfers();
    shown.set_target(transfer.target());
    SetTime(transfer.transferred_time_us(), [&] { return shown.mutable_transferred_time(); });
    shown.set_staff_id(transfer.staff_id());
    shown.set_unit_id(transfer.unit_id());
    shown.set_content_number(transfer.content_number());
  }
}

void AddAnswers(const rec::Handover& handover, hv1::HandoverSummary& view) {
  *view.mutable_acknowledged_professions() = handover.acknowledged_professions();
  SetTime(handover.acknowledged_time_us(), [&] { return view.mutable_acknowledged_time(); });
  view.set_acknowledged_by(handover.acknowledged_by_staff_id());
  view.set_acknowledged_content_number(handover.acknowledged_content_number());
  for (const rec::Therapist& therapist : handover.therapists()) {
    hv1::Therapist& shown = *view.add_therapists();
    shown.set_profession(therapist.profession());
    shown.set_staff_id(therapist.staff_id());
  }
  SetTime(handover.planned_first_visit_time_us(), [&] { return view.mutable_planned_first_visit_time(); });
  view.set_first_contact_outcome(handover.first_contact_outcome());
  SetTime(handover.first_contact_time_us(), [&] { return view.mutable_first_contact_time(); });
  view.set_not_reached_count(handover.not_reached_count());
  SetTime(handover.completed_time_us(), [&] { return view.mutable_completed_time(); });
  view.set_decline_reason(handover.decline_reason());
  view.set_suggested_unit_id(handover.suggested_unit_id());
}

// Everything that stands in a handover's record, but for what was said with others.
hv1::HandoverSummary WholeSummary(const rec::Handover& handover, const std::string& transition_id,
                                  const rules::Actor& viewer) {
  hv1::HandoverSummary view;
  view.set_id(handover.id());
  view.set_transition_id(transition_id);
  view.set_kind(handover.kind());
  view.set_state(handover.state());
  view.set_urgency(handover.urgency());
  *view.mutable_professions() = handover.professions();
  view.set_sender_unit_id(handover.sender_unit_id());
  view.set_receiver_unit_id(handover.receiver_unit_id());
  *view.mutable_former_receiver_unit_ids() = handover.former_receiver_unit_ids();
  view.set_etag(absl::StrCat(handover.revision()));
  view.set_content_number(handover.content_number());
  SetTime(handover.sent_time_us(), [&] { return view.mutable_sent_time(); });
  view.set_sent_too_late(handover.sent_too_late());
  view.set_sent_after_discharge(handover.sent_after_discharge());
  view.set_call_required(handover.call_required());
  SetTime(handover.call_reached_time_us(), [&] { return view.mutable_call_time(); });
  AddAnswers(handover, view);
  view.set_withdraw_reason(handover.withdraw_reason());
  view.set_void_reason(handover.void_reason());
  view.set_notice_reason(handover.notice_reason());
  SetTime(handover.notice_seen_time_us(), [&] { return view.mutable_notice_seen_time(); });
  AddThread(handover, viewer, view);
  AddAidsAndTransfers(handover, view);
  if (handover.kind() == hv1::HANDOVER_KIND_ONWARD) {
    *view.mutable_planned_move() = PlannedView(handover.planned_move());
    SetTime(handover.moved_time_us(), [&] { return view.mutable_moved_time(); });
  }
  return view;
}

// All of them for the hospital; else what is the unit's own to do, and what its handovers owe.
bool MaySeeTask(const rec::Transition& transition, const rec::Task& task, const rules::Actor& viewer) {
  if (task.holder_unit_id() == viewer.unit_id || StandingOf(transition, viewer) == Standing::kHospital) return true;
  return std::any_of(transition.handovers().begin(), transition.handovers().end(), [&](const rec::Handover& handover) {
    return handover.id() == task.handover_id() && SightOf(transition, handover, viewer) == HandoverSight::kWhole;
  });
}

// What came later than a withdrawal is not told to who was withdrawn from, but for what a notice is about; nor the next
// stay to who was done with the patient before it.
void AddState(const rec::Transition& transition, const rules::Actor& viewer, hv1::TransitionSummary& view) {
  const Standing standing = StandingOf(transition, viewer);
  const bool holds = standing >= Standing::kHolder;
  if (holds || HasUnseenNotice(transition, viewer,
                               {hv1::NOTICE_REASON_DIED, hv1::NOTICE_REASON_CANCELLED,
                                hv1::NOTICE_REASON_CANCELLATION_REVERTED, hv1::NOTICE_REASON_READMITTED})) {
    view.set_state(transition.state());
    SetTime(transition.died_time_us(), [&] { return view.mutable_died_time(); });
    SetTime(transition.cancelled_time_us(), [&] { return view.mutable_cancelled_time(); });
    view.set_cancel_reason(transition.cancel_reason());
    SetTime(transition.readmitted_time_us(), [&] { return view.mutable_readmitted_time(); });
  }
  const bool served = standing == Standing::kServed;
  if (served) SetTime(transition.readmitted_time_us(), [&] { return view.mutable_readmitted_time(); });
  if (holds || (!served && HasUnseenNotice(transition, viewer,
                                           {hv1::NOTICE_REASON_DISCHARGE_EARLIER, hv1::NOTICE_REASON_READMITTED}))) {
    *view.mutable_planned_discharge() = PlannedView(transition.planned_discharge());
    SetTime(transition.discharged_time_us(), [&] { return view.mutable_discharged_time(); });
  }
  if (holds) SetTime(transition.last_step_time_us(), [&] { return view.mutable_last_step_time(); });
}

// The hospital's own: why, what for, and what it mirrors.
void AddHospitalsPart(const rec::Transition& transition, hv1::TransitionSummary& view) {
  for (const rec::Need& need : transition.needs()) *view.add_needs() = NeedView(need);
  SetTime(transition.discharge_ready_time_us(), [&] { return view.mutable_discharge_ready_time(); });
  view.set_basis(transition.basis());
}

// Who sent the patient in sees what became of that, but not the discharge.
void AddOpening(const rec::Transition& transition, hv1::TransitionSummary& view) {
  view.set_state(transition.state());
  view.set_opened_by_unit_id(transition.opened_by_unit_id());
  SetTime(transition.joined_time_us(), [&] { return view.mutable_joined_time(); });
}

hv1::Route RouteView(const rules::RoutedNeed& routed) {
  hv1::Route view;
  view.set_profession(routed.profession);
  view.set_unit_id(routed.route.unit_id);
  for (const std::string& unit_id : routed.route.choice_unit_ids) view.add_choice_unit_ids(unit_id);
  view.set_problem(routed.route.problem);
  return view;
}

}  // namespace

hv1::HandoverSummary HandoverView(const rec::Transition& transition, const rec::Handover& handover,
                                  const rules::Actor& viewer) {
  const HandoverSight sight = SightOf(transition, handover, viewer);
  if (sight == HandoverSight::kNone) return hv1::HandoverSummary();
  hv1::HandoverSummary whole = WholeSummary(handover, transition.id(), viewer);
  if (sight == HandoverSight::kStub) {
    hv1::HandoverSummary stub;
    stub.set_id(whole.id());
    stub.set_kind(whole.kind());
    *stub.mutable_sent_time() = whole.sent_time();
    stub.add_former_receiver_unit_ids(viewer.unit_id);
    return stub;
  }
  const bool let_go = sight == HandoverSight::kSummary && handover.receiver_unit_id() == viewer.unit_id;
  if (let_go) {
    whole.clear_planned_move();
    whole.clear_moved_time();
  }
  return whole;
}

hv1::TransitionSummary TransitionView(const rec::Transition& transition, const rules::Actor& viewer, absl::Time now) {
  const bool hospital = StandingOf(transition, viewer) == Standing::kHospital;
  hv1::TransitionSummary view;
  view.set_id(transition.id());
  view.set_hospital_unit_id(transition.hospital_unit_id());
  view.set_age_band(transition.age_band());
  SetTime(transition.opened_time_us(), [&] { return view.mutable_opened_time(); });
  AddState(transition, viewer, view);
  if (hospital) AddHospitalsPart(transition, view);
  if (hospital || transition.opened_by_unit_id() == viewer.unit_id) AddOpening(transition, view);
  const int legs = LegsShownTo(transition, viewer);
  for (int i = 0; i < legs; ++i) *view.add_legs() = LegView(transition.legs(i));
  for (const rec::ReportRequest& request : transition.report_requests()) {
    if (hospital || request.asked_unit_id() == viewer.unit_id) {
      *view.add_report_requests() = ReportRequestView(request);
    }
  }
  for (const rec::Handover& handover : transition.handovers()) {
    if (SightOf(transition, handover, viewer) < HandoverSight::kSummary) continue;
    *view.add_handovers() = HandoverView(transition, handover, viewer);
  }
  for (const rec::Task& task : transition.tasks()) {
    if (!MaySeeTask(transition, task, viewer)) continue;
    *view.add_tasks() = rpc::TaskView(task, {.transition_id = transition.id(), .age_band = transition.age_band()}, now);
  }
  return view;
}

hv1::StepOutcome OutcomeView(const rules::Decision& decision, const rec::Transition* before,
                             const rules::Actor& viewer) {
  const rec::Change& change = decision.change;
  const rec::Transition& transition = change.transition();
  hv1::StepOutcome outcome;
  *outcome.mutable_transition() =
      TransitionView(transition, viewer, absl::FromUnixMicros(change.entry().recorded_time_us()));
  outcome.set_handover_id(decision.handover_id);
  for (const std::string& id : decision.sent_handover_ids) outcome.add_sent_handover_ids(id);
  for (const rules::RoutedNeed& routed : decision.routes) *outcome.add_routes() = RouteView(routed);
  const bool hospital = StandingOf(before == nullptr ? transition : *before, viewer) == Standing::kHospital;
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
