// The commit queue over an engine that can be watched and made to fail, run by hand: one batch at a time, no threads.
#include "storage/commit_queue.h"

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

#include "storage/memory/memory_engine.h"
#include "tests/storage/whole_change.h"

namespace hemgang::storage {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Remembers what each batch held; fails when it is told to.
class WatchedEngine final : public MemoryEngine {
 public:
  WatchedEngine() : MemoryEngine(nullptr, 0) {}
  ~WatchedEngine() override { StopQueue(); }
  using Engine::StopQueue;

  absl::Status WriteBatch(const std::vector<const BatchMember*>& batch) override {
    std::vector<std::string>& names = batches.emplace_back();
    for (const BatchMember* member : batch) {
      if (const auto* change = std::get_if<rec::Change>(&member->write)) {
        const int64_t previous = member->previous == nullptr ? 0 : member->previous->version();
        names.push_back(absl::StrCat(change->transition().id(), " ", previous, ">", change->transition().version()));
      } else if (const auto* entry = std::get_if<rec::Entry>(&member->write)) {
        names.push_back(absl::StrCat("look at ", entry->transition_ids(0)));
      } else {
        names.push_back("directory");
      }
    }
    if (!write_fails.ok()) return write_fails;
    return MemoryEngine::WriteBatch(batch);
  }
  absl::StatusOr<bool> HasReceipt(const std::string& caller, const std::string& request) override {
    if (request == unreadable_request) return absl::DataLossError("a block is damaged");
    return MemoryEngine::HasReceipt(caller, request);
  }
  absl::StatusOr<Page<TaskRow>> ListTasksOfUnit(const std::string& unit, int64_t due_until_us,
                                                const PageRequest& page) override {
    if (unit == unreadable_unit) return absl::DataLossError("a block is damaged");
    return MemoryEngine::ListTasksOfUnit(unit, due_until_us, page);
  }
  absl::Status CheckSpace() override { return space; }

  std::vector<std::vector<std::string>> batches;
  absl::Status write_fails;
  absl::Status space;
  std::string unreadable_request;
  std::string unreadable_unit;
};

class CommitQueueTest : public testing::Test {
 protected:
  void SetUp() override {
    Start({});
    Push(DirectoryStep(1), "directory");
    Run();
    engine_->batches.clear();
    answers_.clear();
  }

  void Start(QueueOptions options) {
    if (engine_ != nullptr) engine_->StopQueue();
    if (engine_ == nullptr) engine_ = std::make_unique<WatchedEngine>();
    options.committer = &committer_;
    options.finisher = &finisher_;
    engine_->StartQueue(options);
  }

  Done Note(const std::string& name) {
    return [this, name](const absl::Status& status) {
      answers_[name] += absl::StatusCodeToString(status.code());
      last_words_ = std::string(status.message());
    };
  }
  void Push(rec::Change change, const std::string& name, Priority priority = Priority::kPerson) {
    engine_->Commit(std::move(change), priority, Note(name));
  }
  void Push(rec::DirectoryChange change, const std::string& name) {
    engine_->CommitDirectory(std::move(change), Note(name));
  }
  void Push(rec::Entry look, const std::string& name) { engine_->CommitLook(std::move(look), Note(name)); }
  // Lets the committer and the finisher work until nothing is left.
  void Run() {
    committer_.RunAll();
    finisher_.RunAll();
  }

