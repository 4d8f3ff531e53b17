// Reads a unit's events from the store, and notes what was handed out for the first time.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "hemgang/record/v1/record.pb.h"

#include "services/rpc/clock.h"
#include "storage/store.h"

namespace hemgang::routing {

class InboxReader {
 public:
  InboxReader(storage::Store& store, rpc::Clock& clock) : store_(store), clock_(clock) {}

  // The last number of the unit. INVALID_REQUEST when `after_sequence` is negative or later than that: such a reader
  // has followed another inbox, and would wait for events that it believes to have seen.
  absl::StatusOr<int64_t> CheckCursor(const std::string& unit_id, int64_t after_sequence);

  // At most `limit` events after `after_sequence`, oldest first. A handover or a rung that they bring to this unit is
  // delivered from now on. Blocks for the store.
  absl::StatusOr<std::vector<hemgang::record::v1::InboxEvent>> Read(const std::string& unit_id, int64_t after_sequence,
                                                                    int limit);

  absl::Time Now() { return clock_.Now(); }

 private:
  storage::Store& store_;
  rpc::Clock& clock_;
};

}  // namespace hemgang::routing
