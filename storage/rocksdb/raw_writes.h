// How fast this machine writes grouped, synced batches with RocksDB and nothing else: the other half of what a durable
// step is measured against.
#ifndef HEMGANG_STORAGE_ROCKSDB_RAW_WRITES_H_
#define HEMGANG_STORAGE_ROCKSDB_RAW_WRITES_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace hemgang::storage::rocks {

struct RawWrites {
  // Of one step.
  int keys = 4;
  int bytes = 2500;
  // Steps in one synced batch.
  int steps_per_batch = 64;
  absl::Duration duration = absl::Seconds(3);
  // A RocksDB is made in a new folder under this one, and removed afterwards.
  std::string under_folder = "/tmp";
};

// Steps per second that one thread reaches, with the same settings as the engine.
absl::StatusOr<double> MeasureRawWrites(const RawWrites& writes);

}  // namespace hemgang::storage::rocks

#endif  // HEMGANG_STORAGE_ROCKSDB_RAW_WRITES_H_
