#include "services/host/daemon.h"

#include <cstdlib>
#include <memory>
#include <utility>

#include <google/protobuf/stubs/logging.h>
#include <openssl/rand.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/synchronization/mutex.h"

#include "services/deadlines/clock_guard.h"
#include "services/host/advance.h"
#include "services/host/clocks.h"
#include "services/host/house.h"
#include "services/host/pool_executor.h"
#include "services/host/ticker.h"
#include "services/notify/curl_postman.h"
#include "services/rpc/times.h"

namespace hemgang::host {
namespace {

// How long what is under way may take to end.
constexpr absl::Duration kPatience = absl::Seconds(20);
constexpr absl::Duration kHealthPause = absl::Seconds(1);
constexpr absl::Duration kReceiptPause = absl::Hours(1);
constexpr absl::Duration kSuccessionPause = absl::Seconds(10);
constexpr absl::Duration kLetterCountPause = absl::Minutes(1);
// design: receipts are kept 90 days. Letters that were delivered are kept as long.
constexpr absl::Duration kReceiptsKept = absl::Hours(24 * 90);
constexpr int kReceiptBatch = 1000;
// The machine's clock may have been set back a little since the last run; times then stand still until it catches up.
constexpr absl::Duration kClockSlack = absl::Minutes(1);

absl::StatusOr<storage::SecretKey> MasterKey(const Options& options) {
  if (!options.master_key_file.empty()) return storage::LoadMasterKey(options.master_key_file);
  storage::SecretKey momentary;
  if (RAND_bytes(momentary.mutable_bytes(), static_cast<int>(storage::SecretKey::size())) != 1) {
    return absl::InternalError("the machine gives no random bytes");
  }
  return momentary;
}

absl::StatusOr<std::unique_ptr<storage::Store>> Open(const Options& options, const storage::Sealer& sealer) {
  storage::StoreOptions store;
  store.engine = options.engine;
  store.folder = options.data_folder;
  store.create_folder = options.create_folder;
  store.free_space_reserve_bytes = options.free_space_reserve_bytes;
  store.key_check = sealer.KeyCheck();
  store.key_file = options.master_key_file;
  return storage::OpenStore(std::move(store));
}

// The latest recorded time, or why nothing may be written now.
absl::StatusOr<absl::Time> CheckClock(storage::Store& store, absl::Time now) {
  absl::StatusOr<int64_t> last_us = store.LastRecordedTime();
  if (!last_us.ok()) return last_us.status();
  const absl::Time last = rpc::FromMicros(*last_us);
  if (last <= now + kClockSlack) return last;
  return absl::FailedPreconditionError(
      absl::StrCat("the clock says ", rpc::TimeText(now), ", but something is already recorded at ",
                   rpc::TimeText(last), "; set the clock of this machine, or a later --demo-clock, and start again"));
}

void Say(rpc::Log& log, const std::string& event, const std::string& sentence) {
  rpc::LogLine line;
  line.event = event;
  line.sentence = sentence;
  log.Put(line);
}

// Holds the wall clock against the steady one. A demonstration's clock is moved on purpose and always believed.
class Timekeeper {
 public:
  Timekeeper(bool is_demo, rpc::Clock& recorded, rpc::Metrics& metrics, rpc::Log& log)
      : is_demo_(is_demo), recorded_(recorded), metrics_(metrics), log_(log), guard_(Reading()) {}

  // Called by one thread.
  bool MaySpeak() {
    const bool trusted = is_demo_ || (guard_.Trusts(Reading()) && !RunsAhead());
    if (trusted != was_trusted_) {
      Say(log_, trusted ? "clock_agrees" : "clock_left",
          trusted ? "the wall clock agrees with the steady clock again; deadlines speak"
                  : "the wall clock has left the steady clock by more than 60 s; no deadline speaks until they agree, "
                    "or until SIGHUP says that the wall clock is right");
    }
    was_trusted_ = trusted;
    metrics_.Set(rpc::Gauge::kClockTrusted, trusted ? 1 : 0);
    return trusted;
  }

  void Confirm() { guard_.Confirm(Reading()); }

 private:
  deadlines::ClockReading Reading() { return {wall_.Now(), SteadyTime()}; }

  // Recorded time never goes back. After a jump that was undone it waits for the wall clock, and so do the deadlines.
  bool RunsAhead() { return recorded_.Now() - wall_.Now() > deadlines::ClockGuard::kAllowed; }

