#include "services/rules/organisation_number.h"

#include "absl/status/status.h"
#include "absl/strings/ascii.h"

#include "services/rules/luhn.h"

namespace hemgang::rules {

absl::StatusOr<std::string> ReadOrganisationNumber(const std::string& text) {
  std::string digits;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '-' && i == 6) continue;
    if (!absl::ascii_isdigit(static_cast<unsigned char>(text[i]))) {
      return absl::InvalidArgumentError("must be ten digits, with or without a - before the last four");
    }
    digits.push_back(text[i]);
  }
  if (digits.size() != 10) return absl::InvalidArgumentError("must be ten digits");
  // The third digit is 2 or more, so that no such number can be taken for a person's, whose month begins with 0 or 1.
  if (digits[2] < '2') {
    return absl::InvalidArgumentError(
        "must have 2 or more as its third digit; a person's number is not an organisation's");
  }
  if (!LuhnFits(digits)) {
    return absl::InvalidArgumentError("has a last digit that does not fit the others; check it digit by digit");
  }
  return digits;
}

}  // namespace hemgang::rules
