#include "clients/load/bench.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace hemgang::load {
namespace {

// Handovers to prepare for so long a run; more than the fastest machine at hand has ever sent, so that a run seldom
// ends for want of them.
int64_t Wanted(int outstanding, absl::Duration duration) {
  constexpr double kMostPerSecond = 25000;
  constexpr double kMostPerPlace = 1500;
  return static_cast<int64_t>(std::min(kMostPerSecond, kMostPerPlace * outstanding) * absl::ToDoubleSeconds(duration));
}

std::string Milliseconds(absl::Duration duration) {
  return absl::StrFormat("%.2f", absl::ToDoubleMilliseconds(duration));
}

}  // namespace

std::string Bench::Round(int outstanding, absl::Duration duration, const std::function<void(Measured)>& told) {
  if (std::string fault = SendOnly(outstanding, duration, told); !fault.empty()) return fault;
  const LoadPlan plan{.outstanding = outstanding, .duration = duration};
  told({kAcknowledge, RunLoad(plan, calls_.AcknowledgeHandovers(sent_, acknowledged_))});
  told({kGetHandover, RunLoad(plan, calls_.GetHandovers(acknowledged_))});
  told({kListInbox, RunLoad(plan, calls_.ListInbox())});
  told({kListOverdue, RunLoad(plan, calls_.ListOverdue())});
  return "";
}

std::string Bench::SendOnly(int outstanding, absl::Duration duration, const std::function<void(Measured)>& told) {
  if (std::string fault = Prepare(calls_, Wanted(outstanding, duration), marked_); !fault.empty()) return fault;
  const LoadPlan plan{.outstanding = outstanding, .duration = duration};
  told({kSendHandover, RunLoad(plan, calls_.SendHandovers(marked_, sent_))});
  return "";
}

std::vector<Measured> Together(const std::vector<Measured>& rounds) {
  std::vector<Measured> together;
  for (const Measured& first : rounds) {
    const auto same = [&](const Measured& other) {
      return other.what == first.what && other.figures.outstanding == first.figures.outstanding;
    };
    if (std::any_of(together.begin(), together.end(), same)) continue;
    std::vector<LoadFigures> runs;
    for (const Measured& other : rounds) {
      if (same(other)) runs.push_back(other.figures);
    }
    together.push_back({first.what, MiddleOf(std::move(runs))});
  }
  return together;
}

std::string TableHead() {
  return absl::StrFormat("%-28s %11s %10s %10s %10s %11s", "what", "outstanding", "per second", "p50 ms", "p99 ms",
                         "cpu us/call");
}

std::string TableRow(const Measured& measured) {
  const LoadFigures& figures = measured.figures;
  std::string row = absl::StrFormat("%-28s %11d %10.0f %10s %10s %11.0f", measured.what, figures.outstanding,
                                    figures.calls_per_second, Milliseconds(figures.p50), Milliseconds(figures.p99),
                                    absl::ToDoubleMicroseconds(figures.cpu_per_call));
  if (figures.faults > 0) absl::StrAppend(&row, "  ", figures.faults, " FAULTS, first: ", figures.first_fault);
  return row;
}

std::string JsonRow(const Measured& measured) {
  const LoadFigures& figures = measured.figures;
  return absl::StrFormat(
      R"({"what": "%s", "outstanding": %d, "calls": %d, "faults": %d, "callsPerSecond": %.1f, "p50Us": %.1f, )"
      R"("p99Us": %.1f, "cpuUsPerCall": %.1f})",
      measured.what, figures.outstanding, figures.calls, figures.faults, figures.calls_per_second,
      absl::ToDoubleMicroseconds(figures.p50), absl::ToDoubleMicroseconds(figures.p99),
      absl::ToDoubleMicroseconds(figures.cpu_per_call));
}

}  // namespace hemgang::load
