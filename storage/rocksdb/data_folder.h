// What a data folder looks like from outside, and each reason why it cannot be opened, as one sentence.
#ifndef HEMGANG_STORAGE_ROCKSDB_DATA_FOLDER_H_
#define HEMGANG_STORAGE_ROCKSDB_DATA_FOLDER_H_

#include <string>

#include <rocksdb/status.h>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace hemgang::storage::rocks {

enum class FolderState {
  kEmpty,   // Nothing that counts is in it: to be made ready.
  kRocksDb  // Somebody's RocksDB.
};

// Looks at the folder before anything in it is touched; makes it when it is missing and `create` says so.
absl::StatusOr<FolderState> LookAtFolder(const std::string& folder, bool create);

// That a RocksDB of ours which has been open once still has a log. Without one RocksDB would open and silently lack all
// that stood in it. It makes a new log before it drops an old one, so that a kill never leaves none.
absl::Status CheckLog(const std::string& folder);

// Why RocksDB did not open `folder`.
absl::Status OpenFailure(const std::string& folder, const rocksdb::Status& status);

// The other reasons.
absl::Status ForeignFolder(const std::string& folder, const std::string& why);
absl::Status NewerFolder(const std::string& folder);
absl::Status DamagedFolder(const std::string& folder, const std::string& why);
absl::Status FullDisk(const std::string& folder);
absl::Status WrongKey(const std::string& folder, const std::string& key_file);

}  // namespace hemgang::storage::rocks

#endif  // HEMGANG_STORAGE_ROCKSDB_DATA_FOLDER_H_
