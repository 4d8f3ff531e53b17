#include "services/rules/identity_number.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace hemgang::rules {
namespace {

struct AgeBandRow {
  int until_age;
  hv1::AgeBand band;
};

// TABLE: kAgeBands
constexpr AgeBandRow kAgeBands[] = {
    {18, hv1::AGE_BAND_0_17},
    {65, hv1::AGE_BAND_18_64},
    {80, hv1::AGE_BAND_65_79},
    {90, hv1::AGE_BAND_80_89},
};
// END TABLE

absl::Status Wrong(const std::string& sentence) {
  return absl::InvalidArgumentError(sentence);
}

int Number(const std::string& digits, size_t at, size_t length) {
  int number = 0;
  for (size_t i = at; i < at + length; ++i) number = number * 10 + (digits[i] - '0');
  return number;
}

// Weights 2,1,2,… over the nine digits from the year's last two; ends in the check digit.
bool CheckDigitFits(const std::string& twelve) {
  int sum = 0;
  for (size_t i = 2; i < 11; ++i) {
    const int product = (twelve[i] - '0') * (i % 2 == 0 ? 2 : 1);
    sum += product / 10 + product % 10;
  }
  return (10 - sum % 10) % 10 == twelve[11] - '0';
}

// The birth date, with the 60 of a samordningsnummer taken away. False when there is no such date.
bool ReadBirth(const std::string& twelve, IdentityNumber& number) {
  const int year = Number(twelve, 0, 4);
  const int month = Number(twelve, 4, 2);
  int day = Number(twelve, 6, 2);
  number.is_coordination_number = day > 60;
  if (number.is_coordination_number) day -= 60;
  number.born = absl::CivilDay(year, month, day);
  return number.born.year() == year && number.born.month() == month && number.born.day() == day;
}

int AgeOn(absl::CivilDay born, absl::CivilDay today) {
  const bool had_birthday =
      today.month() > born.month() || (today.month() == born.month() && today.day() >= born.day());
  return static_cast<int>(today.year() - born.year()) - (had_birthday ? 0 : 1);
}

// The two digits of the century that ten digits leave out.
std::string CenturyOf(const std::string& ten, bool over_hundred, absl::CivilDay today) {
  int day = Number(ten, 4, 2);
  if (day > 60) day -= 60;
  int century = static_cast<int>(today.year() / 100);
  const absl::CivilDay birth(century * 100 + Number(ten, 0, 2), Number(ten, 2, 2), day);
  if (birth > today) --century;
  if (over_hundred) --century;
  return absl::StrCat(century);
}

}  // namespace

absl::StatusOr<IdentityNumber> ReadIdentityNumber(const std::string& text, absl::CivilDay today) {
  std::string digits;
  char separator = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool before_last_four = i + 5 == text.size();
    if ((c == '-' || c == '+') && before_last_four) {
      separator = c;
    } else if (absl::ascii_isdigit(static_cast<unsigned char>(c))) {
      digits.push_back(c);
    } else {
      return Wrong("must be 10 or 12 digits, with or without a - or + before the last four; it holds something else");
    }
  }
  if (digits.size() != 10 && digits.size() != 12) {
    return Wrong(absl::StrCat("must be 10 or 12 digits; it has ", digits.size()));
  }
  if (digits.size() == 10) digits = CenturyOf(digits, separator == '+', today) + digits;

  IdentityNumber number;
  if (!ReadBirth(digits, number)) {
    return Wrong(
        "must begin with a date of birth (a samordningsnummer with 60 added to the day); there is no such date");
  }
  if (number.born > today) return Wrong("must begin with a date of birth that is not in the future");
  if (!CheckDigitFits(digits)) return Wrong("has a last digit that does not fit the others; check it digit by digit");
  number.digits = digits;
  return number;
}

hv1::AgeBand AgeBandOf(absl::CivilDay born, absl::CivilDay today) {
  const int age = AgeOn(born, today);
  for (const AgeBandRow& row : kAgeBands) {
    if (age < row.until_age) return row.band;
  }
  return hv1::AGE_BAND_90_PLUS;
}

}  // namespace hemgang::rules
