#include "services/rules/statistics.h"

#include <algorithm>
#include <string>

#include "services/rules/step_table.h"

namespace hemgang::rules {
namespace {

enum class Counts { kInPlace, kNotInPlace, kNotAtAll };

struct AidRow {
  hv1::HomeItemStatus status;
  Counts counts;
};

// A status that is not here is of a thing that is needed and not in place.
// TABLE: kAidsCounted
constexpr AidRow kAidsCounted[] = {
    {hv1::HOME_ITEM_STATUS_AT_HOME, Counts::kInPlace},
    {hv1::HOME_ITEM_STATUS_DELIVERED, Counts::kInPlace},
    {hv1::HOME_ITEM_STATUS_NO_LONGER_NEEDED, Counts::kNotAtAll},
};
// END TABLE

struct ContactEndRow {
  hv1::Step step;
  hv1::FirstContactOutcome outcome;
};

// The steps after which a first contact that was owed is owed no more, for a reason of the patient.
// TABLE: kContactEnds
constexpr ContactEndRow kContactEnds[] = {
    {hv1::STEP_RECORD_DEATH, hv1::FIRST_CONTACT_OUTCOME_DIED},
    {hv1::STEP_RECORD_READMISSION, hv1::FIRST_CONTACT_OUTCOME_READMITTED},
};
// END TABLE

Counts CountsAs(hv1::HomeItemStatus status) {
  for (const AidRow& row : kAidsCounted) {
    if (row.status == status) return row.counts;
  }
  return Counts::kNotInPlace;
}

std::string OrganisationIdOf(const Deciding& d, const std::string& unit_id) {
  const CareUnit* unit = d.facts.directory.FindUnit(unit_id);
  return unit == nullptr ? "" : unit->organisation_id();
}

// Where the patient will sleep, or sleeps: of a handover, the leg that it is about.
void SetLeg(const Deciding& d, int number, rec::Outcome& outcome) {
  const auto& legs = d.after().legs();
  if (legs.empty()) return;
  const rec::Leg& leg = legs.Get(std::min(number, legs.size() - 1));
  outcome.set_dwelling_form(leg.dwelling_form());
  outcome.set_municipality_code(leg.municipality_code());
}

// What is known of the handover, whatever the fact.
void SetHandover(const Deciding& d, const rec::Handover& handover, rec::Outcome& outcome) {
  SetLeg(d, handover.leg(), outcome);
  outcome.set_phase(handover.phase());
  outcome.set_sent_time_us(handover.sent_time_us());
  outcome.set_sent_too_late(handover.sent_too_late());
}

rec::Outcome& AddFact(Deciding& d, rec::OutcomeKind kind, const rec::Handover& handover,
                      const std::string& holder_unit_id) {
  rec::Outcome& outcome = *d.change.add_outcomes();
  outcome.set_kind(kind);
  outcome.set_urgency(handover.urgency());
  outcome.set_handover_kind(handover.kind());
  outcome.set_holder_unit_id(holder_unit_id);
  outcome.set_holder_organisation_id(OrganisationIdOf(d, holder_unit_id));
  outcome.set_sender_unit_id(handover.sender_unit_id());
  outcome.set_age_band(d.after().age_band());
  outcome.set_ended_time_us(absl::ToUnixMicros(d.recorded));
  SetHandover(d, handover, outcome);
  outcome.set_receiver_unit_id(handover.receiver_unit_id());
  outcome.set_receiver_organisation_id(OrganisationIdOf(d, handover.receiver_unit_id()));
  const Discharge leave = DischargeFor(d.after(), handover, d.facts.directory);
  if (leave.planned.has_value()) outcome.set_planned_time_us(absl::ToUnixMicros(*leave.planned));
  if (leave.actual.has_value()) outcome.set_discharged_time_us(absl::ToUnixMicros(*leave.actual));
  return outcome;
}

}  // namespace

rec::Outcome& AddOutcome(Deciding& d, rec::OutcomeKind kind, const rec::Task& task) {
  rec::Outcome& outcome = *d.change.add_outcomes();
  outcome.set_kind(kind);
  outcome.set_task(task.kind());
  outcome.set_urgency(task.urgency());
  outcome.set_handover_kind(task.handover_kind());
  outcome.set_holder_unit_id(task.holder_unit_id());
  outcome.set_holder_organisation_id(task.holder_organisation_id());
  outcome.set_sender_unit_id(task.sender_unit_id());
  outcome.set_age_band(d.after().age_band());
  outcome.set_opened_time_us(task.opened_time_us());
  outcome.set_due_time_us(task.due_time_us());
  outcome.set_ended_time_us(absl::ToUnixMicros(d.recorded));
  if (const rec::Handover* handover = FindHandover(d.after(), task.handover_id())) {
    SetHandover(d, *handover, outcome);
  } else {
    SetLeg(d, 0, outcome);
  }
  if (kind == rec::OUTCOME_KIND_TASK_DROPPED && task.kind() == hv1::TASK_KIND_FIRST_CONTACT) {
    for (const ContactEndRow& row : kContactEnds) {
      if (row.step == d.step) outcome.set_reason_code(row.outcome);
    }
  }
  return outcome;
}

void AddSent(Deciding& d, const rec::Handover& handover) {
  AddFact(d, rec::OUTCOME_KIND_HANDOVER_SENT, handover, handover.sender_unit_id());
}

void AddDeclined(Deciding& d, const rec::Handover& handover) {
  AddFact(d, rec::OUTCOME_KIND_HANDOVER_DECLINED, handover, handover.receiver_unit_id())
      .set_reason_code(handover.decline_reason());
}

void AddAtDischarge(Deciding& d, const rec::Handover& handover) {
  rec::Outcome& outcome = AddFact(d, rec::OUTCOME_KIND_AT_DISCHARGE, handover, handover.receiver_unit_id());
  outcome.set_acknowledged(handover.state() == hv1::HANDOVER_STATE_ACKNOWLEDGED ||
                           handover.state() == hv1::HANDOVER_STATE_COMPLETED);
  for (const rec::AidLine& aid : handover.aids()) {
    const Counts counts = CountsAs(aid.status());
    if (counts == Counts::kNotAtAll) continue;
    outcome.set_aids_total(outcome.aids_total() + 1);
    if (counts == Counts::kInPlace) outcome.set_aids_in_place(outcome.aids_in_place() + 1);
  }
}

void AddFirstContact(Deciding& d, const rec::Handover& handover) {
  rec::Outcome& outcome = AddFact(d, rec::OUTCOME_KIND_FIRST_CONTACT, handover, handover.receiver_unit_id());
  outcome.set_reason_code(handover.first_contact_outcome());
  outcome.set_contact_time_us(handover.first_contact_time_us());
}

}  // namespace hemgang::rules
