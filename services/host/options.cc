#include "services/host/options.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <CLI/CLI.hpp>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

#include "services/host/listening.h"

namespace hemgang::host {
namespace {

constexpr std::array kRoles = {"handover", "routing", "deadlines", "audit", "directory", "insight", "notify"};

constexpr char kExamples[] = R"(
Examples:
  hemgangd --new-master-key /etc/hemgang/master.key
      makes the key under which everything about patients is sealed; keep a copy of it in a safe place
  hemgangd --data /var/lib/hemgang --create --master-key /etc/hemgang/master.key \
           --listen unix:/run/hemgang/socket --insecure-demo
      serves from a folder, which is made when it is missing
  hemgangd --store memory --listen 127.0.0.1:50051 --insecure-demo --demo-clock 2026-06-18T15:00:00+02:00,60
      forgets everything when it ends; an hour passes in a minute
)";

struct Words {
  std::string store = "rocksdb";
  std::string roles = "all";
  double tick_s = 1;
  double heartbeat_s = 15;
  int64_t reserve_mib = 256;
  std::string demo_clock;
};

absl::Status Wrong(const std::string& sentence) {
  return absl::InvalidArgumentError(sentence);
}

absl::Status ReadStore(const Words& words, Options& options) {
  if (words.store == "memory") {
    options.engine = storage::EngineKind::kMemory;
    if (!options.data_folder.empty()) {
      return Wrong("--store memory keeps nothing, so it takes no --data; leave one of them out");
    }
    return absl::OkStatus();
  }
  if (words.store != "rocksdb") return Wrong(absl::StrCat("--store ", words.store, ": must be rocksdb or memory"));
  options.engine = storage::EngineKind::kRocksDb;
  if (options.data_folder.empty()) {
    return Wrong("say where things are kept, with --data FOLDER; or keep nothing, with --store memory");
  }
  if (options.master_key_file.empty()) {
    return Wrong("say where the master key is, with --master-key FILE; hemgangd --new-master-key FILE makes one");
  }
  return absl::OkStatus();
}

// Rooms in several processes need a store that several processes can open.
absl::Status ReadRoles(const Words& words) {
  if (words.roles == "all") return absl::OkStatus();
  const std::vector<std::string> named = absl::StrSplit(words.roles, ',');
  for (const std::string& role : named) {
    if (std::find(kRoles.begin(), kRoles.end(), role) == kRoles.end()) {
      return Wrong(
          absl::StrCat("--roles: there is no role \"", role, "\"; the roles are ", absl::StrJoin(kRoles, ", ")));
    }
  }
  for (const char* role : kRoles) {
    if (std::find(named.begin(), named.end(), role) != named.end()) continue;
    return Wrong(absl::StrCat("--roles lacks \"", role, "\", and --store ", words.store,
                              " belongs to one process, so all roles must run in it; leave --roles out"));
  }
  return absl::OkStatus();
}

absl::Status ReadDemoClock(const Words& words, Options& options) {
  if (words.demo_clock.empty()) return absl::OkStatus();
  if (!options.insecure_demo) {
    return Wrong("--demo-clock makes every recorded time untrue, so it needs --insecure-demo");
  }
  const std::vector<std::string> parts = absl::StrSplit(words.demo_clock, ',');
  DemoTime demo;
  std::string why;
  const bool is_time = absl::ParseTime(absl::RFC3339_full, parts[0], &demo.start, &why);
  const bool is_factor = parts.size() == 1 || (parts.size() == 2 && absl::SimpleAtod(parts[1], &demo.factor) &&
                                               demo.factor > 0 && demo.factor <= 1e6);
  if (!is_time || !is_factor) {
    return Wrong(absl::StrCat("--demo-clock ", words.demo_clock,
                              ": must be a time with its offset and, after a comma, how many times as fast it runs,"
                              " such as 2026-06-18T15:00:00+02:00,60"));
  }
  options.demo_time = demo;
  return absl::OkStatus();
}

absl::Status ReadAddresses(Options& options) {
  if (options.listen.empty()) return Wrong("say where to listen, with --listen 127.0.0.1:50051 or unix:/PATH");
  for (const std::string& address : options.listen) {
    if (absl::Status wrong = CheckAddress("--listen", address); !wrong.ok()) return wrong;
  }
  if (!options.insecure_demo) {
    return Wrong(
        "sign-in is not built yet, so nobody could be recognised; try it with invented patients and --insecure-demo");
  }
  if (options.metrics_address.empty()) return absl::OkStatus();
  if (options.metrics_address.rfind("unix:", 0) == 0) return Wrong("--metrics is served over HTTP at 127.0.0.1:PORT");
  return CheckAddress("--metrics", options.metrics_address);
}

absl::Status ReadNumbers(const Words& words, Options& options) {
  if (!(words.tick_s >= 0.01 && words.tick_s <= 60)) return Wrong("--tick must be 0.01 to 60 seconds");
  if (!(words.heartbeat_s >= 0.05 && words.heartbeat_s <= 600)) return Wrong("--heartbeat must be 0.05 to 600 seconds");
  if (words.reserve_mib < 0) return Wrong("--free-space-reserve must be 0 or more MiB");
  if (options.workers < 0 || options.workers > 64) return Wrong("--workers must be 0 to 64");
  options.tick = absl::Seconds(words.tick_s);
  options.heartbeat = absl::Seconds(words.heartbeat_s);
  options.free_space_reserve_bytes = words.reserve_mib << 20;
  return absl::OkStatus();
}

absl::Status Check(const Words& words, Options& options) {
  if (!options.new_master_key_file.empty()) return absl::OkStatus();
  if (absl::Status wrong = ReadStore(words, options); !wrong.ok()) return wrong;
  if (absl::Status wrong = ReadRoles(words); !wrong.ok()) return wrong;
  if (absl::Status wrong = ReadDemoClock(words, options); !wrong.ok()) return wrong;
  if (absl::Status wrong = ReadNumbers(words, options); !wrong.ok()) return wrong;
  if (absl::Status wrong = CheckLetters(options.letters, options.demo_time.has_value()); !wrong.ok()) return wrong;
  return ReadAddresses(options);
}

}  // namespace

