// What the rules see of a directory.
#include "services/rules/directory.h"

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

void ChoosePolicy(dv1::Directory& d, const std::string& id, const std::string& name, int value) {
  d.mutable_organisations(0)->set_policy_id(id);
  dv1::Policy& policy = *d.add_policies();
  policy.set_id(id);
  policy.add_numbers()->set_name(name);
  policy.mutable_numbers(0)->set_value(value);
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
