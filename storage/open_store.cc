#include "storage/open_store.h"

#include <utility>

#include "storage/engine.h"
#include "storage/memory/memory_engine.h"
#include "storage/rocksdb/rocksdb_engine.h"

namespace hemgang::storage {
namespace {

absl::StatusOr<std::unique_ptr<Engine>> OpenEngine(StoreOptions options) {
  if (options.engine == EngineKind::kMemory) {
    return std::make_unique<MemoryEngine>(std::move(options.free_space), options.free_space_reserve_bytes);
  }
  RocksDbEngine::Options settings;
  settings.database.folder = std::move(options.folder);
  settings.database.create_folder = options.create_folder;
  settings.database.read_cache_bytes = options.read_cache_bytes;
  settings.database.key_check = std::move(options.key_check);
  settings.database.key_file = std::move(options.key_file);
  settings.free_space = std::move(options.free_space);
  settings.free_space_reserve_bytes = options.free_space_reserve_bytes;
  return RocksDbEngine::Open(settings);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Store>> OpenStore(StoreOptions options) {
  QueueOptions queue;
  queue.bound = options.queue_bound;
  queue.committer = options.committer;
  queue.finisher = options.finisher;

  absl::StatusOr<std::unique_ptr<Engine>> engine = OpenEngine(std::move(options));
  if (!engine.ok()) return engine.status();
  (*engine)->StartQueue(queue);
  return *std::move(engine);
}

}  // namespace hemgang::storage
