// Who comes in, and in what shape: everything that is refused before a room sees it, over the wire.
#include <future>

#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include "hemgang/deadlines/v1/deadline_service.grpc.pb.h"

#include "services/rpc/errors.h"
#include "tests/services/served_house.h"

namespace hemgang::test {
namespace {

namespace dlv1 = hemgang::deadlines::v1;
namespace ev1 = hemgang::errors::v1;
using Deadlines = dlv1::DeadlineService::Stub;

class DoorTest : public testing::Test {
 protected:
  absl::Status List(const std::string& caller) {
    auto stub = dlv1::DeadlineService::NewStub(house_.house->channel());
    dlv1::ListTasksResponse response;
    return house_.Call(caller, *stub, &Deadlines::ListTasks, dlv1::ListTasksRequest(), response);
  }

  // Calls a method with bytes of the test's own.
  absl::Status Send(const std::string& path, const std::string& bytes) {
    grpc::GenericStub stub(house_.house->channel());
    grpc::ClientContext context;
    ServedHouse::Sign(kHospital, context);
    grpc::Slice slice(bytes);
    grpc::ByteBuffer request(&slice, 1);
    grpc::ByteBuffer response;
    std::promise<grpc::Status> ended;
    stub.UnaryCall(&context, path, grpc::StubOptions(), &request, &response,
                   [&ended](grpc::Status status) { ended.set_value(std::move(status)); });
    return rpc::FromGrpc(ended.get_future().get());
  }

  ServedHouse house_;
};

constexpr char kSend[] = "/hemgang.handover.v1.HandoverService/SendHandover";

TEST_F(DoorTest, WhoMayComeIn) {
  const std::pair<std::string, ev1::ErrorReason> rows[] = {
      {kHome, ev1::ERROR_REASON_UNSPECIFIED},
      {"", ev1::ERROR_REASON_CALLER_UNKNOWN},
      {"eva.at", ev1::ERROR_REASON_CALLER_UNKNOWN},
      {"@molndal-hemrehab", ev1::ERROR_REASON_CALLER_UNKNOWN},
      {"eva.at@", ev1::ERROR_REASON_CALLER_UNKNOWN},
      {"nobody@molndal-hemrehab", ev1::ERROR_REASON_CALLER_UNKNOWN},
      {"eva.at@partille-hemrehab", ev1::ERROR_REASON_UNIT_NOT_OF_CALLER},
      {"eva.at@no-such-unit", ev1::ERROR_REASON_UNIT_NOT_OF_CALLER},
      {"directory@directory", ev1::ERROR_REASON_CALLER_UNKNOWN},  // only while the directory is empty
      {"clock@", ev1::ERROR_REASON_CALLER_UNKNOWN},
  };
  for (const auto& [caller, reason] : rows) EXPECT_EQ(rpc::ReasonOf(List(caller)), reason) << caller;
}

TEST_F(DoorTest, OnlyTheClockLetsDeadlinesExpire) {
  auto stub = hv1::ExpiryService::NewStub(house_.house->channel());
  hv1::ExpireRequest request;
  request.set_transition_id("00000000-0000-7000-8000-000000000001");
  hv1::ExpireResponse response;
  EXPECT_EQ(house_.Call(kHome, *stub, &hv1::ExpiryService::Stub::Expire, request, response).code(),
            absl::StatusCode::kNotFound);

  grpc::ClientContext context;
  ServedHouse::Sign("", context);
  context.AddMetadata("hemgang-service-secret", std::string(64, '0'));
  EXPECT_EQ(rpc::ReasonOf(rpc::FromGrpc(stub->Expire(&context, request, &response))), ev1::ERROR_REASON_CALLER_UNKNOWN);
}

TEST_F(DoorTest, WithoutTheDemoNobodyIsBelieved) {
  rpc::Door door(false, [](const std::string&, const std::string&) { return rpc::Standing{true, true, "molndal"}; });
  EXPECT_EQ(rpc::ReasonOf(door.Admit({kHome, ""}).status()), ev1::ERROR_REASON_CALLER_UNKNOWN);
  EXPECT_TRUE(door.Admit({"", door.service_secret()})->is_clock);
  EXPECT_EQ(door.service_secret().size(), 64u);
}

TEST_F(DoorTest, InvalidUtf8NamesItsField) {
  hv1::SendHandoverRequest request;
  request.mutable_content()->mutable_reason()->set_text("XX");
  std::string bytes = request.SerializeAsString();
  bytes.replace(bytes.find("XX"), 2, "\xc3\x28");
  const absl::Status refused = Send(kSend, bytes);
  EXPECT_EQ(rpc::ReasonOf(refused), ev1::ERROR_REASON_INVALID_REQUEST);
  ASSERT_EQ(rpc::FaultsOf(refused).size(), 1u);
  EXPECT_EQ(rpc::FaultsOf(refused)[0],
            std::make_pair(std::string("content.reason.text"), std::string("is not valid UTF-8")));
}

TEST_F(DoorTest, BytesThatAreNoRequestAreRefused) {
  EXPECT_EQ(rpc::ReasonOf(Send(kSend, "\x07\x07\x07\x07")), ev1::ERROR_REASON_INVALID_REQUEST);
}

TEST_F(DoorTest, AnUnknownEnumValueNamesWhatIsAllowed) {
  hv1::SendHandoverRequest request;
  request.set_urgency(static_cast<hv1::Urgency>(42));
  const absl::Status refused = Send(kSend, request.SerializeAsString());
  ASSERT_EQ(rpc::FaultsOf(refused).size(), 1u);
  EXPECT_EQ(rpc::FaultsOf(refused)[0].second, "must be one of ROUTINE, URGENT, FAST_TRACK; it is 42");
}

TEST_F(DoorTest, AnOversizedRequestIsRefused) {
  hv1::SendHandoverRequest request;
  request.mutable_content()->mutable_reason()->set_text(std::string(300 * 1024, 'x'));
  const absl::Status refused = Send(kSend, request.SerializeAsString());
  EXPECT_EQ(rpc::ReasonOf(refused), rpc::ev1::ERROR_REASON_INVALID_REQUEST) << refused;
  request.mutable_content()->mutable_reason()->set_text(std::string(5 * 1024 * 1024, 'x'));
  EXPECT_EQ(Send(kSend, request.SerializeAsString()).code(), absl::StatusCode::kResourceExhausted);
}

TEST_F(DoorTest, NothingOfARequestIsLogged) {
  hv1::SendHandoverRequest request;
  request.set_urgency(static_cast<hv1::Urgency>(42));
  request.mutable_content()->mutable_reason()->set_text("Pankreascancer");
  request.set_transition_id("194001012383");
  EXPECT_FALSE(Send(kSend, request.SerializeAsString()).ok());
  const std::vector<std::string> lines = house_.lines.All();
  ASSERT_FALSE(lines.empty());
  for (const std::string& line : lines) {
    EXPECT_EQ(line.find("Pankreas"), std::string::npos) << line;
    EXPECT_EQ(line.find("194001012383"), std::string::npos) << line;
  }
}

}  // namespace
}  // namespace hemgang::test
