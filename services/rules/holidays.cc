#include "services/rules/holidays.h"

namespace hemgang::rules {
namespace {

constexpr Country kSe = Country::kSweden;
constexpr Country kNo = Country::kNorway;

enum class Anchor { kDate, kEaster, kFridayFrom, kSaturdayFrom };

struct Rule {
  Anchor anchor;
  int month;
  int day;
};

// This month and day.
constexpr Rule Date(int month, int day) {
  return {Anchor::kDate, month, day};
}
// So many days from Easter Sunday.
constexpr Rule Easter(int days) {
  return {Anchor::kEaster, 0, days};
}
// The first such weekday on or after this month and day.
constexpr Rule FridayFrom(int month, int day) {
  return {Anchor::kFridayFrom, month, day};
}
constexpr Rule SaturdayFrom(int month, int day) {
  return {Anchor::kSaturdayFrom, month, day};
}

struct DayRow {
  Country country;
  Rule rule;
};

struct HalfDayRow {
  HalfDay half_day;
  Country country;
  Rule rule;
};

// clang-format off
// TABLE: kPublicHolidays
constexpr DayRow kPublicHolidays[] = {
    {kSe, Date(1, 1)},            // nyårsdagen
    {kSe, Date(1, 6)},            // trettondedag jul
    {kSe, Easter(-2)},            // långfredagen
    {kSe, Easter(0)},             // påskdagen
    {kSe, Easter(1)},             // annandag påsk
    {kSe, Date(5, 1)},            // första maj
    {kSe, Easter(39)},            // Kristi himmelsfärdsdag
    {kSe, Easter(49)},            // pingstdagen
    {kSe, Date(6, 6)},            // nationaldagen
    {kSe, SaturdayFrom(6, 20)},   // midsommardagen
    {kSe, SaturdayFrom(10, 31)},  // alla helgons dag
    {kSe, Date(12, 25)},          // juldagen
    {kSe, Date(12, 26)},          // annandag jul
    {kNo, Date(1, 1)},            // første nyttårsdag
    {kNo, Easter(-3)},            // skjærtorsdag
    {kNo, Easter(-2)},            // langfredag
    {kNo, Easter(0)},             // første påskedag
    {kNo, Easter(1)},             // andre påskedag
    {kNo, Date(5, 1)},            // arbeidernes dag
    {kNo, Date(5, 17)},           // grunnlovsdagen
    {kNo, Easter(39)},            // Kristi himmelfartsdag
    {kNo, Easter(49)},            // første pinsedag
    {kNo, Easter(50)},            // andre pinsedag
    {kNo, Date(12, 25)},          // første juledag
    {kNo, Date(12, 26)},          // andre juledag
};
// END TABLE
// clang-format on

// clang-format off
// TABLE: kClosedEves
constexpr DayRow kClosedEves[] = {
    {kSe, FridayFrom(6, 19)},  // midsommarafton
    {kSe, Date(12, 24)},       // julafton
    {kSe, Date(12, 31)},       // nyårsafton
};
// END TABLE
// clang-format on

// clang-format off
// TABLE: kHalfDays
constexpr HalfDayRow kHalfDays[] = {
    {HalfDay::kTwelfthNightEve, kSe, Date(1, 5)},
    {HalfDay::kMaundyThursday, kSe, Easter(-3)},
    {HalfDay::kWalpurgisEve, kSe, Date(4, 30)},
    {HalfDay::kAscensionEve, kSe, Easter(38)},
    {HalfDay::kNationalDayEve, kSe, Date(6, 5)},
    {HalfDay::kAllSaintsEve, kSe, FridayFrom(10, 30)},
    {HalfDay::kWednesdayBeforeEaster, kNo, Easter(-4)},
    {HalfDay::kChristmasEve, kNo, Date(12, 24)},
    {HalfDay::kNewYearsEve, kNo, Date(12, 31)},
    {HalfDay::kWhitsunEve, kNo, Easter(48)},
};
// END TABLE
// clang-format on

bool IsFirstFrom(absl::Weekday weekday, absl::CivilDay from, absl::CivilDay day) {
  return absl::GetWeekday(day) == weekday && day >= from && day - from < 7;
}

bool FallsOn(const Rule& rule, absl::CivilDay easter, absl::CivilDay day) {
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
bool AnyFallsOn(const DayRow (&rows)[n], Country country, absl::CivilDay day) {
  const absl::CivilDay easter = EasterSunday(static_cast<int>(day.year()));
  for (const DayRow& row : rows) {
    if (row.country == country && FallsOn(row.rule, easter, day)) return true;
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
  for (const HalfDayRow& row : kHalfDays) {
    if (row.country == country && FallsOn(row.rule, easter, day)) return row.half_day;
  }
  return std::nullopt;
}

}  // namespace hemgang::rules
