#include "services/rules/step_table.h"

#include <algorithm>

namespace hemgang::rules {
namespace {

// Whatever has no row here is not done to a transition in that state. RevertCancellation goes back to DISCHARGED where
// the discharge was recorded.
// TABLE: kTransitionSteps
constexpr TransitionStepRow kTransitionSteps[] = {
    {hv1::STEP_MARK_NEED, hv1::TRANSITION_STATE_ADMITTED, Relation::kHospital, hv1::TRANSITION_STATE_ADMITTED},
    {hv1::STEP_MARK_NEED, hv1::TRANSITION_STATE_DISCHARGED, Relation::kHospital, hv1::TRANSITION_STATE_DISCHARGED},
    {hv1::STEP_CLEAR_NEED, hv1::TRANSITION_STATE_ADMITTED, Relation::kHospital, hv1::TRANSITION_STATE_ADMITTED},
    {hv1::STEP_CLEAR_NEED, hv1::TRANSITION_STATE_DISCHARGED, Relation::kHospital, hv1::TRANSITION_STATE_DISCHARGED},
    {hv1::STEP_RESCHEDULE, hv1::TRANSITION_STATE_ADMITTED, Relation::kHospital, hv1::TRANSITION_STATE_ADMITTED},
    {hv1::STEP_CONFIRM_STAY, hv1::TRANSITION_STATE_ADMITTED, Relation::kHospital, hv1::TRANSITION_STATE_ADMITTED},
    {hv1::STEP_RECORD_DISCHARGE, hv1::TRANSITION_STATE_ADMITTED, Relation::kInvolved, hv1::TRANSITION_STATE_DISCHARGED},
    {hv1::STEP_RECORD_DEATH, hv1::TRANSITION_STATE_ADMITTED, Relation::kInvolved, hv1::TRANSITION_STATE_CANCELLED},
    {hv1::STEP_RECORD_DEATH, hv1::TRANSITION_STATE_DISCHARGED, Relation::kInvolved, hv1::TRANSITION_STATE_CANCELLED},
    {hv1::STEP_CLOSE_TRANSITION, hv1::TRANSITION_STATE_ADMITTED, Relation::kHospital, hv1::TRANSITION_STATE_CLOSED},
    {hv1::STEP_CLOSE_TRANSITION, hv1::TRANSITION_STATE_DISCHARGED, Relation::kHospital, hv1::TRANSITION_STATE_CLOSED},
    {hv1::STEP_JOIN_TRANSITION, hv1::TRANSITION_STATE_ADMITTED, Relation::kHospital, hv1::TRANSITION_STATE_ADMITTED},
    {hv1::STEP_REQUEST_REPORT, hv1::TRANSITION_STATE_ADMITTED, Relation::kHospital, hv1::TRANSITION_STATE_ADMITTED},
    {hv1::STEP_ANSWER_NOTHING_TO_REPORT, hv1::TRANSITION_STATE_ADMITTED, Relation::kHome,
     hv1::TRANSITION_STATE_ADMITTED},
    {hv1::STEP_ANSWER_NOTHING_TO_REPORT, hv1::TRANSITION_STATE_DISCHARGED, Relation::kHome,
     hv1::TRANSITION_STATE_DISCHARGED},
    {hv1::STEP_CHANGE_DESTINATION, hv1::TRANSITION_STATE_ADMITTED, Relation::kHospital, hv1::TRANSITION_STATE_ADMITTED},
    {hv1::STEP_CHANGE_DESTINATION, hv1::TRANSITION_STATE_DISCHARGED, Relation::kInvolved,
     hv1::TRANSITION_STATE_DISCHARGED},
    {hv1::STEP_CHANGE_SENDING_UNIT, hv1::TRANSITION_STATE_ADMITTED, Relation::kHospital,
     hv1::TRANSITION_STATE_ADMITTED},
    {hv1::STEP_CHANGE_SENDING_UNIT, hv1::TRANSITION_STATE_ADMITTED, Relation::kDirectory,
     hv1::TRANSITION_STATE_ADMITTED},
    {hv1::STEP_CHANGE_SENDING_UNIT, hv1::TRANSITION_STATE_DISCHARGED, Relation::kHospital,
     hv1::TRANSITION_STATE_DISCHARGED},
    {hv1::STEP_CHANGE_SENDING_UNIT, hv1::TRANSITION_STATE_DISCHARGED, Relation::kDirectory,
     hv1::TRANSITION_STATE_DISCHARGED},
    {hv1::STEP_SET_DISCHARGE_READY, hv1::TRANSITION_STATE_ADMITTED, Relation::kHospital,
     hv1::TRANSITION_STATE_ADMITTED},
    {hv1::STEP_MERGE_IDENTITY, hv1::TRANSITION_STATE_ADMITTED, Relation::kHospital, hv1::TRANSITION_STATE_ADMITTED},
    {hv1::STEP_MERGE_IDENTITY, hv1::TRANSITION_STATE_DISCHARGED, Relation::kHospital, hv1::TRANSITION_STATE_DISCHARGED},
    {hv1::STEP_RECORD_READMISSION, hv1::TRANSITION_STATE_DISCHARGED, Relation::kInvolved,
     hv1::TRANSITION_STATE_ADMITTED},
    {hv1::STEP_CANCEL_TRANSITION, hv1::TRANSITION_STATE_ADMITTED, Relation::kHospital, hv1::TRANSITION_STATE_CANCELLED},
    {hv1::STEP_CANCEL_TRANSITION, hv1::TRANSITION_STATE_DISCHARGED, Relation::kHospital,
     hv1::TRANSITION_STATE_CANCELLED},
    {hv1::STEP_REVERT_CANCELLATION, hv1::TRANSITION_STATE_CANCELLED, Relation::kInvolved,
     hv1::TRANSITION_STATE_ADMITTED},
    {hv1::STEP_EXPIRE, hv1::TRANSITION_STATE_ADMITTED, Relation::kClock, hv1::TRANSITION_STATE_ADMITTED},
    {hv1::STEP_EXPIRE, hv1::TRANSITION_STATE_DISCHARGED, Relation::kClock, hv1::TRANSITION_STATE_DISCHARGED},
    {hv1::STEP_EXPIRE, hv1::TRANSITION_STATE_CANCELLED, Relation::kClock, hv1::TRANSITION_STATE_CANCELLED},
    {hv1::STEP_EXPIRE, hv1::TRANSITION_STATE_CLOSED, Relation::kClock, hv1::TRANSITION_STATE_CLOSED},
};
// END TABLE

// TABLE: kSendings
constexpr SendingRow kSendings[] = {
    {hv1::HANDOVER_KIND_DISCHARGE_HANDOVER, hv1::TRANSITION_STATE_ADMITTED, Relation::kHospital,
     hv1::HANDOVER_STATE_SENT},
    {hv1::HANDOVER_KIND_DISCHARGE_HANDOVER, hv1::TRANSITION_STATE_DISCHARGED, Relation::kHospital,
     hv1::HANDOVER_STATE_SENT},
    {hv1::HANDOVER_KIND_REHAB_NOTICE, hv1::TRANSITION_STATE_ADMITTED, Relation::kHospital, hv1::HANDOVER_STATE_SENT},
    {hv1::HANDOVER_KIND_ADMISSION_REPORT, hv1::TRANSITION_STATE_ADMITTED, Relation::kHome, hv1::HANDOVER_STATE_SENT},
    {hv1::HANDOVER_KIND_FOLLOW_UP, hv1::TRANSITION_STATE_ADMITTED, Relation::kHolder, hv1::HANDOVER_STATE_COMPLETED},
    {hv1::HANDOVER_KIND_FOLLOW_UP, hv1::TRANSITION_STATE_DISCHARGED, Relation::kHolder, hv1::HANDOVER_STATE_COMPLETED},
    {hv1::HANDOVER_KIND_ONWARD, hv1::TRANSITION_STATE_DISCHARGED, Relation::kHolder, hv1::HANDOVER_STATE_SENT},
};
// END TABLE

// WITHDRAWN and VOIDED end; COMPLETED changes only by Void. What stands beside the state (threads, aids, notices,
// transfers) goes on as long as somebody must hear of it.
// TABLE: kHandoverSteps
constexpr HandoverStepRow kHandoverSteps[] = {
    {hv1::STEP_ACKNOWLEDGE, kHomeward, hv1::HANDOVER_STATE_SENT, Relation::kReceiver, hv1::HANDOVER_STATE_ACKNOWLEDGED},
    {hv1::STEP_ACKNOWLEDGE, kReports, hv1::HANDOVER_STATE_SENT, Relation::kReceiver, hv1::HANDOVER_STATE_COMPLETED},
    {hv1::STEP_ASSIGN_THERAPIST, kHomeward, hv1::HANDOVER_STATE_ACKNOWLEDGED, Relation::kReceiver,
     hv1::HANDOVER_STATE_ACKNOWLEDGED},
    {hv1::STEP_REVOKE_ACKNOWLEDGEMENT, kHomeward, hv1::HANDOVER_STATE_SENT, Relation::kReceiver,
     hv1::HANDOVER_STATE_SENT},
    {hv1::STEP_REVOKE_ACKNOWLEDGEMENT, kHomeward, hv1::HANDOVER_STATE_ACKNOWLEDGED, Relation::kReceiver,
     hv1::HANDOVER_STATE_SENT},
    {hv1::STEP_DECLINE, kHomeward | kReports, hv1::HANDOVER_STATE_SENT, Relation::kReceiver,
     hv1::HANDOVER_STATE_DECLINED},
    {hv1::STEP_REDIRECT, kHomeward | kReports, hv1::HANDOVER_STATE_SENT, Relation::kReceiver, hv1::HANDOVER_STATE_SENT},
    {hv1::STEP_REDIRECT, kHomeward | kReports, hv1::HANDOVER_STATE_DECLINED, Relation::kSender,
     hv1::HANDOVER_STATE_SENT},
    {hv1::STEP_REDIRECT, kHomeward | kReports, hv1::HANDOVER_STATE_SENT, Relation::kDirectory,
     hv1::HANDOVER_STATE_SENT},
    {hv1::STEP_REDIRECT, kHomeward, hv1::HANDOVER_STATE_ACKNOWLEDGED, Relation::kDirectory, hv1::HANDOVER_STATE_SENT},
    {hv1::STEP_WITHDRAW, kHomeward | kReports, hv1::HANDOVER_STATE_SENT, Relation::kSender,
     hv1::HANDOVER_STATE_WITHDRAWN},
    {hv1::STEP_WITHDRAW, kHomeward | kReports, hv1::HANDOVER_STATE_DECLINED, Relation::kSender,
     hv1::HANDOVER_STATE_WITHDRAWN},
    {hv1::STEP_WITHDRAW, kHomeward, hv1::HANDOVER_STATE_ACKNOWLEDGED, Relation::kSender, hv1::HANDOVER_STATE_WITHDRAWN},
    {hv1::STEP_VOID, kAnyKind, hv1::HANDOVER_STATE_SENT, Relation::kSender, hv1::HANDOVER_STATE_VOIDED},
    {hv1::STEP_VOID, kAnyKind, hv1::HANDOVER_STATE_DECLINED, Relation::kSender, hv1::HANDOVER_STATE_VOIDED},
    {hv1::STEP_VOID, kAnyKind, hv1::HANDOVER_STATE_ACKNOWLEDGED, Relation::kSender, hv1::HANDOVER_STATE_VOIDED},
    {hv1::STEP_VOID, kAnyKind, hv1::HANDOVER_STATE_COMPLETED, Relation::kSender, hv1::HANDOVER_STATE_VOIDED},
    {hv1::STEP_VOID, kAnyKind, hv1::HANDOVER_STATE_WITHDRAWN, Relation::kSender, hv1::HANDOVER_STATE_VOIDED},
    {hv1::STEP_ASK, kAnyKind, hv1::HANDOVER_STATE_SENT, Relation::kSender, hv1::HANDOVER_STATE_SENT},
    {hv1::STEP_ASK, kAnyKind, hv1::HANDOVER_STATE_SENT, Relation::kReceiver, hv1::HANDOVER_STATE_SENT},
    {hv1::STEP_ASK, kAnyKind, hv1::HANDOVER_STATE_ACKNOWLEDGED, Relation::kSender, hv1::HANDOVER_STATE_ACKNOWLEDGED},
    {hv1::STEP_ASK, kAnyKind, hv1::HANDOVER_STATE_ACKNOWLEDGED, Relation::kReceiver, hv1::HANDOVER_STATE_ACKNOWLEDGED},
    {hv1::STEP_ASK, kAnyKind, hv1::HANDOVER_STATE_COMPLETED, Relation::kSender, hv1::HANDOVER_STATE_COMPLETED},
    {hv1::STEP_ASK, kAnyKind, hv1::HANDOVER_STATE_COMPLETED, Relation::kReceiver, hv1::HANDOVER_STATE_COMPLETED},
    {hv1::STEP_ANSWER, kAnyKind, hv1::HANDOVER_STATE_SENT, Relation::kSender, hv1::HANDOVER_STATE_SENT},
    {hv1::STEP_ANSWER, kAnyKind, hv1::HANDOVER_STATE_SENT, Relation::kReceiver, hv1::HANDOVER_STATE_SENT},
    {hv1::STEP_ANSWER, kAnyKind, hv1::HANDOVER_STATE_ACKNOWLEDGED, Relation::kSender, hv1::HANDOVER_STATE_ACKNOWLEDGED},
    {hv1::STEP_ANSWER, kAnyKind, hv1::HANDOVER_STATE_ACKNOWLEDGED, Relation::kReceiver,
     hv1::HANDOVER_STATE_ACKNOWLEDGED},
    {hv1::STEP_ANSWER, kAnyKind, hv1::HANDOVER_STATE_COMPLETED, Relation::kSender, hv1::HANDOVER_STATE_COMPLETED},
    {hv1::STEP_ANSWER, kAnyKind, hv1::HANDOVER_STATE_COMPLETED, Relation::kReceiver, hv1::HANDOVER_STATE_COMPLETED},
    {hv1::STEP_AMEND, kHomeward | kReports, hv1::HANDOVER_STATE_SENT, Relation::kSender, hv1::HANDOVER_STATE_SENT},
    {hv1::STEP_AMEND, kHomeward | kReports, hv1::HANDOVER_STATE_DECLINED, Relation::kSender,
     hv1::HANDOVER_STATE_DECLINED},
    {hv1::STEP_AMEND, kHomeward, hv1::HANDOVER_STATE_ACKNOWLEDGED, Relation::kSender, hv1::HANDOVER_STATE_ACKNOWLEDGED},
    {hv1::STEP_UPDATE_AIDS, kHomeward, hv1::HANDOVER_STATE_SENT, Relation::kSender, hv1::HANDOVER_STATE_SENT},
    {hv1::STEP_UPDATE_AIDS, kHomeward, hv1::HANDOVER_STATE_SENT, Relation::kReceiver, hv1::HANDOVER_STATE_SENT},
    {hv1::STEP_UPDATE_AIDS, kHomeward, hv1::HANDOVER_STATE_ACKNOWLEDGED, Relation::kSender,
     hv1::HANDOVER_STATE_ACKNOWLEDGED},
    {hv1::STEP_UPDATE_AIDS, kHomeward, hv1::HANDOVER_STATE_ACKNOWLEDGED, Relation::kReceiver,
     hv1::HANDOVER_STATE_ACKNOWLEDGED},
    {hv1::STEP_UPDATE_AIDS, kHomeward, hv1::HANDOVER_STATE_COMPLETED, Relation::kSender, hv1::HANDOVER_STATE_COMPLETED},
    {hv1::STEP_UPDATE_AIDS, kHomeward, hv1::HANDOVER_STATE_COMPLETED, Relation::kReceiver,
     hv1::HANDOVER_STATE_COMPLETED},
    {hv1::STEP_UPDATE_AIDS, kHomeward, hv1::HANDOVER_STATE_DECLINED, Relation::kSender, hv1::HANDOVER_STATE_DECLINED},
    {hv1::STEP_RECORD_CALL, kHomeward | kReports, hv1::HANDOVER_STATE_SENT, Relation::kSender,
     hv1::HANDOVER_STATE_SENT},
    {hv1::STEP_RECORD_CALL, kHomeward | kReports, hv1::HANDOVER_STATE_SENT, Relation::kReceiver,
     hv1::HANDOVER_STATE_SENT},
    {hv1::STEP_RECORD_CALL, kHomeward | kReports, hv1::HANDOVER_STATE_DECLINED, Relation::kSender,
     hv1::HANDOVER_STATE_DECLINED},
    {hv1::STEP_RECORD_CALL, kHomeward, hv1::HANDOVER_STATE_ACKNOWLEDGED, Relation::kSender,
     hv1::HANDOVER_STATE_ACKNOWLEDGED},
    {hv1::STEP_RECORD_CALL, kHomeward, hv1::HANDOVER_STATE_ACKNOWLEDGED, Relation::kReceiver,
     hv1::HANDOVER_STATE_ACKNOWLEDGED},
    {hv1::STEP_RECORD_FIRST_CONTACT, kHomeward, hv1::HANDOVER_STATE_ACKNOWLEDGED, Relation::kReceiver,
     hv1::HANDOVER_STATE_COMPLETED},
    {hv1::STEP_RESCHEDULE, kOnward, hv1::HANDOVER_STATE_SENT, Relation::kSender, hv1::HANDOVER_STATE_SENT},
    {hv1::STEP_CONFIRM_STAY, kOnward, hv1::HANDOVER_STATE_SENT, Relation::kSender, hv1::HANDOVER_STATE_SENT},
    {hv1::STEP_RECORD_DISCHARGE, kOnward, hv1::HANDOVER_STATE_SENT, Relation::kSender, hv1::HANDOVER_STATE_SENT},
    {hv1::STEP_RESCHEDULE, kOnward, hv1::HANDOVER_STATE_DECLINED, Relation::kSender, hv1::HANDOVER_STATE_DECLINED},
    {hv1::STEP_CONFIRM_STAY, kOnward, hv1::HANDOVER_STATE_DECLINED, Relation::kSender, hv1::HANDOVER_STATE_DECLINED},
    {hv1::STEP_RECORD_DISCHARGE, kOnward, hv1::HANDOVER_STATE_DECLINED, Relation::kSender,
     hv1::HANDOVER_STATE_DECLINED},
    {hv1::STEP_RESCHEDULE, kOnward, hv1::HANDOVER_STATE_ACKNOWLEDGED, Relation::kSender,
     hv1::HANDOVER_STATE_ACKNOWLEDGED},
    {hv1::STEP_CONFIRM_STAY, kOnward, hv1::HANDOVER_STATE_ACKNOWLEDGED, Relation::kSender,
     hv1::HANDOVER_STATE_ACKNOWLEDGED},
    {hv1::STEP_RECORD_DISCHARGE, kOnward, hv1::HANDOVER_STATE_ACKNOWLEDGED, Relation::kSender,
     hv1::HANDOVER_STATE_ACKNOWLEDGED},
    {hv1::STEP_RECORD_DISCHARGE, kOnward, hv1::HANDOVER_STATE_SENT, Relation::kReceiver, hv1::HANDOVER_STATE_SENT},
    {hv1::STEP_RECORD_DISCHARGE, kOnward, hv1::HANDOVER_STATE_ACKNOWLEDGED, Relation::kReceiver,
     hv1::HANDOVER_STATE_ACKNOWLEDGED},
    {hv1::STEP_SEE_NOTICE, kAnyKind, hv1::HANDOVER_STATE_SENT, Relation::kReceiver, hv1::HANDOVER_STATE_SENT},
    {hv1::STEP_SEE_NOTICE, kAnyKind, hv1::HANDOVER_STATE_DECLINED, Relation::kReceiver, hv1::HANDOVER_STATE_DECLINED},
    {hv1::STEP_SEE_NOTICE, kAnyKind, hv1::HANDOVER_STATE_ACKNOWLEDGED, Relation::kReceiver,
     hv1::HANDOVER_STATE_ACKNOWLEDGED},
    {hv1::STEP_SEE_NOTICE, kAnyKind, hv1::HANDOVER_STATE_COMPLETED, Relation::kReceiver, hv1::HANDOVER_STATE_COMPLETED},
    {hv1::STEP_SEE_NOTICE, kAnyKind, hv1::HANDOVER_STATE_WITHDRAWN, Relation::kReceiver, hv1::HANDOVER_STATE_WITHDRAWN},
    {hv1::STEP_SEE_NOTICE, kAnyKind, hv1::HANDOVER_STATE_VOIDED, Relation::kReceiver, hv1::HANDOVER_STATE_VOIDED},
    {hv1::STEP_RECORD_TRANSFER, kAnyKind, hv1::HANDOVER_STATE_SENT, Relation::kSender, hv1::HANDOVER_STATE_SENT},
    {hv1::STEP_RECORD_TRANSFER, kAnyKind, hv1::HANDOVER_STATE_DECLINED, Relation::kSender,
     hv1::HANDOVER_STATE_DECLINED},
    {hv1::STEP_RECORD_TRANSFER, kAnyKind, hv1::HANDOVER_STATE_ACKNOWLEDGED, Relation::kSender,
     hv1::HANDOVER_STATE_ACKNOWLEDGED},
    {hv1::STEP_RECORD_TRANSFER, kAnyKind, hv1::HANDOVER_STATE_COMPLETED, Relation::kSender,
     hv1::HANDOVER_STATE_COMPLETED},
    {hv1::STEP_RECORD_TRANSFER, kAnyKind, hv1::HANDOVER_STATE_WITHDRAWN, Relation::kSender,
     hv1::HANDOVER_STATE_WITHDRAWN},
    {hv1::STEP_RECORD_TRANSFER, kAnyKind, hv1::HANDOVER_STATE_SENT, Relation::kReceiver, hv1::HANDOVER_STATE_SENT},
    {hv1::STEP_RECORD_TRANSFER, kAnyKind, hv1::HANDOVER_STATE_ACKNOWLEDGED, Relation::kReceiver,
     hv1::HANDOVER_STATE_ACKNOWLEDGED},
    {hv1::STEP_RECORD_TRANSFER, kAnyKind, hv1::HANDOVER_STATE_COMPLETED, Relation::kReceiver,
     hv1::HANDOVER_STATE_COMPLETED},
    {hv1::STEP_RECORD_TRANSFER, kAnyKind, hv1::HANDOVER_STATE_WITHDRAWN, Relation::kReceiver,
     hv1::HANDOVER_STATE_WITHDRAWN},
};
// END TABLE

// A patient who has died, or a way that is closed, ends every step but these: somebody must still hear of it, and what
// was sent in error is never left lying.
// TABLE: kAfterEnd
constexpr hv1::Step kAfterEnd[] = {
    hv1::STEP_SEE_NOTICE,
    hv1::STEP_VOID,
    hv1::STEP_RECORD_TRANSFER,
};
// END TABLE

bool IsSentFromHospital(const rec::Handover& handover) {
  return handover.kind() == hv1::HANDOVER_KIND_DISCHARGE_HANDOVER || handover.kind() == hv1::HANDOVER_KIND_REHAB_NOTICE;
}

bool IsHospitalUnit(const rec::Transition& transition, const std::string& unit_id) {
  if (transition.hospital_unit_id() == unit_id) return true;
  for (const rec::Need& need : transition.needs()) {
    if (need.unit_id() == unit_id) return true;
  }
  for (const rec::Handover& handover : transition.handovers()) {
    // What it took back before another unit took over keeps it no part in the rest.
    if (IsSentFromHospital(handover) && IsLive(handover) && handover.sender_unit_id() == unit_id) return true;
  }
  return false;
}

bool IsAsked(const rec::Transition& transition, const std::string& unit_id) {
  return std::any_of(
      transition.report_requests().begin(), transition.report_requests().end(),
      [&](const rec::ReportRequest& r) { return r.asked_unit_id() == unit_id && r.answered_time_us() == 0; });
}

// Took it: what was only sent to a unit does not make it answer for the patient.
bool TookHandoverHome(const rec::Transition& transition, const std::string& unit_id) {
  return std::any_of(transition.handovers().begin(), transition.handovers().end(), [&](const rec::Handover& h) {
    const bool taken = h.state() == hv1::HANDOVER_STATE_ACKNOWLEDGED || h.state() == hv1::HANDOVER_STATE_COMPLETED;
    return h.receiver_unit_id() == unit_id && taken && Includes(kHomeward, h.kind());
  });
}

bool HoldsHandover(const rec::Transition& transition, const std::string& unit_id, KindSet kinds) {
  return std::any_of(transition.handovers().begin(), transition.handovers().end(), [&](const rec::Handover& h) {
    return h.receiver_unit_id() == unit_id && IsInReceiversHands(h) && Includes(kinds, h.kind());
  });
}

// It sent the patient in, was asked, or holds a handover home: a report that a hospital holds makes it no home.
bool IsHomeSide(const rec::Transition& transition, const std::string& unit_id) {
  const bool sent_in = transition.opened_by_unit_id() == unit_id && transition.hospital_unit_id() != unit_id;
  return sent_in || IsAsked(transition, unit_id) || HoldsHandover(transition, unit_id, kToHome);
}

}  // namespace

absl::Span<const TransitionStepRow> TransitionSteps() {
  return kTransitionSteps;
}
absl::Span<const HandoverStepRow> HandoverSteps() {
  return kHandoverSteps;
}
absl::Span<const SendingRow> Sendings() {
  return kSendings;
}

const rec::Handover* FindHandover(const rec::Transition& transition, const std::string& id) {
  for (const rec::Handover& handover : transition.handovers()) {
    if (handover.id() == id) return &handover;
  }
  return nullptr;
}

bool IsLive(const rec::Handover& handover) {
  return handover.state() != hv1::HANDOVER_STATE_WITHDRAWN && handover.state() != hv1::HANDOVER_STATE_VOIDED;
}

bool IsInReceiversHands(const rec::Handover& handover) {
  return IsLive(handover) && handover.state() != hv1::HANDOVER_STATE_DECLINED;
}

rec::Handover* MutableHandover(rec::Transition& transition, const std::string& id) {
  for (rec::Handover& handover : *transition.mutable_handovers()) {
    if (handover.id() == id) return &handover;
  }
  return nullptr;
}

bool IsAllowedAfterEnd(hv1::Step step) {
  return std::find(std::begin(kAfterEnd), std::end(kAfterEnd), step) != std::end(kAfterEnd);
}

bool HasPart(const rec::Transition& transition, const Actor& actor) {
  if (actor.is_clock || actor.is_directory) return true;
  const auto& involved = transition.involved_unit_ids();
  return std::find(involved.begin(), involved.end(), actor.unit_id) != involved.end();
}

bool HasRelation(Relation relation, const rec::Transition& transition, const Actor& actor) {
  if (actor.is_clock) return relation == Relation::kClock;
  if (actor.is_directory) return relation == Relation::kDirectory;
  switch (relation) {
    case Relation::kHospital:
      return IsHospitalUnit(transition, actor.unit_id);
    case Relation::kAsked:
      return IsAsked(transition, actor.unit_id);
    case Relation::kHome:
      return IsHomeSide(transition, actor.unit_id);
    case Relation::kHolder:
      return TookHandoverHome(transition, actor.unit_id);
    case Relation::kInvolved:
      return IsHospitalUnit(transition, actor.unit_id) || IsHomeSide(transition, actor.unit_id) ||
             HoldsHandover(transition, actor.unit_id, kAnyKind);
    default:
      return false;
  }
}

bool HasRelation(Relation relation, const rec::Handover& handover, const Actor& actor) {
  if (actor.is_clock) return false;
  if (actor.is_directory) return relation == Relation::kDirectory;
  if (relation == Relation::kSender) return handover.sender_unit_id() == actor.unit_id;
  if (relation == Relation::kReceiver) return handover.receiver_unit_id() == actor.unit_id;
  return false;
}

TransitionStepFound FindTransitionStep(hv1::Step step, const rec::Transition& transition, const Actor& actor) {
  TransitionStepFound found;
  for (const TransitionStepRow& row : kTransitionSteps) {
    if (row.step != step || !HasRelation(row.by, transition, actor)) continue;
    if (row.from == transition.state()) return {StepLookup::kAllowed, row.to};
    found.lookup = StepLookup::kStateForbids;
  }
  return found;
}

HandoverStepFound FindHandoverStep(hv1::Step step, const rec::Handover& handover, const Actor& actor) {
  HandoverStepFound found;
  for (const HandoverStepRow& row : kHandoverSteps) {
    if (row.step != step || !Includes(row.kinds, handover.kind()) || !HasRelation(row.by, handover, actor)) continue;
    if (row.from == handover.state()) return {StepLookup::kAllowed, row.to};
    found.lookup = StepLookup::kStateForbids;
  }
  return found;
}

HandoverStepFound FindSending(hv1::HandoverKind kind, const rec::Transition& transition, const Actor& actor) {
  HandoverStepFound found;
  for (const SendingRow& row : kSendings) {
    if (row.kind != kind || !HasRelation(row.by, transition, actor)) continue;
    if (row.from == transition.state()) return {StepLookup::kAllowed, row.to};
    found.lookup = StepLookup::kStateForbids;
  }
  return found;
}

}  // namespace hemgang::rules
