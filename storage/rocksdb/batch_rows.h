// The rows that a batch of the queue makes and unmakes: everything that is written by it, and nothing else. And those
// of the plain records, which are written apart from it.
#ifndef HEMGANG_STORAGE_ROCKSDB_BATCH_ROWS_H_
#define HEMGANG_STORAGE_ROCKSDB_BATCH_ROWS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <rocksdb/write_batch.h>

#include "storage/engine.h"
#include "storage/rocksdb/database.h"

namespace hemgang::storage::rocks {

class BatchRows {
 public:
  // The unit of a kept draft; empty when there is none. Asked for when a step sends a draft.
  using UnitOfDraft = std::function<std::string(const std::string& draft_id)>;

  // The keys of kept contents that begin with a prefix. Asked for when a step erases contents.
  using KeysOfContents = std::function<std::vector<std::string>(const std::string& prefix)>;
  struct Kept {
    UnitOfDraft unit_of_draft;
    KeysOfContents keys_of_contents;
    int64_t last_recorded_time_us = 0;
    int64_t directory_revision = 0;
  };

  // `database` gives the tables only; nothing is read or written by this class.
  BatchRows(Database& database, Kept kept);

  void Add(const BatchMember& member);
  // Adds the rows that stand once for the whole batch, and gives it.
  rocksdb::WriteBatch& Finish();

  const std::map<std::string, int64_t>& counters() const { return counters_; }
  int64_t last_recorded_time_us() const { return last_recorded_time_us_; }
  int64_t directory_revision() const { return directory_revision_; }

 private:
  void Put(Table table, const std::string& key, const std::string& value);
  void Put(Table table, const std::string& key, const google::protobuf::MessageLite& record);
  void Delete(Table table, const std::string& key);
  void AddStep(const rec::Change& change, const rec::Transition* previous);
  void AddDirectory(const rec::DirectoryChange& change);
  void AddIndexes(const rec::Transition& transition, const rec::Transition* previous);
  void AddContents(const rec::Change& change);
  void EraseContents(const std::string& prefix);
  void AddEntry(const rec::Entry& entry);
  void AddReceipt(const rec::Receipt& receipt);

  Database& database_;
  const Kept kept_;
  rocksdb::WriteBatch batch_;
  std::string scratch_;
  // Contents that this batch puts: a later member may erase what an earlier one made.
  std::vector<std::string> content_keys_;
  std::map<std::string, int64_t> counters_;
  int64_t last_recorded_time_us_;
  int64_t directory_revision_;
};

// The record and the rows that find it. `unit_id` is that of the kept draft; empty when there is none.
void PutDraftRows(Database& database, rocksdb::WriteBatch& batch, const rec::Draft& draft);
void DeleteDraftRows(Database& database, rocksdb::WriteBatch& batch, const std::string& unit_id,
                     const std::string& draft_id);
// `previous` is the kept one of the same id, whose rows go.
void PutLetterRows(Database& database, rocksdb::WriteBatch& batch, const rec::Letter& letter,
                   const std::optional<rec::Letter>& previous);
// `letter` is the kept one.
void DeleteLetterRows(Database& database, rocksdb::WriteBatch& batch, const rec::Letter& letter);

}  // namespace hemgang::storage::rocks

#endif  // HEMGANG_STORAGE_ROCKSDB_BATCH_ROWS_H_
