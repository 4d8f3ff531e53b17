// The write side. What is read is in rocksdb_reads.cc.
#include "storage/rocksdb/rocksdb_engine.h"

#include <algorithm>
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
  const bool sends_draft = std::any_of(batch.begin(), batch.end(), [](const BatchMember* member) {
    const auto* change = std::get_if<rec::Change>(&member->write);
    return change != nullptr && !change->sent_draft_id().empty();
  });
  std::optional<MutexLock> drafts_lock;
  if (sends_draft) drafts_lock.emplace(drafts_mutex_);
  absl::Status read;
  BatchRows::Kept kept;
  kept.unit_of_draft = [&](const std::string& draft_id) -> std::string {
    absl::StatusOr<std::optional<rec::Draft>> draft = FindDraft(draft_id);
    if (!draft.ok()) read = draft.status();
    return draft.ok() && draft->has_value() ? (*draft)->unit_id() : "";
  };
  kept.keys_of_contents = [&](const std::string& prefix) -> std::vector<std::string> {
    absl::StatusOr<std::vector<std::string>> keys = KeysOfContents(prefix);
    if (!keys.ok()) read = keys.status();
    return keys.ok() ? *std::move(keys) : std::vector<std::string>();
  };
  kept.last_recorded_time_us = last_recorded_time_us_;
  kept.directory_revision = directory_revision_;
  BatchRows rows(*database_, std::move(kept));
  for (const BatchMember* member : batch) rows.Add(*member);
  if (!read.ok()) return read;
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
  MutexLock lock(drafts_mutex_);
  if (absl::Status writable = CheckWritable(); !writable.ok()) return writable;
  absl::StatusOr<std::optional<rec::Draft>> kept = FindDraft(draft.id());
  if (!kept.ok()) return kept.status();
  const int32_t revision = kept->has_value() ? (*kept)->revision() : 0;
  if (draft.revision() != revision + 1) return absl::AbortedError("the draft was saved by somebody else meanwhile");
  rocksdb::WriteBatch batch;
  if (kept->has_value()) rocks::DeleteDraftRows(*database_, batch, (*kept)->unit_id(), draft.id());
  rocks::PutDraftRows(*database_, batch, draft);
  return Write(batch, /*synced=*/true);
}

absl::Status RocksDbEngine::EraseDraft(const std::string& draft_id) {
  MutexLock lock(drafts_mutex_);
  if (absl::Status writable = CheckWritable(); !writable.ok()) return writable;
  absl::StatusOr<std::optional<rec::Draft>> kept = FindDraft(draft_id);
  if (!kept.ok()) return kept.status();
  if (!kept->has_value()) return absl::OkStatus();
  rocksdb::WriteBatch batch;
  rocks::DeleteDraftRows(*database_, batch, (*kept)->unit_id(), draft_id);
  return Write(batch, /*synced=*/true);
}

absl::Status RocksDbEngine::PutDelivery(const rec::Delivery& delivery) {
  // Looked at before the lock: almost always it is there already, and nobody who lists an inbox should then wait.
  absl::StatusOr<std::optional<rec::Delivery>> kept = FindDelivery(delivery.about_id(), delivery.unit_id());
  if (!kept.ok()) return kept.status();
  if (kept->has_value()) return absl::OkStatus();
  MutexLock lock(deliveries_mutex_);
  if (absl::Status writable = CheckWritable(); !writable.ok()) return writable;
  kept = FindDelivery(delivery.about_id(), delivery.unit_id());
  if (!kept.ok()) return kept.status();
  if (kept->has_value()) return absl::OkStatus();
  rocksdb::WriteBatch batch;
  batch.Put(database_->table(Table::kDeliveries), rocks::DeliveryKey(delivery.about_id(), delivery.unit_id()),
            delivery.SerializeAsString());
  // A convenience: it need not wait for the disk.
  return Write(batch, /*synced=*/false);
}

absl::Status RocksDbEngine::PutLetters(const rec::LetterChange& change) {
  if (absl::Status whole = CheckWholeLetters(change); !whole.ok()) return whole;
  MutexLock lock(letters_mutex_);
  if (absl::Status writable = CheckWritable(); !writable.ok()) return writable;
  rocksdb::WriteBatch batch;
  for (const rec::Letter& letter : change.letters()) {
    absl::StatusOr<std::optional<rec::Letter>> kept = FindLetter(letter.unit_id(), letter.id());
    if (!kept.ok()) return kept.status();
    rocks::PutLetterRows(*database_, batch, letter, *kept);
  }
  if (!change.cursor().unit_id().empty()) {
    batch.Put(database_->table(Table::kLetterCursors), rocks::LetterCursorKey(change.cursor().unit_id()),
              rocks::NumberValue(change.cursor().sequence()));
  }
  return Write(batch, /*synced=*/true);
}

absl::StatusOr<int> RocksDbEngine::ForgetLetters(int64_t before_us, int limit) {
  MutexLock lock(letters_mutex_);
  if (absl::Status writable = CheckWritable(); !writable.ok()) return writable;
  rocksdb::WriteBatch batch;
  int forgotten = 0;
  const std::string prefix = rocks::LettersSentPrefix();
  const auto forget = [&](std::string_view key, std::string_view) {
    OrderedKeyReader reader(key.substr(prefix.size()));
    // What its rows are made of.
    rec::Letter letter;
    letter.set_state(rec::LETTER_STATE_SENT);
    int64_t ended_time_us = 0;
    if (!reader.Int64(ended_time_us) || !reader.Text(*letter.mutable_unit_id()) || !reader.Text(*letter.mutable_id())) {
      return absl::DataLossError("a row of letters_by_state is damaged");
    }
    letter.set_ended_time_us(ended_time_us);
    rocks::DeleteLetterRows(*database_, batch, letter);
    ++forgotten;
    return absl::OkStatus();
  };
  const std::string end = rocks::LettersByTime(prefix, before_us);
  if (absl::Status scanned = Scan(Table::kLettersByState, prefix, end, limit, forget); !scanned.ok()) return scanned;
  // Nobody waits for this one: if it is lost, it is done again.
  if (absl::Status written = Write(batch, /*synced=*/false); !written.ok()) return written;
  return forgotten;
}

absl::StatusOr<int> RocksDbEngine::ForgetReceipts(int64_t before_us, int limit) {
  MutexLock lock(forgetting_mutex_);
  if (absl::Status writable = CheckWritable(); !writable.ok()) return writable;
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
