// Every scale as its authors published it, and for each of them the lowest, the highest, what lies outside, between two
// steps, on another scale, or does not add up: generated from the table (Instruments, docs).

#include "services/rules/instruments.h"

#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"

namespace hemgang::rules {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr absl::CivilDay kToday(2026, 6, 18);

std::vector<std::string> Paths(const hv1::InstrumentScore& score) {
  std::vector<std::string> paths;
  for (const ScoreFault& fault : CheckInstrument(score, kToday)) paths.push_back(fault.field_path);
  return paths;
}

std::string Name(const Scale& scale) {
  const std::string instrument = hv1::Instrument_Name(scale.instrument);
  const std::string variant = hv1::InstrumentVariant_Name(scale.variant);
  return std::string(
      absl::StripPrefix(scale.variant == hv1::INSTRUMENT_VARIANT_UNSPECIFIED ? instrument : variant,
                        scale.variant == hv1::INSTRUMENT_VARIANT_UNSPECIFIED ? "INSTRUMENT_" : "INSTRUMENT_VARIANT_"));
}

std::string InWords(const Scale& s) {
  std::string text = absl::StrCat(Name(s), ": ", s.lowest, " to ", s.highest, " by ", s.step);
  if (s.decimals > 0) absl::StrAppend(&text, " of ", s.decimals, " decimals");
  const std::map<ScoreRule, std::string> rules = {{ScoreRule::kLetter, "a letter of "},
                                                  {ScoreRule::kSumOfItems, "the sum of "},
                                                  {ScoreRule::kNumber, "a number of "}};
  absl::StrAppend(&text, ", ", rules.at(s.rule), s.items, " × ", s.item_lowest, " to ", s.item_highest, " by ",
                  s.item_step);
  if (s.own_item) absl::StrAppend(&text, " and one's own");
  if (s.own_item_in_sum) absl::StrAppend(&text, " in the sum");
  return absl::StrCat(text, ", high is ", s.direction == Direction::kHighIsGood ? "good" : "bad");
}

// Worked out by hand from the publications; the code is not asked.
TEST(InstrumentScales, AreThoseThatWerePublished) {
  std::vector<std::string> scales;
  for (const Scale& scale : Scales()) {
    EXPECT_EQ(FindScale(scale.instrument, scale.variant), &scale);
    scales.push_back(InWords(scale));
  }
  EXPECT_THAT(scales, ElementsAre("KATZ: 0 to 0 by 1, a letter of 6 × 0 to 1 by 1, high is bad",
                                  "SUNNAAS: 0 to 36 by 1, the sum of 12 × 0 to 3 by 1, high is good",
                                  "BARTHEL_100: 0 to 100 by 5, the sum of 10 × 0 to 15 by 5, high is good",
                                  "BARTHEL_20: 0 to 20 by 1, the sum of 10 × 0 to 3 by 1, high is good",
                                  "PPS: 0 to 100 by 10, a number of 0 × 0 to 0 by 1, high is good",
                                  "AKPS: 10 to 100 by 10, a number of 0 × 0 to 0 by 1, high is good",
                                  "ESAS_NUMERIC: 0 to 90 by 1, the sum of 9 × 0 to 10 by 1 and one's own, high is bad",
                                  "ESAS_VAS: 0 to 1000 by 1, the sum of 9 × 0 to 100 by 1 and one's own in the sum, "
                                  "high is bad",
                                  "DOWNTON: 0 to 11 by 1, the sum of 11 × 0 to 1 by 1, high is bad",
                                  "TUG: 1 to 60000 by 1 of 2 decimals, a number of 0 × 0 to 0 by 1, high is bad",
                                  "SPPB: 0 to 12 by 1, the sum of 3 × 0 to 4 by 1, high is good",
                                  "BERG: 0 to 56 by 1, the sum of 14 × 0 to 4 by 1, high is good"));
}

// "600.00" for 60000 of two decimals.
std::string Written(int number, int decimals) {
  std::string text = absl::StrCat(number);
  if (decimals == 0) return text;
  while (text.size() <= static_cast<size_t>(decimals)) text = "0" + text;
  return text.insert(text.size() - static_cast<size_t>(decimals), ".");
}

class EveryScale : public testing::TestWithParam<Scale> {
 protected:
  hv1::InstrumentScore Empty() const {
    hv1::InstrumentScore score;
    score.set_instrument(scale_.instrument);
    score.set_variant(scale_.variant);
    return score;
  }
  hv1::InstrumentScore Total(int number) const {
    hv1::InstrumentScore score = Empty();
    score.set_total(Written(number, scale_.decimals));
    return score;
  }
  // All items at `each`, without a total.
  hv1::InstrumentScore Items(int each, int count) const {
    hv1::InstrumentScore score = Empty();
    for (int i = 0; i < count; ++i) score.add_items(each);
    return score;
  }
  bool IsLetter() const { return scale_.rule == ScoreRule::kLetter; }
  bool HasItems() const { return scale_.items > 0; }

