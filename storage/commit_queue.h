// The commit queue: commits wait here, and one batch takes all that wait and is written with one sync.
//
// One piece of code over every engine. It knows versions, revisions, receipts and inbox numbers; it knows no rule and
// no engine's format. What holds, always:
//   1. At most one batch is being made or written, so what the queue read stays true until it has written.
//   2. A member of a batch is checked against what is kept and against the members before it: versions, the
//      directory's revision, receipts. Whoever fails is answered ABORTED, and the batch goes on without it. So is a
//      change of the directory that removes a unit in use (unit_in_use.h), with FAILED_PRECONDITION: a step that was
//      decided on the directory before it, and comes after it, is ABORTED, so none slips in between.
//   3. Nobody is answered before the batch is on disk.
//   4. After a failed write nothing is ever written again, and everybody is answered UNAVAILABLE.
//   5. Persons go before the clock. While a person waits that the batch has no place for, the clock still gets one
//      place in eight: it must not stand still on a busy morning.
// There is no timer: while one batch is synced, the next one gathers by itself.
//
// Owns no thread. RunOnce() makes one batch; when something waits, the queue posts it to the committer, never twice at
// a time. Answers are given on the finisher.
#ifndef HEMGANG_STORAGE_COMMIT_QUEUE_H_
#define HEMGANG_STORAGE_COMMIT_QUEUE_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"

#include "storage/executor.h"
#include "storage/mutex.h"
#include "storage/store.h"

namespace hemgang::storage {

class Engine;
struct BatchMember;

struct QueueOptions {
  // How many may wait; the clock may fill half of it.
  int bound = 4096;
  int max_batch = 512;
  size_t max_batch_bytes = size_t{4} << 20;
  // Null: a thread of its own. They must outlive the queue.
  Executor* committer = nullptr;
  Executor* finisher = nullptr;
};

class CommitQueue {
 public:
  // `engine` must outlive the queue.
  CommitQueue(Engine& engine, const QueueOptions& options);
  // Writes everything that waits and hands every answer to the finisher. Nobody may push any more.
  ~CommitQueue();
  CommitQueue(const CommitQueue&) = delete;
  CommitQueue& operator=(const CommitQueue&) = delete;

  // Takes a write; `done` is called later, on the finisher, also when the write is refused at once. Any thread.
  void Push(std::unique_ptr<BatchMember> member, Priority priority, Done done);

  // Writes one batch of what waits, if anything does. Returns how many members were answered. One caller at a time.
  int RunOnce();

  // See Store::OnInboxTold.
  void OnInboxTold(std::function<void(const std::string&)> told) HEMGANG_EXCLUDES(mutex_);

 private:
  struct Waiting {
    std::unique_ptr<BatchMember> member;
    Done done;
    size_t size_bytes = 0;
    absl::Status answer;
  };
  // What a batch has learnt and promised so far; in the .cc.
  struct Batch;
  // What runs later on the committer holds on to this, not to the queue, which may have ended by then.
  struct Link;

  // Runs one batch if the queue still lives, and posts itself again while something waits.
  static void RunPosted(Executor& committer, std::shared_ptr<Link> link);
  // True while something waits; else the next Push posts.
  bool StaysScheduled() HEMGANG_EXCLUDES(mutex_);

  std::vector<Waiting> TakeBatch() HEMGANG_EXCLUDES(mutex_);
  // Checks, numbers and writes; leaves each member's answer in it.
  void MakeBatch(std::vector<Waiting>& taken);
  absl::Status Admit(Batch& batch, BatchMember& member);
  absl::Status AdmitStep(Batch& batch, rec::Change& change, const rec::Transition*& previous);
  absl::Status AdmitDirectory(Batch& batch, const rec::DirectoryChange& change);
  absl::Status CheckReceipt(Batch& batch, const rec::Receipt& receipt);
  absl::Status NumberInbox(Batch& batch, rec::Change& change);
  // Hands the answers, and the units that were told something, to the finisher.
  void Answer(std::vector<Waiting> taken) HEMGANG_EXCLUDES(mutex_);

  Engine& engine_;
  const int bound_;
  const int max_batch_;
  const size_t max_batch_bytes_;

  Mutex mutex_;
  std::deque<Waiting> persons_ HEMGANG_GUARDED_BY(mutex_);
  std::deque<Waiting> clock_ HEMGANG_GUARDED_BY(mutex_);
  bool scheduled_ HEMGANG_GUARDED_BY(mutex_) = false;
  std::shared_ptr<const std::function<void(const std::string&)>> told_ HEMGANG_GUARDED_BY(mutex_);

  std::shared_ptr<Link> link_;
  // Ended in this order: the committer's last batch still needs the finisher.
  std::unique_ptr<ThreadExecutor> own_finisher_;
  std::unique_ptr<ThreadExecutor> own_committer_;
  Executor* const finisher_;
  Executor* const committer_;
};

}  // namespace hemgang::storage

#endif  // HEMGANG_STORAGE_COMMIT_QUEUE_H_
