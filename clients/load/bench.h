// What is measured of a running server: each kind of call at so many outstanding, with its preparation outside the
// measured time. Knows the API only; the server may be anywhere.
#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/time/time.h"

#include "clients/load/calls.h"
#include "clients/load/load.h"
#include "clients/load/target.h"

namespace hemgang::load {

inline constexpr char kSendHandover[] = "SendHandover, durable";
inline constexpr char kAcknowledge[] = "Acknowledge, durable";
inline constexpr char kGetHandover[] = "GetHandover, durable look";
inline constexpr char kListInbox[] = "ListInbox, 50 events";
inline constexpr char kListOverdue[] = "ListTasks, overdue";

// One line of the table.
struct Measured {
  std::string what;
  LoadFigures figures;
};

class Bench {
 public:
  // `target` outlives this.
  Bench(Target& target, const Sides& sides) : calls_(target, sides) {}

  // Every kind once, at so many outstanding, in the order above; told after each. A sentence about what kept it from
  // being measured; empty when all is well. Wrong answers are counted in the figures.
  std::string Round(int outstanding, absl::Duration duration, const std::function<void(Measured)>& told);

  // Send as Round does and nothing else, for a profile.
  std::string SendOnly(int outstanding, absl::Duration duration, const std::function<void(Measured)>& told);

 private:
  Calls calls_;
  Ids marked_;
  Ids sent_;
  Ids acknowledged_;
};

// The rows of several rounds, one per kind and number outstanding: see MiddleOf. In order of first appearance.
std::vector<Measured> Together(const std::vector<Measured>& rounds);

// The columns of the table, and one row of it.
std::string TableHead();
std::string TableRow(const Measured& measured);

// One JSON object on one line: {"what": …, "outstanding": …, "callsPerSecond": …, "p50Us": …, "p99Us": …,
// "cpuUsPerCall": …}
std::string JsonRow(const Measured& measured);

}  // namespace hemgang::load
