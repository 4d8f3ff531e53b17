// What the two sides of a handover do with it: take it, let it go, end it, see what is to be seen.
#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"

#include "services/rules/applying.h"
#include "services/rules/deciding.h"
#include "services/rules/statistics.h"
#include "services/rules/step_table.h"

namespace hemgang::rules {
namespace {

struct TherapistRow {
  dv1::StaffProfession staff;
  hv1::Profession profession;
};

// Who can be named as the patient's therapist, and for what: the licensed professions (PSL 2010:659, chapter 4).
// TABLE: kTherapists
constexpr TherapistRow kTherapists[] = {
    {dv1::STAFF_PROFESSION_OCCUPATIONAL_THERAPIST, hv1::PROFESSION_OCCUPATIONAL_THERAPIST},
    {dv1::STAFF_PROFESSION_PHYSIOTHERAPIST, hv1::PROFESSION_PHYSIOTHERAPIST},
};
// END TABLE

struct ContactRow {
  hv1::FirstContactOutcome outcome;
  // The handover is completed when this has been recorded so many times.
  int completes_after;
  // Can happen before the patient has left the place that the handover is from. What cannot would end what is owed
  // before it began.
  bool before_leave;
};

// An outcome that is not here (a visit that is planned) completes nothing.
// TABLE: kContactOutcomes
constexpr ContactRow kContactOutcomes[] = {
    {hv1::FIRST_CONTACT_OUTCOME_MADE, 1, false},        {hv1::FIRST_CONTACT_OUTCOME_PATIENT_DECLINED, 1, true},
    {hv1::FIRST_CONTACT_OUTCOME_NOT_REACHED, 3, false}, {hv1::FIRST_CONTACT_OUTCOME_READMITTED, 1, false},
    {hv1::FIRST_CONTACT_OUTCOME_DIED, 1, true},
};
// END TABLE

// The profession that a person of the receiver would answer for; unspecified for somebody who cannot be named.
hv1::Profession ProfessionOfTherapist(const Deciding& d, const std::string& therapist_id) {
  const dv1::StaffMember* member = d.facts.directory.FindStaff(therapist_id);
  if (member == nullptr || !d.facts.directory.IsAssigned(therapist_id, d.handover->receiver_unit_id())) {
    return hv1::PROFESSION_UNSPECIFIED;
  }
  for (const TherapistRow& row : kTherapists) {
    if (row.staff == member->profession()) return row.profession;
  }
  return hv1::PROFESSION_UNSPECIFIED;
}

MaybeRefusal CheckTherapist(const Deciding& d, const std::string& therapist_id, const std::string& field_path) {
  const hv1::Profession profession = ProfessionOfTherapist(d, therapist_id);
  if (profession == hv1::PROFESSION_UNSPECIFIED) {
    return Refusal{
        ev1::ERROR_REASON_THERAPIST_NOT_OF_UNIT,
        "The therapist must be an occupational therapist or physiotherapist who works at the receiving unit.",
        {{"unit_id", d.handover->receiver_unit_id()}},
        field_path};
  }
  if (IsFor(*d.handover, profession)) return std::nullopt;
  return Refusal{
      ev1::ERROR_REASON_PROFESSION_NOT_IN_HANDOVER,
      "The handover is not for this therapist's profession; name a therapist of a profession that it is for.",
      {},
      field_path};
}

MaybeRefusal CheckTherapists(const Deciding& d, const std::vector<std::string>& therapist_ids) {
  std::vector<hv1::Profession> named;
  for (size_t i = 0; i < therapist_ids.size(); ++i) {
    const std::string field_path = absl::StrCat("therapist_ids[", i, "]");
    if (auto refused = CheckTherapist(d, therapist_ids[i], field_path)) return refused;
    const hv1::Profession profession = ProfessionOfTherapist(d, therapist_ids[i]);
    if (std::find(named.begin(), named.end(), profession) != named.end()) {
      return Refusal{ev1::ERROR_REASON_INVALID_REQUEST,
                     "Two therapists of one profession are named; name the one who answers for it.",
                     {},
                     field_path};
    }
    named.push_back(profession);
  }
  return std::nullopt;
}

// In the place of whoever was named for the same profession.
void NameTherapist(const Deciding& d, const std::string& therapist_id) {
  const hv1::Profession profession = ProfessionOfTherapist(d, therapist_id);
  auto& therapists = *d.handover->mutable_therapists();
  auto named = std::find_if(therapists.begin(), therapists.end(),
                            [&](const rec::Therapist& each) { return each.profession() == profession; });
  rec::Therapist& therapist = named == therapists.end() ? *therapists.Add() : *named;
  therapist.set_profession(profession);
  therapist.set_staff_id(therapist_id);
}

// Kept for the case that it turns out to be the wrong unit that took it.
void KeepDueTime(const Deciding& d, rec::Handover& handover) {
  for (const rec::Task& task : d.facts.transition->tasks()) {
    if (task.kind() == hv1::TASK_KIND_ACKNOWLEDGE && task.handover_id() == handover.id()) {
      handover.set_acknowledge_due_time_us(task.due_time_us());
    }
  }
}

void AcknowledgeProfessions(const std::vector<hv1::Profession>& taken, rec::Handover& handover) {
  const auto& before = handover.acknowledged_professions();
  for (const auto number : handover.professions()) {
    const auto profession = static_cast<hv1::Profession>(number);
    const bool asked = taken.empty() || std::find(taken.begin(), taken.end(), profession) != taken.end();
    if (asked && std::find(before.begin(), before.end(), number) == before.end()) {
      handover.add_acknowledged_professions(profession);
    }
  }
}

// An early word that is taken back is no answer to SEND_HANDOVER, and a report that is taken back none to who asked.
void TakeBack(Deciding& d) {
  if (d.handover->kind() == hv1::HANDOVER_KIND_REHAB_NOTICE) d.notice_changed = true;
  if (d.handover->kind() == hv1::HANDOVER_KIND_ADMISSION_REPORT) ReopenReportRequest(d, *d.handover);
}

// Only tries to reach somebody are counted; any other outcome is recorded once.
bool Completes(const rec::Handover& handover, hv1::FirstContactOutcome outcome) {
  const int times = outcome == hv1::FIRST_CONTACT_OUTCOME_NOT_REACHED ? handover.not_reached_count() : 1;
  return std::any_of(std::begin(kContactOutcomes), std::end(kContactOutcomes),
                     [&](const ContactRow& row) { return row.outcome == outcome && times >= row.completes_after; });
}

MaybeRefusal CheckHasLeft(const Deciding& d, hv1::FirstContactOutcome outcome) {
  const bool must_have_left =
      std::any_of(std::begin(kContactOutcomes), std::end(kContactOutcomes),
                  [&](const ContactRow& row) { return row.outcome == outcome && !row.before_leave; });
  if (!must_have_left) return std::nullopt;
  if (d.after().state() == hv1::TRANSITION_STATE_ADMITTED) {
    return Refusal{ev1::ERROR_REASON_NOT_DISCHARGED,
                   "The patient's discharge is not recorded yet; record it first, or say when the visit is planned."};
  }
  if (d.handover->kind() == hv1::HANDOVER_KIND_ONWARD && d.handover->moved_time_us() == 0) {
    return Refusal{
        ev1::ERROR_REASON_NOT_DISCHARGED,
        "That the patient has left the short-term place is not recorded yet; record it first, or say when the "
        "visit is planned."};
  }
  return std::nullopt;
}

// Sets that the handover is done, and what follows for the patient's way.
void Complete(Deciding& d, hv1::FirstContactOutcome outcome, absl::Time contact) {
  rec::Handover& handover = *d.handover;
  handover.set_first_contact_outcome(outcome);
  handover.set_first_contact_time_us(absl::ToUnixMicros(contact));
  handover.set_completed_time_us(absl::ToUnixMicros(d.recorded));
  // Whoever has met the patient need not be told any more that they come earlier.
  const bool is_stale = handover.notice_reason() == hv1::NOTICE_REASON_DISCHARGE_EARLIER;
  if (is_stale && handover.notice_seen_time_us() == 0) {
    handover.set_notice_seen_time_us(absl::ToUnixMicros(d.recorded));
  }
  EraseDoorCode(d, handover);
  AddFirstContact(d, handover);
  if (outcome == hv1::FIRST_CONTACT_OUTCOME_READMITTED) ApplyReadmission(d);
  if (outcome == hv1::FIRST_CONTACT_OUTCOME_DIED) ApplyDeath(d, contact);
}

}  // namespace

MaybeRefusal Apply(Deciding& d, const Acknowledge& step) {
  rec::Handover& handover = *d.handover;
  for (const hv1::Profession profession : step.professions) {
    if (IsFor(handover, profession)) continue;
    return Refusal{ev1::ERROR_REASON_PROFESSION_NOT_IN_HANDOVER,
                   "The handover is not for one of the professions that you acknowledge; name only its own.",
                   {},
                   "professions"};
  }
  if (auto refused = CheckTherapists(d, step.therapist_ids)) return refused;
  AcknowledgeProfessions(step.professions, handover);
  KeepDueTime(d, handover);
  handover.set_acknowledged_content_number(handover.content_number());
  if (handover.acknowledged_professions_size() < handover.professions_size()) {
    // Taken for one profession of two, it still has to be answered for the other.
    handover.set_state(hv1::HANDOVER_STATE_SENT);
  } else {
    handover.set_acknowledged_time_us(absl::ToUnixMicros(d.recorded));
    handover.set_acknowledged_by_staff_id(d.command.actor.staff_id);
  }
  if (handover.state() == hv1::HANDOVER_STATE_COMPLETED) {
    handover.set_completed_time_us(absl::ToUnixMicros(d.recorded));
  }
  for (const std::string& therapist_id : step.therapist_ids) NameTherapist(d, therapist_id);
  if (step.planned_first_visit.has_value()) {
    handover.set_planned_first_visit_time_us(absl::ToUnixMicros(*step.planned_first_visit));
  }
  return std::nullopt;
}

MaybeRefusal Apply(Deciding& d, const AssignTherapist& step) {
  if (auto refused = CheckTherapist(d, step.therapist_id, "therapist_id")) return refused;
  NameTherapist(d, step.therapist_id);
  return std::nullopt;
}

MaybeRefusal Apply(Deciding& d, const RevokeAcknowledgement& step) {
  rec::Handover& handover = *d.handover;
  if (handover.acknowledged_professions_size() == 0) {
    return Refusal{ev1::ERROR_REASON_NOTHING_ACKNOWLEDGED,
                   "Your unit has not acknowledged this handover; acknowledge it, forward it or decline it."};
  }
  // Taken for one profession only, it is still owed, and due as it was.
  const bool was_met = handover.acknowledged_time_us() != 0;
  if (was_met && handover.acknowledge_due_time_us() != 0) {
    d.restored_due = absl::FromUnixMicros(handover.acknowledge_due_time_us());
  }
  LetGo(handover);
  d.reason_code = step.reason;
  return std::nullopt;
}

MaybeRefusal Apply(Deciding& d, const Decline& step) {
  if (!step.suggested_unit_id.empty()) {
    if (auto refused = CheckUnitKnown(d, step.suggested_unit_id, "The suggested unit", "suggested_unit_id")) {
      return refused;
    }
  }
  rec::Handover& handover = *d.handover;
  handover.set_decline_reason(step.reason);
  handover.set_suggested_unit_id(step.suggested_unit_id);
  LetGo(handover);
  // Who has no more to do with the patient need not see what changed for them.
  ClearNotice(handover);
  if (handover.kind() == hv1::HANDOVER_KIND_REHAB_NOTICE) d.notice_changed = true;
  d.reason_code = step.reason;
  AddDeclined(d, handover);
  return std::nullopt;
}

MaybeRefusal Apply(Deciding& d, const Withdraw& step) {
  d.handover->set_withdraw_reason(step.reason);
  d.reason_code = step.reason;
  if (HadAcknowledged(*d.handover)) GiveNotice(d, *d.handover, hv1::NOTICE_REASON_WITHDRAWN);
  EraseDoorCode(d, *d.handover);
  TakeBack(d);
  return std::nullopt;
}

MaybeRefusal Apply(Deciding& d, const Void& step) {
  rec::Handover& handover = *d.handover;
  handover.set_void_reason(step.reason);
  d.reason_code = step.reason;
  // Whoever has had it in hand must know that it was wrong; who declined it never answered for it.
  if (handover.decline_reason() == hv1::DECLINE_REASON_UNSPECIFIED) {
    GiveNotice(d, handover, hv1::NOTICE_REASON_VOIDED);
  }
  EraseDoorCode(d, handover);
  TakeBack(d);
  return std::nullopt;
}

MaybeRefusal Apply(Deciding& d, const RecordFirstContact& step) {
  rec::Handover& handover = *d.handover;
  d.reason_code = step.outcome;
  if (auto refused = CheckHasLeft(d, step.outcome)) return refused;
  const absl::Time contact = step.contact.value_or(d.recorded);
  if (step.outcome == hv1::FIRST_CONTACT_OUTCOME_PLANNED) {
    handover.set_planned_first_visit_time_us(absl::ToUnixMicros(contact));
  } else if (auto refused = CheckOccurred(d, step.contact, "contact_time")) {
    return refused;
  }
  if (step.outcome == hv1::FIRST_CONTACT_OUTCOME_NOT_REACHED) {
    handover.set_not_reached_count(handover.not_reached_count() + 1);
  }
  if (Completes(handover, step.outcome)) {
    Complete(d, step.outcome, contact);
  } else {
    handover.set_state(hv1::HANDOVER_STATE_ACKNOWLEDGED);
  }
  return std::nullopt;
}

MaybeRefusal Apply(Deciding& d, const SeeNotice&) {
  rec::Handover& handover = *d.handover;
  if (handover.notice_reason() == hv1::NOTICE_REASON_UNSPECIFIED || handover.notice_seen_time_us() != 0) {
    return Refusal{ev1::ERROR_REASON_NO_NOTICE, "There is no notice left to be seen on this handover."};
  }
  handover.set_notice_seen_time_us(absl::ToUnixMicros(d.recorded));
  return std::nullopt;
}

MaybeRefusal Apply(Deciding& d, const RecordTransfer& step) {
  rec::Transfer& transfer = *d.handover->add_transfers();
  transfer.set_target(step.target);
  transfer.set_transferred_time_us(absl::ToUnixMicros(d.command.occurred.value_or(d.recorded)));
  transfer.set_staff_id(d.command.actor.staff_id);
  transfer.set_unit_id(d.command.actor.unit_id);
  transfer.set_content_number(d.handover->content_number());
  d.reason_code = step.target;
  return std::nullopt;
}

}  // namespace hemgang::rules
