// The numbers of a policy: what they are by default, what may be chosen, what contradicts what (Due times, docs).

#include "services/rules/policy.h"

#include <limits>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace hemgang::rules {
namespace {

using N = PolicyNumber;

struct Row {
  std::string test;
  PolicyNumber number;
  std::string name;
  Unit unit;
  int by_default;
  int min;
  int max;
};

void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

std::string NameOfRow(const testing::TestParamInfo<Row>& info) {
  return info.param.test;
}

// A public promise: directories override numbers by these names, and a default that changes moves everybody's due
// times.
const std::vector<Row>& Rows() {
  // clang-format off
  static const auto& rows = *new std::vector<Row>{
      {"DischargeLead", N::kDischargeLead, "discharge.lead.clock_hours", Unit::kClockHours, 2, 0, 24},
      {"AcknowledgeFastTrack", N::kAcknowledgeFastTrack, "acknowledge.fast_track.hours", Unit::kWorkingHours, 2, 1, 80},
      {"AcknowledgeUrgent", N::kAcknowledgeUrgent, "acknowledge.urgent.hours", Unit::kWorkingHours, 4, 1, 80},
      {"AcknowledgeRoutine", N::kAcknowledgeRoutine, "acknowledge.routine.hours", Unit::kWorkingHours, 8, 1, 80},
      {"AcknowledgeFastTrackNeverBefore", N::kAcknowledgeFastTrackNeverBefore, "acknowledge.fast_track.never_before.hours", Unit::kWorkingHours, 1, 1, 40},
      {"AcknowledgeUrgentNeverBefore", N::kAcknowledgeUrgentNeverBefore, "acknowledge.urgent.never_before.hours", Unit::kWorkingHours, 1, 1, 40},
      {"AcknowledgeRoutineNeverBefore", N::kAcknowledgeRoutineNeverBefore, "acknowledge.routine.never_before.hours", Unit::kWorkingHours, 2, 1, 40},
      {"AcknowledgeRehabNotice", N::kAcknowledgeRehabNotice, "acknowledge.rehab_notice.hours", Unit::kWorkingHours, 8, 1, 80},
      {"AcknowledgeAdmissionReport", N::kAcknowledgeAdmissionReport, "acknowledge.admission_report.hours", Unit::kWorkingHours, 8, 1, 80},
      {"Call", N::kCall, "call.clock_hours", Unit::kClockHours, 1, 1, 24},
      {"Assign", N::kAssign, "assign.working_days", Unit::kWorkingDays, 2, 1, 20},
      {"AssignNeverBefore", N::kAssignNeverBefore, "assign.never_before.hours", Unit::kWorkingHours, 2, 1, 40},
      {"AnswerFastTrack", N::kAnswerFastTrack, "answer.fast_track.hours", Unit::kWorkingHours, 2, 1, 80},
      {"AnswerUrgent", N::kAnswerUrgent, "answer.urgent.hours", Unit::kWorkingHours, 4, 1, 80},
      {"AnswerRoutine", N::kAnswerRoutine, "answer.routine.hours", Unit::kWorkingHours, 8, 1, 80},
      {"AnswerNeverBefore", N::kAnswerNeverBefore, "answer.never_before.hours", Unit::kWorkingHours, 1, 1, 40},
      {"RedirectFastTrack", N::kRedirectFastTrack, "redirect.fast_track.hours", Unit::kWorkingHours, 1, 1, 40},
      {"RedirectUrgent", N::kRedirectUrgent, "redirect.urgent.hours", Unit::kWorkingHours, 2, 1, 40},
      {"RedirectRoutine", N::kRedirectRoutine, "redirect.routine.hours", Unit::kWorkingHours, 4, 1, 40},
      {"SendHandoverRemaining", N::kSendHandoverRemaining, "send_handover.remaining.hours", Unit::kWorkingHours, 4, 1, 80},
      {"SendHandoverUnknown", N::kSendHandoverUnknown, "send_handover.unknown.working_days", Unit::kWorkingDays, 3, 1, 20},
      {"SendHandoverNeverBefore", N::kSendHandoverNeverBefore, "send_handover.never_before.hours", Unit::kWorkingHours, 2, 1, 40},
      {"SendAdmissionReport", N::kSendAdmissionReport, "send_admission_report.minute_of_day", Unit::kMinuteOfDay, 720, 0, 1440},
      {"SendAdmissionReportNeverBefore", N::kSendAdmissionReportNeverBefore, "send_admission_report.never_before.hours", Unit::kWorkingHours, 2, 1, 40},
      {"ConfirmDischarge", N::kConfirmDischarge, "confirm_discharge.clock_hours", Unit::kClockHours, 2, 1, 48},
      {"ConfirmDischargeUnknown", N::kConfirmDischargeUnknown, "confirm_discharge.unknown.working_days", Unit::kWorkingDays, 2, 1, 20},
      {"ConfirmDischargeNeverBefore", N::kConfirmDischargeNeverBefore, "confirm_discharge.never_before.hours", Unit::kWorkingHours, 2, 1, 40},
      {"ConfirmAids", N::kConfirmAids, "confirm_aids.minute_of_day", Unit::kMinuteOfDay, 720, 0, 1440},
      {"ConfirmAidsNeverBefore", N::kConfirmAidsNeverBefore, "confirm_aids.never_before.hours", Unit::kWorkingHours, 1, 1, 40},
      {"FirstContactFastTrack", N::kFirstContactFastTrack, "first_contact.fast_track.minute_of_day", Unit::kMinuteOfDay, 720, 0, 1440},
      {"FirstContactUrgent", N::kFirstContactUrgent, "first_contact.urgent.working_days", Unit::kWorkingDays, 2, 1, 20},
      {"FirstContactRoutine", N::kFirstContactRoutine, "first_contact.routine.calendar_days", Unit::kCalendarDays, 7, 1, 60},
      {"FirstContactNeverBefore", N::kFirstContactNeverBefore, "first_contact.never_before.hours", Unit::kWorkingHours, 2, 1, 40},
      {"SeeNoticeEarlierOrDeath", N::kSeeNoticeEarlierOrDeath, "see_notice.earlier_or_death.hours", Unit::kWorkingHours, 1, 1, 40},
      {"SeeNoticeOther", N::kSeeNoticeOther, "see_notice.other.hours", Unit::kWorkingHours, 4, 1, 80},
      {"SeeNoticeMovedEarlier", N::kSeeNoticeMovedEarlier, "see_notice.moved_earlier.clock_hours", Unit::kClockHours, 4, 1, 72},
      {"LadderReminder", N::kLadderReminder, "ladder.reminder.percent", Unit::kPercent, 50, 1, 99},
      {"LadderSecondFastTrack", N::kLadderSecondFastTrack, "ladder.second.fast_track.hours", Unit::kWorkingHours, 2, 1, 80},
      {"LadderSecondUrgent", N::kLadderSecondUrgent, "ladder.second.urgent.hours", Unit::kWorkingHours, 2, 1, 80},
      {"LadderSecondRoutine", N::kLadderSecondRoutine, "ladder.second.routine.hours", Unit::kWorkingHours, 4, 1, 80},
      {"LadderSecondCall", N::kLadderSecondCall, "ladder.second.call.clock_hours", Unit::kClockHours, 2, 1, 48},
      {"LadderThirdFastTrack", N::kLadderThirdFastTrack, "ladder.third.fast_track.working_days", Unit::kWorkingDays, 1, 1, 20},
      {"LadderThirdUrgent", N::kLadderThirdUrgent, "ladder.third.urgent.working_days", Unit::kWorkingDays, 2, 1, 20},
      {"LadderThirdRoutine", N::kLadderThirdRoutine, "ladder.third.routine.working_days", Unit::kWorkingDays, 2, 1, 20},
      {"LadderThirdCall", N::kLadderThirdCall, "ladder.third.call.clock_hours", Unit::kClockHours, 8, 1, 96},
      {"LadderRepeat", N::kLadderRepeat, "ladder.repeat.working_days", Unit::kWorkingDays, 2, 1, 20},
  };
  // clang-format on
  return rows;
}

class Number : public testing::TestWithParam<Row> {};

TEST_P(Number, HasItsDefaultAndUnit) {
  const Amount amount = AmountOf(DefaultPolicy(), GetParam().number);
  EXPECT_EQ(amount.count, GetParam().by_default);
  EXPECT_EQ(amount.unit, GetParam().unit);
}

TEST_P(Number, IsSetByItsNameWithinItsBounds) {
  Policy policy = DefaultPolicy();
  for (const int count : {GetParam().min, GetParam().max}) {
    EXPECT_EQ(SetPolicyNumber(policy, GetParam().name, count), "");
    EXPECT_EQ(AmountOf(policy, GetParam().number).count, count);
  }
  for (const double count : {GetParam().min - 1.0, GetParam().max + 1.0, GetParam().min + 0.5,
                             std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    EXPECT_EQ(SetPolicyNumber(policy, GetParam().name, count).find(GetParam().name + " is "), 0u) << count;
    EXPECT_EQ(AmountOf(policy, GetParam().number).count, GetParam().max);
  }
}

TEST_P(Number, OutOfBoundsMakesAPolicyUnusable) {
  for (const int count : {GetParam().min - 1, GetParam().max + 1}) {
    Policy policy = DefaultPolicy();
    policy.counts[static_cast<size_t>(GetParam().number)] = count;
    EXPECT_EQ(CheckPolicy(policy).find(GetParam().name + " is "), 0u) << count;
  }
}

INSTANTIATE_TEST_SUITE_P(Table, Number, testing::ValuesIn(Rows()), NameOfRow);

TEST(PolicyNumbers, AreTheseInTheOrderOfTheEnum) {
  ASSERT_EQ(PolicyNumbers().size(), static_cast<size_t>(kPolicyNumberCount));
  ASSERT_EQ(Rows().size(), static_cast<size_t>(kPolicyNumberCount));
  for (size_t index = 0; index < PolicyNumbers().size(); ++index) {
    EXPECT_EQ(PolicyNumbers()[index].number, static_cast<PolicyNumber>(index));
  }
}

TEST(DefaultPolicy, CanBeUsed) {
  EXPECT_EQ(CheckPolicy(DefaultPolicy()), "");
  EXPECT_EQ(DefaultPolicy().id, "default");
  EXPECT_EQ(DefaultPolicy().version, 1);
}

TEST(SetPolicyNumber, RefusesANameThatThereIsNot) {
  Policy policy = DefaultPolicy();
  EXPECT_EQ(SetPolicyNumber(policy, "acknowledge.hours", 3), "There is no number named acknowledge.hours in a policy.");
  EXPECT_EQ(policy.counts, DefaultPolicy().counts);
}

TEST(AmountOf, OfWhatIsNoNumberIsNothing) {
  EXPECT_EQ(AmountOf(DefaultPolicy(), N::kCount).count, 0);
}

// One row of kRelations: the smaller number is raised until it meets the larger one, and then by one more.
struct Related {
  std::string test;
  std::string larger;
  std::string smaller;
  int lead;
};

void PrintTo(const Related& row, std::ostream* out) {
  *out << row.test;
}

std::string NameOfRelated(const testing::TestParamInfo<Related>& info) {
  return info.param.test;
}

const std::vector<Related>& Relations() {
  static const auto& rows = *new std::vector<Related>{
      {"AcknowledgeFast", "acknowledge.fast_track.hours", "acknowledge.fast_track.never_before.hours", 0},
      {"AcknowledgeUrgent", "acknowledge.urgent.hours", "acknowledge.urgent.never_before.hours", 0},
      {"AcknowledgeRoutine", "acknowledge.routine.hours", "acknowledge.routine.never_before.hours", 0},
      {"AnswerFast", "answer.fast_track.hours", "answer.never_before.hours", 0},
      {"AnswerUrgent", "answer.urgent.hours", "answer.never_before.hours", 0},
      {"AnswerRoutine", "answer.routine.hours", "answer.never_before.hours", 0},
      {"SendFast", "send_handover.remaining.hours", "acknowledge.fast_track.never_before.hours", 7},
      {"SendUrgent", "send_handover.remaining.hours", "acknowledge.urgent.never_before.hours", 7},
      {"SendRoutine", "send_handover.remaining.hours", "acknowledge.routine.never_before.hours", 7},
  };
  return rows;
}

class Relation : public testing::TestWithParam<Related> {};

TEST_P(Relation, IsKept) {
  Policy policy = DefaultPolicy();
  // Room everywhere, so that this one relation alone is at stake.
  for (const Related& row : Relations()) {
    ASSERT_EQ(SetPolicyNumber(policy, row.larger, 60), "");
    ASSERT_EQ(SetPolicyNumber(policy, row.smaller, 2), "");
  }
  ASSERT_EQ(SetPolicyNumber(policy, "discharge.lead.clock_hours", 7), "");
  ASSERT_EQ(CheckPolicy(policy), "");
  const int smaller = 12;
  ASSERT_EQ(SetPolicyNumber(policy, GetParam().smaller, smaller), "");
  ASSERT_EQ(SetPolicyNumber(policy, GetParam().larger, smaller + GetParam().lead), "");
  EXPECT_EQ(CheckPolicy(policy), "");
  ASSERT_EQ(SetPolicyNumber(policy, GetParam().larger, smaller + GetParam().lead - 1), "");
  EXPECT_EQ(CheckPolicy(policy).find(GetParam().larger + " must be at least " + GetParam().smaller), 0u);
}

INSTANTIATE_TEST_SUITE_P(Table, Relation, testing::ValuesIn(Relations()), NameOfRelated);

}  // namespace
}  // namespace hemgang::rules
