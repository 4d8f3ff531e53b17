#include "clients/load/load.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

#include <sys/resource.h>

namespace hemgang::load {
namespace {

using SteadyClock = std::chrono::steady_clock;

absl::Duration CpuTime() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return absl::DurationFromTimeval(usage.ru_utime) + absl::DurationFromTimeval(usage.ru_stime);
}

// One place with what it has seen. Only the thread that carries its current answer touches it.
struct Seat {
  std::unique_ptr<Place> place;
  SteadyClock::time_point began;
  std::vector<int64_t> latencies_ns;
  int64_t faults = 0;
  std::string first_fault;
};

class Run {
 public:
  Run(const LoadPlan& plan, const MakePlace& make_place) : seats_(plan.outstanding), busy_(plan.outstanding) {
    for (int i = 0; i < plan.outstanding; ++i) seats_[i].place = make_place(i);
    cpu_begin_ = CpuTime();
    begin_ = SteadyClock::now();
    last_begin_ = plan.duration == absl::InfiniteDuration() ? SteadyClock::time_point::max()
                                                            : begin_ + absl::ToChronoNanoseconds(plan.duration);
  }

  LoadFigures Finish() {
    for (Seat& seat : seats_) Next(seat);
    std::unique_lock<std::mutex> lock(mutex_);
    all_answered_.wait(lock, [this] { return busy_ == 0; });
    return Figures(SteadyClock::now() - begin_);
  }

 private:
  void Next(Seat& seat) {
    seat.began = SteadyClock::now();
    const bool begun = seat.began < last_begin_ && seat.place->Begin([this, &seat](const std::string& fault) {
      seat.latencies_ns.push_back((SteadyClock::now() - seat.began).count());
      if (!fault.empty() && seat.faults++ == 0) seat.first_fault = fault;
      Next(seat);
    });
    if (begun) return;
    std::lock_guard<std::mutex> lock(mutex_);
    // Under the lock: whoever waits may be gone once it is released.
    if (--busy_ == 0) all_answered_.notify_all();
  }

  LoadFigures Figures(SteadyClock::duration took) {
    LoadFigures figures;
    figures.outstanding = static_cast<int>(seats_.size());
    std::vector<int64_t> all;
    for (Seat& seat : seats_) {
      all.insert(all.end(), seat.latencies_ns.begin(), seat.latencies_ns.end());
      figures.faults += seat.faults;
      if (figures.first_fault.empty()) figures.first_fault = seat.first_fault;
    }
    figures.calls = static_cast<int64_t>(all.size());
    if (all.empty()) return figures;
    figures.cpu_per_call = (CpuTime() - cpu_begin_) / figures.calls;
    std::sort(all.begin(), all.end());
    figures.p50 = absl::Nanoseconds(all[all.size() / 2]);
    figures.p99 = absl::Nanoseconds(all[all.size() * 99 / 100]);
    figures.calls_per_second = static_cast<double>(all.size()) / std::chrono::duration<double>(took).count();
    return figures;
  }

  std::vector<Seat> seats_;
  SteadyClock::time_point begin_;
  absl::Duration cpu_begin_;
  SteadyClock::time_point last_begin_;
  std::mutex mutex_;
  std::condition_variable all_answered_;
  int busy_;
};

}  // namespace

LoadFigures RunLoad(const LoadPlan& plan, const MakePlace& make_place) {
  return Run(plan, make_place).Finish();
}

LoadFigures MiddleOf(std::vector<LoadFigures> runs) {
  if (runs.empty()) return {};
  std::sort(runs.begin(), runs.end(),
            [](const LoadFigures& a, const LoadFigures& b) { return a.calls_per_second < b.calls_per_second; });
  LoadFigures middle = runs[runs.size() / 2];
  middle.calls = 0;
  middle.faults = 0;
  for (const LoadFigures& run : runs) {
    middle.calls += run.calls;
    middle.faults += run.faults;
    if (middle.first_fault.empty()) middle.first_fault = run.first_fault;
  }
  return middle;
}

}  // namespace hemgang::load
