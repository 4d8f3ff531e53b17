// What is written: the first half of the conformance suite. What is listed is in store_conformance_lists.cc, what
// happens while it is written in store_flow_test.cc.
#include "tests/storage/store_conformance.h"

namespace hemgang::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

INSTANTIATE_TEST_SUITE_P(Every, StoreConformance,
                         testing::Values(StoreKind::kMemory, StoreKind::kRocksDb, StoreKind::kReopened,
                                         StoreKind::kKilled),
                         [](const auto& kind) { return StoreKindName(kind.param); });

// "it keeps a Change whole or not at all, and gives back what it kept." "Keeps every part of `change`, or none."
TEST_P(StoreConformance, KeepsEveryPartOfAChange) {
  const rec::Change change = StepWithEveryPart("t1");
  Keep(change);
  EXPECT_THAT(**Read().FindTransition("t1"), Same(change.transition()));
  EXPECT_EQ(**Read().FindTransitionOfHandover("handover-t1"), "t1");
  EXPECT_THAT(**Read().FindContent("t1", "handover-t1", 1, "region"), Same(change.contents(0)));
  EXPECT_THAT(**Read().FindKey("t1", "region"), Same(change.keys(0)));
  EXPECT_THAT(Read().ListEntriesOfTransition("t1", {})->rows, ElementsAre(Same(change.entry())));
  rec::InboxEvent told = change.inbox_events(0);
  told.set_sequence(1);
  EXPECT_THAT(*Read().ListInbox("home", 0, 10), ElementsAre(Same(told)));
  EXPECT_THAT(Read().ListOutcomes(0, INT64_MAX, {})->rows, ElementsAre(Same(change.outcomes(0))));
  EXPECT_THAT(**Read().FindReceipt("anna@ward", "request-t1-1"), Same(change.receipt()));
}

class NothingIsKept : public StoreConformance {
 protected:
  // That nothing of StepWithEveryPart("t1") can be found.
  void ExpectNothing() {
    EXPECT_EQ(*Read().FindTransition("t1"), std::nullopt);
    EXPECT_EQ(*Read().FindTransitionOfHandover("handover-t1"), std::nullopt);
    EXPECT_EQ(*Read().FindContent("t1", "handover-t1", 1, "region"), std::nullopt);
    EXPECT_EQ(*Read().FindKey("t1", "region"), std::nullopt);
    EXPECT_THAT(Read().ListEntriesOfTransition("t1", {})->rows, IsEmpty());
    EXPECT_THAT(*Read().ListInbox("home", 0, 10), IsEmpty());
    EXPECT_EQ(*Read().LastInboxSequence("home"), 0);
    EXPECT_THAT(Read().ListOutcomes(0, INT64_MAX, {})->rows, IsEmpty());
    EXPECT_EQ(*Read().FindReceipt("anna@ward", "request-t1-1"), std::nullopt);
    EXPECT_THAT(Read().ListTransitionsOfUnit("home", false, {})->rows, IsEmpty());
    EXPECT_THAT(*Read().ListTransitionsOfPatient(HashOf("patient")), IsEmpty());
    EXPECT_THAT(Read().ListTasksOfUnit("home", INT64_MAX, {})->rows, IsEmpty());
    EXPECT_THAT(*Read().ListWakes(INT64_MAX, 10), IsEmpty());
  }
};
INSTANTIATE_TEST_SUITE_P(Every, NothingIsKept,
                         testing::Values(StoreKind::kMemory, StoreKind::kRocksDb, StoreKind::kReopened,
                                         StoreKind::kKilled),
                         [](const auto& kind) { return StoreKindName(kind.param); });

// "ABORTED  nothing was kept: ... the directory's revision moved"
TEST_P(NothingIsKept, WhenAbortedByTheDirectory) {
  Keep(DirectoryStep(2));
  EXPECT_EQ(TryCommit(StepWithEveryPart("t1")), absl::StatusCode::kAborted);
  ExpectNothing();
}

