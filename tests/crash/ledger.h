// What was asked for and what was answered, as the clients saw it: the promises that a killed server has given.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "hemgang/handover/v1/handover_service.pb.h"

#include "storage/mutex.h"

namespace hemgang::crash {

namespace hv1 = hemgang::handover::v1;

struct Promise {
  hv1::Step step = hv1::STEP_UNSPECIFIED;
  std::string caller;
  std::string request_id;
  // Sent again, unchanged, after a restart.
  std::shared_ptr<const google::protobuf::Message> request;
  // False: nobody knows whether it was done, until it is asked again.
  bool answered = false;
  hv1::StepOutcome outcome;
};

// Thread-safe.
class Ledger {
 public:
  // Gives the place of the new line.
  size_t Ask(Promise promise) HEMGANG_EXCLUDES(mutex_) {
    MutexLock lock(mutex_);
    promises_.push_back(std::move(promise));
    return promises_.size() - 1;
  }
  void Answer(size_t place, hv1::StepOutcome outcome) HEMGANG_EXCLUDES(mutex_) {
    MutexLock lock(mutex_);
    promises_[place].answered = true;
    promises_[place].outcome = std::move(outcome);
  }
  std::vector<Promise> promises() const HEMGANG_EXCLUDES(mutex_) {
    MutexLock lock(mutex_);
    return promises_;
  }

 private:
  mutable Mutex mutex_;
  std::vector<Promise> promises_ HEMGANG_GUARDED_BY(mutex_);
};

}  // namespace hemgang::crash
