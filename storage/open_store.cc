#include "storage/open_store.h"

#include <utility>

#include "storage/engine.h"
#include "storage/memory/memory_engine.h"

namespace hemgang::storage {

absl::StatusOr<std::unique_ptr<Store>> OpenStore(StoreOptions options) {
  QueueOptions queue;
  queue.bound = options.queue_bound;
  queue.committer = options.committer;
  queue.finisher = options.finisher;

  std::unique_ptr<Engine> engine =
      std::make_unique<MemoryEngine>(std::move(options.free_space), options.free_space_reserve_bytes);
  engine->StartQueue(queue);
  return engine;
}

}  // namespace hemgang::storage
