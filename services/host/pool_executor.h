// Some threads that share one queue: for work that may wait for a disk.
#pragma once

#include <deque>
#include <thread>
#include <vector>

#include "services/rpc/metrics.h"
#include "storage/executor.h"
#include "storage/mutex.h"

namespace hemgang::host {

class PoolExecutor final : public Executor {
 public:
  // How much waits is told to `metrics`, which outlives this.
  PoolExecutor(int threads, rpc::Metrics& metrics);
  // Finishes what was posted, then joins.
  ~PoolExecutor() override;

  void Post(absl::AnyInvocable<void()> work) override HEMGANG_EXCLUDES(mutex_);

 private:
  void Run() HEMGANG_EXCLUDES(mutex_);

  rpc::Metrics& metrics_;
  Mutex mutex_;
  CondVar wake_;
  std::deque<absl::AnyInvocable<void()>> queue_ HEMGANG_GUARDED_BY(mutex_);
  bool stopping_ HEMGANG_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace hemgang::host
