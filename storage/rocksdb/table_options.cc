#include "storage/rocksdb/table_options.h"

#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>
#include <rocksdb/utilities/table_properties_collectors.h>

namespace hemgang::storage::rocks {
namespace {

constexpr size_t kMebibyte = size_t{1} << 20;

// Rows that come and go with a task or a letter: they leave many deletions behind.
bool IsFleeting(Table table) {
  return table == Table::kWakes || table == Table::kDueByUnit || table == Table::kDueByOrganisation ||
         table == Table::kTransitionsByUnit || table == Table::kReceiptsByTime || table == Table::kLettersByState;
}

// Asked for before every write, mostly in vain.
bool IsAskedInVain(Table table) {
  return table == Table::kTransitions || table == Table::kReceipts;
}

}  // namespace

rocksdb::DBOptions DatabaseSettings() {
  rocksdb::DBOptions options;
  options.create_if_missing = false;
  options.create_missing_column_families = true;
  options.paranoid_checks = true;
  // A record that was cut off at the end of the log was never answered OK and is dropped. Damage anywhere else would
  // drop what was answered OK, so it refuses to open: the default (point in time) would silently forget everything
  // after it.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  // After a failed write the write side stays closed until a restart; RocksDB must not mend itself behind our back.
  options.max_bgerror_resume_count = 0;
  // Memory: all that is not yet in files. 64 MiB stays near the processor's cache.
  options.db_write_buffer_size = 64 * kMebibyte;
  // A table that is seldom written must not keep the whole log alive.
  options.max_total_wal_size = 256 * kMebibyte;
  options.max_background_jobs = 2;
  options.bytes_per_sync = kMebibyte;
  options.max_open_files = 512;
  // RocksDB's own log holds keys of no patient, but is of no use to anybody until something is wrong.
  options.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  options.keep_log_file_num = 4;
  options.max_log_file_size = 4 * kMebibyte;
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
  return options;
}

rocksdb::ColumnFamilyOptions TableSettings(Table table, const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::ColumnFamilyOptions options;
  rocksdb::BlockBasedTableOptions blocks;
  blocks.block_cache = cache;
  blocks.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  blocks.cache_index_and_filter_blocks = true;
  blocks.pin_l0_filter_and_index_blocks_in_cache = true;
  blocks.format_version = 5;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(blocks));
  // Sealed bytes look random: to compress them only costs time.
  options.compression = table == Table::kContents ? rocksdb::kNoCompression : rocksdb::kLZ4Compression;
  options.write_buffer_size = 16 * kMebibyte;
  if (IsAskedInVain(table)) {
    options.memtable_prefix_bloom_size_ratio = 0.05;
    options.memtable_whole_key_filtering = true;
  }
  if (IsFleeting(table)) {
    // A list of what is due would walk over what was due once: small tables in memory, and files that are mostly
    // deletions are rewritten soon.
    options.write_buffer_size = 4 * kMebibyte;
    options.table_properties_collector_factories = {rocksdb::NewCompactOnDeletionCollectorFactory(256, 64)};
  }
  return options;
}

}  // namespace hemgang::storage::rocks
