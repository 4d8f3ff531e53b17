// What is counted and measured, for Prometheus. Labels are methods and codes; never a unit, a person or a patient.
//
// Thread-safe. A measure that nobody asks for costs an atomic addition.
#pragma once

#include <array>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
}  // namespace prometheus

namespace hemgang::rpc {

// The calls of one method; kept by whoever serves it.
class MethodMeter {
 public:
  void Count(absl::StatusCode code, absl::Duration duration);

 private:
  friend class Metrics;
  static constexpr int kCodes = 17;
  std::array<prometheus::Counter*, kCodes> by_code_{};
  prometheus::Histogram* seconds_ = nullptr;
};

enum class Gauge {
  kWorkWaiting,     // work that waits for a thread
  kOpenStreams,     // live inbox streams
  kDeadlineLag,     // seconds by which the oldest deadline that has not spoken is late
  kWakeBacklog,     // deadlines that are to speak now
  kClockTrusted,    // 1, or 0 while the wall clock has left the steady clock
  kWritesTaken,     // 1, or 0 while the store takes no writes
  kLettersWaiting,  // letters on their way, also those that wait for a unit to open
  kLettersDead,     // letters that were given up: a person must see to an address
  kCount,           // how many there are; no gauge itself
};

class Metrics {
 public:
  Metrics();
  ~Metrics();

  // Lives as long as this. `room` "handover", `method` "Acknowledge".
  MethodMeter* Method(const std::string& room, const std::string& method);

  void Set(Gauge gauge, double value);
  void Add(Gauge gauge, double value);
  double Value(Gauge gauge) const;

  // Everything, in Prometheus' text form.
  std::string Text() const;

  // Serves Text() over HTTP at "127.0.0.1:9464" from now on. UNAVAILABLE with a sentence when the port is in use.
  absl::Status Expose(const std::string& address);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace hemgang::rpc
