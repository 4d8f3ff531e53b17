// The log: one JSON object per line on standard error, written in this one place.
//
// What a line may hold is the struct below and nothing else: no request, no answer, no patient, no id of a transition
// or handover. Thread-safe; a line is written whole.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"

#include "storage/mutex.h"

namespace hemgang::rpc {

struct LogLine {
  // "call", "started", "stopped", "clock_left", …
  std::string event;
  // "handover.Acknowledge"
  std::string method;
  // "OK", "FAILED_PRECONDITION"
  std::string code;
  // A refusal's reason; empty for trouble.
  std::string reason;
  std::string unit_id;
  std::optional<absl::Duration> duration;
  // A sentence of our own, about a folder, an address or the machine.
  std::string sentence;
};

class Log {
 public:
  using Write = std::function<void(const std::string& line)>;

  // Keeps calls that were answered OK out, unless `every_call`. An empty `write` writes to standard error.
  explicit Log(bool every_call = false, Write write = {});

  void Put(const LogLine& line) HEMGANG_EXCLUDES(mutex_);
  // How a call ended: its code, and its reason or, for trouble, what the trouble was.
  void PutCall(const std::string& method, const std::string& unit_id, const absl::Status& status,
               absl::Duration duration);

 private:
  const bool every_call_;
  const Write write_;
  Mutex mutex_;
};

// A sink for tests that look at something else.
inline Log::Write NoLog() {
  return [](const std::string&) {};
}

}  // namespace hemgang::rpc
