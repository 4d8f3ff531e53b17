// Directory::Check: everything that is wrong with a directory, thing by thing, in its own order.
#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "services/rules/directory.h"
#include "services/rules/directory_faults.h"
#include "services/rules/directory_hours.h"

namespace hemgang::rules {
namespace {

constexpr size_t kLongestId = 64;
constexpr int kLongestName = 200;  // bytes

// Units that patients' handovers come from or go to: they must say which professions work there.
// TABLE: kUnitsOfTherapists
constexpr dv1::UnitKind kUnitsOfTherapists[] = {
    dv1::UNIT_KIND_HOSPITAL_REHAB,
    dv1::UNIT_KIND_HOME_REHAB,
    dv1::UNIT_KIND_PALLIATIVE_TEAM,
    dv1::UNIT_KIND_PRIMARY_CARE_REHAB,
};
// END TABLE

bool IsPolicyNumber(const std::string& name) {
  const auto numbers = PolicyNumbers();
  return std::any_of(numbers.begin(), numbers.end(), [&](const PolicyNumberRow& row) { return row.name == name; });
}

class Checker {
 public:
  Checker(const dv1::Directory& directory, const ZoneLoader& zones) : directory_(directory), zones_(zones) {
    for (const auto& network : directory.networks()) networks_.insert(network.id());
    for (const auto& policy : directory.policies()) policies_.insert(policy.id());
    for (const auto& organisation : directory.organisations()) {
      organisations_[organisation.id()] = &organisation;
      chosen_.insert(organisation.policy_id());
    }
    for (const auto& unit : directory.units()) units_[unit.id()] = &unit;
  }

  std::vector<DirectoryFault> Run() {
    CheckEach(directory_.networks(), "networks", &Checker::CheckNetwork);
    CheckEach(directory_.organisations(), "organisations", &Checker::CheckOrganisation);
    CheckEach(directory_.policies(), "policies", &Checker::CheckPolicyRecord);
    CheckEach(directory_.units(), "units", &Checker::CheckUnit);
    CheckEach(directory_.staff(), "staff", &Checker::CheckStaff);
    return std::move(faults_);
  }

 private:
  void Add(const std::string& path, const std::string& sentence) { faults_.push_back({path, sentence}); }

  // The id and what is particular to each kind of thing.
  template <typename Things, typename Thing>
  void CheckEach(const Things& things, const std::string& list, void (Checker::*check)(const Thing&, std::string)) {
    absl::flat_hash_set<std::string> seen;
    for (int i = 0; i < things.size(); ++i) {
      const std::string path = absl::StrCat(list, "[", i, "].");
      const std::string& id = things[i].id();
      if (!IsDirectoryId(id)) {
        Add(path + "id", NoId(id));
      } else if (!seen.insert(id).second) {
        Add(path + "id", absl::StrCat(Quoted(id), " is used twice in ", list));
      }
      (this->*check)(things[i], path);
    }
  }

  void CheckName(const std::string& name, const std::string& path) {
    if (name.empty()) {
      Add(path, "is required");
    } else if (name.size() > kLongestName) {
      Add(path, absl::StrCat("is too long; at most ", kLongestName, " bytes"));
    }
  }

  // A unit that is named must be there, and of the right kind if there is only one right one.
  void CheckUnitNamed(const std::string& unit_id, dv1::UnitKind kind, const std::string& path) {
    const auto found = units_.find(unit_id);
    if (found == units_.end()) {
      Add(path, absl::StrCat("there is no unit ", Quoted(unit_id)));
    } else if (kind != dv1::UNIT_KIND_UNSPECIFIED && found->second->kind() != kind) {
      Add(path, absl::StrCat("unit ", Quoted(unit_id), " is of another kind; it must be ", dv1::UnitKind_Name(kind)));
    }
  }

  void CheckMinute(const std::string& text, const std::string& path) {
    if (MinuteOfDay(text)) return;
    Add(path, absl::StrCat(Quoted(text), " is no time of day; write hours and minutes from 00:00 to 24:00"));
  }

  void CheckNetwork(const dv1::Network& network, std::string path) {
    CheckName(network.name(), path + "name");
    if (network.steering_unit_id().empty()) {
      Add(path + "steering_unit_id",
          "is required: somebody must be told when nobody else answered; name a unit of kind STEERING_GROUP");
    } else {
      CheckUnitNamed(network.steering_unit_id(), dv1::UNIT_KIND_STEERING_GROUP, path + "steering_unit_id");
    }
  }

