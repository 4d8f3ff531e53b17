#include "services/rules/holidays.h"

namespace hemgang::rules {
namespace {

constexpr Country kSe = Country::kSweden;
constexpr Country kNo = Country::kNorway;

// How a row names its day.
enum class Anchor {
  kDate,          // this month and day
  kEaster,        // this many days from Easter Sunday (month unused)
  kFridayFrom,    // the first Friday on or after this month and day
  kSaturdayFrom,  // the first Saturday on or after this month and day
};

struct DayRule {
  Country country;
  Anchor anchor;
  int month;
  int day;
};

struct HalfDayRule {
  HalfDay half_day;
  DayRule rule;
};

// clang-format off
// TABLE: kPublicHolidays
constexpr DayRule kPublicHolidays[] = {
    {kSe, Anchor::kDate, 1, 1},             // nyårsdagen
    {kSe, Anchor::kDate, 1, 6},             // trettondedag jul
    {kSe, Anchor::kEaster, 0, -2},          // långfredagen
    {kSe, Anchor::kEaster, 0, 0},           // påskdagen
    {kSe, Anchor::kEaster, 0, 1},           // annandag påsk
    {kSe, Anchor::kDate, 5, 1},             // första maj
    {kSe, Anchor::kEaster, 0, 39},          // Kristi himmelsfärdsdag
    {kSe, Anchor::kEaster, 0, 49},          // pingstdagen
    {kSe, Anchor::kDate, 6, 6},             // nationaldagen
    {kSe, Anchor::kSaturdayFrom, 6, 20},    // midsommardagen
    {kSe, Anchor::kSaturdayFrom, 10, 31},   // alla helgons dag
    {kSe, Anchor::kDate, 12, 25},           // juldagen
    {kSe, Anchor::kDate, 12, 26},           // annandag jul
    {kNo, Anchor::kDate, 1, 1},             // første nyttårsdag
    {kNo, Anchor::kEaster, 0, -3},          // skjærtorsdag
    {kNo, Anchor::kEaster, 0, -2},          // langfredag
    {kNo, Anchor::kEaster, 0, 0},           // første påskedag
    {kNo, Anchor::kEaster, 0, 1},           // andre påskedag
    {kNo, Anchor::kDate, 5, 1},             // arbeidernes dag
    {kNo, Anchor::kDate, 5, 17},            // grunnlovsdagen
    {kNo, Anchor::kEaster, 0, 39},          // Kristi himmelfartsdag
    {kNo, Anchor::kEaster, 0, 49},          // første pinsedag
    {kNo, Anchor::kEaster, 0, 50},          // andre pinsedag
    {kNo, Anchor::kDate, 12, 25},           // første juledag
    {kNo, Anchor::kDate, 12, 26},           // andre juledag
};
// END TABLE
// clang-format on

// clang-format off
// TABLE: kClosedEves
constexpr DayRule kClosedEves[] = {
    {kSe, Anchor::kFridayFrom, 6, 19},  // midsommarafton
    {kSe, Anchor::kDate, 12, 24},       // julafton
    {kSe, Anchor::kDate, 12, 31},       // nyårsafton
};
// END TABLE
// clang-format on

// clang-format off
// TABLE: kHalfDays
constexpr HalfDayRule kHalfDays[] = {
    {HalfDay::kTwelfthNightEve, {kSe, Anchor::kDate, 1, 5}},
    {HalfDay::kMaundyThursday, {kSe, Anchor::kEaster, 0, -3}},
    {HalfDay::kWalpurgisEve, {kSe, Anchor::kDate, 4, 30}},
    {HalfDay::kAscensionEve, {kSe, Anchor::kEaster, 0, 38}},
    {HalfDay::kNationalDayEve, {kSe, Anchor::kDate, 6, 5}},
    {HalfDay::kAllSaintsEve, {kSe, Anchor::kFridayFrom, 10, 30}},
    {HalfDay::kWednesdayBeforeEaster, {kNo, Anchor::kEaster, 0, -4}},
    {HalfDay::kChristmasEve, {kNo, Anchor::kDate, 12, 24}},
    {HalfDay::kNewYearsEve, {kNo, Anchor::kDate, 12, 31}},
    {HalfDay::kWhitsunEve, {kNo, Anchor::kEaster, 0, 48}},
};
// END TABLE
// clang-format on

bool IsFirstFrom(absl::Weekday weekday, absl::CivilDay from, absl::CivilDay day) {
  return absl::GetWeekday(day) == weekday && day >= from && day - from < 7;
}

bool FallsOn(const DayRule& rule, absl::CivilDay easter, absl::CivilDay day) {
  switch (rule.anchor) {
    case Anchor::kDate:
      return day.month() == rule.month && day.day() == rule.day;
    case Anchor::kEaster:
      return day == easter + rule.day;
    case Anchor::kFridayFrom:
      return IsFirstFrom(absl::Weekday::friday, absl::CivilDay(day.year(), rule.month, rule.day), day);
    case Anchor::kSaturdayFrom:
      return IsFirstFrom(absl::Weekday::saturday, absl::CivilDay(day.year(), rule.month, rule.day), day);
  }
  return false;
}

template <int n>
bool AnyFallsOn(const DayRule (&rules)[n], Country country, absl::CivilDay day) {
  const absl::CivilDay easter = EasterSunday(static_cast<int>(day.year()));
  for (const DayRule& rule : rules) {
    if (rule.country == country && FallsOn(rule, easter, day)) return true;
  }
  return false;
}

}  // namespace

// Meeus, Jones and Butcher: no exceptions and no tables for any Gregorian year.
absl::CivilDay EasterSunday(int year) {
  const int golden = year % 19;
  const int century = year / 100;
  const int in_century = year % 100;
  const int moon_shift = (century - (century + 8) / 25 + 1) / 3;
  const int epact = (19 * golden + century - century / 4 - moon_shift + 15) % 30;
  const int to_sunday = (32 + 2 * (century % 4) + 2 * (in_century / 4) - epact - in_century % 4) % 7;
  const int late = (golden + 11 * epact + 22 * to_sunday) / 451;
  const int from_march = epact + to_sunday - 7 * late + 114;
  return absl::CivilDay(year, from_march / 31, from_march % 31 + 1);
}

bool IsPublicHoliday(Country country, absl::CivilDay day) {
  return AnyFallsOn(kPublicHolidays, country, day);
}

bool IsClosedEve(Country country, absl::CivilDay day) {
  return AnyFallsOn(kClosedEves, country, day);
}

std::optional<HalfDay> HalfDayOn(Country country, absl::CivilDay day) {
  const absl::CivilDay easter = EasterSunday(static_cast<int>(day.year()));
  for (const HalfDayRule& row : kHalfDays) {
    if (row.rule.country == country && FallsOn(row.rule, easter, day)) return row.half_day;
  }
  return std::nullopt;
}

}  // namespace hemgang::rules
