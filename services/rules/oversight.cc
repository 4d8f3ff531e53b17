#include "services/rules/oversight.h"

#include <utility>

namespace hemgang::rules {
namespace {

bool AnswersFor(const std::string& unit_id, const Organisation& organisation) {
  return organisation.record.operations_unit_id() == unit_id ||
         organisation.record.medically_responsible_unit_id() == unit_id;
}

bool MaySeeUnit(const std::string& caller_unit_id, const CareUnit& unit, const Directory& directory) {
  if (unit.id() == caller_unit_id || unit.record.manager_unit_id() == caller_unit_id) return true;
  const Organisation* organisation = directory.FindOrganisation(unit.organisation_id());
  return organisation != nullptr && AnswersFor(caller_unit_id, *organisation);
}

// What somebody who names nothing answers for.
Oversight OwnOversight(const std::string& caller_unit_id, const Directory& directory) {
  const Organisation* organisation = directory.OrganisationOfUnit(caller_unit_id);
  if (organisation != nullptr && AnswersFor(caller_unit_id, *organisation)) return {{}, organisation->record.id()};
  std::vector<std::string> managed = directory.UnitsManagedBy(caller_unit_id);
  if (managed.empty()) managed = {caller_unit_id};
  return {std::move(managed), ""};
}

}  // namespace

std::optional<Oversight> Oversee(const OversightAsked& asked, const std::string& caller_unit_id,
                                 const Directory& directory) {
  if (!asked.unit_id.empty()) {
    const CareUnit* unit = directory.FindUnit(asked.unit_id);
    if (unit == nullptr || !MaySeeUnit(caller_unit_id, *unit, directory)) return std::nullopt;
    return Oversight{{asked.unit_id}, ""};
  }
  if (!asked.organisation_id.empty()) {
    const Organisation* organisation = directory.FindOrganisation(asked.organisation_id);
    if (organisation == nullptr || !AnswersFor(caller_unit_id, *organisation)) return std::nullopt;
    return Oversight{{}, asked.organisation_id};
  }
  return OwnOversight(caller_unit_id, directory);
}

}  // namespace hemgang::rules
