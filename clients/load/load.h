// A load: so many calls outstanding at a time, one after the other in each place, each answer looked at.
//
// Knows places and time, no method and no gRPC. A place that is answered begins its next call at once, on the thread
// that brought the answer, so the number outstanding never falls until the load ends.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace hemgang::load {

// Where one call is made after the other.
class Place {
 public:
  // Given what was wrong with the answer; empty when it was right.
  using Answered = std::function<void(const std::string& fault)>;

  virtual ~Place() = default;
  // Begins the next call, and says once, from any thread, when it is answered. False, and nothing is said, when there
  // is nothing left to ask. Never called while a call is under way.
  virtual bool Begin(Answered answered) = 0;
};
using MakePlace = std::function<std::unique_ptr<Place>(int number)>;

struct LoadPlan {
  int outstanding = 1;
  // No call begins later than this after the first.
  absl::Duration duration = absl::InfiniteDuration();
};

struct LoadFigures {
  int outstanding = 0;
  // Answered, right or wrong.
  int64_t calls = 0;
  int64_t faults = 0;
  std::string first_fault;
  double calls_per_second = 0;
  absl::Duration p50;
  absl::Duration p99;
  // What this program's threads worked per call, on all cores together: the calls' own cost, where the server is a part
  // of this program, and a busy machine bends it less than it bends the rest.
  absl::Duration cpu_per_call;
};

// Loads until the time is up or nothing is left to ask, and every call is answered. Blocks.
LoadFigures RunLoad(const LoadPlan& plan, const MakePlace& make_place);

// Of several runs of the same load the one with the middle rate; calls and faults are counted over all of them.
// Empty in, empty out.
LoadFigures MiddleOf(std::vector<LoadFigures> runs);

}  // namespace hemgang::load
