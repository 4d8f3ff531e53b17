// Working time counted minute by minute: slow, simple, and written without a look at
// services/rules/working_time.cc.
//
// A minute of a date is open when the clock on the wall has, on that date, already shown the
// interval's opening time or a later one, and has not yet shown its closing time or a later one.
// That says in one sentence what "skipped local times count as the first instant after the gap, of
// two equal ones the earlier" means.
#ifndef HEMGANG_TESTS_RULES_MINUTE_ORACLE_H_
#define HEMGANG_TESTS_RULES_MINUTE_ORACLE_H_

#include <algorithm>
#include <optional>
#include <random>
#include <set>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

#include "services/rules/holidays.h"
#include "services/rules/working_time.h"

namespace hemgang::rules {

class MinuteOracle {
 public:
  // Knows the minutes of so many days from `first` on.
  MinuteOracle(const OpeningHours& hours, absl::CivilDay first, int days) : begin_(absl::FromCivil(first, hours.zone)) {
    const absl::Time end = absl::FromCivil(first + days, hours.zone);
    absl::CivilDay date = first;
    int shown = 0;
    for (absl::Time minute = begin_; minute < end; minute += absl::Minutes(1)) {
      const absl::CivilMinute local = absl::ToCivilMinute(minute, hours.zone);
      if (absl::CivilDay(local) != date) {
        date = absl::CivilDay(local);
        shown = 0;
      }
      shown = std::max(shown, local.hour() * 60 + local.minute());
      open_.push_back(IsOpenAt(hours, date, shown));
    }
  }

  absl::Time begin() const { return begin_; }
  int minutes() const { return static_cast<int>(open_.size()); }
  absl::Time At(int minute) const { return begin_ + absl::Minutes(minute); }

  // Nothing when the sum is not full within the minutes that are known.
  std::optional<int> Add(int from, int amount) const {
    for (int minute = from; minute < minutes(); ++minute) {
      if (amount == 0) return minute;
      amount -= open_[static_cast<size_t>(minute)] ? 1 : 0;
    }
    return std::nullopt;
  }

  std::optional<int> LatestStart(int end, int amount) const {
    for (int minute = end - 1; minute >= 0; --minute) {
      amount -= open_[static_cast<size_t>(minute)] ? 1 : 0;
      if (amount == 0) return minute;
    }
    return std::nullopt;
  }

  int Between(int from, int to) const {
    int count = 0;
    for (int minute = from; minute < to; ++minute) count += open_[static_cast<size_t>(minute)] ? 1 : 0;
    return count;
  }

  // The nearest instant at or before `minute` that touches an open minute on either side.
  std::optional<int> Moved(int minute) const {
    for (; minute >= 1; --minute) {
      if (open_[static_cast<size_t>(minute)] || open_[static_cast<size_t>(minute - 1)]) return minute;
    }
    return std::nullopt;
  }

 private:
  static bool IsOpenAt(const OpeningHours& hours, absl::CivilDay date, int shown) {
    const bool rests = IsPublicHoliday(hours.country, date) || IsClosedEve(hours.country, date);
    if (rests && !hours.open_on_holidays) return false;
    const std::optional<HalfDay> half_day = HalfDayOn(hours.country, date);
    if (half_day.has_value() && hours.half_day_close_minute.count(*half_day) == 1 &&
        shown >= hours.half_day_close_minute.at(*half_day)) {
      return false;
    }
    for (const OpeningInterval& interval : hours.week[static_cast<size_t>(absl::GetWeekday(date))]) {
      if (interval.opens_minute <= shown && shown < interval.closes_minute) return true;
    }
    return false;
  }

  absl::Time begin_;
  std::vector<bool> open_;
};

// A source of chance that gives the same numbers on every machine.
class Dice {
 public:
  explicit Dice(uint32_t seed) : engine_(seed) {}
  // From `low` to `high`, both included.
  int Roll(int low, int high) { return low + static_cast<int>(engine_() % static_cast<uint32_t>(high - low + 1)); }

 private:
  std::mt19937 engine_;
};

// Opening hours that CheckOpeningHours accepts, of every odd shape: nights, single minutes, breaks
// that the clock change swallows, half days.
inline OpeningHours RandomHours(Dice& dice, absl::TimeZone zone) {
  OpeningHours hours;
  hours.zone = zone;
  hours.country = dice.Roll(0, 1) == 0 ? Country::kSweden : Country::kNorway;
  hours.open_on_holidays = dice.Roll(0, 2) == 0;
  for (auto& day : hours.week) {
    std::set<int> bounds;
    const int intervals = dice.Roll(0, 3);
    const bool around_the_change = dice.Roll(0, 2) == 0;
    while (static_cast<int>(bounds.size()) < 2 * intervals) {
      bounds.insert(around_the_change ? dice.Roll(60, 240) : dice.Roll(0, 96) * 15);
    }
    for (auto bound = bounds.begin(); bound != bounds.end();) {
      const int opens = *bound++;
      const int closes = *bound++;
      day.push_back({opens, closes});
    }
  }
  if (hours.week[1].empty()) hours.week[1] = {{8 * 60, 16 * 60}};
  if (dice.Roll(0, 1) == 0) {
    for (const HalfDay half_day : {HalfDay::kMaundyThursday, HalfDay::kAllSaintsEve, HalfDay::kWednesdayBeforeEaster,
                                   HalfDay::kWalpurgisEve, HalfDay::kNewYearsEve}) {
      hours.half_day_close_minute[half_day] = dice.Roll(0, 24) * 60;
    }
  }
  return hours;
}

}  // namespace hemgang::rules

#endif  // HEMGANG_TESTS_RULES_MINUTE_ORACLE_H_
