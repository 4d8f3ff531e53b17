// What a directory's words become in the rules: countries, half days, and the kinds of unit where therapists work.
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "services/rules/directory.h"
#include "tests/rules/local_time.h"
#include "tests/support/test_directory.h"

namespace hemgang::rules {
namespace {

bool LoadZone(const std::string& name, absl::TimeZone* zone) {
  return absl::LoadTimeZone(name, zone);
}

dv1::Organisation& OrganisationOf(dv1::Directory& directory, const std::string& id) {
  for (dv1::Organisation& each : *directory.mutable_organisations()) {
    if (each.id() == id) return each;
  }
  ADD_FAILURE() << id;
  return *directory.add_organisations();
}

dv1::Unit& UnitOf(dv1::Directory& directory, const std::string& id) {
  for (dv1::Unit& each : *directory.mutable_units()) {
    if (each.id() == id) return each;
  }
  ADD_FAILURE() << id;
  return *directory.add_units();
}

// The paths of what is wrong that end with this field.
int FaultsAt(const dv1::Directory& directory, const std::string& field) {
  int faults = 0;
  for (const DirectoryFault& fault : Directory::Check(directory, LoadZone)) {
    const std::string& path = fault.field_path;
    if (path.size() >= field.size() && path.compare(path.size() - field.size(), field.size(), field) == 0) ++faults;
  }
  return faults;
}

// Working time, docs: Sweden 08:00–16:00 in Europe/Stockholm, Norway 08:00–15:30 in Europe/Oslo.
TEST(DirectoryCountries, GiveZoneHolidaysAndHoursToAUnitThatNamesNone) {
  const struct {
    const char* code;
    Country country;
    const char* zone;
    int closes_minute;
  } rows[] = {
      {"SE", Country::kSweden, "Europe/Stockholm", 16 * 60},
      {"NO", Country::kNorway, "Europe/Oslo", 15 * 60 + 30},
  };
  for (const auto& row : rows) {
    dv1::Directory directory = test::TestDirectory();
    OrganisationOf(directory, "molndal").set_country(row.code);
    EXPECT_EQ(FaultsAt(directory, ".country"), 0) << row.code;
    const auto built = Directory::Build(directory, {}, 1, LoadZone);
    const Organisation* organisation = built->FindOrganisation("molndal");
    ASSERT_NE(organisation, nullptr);
    EXPECT_EQ(organisation->country, row.country) << row.code;
    const OpeningHours& hours = built->FindUnit("molndal-hemrehab")->hours;
    EXPECT_EQ(hours.country, row.country) << row.code;
    EXPECT_EQ(hours.zone.name(), row.zone) << row.code;
    ASSERT_EQ(hours.week[0].size(), 1u) << row.code;
    EXPECT_EQ(hours.week[0][0].closes_minute, row.closes_minute) << row.code;
  }
}

TEST(DirectoryCountries, AnyOtherIsRefused) {
  for (const char* code : {"", "se", "DK", "FI", "SE "}) {
    dv1::Directory directory = test::TestDirectory();
    OrganisationOf(directory, "molndal").set_country(code);
    EXPECT_EQ(FaultsAt(directory, ".country"), 1) << code;
  }
}

// Working time, docs: half days are ignored unless an organisation switches them on with hours.
TEST(DirectoryHalfDays, EachMeansItsOwnDayInItsOwnCountry) {
  const struct {
    dv1::HalfDay written;
    HalfDay half_day;
    const char* country;
    const char* elsewhere;
  } rows[] = {
      {dv1::HALF_DAY_TWELFTH_NIGHT_EVE, HalfDay::kTwelfthNightEve, "SE", "NO"},
      {dv1::HALF_DAY_MAUNDY_THURSDAY, HalfDay::kMaundyThursday, "SE", "NO"},
      {dv1::HALF_DAY_WALPURGIS_EVE, HalfDay::kWalpurgisEve, "SE", "NO"},
      {dv1::HALF_DAY_ASCENSION_EVE, HalfDay::kAscensionEve, "SE", "NO"},
      {dv1::HALF_DAY_NATIONAL_DAY_EVE, HalfDay::kNationalDayEve, "SE", "NO"},
      {dv1::HALF_DAY_ALL_SAINTS_EVE, HalfDay::kAllSaintsEve, "SE", "NO"},
      {dv1::HALF_DAY_WEDNESDAY_BEFORE_EASTER, HalfDay::kWednesdayBeforeEaster, "NO", "SE"},
      {dv1::HALF_DAY_CHRISTMAS_EVE, HalfDay::kChristmasEve, "NO", "SE"},
      {dv1::HALF_DAY_NEW_YEARS_EVE, HalfDay::kNewYearsEve, "NO", "SE"},
      {dv1::HALF_DAY_WHITSUN_EVE, HalfDay::kWhitsunEve, "NO", "SE"},
  };
  for (const auto& row : rows) {
    const std::string name = dv1::HalfDay_Name(row.written);
    dv1::Directory directory = test::TestDirectory();
    dv1::Organisation& organisation = OrganisationOf(directory, "molndal");
    dv1::HalfDayClosing& half = *organisation.add_half_days();
    half.set_day(row.written);
    half.set_closes("13:00");
    organisation.set_country(row.elsewhere);
    EXPECT_EQ(FaultsAt(directory, "half_days[0].day"), 1) << name;
    organisation.set_country(row.country);
    EXPECT_EQ(FaultsAt(directory, "half_days[0].day"), 0) << name;

    const auto built = Directory::Build(directory, {}, 1, LoadZone);
    const std::map<HalfDay, int> closings(built->FindUnit("molndal-hemrehab")->hours.half_day_close_minute.begin(),
                                          built->FindUnit("molndal-hemrehab")->hours.half_day_close_minute.end());
    EXPECT_EQ(closings, (std::map<HalfDay, int>{{row.half_day, 13 * 60}})) << name;
  }
}

TEST(DirectoryProfessions, AreRequiredWhereTherapistsWork) {
  const std::pair<dv1::UnitKind, bool> rows[] = {
      {dv1::UNIT_KIND_HOSPITAL_REHAB, true},     {dv1::UNIT_KIND_WARD, false},
      {dv1::UNIT_KIND_HOME_REHAB, true},         {dv1::UNIT_KIND_PALLIATIVE_TEAM, true},
      {dv1::UNIT_KIND_PRIMARY_CARE_REHAB, true}, {dv1::UNIT_KIND_MANAGER, false},
      {dv1::UNIT_KIND_OPERATIONS, false},        {dv1::UNIT_KIND_MEDICALLY_RESPONSIBLE, false},
      {dv1::UNIT_KIND_STEERING_GROUP, false},
  };
  for (const auto& [kind, required] : rows) {
    dv1::Directory directory = test::TestDirectory();
    dv1::Unit& unit = UnitOf(directory, "partille-ft");
    unit.set_kind(kind);
    EXPECT_EQ(FaultsAt(directory, ".professions"), 0) << dv1::UnitKind_Name(kind);
    unit.clear_professions();
    EXPECT_EQ(FaultsAt(directory, ".professions"), required ? 1 : 0) << dv1::UnitKind_Name(kind);
  }
}

}  // namespace
}  // namespace hemgang::rules
