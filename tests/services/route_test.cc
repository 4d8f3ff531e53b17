// Where needs go, as the API says it; whether all do; and the move of what an ended unit held.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

#include "hemgang/routing/v1/route_service.grpc.pb.h"

#include "services/rpc/errors.h"
#include "services/rpc/times.h"
#include "tests/services/served_house.h"
#include "tests/support/test_directory.h"

namespace hemgang::test {
namespace {

namespace rv1 = hemgang::routing::v1;
namespace dv1 = hemgang::directory::v1;
namespace ev1 = hemgang::errors::v1;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr char kOperations[] = "per.vc@molndal-verksamhet";

dv1::Unit& UnitOf(dv1::Directory& directory, const std::string& id) {
  for (dv1::Unit& unit : *directory.mutable_units()) {
    if (unit.id() == id) return unit;
  }
  ADD_FAILURE() << id;
  return *directory.add_units();
}

class RouteTest : public testing::Test {
 protected:
  RouteTest() : stub_(rv1::RouteService::NewStub(house_.house->channel())) {}

  absl::Status Preview(const rv1::PreviewRouteRequest& request, const std::string& caller = kHospital) {
    preview_.Clear();
    return house_.Call(caller, *stub_, &rv1::RouteService::Stub::PreviewRoute, request, preview_);
  }
  absl::Status Check(const rv1::CheckCoverageRequest& request) {
    coverage_.Clear();
    return house_.Call(kHome, *stub_, &rv1::RouteService::Stub::CheckCoverage, request, coverage_);
  }
  absl::Status Check(const dv1::Directory& proposed) {
    rv1::CheckCoverageRequest request;
    *request.mutable_directory() = proposed;
    return Check(request);
  }
  // "OT: molndal-hemrehab by molndal-allt", a line per profession.
  std::vector<std::string> Routes() {
    std::vector<std::string> lines;
    for (const rv1::PreviewedRoute& route : preview_.routes()) {
      std::string line = route.profession() == hv1::PROFESSION_PHYSIOTHERAPIST ? "PT:" : "OT:";
      for (const rv1::RouteReceiver& receiver : route.receivers()) absl::StrAppend(&line, " ", receiver.unit_id());
      lines.push_back(absl::StrCat(line, " by ", route.rule_id()));
    }
    return lines;
  }

