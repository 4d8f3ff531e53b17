// Parts of Directory::Check: what can be wrong with routing rules and with how a unit stands over time. Internal to
// directory.h's files.
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"

#include "hemgang/directory/v1/directory.pb.h"

#include "services/rules/directory.h"

namespace hemgang::rules {

using UnitsById = absl::flat_hash_map<std::string, const dv1::Unit*>;

// What an id may be made of: ASCII, because it also travels as metadata, in file names and in addresses.
bool IsDirectoryId(const std::string& id);
// The sentence for an id that is none.
std::string NoId(const std::string& id);
std::string Quoted(const std::string& text);

// True for units where therapists work: handovers come from or go to them.
bool IsUnitOfTherapists(dv1::UnitKind kind);

// Dates that are none, or out of order. `path` ends before the field's name.
void AddDayFaults(const std::string& first, const std::string& first_name, const std::string& last,
                  const std::string& last_name, const std::string& path, std::vector<DirectoryFault>& faults);

// An HSA-id that is none; it need not be there.
void AddHsaIdFault(const std::string& hsa_id, const std::string& path, std::vector<DirectoryFault>& faults);

// Districts and rules of an organisation, whose path is "organisations[2].".
void AddRouteFaults(const dv1::Organisation& organisation, const UnitsById& units, const std::string& path,
                    std::vector<DirectoryFault>& faults);

// Dates, closures, who follows and covers, and how the unit is reached. `path` is "units[2].".
void AddUnitFaults(const dv1::Unit& unit, const UnitsById& units, const std::string& path,
                   std::vector<DirectoryFault>& faults);

}  // namespace hemgang::rules
