#include "services/rules/directory.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "services/rules/directory_hours.h"

namespace hemgang::rules {
namespace {

std::string PolicyKey(const std::string& id, int version) {
  return absl::StrCat(id, "/", version);
}

Policy PolicyFrom(const dv1::Policy& written) {
  Policy policy = DefaultPolicy();
  policy.id = written.id();
  policy.version = written.version();
  for (const dv1::PolicyNumber& number : written.numbers()) SetPolicyNumber(policy, number.name(), number.value());
  return policy;
}

template <typename Map>
auto* Find(Map& map, const typename Map::key_type& key) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : &found->second;
}

}  // namespace

std::shared_ptr<const Directory> Directory::Build(const dv1::Directory& directory,
                                                  const std::vector<dv1::Policy>& older_policies, int64_t revision,
                                                  const ZoneLoader& zones) {
  auto built = std::make_shared<Directory>();
  built->revision_ = revision;
  built->whole_ = directory;
  for (const dv1::Policy& older : older_policies) {
    built->policies_[PolicyKey(older.id(), older.version())] = PolicyFrom(older);
  }
  absl::flat_hash_map<std::string, Policy> newest;
  for (const dv1::Policy& written : directory.policies()) {
    newest[written.id()] = PolicyFrom(written);
    built->policies_[PolicyKey(written.id(), written.version())] = newest[written.id()];
  }
  absl::flat_hash_map<std::string, std::string> steering;
  for (const dv1::Network& network : directory.networks()) steering[network.id()] = network.steering_unit_id();

  for (const dv1::Organisation& written : directory.organisations()) {
    Organisation& organisation = built->organisations_[written.id()];
    organisation.record = written;
    if (const CountryRow* row = FindCountry(written.country())) organisation.country = row->country;
    if (auto hours = HoursOf(written, dv1::Unit(), zones)) organisation.default_hours = *std::move(hours);
    const Policy* chosen = Find(newest, written.policy_id());
    organisation.policy = chosen == nullptr ? DefaultPolicy() : *chosen;
    if (const std::string* unit_id = Find(steering, written.network_id())) organisation.steering_unit_id = *unit_id;
    for (const dv1::RoutingRule& rule : written.rules()) organisation.rules.push_back(RouteRuleFrom(rule));
    if (absl::SimpleAtoi(written.municipality_code(), &organisation.municipality_code)) {
      built->municipalities_.try_emplace({static_cast<int>(organisation.country), organisation.municipality_code},
                                         written.id());
    }
  }
  for (const dv1::Unit& written : directory.units()) {
    CareUnit& unit = built->units_[written.id()];
    unit.record = written;
    unit.valid = DaysFrom(written.valid_from(), written.valid_to());
    for (const dv1::Closure& closure : written.closures()) {
      unit.closures.push_back(DaysFrom(closure.from_date(), closure.to_date()));
    }
    const Organisation* organisation = built->FindOrganisation(written.organisation_id());
    if (organisation == nullptr) continue;
    if (auto hours = HoursOf(organisation->record, written, zones)) unit.hours = *std::move(hours);
  }
  for (const dv1::StaffMember& member : directory.staff()) built->staff_[member.id()] = member;
  return built;
}

const CareUnit* Directory::FindUnit(const std::string& id) const {
  return Find(units_, id);
}
const Organisation* Directory::FindOrganisation(const std::string& id) const {
  return Find(organisations_, id);
}
const dv1::StaffMember* Directory::FindStaff(const std::string& id) const {
  return Find(staff_, id);
}

const Organisation* Directory::FindMunicipality(Country country, int municipality_code) const {
  const std::string* id = Find(municipalities_, std::make_pair(static_cast<int>(country), municipality_code));
  return id == nullptr ? nullptr : FindOrganisation(*id);
}

const Policy& Directory::PolicyOf(const std::string& id, int version) const {
  const Policy* policy = Find(policies_, PolicyKey(id, version));
  return policy == nullptr ? DefaultPolicy() : *policy;
}

const Organisation* Directory::OrganisationOfUnit(const std::string& unit_id) const {
  const CareUnit* unit = FindUnit(unit_id);
  return unit == nullptr ? nullptr : FindOrganisation(unit->organisation_id());
}

bool Directory::IsAssigned(const std::string& staff_id, const std::string& unit_id) const {
  const dv1::StaffMember* member = FindStaff(staff_id);
  if (member == nullptr) return false;
  return std::find(member->unit_ids().begin(), member->unit_ids().end(), unit_id) != member->unit_ids().end();
}

std::vector<std::string> Directory::UnitsManagedBy(const std::string& manager_unit_id) const {
  std::vector<std::string> managed;
  if (manager_unit_id.empty()) return managed;
  for (const auto& [id, unit] : units_) {
    if (unit.record.manager_unit_id() == manager_unit_id) managed.push_back(id);
  }
  std::sort(managed.begin(), managed.end());
  return managed;
}

}  // namespace hemgang::rules
