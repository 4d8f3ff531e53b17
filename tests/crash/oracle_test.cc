// The oracle must find what it is there for: each test keeps what a small story made, spoils one thing, and asks.
#include "tests/crash/oracle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hemgang::crash {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kTransition[] = "t1";
constexpr char kHandover[] = "h1";

// One transition is opened, a handover sent and acknowledged; all three were answered OK.
struct Story {
  Story() {
    rec::Transition& transition = kept.transitions[kTransition];
    transition.set_id(kTransition);
    transition.set_version(3);
    rec::Handover& handover = *transition.add_handovers();
    handover.set_id(kHandover);
    handover.set_sender_unit_id("hospital");
    handover.set_receiver_unit_id("home");
    handover.set_acknowledged_time_us(3);
    kept.contents[kHandover] = 2;
    Add(hv1::STEP_OPEN_TRANSITION, "karin@hospital", "r1", "");
    Add(hv1::STEP_SEND_HANDOVER, "karin@hospital", "r2", kHandover);
    Add(hv1::STEP_ACKNOWLEDGE, "eva@home", "r3", kHandover);
    Tell("home", hemgang::routing::v1::INBOX_EVENT_KIND_HANDOVER_SENT);
    Tell("hospital", hemgang::routing::v1::INBOX_EVENT_KIND_ACKNOWLEDGED);
  }

  void Add(hv1::Step step, const std::string& caller, const std::string& request_id, const std::string& handover_id) {
    Promise& promise = promises.emplace_back();
    promise.step = step;
    promise.caller = caller;
    promise.request_id = request_id;
    promise.answered = true;
    promise.outcome.mutable_transition()->set_id(kTransition);
    promise.outcome.set_handover_id(handover_id);
    rec::Entry& entry = kept.entries[kTransition].emplace_back();
    entry.set_step(step);
    entry.set_request_id(request_id);
    entry.set_version(static_cast<int64_t>(kept.entries[kTransition].size()));
    if (!handover_id.empty()) entry.add_handover_ids(handover_id);
    kept.receipts[{caller, request_id}].set_answer(promise.outcome.SerializeAsString());
  }

  void Tell(const std::string& unit_id, hemgang::routing::v1::InboxEventKind kind) {
    Kept::Inbox& inbox = kept.inboxes[unit_id];
    rec::InboxEvent& event = inbox.events.emplace_back();
    event.set_sequence(++inbox.counter);
    event.set_kind(kind);
    event.set_transition_id(kTransition);
    event.set_handover_id(kHandover);
  }

  std::vector<std::string> Ask() const { return Compare(promises, kept); }

  std::vector<Promise> promises;
  Kept kept;
};

TEST(Oracle, HasNothingToSayOfAStoreThatKeptItsPromises) {
  EXPECT_THAT(Story().Ask(), IsEmpty());
}

TEST(Oracle, FindsAnAnswerThatWasNeverKept) {
  Story story;
  Promise lie = story.promises.back();
  lie.request_id = "never kept";
  story.promises.push_back(lie);
  EXPECT_THAT(story.Ask(), ElementsAre(HasSubstr("entry is not in the trail"), HasSubstr("receipt is not kept")));
}

TEST(Oracle, FindsATransitionThatIsGone) {
  Story story;
  story.kept.transitions.clear();
  EXPECT_THAT(story.Ask(), testing::Contains(HasSubstr("its transition is not kept")));
}

TEST(Oracle, AsksNothingOfAStepThatNobodyAnsweredFor) {
  Story story;
  Promise open = story.promises.back();
  open.request_id = "unknown";
  open.answered = false;
  story.promises.push_back(open);
  EXPECT_THAT(story.Ask(), IsEmpty());
}

TEST(Oracle, FindsAReceiptWithAnotherAnswer) {
  Story story;
  story.kept.receipts[{"eva@home", "r3"}].set_answer("something else");
  EXPECT_THAT(story.Ask(), ElementsAre(HasSubstr("another answer")));
}

TEST(Oracle, FindsAHandoverThatIsGone) {
  Story story;
  story.kept.transitions[kTransition].clear_handovers();
  EXPECT_THAT(story.Ask(), testing::Contains(HasSubstr("its handover is not kept")));
}

TEST(Oracle, FindsAContentThatOneSideHasNot) {
  Story story;
  story.kept.contents[kHandover] = 1;
  EXPECT_THAT(story.Ask(), SizeIs(2));
}

TEST(Oracle, FindsAnAcknowledgementThatIsGone) {
  Story story;
  story.kept.transitions[kTransition].mutable_handovers(0)->clear_acknowledged_time_us();
  EXPECT_THAT(story.Ask(), ElementsAre(HasSubstr("not acknowledged")));
}

TEST(Oracle, FindsAVersionWithoutItsEntry) {
  Story story;
  story.kept.transitions[kTransition].set_version(4);
  EXPECT_THAT(story.Ask(), ElementsAre(HasSubstr("version 4 and has 3")));
}

TEST(Oracle, FindsEntriesThatAreNumberedWrongly) {
  Story story;
  story.kept.entries[kTransition][1].set_version(3);
  EXPECT_THAT(story.Ask(), ElementsAre(HasSubstr("made version 3")));
}

TEST(Oracle, FindsARequestThatWasDoneTwice) {
  Story story;
  story.kept.transitions[kTransition].set_version(4);
  rec::Entry again = story.kept.entries[kTransition].back();
  again.set_version(4);
  story.kept.entries[kTransition].push_back(again);
  EXPECT_THAT(story.Ask(), testing::Contains(HasSubstr("r3 was done twice")));
}

TEST(Oracle, FindsAGapInAnInbox) {
  Story story;
  story.kept.inboxes["home"].events[0].set_sequence(2);
  EXPECT_THAT(story.Ask(), testing::Contains(HasSubstr("number 1 is missing")));
}

TEST(Oracle, FindsAnInboxThatCountsMoreThanItHolds) {
  Story story;
  story.kept.inboxes["home"].counter = 2;
  EXPECT_THAT(story.Ask(), ElementsAre(HasSubstr("counts 2 events and holds 1")));
}

TEST(Oracle, FindsAUnitThatWasToldTwice) {
  Story story;
  story.Tell("home", hemgang::routing::v1::INBOX_EVENT_KIND_HANDOVER_SENT);
  EXPECT_THAT(story.Ask(), ElementsAre(HasSubstr("too often")));
}

TEST(Oracle, FindsAUnitThatWasNotTold) {
  Story story;
  story.kept.inboxes["hospital"] = {};
  EXPECT_THAT(story.Ask(), ElementsAre(HasSubstr("too seldom")));
}

}  // namespace
}  // namespace hemgang::crash
