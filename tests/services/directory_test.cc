// Applying a directory: what it changes, what it says that it would change, and when it is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hemgang/audit/v1/audit_service.grpc.pb.h"
#include "hemgang/directory/v1/directory_service.grpc.pb.h"

#include "services/directory/records.h"
#include "services/rpc/errors.h"
#include "tests/services/served_house.h"
#include "tests/support/test_directory.h"

namespace hemgang::test {
namespace {

namespace dv1 = hemgang::directory::v1;
namespace ev1 = hemgang::errors::v1;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

constexpr char kOperations[] = "per.vc@molndal-verksamhet";

class DirectoryTest : public testing::Test {
 protected:
  explicit DirectoryTest(bool empty = false) : house_(empty), stub_(Stub::NewStub(house_.house->channel())) {}

  absl::Status Apply(const std::string& caller, const dv1::ApplyDirectoryRequest& request) {
    response_.Clear();
    return house_.Call(caller, *stub_, &dv1::DirectoryService::Stub::ApplyDirectory, request, response_);
  }
  dv1::ApplyDirectoryRequest Wanted(dv1::Directory directory) {
    dv1::ApplyDirectoryRequest request;
    request.set_request_id(house_.FreshId());
    *request.mutable_directory() = std::move(directory);
    return request;
  }
  dv1::GetDirectoryResponse Get() {
    dv1::GetDirectoryResponse response;
    EXPECT_TRUE(
        house_.Call(kHome, *stub_, &dv1::DirectoryService::Stub::GetDirectory, dv1::GetDirectoryRequest(), response)
            .ok());
    return response;
  }
  std::vector<std::string> Differences() {
    std::vector<std::string> lines;
    for (const auto& d : response_.differences()) {
      lines.push_back(dv1::ChangeKind_Name(d.kind()).substr(12) + " " + d.thing() + " " + d.id() +
                      (d.field_path().empty() ? "" : " " + d.field_path() + ": " + d.before() + " -> " + d.after()));
    }
    return lines;
  }

