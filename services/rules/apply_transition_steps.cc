// Steps on the transition as a whole: opening, needs, the discharge, death, closing.
#include <algorithm>

#include "absl/strings/str_cat.h"

#include "services/rules/deciding.h"
#include "services/rules/due_time.h"
#include "services/rules/owed_tasks.h"

namespace hemgang::rules {
namespace {

// Later than this is a slip of the pen, not an afterthought.
constexpr absl::Duration kLongestAfterthought = absl::Hours(30 * 24);

rec::Need* FindNeed(rec::Transition& transition, hv1::Profession profession) {
  for (rec::Need& need : *transition.mutable_needs()) {
    if (need.profession() == profession && need.cleared_reason() == hv1::CLEAR_NEED_REASON_UNSPECIFIED) return &need;
  }
  return nullptr;
}

// Receivers that had acknowledged and must see that the patient comes much earlier than they planned for.
void GiveNoticeOfEarlierDischarge(Deciding& d, const MovedDischarge& moved) {
  for (rec::Handover& handover : *d.after().mutable_handovers()) {
    if (!IsInReceiversHands(handover) || handover.state() == hv1::HANDOVER_STATE_COMPLETED) continue;
    if (handover.acknowledged_professions_size() == 0) continue;
    if (!IsMovedEarlier(moved, CurrentPolicyOf(d.facts.directory, handover.receiver_unit_id()))) continue;
    GiveNotice(d, handover, hv1::NOTICE_REASON_DISCHARGE_EARLIER);
  }
}

}  // namespace

MaybeRefusal CheckOccurred(const Deciding& d, const std::optional<absl::Time>& occurred, const char* field_path) {
  if (!occurred.has_value()) return std::nullopt;
  if (*occurred > d.recorded) {
    return Refusal{ev1::ERROR_REASON_OCCURRED_IN_FUTURE,
                   "It is said to have happened in the future; give the time at "
                   "which it did happen, or none for now.",
                   {},
                   field_path};
  }
  if (*occurred < d.recorded - kLongestAfterthought) {
    return Refusal{ev1::ERROR_REASON_OCCURRED_TOO_LONG_AGO,
                   "It is said to have happened more than 30 days ago; check the year and the month.",
                   {},
                   field_path};
  }
  return std::nullopt;
}

void Involve(rec::Transition& transition, const std::string& unit_id) {
  const auto& involved = transition.involved_unit_ids();
  if (std::find(involved.begin(), involved.end(), unit_id) == involved.end()) {
    transition.add_involved_unit_ids(unit_id);
  }
}

void GiveNotice(Deciding& d, rec::Handover& handover, hv1::NoticeReason reason) {
  // Who did it knows it.
  if (handover.receiver_unit_id() == d.command.actor.unit_id) return;
  handover.set_notice_reason(reason);
  handover.set_notice_time_us(absl::ToUnixMicros(d.recorded));
  handover.clear_notice_seen_time_us();
}

MaybeRefusal Apply(Deciding& d, const OpenTransition& step) {
  const CareUnit* unit = d.facts.directory.FindUnit(d.command.actor.unit_id);
  // A ward does not: the rehab unit answers for what is owed from then on.
  if (unit == nullptr || unit->record.kind() != dv1::UNIT_KIND_HOSPITAL_REHAB) {
    return Refusal{ev1::ERROR_REASON_NOT_YOUR_STEP,
                   "Only a hospital's rehab unit opens a transition; sign in for such a unit."};
  }
  rec::Transition& after = d.after();
  after.set_id(d.facts.new_id);
  after.set_state(hv1::TRANSITION_STATE_ADMITTED);
  after.set_hospital_unit_id(unit->id());
  after.set_hospital_organisation_id(unit->organisation_id());
  after.set_patient_hash(step.patient_hash);
  after.set_age_band(step.age_band);
  after.set_basis(step.basis);
  for (const rec::Leg& leg : step.legs) *after.add_legs() = leg;
  *after.mutable_planned_discharge() = step.planned;
  after.set_opened_time_us(absl::ToUnixMicros(d.recorded));
  Involve(after, unit->id());
  return std::nullopt;
}

MaybeRefusal Apply(Deciding& d, const MarkNeed& step) {
  if (FindNeed(d.after(), step.profession) != nullptr) {
    return Refusal{ev1::ERROR_REASON_NEED_ALREADY_MARKED,
                   "A need for this profession is marked already; clear it first to mark it anew.",
                   {},
                   "profession"};
  }
  if (!step.expected_receiver_unit_id.empty() &&
      d.facts.directory.FindUnit(step.expected_receiver_unit_id) == nullptr) {
    return Refusal{ev1::ERROR_REASON_UNIT_UNKNOWN,
                   "The expected receiver is not in the directory; `directory show` lists the units.",
                   {{"unit_id", step.expected_receiver_unit_id}},
                   "expected_receiver_unit_id"};
  }
  rec::Need& need = *d.after().add_needs();
  need.set_profession(step.profession);
  need.set_urgency(step.urgency);
  need.set_unit_id(d.command.actor.unit_id);
  need.set_expected_receiver_unit_id(step.expected_receiver_unit_id);
  need.set_marked_time_us(absl::ToUnixMicros(d.recorded));
  return std::nullopt;
}

MaybeRefusal Apply(Deciding& d, const ClearNeed& step) {
  rec::Need* need = FindNeed(d.after(), step.profession);
  if (need == nullptr) {
    return Refusal{ev1::ERROR_REASON_NEED_NOT_MARKED,
                   "No need for this profession is marked; there is none to clear.",
                   {},
                   "profession"};
  }
  for (const rec::Handover& handover : d.after().handovers()) {
    const auto& professions = handover.professions();
    const bool covers = std::find(professions.begin(), professions.end(), step.profession) != professions.end();
    if (covers && IsLive(handover) && handover.state() != hv1::HANDOVER_STATE_COMPLETED) {
      return Refusal{ev1::ERROR_REASON_NEED_HANDED_OVER,
                     "A handover for this need is under way; withdraw it first, so that its receiver is told.",
                     {{"handover_id", handover.id()}}};
    }
  }
  need->set_cleared_reason(step.reason);
  d.reason_code = step.reason;
  return std::nullopt;
}

MaybeRefusal Apply(Deciding& d, const Reschedule& step) {
  MovedDischarge moved;
  moved.before = DischargeOf(d.after(), d.facts.directory).planned;
  *d.after().mutable_planned_discharge() = step.planned;
  moved.after = DischargeOf(d.after(), d.facts.directory).planned;
  d.discharge_moved = true;
  GiveNoticeOfEarlierDischarge(d, moved);
  return std::nullopt;
}

MaybeRefusal Apply(Deciding& d, const ConfirmStay&) {
  d.after().set_stay_confirmed_time_us(absl::ToUnixMicros(d.recorded));
  return std::nullopt;
}

MaybeRefusal Apply(Deciding& d, const RecordDischarge& step) {
  if (auto refused = CheckOccurred(d, step.discharged, "discharged_time")) return refused;
  MovedDischarge moved;
  moved.before = DischargeOf(d.after(), d.facts.directory).planned;
  moved.after = step.discharged.value_or(d.recorded);
  d.after().set_discharged_time_us(absl::ToUnixMicros(*moved.after));
  d.discharge_moved = true;
  GiveNoticeOfEarlierDischarge(d, moved);
  return std::nullopt;
}

void ApplyDeath(Deciding& d, absl::Time died) {
  d.after().set_state(hv1::TRANSITION_STATE_CANCELLED);
  d.after().set_died_time_us(absl::ToUnixMicros(died));
  for (rec::Handover& handover : *d.after().mutable_handovers()) {
    // Taken for one profession of two, it may have a therapist and a visit already.
    const bool acknowledged = handover.acknowledged_professions_size() > 0 && IsLive(handover);
    if (acknowledged) GiveNotice(d, handover, hv1::NOTICE_REASON_DIED);
  }
}

MaybeRefusal Apply(Deciding& d, const RecordDeath& step) {
  if (auto refused = CheckOccurred(d, step.died, "died_time")) return refused;
  ApplyDeath(d, step.died.value_or(d.recorded));
  return std::nullopt;
}

MaybeRefusal Apply(Deciding& d, const CloseTransition&) {
  if (d.facts.transition->tasks_size() == 0) return std::nullopt;
  return Refusal{ev1::ERROR_REASON_STILL_OWED,
                 "Something is still owed in this transition, so it stays open; `transition show` lists what, and who "
                 "holds it.",
                 {{"owed", absl::StrCat(d.facts.transition->tasks_size())}}};
}

}  // namespace hemgang::rules
