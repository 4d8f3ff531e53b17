// Reads a YAML or JSON text (JSON is YAML) into any message of the API, by its descriptor. Knows nothing of handovers.
//
// Keys are the field's names (`level_before`, also `levelBefore`); enums are short words (`one_person`); times are RFC
// 3339 with an offset; a key without a value is as good as no key. All faults are found at once, not only the first.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "google/protobuf/message.h"

namespace hemgang::cli {

// Something wrong in a text: where, and what is allowed instead. Never repeats a text that might describe a patient;
// only words, numbers, times and keys are quoted.
struct Fault {
  // From 1; 0 when it is about the whole text.
  int line = 0;
  // "home_needs.items[2].status"; empty when it is about no field.
  std::string path;
  std::string text;

  // "content.yaml:12: walking.level: …"
  std::string In(const std::string& file) const;
};

// Sets in `message` what the text says, on top of what is there. `zone` is only used to suggest the offset of a time
// that has none. Empty when all is well; otherwise the faults from top to bottom, and `message` is not to be used.
std::vector<Fault> ReadYaml(const std::string& text, absl::TimeZone zone, google::protobuf::Message* message);

// The whole of a file, or of standard input for "-". NOT_FOUND, PERMISSION_DENIED or RESOURCE_EXHAUSTED (over 4 MiB)
// with a sentence that names the file.
absl::StatusOr<std::string> ReadInput(const std::string& file);

// The identity number that a text holds: alone on a line, or as identity_number, or as patient.identity_number of a
// file for `transition open`. Not checked further. INVALID_ARGUMENT when there is none.
absl::StatusOr<std::string> ReadIdentityNumber(const std::string& text);

}  // namespace hemgang::cli
