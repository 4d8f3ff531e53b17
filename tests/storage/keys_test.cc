// That keys sort as their parts do, that no key is a prefix of another one by accident, and that index rows of two
// versions differ by exactly what has to be written.
#include "storage/rocksdb/keys.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/rocksdb/index_rows.h"
#include "tests/storage/whole_change.h"

namespace hemgang::storage::rocks {
namespace {

const std::string kTexts[] = {"",
                              std::string("\0", 1),
                              std::string("\0\0", 2),
                              std::string("\0\x01", 2),
                              std::string("\0\xff", 2),
                              "\x01",
                              "a",
                              std::string("a\0", 2),
                              std::string("a\0b", 3),
                              "a\x01",
                              "ab",
                              "b",
                              "\xff",
                              "\xff\xff"};

TEST(OrderedKey, TextsSortAsTheyDo) {
  for (const std::string& a : kTexts) {
    for (const std::string& b : kTexts) {
      EXPECT_EQ(OrderedKey().Text(a).bytes() < OrderedKey().Text(b).bytes(), a < b);
    }
  }
}

TEST(OrderedKey, NoTextIsAPrefixOfAnother) {
  for (const std::string& a : kTexts) {
    for (const std::string& b : kTexts) {
      const bool prefix = OrderedKey().Text(b).bytes().rfind(OrderedKey().Text(a).bytes(), 0) == 0;
      EXPECT_EQ(prefix, a == b);
    }
  }
}

TEST(OrderedKey, TwoTextsAreNeverTakenForTwoOthers) {
  std::vector<std::string> keys;
  for (const std::string& a : kTexts) {
    for (const std::string& b : kTexts) keys.push_back(OrderedKey().Text(a).Text(b).bytes());
  }
  std::sort(keys.begin(), keys.end());
  EXPECT_EQ(std::adjacent_find(keys.begin(), keys.end()), keys.end());
}

TEST(OrderedKey, NumbersSortAsTheyDo) {
  const int64_t numbers[] = {INT64_MIN, -256, -1, 0, 1, 255, 256, 65536, kTestTime, INT64_MAX};
  for (const int64_t a : numbers) {
    for (const int64_t b : numbers) EXPECT_EQ(NumberValue(a) < NumberValue(b), a < b);
  }
}

TEST(OrderedKey, IsTakenApartAgain) {
  for (const std::string& text : kTexts) {
    const std::string key = OrderedKey().Int64(-5).Text(text).Text("end").bytes();
    OrderedKeyReader reader(key);
    int64_t number = 0;
    std::string first;
    std::string second;
    EXPECT_TRUE(reader.Int64(number) && reader.Text(first) && reader.Text(second) && reader.AtEnd());
    EXPECT_EQ(number, -5);
    EXPECT_EQ(first, text);
    EXPECT_EQ(second, "end");
  }
}

TEST(OrderedKey, WhatIsCutOffIsNotTakenApart) {
  const std::string key = OrderedKey().Text("abc").bytes();
  std::string text;
  for (size_t size = 0; size < key.size(); ++size) {
    EXPECT_FALSE(OrderedKeyReader(std::string_view(key).substr(0, size)).Text(text));
  }
  int64_t number = 0;
  EXPECT_FALSE(OrderedKeyReader("1234567").Int64(number));
  EXPECT_FALSE(ParseNumber("123456789", number));
}

TEST(Keys, AWakeSortsByItsTimeFirst) {
  EXPECT_LT(WakeKey(1, "z", "z"), WakeKey(2, "a", ""));
  EXPECT_LT(WakeKey(2, "a", ""), WakeKey(2, "a", "task"));
  EXPECT_LT(WakeKey(2, "a", "task"), WakeKey(2, "ab", ""));
}

TEST(Keys, DueRowsOfAHolderStandTogetherByTime) {
  EXPECT_LT(DueKey("home", 255, "z", "z"), DueKey("home", 256, "a", "a"));
  EXPECT_LT(DueKey("home", INT64_MAX, "z", "z"), EndOfPrefix(DuePrefix("home")));
  EXPECT_LT(EndOfPrefix(DuePrefix("home")), DueKey("home-2", 0, "a", "a"));
}

TEST(Keys, EveryPrefixEndsBeforeItsEnd) {
  for (const std::string& prefix :
       {ContentPrefix("t", "h", "o"), ContentsAboutPrefix("t", "h"), LettersOfUnitPrefix("u", 1), LettersToSendPrefix(),
        LettersSentPrefix(), LettersByTime(LettersToSendPrefix(), INT64_MAX - 1), InboxPrefix("u"),
        EntriesOfTransitionPrefix("t"), EntriesOfPatientPrefix("p"), EntriesOfDirectoryPrefix(),
        DraftsOfUnitPrefix("u"), TransitionsOfUnitPrefix("u", true), TransitionsOfPatientPrefix("p"), DuePrefix("u")}) {
    EXPECT_LT(Under(prefix, "\xff\xff"), EndOfPrefix(prefix));
  }
}

TEST(Keys, ContentsOfOneCopySortByNumber) {
  EXPECT_LT(ContentKey("t", "h", "o", 9), ContentKey("t", "h", "o", 10));
  EXPECT_NE(ContentKey("t", "ho", "o", 1), ContentKey("th", "o", "o", 1));
}

std::vector<std::string> Told(const std::vector<const IndexRow*>& rows) {
  std::vector<std::string> told;
  for (const IndexRow* row : rows) told.push_back(kTableNames[static_cast<size_t>(row->table)]);
  return told;
}

TEST(IndexRows, TheSameVersionTwiceDiffersByNothing) {
  const std::vector<IndexRow> rows = IndexRowsOf(StepWithEveryPart("t1").transition());
  const IndexDifference difference = Difference(rows, rows);
  EXPECT_THAT(difference.put, testing::IsEmpty());
  EXPECT_THAT(difference.removed, testing::IsEmpty());
}

TEST(IndexRows, ANewTransitionPutsItsRowsAndNoMore) {
  const std::vector<IndexRow> rows = IndexRowsOf(StepWithEveryPart("t1").transition());
  EXPECT_THAT(Told(Difference({}, rows).put),
              testing::ElementsAre("handovers", "transitions_by_unit", "transitions_by_unit", "transitions_by_unit",
                                   "transitions_by_unit", "transitions_by_patient", "wakes", "due_by_unit",
                                   "due_by_organisation"));
}

TEST(IndexRows, AMovedDueTimeMovesItsRowsAlone) {
  rec::Change change = StepWithEveryPart("t1");
  const std::vector<IndexRow> before = IndexRowsOf(change.transition());
  change.mutable_transition()->mutable_tasks(0)->set_due_time_us(kTestTime + 200);
  const std::vector<IndexRow> after = IndexRowsOf(change.transition());
  const IndexDifference difference = Difference(before, after);
  EXPECT_THAT(Told(difference.put), testing::ElementsAre("due_by_unit", "due_by_organisation"));
  EXPECT_THAT(Told(difference.removed), testing::ElementsAre("due_by_unit", "due_by_organisation"));
}

TEST(IndexRows, AChangedTaskIsPutOverItsRow) {
  rec::Change change = StepWithEveryPart("t1");
  const std::vector<IndexRow> before = IndexRowsOf(change.transition());
  change.mutable_transition()->mutable_tasks(0)->set_next_level(1);
  const std::vector<IndexRow> after = IndexRowsOf(change.transition());
  const IndexDifference difference = Difference(before, after);
  EXPECT_THAT(Told(difference.put), testing::ElementsAre("due_by_unit", "due_by_organisation"));
  EXPECT_THAT(difference.removed, testing::IsEmpty());
}

TEST(IndexRows, AClosedTransitionLeavesTheOpenOnes) {
  rec::Change change = Step("t1", 1);
  const std::vector<IndexRow> before = IndexRowsOf(change.transition());
  change.mutable_transition()->set_state(hv1::TRANSITION_STATE_CLOSED);
  const std::vector<IndexRow> after = IndexRowsOf(change.transition());
  const IndexDifference difference = Difference(before, after);
  EXPECT_THAT(difference.put, testing::IsEmpty());
  EXPECT_THAT(Told(difference.removed), testing::ElementsAre("transitions_by_unit", "transitions_by_unit"));
}

TEST(IndexRows, AUnitThatIsNamedTwiceIsFoundOnce) {
  rec::Change change = Step("t1", 1);
  const size_t once = IndexRowsOf(change.transition()).size();
  change.mutable_transition()->add_involved_unit_ids("home");
  EXPECT_EQ(IndexRowsOf(change.transition()).size(), once);
}

TEST(IndexRows, AMergedNumberKeepsItsRowAndTheNewOneComes) {
  rec::Change change = Step("t1", 1);
  const std::vector<IndexRow> before = IndexRowsOf(change.transition());
  change.mutable_transition()->add_former_patient_hash(change.transition().patient_hash());
  EXPECT_EQ(IndexRowsOf(change.transition()).size(), before.size()) << "merged into itself";
  change.mutable_transition()->set_patient_hash(HashOf("personnummer"));
  const std::vector<IndexRow> after = IndexRowsOf(change.transition());
  const IndexDifference difference = Difference(before, after);
  EXPECT_THAT(Told(difference.put), testing::ElementsAre("transitions_by_patient"));
  EXPECT_THAT(difference.removed, testing::IsEmpty());
}

TEST(IndexRows, ALetterIsFoundByItsUnitAndByWhenItIsToBeSentOrForgotten) {
  const auto rows = [](rec::LetterState state) {
    return IndexRowsOf(LetterOf("home", "l1", state, kTestTime).letters(0)).size();
  };
  EXPECT_EQ(rows(rec::LETTER_STATE_WAITING), 2u);
  EXPECT_EQ(rows(rec::LETTER_STATE_SENT), 2u);
  EXPECT_EQ(rows(rec::LETTER_STATE_DEAD), 1u);
}

TEST(IndexRows, ADueRowIsReadBack) {
  rec::Change change = Step("t1", 1);
  const rec::Task task = AddTask(change, "task", "home", kTestTime, 0);
  for (const IndexRow& row : IndexRowsOf(change.transition())) {
    if (row.table != Table::kDueByUnit) continue;
    TaskRow read;
    const std::string_view rest = std::string_view(row.key).substr(DuePrefix("home").size());
    ASSERT_TRUE(ParseDueRow(rest, row.value, read));
    EXPECT_EQ(read.transition_id, "t1");
    EXPECT_EQ(read.age_band, hv1::AGE_BAND_80_89);
    EXPECT_EQ(read.task.SerializeAsString(), task.SerializeAsString());
    EXPECT_FALSE(ParseDueRow(rest, "", read));
    EXPECT_FALSE(ParseDueRow("", row.value, read));
    return;
  }
  FAIL() << "no row in due_by_unit";
}

}  // namespace
}  // namespace hemgang::storage::rocks
