// Every reason not to open a data folder, each with its one sentence; and what a disk that fails does to an open one.
#include <filesystem>
#include <fstream>
#include <string>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rocksdb/db.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "storage/rocksdb/data_folder.h"
#include "storage/rocksdb/database.h"
#include "storage/rocksdb/raw_writes.h"
#include "tests/storage/store_under_test.h"
#include "tests/storage/whole_change.h"

namespace hemgang::storage {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class OpenFolder : public testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<Store>> Try(const std::function<void(StoreOptions&)>& change = nullptr) {
    StoreOptions options;
    options.engine = EngineKind::kRocksDb;
    options.folder = path_;
    options.read_cache_bytes = size_t{1} << 20;
    options.free_space_reserve_bytes = 0;
    if (change) change(options);
    return OpenStore(std::move(options));
  }
  // That it does not open, why, and that the answer is one sentence about the folder.
  void ExpectRefused(absl::StatusCode code, const std::string& words,
                     const std::function<void(StoreOptions&)>& change = nullptr) {
    const absl::Status status = Try(change).status();
    EXPECT_EQ(status.code(), code) << status;
    EXPECT_THAT(std::string(status.message()), AllOf(HasSubstr(words), HasSubstr(path_)));
    EXPECT_EQ(std::string(status.message()).find('\n'), std::string::npos);
  }
  // A folder that was used and closed.
  void Use() {
    const std::unique_ptr<Store> store = *Try();
    ASSERT_EQ(CommitAndWait(*store, DirectoryStep(1)), absl::OkStatus());
    for (int64_t version = 1; version <= 3; ++version) {
      ASSERT_EQ(CommitAndWait(*store, Step("t1", version)), absl::OkStatus());
    }
  }
  // The tables of a folder that was used, past the engine.
  std::unique_ptr<rocks::Database> OpenTables() {
    rocks::DatabaseOptions options;
    options.folder = path_;
    return *rocks::Database::Open(options);
  }
  std::vector<std::string> FilesEndingIn(const std::string& end) {
    std::vector<std::string> files;
    for (const auto& file : std::filesystem::directory_iterator(path_)) {
      if (file.path().string().ends_with(end)) files.push_back(file.path().string());
    }
    std::sort(files.begin(), files.end());
    return files;
  }

  TestFolder folder_;
  std::string path_ = folder_.path() + "/kept";

  void SetUp() override { std::filesystem::create_directory(path_); }
};

TEST_F(OpenFolder, AnEmptyOneIsMadeReadyAndOpensAgain) {
  Use();
  EXPECT_EQ((*(*Try())->FindTransition("t1"))->version(), 3);
}

TEST_F(OpenFolder, AFileSystemOfItsOwnCountsAsEmpty) {
  std::filesystem::create_directory(path_ + "/lost+found");
  EXPECT_TRUE(Try().ok());
}

TEST_F(OpenFolder, MissingIsRefusedUnlessItIsToBeMade) {
  std::filesystem::remove_all(path_);
  ExpectRefused(absl::StatusCode::kFailedPrecondition, "is missing; is its disk mounted?");
  ExpectRefused(absl::StatusCode::kFailedPrecondition, "say --create");
  EXPECT_TRUE(Try([](StoreOptions& options) { options.create_folder = true; }).ok());
  EXPECT_TRUE(Try().ok());
}

TEST_F(OpenFolder, MissingInAMissingOneIsRefused) {
  std::filesystem::remove_all(path_);
  path_ += "/deeper";
  ExpectRefused(absl::StatusCode::kFailedPrecondition, "the folder that it should be in is missing",
                [](StoreOptions& options) { options.create_folder = true; });
}

TEST_F(OpenFolder, AFileIsNotAFolder) {
  std::filesystem::remove_all(path_);
  std::ofstream(path_) << "text";
  ExpectRefused(absl::StatusCode::kFailedPrecondition, "is not a folder");
}

TEST_F(OpenFolder, OtherFilesMakeItForeign) {
  std::ofstream(path_ + "/letters.txt") << "text";
  ExpectRefused(absl::StatusCode::kFailedPrecondition, "is not a data folder of Hemgång");
  EXPECT_TRUE(std::filesystem::exists(path_ + "/letters.txt"));
}

