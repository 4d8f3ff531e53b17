// One thread that does one small thing again and again: a pass of the deadlines loop, a heartbeat, a look at the
// health.
#pragma once

#include <chrono>
#include <functional>
#include <thread>

#include "absl/time/time.h"

#include "storage/mutex.h"

namespace hemgang::host {

class Ticker {
 public:
  // Does `work` now, and then again `pause` after each time it was done.
  Ticker(absl::Duration pause, std::function<void()> work);
  // Waits for the work that is being done.
  ~Ticker();
  Ticker(const Ticker&) = delete;
  Ticker& operator=(const Ticker&) = delete;

 private:
  void Run() HEMGANG_EXCLUDES(mutex_);

  const std::chrono::nanoseconds pause_;
  const std::function<void()> work_;
  Mutex mutex_;
  CondVar wake_;
  bool stopping_ HEMGANG_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace hemgang::host
