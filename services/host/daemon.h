// One process from start to end: opens what the options name, builds the house, keeps time, and drains on a signal.
#pragma once

#include <functional>

#include "absl/status/status.h"

#include "services/host/options.h"

namespace hemgang::host {

// What the process is asked from outside while it runs.
enum class Ask { kEnd, kConfirmClock };

// What a process that serves does first, before it has a second thread.
void PrepareProcess();

// Serves until `next` says to end; `next` blocks until something is asked. Anything that keeps the process from
// starting is one sentence that says what to change. Answers OK after everything that was under way has ended.
absl::Status RunDaemon(const Options& options, const std::function<Ask()>& next);

}  // namespace hemgang::host
