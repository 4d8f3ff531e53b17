// Opening hours as a directory writes them, and as the rules count with them. Internal to directory.h's two files.
#ifndef HEMGANG_SERVICES_RULES_DIRECTORY_HOURS_H_
#define HEMGANG_SERVICES_RULES_DIRECTORY_HOURS_H_

#include <optional>
#include <string>

#include "hemgang/directory/v1/directory.pb.h"

#include "services/rules/directory.h"
#include "services/rules/working_time.h"

namespace hemgang::rules {

// "08:00" as minutes of the day, up to "24:00"; nothing for what is no time of day.
std::optional<int> MinuteOfDay(const std::string& text);

struct CountryRow {
  const char* code;
  Country country;
  const char* zone;
};
// The row of "SE" or "NO"; null for any other.
const CountryRow* FindCountry(const std::string& code);

struct HalfDayRow {
  dv1::HalfDay written;
  HalfDay half_day;
  // Where it is a half day at all.
  Country country;
};
// Null for a half day that is not known.
const HalfDayRow* FindHalfDay(dv1::HalfDay written);

// The hours of a unit of this organisation; the country's default hours when `unit` names none. What cannot be read is
// left out: Check has refused it. Nothing when the zone cannot be loaded or the country is not known.
std::optional<OpeningHours> HoursOf(const dv1::Organisation& organisation, const dv1::Unit& unit,
                                    const ZoneLoader& zones);

}  // namespace hemgang::rules

#endif  // HEMGANG_SERVICES_RULES_DIRECTORY_HOURS_H_
