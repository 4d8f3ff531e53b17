// The loop that lets the clock speak: it finds what is due to be looked at and asks the handover service, which alone
// may decide, to let each one expire.
//
// One pass is RunOnce(now), and it waits for nothing: it starts calls and returns. At most kInFlight are under way, at
// most one per transition; what fails is tried again later, ever more seldom, and never holds up what comes after it.
// Owns no thread.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/time/time.h"

#include "hemgang/handover/v1/clock_service.grpc.pb.h"

#include "services/rpc/log.h"
#include "services/rpc/metrics.h"
#include "storage/mutex.h"
#include "storage/store.h"

namespace hemgang::deadlines {

namespace hv1 = hemgang::handover::v1;

class DeadlineLoop {
 public:
  static constexpr int kInFlight = 64;

  // `sign` puts the service's secret into a call. All of them outlive the loop.
  DeadlineLoop(storage::Store& store, hv1::ExpiryService::StubInterface& handover,
               std::function<void(grpc::ClientContext&)> sign, rpc::Metrics& metrics, rpc::Log& log);
  // Waits for the calls under way.
  ~DeadlineLoop();

  // One pass over what is to be looked at, at or before `now`. Returns how many calls it started. One caller at a time;
  // blocks for the store only.
  int RunOnce(absl::Time now) HEMGANG_EXCLUDES(mutex_);

  // Returns when no call is under way.
  void WaitUntilIdle() HEMGANG_EXCLUDES(mutex_);

 private:
  struct Call;
  struct Failure {
    int times = 0;
    absl::Time again;
  };

  // What need not be looked at any more has not failed any more; only a whole list tells.
  void ForgetFailuresOutside(const std::vector<storage::Wake>& wakes, bool is_whole) HEMGANG_EXCLUDES(mutex_);
  // Claims a place for this transition's call.
  bool MayStart(const std::string& transition_id, absl::Time now) HEMGANG_EXCLUDES(mutex_);
  void Start(const storage::Wake& wake, absl::Time now);
  void Ended(const Call& call, const absl::Status& status) HEMGANG_EXCLUDES(mutex_);

  storage::Store& store_;
  hv1::ExpiryService::StubInterface& handover_;
  const std::function<void(grpc::ClientContext&)> sign_;
  rpc::Metrics& metrics_;
  rpc::Log& log_;

  Mutex mutex_;
  CondVar idle_;
  absl::flat_hash_set<std::string> under_way_ HEMGANG_GUARDED_BY(mutex_);
  absl::flat_hash_map<std::string, Failure> failed_ HEMGANG_GUARDED_BY(mutex_);
};

}  // namespace hemgang::deadlines
