// What is found and listed: the second half of the conformance suite.
#include "tests/storage/store_conformance.h"

namespace hemgang::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// "Of a handover, which transition it is in; nothing when there is no such handover."
TEST_P(StoreConformance, FindsTheTransitionOfAHandover) {
  rec::Change change = Step("t1", 1);
  AddHandover(change, "h1");
  AddHandover(change, "h2");
  Keep(change);
  EXPECT_EQ(**Read().FindTransitionOfHandover("h1"), "t1");
  EXPECT_EQ(**Read().FindTransitionOfHandover("h2"), "t1");
  EXPECT_EQ(*Read().FindTransitionOfHandover("h"), std::nullopt);
}

// "Every content of one custodian's copy of a transition about one thing, by number."
TEST_P(StoreConformance, ListsContentsByNumber) {
  rec::Change first = Step("t1", 1);
  AddContent(first, "h1", 10, "region", "ten");
  AddContent(first, "h1", 9, "region", "nine");
  AddContent(first, "h1", 9, "municipality", "theirs");
  AddContent(first, "h10", 9, "region", "about another one");
  Keep(first);
  rec::Change second = Step("t1", 2);
  AddContent(second, "h1", 300, "region", "three hundred");
  Keep(second);
  const auto sealed = [](const rec::Content& content) { return content.sealed(); };
  EXPECT_THAT(Names(*Read().ListContents("t1", "h1", "region"), sealed), ElementsAre("nine", "ten", "three hundred"));
  EXPECT_THAT(Names(*Read().ListContents("t1", "h1", "municipality"), sealed), ElementsAre("theirs"));
  EXPECT_THAT(*Read().ListContents("t1", "h1", "nobody"), IsEmpty());
}

// "Transitions that a unit has or had a part in, newest id first"
TEST_P(StoreConformance, ListsTransitionsOfAUnitNewestFirst) {
  for (const char* id : {"t2", "t1", "t3"}) Keep(Step(id, 1));
  rec::Change joined = Step("t2", 2);
  joined.mutable_transition()->add_involved_unit_ids("palliative");
  Keep(joined);
  const auto list = [&](const PageRequest& page) { return Read().ListTransitionsOfUnit("home", false, page); };
  EXPECT_THAT(Ids(list({})->rows), ElementsAre("t3", "t2", "t1"));
  EXPECT_THAT(Ids(InPagesOfOne(list)), ElementsAre("t3", "t2", "t1"));
  EXPECT_THAT(Read().ListTransitionsOfUnit("palliative", false, {})->rows, ElementsAre(Same(joined.transition())));
  EXPECT_THAT(Read().ListTransitionsOfUnit("hom", false, {})->rows, IsEmpty());
}

// "only those not CLOSED or CANCELLED when `open_only`."
TEST_P(StoreConformance, ListsOpenTransitionsAlone) {
  for (const char* id : {"admitted", "cancelled", "closed", "discharged"}) Keep(Step(id, 1));
  const auto become = [&](const std::string& id, int64_t version, hv1::TransitionState state) {
    rec::Change change = Step(id, version);
    change.mutable_transition()->set_state(state);
    Keep(change);
  };
  become("cancelled", 2, hv1::TRANSITION_STATE_CANCELLED);
  become("closed", 2, hv1::TRANSITION_STATE_CLOSED);
  become("discharged", 2, hv1::TRANSITION_STATE_DISCHARGED);
  EXPECT_THAT(Ids(Read().ListTransitionsOfUnit("home", true, {})->rows), ElementsAre("discharged", "admitted"));
  EXPECT_EQ(Read().ListTransitionsOfUnit("home", false, {})->rows.size(), 4u);
  // A cancellation that is reverted.
  become("cancelled", 3, hv1::TRANSITION_STATE_ADMITTED);
  EXPECT_THAT(Ids(Read().ListTransitionsOfUnit("home", true, {})->rows),
              ElementsAre("discharged", "cancelled", "admitted"));
}

