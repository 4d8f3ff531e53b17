// HSA-id: the name of a unit, a person or a system in the Swedish care directory: "SE", the organisation number of the
// care provider, "-", and letters and digits of its own choice. Identity formats, docs. Pure.
#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace hemgang::rules {

struct HsaId {
  // As written: what is shown and sent.
  std::string text;
  // In upper case: what is compared, for "SE2321000131-e001" and "SE2321000131-E001" are the same.
  std::string key;
  std::string organisation_number;
};

// INVALID_ARGUMENT says, to be read after the name of a field, what is wrong.
absl::StatusOr<HsaId> ReadHsaId(const std::string& text);

}  // namespace hemgang::rules
