// Time and chance, injected everywhere so that a test or a simulator decides both.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "absl/time/time.h"

namespace hemgang::rpc {

class Clock {
 public:
  virtual ~Clock() = default;
  // The wall clock, UTC. Thread-safe.
  virtual absl::Time Now() = 0;
};

// Fresh ids. Thread-safe.
class IdSource {
 public:
  virtual ~IdSource() = default;
  // A new id, ordered by time (UUID version 7, RFC 9562), 36 characters of text.
  virtual std::string NewId() = 0;
};

class SystemClock final : public Clock {
 public:
  absl::Time Now() override;
};

class RandomIds final : public IdSource {
 public:
  // `clock` must outlive this.
  explicit RandomIds(Clock& clock) : clock_(clock) {}
  std::string NewId() override;

 private:
  Clock& clock_;
};

// A clock that is faster than real time by a factor, or moved by hand; for the demo and for tests. Thread-safe.
class SetClock final : public Clock {
 public:
  explicit SetClock(absl::Time now) : now_us_(absl::ToUnixMicros(now)) {}
  absl::Time Now() override;
  // Never goes back: an earlier time is ignored.
  void Set(absl::Time now);

 private:
  std::atomic<int64_t> now_us_;
};

}  // namespace hemgang::rpc
