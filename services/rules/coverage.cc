#include "services/rules/coverage.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

#include "services/rules/route_standby.h"

namespace hemgang::rules {
namespace {

const absl::CivilDay kForEver = DayRange().last;

// Calls `examine` with every need that can reach the organisation's rules.
template <typename Examine>
void EachNeed(const Organisation& organisation, Examine examine) {
  RouteNeed need;
  need.sending_organisation_id = organisation.record.id();
  need.country = organisation.country == Country::kNorway ? hv1::COUNTRY_NORWAY : hv1::COUNTRY_SWEDEN;
  need.municipality_code = organisation.municipality_code;
  for (int district = -1; district < organisation.record.districts_size(); ++district) {
    need.district_id = district < 0 ? "" : organisation.record.districts(district).id();
    for (int form = hv1::DWELLING_FORM_UNSPECIFIED + 1; form <= hv1::DwellingForm_MAX; ++form) {
      need.dwelling_form = static_cast<hv1::DwellingForm>(form);
      for (int profession = hv1::PROFESSION_UNSPECIFIED + 1; profession <= hv1::Profession_MAX; ++profession) {
        need.profession = static_cast<hv1::Profession>(profession);
        for (int level = hv1::CARE_LEVEL_UNSPECIFIED + 1; level <= hv1::CareLevel_MAX; ++level) {
          need.care_level = static_cast<hv1::CareLevel>(level);
          for (int mobility = hv1::MOBILITY_UNSPECIFIED + 1; mobility <= hv1::Mobility_MAX; ++mobility) {
            need.mobility = static_cast<hv1::Mobility>(mobility);
            examine(need);
          }
        }
      }
    }
  }
}

// The days on which a need of this organisation may get another answer than the day before, `from` first.
class ChangeDays {
 public:
  ChangeDays(const Directory& directory, absl::CivilDay from) : directory_(directory), from_(from), days_({from}) {}

  std::vector<absl::CivilDay> Of(const Organisation& organisation) {
    for (const RouteRule& rule : organisation.rules) {
      AddRange(rule.valid);
      for (const std::string& unit_id : rule.unit_ids) AddUnit(unit_id);
    }
    return {days_.begin(), days_.end()};
  }

 private:
  void AddRange(const DayRange& range) {
    AddDay(range.first);
    if (range.last < kForEver) AddDay(range.last + 1);
  }
  void AddDay(absl::CivilDay day) {
    if (day > from_) days_.insert(day);
  }
  // With everybody who stands in for it, and whose phone is called meanwhile.
  void AddUnit(const std::string& unit_id) {
    const CareUnit* unit = directory_.FindUnit(unit_id);
    if (unit == nullptr || !seen_.insert(unit_id).second) return;
    AddRange(unit->valid);
    for (const DayRange& closure : unit->closures) AddRange(closure);
    AddUnit(unit->record.cover_unit_id());
    AddUnit(unit->record.successor_unit_id());
    if (const Organisation* own = directory_.OrganisationOfUnit(unit_id)) AddUnit(own->record.operations_unit_id());
  }

  const Directory& directory_;
  const absl::CivilDay from_;
  std::set<absl::CivilDay> days_;
  absl::flat_hash_set<std::string> seen_;
};

// What is wrong with a rule's answer, and when, within one stretch of days on which the directory stands still.
struct Trouble {
  DayRange days;
  std::string problem;
};

class Prover {
 public:
  Prover(const Directory& directory, absl::CivilDay from)
      : directory_(directory), from_(from), standby_(directory, from) {}

  Coverage Run() {
    for (const dv1::Organisation& written : directory_.whole().organisations()) {
      const Organisation* organisation = directory_.FindOrganisation(written.id());
      if (organisation != nullptr && IsAsked(*organisation)) Prove(*organisation);
    }
    return std::move(coverage_);
  }

