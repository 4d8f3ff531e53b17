// Moving a clock forward by hand without letting a deadline speak late.
#pragma once

#include <functional>

#include "absl/time/time.h"

#include "services/host/house.h"

namespace hemgang::host {

// Sets the clock to the time of each wake on the way and lets the deadlines speak there, then to `until`. A step that
// is told at 11:00 is so recorded at 11:00, though the clock was moved from 8:00 to 16:00. `set` must set the clock
// that the house runs on. Blocks until every deadline has spoken.
void AdvanceTo(absl::Time until, House& house, const std::function<void(absl::Time)>& set);

}  // namespace hemgang::host
