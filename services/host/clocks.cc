#include "services/host/clocks.h"

#include <time.h>

namespace hemgang::host {

absl::Duration SteadyTime() {
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  return absl::DurationFromTimespec(now);
}

absl::Time ForwardClock::Now() {
  const int64_t wall_us = absl::ToUnixMicros(wall_.Now());
  int64_t latest_us = latest_us_.load(std::memory_order_relaxed);
  while (latest_us < wall_us && !latest_us_.compare_exchange_weak(latest_us, wall_us, std::memory_order_relaxed)) {
  }
  return absl::FromUnixMicros(latest_us < wall_us ? wall_us : latest_us);
}

absl::Time DemoClock::Now() {
  MutexLock lock(mutex_);
  return Reading();
}

void DemoClock::Set(absl::Time now) {
  MutexLock lock(mutex_);
  if (now <= Reading()) return;
  base_ = now;
  base_steady_ = SteadyTime();
}

}  // namespace hemgang::host
