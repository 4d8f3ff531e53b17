// What a unit is told: as a list, and live.
#include <gtest/gtest.h>

#include "hemgang/routing/v1/inbox_service.grpc.pb.h"

#include "services/rpc/errors.h"
#include "services/rpc/times.h"
#include "tests/services/served_house.h"

namespace hemgang::test {
namespace {

namespace rv1 = hemgang::routing::v1;
namespace ev1 = hemgang::errors::v1;
using Inbox = rv1::InboxService::Stub;

// An open live inbox; ends with the test.
class Watch {
 public:
  Watch(Inbox& stub, const std::string& caller, int64_t after) {
    context_.AddMetadata("hemgang-caller", caller);
    context_.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    rv1::WatchInboxRequest request;
    request.set_after_sequence(after);
    reader_ = stub.WatchInbox(&context_, request);
  }
  ~Watch() { context_.TryCancel(); }

  // "3 HANDOVER_SENT", "beat 3", or "end UNAVAILABLE restarting".
  std::string Next() {
    rv1::WatchInboxResponse message;
    if (!reader_->Read(&message)) {
      const absl::Status end = rpc::FromGrpc(reader_->Finish());
      reason_ = rpc::ReasonOf(end);
      return "end " + absl::StatusCodeToString(end.code()) + " " + std::string(end.message());
    }
    if (message.has_heartbeat()) return "beat " + std::to_string(message.heartbeat().last_sequence());
    return std::to_string(message.event().sequence()) + " " +
           rv1::InboxEventKind_Name(message.event().kind()).substr(17);
  }
  void Cancel() { context_.TryCancel(); }
  ev1::ErrorReason reason() const { return reason_; }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<rv1::WatchInboxResponse>> reader_;
  ev1::ErrorReason reason_ = ev1::ERROR_REASON_UNSPECIFIED;
};

class InboxTest : public testing::Test {
 protected:
  InboxTest() : stub_(rv1::InboxService::NewStub(house_.house->channel())) {}

  absl::Status List(const std::string& caller, int64_t after, int size = 0, const std::string& token = "") {
    rv1::ListInboxRequest request;
    request.set_after_sequence(after);
    request.set_page_size(size);
    request.set_page_token(token);
    response_.Clear();
    return house_.Call(caller, *stub_, &Inbox::ListInbox, request, response_);
  }

