// How many keys and bytes a step of one kind writes: real changes, caught on their way to the store, laid out as the
// engine lays them out, and counted.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "storage/mutex.h"
#include "tests/support/forwarding_store.h"

namespace hemgang::bench {

namespace rec = hemgang::record::v1;

struct StepSize {
  double keys = 0;
  double bytes = 0;
};

// Hands everything on, and keeps a copy of the first changes of one kind of step and of what they replaced.
class CatchingStore final : public test::ForwardingStore {
 public:
  CatchingStore(storage::Store& kept, hemgang::handover::v1::Step step) : ForwardingStore(kept), step_(step) {}

  // As many as one batch of 64 calls holds.
  static constexpr size_t kCaught = 64;

  void Commit(rec::Change change, storage::Priority priority, storage::Done done) override;
  // The mean over what was caught, written as one batch. FAILED_PRECONDITION when nothing was. A RocksDB is made under
  // the folder and removed.
  absl::StatusOr<StepSize> Size(const std::string& under_folder) const HEMGANG_EXCLUDES(mutex_);

 private:
  struct Caught {
    rec::Change change;
    std::optional<rec::Transition> previous;
  };

  const hemgang::handover::v1::Step step_;
  mutable Mutex mutex_;
  std::vector<Caught> caught_ HEMGANG_GUARDED_BY(mutex_);
};

}  // namespace hemgang::bench
