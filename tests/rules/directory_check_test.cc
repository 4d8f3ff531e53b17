// What a directory must be, fault by fault.
#include <functional>

#include <gtest/gtest.h>

#include "services/rules/directory.h"
#include "tests/support/test_directory.h"

namespace hemgang::rules {
namespace {

namespace hv1 = hemgang::handover::v1;

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
    {"an HSA-id of a unit that is none", [](auto& d) { FirstUnit(d).set_hsa_id("SE123"); }, "units[0].hsa_id", "SE"},
    {"an HSA-id of a person that is none", [](auto& d) { d.mutable_staff(0)->set_hsa_id("NO2321000131-E001"); },
     "staff[0].hsa_id", "SE"},
    {"a unit of therapists without a phone", [](auto& d) { FirstUnit(d).clear_phone(); }, "units[0].phone",
     "is required"},
    {"a receiver that says nothing about its off hours",
     [](auto& d) { UnitOf(d, "su-palliativa-teamet").clear_off_hours(); }, "units[*].off_hours", "is required"},
    {"a first day that is none", [](auto& d) { FirstUnit(d).set_valid_from("2027-02-30"); }, "units[0].valid_from",
     "\"2027-02-30\" is no date; write it as 2027-01-31"},
    {"a last day that is none", [](auto& d) { FirstUnit(d).set_valid_to("soon"); }, "units[0].valid_to", "is no date"},
    {"a last day before the first",
     [](auto& d) {
       FirstUnit(d).set_valid_from("2027-02-02");
       FirstUnit(d).set_valid_to("2027-02-01");
     },
     "units[0].valid_to", "must not be before valid_from"},
    {"a cover that there is not", [](auto& d) { FirstUnit(d).set_cover_unit_id("x"); }, "units[0].cover_unit_id",
     "no unit \"x\""},
    {"a cover of itself", [](auto& d) { FirstUnit(d).set_cover_unit_id(FirstUnit(d).id()); }, "units[0].cover_unit_id",
     "another unit"},
    {"a receiver covered by one that receives nothing",
     [](auto& d) { UnitOf(d, "molndal-hemrehab").set_cover_unit_id("su-ostra-avd"); }, "units[*].cover_unit_id",
     "receives no handovers"},
    {"a successor that there is not", [](auto& d) { FirstUnit(d).set_successor_unit_id("x"); },
     "units[0].successor_unit_id", "no unit \"x\""},
    {"successors in a circle",
     [](auto& d) {
       UnitOf(d, "molndal-hemrehab").set_successor_unit_id("partille-hemrehab");
       UnitOf(d, "partille-hemrehab").set_successor_unit_id("harryda-hemrehab");
       UnitOf(d, "harryda-hemrehab").set_successor_unit_id("molndal-hemrehab");
     },
     "units[*].successor_unit_id", "in a circle"},
    {"covers in a circle",
     [](auto& d) {
       UnitOf(d, "molndal-hemrehab").set_cover_unit_id("partille-hemrehab");
       UnitOf(d, "partille-hemrehab").set_cover_unit_id("molndal-hemrehab");
     },
     "units[*].cover_unit_id", "in a circle"},
    {"a closure without a first day", [](auto& d) { FirstUnit(d).add_closures()->set_to_date("2027-07-31"); },
     "units[0].closures[0].from_date", "is required"},
    {"a closure without a last day", [](auto& d) { FirstUnit(d).add_closures()->set_from_date("2027-07-31"); },
     "units[0].closures[0].to_date", "is required"},
    {"a closure that ends before it begins",
     [](auto& d) {
       FirstUnit(d).add_closures()->set_from_date("2027-07-31");
       FirstUnit(d).mutable_closures(0)->set_to_date("2027-07-30");
     },
     "units[0].closures[0].to_date", "must not be before from_date"},
    {"a closure during which nobody answers",
     [](auto& d) {
       FirstUnit(d).add_closures()->set_from_date("2027-07-05");
       FirstUnit(d).mutable_closures(0)->set_to_date("2027-07-30");
     },
     "units[0].closures", "a cover_unit_id, or a phone in off_hours"},
    {"an address without a place", [](auto& d) { FirstUnit(d).set_email("hemrehab@"); }, "units[0].email",
     "no e-mail address"},
    {"an address with a blank", [](auto& d) { FirstUnit(d).set_email("hem rehab@molndal.example"); }, "units[0].email",
     "no e-mail address"},
    {"two addresses", [](auto& d) { FirstUnit(d).set_email("a@molndal.example,b@molndal.example"); }, "units[0].email",
     "no e-mail address"},
    {"a webhook in the clear", [](auto& d) { FirstUnit(d).set_webhook_url("http://sms.example/hook"); },
     "units[0].webhook_url", "https://"},
    {"a webhook with a password", [](auto& d) { FirstUnit(d).set_webhook_url("https://me:secret@sms.example/"); },
     "units[0].webhook_url", "without user or password"},
    {"a webhook that is no web address", [](auto& d) { FirstUnit(d).set_webhook_url("ftp://sms.example/"); },
     "units[0].webhook_url", "https://"},
    {"a webhook to nobody", [](auto& d) { FirstUnit(d).set_webhook_url("https:///hook"); }, "units[0].webhook_url",
     "https://"},
    {"a municipality without a code", [](auto& d) { OrganisationOf(d, "molndal").clear_municipality_code(); },
     "organisations[1].municipality_code", "is required for a municipality"},
    {"a municipality that another answers for",
     [](auto& d) { OrganisationOf(d, "partille").set_municipality_code("1481"); }, "organisations[2].municipality_code",
     "another organisation answers for municipality 1481"},
    {"a district without a name", [](auto& d) { OrganisationOf(d, "molndal").add_districts()->set_id("norr"); },
     "organisations[1].districts[0].name", "is required"},
    {"a district with no id", [](auto& d) { OrganisationOf(d, "molndal").add_districts()->set_name("Norr"); },
     "organisations[1].districts[0].id", "is no id"},
    {"a district twice", [](auto& d) { OrganisationOf(d, "goteborg").mutable_districts(1)->set_id("centrum"); },
     "organisations[4].districts[1].id", "used twice"},
    {"a rule with no id", [](auto& d) { OrganisationOf(d, "molndal").mutable_rules(0)->clear_id(); },
     "organisations[1].rules[0].id", "is no id"},
    {"a rule twice", [](auto& d) { OrganisationOf(d, "molndal").mutable_rules(0)->set_id("molndal-allt"); },
     "organisations[1].rules[1].id", "used twice"},
    {"a rule for no profession", [](auto& d) { OrganisationOf(d, "molndal").mutable_rules(0)->add_professions({}); },
     "organisations[1].rules[0].professions[0]", "none of the list"},
    {"a rule for no dwelling form",
     [](auto& d) { OrganisationOf(d, "molndal").mutable_rules(0)->add_dwelling_forms({}); },
     "organisations[1].rules[0].dwelling_forms[0]", "none of the list"},
    {"a rule for no care level", [](auto& d) { OrganisationOf(d, "molndal").mutable_rules(0)->add_care_levels({}); },
     "organisations[1].rules[0].care_levels[1]", "none of the list"},
    {"a rule for no mobility", [](auto& d) { OrganisationOf(d, "molndal").mutable_rules(0)->add_mobilities({}); },
     "organisations[1].rules[0].mobilities[0]", "none of the list"},
    {"a rule for a district that there is not",
     [](auto& d) { OrganisationOf(d, "molndal").mutable_rules(0)->add_district_ids("norr"); },
     "organisations[1].rules[0].district_ids[0]", "no district \"norr\""},
    {"a rule that leads nowhere", [](auto& d) { OrganisationOf(d, "molndal").mutable_rules(0)->clear_unit_ids(); },
     "organisations[1].rules[0].unit_ids", "is required"},
    {"a rule to a unit that there is not",
     [](auto& d) { OrganisationOf(d, "molndal").mutable_rules(0)->set_unit_ids(0, "x"); },
     "organisations[1].rules[0].unit_ids[0]", "no unit \"x\""},
    {"a rule to a ward",
     [](auto& d) { OrganisationOf(d, "molndal").mutable_rules(0)->set_unit_ids(0, "su-ostra-avd"); },
     "organisations[1].rules[0].unit_ids[0]", "receives no handovers"},
    {"a rule to a unit twice",
     [](auto& d) { OrganisationOf(d, "molndal").mutable_rules(0)->add_unit_ids("su-palliativa-teamet"); },
     "organisations[1].rules[0].unit_ids[1]", "named twice"},
    {"a rule to a unit without the profession",
     [](auto& d) {
       OrganisationOf(d, "partille").mutable_rules(0)->add_professions(hv1::PROFESSION_OCCUPATIONAL_THERAPIST);
     },
     "organisations[2].rules[0].unit_ids[0]", "OCCUPATIONAL_THERAPIST, and unit \"partille-ft\" has none"},
    {"a rule with a day that is none",
     [](auto& d) { OrganisationOf(d, "molndal").mutable_rules(0)->set_valid_to("1"); },
     "organisations[1].rules[0].valid_to", "is no date"},
    {"a rule behind one that fits everything",
     [](auto& d) { OrganisationOf(d, "molndal").mutable_rules(0)->clear_care_levels(); }, "organisations[1].rules[0]",
     "never asked"},
    {"a last rule that does not fit everything",
     [](auto& d) { OrganisationOf(d, "molndal").mutable_rules(1)->set_valid_to("2030-01-01"); },
     "organisations[1].rules", "must fit everything"},
    {"a municipality without rules", [](auto& d) { OrganisationOf(d, "molndal").clear_rules(); },
     "organisations[1].rules", "is required"},
};

// What must not be refused.
const FaultRow kGood[] = {
    {"an HSA-id", [](auto& d) { FirstUnit(d).set_hsa_id("SE2321000131-E000000000001"); }, "", ""},
    {"dates",
     [](auto& d) {
       FirstUnit(d).set_valid_from("2026-01-01");
       FirstUnit(d).set_valid_to("2026-01-01");
     },
     "", ""},
    {"a closure with a phone",
     [](auto& d) {
       auto& closure = *UnitOf(d, "molndal-hemrehab").add_closures();
       closure.set_from_date("2027-07-05");
       closure.set_to_date("2027-07-05");
     },
     "", ""},
    {"a closure with a cover",
     [](auto& d) {
       auto& closure = *UnitOf(d, "partille-hemrehab").add_closures();
       closure.set_from_date("2027-07-05");
       closure.set_to_date("2027-07-30");
       UnitOf(d, "partille-hemrehab").set_cover_unit_id("molndal-hemrehab");
     },
     "", ""},
    {"a cover that is covered by another",
     [](auto& d) {
       UnitOf(d, "partille-hemrehab").set_cover_unit_id("molndal-hemrehab");
       UnitOf(d, "molndal-hemrehab").set_cover_unit_id("harryda-hemrehab");
       UnitOf(d, "harryda-hemrehab").set_successor_unit_id("partille-hemrehab");
     },
     "", ""},
    {"an address", [](auto& d) { FirstUnit(d).set_email("hem.rehab+svar@vard.molndal.example"); }, "", ""},
    {"a webhook", [](auto& d) { FirstUnit(d).set_webhook_url("https://sms.example:8443/hook?unit=1"); }, "", ""},
    {"a webhook on this machine", [](auto& d) { FirstUnit(d).set_webhook_url("http://127.0.0.1:9000/hook"); }, "", ""},
    {"a webhook on this machine, by its newer number",
     [](auto& d) { FirstUnit(d).set_webhook_url("http://[::1]:9000"); }, "", ""},
    {"a region without rules", [](auto& d) { OrganisationOf(d, "vgr").clear_rules(); }, "", ""},
    {"the same code in another country", [](auto& d) { OrganisationOf(d, "bergen").set_municipality_code("1481"); }, "",
     ""},
};

TEST(DirectoryCheck, WhatIsRightIsTaken) {
  for (const FaultRow& row : kGood) {
    dv1::Directory good = TestDirectory();
    row.spoil(good);
    const auto faults = Directory::Check(good, Zones);
    EXPECT_TRUE(faults.empty()) << row.what << ": " << faults[0].field_path << " " << faults[0].sentence;
  }
}

// Only what the coverage names by itself, patient by patient, is left to it.
TEST(DirectoryCheck, OnlyAMissingLastRuleIsAHole) {
  for (const FaultRow& row : kFaults) {
    dv1::Directory spoilt = TestDirectory();
    row.spoil(spoilt);
    for (const DirectoryFault& fault : Directory::Check(spoilt, Zones)) {
      const bool is_last = fault.field_path.ends_with("].rules");
      EXPECT_EQ(fault.is_hole, is_last) << row.what << ": " << fault.field_path;
    }
  }
}

// "units[*].phone" is the path of any unit.
bool SamePath(const std::string& path, const std::string& wanted) {
  const size_t star = wanted.find('*');
  if (star == std::string::npos) return path == wanted;
  return path.substr(0, star) == wanted.substr(0, star) && path.ends_with(wanted.substr(star + 1));
}

TEST(DirectoryCheck, EachFaultNamesItsField) {
  EXPECT_TRUE(Directory::Check(TestDirectory(), Zones).empty());
  for (const FaultRow& row : kFaults) {
    dv1::Directory spoilt = TestDirectory();
    row.spoil(spoilt);
    const std::vector<DirectoryFault> faults = Directory::Check(spoilt, Zones);
    bool found = false;
    for (const DirectoryFault& fault : faults) {
      found = found ||
              (SamePath(fault.field_path, row.field_path) && fault.sentence.find(row.in_sentence) != std::string::npos);
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

}  // namespace
}  // namespace hemgang::rules