// ListTransitionsOfPatient: "Oldest id first."
TEST_P(StoreConformance, ListsTransitionsOfAPatientOldestFirst) {
  for (const char* id : {"t2", "t3", "t1"}) {
    rec::Change change = Step(id, 1);
    if (id == std::string("t3")) change.mutable_transition()->set_patient_hash(HashOf("another"));
    Keep(change);
  }
  EXPECT_THAT(*Read().ListTransitionsOfPatient(HashOf("patient")), ElementsAre("t1", "t2"));
  EXPECT_THAT(*Read().ListTransitionsOfPatient(HashOf("nobody")), IsEmpty());
}

// "a number that was merged into another still finds its transitions."
TEST_P(StoreConformance, FindsATransitionByAFormerNumber) {
  Keep(Step("t1", 1));
  rec::Change merged = Step("t1", 2);
  merged.mutable_transition()->set_patient_hash(HashOf("personnummer"));
  merged.mutable_transition()->add_former_patient_hash(HashOf("patient"));
  Keep(merged);
  EXPECT_THAT(*Read().ListTransitionsOfPatient(HashOf("personnummer")), ElementsAre("t1"));
  EXPECT_THAT(*Read().ListTransitionsOfPatient(HashOf("patient")), ElementsAre("t1"));
  // A number that it never had: changed without being kept as a former one.
  rec::Change corrected = Step("t1", 3);
  corrected.mutable_transition()->set_patient_hash(HashOf("another"));
  Keep(corrected);
  EXPECT_THAT(*Read().ListTransitionsOfPatient(HashOf("another")), ElementsAre("t1"));
  EXPECT_THAT(*Read().ListTransitionsOfPatient(HashOf("patient")), IsEmpty());
  EXPECT_THAT(*Read().ListTransitionsOfPatient(HashOf("personnummer")), IsEmpty());
}

class TaskLists : public StoreConformance {
 protected:
  void SetUp() override {
    StoreConformance::SetUp();
    rec::Change first = Step("t1", 1);
    AddTask(first, "late", "home", kTestTime + 300, 0).set_policy_id("kept whole");
    AddTask(first, "unbounded", "home", 0, 0);
    Keep(first);
    rec::Change second = Step("t2", 1);
    second.mutable_transition()->set_age_band(hv1::AGE_BAND_90_PLUS);
    AddTask(second, "early", "home", kTestTime + 100, 0);
    AddTask(second, "same time", "home", kTestTime + 300, 0);
    AddTask(second, "sister", "home-2", kTestTime + 200, 0).set_holder_organisation_id("organisation-of-home");
    Keep(second);
  }
  static std::string Name(const TaskRow& row) { return row.transition_id + " " + row.task.id(); }
};
INSTANTIATE_TEST_SUITE_P(Every, TaskLists,
                         testing::Values(StoreKind::kMemory, StoreKind::kRocksDb, StoreKind::kReopened,
                                         StoreKind::kKilled),
                         [](const auto& kind) { return StoreKindName(kind.param); });

// "Running tasks held by a unit ... earliest due first; tasks without a due time are not in it."
TEST_P(TaskLists, OfAUnitEarliestDueFirst) {
  const auto list = [&](const PageRequest& page) { return Read().ListTasksOfUnit("home", INT64_MAX, page); };
  const auto all = ElementsAre("t2 early", "t1 late", "t2 same time");
  EXPECT_THAT(Names(list({})->rows, Name), all);
  EXPECT_THAT(Names(InPagesOfOne(list), Name), all);
}

// "or by any unit of an organisation"
TEST_P(TaskLists, OfAnyUnitOfAnOrganisation) {
  const auto list = [&](const PageRequest& page) {
    return Read().ListTasksOfOrganisation("organisation-of-home", INT64_MAX, page);
  };
  const auto all = ElementsAre("t2 early", "t2 sister", "t1 late", "t2 same time");
  EXPECT_THAT(Names(list({})->rows, Name), all);
  EXPECT_THAT(Names(InPagesOfOne(list), Name), all);
}

