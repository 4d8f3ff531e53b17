// hemgang_bench: what Hemgång reaches on this machine, beside what the machine itself reaches, in one run. See
// README.md.
#include <algorithm>
#include <cstdio>
#include <iostream>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "clients/load/bench.h"
#include "clients/load/requests.h"
#include "services/host/daemon.h"
#include "storage/rocksdb/raw_writes.h"
#include "tests/bench/noop_server.h"
#include "tests/bench/served_house.h"
#include "tests/bench/step_size.h"

namespace hemgang::bench {
namespace {

namespace hv1 = hemgang::handover::v1;

constexpr char kNoop[] = "no-op call";
// The step of stack.md, by which the limit of the machine was first measured.
constexpr StepSize kPrototypeStep = {4, 2500};
constexpr int kStepsPerBatch = 64;

struct Options {
  double seconds = 1;
  int rounds = 3;
  std::vector<int> outstanding = {1, 16, 64, 256};
  std::string folder = "build";
  bool json = false;
  // As hemgangd has it.
  int workers = 2;
  // Only SendHandover, for a profile.
  bool only_send = false;
};

// Two rates that share the same cores: neither alone is the limit.
double Limit(double calls_per_second, double writes_per_second) {
  if (calls_per_second <= 0 || writes_per_second <= 0) return 0;
  return 1 / (1 / calls_per_second + 1 / writes_per_second);
}

double Middle(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

int Stop(const std::string& sentence) {
  std::cerr << "hemgang_bench: " << sentence << "\n";
  return 2;
}

// Everything that is measured, round by round.
class Session {
 public:
  Session(const Options& options, ServedHouse& house, CatchingStore& catcher)
      : options_(options),
        duration_(absl::Seconds(options.seconds)),
        house_(house),
        catcher_(catcher),
        target_(house.address()),
        bench_(target_, load::Sides()) {}

  // A sentence about what kept it from being measured; empty when all is well.
  std::string Run();
  void Print() const;

 private:
  std::string Prepare();
  std::string Round();
  std::string RawWrites(const StepSize& size, std::vector<double>& rates);
  void Tell(load::Measured measured);
  double NoopAt(int outstanding) const;

  const Options options_;
  const absl::Duration duration_;
  ServedHouse& house_;
  CatchingStore& catcher_;
  load::Target target_;
  load::Bench bench_;
  std::unique_ptr<NoopServer> noop_;
  StepSize size_;
  std::vector<load::Measured> measured_;
  std::vector<double> raw_own_;
  std::vector<double> raw_prototype_;
};

std::string Session::Run() {
  if (std::string fault = Prepare(); !fault.empty()) return fault;
  for (int round = 0; round < options_.rounds; ++round) {
    std::cerr << "round " << round + 1 << " of " << options_.rounds << "\n";
    if (std::string fault = Round(); !fault.empty()) return fault;
  }
  return "";
}

// Something that is overdue, a first load that warms everything up and is not counted, and what a step is made of.
std::string Session::Prepare() {
  load::Calls calls(target_, load::Sides());
  load::Ids old;
  house_.ShiftClock(-absl::Hours(24 * 60));
  if (std::string fault = load::Prepare(calls, 60, old); !fault.empty()) return fault;
  house_.ShiftClock(absl::ZeroDuration());
  const auto forget = [](const load::Measured&) {};
  if (std::string fault = bench_.SendOnly(kStepsPerBatch, absl::Milliseconds(500), forget); !fault.empty())
    return fault;
  auto size = catcher_.Size(options_.folder);
  if (!size.ok()) return std::string(size.status().message());
  size_ = *size;

  hv1::SendHandoverResponse answer;
  load::Ids marked;
  load::Ids sent;
  if (std::string fault = load::Prepare(calls, 1, marked); !fault.empty()) return fault;
  std::string id;
  marked.Take(id);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
  context.AddMetadata("hemgang-caller", load::Sides().sender);
  const grpc::Status status = target_.OfPlace(0).handover->SendHandover(
      &context, load::SendRequest(id, load::Sides().receiver_unit_id()), &answer);
  if (!status.ok()) return status.error_message();
  noop_ = NoopServer::Start(absl::StrCat(house_.address(), ".noop"), answer);
  return noop_ == nullptr ? "cannot listen for the no-op call" : "";
}

// The limit's two halves stand next to what is measured against them, so that a noisy minute meets all alike.
std::string Session::Round() {
  const auto tell = [this](load::Measured measured) { Tell(std::move(measured)); };
  for (const int outstanding : options_.outstanding) {
    if (!options_.only_send) Tell({kNoop, noop_->Load(outstanding, duration_)});
    const std::string fault =
        options_.only_send ? bench_.SendOnly(outstanding, duration_, tell) : bench_.Round(outstanding, duration_, tell);
    if (!fault.empty()) return fault;
    if (options_.only_send || outstanding != kStepsPerBatch) continue;
    if (std::string raw = RawWrites(size_, raw_own_); !raw.empty()) return raw;
    if (std::string raw = RawWrites(kPrototypeStep, raw_prototype_); !raw.empty()) return raw;
  }
  return "";
}

std::string Session::RawWrites(const StepSize& size, std::vector<double>& rates) {
  storage::rocks::RawWrites writes;
  writes.keys = static_cast<int>(size.keys + 0.5);
  writes.bytes = static_cast<int>(size.bytes + 0.5);
  writes.steps_per_batch = kStepsPerBatch;
  writes.duration = duration_;
  writes.under_folder = options_.folder;
  const auto rate = storage::rocks::MeasureRawWrites(writes);
  if (!rate.ok()) return std::string(rate.status().message());
  rates.push_back(*rate);
  return "";
}

void Session::Tell(load::Measured measured) {
  std::cerr << load::TableRow(measured) << "\n";
  measured_.push_back(std::move(measured));
}

double Session::NoopAt(int outstanding) const {
  for (const load::Measured& measured : load::Together(measured_)) {
    if (measured.what == kNoop && measured.figures.outstanding == outstanding) return measured.figures.calls_per_second;
  }
  return 0;
}

void Session::Print() const {
  const std::vector<load::Measured> together = load::Together(measured_);
  if (options_.json) {
    for (const load::Measured& measured : together) std::cout << load::JsonRow(measured) << "\n";
    return;
  }
  const double a = NoopAt(kStepsPerBatch);
  const double own = Limit(a, Middle(raw_own_));
  const double prototype = Limit(a, Middle(raw_prototype_));
  std::cout << absl::StrFormat("\nSendHandover writes %.1f keys and %.0f bytes.\n", size_.keys, size_.bytes);
  if (own > 0) {
    std::cout << absl::StrFormat("a    no-op calls per second at 64                      %8.0f\n", a)
              << absl::StrFormat("b    grouped, synced writes of such steps per second   %8.0f\n", Middle(raw_own_))
              << absl::StrFormat("b4   the same with 4 keys and 2.5 KB                   %8.0f\n",
                                 Middle(raw_prototype_))
              << absl::StrFormat("L  = 1/(1/a + 1/b)                                     %8.0f\n", own)
              << absl::StrFormat("L4 = 1/(1/a + 1/b4)                                    %8.0f\n", prototype);
  }
  std::cout << absl::StrFormat("\n%7s %7s  %s\n", "of L", "of L4", load::TableHead());
  for (const load::Measured& measured : together) {
    const double rate = measured.figures.calls_per_second;
    std::cout << absl::StrFormat("%7s %7s  %s\n", own > 0 ? absl::StrFormat("%.2f", rate / own) : "",
                                 prototype > 0 ? absl::StrFormat("%.2f", rate / prototype) : "",
                                 load::TableRow(measured));
  }
}

int Main(int argc, char** argv) {
  Options options;
  CLI::App app("What Hemgång reaches on this machine, beside what the machine itself reaches.");
  app.add_option("--seconds", options.seconds, "How long each figure is measured, per round")
      ->check(CLI::Range(0.05, 600.0));
  app.add_option("--rounds", options.rounds, "How often; the middle one is shown")->check(CLI::Range(1, 100));
  app.add_option("--outstanding", options.outstanding, "How many calls at a time")
      ->delimiter(',')
      ->check(CLI::Range(1, 4096));
  app.add_option("--folder", options.folder, "On the disk that is meant")->check(CLI::ExistingDirectory);
  app.add_option("--workers", options.workers, "Threads of the house for work that may wait for the disk")
      ->check(CLI::Range(0, 64));
  app.add_flag("--json", options.json, "One JSON object per line");
  app.add_flag("--only-send", options.only_send, "Only SendHandover, for a profile");
  CLI11_PARSE(app, argc, argv);

  host::PrepareProcess();
  std::unique_ptr<CatchingStore> catcher;
  auto house = ServedHouse::Open(options.folder, options.workers, [&](storage::Store& kept) -> storage::Store& {
    catcher = std::make_unique<CatchingStore>(kept, hv1::STEP_SEND_HANDOVER);
    return *catcher;
  });
  if (!house.ok()) return Stop(std::string(house.status().message()));
  Session session(options, **house, *catcher);
  if (std::string fault = session.Run(); !fault.empty()) return Stop(fault);
  session.Print();
  return 0;
}

}  // namespace
}  // namespace hemgang::bench

int main(int argc, char** argv) {
  return hemgang::bench::Main(argc, argv);
}
