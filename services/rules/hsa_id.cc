#include "services/rules/hsa_id.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "services/rules/organisation_number.h"

namespace hemgang::rules {
namespace {

constexpr size_t kMostCharacters = 31;
constexpr size_t kHyphenAt = 12;

}  // namespace

absl::StatusOr<HsaId> ReadHsaId(const std::string& text) {
  HsaId id{.text = text, .key = absl::AsciiStrToUpper(text), .organisation_number = {}};
  if (id.key.size() < kHyphenAt + 2 || id.key.substr(0, 2) != "SE" || id.key[kHyphenAt] != '-') {
    return absl::InvalidArgumentError("must be SE, ten digits, - and at least one letter or digit");
  }
  if (id.key.size() > kMostCharacters) {
    return absl::InvalidArgumentError(
        absl::StrCat("must have at most ", kMostCharacters, " characters; it has ", id.key.size()));
  }
  const bool plain =
      std::all_of(id.key.begin() + kHyphenAt + 1, id.key.end(), [](unsigned char c) { return absl::ascii_isalnum(c); });
  if (!plain) return absl::InvalidArgumentError("must have nothing but the letters A to Z and digits after its -");
  auto organisation = ReadOrganisationNumber(id.key.substr(2, kHyphenAt - 2));
  if (!organisation.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("holds an organisation number that ", organisation.status().message()));
  }
  id.organisation_number = *organisation;
  return id;
}

}  // namespace hemgang::rules
