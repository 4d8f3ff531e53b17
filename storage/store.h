// The store: it keeps a Change whole or not at all, and gives back what it kept.
//
// It is worded by what the rooms want kept, knows no engine, no SQL and no rules, and has no optional parts. Each
// sentence below that promises something is a test in tests/storage/store_conformance*.cc, run on every engine.
//
// What the answers of a write mean, the same for all three ways to write:
//   OK                  it is on disk, and every later read sees it.
//   ABORTED             nothing was kept: the transition's version or the directory's revision moved, or a receipt
//                       for this request exists. Read again and decide again.
//   RESOURCE_EXHAUSTED  nothing was kept: too much waits already, or too little disk is left. Try later.
//   UNAVAILABLE         not known whether it was kept: ask FindReceipt, or commit the same again. After a failed
//                       write or sync every write answers so until a restart; reads go on.
//   INVALID_ARGUMENT    nothing was kept: the Change is not whole (CheckWhole says which part). This is a bug.
//
// Threads: every method may be called from any thread. `done` is called exactly once, from a thread of the store,
// never from within the call, and must not block. Reads may block on a disk; run them on an executor.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "hemgang/record/v1/directory.pb.h"
#include "hemgang/record/v1/record.pb.h"

namespace hemgang::storage {

namespace rec = hemgang::record::v1;

using Done = absl::AnyInvocable<void(absl::Status)>;

// Who goes first when commits wait: persons before the clock.
enum class Priority { kPerson, kClock };

// A page of anything: what to ask for, and where the next page starts.
// `after` is the opaque position of the last row seen; empty for the first page.
struct PageRequest {
  int size = 50;
  std::string after;
};

template <typename T>
struct Page {
  std::vector<T> rows;
  // Empty when there is nothing more.
  std::string next;
};

// A running task in an index, with the transition that owes it.
struct TaskRow {
  std::string transition_id;
  rec::Task task;
  hemgang::handover::v1::AgeBand age_band = hemgang::handover::v1::AGE_BAND_UNSPECIFIED;
};

// Something that the clock must look at: a task's next rung, or the closing of an idle transition (no task).
struct Wake {
  int64_t wake_time_us = 0;
  std::string transition_id;
  std::string task_id;
};

struct DirectoryRecords {
  // 0 before the first change.
  int64_t revision = 0;
  std::vector<rec::DirectoryRecord> records;
};

class Store {
 public:
  virtual ~Store() = default;

  // --- Three ways to write ---------------------------------------------------------------------------------------

  // Keeps every part of `change`, or none. Refused with ABORTED unless the kept version of the transition is
  // change.transition.version - 1 (0 when there is none), the directory's revision is change.directory_revision, and
  // no receipt for (caller, request id) is kept. Each inbox event gets the next number of its unit: no gaps, in
  // commit order, in the order given within one change. The transition's tasks replace the ones that ran before.
  // Contents about change.erased_about_ids, of every number and custodian, are gone.
  virtual void Commit(rec::Change change, Priority priority, Done done) = 0;

  // Keeps one entry of a look: no version, no receipt. One call, one entry, however much was shown.
  virtual void CommitLook(rec::Entry entry, Done done) = 0;

  // Keeps every part of `change`, or none. Refused with ABORTED unless the kept revision is change.revision - 1 and no
  // receipt for the request is kept. FAILED_PRECONDITION, naming the units: a unit that it removes holds a running task
  // or an open handover, also one that was committed just before.
  virtual void CommitDirectory(rec::DirectoryChange change, Done done) = 0;

  // --- Plain records ---------------------------------------------------------------------------------------------

  // Keeps a draft, over an older one of the same id. On disk when it answers OK. Blocks for the disk.
  // ABORTED unless draft.revision is the kept revision + 1 (0 when there is none).
  virtual absl::Status PutDraft(const rec::Draft& draft) = 0;
  // Erases a draft and its key. OK also when there is none.
  virtual absl::Status EraseDraft(const std::string& draft_id) = 0;
  virtual absl::StatusOr<std::optional<rec::Draft>> FindDraft(const std::string& draft_id) = 0;
  // Oldest id first.
  virtual absl::StatusOr<Page<rec::Draft>> ListDraftsOfUnit(const std::string& unit_id, const PageRequest& page) = 0;

  // Keeps when something was first handed to a unit; a second call for the same pair changes nothing.
  // May be lost by a power cut: it is a convenience, never evidence.
  virtual absl::Status PutDelivery(const rec::Delivery& delivery) = 0;
  virtual absl::StatusOr<std::optional<rec::Delivery>> FindDelivery(const std::string& about_id,
                                                                    const std::string& unit_id) = 0;

  // Keeps a unit's letters and its cursor, all of it or none; letters over older ones of the same id. On disk when it
  // answers OK. Blocks for the disk.
  virtual absl::Status PutLetters(const rec::LetterChange& change) = 0;
  // 0 when no letter was ever written for the unit.
  virtual absl::StatusOr<int64_t> FindLetterCursor(const std::string& unit_id) = 0;
  // WAITING letters whose next try is at or before `until_us`, earliest first, at most `limit`.
  virtual absl::StatusOr<std::vector<rec::Letter>> ListLettersToSend(int64_t until_us, int limit) = 0;
  // A unit's letters in one state, oldest id first.
  virtual absl::StatusOr<Page<rec::Letter>> ListLettersOfUnit(const std::string& unit_id, rec::LetterState state,
                                                              const PageRequest& page) = 0;
  // Forgets SENT letters that ended before `before_us`, at most `limit`; returns how many.
  virtual absl::StatusOr<int> ForgetLetters(int64_t before_us, int limit) = 0;

