// The coverage proof against an oracle that asks day by day and hour by hour, over random directories: no need of any
// combination at any hour is without a receiver or a phone number, unless it is named as a hole.
#include <map>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

#include "services/rules/coverage.h"

namespace hemgang::rules {
namespace {

const absl::CivilDay kFrom(2026, 11, 23);

bool Zones(const std::string& name, absl::TimeZone* zone) {
  return absl::LoadTimeZone(name, zone);
}

void Close(dv1::Unit& unit, const std::string& from, const std::string& to) {
  auto& closure = *unit.add_closures();
  closure.set_from_date(from);
  closure.set_to_date(to);
}

// Says of one need on one day whether somebody answers, from the written directory alone. Dates are compared as texts.
class Oracle {
 public:
  explicit Oracle(const dv1::Directory& directory) {
    for (const auto& unit : directory.units()) units_[unit.id()] = &unit;
    for (const auto& organisation : directory.organisations()) organisations_[organisation.id()] = &organisation;
  }

  bool IsAnswered(const dv1::Organisation& organisation, const RouteNeed& need, absl::CivilDay day) const {
    for (const dv1::RoutingRule& rule : organisation.rules()) {
      if (!Within(rule.valid_from(), rule.valid_to(), day)) continue;
      if (!Holds(rule.professions(), need.profession) || !Holds(rule.dwelling_forms(), need.dwelling_form) ||
          !Holds(rule.care_levels(), need.care_level) || !Holds(rule.mobilities(), need.mobility) ||
          !Holds(rule.district_ids(), need.district_id)) {
        continue;
      }
      bool somebody = false;
      for (const std::string& named : rule.unit_ids()) {
        const dv1::Unit* unit = WhoAnswersFor(named, day);
        if (unit == nullptr || !TakesIn(*unit, need.profession)) continue;
        somebody = true;
        if (!OpensSoon(*unit, day) || !CanBeCalledAtEveryHour(*unit, day)) return false;
      }
      return somebody;
    }
    return false;
  }

 private:
  template <typename List, typename Value>
  static bool Holds(const List& list, const Value& value) {
    if (list.empty()) return true;
    for (const auto& one : list) {
      if (one == value) return true;
    }
    return false;
  }
  static bool Within(const std::string& from, const std::string& to, absl::CivilDay day) {
    const std::string text = absl::FormatCivilTime(day);
    return (from.empty() || from <= text) && (to.empty() || text <= to);
  }
  static bool IsAway(const dv1::Unit& unit, absl::CivilDay day) {
    for (const auto& closure : unit.closures()) {
      if (Within(closure.from_date(), closure.to_date(), day)) return true;
    }
    return false;
  }
  const dv1::Unit* Find(const std::string& id) const {
    const auto found = units_.find(id);
    return found == units_.end() ? nullptr : found->second;
  }

  const dv1::Unit* WhoAnswersFor(std::string id, absl::CivilDay day) const {
    std::set<std::string> been;
    while (been.insert(id).second) {
      const dv1::Unit* unit = Find(id);
      if (unit == nullptr) return nullptr;
      const bool exists = Within(unit->valid_from(), unit->valid_to(), day);
      if (exists && !(IsAway(*unit, day) && !unit->cover_unit_id().empty())) return unit;
      id = !exists && !unit->successor_unit_id().empty() ? unit->successor_unit_id() : unit->cover_unit_id();
    }
    return nullptr;
  }
  static bool TakesIn(const dv1::Unit& unit, int profession) {
    return (unit.kind() == dv1::UNIT_KIND_HOME_REHAB || unit.kind() == dv1::UNIT_KIND_PALLIATIVE_TEAM) &&
           !unit.professions().empty() && Holds(unit.professions(), profession);
  }