  ManualExecutor committer_;
  ManualExecutor finisher_;
  std::unique_ptr<WatchedEngine> engine_;
  // What each commit was answered; twice, if it was answered twice.
  std::map<std::string, std::string> answers_;
  std::string last_words_;
};

TEST_F(CommitQueueTest, OneBatchTakesEverythingThatWaits) {
  Push(Step("t1", 1), "a");
  Push(Look(1, "t9"), "b");
  Push(DirectoryStep(2), "c");
  Run();
  EXPECT_THAT(engine_->batches, ElementsAre(ElementsAre("t1 0>1", "look at t9", "directory")));
  EXPECT_THAT(answers_, ElementsAre(testing::Pair("a", "OK"), testing::Pair("b", "OK"), testing::Pair("c", "OK")));
}

TEST_F(CommitQueueTest, NobodyIsAnsweredBeforeTheBatchIsWritten) {
  Push(Step("t1", 1), "a");
  finisher_.RunAll();
  EXPECT_THAT(answers_, IsEmpty());
  committer_.RunAll();
  EXPECT_EQ(engine_->batches.size(), 1u);
  EXPECT_THAT(answers_, IsEmpty()) << "answered on the committer";
  finisher_.RunAll();
  EXPECT_EQ(answers_["a"], "OK");
}

TEST_F(CommitQueueTest, WhoIsRefusedAtOnceIsAnsweredOnTheFinisherToo) {
  Push(Step("t1", 0), "a");
  EXPECT_THAT(answers_, IsEmpty());
  finisher_.RunAll();
  EXPECT_EQ(answers_["a"], "INVALID_ARGUMENT");
}

TEST_F(CommitQueueTest, PersonsGoBeforeTheClock) {
  Push(ClockStep("clock", 1), "clock", Priority::kClock);
  Push(Step("person", 1), "person");
  Run();
  EXPECT_THAT(engine_->batches, ElementsAre(ElementsAre("person 0>1", "clock 0>1")));
}

TEST_F(CommitQueueTest, WhenPlacesAreFewTheClockWaitsButNeverForEver) {
  Start({.max_batch = 8});
  for (int i = 0; i < 3; ++i) Push(ClockStep(absl::StrCat("clock", i), 1), absl::StrCat("clock", i), Priority::kClock);
  for (int i = 0; i < 20; ++i) Push(Step(absl::StrCat("t", i), 1), absl::StrCat("t", i));
  Run();
  ASSERT_EQ(engine_->batches.size(), 3u);
  EXPECT_EQ(engine_->batches[0].size(), 8u);
  EXPECT_EQ(engine_->batches[0].back(), "clock0 0>1");
  EXPECT_EQ(engine_->batches[1].size(), 8u);
  EXPECT_EQ(engine_->batches[1].back(), "clock1 0>1");
  EXPECT_EQ(engine_->batches[2].size(), 7u);
  EXPECT_EQ(engine_->batches[2].back(), "clock2 0>1");
}

TEST_F(CommitQueueTest, ABatchHasABoundOfBytesButAlwaysTakesOne) {
  Start({.max_batch_bytes = 1000});
  for (int i = 0; i < 3; ++i) {
    rec::Change change = Step(absl::StrCat("t", i), 1);
    AddContent(change, "h", 1, "region", std::string(i == 1 ? 5000 : 400, 'x'));
    Push(std::move(change), absl::StrCat("t", i));
  }
  Run();
  EXPECT_THAT(engine_->batches, ElementsAre(ElementsAre("t0 0>1"), ElementsAre("t1 0>1"), ElementsAre("t2 0>1")));
}

TEST_F(CommitQueueTest, AFullQueueRefusesAndTakesAgainWhenItHasWritten) {
  Start({.bound = 2});
  Push(Step("t1", 1), "a");
  Push(Step("t2", 1), "b");
  Push(Step("t3", 1), "c");
  Run();
  EXPECT_THAT(answers_, ElementsAre(testing::Pair("a", "OK"), testing::Pair("b", "OK"),
                                    testing::Pair("c", "RESOURCE_EXHAUSTED")));
  EXPECT_EQ(*engine_->FindTransition("t3"), std::nullopt);
  Push(Step("t3", 1), "d");
  Run();
  EXPECT_EQ(answers_["d"], "OK");
}

TEST_F(CommitQueueTest, TheClockFillsHalfOfTheQueueOnly) {
  Start({.bound = 4});
  for (int i = 0; i < 3; ++i) Push(ClockStep(absl::StrCat("clock", i), 1), absl::StrCat("clock", i), Priority::kClock);
  for (int i = 0; i < 2; ++i) Push(Step(absl::StrCat("person", i), 1), absl::StrCat("person", i));
  Run();
  EXPECT_EQ(answers_["clock1"], "OK");
  EXPECT_EQ(answers_["clock2"], "RESOURCE_EXHAUSTED");
  EXPECT_EQ(answers_["person1"], "OK");
}

TEST_F(CommitQueueTest, VersionsAreCheckedWithinABatch) {
  Push(Step("t1", 1), "first");
  Push(Step("t1", 2), "second");
  rec::Change rival = Step("t1", 2);
  rival.mutable_entry()->set_request_id("rival");
  rival.mutable_receipt()->set_request_id("rival");
  Push(std::move(rival), "rival");
  Push(Step("t1", 3), "third");
  Run();
  EXPECT_THAT(engine_->batches, ElementsAre(ElementsAre("t1 0>1", "t1 1>2", "t1 2>3")));
  EXPECT_EQ(answers_["rival"], "ABORTED");
  EXPECT_EQ((*engine_->FindTransition("t1"))->version(), 3);
}

TEST_F(CommitQueueTest, ReceiptsAreCheckedWithinABatch) {
  rec::Change again = Step("t2", 1);
  again.mutable_entry()->set_request_id("request-t1-1");
  again.mutable_receipt()->set_request_id("request-t1-1");
  Push(Step("t1", 1), "first");
  Push(std::move(again), "again");
  Run();
  EXPECT_EQ(answers_["first"], "OK");
  EXPECT_EQ(answers_["again"], "ABORTED");
}

TEST_F(CommitQueueTest, WhoWasRefusedLeavesItsRequestFree) {
  rec::Change refused = Step("t1", 5);
  refused.mutable_entry()->set_request_id("request-t1-1");
  refused.mutable_receipt()->set_request_id("request-t1-1");
  Push(std::move(refused), "refused");
  Push(Step("t1", 1), "taken");
  Run();
  EXPECT_EQ(answers_["refused"], "ABORTED");
  EXPECT_EQ(answers_["taken"], "OK");
}

TEST_F(CommitQueueTest, TheDirectorysRevisionIsCheckedWithinABatch) {
  Push(Step("t1", 1), "before");
  Push(DirectoryStep(2), "directory");
  Push(Step("t2", 1), "decided on the old one");
  rec::Change on_new = Step("t3", 1);
  on_new.set_directory_revision(2);
  Push(std::move(on_new), "decided on the new one");
  Run();
  EXPECT_THAT(engine_->batches, ElementsAre(ElementsAre("t1 0>1", "directory", "t3 0>1")));
  EXPECT_EQ(answers_["decided on the old one"], "ABORTED");
}

rec::DirectoryChange WithoutHome() {
  rec::DirectoryChange change = DirectoryStep(2);
  change.clear_put();
  change.add_removed()->mutable_unit()->set_id("home");
  return change;
}

// store.h: "also one that was committed just before."
TEST_F(CommitQueueTest, ATaskThatAnEarlierMemberGaveAUnitKeepsItInTheDirectory) {
  rec::Change change = Step("t1", 1);
  AddTask(change, "task", "home", kTestTime, 0);
  Push(std::move(change), "task");
  Push(WithoutHome(), "directory");
  Push(Step("t2", 1), "after it");
  Run();
  EXPECT_THAT(engine_->batches, ElementsAre(ElementsAre("t1 0>1", "t2 0>1")));
  EXPECT_EQ(answers_["directory"], "FAILED_PRECONDITION");
  EXPECT_EQ(answers_["after it"], "OK") << "the revision has not moved";
}

TEST_F(CommitQueueTest, ATaskThatAnEarlierMemberEndedDoesNot) {
  rec::Change change = Step("t1", 1);
  AddTask(change, "task", "home", kTestTime, 0);
  Push(std::move(change), "task");
  Run();
  Push(Step("t1", 2), "ended");
  Push(WithoutHome(), "directory");
  Run();
  EXPECT_EQ(answers_["directory"], "OK");
}

// A version that was read for a member that is refused is still the kept one.
TEST_F(CommitQueueTest, ATaskOfATransitionThatWasOnlyReadKeepsAUnitToo) {
  rec::Change change = Step("t1", 1);
  AddTask(change, "task", "home", 0, 0);
  Push(std::move(change), "task");
  Run();
  Push(Step("t1", 7), "refused");
  Push(Step("t8", 7), "refused, of none");
  Push(WithoutHome(), "directory");
  Run();
  EXPECT_EQ(answers_["refused"], "ABORTED");
  EXPECT_EQ(answers_["directory"], "FAILED_PRECONDITION");
}

TEST_F(CommitQueueTest, NoStepSlipsInAfterAUnitHasLeft) {
  Push(WithoutHome(), "directory");
  rec::Change change = Step("t1", 1);
  AddTask(change, "task", "home", kTestTime, 0);
  Push(std::move(change), "task");
  Run();
  EXPECT_EQ(answers_["directory"], "OK");
  EXPECT_EQ(answers_["task"], "ABORTED");
}

TEST_F(CommitQueueTest, ARemovalThatCannotBeLookedUpIsNotMade) {
  engine_->unreadable_unit = "home";
  Push(WithoutHome(), "directory");
  Push(Step("t1", 1), "other");
  Run();
  EXPECT_EQ(answers_["directory"], "UNAVAILABLE");
  EXPECT_EQ(answers_["other"], "OK");
  EXPECT_EQ(engine_->DirectoryRevision(), 1);
}

TEST_F(CommitQueueTest, InboxesAreNumberedThroughABatchAndWhoIsRefusedLeavesNoGap) {
  for (const char* id : {"t1", "t2"}) {
    rec::Change change = Step(id, 1);
    AddEvent(change, "home");
    AddEvent(change, "home");
    Push(change, id);
    if (id == std::string("t1")) Push(std::move(change), "again");
  }
  Run();
  EXPECT_EQ(answers_["again"], "ABORTED");
  std::vector<int64_t> numbers;
  const std::vector<rec::InboxEvent> events = *engine_->ListInbox("home", 0, 10);
  for (const rec::InboxEvent& event : events) numbers.push_back(event.sequence());
  EXPECT_THAT(numbers, ElementsAre(1, 2, 3, 4));
}

TEST_F(CommitQueueTest, AfterAFailedWriteEverythingIsUnavailableUntilARestart) {
  Push(Step("t0", 1), "kept before");
  Run();
  engine_->write_fails = absl::UnknownError("input/output error");
  Push(Step("t1", 1), "in the batch");
  Push(Step("t1", 7), "refused in the batch");
  Run();
  EXPECT_EQ(answers_["in the batch"], "UNAVAILABLE");
  EXPECT_EQ(answers_["refused in the batch"], "UNAVAILABLE");
  // Even if the disk came back: what the log holds is not known.
  engine_->write_fails = absl::OkStatus();
  Push(Step("t2", 1), "step");
  Push(Look(1, "t0"), "look");
  Push(DirectoryStep(2), "directory");
  Run();
  for (const char* name : {"step", "look", "directory"}) EXPECT_EQ(answers_[name], "UNAVAILABLE") << name;
  EXPECT_EQ(engine_->batches.size(), 2u) << "something was written after the failure";
  EXPECT_EQ(engine_->PutDraft(SomeDraft("d1", "ward", 1)).code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ((*engine_->FindTransition("t0"))->version(), 1) << "reads go on";
  EXPECT_EQ(engine_->WriteHealth().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(engine_->WriteHealth().message()), HasSubstr("until a restart"));
}

TEST_F(CommitQueueTest, AReadThatFailsConcernsOnlyItsOwnCommit) {
  engine_->unreadable_request = "request-t1-1";
  Push(Step("t1", 1), "unreadable");
  Push(Step("t2", 1), "other");
  Run();
  EXPECT_EQ(answers_["unreadable"], "UNAVAILABLE");
  EXPECT_EQ(answers_["other"], "OK");
  EXPECT_EQ(engine_->WriteHealth(), absl::OkStatus());
}

TEST_F(CommitQueueTest, WithoutRoomNothingIsKeptAndItGoesOnByItself) {
  engine_->space = absl::ResourceExhaustedError("the disk has 3 MiB left");
  Push(Step("t1", 1), "a");
  Run();
  EXPECT_EQ(answers_["a"], "RESOURCE_EXHAUSTED");
  EXPECT_THAT(last_words_, HasSubstr("3 MiB"));
  EXPECT_EQ(engine_->WriteHealth().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(engine_->batches, IsEmpty());
  engine_->space = absl::OkStatus();
  EXPECT_EQ(engine_->WriteHealth(), absl::OkStatus());
  Push(Step("t1", 1), "b");
  Run();
  EXPECT_EQ(answers_["b"], "OK");
}

TEST_F(CommitQueueTest, TellsEachUnitOncePerBatchAndNotForWhatWasRefused) {
  std::vector<std::string> told;
  engine_->OnInboxTold([&](const std::string& unit) {
    EXPECT_GT(*engine_->LastInboxSequence(unit), 0) << "told before it was written";
    told.push_back(unit);
  });
  rec::Change first = Step("t1", 1);
  AddEvent(first, "home");
  AddEvent(first, "home");
  AddEvent(first, "ward");
  rec::Change refused = Step("t1", 1);
  AddEvent(refused, "nobody");
  Push(std::move(first), "first");
  Push(std::move(refused), "refused");
  Run();
  EXPECT_THAT(told, ElementsAre("home", "ward"));
}

TEST_F(CommitQueueTest, PostsItselfOnceHoweverMuchWaits) {
  Start({.max_batch = 2});
  for (int i = 0; i < 5; ++i) Push(Step(absl::StrCat("t", i), 1), absl::StrCat("t", i));
  EXPECT_EQ(committer_.RunAll(), 3);
  EXPECT_EQ(committer_.RunAll(), 0);
}

TEST_F(CommitQueueTest, FinishesWhatItTookBeforeItEnds) {
  Push(Step("t1", 1), "a");
  engine_->StopQueue();
  EXPECT_THAT(engine_->batches, ElementsAre(ElementsAre("t1 0>1")));
  // What it had posted finds nobody.
  Run();
  EXPECT_EQ(answers_["a"], "OK");
  engine_->StartQueue({.committer = &committer_, .finisher = &finisher_});
}

}  // namespace
}  // namespace hemgang::storage
