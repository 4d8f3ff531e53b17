#include "services/host/ticker.h"

#include <utility>

namespace hemgang::host {

Ticker::Ticker(absl::Duration pause, std::function<void()> work)
    : pause_(absl::ToChronoNanoseconds(pause)), work_(std::move(work)), thread_([this] { Run(); }) {}

Ticker::~Ticker() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
    wake_.SignalAll();
  }
  thread_.join();
}

void Ticker::Run() {
  while (true) {
    work_();
    const auto again = std::chrono::steady_clock::now() + pause_;
    MutexLock lock(mutex_);
    while (!stopping_) {
      const auto left = again - std::chrono::steady_clock::now();
      if (left <= std::chrono::nanoseconds::zero()) break;
      wake_.WaitFor(mutex_, left);
    }
    if (stopping_) return;
  }
}

}  // namespace hemgang::host