void UseAsAnotherProgram(const std::string& path, const std::string& table) {
  rocksdb::Options options;
  options.create_if_missing = true;
  rocksdb::DB* db = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open(options, path, &db).ok());
  ASSERT_TRUE(db->Put(rocksdb::WriteOptions(), "key", "value").ok());
  if (!table.empty()) {
    rocksdb::ColumnFamilyHandle* handle = nullptr;
    ASSERT_TRUE(db->CreateColumnFamily(rocksdb::ColumnFamilyOptions(), table, &handle).ok());
    db->DestroyColumnFamilyHandle(handle);
  }
  delete db;
}

TEST_F(OpenFolder, TheRocksDbOfAnotherProgramIsForeign) {
  UseAsAnotherProgram(path_, "theirs");
  ExpectRefused(absl::StatusCode::kFailedPrecondition, "the RocksDB of another program");
}

TEST_F(OpenFolder, TheRocksDbOfAnotherProgramWithoutTablesIsForeignToo) {
  UseAsAnotherProgram(path_, "");
  ExpectRefused(absl::StatusCode::kFailedPrecondition, "the RocksDB of another program");
}

TEST_F(OpenFolder, AFirstStartThatWasKilledIsNotForeign) {
  for (const char* file : {"LOCK", "LOG", "IDENTITY", "MANIFEST-000001", "000001.dbtmp"}) {
    std::ofstream(path_ + "/" + file) << "";
  }
  EXPECT_TRUE(Try().ok());
}

TEST_F(OpenFolder, ANewerFormatIsRefused) {
  Use();
  {
    const std::unique_ptr<rocks::Database> database = OpenTables();
    ASSERT_TRUE(database->db()
                    .Put(rocksdb::WriteOptions(), database->table(rocks::Table::kMeta),
                         rocks::MetaKey(rocks::kMetaFormat), rocks::NumberValue(rocks::kFormatVersion + 1))
                    .ok());
  }
  ExpectRefused(absl::StatusCode::kFailedPrecondition, "was written by a newer Hemgång");
}

TEST_F(OpenFolder, TablesOfANewerFormatAreRefused) {
  Use();
  {
    const std::unique_ptr<rocks::Database> database = OpenTables();
    rocksdb::ColumnFamilyHandle* handle = nullptr;
    ASSERT_TRUE(database->db().CreateColumnFamily(rocksdb::ColumnFamilyOptions(), "of the future", &handle).ok());
    database->db().DestroyColumnFamilyHandle(handle);
  }
  ExpectRefused(absl::StatusCode::kFailedPrecondition, "was written by a newer Hemgång");
}

// What format 1 had no tables for. The folder of it is taken over with all that is in it, once and for all.
TEST_F(OpenFolder, AFolderOfTheFirstFormatBecomesOneOfOurs) {
  ASSERT_TRUE(Try([](StoreOptions& options) { options.key_check = "first"; }).ok());
  Use();
  {
    const std::unique_ptr<rocks::Database> database = OpenTables();
    rocksdb::DB& db = database->db();
    for (const rocks::Table table :
         {rocks::Table::kLetters, rocks::Table::kLetterCursors, rocks::Table::kLettersByState}) {
      ASSERT_TRUE(db.DropColumnFamily(database->table(table)).ok());
    }
    ASSERT_TRUE(db.Put(rocksdb::WriteOptions(), database->table(rocks::Table::kMeta),
                       rocks::MetaKey(rocks::kMetaFormat), rocks::NumberValue(1))
                    .ok());
  }
  ExpectRefused(absl::StatusCode::kFailedPrecondition, "does not belong",
                [](StoreOptions& options) { options.key_check = "second"; });
  {
    const std::unique_ptr<Store> store = *Try();
    EXPECT_EQ((*store->FindTransition("t1"))->version(), 3);
    EXPECT_EQ(store->PutLetters(LetterOf("home", "l1", rec::LETTER_STATE_WAITING, 1)), absl::OkStatus());
  }
  EXPECT_EQ(*OpenTables()->MetaNumber(rocks::kMetaFormat), rocks::kFormatVersion);
  EXPECT_EQ((*Try())->ListLettersToSend(INT64_MAX, 10)->size(), 1u);
}