  const bool is_demo_;
  rpc::Clock& recorded_;
  rpc::Metrics& metrics_;
  rpc::Log& log_;
  rpc::SystemClock wall_;
  deadlines::ClockGuard guard_;
  bool was_trusted_ = true;
};

using Forget = absl::StatusOr<int> (storage::Store::*)(int64_t before_us, int limit);

void ForgetOld(storage::Store& store, Forget forget, absl::Time now) {
  while (true) {
    absl::StatusOr<int> forgotten = (store.*forget)(rpc::ToMicros(now - kReceiptsKept), kReceiptBatch);
    if (!forgotten.ok() || *forgotten < kReceiptBatch) return;
  }
}

std::string StartSentence(const Options& options) {
  std::string sentence = absl::StrCat("listens at ", absl::StrJoin(options.listen, " and "),
                                      "; INSECURE: whoever calls is believed, so never with real patients");
  if (options.demo_time) {
    absl::StrAppend(&sentence, "; DEMO CLOCK: it says ", rpc::TimeText(options.demo_time->start), " and runs ",
                    options.demo_time->factor, " times as fast as real time");
  }
  if (options.engine == storage::EngineKind::kMemory) {
    absl::StrAppend(&sentence, "; MEMORY: everything is forgotten at the end");
  }
  return sentence;
}

// Runs `house` until it is told to end.
void Keep(House& house, const Options& options, Foundations& on, notify::CurlPostman* postman,
          const std::function<Ask()>& next) {
  Timekeeper timekeeper(options.demo_time.has_value(), on.clock, on.metrics, on.log);
  Ticker deadlines(options.tick, [&] {
    if (timekeeper.MaySpeak()) house.StartDeadlines();
  });
  Ticker succession(kSuccessionPause, [&] { house.RunSuccession(); });
  Ticker heartbeats(options.heartbeat, [&] { house.Beat(); });
  Ticker health(kHealthPause, [&] { house.CheckHealth(); });
  Ticker receipts(kReceiptPause, [&] {
    ForgetOld(on.store, &storage::Store::ForgetReceipts, on.clock.Now());
    ForgetOld(on.store, &storage::Store::ForgetLetters, on.clock.Now());
  });
  // Two threads: what is told is written down while a server keeps the other waiting.
  Ticker letters(options.tick, [&] { house.WriteLetters(); });
  Ticker sending(options.tick, [&] { house.SendLetters(); });
  Ticker letter_count(kLetterCountPause, [&] { house.CountLetters(); });
  Say(on.log, "started", StartSentence(options));
  if (const int unwritten = house.CountUnwritten(); unwritten > 0) {
    Say(on.log, "letters_off",
        absl::StrCat(unwritten, " units of the directory have an address to which no letter is sent; start with ",
                     "--smtp-url for e-mail, --webhook-key-file for webhooks"));
  }
  while (next() == Ask::kConfirmClock) {
    timekeeper.Confirm();
    Say(on.log, "clock_confirmed", "an operator says that the wall clock is right");
  }
  // A letter under way is cut short; it is tried again after the next start, under the same id.
  if (postman != nullptr) postman->Stop();
}

}  // namespace

void PrepareProcess() {
  // A text that is not UTF-8 is refused by us; protobuf need not write about it as well.
  google::protobuf::SetLogHandler(nullptr);
  // gRPC writes its own lines about a port in use; ours says what to do.
  setenv("GRPC_VERBOSITY", "NONE", /*overwrite=*/0);
  // Debian's Abseil looks at every lock for an order that could deadlock. That is for tests, which keep it; here it
  // would end the process that it warns about.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
}

absl::Status RunDaemon(const Options& options, const std::function<Ask()>& next) {
  if (!options.new_master_key_file.empty()) return storage::CreateMasterKeyFile(options.new_master_key_file);
  absl::StatusOr<storage::SecretKey> key = MasterKey(options);
  if (!key.ok()) return key.status();
  absl::StatusOr<std::unique_ptr<storage::Sealer>> sealer = storage::Sealer::Create(*key);
  if (!sealer.ok()) return sealer.status();
  absl::StatusOr<std::unique_ptr<storage::Store>> store = Open(options, **sealer);
  if (!store.ok()) return store.status();

  rpc::SystemClock system;
  std::unique_ptr<DemoClock> demo;
  if (options.demo_time) demo = std::make_unique<DemoClock>(options.demo_time->start, options.demo_time->factor);
  rpc::Clock& wall = demo ? static_cast<rpc::Clock&>(*demo) : system;
  absl::StatusOr<absl::Time> last = CheckClock(**store, wall.Now());
  if (!last.ok()) return last.status();
  ForwardClock clock(wall, *last);
  rpc::RandomIds ids(clock);

  rpc::Log log(options.log_every_call);
  rpc::Metrics metrics;
  if (!options.metrics_address.empty()) {
    if (absl::Status exposed = metrics.Expose(options.metrics_address); !exposed.ok()) return exposed;
  }
  absl::StatusOr<notify::Settings> letters = LoadLetters(options.letters);
  if (!letters.ok()) return letters.status();
  std::unique_ptr<notify::CurlPostman> postman;
  if (letters->mail || letters->webhook_key) postman = std::make_unique<notify::CurlPostman>(letters->mail);
  // Ended in this order: the house with all its calls, the threads that ran them, the store with its own threads.
  {
    const std::unique_ptr<storage::Store> open_store = *std::move(store);
    InlineExecutor inline_work;
    std::unique_ptr<PoolExecutor> pool;
    if (options.workers > 0) pool = std::make_unique<PoolExecutor>(options.workers, metrics);
    ThreadExecutor reads;
    Foundations on{*open_store, **sealer, clock, ids, pool ? static_cast<Executor&>(*pool) : inline_work,
                   reads,       metrics,  log};
    std::unique_ptr<House> house;
    HouseOptions house_options{options.insecure_demo, options.insecure_demo, nullptr, postman.get(), *letters};
    if (demo) {
      house_options.move_clock = [&](absl::Time until) {
        AdvanceTo(until, *house, [&](absl::Time now) { demo->Set(now); });
      };
    }
    house = std::make_unique<House>(on, std::move(house_options));
    if (absl::Status started = house->Start(options.listen); !started.ok()) return started;
    Keep(*house, options, on, postman.get(), next);
    Say(log, "stopping", "ends what is under way; takes nothing new");
    house->Drain(kPatience);
  }
  Say(log, "stopped", "everything that was answered is kept");
  return absl::OkStatus();
}

}  // namespace hemgang::host