  void CheckOrganisation(const dv1::Organisation& organisation, std::string path) {
    CheckName(organisation.name(), path + "name");
    if (organisation.kind() == dv1::ORGANISATION_KIND_UNSPECIFIED) {
      Add(path + "kind", "is required: REGION, MUNICIPALITY or PRIVATE");
    }
    if (!organisation.network_id().empty() && !networks_.contains(organisation.network_id())) {
      Add(path + "network_id", absl::StrCat("there is no network ", Quoted(organisation.network_id())));
    }
    const CountryRow* country = FindCountry(organisation.country());
    if (country == nullptr) {
      Add(path + "country", absl::StrCat(Quoted(organisation.country()), " is not known; it must be SE or NO"));
    }
    if (!organisation.operations_unit_id().empty()) {
      CheckUnitNamed(organisation.operations_unit_id(), dv1::UNIT_KIND_OPERATIONS, path + "operations_unit_id");
    }
    if (!organisation.medically_responsible_unit_id().empty()) {
      CheckUnitNamed(organisation.medically_responsible_unit_id(), dv1::UNIT_KIND_MEDICALLY_RESPONSIBLE,
                     path + "medically_responsible_unit_id");
    }
    if (!organisation.policy_id().empty() && !policies_.contains(organisation.policy_id())) {
      Add(path + "policy_id", absl::StrCat("there is no policy ", Quoted(organisation.policy_id())));
    }
    CheckHalfDays(organisation, country, path);
    if (!organisation.municipality_code().empty() &&
        !municipalities_.insert({organisation.country(), organisation.municipality_code()}).second) {
      Add(path + "municipality_code",
          absl::StrCat("another organisation answers for municipality ", organisation.municipality_code(), " already"));
    }
    AddRouteFaults(organisation, units_, path, faults_);
  }

  void CheckHalfDays(const dv1::Organisation& organisation, const CountryRow* country, const std::string& prefix) {
    absl::flat_hash_set<int> seen;
    for (int i = 0; i < organisation.half_days_size(); ++i) {
      const dv1::HalfDayClosing& half = organisation.half_days(i);
      const std::string path = absl::StrCat(prefix, "half_days[", i, "].");
      const HalfDayRow* row = FindHalfDay(half.day());
      if (row == nullptr) {
        Add(path + "day", "is required: the name of a half day");
      } else if (country != nullptr && row->country != country->country) {
        Add(path + "day", absl::StrCat(dv1::HalfDay_Name(half.day()), " is no half day in ", country->code));
      } else if (!seen.insert(half.day()).second) {
        Add(path + "day", absl::StrCat(dv1::HalfDay_Name(half.day()), " is named twice"));
      }
      CheckMinute(half.closes(), path + "closes");
    }
  }

  void CheckPolicyRecord(const dv1::Policy& written, std::string path) {
    if (written.id() == DefaultPolicy().id) {
      Add(path + "id", absl::StrCat(Quoted(written.id()), " is the name of the built-in policy; choose another"));
    }
    if (!chosen_.contains(written.id())) {
      Add(path + "id", absl::StrCat("no organisation uses the policy ", Quoted(written.id()),
                                    "; name it in an organisation's policy_id, or leave it out"));
    }
    Policy policy = DefaultPolicy();
    absl::flat_hash_set<std::string> seen;
    bool good = true;
    for (int i = 0; i < written.numbers_size(); ++i) {
      const dv1::PolicyNumber& number = written.numbers(i);
      const std::string at = absl::StrCat(path, "numbers[", i, "].");
      if (!seen.insert(number.name()).second) {
        Add(at + "name", absl::StrCat(Quoted(number.name()), " is named twice"));
      }
      const std::string wrong = SetPolicyNumber(policy, number.name(), number.value());
      if (wrong.empty()) continue;
      good = false;
      Add(at + (IsPolicyNumber(number.name()) ? "value" : "name"), wrong);
    }
    if (!good) return;
    if (const std::string wrong = CheckPolicy(policy); !wrong.empty()) Add(path + "numbers", wrong);
  }

  void CheckUnit(const dv1::Unit& unit, std::string path) {
    CheckName(unit.name(), path + "name");
    if (unit.kind() == dv1::UNIT_KIND_UNSPECIFIED) Add(path + "kind", "is required: what the unit is for");
    const auto organisation = organisations_.find(unit.organisation_id());
    if (organisation == organisations_.end()) {
      Add(path + "organisation_id", absl::StrCat("there is no organisation ", Quoted(unit.organisation_id())));
    }
    absl::TimeZone zone;
    if (!unit.zone().empty() && !zones_(unit.zone(), &zone)) {
      Add(path + "zone", absl::StrCat(Quoted(unit.zone()), " is no time zone; write a name such as Europe/Stockholm"));
    }
    CheckHours(unit, organisation == organisations_.end() ? nullptr : organisation->second, path);
    CheckProfessions(unit, path);
    if (!unit.manager_unit_id().empty()) {
      CheckUnitNamed(unit.manager_unit_id(), dv1::UNIT_KIND_MANAGER, path + "manager_unit_id");
    }
    AddUnitFaults(unit, units_, path, faults_);
  }

