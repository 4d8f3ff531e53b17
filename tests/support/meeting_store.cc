#include "tests/support/meeting_store.h"

#include <chrono>
#include <future>
#include <memory>

#include "absl/base/macros.h"

namespace hemgang::test {

void MeetingStore::Commit(rec::Change change, storage::Priority priority, storage::Done done) {
  {
    MutexLock lock(mutex_);
    if (is_meeting_) {
      waiting_.push_back({std::move(change), priority, std::move(done)});
      moved_.SignalAll();
      return;
    }
  }
  kept_.Commit(std::move(change), priority, std::move(done));
}

void MeetingStore::CallMeeting() {
  MutexLock lock(mutex_);
  is_meeting_ = true;
}

bool MeetingStore::WaitFor(size_t waiting) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  MutexLock lock(mutex_);
  while (waiting_.size() < waiting) {
    const auto now = std::chrono::steady_clock::now();
    if (now >= until) return false;
    moved_.WaitFor(mutex_, until - now);
  }
  return true;
}

void MeetingStore::LetThrough(size_t place) {
  Waiting through;
  {
    MutexLock lock(mutex_);
    ABSL_HARDENING_ASSERT(place < waiting_.size());
    through = std::move(waiting_[place]);
    waiting_.erase(waiting_.begin() + static_cast<std::ptrdiff_t>(place));
  }
  auto answered = std::make_shared<std::promise<void>>();
  kept_.Commit(std::move(through.change), through.priority,
               [answered, done = std::move(through.done)](absl::Status status) mutable {
                 done(std::move(status));
                 answered->set_value();
               });
  answered->get_future().wait();
}

void MeetingStore::EndMeeting() {
  std::deque<Waiting> left;
  {
    MutexLock lock(mutex_);
    is_meeting_ = false;
    left.swap(waiting_);
  }
  for (Waiting& through : left) {
    kept_.Commit(std::move(through.change), through.priority, std::move(through.done));
  }
}

}  // namespace hemgang::test
