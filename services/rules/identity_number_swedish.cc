#include <algorithm>
#include <cstdint>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "services/rules/identity_number_countries.h"
#include "services/rules/luhn.h"

namespace hemgang::rules {
namespace {

// Where the four last characters begin in twelve.
constexpr size_t kLastFour = 8;

struct VgrLetterRow {
  std::string_view letter;
  // What stands in the letter's place when the check digit is computed.
  int counts_as;
};

// TABLE: kVgrLetters
constexpr VgrLetterRow kVgrLetters[] = {
    {"K", 5},
    {"M", 7},
    {"X", 8},
};
// END TABLE

// The letters of interim numbers. K, M and X are among them: only the check digit tells those from a reserve number.
constexpr std::string_view kInterimLetters = "TRSUWXJKLMN";

constexpr char kWrongCheckDigit[] = "has a last digit that does not fit the others; check it digit by digit";
constexpr char kInterim[] =
    "is an interim number (T-number), which no register outside one authority knows; give the personnummer, the "
    "samordningsnummer or the reserve number";

bool IsLetter(char c) {
  return absl::ascii_isalpha(static_cast<unsigned char>(c));
}

// `twelve` with one digit in place of the letter; the century stands outside the check.
bool CheckDigitFits(std::string twelve, int in_place_of_letter) {
  if (IsLetter(twelve[kLastFour])) twelve[kLastFour] = static_cast<char>('0' + in_place_of_letter);
  return LuhnFits(std::string_view(twelve).substr(2));
}

// The century that ten digits leave out, as two digits.
std::string CenturyOf(const std::string& ten, bool over_hundred, absl::CivilDay today) {
  int day = NumberIn(ten, 4, 2);
  if (day > 60) day -= 60;
  const int year_in_century = NumberIn(ten, 0, 2);
  int64_t century = today.year() / 100;
  if (over_hundred) {
    // "+" counts from the first of January of the year, not from the birthday.
    while (century * 100 + year_in_century > today.year() - 100) --century;
  } else if (absl::CivilDay(century * 100 + year_in_century, NumberIn(ten, 2, 2), day) > today) {
    --century;
  }
  return absl::StrCat(century);
}

// Gives the birth date, with the 60 of a samordningsnummer taken away.
absl::Status ReadBirth(const std::string& twelve, absl::CivilDay today, IdentityNumber& number) {
  const int year = NumberIn(twelve, 0, 4);
  const int month = NumberIn(twelve, 4, 2);
  int day = NumberIn(twelve, 6, 2);
  if (day > 60) {
    number.kind = IdentityKind::kSamordningsnummer;
    day -= 60;
  }
  if (!IsDate(year, month, day)) {
    return WrongNumber(
        "must begin with a date of birth (a samordningsnummer with 60 added to the day); there is no such date");
  }
  number.born = absl::CivilDay(year, month, day);
  if (*number.born > today) return WrongNumber("must begin with a date of birth that is not in the future");
  if (year < today.year() - kOldestYears) {
    return WrongNumber(absl::StrCat("must begin with a date of birth in the last ", kOldestYears, " years"));
  }
  return absl::OkStatus();
}

// Letters stand in the last four: reserve numbers and interim numbers.
absl::StatusOr<IdentityNumber> ReadWithLetters(const std::string& characters, absl::CivilDay today) {
  const std::string_view last_four = std::string_view(characters).substr(characters.size() - 4);
  const bool letters_elsewhere = std::any_of(characters.begin(), characters.end() - 4, IsLetter);
  if (letters_elsewhere || !IsLetter(last_four[0])) {
    return WrongNumber("must be digits; only the first of the last four can be a letter, in a reserve number");
  }
  if (IsLetter(last_four[1])) {
    return WrongNumber(
        "is a national reserve number (NRID) or another region's; how its check digit is made is not published, so a "
        "slip could not be found: give the personnummer, the samordningsnummer or VGR's reserve number");
  }
  if (IsLetter(last_four[2]) || IsLetter(last_four[3])) {
    return WrongNumber("must have digits after the letter of a reserve number");
  }
  const bool interim_letter = kInterimLetters.find(last_four[0]) != std::string_view::npos;
  if (characters.size() == 10) {
    return WrongNumber(interim_letter ? "must have twelve characters if it is a reserve number; with ten and a letter "
                                        "it is an interim number (T-number), which is not taken"
                                      : "must have twelve characters with K, M or X, if it is a reserve number");
  }
  for (const VgrLetterRow& row : kVgrLetters) {
    const int serial = NumberIn(characters, kLastFour + 1, 2);
    if (row.letter != last_four.substr(0, 1) || serial < 6 || serial > 89) continue;
    if (!CheckDigitFits(characters, row.counts_as)) continue;
    IdentityNumber number{characters, IdentityKind::kVgrReserve, std::nullopt};
    const absl::Status birth = ReadBirth(characters, today, number);
    if (!birth.ok()) return birth;
    if (number.kind != IdentityKind::kVgrReserve) {
      return WrongNumber("must begin with a date of birth; a reserve number has nothing added to the day");
    }
    return number;
  }
  if (interim_letter && CheckDigitFits(characters, 1)) return WrongNumber(kInterim);
  if (last_four[0] != 'K' && last_four[0] != 'M' && last_four[0] != 'X') {
    return WrongNumber("must have K, M or X as the letter of a reserve number; no other is taken");
  }
  return WrongNumber(
      "must end as VGR's reserve numbers do: K, M or X, 06 to 89, and a last digit that fits the others");
}

// 99, the year in which it was given, five digits and the check digit of all that follows the century.
absl::StatusOr<IdentityNumber> ReadStockholmReserve(const std::string& twelve, absl::CivilDay today) {
  const int given = NumberIn(twelve, 2, 4);
  if (given > today.year() || given < today.year() - kOldestYears) {
    return WrongNumber("must have the year in which it was given after the 99 of a Stockholm reserve number");
  }
  if (!LuhnFits(std::string_view(twelve).substr(4))) return WrongNumber(kWrongCheckDigit);
  return IdentityNumber{twelve, IdentityKind::kStockholmReserve, std::nullopt};
}

}  // namespace

absl::StatusOr<IdentityNumber> ReadSwedishNumber(const std::string& characters, bool over_hundred,
                                                 absl::CivilDay today) {
  if (std::any_of(characters.begin(), characters.end(), IsLetter)) return ReadWithLetters(characters, today);
  if (characters.size() == 12 && characters.substr(0, 2) == "99") return ReadStockholmReserve(characters, today);

  IdentityNumber number;
  number.digits = characters.size() == 12 ? characters : CenturyOf(characters, over_hundred, today) + characters;
  const absl::Status birth = ReadBirth(number.digits, today, number);
  if (!birth.ok()) return birth;
  if (over_hundred && number.born->year() > today.year() - 100) {
    return WrongNumber("must have - and not +, which is for those who turn 100 this year or have done so");
  }
  // Serial numbers are given from 001 (folkbokföringslagen, 18 §).
  if (NumberIn(number.digits, kLastFour, 3) == 0) return WrongNumber("must not have 000 before its last digit");
  if (!CheckDigitFits(number.digits, 0)) return WrongNumber(kWrongCheckDigit);
  return number;
}

}  // namespace hemgang::rules
