#include "services/rules/policy.h"

#include <cmath>

#include "absl/strings/str_cat.h"

namespace hemgang::rules {
namespace {

using N = PolicyNumber;

// Columns: number, name, unit, default, smallest and largest that may be chosen.
// clang-format off
// TABLE: kPolicyNumbers
constexpr PolicyNumberRow kPolicyNumbers[] = {
    {N::kDischargeLead, "discharge.lead.clock_hours", Unit::kClockHours, 2, 0, 24},
    {N::kAcknowledgeFastTrack, "acknowledge.fast_track.hours", Unit::kWorkingHours, 2, 1, 80},
    {N::kAcknowledgeUrgent, "acknowledge.urgent.hours", Unit::kWorkingHours, 4, 1, 80},
    {N::kAcknowledgeRoutine, "acknowledge.routine.hours", Unit::kWorkingHours, 8, 1, 80},
    {N::kAcknowledgeFastTrackNeverBefore, "acknowledge.fast_track.never_before.hours", Unit::kWorkingHours, 1, 1, 40},
    {N::kAcknowledgeUrgentNeverBefore, "acknowledge.urgent.never_before.hours", Unit::kWorkingHours, 1, 1, 40},
    {N::kAcknowledgeRoutineNeverBefore, "acknowledge.routine.never_before.hours", Unit::kWorkingHours, 2, 1, 40},
    {N::kAcknowledgeRehabNotice, "acknowledge.rehab_notice.hours", Unit::kWorkingHours, 8, 1, 80},
    {N::kAcknowledgeAdmissionReport, "acknowledge.admission_report.hours", Unit::kWorkingHours, 8, 1, 80},
    {N::kCall, "call.clock_hours", Unit::kClockHours, 1, 1, 24},
    {N::kAssign, "assign.working_days", Unit::kWorkingDays, 2, 1, 20},
    {N::kAssignNeverBefore, "assign.never_before.hours", Unit::kWorkingHours, 2, 1, 40},
    {N::kAnswerFastTrack, "answer.fast_track.hours", Unit::kWorkingHours, 2, 1, 80},
    {N::kAnswerUrgent, "answer.urgent.hours", Unit::kWorkingHours, 4, 1, 80},
    {N::kAnswerRoutine, "answer.routine.hours", Unit::kWorkingHours, 8, 1, 80},
    {N::kAnswerNeverBefore, "answer.never_before.hours", Unit::kWorkingHours, 1, 1, 40},
    {N::kRedirectFastTrack, "redirect.fast_track.hours", Unit::kWorkingHours, 1, 1, 40},
    {N::kRedirectUrgent, "redirect.urgent.hours", Unit::kWorkingHours, 2, 1, 40},
    {N::kRedirectRoutine, "redirect.routine.hours", Unit::kWorkingHours, 4, 1, 40},
    {N::kSendHandoverRemaining, "send_handover.remaining.hours", Unit::kWorkingHours, 4, 1, 80},
    {N::kSendHandoverUnknown, "send_handover.unknown.working_days", Unit::kWorkingDays, 3, 1, 20},
    {N::kSendHandoverNeverBefore, "send_handover.never_before.hours", Unit::kWorkingHours, 2, 1, 40},
    {N::kSendAdmissionReport, "send_admission_report.minute_of_day", Unit::kMinuteOfDay, 720, 0, 1440},
    {N::kSendAdmissionReportNeverBefore, "send_admission_report.never_before.hours", Unit::kWorkingHours, 2, 1, 40},
    {N::kConfirmDischarge, "confirm_discharge.clock_hours", Unit::kClockHours, 2, 1, 48},
    {N::kConfirmDischargeUnknown, "confirm_discharge.unknown.working_days", Unit::kWorkingDays, 2, 1, 20},
    {N::kConfirmDischargeNeverBefore, "confirm_discharge.never_before.hours", Unit::kWorkingHours, 2, 1, 40},
    {N::kConfirmAids, "confirm_aids.minute_of_day", Unit::kMinuteOfDay, 720, 0, 1440},
    {N::kConfirmAidsNeverBefore, "confirm_aids.never_before.hours", Unit::kWorkingHours, 1, 1, 40},
    {N::kFirstContactFastTrack, "first_contact.fast_track.minute_of_day", Unit::kMinuteOfDay, 720, 0, 1440},
    {N::kFirstContactUrgent, "first_contact.urgent.working_days", Unit::kWorkingDays, 2, 1, 20},
    {N::kFirstContactRoutine, "first_contact.routine.calendar_days", Unit::kCalendarDays, 7, 1, 60},
    {N::kFirstContactNeverBefore, "first_contact.never_before.hours", Unit::kWorkingHours, 2, 1, 40},
    {N::kSeeNoticeEarlierOrDeath, "see_notice.earlier_or_death.hours", Unit::kWorkingHours, 1, 1, 40},
    {N::kSeeNoticeOther, "see_notice.other.hours", Unit::kWorkingHours, 4, 1, 80},
    {N::kSeeNoticeMovedEarlier, "see_notice.moved_earlier.clock_hours", Unit::kClockHours, 4, 1, 72},
    {N::kLadderReminder, "ladder.reminder.percent", Unit::kPercent, 50, 1, 99},
    {N::kLadderSecondFastTrack, "ladder.second.fast_track.hours", Unit::kWorkingHours, 2, 1, 80},
    {N::kLadderSecondUrgent, "ladder.second.urgent.hours", Unit::kWorkingHours, 2, 1, 80},
    {N::kLadderSecondRoutine, "ladder.second.routine.hours", Unit::kWorkingHours, 4, 1, 80},
    {N::kLadderSecondCall, "ladder.second.call.clock_hours", Unit::kClockHours, 2, 1, 48},
    {N::kLadderThirdFastTrack, "ladder.third.fast_track.working_days", Unit::kWorkingDays, 1, 1, 20},
    {N::kLadderThirdUrgent, "ladder.third.urgent.working_days", Unit::kWorkingDays, 2, 1, 20},
    {N::kLadderThirdRoutine, "ladder.third.routine.working_days", Unit::kWorkingDays, 2, 1, 20},
    {N::kLadderThirdCall, "ladder.third.call.clock_hours", Unit::kClockHours, 8, 1, 96},
    {N::kLadderRepeat, "ladder.repeat.working_days", Unit::kWorkingDays, 2, 1, 20},
};
// END TABLE
// clang-format on

struct Relation {
  PolicyNumber larger;
  PolicyNumber smaller;
  bool plus_lead;  // the lead before the discharge is added to the smaller
};

// A floor above the time itself would make the time a lie. The last three rows keep the promise on
// sending in time: what is left at the sender's due time must hold the receiver's floor and, where
// a unit closes at midnight or works through the discharge, the lead as well.
// clang-format off
// TABLE: kRelations
constexpr Relation kRelations[] = {
    {N::kAcknowledgeFastTrack, N::kAcknowledgeFastTrackNeverBefore, false},
    {N::kAcknowledgeUrgent, N::kAcknowledgeUrgentNeverBefore, false},
    {N::kAcknowledgeRoutine, N::kAcknowledgeRoutineNeverBefore, false},
    {N::kAnswerFastTrack, N::kAnswerNeverBefore, false},
    {N::kAnswerUrgent, N::kAnswerNeverBefore, false},
    {N::kAnswerRoutine, N::kAnswerNeverBefore, false},
    {N::kSendHandoverRemaining, N::kAcknowledgeFastTrackNeverBefore, true},
    {N::kSendHandoverRemaining, N::kAcknowledgeUrgentNeverBefore, true},
    {N::kSendHandoverRemaining, N::kAcknowledgeRoutineNeverBefore, true},
};
// END TABLE
// clang-format on

std::string_view NameOf(PolicyNumber number) {
  for (const PolicyNumberRow& row : kPolicyNumbers) {
    if (row.number == number) return row.name;
  }
  return "";
}

std::string Shown(std::string_view text) {
  return std::string(text);
}

std::string OutOfBounds(const PolicyNumberRow& row, const std::string& shown) {
  return absl::StrCat(Shown(row.name), " is ", shown, "; it must be a whole number from ", row.min, " to ", row.max,
                      ".");
}

int CountOf(const Policy& policy, PolicyNumber number) {
  const size_t index = static_cast<size_t>(number);
  return index < policy.counts.size() ? policy.counts[index] : 0;
}

Policy MakeDefaultPolicy() {
  Policy policy;
  policy.id = "default";
  policy.version = 1;
  for (const PolicyNumberRow& row : kPolicyNumbers) policy.counts[static_cast<size_t>(row.number)] = row.by_default;
  return policy;
}

}  // namespace

absl::Span<const PolicyNumberRow> PolicyNumbers() {
  return kPolicyNumbers;
}

const Policy& DefaultPolicy() {
  static const Policy* const policy = new Policy(MakeDefaultPolicy());
  return *policy;
}

Amount AmountOf(const Policy& policy, PolicyNumber number) {
  Amount amount;
  amount.count = CountOf(policy, number);
  for (const PolicyNumberRow& row : kPolicyNumbers) {
    if (row.number == number) amount.unit = row.unit;
  }
  return amount;
}

std::string SetPolicyNumber(Policy& policy, std::string_view name, double value) {
  for (const PolicyNumberRow& row : kPolicyNumbers) {
    if (row.name != name) continue;
    // Asked this way around, a value that is no number at all is refused too.
    const bool within = value >= row.min && value <= row.max;
    if (!within || value != std::floor(value)) return OutOfBounds(row, absl::StrCat(value));
    policy.counts[static_cast<size_t>(row.number)] = static_cast<int>(value);
    return "";
  }
  return absl::StrCat("There is no number named ", Shown(name), " in a policy.");
}

std::string CheckPolicy(const Policy& policy) {
  for (const PolicyNumberRow& row : kPolicyNumbers) {
    const int count = CountOf(policy, row.number);
    if (count < row.min || count > row.max) return OutOfBounds(row, absl::StrCat(count));
  }
  const int lead = CountOf(policy, N::kDischargeLead);
  for (const Relation& relation : kRelations) {
    const int needed = CountOf(policy, relation.smaller) + (relation.plus_lead ? lead : 0);
    if (CountOf(policy, relation.larger) >= needed) continue;
    return absl::StrCat(Shown(NameOf(relation.larger)), " must be at least ", Shown(NameOf(relation.smaller)),
                        relation.plus_lead ? " and discharge.lead.clock_hours together: " : ": ", needed, ".");
  }
  return "";
}

}  // namespace hemgang::rules
