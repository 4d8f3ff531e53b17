// Where work runs. Injected everywhere, so that a simulator can run the whole house on one thread.
#pragma once

#include <deque>
#include <thread>
#include <utility>

#include "absl/functional/any_invocable.h"

#include "storage/mutex.h"

namespace hemgang {

class Executor {
 public:
  virtual ~Executor() = default;
  // Runs `work` once, later or at once. Never blocks on it. Thread-safe.
  virtual void Post(absl::AnyInvocable<void()> work) = 0;
};

// Runs work at once, on the caller's thread.
class InlineExecutor final : public Executor {
 public:
  void Post(absl::AnyInvocable<void()> work) override { work(); }
};

// Keeps work until RunAll, for tests and the simulator. Not thread-safe.
class ManualExecutor final : public Executor {
 public:
  void Post(absl::AnyInvocable<void()> work) override { queue_.push_back(std::move(work)); }

  // Runs everything, also what is posted meanwhile, in order. Returns how much ran.
  int RunAll() {
    int ran = 0;
    for (; !queue_.empty(); ++ran) {
      absl::AnyInvocable<void()> work = std::move(queue_.front());
      queue_.pop_front();
      work();
    }
    return ran;
  }

 private:
  std::deque<absl::AnyInvocable<void()>> queue_;
};

// One thread that runs work in order. The destructor finishes what was posted, then joins.
class ThreadExecutor final : public Executor {
 public:
  ThreadExecutor() : thread_([this] { Run(); }) {}
  ~ThreadExecutor() override {
    {
      MutexLock lock(mutex_);
      stopping_ = true;
      wake_.SignalAll();
    }
    thread_.join();
  }

  void Post(absl::AnyInvocable<void()> work) override HEMGANG_EXCLUDES(mutex_) {
    MutexLock lock(mutex_);
    queue_.push_back(std::move(work));
    wake_.Signal();
  }

 private:
  void Run() HEMGANG_EXCLUDES(mutex_) {
    while (true) {
      std::deque<absl::AnyInvocable<void()>> taken;
      {
        MutexLock lock(mutex_);
        while (queue_.empty() && !stopping_) wake_.Wait(mutex_);
        if (queue_.empty()) return;
        taken.swap(queue_);
      }
      for (absl::AnyInvocable<void()>& work : taken) work();
    }
  }

  Mutex mutex_;
  CondVar wake_;
  std::deque<absl::AnyInvocable<void()>> queue_ HEMGANG_GUARDED_BY(mutex_);
  bool stopping_ HEMGANG_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace hemgang
