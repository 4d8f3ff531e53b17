// Dates and routing rules as a directory writes them, and as the rules count with them. Part of directory.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"

#include "hemgang/directory/v1/directory.pb.h"

namespace hemgang::rules {

namespace dv1 = hemgang::directory::v1;

// "2027-01-01"; nothing for what is no date.
std::optional<absl::CivilDay> DayFrom(const std::string& text);
std::string DayText(absl::CivilDay day);

// Local days, both included.
struct DayRange {
  absl::CivilDay first = absl::CivilDay(1, 1, 1);
  absl::CivilDay last = absl::CivilDay(9999, 12, 31);

  bool Contains(absl::CivilDay day) const { return first <= day && day <= last; }
};
// Empty texts bound nothing. What cannot be read bounds nothing either: Check has refused it.
DayRange DaysFrom(const std::string& first, const std::string& last);

// A RoutingRule, ready to be asked thousands of times: bit n of a set stands for the enum value n.
struct RouteRule {
  std::string id;
  uint32_t professions = 0;
  uint32_t dwelling_forms = 0;
  uint32_t care_levels = 0;
  uint32_t mobilities = 0;
  // Empty: every district, also an unknown one.
  std::vector<std::string> district_ids;
  std::vector<std::string> unit_ids;
  DayRange valid;
  std::string basis;
};
RouteRule RouteRuleFrom(const dv1::RoutingRule& written);

// True when nothing but what it says about units is said in it: no list that narrows it, no date.
bool FitsEverything(const dv1::RoutingRule& rule);

}  // namespace hemgang::rules
