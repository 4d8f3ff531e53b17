#include "services/rules/hsa_id.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "services/rules/luhn.h"
#include "services/rules/organisation_number.h"
#include "tests/rules/identity_number_vectors.h"

namespace hemgang::rules {
namespace {

TEST(OrganisationNumber, EveryPublishedNumberIsWhatItsSourceSays) {
  const auto rows = ReadVectors("organisation_numbers.csv");
  ASSERT_GT(rows.size(), 15u);
  for (const std::vector<std::string>& row : rows) {
    const auto number = ReadOrganisationNumber(row[0]);
    EXPECT_EQ(number.ok() ? *number : "wrong", row[1]) << row[0] << ": " << number.status();
  }
}

TEST(Luhn, OneDigitAloneProvesNothing) {
  EXPECT_FALSE(LuhnFits(""));
  EXPECT_FALSE(LuhnFits("0"));
  EXPECT_TRUE(LuhnFits("00"));
  EXPECT_TRUE(LuhnFits("18"));
}

TEST(HsaId, IsKeptAsWrittenAndComparedWithoutCase) {
  const auto lower = ReadHsaId("se2321000131-e000000001a");
  const auto upper = ReadHsaId("SE2321000131-E000000001A");
  ASSERT_TRUE(lower.ok() && upper.ok()) << lower.status() << upper.status();
  EXPECT_EQ(lower->text, "se2321000131-e000000001a");
  EXPECT_EQ(lower->key, upper->key);
  EXPECT_EQ(upper->organisation_number, "2321000131");
}

TEST(HsaId, HasAtMost31Characters) {
  EXPECT_TRUE(ReadHsaId("SE2321000131-" + std::string(18, 'A')).ok());
  EXPECT_FALSE(ReadHsaId("SE2321000131-" + std::string(19, 'A')).ok());
  EXPECT_TRUE(ReadHsaId("SE2321000131-A").ok());
}

TEST(HsaId, EachFaultHasItsSentence) {
  struct {
    const char* text;
    const char* word;
  } const rows[] = {
      {"", "SE, ten digits"},
      {"SE2321000131", "SE, ten digits"},
      {"SE2321000131-", "SE, ten digits"},
      {"NO2321000131-A1", "SE, ten digits"},
      {"SE23210001319-A1", "SE, ten digits"},
      {"SE2321000131-Å1", "letters A to Z"},
      {"SE2321000131-a@b", "letters A to Z"},
      {"SE2321000131-A-1", "letters A to Z"},
      {"SE2321000132-A1", "organisation number that has a last digit"},
      {"SE8001010019-A1", "organisation number that must have 2 or more"},
      {"SE23210001X1-A1", "organisation number that must be ten digits"},
  };
  for (const auto& row : rows) {
    const auto id = ReadHsaId(row.text);
    EXPECT_EQ(id.status().code(), absl::StatusCode::kInvalidArgument) << row.text;
    EXPECT_NE(id.status().message().find(row.word), std::string::npos) << row.text << ": " << id.status();
  }
}

}  // namespace
}  // namespace hemgang::rules