absl::StatusOr<Options> ReadOptions(int argc, const char* const* argv) {
  Options options;
  Words words;
  CLI::App app("hemgangd: the server of Hemgång, all of it in one process.");
  app.footer(kExamples);
  app.set_version_flag("--version", "hemgangd 0.1.0");
  app.add_option("--store", words.store, "rocksdb (the default) or memory");
  app.add_option("--data", options.data_folder, "The folder in which everything is kept");
  app.add_flag("--create", options.create_folder, "Make the folder when it is missing");
  app.add_option("--master-key", options.master_key_file, "The file with the master key");
  app.add_option("--new-master-key", options.new_master_key_file, "Make a new master key in this file, and end");
  app.add_option("--listen", options.listen, "unix:/PATH or 127.0.0.1:PORT; may be given more than once");
  app.add_option("--roles", words.roles, "all (the default), or a list with commas between");
  app.add_flag("--insecure-demo", options.insecure_demo, "Believe whoever a caller says they are");
  app.add_option("--metrics", options.metrics_address, "Serve Prometheus metrics at 127.0.0.1:PORT");
  app.add_flag("--log-calls", options.log_every_call, "Log every call, also those that went well");
  app.add_option("--tick", words.tick_s, "Seconds between two looks at what is due (1)");
  app.add_option("--heartbeat", words.heartbeat_s, "Seconds between two heartbeats of a live inbox (15)");
  app.add_option("--free-space-reserve", words.reserve_mib, "MiB of the disk that writes leave free (256)");
  app.add_option("--workers", options.workers, "Threads for work that may wait for the disk (2)");
  app.add_option("--demo-clock", words.demo_clock, "TIME[,FACTOR]: not the time of this machine, and faster");
  AddLetterOptions(app, options.letters);
  try {
    app.parse(argc, const_cast<char**>(argv));
  } catch (const CLI::CallForHelp&) {
    return absl::CancelledError(app.help());
  } catch (const CLI::CallForVersion&) {
    return absl::CancelledError(app.version() + "\n");
  } catch (const CLI::ParseError& error) {
    return Wrong(absl::StrCat(error.what(), "; hemgangd --help shows what there is"));
  }
  if (absl::Status wrong = Check(words, options); !wrong.ok()) return wrong;
  return options;
}

}  // namespace hemgang::host
