// The proof that no patient falls between two units: every need that can occur is routed, on every day on which
// anything changes, to a unit that opens again within a week or is covered, and that somebody can call at every hour.
//
// What is examined, for each organisation that answers for a municipality or sends: every combination of its districts
// (and an unknown one), dwelling form, profession, care level and mobility, on each day from which a rule or a unit
// that it can lead to begins, ends, closes or opens again. Pure; safe from any thread. The whole sample region takes
// milliseconds: a combination only looks for its rule, and what a rule leads to is judged once for all.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"

#include "services/rules/directory.h"
#include "services/rules/route.h"

namespace hemgang::rules {

// How long a unit that nobody covers may be closed: on each day, it or one of these many days after it is open.
inline constexpr int kMostClosedDays = 7;
// How far ahead opening hours and holidays are looked at. (Days on which the directory itself changes: for ever.)
inline constexpr int kDaysAhead = 3 * 365;

struct CoverageHole {
  std::string organisation_id;
  // Ready to be asked again: ResolveRouteOn(need, directory, days.first).
  RouteNeed need;
  DayRange days;
  // A sentence that says what is wrong and what to do; it names the rule or the unit.
  std::string problem;
};

struct Coverage {
  // By organisation, combination and day.
  std::vector<CoverageHole> holes;
  // Combinations times days.
  int64_t examined = 0;
};

// From this local day on.
Coverage CheckCoverage(const Directory& directory, absl::CivilDay from);

// The holes of `after` that stand open on some day on which `before` had none for the same need. Both from one day.
std::vector<CoverageHole> NewHoles(const Coverage& before, const Coverage& after);

// Holes that are one to a person: one organisation, problem and first day. The first need of them stands for all.
struct HoleGroup {
  CoverageHole hole;
  int needs = 0;
};
std::vector<HoleGroup> GroupHoles(const std::vector<CoverageHole>& holes);

// A rule that decided about needs before and is gone, with a need that it held on this day.
struct LostRule {
  std::string organisation_id;
  std::string rule_id;
  RouteNeed need;
};
std::vector<LostRule> LostRules(const Directory& before, const Directory& after, absl::CivilDay day);

// "a patient with … who …": a need told as a person, for who must imagine what a hole means.
std::string ExamplePatient(const RouteNeed& need, const Directory& directory);

}  // namespace hemgang::rules
