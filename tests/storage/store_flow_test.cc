// What store.h promises about threads, room, hints and the end, with threads of the store's own, on both engines.
#include <atomic>
#include <future>
#include <map>
#include <set>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

#include "tests/storage/store_conformance.h"

namespace hemgang::storage {
namespace {

class StoreFlow : public testing::TestWithParam<StoreKind> {
 protected:
  std::unique_ptr<Store> Open(const std::function<void(StoreOptions&)>& change = nullptr) {
    return OpenPlain(GetParam(), folder_.path(), change);
  }
  TestFolder folder_;
};
INSTANTIATE_TEST_SUITE_P(Every, StoreFlow, testing::Values(StoreKind::kMemory, StoreKind::kRocksDb),
                         [](const auto& kind) { return StoreKindName(kind.param); });

// "every method may be called from any thread. `done` is called exactly once"
TEST_P(StoreFlow, ManyThreadsMakeVersionsOfOneTransition) {
  const std::unique_ptr<Store> store = Open();
  ASSERT_EQ(CommitAndWait(*store, DirectoryStep(1)), absl::OkStatus());
  constexpr int kThreads = 4;
  constexpr int64_t kVersions = 40;
  std::atomic<int> taken{0};
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      while (true) {
        const std::optional<rec::Transition> kept = *store->FindTransition("t1");
        const int64_t version = kept ? kept->version() : 0;
        if (version >= kVersions) return;
        rec::Change change = Step("t1", version + 1);
        const std::string request = absl::StrCat(thread, "-", version);
        change.mutable_entry()->set_request_id(request);
        change.mutable_receipt()->set_request_id(request);
        AddEvent(change, "home");
        const absl::Status status = CommitAndWait(*store, std::move(change));
        if (status.ok()) ++taken;
        ASSERT_TRUE(status.ok() || absl::IsAborted(status)) << status;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(taken, kVersions);
  const std::vector<rec::InboxEvent> events = *store->ListInbox("home", 0, 1000);
  ASSERT_EQ(events.size(), static_cast<size_t>(kVersions));
  for (size_t i = 0; i < events.size(); ++i) EXPECT_EQ(events[i].sequence(), static_cast<int64_t>(i) + 1);
}

// "`done` is called ... from a thread of the store, never from within the call"
TEST_P(StoreFlow, AnswersComeFromAThreadOfTheStore) {
  const std::unique_ptr<Store> store = Open();
  std::promise<std::thread::id> answered;
  store->CommitLook(Look(1, "t1"), [&](absl::Status) { answered.set_value(std::this_thread::get_id()); });
  EXPECT_NE(answered.get_future().get(), std::this_thread::get_id());
}

// "RESOURCE_EXHAUSTED  nothing was kept: too much waits already"
TEST_P(StoreFlow, RefusesWhenTooMuchWaits) {
  ManualExecutor committer;
  const std::unique_ptr<Store> store = Open([&](StoreOptions& options) {
    options.committer = &committer;
    options.queue_bound = 1;
  });
  std::promise<absl::Status> first;
  store->CommitLook(Look(1, "t1"), [&](absl::Status status) { first.set_value(std::move(status)); });
  EXPECT_EQ(CommitAndWait(*store, Look(2, "t1")).code(), absl::StatusCode::kResourceExhausted);
  committer.RunAll();
  EXPECT_EQ(first.get_future().get(), absl::OkStatus());
  EXPECT_EQ(store->ListEntriesOfTransition("t1", {})->rows.size(), 1u);
}

// "RESOURCE_EXHAUSTED  nothing was kept: ... too little disk is left." Writes of every way, and they go on by
// themselves.
TEST_P(StoreFlow, RefusesWhenTooLittleDiskIsLeft) {
  std::atomic<int64_t> free{int64_t{300} << 20};
  const std::unique_ptr<Store> store = Open([&](StoreOptions& options) {
    options.free_space_reserve_bytes = int64_t{256} << 20;
    options.free_space = [&] { return absl::StatusOr<int64_t>(free.load()); };
  });
  EXPECT_EQ(CommitAndWait(*store, DirectoryStep(1)), absl::OkStatus());
  free = int64_t{255} << 20;
  EXPECT_EQ(CommitAndWait(*store, Step("t1", 1)).code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(CommitAndWait(*store, Look(1, "t1")).code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(CommitAndWait(*store, DirectoryStep(2)).code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(store->PutDraft(SomeDraft("d1", "ward", 1)).code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(store->PutLetters(LetterOf("home", "l1", rec::LETTER_STATE_WAITING, 1)).code(),
            absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(std::string(store->WriteHealth().message()), testing::HasSubstr("255 MiB"));
  EXPECT_EQ(*store->FindTransition("t1"), std::nullopt);
  free = int64_t{256} << 20;
  EXPECT_EQ(CommitAndWait(*store, Step("t1", 1)), absl::OkStatus());
}

// "Contents about change.erased_about_ids ... are gone", also those that an earlier step of the same batch put.
TEST_P(StoreFlow, ErasesWhatWasPutInTheSameBatch) {
  ManualExecutor committer;
  const std::unique_ptr<Store> store = Open([&](StoreOptions& options) { options.committer = &committer; });
  int kept = 0;
  std::promise<void> all;
  const auto count = [&](const absl::Status& status) {
    EXPECT_EQ(status, absl::OkStatus());
    if (++kept == 4) all.set_value();
  };
  store->CommitDirectory(DirectoryStep(1), count);
  rec::Change first = Step("t1", 1);
  AddContent(first, "door", 1, "region", "the code");
  AddContent(first, "patient", 1, "region", "who");
  store->Commit(first, Priority::kPerson, count);
  rec::Change second = Step("t1", 2);
  second.add_erased_about_ids("door");
  store->Commit(second, Priority::kPerson, count);
  // And what comes after it stays.
  rec::Change third = Step("t1", 3);
  AddContent(third, "door", 2, "region", "a new code");
  store->Commit(third, Priority::kPerson, count);
  committer.RunAll();
  all.get_future().wait();
  EXPECT_THAT(*store->ListContents("t1", "door", "region"), testing::ElementsAre(Same(third.contents(0))));
  EXPECT_EQ(store->ListContents("t1", "patient", "region")->size(), 1u);
}

// "every method may be called from any thread": a draft that is saved again and again while steps send it is either
// kept and listed, or neither; letters and deliveries come beside it.
TEST_P(StoreFlow, PlainRecordsAreWrittenBesideTheCommits) {
  const std::unique_ptr<Store> store = Open();
  ASSERT_EQ(CommitAndWait(*store, DirectoryStep(1)), absl::OkStatus());
  std::atomic<bool> ended{false};
  std::thread saver([&] {
    while (!ended) {
      const std::optional<rec::Draft> kept = *store->FindDraft("d1");
      const int32_t revision = kept ? kept->revision() : 0;
      const absl::Status saved = store->PutDraft(SomeDraft("d1", revision % 2 == 0 ? "ward" : "home", revision + 1));
      ASSERT_TRUE(saved.ok() || absl::IsAborted(saved)) << saved;
    }
  });
  constexpr int kLetters = 50;
  std::thread postman([&] {
    for (int number = 1; number <= kLetters; ++number) {
      rec::LetterChange change = LetterOf("home", absl::StrCat("l", number), rec::LETTER_STATE_WAITING, number);
      change.mutable_cursor()->set_unit_id("home");
      change.mutable_cursor()->set_sequence(number);
      ASSERT_EQ(store->PutLetters(change), absl::OkStatus());
      change.mutable_letters(0)->set_state(rec::LETTER_STATE_SENT);
      change.mutable_letters(0)->set_ended_time_us(number);
      ASSERT_EQ(store->PutLetters(change), absl::OkStatus());
      rec::Delivery delivery;
      delivery.set_about_id(absl::StrCat("h", number));
      delivery.set_unit_id("home");
      ASSERT_EQ(store->PutDelivery(delivery), absl::OkStatus());
    }
  });
  for (int64_t version = 1; version <= 50; ++version) {
    rec::Change change = Step("t1", version);
    change.set_sent_draft_id("d1");
    EXPECT_EQ(CommitAndWait(*store, std::move(change)), absl::OkStatus());
    // A row that finds no draft any more makes this fail.
    for (const char* unit : {"ward", "home"}) EXPECT_EQ(store->ListDraftsOfUnit(unit, {}).status(), absl::OkStatus());
  }
  postman.join();
  ended = true;
  saver.join();
  const std::optional<rec::Draft> kept = *store->FindDraft("d1");
  for (const char* unit : {"ward", "home"}) {
    EXPECT_EQ(store->ListDraftsOfUnit(unit, {})->rows.size(), kept && kept->unit_id() == unit ? 1u : 0u) << unit;
  }
  EXPECT_EQ(*store->FindLetterCursor("home"), kLetters);
  EXPECT_EQ(store->ListLettersToSend(INT64_MAX, 100)->size(), 0u);
  EXPECT_EQ(*store->ForgetLetters(INT64_MAX, 100), kLetters);
}

// "OK while writes are taken"
TEST_P(StoreFlow, IsHealthyWhileWritesAreTaken) {
  EXPECT_EQ(Open()->WriteHealth(), absl::OkStatus());
}

// "Calls `told` with a unit's id after each commit that told it something." "never not at all"
TEST_P(StoreFlow, TellsOfEveryCommitThatToldAUnit) {
  std::atomic<int> told{0};
  {
    const std::unique_ptr<Store> store = Open();
    store->OnInboxTold([&](const std::string& unit) { told += unit == "home" ? 1 : 1000; });
    ASSERT_EQ(CommitAndWait(*store, DirectoryStep(1)), absl::OkStatus());
    for (int64_t version = 1; version <= 3; ++version) {
      rec::Change change = Step("t1", version);
      AddEvent(change, "home");
      ASSERT_EQ(CommitAndWait(*store, std::move(change)), absl::OkStatus());
    }
    ASSERT_EQ(CommitAndWait(*store, Step("t2", 1)), absl::OkStatus());
  }
  EXPECT_EQ(told, 3);
}

// "The destructor of the store finishes every commit that was taken and gives every answer" (open_store.h).
TEST_P(StoreFlow, FinishesWhatItTookBeforeItEnds) {
  std::atomic<int> kept{0};
  {
    const std::unique_ptr<Store> store = Open();
    for (int64_t number = 0; number < 500; ++number) {
      store->CommitLook(Look(number, "t1"), [&](const absl::Status& status) { kept += status.ok() ? 1 : 0; });
    }
  }
  EXPECT_EQ(kept, 500);
  if (GetParam() == StoreKind::kRocksDb) {
    EXPECT_EQ(Open()->ListEntriesOfTransition("t1", {1000, ""})->rows.size(), 500u);
  }
}

// "0 before the first change." "0 for an empty store."
TEST_P(StoreFlow, AnEmptyStoreKnowsNothing) {
  const std::unique_ptr<Store> store = Open();
  EXPECT_EQ(store->DirectoryRevision(), 0);
  EXPECT_EQ(store->ReadDirectory()->revision, 0);
  EXPECT_EQ(store->ReadDirectory()->records.size(), 0u);
  EXPECT_EQ(*store->LastRecordedTime(), 0);
}

// "each sees every write that was answered OK before it began": read from other threads while others write.
TEST_P(StoreFlow, WhatWasAnsweredIsSeenByReadersOfOtherThreads) {
  const std::unique_ptr<Store> store = Open();
  ASSERT_EQ(CommitAndWait(*store, DirectoryStep(1)), absl::OkStatus());
  std::atomic<int64_t> answered{0};
  std::thread writer([&] {
    for (int64_t version = 1; version <= 50; ++version) {
      rec::Change change = Step("t1", version);
      AddTask(change, "task", "home", kTestTime + version, kTestTime + version);
      AddEvent(change, "home");
      ASSERT_EQ(CommitAndWait(*store, std::move(change)), absl::OkStatus());
      answered = version;
    }
  });
  while (answered < 50) {
    const int64_t before = answered;
    const std::optional<rec::Transition> kept = *store->FindTransition("t1");
    ASSERT_GE(kept ? kept->version() : 0, before);
    ASSERT_GE(*store->LastInboxSequence("home"), before);
    const std::vector<TaskRow> rows = store->ListTasksOfUnit("home", INT64_MAX, {})->rows;
    ASSERT_LE(rows.size(), 1u) << "a task is listed twice";
    if (before > 0) {
      ASSERT_GE(rows.at(0).task.due_time_us(), kTestTime + before);
    }
  }
  writer.join();
}

}  // namespace
}  // namespace hemgang::storage
