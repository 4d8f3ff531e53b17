#include "tests/support/test_store.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "absl/base/macros.h"

namespace hemgang::test {

TestStore::TestStore(storage::EngineKind engine) : engine_(engine) {
  if (engine_ == storage::EngineKind::kRocksDb) {
    // In memory where there is such a folder: what a disk does is asked elsewhere, and a sync is slow.
    const std::filesystem::path fast = "/dev/shm";
    const bool is_fast = std::filesystem::is_directory(fast);
    folder_ = ((is_fast ? fast : std::filesystem::temp_directory_path()) / "hemgang-test-XXXXXX").string();
    ABSL_HARDENING_ASSERT(mkdtemp(folder_.data()) != nullptr);
  }
  Open();
}

TestStore::~TestStore() {
  store_.reset();
  std::error_code ignored;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

void TestStore::Open() {
  storage::StoreOptions options;
  options.engine = engine_;
  options.folder = folder_;
  options.free_space_reserve_bytes = 0;
  options.read_cache_bytes = size_t{8} << 20;
  auto opened = storage::OpenStore(std::move(options));
  if (!opened.ok()) std::fprintf(stderr, "%s\n", opened.status().ToString().c_str());
  ABSL_HARDENING_ASSERT(opened.ok());
  store_ = *std::move(opened);
}

void TestStore::Reopen() {
  if (engine_ == storage::EngineKind::kMemory) return;
  store_.reset();
  Open();
}

}  // namespace hemgang::test
