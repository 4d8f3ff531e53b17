#include "services/rules/identity_number.h"

#include <string>

#include <gtest/gtest.h>

namespace hemgang::rules {
namespace {

constexpr absl::CivilDay kToday(2026, 6, 17);

std::string Digits(const std::string& text) {
  const auto number = ReadIdentityNumber(text, kToday);
  return number.ok() ? number->digits : std::string(number.status().message());
}

TEST(IdentityNumber, TenAndTwelveDigitsWithAndWithoutSeparator) {
  for (const char* text : {"198001010019", "19800101-0019", "8001010019", "800101-0019"}) {
    EXPECT_EQ(Digits(text), "198001010019") << text;
  }
}

TEST(IdentityNumber, PlusIsAHundredYears) {
  EXPECT_EQ(Digits("191212121212"), "191212121212");
  EXPECT_EQ(Digits("121212+1212"), "191212121212");
  EXPECT_EQ(Digits("121212-1212"), "201212121212");
  EXPECT_EQ(Digits("190601+2396"), "191906012396");
}

TEST(IdentityNumber, CoordinationNumberHasSixtyDaysMore) {
  const auto number = ReadIdentityNumber("19800161-0016", kToday);
  ASSERT_TRUE(number.ok());
  EXPECT_EQ(number->digits, "198001610016");
  EXPECT_EQ(number->born, absl::CivilDay(1980, 1, 1));
  EXPECT_TRUE(number->is_coordination_number);
  EXPECT_FALSE(ReadIdentityNumber("19800101-0019", kToday)->is_coordination_number);
}

TEST(IdentityNumber, EveryWrongCheckDigitIsFound) {
  for (char last = '0'; last <= '8'; ++last) {
    EXPECT_NE(Digits(std::string("19800101001") + last).find("last digit"), std::string::npos) << last;
  }
}

TEST(IdentityNumber, DatesThatAreNone) {
  for (const char* text : {"201702290008", "198013010019", "198001000019", "198001320019", "198001600019",
                           "198001920019", "198102890019"}) {
    EXPECT_NE(Digits(text).find("date of birth"), std::string::npos) << text << ": " << Digits(text);
  }
  EXPECT_NE(Digits("203001010019").find("future"), std::string::npos);
}

TEST(IdentityNumber, OtherTextIsRefusedWithoutBeingRepeated) {
  for (const char* text : {"", "8001010019x", "80-01010019", "80010100199", "19800101 0019", "1980010100199"}) {
    const std::string sentence = Digits(text);
    EXPECT_NE(sentence.find("must"), std::string::npos) << text << ": " << sentence;
    EXPECT_EQ(sentence.find("0101001"), std::string::npos) << sentence;
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
}

}  // namespace
}  // namespace hemgang::rules
