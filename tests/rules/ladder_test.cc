// The ladder, rung by rung, by hand (The ladder, docs). Monday 7 September 2026 begins two weeks without a holiday.

#include "services/rules/ladder.h"

#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "absl/time/time.h"

#include "tests/rules/local_time.h"
#include "tests/rules/minute_oracle.h"

namespace hemgang::rules {
namespace {

constexpr auto kFast = hv1::URGENCY_FAST_TRACK;
constexpr auto kUrgent = hv1::URGENCY_URGENT;
constexpr auto kRoutine = hv1::URGENCY_ROUTINE;
constexpr auto kAcknowledge = hv1::TASK_KIND_ACKNOWLEDGE;
constexpr auto kCall = hv1::TASK_KIND_CALL;
constexpr auto kDischargeHandover = hv1::HANDOVER_KIND_DISCHARGE_HANDOVER;

struct Asked {
  hv1::TaskKind task = kAcknowledge;
  hv1::HandoverKind kind = kDischargeHandover;
  hv1::Urgency urgency = kRoutine;
  std::string opened = "2026-09-07T09:00";
  std::string due = "2026-09-07T13:00";
  OpeningHours holder = DayUnit();
  Policy policy = DefaultPolicy();
};

// The request borrows from `asked`.
LadderRequest Ask(const Asked& asked) {
  return {.task = asked.task,
          .handover_kind = asked.kind,
          .urgency = asked.urgency,
          .opened = At(asked.opened),
          .due = At(asked.due),
          .holder = asked.holder,
          .policy = asked.policy};
}

std::string Time(const Asked& asked, Rung rung) {
  return Said(RungTime(Ask(asked), rung));
}

// Everything that comes, as "level.repetition time", until `count` rungs are told.
std::vector<std::string> Climbed(const Asked& asked, int count) {
  std::vector<std::string> told;
  std::optional<NextRung> next = FirstRung(Ask(asked));
  while (next.has_value() && static_cast<int>(told.size()) < count) {
    told.push_back(std::to_string(next->rung.level) + "." + std::to_string(next->rung.repetition) + " " +
                   Said(next->time));
    next = RungAfter(Ask(asked), next->rung);
  }
  return told;
}

// One row of kRungs: when the level comes, and the number that it reads.
struct Row {
  std::string name;
  hv1::TaskKind task;
  hv1::Urgency urgency;
  int level;
  std::string time;
  std::string number;
};

void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

std::string NameOfRow(const testing::TestParamInfo<Row>& info) {
  return info.param.name;
}

// All due on Monday at 13:00.
const std::vector<Row>& Rows() {
  // clang-format off
  static const auto& rows = *new std::vector<Row>{
      {"SecondCall", kCall, kFast, 2, "2026-09-07T15:00", "ladder.second.call.clock_hours"},
      {"SecondCallUrgent", kCall, kUrgent, 2, "2026-09-07T15:00", "ladder.second.call.clock_hours"},
      {"SecondFast", kAcknowledge, kFast, 2, "2026-09-07T15:00", "ladder.second.fast_track.hours"},
      {"SecondUrgent", kAcknowledge, kUrgent, 2, "2026-09-07T15:00", "ladder.second.urgent.hours"},
      {"SecondRoutine", kAcknowledge, kRoutine, 2, "2026-09-08T09:00", "ladder.second.routine.hours"},
      {"SecondNotSet", kAcknowledge, hv1::URGENCY_UNSPECIFIED, 2, "2026-09-08T09:00", "ladder.second.routine.hours"},
      {"ThirdCall", kCall, kFast, 3, "2026-09-07T21:00", "ladder.third.call.clock_hours"},
      {"ThirdCallUrgent", kCall, kUrgent, 3, "2026-09-07T21:00", "ladder.third.call.clock_hours"},
      {"ThirdFast", kAcknowledge, kFast, 3, "2026-09-08T16:00", "ladder.third.fast_track.working_days"},
      {"ThirdUrgent", kAcknowledge, kUrgent, 3, "2026-09-09T16:00", "ladder.third.urgent.working_days"},
      {"ThirdRoutine", kAcknowledge, kRoutine, 3, "2026-09-09T16:00", "ladder.third.routine.working_days"},
      {"ThirdNotSet", kAcknowledge, hv1::URGENCY_UNSPECIFIED, 3, "2026-09-09T16:00", "ladder.third.routine.working_days"},
  };
  // clang-format on
  return rows;
}

Asked AskedFor(const Row& row) {
  return {.task = row.task, .urgency = row.urgency};
}

class RungRow : public testing::TestWithParam<Row> {};

// Only CALL has a clock of its own; every other task climbs as ACKNOWLEDGE does.
TEST_P(RungRow, IsTheSameForEveryTaskButCall) {
  if (GetParam().task == kCall) return;
  Asked asked = AskedFor(GetParam());
  for (int task = hv1::TaskKind_MIN; task <= hv1::TaskKind_MAX; ++task) {
    if (task == kCall) continue;
    asked.task = static_cast<hv1::TaskKind>(task);
    EXPECT_EQ(Time(asked, {GetParam().level, 0}), GetParam().time) << hv1::TaskKind_Name(asked.task);
  }
}

TEST_P(RungRow, GivesItsTime) {
  EXPECT_EQ(Time(AskedFor(GetParam()), {GetParam().level, 0}), GetParam().time);
}

TEST_P(RungRow, ReadsItsOwnNumberAndNoOther) {
  Asked asked = AskedFor(GetParam());
  for (const PolicyNumberRow& number : PolicyNumbers()) {
    asked.policy = DefaultPolicy();
    ASSERT_EQ(SetPolicyNumber(asked.policy, number.name, number.by_default + 1), "");
    EXPECT_EQ(Time(asked, {GetParam().level, 0}) != GetParam().time, number.name == GetParam().number) << number.name;
  }
}

INSTANTIATE_TEST_SUITE_P(Table, RungRow, testing::ValuesIn(Rows()), NameOfRow);

TEST(Reminder, ComesAfterHalfOfTheWorkingTime) {
  EXPECT_EQ(Time({}, {0, 0}), "2026-09-07T11:00");
  EXPECT_EQ(Time({.opened = "2026-06-18T15:00", .due = "2026-06-22T15:00"}, {0, 0}), "2026-06-22T11:00");
  EXPECT_EQ(Time({.opened = "2026-09-11T15:00", .due = "2026-09-14T09:00"}, {0, 0}), "2026-09-11T16:00");
}

TEST(Reminder, OfACallComesAfterHalfOfTheClockTime) {
  EXPECT_EQ(Time({.task = kCall, .opened = "2026-09-12T22:00", .due = "2026-09-12T23:00"}, {0, 0}), "2026-09-12T22:30");
}

TEST(Reminder, ReadsThePolicy) {
  Asked asked;
  ASSERT_EQ(SetPolicyNumber(asked.policy, "ladder.reminder.percent", 75), "");
  EXPECT_EQ(Time(asked, {0, 0}), "2026-09-07T12:00");
}

TEST(Reminder, FallsOnAWholeMicrosecond) {
  Asked asked;
  LadderRequest request = Ask(asked);
  request.due += absl::Microseconds(1);
  EXPECT_EQ(RungTime(request, {0, 0}), At("2026-09-07T11:00"));
}

TEST(Due, IsTheFirstLevel) {
  EXPECT_EQ(Time({}, {1, 0}), "2026-09-07T13:00");
}

TEST(Ladder, IsClimbedStepByStepOverMidsummer) {
  EXPECT_EQ(Climbed({.opened = "2026-06-18T15:00", .due = "2026-06-22T15:00"}, 7),
            (std::vector<std::string>{"0.0 2026-06-22T11:00", "1.0 2026-06-22T15:00", "2.0 2026-06-23T11:00",
                                      "3.0 2026-06-24T16:00", "3.1 2026-06-26T16:00", "3.2 2026-06-30T16:00",
                                      "3.3 2026-07-02T16:00"}));
}

TEST(Ladder, OfAFastTrack) {
  EXPECT_EQ(Climbed({.urgency = kFast, .due = "2026-09-07T11:00"}, 5),
            (std::vector<std::string>{"0.0 2026-09-07T10:00", "1.0 2026-09-07T11:00", "2.0 2026-09-07T13:00",
                                      "3.0 2026-09-08T16:00", "3.1 2026-09-10T16:00"}));
}

TEST(Ladder, OfACallGoesByTheClockAndIsRepeatedByWorkingDays) {
  EXPECT_EQ(Climbed({.task = kCall, .urgency = kFast, .opened = "2026-09-11T18:00", .due = "2026-09-11T19:00"}, 6),
            (std::vector<std::string>{"0.0 2026-09-11T18:30", "1.0 2026-09-11T19:00", "2.0 2026-09-11T21:00",
                                      "3.0 2026-09-12T03:00", "3.1 2026-09-15T16:00", "3.2 2026-09-17T16:00"}));
}

TEST(Ladder, OfACallThatReachesTheThirdLevelAtMidnight) {
  // 00:00 is Tuesday already: two working days after it end on Thursday.
  EXPECT_EQ(Time({.task = kCall, .urgency = kFast, .opened = "2026-09-07T15:00", .due = "2026-09-07T16:00"}, {3, 1}),
            "2026-09-10T16:00");
}

TEST(Ladder, IsRepeatedEverySecondDayWhereTheUnitNeverCloses) {
  const std::vector<std::string> told = Climbed({.holder = AroundTheClock()}, 6);
  ASSERT_EQ(told.size(), 6u);
  EXPECT_EQ(told[3], "3.0 2026-09-10T00:00");
  EXPECT_EQ(told[4], "3.1 2026-09-12T00:00");
  EXPECT_EQ(told[5], "3.2 2026-09-14T00:00");
}

TEST(Ladder, RepetitionReadsThePolicy) {
  Asked asked;
  ASSERT_EQ(SetPolicyNumber(asked.policy, "ladder.repeat.working_days", 1), "");
  EXPECT_EQ(Time(asked, {3, 1}), "2026-09-10T16:00");
  EXPECT_EQ(Time(asked, {3, 2}), "2026-09-11T16:00");
}

TEST(Ladder, ARungIsNeverBeforeTheOneBelowIt) {
  // Open for an hour on weekdays: four working hours after due are later than two working days after it.
  Asked asked{.opened = "2026-09-07T08:00", .due = "2026-09-07T09:00"};
  for (size_t weekday = 0; weekday < 5; ++weekday) asked.holder.week[weekday] = {{480, 540}};
  EXPECT_EQ(Time(asked, {2, 0}), "2026-09-11T09:00");
  EXPECT_EQ(Time(asked, {3, 0}), "2026-09-11T09:00");
  EXPECT_EQ(Time(asked, {3, 1}), "2026-09-15T09:00");
}

TEST(Ladder, SkipsWhatHasPassedWhenTheTaskOpens) {
  // All of the time between lies outside opening hours: no half of it is left to remind after.
  const std::optional<NextRung> first = FirstRung(
      Ask({.task = hv1::TASK_KIND_CONFIRM_DISCHARGE, .opened = "2026-09-12T09:00", .due = "2026-09-12T12:00"}));
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->rung, (Rung{1, 0}));
  EXPECT_EQ(Said(first->time), "2026-09-12T12:00");
  // Due at the very opening: told with the second level.
  const std::optional<NextRung> late = FirstRung(Ask({.due = "2026-09-07T09:00"}));
  ASSERT_TRUE(late.has_value());
  EXPECT_EQ(late->rung, (Rung{2, 0}));
  EXPECT_EQ(Said(late->time), "2026-09-07T13:00");
}

TEST(Ladder, OfAnAdmissionReportIsAReminderOnly) {
  const Asked asked{.kind = hv1::HANDOVER_KIND_ADMISSION_REPORT};
  EXPECT_EQ(Climbed(asked, 9), (std::vector<std::string>{"0.0 2026-09-07T11:00"}));
  EXPECT_EQ(RungTime(Ask(asked), {1, 0}), std::nullopt);
  // Only to acknowledge one; and only one of that kind.
  EXPECT_EQ(Climbed({.kind = hv1::HANDOVER_KIND_REHAB_NOTICE}, 9).size(), 9u);
  EXPECT_EQ(Climbed({.task = hv1::TASK_KIND_SEE_NOTICE, .kind = hv1::HANDOVER_KIND_ADMISSION_REPORT}, 9).size(), 9u);
  EXPECT_EQ(FirstRung(Ask({.kind = hv1::HANDOVER_KIND_ADMISSION_REPORT, .due = "2026-09-07T09:00"})), std::nullopt);
}

TEST(Ladder, HasNoOtherRungs) {
  EXPECT_EQ(Time({}, {-1, 0}), "nothing");
  EXPECT_EQ(Time({}, {4, 0}), "nothing");
  EXPECT_EQ(Time({}, {2, 1}), "nothing");
  EXPECT_EQ(Time({}, {3, -1}), "nothing");
}

// One row of kLadder.
struct Told {
  std::string name;
  int level;
  Audience audience;
  Disclosure disclosure;
};

void PrintTo(const Told& row, std::ostream* out) {
  *out << row.name;
}

std::string NameOfTold(const testing::TestParamInfo<Told>& info) {
  return info.param.name;
}

const std::vector<Told>& Audiences() {
  static const auto& rows = *new std::vector<Told>{
      {"ReminderToTheHolder", 0, Audience::kHolderUnit, Disclosure::kReminder},
      {"DueToTheHoldersManager", 1, Audience::kHolderManager, Disclosure::kWithoutIdentity},
      {"DueToTheSender", 1, Audience::kSenderUnit, Disclosure::kWithoutIdentity},
      {"SecondToTheOperationsManager", 2, Audience::kOperationsManager, Disclosure::kWithoutIdentity},
      {"SecondToTheMedicallyResponsible", 2, Audience::kMedicallyResponsible, Disclosure::kWithoutIdentity},
      {"ThirdToTheSteeringGroup", 3, Audience::kSteeringGroup, Disclosure::kCounts},
  };
  return rows;
}

class AudienceOf : public testing::TestWithParam<Told> {};

TEST_P(AudienceOf, IsToldAtItsLevelOnly) {
  for (int level = -1; level < 6; ++level) {
    int found = 0;
    for (const AudienceRow& row : AudiencesOf(level)) {
      if (row.audience != GetParam().audience) continue;
      ++found;
      EXPECT_EQ(row.level, level);
      EXPECT_EQ(row.disclosure, GetParam().disclosure);
    }
    EXPECT_EQ(found, level == GetParam().level ? 1 : 0) << level;
  }
}

INSTANTIATE_TEST_SUITE_P(Table, AudienceOf, testing::ValuesIn(Audiences()), NameOfTold);

TEST(AudiencesOf, NobodyElseIsTold) {
  size_t rows = 0;
  for (int level = -1; level < 6; ++level) rows += AudiencesOf(level).size();
  EXPECT_EQ(rows, Audiences().size());
}

TEST(IsToldAtOnce, WhenUnacknowledgedAtTheDischarge) {
  const absl::Time discharge = At("2026-09-08T10:00");
  EXPECT_TRUE(IsToldAtOnce(kAcknowledge, discharge, discharge));
  EXPECT_FALSE(IsToldAtOnce(kAcknowledge, discharge - absl::Minutes(1), discharge));
  EXPECT_FALSE(IsToldAtOnce(kAcknowledge, discharge, std::nullopt));
  EXPECT_FALSE(IsToldAtOnce(hv1::TASK_KIND_ANSWER, discharge, discharge));
}

// In order, on and on, whatever the hours.
TEST(Property, TheTimesOfALadderNeverFall) {
  Dice dice(1815);
  for (int round = 0; round < 1000; ++round) {
    const OpeningHours holder = RandomHours(dice, Stockholm());
    const absl::Time opened = At("2026-03-20T00:00") + absl::Minutes(dice.Roll(0, 60 * 24 * 250));
    const LadderRequest request{.task = static_cast<hv1::TaskKind>(dice.Roll(1, 11)),
                                .handover_kind = static_cast<hv1::HandoverKind>(dice.Roll(0, 5)),
                                .urgency = static_cast<hv1::Urgency>(dice.Roll(0, 3)),
                                .opened = opened,
                                .due = opened + absl::Minutes(dice.Roll(-100, 9000)),
                                .holder = holder,
                                .policy = DefaultPolicy()};
    std::optional<NextRung> next = FirstRung(request);
    absl::Time last = opened;
    for (int rung = 0; rung < 12 && next.has_value(); ++rung) {
      EXPECT_GE(next->time, last);
      if (rung == 0 || next->rung.repetition > 0) {
        EXPECT_GT(next->time, last);
      }
      if (next->rung.level == 0) {
        EXPECT_LE(next->time, request.due);
      }
      EXPECT_EQ(RungTime(request, next->rung), next->time);
      last = next->time;
      next = RungAfter(request, next->rung);
    }
  }
}

TEST(Totality, ARepetitionBeyondAllReason) {
  const Asked asked;
  const auto thousandth = RungTime(Ask(asked), {3, 1000});
  const auto beyond = RungTime(Ask(asked), {3, 1'000'000});
  ASSERT_TRUE(thousandth.has_value() && beyond.has_value());
  EXPECT_GT(*beyond, *thousandth);
}

}  // namespace
}  // namespace hemgang::rules
