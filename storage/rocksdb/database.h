// A data folder, opened: the RocksDB in it, its tables, and a lock that no second process gets past.
#ifndef HEMGANG_STORAGE_ROCKSDB_DATABASE_H_
#define HEMGANG_STORAGE_ROCKSDB_DATABASE_H_

#include <array>
#include <memory>
#include <string>

#include <rocksdb/db.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "storage/rocksdb/keys.h"

namespace hemgang::storage::rocks {

struct DatabaseOptions {
  std::string folder;
  bool create_folder = false;
  size_t read_cache_bytes = size_t{256} << 20;
  std::string key_check;
  std::string key_file;
  // For tests that let a disk fail. Null: the real one. Must outlive the database.
  rocksdb::Env* env = nullptr;
};

class Database {
 public:
  // Opens, or makes ready, a data folder. Fails as OpenStore does, with one sentence.
  static absl::StatusOr<std::unique_ptr<Database>> Open(const DatabaseOptions& options);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  rocksdb::DB& db() { return *db_; }
  rocksdb::ColumnFamilyHandle* table(Table table) { return tables_[static_cast<size_t>(table)]; }

  // A number in `meta`; 0 when it is not there.
  absl::StatusOr<int64_t> MetaNumber(std::string_view name, const rocksdb::Snapshot* snapshot = nullptr);

 private:
  Database() = default;

  absl::Status OpenTables(const DatabaseOptions& options);
  // That it is ours, of our version and of this master key; a new one becomes so.
  absl::Status CheckMeta(const DatabaseOptions& options);
  absl::Status CheckKey(const DatabaseOptions& options);
  // From an older picture of keys.h, to which ours only adds. From then on an older Hemgång refuses the folder.
  absl::Status RaiseFormat(const DatabaseOptions& options);
  absl::Status MakeNew(const DatabaseOptions& options);
  bool IsEmpty();

  std::unique_ptr<rocksdb::DB> db_;
  std::array<rocksdb::ColumnFamilyHandle*, kTableNames.size()> tables_{};
  rocksdb::ColumnFamilyHandle* unused_default_ = nullptr;
};

// What a read that failed is answered with.
absl::Status ReadFailure(const rocksdb::Status& status);

}  // namespace hemgang::storage::rocks

#endif  // HEMGANG_STORAGE_ROCKSDB_DATABASE_H_