// "Only those due at or before `due_until_us`."
TEST_P(TaskLists, OnlyThoseDueByThen) {
  EXPECT_THAT(Names(Read().ListTasksOfUnit("home", kTestTime + 300, {})->rows, Name),
              ElementsAre("t2 early", "t1 late", "t2 same time"));
  EXPECT_THAT(Names(Read().ListTasksOfUnit("home", kTestTime + 299, {})->rows, Name), ElementsAre("t2 early"));
  EXPECT_THAT(Names(Read().ListTasksOfOrganisation("organisation-of-home", kTestTime + 200, {})->rows, Name),
              ElementsAre("t2 early", "t2 sister"));
  EXPECT_THAT(Read().ListTasksOfUnit("home", 0, {})->rows, IsEmpty());
}

// "A running task in an index, with the transition that owes it."
TEST_P(TaskLists, RowsHoldTheWholeTaskAndTheAgeBand) {
  const std::vector<TaskRow> rows = Read().ListTasksOfUnit("home", INT64_MAX, {})->rows;
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].age_band, hv1::AGE_BAND_90_PLUS);
  EXPECT_EQ(rows[1].age_band, hv1::AGE_BAND_80_89);
  EXPECT_THAT(rows[1].task, Same((*Read().FindTransition("t1"))->tasks(0)));
}

// "What the clock must look at, at or before `until_us`, earliest first, at most `limit`."
TEST_P(StoreConformance, ListsWakesEarliestFirst) {
  rec::Change first = Step("t1", 1);
  AddTask(first, "b", "home", 0, kTestTime + 20);
  AddTask(first, "never", "home", kTestTime + 5, 0);
  Keep(first);
  rec::Change second = Step("t2", 1);
  AddTask(second, "a", "home", 0, kTestTime + 10);
  Keep(second);
  rec::Change idle = Step("t3", 1);
  idle.mutable_transition()->set_close_wake_time_us(kTestTime + 15);
  Keep(idle);
  const auto wake = [](const Wake& row) {
    return std::to_string(row.wake_time_us - kTestTime) + " " + row.transition_id + "/" + row.task_id;
  };
  EXPECT_THAT(Names(*Read().ListWakes(kTestTime + 20, 10), wake), ElementsAre("10 t2/a", "15 t3/", "20 t1/b"));
  EXPECT_THAT(Names(*Read().ListWakes(kTestTime + 19, 10), wake), ElementsAre("10 t2/a", "15 t3/"));
  EXPECT_THAT(Names(*Read().ListWakes(INT64_MAX, 1), wake), ElementsAre("10 t2/a"));
  EXPECT_THAT(*Read().ListWakes(INT64_MAX, 0), IsEmpty());
}

// "A unit's events with a number greater than `after_sequence`, in order, at most `limit`."
TEST_P(StoreConformance, ListsAnInboxAfterANumber) {
  rec::Change change = Step("t1", 1);
  for (int level = 0; level < 4; ++level) AddEvent(change, "home").set_level(level);
  AddEvent(change, "home-2");
  Keep(change);
  const auto number = [](const rec::InboxEvent& event) { return std::to_string(event.sequence()); };
  EXPECT_THAT(Names(*Read().ListInbox("home", 1, 2), number), ElementsAre("2", "3"));
  EXPECT_THAT(Names(*Read().ListInbox("home", 3, 10), number), ElementsAre("4"));
  EXPECT_THAT(*Read().ListInbox("home", 4, 10), IsEmpty());
  EXPECT_THAT(*Read().ListInbox("home", INT64_MAX, 10), IsEmpty());
}

// "0 when the unit was never told anything."
TEST_P(StoreConformance, KnowsTheLastNumberOfAnInbox) {
  EXPECT_EQ(*Read().LastInboxSequence("home"), 0);
  rec::Change change = Step("t1", 1);
  AddEvent(change, "home");
  AddEvent(change, "home");
  Keep(change);
  EXPECT_EQ(*Read().LastInboxSequence("home"), 2);
  EXPECT_EQ(*Read().LastInboxSequence("ward"), 0);
}

