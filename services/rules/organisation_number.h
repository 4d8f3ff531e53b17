// The Swedish organisation number of a care provider: ten digits, the last after Luhn (lag 1974:174 om
// identitetsbeteckning för juridiska personer). Pure.
#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace hemgang::rules {

// Reads "2321000131" or "232100-0131" and gives the ten digits. INVALID_ARGUMENT says, to be read after the name of a
// field, what is wrong.
absl::StatusOr<std::string> ReadOrganisationNumber(const std::string& text);

}  // namespace hemgang::rules
