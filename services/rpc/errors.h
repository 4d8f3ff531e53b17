// Refusals on their way to the caller, and nothing else: trouble stays a plain absl::Status.
//
// A refusal is an absl::Status with a google.rpc.ErrorInfo payload (domain "hemgang", reason of
// hemgang.errors.v1.ErrorReason without its prefix) and, for input, a google.rpc.BadRequest payload.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"

#include "hemgang/errors/v1/errors.pb.h"

namespace hemgang::rpc {

namespace ev1 = hemgang::errors::v1;

// A refusal. `sentence` says what is wrong and what to do, without patient data. `metadata` pairs are codes and ids.
// The gRPC code follows from the reason, by one table.
// A `field_path` names the field that it is about, as for input.
absl::Status Refusal(ev1::ErrorReason reason, const std::string& sentence,
                     const std::vector<std::pair<std::string, std::string>>& metadata = {},
                     const std::string& field_path = "");

// The reason of a refusal; UNSPECIFIED for OK and for trouble.
ev1::ErrorReason ReasonOf(const absl::Status& status);

// Its name on the wire: "NOT_FOUND".
std::string ReasonName(ev1::ErrorReason reason);

// The status code that a reason has; UNKNOWN for one that is no refusal.
absl::StatusCode CodeOf(ev1::ErrorReason reason);

// Field path and description of everything that a refusal says was wrong with the input.
std::vector<std::pair<std::string, std::string>> FaultsOf(const absl::Status& status);

// Collects what is wrong with a request, field by field.
class FieldFaults {
 public:
  // "content.walking.level", "must be one of INDEPENDENT, … ; it is 42".
  void Add(std::string field_path, std::string description);
  bool empty() const { return faults_.empty(); }
  // OK when nothing was added, else INVALID_REQUEST with a BadRequest that lists every fault, in the order added, up to
  // kMostBytes; the sentence counts the rest. A client takes no more than 8 KiB of details, and a stranger's request
  // may be wrong in a hundred thousand places.
  absl::Status ToStatus() const;
  // The same under another reason.
  absl::Status ToStatus(ev1::ErrorReason reason) const;

 private:
  static constexpr size_t kMostBytes = 4096;

  std::vector<std::pair<std::string, std::string>> faults_;
  size_t bytes_ = 0;
  size_t left_out_ = 0;
};

}  // namespace hemgang::rpc
