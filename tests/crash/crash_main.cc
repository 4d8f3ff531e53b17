// hemgang_crash: kills the server under load, again and again, and holds what it kept against what it answered. See
// README.md.
#include <algorithm>
#include <filesystem>
#include <future>
#include <iostream>
#include <random>
#include <thread>

#include <CLI/CLI.hpp>
#include <stdlib.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"

#include "hemgang/directory/v1/directory_service.grpc.pb.h"

#include "clients/load/load.h"
#include "storage/open_store.h"
#include "tests/crash/killed_server.h"
#include "tests/crash/ledger.h"
#include "tests/crash/oracle.h"
#include "tests/crash/story_place.h"
#include "tests/support/test_directory.h"

namespace hemgang::crash {
namespace {

namespace dv1 = hemgang::directory::v1;

struct Options {
  std::string server;
  std::string folder = "build";
  int times = 20;
  int outstanding = 16;
  int longest_ms = 400;
  // 0: another one each time; it is printed.
  uint64_t seed = 0;
};

// So many kills on one folder; then a new one, so that reading all of it back stays short.
constexpr int kKillsPerFolder = 20;
// Of the steps that were answered before the kill, so many are asked again; of the unanswered, all.
constexpr size_t kAskedAgain = 200;

const std::vector<std::string> kUnits = {"su-ostra-rehab", "molndal-hemrehab"};
const std::vector<std::string> kCustodians = {"vgr", "molndal"};

struct Counts {
  int kills = 0;
  int64_t asked = 0;
  int64_t answered = 0;
  int64_t unknown = 0;
  int64_t asked_again = 0;
  int64_t transitions = 0;
  int64_t events = 0;
  int controls = 0;
  std::vector<double> start_ms;
};

absl::Status ApplyDirectory(const KilledServer& server) {
  dv1::ApplyDirectoryRequest request;
  request.set_request_id("00000000-0000-4000-8000-000000000001");
  *request.mutable_directory() = test::TestDirectory();
  dv1::ApplyDirectoryResponse response;
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(20)));
  context.AddMetadata("hemgang-caller", "directory@directory");
  const grpc::Status applied =
      dv1::DirectoryService::NewStub(server.Connect())->ApplyDirectory(&context, request, &response);
  return applied.ok() ? absl::OkStatus() : absl::UnavailableError(applied.error_message());
}

// One folder with its server, its promises and its kills.
class Trial {
 public:
  Trial(const Options& options, std::string folder, std::mt19937_64& random, Counts& counts)
      : options_(options), server_(options.server, std::move(folder)), random_(random), counts_(counts) {}

  // What did not hold; empty when all did.
  std::vector<std::string> Run(int kills);

 private:
  absl::Status Start();
  // Loads until the server is killed, at a random moment. What was refused is a finding.
  std::string LoadAndKill();
  std::vector<std::string> AskAgain();
  absl::StatusOr<Kept> Read() const;
  std::vector<std::string> CompareAll();
  // The oracle must object to a promise that was never given. Empty when it does.
  std::string Control(const Kept& kept);

  const Options options_;
  KilledServer server_;
  std::mt19937_64& random_;
  Counts& counts_;
  Ledger ledger_;
  int64_t patients_ = 0;
};

std::vector<std::string> Trial::Run(int kills) {
  if (absl::Status started = Start(); !started.ok()) return {std::string(started.message())};
  if (absl::Status applied = ApplyDirectory(server_); !applied.ok()) return {std::string(applied.message())};
  for (int kill = 0; kill < kills; ++kill) {
    if (const std::string refused = LoadAndKill(); !refused.empty()) return {refused};
    ++counts_.kills;
    if (std::vector<std::string> findings = CompareAll(); !findings.empty()) return findings;
    if (absl::Status started = Start(); !started.ok()) return {std::string(started.message())};
    if (std::vector<std::string> findings = AskAgain(); !findings.empty()) return findings;
  }
  if (absl::Status ended = server_.End(); !ended.ok()) return {std::string(ended.message())};
  const absl::StatusOr<Kept> kept = Read();
  if (!kept.ok()) return {std::string(kept.status().message())};
  std::vector<std::string> findings = Compare(ledger_.promises(), *kept);
  if (std::string blind = Control(*kept); !blind.empty()) findings.push_back(blind);
  for (const Promise& promise : ledger_.promises()) {
    ++counts_.asked;
    counts_.answered += promise.answered ? 1 : 0;
  }
  counts_.transitions += static_cast<int64_t>(kept->transitions.size());
  for (const auto& [unit, inbox] : kept->inboxes) counts_.events += inbox.counter;
  return findings;
}

absl::Status Trial::Start() {
  const absl::Time began = absl::Now();
  absl::Status started = server_.Start();
  counts_.start_ms.push_back(absl::ToDoubleMilliseconds(absl::Now() - began));
  return started;
}

std::string Trial::LoadAndKill() {
  const std::shared_ptr<grpc::Channel> channel = server_.Connect();
  const int64_t first = patients_;
  patients_ += options_.outstanding;
  std::future<load::LoadFigures> loading = std::async(std::launch::async, [&] {
    return load::RunLoad({.outstanding = options_.outstanding},
                         [&](int number) { return std::make_unique<StoryPlace>(channel, ledger_, first + number); });
  });
  std::uniform_int_distribution<int> moment_us(1000, options_.longest_ms * 1000);
  // The one place where real time must pass: the moment of the kill is the test.
  std::this_thread::sleep_for(std::chrono::microseconds(moment_us(random_)));
  server_.Kill();
  const load::LoadFigures figures = loading.get();
  return figures.faults == 0 ? "" : absl::StrCat("refused under load: ", figures.first_fault);
}

