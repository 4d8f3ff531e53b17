// Steps on the transition as a whole: opening and joining, needs, the physician's judgment, identity.
#include <algorithm>

#include "services/rules/applying.h"
#include "services/rules/deciding.h"
#include "services/rules/step_table.h"

namespace hemgang::rules {
namespace {

enum class Opens {
  kForItself,
  kForHospital,  // it sends a patient in; the hospital's rehab unit that it names joins
};

struct OpenerRow {
  dv1::UnitKind kind;
  Opens opens;
};

// A ward does not: the rehab unit answers for what is owed from then on.
// TABLE: kOpeners
constexpr OpenerRow kOpeners[] = {
    {dv1::UNIT_KIND_HOSPITAL_REHAB, Opens::kForItself},
    {dv1::UNIT_KIND_HOME_REHAB, Opens::kForHospital},
    {dv1::UNIT_KIND_PALLIATIVE_TEAM, Opens::kForHospital},
    {dv1::UNIT_KIND_PRIMARY_CARE_REHAB, Opens::kForHospital},
};
// END TABLE

struct HandedOverRow {
  hv1::HandoverKind kind;
  hv1::HandoverState state;
};

// A need is not cleared behind the back of who prepares for the patient.
// TABLE: kHandedOver
constexpr HandedOverRow kHandedOver[] = {
    {hv1::HANDOVER_KIND_DISCHARGE_HANDOVER, hv1::HANDOVER_STATE_SENT},
    {hv1::HANDOVER_KIND_DISCHARGE_HANDOVER, hv1::HANDOVER_STATE_DECLINED},
    {hv1::HANDOVER_KIND_DISCHARGE_HANDOVER, hv1::HANDOVER_STATE_ACKNOWLEDGED},
    {hv1::HANDOVER_KIND_REHAB_NOTICE, hv1::HANDOVER_STATE_SENT},
    {hv1::HANDOVER_KIND_REHAB_NOTICE, hv1::HANDOVER_STATE_DECLINED},
};
// END TABLE

bool IsUnderWay(const rec::Handover& handover) {
  return std::any_of(std::begin(kHandedOver), std::end(kHandedOver), [&](const HandedOverRow& row) {
    return row.kind == handover.kind() && row.state == handover.state();
  });
}

// The hospital's unit of a transition that the actor opens; a refusal when it cannot open one.
MaybeRefusal FindHospitalUnit(const Deciding& d, const OpenTransition& step, std::string& hospital_unit_id) {
  const std::string& own = d.command.actor.unit_id;
  const CareUnit* unit = d.facts.directory.FindUnit(own);
  const OpenerRow* row = unit == nullptr
                             ? std::end(kOpeners)
                             : std::find_if(std::begin(kOpeners), std::end(kOpeners),
                                            [&](const OpenerRow& each) { return each.kind == unit->record.kind(); });
  if (row == std::end(kOpeners)) {
    return Refusal{
        ev1::ERROR_REASON_NOT_YOUR_STEP,
        "Only a hospital's rehab unit opens a transition, or a unit at home that sends a patient in; sign in "
        "for such a unit."};
  }
  if (row->opens == Opens::kForItself) {
    hospital_unit_id = own;
    if (step.hospital_unit_id.empty() || step.hospital_unit_id == own) return std::nullopt;
    return Refusal{
        ev1::ERROR_REASON_NOT_YOUR_STEP,
        "A hospital's rehab unit opens a transition for itself; leave the hospital's unit out, or sign in for "
        "that unit.",
        {},
        "hospital_unit_id"};
  }
  if (step.hospital_unit_id.empty()) {
    return Refusal{ev1::ERROR_REASON_NOT_YOUR_STEP,
                   "A unit at home opens a transition only when it sends a patient in; name the hospital's rehab unit "
                   "that is to join.",
                   {},
                   "hospital_unit_id"};
  }
  hospital_unit_id = step.hospital_unit_id;
  return CheckHospitalUnit(d, step.hospital_unit_id, "hospital_unit_id");
}

// Only of those in which the unit has a part: of the others it must not learn.
MaybeRefusal CheckOthers(const Deciding& d, const OpenTransition& step) {
  if (step.although_open) return std::nullopt;
  for (const rec::Transition& other : d.facts.others) {
    if (!HasRelation(Relation::kInvolved, other, d.command.actor)) continue;
    return Refusal{ev1::ERROR_REASON_PATIENT_HAS_TRANSITION,
                   "Your unit has an open transition for this patient already; go on with that one, or say that you "
                   "know of it and open another all the same.",
                   {{"transition_id", other.id()}}};
  }
  return std::nullopt;
}

}  // namespace

void Involve(rec::Transition& transition, const std::string& unit_id) {
  const auto& involved = transition.involved_unit_ids();
  if (std::find(involved.begin(), involved.end(), unit_id) == involved.end()) {
    transition.add_involved_unit_ids(unit_id);
  }
}

rec::Need* FindNeed(rec::Transition& transition, hv1::Profession profession) {
  for (rec::Need& need : *transition.mutable_needs()) {
    if (need.profession() == profession && need.cleared_reason() == hv1::CLEAR_NEED_REASON_UNSPECIFIED) return &need;
  }
  return nullptr;
}

MaybeRefusal Apply(Deciding& d, const OpenTransition& step) {
  std::string hospital_unit_id;
  if (auto refused = FindHospitalUnit(d, step, hospital_unit_id)) return refused;
  if (auto refused = CheckOthers(d, step)) return refused;
  if (auto refused = CheckPlanned(d, step.planned, hospital_unit_id, "planned_discharge")) return refused;
  const CareUnit& hospital = *d.facts.directory.FindUnit(hospital_unit_id);
  rec::Transition& after = d.after();
  after.set_id(d.facts.new_id);
  after.set_state(hv1::TRANSITION_STATE_ADMITTED);
  after.set_hospital_unit_id(hospital.id());
  after.set_hospital_organisation_id(hospital.organisation_id());
  after.set_opened_by_unit_id(d.command.actor.unit_id);
  after.set_patient_hash(step.patient_hash);
  after.set_patient_number(1);
  after.set_age_band(step.age_band);
  after.set_basis(step.basis);
  for (const rec::Leg& leg : step.legs) *after.add_legs() = leg;
  *after.mutable_planned_discharge() = step.planned;
  after.set_opened_time_us(absl::ToUnixMicros(d.recorded));
  Involve(after, d.command.actor.unit_id);
  Involve(after, hospital.id());
  if (hospital.id() != d.command.actor.unit_id) d.to_unit_id = hospital.id();
  return std::nullopt;
}

MaybeRefusal Apply(Deciding& d, const JoinTransition& step) {
  rec::Transition& after = d.after();
  if (after.opened_by_unit_id() == after.hospital_unit_id() || after.joined_time_us() != 0) {
    return Refusal{ev1::ERROR_REASON_ALREADY_JOINED,
                   "The hospital has a part in this transition already; go on with the next step."};
  }
  if (auto refused = CheckPlanned(d, step.planned, after.hospital_unit_id(), "planned_discharge")) return refused;
  after.set_joined_time_us(absl::ToUnixMicros(d.recorded));
  *after.mutable_planned_discharge() = step.planned;
  d.discharge_moved = true;
  return std::nullopt;
}

MaybeRefusal Apply(Deciding& d, const MarkNeed& step) {
  if (FindNeed(d.after(), step.profession) != nullptr) {
    return Refusal{ev1::ERROR_REASON_NEED_ALREADY_MARKED,
                   "A need for this profession is marked already; clear it first to mark it anew.",
                   {},
                   "profession"};
  }
  rec::Need need;
  need.set_profession(step.profession);
  need.set_urgency(step.urgency);
  need.set_care_level(step.care_level);
  need.set_mobility(step.mobility);
  need.set_unit_id(d.command.actor.unit_id);
  need.set_marked_time_us(absl::ToUnixMicros(d.recorded));
  if (step.expected_receiver_unit_id.empty()) {
    need.set_expected_receiver_unit_id(RouteOf(d, need, 0).unit_id);
  } else {
    if (auto refused =
            CheckUnitKnown(d, step.expected_receiver_unit_id, "The expected receiver", "expected_receiver_unit_id")) {
      return refused;
    }
    need.set_expected_receiver_unit_id(step.expected_receiver_unit_id);
  }
  *d.after().add_needs() = need;
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
    if (!IsUnderWay(handover) || !IsFor(handover, step.profession)) continue;
    return Refusal{ev1::ERROR_REASON_NEED_HANDED_OVER,
                   "A handover for this need is under way; withdraw it first, so that its receiver is told.",
                   {{"handover_id", handover.id()}}};
  }
  need->set_cleared_reason(step.reason);
  d.reason_code = step.reason;
  return std::nullopt;
}

MaybeRefusal Apply(Deciding& d, const SetDischargeReady& step) {
  if (auto refused = CheckOccurred(d, step.judged, "judged_time")) return refused;
  d.after().set_discharge_ready_time_us(step.ready ? absl::ToUnixMicros(step.judged.value_or(d.recorded)) : 0);
  return std::nullopt;
}

MaybeRefusal Apply(Deciding& d, const MergeIdentity& step) {
  rec::Transition& after = d.after();
  if (after.patient_hash() == step.patient_hash) {
    return Refusal{ev1::ERROR_REASON_SAME_PATIENT_NUMBER,
                   "The patient has this number already; give the number that takes the place of the old one.",
                   {},
                   "patient.identity_number"};
  }
  after.add_former_patient_hash(after.patient_hash());
  after.set_patient_hash(step.patient_hash);
  after.set_age_band(step.age_band);
  after.set_patient_number(after.patient_number() + 1);
  for (rec::Handover& handover : *after.mutable_handovers()) {
    const bool at_home = IsInReceiversHands(handover) && Includes(kToHome, handover.kind());
    if (at_home) GiveNotice(d, handover, hv1::NOTICE_REASON_IDENTITY_MERGED);
  }
  return std::nullopt;
}

}  // namespace hemgang::rules