// "ABORTED  nothing was kept: the transition's version ... moved"
TEST_P(NothingIsKept, WhenAbortedByTheVersion) {
  rec::Change change = StepWithEveryPart("t1");
  change.mutable_transition()->set_version(2);
  change.mutable_entry()->set_version(2);
  EXPECT_EQ(TryCommit(change), absl::StatusCode::kAborted);
  ExpectNothing();
}

// "INVALID_ARGUMENT  nothing was kept: the Change is not whole"
TEST_P(NothingIsKept, WhenTheChangeIsNotWhole) {
  rec::Change change = StepWithEveryPart("t1");
  change.mutable_entry()->set_version(7);
  EXPECT_EQ(TryCommit(change), absl::StatusCode::kInvalidArgument);
  ExpectNothing();
}

// "Refused with ABORTED unless the kept version of the transition is change.transition.version - 1"
TEST_P(StoreConformance, TakesOnlyTheNextVersion) {
  Keep(Step("t1", 1));
  Keep(Step("t1", 2));
  rec::Change again = Step("t1", 2);
  again.mutable_entry()->set_request_id("another");
  again.mutable_receipt()->set_request_id("another");
  EXPECT_EQ(TryCommit(again), absl::StatusCode::kAborted);
  EXPECT_EQ(TryCommit(Step("t1", 4)), absl::StatusCode::kAborted);
  Keep(Step("t1", 3));
  EXPECT_EQ((*Read().FindTransition("t1"))->version(), 3);
}

// "(0 when there is none)"
TEST_P(StoreConformance, TakesVersionOneOfANewTransitionOnly) {
  EXPECT_EQ(TryCommit(Step("t1", 2)), absl::StatusCode::kAborted);
  Keep(Step("t1", 1));
}

// "the directory's revision is change.directory_revision"
TEST_P(StoreConformance, TakesOnlyWhatWasDecidedOnTheKeptDirectory) {
  rec::Change ahead = Step("t1", 1);
  ahead.set_directory_revision(2);
  EXPECT_EQ(TryCommit(ahead), absl::StatusCode::kAborted);
  Keep(DirectoryStep(2));
  EXPECT_EQ(TryCommit(Step("t1", 1)), absl::StatusCode::kAborted);
  Keep(ahead);
}

// "no receipt for (caller, request id) is kept"
TEST_P(StoreConformance, TakesARequestOfACallerOnce) {
  Keep(Step("t1", 1));
  rec::Change same_request = Step("t2", 1);
  same_request.mutable_entry()->set_request_id("request-t1-1");
  same_request.mutable_receipt()->set_request_id("request-t1-1");
  EXPECT_EQ(TryCommit(same_request), absl::StatusCode::kAborted);
  EXPECT_EQ(*Read().FindTransition("t2"), std::nullopt);
  same_request.mutable_receipt()->set_caller_id("somebody else");
  Keep(same_request);
}

// "UNAVAILABLE  not known whether it was kept: ask FindReceipt, or commit the same again."
TEST_P(StoreConformance, TheSameCommittedAgainIsFoundByItsReceipt) {
  const rec::Change change = StepWithEveryPart("t1");
  Keep(change);
  EXPECT_EQ(TryCommit(change), absl::StatusCode::kAborted);
  EXPECT_EQ((*Read().FindReceipt("anna@ward", "request-t1-1"))->answer(), "answer");
  EXPECT_EQ(Read().ListEntriesOfTransition("t1", {})->rows.size(), 1u);
  EXPECT_EQ(*Read().LastInboxSequence("home"), 1);
}

// The same for a step of the clock, which has no receipt: its version is taken.
TEST_P(StoreConformance, TheClocksStepCommittedAgainIsRefused) {
  Keep(Step("t1", 1));
  Keep(ClockStep("t1", 2), Priority::kClock);
  EXPECT_EQ(TryCommit(ClockStep("t1", 2)), absl::StatusCode::kAborted);
  EXPECT_EQ(Read().ListEntriesOfTransition("t1", {})->rows.size(), 2u);
}