  // --- Reads: each sees every write that was answered OK before it began -----------------------------------------

  virtual absl::StatusOr<std::optional<rec::Transition>> FindTransition(const std::string& transition_id) = 0;
  // Of a handover, which transition it is in; nothing when there is no such handover.
  virtual absl::StatusOr<std::optional<std::string>> FindTransitionOfHandover(const std::string& handover_id) = 0;
  virtual absl::StatusOr<std::optional<rec::Receipt>> FindReceipt(const std::string& caller_id,
                                                                  const std::string& request_id) = 0;
  virtual absl::StatusOr<std::optional<rec::Content>> FindContent(const std::string& transition_id,
                                                                  const std::string& about_id, int64_t number,
                                                                  const std::string& custodian_organisation_id) = 0;
  // Every content of one custodian's copy of a transition about one thing, by number.
  virtual absl::StatusOr<std::vector<rec::Content>> ListContents(const std::string& transition_id,
                                                                 const std::string& about_id,
                                                                 const std::string& custodian_organisation_id) = 0;
  virtual absl::StatusOr<std::optional<rec::DataKey>> FindKey(const std::string& transition_id,
                                                              const std::string& custodian_organisation_id) = 0;

  // Transitions that a unit has or had a part in, newest id first; only those not CLOSED or CANCELLED when
  // `open_only`.
  virtual absl::StatusOr<Page<rec::Transition>> ListTransitionsOfUnit(const std::string& unit_id, bool open_only,
                                                                      const PageRequest& page) = 0;
  // Oldest id first; a number that was merged into another still finds its transitions.
  virtual absl::StatusOr<std::vector<std::string>> ListTransitionsOfPatient(const std::string& patient_hash) = 0;

  // Running tasks held by a unit, or by any unit of an organisation, earliest due first; tasks without a due time are
  // not in it. Only those due at or before `due_until_us`.
  virtual absl::StatusOr<Page<TaskRow>> ListTasksOfUnit(const std::string& unit_id, int64_t due_until_us,
                                                        const PageRequest& page) = 0;
  virtual absl::StatusOr<Page<TaskRow>> ListTasksOfOrganisation(const std::string& organisation_id,
                                                                int64_t due_until_us, const PageRequest& page) = 0;
  // What the clock must look at, at or before `until_us`, earliest first, at most `limit`.
  virtual absl::StatusOr<std::vector<Wake>> ListWakes(int64_t until_us, int limit) = 0;

  // A unit's events with a number greater than `after_sequence`, in order, at most `limit`.
  virtual absl::StatusOr<std::vector<rec::InboxEvent>> ListInbox(const std::string& unit_id, int64_t after_sequence,
                                                                 int limit) = 0;
  // 0 when the unit was never told anything.
  virtual absl::StatusOr<int64_t> LastInboxSequence(const std::string& unit_id) = 0;

  // Entries in which a transition was changed or shown, oldest first.
  virtual absl::StatusOr<Page<rec::Entry>> ListEntriesOfTransition(const std::string& transition_id,
                                                                   const PageRequest& page) = 0;
  // Entries of searches for a patient, oldest first. (What concerns a patient's transitions is listed by those.)
  virtual absl::StatusOr<Page<rec::Entry>> ListEntriesOfPatient(const std::string& patient_hash,
                                                                const PageRequest& page) = 0;
  // Entries that changed the directory, oldest first.
  virtual absl::StatusOr<Page<rec::Entry>> ListEntriesOfDirectory(const PageRequest& page) = 0;
  // Facts for statistics that ended at or after `from_us` and before `until_us`, in the order in which they ended.
  virtual absl::StatusOr<Page<rec::Outcome>> ListOutcomes(int64_t from_us, int64_t until_us,
                                                          const PageRequest& page) = 0;

  virtual absl::StatusOr<DirectoryRecords> ReadDirectory() = 0;
  // The kept revision, without reading the records; cheap enough for every step.
  virtual int64_t DirectoryRevision() = 0;

  // The latest recorded time of any entry; 0 for an empty store. A start before it must not write.
  virtual absl::StatusOr<int64_t> LastRecordedTime() = 0;

  // --- Housekeeping ----------------------------------------------------------------------------------------------

  // Forgets receipts recorded before `before_us`, at most `limit`; returns how many.
  virtual absl::StatusOr<int> ForgetReceipts(int64_t before_us, int limit) = 0;

  // Calls `told` with a unit's id after each commit that told it something. A hint for live streams, which then list:
  // it may come twice or for nothing, never not at all while the process lives. `told` must not block and stays
  // registered until the store ends; one listener per store.
  virtual void OnInboxTold(std::function<void(const std::string& unit_id)> told) = 0;

  // OK while writes are taken; else one sentence that says why not.
  virtual absl::Status WriteHealth() = 0;
};

// Whether a Change has every part that design asks for, in a form that can be kept: INVALID_ARGUMENT names the part.
// Every engine asserts it before it keeps anything.
absl::Status CheckWhole(const rec::Change& change);

}  // namespace hemgang::storage
