// What an aid is called, and the last moment to order it, counted by hand in the almanac of 2026 (Aids, docs).

#include "services/rules/aids.h"

#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/rules/local_time.h"

namespace hemgang::rules {
namespace {

TEST(Aids, EveryRowOfTheCatalogue) {
  struct Row {
    std::string code, swedish, bokmal;
  };
  const std::vector<Row> rows = {
      {"043306", "trycksårsmadrass", "trykkavlastende madrass"},
      {"091203", "toalettstol", "toalettstol"},
      {"091212", "fristående toalettförhöjning", "frittstående toalettforhøyer"},
      {"091218", "fast toalettförhöjning", "fastmontert toalettforhøyer"},
      {"091224", "armstöd till toalett", "armlener til toalett"},
      {"093304", "badbräda", "badekarbrett"},
      {"093307", "duschstol", "dusjstol"},
      {"120303", "käpp", "stokk"},
      {"120316", "fyrpunktskäpp", "firepunktsstokk"},
      {"120603", "gåbock", "gåramme"},
      {"120606", "rollator", "rullator"},
      {"120609", "gåstol", "gåstol"},
      {"120612", "gåbord", "gåbord"},
      {"122203", "manuell rullstol", "manuell rullestol"},
      {"123103", "glidlakan", "glidelaken"},
      {"123603", "mobil personlyft", "mobil personløfter"},
      {"181210", "ställbar säng", "regulerbar seng"},
      {"1830", "trapphiss eller annan hiss", "trappeheis eller annen heis"},
      {"183015", "ramp", "rampe"},
      {"2229", "trygghetslarm", "trygghetsalarm"},
  };
  for (const Row& row : rows) {
    const AidKind* kind = FindAidKind(row.code);
    ASSERT_NE(kind, nullptr) << row.code;
    EXPECT_EQ(kind->swedish, row.swedish);
    EXPECT_EQ(kind->bokmal, row.bokmal);
    EXPECT_EQ(kind->iso_code, row.code);
  }
  EXPECT_EQ(FindAidKind("18121001"), FindAidKind("181210")) << "a region's own fourth level";
  EXPECT_EQ(FindAidKind("181215"), nullptr);
  EXPECT_EQ(FindAidKind("1812"), nullptr);
  EXPECT_EQ(FindAidKind(""), nullptr);
}

TEST(Aids, WhatIsACode) {
  for (const char* of_a_class : {"04", "05", "06", "09", "12", "15", "18", "22", "24", "27", "28", "30"}) {
    EXPECT_TRUE(IsAidCode(std::string(of_a_class) + "99")) << of_a_class;
  }
  int classes = 0;
  for (int number = 0; number < 100; ++number) {
    classes += IsAidCode((number < 10 ? "0" : "") + std::to_string(number) + "0306") ? 1 : 0;
  }
  EXPECT_EQ(classes, 12);
  for (const char* none : {"", "12", "120", "12030", "1203033", "120303333", "12 03 03", "12030x", "130303"}) {
    EXPECT_FALSE(IsAidCode(none)) << none;
  }
}

TEST(Aids, WhatHasStillToBeOrdered) {
  const std::map<hv1::HomeItemStatus, bool> rows = {
      {hv1::HOME_ITEM_STATUS_UNSPECIFIED, true}, {hv1::HOME_ITEM_STATUS_AT_HOME, false},
      {hv1::HOME_ITEM_STATUS_PRESCRIBED, true},  {hv1::HOME_ITEM_STATUS_ORDERED, false},
      {hv1::HOME_ITEM_STATUS_DELIVERED, false},  {hv1::HOME_ITEM_STATUS_MISSING, true},
      {hv1::HOME_ITEM_STATUS_FAILED, true},      {hv1::HOME_ITEM_STATUS_NO_LONGER_NEEDED, false},
  };
  ASSERT_EQ(rows.size(), static_cast<size_t>(hv1::HomeItemStatus_ARRAYSIZE));
  for (const auto& [status, needed] : rows) EXPECT_EQ(NeedsOrder(status), needed) << status;
}

struct OrderRow {
  std::string name;
  hv1::HomeItemSupply supply;
  Country country;
  std::string discharge;
  std::string latest;
};

void PrintTo(const OrderRow& row, std::ostream* out) {
  *out << row.name;
}

class LatestOrder : public testing::TestWithParam<OrderRow> {};

TEST_P(LatestOrder, IsCountedBackInWeekdays) {
  const OrderRow& row = GetParam();
  const absl::TimeZone zone = row.country == Country::kSweden ? Stockholm() : Oslo();
  const std::optional<absl::Time> latest = LatestOrderTime(row.supply, At(row.discharge), row.country, zone);
  ASSERT_TRUE(latest.has_value());
  EXPECT_EQ(absl::FormatTime("%Y-%m-%dT%H:%M", *latest, zone), row.latest);
  const auto passed = [&](hv1::HomeItemStatus status, absl::Time now) {
    return LatestOrderHasPassed(status, row.supply, At(row.discharge), row.country, zone, now);
  };
  EXPECT_FALSE(passed(hv1::HOME_ITEM_STATUS_MISSING, *latest));
  EXPECT_TRUE(passed(hv1::HOME_ITEM_STATUS_MISSING, *latest + absl::Seconds(1)));
  EXPECT_FALSE(passed(hv1::HOME_ITEM_STATUS_ORDERED, *latest + absl::Seconds(1)));
}

// A discharge on Thursday 18 June 2026: it must stand there on Wednesday the 17th.
INSTANTIATE_TEST_SUITE_P(Table, LatestOrder,
                         testing::Values(OrderRow{"Acute", hv1::HOME_ITEM_SUPPLY_ACUTE, Country::kSweden,
                                                  "2026-06-18T10:00", "2026-06-16T16:00"},
                                         OrderRow{"Stock", hv1::HOME_ITEM_SUPPLY_STOCK, Country::kSweden,
                                                  "2026-06-18T10:00", "2026-06-08T16:00"},
                                         OrderRow{"OrderedArticle", hv1::HOME_ITEM_SUPPLY_ORDERED_ARTICLE,
                                                  Country::kSweden, "2026-06-18T10:00", "2026-05-25T16:00"},
                                         OrderRow{"WithInstallation", hv1::HOME_ITEM_SUPPLY_WITH_INSTALLATION,
                                                  Country::kSweden, "2026-06-18T10:00", "2026-05-25T16:00"},
                                         OrderRow{"OverMidsummer", hv1::HOME_ITEM_SUPPLY_ACUTE, Country::kSweden,
                                                  "2026-06-22T10:00", "2026-06-17T16:00"},
                                         OrderRow{"OnASunday", hv1::HOME_ITEM_SUPPLY_ACUTE, Country::kSweden,
                                                  "2026-06-14T10:00", "2026-06-11T16:00"},
                                         OrderRow{"OverAscensionDay", hv1::HOME_ITEM_SUPPLY_ACUTE, Country::kSweden,
                                                  "2026-05-15T10:00", "2026-05-12T16:00"},
                                         OrderRow{"NorwayOver17May", hv1::HOME_ITEM_SUPPLY_ACUTE, Country::kNorway,
                                                  "2027-05-19T10:00", "2027-05-14T15:30"}),
                         [](const auto& row) { return row.param.name; });

TEST(Aids, NoMomentWhereItIsNotSaidHowItComes) {
  const absl::Time discharge = At("2026-06-18T10:00");
  EXPECT_FALSE(
      LatestOrderTime(hv1::HOME_ITEM_SUPPLY_UNSPECIFIED, discharge, Country::kSweden, Stockholm()).has_value());
  EXPECT_FALSE(LatestOrderHasPassed(hv1::HOME_ITEM_STATUS_MISSING, hv1::HOME_ITEM_SUPPLY_UNSPECIFIED, discharge,
                                    Country::kSweden, Stockholm(), discharge));
}

}  // namespace
}  // namespace hemgang::rules
