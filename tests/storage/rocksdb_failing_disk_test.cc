// A disk that fails under an open store: what was answered stays, what was not known is not answered OK, and nothing is
// written until a restart.
#include <atomic>
#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rocksdb/env.h>

#include "storage/rocksdb/rocksdb_engine.h"
#include "tests/storage/store_under_test.h"
#include "tests/storage/whole_change.h"

namespace hemgang::storage {
namespace {

// The real disk, but for the log: its sync or its writes can be made to fail.
class FailingDisk final : public rocksdb::EnvWrapper {
 public:
  FailingDisk() : EnvWrapper(rocksdb::Env::Default()) {}

  rocksdb::Status NewWritableFile(const std::string& name, std::unique_ptr<rocksdb::WritableFile>* file,
                                  const rocksdb::EnvOptions& options) override {
    const rocksdb::Status made = EnvWrapper::NewWritableFile(name, file, options);
    if (made.ok() && name.ends_with(".log")) *file = std::make_unique<Log>(*this, std::move(*file));
    return made;
  }

  std::atomic<bool> sync_fails{false};
  std::atomic<bool> append_fails{false};

 private:
  class Log final : public rocksdb::WritableFileWrapper {
   public:
    Log(const FailingDisk& disk, std::unique_ptr<rocksdb::WritableFile> file)
        : WritableFileWrapper(file.get()), disk_(disk), file_(std::move(file)) {}
    rocksdb::Status Append(const rocksdb::Slice& bytes) override {
      if (disk_.append_fails) return rocksdb::Status::IOError("injected", "no write");
      return WritableFileWrapper::Append(bytes);
    }
    rocksdb::Status Sync() override {
      if (disk_.sync_fails) return rocksdb::Status::IOError("injected", "no sync");
      return WritableFileWrapper::Sync();
    }
    rocksdb::Status Fsync() override {
      if (disk_.sync_fails) return rocksdb::Status::IOError("injected", "no sync");
      return WritableFileWrapper::Fsync();
    }

   private:
    const FailingDisk& disk_;
    const std::unique_ptr<rocksdb::WritableFile> file_;
  };
};

class FailingDiskTest : public testing::Test {
 protected:
  std::unique_ptr<RocksDbEngine> Open() {
    RocksDbEngine::Options options;
    options.database.folder = folder_.path();
    options.database.env = &disk_;
    absl::StatusOr<std::unique_ptr<RocksDbEngine>> engine = RocksDbEngine::Open(options);
    EXPECT_TRUE(engine.ok()) << engine.status();
    (*engine)->StartQueue({});
    return *std::move(engine);
  }

  void ExpectClosed(Store& store) {
    EXPECT_EQ(CommitAndWait(store, Step("t1", 2)).code(), absl::StatusCode::kUnavailable);
    disk_.sync_fails = false;
    disk_.append_fails = false;
    // "After a failed write or sync every write answers so until a restart; reads go on."
    EXPECT_EQ(CommitAndWait(store, Step("t2", 1)).code(), absl::StatusCode::kUnavailable);
    EXPECT_EQ(CommitAndWait(store, Look(1, "t1")).code(), absl::StatusCode::kUnavailable);
    EXPECT_EQ(CommitAndWait(store, DirectoryStep(2)).code(), absl::StatusCode::kUnavailable);
    EXPECT_EQ(store.PutDraft(SomeDraft("d1", "ward", 1)).code(), absl::StatusCode::kUnavailable);
    EXPECT_EQ(store.EraseDraft("d1").code(), absl::StatusCode::kUnavailable);
    EXPECT_EQ(store.PutDelivery({}).code(), absl::StatusCode::kUnavailable);
    EXPECT_EQ(store.PutLetters(LetterOf("home", "l1", rec::LETTER_STATE_WAITING, 1)).code(),
              absl::StatusCode::kUnavailable);
    EXPECT_EQ(store.ForgetLetters(kTestTime, 1).status().code(), absl::StatusCode::kUnavailable);
    EXPECT_EQ(store.ForgetReceipts(kTestTime, 1).status().code(), absl::StatusCode::kUnavailable);
    EXPECT_THAT(std::string(store.WriteHealth().message()), testing::HasSubstr("until a restart"));
    EXPECT_GE((*store.FindTransition("t1"))->version(), 1);
  }

  TestFolder folder_;
  FailingDisk disk_;
};

TEST_F(FailingDiskTest, AFailedSyncClosesTheWriteSideUntilARestart) {
  {
    const std::unique_ptr<RocksDbEngine> store = Open();
    ASSERT_EQ(CommitAndWait(*store, DirectoryStep(1)), absl::OkStatus());
    ASSERT_EQ(CommitAndWait(*store, Step("t1", 1)), absl::OkStatus());
    disk_.sync_fails = true;
    ExpectClosed(*store);
  }
  const std::unique_ptr<RocksDbEngine> store = Open();
  EXPECT_EQ(store->WriteHealth(), absl::OkStatus());
  // Not known whether it was kept: ask, or commit the same again.
  const int64_t version = (*store->FindTransition("t1"))->version();
  EXPECT_EQ(version == 2, store->FindReceipt("anna@ward", "request-t1-2")->has_value());
  EXPECT_EQ(CommitAndWait(*store, Step("t1", 2)).code(),
            version == 2 ? absl::StatusCode::kAborted : absl::StatusCode::kOk);
}

TEST_F(FailingDiskTest, AFailedWriteClosesTheWriteSideUntilARestart) {
  {
    const std::unique_ptr<RocksDbEngine> store = Open();
    ASSERT_EQ(CommitAndWait(*store, DirectoryStep(1)), absl::OkStatus());
    ASSERT_EQ(CommitAndWait(*store, Step("t1", 1)), absl::OkStatus());
    disk_.append_fails = true;
    ExpectClosed(*store);
  }
  const std::unique_ptr<RocksDbEngine> store = Open();
  EXPECT_EQ((*store->FindTransition("t1"))->version(), 1);
  EXPECT_EQ(CommitAndWait(*store, Step("t1", 2)), absl::OkStatus());
}

TEST_F(FailingDiskTest, ADraftThatCannotBeSyncedClosesTheWriteSideToo) {
  const std::unique_ptr<RocksDbEngine> store = Open();
  ASSERT_EQ(CommitAndWait(*store, DirectoryStep(1)), absl::OkStatus());
  disk_.sync_fails = true;
  EXPECT_EQ(store->PutDraft(SomeDraft("d1", "ward", 1)).code(), absl::StatusCode::kUnavailable);
  disk_.sync_fails = false;
  EXPECT_EQ(CommitAndWait(*store, Step("t1", 1)).code(), absl::StatusCode::kUnavailable);
}

// "On disk when it answers OK."
TEST_F(FailingDiskTest, LettersThatCannotBeSyncedAreNotAnsweredOk) {
  const std::unique_ptr<RocksDbEngine> store = Open();
  disk_.sync_fails = true;
  EXPECT_EQ(store->PutLetters(LetterOf("home", "l1", rec::LETTER_STATE_WAITING, 1)).code(),
            absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace hemgang::storage
