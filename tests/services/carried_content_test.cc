// What a new handover starts from, and where each part of it says that it comes from.

#include "services/handover/carried_content.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

#include "services/handover/content_checks.h"
#include "tests/support/test_patient.h"

namespace hemgang::handover {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class CarriedContentTest : public testing::Test {
 protected:
  CarriedContentTest() { EXPECT_TRUE(absl::LoadTimeZone("Europe/Stockholm", &zone_)); }

  static hv1::HandoverContent Said(const std::string& text) {
    hv1::HandoverContent content;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &content)) << text;
    return content;
  }
  // Said just after midnight, so that the date in UTC is another than the one on the wall.
  EarlierContent Earlier(const std::string& id, hv1::HandoverKind kind, bool own, int day,
                         const hv1::HandoverContent& content) const {
    return {id, kind, absl::FromCivil(absl::CivilMinute(2026, 6, day, 0, 30), zone_), own, &content};
  }
  // "2 h1 2026-06-01", with " home" after the home side's.
  static std::vector<std::string> Marks(const hv1::HandoverContent& content) {
    std::vector<std::string> marks;
    for (const hv1::CarriedEntry& mark : content.carried()) {
      marks.push_back(absl::StrCat(mark.content_field(), " ", mark.from_handover_id(), " ", mark.date(),
                                   mark.home_report() ? " home" : ""));
    }
    return marks;
  }

  absl::TimeZone zone_;
};

constexpr auto kDischarge = hv1::HANDOVER_KIND_DISCHARGE_HANDOVER;
constexpr auto kReport = hv1::HANDOVER_KIND_ADMISSION_REPORT;

TEST_F(CarriedContentTest, NothingIsCarriedFromNothing) {
  EXPECT_EQ(CarriedContent({}, zone_).ByteSizeLong(), 0u);
  const hv1::HandoverContent content = test::TestContent();
  const std::vector<EarlierContent> strangers = {Earlier("h1", kDischarge, false, 1, content),
                                                 Earlier("h2", kReport, true, 2, content),
                                                 Earlier("h3", hv1::HANDOVER_KIND_FOLLOW_UP, true, 3, content)};
  EXPECT_EQ(CarriedContent(strangers, zone_).ByteSizeLong(), 0u);
}

TEST_F(CarriedContentTest, TheNewestOwnHandoverWithoutWhatWasItsOwn) {
  const hv1::HandoverContent older = Said("reason { text: 'för gammal' }");
  const hv1::HandoverContent newest = Said(R"(
      reason { text: 'stroke' } wishes { what_matters: 'fika' requests { action: REQUESTED_ACTION_TRAIN } }
      contacts { sender { name: 'Karin' } basis: DISCLOSURE_BASIS_CONSENT }
      stay { ward: 'avd 3' } scores { instrument: INSTRUMENT_BERG total: '40' date: '2026-05-30' }
      aids { name: 'rollator' needed_by_date: '2026-06-10' } open_questions: 'trappor?'
      legal { information_given: YES_NO_YES } follow_up { how_it_went: 'bra' }
      carried { content_field: 21 from_handover_id: 'h0' })");
  const hv1::HandoverContent carried =
      CarriedContent({Earlier("h2", kDischarge, true, 12, newest), Earlier("h1", kDischarge, true, 1, older)}, zone_);
  EXPECT_EQ(carried.reason().text(), "stroke");
  EXPECT_EQ(carried.wishes().what_matters(), "fika");
  EXPECT_EQ(carried.wishes().requests_size(), 0);
  EXPECT_EQ(carried.contacts().basis(), hv1::DISCLOSURE_BASIS_UNSPECIFIED);
  EXPECT_FALSE(carried.has_stay());
  EXPECT_FALSE(carried.has_legal());
  EXPECT_FALSE(carried.has_follow_up());
  EXPECT_THAT(carried.open_questions(), IsEmpty());
  EXPECT_EQ(carried.scores(0).date(), "2026-05-30");
  EXPECT_EQ(carried.aids(0).needed_by_date(), "");
  EXPECT_THAT(Marks(carried), ElementsAre("4 h2 2026-06-12", "11 h2 2026-06-12", "12 h2 2026-06-12", "24 h2 2026-06-12",
                                          "28 h2 2026-06-12"));
}

TEST_F(CarriedContentTest, WhatOnlyAskedLeavesNoEmptyPart) {
  const hv1::HandoverContent own =
      Said("wishes { requests { action: REQUESTED_ACTION_TRAIN } } contacts { basis: DISCLOSURE_BASIS_CONSENT }");
  EXPECT_EQ(CarriedContent({Earlier("h1", kDischarge, true, 1, own)}, zone_).ByteSizeLong(), 0u);
}

