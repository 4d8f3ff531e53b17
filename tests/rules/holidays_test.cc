// The calendars of Sweden and Norway against the almanac of five years (Public holidays, docs).

#include "services/rules/holidays.h"

#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "absl/time/civil_time.h"

namespace hemgang::rules {
namespace {

constexpr Country kSe = Country::kSweden;
constexpr Country kNo = Country::kNorway;
constexpr int kFirstYear = 2026;

absl::CivilDay Day(const std::string& text) {
  absl::CivilDay day;
  EXPECT_TRUE(absl::ParseCivilTime(text, &day)) << text;
  return day;
}

// One holiday and its dates in 2026 to 2030, copied from an almanac and not computed.
struct AlmanacRow {
  std::string name;
  Country country;
  std::vector<std::string> dates;
};

void PrintTo(const AlmanacRow& row, std::ostream* out) {
  *out << row.name;
}

std::string NameOf(const testing::TestParamInfo<AlmanacRow>& info) {
  return info.param.name;
}

const std::vector<AlmanacRow>& Holidays() {
  static const auto& rows = *new std::vector<AlmanacRow>{
      {"SeNyarsdagen", kSe, {"01-01", "01-01", "01-01", "01-01", "01-01"}},
      {"SeTrettondedagJul", kSe, {"01-06", "01-06", "01-06", "01-06", "01-06"}},
      {"SeLangfredagen", kSe, {"04-03", "03-26", "04-14", "03-30", "04-19"}},
      {"SePaskdagen", kSe, {"04-05", "03-28", "04-16", "04-01", "04-21"}},
      {"SeAnnandagPask", kSe, {"04-06", "03-29", "04-17", "04-02", "04-22"}},
      {"SeForstaMaj", kSe, {"05-01", "05-01", "05-01", "05-01", "05-01"}},
      {"SeKristiHimmelsfardsdag", kSe, {"05-14", "05-06", "05-25", "05-10", "05-30"}},
      {"SePingstdagen", kSe, {"05-24", "05-16", "06-04", "05-20", "06-09"}},
      {"SeNationaldagen", kSe, {"06-06", "06-06", "06-06", "06-06", "06-06"}},
      {"SeMidsommardagen", kSe, {"06-20", "06-26", "06-24", "06-23", "06-22"}},
      {"SeAllaHelgonsDag", kSe, {"10-31", "11-06", "11-04", "11-03", "11-02"}},
      {"SeJuldagen", kSe, {"12-25", "12-25", "12-25", "12-25", "12-25"}},
      {"SeAnnandagJul", kSe, {"12-26", "12-26", "12-26", "12-26", "12-26"}},
      {"NoForsteNyttarsdag", kNo, {"01-01", "01-01", "01-01", "01-01", "01-01"}},
      {"NoSkjaertorsdag", kNo, {"04-02", "03-25", "04-13", "03-29", "04-18"}},
      {"NoLangfredag", kNo, {"04-03", "03-26", "04-14", "03-30", "04-19"}},
      {"NoForstePaskedag", kNo, {"04-05", "03-28", "04-16", "04-01", "04-21"}},
      {"NoAndrePaskedag", kNo, {"04-06", "03-29", "04-17", "04-02", "04-22"}},
      {"NoArbeidernesDag", kNo, {"05-01", "05-01", "05-01", "05-01", "05-01"}},
      {"NoGrunnlovsdagen", kNo, {"05-17", "05-17", "05-17", "05-17", "05-17"}},
      {"NoKristiHimmelfartsdag", kNo, {"05-14", "05-06", "05-25", "05-10", "05-30"}},
      {"NoForstePinsedag", kNo, {"05-24", "05-16", "06-04", "05-20", "06-09"}},
      {"NoAndrePinsedag", kNo, {"05-25", "05-17", "06-05", "05-21", "06-10"}},
      {"NoForsteJuledag", kNo, {"12-25", "12-25", "12-25", "12-25", "12-25"}},
      {"NoAndreJuledag", kNo, {"12-26", "12-26", "12-26", "12-26", "12-26"}},
  };
  return rows;
}

const std::vector<AlmanacRow>& Eves() {
  static const auto& rows = *new std::vector<AlmanacRow>{
      {"SeMidsommarafton", kSe, {"06-19", "06-25", "06-23", "06-22", "06-21"}},
      {"SeJulafton", kSe, {"12-24", "12-24", "12-24", "12-24", "12-24"}},
      {"SeNyarsafton", kSe, {"12-31", "12-31", "12-31", "12-31", "12-31"}},
  };
  return rows;
}

absl::CivilDay DateIn(const AlmanacRow& row, int index) {
  return Day(std::to_string(kFirstYear + index) + "-" + row.dates[static_cast<size_t>(index)]);
}

class Holiday : public testing::TestWithParam<AlmanacRow> {};

TEST_P(Holiday, IsOneInEveryYear) {
  for (int index = 0; index < 5; ++index) {
    EXPECT_TRUE(IsPublicHoliday(GetParam().country, DateIn(GetParam(), index))) << index;
  }
}

INSTANTIATE_TEST_SUITE_P(Almanac, Holiday, testing::ValuesIn(Holidays()), NameOf);

class ClosedEve : public testing::TestWithParam<AlmanacRow> {};

TEST_P(ClosedEve, IsOneInEveryYearAndNoHoliday) {
  for (int index = 0; index < 5; ++index) {
    EXPECT_TRUE(IsClosedEve(GetParam().country, DateIn(GetParam(), index))) << index;
    EXPECT_FALSE(IsPublicHoliday(GetParam().country, DateIn(GetParam(), index))) << index;
  }
}

INSTANTIATE_TEST_SUITE_P(Almanac, ClosedEve, testing::ValuesIn(Eves()), NameOf);

// No other day of the five years is one.
TEST(Holidays, AreThoseOfTheAlmanacAndNoMore) {
  for (const Country country : {kSe, kNo}) {
    std::set<absl::CivilDay> holidays;
    std::set<absl::CivilDay> eves;
    for (int index = 0; index < 5; ++index) {
      for (const AlmanacRow& row : Holidays()) {
        if (row.country == country) holidays.insert(DateIn(row, index));
      }
      for (const AlmanacRow& row : Eves()) {
        if (row.country == country) eves.insert(DateIn(row, index));
      }
    }
    for (absl::CivilDay day(kFirstYear, 1, 1); day < absl::CivilDay(kFirstYear + 5, 1, 1); ++day) {
      EXPECT_EQ(IsPublicHoliday(country, day), holidays.count(day) == 1) << day;
      EXPECT_EQ(IsClosedEve(country, day), eves.count(day) == 1) << day;
    }
  }
}

// Both Whit Monday and Constitution Day fall on 17 May 2027; each is one without the other in other
// years.
TEST(Holidays, MayFallTogetherInNorway) {
  EXPECT_TRUE(IsPublicHoliday(kNo, Day("2027-05-17")));
  EXPECT_TRUE(IsPublicHoliday(kNo, Day("2026-05-17")));
  EXPECT_TRUE(IsPublicHoliday(kNo, Day("2026-05-25")));
}

// The window's two ends: the earliest and the latest date that the day can have.
TEST(Holidays, MovingSaturdaysReachBothEndsOfTheirWeek) {
  EXPECT_TRUE(IsPublicHoliday(kSe, Day("2026-06-20")));
  EXPECT_TRUE(IsPublicHoliday(kSe, Day("2027-06-26")));
  EXPECT_TRUE(IsPublicHoliday(kSe, Day("2026-10-31")));
  EXPECT_TRUE(IsPublicHoliday(kSe, Day("2027-11-06")));
  EXPECT_TRUE(IsClosedEve(kSe, Day("2026-06-19")));
  EXPECT_TRUE(IsClosedEve(kSe, Day("2027-06-25")));
}

TEST(EasterSunday, IsThatOfTheAlmanac) {
  const std::map<int, std::string> almanac = {
      {1818, "1818-03-22"}, {1943, "1943-04-25"}, {1954, "1954-04-18"}, {1981, "1981-04-19"}, {2000, "2000-04-23"},
      {2008, "2008-03-23"}, {2019, "2019-04-21"}, {2024, "2024-03-31"}, {2025, "2025-04-20"}, {2026, "2026-04-05"},
      {2027, "2027-03-28"}, {2028, "2028-04-16"}, {2029, "2029-04-01"}, {2030, "2030-04-21"}, {2038, "2038-04-25"},
      {2049, "2049-04-18"}, {2076, "2076-04-19"}, {2285, "2285-03-22"},
  };
  for (const auto& [year, date] : almanac) EXPECT_EQ(EasterSunday(year), Day(date));
  for (int year = 1583; year < 3000; ++year) {
    const absl::CivilDay easter = EasterSunday(year);
    EXPECT_EQ(absl::GetWeekday(easter), absl::Weekday::sunday) << year;
    EXPECT_GE(easter, absl::CivilDay(year, 3, 22)) << year;
    EXPECT_LE(easter, absl::CivilDay(year, 4, 25)) << year;
  }
}

struct HalfDayRow {
  std::string name;
  Country country;
  HalfDay half_day;
  std::vector<std::string> dates;
};

void PrintTo(const HalfDayRow& row, std::ostream* out) {
  *out << row.name;
}

const std::vector<HalfDayRow>& HalfDays() {
  static const auto& rows = *new std::vector<HalfDayRow>{
      {"SeTwelfthNightEve", kSe, HalfDay::kTwelfthNightEve, {"01-05", "01-05", "01-05", "01-05", "01-05"}},
      {"SeMaundyThursday", kSe, HalfDay::kMaundyThursday, {"04-02", "03-25", "04-13", "03-29", "04-18"}},
      {"SeWalpurgisEve", kSe, HalfDay::kWalpurgisEve, {"04-30", "04-30", "04-30", "04-30", "04-30"}},
      {"SeAscensionEve", kSe, HalfDay::kAscensionEve, {"05-13", "05-05", "05-24", "05-09", "05-29"}},
      {"SeNationalDayEve", kSe, HalfDay::kNationalDayEve, {"06-05", "06-05", "06-05", "06-05", "06-05"}},
      {"SeAllSaintsEve", kSe, HalfDay::kAllSaintsEve, {"10-30", "11-05", "11-03", "11-02", "11-01"}},
      {"NoWednesdayBeforeEaster", kNo, HalfDay::kWednesdayBeforeEaster, {"04-01", "03-24", "04-12", "03-28", "04-17"}},
      {"NoChristmasEve", kNo, HalfDay::kChristmasEve, {"12-24", "12-24", "12-24", "12-24", "12-24"}},
      {"NoNewYearsEve", kNo, HalfDay::kNewYearsEve, {"12-31", "12-31", "12-31", "12-31", "12-31"}},
      {"NoWhitsunEve", kNo, HalfDay::kWhitsunEve, {"05-23", "05-15", "06-03", "05-19", "06-08"}},
  };
  return rows;
}

std::string NameOfHalfDayRow(const testing::TestParamInfo<HalfDayRow>& info) {
  return info.param.name;
}

class NamedHalfDay : public testing::TestWithParam<HalfDayRow> {};

TEST_P(NamedHalfDay, FallsOnItsDatesAndOnNoOther) {
  const HalfDayRow& row = GetParam();
  std::set<absl::CivilDay> expected;
  for (int index = 0; index < 5; ++index) {
    expected.insert(Day(std::to_string(kFirstYear + index) + "-" + row.dates[static_cast<size_t>(index)]));
  }
  for (absl::CivilDay day(kFirstYear, 1, 1); day < absl::CivilDay(kFirstYear + 5, 1, 1); ++day) {
    EXPECT_EQ(HalfDayOn(row.country, day) == row.half_day, expected.count(day) == 1) << day;
    const Country other = row.country == kSe ? kNo : kSe;
    EXPECT_NE(HalfDayOn(other, day), row.half_day) << day;
  }
}

INSTANTIATE_TEST_SUITE_P(Almanac, NamedHalfDay, testing::ValuesIn(HalfDays()), NameOfHalfDayRow);

TEST(HalfDayOn, TheEarlierRowCountsWhenTwoFallTogether) {
  // Ascension Day fell on 1 May 2008.
  EXPECT_EQ(HalfDayOn(kSe, Day("2008-04-30")), HalfDay::kWalpurgisEve);
}

}  // namespace
}  // namespace hemgang::rules
