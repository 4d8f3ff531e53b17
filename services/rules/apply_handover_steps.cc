// Steps on one handover. The state that follows is set by Decide from the table before these run; they set the rest,
// and refuse what the table cannot see.
#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"

#include "services/rules/deciding.h"
#include "services/rules/due_time.h"
#include "services/rules/running_tasks.h"

namespace hemgang::rules {
namespace {

struct ReceivingUnitRow {
  dv1::UnitKind kind;
};

// The units that a handover home can be sent to.
// TABLE: kReceivingUnits
constexpr ReceivingUnitRow kReceivingUnits[] = {
    {dv1::UNIT_KIND_HOME_REHAB},
    {dv1::UNIT_KIND_PALLIATIVE_TEAM},
    {dv1::UNIT_KIND_PRIMARY_CARE_REHAB},
};
// END TABLE

struct TherapistRow {
  dv1::StaffProfession profession;
};

// Who can be named as the patient's therapist: the licensed professions (PSL 2010:659, chapter 4).
// TABLE: kTherapists
constexpr TherapistRow kTherapists[] = {
    {dv1::STAFF_PROFESSION_OCCUPATIONAL_THERAPIST},
    {dv1::STAFF_PROFESSION_PHYSIOTHERAPIST},
};
// END TABLE

struct ContactRow {
  hv1::FirstContactOutcome outcome;
  // The handover is completed when this has been recorded so many times.
  int completes_after;
  // Can happen while the patient is still in hospital. What cannot would end what is owed before it began.
  bool before_discharge;
};

// An outcome that is not here (a visit that is planned) completes nothing.
// TABLE: kContactOutcomes
constexpr ContactRow kContactOutcomes[] = {
    {hv1::FIRST_CONTACT_OUTCOME_MADE, 1, false},        {hv1::FIRST_CONTACT_OUTCOME_PATIENT_DECLINED, 1, true},
    {hv1::FIRST_CONTACT_OUTCOME_NOT_REACHED, 3, false}, {hv1::FIRST_CONTACT_OUTCOME_READMITTED, 1, false},
    {hv1::FIRST_CONTACT_OUTCOME_DIED, 1, true},
};
// END TABLE

bool Contains(const google::protobuf::RepeatedField<int>& professions, hv1::Profession profession) {
  return std::find(professions.begin(), professions.end(), profession) != professions.end();
}

template <typename Professions>
MaybeRefusal CheckReceiver(const Deciding& d, const std::string& unit_id, const std::string& sender_unit_id,
                           const Professions& professions, const char* field_path) {
  const CareUnit* unit = d.facts.directory.FindUnit(unit_id);
  if (unit == nullptr) {
    return Refusal{ev1::ERROR_REASON_UNIT_UNKNOWN,
                   "The receiver is not in the directory; `directory show` lists the units.",
                   {{"unit_id", unit_id}},
                   field_path};
  }
  const bool receives = std::any_of(std::begin(kReceivingUnits), std::end(kReceivingUnits),
                                    [&](const ReceivingUnitRow& row) { return row.kind == unit->record.kind(); });
  if (!receives) {
    return Refusal{ev1::ERROR_REASON_UNIT_CANNOT_RECEIVE,
                   "The receiver is not a unit that takes patients home; name a home rehab unit, a palliative team or "
                   "primary-care rehabilitation.",
                   {{"unit_id", unit_id}},
                   field_path};
  }
  const bool has_all = std::all_of(professions.begin(), professions.end(), [&](const auto profession) {
    return Contains(unit->record.professions(), static_cast<hv1::Profession>(profession));
  });
  if (!has_all) {
    return Refusal{ev1::ERROR_REASON_UNIT_CANNOT_RECEIVE,
                   "The receiver has no therapists of every profession that this handover is for; send it to a unit "
                   "that has, or one handover to each of two units.",
                   {{"unit_id", unit_id}},
                   field_path};
  }
  if (unit_id == sender_unit_id) {
    return Refusal{
        ev1::ERROR_REASON_RECEIVER_IS_SENDER, "The receiver is the sender; name the unit at home.", {}, field_path};
  }
  return std::nullopt;
}

MaybeRefusal CheckTherapist(const Deciding& d, const std::string& therapist_id) {
  const std::string& unit_id = d.handover->receiver_unit_id();
  const dv1::StaffMember* therapist = d.facts.directory.FindStaff(therapist_id);
  const bool licensed = therapist != nullptr &&
                        std::any_of(std::begin(kTherapists), std::end(kTherapists),
                                    [&](const TherapistRow& row) { return row.profession == therapist->profession(); });
  if (licensed && d.facts.directory.IsAssigned(therapist_id, unit_id)) return std::nullopt;
  return Refusal{ev1::ERROR_REASON_THERAPIST_NOT_OF_UNIT,
                 "The therapist must be an occupational therapist or physiotherapist who works at the receiving unit.",
                 {{"unit_id", unit_id}},
                 "therapist_id"};
}

// Only tries to reach somebody are counted; any other outcome is recorded once.
bool Completes(const rec::Handover& handover, hv1::FirstContactOutcome outcome) {
  const int times = outcome == hv1::FIRST_CONTACT_OUTCOME_NOT_REACHED ? handover.not_reached_count() : 1;
  return std::any_of(std::begin(kContactOutcomes), std::end(kContactOutcomes),
                     [&](const ContactRow& row) { return row.outcome == outcome && times >= row.completes_after; });
}

// True for what may be recorded while the patient is still in hospital.
bool IsBeforeDischarge(hv1::FirstContactOutcome outcome) {
  return std::none_of(std::begin(kContactOutcomes), std::end(kContactOutcomes),
                      [&](const ContactRow& row) { return row.outcome == outcome && !row.before_discharge; });
}

// True when the sender kept its own due time for sending; then it is never late, however late the need was marked.
bool SentWithinOwnDue(const Deciding& d, const rec::Handover& handover) {
  for (const auto profession : handover.professions()) {
    bool within = false;
    for (const rec::Task& task : d.facts.transition->tasks()) {
      within = within || (task.kind() == hv1::TASK_KIND_SEND_HANDOVER && task.profession() == profession &&
                          (task.due_time_us() == 0 || absl::ToUnixMicros(d.recorded) <= task.due_time_us()));
    }
    if (!within) return false;
  }
  return true;
}

// Judges a sending, once: too late, after the discharge, and whether the sender must ring.
void JudgeSending(Deciding& d, rec::Handover& handover) {
  const DueRequest request = AcknowledgeRequest(d, handover);
  const DueTime judged = ComputeDueTime(request);
  handover.set_sent_time_us(absl::ToUnixMicros(d.recorded));
  handover.set_sent_too_late(judged.sent_too_late && !SentWithinOwnDue(d, handover));
  handover.set_sent_after_discharge(judged.sent_after_discharge);
  handover.set_call_required(NeedsCall({.urgency = handover.urgency(),
                                        .sent = d.recorded,
                                        .acknowledge_due = judged.due.value_or(d.recorded),
                                        .discharge = request.discharge,
                                        .zone = request.holder.zone},
                                       CurrentPolicyOf(d.facts.directory, handover.sender_unit_id())));
  handover.clear_call_reached_time_us();
}

void MarkMissingNeed(Deciding& d, hv1::Profession profession, hv1::Urgency urgency) {
  for (const rec::Need& need : d.after().needs()) {
    if (need.profession() == profession && need.cleared_reason() == hv1::CLEAR_NEED_REASON_UNSPECIFIED) return;
  }
  rec::Need& need = *d.after().add_needs();
  need.set_profession(profession);
  need.set_urgency(urgency);
  need.set_unit_id(d.command.actor.unit_id);
  need.set_marked_time_us(absl::ToUnixMicros(d.recorded));
}

}  // namespace

MaybeRefusal Apply(Deciding& d, const SendHandover& step) {
  for (const hv1::Profession profession : step.professions) {
    for (const rec::Handover& other : d.after().handovers()) {
      if (IsLive(other) && other.kind() == step.kind && Contains(other.professions(), profession)) {
        return Refusal{ev1::ERROR_REASON_PROFESSION_ALREADY_SENT,
                       "A handover for this profession is under way; withdraw it before sending another.",
                       {{"handover_id", other.id()}},
                       "professions"};
      }
    }
  }
  if (auto refused =
          CheckReceiver(d, step.receiver_unit_id, d.command.actor.unit_id, step.professions, "receiver_unit_id"))
    return refused;
  // To send is to say that there is a need.
  for (const hv1::Profession profession : step.professions) MarkMissingNeed(d, profession, step.urgency);
  rec::Handover& handover = *d.after().add_handovers();
  handover.set_id(d.facts.new_id);
  handover.set_kind(step.kind);
  handover.set_state(hv1::HANDOVER_STATE_SENT);
  handover.set_urgency(step.urgency);
  handover.set_revision(1);
  handover.set_sender_unit_id(d.command.actor.unit_id);
  handover.set_receiver_unit_id(step.receiver_unit_id);
  for (const hv1::Profession profession : step.professions) handover.add_professions(profession);
  handover.set_content_number(1);
  JudgeSending(d, handover);
  Involve(d.after(), step.receiver_unit_id);
  d.handover = &handover;
  d.to_unit_id = step.receiver_unit_id;
  return std::nullopt;
}

MaybeRefusal Apply(Deciding& d, const Acknowledge& step) {
  rec::Handover& handover = *d.handover;
  for (const hv1::Profession profession : step.professions) {
    if (!Contains(handover.professions(), profession)) {
      return Refusal{ev1::ERROR_REASON_PROFESSION_NOT_IN_HANDOVER,
                     "The handover is not for one of the professions that you acknowledge; name only its own.",
                     {},
                     "professions"};
    }
  }
  if (!step.therapist_id.empty()) {
    if (auto refused = CheckTherapist(d, step.therapist_id)) return refused;
  }
  for (const auto profession : handover.professions()) {
    const bool asked = step.professions.empty() || std::find(step.professions.begin(), step.professions.end(),
                                                             profession) != step.professions.end();
    if (asked && !Contains(handover.acknowledged_professions(), static_cast<hv1::Profession>(profession))) {
      handover.add_acknowledged_professions(static_cast<hv1::Profession>(profession));
    }
  }
  // Taken for one profession of two, it still has to be answered for the other.
  if (handover.acknowledged_professions_size() < handover.professions_size()) {
    handover.set_state(hv1::HANDOVER_STATE_SENT);
  } else {
    handover.set_acknowledged_time_us(absl::ToUnixMicros(d.recorded));
    handover.set_acknowledged_by_staff_id(d.command.actor.staff_id);
  }
  if (!step.therapist_id.empty()) handover.set_therapist_staff_id(step.therapist_id);
  if (step.planned_first_visit.has_value()) {
    handover.set_planned_first_visit_time_us(absl::ToUnixMicros(*step.planned_first_visit));
  }
  return std::nullopt;
}

MaybeRefusal Apply(Deciding& d, const AssignTherapist& step) {
  if (auto refused = CheckTherapist(d, step.therapist_id)) return refused;
  d.handover->set_therapist_staff_id(step.therapist_id);
  return std::nullopt;
}

MaybeRefusal Apply(Deciding& d, const Decline& step) {
  if (!step.suggested_unit_id.empty() && d.facts.directory.FindUnit(step.suggested_unit_id) == nullptr) {
    return Refusal{ev1::ERROR_REASON_UNIT_UNKNOWN,
                   "The suggested unit is not in the directory; `directory show` lists the units.",
                   {{"unit_id", step.suggested_unit_id}},
                   "suggested_unit_id"};
  }
  d.handover->set_decline_reason(step.reason);
  d.handover->set_suggested_unit_id(step.suggested_unit_id);
  d.handover->clear_acknowledged_professions();
  d.handover->clear_therapist_staff_id();
  d.handover->clear_planned_first_visit_time_us();
  d.reason_code = step.reason;
  return std::nullopt;
}

MaybeRefusal Apply(Deciding& d, const Redirect& step) {
  rec::Handover& handover = *d.handover;
  if (auto refused =
          CheckReceiver(d, step.to_unit_id, handover.sender_unit_id(), handover.professions(), "to_unit_id")) {
    return refused;
  }
  const bool declined = handover.decline_reason() != hv1::DECLINE_REASON_UNSPECIFIED;
  if (step.to_unit_id == handover.receiver_unit_id() && !declined) {
    return Refusal{ev1::ERROR_REASON_UNIT_CANNOT_RECEIVE,
                   "The handover is with this unit already; name the unit that it should go to.",
                   {{"unit_id", step.to_unit_id}},
                   "to_unit_id"};
  }
  d.former_receiver_unit_id = handover.receiver_unit_id();
  handover.add_former_receiver_unit_ids(d.former_receiver_unit_id);
  handover.set_receiver_unit_id(step.to_unit_id);
  handover.clear_acknowledged_professions();
  handover.clear_therapist_staff_id();
  handover.clear_planned_first_visit_time_us();
  Involve(d.after(), step.to_unit_id);
  d.to_unit_id = step.to_unit_id;
  if (declined) {
    // A new sending, with everything that a sending is judged by.
    handover.clear_decline_reason();
    handover.clear_suggested_unit_id();
    JudgeSending(d, handover);
    return std::nullopt;
  }
  for (const rec::Task& task : d.facts.transition->tasks()) {
    if (task.kind() == hv1::TASK_KIND_ACKNOWLEDGE && task.handover_id() == handover.id()) {
      d.forwarded_due = absl::FromUnixMicros(task.due_time_us());
    }
  }
  return std::nullopt;
}

MaybeRefusal Apply(Deciding& d, const Withdraw& step) {
  d.handover->set_withdraw_reason(step.reason);
  d.reason_code = step.reason;
  if (d.handover->acknowledged_professions_size() > 0) GiveNotice(d, *d.handover, hv1::NOTICE_REASON_WITHDRAWN);
  return std::nullopt;
}

MaybeRefusal Apply(Deciding& d, const RecordCall& step) {
  d.reason_code = step.outcome;
  if (step.outcome == hv1::CALL_OUTCOME_REACHED) {
    d.handover->set_call_reached_time_us(absl::ToUnixMicros(d.command.occurred.value_or(d.recorded)));
  }
  return std::nullopt;
}

MaybeRefusal Apply(Deciding& d, const RecordFirstContact& step) {
  rec::Handover& handover = *d.handover;
  d.reason_code = step.outcome;
  if (d.after().state() == hv1::TRANSITION_STATE_ADMITTED && !IsBeforeDischarge(step.outcome)) {
    return Refusal{ev1::ERROR_REASON_NOT_DISCHARGED,
                   "The patient's discharge is not recorded yet; record it first, or say when the visit is planned."};
  }
  const absl::Time contact = step.contact.value_or(d.recorded);
  if (step.outcome == hv1::FIRST_CONTACT_OUTCOME_PLANNED) {
    handover.set_planned_first_visit_time_us(absl::ToUnixMicros(contact));
  } else if (auto refused = CheckOccurred(d, step.contact, "contact_time")) {
    return refused;
  }
  if (step.outcome == hv1::FIRST_CONTACT_OUTCOME_NOT_REACHED) {
    handover.set_not_reached_count(handover.not_reached_count() + 1);
  }
  if (!Completes(handover, step.outcome)) {
    handover.set_state(hv1::HANDOVER_STATE_ACKNOWLEDGED);
    return std::nullopt;
  }
  handover.set_first_contact_outcome(step.outcome);
  handover.set_first_contact_time_us(absl::ToUnixMicros(contact));
  if (step.outcome == hv1::FIRST_CONTACT_OUTCOME_DIED) ApplyDeath(d, contact);
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

}  // namespace hemgang::rules
