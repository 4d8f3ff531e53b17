// Where a need goes: to one unit, to one of several that the patient chooses from, or nowhere, and why not.
//
// The organisation that answers for the municipality where the patient will sleep has ordered rules; the first one that
// fits and is valid that local day holds. Without a known municipality the sending organisation's own rules are asked.
// Pure; safe from any thread.
#pragma once

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

#include "hemgang/handover/v1/vocabulary.pb.h"

#include "services/rules/directory.h"

namespace hemgang::rules {

namespace hv1 = hemgang::handover::v1;

struct RouteNeed {
  // Unspecified: the sending organisation's country.
  hv1::Country country = hv1::COUNTRY_UNSPECIFIED;
  // 0: not known.
  int municipality_code = 0;
  // Empty or not one of the municipality's: fits only rules that name no district.
  std::string district_id = {};
  // Unspecified counts as UNKNOWN.
  hv1::DwellingForm dwelling_form = hv1::DWELLING_FORM_UNSPECIFIED;
  hv1::Profession profession = hv1::PROFESSION_UNSPECIFIED;
  // Unspecified counts as OTHER.
  hv1::CareLevel care_level = hv1::CARE_LEVEL_UNSPECIFIED;
  // Unspecified counts as HOME_ONLY.
  hv1::Mobility mobility = hv1::MOBILITY_UNSPECIFIED;
  std::string sending_organisation_id = {};
};

// Exactly one of unit_id, choice_unit_ids and problem is set.
struct Route {
  std::string unit_id = {};
  // At least two, in the rule's order: the patient chooses one.
  std::vector<std::string> choice_unit_ids = {};
  // A sentence that says why there is no receiver, with what to do.
  std::string problem = {};
  // True when the unit stands in for one that is closed for longer, or that ended without a successor.
  bool held_by_cover = false;
  // What decided: the organisation whose rules were asked (empty when there is none), and its rule (empty when none
  // fitted) with its agreement or law.
  std::string organisation_id = {};
  std::string rule_id = {};
  std::string basis = {};
};

// `time` is when the patient will be there; now where that is not known.
Route ResolveRoute(const RouteNeed& need, const Directory& directory, absl::Time time);
// The same for a local day of the organisation that answers.
Route ResolveRouteOn(const RouteNeed& need, const Directory& directory, absl::CivilDay day);

// The two halves of it. The first rule of the organisation that fits on this day; null when none does.
const RouteRule* RuleFor(const Organisation& organisation, const RouteNeed& need, absl::CivilDay day);
// Where a rule leads a profession's need on this day; a choice leaves out who cannot receive it.
Route RouteAlong(const RouteRule& rule, hv1::Profession profession, const Directory& directory, absl::CivilDay day);

// The organisation whose rules a need is asked of; null when no organisation of the directory answers for it.
const Organisation* OrganisationFor(const RouteNeed& need, const Directory& directory);

// Whether the unit exists on this local day: it has begun and has not ended.
bool IsValidOn(const CareUnit& unit, absl::CivilDay day);
bool IsValidAt(const CareUnit& unit, absl::Time time);
// Whether it is closed for longer on this local day.
bool IsInClosure(const CareUnit& unit, absl::CivilDay day);
// Whether units of this kind take handovers in for patients who go home.
bool Receives(dv1::UnitKind kind);
bool HasProfession(const CareUnit& unit, hv1::Profession profession);

// Who answers on this local day for what goes to the unit: itself, its successor, or who covers it.
struct Landing {
  // Null when nobody does; `problem` then says why.
  const CareUnit* unit = nullptr;
  bool held_by_cover = false;
  std::string problem = {};
};
Landing LandingOf(const std::string& unit_id, const Directory& directory, absl::CivilDay day);

// Who answers the phone of a unit on this local day while it is closed: its off-hours contact, its cover's (or its
// cover itself, if that never closes), or its organisation's operations unit. Empty phone: nobody.
struct ClosedHoursContact {
  std::string unit_id = {};
  std::string name = {};
  std::string phone = {};
};
ClosedHoursContact ContactWhileClosed(const CareUnit& unit, const Directory& directory, absl::CivilDay day);

// True when there is no instant at which it is closed.
bool NeverCloses(const OpeningHours& hours);

}  // namespace hemgang::rules
