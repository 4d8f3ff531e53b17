#include "services/rules/step_table.h"

#include <algorithm>

namespace hemgang::rules {
namespace {

// A transition that is CLOSED or CANCELLED has no row: nothing is done to it any more.
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
    {hv1::STEP_SEND_HANDOVER, hv1::TRANSITION_STATE_ADMITTED, Relation::kHospital, hv1::TRANSITION_STATE_ADMITTED},
    {hv1::STEP_SEND_HANDOVER, hv1::TRANSITION_STATE_DISCHARGED, Relation::kHospital, hv1::TRANSITION_STATE_DISCHARGED},
    {hv1::STEP_CLOSE_TRANSITION, hv1::TRANSITION_STATE_ADMITTED, Relation::kHospital, hv1::TRANSITION_STATE_CLOSED},
    {hv1::STEP_CLOSE_TRANSITION, hv1::TRANSITION_STATE_DISCHARGED, Relation::kHospital, hv1::TRANSITION_STATE_CLOSED},
    {hv1::STEP_EXPIRE, hv1::TRANSITION_STATE_ADMITTED, Relation::kClock, hv1::TRANSITION_STATE_ADMITTED},
    {hv1::STEP_EXPIRE, hv1::TRANSITION_STATE_DISCHARGED, Relation::kClock, hv1::TRANSITION_STATE_DISCHARGED},
    {hv1::STEP_EXPIRE, hv1::TRANSITION_STATE_CANCELLED, Relation::kClock, hv1::TRANSITION_STATE_CANCELLED},
};
// END TABLE

constexpr hv1::HandoverKind kDischarge = hv1::HANDOVER_KIND_DISCHARGE_HANDOVER;

// WITHDRAWN and VOIDED end; a notice of a withdrawal is still to be seen.
// TABLE: kHandoverSteps
constexpr HandoverStepRow kHandoverSteps[] = {
    {hv1::STEP_ACKNOWLEDGE, kDischarge, hv1::HANDOVER_STATE_SENT, Relation::kReceiver,
     hv1::HANDOVER_STATE_ACKNOWLEDGED},
    {hv1::STEP_ASSIGN_THERAPIST, kDischarge, hv1::HANDOVER_STATE_ACKNOWLEDGED, Relation::kReceiver,
     hv1::HANDOVER_STATE_ACKNOWLEDGED},
    {hv1::STEP_DECLINE, kDischarge, hv1::HANDOVER_STATE_SENT, Relation::kReceiver, hv1::HANDOVER_STATE_DECLINED},
    {hv1::STEP_REDIRECT, kDischarge, hv1::HANDOVER_STATE_SENT, Relation::kReceiver, hv1::HANDOVER_STATE_SENT},
    {hv1::STEP_REDIRECT, kDischarge, hv1::HANDOVER_STATE_DECLINED, Relation::kSender, hv1::HANDOVER_STATE_SENT},
    {hv1::STEP_WITHDRAW, kDischarge, hv1::HANDOVER_STATE_SENT, Relation::kSender, hv1::HANDOVER_STATE_WITHDRAWN},
    {hv1::STEP_WITHDRAW, kDischarge, hv1::HANDOVER_STATE_DECLINED, Relation::kSender, hv1::HANDOVER_STATE_WITHDRAWN},
    {hv1::STEP_WITHDRAW, kDischarge, hv1::HANDOVER_STATE_ACKNOWLEDGED, Relation::kSender,
     hv1::HANDOVER_STATE_WITHDRAWN},
    {hv1::STEP_RECORD_CALL, kDischarge, hv1::HANDOVER_STATE_SENT, Relation::kSender, hv1::HANDOVER_STATE_SENT},
    {hv1::STEP_RECORD_CALL, kDischarge, hv1::HANDOVER_STATE_SENT, Relation::kReceiver, hv1::HANDOVER_STATE_SENT},
    {hv1::STEP_RECORD_CALL, kDischarge, hv1::HANDOVER_STATE_DECLINED, Relation::kSender, hv1::HANDOVER_STATE_DECLINED},
    {hv1::STEP_RECORD_CALL, kDischarge, hv1::HANDOVER_STATE_ACKNOWLEDGED, Relation::kSender,
     hv1::HANDOVER_STATE_ACKNOWLEDGED},
    {hv1::STEP_RECORD_CALL, kDischarge, hv1::HANDOVER_STATE_ACKNOWLEDGED, Relation::kReceiver,
     hv1::HANDOVER_STATE_ACKNOWLEDGED},
    {hv1::STEP_RECORD_FIRST_CONTACT, kDischarge, hv1::HANDOVER_STATE_ACKNOWLEDGED, Relation::kReceiver,
     hv1::HANDOVER_STATE_COMPLETED},
    {hv1::STEP_SEE_NOTICE, kDischarge, hv1::HANDOVER_STATE_SENT, Relation::kReceiver, hv1::HANDOVER_STATE_SENT},
    {hv1::STEP_SEE_NOTICE, kDischarge, hv1::HANDOVER_STATE_ACKNOWLEDGED, Relation::kReceiver,
     hv1::HANDOVER_STATE_ACKNOWLEDGED},
    {hv1::STEP_SEE_NOTICE, kDischarge, hv1::HANDOVER_STATE_COMPLETED, Relation::kReceiver,
     hv1::HANDOVER_STATE_COMPLETED},
    {hv1::STEP_SEE_NOTICE, kDischarge, hv1::HANDOVER_STATE_WITHDRAWN, Relation::kReceiver,
     hv1::HANDOVER_STATE_WITHDRAWN},
};
// END TABLE

bool IsHospitalUnit(const rec::Transition& transition, const std::string& unit_id) {
  if (transition.hospital_unit_id() == unit_id) return true;
  for (const rec::Need& need : transition.needs()) {
    if (need.unit_id() == unit_id) return true;
  }
  for (const rec::Handover& handover : transition.handovers()) {
    if (handover.sender_unit_id() == unit_id) return true;
  }
  return false;
}

bool HoldsHandover(const rec::Transition& transition, const std::string& unit_id) {
  return std::any_of(transition.handovers().begin(), transition.handovers().end(),
                     [&](const rec::Handover& h) { return h.receiver_unit_id() == unit_id && IsInReceiversHands(h); });
}

}  // namespace

absl::Span<const TransitionStepRow> TransitionSteps() {
  return kTransitionSteps;
}
absl::Span<const HandoverStepRow> HandoverSteps() {
  return kHandoverSteps;
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

bool HasPart(const rec::Transition& transition, const Actor& actor) {
  if (actor.is_clock) return true;
  const auto& involved = transition.involved_unit_ids();
  return std::find(involved.begin(), involved.end(), actor.unit_id) != involved.end();
}

bool HasRelation(Relation relation, const rec::Transition& transition, const Actor& actor) {
  if (relation == Relation::kClock || actor.is_clock) return relation == Relation::kClock && actor.is_clock;
  if (relation == Relation::kHospital) return IsHospitalUnit(transition, actor.unit_id);
  if (relation == Relation::kInvolved) {
    return IsHospitalUnit(transition, actor.unit_id) || HoldsHandover(transition, actor.unit_id);
  }
  return false;
}

bool HasRelation(Relation relation, const rec::Handover& handover, const Actor& actor) {
  if (actor.is_clock) return false;
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
    if (row.step != step || row.kind != handover.kind() || !HasRelation(row.by, handover, actor)) continue;
    if (row.from == handover.state()) return {StepLookup::kAllowed, row.to};
    found.lookup = StepLookup::kStateForbids;
  }
  return found;
}

}  // namespace hemgang::rules
