// Which letter is next, the pauses, and the giving up.
#include "services/notify/send_rules.h"

#include <gtest/gtest.h>

namespace hemgang::notify {
namespace {

TEST(SendRules, ThePausesGrow) {
  const absl::Duration pauses[] = {absl::Minutes(1), absl::Minutes(5), absl::Minutes(15), absl::Hours(1),
                                   absl::Hours(3),   absl::Hours(6),   absl::Hours(12),   absl::Hours(12)};
  for (int tries = 1; tries <= 8; ++tries) EXPECT_EQ(PauseAfter(tries), pauses[tries - 1]) << tries;
  EXPECT_EQ(PauseAfter(100), absl::Hours(12));
}

TEST(SendRules, EachVerdictIsTriedForItsTime) {
  struct {
    Verdict verdict;
    absl::Duration at_least;
  } rows[] = {{Verdict::kUnreachable, absl::Hours(72)},
              {Verdict::kNotNow, absl::Hours(72)},
              {Verdict::kRefused, absl::Hours(24)}};
  for (const auto& row : rows) {
    absl::Duration tried = absl::ZeroDuration();
    int tries = 1;
    for (; !IsGivenUp(tries, row.verdict); ++tries) tried += PauseAfter(tries);
    EXPECT_GE(tried, row.at_least);
    EXPECT_LT(tried - PauseAfter(tries - 1), row.at_least) << "and no longer than the next try needs";
    EXPECT_TRUE(IsGivenUp(tries + 1, row.verdict));
  }
  EXPECT_FALSE(IsGivenUp(1000, Verdict::kDelivered));
}

rec::Letter Letter(const std::string& id, int tries, int64_t next_try_us) {
  rec::Letter letter;
  letter.set_id(id);
  letter.set_tries(tries);
  letter.set_next_try_time_us(next_try_us);
  return letter;
}

std::string Next(const std::vector<rec::Letter>& waiting) {
  const rec::Letter* next = NextInLane(waiting, absl::FromUnixMicros(100));
  return next == nullptr ? "" : next->id();
}

TEST(SendRules, LettersGoInTheirOrder) {
  EXPECT_EQ(Next({}), "");
  EXPECT_EQ(Next({Letter("a", 0, 100), Letter("b", 0, 50)}), "a");
  EXPECT_EQ(Next({Letter("a", 3, 100), Letter("b", 0, 50)}), "a") << "its next try has come";
  EXPECT_EQ(Next({Letter("a", 3, 101), Letter("b", 0, 50)}), "") << "a later one waits for it";
  EXPECT_EQ(Next({Letter("a", 0, 101), Letter("b", 0, 50)}), "b")
      << "one that is held for the opening holds back nobody";
  EXPECT_EQ(Next({Letter("a", 0, 90), Letter("b", 3, 101)}), "") << "the address cannot be reached";
  EXPECT_EQ(Next({Letter("a", 0, 101)}), "");
}

}  // namespace
}  // namespace hemgang::notify
