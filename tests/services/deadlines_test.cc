// What is due for whom, what would be, and the loop that lets the clock speak.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hemgang/deadlines/v1/deadline_service.grpc.pb.h"
#include "hemgang/routing/v1/inbox_service.grpc.pb.h"

#include "services/deadlines/clock_guard.h"
#include "services/deadlines/loop.h"
#include "services/rpc/errors.h"
#include "services/rpc/times.h"
#include "tests/services/served_house.h"
#include "tests/support/forwarding_store.h"
#include "tests/support/test_directory.h"

namespace hemgang::test {
namespace {

namespace dlv1 = hemgang::deadlines::v1;
namespace ev1 = hemgang::errors::v1;
namespace rv1 = hemgang::routing::v1;
using Deadlines = dlv1::DeadlineService::Stub;
using testing::ElementsAre;

class DeadlinesTest : public testing::Test {
 protected:
  DeadlinesTest() : stub_(dlv1::DeadlineService::NewStub(house_.house->channel())) {}

  absl::Status List(const std::string& caller, const dlv1::ListTasksRequest& request) {
    response_.Clear();
    return house_.Call(caller, *stub_, &Deadlines::ListTasks, request, response_);
  }
  absl::Status ListUnit(const std::string& caller, const std::string& unit_id) {
    dlv1::ListTasksRequest request;
    request.set_unit_id(unit_id);
    return List(caller, request);
  }
  absl::Status Preview(const dlv1::PreviewDeadlineRequest& request) {
    preview_.Clear();
    return house_.Call(kHome, *stub_, &Deadlines::PreviewDeadline, request, preview_);
  }
  static dlv1::PreviewDeadlineRequest Acknowledge(hv1::Urgency urgency) {
    dlv1::PreviewDeadlineRequest request;
    request.set_task(hv1::TASK_KIND_ACKNOWLEDGE);
    request.set_urgency(urgency);
    request.set_unit_id("molndal-hemrehab");
    *request.mutable_opened_time() = rpc::ToTimestamp(At("2026-06-18T15:00:00+02:00"));
    return request;
  }

