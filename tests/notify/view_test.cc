// What a person sees of letters on the command line.
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/notify_view.h"

namespace hemgang::cli {
namespace {

namespace nt1 = hemgang::notify::v1;
namespace rv1 = hemgang::routing::v1;
using testing::HasSubstr;
using testing::Not;

class LetterViewTest : public testing::Test {
 protected:
  LetterViewTest() { screen_.out = &out_; }

  static nt1::Letter Dead() {
    nt1::Letter letter;
    letter.set_id("home.000000000000017.e");
    letter.set_state(nt1::LETTER_STATE_DEAD);
    letter.set_kind(rv1::INBOX_EVENT_KIND_OVERDUE);
    letter.set_event_count(1);
    letter.set_level(2);
    letter.set_tries(13);
    letter.mutable_ended_time()->set_seconds(1'781'769'600);
    return letter;
  }
  std::string Shown(const nt1::Letter& letter) {
    nt1::ListLettersResponse answer;
    *answer.add_letters() = letter;
    out_.str("");
    ShowLetters(screen_, answer);
    return out_.str();
  }

  std::ostringstream out_;
  Screen screen_;
};

TEST_F(LetterViewTest, ADeadLetterSaysWhatToDo) {
  const std::string shown = Shown(Dead());
  for (const char* part : {"home.000000000000017.e", "dead", "overdue, level 2", "13", "Thu 2026-06-18 08:00",
                           "hemgang notify retry LETTER"}) {
    EXPECT_THAT(shown, HasSubstr(part));
  }
}

TEST_F(LetterViewTest, ADigestAndATestAreCalledSo) {
  nt1::Letter letter = Dead();
  letter.set_state(nt1::LETTER_STATE_WAITING);
  letter.set_event_count(5);
  EXPECT_THAT(Shown(letter), HasSubstr("5 events"));
  EXPECT_THAT(Shown(letter), Not(HasSubstr("retry")));
  letter.set_event_count(0);
  EXPECT_THAT(Shown(letter), HasSubstr("a test"));
}

TEST_F(LetterViewTest, NothingIsSaidToBeNothing) {
  ShowLetters(screen_, {});
  EXPECT_EQ(out_.str(), "Nothing.\n");
}

}  // namespace
}  // namespace hemgang::cli
