#include "tests/support/test_house.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <utility>

#include "absl/base/macros.h"

#include "services/directory/current_directory.h"
#include "services/host/house.h"
#include "services/rpc/door.h"
#include "services/rpc/log.h"
#include "services/rpc/metrics.h"
#include "storage/sealing.h"
#include "tests/support/counting_ids.h"
#include "tests/support/test_directory.h"
#include "tests/support/test_store.h"

namespace hemgang::test {
namespace {

std::unique_ptr<storage::Sealer> TestSealer() {
  storage::SecretKey key;
  std::fill_n(key.mutable_bytes(), storage::SecretKey::size(), static_cast<unsigned char>(7));
  auto sealer = storage::Sealer::Create(key);
  ABSL_HARDENING_ASSERT(sealer.ok());
  return *std::move(sealer);
}

}  // namespace

struct TestHouse::Parts {
  Parts(storage::EngineKind engine, absl::Time start) : clock(start), log(false, rpc::NoLog()), kept(engine) {}

  rpc::SetClock clock;
  CountingIds ids;
  rpc::Metrics metrics;
  rpc::Log log;
  std::unique_ptr<storage::Sealer> sealer = TestSealer();
  TestStore kept;
  std::unique_ptr<MeetingStore> store;
  // What was posted to them and not yet run needs the house.
  std::unique_ptr<host::House> house;
  std::unique_ptr<ThreadExecutor> work;
  std::unique_ptr<ThreadExecutor> reads;
};

TestHouse::TestHouse(storage::EngineKind engine, absl::Time start) : parts_(std::make_unique<Parts>(engine, start)) {
  Open();
  dv1::DirectoryService::Stub stub(channel());
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
  context.AddMetadata(rpc::kCallerMetadata, std::string(directory::kFirstStaff) + "@" + directory::kFirstUnit);
  dv1::ApplyDirectoryRequest request;
  request.set_request_id("00000000-0000-4000-8000-d00000000000");
  *request.mutable_directory() = TestDirectory();
  dv1::ApplyDirectoryResponse response;
  const grpc::Status applied = stub.ApplyDirectory(&context, request, &response);
  if (!applied.ok()) std::fprintf(stderr, "%s\n", applied.error_message().c_str());
  ABSL_HARDENING_ASSERT(applied.ok());
}

TestHouse::~TestHouse() {
  Close();
}

void TestHouse::Open() {
  parts_->store = std::make_unique<MeetingStore>(parts_->kept.store());
  parts_->work = std::make_unique<ThreadExecutor>();
  parts_->reads = std::make_unique<ThreadExecutor>();
  const host::Foundations foundations{.store = *parts_->store,
                                      .sealer = *parts_->sealer,
                                      .clock = parts_->clock,
                                      .ids = parts_->ids,
                                      .work = *parts_->work,
                                      .reads = *parts_->reads,
                                      .metrics = parts_->metrics,
                                      .log = parts_->log};
  host::HouseOptions options;
  options.insecure_demo = true;
  parts_->house = std::make_unique<host::House>(foundations, std::move(options));
  ABSL_HARDENING_ASSERT(parts_->house->Start({}).ok());
}

// As a process ends: nobody is served any more, then what was posted is finished, then the rooms go.
void TestHouse::Close() {
  parts_->house->Drain(absl::Seconds(5));
  parts_->work.reset();
  parts_->reads.reset();
  parts_->house.reset();
  parts_->store.reset();
}

rpc::SetClock& TestHouse::clock() {
  return parts_->clock;
}
MeetingStore& TestHouse::store() {
  return *parts_->store;
}
std::shared_ptr<grpc::Channel> TestHouse::channel() {
  return parts_->house->channel();
}
const std::string& TestHouse::service_secret() {
  return parts_->house->door().service_secret();
}

void TestHouse::RunDeadlines() {
  parts_->house->RunDeadlines();
}

void TestHouse::Restart() {
  Close();
  parts_->kept.Reopen();
  Open();
}

}  // namespace hemgang::test