// "Each inbox event gets the next number of its unit: no gaps, in commit order, in the order given within one change."
TEST_P(StoreConformance, NumbersEachInboxWithoutGaps) {
  rec::Change first = Step("t1", 1);
  AddEvent(first, "home").set_level(1);
  AddEvent(first, "ward").set_level(2);
  AddEvent(first, "home").set_level(3);
  Keep(first);
  rec::Change refused = Step("t1", 1);
  AddEvent(refused, "home").set_level(99);
  EXPECT_EQ(TryCommit(refused), absl::StatusCode::kAborted);
  rec::Change second = Step("t2", 1);
  AddEvent(second, "home").set_level(4);
  Keep(second);

  const auto told = [](const rec::InboxEvent& event) {
    return std::to_string(event.sequence()) + " level " + std::to_string(event.level());
  };
  EXPECT_THAT(Names(*Read().ListInbox("home", 0, 10), told), ElementsAre("1 level 1", "2 level 3", "3 level 4"));
  EXPECT_THAT(Names(*Read().ListInbox("ward", 0, 10), told), ElementsAre("1 level 2"));
}

// "The transition's tasks replace the ones that ran before."
TEST_P(StoreConformance, TasksReplaceTheOnesBefore) {
  rec::Change first = Step("t1", 1);
  AddTask(first, "goes", "home", kTestTime + 10, kTestTime + 5);
  AddTask(first, "stays", "home", kTestTime + 20, kTestTime + 15);
  Keep(first);
  rec::Change second = Step("t1", 2);
  AddTask(second, "stays", "home", kTestTime + 30, kTestTime + 25).set_next_level(1);
  AddTask(second, "comes", "ward", kTestTime + 40, 0);
  Keep(second);
  const auto task = [](const TaskRow& row) {
    return row.task.id() + " " + std::to_string(row.task.due_time_us() - kTestTime) + " level " +
           std::to_string(row.task.next_level());
  };
  EXPECT_THAT(Names(Read().ListTasksOfUnit("home", INT64_MAX, {})->rows, task), ElementsAre("stays 30 level 1"));
  EXPECT_THAT(Names(Read().ListTasksOfUnit("ward", INT64_MAX, {})->rows, task), ElementsAre("comes 40 level 0"));
  const auto wake = [](const Wake& row) { return row.task_id + " " + std::to_string(row.wake_time_us - kTestTime); };
  EXPECT_THAT(Names(*Read().ListWakes(INT64_MAX, 10), wake), ElementsAre("stays 25"));
}

// "Contents about change.erased_about_ids, of every number and custodian, are gone."
TEST_P(StoreConformance, AStepErasesContents) {
  rec::Change first = Step("t1", 1);
  AddContent(first, "door", 1, "region", "the code");
  AddContent(first, "door", 300, "region", "the new code");
  AddContent(first, "door", 1, "municipality", "their copy");
  AddContent(first, "door-2", 1, "region", "another thing");
  Keep(first);
  rec::Change elsewhere = Step("t2", 1);
  AddContent(elsewhere, "door", 1, "region", "another patient's");
  Keep(elsewhere);

  rec::Change refused = Step("t1", 3);
  refused.add_erased_about_ids("door");
  EXPECT_EQ(TryCommit(refused), absl::StatusCode::kAborted);
  EXPECT_EQ(Read().ListContents("t1", "door", "region")->size(), 2u);

  rec::Change erasing = Step("t1", 2);
  erasing.add_erased_about_ids("door");
  erasing.add_erased_about_ids("nothing is about this");
  Keep(erasing);
  EXPECT_THAT(*Read().ListContents("t1", "door", "region"), IsEmpty());
  EXPECT_EQ(*Read().FindContent("t1", "door", 300, "region"), std::nullopt);
  EXPECT_EQ(*Read().FindContent("t1", "door", 1, "municipality"), std::nullopt);
  EXPECT_THAT(**Read().FindContent("t1", "door-2", 1, "region"), Same(first.contents(3)));
  EXPECT_THAT(**Read().FindContent("t2", "door", 1, "region"), Same(elsewhere.contents(0)));
}

