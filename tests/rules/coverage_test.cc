// The coverage proof: against an oracle that asks day by day, and hole by hole.
#include "services/rules/coverage.h"

#include <algorithm>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <string>
#include <tuple>

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "tests/support/test_directory.h"

namespace hemgang::rules {
namespace {

using test::TestDirectory;

const absl::CivilDay kFrom(2026, 11, 23);

bool Zones(const std::string& name, absl::TimeZone* zone) {
  return absl::LoadTimeZone(name, zone);
}

Coverage Covered(const dv1::Directory& written) {
  return CheckCoverage(*Directory::Build(written, {}, 1, Zones), kFrom);
}

dv1::Unit& UnitOf(dv1::Directory& directory, const std::string& id) {
  for (dv1::Unit& unit : *directory.mutable_units()) {
    if (unit.id() == id) return unit;
  }
  ADD_FAILURE() << id;
  return *directory.add_units();
}
dv1::Organisation& OrganisationOf(dv1::Directory& directory, const std::string& id) {
  for (dv1::Organisation& organisation : *directory.mutable_organisations()) {
    if (organisation.id() == id) return organisation;
  }
  ADD_FAILURE() << id;
  return *directory.add_organisations();
}
void Close(dv1::Unit& unit, const std::string& from, const std::string& to) {
  auto& closure = *unit.add_closures();
  closure.set_from_date(from);
  closure.set_to_date(to);
}

TEST(Coverage, TheTestDirectoryHasNoHole) {
  const Coverage coverage = Covered(TestDirectory());
  EXPECT_TRUE(coverage.holes.empty()) << coverage.holes[0].problem;
  // 13 dwelling forms, 2 professions, 3 care levels, 2 mobilities; Göteborg has two districts beside the unknown one.
  EXPECT_EQ(coverage.examined, 156 * 8);
}

struct HoleRow {
  std::string what;
  std::function<void(dv1::Directory&)> change;
  // "<organisation> <first day>..<last day> <needs>: <problem>" per group.
  std::vector<std::string> expected;
};

const HoleRow kHoles[] = {
    {"no last rule",
     [](auto& d) { OrganisationOf(d, "harryda").clear_rules(); },
     {"harryda 2026-11-23..9999-12-31 156: no rule of organisation \"harryda\" fits; it has no rules: add them, the "
      "last one without any condition"}},
    {"a last rule that lacks a profession",
     [](auto& d) { OrganisationOf(d, "partille").mutable_rules(2)->add_professions(hv1::PROFESSION_PHYSIOTHERAPIST); },
     {"partille 2026-11-23..9999-12-31 78: no rule of organisation \"partille\" fits; its last rule must fit "
      "everything: add one without any condition"}},
    {"a hospital that does not know where to",
     [](auto& d) { OrganisationOf(d, "vgr").clear_rules(); },
     {"vgr 2026-11-23..9999-12-31 156: no rule of organisation \"vgr\" fits; it has no rules: add them, the last one "
      "without any condition"}},
    {"a unit that ends",
     [](auto& d) { UnitOf(d, "harryda-hemrehab").set_valid_to("2027-03-31"); },
     {"harryda 2027-04-01..9999-12-31 156: rule \"harryda-allt\" gives no receiver: unit \"harryda-hemrehab\" ended on "
      "2027-03-31; give it a successor_unit_id, or name another unit in the rule"}},
    {"a unit that ends and is followed",
     [](auto& d) {
       UnitOf(d, "harryda-hemrehab").set_valid_to("2027-03-31");
       UnitOf(d, "harryda-hemrehab").set_successor_unit_id("partille-hemrehab");
     },
     {}},
    {"a rule with an end and one behind it",
     [](auto& d) {
       *OrganisationOf(d, "harryda").add_rules() = OrganisationOf(d, "harryda").rules(0);
       OrganisationOf(d, "harryda").mutable_rules(0)->set_valid_to("2027-03-31");
       OrganisationOf(d, "harryda").mutable_rules(1)->set_valid_from("2027-04-02");
     },
     {"harryda 2027-04-01..2027-04-01 156: no rule of organisation \"harryda\" fits; its last rule must fit "
      "everything: "
      "add one without any condition"}},
    {"a unit without the profession",
     [](auto& d) { OrganisationOf(d, "harryda").mutable_rules(0)->set_unit_ids(0, "partille-ft"); },
     {"harryda 2026-11-23..9999-12-31 78: rule \"harryda-allt\" gives no receiver: unit \"partille-ft\" has no "
      "occupational therapist"}},
    {"a unit that there is not",
     [](auto& d) { OrganisationOf(d, "harryda").mutable_rules(0)->set_unit_ids(0, "gone"); },
     {"harryda 2026-11-23..9999-12-31 156: rule \"harryda-allt\" gives no receiver: there is no unit \"gone\""}},
    {"nobody to call by day",
     [](auto& d) { OrganisationOf(d, "goteborg").clear_operations_unit_id(); },
     // All but a hospice on Hisingen.
     {"goteborg 2026-11-23..9999-12-31 456: rule \"goteborg-allt\" leads to unit \"goteborg-natt\", and nobody can be "
      "called while it is closed; give it, its cover_unit_id or its organisation's operations unit a phone for those "
      "hours"}},
    {"a cover that has a phone off hours",
     [](auto& d) {
       OrganisationOf(d, "goteborg").clear_operations_unit_id();
       UnitOf(d, "goteborg-natt").set_cover_unit_id("molndal-hemrehab");
     },
     {}},
    {"a cover that never closes",
     [](auto& d) {
       OrganisationOf(d, "goteborg").clear_operations_unit_id();
       UnitOf(d, "goteborg-natt").set_cover_unit_id("su-palliativa-teamet");
     },
     {}},
    {"no phone at all",
     [](auto& d) { UnitOf(d, "harryda-hemrehab").clear_phone(); },
     {"harryda 2026-11-23..9999-12-31 156: rule \"harryda-allt\" leads to unit \"harryda-hemrehab\", which has no "
      "phone; give it one"}},
    {"a summer without cover",
     [](auto& d) { Close(UnitOf(d, "harryda-hemrehab"), "2027-07-05", "2027-07-18"); },
     // Open on Friday 2 July and again on Monday 19 July.
     {"harryda 2027-07-03..2027-07-11 156: rule \"harryda-allt\" leads to unit \"harryda-hemrehab\", which then does "
      "not open for more than 7 days; give it a cover_unit_id, or other hours"}},
    {"a week between two weekends without cover is too long",
     [](auto& d) { Close(UnitOf(d, "harryda-hemrehab"), "2027-07-05", "2027-07-09"); },
     {"harryda 2027-07-03..2027-07-04 156: rule \"harryda-allt\" leads to unit \"harryda-hemrehab\", which then does "
      "not open for more than 7 days; give it a cover_unit_id, or other hours"}},
    {"four days without cover are not too long",
     [](auto& d) { Close(UnitOf(d, "harryda-hemrehab"), "2027-07-05", "2027-07-08"); },
     {}},
    {"a summer with cover",
     [](auto& d) {
       Close(UnitOf(d, "harryda-hemrehab"), "2027-07-05", "2027-07-18");
       UnitOf(d, "harryda-hemrehab").set_cover_unit_id("partille-hemrehab");
     },
     {}},
    {"covered by a unit that is closed itself",
     [](auto& d) {
       Close(UnitOf(d, "harryda-hemrehab"), "2027-07-05", "2027-07-18");
       UnitOf(d, "harryda-hemrehab").set_cover_unit_id("partille-ft");
     },
     {"harryda 2027-07-05..2027-07-18 78: rule \"harryda-allt\" gives no receiver: unit \"partille-ft\", which stands "
      "in "
      "for unit \"harryda-hemrehab\", has no occupational therapist"}},
};

std::vector<std::string> Lines(const Coverage& coverage) {
  std::vector<std::string> lines;
  for (const HoleGroup& group : GroupHoles(coverage.holes)) {
    lines.push_back(absl::StrCat(group.hole.organisation_id, " ", DayText(group.hole.days.first), "..",
                                 DayText(group.hole.days.last), " ", group.needs, ": ", group.hole.problem));
  }
  return lines;
}

TEST(Coverage, EachHoleIsNamedWithItsDays) {
  for (const HoleRow& row : kHoles) {
    dv1::Directory directory = TestDirectory();
    row.change(directory);
    EXPECT_EQ(Lines(Covered(directory)), row.expected) << row.what;
  }
}

// --- What is taken away is named ---

TEST(Coverage, EachUnitThatIsTakenAwayIsNamed) {
  std::set<std::string> named;
  for (const dv1::Organisation& organisation : TestDirectory().organisations()) {
    for (const dv1::RoutingRule& rule : organisation.rules()) {
      named.insert(rule.unit_ids().begin(), rule.unit_ids().end());
    }
  }
  ASSERT_EQ(named.size(), 7u);
  for (const std::string& unit_id : named) {
    dv1::Directory without = TestDirectory();
    auto& units = *without.mutable_units();
    units.erase(std::remove_if(units.begin(), units.end(), [&](const auto& unit) { return unit.id() == unit_id; }),
                units.end());
    const Coverage coverage = Covered(without);
    ASSERT_FALSE(coverage.holes.empty()) << unit_id;
    EXPECT_NE(coverage.holes[0].problem.find("\"" + unit_id + "\""), std::string::npos) << coverage.holes[0].problem;
  }
}

TEST(Coverage, EachRuleThatIsTakenAwayIsNamedWithAPatient) {
  const auto before = Directory::Build(TestDirectory(), {}, 1, Zones);
  for (int o = 0; o < TestDirectory().organisations_size(); ++o) {
    const auto& rules = TestDirectory().organisations(o).rules();
    for (int r = 0; r < rules.size(); ++r) {
      dv1::Directory written = TestDirectory();
      written.mutable_organisations(o)->mutable_rules()->DeleteSubrange(r, 1);
      const auto after = Directory::Build(written, {}, 2, Zones);
      const std::vector<LostRule> lost = LostRules(*before, *after, kFrom);
      ASSERT_EQ(lost.size(), 1u) << rules[r].id();
      EXPECT_EQ(lost[0].rule_id, rules[r].id());
      EXPECT_EQ(ResolveRouteOn(lost[0].need, *before, kFrom).rule_id, rules[r].id());
      EXPECT_NE(ExamplePatient(lost[0].need, *before).find("a patient going home to "), std::string::npos);
      // Behind all but the last stands another.
      const bool is_last = r + 1 == rules.size();
      EXPECT_EQ(!ResolveRouteOn(lost[0].need, *after, kFrom).problem.empty(), is_last) << rules[r].id();
      EXPECT_EQ(CheckCoverage(*after, kFrom).holes.empty(), !is_last) << rules[r].id();
    }
  }
  EXPECT_TRUE(LostRules(*before, *before, kFrom).empty());
}

TEST(Coverage, OnlyHolesThatWereNotThereAreNew) {
  dv1::Directory old = TestDirectory();
  OrganisationOf(old, "harryda").mutable_rules(0)->set_valid_to("2027-03-31");
  dv1::Directory now = old;
  EXPECT_TRUE(NewHoles(Covered(old), Covered(now)).empty());
  // Another sentence about the same need on the same days is no new hole.
  UnitOf(now, "harryda-hemrehab").set_valid_to("2027-03-31");
  EXPECT_TRUE(NewHoles(Covered(old), Covered(now)).empty());
  // A month earlier is.
  OrganisationOf(now, "harryda").mutable_rules(0)->set_valid_to("2027-02-28");
  const auto fresh = NewHoles(Covered(old), Covered(now));
  ASSERT_EQ(fresh.size(), 156u);
  EXPECT_EQ(DayText(fresh[0].days.first), "2027-03-01");
  EXPECT_TRUE(NewHoles(Covered(now), Covered(old)).empty()) << "a hole that closes";
}

TEST(Coverage, AnExampleIsAPersonWhoCanBeImagined) {
  const auto directory = Directory::Build(TestDirectory(), {}, 1, Zones);
  RouteNeed need{.country = hv1::COUNTRY_SWEDEN,
                 .municipality_code = 1480,
                 .district_id = "hisingen",
                 .dwelling_form = hv1::DWELLING_FORM_ORDINARY_ALONE,
                 .profession = hv1::PROFESSION_PHYSIOTHERAPIST,
                 .care_level = hv1::CARE_LEVEL_GENERAL_PALLIATIVE,
                 .mobility = hv1::MOBILITY_HOME_ONLY};
  EXPECT_EQ(ExamplePatient(need, *directory),
            "a patient going home to Hisingen in Göteborgs stad (ordinary alone), with general palliative care, who "
            "cannot visit a clinic and needs a physiotherapist");
  need = {.dwelling_form = hv1::DWELLING_FORM_HOMELESS,
          .profession = hv1::PROFESSION_OCCUPATIONAL_THERAPIST,
          .care_level = hv1::CARE_LEVEL_OTHER,
          .mobility = hv1::MOBILITY_CAN_VISIT_CLINIC,
          .sending_organisation_id = "vgr"};
  EXPECT_EQ(ExamplePatient(need, *directory),
            "a patient going home to a municipality that is not known (homeless), with other care, who can visit a "
            "clinic and needs an occupational therapist");
}

// --- Against an oracle, over random directories ---

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

TEST(Coverage, NoNeedOnAnyDayIsWithoutAReceiverOrAPhoneUnlessItIsAHole) {
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

// A whole region: 49 municipalities with districts, rules by dwelling form and profession, and planned changes.
dv1::Directory Region() {
  dv1::Directory region;
  for (int i = 0; i < 49; ++i) {
    dv1::Organisation& organisation = *region.add_organisations();
    organisation = TestDirectory().organisations(2);
    organisation.set_id(absl::StrCat("kommun-", i));
    organisation.set_municipality_code(absl::StrCat(1400 + i));
    for (int k = 0; k < 10; ++k) {
      dv1::RoutingRule rule;
      rule.set_id(absl::StrCat("stadsdel-", k));
      rule.add_district_ids(absl::StrCat("d", k));
      rule.add_unit_ids(absl::StrCat("kommun-", i, "-d", k));
      organisation.add_districts()->set_id(absl::StrCat("d", k));
      dv1::Unit& unit = *region.add_units();
      unit = UnitOf(const_cast<dv1::Directory&>(TestDirectory()), "partille-hemrehab");
      unit.set_id(rule.unit_ids(0));
      unit.set_organisation_id(organisation.id());
      unit.set_cover_unit_id("partille-hemrehab");
      Close(unit, absl::StrCat("2027-07-", 10 + k), absl::StrCat("2027-08-", 10 + k));
      *organisation.add_rules() = rule;
    }
    for (int k = organisation.rules_size() - 1; k > 2; --k) organisation.mutable_rules()->SwapElements(k, k - 1);
  }
  for (const dv1::Unit& unit : TestDirectory().units()) *region.add_units() = unit;
  *region.add_organisations() = TestDirectory().organisations(2);
  return region;
}

TEST(Coverage, AWholeRegionTakesLessThanASecond) {
  const auto built = Directory::Build(Region(), {}, 1, Zones);
  const absl::Time start = absl::Now();
  const Coverage coverage = CheckCoverage(*built, kFrom);
  const absl::Duration took = absl::Now() - start;
  EXPECT_GT(coverage.examined, 1'000'000);
  EXPECT_LT(took, absl::Seconds(1));
  RecordProperty("milliseconds", static_cast<int>(absl::ToInt64Milliseconds(took)));
}

}  // namespace
}  // namespace hemgang::rules
