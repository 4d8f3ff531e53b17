// Letters: the part of the conformance suite about what is told outside.
#include "tests/storage/store_conformance.h"

namespace hemgang::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Letters : public StoreConformance {
 protected:
  void Put(const rec::LetterChange& change) { ASSERT_EQ(Write().PutLetters(change), absl::OkStatus()); }
  std::vector<std::string> ToSend(int64_t until_us, int limit = 100) {
    return Ids(*Read().ListLettersToSend(until_us, limit));
  }
  std::vector<std::string> OfUnit(const std::string& unit_id, rec::LetterState state) {
    return Ids(Read().ListLettersOfUnit(unit_id, state, {})->rows);
  }
};
INSTANTIATE_TEST_SUITE_P(Every, Letters,
                         testing::Values(StoreKind::kMemory, StoreKind::kRocksDb, StoreKind::kReopened,
                                         StoreKind::kKilled),
                         [](const auto& kind) { return StoreKindName(kind.param); });

// "Keeps a unit's letters and its cursor, all of it" "On disk when it answers OK."
TEST_P(Letters, AreKeptWholeWithTheCursor) {
  rec::LetterChange change = LetterOf("home", "l1", rec::LETTER_STATE_WAITING, kTestTime);
  *change.add_letters() = LetterOf("home", "l2", rec::LETTER_STATE_WAITING, kTestTime + 1).letters(0);
  change.mutable_letters(1)->set_level(3);
  change.mutable_cursor()->set_unit_id("home");
  change.mutable_cursor()->set_sequence(17);
  Put(change);
  EXPECT_THAT(*Read().ListLettersToSend(INT64_MAX, 10), ElementsAre(Same(change.letters(0)), Same(change.letters(1))));
  EXPECT_EQ(*Read().FindLetterCursor("home"), 17);
}

