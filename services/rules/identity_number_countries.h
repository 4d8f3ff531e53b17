// The two halves of reading an identity number: each country's forms and check digits. Called by identity_number.cc
// alone, which has cleaned the text. Pure.
#pragma once

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

#include "services/rules/identity_number.h"

namespace hemgang::rules {

// The oldest birth that is believed. The published test numbers begin in 1879, so this catches a slip in the century,
// not an improbable age.
constexpr int kOldestYears = 150;

// `characters`: 10 or 12 digits or upper-case letters. `over_hundred`: written with "+".
absl::StatusOr<IdentityNumber> ReadSwedishNumber(const std::string& characters, bool over_hundred,
                                                 absl::CivilDay today);

// `digits`: 11 digits.
absl::StatusOr<IdentityNumber> ReadNorwegianNumber(const std::string& digits, absl::CivilDay today);

// The number that `length` digits from `at` make.
int NumberIn(const std::string& digits, size_t at, size_t length);

// Whether there is such a day: no 29 February 2017, no month 13.
bool IsDate(int year, int month, int day);

// The refusal with its sentence.
absl::Status WrongNumber(const std::string& sentence);

}  // namespace hemgang::rules
