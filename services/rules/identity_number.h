// Swedish identity numbers: personnummer (folkbokföringslagen 1991:481, 18 §) and samordningsnummer (lag 2022:1697).
//
// Other kinds (reserve numbers, Norwegian numbers) come with their own issue. Pure. No sentence here ever repeats the
// number that it is about.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

#include "hemgang/handover/v1/vocabulary.pb.h"

namespace hemgang::rules {

namespace hv1 = hemgang::handover::v1;

struct IdentityNumber {
  // Twelve digits without separator, the form that is kept and hashed.
  std::string digits;
  absl::CivilDay born;
  // Samordningsnummer: the day of birth stands with 60 added.
  bool is_coordination_number = false;
};

// Reads ten or twelve digits, with or without the separator "-", or "+" from the year in which the person turns 100.
// Ten digits are read as the latest birth that is not after `today`, a hundred years earlier with "+". INVALID_ARGUMENT
// says which rule it breaks: form, date, or check digit (Luhn, mod 10).
absl::StatusOr<IdentityNumber> ReadIdentityNumber(const std::string& text, absl::CivilDay today);

// The band of an age on a day.
hv1::AgeBand AgeBandOf(absl::CivilDay born, absl::CivilDay today);

}  // namespace hemgang::rules
