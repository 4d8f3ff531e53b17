// Whose running tasks and figures a person may see: those of their own unit, of the units whose manager's inbox theirs
// is, or of the organisation that theirs answers for (its operations manager, its MAS/MAR). Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "services/rules/directory.h"

namespace hemgang::rules {

struct Oversight {
  // In id order; used when organisation_id is empty.
  std::vector<std::string> unit_ids;
  std::string organisation_id;
};

// What is asked for: a unit, or an organisation, or, with both empty, whatever the caller answers for.
struct OversightAsked {
  std::string unit_id;
  std::string organisation_id;
};

// Nothing when the caller may not see it, whether it exists or not. Who names nothing always gets something: their
// organisation, their managed units, or their own unit.
std::optional<Oversight> Oversee(const OversightAsked& asked, const std::string& caller_unit_id,
                                 const Directory& directory);

}  // namespace hemgang::rules
