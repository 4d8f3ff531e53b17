// The rows that find a transition: by handover, unit, patient, due time and wake; and those that find a letter.
//
// A pure function of the record. What a step changes is the difference between the rows of the version before and
// the rows of the new one, so an index can never hold a row that no record has.
#ifndef HEMGANG_STORAGE_ROCKSDB_INDEX_ROWS_H_
#define HEMGANG_STORAGE_ROCKSDB_INDEX_ROWS_H_

#include <string>
#include <string_view>
#include <vector>

#include "storage/rocksdb/keys.h"
#include "storage/store.h"

namespace hemgang::storage::rocks {

struct IndexRow {
  Table table;
  std::string key;
  std::string value;
};

// Sorted by table and key, each key once.
std::vector<IndexRow> IndexRowsOf(const rec::Transition& transition);
std::vector<IndexRow> IndexRowsOf(const rec::Letter& letter);

struct IndexDifference {
  std::vector<const IndexRow*> put;
  std::vector<const IndexRow*> removed;
};

// What makes `before` into `after`; both sorted as IndexRowsOf gives them. Points into them.
IndexDifference Difference(const std::vector<IndexRow>& before, const std::vector<IndexRow>& after);

// Turns a row of due_by_unit or due_by_organisation back; `rest_of_key` is what follows the holder. False when damaged.
bool ParseDueRow(std::string_view rest_of_key, std::string_view value, TaskRow& row);

}  // namespace hemgang::storage::rocks

#endif  // HEMGANG_STORAGE_ROCKSDB_INDEX_ROWS_H_