  // Whether it is open at this hour.
  static bool IsOpenAt(const dv1::Unit& unit, absl::CivilDay day, int hour) {
    if (IsAway(unit, day)) return false;
    if (!unit.open_on_holidays() && (IsPublicHoliday(Country::kSweden, day) || IsClosedEve(Country::kSweden, day))) {
      return false;
    }
    const int weekday = static_cast<int>(absl::GetWeekday(day)) + 1;
    const std::string time = absl::StrCat(hour < 10 ? "0" : "", hour, ":00");
    for (const auto& hours : unit.hours()) {
      if (Holds(hours.days(), weekday) && hours.opens() <= time && time < hours.closes()) return true;
    }
    return false;
  }
  bool HasCover(const dv1::Unit& unit, absl::CivilDay day) const {
    const dv1::Unit* cover = Find(unit.cover_unit_id());
    return cover != nullptr && Within(cover->valid_from(), cover->valid_to(), day);
  }
  bool OpensSoon(const dv1::Unit& unit, absl::CivilDay day) const {
    if (HasCover(unit, day)) return true;
    for (int i = 0; i <= 7; ++i) {
      for (int hour = 0; hour < 24; ++hour) {
        if (IsOpenAt(unit, day + i, hour)) return true;
      }
    }
    return false;
  }
  bool CanBeCalledAtEveryHour(const dv1::Unit& unit, absl::CivilDay day) const {
    for (int hour = 0; hour < 24; ++hour) {
      if (unit.phone().empty()) return false;
      if (IsOpenAt(unit, day, hour) || !unit.off_hours().phone().empty()) continue;
      const dv1::Unit* cover = HasCover(unit, day) ? Find(unit.cover_unit_id()) : nullptr;
      if (cover != nullptr && !cover->off_hours().phone().empty()) continue;
      if (cover != nullptr && !cover->phone().empty() && IsOpenAt(*cover, day, hour) && cover->open_on_holidays())
        continue;
      const dv1::Unit* operations = Find(organisations_.at(unit.organisation_id())->operations_unit_id());
      if (operations != nullptr && Within(operations->valid_from(), operations->valid_to(), day) &&
          !operations->phone().empty()) {
        continue;
      }
      return false;
    }
    return true;
  }

  std::map<std::string, const dv1::Unit*> units_;
  std::map<std::string, const dv1::Organisation*> organisations_;
};

class RandomDirectory {
 public:
  explicit RandomDirectory(unsigned seed) : random_(seed) {}

  dv1::Directory Make() {
    dv1::Directory directory;
    for (int i = 0; i < kUnits; ++i) *directory.add_units() = MakeUnit(i);
    dv1::Unit& operations = *directory.add_units();
    operations.set_id("operations");
    operations.set_kind(dv1::UNIT_KIND_OPERATIONS);
    operations.set_organisation_id("o0");
    operations.set_phone("1");
    if (Once(3)) operations.set_valid_to(Day());
    for (int i = 0; i < 2; ++i) {
      dv1::Organisation& organisation = *directory.add_organisations();
      organisation.set_id(absl::StrCat("o", i));
      organisation.set_name(organisation.id());
      organisation.set_kind(dv1::ORGANISATION_KIND_MUNICIPALITY);
      organisation.set_country("SE");
      if (i == 0 || Once(2)) organisation.set_municipality_code(absl::StrCat("148", i));
      if (Once(2)) organisation.set_operations_unit_id("operations");
      organisation.add_districts()->set_id("north");
      const int rules = 1 + Below(4);
      for (int r = 0; r < rules; ++r) *organisation.add_rules() = MakeRule(r, r + 1 == rules && !Once(4));
    }
    return directory;
  }
  absl::CivilDay AnyDay() { return kFrom + Below(500); }

 private:
  static constexpr int kUnits = 6;

  int Below(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random_); }
  // True once in n.
  bool Once(int n) { return Below(n) == 0; }
  std::string Day() { return absl::FormatCivilTime(kFrom - 30 + Below(400)); }
  std::string UnitId() { return absl::StrCat("u", Below(kUnits + (Once(8) ? 1 : 0))); }

  dv1::Unit MakeUnit(int i) {
    dv1::Unit unit;
    unit.set_id(absl::StrCat("u", i));
    unit.set_organisation_id(absl::StrCat("o", Below(2)));
    unit.set_kind(Once(12)  ? dv1::UNIT_KIND_WARD
                  : Once(2) ? dv1::UNIT_KIND_HOME_REHAB
                            : dv1::UNIT_KIND_PALLIATIVE_TEAM);
    if (!Once(6)) unit.add_professions(hv1::PROFESSION_OCCUPATIONAL_THERAPIST);
    if (!Once(6)) unit.add_professions(hv1::PROFESSION_PHYSIOTHERAPIST);
    if (!Once(10)) unit.set_phone("1");
    if (!Once(3)) unit.mutable_off_hours()->set_phone("2");
    SetHours(unit);
    if (Once(4)) unit.set_valid_from(Day());
    if (Once(4)) unit.set_valid_to(Day());
    if (Once(2)) unit.set_successor_unit_id(UnitId());
    if (Once(2)) unit.set_cover_unit_id(UnitId());
    for (int n = Below(3); n > 0; --n) {
      const absl::CivilDay from = AnyDay();
      Close(unit, absl::FormatCivilTime(from), absl::FormatCivilTime(from + Below(20)));
    }
    return unit;
  }

