// Which time the figures are about, and until when it was watched. A period that has ended gives the same figures
// whenever they are made: what came after it is not looked at, but for the week in which a first contact may follow.
#pragma once

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace hemgang::insight {

// Times are microseconds since 1970-01-01 UTC; a span is from its first to before its second.
struct Period {
  absl::CivilDay from;
  absl::CivilDay to;
  absl::TimeZone zone;
  int64_t from_us = 0;
  int64_t until_us = 0;
  // What is recorded at or after this is not known yet: the period's end, or now.
  int64_t known_until_us = 0;
  // The same for first contacts: seven days more, so that each had its week.
  int64_t contact_known_until_us = 0;
  bool has_ended = false;

  bool Holds(int64_t time_us) const { return from_us <= time_us && time_us < until_us; }
};

inline constexpr int kLongestPeriodDays = 366;
inline constexpr int kContactDays = 7;

// The dates are "2026-10-01", the first and the last day; empty: the first day of the running quarter, and today.
// INVALID_REQUEST with field paths for what is no date, a period that ends before it begins, begins in the future, or
// is longer than kLongestPeriodDays.
absl::StatusOr<Period> ReadPeriod(const std::string& from_date, const std::string& to_date, absl::TimeZone zone,
                                  absl::Time now);

}  // namespace hemgang::insight
