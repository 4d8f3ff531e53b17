#include "tests/storage/store_under_test.h"

#include <array>
#include <filesystem>
#include <future>
#include <utility>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/storage/write_frames.h"

extern char** environ;

namespace hemgang::storage {
namespace {

class OpenedOnce : public StoreUnderTest {
 public:
  explicit OpenedOnce(StoreKind kind) : kind_(kind) {}

  Store& Read() override { return store(); }
  absl::Status Commit(const rec::Change& change, Priority priority) override {
    return CommitAndWait(store(), change, priority);
  }
  absl::Status CommitLook(const rec::Entry& entry) override { return CommitAndWait(store(), entry); }
  absl::Status CommitDirectory(const rec::DirectoryChange& change) override { return CommitAndWait(store(), change); }
  absl::Status PutDraft(const rec::Draft& draft) override { return store().PutDraft(draft); }
  absl::Status EraseDraft(const std::string& draft_id) override { return store().EraseDraft(draft_id); }
  absl::Status PutDelivery(const rec::Delivery& delivery) override { return store().PutDelivery(delivery); }
  absl::Status PutLetters(const rec::LetterChange& change) override { return store().PutLetters(change); }

 protected:
  virtual Store& store() {
    if (store_ == nullptr) store_ = OpenPlain(kind_, folder_.path());
    return *store_;
  }

  TestFolder folder_;
  const StoreKind kind_;
  std::unique_ptr<Store> store_;
};

class OpenedEachTime final : public OpenedOnce {
 public:
  OpenedEachTime() : OpenedOnce(StoreKind::kReopened) {}

 private:
  Store& store() override {
    store_.reset();
    return OpenedOnce::store();
  }
};

// Where the build puts store_writer: beside this program.
std::string WriterPath() {
  return (std::filesystem::read_symlink("/proc/self/exe").parent_path() / "hemgang_store_writer").string();
}

class KilledWriter final : public StoreUnderTest {
 public:
  Store& Read() override {
    if (store_ == nullptr) store_ = OpenPlain(StoreKind::kKilled, folder_.path());
    return *store_;
  }
  absl::Status Commit(const rec::Change& change, Priority priority) override {
    return WriteAndKill(priority == Priority::kPerson ? 'P' : 'C', change.SerializeAsString());
  }
  absl::Status CommitLook(const rec::Entry& entry) override { return WriteAndKill('L', entry.SerializeAsString()); }
  absl::Status CommitDirectory(const rec::DirectoryChange& change) override {
    return WriteAndKill('D', change.SerializeAsString());
  }
  absl::Status PutDraft(const rec::Draft& draft) override { return WriteAndKill('d', draft.SerializeAsString()); }
  absl::Status EraseDraft(const std::string& draft_id) override { return WriteAndKill('e', draft_id); }
  absl::Status PutDelivery(const rec::Delivery& delivery) override {
    return WriteAndKill('v', delivery.SerializeAsString());
  }
  absl::Status PutLetters(const rec::LetterChange& change) override {
    return WriteAndKill('l', change.SerializeAsString());
  }

 private:
  absl::Status WriteAndKill(char kind, const std::string& bytes) {
    store_.reset();
    std::array<int, 2> to;
    std::array<int, 2> from;
    if (pipe2(to.data(), O_CLOEXEC) != 0 || pipe2(from.data(), O_CLOEXEC) != 0) return absl::InternalError("pipe");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, to[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, from[1], STDOUT_FILENO);
    std::string program = WriterPath();
    std::string folder = folder_.path();
    char* arguments[] = {program.data(), folder.data(), nullptr};
    pid_t writer = 0;
    const int spawned = posix_spawn(&writer, program.c_str(), &actions, nullptr, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(to[0]);
    close(from[1]);
    if (spawned != 0) return absl::InternalError("store_writer does not start");
    std::string answer;
    const bool answered = WriteFrame(to[1], kind + bytes) && ReadFrame(from[0], answer) && !answer.empty();
    kill(writer, SIGKILL);
    waitpid(writer, nullptr, 0);
    close(to[1]);
    close(from[0]);
    if (!answered) return absl::InternalError("store_writer ended without an answer");
    return absl::Status(static_cast<absl::StatusCode>(answer[0]), answer.substr(1));
  }

  TestFolder folder_;
  std::unique_ptr<Store> store_;
};

template <typename CommitIt>
absl::Status Wait(const CommitIt& commit) {
  std::promise<absl::Status> answer;
  commit([&answer](absl::Status status) { answer.set_value(std::move(status)); });
  return answer.get_future().get();
}

}  // namespace

std::string StoreKindName(StoreKind kind) {
  switch (kind) {
    case StoreKind::kMemory:
      return "Memory";
    case StoreKind::kRocksDb:
      return "RocksDb";
    case StoreKind::kReopened:
      return "RocksDbReopened";
    case StoreKind::kKilled:
      return "RocksDbKilled";
  }
  return "";
}

TestFolder::TestFolder() : path_(testing::TempDir() + "hemgang-store-XXXXXX") {
  if (mkdtemp(path_.data()) == nullptr) ADD_FAILURE() << "no temporary folder";
}

TestFolder::~TestFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

absl::Status CommitAndWait(Store& store, rec::Change change, Priority priority) {
  return Wait([&](Done done) { store.Commit(std::move(change), priority, std::move(done)); });
}
absl::Status CommitAndWait(Store& store, rec::Entry look) {
  return Wait([&](Done done) { store.CommitLook(std::move(look), std::move(done)); });
}
absl::Status CommitAndWait(Store& store, rec::DirectoryChange change) {
  return Wait([&](Done done) { store.CommitDirectory(std::move(change), std::move(done)); });
}

std::unique_ptr<Store> OpenPlain(StoreKind kind, const std::string& folder,
                                 const std::function<void(StoreOptions&)>& change) {
  StoreOptions options;
  options.engine = kind == StoreKind::kMemory ? EngineKind::kMemory : EngineKind::kRocksDb;
  options.folder = folder;
  options.read_cache_bytes = size_t{4} << 20;
  options.free_space_reserve_bytes = 0;
  if (change) change(options);
  absl::StatusOr<std::unique_ptr<Store>> store = OpenStore(std::move(options));
  if (!store.ok()) {
    ADD_FAILURE() << store.status();
    abort();
  }
  return *std::move(store);
}

std::unique_ptr<StoreUnderTest> StoreUnderTest::Make(StoreKind kind) {
  if (kind == StoreKind::kReopened) return std::make_unique<OpenedEachTime>();
  if (kind == StoreKind::kKilled) return std::make_unique<KilledWriter>();
  return std::make_unique<OpenedOnce>(kind);
}

}  // namespace hemgang::storage
