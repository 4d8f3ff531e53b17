#include "services/insight/scope.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "services/rpc/errors.h"
#include "services/rules/oversight.h"

namespace hemgang::insight {
namespace {

absl::Status NotFound() {
  return rpc::Refusal(rpc::ev1::ERROR_REASON_NOT_FOUND, "there is no such unit or organisation");
}

// Organisations of the networks whose steering group is this unit; in id order.
std::vector<std::string> NetworkOf(const std::string& steering_unit_id, const rules::Directory& directory) {
  std::vector<std::string> ids;
  for (const auto& written : directory.whole().organisations()) {
    const rules::Organisation* organisation = directory.FindOrganisation(written.id());
    if (organisation != nullptr && organisation->steering_unit_id == steering_unit_id) ids.push_back(written.id());
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

std::vector<std::string> UnitsOf(const absl::flat_hash_set<std::string>& organisation_ids,
                                 const rules::Directory& directory) {
  std::vector<std::string> ids;
  for (const auto& unit : directory.whole().units()) {
    if (organisation_ids.contains(unit.organisation_id())) ids.push_back(unit.id());
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

// The zone of the first unit or organisation that is meant; the caller's when that has none.
absl::TimeZone ZoneOf(const Scope& scope, const rpc::Caller& caller, const rules::Directory& directory) {
  if (scope.organisation_ids.empty() && !scope.unit_ids.empty()) {
    const rules::CareUnit* unit = directory.FindUnit(scope.unit_ids.front());
    if (unit != nullptr) return unit->hours.zone;
  }
  const std::string& id = scope.organisation_ids.empty() ? caller.organisation_id : scope.organisation_ids.front();
  const rules::Organisation* organisation = directory.FindOrganisation(id);
  return organisation == nullptr ? absl::UTCTimeZone() : organisation->default_hours.zone;
}

}  // namespace

bool Scope::Has(const std::string& unit_id, const std::string& organisation_id) const {
  return units_.contains(unit_id) || (!organisation_id.empty() && organisations_.contains(organisation_id));
}

absl::StatusOr<Scope> ScopeOf(const std::string& unit_id, const std::string& organisation_id, const rpc::Caller& caller,
                              const rules::Directory& directory) {
  if (!unit_id.empty() && !organisation_id.empty()) {
    rpc::FieldFaults faults;
    faults.Add("organisation_id", "must be empty when unit_id is given: ask for a unit or for an organisation");
    return faults.ToStatus();
  }
  Scope scope;
  std::vector<std::string> network = NetworkOf(caller.unit_id, directory);
  if (!network.empty()) {
    const bool is_whole = unit_id.empty() && organisation_id.empty();
    if (!is_whole && !std::binary_search(network.begin(), network.end(), organisation_id)) return NotFound();
    scope.totals_only = true;
    scope.organisation_ids = is_whole ? std::move(network) : std::vector<std::string>{organisation_id};
  } else {
    std::optional<rules::Oversight> overseen = rules::Oversee({unit_id, organisation_id}, caller.unit_id, directory);
    if (!overseen.has_value()) return NotFound();
    scope.unit_ids = std::move(overseen->unit_ids);
    if (!overseen->organisation_id.empty()) scope.organisation_ids = {std::move(overseen->organisation_id)};
  }
  scope.organisations_.insert(scope.organisation_ids.begin(), scope.organisation_ids.end());
  if (!scope.organisation_ids.empty()) scope.unit_ids = UnitsOf(scope.organisations_, directory);
  scope.units_.insert(scope.unit_ids.begin(), scope.unit_ids.end());
  scope.zone = ZoneOf(scope, caller, directory);
  return scope;
}

}  // namespace hemgang::insight
