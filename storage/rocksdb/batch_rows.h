// The rows that a batch of the queue makes and unmakes: everything that is written by it, and nothing else.
#ifndef HEMGANG_STORAGE_ROCKSDB_BATCH_ROWS_H_
#define HEMGANG_STORAGE_ROCKSDB_BATCH_ROWS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include <rocksdb/write_batch.h>

#include "storage/engine.h"
#include "storage/rocksdb/database.h"

namespace hemgang::storage::rocks {

class BatchRows {
 public:
  // The unit of a kept draft; empty when there is none. Asked for when a step sends a draft.
  using UnitOfDraft = std::function<std::string(const std::string& draft_id)>;

  // `database` gives the tables only; nothing is read or written by this class.
  BatchRows(Database& database, UnitOfDraft unit_of_draft, int64_t last_recorded_time_us, int64_t directory_revision);

  void Add(const BatchMember& member);
  // Adds the rows that stand once for the whole batch, and gives it.
  rocksdb::WriteBatch& Finish();

  const std::map<std::string, int64_t>& counters() const { return counters_; }
  int64_t last_recorded_time_us() const { return last_recorded_time_us_; }
  int64_t directory_revision() const { return directory_revision_; }

  // For plain records as well.
  void Put(Table table, const std::string& key, const std::string& value);
  void Put(Table table, const std::string& key, const google::protobuf::MessageLite& record);
  void Delete(Table table, const std::string& key);
  void DeleteDraft(const std::string& draft_id);

 private:
  void AddStep(const rec::Change& change, const rec::Transition* previous);
  void AddDirectory(const rec::DirectoryChange& change);
  void AddIndexes(const rec::Transition& transition, const rec::Transition* previous);
  void AddEntry(const rec::Entry& entry);
  void AddReceipt(const rec::Receipt& receipt);

  Database& database_;
  const UnitOfDraft unit_of_draft_;
  rocksdb::WriteBatch batch_;
  std::string scratch_;
  std::map<std::string, int64_t> counters_;
  const int64_t recorded_before_us_;
  const int64_t revision_before_;
  int64_t last_recorded_time_us_;
  int64_t directory_revision_;
};

}  // namespace hemgang::storage::rocks

#endif  // HEMGANG_STORAGE_ROCKSDB_BATCH_ROWS_H_
