#include "services/host/advance.h"

#include <vector>

#include "services/rpc/times.h"

namespace hemgang::host {

void AdvanceTo(absl::Time until, House& house, const std::function<void(absl::Time)>& set) {
  int64_t reached_us = 0;
  while (true) {
    auto wakes = house.store().ListWakes(rpc::ToMicros(until), 1);
    // Nothing more, or a deadline that was asked to speak and stays silent: time goes on without it.
    if (!wakes.ok() || wakes->empty() || wakes->front().wake_time_us < reached_us) break;
    reached_us = wakes->front().wake_time_us + 1;
    set(rpc::FromMicros(wakes->front().wake_time_us));
    while (house.RunDeadlines() > 0) {
    }
  }
  set(until);
  while (house.RunDeadlines() > 0) {
  }
}

}  // namespace hemgang::host