  using Stub = dv1::DirectoryService;
  ServedHouse house_;
  std::unique_ptr<dv1::DirectoryService::Stub> stub_;
  dv1::ApplyDirectoryResponse response_;
};

class EmptyDirectoryTest : public DirectoryTest {
 protected:
  EmptyDirectoryTest() : DirectoryTest(true) {}
};

dv1::Unit& UnitOf(dv1::Directory& directory, const std::string& id) {
  for (dv1::Unit& unit : *directory.mutable_units()) {
    if (unit.id() == id) return unit;
  }
  return *directory.add_units();
}

// "directory.units[7]."
std::string UnitPath(const dv1::Directory& directory, const std::string& id) {
  for (int i = 0; i < directory.units_size(); ++i) {
    if (directory.units(i).id() == id) return absl::StrCat("directory.units[", i, "].");
  }
  return "";
}

void RemoveUnit(dv1::Directory& directory, const std::string& id) {
  auto& units = *directory.mutable_units();
  units.erase(std::remove_if(units.begin(), units.end(), [&](const auto& unit) { return unit.id() == id; }),
              units.end());
  auto& staff = *directory.mutable_staff();
  staff.erase(std::remove_if(staff.begin(), staff.end(), [&](const auto& member) { return member.unit_ids(0) == id; }),
              staff.end());
}

TEST_F(EmptyDirectoryTest, TheFirstOneIsAppliedByWhoeverIsThere) {
  EXPECT_EQ(Apply("directory@directory", Wanted(TestDirectory())), absl::OkStatus());
  EXPECT_EQ(response_.revision(), 1);
  EXPECT_EQ(response_.differences_size(), TestDirectory().networks_size() + TestDirectory().organisations_size() +
                                              TestDirectory().units_size() + TestDirectory().staff_size());
  EXPECT_EQ(Get().directory().units_size(), TestDirectory().units_size());
}

TEST_F(DirectoryTest, ThatOfAWholeRegionFits) {
  dv1::Directory region = TestDirectory();
  for (int i = 0; i < 10000; ++i) {
    dv1::StaffMember& member = *region.add_staff();
    member = TestDirectory().staff(0);
    member.set_id(absl::StrCat("person-", i));
    member.set_hsa_id(absl::StrCat("SE2321000131-P", i));
  }
  EXPECT_EQ(Apply(kOperations, Wanted(region)), absl::OkStatus());
  EXPECT_EQ(response_.differences_size(), 10000);
}

TEST_F(DirectoryTest, TheSameAgainChangesNothing) {
  EXPECT_EQ(Apply(kOperations, Wanted(TestDirectory())), absl::OkStatus());
  EXPECT_EQ(response_.revision(), 1);
  EXPECT_TRUE(response_.differences().empty());
  EXPECT_EQ(Apply(kOperations, Wanted(Get().directory())), absl::OkStatus()) << "what was got can be applied";
  EXPECT_TRUE(response_.differences().empty());
}

TEST_F(DirectoryTest, OnlyOperationsMayChangeIt) {
  EXPECT_EQ(rpc::ReasonOf(Apply(kHome, Wanted(TestDirectory()))), ev1::ERROR_REASON_NOT_YOUR_STEP);
}

TEST_F(DirectoryTest, ADryRunSaysWhatWouldChangeAndKeepsNothing) {
  dv1::Directory changed = TestDirectory();
  dv1::Unit& unit = UnitOf(changed, "molndal-hemrehab");
  unit.set_name("Mölndal, hemrehab norr");
  dv1::OpeningHours& hours = *unit.add_hours();
  hours.add_days(dv1::WEEKDAY_MONDAY);
  hours.add_days(dv1::WEEKDAY_WEDNESDAY);
  hours.set_opens("07:30");
  hours.set_closes("16:30");
  RemoveUnit(changed, "su-ostra-avd");
  dv1::ApplyDirectoryRequest request = Wanted(changed);
  request.set_dry_run(true);
  request.clear_request_id();
  EXPECT_EQ(Apply(kOperations, request), absl::OkStatus());
  EXPECT_THAT(Differences(),
              ElementsAre("CHANGED unit molndal-hemrehab hours[0].closes:  -> 16:30",
                          "CHANGED unit molndal-hemrehab hours[0].days:  -> WEEKDAY_MONDAY, WEEKDAY_WEDNESDAY",
                          "CHANGED unit molndal-hemrehab hours[0].opens:  -> 07:30",
                          "CHANGED unit molndal-hemrehab name: Mölndal, hemrehab -> Mölndal, hemrehab norr",
                          "REMOVED unit su-ostra-avd", "REMOVED staff stina.ssk"));
  EXPECT_EQ(response_.revision(), 1);
  EXPECT_EQ(Get().revision(), 1);
  EXPECT_EQ(Get().directory().units_size(), TestDirectory().units_size());

  request.set_dry_run(false);
  request.set_request_id(house_.FreshId());
  EXPECT_EQ(Apply(kOperations, request), absl::OkStatus());
  EXPECT_EQ(response_.revision(), 2);
  EXPECT_EQ(Get().directory().units_size(), TestDirectory().units_size() - 1);
}

TEST_F(DirectoryTest, EveryFaultIsNamedWithItsField) {
  dv1::Directory wrong = TestDirectory();
  UnitOf(wrong, "su-palliativa-teamet").mutable_hours(0)->set_closes("25:00");
  wrong.mutable_networks(0)->clear_steering_unit_id();
  const absl::Status refused = Apply(kOperations, Wanted(wrong));
  EXPECT_EQ(rpc::ReasonOf(refused), ev1::ERROR_REASON_DIRECTORY_INVALID);
  std::vector<std::string> paths;
  for (const auto& [path, what] : rpc::FaultsOf(refused)) paths.push_back(path);
  EXPECT_THAT(paths, ElementsAre("directory.networks[0].steering_unit_id",
                                 UnitPath(wrong, "su-palliativa-teamet") + "hours[0].closes"));
  EXPECT_EQ(rpc::FaultsOf(refused)[1].second,
            "\"25:00\" is no time of day; write hours and minutes from 00:00 to 24:00");
}

TEST_F(DirectoryTest, ARequestNeedsAnIdAndADirectory) {
  std::vector<std::string> paths;
  for (const auto& [path, what] : rpc::FaultsOf(Apply(kOperations, dv1::ApplyDirectoryRequest()))) {
    paths.push_back(path);
  }
  EXPECT_THAT(paths, ElementsAre("request_id", "directory"));
}

TEST_F(DirectoryTest, AUnitThatPatientsDependOnStays) {
  const std::string handover_id = house_.Send(1, "molndal-hemrehab");
  ASSERT_FALSE(handover_id.empty());
  dv1::Directory without = TestDirectory();
  RemoveUnit(without, "molndal-hemrehab");
  without.mutable_organisations(1)->mutable_rules(1)->set_unit_ids(0, "partille-hemrehab");
  const absl::Status refused = Apply("cecilia.vc@vgr-verksamhet", Wanted(without));
  EXPECT_EQ(rpc::ReasonOf(refused), ev1::ERROR_REASON_DIRECTORY_IN_USE);
  EXPECT_NE(refused.message().find("molndal-hemrehab"), std::string::npos);
  EXPECT_NE(refused.message().find("running tasks"), std::string::npos);
  EXPECT_NE(refused.message().find("give the unit a valid_to and a successor_unit_id instead"), std::string::npos);
  EXPECT_EQ(rpc::FaultsOf(refused).at(0).first, "directory.units");

  dv1::Directory moved = TestDirectory();
  UnitOf(moved, "molndal-hemrehab").set_organisation_id("partille");
  const absl::Status kept = Apply(kOperations, Wanted(moved));
  EXPECT_EQ(rpc::ReasonOf(kept), ev1::ERROR_REASON_DIRECTORY_IN_USE);
  EXPECT_EQ(rpc::FaultsOf(kept).at(0).first, UnitPath(moved, "molndal-hemrehab") + "organisation_id");
}

// A rule of Härryda that ends, and nothing behind it from Midsummer on.
dv1::Directory WithAHole() {
  dv1::Directory directory = TestDirectory();
  UnitOf(directory, "harryda-hemrehab").set_valid_to("2026-06-30");
  return directory;
}

TEST_F(DirectoryTest, ANewHoleIsRefusedUnlessSomebodyInsistsAndTheTrailSaysSo) {
  const absl::Status refused = Apply(kOperations, Wanted(WithAHole()));
  EXPECT_EQ(rpc::ReasonOf(refused), ev1::ERROR_REASON_DIRECTORY_HOLES);
  EXPECT_EQ(rpc::FaultsOf(refused).at(0).first, "directory");
  EXPECT_THAT(std::string(refused.message()),
              AllOf(HasSubstr("in 1 way that there are not now"), HasSubstr("from 2026-07-01"),
                    HasSubstr("\"harryda-hemrehab\" ended on 2026-06-30"), HasSubstr("a patient going home to Härryda"),
                    HasSubstr("although_holes")));
  EXPECT_EQ(Get().revision(), 1);

  dv1::ApplyDirectoryRequest dry = Wanted(WithAHole());
  dry.set_dry_run(true);
  EXPECT_EQ(Apply(kOperations, dry), absl::OkStatus()) << "a dry run shows it";
  EXPECT_EQ(response_.holes_size(), 1);
  EXPECT_EQ(Get().revision(), 1);

  dv1::ApplyDirectoryRequest forced = Wanted(WithAHole());
  forced.set_although_holes(true);
  EXPECT_EQ(Apply(kOperations, forced), absl::OkStatus());
  ASSERT_EQ(response_.holes_size(), 1);
  EXPECT_EQ(response_.holes(0).organisation_id(), "harryda");
  EXPECT_EQ(response_.holes(0).from_date(), "2026-07-01");
  EXPECT_EQ(house_.kept.store().ListEntriesOfDirectory({})->rows.back().reason_code(),
            ev1::ERROR_REASON_DIRECTORY_HOLES);

  // What has a hole already may be changed otherwise, and closing the hole is no force.
  dv1::Directory renamed = WithAHole();
  UnitOf(renamed, "molndal-hemrehab").set_name("Mölndal, hemrehab norr");
  EXPECT_EQ(Apply(kOperations, Wanted(renamed)), absl::OkStatus());
  EXPECT_EQ(response_.holes_size(), 1);
  EXPECT_EQ(Apply(kOperations, Wanted(TestDirectory())), absl::OkStatus());
  EXPECT_EQ(response_.holes_size(), 0);
  EXPECT_EQ(house_.kept.store().ListEntriesOfDirectory({})->rows.back().reason_code(), 0);
}

TEST_F(DirectoryTest, AMunicipalityWithoutALastRuleIsNoDirectory) {
  dv1::Directory without = TestDirectory();
  without.mutable_organisations(3)->clear_rules();
  dv1::ApplyDirectoryRequest request = Wanted(without);
  request.set_although_holes(true);
  const absl::Status refused = Apply(kOperations, request);
  EXPECT_EQ(rpc::ReasonOf(refused), ev1::ERROR_REASON_DIRECTORY_INVALID);
  EXPECT_EQ(rpc::FaultsOf(refused).at(0).first, "directory.organisations[3].rules");
}

TEST_F(DirectoryTest, ARepeatedRequestGetsTheSameAnswerAndAReusedIdIsRefused) {
  dv1::Directory changed = TestDirectory();
  UnitOf(changed, "molndal-hemrehab").set_name("Mölndal, hemrehab norr");
  const dv1::ApplyDirectoryRequest request = Wanted(changed);
  EXPECT_EQ(Apply(kOperations, request), absl::OkStatus());
  const std::string first = response_.SerializeAsString();
  EXPECT_EQ(Apply(kOperations, request), absl::OkStatus());
  EXPECT_EQ(response_.SerializeAsString(), first);
  EXPECT_EQ(Get().revision(), 2);

  dv1::ApplyDirectoryRequest other = Wanted(TestDirectory());
  other.set_request_id(request.request_id());
  EXPECT_EQ(rpc::ReasonOf(Apply(kOperations, other)), ev1::ERROR_REASON_REQUEST_ID_REUSED);
}

TEST_F(DirectoryTest, AChangedPolicyIsTheNextVersionAndTheOlderStays) {
  dv1::Directory directory = TestDirectory();
  directory.mutable_organisations(1)->set_policy_id("molndal-2026");
  dv1::Policy& policy = *directory.add_policies();
  policy.set_id("molndal-2026");
  dv1::PolicyNumber& number = *policy.add_numbers();
  number.set_name("acknowledge.routine.hours");
  number.set_value(7);
  EXPECT_EQ(Apply(kOperations, Wanted(directory)), absl::OkStatus());
  EXPECT_EQ(Get().directory().policies(0).version(), 1);
  number.set_value(6);
  EXPECT_EQ(Apply(kOperations, Wanted(directory)), absl::OkStatus());
  EXPECT_THAT(Differences(), ElementsAre("CHANGED policy molndal-2026 acknowledge.routine.hours: 7 -> 6",
                                         "CHANGED policy molndal-2026 version: 1 -> 2"));
  EXPECT_EQ(Get().directory().policies(0).version(), 2);

  auto kept = directory::FromRecords(house_.kept.store().ReadDirectory()->records);
  ASSERT_EQ(kept.older_policies.size(), 1u);
  EXPECT_EQ(kept.older_policies[0].version(), 1);
  EXPECT_EQ(kept.older_policies[0].numbers(0).value(), 7);
  // Back to what it was: a version of its own, so that what is said about version 1 stays true.
  number.set_value(7);
  EXPECT_EQ(Apply(kOperations, Wanted(directory)), absl::OkStatus());
  EXPECT_EQ(Get().directory().policies(0).version(), 3);
}

TEST_F(DirectoryTest, EachChangeStandsInTheTrail) {
  auto audit = hemgang::audit::v1::AuditService::NewStub(house_.house->channel());
  hemgang::audit::v1::ListEntriesRequest request;
  request.set_directory(true);
  hemgang::audit::v1::ListEntriesResponse response;
  ASSERT_EQ(house_.Call(kOperations, *audit, &hemgang::audit::v1::AuditService::Stub::ListEntries, request, response),
            absl::OkStatus());
  ASSERT_EQ(response.entries_size(), 1);
  EXPECT_EQ(response.entries(0).kind(), hemgang::audit::v1::ENTRY_KIND_DIRECTORY);
  EXPECT_EQ(response.entries(0).staff_id(), "directory");
  EXPECT_EQ(response.entries(0).directory_revision(), 1);
  EXPECT_EQ(rpc::ReasonOf(
                house_.Call(kHome, *audit, &hemgang::audit::v1::AuditService::Stub::ListEntries, request, response)),
            ev1::ERROR_REASON_NOT_FOUND);
}

}  // namespace
}  // namespace hemgang::test
