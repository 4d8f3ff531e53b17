// The write side. What is read is in rocksdb_reads.cc.
#include "storage/rocksdb/rocksdb_engine.h"

#include <utility>

#include "storage/free_space.h"
#include "storage/rocksdb/batch_rows.h"

namespace hemgang::storage {

using rocks::BatchRows;

absl::StatusOr<std::unique_ptr<RocksDbEngine>> RocksDbEngine::Open(const Options& options) {
  absl::StatusOr<std::unique_ptr<rocks::Database>> database = rocks::Database::Open(options.database);
  if (!database.ok()) return database.status();
  std::unique_ptr<RocksDbEngine> engine(new RocksDbEngine(options, *std::move(database)));
  absl::StatusOr<int64_t> revision = engine->database_->MetaNumber(rocks::kMetaDirectoryRevision);
  if (!revision.ok()) return revision.status();
  absl::StatusOr<int64_t> recorded = engine->database_->MetaNumber(rocks::kMetaLastRecorded);
  if (!recorded.ok()) return recorded.status();
  engine->directory_revision_ = *revision;
  engine->last_recorded_time_us_ = *recorded;
  return engine;
}

RocksDbEngine::RocksDbEngine(const Options& options, std::unique_ptr<rocks::Database> database)
    : database_(std::move(database)),
      folder_(options.database.folder),
      free_space_(options.free_space),
      free_space_reserve_bytes_(options.free_space_reserve_bytes) {}

RocksDbEngine::~RocksDbEngine() {
  StopQueue();
}

absl::Status RocksDbEngine::CheckSpace() {
  return CheckFreeSpace(free_space_ ? free_space_() : FreeSpaceOf(folder_), free_space_reserve_bytes_);
}

absl::StatusOr<bool> RocksDbEngine::HasReceipt(const std::string& caller_id, const std::string& request_id) {
  rocksdb::PinnableSlice unread;
  const rocksdb::Status found = database_->db().Get(rocksdb::ReadOptions(), database_->table(Table::kReceipts),
                                                    rocks::ReceiptKey(caller_id, request_id), &unread);
  if (!found.ok() && !found.IsNotFound()) return rocks::ReadFailure(found);
  return found.ok();
}

absl::Status RocksDbEngine::WriteBatch(const std::vector<const BatchMember*>& batch) {
  MutexLock lock(write_mutex_);
  absl::Status draft_read;
  const auto unit_of_draft = [&](const std::string& draft_id) -> std::string {
    absl::StatusOr<std::optional<rec::Draft>> draft = FindDraft(draft_id);
    if (!draft.ok()) draft_read = draft.status();
    return draft.ok() && draft->has_value() ? (*draft)->unit_id() : "";
  };
  BatchRows rows(*database_, unit_of_draft, last_recorded_time_us_, directory_revision_);
  for (const BatchMember* member : batch) rows.Add(*member);
  if (!draft_read.ok()) return draft_read;
  if (absl::Status written = Write(rows.Finish(), /*synced=*/true); !written.ok()) return written;
  directory_revision_ = rows.directory_revision();
  last_recorded_time_us_ = rows.last_recorded_time_us();
  MutexLock counters_lock(counters_mutex_);
  for (const auto& [unit, sequence] : rows.counters()) counters_[unit] = sequence;
  return absl::OkStatus();
}

absl::Status RocksDbEngine::Write(rocksdb::WriteBatch& batch, bool synced) {
  rocksdb::WriteOptions options;
  options.sync = synced;
  const rocksdb::Status written = database_->db().Write(options, &batch);
  return written.ok() ? absl::OkStatus() : CloseWrites(absl::UnavailableError(written.ToString()));
}

absl::Status RocksDbEngine::PutDraft(const rec::Draft& draft) {
  if (absl::Status writable = CheckWritable(); !writable.ok()) return writable;
  MutexLock lock(write_mutex_);
  absl::StatusOr<std::optional<rec::Draft>> kept = FindDraft(draft.id());
  if (!kept.ok()) return kept.status();
  const int32_t revision = kept->has_value() ? (*kept)->revision() : 0;
  if (draft.revision() != revision + 1) return absl::AbortedError("the draft was saved by somebody else meanwhile");
  BatchRows rows(
      *database_, [&](const std::string&) { return kept->has_value() ? (*kept)->unit_id() : ""; },
      last_recorded_time_us_, directory_revision_);
  rows.DeleteDraft(draft.id());
  rows.Put(Table::kDrafts, rocks::DraftKey(draft.id()), draft);
  rows.Put(Table::kDraftsByUnit, rocks::Under(rocks::DraftsOfUnitPrefix(draft.unit_id()), draft.id()), "");
  return Write(rows.Finish(), /*synced=*/true);
}

absl::Status RocksDbEngine::EraseDraft(const std::string& draft_id) {
  if (absl::Status writable = CheckWritable(); !writable.ok()) return writable;
  MutexLock lock(write_mutex_);
  absl::StatusOr<std::optional<rec::Draft>> kept = FindDraft(draft_id);
  if (!kept.ok()) return kept.status();
  if (!kept->has_value()) return absl::OkStatus();
  BatchRows rows(
      *database_, [&](const std::string&) { return (*kept)->unit_id(); }, last_recorded_time_us_, directory_revision_);
  rows.DeleteDraft(draft_id);
  return Write(rows.Finish(), /*synced=*/true);
}

absl::Status RocksDbEngine::PutDelivery(const rec::Delivery& delivery) {
  // Looked at before the lock: almost always it is there already, and whoever lists an inbox must not wait for a batch
  // that is on its way to the disk.
  absl::StatusOr<std::optional<rec::Delivery>> kept = FindDelivery(delivery.handover_id(), delivery.unit_id());
  if (!kept.ok()) return kept.status();
  if (kept->has_value()) return absl::OkStatus();
  if (absl::Status writable = CheckWritable(); !writable.ok()) return writable;
  MutexLock lock(write_mutex_);
  kept = FindDelivery(delivery.handover_id(), delivery.unit_id());
  if (!kept.ok()) return kept.status();
  if (kept->has_value()) return absl::OkStatus();
  rocksdb::WriteBatch batch;
  batch.Put(database_->table(Table::kDeliveries), rocks::DeliveryKey(delivery.handover_id(), delivery.unit_id()),
            delivery.SerializeAsString());
  // A convenience: it need not wait for the disk.
  return Write(batch, /*synced=*/false);
}

absl::StatusOr<int> RocksDbEngine::ForgetReceipts(int64_t before_us, int limit) {
  if (absl::Status writable = CheckWritable(); !writable.ok()) return writable;
  MutexLock lock(write_mutex_);
  rocksdb::WriteBatch batch;
  int forgotten = 0;
  const auto forget = [&](std::string_view key, std::string_view) {
    OrderedKeyReader reader(key);
    int64_t recorded_time_us = 0;
    std::string caller;
    std::string request;
    if (!reader.Int64(recorded_time_us) || !reader.Text(caller) || !reader.Text(request)) {
      return absl::DataLossError("a row of receipts_by_time is damaged");
    }
    batch.Delete(database_->table(Table::kReceiptsByTime), key);
    batch.Delete(database_->table(Table::kReceipts), rocks::ReceiptKey(caller, request));
    ++forgotten;
    return absl::OkStatus();
  };
  const std::string end = rocks::NumberValue(before_us);
  if (absl::Status scanned = Scan(Table::kReceiptsByTime, "", end, limit, forget); !scanned.ok()) return scanned;
  // Nobody waits for this one: if it is lost, it is done again.
  if (absl::Status written = Write(batch, /*synced=*/false); !written.ok()) return written;
  return forgotten;
}

}  // namespace hemgang::storage
