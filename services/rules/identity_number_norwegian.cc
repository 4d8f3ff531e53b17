#include <cstddef>
#include <iterator>
#include <vector>

#include "absl/strings/str_cat.h"

#include "services/rules/identity_number_countries.h"

namespace hemgang::rules {
namespace {

// From this day numbers are given whose first check digit may be off by one, two or three, to people of any age.
constexpr absl::CivilDay kNewRuleFrom(2032, 1, 1);
constexpr int kNewRuleOffsets = 3;

// How much each of the first ten digits counts in the first and in the second check digit. The tenth is the first of
// the two itself.
struct WeightRow {
  int first;
  int second;
};

// TABLE: kWeights
constexpr WeightRow kWeights[] = {
    {3, 5}, {7, 4}, {6, 3}, {1, 2}, {8, 7}, {9, 6}, {4, 5}, {5, 4}, {2, 3}, {0, 2},
};
// END TABLE

// Which three digits after the date were given to those born in which years, until 2032.
struct SeriesRow {
  int first;
  int last;
  int first_year;
  int last_year;
};

// TABLE: kSeries
constexpr SeriesRow kSeries[] = {
    {500, 749, 1854, 1899},
    {0, 499, 1900, 1999},
    {900, 999, 1940, 1999},
    {500, 999, 2000, 2039},
};
// END TABLE

// What is added to the month, and says that the number is not the register's.
struct OtherMonthRow {
  int added;
  const char* sentence;
};

constexpr char kSynthetic[] = "is a synthetic Norwegian number, made for tests; it belongs to nobody";

// TABLE: kOtherMonths
constexpr OtherMonthRow kOtherMonths[] = {
    {40, "is a Norwegian H-number, which only the hospital that made it knows; give the fødselsnummer or the D-number"},
    {65, kSynthetic},
    {80, kSynthetic},
};
// END TABLE

// What is missing to a sum that 11 divides: the check digit, or 10, which no number has.
int CheckDigit(const std::string& digits, int WeightRow::*weight) {
  int sum = 0;
  for (size_t i = 0; i < std::size(kWeights); ++i) sum += (digits[i] - '0') * (kWeights[i].*weight);
  return (11 - sum % 11) % 11;
}

// How far the first check digit is from the one that the rule before 2032 gives, 0 to 10.
int OffsetOf(const std::string& digits) {
  return ((digits[9] - '0') - CheckDigit(digits, &WeightRow::first) + 11) % 11;
}

// The years in which somebody with this number may have been born, by one rule or the other.
std::vector<int> BirthYears(const std::string& digits, absl::CivilDay today) {
  const int year = NumberIn(digits, 4, 2);
  const int serial = NumberIn(digits, 6, 3);
  // From 2032 the series tell nothing: the same three digits go to those of either century.
  if (today >= kNewRuleFrom) return {1900 + year, 2000 + year};
  std::vector<int> years;
  for (const SeriesRow& row : kSeries) {
    if (serial < row.first || serial > row.last) continue;
    for (int century = 1800; century <= 2000; century += 100) {
      if (century + year >= row.first_year && century + year <= row.last_year) years.push_back(century + year);
    }
  }
  return years;
}

}  // namespace

absl::StatusOr<IdentityNumber> ReadNorwegianNumber(const std::string& digits, absl::CivilDay today) {
  if (digits[0] >= '8') {
    return WrongNumber(
        "must be a fødselsnummer or a D-number if it is Norwegian (11 digits), not a common help number (FH-number); a "
        "Swedish number has 10 or 12 digits");
  }
  IdentityNumber number{digits, IdentityKind::kFodselsnummer, std::nullopt};
  int day = NumberIn(digits, 0, 2);
  if (day > 40) {
    number.kind = IdentityKind::kDNumber;
    day -= 40;
  }
  const int month = NumberIn(digits, 2, 2);
  for (const OtherMonthRow& row : kOtherMonths) {
    if (month > row.added && month <= row.added + 12) return WrongNumber(row.sentence);
  }
  const int year = NumberIn(digits, 4, 2);
  if (!IsDate(1900 + year, month, day) && !IsDate(2000 + year, month, day)) {
    return WrongNumber(
        "must begin with a date of birth, day first, if it is Norwegian (11 digits); there is no such date");
  }
  const int allowed = today >= kNewRuleFrom ? kNewRuleOffsets : 0;
  if (OffsetOf(digits) > allowed || CheckDigit(digits, &WeightRow::second) != digits[10] - '0') {
    return WrongNumber("has two last digits that do not fit the others; check it digit by digit");
  }
  std::vector<absl::CivilDay> births;
  for (const int candidate : BirthYears(digits, today)) {
    if (!IsDate(candidate, month, day)) continue;
    const absl::CivilDay birth(candidate, month, day);
    if (birth <= today && candidate >= today.year() - kOldestYears) births.push_back(birth);
  }
  if (births.empty()) {
    return WrongNumber("must tell a birth that has been; no number with these digits has been given to anyone yet");
  }
  if (births.size() == 1) number.born = births.front();
  return number;
}

}  // namespace hemgang::rules