  void SetHours(dv1::Unit& unit) {
    dv1::OpeningHours& hours = *unit.add_hours();
    const int pattern = Below(4);
    const int days = pattern == 0 || pattern == 1 ? 7 : pattern == 2 ? 5 : 1;
    for (int day = 1; day <= days; ++day) hours.add_days(static_cast<dv1::Weekday>(day));
    hours.set_opens(pattern == 0 ? "00:00" : "08:00");
    hours.set_closes(pattern == 0 ? "24:00" : "16:00");
    unit.set_open_on_holidays(pattern == 0);
  }

  dv1::RoutingRule MakeRule(int r, bool fits_everything) {
    dv1::RoutingRule rule;
    rule.set_id(absl::StrCat("r", r));
    for (int n = 1 + Below(2); n > 0; --n) rule.add_unit_ids(UnitId());
    if (fits_everything) return rule;
    if (Once(2)) rule.add_professions(static_cast<hv1::Profession>(1 + Below(2)));
    if (Once(3)) rule.add_district_ids("north");
    if (Once(2)) rule.add_dwelling_forms(static_cast<hv1::DwellingForm>(1 + Below(13)));
    if (Once(3)) rule.add_care_levels(static_cast<hv1::CareLevel>(1 + Below(3)));
    if (Once(3)) rule.add_mobilities(static_cast<hv1::Mobility>(1 + Below(2)));
    if (Once(3)) rule.set_valid_from(Day());
    if (Once(3)) rule.set_valid_to(Day());
    return rule;
  }

  std::mt19937 random_;
};

TEST(CoverageOracle, NoNeedOnAnyDayIsWithoutAReceiverOrAPhoneUnlessItIsAHole) {
  int holes = 0;
  int answers = 0;
  for (unsigned seed = 1; seed <= 60; ++seed) {
    RandomDirectory random(seed);
    const dv1::Directory written = random.Make();
    const auto built = Directory::Build(written, {}, 1, Zones);
    const Coverage coverage = CheckCoverage(*built, kFrom);
    using Need = std::tuple<std::string, std::string, int, int, int, int>;
    std::map<Need, std::vector<DayRange>> open;
    for (const CoverageHole& hole : coverage.holes) {
      open[{hole.organisation_id, hole.need.district_id, hole.need.profession, hole.need.dwelling_form,
            hole.need.care_level, hole.need.mobility}]
          .push_back(hole.days);
    }
    const Oracle oracle(written);
    for (int n = 0; n < 1500; ++n) {
      const dv1::Organisation& organisation = written.organisations(n % 2);
      RouteNeed need;
      need.district_id = n % 3 == 0 ? "north" : "";
      need.profession = static_cast<hv1::Profession>(1 + n / 2 % 2);
      need.dwelling_form = static_cast<hv1::DwellingForm>(1 + n % 13);
      need.care_level = static_cast<hv1::CareLevel>(1 + n / 5 % 3);
      need.mobility = static_cast<hv1::Mobility>(1 + n / 7 % 2);
      const absl::CivilDay day = random.AnyDay();
      bool is_hole = false;
      for (const DayRange& days : open[{organisation.id(), need.district_id, need.profession, need.dwelling_form,
                                        need.care_level, need.mobility}]) {
        is_hole = is_hole || days.Contains(day);
      }
      ASSERT_EQ(oracle.IsAnswered(organisation, need, day), !is_hole)
          << "seed " << seed << ", " << organisation.id() << " on " << DayText(day) << ": "
          << ExamplePatient(need, *built) << "\n"
          << written.DebugString();
      ++(is_hole ? holes : answers);
    }
  }
  EXPECT_GT(holes, 1000);
  EXPECT_GT(answers, 1000);
}

}  // namespace
}  // namespace hemgang::rules
