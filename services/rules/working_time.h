// When a unit is open, and how its time is counted (Working time, docs).
//
// In this file:
//   OpeningHours             a unit's week, zone and calendar; a value, checked once when the
//   directory takes it CheckOpeningHours        why a value of it cannot be used Amount, TimeAfter
//   "8 working hours", "2 working days", … after an instant AddWorkingHours …        the single
//   ways of counting behind it ClosingBefore …          the ways of looking back from a discharge
//
// Knows holidays.h and the zone that it is given; loads no zone, reads no clock. Every function is
// pure, total and safe from any thread. Working time is elapsed time inside opening hours: the hour
// that the spring night lacks is not worked, the hour that the autumn night repeats is worked
// twice. A local time that a zone skips counts as the first instant after the gap; of two equal
// ones the earlier is meant.
//
// A walk over the calendar ends after 400 days without an open minute, and after 100 years. Hours
// that CheckOpeningHours accepts never come there. For others each function below says what it
// gives: always something that lets a task come due too early rather than never.
#ifndef HEMGANG_SERVICES_RULES_WORKING_TIME_H_
#define HEMGANG_SERVICES_RULES_WORKING_TIME_H_

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

#include "services/rules/holidays.h"

namespace hemgang::rules {

// Minutes of the local day, 0 to 1440; 1440 is midnight at its end. A night shift is two of these
// on two days.
struct OpeningInterval {
  int opens_minute = 0;
  int closes_minute = 0;
};

struct OpeningHours {
  absl::TimeZone zone;
  Country country = Country::kSweden;
  // Monday first. Within a day in order, without overlap; they may touch.
  std::array<std::vector<OpeningInterval>, 7> week;
  // False: closed on public holidays and closed eves, whatever `week` says.
  bool open_on_holidays = false;
  // Half days that this unit's organisation has switched on: nothing is open after this minute.
  // Closed days stay closed.
  std::map<HalfDay, int> half_day_close_minute;
};

// A sentence that says what is wrong with these hours; empty when they can be used.
std::string CheckOpeningHours(const OpeningHours& hours);

// Monday to Friday 08:00–16:00 in Sweden, 08:00–15:30 in Norway; closed on holidays. The zone is
// the caller's to load.
OpeningHours DefaultOpeningHours(Country country, absl::TimeZone zone);

// In what a number of the policy is counted.
enum class Unit {
  kWorkingHours,  // hours inside opening hours
  kClockHours,    // elapsed hours
  kWorkingDays,   // closing time of the n-th working day after the local date
  kCalendarDays,  // closing time of the last working day within n days after the local date, or of
                  // the next one
  kMinuteOfDay,   // this minute of the next working day after the local date
  kPercent,       // no length of time by itself
};

struct Amount {
  int count = 0;
  Unit unit = Unit::kWorkingHours;
};

// `from` and then this amount, each unit as described at it. kPercent adds nothing.
absl::Time TimeAfter(const OpeningHours& hours, absl::Time from, Amount amount);

// The date that a clock in the unit shows.
absl::CivilDay LocalDay(const OpeningHours& hours, absl::Time time);

// True while the unit is open; at the instants of opening and closing themselves it is open.
bool IsOpen(const OpeningHours& hours, absl::Time time);

// True when the unit is open at some time of this date.
bool IsWorkingDay(const OpeningHours& hours, absl::CivilDay day);

// The last closing time on this date; nothing when it is no working day. A unit open until midnight
// closes at the first instant of the next date.
std::optional<absl::Time> ClosingOn(const OpeningHours& hours, absl::CivilDay day);

// The instant at which `amount` of time inside opening hours is full; when that is exactly at a
// closing time, that closing time and not the next opening. An amount of nothing or less gives
// `from`. Hours that are never open: `amount` of elapsed time.
absl::Time AddWorkingHours(const OpeningHours& hours, absl::Time from, absl::Duration amount);

// Time inside opening hours from `from` to `to`; zero when `to` is not later. Counts at most 100
// years.
absl::Duration WorkingTimeBetween(const OpeningHours& hours, absl::Time from, absl::Time to);

// Closing time of the n-th working day after the local date of `from`. n < 1 counts as 1.
// Hours that are never open: n times 24 hours of elapsed time.
absl::Time ClosingAfterWorkingDays(const OpeningHours& hours, absl::Time from, int n);

// Closing time of the last working day among the `days` calendar dates after the local date of
// `from`; where there is none, of the next one. Hours that are never open: `days` times 24 hours of
// elapsed time.
absl::Time LastClosingWithinDays(const OpeningHours& hours, absl::Time from, int days);

// This minute of the local day on the next working day after the local date of `from`, whether the
// unit is open at it or not. Hours that are never open: the same minute of the next date.
absl::Time MinuteOnNextWorkingDay(const OpeningHours& hours, absl::Time from, int minute);

// This minute of the local day on the last working day before the local date of `before`; nothing
// for hours that are never open.
std::optional<absl::Time> MinuteOnLastWorkingDayBefore(const OpeningHours& hours, absl::Time before, int minute);

// "The closing before X": closing time of the last working day whose local date is before that of
// `before`; nothing for hours that are never open. Never later than `before`.
std::optional<absl::Time> ClosingBefore(const OpeningHours& hours, absl::Time before);

// `time` itself while the unit is open (see IsOpen), else its last closing time before it.
// Hours that are never open: `time`.
absl::Time MovedIntoOpeningHours(const OpeningHours& hours, absl::Time time);

// The latest instant from which `amount` of working time remains until `end`. Always inside opening
// hours. From a closing time to the next opening the same working time remains: the opening is
// given, as the mirror image of AddWorkingHours, which gives the closing. For the promise that a
// handover sent by its due time is not too late either would do, since AddWorkingHours from both
// ends at the same instant; the later one leaves the sender more time. An amount of nothing or less
// gives MovedIntoOpeningHours(end). Hours that are never open: elapsed time.
absl::Time LatestStartFor(const OpeningHours& hours, absl::Time end, absl::Duration amount);

}  // namespace hemgang::rules

#endif  // HEMGANG_SERVICES_RULES_WORKING_TIME_H_
