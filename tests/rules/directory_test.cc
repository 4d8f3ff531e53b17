// What a directory must be, fault by fault, and what the rules then see of it.
#include "services/rules/directory.h"

#include <functional>

#include <gtest/gtest.h>

#include "services/rules/directory_hours.h"
#include "tests/support/test_directory.h"

namespace hemgang::rules {
namespace {

using test::TestDirectory;

bool Zones(const std::string& name, absl::TimeZone* zone) {
  return absl::LoadTimeZone(name, zone);
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

void AddHours(dv1::Unit& unit, dv1::Weekday day, const std::string& opens, const std::string& closes) {
  dv1::OpeningHours& hours = *unit.add_hours();
  hours.add_days(day);
  hours.set_opens(opens);
  hours.set_closes(closes);
}

dv1::Unit& FirstUnit(dv1::Directory& d) {
  return *d.mutable_units(0);
}

void ChoosePolicy(dv1::Directory& d, const std::string& id, const std::string& name, int value) {
  d.mutable_organisations(0)->set_policy_id(id);
  dv1::Policy& policy = *d.add_policies();
  policy.set_id(id);
  policy.add_numbers()->set_name(name);
  policy.mutable_numbers(0)->set_value(value);
}

struct FaultRow {
  std::string what;
  std::function<void(dv1::Directory&)> spoil;
  std::string field_path;
  std::string in_sentence;
};

const FaultRow kFaults[] = {
    {"id with a capital", [](auto& d) { d.mutable_staff(0)->set_id("Karin"); }, "staff[0].id", "is no id"},
    {"id with a letter outside ASCII", [](auto& d) { d.mutable_staff(0)->set_id("åsa"); }, "staff[0].id", "a-z"},
    {"empty id", [](auto& d) { d.mutable_staff(0)->clear_id(); }, "staff[0].id", "is no id"},
    {"id that begins with a dot", [](auto& d) { d.mutable_staff(0)->set_id(".at"); }, "staff[0].id", "is no id"},
    {"long id", [](auto& d) { d.mutable_staff(0)->set_id(std::string(65, 'a')); }, "staff[0].id", "1 to 64"},
    {"id used twice", [](auto& d) { d.mutable_staff(1)->set_id("karin.at"); }, "staff[1].id", "used twice"},
    {"no name", [](auto& d) { d.mutable_staff(0)->clear_name(); }, "staff[0].name", "is required"},
    {"long name", [](auto& d) { d.mutable_staff(0)->set_name(std::string(201, 'x')); }, "staff[0].name", "too long"},
    {"no profession of a person", [](auto& d) { d.mutable_staff(0)->clear_profession(); }, "staff[0].profession",
     "PHYSIOTHERAPIST"},
    {"a person without a unit", [](auto& d) { d.mutable_staff(0)->clear_unit_ids(); }, "staff[0].unit_ids", "works"},
    {"a person at no unit of ours", [](auto& d) { d.mutable_staff(0)->set_unit_ids(0, "nowhere"); },
     "staff[0].unit_ids[0]", "no unit \"nowhere\""},
    {"a network without steering contact", [](auto& d) { d.mutable_networks(0)->clear_steering_unit_id(); },
     "networks[0].steering_unit_id", "STEERING_GROUP"},
    {"a steering contact of another kind",
     [](auto& d) { d.mutable_networks(0)->set_steering_unit_id("su-rehab-chef"); }, "networks[0].steering_unit_id",
     "of another kind"},
    {"no kind of organisation", [](auto& d) { d.mutable_organisations(0)->clear_kind(); }, "organisations[0].kind",
     "REGION"},
    {"an unknown network", [](auto& d) { d.mutable_organisations(0)->set_network_id("x"); },
     "organisations[0].network_id", "no network \"x\""},
    {"an unknown operations manager", [](auto& d) { d.mutable_organisations(0)->set_operations_unit_id("x"); },
     "organisations[0].operations_unit_id", "no unit \"x\""},
    {"an operations manager of another kind",
     [](auto& d) { d.mutable_organisations(0)->set_operations_unit_id("su-rehab-chef"); },
     "organisations[0].operations_unit_id", "UNIT_KIND_OPERATIONS"},
    {"a MAS of another kind",
     [](auto& d) { d.mutable_organisations(0)->set_medically_responsible_unit_id("su-rehab-chef"); },
     "organisations[0].medically_responsible_unit_id", "UNIT_KIND_MEDICALLY_RESPONSIBLE"},
    {"an unknown policy", [](auto& d) { d.mutable_organisations(0)->set_policy_id("x"); }, "organisations[0].policy_id",
     "no policy \"x\""},
    {"a municipality code of three digits", [](auto& d) { d.mutable_organisations(0)->set_municipality_code("148"); },
     "organisations[0].municipality_code", "four digits"},
    {"a municipality code with a letter", [](auto& d) { d.mutable_organisations(0)->set_municipality_code("148a"); },
     "organisations[0].municipality_code", "four digits"},
    {"a half day without a name", [](auto& d) { d.mutable_organisations(0)->add_half_days()->set_closes("12:00"); },
     "organisations[0].half_days[0].day", "is required"},
    {"a half day of another country",
     [](auto& d) {
       auto& half = *d.mutable_organisations(0)->add_half_days();
       half.set_day(dv1::HALF_DAY_CHRISTMAS_EVE);
       half.set_closes("12:00");
     },
     "organisations[0].half_days[0].day", "no half day in SE"},
    {"a half day named twice",
     [](auto& d) {
       for (int i = 0; i < 2; ++i) {
         auto& half = *d.mutable_organisations(0)->add_half_days();
         half.set_day(dv1::HALF_DAY_WALPURGIS_EVE);
         half.set_closes("12:00");
       }
     },
     "organisations[0].half_days[1].day", "named twice"},
    {"a half day that closes at no time",
     [](auto& d) {
       auto& half = *d.mutable_organisations(0)->add_half_days();
       half.set_day(dv1::HALF_DAY_WALPURGIS_EVE);
       half.set_closes("noon");
     },
     "organisations[0].half_days[0].closes", "\"noon\" is no time of day"},
    {"no kind of unit", [](auto& d) { FirstUnit(d).clear_kind(); }, "units[0].kind", "is required"},
    {"an unknown organisation", [](auto& d) { FirstUnit(d).set_organisation_id("x"); }, "units[0].organisation_id",
     "no organisation \"x\""},
    {"an unknown zone", [](auto& d) { FirstUnit(d).set_zone("Europe/Mölndal"); }, "units[0].zone", "no time zone"},
    {"an unknown manager", [](auto& d) { FirstUnit(d).set_manager_unit_id("x"); }, "units[0].manager_unit_id",
     "no unit \"x\""},
    {"a manager of another kind", [](auto& d) { FirstUnit(d).set_manager_unit_id("vgr-verksamhet"); },
     "units[0].manager_unit_id", "UNIT_KIND_MANAGER"},
    {"an hour that does not exist", [](auto& d) { AddHours(FirstUnit(d), dv1::WEEKDAY_MONDAY, "08:00", "25:00"); },
     "units[0].hours[0].closes", "\"25:00\" is no time of day; write hours and minutes from 00:00 to 24:00"},
    {"a minute that does not exist", [](auto& d) { AddHours(FirstUnit(d), dv1::WEEKDAY_MONDAY, "08:60", "16:00"); },
     "units[0].hours[0].opens", "no time of day"},
    {"a time after midnight's", [](auto& d) { AddHours(FirstUnit(d), dv1::WEEKDAY_MONDAY, "08:00", "24:01"); },
     "units[0].hours[0].closes", "no time of day"},
    {"an hour of one digit", [](auto& d) { AddHours(FirstUnit(d), dv1::WEEKDAY_MONDAY, "8:00", "16:00"); },
     "units[0].hours[0].opens", "no time of day"},
    {"closing before opening", [](auto& d) { AddHours(FirstUnit(d), dv1::WEEKDAY_MONDAY, "22:00", "07:00"); },
     "units[0].hours[0].closes", "a night is two intervals"},
    {"closing at opening", [](auto& d) { AddHours(FirstUnit(d), dv1::WEEKDAY_MONDAY, "08:00", "08:00"); },
     "units[0].hours[0].closes", "later than opens"},
    {"hours on no day",
     [](auto& d) {
       AddHours(FirstUnit(d), dv1::WEEKDAY_MONDAY, "08:00", "16:00");
       FirstUnit(d).mutable_hours(0)->clear_days();
     },
     "units[0].hours[0].days", "is required"},
    {"hours on an unknown day", [](auto& d) { AddHours(FirstUnit(d), dv1::WEEKDAY_UNSPECIFIED, "08:00", "16:00"); },
     "units[0].hours[0].days[0]", "MONDAY to SUNDAY"},
    {"hours that overlap",
     [](auto& d) {
       AddHours(FirstUnit(d), dv1::WEEKDAY_MONDAY, "08:00", "12:00");
       AddHours(FirstUnit(d), dv1::WEEKDAY_MONDAY, "11:00", "16:00");
     },
     "units[0].hours", "verlap"},
    {"an unknown profession", [](auto& d) { FirstUnit(d).set_professions(0, {}); }, "units[0].professions[0]",
     "PHYSIOTHERAPIST"},
    {"a profession twice", [](auto& d) { FirstUnit(d).set_professions(0, FirstUnit(d).professions(1)); },
     "units[0].professions[1]", "named twice"},
    {"an off-hours contact without a phone", [](auto& d) { FirstUnit(d).mutable_off_hours()->set_name("Jour"); },
     "units[0].off_hours", "either a phone or"},
    {"an off-hours contact that is none and has a phone",
     [](auto& d) {
       FirstUnit(d).mutable_off_hours()->set_none(true);
       FirstUnit(d).mutable_off_hours()->set_phone("031-390 06 10");
     },
     "units[0].off_hours", "and not both"},
    {"a policy called like the built-in one",
     [](auto& d) { ChoosePolicy(d, "default", "acknowledge.routine.hours", 7); }, "policies[0].id", "built-in"},
    {"a policy that nobody uses", [](auto& d) { d.add_policies()->set_id("unused"); }, "policies[0].id",
     "no organisation uses"},
    {"a number that there is not", [](auto& d) { ChoosePolicy(d, "p", "acknowledge.routine.days", 7); },
     "policies[0].numbers[0].name", "no number named"},
    {"a number out of bounds", [](auto& d) { ChoosePolicy(d, "p", "acknowledge.routine.hours", 100000); },
     "policies[0].numbers[0].value", "acknowledge.routine.hours"},
    {"a number named twice",
     [](auto& d) {
       ChoosePolicy(d, "p", "acknowledge.routine.hours", 7);
       *d.mutable_policies(0)->add_numbers() = d.policies(0).numbers(0);
     },
     "policies[0].numbers[1].name", "named twice"},
};

TEST(DirectoryCheck, EachFaultNamesItsField) {
  EXPECT_TRUE(Directory::Check(TestDirectory(), Zones).empty());
  for (const FaultRow& row : kFaults) {
    dv1::Directory spoilt = TestDirectory();
    row.spoil(spoilt);
    const std::vector<DirectoryFault> faults = Directory::Check(spoilt, Zones);
    bool found = false;
    for (const DirectoryFault& fault : faults) {
      found =
          found || (fault.field_path == row.field_path && fault.sentence.find(row.in_sentence) != std::string::npos);
    }
    EXPECT_TRUE(found) << row.what << ": "
                       << (faults.empty() ? "no fault" : faults[0].field_path + ": " + faults[0].sentence);
  }
}

TEST(DirectoryCheck, AnUnknownCountryIsAFault) {
  dv1::Directory directory = TestDirectory();
  directory.mutable_organisations(0)->set_country("DK");
  const auto faults = Directory::Check(directory, Zones);
  ASSERT_FALSE(faults.empty());
  EXPECT_EQ(faults[0].field_path, "organisations[0].country");
  EXPECT_EQ(faults[0].sentence, "\"DK\" is not known; it must be SE or NO");
}

TEST(DirectoryCheck, UnitsOfTherapistsSayWhoWorksThere) {
  const std::pair<dv1::UnitKind, bool> rows[] = {
      {dv1::UNIT_KIND_HOSPITAL_REHAB, true},  {dv1::UNIT_KIND_HOME_REHAB, true},
      {dv1::UNIT_KIND_PALLIATIVE_TEAM, true}, {dv1::UNIT_KIND_PRIMARY_CARE_REHAB, true},
      {dv1::UNIT_KIND_WARD, false},           {dv1::UNIT_KIND_MANAGER, false},
      {dv1::UNIT_KIND_STEERING_GROUP, false}, {dv1::UNIT_KIND_OPERATIONS, false},
  };
  for (const auto& [kind, must] : rows) {
    dv1::Directory directory = TestDirectory();
    FirstUnit(directory).set_kind(kind);
    FirstUnit(directory).clear_professions();
    const auto faults = Directory::Check(directory, Zones);
    const auto named = std::count_if(faults.begin(), faults.end(),
                                     [](const auto& fault) { return fault.field_path == "units[0].professions"; });
    EXPECT_EQ(named, must ? 1 : 0) << dv1::UnitKind_Name(kind);
  }
}

TEST(DirectoryHours, TimesOfDay) {
  const std::pair<std::string, std::optional<int>> rows[] = {{"00:00", 0},
                                                             {"08:30", 510},
                                                             {"23:59", 1439},
                                                             {"24:00", 1440},
                                                             {"24:01", std::nullopt},
                                                             {"25:00", std::nullopt},
                                                             {"12:60", std::nullopt},
                                                             {"8:00", std::nullopt},
                                                             {"08.00", std::nullopt},
                                                             {"", std::nullopt},
                                                             {"-1:00", std::nullopt},
                                                             {"08:0 ", std::nullopt}};
  for (const auto& [text, minute] : rows) EXPECT_EQ(MinuteOfDay(text), minute) << text;
}

TEST(DirectoryHours, EachHalfDayBelongsToItsCountry) {
  const struct {
    dv1::HalfDay written;
    HalfDay half_day;
    Country country;
  } rows[] = {
      {dv1::HALF_DAY_TWELFTH_NIGHT_EVE, HalfDay::kTwelfthNightEve, Country::kSweden},
      {dv1::HALF_DAY_MAUNDY_THURSDAY, HalfDay::kMaundyThursday, Country::kSweden},
      {dv1::HALF_DAY_WALPURGIS_EVE, HalfDay::kWalpurgisEve, Country::kSweden},
      {dv1::HALF_DAY_ASCENSION_EVE, HalfDay::kAscensionEve, Country::kSweden},
      {dv1::HALF_DAY_NATIONAL_DAY_EVE, HalfDay::kNationalDayEve, Country::kSweden},
      {dv1::HALF_DAY_ALL_SAINTS_EVE, HalfDay::kAllSaintsEve, Country::kSweden},
      {dv1::HALF_DAY_WEDNESDAY_BEFORE_EASTER, HalfDay::kWednesdayBeforeEaster, Country::kNorway},
      {dv1::HALF_DAY_CHRISTMAS_EVE, HalfDay::kChristmasEve, Country::kNorway},
      {dv1::HALF_DAY_NEW_YEARS_EVE, HalfDay::kNewYearsEve, Country::kNorway},
      {dv1::HALF_DAY_WHITSUN_EVE, HalfDay::kWhitsunEve, Country::kNorway},
  };
  for (const auto& row : rows) {
    const HalfDayRow* found = FindHalfDay(row.written);
    ASSERT_NE(found, nullptr) << dv1::HalfDay_Name(row.written);
    EXPECT_EQ(found->half_day, row.half_day) << dv1::HalfDay_Name(row.written);
    EXPECT_EQ(found->country, row.country) << dv1::HalfDay_Name(row.written);
  }
  EXPECT_EQ(FindHalfDay(dv1::HALF_DAY_UNSPECIFIED), nullptr);
}

TEST(DirectoryBuild, HoursAreTheCountrysUnlessTheUnitHasItsOwn) {
  const auto built = Directory::Build(TestDirectory(), {}, 1, Zones);
  const OpeningHours& swedish = built->FindUnit("molndal-hemrehab")->hours;
  EXPECT_EQ(swedish.country, Country::kSweden);
  EXPECT_EQ(swedish.zone.name(), "Europe/Stockholm");
  ASSERT_EQ(swedish.week[0].size(), 1u);
  EXPECT_EQ(swedish.week[0][0].closes_minute, 16 * 60);
  const OpeningHours& norwegian = built->FindUnit("bergen-hjemmerehab")->hours;
  EXPECT_EQ(norwegian.country, Country::kNorway);
  EXPECT_EQ(norwegian.zone.name(), "Europe/Oslo");
  EXPECT_EQ(norwegian.week[0][0].closes_minute, 15 * 60 + 30);
  const OpeningHours& night = built->FindUnit("goteborg-natt")->hours;
  EXPECT_TRUE(night.open_on_holidays);
  ASSERT_EQ(night.week[6].size(), 2u);
  EXPECT_EQ(night.week[6][0].closes_minute, 7 * 60);
  EXPECT_EQ(night.week[6][1].closes_minute, 24 * 60);
}

TEST(DirectoryBuild, HalfDaysAndZonesOfItsOwn) {
  dv1::Directory directory = TestDirectory();
  auto& half = *OrganisationOf(directory, "molndal").add_half_days();
  half.set_day(dv1::HALF_DAY_MAUNDY_THURSDAY);
  half.set_closes("12:00");
  UnitOf(directory, "molndal-hemrehab").set_zone("Europe/Helsinki");
  const auto built = Directory::Build(directory, {}, 1, Zones);
  const OpeningHours& hours = built->FindUnit("molndal-hemrehab")->hours;
  EXPECT_EQ(hours.half_day_close_minute.at(HalfDay::kMaundyThursday), 12 * 60);
  EXPECT_EQ(hours.zone.name(), "Europe/Helsinki");
  EXPECT_EQ(built->FindOrganisation("molndal")->default_hours.half_day_close_minute.size(), 1u);
  EXPECT_TRUE(built->FindUnit("partille-hemrehab")->hours.half_day_close_minute.empty());
}

TEST(DirectoryBuild, ADeadlineKeepsThePolicyThatItOpenedWith) {
  dv1::Directory directory = TestDirectory();
  ChoosePolicy(directory, "vgr-2026", "acknowledge.routine.hours", 6);
  directory.mutable_policies(0)->set_version(2);
  dv1::Policy older = directory.policies(0);
  older.set_version(1);
  older.mutable_numbers(0)->set_value(7);
  const auto built = Directory::Build(directory, {older}, 3, Zones);
  const auto hours = [](const Policy& policy) { return AmountOf(policy, PolicyNumber::kAcknowledgeRoutine).count; };
  EXPECT_EQ(built->revision(), 3);
  EXPECT_EQ(hours(built->FindOrganisation("vgr")->policy), 6);
  EXPECT_EQ(built->FindOrganisation("vgr")->policy.version, 2);
  EXPECT_EQ(hours(built->PolicyOf("vgr-2026", 1)), 7);
  EXPECT_EQ(hours(built->PolicyOf("vgr-2026", 2)), 6);
  EXPECT_EQ(built->PolicyOf("vgr-2026", 9).id, "default");
  EXPECT_EQ(built->FindOrganisation("molndal")->policy.id, "default");
}

TEST(DirectoryBuild, WhoIsWhere) {
  const auto built = Directory::Build(TestDirectory(), {}, 1, Zones);
  EXPECT_EQ(built->FindUnit("nowhere"), nullptr);
  EXPECT_EQ(built->FindOrganisation("nowhere"), nullptr);
  EXPECT_EQ(built->FindStaff("nobody"), nullptr);
  EXPECT_EQ(built->OrganisationOfUnit("nowhere"), nullptr);
  EXPECT_EQ(built->OrganisationOfUnit("molndal-hemrehab")->steering_unit_id, "vg-styrgrupp");
  EXPECT_TRUE(built->IsAssigned("eva.at", "molndal-hemrehab"));
  EXPECT_FALSE(built->IsAssigned("eva.at", "partille-hemrehab"));
  EXPECT_FALSE(built->IsAssigned("nobody", "molndal-hemrehab"));
  EXPECT_EQ(built->UnitsManagedBy("su-rehab-chef"),
            (std::vector<std::string>{"su-molndal-rehab", "su-ostra-avd", "su-ostra-rehab"}));
  EXPECT_TRUE(built->UnitsManagedBy("molndal-hemrehab").empty());
  EXPECT_TRUE(built->UnitsManagedBy("").empty()) << "not every unit without a manager";
  EXPECT_EQ(Directory().revision(), 0);
}

}  // namespace
}  // namespace hemgang::rules
