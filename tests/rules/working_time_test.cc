// Working time by hand-counted examples, and against a count minute by minute (Working time, docs).

#include "services/rules/working_time.h"

#include <map>
#include <string>

#include <gtest/gtest.h>

#include "absl/time/time.h"

#include "tests/rules/local_time.h"
#include "tests/rules/minute_oracle.h"

namespace hemgang::rules {
namespace {

std::string Added(const OpeningHours& hours, const std::string& from, absl::Duration amount) {
  return Said(AddWorkingHours(hours, At(from), amount));
}

std::string Days(const OpeningHours& hours, const std::string& from, int n) {
  return Said(ClosingAfterWorkingDays(hours, At(from), n));
}

OpeningHours NeverOpen() {
  OpeningHours hours;
  hours.zone = Stockholm();
  return hours;
}

TEST(DefaultOpeningHours, Sweden) {
  const OpeningHours hours = DayUnit();
  EXPECT_FALSE(hours.open_on_holidays);
  EXPECT_TRUE(hours.half_day_close_minute.empty());
  EXPECT_EQ(hours.country, Country::kSweden);
  EXPECT_FALSE(IsOpen(hours, At("2026-06-15T07:59")));
  EXPECT_TRUE(IsOpen(hours, At("2026-06-15T08:00")));
  EXPECT_TRUE(IsOpen(hours, At("2026-06-15T16:00")));
  EXPECT_FALSE(IsOpen(hours, At("2026-06-15T16:01")));
  for (const char* day : {"2026-06-15", "2026-06-16", "2026-06-17", "2026-06-18", "2026-06-22"}) {
    EXPECT_TRUE(IsOpen(hours, At(std::string(day) + "T12:00"))) << day;
  }
  for (const char* day : {"2026-06-19", "2026-06-20", "2026-06-21"}) {
    EXPECT_FALSE(IsOpen(hours, At(std::string(day) + "T12:00"))) << day;
  }
}

TEST(DefaultOpeningHours, Norway) {
  const OpeningHours hours = NorwegianUnit();
  EXPECT_EQ(hours.country, Country::kNorway);
  EXPECT_FALSE(IsOpen(hours, At("2026-06-15T07:59")));
  EXPECT_TRUE(IsOpen(hours, At("2026-06-15T08:00")));
  EXPECT_TRUE(IsOpen(hours, At("2026-06-15T15:30")));
  EXPECT_FALSE(IsOpen(hours, At("2026-06-15T15:31")));
  EXPECT_TRUE(IsWorkingDay(hours, absl::CivilDay(2026, 6, 19)));
  EXPECT_TRUE(IsWorkingDay(hours, absl::CivilDay(2026, 12, 24)));
  EXPECT_TRUE(IsWorkingDay(hours, absl::CivilDay(2026, 12, 31)));
  EXPECT_FALSE(IsWorkingDay(hours, absl::CivilDay(2027, 5, 17)));
  EXPECT_FALSE(IsWorkingDay(hours, absl::CivilDay(2026, 4, 2)));
}

TEST(CheckOpeningHours, AcceptsWhatCanBeUsed) {
  for (const OpeningHours& hours :
       {DayUnit(), NorwegianUnit(), AroundTheClock(), NightUnit(), MorningUnit(), LunchUnit()}) {
    EXPECT_EQ(CheckOpeningHours(hours), "");
  }
  OpeningHours touching = NeverOpen();
  touching.week[0] = {{480, 720}, {720, 960}};
  EXPECT_EQ(CheckOpeningHours(touching), "");
}

TEST(CheckOpeningHours, RefusesWhatCannot) {
  const std::map<std::string, std::vector<OpeningInterval>> wrong = {
      {"overlapping", {{480, 721}, {720, 960}}},
      {"out of order", {{720, 960}, {480, 600}}},
      {"reversed", {{960, 480}}},
      {"empty", {{480, 480}}},
      {"too late", {{480, 1441}}},
      {"too early", {{-1, 480}}},
  };
  for (const auto& [name, intervals] : wrong) {
    OpeningHours hours = DayUnit();
    hours.week[2] = intervals;
    EXPECT_EQ(CheckOpeningHours(hours).find("Wednesday: "), 0u) << name;
  }
  EXPECT_EQ(CheckOpeningHours(NeverOpen()), "The unit is never open: a week needs at least one interval.");
  OpeningHours hours = DayUnit();
  hours.half_day_close_minute[HalfDay::kWalpurgisEve] = 1441;
  EXPECT_NE(CheckOpeningHours(hours), "");
  hours.half_day_close_minute[HalfDay::kWalpurgisEve] = -1;
  EXPECT_NE(CheckOpeningHours(hours), "");
  hours.half_day_close_minute[HalfDay::kWalpurgisEve] = 0;
  EXPECT_EQ(CheckOpeningHours(hours), "");
}

TEST(AddWorkingHours, PassesOverMidsummer) {
  EXPECT_EQ(Added(DayUnit(), "2026-06-18T15:00", absl::Hours(8)), "2026-06-22T15:00");
  EXPECT_EQ(Added(DayUnit(), "2026-06-18T15:00", absl::Hours(4)), "2026-06-22T11:00");
}

TEST(AddWorkingHours, PassesOverEaster) {
  EXPECT_EQ(Added(DayUnit(), "2026-04-02T15:00", absl::Hours(2)), "2026-04-07T09:00");
  EXPECT_EQ(Added(NorwegianUnit(), "2026-04-01T15:00", absl::Hours(2)), "2026-04-07T09:30");
}

TEST(AddWorkingHours, PassesOverTheLongChristmasOf2029) {
  EXPECT_EQ(Added(DayUnit(), "2029-12-21T15:00", absl::Hours(2)), "2029-12-27T09:00");
}

TEST(AddWorkingHours, EndsAtClosingAndNotAtTheNextOpening) {
  EXPECT_EQ(Added(DayUnit(), "2026-06-15T08:00", absl::Hours(8)), "2026-06-15T16:00");
  EXPECT_EQ(Added(DayUnit(), "2026-06-12T12:00", absl::Hours(4)), "2026-06-12T16:00");
  EXPECT_EQ(Added(DayUnit(), "2026-06-12T12:00", absl::Hours(4) + absl::Minutes(1)), "2026-06-15T08:01");
}

TEST(AddWorkingHours, BeginsWhenTheUnitOpens) {
  EXPECT_EQ(Added(DayUnit(), "2026-06-13T13:00", absl::Hours(1)), "2026-06-15T09:00");
  EXPECT_EQ(Added(DayUnit(), "2026-06-12T16:00", absl::Hours(1)), "2026-06-15T09:00");
  EXPECT_EQ(Added(DayUnit(), "2026-06-12T06:00", absl::Hours(1)), "2026-06-12T09:00");
  EXPECT_EQ(Added(LunchUnit(), "2026-06-12T11:30", absl::Hours(1)), "2026-06-12T13:30");
  EXPECT_EQ(Added(LunchUnit(), "2026-06-12T12:30", absl::Hours(1)), "2026-06-12T14:00");
}

TEST(AddWorkingHours, OfNothingStaysWhereItIs) {
  EXPECT_EQ(Added(DayUnit(), "2026-06-13T13:00", absl::ZeroDuration()), "2026-06-13T13:00");
  EXPECT_EQ(Added(DayUnit(), "2026-06-13T13:00", -absl::Hours(3)), "2026-06-13T13:00");
}

TEST(AddWorkingHours, CountsWhatTheSpringNightLacks) {
  EXPECT_EQ(Added(AroundTheClock(), "2026-03-28T14:00", absl::Hours(24)), "2026-03-29T15:00");
  EXPECT_EQ(Added(NightUnit(), "2026-03-28T22:00", absl::Hours(8)), "2026-03-29T07:00");
  EXPECT_EQ(Added(NightUnit(), "2026-03-28T22:00", absl::Hours(9)), "2026-03-29T23:00");
}

TEST(AddWorkingHours, CountsWhatTheAutumnNightRepeats) {
  EXPECT_EQ(Added(AroundTheClock(), "2026-10-24T14:00", absl::Hours(24)), "2026-10-25T13:00");
  EXPECT_EQ(Added(NightUnit(), "2026-10-24T22:00", absl::Hours(10)), "2026-10-25T07:00");
  EXPECT_EQ(AddWorkingHours(NightUnit(), At("2026-10-25T02:30+02:00"), absl::Hours(1)), At("2026-10-25T02:30+01:00"));
}

TEST(AddWorkingHours, OpensAfterTheGapWhenItsOpeningIsSkipped) {
  OpeningHours hours = NeverOpen();
  hours.open_on_holidays = true;
  for (auto& day : hours.week) day = {{150, 240}};  // 02:30–04:00
  EXPECT_EQ(Added(hours, "2026-03-29T00:00", absl::Minutes(30)), "2026-03-29T03:30");
  EXPECT_EQ(WorkingTimeBetween(hours, At("2026-03-29T00:00"), At("2026-03-29T12:00")), absl::Hours(1));
  // 02:30 comes twice on 25 October: the earlier one opens.
  EXPECT_EQ(WorkingTimeBetween(hours, At("2026-10-25T00:00"), At("2026-10-25T12:00")), absl::Minutes(150));
}

TEST(AddWorkingHours, ClosesAtTheEarlierOfTwoEqualTimes) {
  OpeningHours hours = NeverOpen();
  hours.open_on_holidays = true;
  for (auto& day : hours.week) day = {{60, 150}};  // 01:00–02:30
  EXPECT_EQ(ClosingOn(hours, absl::CivilDay(2026, 10, 25)), At("2026-10-25T02:30+02:00"));
  EXPECT_EQ(ClosingOn(hours, absl::CivilDay(2026, 3, 29)), At("2026-03-29T03:00"));
  EXPECT_EQ(WorkingTimeBetween(hours, At("2026-03-29T00:00"), At("2026-03-29T12:00")), absl::Hours(1));
}

TEST(IsWorkingDay, NotWhenTheSpringNightSwallowsItWhole) {
  OpeningHours hours = NeverOpen();
  hours.open_on_holidays = true;
  for (auto& day : hours.week) day = {{125, 175}};
  EXPECT_FALSE(IsWorkingDay(hours, absl::CivilDay(2026, 3, 29)));
  EXPECT_TRUE(IsWorkingDay(hours, absl::CivilDay(2026, 3, 30)));
}

// The published number of Swedish working days, the three eves taken off.
TEST(IsWorkingDay, CountsOfTheYears) {
  const std::map<int, int> published = {{2026, 251}, {2027, 253}, {2028, 251}, {2029, 250}, {2030, 250}};
  for (const auto& [year, expected] : published) {
    int days = 0;
    for (absl::CivilDay day(year, 1, 1); day < absl::CivilDay(year + 1, 1, 1); ++day) {
      days += IsWorkingDay(DayUnit(), day) ? 1 : 0;
    }
    EXPECT_EQ(days, expected) << year;
  }
}

TEST(HalfDays, AreIgnoredUnlessSwitchedOn) {
  EXPECT_EQ(Said(ClosingOn(DayUnit(), absl::CivilDay(2026, 4, 2))), "2026-04-02T16:00");
  OpeningHours hours = DayUnit();
  hours.half_day_close_minute[HalfDay::kMaundyThursday] = 12 * 60;
  EXPECT_EQ(Said(ClosingOn(hours, absl::CivilDay(2026, 4, 2))), "2026-04-02T12:00");
  EXPECT_EQ(Added(hours, "2026-04-02T11:00", absl::Hours(2)), "2026-04-07T09:00");
  EXPECT_EQ(Said(ClosingOn(hours, absl::CivilDay(2026, 4, 30))), "2026-04-30T16:00");
  // A half day that would close before it opens is no working day; a later one than the hours
  // changes nothing.
  hours.half_day_close_minute[HalfDay::kMaundyThursday] = 8 * 60;
  EXPECT_FALSE(IsWorkingDay(hours, absl::CivilDay(2026, 4, 2)));
  hours.half_day_close_minute[HalfDay::kMaundyThursday] = 18 * 60;
  EXPECT_EQ(Said(ClosingOn(hours, absl::CivilDay(2026, 4, 2))), "2026-04-02T16:00");
}

TEST(WorkingTimeBetween, ByHand) {
  const OpeningHours hours = DayUnit();
  EXPECT_EQ(WorkingTimeBetween(hours, At("2026-06-18T15:00"), At("2026-06-22T15:00")), absl::Hours(8));
  EXPECT_EQ(WorkingTimeBetween(hours, At("2026-06-19T00:00"), At("2026-06-22T08:00")), absl::ZeroDuration());
  EXPECT_EQ(WorkingTimeBetween(hours, At("2026-06-22T15:00"), At("2026-06-18T15:00")), absl::ZeroDuration());
  EXPECT_EQ(WorkingTimeBetween(LunchUnit(), At("2026-06-15T11:30"), At("2026-06-15T13:30")), absl::Hours(1));
  EXPECT_EQ(WorkingTimeBetween(AroundTheClock(), At("2026-03-29T00:00"), At("2026-03-30T00:00")), absl::Hours(23));
  EXPECT_EQ(WorkingTimeBetween(AroundTheClock(), At("2026-10-25T00:00"), At("2026-10-26T00:00")), absl::Hours(25));
}

TEST(ClosingAfterWorkingDays, ByHand) {
  EXPECT_EQ(Days(DayUnit(), "2026-06-22T15:30", 2), "2026-06-24T16:00");
  EXPECT_EQ(Days(DayUnit(), "2026-06-18T00:10", 1), "2026-06-22T16:00");
  EXPECT_EQ(Days(DayUnit(), "2026-06-20T12:00", 1), "2026-06-22T16:00");
  EXPECT_EQ(Days(DayUnit(), "2026-12-23T09:00", 2), "2026-12-29T16:00");
  EXPECT_EQ(Days(NorwegianUnit(), "2027-05-14T09:00", 1), "2027-05-18T15:30");
  EXPECT_EQ(Days(DayUnit(), "2030-05-29T09:00", 1), "2030-05-31T16:00");
  EXPECT_EQ(Days(DayUnit(), "2026-06-22T15:30", 0), "2026-06-23T16:00");
  // A night shift counts to the date on which it lies: the last closing of the date is midnight.
  EXPECT_EQ(Days(NightUnit(), "2026-06-22T23:00", 1), "2026-06-24T00:00");
  EXPECT_EQ(Days(AroundTheClock(), "2026-06-22T00:00", 2), "2026-06-25T00:00");
}

TEST(LastClosingWithinDays, ByHand) {
  EXPECT_EQ(Said(LastClosingWithinDays(DayUnit(), At("2026-06-15T10:00"), 7)), "2026-06-22T16:00");
  EXPECT_EQ(Said(LastClosingWithinDays(DayUnit(), At("2026-06-12T10:00"), 7)), "2026-06-18T16:00");
  EXPECT_EQ(Said(LastClosingWithinDays(DayUnit(), At("2026-12-19T10:00"), 7)), "2026-12-23T16:00");
  OpeningHours fridays = NeverOpen();
  fridays.week[4] = {{480, 960}};
  // Midsummer Eve is the only Friday within the week.
  EXPECT_EQ(Said(LastClosingWithinDays(fridays, At("2026-06-15T10:00"), 7)), "2026-06-26T16:00");
}

TEST(MinuteOnNextWorkingDay, ByHand) {
  EXPECT_EQ(Said(MinuteOnNextWorkingDay(DayUnit(), At("2026-06-18T07:00"), 720)), "2026-06-22T12:00");
  EXPECT_EQ(Said(MinuteOnNextWorkingDay(DayUnit(), At("2026-06-20T07:00"), 720)), "2026-06-22T12:00");
  EXPECT_EQ(Said(MinuteOnNextWorkingDay(AroundTheClock(), At("2026-03-28T07:00"), 150)), "2026-03-29T03:00");
}

TEST(MinuteOnLastWorkingDayBefore, ByHand) {
  EXPECT_EQ(Said(MinuteOnLastWorkingDayBefore(DayUnit(), At("2026-06-22T07:00"), 720)), "2026-06-18T12:00");
  EXPECT_EQ(Said(MinuteOnLastWorkingDayBefore(DayUnit(), At("2026-06-17T23:00"), 720)), "2026-06-16T12:00");
  EXPECT_EQ(MinuteOnLastWorkingDayBefore(NeverOpen(), At("2026-06-17T23:00"), 720), std::nullopt);
}

TEST(ClosingBefore, ByHand) {
  EXPECT_EQ(Said(ClosingBefore(DayUnit(), At("2026-06-22T10:00"))), "2026-06-18T16:00");
  EXPECT_EQ(Said(ClosingBefore(DayUnit(), At("2026-04-07T17:00"))), "2026-04-02T16:00");
  EXPECT_EQ(Said(ClosingBefore(DayUnit(), At("2026-06-17T00:00"))), "2026-06-16T16:00");
  EXPECT_EQ(Said(ClosingBefore(AroundTheClock(), At("2026-06-17T10:00"))), "2026-06-17T00:00");
  EXPECT_EQ(Said(ClosingBefore(NightUnit(), At("2026-06-17T10:00"))), "2026-06-17T00:00");
}

TEST(MovedIntoOpeningHours, ByHand) {
  EXPECT_EQ(Said(MovedIntoOpeningHours(DayUnit(), At("2026-06-22T07:59"))), "2026-06-18T16:00");
  EXPECT_EQ(Said(MovedIntoOpeningHours(DayUnit(), At("2026-06-22T08:00"))), "2026-06-22T08:00");
  EXPECT_EQ(Said(MovedIntoOpeningHours(DayUnit(), At("2026-06-22T16:00"))), "2026-06-22T16:00");
  EXPECT_EQ(Said(MovedIntoOpeningHours(DayUnit(), At("2026-06-22T16:01"))), "2026-06-22T16:00");
  EXPECT_EQ(Said(MovedIntoOpeningHours(LunchUnit(), At("2026-06-22T12:30"))), "2026-06-22T12:00");
  EXPECT_EQ(Said(MovedIntoOpeningHours(NightUnit(), At("2026-06-22T12:30"))), "2026-06-22T07:00");
  EXPECT_EQ(Said(MovedIntoOpeningHours(AroundTheClock(), At("2026-06-22T00:00"))), "2026-06-22T00:00");
}

TEST(LatestStartFor, ByHand) {
  EXPECT_EQ(Said(LatestStartFor(DayUnit(), At("2026-06-18T16:00"), absl::Hours(4))), "2026-06-18T12:00");
  EXPECT_EQ(Said(LatestStartFor(DayUnit(), At("2026-06-22T10:00"), absl::Hours(4))), "2026-06-18T14:00");
  EXPECT_EQ(Said(LatestStartFor(LunchUnit(), At("2026-06-22T15:00"), absl::Hours(4))), "2026-06-22T10:00");
  // From yesterday's closing to today's opening four hours remain: the opening is the latest such
  // instant.
  EXPECT_EQ(Said(LatestStartFor(MorningUnit(), At("2026-06-18T12:00"), absl::Hours(4))), "2026-06-18T08:00");
  EXPECT_EQ(Said(LatestStartFor(AroundTheClock(), At("2026-03-29T12:00"), absl::Hours(12))), "2026-03-28T23:00");
  EXPECT_EQ(Said(LatestStartFor(DayUnit(), At("2026-06-22T07:00"), absl::ZeroDuration())), "2026-06-18T16:00");
}

TEST(TimeAfter, CountsInTheUnitOfTheAmount) {
  const absl::Time from = At("2026-06-18T15:00");
  EXPECT_EQ(Said(TimeAfter(DayUnit(), from, {8, Unit::kWorkingHours})), "2026-06-22T15:00");
  EXPECT_EQ(Said(TimeAfter(DayUnit(), from, {8, Unit::kClockHours})), "2026-06-18T23:00");
  EXPECT_EQ(Said(TimeAfter(DayUnit(), from, {2, Unit::kWorkingDays})), "2026-06-23T16:00");
  EXPECT_EQ(Said(TimeAfter(DayUnit(), from, {3, Unit::kCalendarDays})), "2026-06-22T16:00");
  EXPECT_EQ(Said(TimeAfter(DayUnit(), from, {720, Unit::kMinuteOfDay})), "2026-06-22T12:00");
  EXPECT_EQ(Said(TimeAfter(DayUnit(), from, {50, Unit::kPercent})), "2026-06-18T15:00");
}

// Hours that nothing should have accepted: everything still answers, and early rather than never.
TEST(Totality, HoursThatAreNeverOpen) {
  const OpeningHours hours = NeverOpen();
  const absl::Time from = At("2026-06-18T15:00");
  EXPECT_EQ(AddWorkingHours(hours, from, absl::Hours(8)), from + absl::Hours(8));
  EXPECT_EQ(LatestStartFor(hours, from, absl::Hours(8)), from - absl::Hours(8));
  EXPECT_EQ(ClosingAfterWorkingDays(hours, from, 2), from + absl::Hours(48));
  EXPECT_EQ(LastClosingWithinDays(hours, from, 7), from + absl::Hours(7 * 24));
  EXPECT_EQ(Said(MinuteOnNextWorkingDay(hours, from, 720)), "2026-06-19T12:00");
  EXPECT_EQ(ClosingBefore(hours, from), std::nullopt);
  EXPECT_EQ(MovedIntoOpeningHours(hours, from), from);
  EXPECT_EQ(WorkingTimeBetween(hours, from, from + absl::Hours(1000)), absl::ZeroDuration());
  EXPECT_FALSE(IsOpen(hours, from));
  EXPECT_EQ(ClosingOn(hours, absl::CivilDay(2026, 6, 18)), std::nullopt);
}

TEST(Totality, TimesWithoutEnd) {
  for (const absl::Time time : {absl::InfiniteFuture(), absl::InfinitePast()}) {
    EXPECT_EQ(AddWorkingHours(DayUnit(), time, absl::Hours(8)), time);
    EXPECT_EQ(LatestStartFor(DayUnit(), time, absl::Hours(8)), time);
    EXPECT_EQ(ClosingAfterWorkingDays(DayUnit(), time, 2), time);
    EXPECT_EQ(LastClosingWithinDays(DayUnit(), time, 2), time);
    EXPECT_EQ(MinuteOnNextWorkingDay(DayUnit(), time, 2), time);
    EXPECT_EQ(MinuteOnLastWorkingDayBefore(DayUnit(), time, 2), std::nullopt);
    EXPECT_EQ(ClosingBefore(DayUnit(), time), std::nullopt);
    EXPECT_EQ(MovedIntoOpeningHours(DayUnit(), time), time);
  }
  EXPECT_EQ(AddWorkingHours(DayUnit(), At("2026-06-18T15:00"), absl::InfiniteDuration()), absl::InfiniteFuture());
  EXPECT_GT(WorkingTimeBetween(DayUnit(), At("2026-06-18T15:00"), absl::InfiniteFuture()), absl::Hours(100'000));
}

struct Stretch {
  const char* name;
  absl::CivilDay first;
};

// Six weeks each: both clock changes with Easter and All Saints, midsummer, and the turn of the
// year.
std::string NameOfStretch(const testing::TestParamInfo<Stretch>& info) {
  return info.param.name;
}

class AgainstTheMinutes : public testing::TestWithParam<Stretch> {};

TEST_P(AgainstTheMinutes, EveryWayOfCountingAgrees) {
  Dice dice(20260618);
  for (int round = 0; round < 25; ++round) {
    const OpeningHours hours = RandomHours(dice, Stockholm());
    ASSERT_EQ(CheckOpeningHours(hours), "");
    const MinuteOracle oracle(hours, GetParam().first, 42);
    for (int sample = 0; sample < 40; ++sample) {
      const int from = dice.Roll(0, oracle.minutes() - 1);
      const int to = dice.Roll(from, oracle.minutes() - 1);
      const int amount = dice.Roll(1, 12 * 60);
      const std::string seen = Said(oracle.At(from)) + " to " + Said(oracle.At(to));
      EXPECT_EQ(WorkingTimeBetween(hours, oracle.At(from), oracle.At(to)), absl::Minutes(oracle.Between(from, to)))
          << seen;
      if (const auto added = oracle.Add(from, amount)) {
        EXPECT_EQ(AddWorkingHours(hours, oracle.At(from), absl::Minutes(amount)), oracle.At(*added)) << seen;
      }
      if (const auto start = oracle.LatestStart(to, amount)) {
        EXPECT_EQ(LatestStartFor(hours, oracle.At(to), absl::Minutes(amount)), oracle.At(*start)) << seen;
      }
      if (const auto moved = oracle.Moved(to)) {
        EXPECT_EQ(MovedIntoOpeningHours(hours, oracle.At(to)), oracle.At(*moved)) << seen;
        EXPECT_EQ(IsOpen(hours, oracle.At(to)), *moved == to) << seen;
      }
    }
  }
}

TEST_P(AgainstTheMinutes, CountingOnNeverGoesBack) {
  Dice dice(99);
  for (int round = 0; round < 40; ++round) {
    const OpeningHours hours = RandomHours(dice, Stockholm());
    const absl::Time begin = absl::FromCivil(GetParam().first, Stockholm());
    const absl::Duration amount = absl::Minutes(dice.Roll(1, 600));
    const int days = dice.Roll(1, 5);
    absl::Time time = begin;
    for (int sample = 0; sample < 60; ++sample) {
      const absl::Time later = time + absl::Seconds(dice.Roll(1, 90'000));
      EXPECT_LE(AddWorkingHours(hours, time, amount), AddWorkingHours(hours, later, amount));
      EXPECT_LE(LatestStartFor(hours, time, amount), LatestStartFor(hours, later, amount));
      EXPECT_LE(ClosingAfterWorkingDays(hours, time, days), ClosingAfterWorkingDays(hours, later, days));
      EXPECT_LE(MovedIntoOpeningHours(hours, time), MovedIntoOpeningHours(hours, later));
      EXPECT_LE(*ClosingBefore(hours, time), *ClosingBefore(hours, later));
      EXPECT_LE(*ClosingBefore(hours, time), time);
      EXPECT_GE(AddWorkingHours(hours, time, amount), time + amount);
      EXPECT_EQ(WorkingTimeBetween(hours, time, AddWorkingHours(hours, time, amount)), amount);
      EXPECT_EQ(WorkingTimeBetween(hours, LatestStartFor(hours, later, amount), later), amount);
      time = later;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Stretches, AgainstTheMinutes,
                         testing::Values(Stretch{"SpringNightAndEaster", absl::CivilDay(2026, 3, 10)},
                                         Stretch{"EasterOnTheSpringNight", absl::CivilDay(2027, 3, 8)},
                                         Stretch{"MidsummerAndNationalDays", absl::CivilDay(2026, 5, 10)},
                                         Stretch{"AutumnNightAndAllSaints", absl::CivilDay(2026, 10, 8)},
                                         Stretch{"TurnOfTheYear", absl::CivilDay(2029, 12, 5)}),
                         NameOfStretch);

}  // namespace
}  // namespace hemgang::rules