  ServedHouse house_;
  std::unique_ptr<Inbox> stub_;
  rv1::ListInboxResponse response_;
};

TEST_F(InboxTest, EventsComeInOrderWithoutGaps) {
  for (int n = 1; n <= 3; ++n) house_.Send(n, "molndal-hemrehab");
  ASSERT_EQ(List(kHome, 0, 2), absl::OkStatus());
  ASSERT_EQ(response_.events_size(), 2);
  EXPECT_EQ(response_.events(0).sequence(), 1);
  EXPECT_EQ(response_.events(0).kind(), rv1::INBOX_EVENT_KIND_HANDOVER_SENT);
  EXPECT_EQ(response_.last_sequence(), 3);
  const std::string token = response_.next_page_token();
  ASSERT_FALSE(token.empty());
  ASSERT_EQ(List(kHome, 0, 2, token), absl::OkStatus());
  ASSERT_EQ(response_.events_size(), 1);
  EXPECT_EQ(response_.events(0).sequence(), 3);
  EXPECT_EQ(response_.next_page_token(), "");
  ASSERT_EQ(List(kHome, 2), absl::OkStatus());
  EXPECT_EQ(response_.events_size(), 1);

  EXPECT_EQ(rpc::ReasonOf(List(kHome, 1, 2, token)), ev1::ERROR_REASON_PAGE_TOKEN_INVALID) << "another list";
  EXPECT_EQ(rpc::ReasonOf(List("bo.at@partille-hemrehab", 0, 2, token)), ev1::ERROR_REASON_PAGE_TOKEN_INVALID);
}

TEST_F(InboxTest, ACursorBeyondTheLastEventIsRefused) {
  house_.Send(1, "molndal-hemrehab");
  EXPECT_EQ(List(kHome, 1), absl::OkStatus());
  for (const int64_t cursor : {int64_t{2}, int64_t{-1}}) {
    const absl::Status refused = List(kHome, cursor);
    EXPECT_EQ(rpc::ReasonOf(refused), ev1::ERROR_REASON_INVALID_REQUEST);
    ASSERT_EQ(rpc::FaultsOf(refused).size(), 1u);
    EXPECT_EQ(rpc::FaultsOf(refused)[0].first, "after_sequence");
    Watch watch(*stub_, kHome, cursor);
    EXPECT_EQ(watch.Next().substr(0, 20), "end INVALID_ARGUMENT");
    EXPECT_EQ(watch.reason(), ev1::ERROR_REASON_INVALID_REQUEST);
  }
}

TEST_F(InboxTest, ALiveReaderIsToldAtOnce) {
  house_.Send(1, "molndal-hemrehab");
  Watch watch(*stub_, kHome, 0);
  EXPECT_EQ(watch.Next(), "1 HANDOVER_SENT");
  EXPECT_EQ(watch.Next(), "beat 1") << "caught up";
  house_.Send(2, "molndal-hemrehab");
  EXPECT_EQ(watch.Next(), "2 HANDOVER_SENT");
  house_.house->Beat();
  EXPECT_EQ(watch.Next(), "beat 2");
}

TEST_F(InboxTest, AReaderWhoWasCutOffMissesNothing) {
  {
    Watch watch(*stub_, kHome, 0);
    EXPECT_EQ(watch.Next(), "beat 0");
    house_.Send(1, "molndal-hemrehab");
    EXPECT_EQ(watch.Next(), "1 HANDOVER_SENT");
  }
  house_.Send(2, "molndal-hemrehab");
  house_.Send(3, "molndal-hemrehab");
  Watch again(*stub_, kHome, 1);
  EXPECT_EQ(again.Next(), "2 HANDOVER_SENT");
  EXPECT_EQ(again.Next(), "3 HANDOVER_SENT");
  EXPECT_EQ(again.Next(), "beat 3");
}

TEST_F(InboxTest, MoreThanAPageComesWhole) {
  for (int n = 1; n <= 70; ++n) house_.Send(n, "molndal-hemrehab");
  Watch watch(*stub_, kHome, 0);
  for (int n = 1; n <= 70; ++n) ASSERT_EQ(watch.Next(), std::to_string(n) + " HANDOVER_SENT");
  EXPECT_EQ(watch.Next(), "beat 70");
}

TEST_F(InboxTest, EachUnitHearsOnlyItsOwn) {
  Watch molndal(*stub_, kHome, 0);
  Watch partille(*stub_, "bo.at@partille-hemrehab", 0);
  EXPECT_EQ(molndal.Next(), "beat 0");
  EXPECT_EQ(partille.Next(), "beat 0");
  EXPECT_EQ(house_.metrics.Value(rpc::Gauge::kOpenStreams), 2);
  house_.Send(1, "molndal-hemrehab");
  EXPECT_EQ(molndal.Next(), "1 HANDOVER_SENT");
  house_.house->Beat();
  EXPECT_EQ(partille.Next(), "beat 0");
}

TEST_F(InboxTest, StreamsEndWhenTheHouseDrains) {
  Watch watch(*stub_, kHome, 0);
  EXPECT_EQ(watch.Next(), "beat 0");
  house_.house->Drain(absl::Seconds(5));
  EXPECT_EQ(watch.Next(), "end UNAVAILABLE restarting");
  EXPECT_EQ(house_.metrics.Value(rpc::Gauge::kOpenStreams), 0);
}

TEST_F(InboxTest, AStrangerGetsNoStream) {
  Watch watch(*stub_, "nobody@molndal-hemrehab", 0);
  watch.Next();
  EXPECT_EQ(watch.reason(), ev1::ERROR_REASON_CALLER_UNKNOWN);
}

TEST_F(InboxTest, HandingOutIsDeliveryOnceAndNotAcknowledgement) {
  const std::string handover_id = house_.Send(1, "molndal-hemrehab");
  EXPECT_FALSE(house_.kept.store().FindDelivery(handover_id, "molndal-hemrehab")->has_value());
  ASSERT_EQ(List(kHome, 0), absl::OkStatus());
  const absl::Time first = house_.clock.Now();
  house_.clock.Set(first + absl::Minutes(5));
  ASSERT_EQ(List(kHome, 0), absl::OkStatus());
  const auto delivery = house_.kept.store().FindDelivery(handover_id, "molndal-hemrehab");
  ASSERT_TRUE(delivery.ok() && delivery->has_value());
  EXPECT_EQ((*delivery)->delivered_time_us(), rpc::ToMicros(first));
  const std::string transition_id = **house_.kept.store().FindTransitionOfHandover(handover_id);
  EXPECT_EQ((*house_.kept.store().FindTransition(transition_id))->handovers(0).state(), hv1::HANDOVER_STATE_SENT);
}

TEST_F(InboxTest, ARungIsDeliveredWhenItsEventIsFirstHandedOut) {
  house_.Send(1, "molndal-hemrehab");
  house_.AdvanceTo(At("2026-06-22T11:00:00+02:00"));
  const auto told = house_.kept.store().ListInbox("molndal-hemrehab", 0, 10);
  ASSERT_TRUE(told.ok());
  ASSERT_EQ(told->back().kind(), rv1::INBOX_EVENT_KIND_REMINDED);
  const std::string about = "rung/" + told->back().rung_id();
  EXPECT_FALSE(house_.kept.store().FindDelivery(about, "molndal-hemrehab")->has_value());
  ASSERT_EQ(List(kHome, 0), absl::OkStatus());
  EXPECT_TRUE(house_.kept.store().FindDelivery(about, "molndal-hemrehab")->has_value());
  EXPECT_FALSE(house_.kept.store().FindDelivery(about, "su-ostra-rehab")->has_value());
}

}  // namespace
}  // namespace hemgang::test