 private:
  bool IsAsked(const Organisation& organisation) const {
    if (organisation.municipality_code != 0 || !organisation.rules.empty()) return true;
    // A hospital that does not know the municipality yet asks its own organisation.
    for (const dv1::Unit& unit : directory_.whole().units()) {
      if (unit.organisation_id() == organisation.record.id() && unit.kind() == dv1::UNIT_KIND_HOSPITAL_REHAB)
        return true;
    }
    return false;
  }

  void Prove(const Organisation& organisation) {
    const std::vector<absl::CivilDay> days = ChangeDays(directory_, from_).Of(organisation);
    std::vector<std::vector<CoverageHole>> of_need;
    for (size_t i = 0; i < days.size(); ++i) {
      const DayRange stretch{days[i], i + 1 < days.size() ? days[i + 1] - 1 : kForEver};
      absl::flat_hash_map<std::pair<const RouteRule*, int>, std::vector<Trouble>> judged;
      size_t number = 0;
      EachNeed(organisation, [&](const RouteNeed& need) {
        ++coverage_.examined;
        if (number == of_need.size()) of_need.emplace_back();
        std::vector<CoverageHole>& holes = of_need[number++];
        const RouteRule* rule = RuleFor(organisation, need, stretch.first);
        const auto [found, is_new] = judged.try_emplace({rule, need.profession});
        if (is_new) found->second = Judge(rule, need, stretch);
        for (const Trouble& trouble : found->second) Add(organisation, need, trouble, holes);
      });
    }
    for (std::vector<CoverageHole>& holes : of_need) {
      std::move(holes.begin(), holes.end(), std::back_inserter(coverage_.holes));
    }
  }

  std::vector<Trouble> Judge(const RouteRule* rule, const RouteNeed& need, const DayRange& stretch) {
    if (rule == nullptr) return {{stretch, ResolveRouteOn(need, directory_, stretch.first).problem}};
    const Route route = RouteAlong(*rule, need.profession, directory_, stretch.first);
    if (!route.problem.empty()) return {{stretch, route.problem}};
    std::vector<Trouble> troubles;
    if (!route.unit_id.empty()) AddTroubles(*rule, route.unit_id, stretch, troubles);
    for (const std::string& unit_id : route.choice_unit_ids) AddTroubles(*rule, unit_id, stretch, troubles);
    return troubles;
  }

  // The patient may choose any unit of several: each must answer.
  void AddTroubles(const RouteRule& rule, const std::string& unit_id, const DayRange& stretch,
                   std::vector<Trouble>& troubles) {
    const std::string by = absl::StrCat("rule \"", rule.id, "\" leads to unit \"", unit_id, "\", ");
    const CareUnit& unit = *directory_.FindUnit(unit_id);
    if (const std::string silent = standby_.WhyNobodyCanBeCalled(unit, stretch.first); !silent.empty()) {
      troubles.push_back({stretch, by + silent});
      return;
    }
    for (const DayRange& closed : standby_.ClosedTooLong(unit)) {
      const DayRange days{std::max(closed.first, stretch.first), std::min(closed.last, stretch.last)};
      if (days.last < days.first) continue;
      troubles.push_back({days, absl::StrCat(by, "which then does not open for more than ", kMostClosedDays,
                                             " days; give it a cover_unit_id, or other hours")});
    }
  }

  static void Add(const Organisation& organisation, const RouteNeed& need, const Trouble& trouble,
                  std::vector<CoverageHole>& holes) {
    if (!holes.empty() && holes.back().days.last + 1 == trouble.days.first && holes.back().problem == trouble.problem) {
      holes.back().days.last = trouble.days.last;
      return;
    }
    holes.push_back({organisation.record.id(), need, trouble.days, trouble.problem});
  }

