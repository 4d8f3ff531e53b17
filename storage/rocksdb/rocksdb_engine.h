// The engine that keeps everything in one folder of this machine, in RocksDB.
//
// A batch of the queue is one WriteBatch with one sync. Tables and keys are drawn in keys.h; what finds a transition is
// made by index_rows.h. Plain records are written by whoever asks, and wait for no batch but where both write the same
// record.
#ifndef HEMGANG_STORAGE_ROCKSDB_ROCKSDB_ENGINE_H_
#define HEMGANG_STORAGE_ROCKSDB_ROCKSDB_ENGINE_H_

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include "absl/container/flat_hash_map.h"

#include "storage/engine.h"
#include "storage/mutex.h"
#include "storage/rocksdb/database.h"

namespace hemgang::storage {

class RocksDbEngine final : public Engine {
 public:
  struct Options {
    rocks::DatabaseOptions database;
    // As in StoreOptions.
    std::function<absl::StatusOr<int64_t>()> free_space;
    int64_t free_space_reserve_bytes = 0;
  };

  static absl::StatusOr<std::unique_ptr<RocksDbEngine>> Open(const Options& options);
  ~RocksDbEngine() override;

  absl::StatusOr<bool> HasReceipt(const std::string& caller_id, const std::string& request_id) override;
  absl::Status WriteBatch(const std::vector<const BatchMember*>& batch) override HEMGANG_EXCLUDES(drafts_mutex_);
  absl::Status CheckSpace() override;

  absl::Status PutDraft(const rec::Draft& draft) override;
  absl::Status EraseDraft(const std::string& draft_id) override;
  absl::StatusOr<std::optional<rec::Draft>> FindDraft(const std::string& draft_id) override;
  absl::StatusOr<Page<rec::Draft>> ListDraftsOfUnit(const std::string& unit_id, const PageRequest& page) override;
  absl::Status PutDelivery(const rec::Delivery& delivery) override;
  absl::StatusOr<std::optional<rec::Delivery>> FindDelivery(const std::string& about_id,
                                                            const std::string& unit_id) override;
  absl::Status PutLetters(const rec::LetterChange& change) override;
  absl::StatusOr<int64_t> FindLetterCursor(const std::string& unit_id) override;
  absl::StatusOr<std::vector<rec::Letter>> ListLettersToSend(int64_t until_us, int limit) override;
  absl::StatusOr<Page<rec::Letter>> ListLettersOfUnit(const std::string& unit_id, rec::LetterState state,
                                                      const PageRequest& page) override;
  absl::StatusOr<int> ForgetLetters(int64_t before_us, int limit) override;

  absl::StatusOr<std::optional<rec::Transition>> FindTransition(const std::string& transition_id) override;
  absl::StatusOr<std::optional<std::string>> FindTransitionOfHandover(const std::string& handover_id) override;
  absl::StatusOr<std::optional<rec::Receipt>> FindReceipt(const std::string& caller_id,
                                                          const std::string& request_id) override;
  absl::StatusOr<std::optional<rec::Content>> FindContent(const std::string& transition_id, const std::string& about_id,
                                                          int64_t number,
                                                          const std::string& custodian_organisation_id) override;
  absl::StatusOr<std::vector<rec::Content>> ListContents(const std::string& transition_id, const std::string& about_id,
                                                         const std::string& custodian_organisation_id) override;
  absl::StatusOr<std::optional<rec::DataKey>> FindKey(const std::string& transition_id,
                                                      const std::string& custodian_organisation_id) override;

