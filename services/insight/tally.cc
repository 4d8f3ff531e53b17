#include "services/insight/tally.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "services/rpc/times.h"
#include "services/rules/working_time.h"

namespace hemgang::insight {
namespace {

namespace hv1 = hemgang::handover::v1;
using rpc::FromMicros;

constexpr absl::Duration kClearlyEarlier = absl::Hours(4);
constexpr int kSoonDays = 2;

struct LeadRow {
  int below_hours;
  iv1::Part part;
};
// The first row whose hours are more than the lead time; at or above the last one, PART_LEAD_72_HOURS_OR_MORE.
// TABLE: kLeadTimes
constexpr LeadRow kLeadTimes[] = {
    {4, iv1::PART_LEAD_UNDER_4_HOURS},
    {24, iv1::PART_LEAD_4_TO_24_HOURS},
    {48, iv1::PART_LEAD_24_TO_48_HOURS},
    {72, iv1::PART_LEAD_48_TO_72_HOURS},
};
// END TABLE

struct ReturnedRow {
  hv1::DeclineReason reason;
  iv1::Part part;
};
// A reason that is not here counts as OTHER.
// TABLE: kReturned
constexpr ReturnedRow kReturned[] = {
    {hv1::DECLINE_REASON_WRONG_UNIT, iv1::PART_RETURNED_WRONG_UNIT},
    {hv1::DECLINE_REASON_WRONG_PATIENT, iv1::PART_RETURNED_WRONG_PATIENT},
    {hv1::DECLINE_REASON_NOT_OUR_RESPONSIBILITY, iv1::PART_RETURNED_NOT_OUR_RESPONSIBILITY},
    {hv1::DECLINE_REASON_UNIT_FULL, iv1::PART_RETURNED_UNIT_FULL},
    {hv1::DECLINE_REASON_PATIENT_CHOSE_ANOTHER, iv1::PART_RETURNED_PATIENT_CHOSE_ANOTHER},
    {hv1::DECLINE_REASON_PATIENT_DECLINED, iv1::PART_RETURNED_PATIENT_DECLINED},
};
// END TABLE

struct ContactRow {
  hv1::FirstContactOutcome outcome;
  iv1::Part part;
};
// How a first contact ended that was not made.
// TABLE: kContactEnds
constexpr ContactRow kContactEnds[] = {
    {hv1::FIRST_CONTACT_OUTCOME_PATIENT_DECLINED, iv1::PART_CONTACT_PATIENT_DECLINED},
    {hv1::FIRST_CONTACT_OUTCOME_NOT_REACHED, iv1::PART_CONTACT_NOT_WITHIN_7_DAYS},
    {hv1::FIRST_CONTACT_OUTCOME_READMITTED, iv1::PART_CONTACT_READMITTED},
    {hv1::FIRST_CONTACT_OUTCOME_DIED, iv1::PART_CONTACT_DIED},
};
// END TABLE

bool TakesHome(hv1::HandoverKind kind) {
  return kind == hv1::HANDOVER_KIND_DISCHARGE_HANDOVER || kind == hv1::HANDOVER_KIND_ONWARD;
}

Traits TraitsOf(const rec::Outcome& outcome) {
  return {outcome.dwelling_form(), outcome.municipality_code(), outcome.age_band(), outcome.phase()};
}

bool IsOfTask(const rec::Outcome& outcome) {
  return outcome.kind() == rec::OUTCOME_KIND_TASK_MET || outcome.kind() == rec::OUTCOME_KIND_TASK_MISSED ||
         outcome.kind() == rec::OUTCOME_KIND_TASK_DROPPED;
}

// A fact about a handover is its receiver's; a fact about a task is whose task it was, also when the same step gave the
// handover to another unit.
const std::string& ReceiverOf(const rec::Outcome& outcome) {
  return IsOfTask(outcome) ? outcome.holder_unit_id() : outcome.receiver_unit_id();
}
const std::string& ReceiverOrganisationOf(const rec::Outcome& outcome) {
  return IsOfTask(outcome) ? outcome.holder_organisation_id() : outcome.receiver_organisation_id();
}

iv1::Part LeadOf(const rec::Outcome& outcome) {
  if (outcome.discharged_time_us() != 0) return iv1::PART_LEAD_AFTER_DISCHARGE;
  if (outcome.planned_time_us() == 0) return iv1::PART_LEAD_UNKNOWN;
  const absl::Duration lead = FromMicros(outcome.planned_time_us()) - FromMicros(outcome.sent_time_us());
  for (const LeadRow& row : kLeadTimes) {
    if (lead < absl::Hours(row.below_hours)) return row.part;
  }
  return iv1::PART_LEAD_72_HOURS_OR_MORE;
}

}  // namespace

int GroupOf(const Traits& traits, iv1::Breakdown breakdown) {
  switch (breakdown) {
    case iv1::BREAKDOWN_DWELLING_FORM:
      return traits.dwelling_form;
    case iv1::BREAKDOWN_MUNICIPALITY:
      return traits.municipality_code;
    case iv1::BREAKDOWN_AGE_BAND:
      return traits.age_band;
    case iv1::BREAKDOWN_PHASE:
      return traits.phase;
    case iv1::BREAKDOWN_COHABITING:
      if (traits.dwelling_form == hv1::DWELLING_FORM_ORDINARY_ALONE) return iv1::COHABITING_ALONE;
      return traits.dwelling_form == hv1::DWELLING_FORM_ORDINARY_COHABITING ? iv1::COHABITING_WITH_SOMEBODY
                                                                            : iv1::COHABITING_NOT_SAID;
    default:
      return 0;
  }
}

// An ACKNOWLEDGE task, ended or running.
struct Tallying::Acknowledging {
  enum class End { kRunning, kAcknowledged, kDeclined, kNoLongerOwed };
  End end = End::kRunning;
  int64_t opened_us = 0;
  int64_t due_us = 0;
  int64_t ended_us = 0;
  const std::string& holder_unit_id;
  const std::string& holder_organisation_id;
};

// Where a fact is counted.
struct Tallying::Places {
  Tally* whole;
  // Null without a breakdown.
  Tally* group;

