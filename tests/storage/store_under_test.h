// The stores that the conformance suite runs on, each in a folder of its own that is removed afterwards.
//
// Memory      the reference.
// RocksDb     opened once.
// Reopened    RocksDB, closed and opened again before every single operation.
// Killed      RocksDB; every write is made by a process of its own (store_writer) that is killed with SIGKILL the
// moment
//             it has been answered, with more writes of its own under way.
#ifndef HEMGANG_TESTS_STORAGE_STORE_UNDER_TEST_H_
#define HEMGANG_TESTS_STORAGE_STORE_UNDER_TEST_H_

#include <functional>
#include <memory>
#include <string>

#include "storage/open_store.h"
#include "storage/store.h"

namespace hemgang::storage {

enum class StoreKind { kMemory, kRocksDb, kReopened, kKilled };
std::string StoreKindName(StoreKind kind);

// A folder under the test's temporary folder; removed with everything in it when it ends.
class TestFolder {
 public:
  TestFolder();
  ~TestFolder();
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// Commits and waits for the answer.
absl::Status CommitAndWait(Store& store, rec::Change change, Priority priority = Priority::kPerson);
absl::Status CommitAndWait(Store& store, rec::Entry look);
absl::Status CommitAndWait(Store& store, rec::DirectoryChange change);

class StoreUnderTest {
 public:
  static std::unique_ptr<StoreUnderTest> Make(StoreKind kind);
  virtual ~StoreUnderTest() = default;

  // The store to read from; good until the next call of anything here.
  virtual Store& Read() = 0;

  virtual absl::Status Commit(const rec::Change& change, Priority priority = Priority::kPerson) = 0;
  virtual absl::Status CommitLook(const rec::Entry& entry) = 0;
  virtual absl::Status CommitDirectory(const rec::DirectoryChange& change) = 0;
  virtual absl::Status PutDraft(const rec::Draft& draft) = 0;
  virtual absl::Status EraseDraft(const std::string& draft_id) = 0;
  virtual absl::Status PutDelivery(const rec::Delivery& delivery) = 0;
  virtual absl::Status PutLetters(const rec::LetterChange& change) = 0;
};

// Opens a store of this kind's engine in `folder`, for tests that need to set it up in their own way.
std::unique_ptr<Store> OpenPlain(StoreKind kind, const std::string& folder,
                                 const std::function<void(StoreOptions&)>& change = nullptr);

}  // namespace hemgang::storage

#endif  // HEMGANG_TESTS_STORAGE_STORE_UNDER_TEST_H_
