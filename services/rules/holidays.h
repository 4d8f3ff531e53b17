// The days on which whole countries rest: computed from rules, never from a list of years.
//
// In this file:
//   Country, HalfDay         which calendar, and the half days that have a name
//   EasterSunday             the day from which the moving holidays are counted
//   IsPublicHoliday          days off by law (Sweden: lag 1989:253, as it stands since 2005)
//   IsClosedEve              days that several statutes and Hemgång treat like them
//   HalfDayOn                days that an organisation may shorten by agreement
//
// Knows nothing of a unit, its hours or its zone: a date goes in, an answer comes out
// (working_time.h joins the two). Pure, total for every year of the Gregorian calendar that an int
// can name, safe from any thread.
#ifndef HEMGANG_SERVICES_RULES_HOLIDAYS_H_
#define HEMGANG_SERVICES_RULES_HOLIDAYS_H_

#include <optional>

#include "absl/time/civil_time.h"

namespace hemgang::rules {

enum class Country { kSweden, kNorway };

// Named half days. No day is shortened unless an organisation gives it a closing time.
enum class HalfDay {
  kTwelfthNightEve,        // Sweden, trettondagsafton, 5 January
  kMaundyThursday,         // Sweden, skärtorsdag (in Norway a holiday)
  kWalpurgisEve,           // Sweden, valborgsmässoafton, 30 April
  kAscensionEve,           // Sweden, the day before Kristi himmelsfärdsdag
  kNationalDayEve,         // Sweden, 5 June
  kAllSaintsEve,           // Sweden, the Friday before alla helgons dag
  kWednesdayBeforeEaster,  // Norway, onsdag før påske
  kChristmasEve,           // Norway, julaften (in Sweden a closed eve)
  kNewYearsEve,            // Norway, nyttårsaften (in Sweden a closed eve)
  kWhitsunEve,             // Norway, pinseaften
};

// Easter Sunday of the Gregorian calendar.
absl::CivilDay EasterSunday(int year);

// True on the holidays that have a name. A plain Sunday is none: Sundays are closed by a unit's
// weekly hours.
bool IsPublicHoliday(Country country, absl::CivilDay day);

// True on midsommarafton, julafton and nyårsafton in Sweden; never in Norway, where the eves are
// working days.
bool IsClosedEve(Country country, absl::CivilDay day);

// The half day on this date, if it has one. Where two fall together (30 April 2008 was one) the
// earlier named in the table counts.
std::optional<HalfDay> HalfDayOn(Country country, absl::CivilDay day);

}  // namespace hemgang::rules

#endif  // HEMGANG_SERVICES_RULES_HOLIDAYS_H_
