// How RocksDB is set up here, and why.
#ifndef HEMGANG_STORAGE_ROCKSDB_TABLE_OPTIONS_H_
#define HEMGANG_STORAGE_ROCKSDB_TABLE_OPTIONS_H_

#include <memory>

#include <rocksdb/cache.h>
#include <rocksdb/options.h>

#include "storage/rocksdb/keys.h"

namespace hemgang::storage::rocks {

rocksdb::DBOptions DatabaseSettings();
rocksdb::ColumnFamilyOptions TableSettings(Table table, const std::shared_ptr<rocksdb::Cache>& cache);

}  // namespace hemgang::storage::rocks

#endif  // HEMGANG_STORAGE_ROCKSDB_TABLE_OPTIONS_H_
