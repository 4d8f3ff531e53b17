// What an engine is, beneath the commit queue: it reads, and it writes a batch that the queue has checked.
//
// An engine implements the reads and plain records of Store, and the four small functions below. The three ways to
// write, in what order, with which checks and numbers, are commit_queue's, one piece of code over every engine.
// Internal to storage/: nobody outside sees this file.
#ifndef HEMGANG_STORAGE_ENGINE_H_
#define HEMGANG_STORAGE_ENGINE_H_

#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "storage/commit_queue.h"
#include "storage/mutex.h"
#include "storage/store.h"

namespace hemgang::storage {

// One member of a batch, checked and numbered: keep it as it is.
struct BatchMember {
  // A step, a look, or a change of the directory.
  std::variant<rec::Change, rec::Entry, rec::DirectoryChange> write;
  // A step: the transition that it replaces, null for a new one. It is the kept one, or that of an earlier member.
  const rec::Transition* previous = nullptr;
};

class Engine : public Store {
 public:
  ~Engine() override;

  // --- For the queue, which calls them from one thread at a time ---

  // Whether a receipt is kept, without reading it.
  virtual absl::StatusOr<bool> HasReceipt(const std::string& caller_id, const std::string& request_id) = 0;
  // Keeps all of the batch, on disk when OK; after anything else it is not known whether it is kept. In order: a later
  // member may replace what an earlier one made.
  virtual absl::Status WriteBatch(const std::vector<const BatchMember*>& batch) = 0;
  // OK when there is room for writes, else RESOURCE_EXHAUSTED with a sentence.
  virtual absl::Status CheckSpace() { return absl::OkStatus(); }

  // OK, or why no write is taken: closed, or no room.
  absl::Status CheckWritable() HEMGANG_EXCLUDES(closed_mutex_);
  // After a failed write: closes the write side for good. Returns the UNAVAILABLE sentence that every write gets.
  absl::Status CloseWrites(const absl::Status& why) HEMGANG_EXCLUDES(closed_mutex_);

  // Takes writes from now on.
  void StartQueue(const QueueOptions& options);

  // --- Store ---
  void Commit(rec::Change change, Priority priority, Done done) final;
  void CommitLook(rec::Entry entry, Done done) final;
  void CommitDirectory(rec::DirectoryChange change, Done done) final;
  void OnInboxTold(std::function<void(const std::string& unit_id)> told) final;
  absl::Status WriteHealth() final { return CheckWritable(); }

 protected:
  // Finishes every commit that was taken. Each engine calls it first in its destructor, while it can still write.
  void StopQueue();

 private:
  Mutex closed_mutex_;
  absl::Status closed_ HEMGANG_GUARDED_BY(closed_mutex_);
  std::unique_ptr<CommitQueue> queue_;
};

// Like CheckWhole, for the other two ways to write and for letters.
absl::Status CheckWholeLook(const rec::Entry& entry);
absl::Status CheckWholeDirectory(const rec::DirectoryChange& change);
absl::Status CheckWholeLetters(const rec::LetterChange& change);

}  // namespace hemgang::storage

#endif  // HEMGANG_STORAGE_ENGINE_H_
