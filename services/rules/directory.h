// The directory as the rules see it: who there is, when they work, and who is told about what. An immutable value,
// built once per revision from the kept records and shared by every step decided on it.
//
// Pure: zones are loaded by the caller's function, nothing else is looked up. Safe from any thread once built.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "hemgang/directory/v1/directory.pb.h"

#include "services/rules/directory_routes.h"
#include "services/rules/policy.h"
#include "services/rules/working_time.h"

namespace hemgang::rules {

namespace dv1 = hemgang::directory::v1;

struct CareUnit {
  dv1::Unit record;
  OpeningHours hours;
  // The days on which it exists, and those on which it is closed for longer.
  DayRange valid;
  std::vector<DayRange> closures;

  const std::string& id() const { return record.id(); }
  const std::string& organisation_id() const { return record.organisation_id(); }
};

struct Organisation {
  dv1::Organisation record;
  Country country = Country::kSweden;
  // Hours of a unit that is not known yet.
  OpeningHours default_hours;
  // The newest version of what the organisation chose, or the default.
  Policy policy;
  // SCB's or SSB's; 0 for an organisation that is no municipality.
  int municipality_code = 0;
  // From its network; empty for none.
  std::string steering_unit_id;
  // In the order in which they are asked; see route.h.
  std::vector<RouteRule> rules;
};

// One thing that is wrong with a directory: where ("units[3].hours[0].opens"), and a sentence.
struct DirectoryFault {
  std::string field_path;
  std::string sentence;
  // True when all that is wrong is that needs are left without a rule: the coverage names them one by one.
  bool is_hole = false;
};

// Loads a zone by its IANA name; false when there is none.
using ZoneLoader = std::function<bool(const std::string& name, absl::TimeZone* zone)>;

class Directory {
 public:
  // An empty directory of revision 0.
  Directory() = default;

  // Everything that is wrong with `directory`, in its own order; empty when Build takes it. A directory whose network
  // has no steering contact, a unit without opening hours, an id that is used twice or names nothing, and hours that
  // do not exist are among the faults.
  static std::vector<DirectoryFault> Check(const dv1::Directory& directory, const ZoneLoader& zones);

  // Builds what Check accepts. `older_policies` are earlier versions that running deadlines may still name.
  static std::shared_ptr<const Directory> Build(const dv1::Directory& directory,
                                                const std::vector<dv1::Policy>& older_policies, int64_t revision,
                                                const ZoneLoader& zones);

  int64_t revision() const { return revision_; }
  const dv1::Directory& whole() const { return whole_; }

  // Null when there is none.
  const CareUnit* FindUnit(const std::string& id) const;
  const Organisation* FindOrganisation(const std::string& id) const;
  const dv1::StaffMember* FindStaff(const std::string& id) const;
  // The organisation that answers for who sleeps in this municipality.
  const Organisation* FindMunicipality(Country country, int municipality_code) const;
  // The version that a deadline opened with; the default policy when it is not known any more.
  const Policy& PolicyOf(const std::string& id, int version) const;

  const Organisation* OrganisationOfUnit(const std::string& unit_id) const;
  // True when the person is assigned to the unit.
  bool IsAssigned(const std::string& staff_id, const std::string& unit_id) const;
  // Units whose manager's inbox is this unit; in id order.
  std::vector<std::string> UnitsManagedBy(const std::string& manager_unit_id) const;

 private:
  int64_t revision_ = 0;
  dv1::Directory whole_;
  absl::flat_hash_map<std::string, CareUnit> units_;
  absl::flat_hash_map<std::string, Organisation> organisations_;
  absl::flat_hash_map<std::pair<int, int>, std::string> municipalities_;
  absl::flat_hash_map<std::string, dv1::StaffMember> staff_;
  absl::flat_hash_map<std::string, Policy> policies_;
};

// Where a room gets the directory of now; an error is trouble with the store.
using CurrentDirectory = std::function<absl::StatusOr<std::shared_ptr<const Directory>>()>;

}  // namespace hemgang::rules
