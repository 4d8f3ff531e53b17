// The part of Directory::Check about districts and routing rules.
#include <algorithm>
#include <optional>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"

#include "services/rules/directory_faults.h"
#include "services/rules/route.h"

namespace hemgang::rules {
namespace {

class RouteFaults {
 public:
  RouteFaults(const dv1::Organisation& organisation, const UnitsById& units, const std::string& path,
              std::vector<DirectoryFault>& faults)
      : organisation_(organisation), units_(units), path_(path), faults_(faults) {}

  void Run() {
    CheckMunicipality();
    CheckDistricts();
    absl::flat_hash_set<std::string> seen;
    for (int i = 0; i < organisation_.rules_size(); ++i) {
      const std::string path = absl::StrCat(path_, "rules[", i, "].");
      const std::string& id = organisation_.rules(i).id();
      if (!IsDirectoryId(id)) {
        Add(path + "id", NoId(id));
      } else if (!seen.insert(id).second) {
        Add(path + "id", absl::StrCat(Quoted(id), " is used twice in the rules of one organisation"));
      }
      CheckRule(organisation_.rules(i), path);
    }
    CheckLast();
  }

 private:
  void Add(const std::string& path, const std::string& sentence) { faults_.push_back({path, sentence}); }

  void CheckMunicipality() {
    const std::string& code = organisation_.municipality_code();
    const bool is_code = code.size() == 4 && code.find_first_not_of("0123456789") == std::string::npos;
    if (!code.empty() && !is_code) {
      Add(path_ + "municipality_code", absl::StrCat(Quoted(code), " is no municipality code; write four digits"));
    } else if (code.empty() && organisation_.kind() == dv1::ORGANISATION_KIND_MUNICIPALITY) {
      Add(path_ + "municipality_code", "is required for a municipality: needs find their way by it");
    }
  }

  void CheckDistricts() {
    for (int i = 0; i < organisation_.districts_size(); ++i) {
      const dv1::District& district = organisation_.districts(i);
      const std::string path = absl::StrCat(path_, "districts[", i, "].");
      if (!IsDirectoryId(district.id())) {
        Add(path + "id", NoId(district.id()));
      } else if (!districts_.insert(district.id()).second) {
        Add(path + "id", absl::StrCat(Quoted(district.id()), " is used twice in districts"));
      }
      if (district.name().empty()) Add(path + "name", "is required");
    }
  }

  void CheckRule(const dv1::RoutingRule& rule, const std::string& path) {
    CheckValues(rule.professions(), hv1::Profession_IsValid, path + "professions");
    CheckValues(rule.dwelling_forms(), hv1::DwellingForm_IsValid, path + "dwelling_forms");
    CheckValues(rule.care_levels(), hv1::CareLevel_IsValid, path + "care_levels");
    CheckValues(rule.mobilities(), hv1::Mobility_IsValid, path + "mobilities");
    for (int i = 0; i < rule.district_ids_size(); ++i) {
      if (districts_.contains(rule.district_ids(i))) continue;
      Add(absl::StrCat(path, "district_ids[", i, "]"),
          absl::StrCat("the organisation has no district ", Quoted(rule.district_ids(i))));
    }
    AddDayFaults(rule.valid_from(), "valid_from", rule.valid_to(), "valid_to", path, faults_);
    if (rule.unit_ids().empty()) Add(path + "unit_ids", "is required: where the need goes");
    absl::flat_hash_set<std::string> seen;
    for (int i = 0; i < rule.unit_ids_size(); ++i) {
      const std::string at = absl::StrCat(path, "unit_ids[", i, "]");
      if (!seen.insert(rule.unit_ids(i)).second) Add(at, "is named twice");
      CheckReceiver(rule, rule.unit_ids(i), at);
    }
  }

  template <typename List>
  void CheckValues(const List& values, bool (*is_valid)(int), const std::string& path) {
    for (int i = 0; i < values.size(); ++i) {
      if (values[i] == 0 || !is_valid(values[i])) {
        Add(absl::StrCat(path, "[", i, "]"), "is none of the list; leave the list empty to fit everything");
      }
    }
  }

  void CheckReceiver(const dv1::RoutingRule& rule, const std::string& unit_id, const std::string& at) {
    const auto found = units_.find(unit_id);
    if (found == units_.end()) return Add(at, absl::StrCat("there is no unit ", Quoted(unit_id)));
    const dv1::Unit& unit = *found->second;
    if (!Receives(unit.kind())) {
      Add(at, absl::StrCat("unit ", Quoted(unit_id),
                           " is of a kind that receives no handovers; name a unit of kind"
                           " HOME_REHAB, PALLIATIVE_TEAM or PRIMARY_CARE_REHAB"));
    }
    for (const int profession : rule.professions()) {
      const auto& has = unit.professions();
      if (std::find(has.begin(), has.end(), profession) != has.end() || !hv1::Profession_IsValid(profession)) continue;
      Add(at, absl::StrCat("the rule is for ", hv1::Profession_Name(static_cast<hv1::Profession>(profession)),
                           ", and unit ", Quoted(unit_id), " has none"));
    }
  }

  // Every need must end somewhere; and a rule behind one that fits everything is never asked.
  void CheckLast() {
    const auto& rules = organisation_.rules();
    for (int i = 0; i + 1 < rules.size(); ++i) {
      if (!FitsEverything(rules[i])) continue;
      Add(absl::StrCat(path_, "rules[", i, "]"),
          "fits everything, so the rules behind it are never asked; put it last");
    }
    const bool is_municipality = organisation_.kind() == dv1::ORGANISATION_KIND_MUNICIPALITY;
    if (rules.empty() ? !is_municipality : FitsEverything(rules[rules.size() - 1])) return;
    faults_.push_back({path_ + "rules",
                       rules.empty() ? "is required for a municipality: where its patients' needs go"
                                     : "the last one must fit everything: it may have neither lists nor dates",
                       /*is_hole=*/true});
  }

  const dv1::Organisation& organisation_;
  const UnitsById& units_;
  const std::string path_;
  std::vector<DirectoryFault>& faults_;
  absl::flat_hash_set<std::string> districts_;
};

}  // namespace

void AddDayFaults(const std::string& first, const std::string& first_name, const std::string& last,
                  const std::string& last_name, const std::string& path, std::vector<DirectoryFault>& faults) {
  const std::optional<absl::CivilDay> from = DayFrom(first);
  const std::optional<absl::CivilDay> to = DayFrom(last);
  const auto no_day = [](const std::string& text) { return Quoted(text) + " is no date; write it as 2027-01-31"; };
  if (!first.empty() && !from) faults.push_back({path + first_name, no_day(first)});
  if (!last.empty() && !to) faults.push_back({path + last_name, no_day(last)});
  if (from && to && *to < *from) {
    faults.push_back({path + last_name, absl::StrCat("must not be before ", first_name, ", ", first)});
  }
}

void AddRouteFaults(const dv1::Organisation& organisation, const UnitsById& units, const std::string& path,
                    std::vector<DirectoryFault>& faults) {
  RouteFaults(organisation, units, path, faults).Run();
}

}  // namespace hemgang::rules