  ServedHouse house_;
  std::unique_ptr<rv1::RouteService::Stub> stub_;
  rv1::PreviewRouteResponse preview_;
  rv1::CheckCoverageResponse coverage_;
};

TEST_F(RouteTest, APreviewSaysWhoReceivesEachProfessionAndByWhichRule) {
  rv1::PreviewRouteRequest request;
  request.set_municipality_code("1402");
  request.set_dwelling_form(hv1::DWELLING_FORM_ORDINARY_ALONE);
  ASSERT_EQ(Preview(request), absl::OkStatus());
  EXPECT_THAT(Routes(),
              ElementsAre("OT: partille-hemrehab by partille-allt", "PT: partille-ft by partille-fysioterapi"));
  request.set_mobility(hv1::MOBILITY_CAN_VISIT_CLINIC);
  request.add_professions(hv1::PROFESSION_PHYSIOTHERAPIST);
  ASSERT_EQ(Preview(request), absl::OkStatus());
  EXPECT_THAT(Routes(), ElementsAre("PT: partille-ft partille-hemrehab by partille-valfri"));
  EXPECT_EQ(preview_.routes(0).basis(), "LOV: patienten väljer");
  EXPECT_EQ(preview_.routes(0).organisation_name(), "Partille kommun");
}

TEST_F(RouteTest, APreviewSaysHowTheReceiverIsReachedAtThatTime) {
  rv1::PreviewRouteRequest request;
  request.set_municipality_code("1481");
  request.add_professions(hv1::PROFESSION_OCCUPATIONAL_THERAPIST);
  ASSERT_EQ(Preview(request), absl::OkStatus());
  const rv1::RouteReceiver day = preview_.routes(0).receivers(0);
  EXPECT_EQ(day.name(), "Mölndal, hemrehab");
  EXPECT_EQ(day.phone(), "031-390 06 74");
  EXPECT_TRUE(day.is_open()) << "Thursday 15:00";
  ASSERT_EQ(day.hours_size(), 1) << "the country's, written out";
  EXPECT_EQ(day.hours(0).opens(), "08:00");
  EXPECT_EQ(day.hours(0).days_size(), 5);
  EXPECT_EQ(day.off_hours().phone(), "031-390 06 69");
  EXPECT_EQ(day.off_hours().name(), "Sjuksköterska, kväll och natt");

  *request.mutable_at_time() = rpc::ToTimestamp(At("2026-06-19T12:00:00+02:00"));
  ASSERT_EQ(Preview(request), absl::OkStatus());
  EXPECT_FALSE(preview_.routes(0).receivers(0).is_open()) << "Midsummer Eve";

  // None of its own: the operations unit is called. And who never closes needs nobody else.
  request.set_municipality_code("1480");
  ASSERT_EQ(Preview(request), absl::OkStatus());
  EXPECT_EQ(preview_.routes(0).receivers(0).off_hours().unit_id(), "goteborg-verksamhet");
  request.clear_municipality_code();
  ASSERT_EQ(Preview(request), absl::OkStatus());
  EXPECT_THAT(Routes(), ElementsAre("OT: su-palliativa-teamet by vgr-okand-kommun"));
  EXPECT_FALSE(preview_.routes(0).receivers(0).has_off_hours());
}

TEST_F(RouteTest, APreviewSaysWhyNobodyReceives) {
  rv1::PreviewRouteRequest request;
  request.set_municipality_code("1280");
  ASSERT_EQ(Preview(request), absl::OkStatus());
  EXPECT_THAT(Routes(), ElementsAre("OT: by ", "PT: by "));
  EXPECT_THAT(preview_.routes(0).problem(),
              HasSubstr("no organisation of the directory answers for municipality 1280"));
  for (const char* const wrong : {"148", "14811", "148a", "0000", "-481"}) {
    request.set_municipality_code(wrong);
    EXPECT_EQ(rpc::FaultsOf(Preview(request)).at(0).first, "municipality_code") << wrong;
  }
  request.clear_municipality_code();
  request.add_professions(hv1::PROFESSION_UNSPECIFIED);
  EXPECT_EQ(rpc::FaultsOf(Preview(request)).at(0).first, "professions");
}

TEST_F(RouteTest, TheDirectoryOfNowHasNoHole) {
  ASSERT_EQ(Check(rv1::CheckCoverageRequest()), absl::OkStatus());
  EXPECT_EQ(coverage_.hole_count(), 0);
  EXPECT_GT(coverage_.examined(), 1000);
  EXPECT_TRUE(coverage_.lost_rules().empty());
}

TEST_F(RouteTest, ARemovedRuleIsNamedWithAPatientWhoWouldFallThrough) {
  dv1::Directory proposed = TestDirectory();
  proposed.mutable_organisations(3)->clear_rules();  // Härryda
  ASSERT_EQ(Check(proposed), absl::OkStatus());
  ASSERT_EQ(coverage_.hole_count(), 1);
  EXPECT_EQ(coverage_.holes(0).hole().organisation_id(), "harryda");
  EXPECT_EQ(coverage_.holes(0).hole().municipality_code(), "1401");
  EXPECT_EQ(coverage_.holes(0).hole().from_date(), "2026-06-18");
  EXPECT_EQ(coverage_.holes(0).to_date(), "");
  EXPECT_EQ(coverage_.holes(0).needs(), 156);
  EXPECT_THAT(coverage_.holes(0).example(), HasSubstr("a patient going home to Härryda kommun (ordinary alone)"));
  ASSERT_EQ(coverage_.lost_rules_size(), 1);
  EXPECT_EQ(coverage_.lost_rules(0).rule_id(), "harryda-allt");
  EXPECT_THAT(coverage_.lost_rules(0).problem(), HasSubstr("no rule of organisation \"harryda\" fits"));

  // One that has another behind it: said, and no hole.
  proposed = TestDirectory();
  proposed.mutable_organisations(1)->mutable_rules()->DeleteSubrange(0, 1);
  ASSERT_EQ(Check(proposed), absl::OkStatus());
  EXPECT_EQ(coverage_.hole_count(), 0);
  ASSERT_EQ(coverage_.lost_rules_size(), 1);
  EXPECT_EQ(coverage_.lost_rules(0).rule_id(), "molndal-specialiserad");
  EXPECT_THAT(coverage_.lost_rules(0).unit_ids(), ElementsAre("molndal-hemrehab"));
}

TEST_F(RouteTest, AProposedDirectoryMustBeOneOtherwise) {
  dv1::Directory proposed = TestDirectory();
  proposed.mutable_organisations(3)->mutable_rules(0)->set_unit_ids(0, "gone");
  const absl::Status refused = Check(proposed);
  EXPECT_EQ(rpc::ReasonOf(refused), ev1::ERROR_REASON_DIRECTORY_INVALID);
  EXPECT_EQ(rpc::FaultsOf(refused).at(0).first, "directory.organisations[3].rules[0].unit_ids[0]");
}

// --- What a unit that ended still holds ---

class SuccessionTest : public RouteTest {
 protected:
  SuccessionTest() : transitions_(hv1::HandoverService::NewStub(house_.house->channel())) {}