// "Entries in which a transition was changed or shown, oldest first."
TEST_P(StoreConformance, ListsEntriesOfATransitionOldestFirst) {
  Keep(Step("t1", 1));
  Keep(Look(5, "t1"));
  Keep(Step("t1", 2));
  Keep(Look(6, "t10"));
  const auto list = [&](const PageRequest& page) { return Read().ListEntriesOfTransition("t1", page); };
  const auto all = ElementsAre(EntryId(5), Step("t1", 1).entry().id(), Step("t1", 2).entry().id());
  EXPECT_THAT(Ids(list({})->rows), all);
  EXPECT_THAT(Ids(InPagesOfOne(list)), all);
}

// "Entries of searches for a patient, oldest first."
TEST_P(StoreConformance, ListsSearchesForAPatientOldestFirst) {
  Keep(Step("t1", 1));
  for (const int64_t number : {2, 1, 3}) {
    rec::Entry look = Look(number, "");
    look.set_patient_hash(HashOf(number == 3 ? "another" : "patient"));
    Keep(look);
  }
  const auto list = [&](const PageRequest& page) { return Read().ListEntriesOfPatient(HashOf("patient"), page); };
  EXPECT_THAT(Ids(InPagesOfOne(list)), ElementsAre(EntryId(1), EntryId(2)));
}

// "Entries that changed the directory, oldest first."
TEST_P(StoreConformance, ListsEntriesOfTheDirectoryOldestFirst) {
  rec::Change step = Step("t1", 1);
  Keep(step);
  Keep(DirectoryStep(2));
  const auto list = [&](const PageRequest& page) { return Read().ListEntriesOfDirectory(page); };
  EXPECT_THAT(Ids(InPagesOfOne(list)), ElementsAre(EntryId(1001), EntryId(1002)));
}

// "Facts for statistics that ended at or after `from_us` and before `until_us`, in the order in which they ended."
TEST_P(StoreConformance, ListsOutcomesInTheOrderInWhichTheyEnded) {
  int64_t version = 0;
  for (const int64_t ended : {30, 10, 10, 20}) {
    rec::Change change = Step("t1", ++version);
    rec::Outcome& outcome = *change.add_outcomes();
    outcome.set_kind(rec::OUTCOME_KIND_TASK_MET);
    outcome.set_ended_time_us(ended);
    outcome.set_level(static_cast<int>(version));
    Keep(change);
  }
  const auto fact = [](const rec::Outcome& outcome) {
    return std::to_string(outcome.ended_time_us()) + " level " + std::to_string(outcome.level());
  };
  const auto list = [&](const PageRequest& page) { return Read().ListOutcomes(0, INT64_MAX, page); };
  EXPECT_THAT(Names(InPagesOfOne(list), fact), ElementsAre("10 level 2", "10 level 3", "20 level 4", "30 level 1"));
  EXPECT_EQ(list({3, ""})->rows.size(), 3u);
  const auto between = [&](int64_t from, int64_t until) {
    const auto part = [&](const PageRequest& page) { return Read().ListOutcomes(from, until, page); };
    return Names(InPagesOfOne(part), fact);
  };
  EXPECT_THAT(between(10, 30), ElementsAre("10 level 2", "10 level 3", "20 level 4"));
  EXPECT_THAT(between(11, 31), ElementsAre("20 level 4", "30 level 1"));
  EXPECT_THAT(between(INT64_MIN, 11), ElementsAre("10 level 2", "10 level 3"));
  EXPECT_THAT(between(20, 20), IsEmpty());
  EXPECT_THAT(between(30, 10), IsEmpty());
  EXPECT_THAT(between(31, INT64_MAX), IsEmpty());
}

