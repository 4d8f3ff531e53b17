// The coverage proof: against an oracle that asks day by day, and hole by hole.
#include "services/rules/coverage.h"

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

}  // namespace
}  // namespace hemgang::rules
