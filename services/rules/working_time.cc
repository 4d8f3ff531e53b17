#include "services/rules/working_time.h"

#include <algorithm>

#include "absl/container/inlined_vector.h"
#include "absl/strings/str_cat.h"

namespace hemgang::rules {
namespace {

constexpr int kMinutesPerDay = 1440;
// No unit that is ever open stays closed for so long; a walk that has is told so and stops.
constexpr int kLongestClosureDays = 400;
constexpr int kFarthestDays = 36'600;

struct DefaultHoursRow {
  Country country;
  OpeningInterval monday_to_friday;
};

// clang-format off
// TABLE: kDefaultHours
constexpr DefaultHoursRow kDefaultHours[] = {
    {Country::kSweden, {8 * 60, 16 * 60}},
    {Country::kNorway, {8 * 60, 15 * 60 + 30}},
};
// END TABLE
// clang-format on

constexpr const char* kWeekdayNames[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

struct OpenSpan {
  absl::Time opens;
  absl::Time closes;
};
using OpenSpans = absl::InlinedVector<OpenSpan, 4>;

// absl::FromCivil has the very order that the zone rules ask for: the transition for a skipped
// local time, the earlier instant for a repeated one.
absl::Time InstantOf(const OpeningHours& hours, absl::CivilDay day, int minute) {
  return absl::FromCivil(absl::CivilMinute(day) + std::clamp(minute, 0, kMinutesPerDay), hours.zone);
}

int LastOpenMinute(const OpeningHours& hours, absl::CivilDay day) {
  if (hours.half_day_close_minute.empty()) return kMinutesPerDay;
  const std::optional<HalfDay> half_day = HalfDayOn(hours.country, day);
  if (!half_day.has_value()) return kMinutesPerDay;
  const auto found = hours.half_day_close_minute.find(*half_day);
  return found == hours.half_day_close_minute.end() ? kMinutesPerDay : found->second;
}

// What is open on a date, in order. An interval that the spring night swallows whole is not there.
OpenSpans SpansOn(const OpeningHours& hours, absl::CivilDay day) {
  OpenSpans spans;
  const auto& intervals = hours.week[static_cast<size_t>(absl::GetWeekday(day))];
  if (intervals.empty()) return spans;
  if (!hours.open_on_holidays && (IsPublicHoliday(hours.country, day) || IsClosedEve(hours.country, day))) return spans;
  const int last_minute = LastOpenMinute(hours, day);
  for (const OpeningInterval& interval : intervals) {
    const int closes_minute = std::min(interval.closes_minute, last_minute);
    if (closes_minute <= interval.opens_minute) continue;
    const OpenSpan span{InstantOf(hours, day, interval.opens_minute), InstantOf(hours, day, closes_minute)};
    if (span.opens < span.closes) spans.push_back(span);
  }
  return spans;
}

bool IsInfinite(absl::Time time) {
  return time == absl::InfiniteFuture() || time == absl::InfinitePast();
}

// Finds the nearest working day on one side of `day`, which is itself not looked at.
std::optional<absl::CivilDay> NearestWorkingDay(const OpeningHours& hours, absl::CivilDay day, int direction) {
  for (int walked = 0; walked < kLongestClosureDays; ++walked) {
    day += direction;
    if (IsWorkingDay(hours, day)) return day;
  }
  return std::nullopt;
}

std::string CheckDay(const char* weekday, const std::vector<OpeningInterval>& intervals) {
  int free_from = 0;
  for (const OpeningInterval& interval : intervals) {
    if (interval.opens_minute < 0 || interval.closes_minute > kMinutesPerDay) {
      return absl::StrCat(weekday, ": opening hours lie between minute 0 and minute 1440 of the day.");
    }
    if (interval.closes_minute <= interval.opens_minute) {
      return absl::StrCat(weekday, ": an interval closes before it opens; a night shift is two intervals on two days.");
    }
    if (interval.opens_minute < free_from) {
      return absl::StrCat(weekday, ": intervals overlap or are out of order.");
    }
    free_from = interval.closes_minute;
  }
  return "";
}

}  // namespace

std::string CheckOpeningHours(const OpeningHours& hours) {
  bool any = false;
  for (size_t weekday = 0; weekday < hours.week.size(); ++weekday) {
    std::string wrong = CheckDay(kWeekdayNames[weekday], hours.week[weekday]);
    if (!wrong.empty()) return wrong;
    any = any || !hours.week[weekday].empty();
  }
  if (!any) return "The unit is never open: a week needs at least one interval.";
  for (const auto& [half_day, minute] : hours.half_day_close_minute) {
    if (minute < 0 || minute > kMinutesPerDay) return "A half day closes between minute 0 and minute 1440 of the day.";
  }
  return "";
}

OpeningHours DefaultOpeningHours(Country country, absl::TimeZone zone) {
  OpeningHours hours;
  hours.zone = zone;
  hours.country = country;
  for (const DefaultHoursRow& row : kDefaultHours) {
    if (row.country != country) continue;
    for (size_t weekday = 0; weekday < 5; ++weekday) hours.week[weekday] = {row.monday_to_friday};
  }
  return hours;
}

absl::Time TimeAfter(const OpeningHours& hours, absl::Time from, Amount amount) {
  switch (amount.unit) {
    case Unit::kWorkingHours:
      return AddWorkingHours(hours, from, absl::Hours(amount.count));
    case Unit::kClockHours:
      return from + absl::Hours(amount.count);
    case Unit::kWorkingDays:
      return ClosingAfterWorkingDays(hours, from, amount.count);
    case Unit::kCalendarDays:
      return LastClosingWithinDays(hours, from, amount.count);
    case Unit::kMinuteOfDay:
      return MinuteOnNextWorkingDay(hours, from, amount.count);
    case Unit::kPercent:
      break;
  }
  return from;
}

absl::CivilDay LocalDay(const OpeningHours& hours, absl::Time time) {
  return absl::ToCivilDay(time, hours.zone);
}

bool IsOpen(const OpeningHours& hours, absl::Time time) {
  const absl::CivilDay day = LocalDay(hours, time);
  // The day before counts too: a span that closes at midnight closes at the first instant of this
  // date.
  for (const absl::CivilDay candidate : {day - 1, day}) {
    for (const OpenSpan& span : SpansOn(hours, candidate)) {
      if (span.opens <= time && time <= span.closes) return true;
    }
  }
  return false;
}

bool IsWorkingDay(const OpeningHours& hours, absl::CivilDay day) {
  return !SpansOn(hours, day).empty();
}

std::optional<absl::Time> ClosingOn(const OpeningHours& hours, absl::CivilDay day) {
  const OpenSpans spans = SpansOn(hours, day);
  if (spans.empty()) return std::nullopt;
  return spans.back().closes;
}

absl::Time AddWorkingHours(const OpeningHours& hours, absl::Time from, absl::Duration amount) {
  if (amount <= absl::ZeroDuration() || IsInfinite(from)) return from;
  absl::Duration left = amount;
  absl::CivilDay day = LocalDay(hours, from);
  int closed_days = 0;
  for (int walked = 0; walked < kFarthestDays && closed_days < kLongestClosureDays; ++walked, ++day) {
    const OpenSpans spans = SpansOn(hours, day);
    closed_days = spans.empty() ? closed_days + 1 : 0;
    for (const OpenSpan& span : spans) {
      const absl::Time start = std::max(from, span.opens);
      if (start >= span.closes) continue;
      const absl::Duration room = span.closes - start;
      if (left <= room) return start + left;
      left -= room;
    }
  }
  return from + amount;
}

absl::Duration WorkingTimeBetween(const OpeningHours& hours, absl::Time from, absl::Time to) {
  absl::Duration worked;
  if (IsInfinite(from) || to <= from) return worked;
  absl::CivilDay day = LocalDay(hours, from);
  for (int walked = 0; walked < kFarthestDays; ++walked, ++day) {
    if (InstantOf(hours, day, 0) >= to) break;
    for (const OpenSpan& span : SpansOn(hours, day)) {
      const absl::Time start = std::max(from, span.opens);
      const absl::Time stop = std::min(to, span.closes);
      if (start < stop) worked += stop - start;
    }
  }
  return worked;
}

absl::Time ClosingAfterWorkingDays(const OpeningHours& hours, absl::Time from, int n) {
  if (IsInfinite(from)) return from;
  const int wanted = std::clamp(n, 1, kFarthestDays);
  absl::CivilDay day = LocalDay(hours, from);
  for (int found = 0; found < wanted; ++found) {
    const std::optional<absl::CivilDay> next = NearestWorkingDay(hours, day, 1);
    if (!next.has_value()) return from + wanted * absl::Hours(24);
    day = *next;
  }
  return ClosingOn(hours, day).value_or(from);
}

absl::Time LastClosingWithinDays(const OpeningHours& hours, absl::Time from, int days) {
  if (IsInfinite(from)) return from;
  const int wanted = std::clamp(days, 1, kLongestClosureDays);
  const absl::CivilDay date = LocalDay(hours, from);
  for (absl::CivilDay day = date + wanted; day > date; --day) {
    const std::optional<absl::Time> closing = ClosingOn(hours, day);
    if (closing.has_value()) return *closing;
  }
  const std::optional<absl::CivilDay> next = NearestWorkingDay(hours, date + wanted, 1);
  if (!next.has_value()) return from + wanted * absl::Hours(24);
  return ClosingOn(hours, *next).value_or(from);
}

absl::Time MinuteOnNextWorkingDay(const OpeningHours& hours, absl::Time from, int minute) {
  if (IsInfinite(from)) return from;
  const absl::CivilDay date = LocalDay(hours, from);
  return InstantOf(hours, NearestWorkingDay(hours, date, 1).value_or(date + 1), minute);
}

std::optional<absl::Time> MinuteOnLastWorkingDayBefore(const OpeningHours& hours, absl::Time before, int minute) {
  if (IsInfinite(before)) return std::nullopt;
  const std::optional<absl::CivilDay> day = NearestWorkingDay(hours, LocalDay(hours, before), -1);
  if (!day.has_value()) return std::nullopt;
  return InstantOf(hours, *day, minute);
}

std::optional<absl::Time> ClosingBefore(const OpeningHours& hours, absl::Time before) {
  if (IsInfinite(before)) return std::nullopt;
  const std::optional<absl::CivilDay> day = NearestWorkingDay(hours, LocalDay(hours, before), -1);
  if (!day.has_value()) return std::nullopt;
  return ClosingOn(hours, *day);
}

absl::Time MovedIntoOpeningHours(const OpeningHours& hours, absl::Time time) {
  if (IsInfinite(time)) return time;
  absl::CivilDay day = LocalDay(hours, time);
  for (int walked = 0; walked < kLongestClosureDays; ++walked, --day) {
    const OpenSpans spans = SpansOn(hours, day);
    for (auto span = spans.rbegin(); span != spans.rend(); ++span) {
      if (span->opens <= time) return std::min(time, span->closes);
    }
  }
  return time;
}

absl::Time LatestStartFor(const OpeningHours& hours, absl::Time end, absl::Duration amount) {
  if (IsInfinite(end)) return end;
  if (amount <= absl::ZeroDuration()) return MovedIntoOpeningHours(hours, end);
  absl::Duration left = amount;
  absl::CivilDay day = LocalDay(hours, end);
  int closed_days = 0;
  for (int walked = 0; walked < kFarthestDays && closed_days < kLongestClosureDays; ++walked, --day) {
    const OpenSpans spans = SpansOn(hours, day);
    closed_days = spans.empty() ? closed_days + 1 : 0;
    for (auto span = spans.rbegin(); span != spans.rend(); ++span) {
      const absl::Time stop = std::min(end, span->closes);
      if (stop <= span->opens) continue;
      const absl::Duration room = stop - span->opens;
      if (left <= room) return stop - left;
      left -= room;
    }
  }
  return end - amount;
}

}  // namespace hemgang::rules
