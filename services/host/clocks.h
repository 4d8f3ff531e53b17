// The clocks that a process may run on, and the steady clock that the wall clock is held against.
#pragma once

#include <atomic>
#include <cstdint>

#include "absl/time/time.h"

#include "services/rpc/clock.h"
#include "storage/mutex.h"

namespace hemgang::host {

// A clock that cannot be set and does not stop while the machine sleeps; counts from its last start.
absl::Duration SteadyTime();

// Another clock that never goes back: what was recorded later never has an earlier time. Thread-safe.
class ForwardClock final : public rpc::Clock {
 public:
  // Never before `floor`; `wall` outlives this.
  ForwardClock(rpc::Clock& wall, absl::Time floor) : wall_(wall), latest_us_(absl::ToUnixMicros(floor)) {}
  absl::Time Now() override;

 private:
  rpc::Clock& wall_;
  std::atomic<int64_t> latest_us_;
};

// A demonstration's time: from `start` on, `factor` times as fast as real time, and moved forward by hand. Thread-safe.
class DemoClock final : public rpc::Clock {
 public:
  DemoClock(absl::Time start, double factor) : factor_(factor), base_(start), base_steady_(SteadyTime()) {}
  absl::Time Now() override HEMGANG_EXCLUDES(mutex_);
  // An earlier time is ignored.
  void Set(absl::Time now) HEMGANG_EXCLUDES(mutex_);

 private:
  absl::Time Reading() const HEMGANG_REQUIRES(mutex_) { return base_ + (SteadyTime() - base_steady_) * factor_; }

  const double factor_;
  Mutex mutex_;
  absl::Time base_ HEMGANG_GUARDED_BY(mutex_);
  absl::Duration base_steady_ HEMGANG_GUARDED_BY(mutex_);
};

}  // namespace hemgang::host