  void CheckHours(const dv1::Unit& unit, const dv1::Organisation* organisation, const std::string& prefix) {
    bool readable = true;
    for (int i = 0; i < unit.hours_size(); ++i) {
      const dv1::OpeningHours& hours = unit.hours(i);
      const std::string path = absl::StrCat(prefix, "hours[", i, "].");
      const size_t before = faults_.size();
      if (hours.days_size() == 0) Add(path + "days", "is required: the weekdays of these hours");
      for (int k = 0; k < hours.days_size(); ++k) {
        if (hours.days(k) < dv1::WEEKDAY_MONDAY || hours.days(k) > dv1::WEEKDAY_SUNDAY) {
          Add(absl::StrCat(path, "days[", k, "]"), "must be a weekday, MONDAY to SUNDAY");
        }
      }
      CheckMinute(hours.opens(), path + "opens");
      CheckMinute(hours.closes(), path + "closes");
      const std::optional<int> opens = MinuteOfDay(hours.opens());
      const std::optional<int> closes = MinuteOfDay(hours.closes());
      if (opens && closes && *opens >= *closes) {
        Add(path + "closes", absl::StrCat("must be later than opens, ", hours.opens(),
                                          "; a night is two intervals, up to 24:00 and from 00:00"));
      }
      readable = readable && faults_.size() == before;
    }
    // What only shows when the week is put together: intervals that overlap.
    if (!readable || organisation == nullptr) return;
    const std::optional<OpeningHours> week = HoursOf(*organisation, unit, zones_);
    if (!week) return;
    if (const std::string wrong = CheckOpeningHours(*week); !wrong.empty()) Add(prefix + "hours", wrong);
  }

  void CheckProfessions(const dv1::Unit& unit, const std::string& path) {
    absl::flat_hash_set<int> seen;
    for (int i = 0; i < unit.professions_size(); ++i) {
      const std::string at = absl::StrCat(path, "professions[", i, "]");
      if (unit.professions(i) == 0) Add(at, "must be OCCUPATIONAL_THERAPIST or PHYSIOTHERAPIST");
      if (!seen.insert(unit.professions(i)).second) Add(at, "is named twice");
    }
    if (unit.professions_size() == 0 && IsUnitOfTherapists(unit.kind())) {
      Add(path + "professions", "is required for a unit of this kind: who works there");
    }
  }

  void CheckStaff(const dv1::StaffMember& member, std::string path) {
    CheckName(member.name(), path + "name");
    AddHsaIdFault(member.hsa_id(), path + "hsa_id", faults_);
    if (member.profession() == dv1::STAFF_PROFESSION_UNSPECIFIED) {
      Add(path + "profession", "is required: OCCUPATIONAL_THERAPIST, PHYSIOTHERAPIST or OTHER");
    }
    if (member.unit_ids_size() == 0) Add(path + "unit_ids", "is required: where the person works");
    for (int i = 0; i < member.unit_ids_size(); ++i) {
      CheckUnitNamed(member.unit_ids(i), dv1::UNIT_KIND_UNSPECIFIED, absl::StrCat(path, "unit_ids[", i, "]"));
    }
  }

  const dv1::Directory& directory_;
  const ZoneLoader& zones_;
  absl::flat_hash_set<std::string> networks_;
  absl::flat_hash_set<std::string> policies_;
  absl::flat_hash_set<std::string> chosen_;
  absl::flat_hash_map<std::string, const dv1::Organisation*> organisations_;
  absl::flat_hash_set<std::pair<std::string, std::string>> municipalities_;
  UnitsById units_;
  std::vector<DirectoryFault> faults_;
};

}  // namespace

bool IsDirectoryId(const std::string& id) {
  if (id.empty() || id.size() > kLongestId) return false;
  for (const char c : id) {
    const auto u = static_cast<unsigned char>(c);
    if (!absl::ascii_islower(u) && !absl::ascii_isdigit(u) && c != '.' && c != '-') return false;
  }
  return id.front() != '.' && id.front() != '-';
}

std::string NoId(const std::string& id) {
  return absl::StrCat(Quoted(id), " is no id; write 1 to ", kLongestId,
                      " of the characters a-z, 0-9, dot and hyphen, a letter or digit first");
}

std::string Quoted(const std::string& text) {
  return absl::StrCat("\"", text, "\"");
}

bool IsUnitOfTherapists(dv1::UnitKind kind) {
  return std::find(std::begin(kUnitsOfTherapists), std::end(kUnitsOfTherapists), kind) != std::end(kUnitsOfTherapists);
}

std::vector<DirectoryFault> Directory::Check(const dv1::Directory& directory, const ZoneLoader& zones) {
  return Checker(directory, zones).Run();
}

}  // namespace hemgang::rules
