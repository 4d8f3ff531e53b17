// The door frame around one method whose behaviour the test decides.
#include "services/rpc/unary.h"

#include <chrono>
#include <future>

#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include "hemgang/directory/v1/directory_service.grpc.pb.h"

#include "services/rpc/errors.h"
#include "services/rpc/wire_status.h"

namespace hemgang::rpc {
namespace {

namespace dv1 = hemgang::directory::v1;

// Keeps the last call; answers only when the test does.
struct Target {
  int taken = 0;
  Caller caller;
  Answer<dv1::GetDirectoryResponse> answer;

  void Take(const dv1::GetDirectoryRequest&, const Caller& who, Answer<dv1::GetDirectoryResponse> later) {
    ++taken;
    caller = who;
    answer = std::move(later);
  }
};

// Runs work when the test says so, though it is posted by gRPC's threads.
class HeldExecutor final : public Executor {
 public:
  void Post(absl::AnyInvocable<void()> work) override HEMGANG_EXCLUDES(mutex_) {
    MutexLock lock(mutex_);
    held_.push_back(std::move(work));
    came_.SignalAll();
  }
  void RunOne() HEMGANG_EXCLUDES(mutex_) {
    absl::AnyInvocable<void()> work;
    {
      MutexLock lock(mutex_);
      while (held_.empty()) came_.Wait(mutex_);
      work = std::move(held_.front());
      held_.pop_front();
    }
    work();
  }

 private:
  Mutex mutex_;
  CondVar came_;
  std::deque<absl::AnyInvocable<void()>> held_ HEMGANG_GUARDED_BY(mutex_);
};

class UnaryTest : public testing::Test {
 protected:
  UnaryTest()
      : door_(true,
              [](const std::string&, const std::string&) {
                return Standing{true, true, "molndal"};
              }),
        log_(false, [this](const std::string& line) { lines_.push_back(line); }),
        service_(Frame{door_, work_, metrics_, log_}, "directory", "hemgang.directory.v1.DirectoryService") {
    service_.Serve<dv1::GetDirectoryRequest, dv1::GetDirectoryResponse>(target_);
    grpc::ServerBuilder builder;
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    stub_ = dv1::DirectoryService::NewStub(server_->InProcessChannel({}));
  }

  // Begins a call; the future is its end.
  std::future<absl::Status> Begin(grpc::ClientContext& context) {
    context.AddMetadata("hemgang-caller", "eva.at@molndal-hemrehab");
    auto ended = std::make_shared<std::promise<absl::Status>>();
    stub_->async()->GetDirectory(&context, &request_, &response_,
                                 [ended](const grpc::Status& status) { ended->set_value(FromGrpc(status)); });
    return ended->get_future();
  }
  static std::chrono::system_clock::time_point In(std::chrono::milliseconds time) {
    return std::chrono::system_clock::now() + time;
  }

  std::vector<std::string> lines_;
  Door door_;
  HeldExecutor work_;
  Metrics metrics_;
  Log log_;
  Target target_;
  RoomService service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<dv1::DirectoryService::Stub> stub_;
  dv1::GetDirectoryRequest request_;
  dv1::GetDirectoryResponse response_;
};

TEST_F(UnaryTest, AnswersFromAnyThread) {
  grpc::ClientContext context;
  context.set_deadline(In(std::chrono::seconds(10)));
  auto ended = Begin(context);
  work_.RunOne();
  ASSERT_EQ(target_.taken, 1);
  EXPECT_EQ(target_.caller.Id(), "eva.at@molndal-hemrehab");
  EXPECT_EQ(target_.caller.organisation_id, "molndal");
  EXPECT_FALSE(target_.caller.is_clock);
  dv1::GetDirectoryResponse answer;
  answer.set_revision(7);
  std::move(target_.answer)(answer);
  EXPECT_EQ(ended.get(), absl::OkStatus());
  EXPECT_EQ(response_.revision(), 7);
}

TEST_F(UnaryTest, ACallWithoutADeadlineIsRefused) {
  grpc::ClientContext context;
  auto ended = Begin(context);
  work_.RunOne();
  EXPECT_EQ(ReasonOf(ended.get()), ev1::ERROR_REASON_DEADLINE_MISSING);
  EXPECT_EQ(target_.taken, 0);
}

TEST_F(UnaryTest, ALongDeadlineCountsAsAMinute) {
  grpc::ClientContext context;
  context.set_deadline(In(std::chrono::hours(5)));
  auto ended = Begin(context);
  work_.RunOne();
  EXPECT_LE(target_.caller.deadline, absl::Now() + kLongestWait);
  EXPECT_GT(target_.caller.deadline, absl::Now() + kLongestWait / 2);
  std::move(target_.answer)(dv1::GetDirectoryResponse());
  EXPECT_TRUE(ended.get().ok());
}

TEST_F(UnaryTest, WorkWhoseDeadlineHasPassedIsNotBegun) {
  grpc::ClientContext context;
  context.set_deadline(In(std::chrono::milliseconds(20)));
  auto ended = Begin(context);
  EXPECT_EQ(ended.get().code(), absl::StatusCode::kDeadlineExceeded);
  work_.RunOne();
  EXPECT_EQ(target_.taken, 0);
}

TEST_F(UnaryTest, AnAnswerAfterTheDeadlineIsDropped) {
  grpc::ClientContext context;
  context.set_deadline(In(std::chrono::milliseconds(300)));
  auto ended = Begin(context);
  work_.RunOne();
  EXPECT_EQ(ended.get().code(), absl::StatusCode::kDeadlineExceeded);
  if (target_.taken == 1) std::move(target_.answer)(dv1::GetDirectoryResponse());
}

TEST_F(UnaryTest, AMethodThatForgetsToAnswerIsAnsweredForAndLogged) {
  grpc::ClientContext context;
  context.set_deadline(In(std::chrono::seconds(10)));
  auto ended = Begin(context);
  work_.RunOne();
  target_.answer = nullptr;
  EXPECT_EQ(ended.get().code(), absl::StatusCode::kInternal);
  ASSERT_EQ(lines_.size(), 1u);
  EXPECT_NE(lines_[0].find("\"method\":\"directory.GetDirectory\",\"code\":\"INTERNAL\""), std::string::npos);
}

}  // namespace
}  // namespace hemgang::rpc