// "Keeps one entry of a look: no version, no receipt."
TEST_P(StoreConformance, ALookMakesNoVersionAndNeedsNoReceipt) {
  Keep(Step("t1", 1));
  const rec::Entry look = Look(1, "t1");
  Keep(look);
  EXPECT_EQ((*Read().FindTransition("t1"))->version(), 1);
  EXPECT_THAT(Read().ListEntriesOfTransition("t1", {})->rows, testing::Contains(Same(look)));
  Keep(Step("t1", 2));
}

// "One call, one entry, however much was shown."
TEST_P(StoreConformance, ALookIsOneEntryHoweverMuchWasShown) {
  rec::Entry look = Look(1, "t1");
  look.add_transition_ids("t2");
  look.add_transition_ids("t3");
  Keep(look);
  for (const char* id : {"t1", "t2", "t3"}) {
    EXPECT_THAT(Read().ListEntriesOfTransition(id, {})->rows, ElementsAre(Same(look)));
  }
}

// "commit the same again": a look that is committed twice is still one entry.
TEST_P(StoreConformance, TheSameLookCommittedAgainIsOneEntry) {
  Keep(Look(1, "t1"));
  Keep(Look(1, "t1"));
  EXPECT_EQ(Read().ListEntriesOfTransition("t1", {})->rows.size(), 1u);
}

// CommitDirectory: "Keeps every part of `change`, or none."
TEST_P(StoreConformance, KeepsEveryPartOfADirectoryChange) {
  const rec::DirectoryChange change = DirectoryStep(2);
  Keep(change);
  const DirectoryRecords directory = *Read().ReadDirectory();
  EXPECT_EQ(directory.revision, 2);
  EXPECT_THAT(directory.records, ElementsAre(Same(DirectoryStep(1).put(0)), Same(change.put(0))));
  EXPECT_THAT(**Read().FindReceipt("operator", "apply-2"), Same(change.receipt()));
  EXPECT_THAT(Ids(Read().ListEntriesOfDirectory({})->rows), ElementsAre(EntryId(1001), EntryId(1002)));
}

// "Only the id (and for a policy the version) of each counts" of what is removed (directory.proto).
TEST_P(StoreConformance, RemovesDirectoryRecordsByTheirIds) {
  rec::DirectoryChange second = DirectoryStep(2);
  for (const int version : {1, 2}) {
    second.add_put()->mutable_policy()->set_id("p");
    second.mutable_put(second.put_size() - 1)->mutable_policy()->set_version(version);
  }
  second.add_put()->mutable_staff()->set_id("unit-1");
  Keep(second);
  rec::DirectoryChange third = DirectoryStep(3);
  third.clear_put();
  third.add_removed()->mutable_unit()->set_id("unit-1");
  third.add_removed()->mutable_policy()->set_id("p");
  third.mutable_removed(1)->mutable_policy()->set_version(1);
  Keep(third);
  // Left: the other version, the other unit, and the person who happens to be named like the unit.
  EXPECT_THAT(Read().ReadDirectory()->records,
              ElementsAre(Same(second.put(2)), Same(second.put(0)), Same(second.put(3))));
}

// "Refused with ABORTED unless the kept revision is change.revision - 1"
TEST_P(StoreConformance, TakesOnlyTheNextRevision) {
  EXPECT_EQ(Write().CommitDirectory(DirectoryStep(3)).code(), absl::StatusCode::kAborted);
  rec::DirectoryChange again = DirectoryStep(1);
  again.mutable_entry()->set_request_id("another");
  again.mutable_receipt()->set_request_id("another");
  EXPECT_EQ(Write().CommitDirectory(again).code(), absl::StatusCode::kAborted);
  EXPECT_EQ(Read().ReadDirectory()->revision, 1);
}

// "and no receipt for the request is kept."
TEST_P(StoreConformance, TakesARequestForTheDirectoryOnce) {
  rec::DirectoryChange same_request = DirectoryStep(2);
  same_request.mutable_entry()->set_request_id("apply-1");
  same_request.mutable_receipt()->set_request_id("apply-1");
  EXPECT_EQ(Write().CommitDirectory(same_request).code(), absl::StatusCode::kAborted);
  EXPECT_EQ(Read().ReadDirectory()->revision, 1);
}

