// Times as a person in the unit would say them, and the units that the rule tests speak of.
#ifndef HEMGANG_TESTS_RULES_LOCAL_TIME_H_
#define HEMGANG_TESTS_RULES_LOCAL_TIME_H_

#include <string>

#include <gtest/gtest.h>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

#include "services/rules/working_time.h"

namespace hemgang::rules {

inline absl::TimeZone ZoneNamed(const std::string& name) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone(name, &zone)) << name;
  return zone;
}

inline absl::TimeZone Stockholm() {
  static const absl::TimeZone zone = ZoneNamed("Europe/Stockholm");
  return zone;
}

inline absl::TimeZone Oslo() {
  static const absl::TimeZone zone = ZoneNamed("Europe/Oslo");
  return zone;
}

// "2026-06-18T15:00" on the clocks of Stockholm (Oslo shows the same); with an offset,
// "2026-10-25T02:30+01:00", that instant.
inline absl::Time At(const std::string& text) {
  absl::Time time;
  std::string error;
  if (absl::ParseTime("%Y-%m-%d%ET%H:%M%Ez", text, &time, &error)) return time;
  EXPECT_TRUE(absl::ParseTime("%Y-%m-%d%ET%H:%M", text, Stockholm(), &time, &error)) << text << ": " << error;
  return time;
}

// How a test says what it saw: the minute, on the clocks of Stockholm.
inline std::string Said(absl::Time time) {
  if (time == absl::Time()) return "-";
  return absl::FormatTime("%Y-%m-%d%ET%H:%M", time, Stockholm());
}

inline std::string Said(const std::optional<absl::Time>& time) {
  return time.has_value() ? Said(*time) : "nothing";
}

// Monday to Friday 08–16, the default.
inline OpeningHours DayUnit() {
  return DefaultOpeningHours(Country::kSweden, Stockholm());
}

inline OpeningHours NorwegianUnit() {
  return DefaultOpeningHours(Country::kNorway, Oslo());
}

// Never closes.
inline OpeningHours AroundTheClock() {
  OpeningHours hours;
  hours.zone = Stockholm();
  hours.open_on_holidays = true;
  for (auto& day : hours.week) day = {{0, 1440}};
  return hours;
}

// Every night 22:00–07:00, holidays too.
inline OpeningHours NightUnit() {
  OpeningHours hours;
  hours.zone = Stockholm();
  hours.open_on_holidays = true;
  for (auto& day : hours.week) day = {{0, 7 * 60}, {22 * 60, 1440}};
  return hours;
}

// Monday to Friday 08–12.
inline OpeningHours MorningUnit() {
  OpeningHours hours = DayUnit();
  for (size_t weekday = 0; weekday < 5; ++weekday) hours.week[weekday] = {{8 * 60, 12 * 60}};
  return hours;
}

// Monday to Friday 08–12 and 13–17.
inline OpeningHours LunchUnit() {
  OpeningHours hours = DayUnit();
  for (size_t weekday = 0; weekday < 5; ++weekday) hours.week[weekday] = {{8 * 60, 12 * 60}, {13 * 60, 17 * 60}};
  return hours;
}

}  // namespace hemgang::rules

#endif  // HEMGANG_TESTS_RULES_LOCAL_TIME_H_
