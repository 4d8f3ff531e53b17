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

// Something of the handover, or on the way on from it, is owed by the unit.
bool IsOwedBy(const Deciding& d, const std::string& unit_id, const rec::Handover& handover) {
  const auto& tasks = d.facts.transition->tasks();
  return std::any_of(tasks.begin(), tasks.end(), [&](const rec::Task& task) {
    if (task.holder_unit_id() != unit_id) return false;
    const bool is_way_on = task.kind() == hv1::TASK_KIND_SEND_HANDOVER &&
                           task.handover_kind() == hv1::HANDOVER_KIND_ONWARD && IsFor(handover, task.profession());
    return task.handover_id() == handover.id() || is_way_on;
  });
}

// What is not answered for yet is redirected instead, with all that a receiver is judged by.
bool IsRedirected(const rec::Handover& handover) {
  return handover.state() == hv1::HANDOVER_STATE_SENT || handover.state() == hv1::HANDOVER_STATE_ACKNOWLEDGED;
}

// Its part in one handover, where it still owes something or waits for an answer to what it sent on. True when there
// was such a part.
bool TakeOverHandover(const Deciding& d, const ChangeSendingUnit& step, rec::Handover& handover) {
  const std::string& from = step.from_unit_id;
  const bool is_onward = handover.kind() == hv1::HANDOVER_KIND_ONWARD && IsRedirected(handover);
  const bool is_owed = IsOwedBy(d, from, handover);
  if (handover.sender_unit_id() == from && (is_owed || is_onward) && handover.receiver_unit_id() != step.to_unit_id) {
    handover.set_sender_unit_id(step.to_unit_id);
  } else if (handover.receiver_unit_id() == from && is_owed && !IsRedirected(handover) &&
             handover.sender_unit_id() != step.to_unit_id) {
    handover.set_receiver_unit_id(step.to_unit_id);
  } else {
    return false;
  }
  ReplaceUnit(from, step.to_unit_id, handover);
  handover.set_revision(handover.revision() + 1);
  return true;
}

MaybeRefusal CheckSuccessor(const Deciding& d, const ChangeSendingUnit& step) {
  if (!d.command.actor.is_directory) {
    return Refusal{ev1::ERROR_REASON_NOT_YOUR_STEP,
                   "What a unit at home answers for is moved when that unit ends; forward its handovers instead."};
  }
  if (auto refused = CheckUnitKnown(d, step.to_unit_id, "The successor", "to_unit_id")) return refused;
  const Directory& directory = d.facts.directory;
  const Organisation* organisation = directory.OrganisationOfUnit(step.from_unit_id);
  const bool is_same = organisation != nullptr && organisation == directory.OrganisationOfUnit(step.to_unit_id);
  if (is_same && IsValidAt(*directory.FindUnit(step.to_unit_id), d.recorded)) return std::nullopt;
  return Refusal{ev1::ERROR_REASON_UNIT_CANNOT_RECEIVE,
                 "The successor is not a unit of the same organisation that exists today; what the former unit has not "
                 "ended stays with it and with its cover.",
                 {{"unit_id", step.to_unit_id}},
                 "to_unit_id"};
}

// A unit at home has ended: another one of the same organisation owes what it owed.
MaybeRefusal TakeOverAtHome(Deciding& d, const ChangeSendingUnit& step) {
  if (auto refused = CheckSuccessor(d, step)) return refused;
  rec::Transition& after = d.after();
  bool has_part = false;
  for (rec::ReportRequest& request : *after.mutable_report_requests()) {
    if (request.answered_time_us() != 0 || request.asked_unit_id() != step.from_unit_id) continue;
    request.set_asked_unit_id(step.to_unit_id);
    has_part = true;
  }
  for (rec::Handover& handover : *after.mutable_handovers()) {
    if (TakeOverHandover(d, step, handover)) has_part = true;
  }
  if (!has_part) {
    return Refusal{ev1::ERROR_REASON_UNIT_CANNOT_RECEIVE,
                   "The former unit owes nothing here that another one can take over.",
                   {{"unit_id", step.from_unit_id}},
                   "from_unit_id"};
  }
  if (after.opened_by_unit_id() == step.from_unit_id) after.set_opened_by_unit_id(step.to_unit_id);
  Involve(after, step.to_unit_id);
  d.to_unit_id = step.to_unit_id;
  d.succeeded_unit_id = step.from_unit_id;
  d.successor_unit_id = step.to_unit_id;
  return std::nullopt;
}

}  // namespace

MaybeRefusal Apply(Deciding& d, const ChangeSendingUnit& step) {
  if (!step.from_unit_id.empty()) return TakeOverAtHome(d, step);
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
