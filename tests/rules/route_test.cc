// Where needs go: each reason for a receiver, and each reason for none.
#include "services/rules/route.h"

#include <functional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "absl/strings/str_join.h"

#include "tests/support/test_directory.h"

namespace hemgang::rules {
namespace {

using test::TestDirectory;

bool Zones(const std::string& name, absl::TimeZone* zone) {
  return absl::LoadTimeZone(name, zone);
}

absl::Time At(const std::string& text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, &error)) << error;
  return time;
}

dv1::Unit& UnitOf(dv1::Directory& directory, const std::string& id) {
  for (dv1::Unit& unit : *directory.mutable_units()) {
    if (unit.id() == id) return unit;
  }
  ADD_FAILURE() << id;
  return *directory.add_units();
}

// "molndal-hemrehab", "partille-ft or partille-hemrehab", "cover bergen-hjemmerehab", or "none: <problem>".
std::string Text(const Route& route) {
  if (!route.problem.empty()) return "none: " + route.problem;
  const std::string to = route.unit_id.empty() ? absl::StrJoin(route.choice_unit_ids, " or ") : route.unit_id;
  return (route.held_by_cover ? "cover " : "") + to;
}

constexpr hv1::Profession kOt = hv1::PROFESSION_OCCUPATIONAL_THERAPIST;
constexpr hv1::Profession kPt = hv1::PROFESSION_PHYSIOTHERAPIST;

struct Row {
  std::string what;
  RouteNeed need;
  std::string expected;
  std::string rule;
};

const Row kRows[] = {
    {"the municipality's own unit", {.municipality_code = 1481, .profession = kOt}, "molndal-hemrehab", "molndal-allt"},
    {"specialised care",
     {.municipality_code = 1481, .profession = kOt, .care_level = hv1::CARE_LEVEL_SPECIALISED_PALLIATIVE},
     "su-palliativa-teamet",
     "molndal-specialiserad"},
    {"general care is not specialised",
     {.municipality_code = 1481, .profession = kOt, .care_level = hv1::CARE_LEVEL_GENERAL_PALLIATIVE},
     "molndal-hemrehab",
     "molndal-allt"},
    {"who can come chooses",
     {.municipality_code = 1402, .profession = kPt, .mobility = hv1::MOBILITY_CAN_VISIT_CLINIC},
     "partille-ft or partille-hemrehab",
     "partille-valfri"},
    {"unsaid mobility counts as home only",
     {.municipality_code = 1402, .dwelling_form = hv1::DWELLING_FORM_ORDINARY_ALONE, .profession = kPt},
     "partille-ft",
     "partille-fysioterapi"},
    {"one of two professions",
     {.municipality_code = 1402, .dwelling_form = hv1::DWELLING_FORM_ORDINARY_ALONE, .profession = kOt},
     "partille-hemrehab",
     "partille-allt"},
    {"unsaid dwelling form counts as unknown",
     {.municipality_code = 1402, .profession = kPt},
     "partille-hemrehab",
     "partille-allt"},
    {"a district",
     {.municipality_code = 1480,
      .district_id = "hisingen",
      .dwelling_form = hv1::DWELLING_FORM_HOSPICE,
      .profession = kOt},
     "su-palliativa-teamet",
     "goteborg-hospice"},
    {"another district",
     {.municipality_code = 1480,
      .district_id = "centrum",
      .dwelling_form = hv1::DWELLING_FORM_HOSPICE,
      .profession = kOt},
     "goteborg-natt",
     "goteborg-allt"},
    {"an unknown district fits only rules without",
     {.municipality_code = 1480, .dwelling_form = hv1::DWELLING_FORM_HOSPICE, .profession = kOt},
     "goteborg-natt",
     "goteborg-allt"},
    {"another country",
     {.country = hv1::COUNTRY_NORWAY, .municipality_code = 4601, .profession = kOt},
     "bergen-hjemmerehab",
     "bergen-alt"},
    {"an unsaid country is the sender's",
     {.municipality_code = 4601, .profession = kOt, .sending_organisation_id = "bergen"},
     "bergen-hjemmerehab",
     "bergen-alt"},
    {"the same code in the wrong country",
     {.country = hv1::COUNTRY_SWEDEN, .municipality_code = 4601, .profession = kOt},
     "none: no organisation of the directory answers for municipality 4601; name the receiving unit, or add the "
     "municipality to the directory",
     ""},
    {"an unknown municipality is the sender's to route",
     {.profession = kOt, .sending_organisation_id = "vgr"},
     "su-palliativa-teamet",
     "vgr-okand-kommun"},
    {"an unknown municipality and sender",
     {.profession = kOt, .sending_organisation_id = "nowhere"},
     "none: the municipality is not known, and there is no organisation \"nowhere\" with rules of its own; say where "
     "the patient will sleep",
     ""},
};