  const Scale scale_ = GetParam();
};

TEST_P(EveryScale, TakesTheLowestAndTheHighest) {
  if (IsLetter()) {
    for (const auto grade : {hv1::KATZ_GRADE_A, hv1::KATZ_GRADE_G, hv1::KATZ_GRADE_OTHER}) {
      hv1::InstrumentScore score = Empty();
      score.set_grade(grade);
      EXPECT_THAT(Paths(score), IsEmpty()) << grade;
    }
    return;
  }
  EXPECT_THAT(Paths(Total(scale_.lowest)), IsEmpty());
  EXPECT_THAT(Paths(Total(scale_.highest)), IsEmpty());
  EXPECT_THAT(Paths(Total(scale_.lowest + scale_.step)), IsEmpty());
}

TEST_P(EveryScale, RefusesWhatLiesOutside) {
  if (IsLetter()) {
    EXPECT_THAT(Paths(Total(3)), ElementsAre("total"));
    return;
  }
  // Below nothing there is no number that can be written.
  if (scale_.lowest > 0) {
    EXPECT_THAT(Paths(Total(scale_.lowest - scale_.step)), ElementsAre("total"));
  }
  hv1::InstrumentScore negative = Empty();
  negative.set_total("-1");
  EXPECT_THAT(Paths(negative), ElementsAre("total"));
  EXPECT_THAT(Paths(Total(scale_.highest + scale_.step)), ElementsAre("total"));
}

TEST_P(EveryScale, RefusesWhatLiesBetweenTwoSteps) {
  if (scale_.step > 1) {
    EXPECT_THAT(Paths(Total(scale_.lowest + 1)), ElementsAre("total"));
    EXPECT_THAT(Paths(Total(scale_.highest - 1)), ElementsAre("total"));
  }
  hv1::InstrumentScore finer = Total(scale_.lowest);
  finer.set_total(absl::StrCat(finer.total(), scale_.decimals == 0 ? ".5" : "5"));
  EXPECT_THAT(Paths(finer), ElementsAre("total"));
}

TEST_P(EveryScale, RefusesAnotherScale) {
  for (int number = 0; number < hv1::InstrumentVariant_ARRAYSIZE; ++number) {
    hv1::InstrumentScore score = Total(scale_.lowest);
    if (IsLetter()) score.clear_total(), score.set_grade(hv1::KATZ_GRADE_B);
    score.set_variant(static_cast<hv1::InstrumentVariant>(number));
    const bool own = FindScale(scale_.instrument, score.variant()) != nullptr;
    if (own) {
      EXPECT_THAT(Paths(score), IsEmpty()) << number;
    } else {
      EXPECT_THAT(Paths(score), ElementsAre("variant")) << number;
    }
  }
}

TEST_P(EveryScale, RefusesASumThatIsNone) {
  if (!HasItems() || IsLetter()) return;
  hv1::InstrumentScore score = Items(scale_.item_step, scale_.items);
  EXPECT_THAT(Paths(score), IsEmpty()) << "items without a total";
  const int sum = scale_.item_step * scale_.items;
  score.set_total(absl::StrCat(sum));
  EXPECT_THAT(Paths(score), IsEmpty());
  score.set_total(absl::StrCat(sum + scale_.step));
  EXPECT_THAT(Paths(score), ElementsAre("total"));
  score.set_total(absl::StrCat(sum - scale_.step));
  EXPECT_THAT(Paths(score), ElementsAre("total"));
}

TEST_P(EveryScale, RefusesItemsThatAreNotAll) {
  if (!HasItems()) {
    hv1::InstrumentScore score = Total(scale_.lowest);
    score.add_items(0);
    EXPECT_THAT(Paths(score), ElementsAre("items"));
    return;
  }
  EXPECT_THAT(Paths(Items(scale_.item_lowest, scale_.items)), IsEmpty());
  EXPECT_THAT(Paths(Items(scale_.item_lowest, scale_.items - 1)), ElementsAre("items"));
  const auto one_more = Paths(Items(scale_.item_lowest, scale_.items + 1));
  EXPECT_EQ(one_more.empty(), scale_.own_item);
  EXPECT_THAT(Paths(Items(scale_.item_lowest, scale_.items + 2)), ElementsAre("items"));
}

TEST_P(EveryScale, RefusesAnItemThatIsNoneOfItsOwn) {
  if (!HasItems()) return;
  hv1::InstrumentScore score = Items(scale_.item_lowest, scale_.items);
  const int last = scale_.items - 1;
  const std::string path = absl::StrCat("items[", last, "]");
  score.set_items(last, scale_.item_highest);
  EXPECT_THAT(Paths(score), IsEmpty());
  for (const int wrong : {scale_.item_lowest - 1, scale_.item_highest + 1}) {
    score.set_items(last, wrong);
    EXPECT_THAT(Paths(score), ElementsAre(path)) << wrong;
  }
  score.set_items(last, 1);
  EXPECT_EQ(Paths(score).empty(), scale_.item_step == 1);
}

TEST_P(EveryScale, NotPossibleIsNoScore) {
  hv1::InstrumentScore score = Empty();
  EXPECT_THAT(Paths(score), ElementsAre("total")) << "nothing at all";
  score.set_not_possible(true);
  EXPECT_THAT(Paths(score), IsEmpty());
  IsLetter() ? score.set_grade(hv1::KATZ_GRADE_B) : score.set_total(Written(scale_.lowest, scale_.decimals));
  EXPECT_THAT(Paths(score), ElementsAre("not_possible"));
}

TEST_P(EveryScale, HasADateThatHasBeen) {
  hv1::InstrumentScore score = Empty();
  score.set_not_possible(true);
  score.set_date("2026-06-18");
  EXPECT_THAT(Paths(score), IsEmpty()) << "today";
  EXPECT_THAT(CheckInstrument(score, std::nullopt), IsEmpty());
  for (const char* wrong : {"2026-06-19", "18 juni", "2026-6-18", "2026-13-01", "1899-12-31"}) {
    score.set_date(wrong);
    EXPECT_THAT(Paths(score), ElementsAre("date")) << wrong;
  }
}

TEST_P(EveryScale, HasALetterOrAnOwnItemOnlyWhereItHasOne) {
  hv1::InstrumentScore score = Empty();
  score.set_grade(hv1::KATZ_GRADE_C);
  if (!IsLetter()) {
    EXPECT_THAT(Paths(score), ElementsAre("grade"));
  }
  score = Empty();
  score.set_not_possible(true);
  score.set_own_item("klåda");
  EXPECT_EQ(Paths(score).empty(), scale_.own_item);
}

INSTANTIATE_TEST_SUITE_P(Table, EveryScale, testing::ValuesIn(Scales().begin(), Scales().end()),
                         [](const auto& scale) { return Name(scale.param); });

TEST(InstrumentScores, EsasCountsTheOwnItemOnTheLineOnly) {
  hv1::InstrumentScore score;
  score.set_instrument(hv1::INSTRUMENT_ESAS);
  for (int i = 0; i < 10; ++i) score.add_items(4);
  score.set_variant(hv1::INSTRUMENT_VARIANT_ESAS_NUMERIC);
  score.set_total("36");
  EXPECT_THAT(Paths(score), IsEmpty());
  score.set_total("40");
  EXPECT_THAT(Paths(score), ElementsAre("total"));
  score.set_variant(hv1::INSTRUMENT_VARIANT_ESAS_VAS);
  EXPECT_THAT(Paths(score), IsEmpty());
}

TEST(InstrumentScores, WhatIsNoNumber) {
  hv1::InstrumentScore score;
  score.set_instrument(hv1::INSTRUMENT_TUG);
  for (const char* wrong : {"13,5", "1e3", ".5", "5.", " 5", "0", "0.00", "1234567", "600.01", "nan", "1.2.3"}) {
    score.set_total(wrong);
    EXPECT_THAT(Paths(score), ElementsAre("total")) << wrong;
  }
  for (const char* right : {"13.5", "0.01", "600", "13.50", "007"}) {
    score.set_total(right);
    EXPECT_THAT(Paths(score), IsEmpty()) << right;
  }
}

TEST(InstrumentScores, AnotherInstrumentIsToldInText) {
  hv1::InstrumentScore score;
  EXPECT_THAT(Paths(score), ElementsAre("instrument"));
  score.set_instrument(hv1::INSTRUMENT_OTHER);
  EXPECT_THAT(Paths(score), ElementsAre("text"));
  score.set_text("MoCA 21 av 30");
  EXPECT_THAT(Paths(score), IsEmpty());
  score.set_total("21");
  EXPECT_THAT(Paths(score), ElementsAre("total"));
  score.clear_total();
  score.add_items(1);
  EXPECT_THAT(Paths(score), ElementsAre("items"));
  score.set_variant(hv1::INSTRUMENT_VARIANT_BARTHEL_20);
  EXPECT_THAT(Paths(score), ElementsAre("variant"));
}

// All 64 patterns, by the wording of the index.
TEST(Katz, TheLetterOfEveryPattern) {
  enum Item { kBathing, kDressing, kToilet, kTransfer, kContinence, kFeeding };
  for (unsigned pattern = 0; pattern < 64; ++pattern) {
    std::vector<bool> can;
    for (unsigned item = 0; item < 6; ++item) can.push_back(((pattern >> item) & 1U) != 0);
    const int lost = 6 - __builtin_popcount(pattern);
    hv1::KatzGrade grade = hv1::KATZ_GRADE_OTHER;
    if (lost == 0) grade = hv1::KATZ_GRADE_A;
    if (lost == 1) grade = hv1::KATZ_GRADE_B;
    if (lost == 2 && !can[kBathing]) grade = hv1::KATZ_GRADE_C;
    if (lost == 3 && !can[kBathing] && !can[kDressing]) grade = hv1::KATZ_GRADE_D;
    if (lost == 4 && !can[kBathing] && !can[kDressing] && !can[kToilet]) grade = hv1::KATZ_GRADE_E;
    if (lost == 5 && !can[kBathing] && !can[kDressing] && !can[kToilet] && !can[kTransfer]) grade = hv1::KATZ_GRADE_F;
    if (lost == 6) grade = hv1::KATZ_GRADE_G;
    EXPECT_EQ(KatzGradeOf(can), grade) << pattern;

    hv1::InstrumentScore score;
    score.set_instrument(hv1::INSTRUMENT_KATZ);
    for (const bool item : can) score.add_items(item ? 1 : 0);
    EXPECT_THAT(Paths(score), IsEmpty()) << "the letter may be left out";
    for (int letter = hv1::KATZ_GRADE_A; letter <= hv1::KATZ_GRADE_OTHER; ++letter) {
      score.set_grade(static_cast<hv1::KatzGrade>(letter));
      EXPECT_EQ(Paths(score).empty(), letter == grade) << pattern << " " << letter;
    }
  }
  EXPECT_EQ(KatzGradeOf({true, true}), hv1::KATZ_GRADE_UNSPECIFIED);
}

TEST(InstrumentScores, TheSentenceNeverRepeatsTheValue) {
  for (const Scale& scale : Scales()) {
    hv1::InstrumentScore score;
    score.set_instrument(scale.instrument);
    score.set_variant(scale.variant);
    score.set_total("98765");
    score.set_own_item("98765");
    score.set_date("98765");
    score.add_items(98765);
    const auto faults = CheckInstrument(score, kToday);
    EXPECT_FALSE(faults.empty()) << Name(scale);
    for (const ScoreFault& fault : faults) EXPECT_EQ(fault.sentence.find("98765"), std::string::npos) << fault.sentence;
  }
}

TEST(InstrumentScores, AgeOfAValue) {
  EXPECT_EQ(AgeInDays("2026-06-09", kToday), 9);
  EXPECT_EQ(AgeInDays("2026-06-18", kToday), 0);
  EXPECT_EQ(AgeInDays("2026-06-19", kToday), std::nullopt);
  EXPECT_EQ(AgeInDays("", kToday), std::nullopt);
}

}  // namespace
}  // namespace hemgang::rules