  const Directory& directory_;
  const absl::CivilDay from_;
  Standby standby_;
  Coverage coverage_;
};

using NeedKey = std::tuple<std::string, std::string, int, int, int, int>;
NeedKey KeyOf(const CoverageHole& hole) {
  const RouteNeed& need = hole.need;
  return {hole.organisation_id, need.district_id, need.dwelling_form, need.profession, need.care_level, need.mobility};
}

// "DWELLING_FORM_ORDINARY_ALONE" -> "ordinary alone".
std::string Words(const std::string& name, size_t prefix) {
  return absl::AsciiStrToLower(absl::StrReplaceAll(name.substr(prefix), {{"_", " "}}));
}

}  // namespace

Coverage CheckCoverage(const Directory& directory, absl::CivilDay from) {
  return Prover(directory, from).Run();
}

std::vector<CoverageHole> NewHoles(const Coverage& before, const Coverage& after) {
  std::map<NeedKey, std::vector<DayRange>> open;
  for (const CoverageHole& hole : before.holes) open[KeyOf(hole)].push_back(hole.days);
  std::vector<CoverageHole> fresh;
  for (const CoverageHole& hole : after.holes) {
    // The first of its days on which it was no hole before.
    absl::CivilDay day = hole.days.first;
    bool moved = true;
    while (moved && day <= hole.days.last) {
      moved = false;
      for (const DayRange& was : open[KeyOf(hole)]) {
        if (!was.Contains(day)) continue;
        day = was.last + 1;
        moved = true;
      }
    }
    if (day <= hole.days.last) fresh.push_back({hole.organisation_id, hole.need, {day, hole.days.last}, hole.problem});
  }
  return fresh;
}

std::vector<HoleGroup> GroupHoles(const std::vector<CoverageHole>& holes) {
  std::vector<HoleGroup> groups;
  std::map<std::tuple<std::string, std::string, absl::CivilDay>, size_t> places;
  for (const CoverageHole& hole : holes) {
    const auto [found, is_new] =
        places.try_emplace({hole.organisation_id, hole.problem, hole.days.first}, groups.size());
    if (is_new) groups.push_back({hole, 0});
    ++groups[found->second].needs;
  }
  return groups;
}

std::vector<LostRule> LostRules(const Directory& before, const Directory& after, absl::CivilDay day) {
  std::vector<LostRule> lost;
  for (const dv1::Organisation& written : before.whole().organisations()) {
    const Organisation& organisation = *before.FindOrganisation(written.id());
    const Organisation* now = after.FindOrganisation(written.id());
    absl::flat_hash_set<std::string> kept;
    if (now != nullptr) {
      for (const RouteRule& rule : now->rules) kept.insert(rule.id);
    }
    const bool all_kept = std::all_of(organisation.rules.begin(), organisation.rules.end(),
                                      [&](const RouteRule& rule) { return kept.contains(rule.id); });
    if (all_kept) continue;
    EachNeed(organisation, [&](const RouteNeed& need) {
      const RouteRule* rule = RuleFor(organisation, need, day);
      if (rule == nullptr || !kept.insert(rule->id).second) return;
      lost.push_back({written.id(), rule->id, need});
    });
  }
  return lost;
}

std::string ExamplePatient(const RouteNeed& need, const Directory& directory) {
  const Organisation* organisation = OrganisationFor(need, directory);
  std::string place = "a municipality that is not known";
  if (organisation != nullptr && need.municipality_code != 0) place = organisation->record.name();
  if (organisation != nullptr && !need.district_id.empty()) {
    for (const dv1::District& district : organisation->record.districts()) {
      if (district.id() == need.district_id) place = absl::StrCat(district.name(), " in ", place);
    }
  }
  return absl::StrCat(
      "a patient going home to ", place, " (",
      Words(hv1::DwellingForm_Name(need.dwelling_form), sizeof("DWELLING_FORM")), "), with ",
      Words(hv1::CareLevel_Name(need.care_level), sizeof("CARE_LEVEL")), " care, who ",
      need.mobility == hv1::MOBILITY_CAN_VISIT_CLINIC ? "can" : "cannot", " visit a clinic and needs ",
      need.profession == hv1::PROFESSION_PHYSIOTHERAPIST ? "a physiotherapist" : "an occupational therapist");
}

}  // namespace hemgang::rules
