// One unit takes over what another one answered for.
#include <algorithm>
#include <string>

#include "services/rules/applying.h"
#include "services/rules/deciding.h"
#include "services/rules/step_table.h"

namespace hemgang::rules {
namespace {

// What is asked and answered, and what must be at home, goes over from one unit to another with a handover.
void ReplaceUnit(const std::string& from, const std::string& to, rec::Handover& handover) {
  for (rec::Question& question : *handover.mutable_questions()) {
    if (question.answered_time_us() != 0) continue;
    if (question.asking_unit_id() == from) question.set_asking_unit_id(to);
    if (question.asked_unit_id() == from) question.set_asked_unit_id(to);
  }
  for (rec::AidLine& aid : *handover.mutable_aids()) {
    if (aid.responsible_unit_id() == from) aid.set_responsible_unit_id(to);
  }
}

// A handover that the hospital's unit sent, or a report that it has not answered.
void ChangeSideOf(const std::string& from, const std::string& to, rec::Handover& handover) {
  const bool is_hospitals =
      handover.kind() == hv1::HANDOVER_KIND_DISCHARGE_HANDOVER || handover.kind() == hv1::HANDOVER_KIND_REHAB_NOTICE;
  if (is_hospitals && IsLive(handover) && handover.sender_unit_id() == from) {
    handover.set_sender_unit_id(to);
    ReplaceUnit(from, to, handover);
  }
  const bool is_unanswered_report =
      handover.kind() == hv1::HANDOVER_KIND_ADMISSION_REPORT && handover.state() == hv1::HANDOVER_STATE_SENT;
  if (is_unanswered_report && handover.receiver_unit_id() == from) {
    handover.set_receiver_unit_id(to);
    ReplaceUnit(from, to, handover);
  }
}

MaybeRefusal CheckNewSendingUnit(const Deciding& d, const std::string& to_unit_id) {
  if (auto refused = CheckHospitalUnit(d, to_unit_id, "to_unit_id")) return refused;
  if (to_unit_id == d.after().hospital_unit_id()) {
    return Refusal{ev1::ERROR_REASON_UNIT_CANNOT_RECEIVE,
                   "This unit answers for the transition already; name the unit that takes it over.",
                   {{"unit_id", to_unit_id}},
                   "to_unit_id"};
  }
  if (d.facts.directory.FindUnit(to_unit_id)->organisation_id() == d.after().hospital_organisation_id()) {
    return std::nullopt;
  }
  return Refusal{ev1::ERROR_REASON_UNIT_CANNOT_RECEIVE,
                 "The unit is another organisation's, and a transition stays with the organisation that opened it; "
                 "cancel it as transferred, and let the other organisation open its own.",
                 {{"unit_id", to_unit_id}},
                 "to_unit_id"};
}

}  // namespace

MaybeRefusal Apply(Deciding& d, const ChangeSendingUnit& step) {
  if (auto refused = CheckNewSendingUnit(d, step.to_unit_id)) return refused;
  rec::Transition& after = d.after();
  const std::string from = after.hospital_unit_id();
  after.set_hospital_unit_id(step.to_unit_id);
  if (after.opened_by_unit_id() == from) after.set_opened_by_unit_id(step.to_unit_id);
  for (rec::Need& need : *after.mutable_needs()) {
    if (need.unit_id() == from) need.set_unit_id(step.to_unit_id);
  }
  for (rec::Handover& handover : *after.mutable_handovers()) ChangeSideOf(from, step.to_unit_id, handover);
  Involve(after, step.to_unit_id);
  d.to_unit_id = step.to_unit_id;
  d.succeeded_unit_id = from;
  d.successor_unit_id = step.to_unit_id;
  return std::nullopt;
}

}  // namespace hemgang::rules