TEST(Route, EachKindOfNeedFindsItsReceiver) {
  const auto directory = Directory::Build(TestDirectory(), {}, 1, Zones);
  for (const Row& row : kRows) {
    const Route route = ResolveRoute(row.need, *directory, At("2026-06-18T15:00:00+02:00"));
    EXPECT_EQ(Text(route), row.expected) << row.what;
    EXPECT_EQ(route.rule_id, row.rule) << row.what;
    EXPECT_EQ(route.basis.empty(), row.rule.empty()) << row.what;
  }
}

struct TimeRow {
  std::string what;
  std::function<void(dv1::Directory&)> change;
  std::string day;
  // In place of molndal-hemrehab.
  std::string expected;
};

const TimeRow kTimes[] = {
    {"the last day counts", [](auto& d) { UnitOf(d, "molndal-hemrehab").set_valid_to("2026-12-31"); }, "2026-12-31",
     "molndal-hemrehab"},
    {"ended, and nobody follows", [](auto& d) { UnitOf(d, "molndal-hemrehab").set_valid_to("2026-12-31"); },
     "2027-01-01",
     "none: rule \"molndal-allt\" gives no receiver: unit \"molndal-hemrehab\" ended on 2026-12-31; give it a "
     "successor_unit_id, or name another unit in the rule"},
    {"not begun, and nobody stands in", [](auto& d) { UnitOf(d, "molndal-hemrehab").set_valid_from("2027-01-01"); },
     "2026-12-31",
     "none: rule \"molndal-allt\" gives no receiver: unit \"molndal-hemrehab\" begins on 2027-01-01; give it a "
     "successor_unit_id, or name another unit in the rule"},
    {"the first day counts", [](auto& d) { UnitOf(d, "molndal-hemrehab").set_valid_from("2027-01-01"); }, "2027-01-01",
     "molndal-hemrehab"},
    {"ended, and followed",
     [](auto& d) {
       UnitOf(d, "molndal-hemrehab").set_valid_to("2026-12-31");
       UnitOf(d, "molndal-hemrehab").set_successor_unit_id("harryda-hemrehab");
     },
     "2027-01-01", "harryda-hemrehab"},
    {"followed by one that is closed and covered",
     [](auto& d) {
       UnitOf(d, "molndal-hemrehab").set_valid_to("2026-12-31");
       UnitOf(d, "molndal-hemrehab").set_successor_unit_id("harryda-hemrehab");
       UnitOf(d, "harryda-hemrehab").set_cover_unit_id("partille-hemrehab");
       auto& closure = *UnitOf(d, "harryda-hemrehab").add_closures();
       closure.set_from_date("2027-01-01");
       closure.set_to_date("2027-01-03");
     },
     "2027-01-03", "cover partille-hemrehab"},
    {"ended and covered only",
     [](auto& d) {
       UnitOf(d, "molndal-hemrehab").set_valid_to("2026-12-31");
       UnitOf(d, "molndal-hemrehab").set_cover_unit_id("harryda-hemrehab");
     },
     "2027-01-01", "cover harryda-hemrehab"},
    {"covered, but open", [](auto& d) { UnitOf(d, "molndal-hemrehab").set_cover_unit_id("harryda-hemrehab"); },
     "2027-01-01", "molndal-hemrehab"},
    {"closed without cover keeps what comes",
     [](auto& d) {
       auto& closure = *UnitOf(d, "molndal-hemrehab").add_closures();
       closure.set_from_date("2027-07-05");
       closure.set_to_date("2027-07-30");
     },
     "2027-07-06", "molndal-hemrehab"},
    {"covered by one without the profession",
     [](auto& d) {
       UnitOf(d, "molndal-hemrehab").set_valid_to("2026-12-31");
       UnitOf(d, "molndal-hemrehab").set_successor_unit_id("partille-ft");
     },
     "2027-01-01",
     "none: rule \"molndal-allt\" gives no receiver: unit \"partille-ft\", which stands in for unit "
     "\"molndal-hemrehab\", has no occupational therapist"},
    {"covered by one that cannot receive",
     [](auto& d) {
       UnitOf(d, "molndal-hemrehab").set_valid_to("2026-12-31");
       UnitOf(d, "molndal-hemrehab").set_successor_unit_id("su-ostra-rehab");
     },
     "2027-01-01",
     "none: rule \"molndal-allt\" gives no receiver: unit \"su-ostra-rehab\", which stands in for unit "
     "\"molndal-hemrehab\", is of a kind that receives no handovers"},
    {"a circle",
     [](auto& d) {
       UnitOf(d, "molndal-hemrehab").set_valid_to("2026-12-31");
       UnitOf(d, "molndal-hemrehab").set_successor_unit_id("harryda-hemrehab");
       UnitOf(d, "harryda-hemrehab").set_valid_to("2026-12-31");
       UnitOf(d, "harryda-hemrehab").set_successor_unit_id("molndal-hemrehab");
     },
     "2027-01-01",
     "none: rule \"molndal-allt\" gives no receiver: the successors and covers of unit \"molndal-hemrehab\" lead in a "
     "circle; name one that is there"},
    {"a rule before its first day",
     [](auto& d) { d.mutable_organisations(1)->mutable_rules(1)->set_valid_from("2027-01-02"); }, "2027-01-01",
     "none: no rule of organisation \"molndal\" fits; its last rule must fit everything: add one without any "
     "condition"},
    {"a rule on its last day",
     [](auto& d) { d.mutable_organisations(1)->mutable_rules(1)->set_valid_to("2027-01-01"); }, "2027-01-01",
     "molndal-hemrehab"},
    {"no rules", [](auto& d) { d.mutable_organisations(1)->clear_rules(); }, "2027-01-01",
     "none: no rule of organisation \"molndal\" fits; it has no rules: add them, the last one without any condition"},
};

