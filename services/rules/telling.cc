#include "services/rules/telling.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/types/span.h"

#include "hemgang/routing/v1/vocabulary.pb.h"

#include "services/rules/applying.h"
#include "services/rules/ladder.h"
#include "services/rules/running_tasks.h"
#include "services/rules/statistics.h"

namespace hemgang::rules {
namespace {

namespace rv1 = hemgang::routing::v1;

enum class Told {
  kSender,
  kReceiver,  // of the handover, or of each one that the step sent
  kTaker,     // the receiver, while the handover is in its hands
  kFormerReceiver,
  kOtherSide,  // of a thread: who did not write it
  kHospital,   // the rehab unit that answers for the transition
  kOpener,     // the home side, where it sent the patient in
  kNamed,      // the unit that the step names
  kAsked,      // who was asked for a report and has not answered
  kHolders,    // who, at home, has a handover in hand, each about its own
};

struct TellRow {
  hv1::Step step;
  Told told;
  rv1::InboxEventKind kind;
};

// Where both sides stand in a row, the unit that acts is told too: its other screens must show it. RECORD_TRANSFER is
// nobody else's business.
// TABLE: kTellOfStep
constexpr TellRow kTellOfStep[] = {
    {hv1::STEP_OPEN_TRANSITION, Told::kNamed, rv1::INBOX_EVENT_KIND_PATIENT_SENT_IN},
    {hv1::STEP_MARK_NEED, Told::kHospital, rv1::INBOX_EVENT_KIND_NEED_MARKED},
    {hv1::STEP_CLEAR_NEED, Told::kHospital, rv1::INBOX_EVENT_KIND_NEED_CLEARED},
    {hv1::STEP_RESCHEDULE, Told::kHospital, rv1::INBOX_EVENT_KIND_DISCHARGE_MOVED},
    {hv1::STEP_RESCHEDULE, Told::kHolders, rv1::INBOX_EVENT_KIND_DISCHARGE_MOVED},
    {hv1::STEP_CONFIRM_STAY, Told::kHolders, rv1::INBOX_EVENT_KIND_STAY_CONFIRMED},
    {hv1::STEP_RECORD_DISCHARGE, Told::kHospital, rv1::INBOX_EVENT_KIND_DISCHARGED},
    {hv1::STEP_RECORD_DISCHARGE, Told::kHolders, rv1::INBOX_EVENT_KIND_DISCHARGED},
    {hv1::STEP_RECORD_DEATH, Told::kHospital, rv1::INBOX_EVENT_KIND_DIED},
    {hv1::STEP_RECORD_DEATH, Told::kHolders, rv1::INBOX_EVENT_KIND_DIED},
    {hv1::STEP_RECORD_DEATH, Told::kAsked, rv1::INBOX_EVENT_KIND_DIED},
    {hv1::STEP_JOIN_TRANSITION, Told::kOpener, rv1::INBOX_EVENT_KIND_HOSPITAL_JOINED},
    {hv1::STEP_REQUEST_REPORT, Told::kNamed, rv1::INBOX_EVENT_KIND_REPORT_REQUESTED},
    {hv1::STEP_ANSWER_NOTHING_TO_REPORT, Told::kHospital, rv1::INBOX_EVENT_KIND_NOTHING_TO_REPORT},
    {hv1::STEP_CHANGE_DESTINATION, Told::kHospital, rv1::INBOX_EVENT_KIND_DESTINATION_CHANGED},
    {hv1::STEP_CHANGE_DESTINATION, Told::kHolders, rv1::INBOX_EVENT_KIND_DESTINATION_CHANGED},
    {hv1::STEP_CHANGE_SENDING_UNIT, Told::kHospital, rv1::INBOX_EVENT_KIND_SENDING_UNIT_CHANGED},
    {hv1::STEP_CHANGE_SENDING_UNIT, Told::kNamed, rv1::INBOX_EVENT_KIND_SENDING_UNIT_CHANGED},
    {hv1::STEP_CHANGE_SENDING_UNIT, Told::kHolders, rv1::INBOX_EVENT_KIND_SENDING_UNIT_CHANGED},
    {hv1::STEP_SET_DISCHARGE_READY, Told::kHolders, rv1::INBOX_EVENT_KIND_DISCHARGE_READY},
    {hv1::STEP_MERGE_IDENTITY, Told::kHospital, rv1::INBOX_EVENT_KIND_IDENTITY_MERGED},
    {hv1::STEP_MERGE_IDENTITY, Told::kHolders, rv1::INBOX_EVENT_KIND_IDENTITY_MERGED},
    {hv1::STEP_RECORD_READMISSION, Told::kHospital, rv1::INBOX_EVENT_KIND_READMITTED},
    {hv1::STEP_RECORD_READMISSION, Told::kHolders, rv1::INBOX_EVENT_KIND_READMITTED},
    {hv1::STEP_CANCEL_TRANSITION, Told::kHospital, rv1::INBOX_EVENT_KIND_CANCELLED},
    {hv1::STEP_CANCEL_TRANSITION, Told::kHolders, rv1::INBOX_EVENT_KIND_CANCELLED},
    {hv1::STEP_CANCEL_TRANSITION, Told::kAsked, rv1::INBOX_EVENT_KIND_CANCELLED},
    {hv1::STEP_REVERT_CANCELLATION, Told::kHospital, rv1::INBOX_EVENT_KIND_CANCELLATION_REVERTED},
    {hv1::STEP_REVERT_CANCELLATION, Told::kHolders, rv1::INBOX_EVENT_KIND_CANCELLATION_REVERTED},
    {hv1::STEP_REVERT_CANCELLATION, Told::kAsked, rv1::INBOX_EVENT_KIND_CANCELLATION_REVERTED},
    {hv1::STEP_SEND_HANDOVER, Told::kReceiver, rv1::INBOX_EVENT_KIND_HANDOVER_SENT},
    {hv1::STEP_ACKNOWLEDGE, Told::kSender, rv1::INBOX_EVENT_KIND_ACKNOWLEDGED},
    {hv1::STEP_ACKNOWLEDGE, Told::kReceiver, rv1::INBOX_EVENT_KIND_ACKNOWLEDGED},
    {hv1::STEP_ASSIGN_THERAPIST, Told::kSender, rv1::INBOX_EVENT_KIND_THERAPIST_ASSIGNED},
    {hv1::STEP_REVOKE_ACKNOWLEDGEMENT, Told::kSender, rv1::INBOX_EVENT_KIND_ACKNOWLEDGEMENT_REVOKED},
    {hv1::STEP_REVOKE_ACKNOWLEDGEMENT, Told::kReceiver, rv1::INBOX_EVENT_KIND_ACKNOWLEDGEMENT_REVOKED},
    {hv1::STEP_DECLINE, Told::kSender, rv1::INBOX_EVENT_KIND_DECLINED},
    {hv1::STEP_DECLINE, Told::kReceiver, rv1::INBOX_EVENT_KIND_DECLINED},
    {hv1::STEP_REDIRECT, Told::kReceiver, rv1::INBOX_EVENT_KIND_REDIRECTED_TO},
    {hv1::STEP_REDIRECT, Told::kFormerReceiver, rv1::INBOX_EVENT_KIND_REDIRECTED_AWAY},
    {hv1::STEP_REDIRECT, Told::kSender, rv1::INBOX_EVENT_KIND_REDIRECTED_AWAY},
    {hv1::STEP_ASK, Told::kOtherSide, rv1::INBOX_EVENT_KIND_ASKED},
    {hv1::STEP_ANSWER, Told::kOtherSide, rv1::INBOX_EVENT_KIND_ANSWERED},
    {hv1::STEP_AMEND, Told::kTaker, rv1::INBOX_EVENT_KIND_AMENDED},
    {hv1::STEP_UPDATE_AIDS, Told::kSender, rv1::INBOX_EVENT_KIND_AIDS_UPDATED},
    {hv1::STEP_UPDATE_AIDS, Told::kTaker, rv1::INBOX_EVENT_KIND_AIDS_UPDATED},
    {hv1::STEP_WITHDRAW, Told::kReceiver, rv1::INBOX_EVENT_KIND_WITHDRAWN},
    {hv1::STEP_VOID, Told::kReceiver, rv1::INBOX_EVENT_KIND_VOIDED},
    {hv1::STEP_RECORD_CALL, Told::kSender, rv1::INBOX_EVENT_KIND_CALLED},
    {hv1::STEP_RECORD_CALL, Told::kTaker, rv1::INBOX_EVENT_KIND_CALLED},
    {hv1::STEP_RECORD_FIRST_CONTACT, Told::kSender, rv1::INBOX_EVENT_KIND_FIRST_CONTACT},
    {hv1::STEP_SEE_NOTICE, Told::kSender, rv1::INBOX_EVENT_KIND_NOTICE_SEEN},
    {hv1::STEP_CLOSE_TRANSITION, Told::kHospital, rv1::INBOX_EVENT_KIND_CLOSED},
};
// END TABLE

// An ONWARD handover's own leave: its two sides are told instead.
// TABLE: kTellOfMove
constexpr TellRow kTellOfMove[] = {
    {hv1::STEP_RESCHEDULE, Told::kReceiver, rv1::INBOX_EVENT_KIND_DISCHARGE_MOVED},
    {hv1::STEP_CONFIRM_STAY, Told::kReceiver, rv1::INBOX_EVENT_KIND_STAY_CONFIRMED},
    {hv1::STEP_RECORD_DISCHARGE, Told::kSender, rv1::INBOX_EVENT_KIND_MOVED_HOME},
    {hv1::STEP_RECORD_DISCHARGE, Told::kReceiver, rv1::INBOX_EVENT_KIND_MOVED_HOME},
};
// END TABLE

// One event, once: a unit that is told as two audiences is told once.
rec::InboxEvent* AddEvent(Deciding& d, const std::string& unit_id, rv1::InboxEventKind kind,
                          const rec::Handover* handover) {
  if (unit_id.empty()) return nullptr;
  const std::string handover_id = handover == nullptr ? "" : handover->id();
  for (rec::InboxEvent& event : *d.change.mutable_inbox_events()) {
    if (event.unit_id() == unit_id && event.kind() == kind && event.handover_id() == handover_id) return &event;
  }
  rec::InboxEvent& event = *d.change.add_inbox_events();
  event.set_unit_id(unit_id);
  event.set_kind(kind);
  event.set_recorded_time_us(absl::ToUnixMicros(d.recorded));
  event.set_transition_id(d.after().id());
  event.set_handover_id(handover_id);
  event.set_age_band(d.after().age_band());
  event.set_about_unit_id(d.command.actor.unit_id);
  if (handover != nullptr) event.set_urgency(handover->urgency());
  return &event;
}

void TellReceivers(Deciding& d, rv1::InboxEventKind kind) {
  if (d.sent_handover_ids.empty()) AddEvent(d, d.handover->receiver_unit_id(), kind, d.handover);
  for (const std::string& id : d.sent_handover_ids) {
    const rec::Handover* sent = FindHandover(d.after(), id);
    AddEvent(d, sent->receiver_unit_id(), kind, sent);
  }
}

// Everybody at home who has a handover in hand, each about its own.
void TellHolders(Deciding& d, rv1::InboxEventKind kind) {
  for (const rec::Handover& handover : d.after().handovers()) {
    if (!IsInReceiversHands(handover) || !Includes(kToHome, handover.kind()) || !IsConcerned(d, handover)) continue;
    AddEvent(d, handover.receiver_unit_id(), kind, &handover);
  }
}

void TellAsked(Deciding& d, rv1::InboxEventKind kind) {
  for (const rec::ReportRequest& request : d.after().report_requests()) {
    if (request.answered_time_us() == 0) AddEvent(d, request.asked_unit_id(), kind, nullptr);
  }
}

void TellRowOf(Deciding& d, const TellRow& row) {
  switch (row.told) {
    case Told::kSender:
      AddEvent(d, d.handover->sender_unit_id(), row.kind, d.handover);
      break;
    case Told::kReceiver:
      TellReceivers(d, row.kind);
      break;
    case Told::kTaker:
      if (IsInReceiversHands(*d.handover)) TellReceivers(d, row.kind);
      break;
    case Told::kFormerReceiver:
      if (d.former_receiver_unit_id != d.handover->receiver_unit_id()) {
        AddEvent(d, d.former_receiver_unit_id, row.kind, d.handover);
      }
      break;
    case Told::kOtherSide:
    case Told::kNamed:
      AddEvent(d, d.to_unit_id, row.kind, d.handover);
      break;
    case Told::kHospital:
      AddEvent(d, d.after().hospital_unit_id(), row.kind, nullptr);
      break;
    case Told::kOpener:
      AddEvent(d, d.after().opened_by_unit_id(), row.kind, nullptr);
      break;
    case Told::kAsked:
      TellAsked(d, row.kind);
      break;
    case Told::kHolders:
      TellHolders(d, row.kind);
      break;
  }
}

// Nobody had answered when the patient left: the one thing that everybody must hear of at once.
void TellOfUnacknowledged(Deciding& d) {
  for (const rec::Handover& handover : d.after().handovers()) {
    const bool unanswered =
        handover.state() == hv1::HANDOVER_STATE_SENT || handover.state() == hv1::HANDOVER_STATE_DECLINED;
    if (!unanswered || handover.kind() != hv1::HANDOVER_KIND_DISCHARGE_HANDOVER) continue;
    constexpr rv1::InboxEventKind kKind = rv1::INBOX_EVENT_KIND_UNACKNOWLEDGED_AT_DISCHARGE;
    AddEvent(d, handover.sender_unit_id(), kKind, &handover);
    AddEvent(d, handover.receiver_unit_id(), kKind, &handover);
    if (const CareUnit* unit = d.facts.directory.FindUnit(handover.receiver_unit_id())) {
      AddEvent(d, unit->record.manager_unit_id(), kKind, &handover);
    }
    if (const Organisation* organisation = d.facts.directory.OrganisationOfUnit(handover.receiver_unit_id())) {
      AddEvent(d, organisation->record.medically_responsible_unit_id(), kKind, &handover);
    }
  }
}

// The unit that is an audience of a task's ladder; empty when nobody stands there.
std::string UnitOf(const Directory& directory, const rec::Task& task, Audience audience) {
  // For a holder that has left the directory, the sender's ladder is told: never nobody.
  const bool is_known = directory.FindUnit(task.holder_unit_id()) != nullptr;
  const std::string& climbed_unit_id = is_known ? task.holder_unit_id() : task.sender_unit_id();
  const CareUnit* holder = directory.FindUnit(climbed_unit_id);
  const Organisation* organisation = directory.OrganisationOfUnit(climbed_unit_id);
  switch (audience) {
    case Audience::kHolderUnit:
      return task.holder_unit_id();
    case Audience::kSenderUnit:
      return task.sender_unit_id();
    case Audience::kHolderManager:
      return holder == nullptr ? "" : holder->record.manager_unit_id();
    case Audience::kOperationsManager:
      return organisation == nullptr ? "" : organisation->record.operations_unit_id();
    case Audience::kMedicallyResponsible:
      return organisation == nullptr ? "" : organisation->record.medically_responsible_unit_id();
    case Audience::kSteeringGroup:
      return organisation == nullptr ? "" : organisation->steering_unit_id;
  }
  return "";
}

struct PassOnRow {
  Audience missing;
  Audience instead;
};

// Who is told instead when nobody stands on a rung: the next one up. The steering group is always there; nobody stands
// in for the medically responsible, for the operations manager of the same rung is told in any case.
// TABLE: kPassOn
constexpr PassOnRow kPassOn[] = {
    {Audience::kHolderManager, Audience::kOperationsManager},
    {Audience::kOperationsManager, Audience::kSteeringGroup},
};
// END TABLE

void TellAudience(Deciding& d, const rec::Task& task, const AudienceRow& row, rec::Rung& rung) {
  Audience audience = row.audience;
  std::string unit_id = UnitOf(d.facts.directory, task, audience);
  bool passed_on = false;
  for (const PassOnRow& next : kPassOn) {
    if (!unit_id.empty() || next.missing != audience) continue;
    passed_on = true;
    audience = next.instead;
    unit_id = UnitOf(d.facts.directory, task, audience);
  }
  const auto& told = rung.told_unit_ids();
  if (unit_id.empty() || std::find(told.begin(), told.end(), unit_id) != told.end()) return;
  rung.add_told_unit_ids(unit_id);
  rung.set_passed_on(rung.passed_on() || passed_on);

  rec::InboxEvent& event = *d.change.add_inbox_events();
  event.set_unit_id(unit_id);
  event.set_kind(rung.level() == 0 ? rv1::INBOX_EVENT_KIND_REMINDED : rv1::INBOX_EVENT_KIND_OVERDUE);
  event.set_recorded_time_us(absl::ToUnixMicros(d.recorded));
  event.set_task(task.kind());
  event.set_level(rung.level());
  event.set_rung_id(rung.rung_id());
  event.set_about_unit_id(task.holder_unit_id());
  event.set_passed_on(passed_on);
  // The steering group gets a count, never a patient; also when it stands in for somebody.
  if (audience == Audience::kSteeringGroup) return;
  event.set_transition_id(d.after().id());
  event.set_handover_id(task.handover_id());
  event.set_due_time_us(task.due_time_us());
  event.set_urgency(task.urgency());
  event.set_age_band(d.after().age_band());
  if (audience == Audience::kMedicallyResponsible) {
    event.set_digest(
        !IsToldAtOnce(task.kind(), d.recorded, DischargeCounted(DischargeOf(d.after(), d.facts.directory))));
  }
}

// A first contact that found the patient dead, or back in hospital, tells everybody whom that step itself would tell.
void TellOfWhatWasFound(Deciding& d) {
  const auto outcome = d.handover->first_contact_outcome();
  if (outcome == hv1::FIRST_CONTACT_OUTCOME_DIED) {
    TellRowOf(d, {d.step, Told::kHospital, rv1::INBOX_EVENT_KIND_DIED});
    TellRowOf(d, {d.step, Told::kHolders, rv1::INBOX_EVENT_KIND_DIED});
    TellRowOf(d, {d.step, Told::kAsked, rv1::INBOX_EVENT_KIND_DIED});
  } else if (outcome == hv1::FIRST_CONTACT_OUTCOME_READMITTED) {
    TellRowOf(d, {d.step, Told::kHospital, rv1::INBOX_EVENT_KIND_READMITTED});
    TellRowOf(d, {d.step, Told::kHolders, rv1::INBOX_EVENT_KIND_READMITTED});
  }
}

void TellRows(Deciding& d, absl::Span<const TellRow> rows) {
  for (const TellRow& row : rows) {
    if (row.step == d.step) TellRowOf(d, row);
  }
}

}  // namespace

void TellOfStep(Deciding& d) {
  const bool is_move = d.discharge_moved && d.handover != nullptr && d.handover->kind() == hv1::HANDOVER_KIND_ONWARD &&
                       d.step != hv1::STEP_RECORD_FIRST_CONTACT;
  const bool is_stay = d.step == hv1::STEP_CONFIRM_STAY && d.handover != nullptr;
  if (is_move || is_stay) return TellRows(d, kTellOfMove);
  TellRows(d, kTellOfStep);
  if (d.step == hv1::STEP_RECORD_DISCHARGE) TellOfUnacknowledged(d);
  if (d.step == hv1::STEP_RECORD_FIRST_CONTACT) TellOfWhatWasFound(d);
  if (d.step == hv1::STEP_EXPIRE && d.expired_task == hv1::TASK_KIND_UNSPECIFIED) {
    TellRowOf(d, {d.step, Told::kHospital, rv1::INBOX_EVENT_KIND_CLOSED});
  }
}

rec::Rung TellOfRung(Deciding& d, const rec::Task& task) {
  rec::Rung rung;
  rung.set_rung_id(d.change.entry().id());
  rung.set_level(task.next_level());
  rung.set_repetition(task.next_repetition());
  rung.set_told_time_us(absl::ToUnixMicros(d.recorded));
  for (const AudienceRow& row : AudiencesOf(rung.level())) TellAudience(d, task, row, rung);

  AddOutcome(d, rec::OUTCOME_KIND_RUNG_TOLD, task).set_level(rung.level());
  return rung;
}

}  // namespace hemgang::rules
