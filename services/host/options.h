// What a process is told at start, read from the command line and checked against itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "services/host/letter_options.h"
#include "storage/open_store.h"

namespace hemgang::host {

struct DemoTime {
  absl::Time start;
  double factor = 1;
};

struct Options {
  storage::EngineKind engine = storage::EngineKind::kRocksDb;
  std::string data_folder;
  bool create_folder = false;
  // Empty with the memory engine: a key of the moment.
  std::string master_key_file;
  // Make a new master key in this file, and end.
  std::string new_master_key_file;
  std::vector<std::string> listen;
  bool insecure_demo = false;
  bool log_every_call = false;
  // Empty: metrics are not served.
  std::string metrics_address;
  absl::Duration tick = absl::Seconds(1);
  absl::Duration heartbeat = absl::Seconds(15);
  int64_t free_space_reserve_bytes = int64_t{256} << 20;
  // Threads for work that may wait for the disk; 0 runs it where it comes in.
  int workers = 2;
  std::optional<DemoTime> demo_time;
  LetterOptions letters;
};

// Reads and checks. INVALID_ARGUMENT with one sentence that says what to change; CANCELLED when --help or --version was
// asked for, its text in the message.
absl::StatusOr<Options> ReadOptions(int argc, const char* const* argv);

}  // namespace hemgang::host
