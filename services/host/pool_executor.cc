#include "services/host/pool_executor.h"

#include <utility>

namespace hemgang::host {

PoolExecutor::PoolExecutor(int threads, rpc::Metrics& metrics) : metrics_(metrics) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Run(); });
}

PoolExecutor::~PoolExecutor() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
    wake_.SignalAll();
  }
  for (std::thread& thread : threads_) thread.join();
}

void PoolExecutor::Post(absl::AnyInvocable<void()> work) {
  metrics_.Add(rpc::Gauge::kWorkWaiting, 1);
  MutexLock lock(mutex_);
  queue_.push_back(std::move(work));
  wake_.Signal();
}

void PoolExecutor::Run() {
  while (true) {
    absl::AnyInvocable<void()> work;
    {
      MutexLock lock(mutex_);
      while (queue_.empty() && !stopping_) wake_.Wait(mutex_);
      if (queue_.empty()) return;
      work = std::move(queue_.front());
      queue_.pop_front();
    }
    metrics_.Add(rpc::Gauge::kWorkWaiting, -1);
    work();
  }
}

}  // namespace hemgang::host
