// A store at whose door two commits meet, so that a race has the same end in every run.
//
// While a meeting is called, commits wait until the test lets them through, one by one: both were then decided on the
// same state, and whoever is let through last must decide anew. Otherwise it is the store behind it.
#pragma once

#include <deque>
#include <utility>

#include "storage/mutex.h"
#include "tests/support/forwarding_store.h"

namespace hemgang::test {

class MeetingStore final : public ForwardingStore {
 public:
  using ForwardingStore::ForwardingStore;

  void Commit(rec::Change change, storage::Priority priority, storage::Done done) override;

  // From now on commits wait.
  void CallMeeting() HEMGANG_EXCLUDES(mutex_);
  // Blocks until so many wait; false after ten seconds.
  bool WaitFor(size_t waiting) HEMGANG_EXCLUDES(mutex_);
  // Lets the one that came `place`-th (0 first) through and blocks until its answer was given.
  void LetThrough(size_t place) HEMGANG_EXCLUDES(mutex_);
  // From now on nobody waits any more; whoever still does is let through.
  void EndMeeting() HEMGANG_EXCLUDES(mutex_);

 private:
  struct Waiting {
    rec::Change change;
    storage::Priority priority;
    storage::Done done;
  };

  Mutex mutex_;
  CondVar moved_;
  bool is_meeting_ HEMGANG_GUARDED_BY(mutex_) = false;
  std::deque<Waiting> waiting_ HEMGANG_GUARDED_BY(mutex_);
};

}  // namespace hemgang::test
