// Whether the wall clock can be trusted to say that somebody is late.
//
// A wall clock that jumps would make every deadline speak at once, or none. So while the wall clock has left the steady
// clock (which cannot be set) by more than kAllowed, no deadline speaks, until the two agree again or an operator says
// that the wall clock is right. Persons' steps go on.
#pragma once

#include "absl/time/time.h"

#include "storage/mutex.h"

namespace hemgang::deadlines {

// Both clocks at one moment; the steady one counts from anywhere.
struct ClockReading {
  absl::Time wall;
  absl::Duration steady;
};

class ClockGuard {
 public:
  static constexpr absl::Duration kAllowed = absl::Seconds(60);

  // From here on the two clocks should go together.
  explicit ClockGuard(const ClockReading& start) : start_(start) {}

  // True while the wall clock is trusted. Thread-safe.
  bool Trusts(const ClockReading& now) HEMGANG_EXCLUDES(mutex_) {
    MutexLock lock(mutex_);
    return absl::AbsDuration((now.wall - start_.wall) - (now.steady - start_.steady)) <= kAllowed;
  }

  // An operator says that the wall clock is right as it is now. Thread-safe.
  void Confirm(const ClockReading& now) HEMGANG_EXCLUDES(mutex_) {
    MutexLock lock(mutex_);
    start_ = now;
  }

 private:
  Mutex mutex_;
  ClockReading start_ HEMGANG_GUARDED_BY(mutex_);
};

}  // namespace hemgang::deadlines
