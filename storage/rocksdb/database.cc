#include "storage/rocksdb/database.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <openssl/rand.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

#include "storage/rocksdb/data_folder.h"
#include "storage/rocksdb/table_options.h"

namespace hemgang::storage::rocks {
namespace {

bool IsOurs(const std::string& name) {
  return name == rocksdb::kDefaultColumnFamilyName ||
         std::find(kTableNames.begin(), kTableNames.end(), name) != kTableNames.end();
}

// That the RocksDB in the folder can be ours, told by the names of its tables.
absl::Status CheckNames(const std::string& folder) {
  std::vector<std::string> names;
  const rocksdb::Status listed = rocksdb::DB::ListColumnFamilies(rocksdb::DBOptions(), folder, &names);
  if (!listed.ok()) return OpenFailure(folder, listed);
  const bool all_ours = std::all_of(names.begin(), names.end(), IsOurs);
  if (all_ours) return absl::OkStatus();
  const bool has_meta = std::find(names.begin(), names.end(), "meta") != names.end();
  return has_meta ? NewerFolder(folder) : ForeignFolder(folder, "it holds the RocksDB of another program");
}

}  // namespace

absl::Status ReadFailure(const rocksdb::Status& status) {
  if (status.IsCorruption()) {
    return absl::DataLossError(absl::StrCat("what is kept is damaged: ", status.ToString()));
  }
  return absl::UnavailableError(absl::StrCat("the disk could not be read: ", status.ToString()));
}

absl::StatusOr<std::unique_ptr<Database>> Database::Open(const DatabaseOptions& options) {
  absl::StatusOr<FolderState> state = LookAtFolder(options.folder, options.create_folder);
  if (!state.ok()) return state.status();
  if (*state == FolderState::kRocksDb) {
    if (absl::Status ours = CheckNames(options.folder); !ours.ok()) return ours;
    if (absl::Status log = CheckLog(options.folder); !log.ok()) return log;
  }
  std::unique_ptr<Database> database(new Database);
  if (absl::Status opened = database->OpenTables(options); !opened.ok()) return opened;
  if (absl::Status checked = database->CheckMeta(options); !checked.ok()) return checked;
  return database;
}

Database::~Database() {
  for (rocksdb::ColumnFamilyHandle* table : tables_) {
    if (table != nullptr) db_->DestroyColumnFamilyHandle(table);
  }
  if (unused_default_ != nullptr) db_->DestroyColumnFamilyHandle(unused_default_);
}

absl::Status Database::OpenTables(const DatabaseOptions& options) {
  rocksdb::DBOptions settings = DatabaseSettings();
  settings.create_if_missing = true;  // LookAtFolder has seen that there is nothing to be lost.
  if (options.env != nullptr) settings.env = options.env;
  const std::shared_ptr<rocksdb::Cache> cache = rocksdb::NewLRUCache(options.read_cache_bytes);
  std::vector<rocksdb::ColumnFamilyDescriptor> wanted = {{rocksdb::kDefaultColumnFamilyName, {}}};
  for (size_t i = 0; i < kTableNames.size(); ++i) {
    wanted.emplace_back(kTableNames[i], TableSettings(static_cast<Table>(i), cache));
  }
  std::vector<rocksdb::ColumnFamilyHandle*> opened;
  rocksdb::DB* db = nullptr;
  const rocksdb::Status status = rocksdb::DB::Open(settings, options.folder, wanted, &opened, &db);
  if (!status.ok()) return OpenFailure(options.folder, status);
  db_.reset(db);
  unused_default_ = opened[0];
  std::copy(opened.begin() + 1, opened.end(), tables_.begin());
  return absl::OkStatus();
}

absl::Status Database::CheckMeta(const DatabaseOptions& options) {
  absl::StatusOr<int64_t> format = MetaNumber(kMetaFormat);
  if (!format.ok()) return DamagedFolder(options.folder, std::string(format.status().message()));
  if (*format > kFormatVersion) return NewerFolder(options.folder);
  if (*format >= kOldestFormatVersion) {
    if (absl::Status key = CheckKey(options); !key.ok()) return key;
    return *format == kFormatVersion ? absl::OkStatus() : RaiseFormat(options);
  }
  // None: either a first start that was killed before it came this far, or somebody else's.
  if (!IsEmpty()) return ForeignFolder(options.folder, "it holds the RocksDB of another program");
  return MakeNew(options);
}

bool Database::IsEmpty() {
  std::vector<rocksdb::ColumnFamilyHandle*> all(tables_.begin(), tables_.end());
  all.push_back(unused_default_);
  return std::all_of(all.begin(), all.end(), [&](rocksdb::ColumnFamilyHandle* table) {
    const std::unique_ptr<rocksdb::Iterator> row(db_->NewIterator(rocksdb::ReadOptions(), table));
    row->SeekToFirst();
    return !row->Valid() && row->status().ok();
  });
}

absl::Status Database::MakeNew(const DatabaseOptions& options) {
  std::string installation(16, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(installation.data()), static_cast<int>(installation.size())) != 1) {
    return absl::InternalError("OpenSSL on this machine gives no random bytes");
  }
  rocksdb::WriteBatch batch;
  batch.Put(table(Table::kMeta), MetaKey(kMetaFormat), NumberValue(kFormatVersion));
  batch.Put(table(Table::kMeta), MetaKey(kMetaInstallation), absl::BytesToHexString(installation));
  if (!options.key_check.empty()) batch.Put(table(Table::kMeta), MetaKey(kMetaKeyCheck), options.key_check);
  rocksdb::WriteOptions synced;
  synced.sync = true;
  const rocksdb::Status written = db_->Write(synced, &batch);
  return written.ok() ? absl::OkStatus() : OpenFailure(options.folder, written);
}

absl::Status Database::RaiseFormat(const DatabaseOptions& options) {
  rocksdb::WriteOptions synced;
  synced.sync = true;
  const rocksdb::Status written =
      db_->Put(synced, table(Table::kMeta), MetaKey(kMetaFormat), NumberValue(kFormatVersion));
  return written.ok() ? absl::OkStatus() : OpenFailure(options.folder, written);
}

absl::Status Database::CheckKey(const DatabaseOptions& options) {
  if (options.key_check.empty()) return absl::OkStatus();
  std::string kept;
  const rocksdb::Status found = db_->Get(rocksdb::ReadOptions(), table(Table::kMeta), MetaKey(kMetaKeyCheck), &kept);
  if (found.ok()) return kept == options.key_check ? absl::OkStatus() : WrongKey(options.folder, options.key_file);
  if (!found.IsNotFound()) return OpenFailure(options.folder, found);
  rocksdb::WriteOptions synced;
  synced.sync = true;
  const rocksdb::Status written = db_->Put(synced, table(Table::kMeta), MetaKey(kMetaKeyCheck), options.key_check);
  return written.ok() ? absl::OkStatus() : OpenFailure(options.folder, written);
}

absl::StatusOr<int64_t> Database::MetaNumber(std::string_view name, const rocksdb::Snapshot* snapshot) {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot;
  std::string value;
  const rocksdb::Status found = db_->Get(options, table(Table::kMeta), MetaKey(name), &value);
  if (found.IsNotFound()) return 0;
  if (!found.ok()) return ReadFailure(found);
  int64_t number = 0;
  if (!ParseNumber(value, number)) return absl::DataLossError(absl::StrCat("no number is kept as ", std::string(name)));
  return number;
}

}  // namespace hemgang::storage::rocks
