// Whether a unit that needs are routed to answers: on which days it stays closed too long, and whether somebody can be
// called at every hour. Part of coverage.h.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/civil_time.h"

#include "services/rules/directory.h"

namespace hemgang::rules {

// Remembers what it found out: units with the same hours are closed on the same days. One thread.
class Standby {
 public:
  // `directory` outlives it.
  Standby(const Directory& directory, absl::CivilDay from) : directory_(directory), from_(from) {}

  // Days from which it does not open for more than kMostClosedDays, and nobody covers it; looked for kDaysAhead.
  const std::vector<DayRange>& ClosedTooLong(const CareUnit& unit);

  // Why there is an hour of this day at which nobody answers a phone for the unit; empty when somebody always does.
  std::string WhyNobodyCanBeCalled(const CareUnit& unit, absl::CivilDay day) const;

 private:
  const std::vector<bool>& WorkingDays(const CareUnit& unit);
  bool IsCovered(const CareUnit& unit, absl::CivilDay day) const;

  const Directory& directory_;
  const absl::CivilDay from_;
  // By what decides a working day; one flag per day from from_ on.
  std::map<std::string, std::vector<bool>> working_days_;
  absl::flat_hash_map<std::string, std::vector<DayRange>> closed_too_long_;
};

}  // namespace hemgang::rules