TEST(Route, UnitsBeginEndAndAreStoodInFor) {
  for (const TimeRow& row : kTimes) {
    dv1::Directory written = TestDirectory();
    row.change(written);
    const auto directory = Directory::Build(written, {}, 1, Zones);
    const RouteNeed need{.municipality_code = 1481, .profession = kOt};
    EXPECT_EQ(Text(ResolveRouteOn(need, *directory, *DayFrom(row.day))), row.expected) << row.what;
    // The local day, whatever UTC's is.
    EXPECT_EQ(Text(ResolveRoute(need, *directory, At(row.day + "T00:30:00+01:00"))).substr(0, 4),
              row.expected.substr(0, 4))
        << row.what;
  }
}

TEST(Route, AChoiceIsBetweenThoseWhoAreThere) {
  dv1::Directory written = TestDirectory();
  UnitOf(written, "partille-ft").set_valid_to("2026-12-31");
  const RouteNeed need{.municipality_code = 1402, .profession = kPt, .mobility = hv1::MOBILITY_CAN_VISIT_CLINIC};
  const auto one_left = Directory::Build(written, {}, 1, Zones);
  EXPECT_EQ(Text(ResolveRouteOn(need, *one_left, *DayFrom("2026-12-31"))), "partille-ft or partille-hemrehab");
  EXPECT_EQ(Text(ResolveRouteOn(need, *one_left, *DayFrom("2027-01-01"))), "partille-hemrehab");
  // Two that lead to the same unit are no choice.
  UnitOf(written, "partille-ft").set_successor_unit_id("partille-hemrehab");
  const auto same = Directory::Build(written, {}, 1, Zones);
  EXPECT_EQ(Text(ResolveRouteOn(need, *same, *DayFrom("2027-01-01"))), "partille-hemrehab");
}

TEST(Route, OnlyUnitsAtHomeReceive) {
  for (int kind = dv1::UnitKind_MIN; kind <= dv1::UnitKind_MAX; ++kind) {
    const bool is_at_home = kind == dv1::UNIT_KIND_HOME_REHAB || kind == dv1::UNIT_KIND_PALLIATIVE_TEAM ||
                            kind == dv1::UNIT_KIND_PRIMARY_CARE_REHAB;
    EXPECT_EQ(Receives(static_cast<dv1::UnitKind>(kind)), is_at_home) << kind;
  }
}

TEST(Route, Days) {
  const std::pair<std::string, bool> rows[] = {{"2027-01-31", true},   {"2028-02-29", true},  {"2027-02-29", false},
                                               {"2027-00-10", false},  {"2027-13-01", false}, {"2027-1-31", false},
                                               {"2027/01/31", false},  {"0000-01-01", false}, {"", false},
                                               {"2027-01-31 ", false}, {"20270-1-31", false}, {"-027-01-31", false},
                                               {"2027-01-3a", false}};
  for (const auto& [text, is_day] : rows) {
    EXPECT_EQ(DayFrom(text).has_value(), is_day) << text;
    if (is_day) {
      EXPECT_EQ(DayText(*DayFrom(text)), text);
    }
  }
}

}  // namespace
}  // namespace hemgang::rules
