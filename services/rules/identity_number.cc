#include "services/rules/identity_number.h"

#include <algorithm>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "services/rules/identity_number_countries.h"

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

struct MergeRow {
  IdentityKind from;
  IdentityKind to;
};

// TABLE: kMerges
constexpr MergeRow kMerges[] = {
    {IdentityKind::kVgrReserve, IdentityKind::kPersonnummer},
    {IdentityKind::kVgrReserve, IdentityKind::kSamordningsnummer},
    {IdentityKind::kVgrReserve, IdentityKind::kFodselsnummer},
    {IdentityKind::kVgrReserve, IdentityKind::kDNumber},
    {IdentityKind::kStockholmReserve, IdentityKind::kPersonnummer},
    {IdentityKind::kStockholmReserve, IdentityKind::kSamordningsnummer},
    {IdentityKind::kStockholmReserve, IdentityKind::kFodselsnummer},
    {IdentityKind::kStockholmReserve, IdentityKind::kDNumber},
    {IdentityKind::kSamordningsnummer, IdentityKind::kPersonnummer},
    {IdentityKind::kDNumber, IdentityKind::kFodselsnummer},
};
// END TABLE

const char* WhyNotMerge(IdentityKind from) {
  switch (from) {
    case IdentityKind::kPersonnummer:
    case IdentityKind::kFodselsnummer:
      return "must not take the place of a personnummer or fødselsnummer, which is final; for a wrong patient, cancel "
             "the transition as entered in error and open it for the right one";
    case IdentityKind::kSamordningsnummer:
      return "must be a personnummer, for that is all that a samordningsnummer can become";
    case IdentityKind::kDNumber:
      return "must be a fødselsnummer, for that is all that a D-number can become";
    case IdentityKind::kVgrReserve:
    case IdentityKind::kStockholmReserve:
      break;
  }
  return "must be a register's number (personnummer, samordningsnummer, fødselsnummer or D-number), not another "
         "reserve number";
}

int AgeOn(absl::CivilDay born, absl::CivilDay today) {
  const bool had_birthday =
      today.month() > born.month() || (today.month() == born.month() && today.day() >= born.day());
  return static_cast<int>(today.year() - born.year()) - (had_birthday ? 0 : 1);
}

struct Written {
  // Digits and upper-case letters, without the separator.
  std::string characters;
  // 0 for none, else '-', '+' or ' '.
  char separator = 0;
  // How many characters stand after it.
  size_t after = 0;
};

// False when it holds a second separator or a character that no number has.
bool Separate(std::string_view text, Written& written) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (absl::ascii_isalnum(c)) {
      written.characters.push_back(absl::ascii_toupper(c));
    } else if ((c == '-' || c == '+' || c == ' ') && written.separator == 0) {
      written.separator = text[i];
      written.after = text.size() - i - 1;
    } else {
      return false;
    }
  }
  return true;
}

bool AllDigits(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return absl::ascii_isdigit(c); });
}

}  // namespace

int NumberIn(const std::string& digits, size_t at, size_t length) {
  int number = 0;
  for (size_t i = at; i < at + length; ++i) number = number * 10 + (digits[i] - '0');
  return number;
}

bool IsDate(int year, int month, int day) {
  const absl::CivilDay date(year, month, day);
  return date.year() == year && date.month() == month && date.day() == day;
}

absl::Status WrongNumber(const std::string& sentence) {
  return absl::InvalidArgumentError(sentence);
}

absl::StatusOr<IdentityNumber> ReadIdentityNumber(const std::string& text, absl::CivilDay today) {
  const absl::string_view trimmed = absl::StripAsciiWhitespace(text);
  Written written;
  if (!Separate(std::string_view(trimmed.data(), trimmed.size()), written)) {
    return WrongNumber("must be digits with at most one separator; it holds something else");
  }
  const std::string& characters = written.characters;
  if (characters.size() == 11 && AllDigits(characters)) {
    if (written.separator == '+' || (written.separator != 0 && written.after != 5)) {
      return WrongNumber("must have its separator, a space or -, before the last five of a Norwegian number's digits");
    }
    return ReadNorwegianNumber(characters, today);
  }
  if (characters.size() != 10 && characters.size() != 12) {
    return WrongNumber(
        absl::StrCat("must have 10 or 12 characters, or 11 digits for a Norwegian number; it has ", characters.size()));
  }
  if (written.separator == ' ' || (written.separator != 0 && written.after != 4)) {
    return WrongNumber("must have its separator, - or +, before the last four");
  }
  return ReadSwedishNumber(characters, written.separator == '+', today);
}

hv1::AgeBand AgeBandOf(std::optional<absl::CivilDay> born, absl::CivilDay today) {
  if (!born.has_value()) return hv1::AGE_BAND_UNSPECIFIED;
  const int age = AgeOn(*born, today);
  for (const AgeBandRow& row : kAgeBands) {
    if (age < row.until_age) return row.band;
  }
  return hv1::AGE_BAND_90_PLUS;
}

absl::Status MayMerge(IdentityKind from, IdentityKind to) {
  for (const MergeRow& row : kMerges) {
    if (row.from == from && row.to == to) return absl::OkStatus();
  }
  return WrongNumber(WhyNotMerge(from));
}

}  // namespace hemgang::rules