TEST_F(OpenFolder, AnotherMasterKeyIsRefused) {
  const auto with = [](const std::string& check) {
    return [check](StoreOptions& options) {
      options.key_check = check;
      options.key_file = "/etc/hemgang/master.key";
    };
  };
  EXPECT_TRUE(Try(with("first")).ok());
  EXPECT_TRUE(Try(with("first")).ok());
  ExpectRefused(absl::StatusCode::kFailedPrecondition,
                "the master key in /etc/hemgang/master.key does not belong to the data folder", with("second"));
  EXPECT_TRUE(Try().ok());
}

TEST_F(OpenFolder, ADataFolderWithoutAKeyTakesTheFirstOneThatComes) {
  Use();
  EXPECT_TRUE(Try([](StoreOptions& options) { options.key_check = "first"; }).ok());
  ExpectRefused(absl::StatusCode::kFailedPrecondition, "does not belong",
                [](StoreOptions& options) { options.key_check = "second"; });
}

TEST_F(OpenFolder, TwiceInOneProcessIsRefused) {
  const std::unique_ptr<Store> store = *Try();
  ExpectRefused(absl::StatusCode::kFailedPrecondition, "this process is already using");
}

TEST_F(OpenFolder, ASecondProcessIsToldTheFirstOne) {
  // The child holds the lock that RocksDB would hold; it has no RocksDB of its own to be forked.
  Use();
  int ready[2];
  ASSERT_EQ(pipe(ready), 0);
  const pid_t child = fork();
  if (child == 0) {
    struct flock lock = {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    const int file = open((path_ + "/LOCK").c_str(), O_RDWR);
    if (file < 0 || fcntl(file, F_SETLK, &lock) != 0 || write(ready[1], "r", 1) != 1) _exit(1);
    while (true) pause();
  }
  char byte = 0;
  close(ready[1]);
  ASSERT_EQ(read(ready[0], &byte, 1), 1);
  ExpectRefused(absl::StatusCode::kFailedPrecondition,
                "another hemgangd (process " + std::to_string(child) + ") is already using the data folder");
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  close(ready[0]);
  EXPECT_TRUE(Try().ok());
}

// Turns one bit in the middle of a file.
void Damage(const std::string& file, double where) {
  const auto size = static_cast<double>(std::filesystem::file_size(file));
  std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
  stream.seekg(static_cast<std::streamoff>(size * where));
  const char byte = static_cast<char>(stream.get() ^ 0x10);
  stream.seekp(static_cast<std::streamoff>(size * where));
  stream.put(byte);
}

TEST_F(OpenFolder, ADamagedListOfFilesIsDamage) {
  Use();
  Damage(FilesEndingIn("/CURRENT").at(0), 0.5);
  ExpectRefused(absl::StatusCode::kDataLoss, "is damaged");
}

TEST_F(OpenFolder, AMissingListOfFilesIsDamageAndNothingIsMadeOverIt) {
  Use();
  std::filesystem::remove(path_ + "/CURRENT");
  ExpectRefused(absl::StatusCode::kDataLoss, "CURRENT is missing");
}

// The middle of the log: behind it stands what was answered OK, so it must not be forgotten in silence.
TEST_F(OpenFolder, ADamagedLogIsDamage) {
  Use();
  const std::string log = FilesEndingIn(".log").back();
  ASSERT_GT(std::filesystem::file_size(log), 1000u);
  Damage(log, 0.3);
  ExpectRefused(absl::StatusCode::kDataLoss, "is damaged");
}

// RocksDB alone would open such a folder as if nothing had ever been kept.
TEST_F(OpenFolder, AMissingLogIsDamageAndNothingIsMadeOverIt) {
  Use();
  for (const std::string& log : FilesEndingIn(".log")) std::filesystem::remove(log);
  ExpectRefused(absl::StatusCode::kDataLoss, "its .log file is missing");
  ExpectRefused(absl::StatusCode::kDataLoss, "its .log file is missing");
}

// The end of the log: what was cut off there was never answered.
TEST_F(OpenFolder, ALogThatWasCutOffOpens) {
  Use();
  const std::string log = FilesEndingIn(".log").back();
  std::filesystem::resize_file(log, std::filesystem::file_size(log) - 20);
  const std::unique_ptr<Store> store = *Try();
  EXPECT_EQ((*store->FindTransition("t1"))->version(), 2);
}

TEST_F(OpenFolder, AMissingTableFileIsDamage) {
  Use();
  {
    const std::unique_ptr<rocks::Database> database = OpenTables();
    ASSERT_TRUE(database->db().Flush(rocksdb::FlushOptions(), database->table(rocks::Table::kTransitions)).ok());
  }
  std::filesystem::remove(FilesEndingIn(".sst").back());
  ExpectRefused(absl::StatusCode::kDataLoss, "is damaged");
}

TEST_F(OpenFolder, AReadOnlyFileSystemIsRefused) {
  if (mount("none", path_.c_str(), "tmpfs", MS_RDONLY, nullptr) != 0) {
    GTEST_SKIP() << "only root may mount; the words are tested in OpenFailure.SaysWhy";
  }
  ExpectRefused(absl::StatusCode::kPermissionDenied, "read-only file system");
  umount(path_.c_str());
}

TEST_F(OpenFolder, AFullDiskIsRefused) {
  if (mount("none", path_.c_str(), "tmpfs", 0, "size=1m") != 0) {
    GTEST_SKIP() << "only root may mount; the words are tested in OpenFailure.SaysWhy";
  }
  ExpectRefused(absl::StatusCode::kResourceExhausted, "is full");
  umount(path_.c_str());
}

// Looked at by a process that is nobody, for root may write everywhere.
TEST_F(OpenFolder, OfSomebodyElseIsRefused) {
  chmod(folder_.path().c_str(), 0755);
  chmod(path_.c_str(), 0555);
  const pid_t child = fork();
  if (child == 0) {
    if (geteuid() == 0 && setuid(65534) != 0) _exit(2);
    const absl::Status status = rocks::LookAtFolder(path_, false).status();
    const std::string words = "the data folder " + path_ + " cannot be written by this user";
    _exit(absl::IsPermissionDenied(status) && std::string(status.message()).find(words) == 0 ? 0 : 1);
  }
  int end = -1;
  waitpid(child, &end, 0);
  EXPECT_EQ(end, 0);
  chmod(path_.c_str(), 0755);
}

struct Why {
  rocksdb::Status status;
  absl::StatusCode code;
  std::string words;
};

TEST(OpenFailure, SaysWhy) {
  const Why table[] = {
      {rocksdb::Status::NoSpace("x"), absl::StatusCode::kResourceExhausted, "is full; make room"},
      {rocksdb::Status::IOError("y", "No space left on device"), absl::StatusCode::kResourceExhausted, "is full"},
      {rocksdb::Status::IOError("y", "Read-only file system"), absl::StatusCode::kPermissionDenied, "read-only"},
      {rocksdb::Status::IOError("y", "Permission denied"), absl::StatusCode::kPermissionDenied, "may not use"},
      {rocksdb::Status::IOError("While lock file: /d/LOCK", "Resource temporarily unavailable"),
       absl::StatusCode::kFailedPrecondition, "another hemgangd is already using"},
      {rocksdb::Status::IOError("lock hold by current process"), absl::StatusCode::kFailedPrecondition,
       "this process is already using"},
      {rocksdb::Status::Corruption("checksum"), absl::StatusCode::kDataLoss, "is damaged"},
      {rocksdb::Status::InvalidArgument("what"), absl::StatusCode::kDataLoss, "is damaged"},
  };
  for (const Why& why : table) {
    const absl::Status status = rocks::OpenFailure("/d", why.status);
    EXPECT_EQ(status.code(), why.code) << status;
    EXPECT_THAT(std::string(status.message()), AllOf(HasSubstr(why.words), HasSubstr("/d")));
  }
}

TEST(RawWrites, AreMeasuredAndLeaveNothingBehind) {
  const TestFolder folder;
  rocks::RawWrites writes;
  writes.duration = absl::Milliseconds(50);
  writes.under_folder = folder.path();
  EXPECT_GT(*rocks::MeasureRawWrites(writes), 0);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
  writes.keys = 0;
  EXPECT_EQ(rocks::MeasureRawWrites(writes).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace hemgang::storage