std::vector<std::string> Trial::AskAgain() {
  const std::vector<Promise> promises = ledger_.promises();
  std::vector<size_t> again;
  std::vector<size_t> answered;
  for (size_t i = 0; i < promises.size(); ++i) (promises[i].answered ? answered : again).push_back(i);
  counts_.unknown += static_cast<int64_t>(again.size());
  std::shuffle(answered.begin(), answered.end(), random_);
  again.insert(again.end(), answered.begin(), answered.begin() + std::min(kAskedAgain, answered.size()));

  std::vector<std::string> findings;
  StepCall call(server_.Connect());
  for (size_t i = 0; i < again.size(); ++i) {
    const Promise& promise = promises[again[i]];
    std::promise<void> done;
    call.Begin(promise, [&](const grpc::Status& status, const hv1::StepOutcome& outcome) {
      if (!status.ok()) {
        findings.push_back(
            absl::StrCat("asked again, ", hv1::Step_Name(promise.step), " was not done: ", status.error_message()));
      } else if (!promise.answered) {
        ledger_.Answer(again[i], outcome);
      } else if (outcome.SerializeAsString() != promise.outcome.SerializeAsString()) {
        findings.push_back(absl::StrCat("asked again, request ", promise.request_id, " got another answer"));
      }
      done.set_value();
    });
    done.get_future().wait();
  }
  counts_.asked_again += static_cast<int64_t>(again.size());
  return findings;
}

absl::StatusOr<Kept> Trial::Read() const {
  storage::StoreOptions options;
  options.engine = storage::EngineKind::kRocksDb;
  options.folder = server_.kept_folder();
  absl::StatusOr<std::unique_ptr<storage::Store>> store = storage::OpenStore(options);
  if (!store.ok()) return store.status();
  return ReadKept(**store, ledger_.promises(), kUnits, kCustodians);
}

std::vector<std::string> Trial::CompareAll() {
  const absl::StatusOr<Kept> kept = Read();
  if (!kept.ok()) return {absl::StrCat("what is kept cannot be read: ", kept.status().message())};
  return Compare(ledger_.promises(), *kept);
}

std::string Trial::Control(const Kept& kept) {
  std::vector<Promise> promises = ledger_.promises();
  const auto real = std::find_if(promises.rbegin(), promises.rend(), [](const Promise& p) { return p.answered; });
  if (real == promises.rend()) return "nothing was answered at all: the load is no load";
  Promise lie = *real;
  lie.request_id = "ffffffff-ffff-4fff-8fff-ffffffffffff";
  promises.push_back(lie);
  if (Compare(promises, kept).empty()) return "CONTROL: the oracle does not miss an answer that was never kept";
  Kept poorer = kept;
  poorer.entries[lie.outcome.transition().id()].pop_back();
  if (Compare(ledger_.promises(), poorer).empty()) return "CONTROL: the oracle does not miss an entry that is gone";
  counts_.controls += 2;
  return "";
}

void Print(const Counts& counts, uint64_t seed) {
  std::vector<double> starts = counts.start_ms;
  std::sort(starts.begin(), starts.end());
  std::cout << absl::StrFormat(
      "%d kills: %d steps asked for, %d of them cut off by a kill and done when asked again; %d answered OK\n"
      "          %d asked again in all, each with the same answer\n"
      "          kept: %d transitions, %d inbox events; 0 missing, 0 twice\n"
      "          ready after a kill: middle %.0f ms, longest %.0f ms\n"
      "          controls: %d lies told to the oracle, all found; seed %d\n",
      counts.kills, counts.asked, counts.unknown, counts.answered, counts.asked_again, counts.transitions,
      counts.events, starts[starts.size() / 2], starts.back(), counts.controls, seed);
}

int Main(int argc, char** argv) {
  Options options;
  CLI::App app("Kills the server under load and holds what it kept against what it answered.");
  app.add_option("--server", options.server, "hemgangd")->required()->check(CLI::ExistingFile);
  app.add_option("--folder", options.folder, "Where the data folders are made")->check(CLI::ExistingDirectory);
  app.add_option("--times", options.times, "How many kills")->check(CLI::Range(1, 1000000));
  app.add_option("--outstanding", options.outstanding, "How many calls at a time")->check(CLI::Range(1, 1024));
  app.add_option("--longest-ms", options.longest_ms, "The latest moment of a kill")->check(CLI::Range(2, 60000));
  app.add_option("--seed", options.seed, "Of the moments");
  CLI11_PARSE(app, argc, argv);

  if (options.seed == 0) options.seed = std::random_device()();
  std::mt19937_64 random(options.seed);
  Counts counts;
  for (int left = options.times; left > 0; left -= kKillsPerFolder) {
    std::string folder = absl::StrCat(options.folder, "/crash-XXXXXX");
    if (mkdtemp(folder.data()) == nullptr) {
      std::cerr << "hemgang_crash: cannot make a folder under " << options.folder << "\n";
      return 2;
    }
    const std::vector<std::string> findings =
        Trial(options, folder, random, counts).Run(std::min(left, kKillsPerFolder));
    if (!findings.empty()) {
      std::cerr << "after " << counts.kills << " kills, seed " << options.seed << "; the folder stays: " << folder
                << "\n";
      for (const std::string& finding : findings) std::cerr << "  " << finding << "\n";
      return 1;
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }
  Print(counts, options.seed);
  return 0;
}

}  // namespace
}  // namespace hemgang::crash

int main(int argc, char** argv) {
  return hemgang::crash::Main(argc, argv);
}