TEST_F(CarriedContentTest, HowItWasBeforeComesFromHome) {
  const hv1::HandoverContent report = Said(R"(
      reason { text: 'inte det här' } destination { dwelling_form: DWELLING_FORM_SENIOR_HOUSING }
      bed_to_chair { level: ASSISTANCE_LEVEL_INDEPENDENT } walking { level: ASSISTANCE_LEVEL_SUPERVISION }
      contacts { sender { name: 'Eva' } relative { name: 'Ulf' } }
      dwelling { floor: '3' } home_support { alarm: YES_NO_YES } next_of_kin { relatives { name: 'Ulf' } }
      care_contacts { role: CARE_CONTACT_ROLE_OTHER contact { name: 'distriktssköterskan' } } body { weight_kg: 70 }
      activities { activity: DAILY_ACTIVITY_EAT level: ASSISTANCE_LEVEL_INDEPENDENT aid: 'bestick' }
      activities { activity: DAILY_ACTIVITY_DRESS level: ASSISTANCE_LEVEL_SUPERVISION }
      activities { activity: DAILY_ACTIVITY_SHOP }
      aids { name: 'rollator' status: HOME_ITEM_STATUS_AT_HOME } aids { name: 'säng' status: HOME_ITEM_STATUS_ORDERED }
      scores { instrument: INSTRUMENT_BERG total: '40' })");
  const hv1::HandoverContent own = Said(R"(
      dwelling { floor: '2' } walking { level: ASSISTANCE_LEVEL_LIFT level_before: ASSISTANCE_LEVEL_INDEPENDENT }
      activities { activity: DAILY_ACTIVITY_EAT level: ASSISTANCE_LEVEL_ONE_PERSON }
      activities { activity: DAILY_ACTIVITY_DRESS level_before: ASSISTANCE_LEVEL_INDEPENDENT })");
  const hv1::HandoverContent carried =
      CarriedContent({Earlier("h1", kDischarge, true, 1, own), Earlier("r1", kReport, false, 5, report)}, zone_);
  EXPECT_EQ(carried.dwelling().floor(), "2") << "what the own handover says stays";
  EXPECT_EQ(carried.destination().dwelling_form(), hv1::DWELLING_FORM_SENIOR_HOUSING);
  EXPECT_EQ(carried.bed_to_chair().level(), hv1::ASSISTANCE_LEVEL_UNSPECIFIED) << "at home is not now";
  EXPECT_EQ(carried.bed_to_chair().level_before(), hv1::ASSISTANCE_LEVEL_INDEPENDENT);
  EXPECT_EQ(carried.walking().level_before(), hv1::ASSISTANCE_LEVEL_INDEPENDENT);
  EXPECT_FALSE(carried.has_toilet());
  EXPECT_FALSE(carried.has_reason());
  EXPECT_EQ(carried.contacts().relative().name(), "Ulf");
  EXPECT_FALSE(carried.contacts().has_sender());
  ASSERT_EQ(carried.activities_size(), 2);
  EXPECT_EQ(carried.activities(0).level(), hv1::ASSISTANCE_LEVEL_ONE_PERSON);
  EXPECT_EQ(carried.activities(0).level_before(), hv1::ASSISTANCE_LEVEL_INDEPENDENT);
  EXPECT_EQ(carried.activities(0).aid(), "bestick");
  EXPECT_EQ(carried.activities(1).level_before(), hv1::ASSISTANCE_LEVEL_INDEPENDENT);
  ASSERT_EQ(carried.aids_size(), 1) << "what stands there, not what was ordered";
  EXPECT_EQ(carried.aids(0).name(), "rollator");
  EXPECT_EQ(carried.scores_size(), 0);
  EXPECT_THAT(Marks(carried),
              UnorderedElementsAre("7 h1 2026-06-01", "21 h1 2026-06-01", "23 h1 2026-06-01", "2 r1 2026-06-05 home",
                                   "6 r1 2026-06-05 home", "12 r1 2026-06-05 home", "23 r1 2026-06-05 home",
                                   "28 r1 2026-06-05 home", "29 r1 2026-06-05 home", "30 r1 2026-06-05 home",
                                   "34 r1 2026-06-05 home", "36 r1 2026-06-05 home"));
}

TEST_F(CarriedContentTest, AnAidThatBothKnowStandsOnce) {
  const hv1::HandoverContent both = Said("aids { name: 'rollator' status: HOME_ITEM_STATUS_AT_HOME }");
  const hv1::HandoverContent carried =
      CarriedContent({Earlier("h1", kDischarge, true, 1, both), Earlier("r1", kReport, false, 5, both)}, zone_);
  EXPECT_EQ(carried.aids_size(), 1);
}

TEST_F(CarriedContentTest, CanBeSentAsItIs) {
  const hv1::HandoverContent own = test::TestContent();
  const hv1::HandoverContent report =
      Said("toilet { level: ASSISTANCE_LEVEL_SUPERVISION } aids { name: 'ramp' status: HOME_ITEM_STATUS_DELIVERED }");
  rpc::FieldFaults faults;
  CheckContent(
      CarriedContent({Earlier("h1", kDischarge, true, 1, own), Earlier("r1", kReport, false, 5, report)}, zone_),
      "content", faults, absl::CivilDay(2026, 6, 18));
  EXPECT_TRUE(faults.empty());
}

}  // namespace
}  // namespace hemgang::handover