  absl::StatusOr<Page<rec::Transition>> ListTransitionsOfUnit(const std::string& unit_id, bool open_only,
                                                              const PageRequest& page) override;
  absl::StatusOr<std::vector<std::string>> ListTransitionsOfPatient(const std::string& patient_hash) override;
  absl::StatusOr<Page<TaskRow>> ListTasksOfUnit(const std::string& unit_id, int64_t due_until_us,
                                                const PageRequest& page) override;
  absl::StatusOr<Page<TaskRow>> ListTasksOfOrganisation(const std::string& organisation_id, int64_t due_until_us,
                                                        const PageRequest& page) override;
  absl::StatusOr<std::vector<Wake>> ListWakes(int64_t until_us, int limit) override;
  absl::StatusOr<std::vector<rec::InboxEvent>> ListInbox(const std::string& unit_id, int64_t after_sequence,
                                                         int limit) override;
  absl::StatusOr<int64_t> LastInboxSequence(const std::string& unit_id) override;
  absl::StatusOr<Page<rec::Entry>> ListEntriesOfTransition(const std::string& transition_id,
                                                           const PageRequest& page) override;
  absl::StatusOr<Page<rec::Entry>> ListEntriesOfPatient(const std::string& patient_hash,
                                                        const PageRequest& page) override;
  absl::StatusOr<Page<rec::Entry>> ListEntriesOfDirectory(const PageRequest& page) override;
  absl::StatusOr<Page<rec::Outcome>> ListOutcomes(int64_t from_us, int64_t until_us, const PageRequest& page) override;
  absl::StatusOr<DirectoryRecords> ReadDirectory() override;
  int64_t DirectoryRevision() override { return directory_revision_; }
  absl::StatusOr<int64_t> LastRecordedTime() override { return last_recorded_time_us_; }
  absl::StatusOr<int> ForgetReceipts(int64_t before_us, int limit) override;

 private:
  using Table = rocks::Table;
  RocksDbEngine(const Options& options, std::unique_ptr<rocks::Database> database);

  // Writes and, when that fails, closes the write side.
  absl::Status Write(rocksdb::WriteBatch& batch, bool synced);
  absl::StatusOr<std::vector<std::string>> KeysOfContents(const std::string& prefix);
  absl::StatusOr<std::optional<rec::Letter>> FindLetter(const std::string& unit_id, const std::string& letter_id);

  // The record under a key; nothing when there is none.
  template <typename Record>
  absl::StatusOr<std::optional<Record>> Find(Table table, const std::string& key,
                                             const rocksdb::Snapshot* snapshot = nullptr);
  // Calls `take` for each row from `from` on, before `end`, at most `limit` of them.
  absl::Status Scan(Table table, const std::string& from, const std::string& end, int limit,
                    const std::function<absl::Status(std::string_view key, std::string_view value)>& take,
                    const rocksdb::Snapshot* snapshot = nullptr);

  // Which rows a page is cut from.
  struct Range {
    Table table;
    // What every key begins with; a position is what follows it.
    std::string prefix;
    // The first key that does not count any more; empty: all that begin with the prefix.
    std::string end;
    bool newest_first = false;
    // The first key that counts; empty: all that begin with the prefix.
    std::string begin = {};
  };
  // Makes a row of what follows the prefix in a key, and of the value.
  template <typename Row>
  using ParseRow = std::function<absl::StatusOr<Row>(std::string_view rest_of_key, std::string_view value)>;
  template <typename Row>
  absl::StatusOr<Page<Row>> ListPage(const Range& range, const PageRequest& request, const ParseRow<Row>& parse,
                                     const rocksdb::Snapshot* snapshot = nullptr);

  absl::StatusOr<Page<TaskRow>> ListTasks(Table table, const std::string& holder, int64_t due_until_us,
                                          const PageRequest& page);
  absl::StatusOr<Page<rec::Entry>> ListEntries(const std::string& prefix, const PageRequest& page);

  const std::unique_ptr<rocks::Database> database_;
  const std::string folder_;
  const std::function<absl::StatusOr<int64_t>()> free_space_;
  const int64_t free_space_reserve_bytes_;

  // Each is held while such a record is read in order to write it, and while it is written. Whether writes are taken
  // is asked under it; if they end after that, RocksDB takes none either.
  Mutex drafts_mutex_;  // Also by a batch, when a step in it sends a draft.
  Mutex deliveries_mutex_;
  Mutex letters_mutex_;
  Mutex forgetting_mutex_;

  // What meta and inbox_counters hold, here too because every step asks for it. Set after the write.
  std::atomic<int64_t> directory_revision_{0};
  std::atomic<int64_t> last_recorded_time_us_{0};
  Mutex counters_mutex_;
  absl::flat_hash_map<std::string, int64_t> counters_ HEMGANG_GUARDED_BY(counters_mutex_);
};

}  // namespace hemgang::storage

#endif  // HEMGANG_STORAGE_ROCKSDB_ROCKSDB_ENGINE_H_
