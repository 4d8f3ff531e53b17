// Starting and ending a process: every contradiction is one sentence, and what was answered is kept.
#include <filesystem>
#include <fstream>
#include <future>

#include <grpcpp/generic/async_generic_service.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include "hemgang/directory/v1/directory_service.grpc.pb.h"
#include "hemgang/host/v1/demo_clock.grpc.pb.h"

#include "services/host/clocks.h"
#include "services/host/daemon.h"
#include "services/host/options.h"
#include "services/host/pool_executor.h"
#include "services/host/ticker.h"
#include "services/rpc/times.h"
#include "tests/services/served_house.h"
#include "tests/support/test_directory.h"

namespace hemgang::host {
namespace {

absl::StatusOr<Options> Read(const std::string& words) {
  std::vector<std::string> parts = {"hemgangd"};
  std::istringstream stream(words);
  for (std::string part; stream >> part;) parts.push_back(part);
  std::vector<const char*> argv;
  for (const std::string& part : parts) argv.push_back(part.c_str());
  return ReadOptions(static_cast<int>(argv.size()), argv.data());
}

TEST(Options, ContradictionsSayWhatToChange) {
  const std::pair<std::string, std::string> rows[] = {
      {"", "--data FOLDER"},
      {"--data d", "--master-key FILE"},
      {"--store sqlite", "must be rocksdb or memory"},
      {"--store memory --data d", "leave one of them out"},
      {"--store memory", "--listen"},
      {"--store memory --listen 127.0.0.1:1", "sign-in is not built yet"},
      {"--store memory --listen 0.0.0.0:1 --insecure-demo", "not on loopback"},
      {"--store memory --listen 192.168.1.7:1 --insecure-demo", "not on loopback"},
      {"--store memory --listen 127.0.0.1 --insecure-demo", "not on loopback"},
      {"--store memory --listen 127.0.0.1:99999 --insecure-demo", "not on loopback"},
      {"--store memory --listen unix:/" + std::string(200, 'x') + " --insecure-demo", "at most 107 bytes"},
      {"--store memory --listen 127.0.0.1:1 --insecure-demo --metrics 0.0.0.0:9464", "--metrics 0.0.0.0:9464"},
      {"--store memory --listen 127.0.0.1:1 --insecure-demo --roles nope", "there is no role \"nope\""},
      {"--store memory --listen 127.0.0.1:1 --insecure-demo --roles handover", "leave --roles out"},
      {"--store memory --listen 127.0.0.1:1 --demo-clock 2026-06-18T15:00:00+02:00", "needs --insecure-demo"},
      {"--store memory --listen 127.0.0.1:1 --insecure-demo --demo-clock 2026-06-18T15:00:00", "with its offset"},
      {"--store memory --listen 127.0.0.1:1 --insecure-demo --demo-clock 2026-06-18T15:00:00Z,-1", "with its offset"},
      {"--store memory --listen 127.0.0.1:1 --insecure-demo --tick 0", "--tick must be"},
      {"--store memory --listen 127.0.0.1:1 --insecure-demo --heartbeat 0", "--heartbeat must be"},
      {"--store memory --listen 127.0.0.1:1 --insecure-demo --workers 65", "--workers must be"},
      {"--store memory --listen 127.0.0.1:1 --insecure-demo --free-space-reserve -1", "--free-space-reserve"},
      {"--no-such-flag", "--help"},
  };
  for (const auto& [words, sentence] : rows) {
    const absl::StatusOr<Options> options = Read(words);
    ASSERT_FALSE(options.ok()) << words;
    EXPECT_NE(options.status().message().find(sentence), absl::string_view::npos)
        << words << ": " << options.status().message();
  }
}

TEST(Options, WhatIsMeantIsRead) {
  const absl::StatusOr<Options> options = Read(
      "--data d --create --master-key k --listen unix:/tmp/s --listen [::1]:50051 --insecure-demo --tick 0.05 "
      "--heartbeat 2 --workers 0 --roles audit,handover,routing,deadlines,directory,insight,notify "
      "--demo-clock 2026-06-18T15:00:00+02:00,60");
  ASSERT_TRUE(options.ok()) << options.status();
  EXPECT_TRUE(options->create_folder);
  EXPECT_EQ(options->listen.size(), 2u);
  EXPECT_EQ(options->tick, absl::Milliseconds(50));
  EXPECT_EQ(options->heartbeat, absl::Seconds(2));
  EXPECT_EQ(options->demo_time->factor, 60);
  EXPECT_EQ(options->demo_time->start, test::At("2026-06-18T13:00:00Z"));
  EXPECT_TRUE(absl::IsCancelled(Read("--help").status()));
  EXPECT_NE(Read("--help").status().message().find("Examples:"), absl::string_view::npos);
}

// A folder of the test's own.
class DaemonTest : public testing::Test {
 protected:
  DaemonTest() {
    std::string name = (std::filesystem::temp_directory_path() / "hemgang-host-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    options_.data_folder = folder_ + "/data";
    options_.create_folder = true;
    options_.master_key_file = folder_ + "/key";
    options_.listen = {"unix:" + folder_ + "/socket"};
    options_.insecure_demo = true;
    options_.tick = absl::Milliseconds(10);
    options_.free_space_reserve_bytes = 0;
    Options making;
    making.new_master_key_file = options_.master_key_file;
    EXPECT_TRUE(RunDaemon(making, [] { return Ask::kEnd; }).ok());
  }
  ~DaemonTest() override { std::filesystem::remove_all(folder_); }

  // Runs a process; `meanwhile` while it serves.
  absl::Status Run(
      const Options& options, const std::function<void()>& meanwhile = [] {}) {
    return RunDaemon(options, [&meanwhile] {
      meanwhile();
      return Ask::kEnd;
    });
  }
  std::shared_ptr<grpc::Channel> Channel() {
    return grpc::CreateChannel(options_.listen[0], grpc::InsecureChannelCredentials());
  }

  std::string folder_;
  Options options_;
};

namespace dv1 = hemgang::directory::v1;

TEST_F(DaemonTest, WhatWasAnsweredIsThereAfterARestart) {
  ASSERT_EQ(Run(options_,
                [&] {
                  auto stub = dv1::DirectoryService::NewStub(Channel());
                  grpc::ClientContext context;
                  test::ServedHouse::Sign("directory@directory", context);
                  dv1::ApplyDirectoryRequest request;
                  request.set_request_id("018f3c1e-7d0a-7c3b-9a51-2f6d1c0e4b7a");
                  *request.mutable_directory() = test::TestDirectory();
                  dv1::ApplyDirectoryResponse response;
                  EXPECT_TRUE(stub->ApplyDirectory(&context, request, &response).ok());
                }),
            absl::OkStatus());
  ASSERT_EQ(Run(options_,
                [&] {
                  auto stub = dv1::DirectoryService::NewStub(Channel());
                  grpc::ClientContext context;
                  test::ServedHouse::Sign(test::kHome, context);
                  dv1::GetDirectoryResponse response;
                  EXPECT_TRUE(stub->GetDirectory(&context, dv1::GetDirectoryRequest(), &response).ok());
                  EXPECT_EQ(response.revision(), 1);
                  EXPECT_EQ(response.directory().units_size(), test::TestDirectory().units_size());
                }),
            absl::OkStatus());
}

TEST_F(DaemonTest, ASecondProcessOnTheSameFolderIsRefused) {
  ASSERT_EQ(Run(options_,
                [&] {
                  Options second = options_;
                  second.listen = {"unix:" + folder_ + "/other"};
                  const absl::Status refused = Run(second);
                  EXPECT_NE(refused.message().find("already using the data folder"), absl::string_view::npos)
                      << refused;
                }),
            absl::OkStatus());
}

TEST_F(DaemonTest, ASocketOrPortInUseIsRefused) {
  grpc::ServerBuilder builder;
  grpc::AsyncGenericService nothing;
  builder.RegisterAsyncGenericService(&nothing);
  const auto queue = builder.AddCompletionQueue();
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.AddListeningPort(options_.listen[0], grpc::InsecureServerCredentials());
  const std::unique_ptr<grpc::Server> other = builder.BuildAndStart();
  ASSERT_NE(other, nullptr);

  Options options;
  options.engine = storage::EngineKind::kMemory;
  options.insecure_demo = true;
  const std::string taken = "127.0.0.1:" + std::to_string(port);
  for (const std::string& address : {options_.listen[0], taken}) {
    options.listen = {address};
    const absl::Status refused = Run(options);
    EXPECT_NE(refused.message().find("cannot listen at " + address), absl::string_view::npos) << refused;
  }
  options.listen = {"unix:" + folder_ + "/free"};
  options.metrics_address = taken;
  EXPECT_NE(Run(options).message().find("metrics cannot be served at " + taken), absl::string_view::npos);
  other->Shutdown();
  queue->Shutdown();
  void* tag = nullptr;
  bool ok = false;
  while (queue->Next(&tag, &ok)) {
  }
}

TEST_F(DaemonTest, AWrongOrMissingKeyIsRefused) {
  ASSERT_EQ(Run(options_), absl::OkStatus());
  Options other = options_;
  other.master_key_file = folder_ + "/other-key";
  EXPECT_NE(Run(other).message().find(other.master_key_file), absl::string_view::npos);
  Options making;
  making.new_master_key_file = other.master_key_file;
  ASSERT_EQ(Run(making), absl::OkStatus());
  EXPECT_EQ(Run(making).code(), absl::StatusCode::kAlreadyExists) << "a key is never overwritten";
  const absl::Status wrong = Run(other);
  EXPECT_EQ(wrong.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_NE(wrong.message().find("key"), absl::string_view::npos) << wrong;
}

TEST_F(DaemonTest, AMissingFolderIsNotMadeUnasked) {
  options_.create_folder = false;
  const absl::Status refused = Run(options_);
  EXPECT_NE(refused.message().find(options_.data_folder), absl::string_view::npos) << refused;
}

TEST_F(DaemonTest, AClockBeforeTheLastRecordedTimeIsRefused) {
  Options later = options_;
  later.demo_time = DemoTime{test::At("2099-01-01T00:00:00Z"), 1};
  ASSERT_EQ(Run(later,
                [&] {
                  auto stub = dv1::DirectoryService::NewStub(Channel());
                  grpc::ClientContext context;
                  test::ServedHouse::Sign("directory@directory", context);
                  dv1::ApplyDirectoryRequest request;
                  request.set_request_id("018f3c1e-7d0a-7c3b-9a51-2f6d1c0e4b7a");
                  *request.mutable_directory() = test::TestDirectory();
                  dv1::ApplyDirectoryResponse response;
                  EXPECT_TRUE(stub->ApplyDirectory(&context, request, &response).ok());
                }),
            absl::OkStatus());
  const absl::Status refused = Run(options_);
  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_NE(refused.message().find("already recorded at 2099-01-01"), absl::string_view::npos) << refused;
}

TEST_F(DaemonTest, ADemoClockIsMovedByCall) {
  options_.demo_time = DemoTime{test::At("2026-06-18T13:00:00Z"), 1};
  ASSERT_EQ(Run(options_,
                [&] {
                  auto stub = hemgang::host::v1::DemoClockService::NewStub(Channel());
                  grpc::ClientContext context;
                  test::ServedHouse::Sign("directory@directory", context);
                  hemgang::host::v1::SetClockRequest request;
                  *request.mutable_time() = rpc::ToTimestamp(test::At("2026-06-20T08:00:00Z"));
                  hemgang::host::v1::SetClockResponse response;
                  EXPECT_TRUE(stub->SetClock(&context, request, &response).ok());
                  EXPECT_GE(rpc::FromTimestamp(response.time()), test::At("2026-06-20T08:00:00Z"));
                }),
            absl::OkStatus());
}

TEST(Clocks, NeverGoBack) {
  rpc::SetClock wall(absl::FromUnixSeconds(100));
  ForwardClock clock(wall, absl::FromUnixSeconds(200));
  EXPECT_EQ(clock.Now(), absl::FromUnixSeconds(200));
  wall.Set(absl::FromUnixSeconds(300));
  EXPECT_EQ(clock.Now(), absl::FromUnixSeconds(300));

  DemoClock demo(absl::FromUnixSeconds(100), 1);
  demo.Set(absl::FromUnixSeconds(5000));
  EXPECT_GE(demo.Now(), absl::FromUnixSeconds(5000));
  demo.Set(absl::FromUnixSeconds(50));
  EXPECT_GE(demo.Now(), absl::FromUnixSeconds(5000));
}

TEST(PoolExecutor, RunsEverythingThatWasPosted) {
  rpc::Metrics metrics;
  std::atomic<int> ran = 0;
  {
    PoolExecutor pool(2, metrics);
    for (int i = 0; i < 1000; ++i) pool.Post([&ran] { ++ran; });
  }
  EXPECT_EQ(ran, 1000);
  EXPECT_EQ(metrics.Value(rpc::Gauge::kWorkWaiting), 0);
}

TEST(Ticker, WorksAtOnceAndEndsWhenAsked) {
  std::promise<void> worked;
  std::atomic<bool> first = true;
  Ticker ticker(absl::Hours(1), [&] {
    if (first.exchange(false)) worked.set_value();
  });
  worked.get_future().get();
}

}  // namespace
}  // namespace hemgang::host