// "Keeps a draft, over an older one of the same id. On disk when it answers OK."
TEST_P(StoreConformance, KeepsADraftOverAnOlderOne) {
  EXPECT_EQ(Write().PutDraft(SomeDraft("d1", "ward", 1)), absl::OkStatus());
  const rec::Draft second = SomeDraft("d1", "home", 2);
  EXPECT_EQ(Write().PutDraft(second), absl::OkStatus());
  EXPECT_THAT(**Read().FindDraft("d1"), Same(second));
  EXPECT_THAT(Read().ListDraftsOfUnit("ward", {})->rows, IsEmpty());
  EXPECT_THAT(Read().ListDraftsOfUnit("home", {})->rows, ElementsAre(Same(second)));
}

// "ABORTED unless draft.revision is the kept revision + 1 (0 when there is none)."
TEST_P(StoreConformance, TakesOnlyTheNextRevisionOfADraft) {
  EXPECT_EQ(Write().PutDraft(SomeDraft("d1", "ward", 2)).code(), absl::StatusCode::kAborted);
  EXPECT_EQ(Write().PutDraft(SomeDraft("d1", "ward", 1)), absl::OkStatus());
  EXPECT_EQ(Write().PutDraft(SomeDraft("d1", "ward", 1)).code(), absl::StatusCode::kAborted);
  EXPECT_EQ((*Read().FindDraft("d1"))->revision(), 1);
}

// "Erases a draft and its key. OK also when there is none."
TEST_P(StoreConformance, ErasesADraft) {
  EXPECT_EQ(Write().EraseDraft("d1"), absl::OkStatus());
  EXPECT_EQ(Write().PutDraft(SomeDraft("d1", "ward", 1)), absl::OkStatus());
  EXPECT_EQ(Write().EraseDraft("d1"), absl::OkStatus());
  EXPECT_EQ(*Read().FindDraft("d1"), std::nullopt);
  EXPECT_THAT(Read().ListDraftsOfUnit("ward", {})->rows, IsEmpty());
}

// "The draft that this step sent, erased with it" (record.proto).
TEST_P(StoreConformance, AStepErasesTheDraftThatItSent) {
  EXPECT_EQ(Write().PutDraft(SomeDraft("d1", "ward", 1)), absl::OkStatus());
  EXPECT_EQ(Write().PutDraft(SomeDraft("d2", "ward", 1)), absl::OkStatus());
  rec::Change refused = Step("t1", 2);
  refused.set_sent_draft_id("d1");
  EXPECT_EQ(TryCommit(refused), absl::StatusCode::kAborted);
  EXPECT_THAT(Ids(Read().ListDraftsOfUnit("ward", {})->rows), ElementsAre("d1", "d2"));
  rec::Change change = Step("t1", 1);
  change.set_sent_draft_id("d1");
  Keep(change);
  EXPECT_EQ(*Read().FindDraft("d1"), std::nullopt);
  EXPECT_THAT(Ids(Read().ListDraftsOfUnit("ward", {})->rows), ElementsAre("d2"));
}

// "a second call for the same pair changes nothing."
TEST_P(StoreConformance, TheFirstDeliveryStays) {
  rec::Delivery first;
  first.set_about_id("h1");
  first.set_staff_id("eva");
  first.set_unit_id("home");
  first.set_delivered_time_us(1);
  rec::Delivery second = first;
  second.set_delivered_time_us(2);
  EXPECT_EQ(*Read().FindDelivery("h1", "home"), std::nullopt);
  EXPECT_EQ(Write().PutDelivery(first), absl::OkStatus());
  EXPECT_EQ(Write().PutDelivery(second), absl::OkStatus());
  EXPECT_THAT(**Read().FindDelivery("h1", "home"), Same(first));
  EXPECT_EQ(*Read().FindDelivery("h1", "ward"), std::nullopt);
  EXPECT_EQ(*Read().FindDelivery("opened/h1", "home"), std::nullopt);
  second.set_about_id("opened/h1");
  EXPECT_EQ(Write().PutDelivery(second), absl::OkStatus());
  EXPECT_THAT(**Read().FindDelivery("opened/h1", "home"), Same(second));
}

}  // namespace
}  // namespace hemgang::storage
