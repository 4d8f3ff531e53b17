// Opens a store. The only file of storage/ beside store.h that a process includes; rooms get a Store&.
//
// Every failure to open is one sentence that names the folder and says what is wrong and what can be done.
#ifndef HEMGANG_STORAGE_OPEN_STORE_H_
#define HEMGANG_STORAGE_OPEN_STORE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"

#include "storage/executor.h"
#include "storage/store.h"

namespace hemgang::storage {

enum class EngineKind { kMemory, kRocksDb };

struct StoreOptions {
  EngineKind engine = EngineKind::kMemory;

  // --- For an engine that keeps things on a disk ---
  // The data folder. An empty one is made ready.
  std::string folder;
  // Make the folder when it is missing (its parent must exist). Otherwise a missing folder is refused: it may be a disk
  // that is not mounted.
  bool create_folder = false;
  // With less than this free, writes answer RESOURCE_EXHAUSTED until there is more.
  int64_t free_space_reserve_bytes = int64_t{256} << 20;
  // How much is free, in bytes; empty: ask the file system of the folder. May be called from any thread.
  std::function<absl::StatusOr<int64_t>()> free_space;
  size_t read_cache_bytes = size_t{256} << 20;

  // Sealer::KeyCheck(). Kept when the folder is new, compared when it is not; empty: not looked at.
  std::string key_check;
  // Where the master key came from; only for the sentence that says that it is the wrong one.
  std::string key_file;

  // How many commits may wait; more are refused with RESOURCE_EXHAUSTED.
  int queue_bound = 4096;
  // Where commits are made, and where answers are given. Null: the store makes a thread of its own for each. They must
  // outlive the store, and keep Store's promise that `done` is never called from within the call if they do not run
  // work at once.
  Executor* committer = nullptr;
  Executor* finisher = nullptr;
};

// The destructor of the store finishes every commit that was taken and gives every answer (to the injected finisher,
// if there is one).
// FAILED_PRECONDITION: the folder is missing, not a folder, not ours, of a newer version, in use by another process, or
// of another master key. PERMISSION_DENIED: it cannot be written. RESOURCE_EXHAUSTED: the disk is full. DATA_LOSS: it
// is damaged.
absl::StatusOr<std::unique_ptr<Store>> OpenStore(StoreOptions options);

}  // namespace hemgang::storage

#endif  // HEMGANG_STORAGE_OPEN_STORE_H_
