#include "services/rules/route.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"

namespace hemgang::rules {
namespace {

// Units that take in what hospitals hand over.
// TABLE: kReceivingKinds
constexpr dv1::UnitKind kReceivingKinds[] = {
    dv1::UNIT_KIND_HOME_REHAB,
    dv1::UNIT_KIND_PALLIATIVE_TEAM,
    dv1::UNIT_KIND_PRIMARY_CARE_REHAB,
};
// END TABLE

// What is not said counts as the answer that needs most.
constexpr hv1::DwellingForm kUnsaidDwellingForm = hv1::DWELLING_FORM_UNKNOWN;
constexpr hv1::CareLevel kUnsaidCareLevel = hv1::CARE_LEVEL_OTHER;
constexpr hv1::Mobility kUnsaidMobility = hv1::MOBILITY_HOME_ONLY;

// Longer chains of successors and covers are a circle.
constexpr int kMostHops = 16;

bool Has(uint32_t set, int value) {
  return (set >> value & 1) != 0;
}

bool Fits(const RouteRule& rule, const RouteNeed& need, absl::CivilDay day) {
  if (!rule.valid.Contains(day) || !Has(rule.professions, need.profession)) return false;
  if (!Has(rule.dwelling_forms, need.dwelling_form != 0 ? need.dwelling_form : kUnsaidDwellingForm)) return false;
  if (!Has(rule.care_levels, need.care_level != 0 ? need.care_level : kUnsaidCareLevel)) return false;
  if (!Has(rule.mobilities, need.mobility != 0 ? need.mobility : kUnsaidMobility)) return false;
  if (rule.district_ids.empty()) return true;
  return std::find(rule.district_ids.begin(), rule.district_ids.end(), need.district_id) != rule.district_ids.end();
}

std::string ProfessionText(hv1::Profession profession) {
  return profession == hv1::PROFESSION_PHYSIOTHERAPIST ? "physiotherapist" : "occupational therapist";
}

// Like LandingOf, and the one who answers must be able to.
Landing LandingFor(const std::string& unit_id, hv1::Profession profession, const Directory& directory,
                   absl::CivilDay day) {
  Landing landing = LandingOf(unit_id, directory, day);
  if (landing.unit == nullptr) return landing;
  const std::string id = landing.unit->id();
  const std::string instead = id == unit_id ? "" : absl::StrCat(", which stands in for unit \"", unit_id, "\",");
  if (!Receives(landing.unit->record.kind())) {
    return {nullptr, false, absl::StrCat("unit \"", id, "\"", instead, " is of a kind that receives no handovers")};
  }
  if (profession != hv1::PROFESSION_UNSPECIFIED && !HasProfession(*landing.unit, profession)) {
    return {nullptr, false, absl::StrCat("unit \"", id, "\"", instead, " has no ", ProfessionText(profession))};
  }
  return landing;
}

std::string NobodyAnswers(const RouteNeed& need) {
  if (need.municipality_code == 0) {
    return absl::StrCat("the municipality is not known, and there is no organisation \"", need.sending_organisation_id,
                        "\" with rules of its own; say where the patient will sleep");
  }
  return absl::StrCat("no organisation of the directory answers for municipality ", need.municipality_code,
                      "; name the receiving unit, or add the municipality to the directory");
}

std::string NothingFits(const Organisation& organisation) {
  return absl::StrCat("no rule of organisation \"", organisation.record.id(), "\" fits",
                      organisation.rules.empty()
                          ? "; it has no rules: add them, the last one without any condition"
                          : "; its last rule must fit everything: add one without any condition");
}

Route RouteOf(const Organisation* organisation, const RouteNeed& need, const Directory& directory, absl::CivilDay day) {
  Route route;
  if (organisation == nullptr) {
    route.problem = NobodyAnswers(need);
    return route;
  }
  if (const RouteRule* rule = RuleFor(*organisation, need, day)) {
    route = RouteAlong(*rule, need.profession, directory, day);
  } else {
    route.problem = NothingFits(*organisation);
  }
  route.organisation_id = organisation->record.id();
  return route;
}

}  // namespace

const RouteRule* RuleFor(const Organisation& organisation, const RouteNeed& need, absl::CivilDay day) {
  for (const RouteRule& rule : organisation.rules) {
    if (Fits(rule, need, day)) return &rule;
  }
  return nullptr;
}

Route RouteAlong(const RouteRule& rule, hv1::Profession profession, const Directory& directory, absl::CivilDay day) {
  Route route;
  route.rule_id = rule.id;
  route.basis = rule.basis;
  std::string problem = "it names no unit";
  bool first = true;
  for (const std::string& unit_id : rule.unit_ids) {
    const Landing landing = LandingFor(unit_id, profession, directory, day);
    if (landing.unit == nullptr) {
      if (std::exchange(first, false)) problem = landing.problem;
      continue;
    }
    auto& units = route.choice_unit_ids;
    if (std::find(units.begin(), units.end(), landing.unit->id()) != units.end()) continue;
    units.push_back(landing.unit->id());
    route.held_by_cover = route.held_by_cover || landing.held_by_cover;
  }
  if (route.choice_unit_ids.empty()) {
    route.problem = absl::StrCat("rule \"", rule.id, "\" gives no receiver: ", problem);
  } else if (route.choice_unit_ids.size() == 1) {
    route.unit_id = route.choice_unit_ids[0];
    route.choice_unit_ids.clear();
  }
  return route;
}

const Organisation* OrganisationFor(const RouteNeed& need, const Directory& directory) {
  const Organisation* sending = directory.FindOrganisation(need.sending_organisation_id);
  if (need.municipality_code == 0) return sending;
  Country country = sending == nullptr ? Country::kSweden : sending->country;
  if (need.country != hv1::COUNTRY_UNSPECIFIED) {
    country = need.country == hv1::COUNTRY_NORWAY ? Country::kNorway : Country::kSweden;
  }
  return directory.FindMunicipality(country, need.municipality_code);
}

Route ResolveRoute(const RouteNeed& need, const Directory& directory, absl::Time time) {
  const Organisation* organisation = OrganisationFor(need, directory);
  const absl::CivilDay day = organisation == nullptr ? absl::CivilDay() : LocalDay(organisation->default_hours, time);
  return RouteOf(organisation, need, directory, day);
}

Route ResolveRouteOn(const RouteNeed& need, const Directory& directory, absl::CivilDay day) {
  return RouteOf(OrganisationFor(need, directory), need, directory, day);
}

bool IsValidOn(const CareUnit& unit, absl::CivilDay day) {
  return unit.valid.Contains(day);
}
bool IsValidAt(const CareUnit& unit, absl::Time time) {
  return unit.valid.Contains(LocalDay(unit.hours, time));
}

bool IsInClosure(const CareUnit& unit, absl::CivilDay day) {
  return std::any_of(unit.closures.begin(), unit.closures.end(),
                     [day](const DayRange& closure) { return closure.Contains(day); });
}

bool Receives(dv1::UnitKind kind) {
  return std::find(std::begin(kReceivingKinds), std::end(kReceivingKinds), kind) != std::end(kReceivingKinds);
}

bool HasProfession(const CareUnit& unit, hv1::Profession profession) {
  const auto& all = unit.record.professions();
  return std::find(all.begin(), all.end(), profession) != all.end();
}

Landing LandingOf(const std::string& unit_id, const Directory& directory, absl::CivilDay day) {
  std::string id = unit_id;
  bool held_by_cover = false;
  for (int hop = 0; hop < kMostHops; ++hop) {
    const CareUnit* unit = directory.FindUnit(id);
    if (unit == nullptr) return {nullptr, false, absl::StrCat("there is no unit \"", id, "\"")};
    const std::string& successor = unit->record.successor_unit_id();
    const std::string& cover = unit->record.cover_unit_id();
    if (IsValidOn(*unit, day)) {
      // A closed unit that nobody covers keeps what comes, with the phone of its off-hours contact.
      if (cover.empty() || !IsInClosure(*unit, day)) return {unit, held_by_cover, ""};
      held_by_cover = true;
      id = cover;
    } else if (!successor.empty()) {
      id = successor;
    } else if (!cover.empty()) {
      held_by_cover = true;
      id = cover;
    } else {
      const bool ended = unit->valid.last < day;
      return {nullptr, false,
              absl::StrCat("unit \"", id, "\" ", ended ? "ended on " : "begins on ",
                           DayText(ended ? unit->valid.last : unit->valid.first),
                           "; give it a successor_unit_id, or name another unit in the rule")};
    }
  }
  return {nullptr, false,
          absl::StrCat("the successors and covers of unit \"", unit_id, "\" lead in a circle; name one that is there")};
}

}  // namespace hemgang::rules
