// Whether what is to be kept has every part that it must have. Each sentence of refusal names the part; it is a bug of
// the caller, so it names fields and never content.
#include <algorithm>
#include <set>
#include <string>
#include <tuple>

#include <openssl/sha.h>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

#include "storage/directory_key.h"
#include "storage/engine.h"
#include "storage/store.h"

namespace hemgang::storage {
namespace {

namespace av1 = hemgang::audit::v1;

constexpr char kClock[] = "clock";
constexpr char kDirectory[] = "directory";

absl::Status Missing(const std::string& part) {
  return absl::InvalidArgumentError(absl::StrCat("the change is not whole: ", part));
}

// The first part that is wrong wins.
class Parts {
 public:
  void Want(bool there, const std::string& part) {
    if (!there && status_.ok()) status_ = Missing(part);
  }
  absl::Status Take() { return std::move(status_); }

 private:
  absl::Status status_;
};

bool IsEntryId(const std::string& id) {
  return id.size() == 32 && id.find_first_not_of("0123456789abcdef") == std::string::npos;
}

bool IsDigestOf(const std::string& digest, const std::string& sealed) {
  unsigned char actual[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(sealed.data()), sealed.size(), actual);
  return digest == std::string_view(reinterpret_cast<const char*>(actual), sizeof(actual));
}

void CheckEntry(Parts& parts, const rec::Entry& entry, av1::EntryKind kind) {
  parts.Want(IsEntryId(entry.id()), "entry.id is not 32 lowercase hexadecimal digits");
  parts.Want(entry.kind() == kind, absl::StrCat("entry.kind is not ", av1::EntryKind_Name(kind)));
  parts.Want(entry.recorded_time_us() > 0, "entry.recorded_time_us");
  parts.Want(!entry.actor_staff_id().empty(), "entry.actor_staff_id");
}

void CheckReceipt(Parts& parts, const rec::Receipt& receipt, const rec::Entry& entry) {
  parts.Want(!receipt.caller_id().empty(), "receipt.caller_id");
  parts.Want(!receipt.request_id().empty(), "receipt.request_id");
  parts.Want(receipt.request_id() == entry.request_id(), "receipt.request_id is not the entry's");
  parts.Want(receipt.request_digest().size() == SHA256_DIGEST_LENGTH, "receipt.request_digest is not 32 bytes");
  parts.Want(receipt.recorded_time_us() > 0, "receipt.recorded_time_us");
}

void CheckTransition(Parts& parts, const rec::Transition& transition) {
  parts.Want(!transition.id().empty(), "transition.id");
  parts.Want(transition.version() >= 1, "transition.version is not 1 or more");
  parts.Want(transition.state() != hemgang::handover::v1::TRANSITION_STATE_UNSPECIFIED, "transition.state");
  parts.Want(transition.patient_hash().size() == SHA256_DIGEST_LENGTH, "transition.patient_hash is not 32 bytes");
  for (const std::string& former : transition.former_patient_hash()) {
    parts.Want(former.size() == SHA256_DIGEST_LENGTH, "transition.former_patient_hash is not 32 bytes");
  }
  std::set<std::string> handover_ids;
  for (const rec::Handover& handover : transition.handovers()) {
    parts.Want(!handover.id().empty(), "transition.handovers.id");
    parts.Want(handover_ids.insert(handover.id()).second, "transition.handovers.id is there twice");
  }
  // A unit that is not among them would not find what it owes, and the directory would let it go.
  const std::set<std::string> involved(transition.involved_unit_ids().begin(), transition.involved_unit_ids().end());
  std::set<std::string> task_ids;
  for (const rec::Task& task : transition.tasks()) {
    parts.Want(!task.id().empty(), "transition.tasks.id");
    parts.Want(task_ids.insert(task.id()).second, "transition.tasks.id is there twice");
    parts.Want(task.kind() != hemgang::handover::v1::TASK_KIND_UNSPECIFIED, "transition.tasks.kind");
    parts.Want(!task.holder_unit_id().empty(), "transition.tasks.holder_unit_id");
    parts.Want(involved.count(task.holder_unit_id()) > 0,
               "transition.tasks.holder_unit_id is none of transition.involved_unit_ids");
    parts.Want(!task.holder_organisation_id().empty(), "transition.tasks.holder_organisation_id");
    parts.Want(task.opened_time_us() > 0, "transition.tasks.opened_time_us");
    // 0 is the documented exception: nothing bounds the task for now.
    parts.Want(task.due_time_us() >= 0, "transition.tasks.due_time_us is negative");
    parts.Want(task.next_wake_time_us() >= 0, "transition.tasks.next_wake_time_us is negative");
    parts.Want(task.handover_id().empty() || handover_ids.count(task.handover_id()) > 0,
               "transition.tasks.handover_id names no handover of the transition");
  }
  parts.Want(transition.close_wake_time_us() >= 0, "transition.close_wake_time_us is negative");
}

void CheckContents(Parts& parts, const rec::Change& change) {
  std::set<std::tuple<std::string, int64_t, std::string>> seen;
  for (const rec::Content& content : change.contents()) {
    parts.Want(content.transition_id() == change.transition().id(), "contents.transition_id is not the transition's");
    parts.Want(!content.about_id().empty(), "contents.about_id");
    parts.Want(content.number() >= 1, "contents.number is not 1 or more");
    parts.Want(!content.custodian_organisation_id().empty(), "contents.custodian_organisation_id");
    parts.Want(!content.sealed().empty(), "contents.sealed");
    parts.Want(IsDigestOf(content.sealed_digest(), content.sealed()),
               "contents.sealed_digest is not the SHA-256 of contents.sealed");
    parts.Want(seen.emplace(content.about_id(), content.number(), content.custodian_organisation_id()).second,
               "contents holds the same content twice");
  }
  for (const std::string& about_id : change.erased_about_ids()) {
    parts.Want(!about_id.empty(), "erased_about_ids holds an empty one");
    const bool put = std::any_of(change.contents().begin(), change.contents().end(),
                                 [&](const rec::Content& content) { return content.about_id() == about_id; });
    parts.Want(!put, "erased_about_ids names what contents puts");
  }
  std::set<std::string> custodians;
  for (const rec::DataKey& key : change.keys()) {
    parts.Want(key.transition_id() == change.transition().id(), "keys.transition_id is not the transition's");
    parts.Want(!key.custodian_organisation_id().empty(), "keys.custodian_organisation_id");
    parts.Want(!key.wrapped_key().empty() && !key.erased(), "keys.wrapped_key");
    parts.Want(custodians.insert(key.custodian_organisation_id()).second, "keys holds two keys of one custodian");
  }
}

void CheckTold(Parts& parts, const rec::Change& change) {
  for (const rec::InboxEvent& event : change.inbox_events()) {
    parts.Want(!event.unit_id().empty(), "inbox_events.unit_id");
    parts.Want(event.kind() != hemgang::routing::v1::INBOX_EVENT_KIND_UNSPECIFIED, "inbox_events.kind");
    parts.Want(event.sequence() == 0, "inbox_events.sequence is given by the store, and is set already");
    const bool is_rung = event.kind() == hemgang::routing::v1::INBOX_EVENT_KIND_REMINDED ||
                         event.kind() == hemgang::routing::v1::INBOX_EVENT_KIND_OVERDUE;
    parts.Want(!is_rung || !event.rung_id().empty(), "inbox_events.rung_id");
  }
  for (const rec::Outcome& outcome : change.outcomes()) {
    parts.Want(outcome.kind() != rec::OUTCOME_KIND_UNSPECIFIED, "outcomes.kind");
    parts.Want(outcome.ended_time_us() > 0, "outcomes.ended_time_us");
  }
}

}  // namespace

absl::Status CheckWhole(const rec::Change& change) {
  Parts parts;
  CheckTransition(parts, change.transition());
  const rec::Entry& entry = change.entry();
  CheckEntry(parts, entry, av1::ENTRY_KIND_STEP);
  parts.Want(entry.transition_ids_size() == 1 && entry.transition_ids(0) == change.transition().id(),
             "entry.transition_ids is not exactly the transition");
  parts.Want(entry.version() == change.transition().version(), "entry.version is not the transition's");
  parts.Want(entry.step() != hemgang::handover::v1::STEP_UNSPECIFIED, "entry.step");
  if (entry.actor_staff_id() == kClock || entry.actor_staff_id() == kDirectory) {
    parts.Want(!change.has_receipt(), "receipt is there, but the house's own callers make no requests");
  } else {
    parts.Want(change.has_receipt(), "receipt");
    CheckReceipt(parts, change.receipt(), entry);
  }
  CheckContents(parts, change);
  CheckTold(parts, change);
  parts.Want(change.directory_revision() > 0, "directory_revision is not 1 or more");
  return parts.Take();
}

absl::Status CheckWholeLook(const rec::Entry& entry) {
  Parts parts;
  CheckEntry(parts, entry, av1::ENTRY_KIND_LOOK);
  parts.Want(entry.look() != av1::LOOK_KIND_UNSPECIFIED, "entry.look");
  parts.Want(entry.version() == 0, "entry.version is set, but a look makes no version");
  return parts.Take();
}

absl::Status CheckWholeDirectory(const rec::DirectoryChange& change) {
  Parts parts;
  parts.Want(change.revision() >= 1, "revision is not 1 or more");
  CheckEntry(parts, change.entry(), av1::ENTRY_KIND_DIRECTORY);
  parts.Want(change.has_receipt(), "receipt");
  CheckReceipt(parts, change.receipt(), change.entry());
  for (const rec::DirectoryRecord& record : change.put()) {
    parts.Want(!DirectoryRecordId(record).empty(), "put holds a record without an id");
  }
  for (const rec::DirectoryRecord& record : change.removed()) {
    parts.Want(!DirectoryRecordId(record).empty(), "removed holds a record without an id");
  }
  return parts.Take();
}

absl::Status CheckWholeLetters(const rec::LetterChange& change) {
  Parts parts;
  parts.Want(change.cursor().sequence() >= 0, "cursor.sequence is negative");
  std::set<std::string> units;
  if (!change.cursor().unit_id().empty()) units.insert(change.cursor().unit_id());
  std::set<std::string> ids;
  for (const rec::Letter& letter : change.letters()) {
    parts.Want(!letter.id().empty(), "letters.id");
    parts.Want(ids.insert(letter.id()).second, "letters.id is there twice");
    parts.Want(!letter.unit_id().empty(), "letters.unit_id");
    units.insert(letter.unit_id());
    parts.Want(units.size() == 1, "letters.unit_id is not one unit's, and the cursor's");
    parts.Want(letter.state() != rec::LETTER_STATE_UNSPECIFIED, "letters.state");
    parts.Want(letter.next_try_time_us() >= 0, "letters.next_try_time_us is negative");
    parts.Want(letter.ended_time_us() > 0 || letter.state() == rec::LETTER_STATE_WAITING, "letters.ended_time_us");
  }
  return parts.Take();
}

}  // namespace hemgang::storage