// "... or none": a change that is not whole.
TEST_P(Letters, NothingIsKeptOfAChangeThatIsNotWhole) {
  rec::LetterChange change = LetterOf("home", "l1", rec::LETTER_STATE_WAITING, kTestTime);
  change.add_letters();
  change.mutable_cursor()->set_unit_id("home");
  change.mutable_cursor()->set_sequence(17);
  EXPECT_EQ(Write().PutLetters(change).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(ToSend(INT64_MAX), IsEmpty());
  EXPECT_EQ(*Read().FindLetterCursor("home"), 0);
}

// "0 when no letter was ever written for the unit." "Empty unit_id: the cursor stays." (record.proto)
TEST_P(Letters, TheCursorMovesOnlyWhenItIsSaid) {
  EXPECT_EQ(*Read().FindLetterCursor("home"), 0);
  rec::LetterChange change;
  change.mutable_cursor()->set_unit_id("home");
  change.mutable_cursor()->set_sequence(5);
  Put(change);
  Put(LetterOf("home", "l1", rec::LETTER_STATE_WAITING, kTestTime));
  EXPECT_EQ(*Read().FindLetterCursor("home"), 5);
  EXPECT_EQ(*Read().FindLetterCursor("hom"), 0);
}

// "letters over older ones of the same id": each is found where it stands now, and nowhere else.
TEST_P(Letters, ALetterGoesOverTheOlderOne) {
  Put(LetterOf("home", "l1", rec::LETTER_STATE_WAITING, kTestTime));
  Put(LetterOf("home", "l1", rec::LETTER_STATE_WAITING, kTestTime + 100));
  EXPECT_THAT(ToSend(kTestTime + 99), IsEmpty());
  EXPECT_THAT(ToSend(kTestTime + 100), ElementsAre("l1"));
  EXPECT_THAT(OfUnit("home", rec::LETTER_STATE_WAITING), ElementsAre("l1"));
  const rec::LetterChange sent = LetterOf("home", "l1", rec::LETTER_STATE_SENT, kTestTime + 101);
  Put(sent);
  EXPECT_THAT(ToSend(INT64_MAX), IsEmpty());
  EXPECT_THAT(OfUnit("home", rec::LETTER_STATE_WAITING), IsEmpty());
  EXPECT_THAT(Read().ListLettersOfUnit("home", rec::LETTER_STATE_SENT, {})->rows, ElementsAre(Same(sent.letters(0))));
}

// "WAITING letters whose next try is at or before `until_us`, earliest first, at most `limit`."
TEST_P(Letters, ToSendEarliestFirst) {
  Put(LetterOf("home", "l1", rec::LETTER_STATE_WAITING, kTestTime + 30));
  Put(LetterOf("home", "l2", rec::LETTER_STATE_WAITING, kTestTime + 10));
  Put(LetterOf("ward", "l3", rec::LETTER_STATE_WAITING, kTestTime + 20));
  Put(LetterOf("ward", "sent", rec::LETTER_STATE_SENT, kTestTime + 5));
  Put(LetterOf("ward", "dead", rec::LETTER_STATE_DEAD, kTestTime + 5));
  EXPECT_THAT(ToSend(INT64_MAX), ElementsAre("l2", "l3", "l1"));
  EXPECT_THAT(ToSend(kTestTime + 20), ElementsAre("l2", "l3"));
  EXPECT_THAT(ToSend(kTestTime + 19), ElementsAre("l2"));
  EXPECT_THAT(ToSend(0), IsEmpty());
  EXPECT_THAT(ToSend(INT64_MAX, 1), ElementsAre("l2"));
  EXPECT_THAT(ToSend(INT64_MAX, 0), IsEmpty());
}

// "A unit's letters in one state, oldest id first."
TEST_P(Letters, OfAUnitInOneStateOldestFirst) {
  for (const char* id : {"l2", "l1", "l3"}) Put(LetterOf("home", id, rec::LETTER_STATE_DEAD, kTestTime));
  Put(LetterOf("home", "l0", rec::LETTER_STATE_SENT, kTestTime));
  Put(LetterOf("home-2", "l4", rec::LETTER_STATE_DEAD, kTestTime));
  const auto list = [&](const PageRequest& page) {
    return Read().ListLettersOfUnit("home", rec::LETTER_STATE_DEAD, page);
  };
  EXPECT_THAT(Ids(list({})->rows), ElementsAre("l1", "l2", "l3"));
  EXPECT_THAT(Ids(InPagesOfOne(list)), ElementsAre("l1", "l2", "l3"));
  EXPECT_THAT(OfUnit("home", rec::LETTER_STATE_SENT), ElementsAre("l0"));
  EXPECT_THAT(OfUnit("home", rec::LETTER_STATE_WAITING), IsEmpty());
}

// "Forgets SENT letters that ended before `before_us`, at most `limit`; returns how many."
TEST_P(Letters, SentOnesAreForgotten) {
  for (const int64_t ended : {3, 1, 2}) {
    Put(LetterOf("home", "l" + std::to_string(ended), rec::LETTER_STATE_SENT, kTestTime + ended));
  }
  Put(LetterOf("home", "dead", rec::LETTER_STATE_DEAD, kTestTime + 1));
  Put(LetterOf("home", "waits", rec::LETTER_STATE_WAITING, kTestTime + 1));
  EXPECT_EQ(*Read().ForgetLetters(kTestTime + 1, 10), 0);
  EXPECT_EQ(*Read().ForgetLetters(kTestTime + 3, 1), 1);
  EXPECT_THAT(OfUnit("home", rec::LETTER_STATE_SENT), ElementsAre("l2", "l3"));
  EXPECT_EQ(*Read().ForgetLetters(kTestTime + 3, 10), 1);
  EXPECT_EQ(*Read().ForgetLetters(kTestTime + 3, 10), 0);
  EXPECT_THAT(OfUnit("home", rec::LETTER_STATE_SENT), ElementsAre("l3"));
  EXPECT_THAT(OfUnit("home", rec::LETTER_STATE_DEAD), ElementsAre("dead"));
  EXPECT_THAT(ToSend(INT64_MAX), ElementsAre("waits"));
}

}  // namespace
}  // namespace hemgang::storage