  // Härryda's unit ends on Friday 19 June; Partille's follows.
  void EndUnit() {
    dv1::Directory directory = TestDirectory();
    dv1::Unit& unit = UnitOf(directory, "harryda-hemrehab");
    unit.set_valid_to("2026-06-19");
    unit.set_successor_unit_id("partille-hemrehab");
    ASSERT_EQ(house_.Apply(kOperations, directory), absl::OkStatus());
  }
  std::string ReceiverOf(const std::string& handover_id) {
    const std::string transition_id = **house_.kept.store().FindTransitionOfHandover(handover_id);
    const auto transition = house_.kept.store().FindTransition(transition_id);
    for (const auto& handover : (*transition)->handovers()) {
      if (handover.id() == handover_id) return handover.receiver_unit_id();
    }
    return "";
  }

  std::unique_ptr<hv1::HandoverService::Stub> transitions_;
};

TEST_F(SuccessionTest, WhatItHeldGoesToTheSuccessorTheDayAfter) {
  const std::string moved = house_.Send(1, "harryda-hemrehab");
  const std::string other = house_.Send(2, "molndal-hemrehab");
  EndUnit();
  house_.clock.Set(At("2026-06-19T23:59:00+02:00"));
  EXPECT_EQ(house_.house->RunSuccession(), 0);
  EXPECT_EQ(ReceiverOf(moved), "harryda-hemrehab");
  house_.clock.Set(At("2026-06-20T00:01:00+02:00"));
  EXPECT_EQ(house_.house->RunSuccession(), 1) << house_.lines.All().back();
  EXPECT_EQ(ReceiverOf(moved), "partille-hemrehab");
  EXPECT_EQ(ReceiverOf(other), "molndal-hemrehab");
  EXPECT_EQ(house_.house->RunSuccession(), 0);
  // New needs go there by themselves.
  rv1::PreviewRouteRequest request;
  request.set_municipality_code("1401");
  ASSERT_EQ(Preview(request), absl::OkStatus());
  EXPECT_EQ(preview_.routes(0).receivers(0).unit_id(), "partille-hemrehab");
}

TEST_F(SuccessionTest, ALargeUnitTakesSeveralPasses) {
  constexpr int kMany = 70;
  std::vector<std::string> handovers;
  for (int n = 1; n <= kMany; ++n) handovers.push_back(house_.Send(n, "harryda-hemrehab"));
  EndUnit();
  house_.clock.Set(At("2026-06-20T00:01:00+02:00"));
  EXPECT_EQ(house_.house->RunSuccession(), 64);
  EXPECT_EQ(house_.house->RunSuccession(), kMany - 64);
  EXPECT_EQ(house_.house->RunSuccession(), 0);
  for (const std::string& handover : handovers) EXPECT_EQ(ReceiverOf(handover), "partille-hemrehab");
}

}  // namespace
}  // namespace hemgang::test
