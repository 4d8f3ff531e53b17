#include "services/rules/identity_number.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "tests/rules/identity_number_vectors.h"

namespace hemgang::rules {
namespace {

constexpr absl::CivilDay kToday(2026, 6, 17);

constexpr IdentityKind kAllKinds[] = {IdentityKind::kPersonnummer,  IdentityKind::kSamordningsnummer,
                                      IdentityKind::kVgrReserve,    IdentityKind::kStockholmReserve,
                                      IdentityKind::kFodselsnummer, IdentityKind::kDNumber};

const char* Word(IdentityKind kind) {
  switch (kind) {
    case IdentityKind::kPersonnummer:
      return "personnummer";
    case IdentityKind::kSamordningsnummer:
      return "samordningsnummer";
    case IdentityKind::kVgrReserve:
      return "vgr_reserve";
    case IdentityKind::kStockholmReserve:
      return "stockholm_reserve";
    case IdentityKind::kFodselsnummer:
      return "fodselsnummer";
    case IdentityKind::kDNumber:
      return "d_number";
  }
  return "";
}

// What was kept, or the sentence that refused it.
std::string Digits(const std::string& text, absl::CivilDay today = kToday) {
  const auto number = ReadIdentityNumber(text, today);
  return number.ok() ? number->digits : std::string(number.status().message());
}

bool IsTaken(const std::string& text) {
  return ReadIdentityNumber(text, kToday).ok();
}

TEST(IdentityNumber, EveryPublishedNumberIsWhatItsSourceSays) {
  const auto rows = ReadVectors("identity_numbers.csv");
  ASSERT_GT(rows.size(), 90u);
  for (const std::vector<std::string>& row : rows) {
    ASSERT_EQ(row.size(), 6u) << row[0];
    absl::CivilDay today;
    ASSERT_TRUE(absl::ParseCivilTime(row[1], &today)) << row[0];
    const auto number = ReadIdentityNumber(row[0], today);
    if (row[2] == "wrong") {
      EXPECT_EQ(number.status().code(), absl::StatusCode::kInvalidArgument) << row[0];
      EXPECT_NE(number.status().message().find(row[3]), std::string::npos) << row[0] << ": " << number.status();
      continue;
    }
    ASSERT_TRUE(number.ok()) << row[0] << ": " << number.status();
    EXPECT_EQ(Word(number->kind), row[2]) << row[0];
    EXPECT_EQ(number->digits, row[3]) << row[0];
    EXPECT_EQ(number->born.has_value() ? absl::FormatCivilTime(*number->born) : "", row[4]) << row[0];
  }
}

TEST(IdentityNumber, WhatIsKeptIsReadAsTheSameAgain) {
  for (const std::vector<std::string>& row : ReadVectors("identity_numbers.csv")) {
    absl::CivilDay today;
    ASSERT_TRUE(absl::ParseCivilTime(row[1], &today));
    if (row[2] != "wrong") {
      EXPECT_EQ(Digits(row[3], today), row[3]);
    }
  }
}

TEST(IdentityNumber, NoSentenceRepeatsTheNumber) {
  for (const std::vector<std::string>& row : ReadVectors("identity_numbers.csv")) {
    absl::CivilDay today;
    ASSERT_TRUE(absl::ParseCivilTime(row[1], &today));
    const auto number = ReadIdentityNumber(row[0], today);
    if (number.ok()) continue;
    EXPECT_EQ(number.status().message().find(row[0].substr(0, 6)), std::string::npos) << number.status();
  }
}

TEST(IdentityNumber, PlusCountsFromTheYearInWhichThePersonTurnsAHundred) {
  // Born on the last day of 1926: written with "+" from the first day of 2026.
  const std::string nine = "261231238";
  for (char last = '0'; last <= '9'; ++last) {
    const std::string twelve = absl::StrCat("19", nine, std::string(1, last));
    if (!IsTaken(twelve)) continue;
    EXPECT_EQ(Digits(absl::StrCat("261231+238", std::string(1, last)), absl::CivilDay(2026, 1, 1)), twelve);
    EXPECT_EQ(Digits(absl::StrCat("261231-238", std::string(1, last)), absl::CivilDay(2025, 12, 31)), twelve);
    return;
  }
  FAIL() << "no check digit fits";
}

TEST(IdentityNumber, OtherTextIsRefused) {
  for (const char* text : {"",
                           " ",
                           "8001010019x",
                           "80-01010019",
                           "1980-01010019",
                           "19800101--0019",
                           "1980010100199",
                           "800101_0019",
                           "1980010l0019",
                           "åäö",
                           "+",
                           "-0019",
                           "198001010019\n198001010019",
                           "130972+48022",
                           "1309-7248022",
                           "A9800101K088",
                           "19800101001K",
                           "1980010100K9",
                           "19450829K08K",
                           "19450889K087"}) {
    EXPECT_NE(Digits(text).find("must"), std::string::npos) << text << ": " << Digits(text);
  }
  EXPECT_EQ(Digits(" 19800101-0019\n"), "198001010019");
}

// K, M and X are letters of interim numbers too: the check digit says which it is.
TEST(IdentityNumber, AReserveNumberOfVgrHasSerial06To89) {
  for (int serial = 0; serial < 100; ++serial) {
    int taken = 0;
    for (int last = 0; last < 10; ++last) {
      const auto number = ReadIdentityNumber(absl::StrFormat("19450829K%02d%d", serial, last), kToday);
      if (number.ok()) ++taken;
    }
    EXPECT_EQ(taken, serial >= 6 && serial <= 89 ? 1 : 0) << serial;
  }
}

// Every other number that one slip of the hand makes of a valid one.
std::vector<std::string> OneSlipFrom(const std::string& digits, bool swaps) {
  std::vector<std::string> slips;
  for (size_t i = 0; i < digits.size(); ++i) {
    std::string slip = digits;
    if (swaps) {
      if (i + 1 == digits.size() || digits[i] == digits[i + 1]) continue;
      std::swap(slip[i], slip[i + 1]);
      slips.push_back(slip);
      continue;
    }
    for (char c = '0'; c <= '9'; ++c) {
      slip[i] = c;
      if (c != digits[i]) slips.push_back(slip);
    }
  }
  return slips;
}

// All valid numbers with these serials, every 19th day over a century.
std::vector<std::string> SomePersonnummer() {
  std::vector<std::string> numbers;
  for (absl::CivilDay born(1926, 1, 1); born < kToday; born += 19) {
    for (const int serial : {238, 909, 90}) {
      for (int last = 0; last < 10; ++last) {
        const std::string number =
            absl::StrFormat("%04d%02d%02d%03d%d", born.year(), born.month(), born.day(), serial, last);
        if (IsTaken(number)) numbers.push_back(number);
      }
    }
  }
  return numbers;
}

TEST(IdentityNumber, EveryWrongDigitOfAPersonnummerIsFoundButACenturyTooEarly) {
  const auto numbers = SomePersonnummer();
  ASSERT_GT(numbers.size(), 5000u);
  for (const std::string& number : numbers) {
    for (const std::string& slip : OneSlipFrom(number, false)) {
      // The check digit does not cover the century: 18 for 19 is another number, of somebody born a hundred years
      // before.
      const bool century_earlier = slip.substr(0, 2) == "18" && slip.substr(2) == number.substr(2);
      EXPECT_FALSE(IsTaken(slip) && !century_earlier) << number << " as " << slip;
    }
  }
}

TEST(IdentityNumber, EverySwapInAPersonnummerIsFoundBut09And90) {
  for (const std::string& number : SomePersonnummer()) {
    for (const std::string& slip : OneSlipFrom(number, true)) {
      if (!IsTaken(slip)) continue;
      // Luhn cannot tell 09 from 90; nor a swap over the century's edge, where only the third digit is covered.
      size_t at = 0;
      while (number[at] == slip[at]) ++at;
      const std::string pair = number.substr(at, 2);
      EXPECT_TRUE(pair == "09" || pair == "90") << number << " as " << slip;
    }
  }
}

TEST(IdentityNumber, EverySlipInAFodselsnummerIsFoundUnderBothRules) {
  int numbers = 0;
  for (absl::CivilDay born(1900, 1, 3); born < kToday; born += 131) {
    for (int tail = 0; tail < 100; ++tail) {
      const int serial = born.year() < 2000 ? 238 : 638;
      const std::string number =
          absl::StrFormat("%02d%02d%02d%03d%02d", born.day(), born.month(), born.year() % 100, serial, tail);
      for (const absl::CivilDay today : {kToday, absl::CivilDay(2032, 1, 1)}) {
        if (!ReadIdentityNumber(number, today).ok()) continue;
        ++numbers;
        for (const bool swaps : {false, true}) {
          for (const std::string& slip : OneSlipFrom(number, swaps)) {
            EXPECT_FALSE(ReadIdentityNumber(slip, today).ok()) << number << " as " << slip << " on " << today;
          }
        }
      }
    }
  }
  EXPECT_GT(numbers, 1000);
}

// Each row of the series: the first and last serial and year, and the ones outside.
TEST(IdentityNumber, TheSerialTellsTheCenturyOfANorwegianBirthUntil2032) {
  struct {
    int serial;
    int year_in_century;
    int born;  // 0: nobody was given such a number
  } const rows[] = {
      {0, 0, 1900},    {499, 99, 1999}, {499, 0, 1900},  {500, 76, 1876}, {749, 99, 1899}, {750, 99, 0},
      {749, 0, 2000},  {500, 0, 2000},  {999, 26, 2026}, {899, 26, 2026}, {900, 39, 0},    {900, 40, 1940},
      {999, 40, 1940}, {999, 99, 1999}, {899, 40, 0},    {899, 99, 0},    {500, 53, 0},    {499, 53, 1953},
      {900, 0, 2000},  {749, 40, 0},    {0, 99, 1999},   {899, 39, 0},
  };
  for (const auto& row : rows) {
    std::string born;
    // Some days have no such number at all, for a check digit would be 10.
    for (int day = 1; day <= 28 && born.empty(); ++day) {
      for (int tail = 0; tail < 100; ++tail) {
        const auto number = ReadIdentityNumber(
            absl::StrFormat("%02d01%02d%03d%02d", day, row.year_in_century, row.serial, tail), kToday);
        if (number.ok() && number->born.has_value()) born = absl::StrCat(number->born->year());
      }
    }
    EXPECT_EQ(born, row.born == 0 ? "" : absl::StrCat(row.born)) << row.serial << " " << row.year_in_century;
  }
}

TEST(IdentityNumber, NorwegianSeriesOfTheNineteenthCenturyBeginIn1854AndThoseOfTheTwentyFirstEndIn2039) {
  const auto born_on = [](int serial, int year_in_century, absl::CivilDay today) {
    for (int day = 1; day <= 28; ++day) {
      for (int tail = 0; tail < 100; ++tail) {
        const auto number =
            ReadIdentityNumber(absl::StrFormat("%02d01%02d%03d%02d", day, year_in_century, serial, tail), today);
        if (number.ok()) return static_cast<int>(number->born->year());
      }
    }
    return 0;
  };
  // Seen from a day on which people of those years were young.
  EXPECT_EQ(born_on(500, 54, absl::CivilDay(1990, 1, 1)), 1854);
  EXPECT_EQ(born_on(500, 53, absl::CivilDay(1990, 1, 1)), 0);
  EXPECT_EQ(born_on(749, 54, absl::CivilDay(1990, 1, 1)), 1854);
}

TEST(IdentityNumber, AMonthThatSaysWhatElseItIs) {
  struct {
    int added;
    const char* word;
  } const rows[] = {{40, "is a Norwegian H-number"}, {65, "is a synthetic"}, {80, "is a synthetic"}};
  for (const auto& row : rows) {
    for (int month = 0; month <= 13; ++month) {
      const std::string sentence = Digits(absl::StrFormat("13%02d7248022", row.added + month));
      EXPECT_EQ(sentence.find(row.word) == 0, month >= 1 && month <= 12) << row.added + month;
    }
  }
}

TEST(IdentityNumber, AgeBandsChangeOnBirthdays) {
  struct {
    absl::CivilDay born;
    hv1::AgeBand band;
  } const rows[] = {
      {absl::CivilDay(2008, 6, 18), hv1::AGE_BAND_0_17},  {absl::CivilDay(2008, 6, 17), hv1::AGE_BAND_18_64},
      {absl::CivilDay(1961, 6, 18), hv1::AGE_BAND_18_64}, {absl::CivilDay(1961, 6, 17), hv1::AGE_BAND_65_79},
      {absl::CivilDay(1946, 6, 18), hv1::AGE_BAND_65_79}, {absl::CivilDay(1946, 6, 17), hv1::AGE_BAND_80_89},
      {absl::CivilDay(1936, 6, 18), hv1::AGE_BAND_80_89}, {absl::CivilDay(1936, 6, 17), hv1::AGE_BAND_90_PLUS},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(AgeBandOf(row.born, kToday), row.band) << absl::FormatCivilTime(row.born);
  }
  EXPECT_EQ(AgeBandOf(std::nullopt, kToday), hv1::AGE_BAND_UNSPECIFIED);
}

// Ten of the thirty-six; each of the others has its reason.
TEST(IdentityNumber, MergesGoFromAPassingNumberToAMoreLastingOne) {
  const auto lasting = [](IdentityKind kind) {
    switch (kind) {
      case IdentityKind::kVgrReserve:
      case IdentityKind::kStockholmReserve:
        return 0;
      case IdentityKind::kSamordningsnummer:
      case IdentityKind::kDNumber:
        return 1;
      case IdentityKind::kPersonnummer:
      case IdentityKind::kFodselsnummer:
        return 2;
    }
    return 0;
  };
  const auto norwegian = [](IdentityKind kind) {
    return kind == IdentityKind::kDNumber || kind == IdentityKind::kFodselsnummer;
  };
  for (const IdentityKind from : kAllKinds) {
    for (const IdentityKind to : kAllKinds) {
      const bool may = lasting(from) < lasting(to) && (lasting(from) == 0 || norwegian(from) == norwegian(to));
      const absl::Status merge = MayMerge(from, to);
      EXPECT_EQ(merge.ok(), may) << Word(from) << " to " << Word(to) << ": " << merge;
      if (!may) {
        EXPECT_EQ(merge.code(), absl::StatusCode::kInvalidArgument);
        EXPECT_EQ(merge.message().substr(0, 5), "must ") << merge;
      }
    }
  }
}

}  // namespace
}  // namespace hemgang::rules