  ServedHouse house_;
  std::unique_ptr<Deadlines> stub_;
  dlv1::ListTasksResponse response_;
  dlv1::PreviewDeadlineResponse preview_;
};

TEST_F(DeadlinesTest, WhoSeesWhoseTasks) {
  house_.Send(1, "molndal-hemrehab");
  const struct {
    std::string caller;
    std::string unit_id;
    bool may;
  } rows[] = {
      {kHome, "", true},
      {kHome, "molndal-hemrehab", true},
      {"maria.chef@molndal-hemrehab-chef", "molndal-hemrehab", true},  // its manager
      {"per.vc@molndal-verksamhet", "molndal-hemrehab", true},         // its organisation's operations manager
      {"lena.mas@molndal-mas", "molndal-hemrehab", true},              // its MAS
      {"bo.at@partille-hemrehab", "molndal-hemrehab", false},
      {kHospital, "molndal-hemrehab", false},
      {"agneta.chef@su-rehab-chef", "molndal-hemrehab", false},  // a manager, of others
      {"pia.vc@partille-verksamhet", "molndal-hemrehab", false},
      {kHome, "no-such-unit", false},
  };
  for (const auto& row : rows) {
    const absl::Status status = ListUnit(row.caller, row.unit_id);
    EXPECT_EQ(rpc::ReasonOf(status), row.may ? ev1::ERROR_REASON_UNSPECIFIED : ev1::ERROR_REASON_NOT_FOUND)
        << row.caller << " " << row.unit_id;
    EXPECT_EQ(response_.tasks_size(), row.may ? 1 : 0) << row.caller;
  }
  const std::pair<std::string, bool> organisations[] = {{"per.vc@molndal-verksamhet", true},
                                                        {"lena.mas@molndal-mas", true},
                                                        {kHome, false},
                                                        {"pia.vc@partille-verksamhet", false},
                                                        {"maria.chef@molndal-hemrehab-chef", false}};
  for (const auto& [caller, may] : organisations) {
    dlv1::ListTasksRequest request;
    request.set_organisation_id("molndal");
    EXPECT_EQ(List(caller, request).ok(), may) << caller;
  }
  dlv1::ListTasksRequest both;
  both.set_organisation_id("molndal");
  both.set_unit_id("molndal-hemrehab");
  EXPECT_EQ(rpc::ReasonOf(List(kHome, both)), ev1::ERROR_REASON_INVALID_REQUEST);
}

TEST_F(DeadlinesTest, ATaskIsShownWithoutThePatient) {
  house_.Send(1, "molndal-hemrehab");
  ASSERT_EQ(ListUnit(kHome, ""), absl::OkStatus());
  const hv1::Task& task = response_.tasks(0);
  EXPECT_EQ(task.kind(), hv1::TASK_KIND_ACKNOWLEDGE);
  EXPECT_EQ(task.holder_unit_id(), "molndal-hemrehab");
  EXPECT_EQ(task.age_band(), hv1::AGE_BAND_80_89);
  EXPECT_EQ(task.policy(), "default/1");
  // Midsummer Eve and the weekend do not count.
  EXPECT_EQ(rpc::FromTimestamp(task.due_time()), At("2026-06-22T15:00:00+02:00"));
  EXPECT_FALSE(task.overdue());
  EXPECT_EQ(response_.SerializeAsString().find("Påhittsson"), std::string::npos);
}

TEST_F(DeadlinesTest, AManagerSeesTheEarliestFirstWhicheverUnitHoldsIt) {
  hemgang::directory::v1::Directory directory = TestDirectory();
  for (auto& unit : *directory.mutable_units()) {
    if (unit.id() == "partille-hemrehab") unit.set_manager_unit_id("molndal-hemrehab-chef");
  }
  ASSERT_EQ(house_.Apply("per.vc@molndal-verksamhet", directory), absl::OkStatus());
  std::vector<std::string> sent;
  for (int n = 1; n <= 7; ++n) {
    sent.push_back(house_.Send(n, n % 3 == 0 ? "molndal-hemrehab" : "partille-hemrehab"));
    house_.clock.Set(house_.clock.Now() + absl::Minutes(1));
  }
  std::vector<std::string> listed;
  dlv1::ListTasksRequest request;
  request.set_page_size(2);
  do {
    ASSERT_EQ(List("maria.chef@molndal-hemrehab-chef", request), absl::OkStatus());
    ASSERT_LE(response_.tasks_size(), 2);
    for (const hv1::Task& task : response_.tasks()) listed.push_back(task.handover_id());
    request.set_page_token(response_.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(listed, sent);
}

TEST_F(DeadlinesTest, AListIsReadInPagesAndItsTokenIsItsOwn) {
  for (int n = 1; n <= 4; ++n) house_.Send(n, "partille-hemrehab");
  dlv1::ListTasksRequest request;
  request.set_organisation_id("partille");
  request.set_page_size(3);
  ASSERT_EQ(List("pia.vc@partille-verksamhet", request), absl::OkStatus());
  EXPECT_EQ(response_.tasks_size(), 3);
  request.set_page_token(response_.next_page_token());
  ASSERT_FALSE(request.page_token().empty());
  ASSERT_EQ(List("pia.vc@partille-verksamhet", request), absl::OkStatus());
  EXPECT_EQ(response_.tasks_size(), 1);
  EXPECT_EQ(response_.next_page_token(), "");
  request.set_overdue_only(true);
  EXPECT_EQ(rpc::ReasonOf(List("pia.vc@partille-verksamhet", request)), ev1::ERROR_REASON_PAGE_TOKEN_INVALID);
}

TEST_F(DeadlinesTest, OverdueIsWhatHasPassed) {
  house_.Send(1, "molndal-hemrehab");
  dlv1::ListTasksRequest request;
  request.set_overdue_only(true);
  ASSERT_EQ(List(kHome, request), absl::OkStatus());
  EXPECT_EQ(response_.tasks_size(), 0);
  house_.AdvanceTo(At("2026-06-22T15:00:00+02:00"));
  ASSERT_EQ(List(kHome, request), absl::OkStatus());
  ASSERT_EQ(response_.tasks_size(), 1);
  EXPECT_TRUE(response_.tasks(0).overdue());
  EXPECT_EQ(response_.tasks(0).level(), 1);
}

// Nobody answers: each rung speaks once and at its own time, though the clock is moved by days.
TEST_F(DeadlinesTest, TheLadderIsClimbedOnceAndInOrder) {
  house_.Send(1, "molndal-hemrehab");
  house_.AdvanceTo(At("2026-06-24T16:00:00+02:00"));
  auto inbox = rv1::InboxService::NewStub(house_.house->channel());
  const auto told = [&](const std::string& caller) {
    rv1::ListInboxResponse response;
    EXPECT_EQ(house_.Call(caller, *inbox, &rv1::InboxService::Stub::ListInbox, rv1::ListInboxRequest(), response),
              absl::OkStatus());
    std::vector<std::string> lines;
    for (const auto& event : response.events()) {
      if (event.task() != hv1::TASK_KIND_ACKNOWLEDGE || event.kind() == rv1::INBOX_EVENT_KIND_HANDOVER_SENT) continue;
      lines.push_back(
          std::to_string(event.level()) + " " +
          absl::FormatTime("%m-%d %H:%M", rpc::FromTimestamp(event.recorded_time()), absl::FixedTimeZone(7200)));
    }
    return lines;
  };
  EXPECT_THAT(told(kHome), ElementsAre("0 06-22 11:00"));
  EXPECT_THAT(told("maria.chef@molndal-hemrehab-chef"), ElementsAre("1 06-22 15:00"));
  EXPECT_THAT(told("per.vc@molndal-verksamhet"), ElementsAre("2 06-23 11:00"));
  EXPECT_THAT(told("margareta.sg@vg-styrgrupp"), ElementsAre("3 06-24 16:00"));
  EXPECT_EQ(house_.house->RunDeadlines(), 0);
}

TEST_F(DeadlinesTest, PreviewSaysWhenAndWhy) {
  ASSERT_EQ(Preview(Acknowledge(hv1::URGENCY_ROUTINE)), absl::OkStatus());
  EXPECT_EQ(rpc::FromTimestamp(preview_.due_time()), At("2026-06-22T15:00:00+02:00"));
  EXPECT_EQ(preview_.policy(), "default/1");
  EXPECT_FALSE(preview_.sent_too_late());
  EXPECT_FALSE(preview_.call_required());
  ASSERT_EQ(preview_.rungs_size(), 4);
  for (int level = 0; level < 4; ++level) EXPECT_EQ(preview_.rungs(level).level(), level);
  EXPECT_EQ(rpc::FromTimestamp(preview_.rungs(0).time()), At("2026-06-22T11:00:00+02:00"));
  EXPECT_EQ(rpc::FromTimestamp(preview_.rungs(1).time()), At("2026-06-22T15:00:00+02:00"));

  // Fast track on the day before Midsummer Eve for a discharge on Monday morning: somebody must be rung.
  dlv1::PreviewDeadlineRequest fast = Acknowledge(hv1::URGENCY_FAST_TRACK);
  fast.mutable_planned_discharge()->set_date("2026-06-22");
  ASSERT_EQ(Preview(fast), absl::OkStatus());
  EXPECT_TRUE(preview_.call_required());
}

TEST_F(DeadlinesTest, PreviewOfASentTooLateHandover) {
  dlv1::PreviewDeadlineRequest request = Acknowledge(hv1::URGENCY_ROUTINE);
  *request.mutable_planned_discharge()->mutable_time() = rpc::ToTimestamp(At("2026-06-18T16:00:00+02:00"));
  ASSERT_EQ(Preview(request), absl::OkStatus());
  EXPECT_TRUE(preview_.sent_too_late());
  *request.mutable_actual_discharge_time() = rpc::ToTimestamp(At("2026-06-18T14:00:00+02:00"));
  ASSERT_EQ(Preview(request), absl::OkStatus());
  EXPECT_TRUE(preview_.sent_after_discharge());
  EXPECT_FALSE(preview_.sent_too_late());
}

TEST_F(DeadlinesTest, PreviewNamesEveryField) {
  std::vector<std::string> paths;
  for (const auto& [path, what] : rpc::FaultsOf(Preview(dlv1::PreviewDeadlineRequest()))) paths.push_back(path);
  EXPECT_THAT(paths, ElementsAre("task", "urgency", "unit_id", "opened_time"));

  const std::pair<hv1::PlannedDischarge, std::string> rows[] = {
      {[] {
         hv1::PlannedDischarge d;
         d.set_date("2026-6-22");
         return d;
       }(),
       "planned_discharge.date"},
      {[] {
         hv1::PlannedDischarge d;
         d.set_date("2026-02-30");
         return d;
       }(),
       "planned_discharge.date"},
      {[] {
         hv1::PlannedDischarge d;
         d.set_day_part(hv1::DAY_PART_MORNING);
         return d;
       }(),
       "planned_discharge.day_part"},
      {[] {
         hv1::PlannedDischarge d;
         *d.mutable_until_time() = rpc::ToTimestamp(At("2026-06-22T10:00:00Z"));
         return d;
       }(),
       "planned_discharge.until_time"},
  };
  for (const auto& [planned, path] : rows) {
    dlv1::PreviewDeadlineRequest request = Acknowledge(hv1::URGENCY_ROUTINE);
    *request.mutable_planned_discharge() = planned;
    const auto faults = rpc::FaultsOf(Preview(request));
    ASSERT_EQ(faults.size(), 1u) << planned.ShortDebugString();
    EXPECT_EQ(faults[0].first, path);
  }
  dlv1::PreviewDeadlineRequest unknown = Acknowledge(hv1::URGENCY_ROUTINE);
  unknown.set_unit_id("no-such-unit");
  EXPECT_EQ(rpc::ReasonOf(Preview(unknown)), ev1::ERROR_REASON_UNIT_UNKNOWN);
  unknown = Acknowledge(hv1::URGENCY_ROUTINE);
  unknown.set_receiver_unit_id("no-such-unit");
  EXPECT_EQ(rpc::ReasonOf(Preview(unknown)), ev1::ERROR_REASON_UNIT_UNKNOWN);
}

// A store with wakes of transitions that there are not: asking for them fails.
class WakesStore final : public ForwardingStore {
 public:
  using ForwardingStore::ForwardingStore;
  absl::StatusOr<std::vector<storage::Wake>> ListWakes(int64_t, int limit) override {
    std::vector<storage::Wake> page = wakes;
    if (page.size() > static_cast<size_t>(limit)) page.resize(static_cast<size_t>(limit));
    return page;
  }
  std::vector<storage::Wake> wakes;
};

TEST_F(DeadlinesTest, WhatFailsIsTriedAgainEverMoreSeldom) {
  WakesStore wakes(house_.kept.store());
  wakes.wakes = {{1, "no-such-transition", "task"}};
  auto stub = hv1::ExpiryService::NewStub(house_.house->channel());
  const std::string secret = house_.house->door().service_secret();
  deadlines::DeadlineLoop loop(
      wakes, *stub, [&](grpc::ClientContext& context) { context.AddMetadata(rpc::kServiceMetadata, secret); },
      house_.metrics, house_.log);
  const absl::Time start = house_.clock.Now();
  std::vector<int> tried_at;
  for (int second = 0; second < 20; ++second) {
    if (loop.RunOnce(start + absl::Seconds(second)) > 0) tried_at.push_back(second);
    loop.WaitUntilIdle();
  }
  EXPECT_THAT(tried_at, ElementsAre(0, 1, 3, 7, 15));
  EXPECT_EQ(house_.metrics.Value(rpc::Gauge::kWakeBacklog), 1);
  wakes.wakes.clear();
  EXPECT_EQ(loop.RunOnce(start + absl::Seconds(20)), 0);
  EXPECT_EQ(house_.metrics.Value(rpc::Gauge::kDeadlineLag), 0);
}

TEST(ClockGuard, TrustsAWallClockThatKeepsCompany) {
  const absl::Time start = At("2026-06-18T15:00:00Z");
  deadlines::ClockGuard guard({start, absl::Hours(5)});
  const struct {
    absl::Duration wall;
    absl::Duration steady;
    bool trusted;
  } rows[] = {
      {absl::Hours(1), absl::Hours(1), true},
      {absl::Hours(1) + absl::Seconds(60), absl::Hours(1), true},
      {absl::Hours(1) + absl::Seconds(61), absl::Hours(1), false},  // jumped ahead
      {absl::Hours(1) - absl::Seconds(61), absl::Hours(1), false},  // jumped back
      {absl::Hours(2), absl::Hours(2), true},                       // they agree again
  };
  for (const auto& row : rows) {
    EXPECT_EQ(guard.Trusts({start + row.wall, absl::Hours(5) + row.steady}), row.trusted) << row.wall;
  }
  const deadlines::ClockReading jumped{start + absl::Hours(9), absl::Hours(6)};
  EXPECT_FALSE(guard.Trusts(jumped));
  guard.Confirm(jumped);
  EXPECT_TRUE(guard.Trusts(jumped));
}

}  // namespace
}  // namespace hemgang::test
