// Whose figures a caller gets: of units, of whole organisations, or, for a steering group, of its network.
#pragma once

#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "services/rpc/answer.h"
#include "services/rules/directory.h"

namespace hemgang::insight {

struct Scope {
  // In id order. Of organisations: all that the directory has of them.
  std::vector<std::string> unit_ids;
  // In id order; empty when single units are meant.
  std::vector<std::string> organisation_ids;
  // The caller sees totals only, and no small number even of what runs now.
  bool totals_only = false;
  // Whose midnights bound a day.
  absl::TimeZone zone;

  // True when the unit is meant. The organisation decides for a unit that the directory does not have any more.
  bool Has(const std::string& unit_id, const std::string& organisation_id) const;

 private:
  friend absl::StatusOr<Scope> ScopeOf(const std::string&, const std::string&, const rpc::Caller&,
                                       const rules::Directory&);
  absl::flat_hash_set<std::string> units_;
  absl::flat_hash_set<std::string> organisations_;
};

// What a caller who names a unit, an organisation, or nothing (both empty) may see: rules::Oversee, and for a unit that
// is a network's steering group the network or one organisation of it. INVALID_REQUEST for both, NOT_FOUND for what is
// not the caller's, whether it exists or not.
absl::StatusOr<Scope> ScopeOf(const std::string& unit_id, const std::string& organisation_id, const rpc::Caller& caller,
                              const rules::Directory& directory);

}  // namespace hemgang::insight
