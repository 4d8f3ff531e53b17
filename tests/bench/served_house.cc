#include "tests/bench/served_house.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <utility>

#include <grpcpp/grpcpp.h>
#include <stdlib.h>

#include "absl/base/macros.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "hemgang/directory/v1/directory_service.grpc.pb.h"

#include "services/directory/current_directory.h"
#include "services/directory/directory_room.h"
#include "services/host/house.h"
#include "services/host/pool_executor.h"
#include "services/rpc/door.h"
#include "services/rpc/log.h"
#include "services/rpc/metrics.h"
#include "storage/open_store.h"
#include "storage/sealing.h"
#include "tests/support/test_directory.h"

namespace hemgang::bench {
namespace {

class ShiftedClock final : public rpc::Clock {
 public:
  absl::Time Now() override { return absl::Now() + absl::Microseconds(shift_us_.load(std::memory_order_relaxed)); }
  void Shift(absl::Duration by) { shift_us_ = absl::ToInt64Microseconds(by); }

 private:
  std::atomic<int64_t> shift_us_{0};
};

std::unique_ptr<storage::Sealer> NewSealer() {
  storage::SecretKey key;
  std::fill_n(key.mutable_bytes(), storage::SecretKey::size(), static_cast<unsigned char>(7));
  auto sealer = storage::Sealer::Create(key);
  ABSL_HARDENING_ASSERT(sealer.ok());
  return *std::move(sealer);
}

absl::Status ApplyDirectory(const std::shared_ptr<grpc::Channel>& channel) {
  directory::dv1::ApplyDirectoryRequest request;
  request.set_request_id("00000000-0000-4000-8000-000000000001");
  *request.mutable_directory() = test::TestDirectory();
  directory::dv1::ApplyDirectoryResponse response;
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(10)));
  context.AddMetadata(rpc::kCallerMetadata, absl::StrCat(directory::kFirstStaff, "@", directory::kFirstUnit));
  const grpc::Status applied =
      directory::dv1::DirectoryService::NewStub(channel)->ApplyDirectory(&context, request, &response);
  return applied.ok() ? absl::OkStatus() : absl::UnavailableError(applied.error_message());
}

}  // namespace

struct ServedHouse::Parts {
  ~Parts() {
    house.reset();
    store.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }

  std::string folder;
  std::string address;
  ShiftedClock clock;
  std::unique_ptr<storage::Sealer> sealer = NewSealer();
  rpc::RandomIds ids{clock};
  rpc::Metrics metrics;
  rpc::Log log{false, rpc::NoLog()};
  // Ended after the store, whose answers may still post to it.
  InlineExecutor inline_work;
  std::unique_ptr<host::PoolExecutor> pool;
  ThreadExecutor reads;
  std::unique_ptr<storage::Store> store;
  std::unique_ptr<host::House> house;
};

absl::StatusOr<std::unique_ptr<ServedHouse>> ServedHouse::Open(const std::string& under_folder, int workers,
                                                               const Wrap& wrap) {
  auto parts = std::make_unique<Parts>();
  parts->folder = absl::StrCat(under_folder, "/hemgang-bench-XXXXXX");
  if (mkdtemp(parts->folder.data()) == nullptr) {
    return absl::UnavailableError(absl::StrCat("cannot make a folder under ", under_folder));
  }
  parts->address = absl::StrCat("unix:", parts->folder, "/api.sock");
  storage::StoreOptions options;
  options.engine = storage::EngineKind::kRocksDb;
  options.folder = absl::StrCat(parts->folder, "/kept");
  options.create_folder = true;
  options.key_check = parts->sealer->KeyCheck();
  auto store = storage::OpenStore(options);
  if (!store.ok()) return store.status();
  parts->store = *std::move(store);
  storage::Store& seen = wrap ? wrap(*parts->store) : *parts->store;
  if (workers > 0) parts->pool = std::make_unique<host::PoolExecutor>(workers, parts->metrics);
  Executor& work = parts->pool ? static_cast<Executor&>(*parts->pool) : parts->inline_work;
  const host::Foundations foundations{.store = seen,
                                      .sealer = *parts->sealer,
                                      .clock = parts->clock,
                                      .ids = parts->ids,
                                      .work = work,
                                      .reads = parts->reads,
                                      .metrics = parts->metrics,
                                      .log = parts->log};
  host::HouseOptions house_options;
  house_options.insecure_demo = true;
  parts->house = std::make_unique<host::House>(foundations, house_options);
  if (absl::Status started = parts->house->Start({parts->address}); !started.ok()) return started;
  if (absl::Status applied = ApplyDirectory(parts->house->channel()); !applied.ok()) return applied;
  return std::unique_ptr<ServedHouse>(new ServedHouse(std::move(parts)));
}

ServedHouse::ServedHouse(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
ServedHouse::~ServedHouse() = default;

const std::string& ServedHouse::address() const {
  return parts_->address;
}
void ServedHouse::ShiftClock(absl::Duration by) {
  parts_->clock.Shift(by);
}

}  // namespace hemgang::bench