  void Add(Cohort cohort, std::initializer_list<iv1::Part> parts) const {
    for (Tally* tally : {whole, group}) {
      if (tally == nullptr) continue;
      ++tally->totals[static_cast<size_t>(cohort)];
      for (const iv1::Part part : parts) ++tally->parts[part];
    }
  }
  void AddWait(bool ended, absl::Duration elapsed, absl::Duration working) const {
    for (Tally* tally : {whole, group}) {
      if (tally == nullptr) continue;
      ended ? tally->elapsed.AddEnded(elapsed) : tally->elapsed.AddUnfinished(elapsed);
      ended ? tally->working.AddEnded(working) : tally->working.AddUnfinished(working);
    }
  }
};

Tallying::Tallying(Question question, const rules::Directory& directory)
    : question_(std::move(question)), directory_(directory) {}

bool Tallying::IsMeant(const std::string& sender_unit_id, const std::string& receiver_unit_id,
                       const std::string& receiver_organisation_id) const {
  const bool sent = question_.side != iv1::SIDE_RECEIVED && question_.scope.Has(sender_unit_id, "");
  return sent || (question_.side != iv1::SIDE_SENT && question_.scope.Has(receiver_unit_id, receiver_organisation_id));
}

Tallying::Places Tallying::PlacesOf(const Traits& traits) {
  Tally* group = nullptr;
  if (question_.breakdown != iv1::BREAKDOWN_UNSPECIFIED) group = &groups_[GroupOf(traits, question_.breakdown)];
  return {&whole_, group};
}

absl::TimeZone Tallying::ZoneOf(const std::string& unit_id) const {
  const rules::CareUnit* unit = directory_.FindUnit(unit_id);
  return unit == nullptr ? question_.period.zone : unit->hours.zone;
}

bool Tallying::Counts(const rec::Task& task) const {
  const bool is_counted = task.kind() == hv1::TASK_KIND_ACKNOWLEDGE || task.kind() == hv1::TASK_KIND_FIRST_CONTACT;
  return is_counted && TakesHome(task.handover_kind()) &&
         IsMeant(task.sender_unit_id(), task.holder_unit_id(), task.holder_organisation_id());
}

void Tallying::AddRunning(const RunningTask& running) {
  const rec::Task& task = running.task;
  if (!Counts(task)) return;
  if (task.kind() == hv1::TASK_KIND_FIRST_CONTACT) {
    const int64_t discharged_us = running.discharged_time_us == 0 ? task.opened_time_us() : running.discharged_time_us;
    return AddWaitingContact(discharged_us, task.holder_unit_id(), running.traits);
  }
  AddAcknowledging({.opened_us = task.opened_time_us(),
                    .due_us = task.due_time_us(),
                    .holder_unit_id = task.holder_unit_id(),
                    .holder_organisation_id = task.holder_organisation_id()},
                   running.traits);
}

void Tallying::Add(rec::Outcome outcome) {
  if (!instant_.empty() && instant_.front().ended_time_us() != outcome.ended_time_us()) JudgeInstant();
  if (!TakesHome(outcome.handover_kind())) return;
  if (!IsMeant(outcome.sender_unit_id(), ReceiverOf(outcome), ReceiverOrganisationOf(outcome))) return;
  instant_.push_back(std::move(outcome));
}

void Tallying::Finish() {
  JudgeInstant();
}

// One step writes several facts of one instant: a decline ends ACKNOWLEDGE as met though nobody acknowledged, and a
// first contact that the patient's death or readmission ended is told as such and as a task that is no longer owed.
void Tallying::JudgeInstant() {
  std::vector<const rec::Outcome*> declined;
  std::vector<const rec::Outcome*> contacts;
  for (const rec::Outcome& outcome : instant_) {
    if (outcome.kind() == rec::OUTCOME_KIND_HANDOVER_DECLINED) declined.push_back(&outcome);
    if (outcome.kind() == rec::OUTCOME_KIND_FIRST_CONTACT) contacts.push_back(&outcome);
  }
  const auto take_one_of = [](std::vector<const rec::Outcome*>& facts, const rec::Outcome& task) {
    const auto found = std::find_if(facts.begin(), facts.end(), [&task](const rec::Outcome* fact) {
      return ReceiverOf(*fact) == ReceiverOf(task);
    });
    if (found == facts.end()) return false;
    facts.erase(found);
    return true;
  };
  for (const rec::Outcome& outcome : instant_) {
    switch (outcome.kind()) {
      case rec::OUTCOME_KIND_HANDOVER_SENT:
        AddSent(outcome);
        break;
      case rec::OUTCOME_KIND_HANDOVER_DECLINED:
        AddReturned(outcome);
        break;
      case rec::OUTCOME_KIND_AT_DISCHARGE:
        AddDischarge(outcome);
        break;
      case rec::OUTCOME_KIND_FIRST_CONTACT:
        AddContact(outcome);
        break;
      default:
        if (!IsOfTask(outcome)) break;
        if (outcome.task() == hv1::TASK_KIND_ACKNOWLEDGE) {
          AddEnded(outcome, take_one_of(declined, outcome));
        } else if (outcome.task() == hv1::TASK_KIND_FIRST_CONTACT && !take_one_of(contacts, outcome)) {
          AddContact(outcome);
        }
        break;
    }
  }
  instant_.clear();
}

void Tallying::AddEnded(const rec::Outcome& outcome, bool was_declined) {
  using End = Acknowledging::End;
  const bool dropped = outcome.kind() == rec::OUTCOME_KIND_TASK_DROPPED;
  AddAcknowledging({.end = was_declined ? End::kDeclined
                           : dropped    ? End::kNoLongerOwed
                                        : End::kAcknowledged,
                    .opened_us = outcome.opened_time_us(),
                    .due_us = outcome.due_time_us(),
                    .ended_us = outcome.ended_time_us(),
                    .holder_unit_id = outcome.holder_unit_id(),
                    .holder_organisation_id = outcome.holder_organisation_id()},
                   TraitsOf(outcome));
}

void Tallying::AddAcknowledging(const Acknowledging& fact, const Traits& traits) {
  using End = Acknowledging::End;
  const Period& period = question_.period;
  const bool has_ended = fact.end != End::kRunning && fact.ended_us < period.known_until_us;
  const bool acknowledged = has_ended && fact.end == End::kAcknowledged;

  if (period.Holds(fact.opened_us) && fact.opened_us < period.known_until_us) {
    const absl::Time opened = FromMicros(fact.opened_us);
    const absl::Time seen = FromMicros(has_ended ? fact.ended_us : period.known_until_us);
    // A unit that the directory does not have any more worked the hours that its organisation gives.
    const rules::CareUnit* unit = directory_.FindUnit(fact.holder_unit_id);
    const rules::Organisation* organisation = directory_.FindOrganisation(fact.holder_organisation_id);
    const absl::Duration working = unit != nullptr ? rules::WorkingTimeBetween(unit->hours, opened, seen)
                                   : organisation != nullptr
                                       ? rules::WorkingTimeBetween(organisation->default_hours, opened, seen)
                                       : seen - opened;
    const iv1::Part part = !has_ended                   ? iv1::PART_STILL_OPEN
                           : acknowledged               ? iv1::PART_ACKNOWLEDGED
                           : fact.end == End::kDeclined ? iv1::PART_DECLINED
                                                        : iv1::PART_NO_LONGER_OWED;
    const Places places = PlacesOf(traits);
    places.Add(Cohort::kOpened, {part});
    places.AddWait(acknowledged, seen - opened, working);
  }

  if (fact.due_us == 0 || !period.Holds(fact.due_us) || fact.due_us >= period.known_until_us) return;
  const bool ended_by_due = has_ended && fact.ended_us <= fact.due_us;
  // Answered by a decline, or no longer owed, before it was due: nobody owed an acknowledgement when it was.
  if (ended_by_due && !acknowledged) return;
  PlacesOf(traits).Add(Cohort::kDue, {ended_by_due ? iv1::PART_IN_TIME : iv1::PART_NOT_IN_TIME});
}

void Tallying::AddSent(const rec::Outcome& outcome) {
  if (!question_.period.Holds(outcome.ended_time_us())) return;
  PlacesOf(TraitsOf(outcome))
      .Add(Cohort::kSent,
           {outcome.sent_too_late() ? iv1::PART_SENT_TOO_LATE : iv1::PART_SENT_EARLY_ENOUGH, LeadOf(outcome)});
}

void Tallying::AddDischarge(const rec::Outcome& outcome) {
  if (!question_.period.Holds(outcome.ended_time_us())) return;
  iv1::Part planned = iv1::PART_DISCHARGE_NOT_PLANNED;
  if (outcome.planned_time_us() != 0 && outcome.discharged_time_us() != 0) {
    const absl::Duration early = FromMicros(outcome.planned_time_us()) - FromMicros(outcome.discharged_time_us());
    planned = early >= kClearlyEarlier ? iv1::PART_DISCHARGED_EARLIER : iv1::PART_DISCHARGED_AS_PLANNED;
  }
  const iv1::Part aids = outcome.aids_total() == 0                         ? iv1::PART_AIDS_NONE_NEEDED
                         : outcome.aids_in_place() >= outcome.aids_total() ? iv1::PART_AIDS_ALL_IN_PLACE
                                                                           : iv1::PART_AIDS_MISSING;
  PlacesOf(TraitsOf(outcome))
      .Add(Cohort::kDischarged,
           {outcome.acknowledged() ? iv1::PART_ACKNOWLEDGED_AT_DISCHARGE : iv1::PART_UNACKNOWLEDGED_AT_DISCHARGE,
            planned, aids});
}

void Tallying::AddReturned(const rec::Outcome& outcome) {
  if (!question_.period.Holds(outcome.ended_time_us())) return;
  const auto* row = std::find_if(std::begin(kReturned), std::end(kReturned),
                                 [&outcome](const ReturnedRow& each) { return each.reason == outcome.reason_code(); });
  PlacesOf(TraitsOf(outcome))
      .Add(Cohort::kReturned, {row == std::end(kReturned) ? iv1::PART_RETURNED_OTHER : row->part});
}

// `outcome` says how a first contact ended, or that its task ended and nothing more.
void Tallying::AddContact(const rec::Outcome& outcome) {
  const Period& period = question_.period;
  const bool is_told = outcome.kind() == rec::OUTCOME_KIND_FIRST_CONTACT;
  // A task says when it began to be owed: the discharge, or the acknowledgement after it. What was told while the
  // patient was still in hospital was never owed.
  const int64_t discharged_us = is_told ? outcome.discharged_time_us() : outcome.opened_time_us();
  if (!period.Holds(discharged_us)) return;
  if (outcome.ended_time_us() >= period.contact_known_until_us) {
    return AddWaitingContact(discharged_us, ReceiverOf(outcome), TraitsOf(outcome));
  }
  // A task that ended for a reason of the patient says so; one that did not was forwarded, withdrawn or cancelled.
  iv1::Part part = is_told ? iv1::PART_UNSPECIFIED : iv1::PART_CONTACT_NO_LONGER_OWED;
  if (is_told && outcome.reason_code() == hv1::FIRST_CONTACT_OUTCOME_MADE) {
    const absl::TimeZone zone = ZoneOf(ReceiverOf(outcome));
    const int64_t contact_us = outcome.contact_time_us() == 0 ? outcome.ended_time_us() : outcome.contact_time_us();
    const absl::civil_diff_t days =
        absl::ToCivilDay(FromMicros(contact_us), zone) - absl::ToCivilDay(FromMicros(discharged_us), zone);
    part = days <= kSoonDays      ? iv1::PART_CONTACT_WITHIN_2_DAYS
           : days <= kContactDays ? iv1::PART_CONTACT_3_TO_7_DAYS
                                  : iv1::PART_CONTACT_NOT_WITHIN_7_DAYS;
  }
  for (const ContactRow& row : kContactEnds) {
    if (row.outcome == outcome.reason_code()) part = row.part;
  }
  // A visit that was only planned ends nothing.
  if (part != iv1::PART_UNSPECIFIED) PlacesOf(TraitsOf(outcome)).Add(Cohort::kContact, {part});
}

void Tallying::AddWaitingContact(int64_t discharged_us, const std::string& unit_id, const Traits& traits) {
  const Period& period = question_.period;
  if (!period.Holds(discharged_us) || discharged_us >= period.contact_known_until_us) return;
  const absl::TimeZone zone = ZoneOf(unit_id);
  const absl::civil_diff_t days = absl::ToCivilDay(FromMicros(period.contact_known_until_us), zone) -
                                  absl::ToCivilDay(FromMicros(discharged_us), zone);
  PlacesOf(traits).Add(Cohort::kContact,
                       {days > kContactDays ? iv1::PART_CONTACT_NOT_WITHIN_7_DAYS : iv1::PART_CONTACT_WAITING});
}

}  // namespace hemgang::insight
