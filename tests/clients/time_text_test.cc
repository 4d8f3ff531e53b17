#include "clients/cli/time_text.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace hemgang::cli {
namespace {

absl::TimeZone Stockholm() {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone("Europe/Stockholm", &zone));
  return zone;
}

std::string Utc(const std::string& text) {
  const auto time = ParseTime(text, Stockholm());
  return time.ok() ? absl::FormatTime("%Y-%m-%d %H:%M:%E*S", *time, absl::UTCTimeZone())
                   : std::string(time.status().message());
}

TEST(ParseTime, TakesAnyOffsetAndLeavesOutSeconds) {
  EXPECT_EQ(Utc("2026-06-18T15:00+02:00"), "2026-06-18 13:00:00");
  EXPECT_EQ(Utc("2026-06-18T15:00:07.25+02:00"), "2026-06-18 13:00:07.25");
  EXPECT_EQ(Utc("2026-06-18T15:00:00Z"), "2026-06-18 15:00:00");
  EXPECT_EQ(Utc("2026-06-18t15:00z"), "2026-06-18 15:00:00");
  EXPECT_EQ(Utc("2026-06-18T00:30-03:30"), "2026-06-18 04:00:00");
}

TEST(ParseTime, ATimeWithoutAZoneIsRefusedWithTheOneThatWasProbablyMeant) {
  EXPECT_EQ(Utc("2026-06-18T15:00"),
            "'2026-06-18T15:00' does not say in which zone; in Europe/Stockholm it is written 2026-06-18T15:00+02:00");
  EXPECT_EQ(Utc("2026-01-18T15:00:30"),
            "'2026-01-18T15:00:30' does not say in which zone; in Europe/Stockholm it is written "
            "2026-01-18T15:00+01:00");
}

TEST(ParseTime, RefusesWhatIsNoTime) {
  for (const char* text :
       {"", "now", "2026-06-18", "2026-02-30T10:00Z", "2026-06-18T24:30Z", "2026-06-18T10:60Z", "2026-06-18T10:00:60Z",
        "2026-06-18 10:00Z", "2026-6-18T10:00Z", "2026-06-18T10:00+0200", "2026-06-18T10:00+02:00x", "infinite-future",
        " 2026-06-18T10:00Z", "2026-06-18T10:00:Z", "2026-13-01T10:00"}) {
    EXPECT_FALSE(ParseTime(text, Stockholm()).ok()) << text;
  }
  EXPECT_THAT(Utc("soon"), testing::HasSubstr("write it as 2026-06-18T15:00+02:00"));
  EXPECT_THAT(Utc("2026-06-18"), testing::HasSubstr("is a date without a time"));
}

TEST(ParseTimeSpan, TakesOneTimeOrTwo) {
  const auto one = ParseTimeSpan("2026-06-18T15:00Z", Stockholm());
  ASSERT_TRUE(one.ok());
  EXPECT_FALSE(one->last.has_value());
  const auto two = ParseTimeSpan("2026-06-18T15:00Z/2026-06-18T16:00Z", Stockholm());
  ASSERT_TRUE(two.ok());
  EXPECT_EQ(*two->last - two->first, absl::Hours(1));
  EXPECT_FALSE(ParseTimeSpan("2026-06-18T15:00Z/2026-06-18T14:00Z", Stockholm()).ok());
  EXPECT_FALSE(ParseTimeSpan("2026-06-18T15:00Z/", Stockholm()).ok());
  EXPECT_FALSE(ParseTimeSpan("2026-06-18T15:00Z/16:00", Stockholm()).ok());
}

TEST(ParseDate, TakesADayThatExists) {
  EXPECT_TRUE(ParseDate("2028-02-29").ok());
  for (const char* text : {"2026-02-29", "2026-2-9", "22/6", "", "2026-06-22T10:00Z"}) {
    EXPECT_FALSE(ParseDate(text).ok()) << text;
  }
}

TEST(TimeText, IsLocal) {
  EXPECT_EQ(TimeText(absl::FromUnixSeconds(1782309600), Stockholm()), "Wed 2026-06-24 16:00");
  EXPECT_EQ(DateText("2026-06-22"), "Mon 2026-06-22");
}

TEST(Timestamp, GoesThereAndBack) {
  for (const absl::Time time : {absl::UnixEpoch() - absl::Nanoseconds(1), absl::FromUnixMicros(1782309600000001)}) {
    EXPECT_EQ(FromTimestamp(ToTimestamp(time)), time);
    EXPECT_GE(ToTimestamp(time).nanos(), 0);
  }
}

}  // namespace
}  // namespace hemgang::cli
