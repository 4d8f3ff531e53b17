// The coverage proof, hole by hole.
#include "services/rules/coverage.h"

#include <algorithm>
#include <functional>
#include <set>
#include <string>

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
