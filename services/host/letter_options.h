// What a process is told at start about letters: by which server, and under which key.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "services/notify/settings.h"

namespace CLI {
class App;
}

namespace hemgang::host {

// Empty for what was not given.
struct LetterOptions {
  std::string smtp_url;
  std::string smtp_from;
  std::string smtp_user;
  std::string smtp_password_file;
  std::string webhook_key_file;
  std::string link;
};

void AddLetterOptions(CLI::App& app, LetterOptions& options);

// INVALID_ARGUMENT with one sentence that says what to change. A demonstration's letters stay on this machine: the
// times in them are not true.
absl::Status CheckLetters(const LetterOptions& options, bool is_demo_clock);

// Reads the files that were named. FAILED_PRECONDITION with a sentence.
absl::StatusOr<notify::Settings> LoadLetters(const LetterOptions& options);

}  // namespace hemgang::host