// "Empty when there is nothing more." and "the opaque position of the last row seen": what comes meanwhile is not
// skipped, and nothing comes twice.
TEST_P(StoreConformance, APageGoesOnWhereTheLastOneEnded) {
  for (const char* id : {"t1", "t2", "t4"}) Keep(Step(id, 1));
  const Page<rec::Transition> first = *Read().ListTransitionsOfUnit("home", false, {2, ""});
  EXPECT_THAT(Ids(first.rows), ElementsAre("t4", "t2"));
  EXPECT_NE(first.next, "");
  Keep(Step("t5", 1));
  Keep(Step("t0", 1));
  const Page<rec::Transition> second = *Read().ListTransitionsOfUnit("home", false, {2, first.next});
  EXPECT_THAT(Ids(second.rows), ElementsAre("t1", "t0"));
  EXPECT_EQ(second.next, "");
}

// ListDraftsOfUnit: "Oldest id first."
TEST_P(StoreConformance, ListsDraftsOfAUnitOldestFirst) {
  for (const char* id : {"d2", "d1", "d3"}) {
    EXPECT_EQ(Write().PutDraft(SomeDraft(id, id == std::string("d3") ? "home" : "ward", 1)), absl::OkStatus());
  }
  const auto list = [&](const PageRequest& page) { return Read().ListDraftsOfUnit("ward", page); };
  EXPECT_THAT(Ids(InPagesOfOne(list)), ElementsAre("d1", "d2"));
}

// "The kept revision, without reading the records"
TEST_P(StoreConformance, KnowsTheRevisionOfTheDirectory) {
  EXPECT_EQ(Read().DirectoryRevision(), 1);
  Keep(DirectoryStep(2));
  EXPECT_EQ(Read().DirectoryRevision(), 2);
}

// "The latest recorded time of any entry"
TEST_P(StoreConformance, KnowsTheLatestRecordedTime) {
  Keep(Look(7, "t1"));
  EXPECT_EQ(*Read().LastRecordedTime(), kTestTime + 7);
  Keep(Look(3, "t1"));
  EXPECT_EQ(*Read().LastRecordedTime(), kTestTime + 7);
  Keep(Step("t1", 1));
  rec::Change later = Step("t1", 2);
  later.mutable_entry()->set_recorded_time_us(kTestTime + 9);
  Keep(later);
  EXPECT_EQ(*Read().LastRecordedTime(), kTestTime + 9);
}

// "Forgets receipts recorded before `before_us`, at most `limit`; returns how many."
TEST_P(StoreConformance, ForgetsOldReceipts) {
  for (int64_t version = 1; version <= 4; ++version) Keep(Step("t1", version));
  // The receipt of version n is of kTestTime + n; that of the directory is older than all.
  EXPECT_EQ(*Read().ForgetReceipts(kTestTime + 3, 1), 1);
  EXPECT_EQ(*Read().ForgetReceipts(kTestTime + 3, 10), 2);
  EXPECT_EQ(*Read().ForgetReceipts(kTestTime + 3, 10), 0);
  EXPECT_EQ(*Read().FindReceipt("anna@ward", "request-t1-2"), std::nullopt);
  EXPECT_NE(*Read().FindReceipt("anna@ward", "request-t1-3"), std::nullopt);
}

// Ids are the callers' own: no text that somebody puts in one is taken for an end.
TEST_P(StoreConformance, KeepsIdsOfAnyBytes) {
  const std::string zero("a\0b", 3);
  Keep(Step(zero, 1));
  Keep(Step("a", 1));
  EXPECT_THAT(Ids(Read().ListTransitionsOfUnit("home", true, {})->rows), ElementsAre(zero, "a"));
  EXPECT_EQ((*Read().FindTransition(zero))->id(), zero);
  EXPECT_THAT(Ids(Read().ListEntriesOfTransition("a", {})->rows), ElementsAre(Step("a", 1).entry().id()));
}

}  // namespace
}  // namespace hemgang::storage
