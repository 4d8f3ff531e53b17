#include "storage/rocksdb/raw_writes.h"

#include <algorithm>
#include <memory>
#include <random>
#include <vector>

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>
#include <stdlib.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "storage/rocksdb/table_options.h"

namespace hemgang::storage::rocks {
namespace {

// Bytes that do not compress, as sealed ones do not; sixteen for a key.
class RandomBytes {
 public:
  RandomBytes() : pool_(size_t{1} << 20, '\0') {
    for (char& byte : pool_) byte = static_cast<char>(random_());
  }
  rocksdb::Slice Next(size_t size) {
    const size_t from = random_() % (pool_.size() - std::min(size, pool_.size() - 1));
    return rocksdb::Slice(pool_.data() + from, std::min(size, pool_.size() - 1));
  }
  std::string Key() { return absl::StrCat(absl::Hex(random_(), absl::kZeroPad16)); }

 private:
  std::mt19937_64 random_{1};
  std::string pool_;
};

absl::StatusOr<double> WriteSteps(rocksdb::DB& db, const std::vector<rocksdb::ColumnFamilyHandle*>& tables,
                                  const RawWrites& writes) {
  RandomBytes random;
  rocksdb::WriteOptions synced;
  synced.sync = true;
  const size_t value_bytes = static_cast<size_t>(std::max(writes.bytes / writes.keys - 16, 1));
  const absl::Time begin = absl::Now();
  int64_t steps = 0;
  while (absl::Now() - begin < writes.duration) {
    rocksdb::WriteBatch batch;
    for (int i = 0; i < writes.steps_per_batch * writes.keys; ++i) {
      // As a step does, each key goes to a table of its own kind.
      batch.Put(tables[1 + static_cast<size_t>(i % writes.keys) % (tables.size() - 1)], random.Key(),
                random.Next(value_bytes));
    }
    const rocksdb::Status written = db.Write(synced, &batch);
    if (!written.ok()) return absl::UnavailableError(written.ToString());
    steps += writes.steps_per_batch;
  }
  return static_cast<double>(steps) / absl::ToDoubleSeconds(absl::Now() - begin);
}

}  // namespace

absl::StatusOr<double> MeasureRawWrites(const RawWrites& writes) {
  if (writes.keys < 1 || writes.bytes < 1 || writes.steps_per_batch < 1) {
    return absl::InvalidArgumentError("raw writes need at least one key, one byte and one step");
  }
  std::string folder = absl::StrCat(writes.under_folder, "/hemgang-raw-writes-XXXXXX");
  if (mkdtemp(folder.data()) == nullptr) {
    return absl::UnavailableError(absl::StrCat("cannot make a folder under ", writes.under_folder));
  }
  rocksdb::DBOptions settings = DatabaseSettings();
  settings.create_if_missing = true;
  const std::shared_ptr<rocksdb::Cache> cache = rocksdb::NewLRUCache(size_t{8} << 20);
  std::vector<rocksdb::ColumnFamilyDescriptor> wanted = {{rocksdb::kDefaultColumnFamilyName, {}}};
  // A table for each key of a step, as far as there are tables: fewer would make the limit look lower than it is.
  for (size_t i = 1; i < kTableNames.size() && wanted.size() <= static_cast<size_t>(writes.keys); ++i) {
    wanted.emplace_back(kTableNames[i], TableSettings(static_cast<Table>(i), cache));
  }
  std::vector<rocksdb::ColumnFamilyHandle*> tables;
  rocksdb::DB* opened = nullptr;
  const rocksdb::Status status = rocksdb::DB::Open(settings, folder, wanted, &tables, &opened);
  if (!status.ok()) return absl::UnavailableError(status.ToString());
  std::unique_ptr<rocksdb::DB> db(opened);
  absl::StatusOr<double> steps = WriteSteps(*db, tables, writes);
  for (rocksdb::ColumnFamilyHandle* table : tables) db->DestroyColumnFamilyHandle(table);
  db.reset();
  rocksdb::DestroyDB(folder, rocksdb::Options(), wanted);
  return steps;
}

}  // namespace hemgang::storage::rocks
