// CheckWhole, part by part: what is taken away or spoilt, and which part the answer names.
#include <functional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/engine.h"
#include "tests/storage/whole_change.h"

namespace hemgang::storage {
namespace {

template <typename Message>
struct Spoilt {
  std::string part;
  std::function<void(Message&)> spoil;
};

using SpoiltChange = Spoilt<rec::Change>;
using SpoiltLook = Spoilt<rec::Entry>;
using SpoiltDirectory = Spoilt<rec::DirectoryChange>;
using SpoiltLetters = Spoilt<rec::LetterChange>;

const SpoiltChange kSpoiltChanges[] = {
    {"transition.id", [](auto& c) { c.mutable_transition()->clear_id(); }},
    {"transition.version is not 1", [](auto& c) { c.mutable_transition()->set_version(0); }},
    {"transition.state", [](auto& c) { c.mutable_transition()->clear_state(); }},
    {"transition.patient_hash", [](auto& c) { c.mutable_transition()->set_patient_hash("191212121212"); }},
    {"transition.former_patient_hash", [](auto& c) { c.mutable_transition()->add_former_patient_hash("19121212"); }},
    {"transition.handovers.id", [](auto& c) { c.mutable_transition()->add_handovers(); }},
    {"transition.handovers.id is there twice",
     [](auto& c) { *c.mutable_transition()->add_handovers() = c.transition().handovers(0); }},
    {"transition.tasks.id", [](auto& c) { c.mutable_transition()->mutable_tasks(0)->clear_id(); }},
    {"transition.tasks.id is there twice",
     [](auto& c) { *c.mutable_transition()->add_tasks() = c.transition().tasks(0); }},
    {"transition.tasks.kind", [](auto& c) { c.mutable_transition()->mutable_tasks(0)->clear_kind(); }},
    {"transition.tasks.holder_unit_id",
     [](auto& c) { c.mutable_transition()->mutable_tasks(0)->clear_holder_unit_id(); }},
    {"transition.tasks.holder_unit_id is none of transition.involved_unit_ids",
     [](auto& c) { c.mutable_transition()->mutable_tasks(0)->set_holder_unit_id("nowhere"); }},
    {"transition.tasks.holder_organisation_id",
     [](auto& c) { c.mutable_transition()->mutable_tasks(0)->clear_holder_organisation_id(); }},
    {"transition.tasks.opened_time_us",
     [](auto& c) { c.mutable_transition()->mutable_tasks(0)->clear_opened_time_us(); }},
    {"transition.tasks.due_time_us", [](auto& c) { c.mutable_transition()->mutable_tasks(0)->set_due_time_us(-1); }},
    {"transition.tasks.next_wake_time_us",
     [](auto& c) { c.mutable_transition()->mutable_tasks(0)->set_next_wake_time_us(-1); }},
    {"transition.tasks.handover_id",
     [](auto& c) { c.mutable_transition()->mutable_tasks(0)->set_handover_id("nowhere"); }},
    {"transition.close_wake_time_us", [](auto& c) { c.mutable_transition()->set_close_wake_time_us(-1); }},
    {"entry.id", [](auto& c) { c.mutable_entry()->set_id("1"); }},
    {"entry.id", [](auto& c) { c.mutable_entry()->set_id(std::string(32, 'G')); }},
    {"entry.kind is not ENTRY_KIND_STEP",
     [](auto& c) { c.mutable_entry()->set_kind(hemgang::audit::v1::ENTRY_KIND_LOOK); }},
    {"entry.recorded_time_us", [](auto& c) { c.mutable_entry()->clear_recorded_time_us(); }},
    {"entry.actor_staff_id", [](auto& c) { c.mutable_entry()->clear_actor_staff_id(); }},
    {"entry.transition_ids", [](auto& c) { c.mutable_entry()->clear_transition_ids(); }},
    {"entry.transition_ids", [](auto& c) { c.mutable_entry()->set_transition_ids(0, "another"); }},
    {"entry.transition_ids", [](auto& c) { c.mutable_entry()->add_transition_ids("another"); }},
    {"entry.version", [](auto& c) { c.mutable_entry()->set_version(2); }},
    {"entry.step", [](auto& c) { c.mutable_entry()->clear_step(); }},
    {"receipt", [](auto& c) { c.clear_receipt(); }},
    {"receipt is there", [](auto& c) { c.mutable_entry()->set_actor_staff_id("clock"); }},
    {"receipt.caller_id", [](auto& c) { c.mutable_receipt()->clear_caller_id(); }},
    {"receipt.request_id", [](auto& c) { c.mutable_receipt()->clear_request_id(); }},
    {"receipt.request_id is not the entry's", [](auto& c) { c.mutable_receipt()->set_request_id("another"); }},
    {"receipt.request_digest", [](auto& c) { c.mutable_receipt()->set_request_digest("short"); }},
    {"receipt.recorded_time_us", [](auto& c) { c.mutable_receipt()->clear_recorded_time_us(); }},
    {"contents.transition_id", [](auto& c) { c.mutable_contents(0)->set_transition_id("another"); }},
    {"contents.about_id", [](auto& c) { c.mutable_contents(0)->clear_about_id(); }},
    {"contents.number", [](auto& c) { c.mutable_contents(0)->set_number(0); }},
    {"contents.custodian_organisation_id", [](auto& c) { c.mutable_contents(0)->clear_custodian_organisation_id(); }},
    {"contents.sealed", [](auto& c) { c.mutable_contents(0)->clear_sealed(); }},
    {"contents.sealed_digest", [](auto& c) { c.mutable_contents(0)->set_sealed("other bytes"); }},
    {"contents holds the same content twice", [](auto& c) { *c.add_contents() = c.contents(0); }},
    {"erased_about_ids holds an empty one", [](auto& c) { c.add_erased_about_ids(""); }},
    {"erased_about_ids names what contents puts", [](auto& c) { c.add_erased_about_ids("handover-t1"); }},
    {"keys.transition_id", [](auto& c) { c.mutable_keys(0)->set_transition_id("another"); }},
    {"keys.custodian_organisation_id", [](auto& c) { c.mutable_keys(0)->clear_custodian_organisation_id(); }},
    {"keys.wrapped_key", [](auto& c) { c.mutable_keys(0)->clear_wrapped_key(); }},
    {"keys.wrapped_key", [](auto& c) { c.mutable_keys(0)->set_erased(true); }},
    {"keys holds two keys of one custodian", [](auto& c) { *c.add_keys() = c.keys(0); }},
    {"inbox_events.unit_id", [](auto& c) { c.mutable_inbox_events(0)->clear_unit_id(); }},
    {"inbox_events.kind", [](auto& c) { c.mutable_inbox_events(0)->clear_kind(); }},
    {"inbox_events.sequence", [](auto& c) { c.mutable_inbox_events(0)->set_sequence(1); }},
    {"inbox_events.rung_id",
     [](auto& c) { c.mutable_inbox_events(0)->set_kind(hemgang::routing::v1::INBOX_EVENT_KIND_REMINDED); }},
    {"inbox_events.rung_id",
     [](auto& c) { c.mutable_inbox_events(0)->set_kind(hemgang::routing::v1::INBOX_EVENT_KIND_OVERDUE); }},
    {"outcomes.kind", [](auto& c) { c.mutable_outcomes(0)->clear_kind(); }},
    {"outcomes.ended_time_us", [](auto& c) { c.mutable_outcomes(0)->clear_ended_time_us(); }},
    {"directory_revision", [](auto& c) { c.clear_directory_revision(); }},
};

const SpoiltLook kSpoiltLooks[] = {
    {"entry.id", [](auto& e) { e.clear_id(); }},
    {"entry.kind is not ENTRY_KIND_LOOK", [](auto& e) { e.set_kind(hemgang::audit::v1::ENTRY_KIND_STEP); }},
    {"entry.look", [](auto& e) { e.clear_look(); }},
    {"entry.version", [](auto& e) { e.set_version(1); }},
};

const SpoiltDirectory kSpoiltDirectories[] = {
    {"revision", [](auto& c) { c.set_revision(0); }},
    {"entry.kind is not ENTRY_KIND_DIRECTORY",
     [](auto& c) { c.mutable_entry()->set_kind(hemgang::audit::v1::ENTRY_KIND_STEP); }},
    {"receipt", [](auto& c) { c.clear_receipt(); }},
    {"receipt.request_id is not the entry's", [](auto& c) { c.mutable_receipt()->set_request_id("another"); }},
    {"put holds a record without an id", [](auto& c) { c.add_put(); }},
    {"removed holds a record without an id", [](auto& c) { c.add_removed()->mutable_staff(); }},
};

const SpoiltLetters kSpoiltLetters[] = {
    {"cursor.sequence is negative", [](auto& c) { c.mutable_cursor()->set_sequence(-1); }},
    {"letters.id", [](auto& c) { c.mutable_letters(0)->clear_id(); }},
    {"letters.id is there twice", [](auto& c) { *c.add_letters() = c.letters(0); }},
    {"letters.unit_id", [](auto& c) { c.mutable_letters(0)->clear_unit_id(); }},
    {"letters.unit_id is not one unit's", [](auto& c) { c.mutable_letters(0)->set_unit_id("ward"); }},
    {"letters.state", [](auto& c) { c.mutable_letters(0)->clear_state(); }},
    {"letters.next_try_time_us", [](auto& c) { c.mutable_letters(0)->set_next_try_time_us(-1); }},
    {"letters.ended_time_us", [](auto& c) { c.mutable_letters(0)->set_state(rec::LETTER_STATE_SENT); }},
    {"letters.ended_time_us", [](auto& c) { c.mutable_letters(0)->set_state(rec::LETTER_STATE_DEAD); }},
};

template <typename Rows, typename Whole, typename Check>
void ExpectEachNamed(const Rows& rows, const Whole& whole, const Check& check) {
  ASSERT_EQ(check(whole), absl::OkStatus());
  for (const auto& row : rows) {
    SCOPED_TRACE(row.part);
    auto spoilt = whole;
    row.spoil(spoilt);
    const absl::Status status = check(spoilt);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(status.message()), testing::HasSubstr(": " + row.part));
  }
}

TEST(CheckWhole, NamesThePartOfAStepThatIsWrong) {
  ExpectEachNamed(kSpoiltChanges, StepWithEveryPart("t1"), CheckWhole);
}

TEST(CheckWhole, NamesThePartOfALookThatIsWrong) {
  ExpectEachNamed(kSpoiltLooks, Look(1, "t1"), CheckWholeLook);
}

TEST(CheckWhole, NamesThePartOfADirectoryChangeThatIsWrong) {
  ExpectEachNamed(kSpoiltDirectories, DirectoryStep(1), CheckWholeDirectory);
}

TEST(CheckWhole, NamesThePartOfAChangeOfLettersThatIsWrong) {
  rec::LetterChange whole = LetterOf("home", "l1", rec::LETTER_STATE_WAITING, kTestTime);
  whole.mutable_cursor()->set_unit_id("home");
  ExpectEachNamed(kSpoiltLetters, whole, CheckWholeLetters);
}

TEST(CheckWhole, TakesAStepOfTheClockWithoutAReceipt) {
  EXPECT_EQ(CheckWhole(ClockStep("t1", 2)), absl::OkStatus());
}

TEST(CheckWhole, TakesATaskThatNothingBoundsForNow) {
  rec::Change change = Step("t1", 1);
  AddTask(change, "task", "home", 0, 0);
  EXPECT_EQ(CheckWhole(change), absl::OkStatus());
}

}  // namespace
}  // namespace hemgang::storage
