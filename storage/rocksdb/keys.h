// Every key of the RocksDB engine. A table is a column family; keys are made of the parts of ordered_key.h, so that
// they sort as their parts do. The format version in `meta` names this picture: change the picture, raise the version.
//
//   table                   key                                             value
//   ----------------------  ----------------------------------------------  ------------------------------------------
//   meta                    name                                            text or number (see MetaName)
//   transitions             transition                                      Transition, the newest version
//   contents                transition, about, custodian, number            Content
//   keys                    transition, custodian                           DataKey
//   entries                 entry                                           Entry
//   inbox                   unit, sequence                                  InboxEvent
//   inbox_counters          unit                                            the unit's last sequence
//   outcomes                time ended, entry, place in its change          Outcome
//   receipts                caller, request                                 Receipt
//   drafts                  draft                                           Draft
//   deliveries              about, unit                                     Delivery
//   directory               kind, id, for a policy its version              DirectoryRecord
//   letters                 unit, letter                                    Letter
//   letter_cursors          unit                                            how far its inbox has become letters
//
//   and what finds them; made and unmade with what they point to, in the same batch:
//   handovers               handover                                        the transition's id
//   entries_by_subject      't', transition, entry                          empty
//                           'p', patient hash, entry                        empty
//                           'd', entry                                      empty
//   receipts_by_time        time recorded, caller, request                  empty
//   drafts_by_unit          unit, draft                                     empty
//   transitions_by_unit     'a', unit, transition  (all)                    empty
//                           'o', unit, transition  (open ones)              empty
//   transitions_by_patient  patient hash (also a former one), transition    empty
//   wakes                   time, transition, task (empty: its closing)     empty
//   due_by_unit             holder unit, due time, transition, task         age band (1 byte), Task
//   due_by_organisation     holder organisation, due time, transition, task age band (1 byte), Task
//   letters_by_state        'u', unit, state (1 byte), letter               empty
//                           'w', next try, unit, letter  (WAITING)          empty
//                           'e', time ended, unit, letter  (SENT)           empty
//
// The due rows hold the whole task: a list of what is overdue costs its own length and not one more read.
//
// Versions of the picture: 1 had no letters. Whatever it held is also what 2 holds, so a folder of 1 becomes one of 2
// when it is opened.
#ifndef HEMGANG_STORAGE_ROCKSDB_KEYS_H_
#define HEMGANG_STORAGE_ROCKSDB_KEYS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "storage/ordered_key.h"

namespace hemgang::storage::rocks {

inline constexpr int64_t kFormatVersion = 2;
inline constexpr int64_t kOldestFormatVersion = 1;

enum class Table : size_t {
  kMeta,
  kTransitions,
  kContents,
  kKeys,
  kEntries,
  kInbox,
  kInboxCounters,
  kOutcomes,
  kReceipts,
  kDrafts,
  kDeliveries,
  kDirectory,
  kHandovers,
  kEntriesBySubject,
  kReceiptsByTime,
  kDraftsByUnit,
  kTransitionsByUnit,
  kTransitionsByPatient,
  kWakes,
  kDueByUnit,
  kDueByOrganisation,
  kLetters,
  kLetterCursors,
  kLettersByState,
};

// In the order of Table. Never renamed: they are on disk.
inline constexpr std::array<const char*, 24> kTableNames = {
    "meta",
    "transitions",
    "contents",
    "keys",
    "entries",
    "inbox",
    "inbox_counters",
    "outcomes",
    "receipts",
    "drafts",
    "deliveries",
    "directory",
    "handovers",
    "entries_by_subject",
    "receipts_by_time",
    "drafts_by_unit",
    "transitions_by_unit",
    "transitions_by_patient",
    "wakes",
    "due_by_unit",
    "due_by_organisation",
    "letters",
    "letter_cursors",
    "letters_by_state",
};

// Names in `meta`.
inline constexpr std::string_view kMetaFormat = "format";                         // Number: kFormatVersion.
inline constexpr std::string_view kMetaInstallation = "installation";             // Text: random, this folder's own.
inline constexpr std::string_view kMetaKeyCheck = "key_check";                    // Text: Sealer::KeyCheck().
inline constexpr std::string_view kMetaLastRecorded = "last_recorded_time";       // Number.
inline constexpr std::string_view kMetaDirectoryRevision = "directory_revision";  // Number.

// --- Records ---

inline std::string MetaKey(std::string_view name) {
  return OrderedKey().Text(name).bytes();
}
inline std::string TransitionKey(std::string_view transition) {
  return OrderedKey().Text(transition).bytes();
}
// Of every custodian.
inline std::string ContentsAboutPrefix(std::string_view transition, std::string_view about) {
  return OrderedKey().Text(transition).Text(about).bytes();
}
inline std::string ContentPrefix(std::string_view transition, std::string_view about, std::string_view custodian) {
  return OrderedKey().Text(transition).Text(about).Text(custodian).bytes();
}
inline std::string ContentKey(std::string_view transition, std::string_view about, std::string_view custodian,
                              int64_t number) {
  return OrderedKey().Text(transition).Text(about).Text(custodian).Int64(number).bytes();
}
inline std::string DataKeyKey(std::string_view transition, std::string_view custodian) {
  return OrderedKey().Text(transition).Text(custodian).bytes();
}
inline std::string EntryKey(std::string_view entry) {
  return OrderedKey().Text(entry).bytes();
}
inline std::string InboxPrefix(std::string_view unit) {
  return OrderedKey().Text(unit).bytes();
}
inline std::string InboxKey(std::string_view unit, int64_t sequence) {
  return OrderedKey().Text(unit).Int64(sequence).bytes();
}
inline std::string InboxCounterKey(std::string_view unit) {
  return OrderedKey().Text(unit).bytes();
}
inline std::string OutcomeKey(int64_t ended_time_us, std::string_view entry, int64_t place) {
  return OrderedKey().Int64(ended_time_us).Text(entry).Int64(place).bytes();
}
inline std::string ReceiptKey(std::string_view caller, std::string_view request) {
  return OrderedKey().Text(caller).Text(request).bytes();
}
inline std::string DraftKey(std::string_view draft) {
  return OrderedKey().Text(draft).bytes();
}
inline std::string DeliveryKey(std::string_view about, std::string_view unit) {
  return OrderedKey().Text(about).Text(unit).bytes();
}
inline std::string LetterKey(std::string_view unit, std::string_view letter) {
  return OrderedKey().Text(unit).Text(letter).bytes();
}
inline std::string LetterCursorKey(std::string_view unit) {
  return OrderedKey().Text(unit).bytes();
}

// --- What finds them ---

inline std::string HandoverKey(std::string_view handover) {
  return OrderedKey().Text(handover).bytes();
}

inline std::string EntriesOfTransitionPrefix(std::string_view transition) {
  return OrderedKey().Byte('t').Text(transition).bytes();
}
inline std::string EntriesOfPatientPrefix(std::string_view patient_hash) {
  return OrderedKey().Byte('p').Text(patient_hash).bytes();
}
inline std::string EntriesOfDirectoryPrefix() {
  return "d";
}

inline std::string ReceiptByTimeKey(int64_t recorded_time_us, std::string_view caller, std::string_view request) {
  return OrderedKey().Int64(recorded_time_us).Text(caller).Text(request).bytes();
}

inline std::string DraftsOfUnitPrefix(std::string_view unit) {
  return OrderedKey().Text(unit).bytes();
}

inline std::string TransitionsOfUnitPrefix(std::string_view unit, bool open_only) {
  return OrderedKey().Byte(open_only ? 'o' : 'a').Text(unit).bytes();
}
inline std::string TransitionsOfPatientPrefix(std::string_view patient_hash) {
  return OrderedKey().Text(patient_hash).bytes();
}

inline std::string WakeKey(int64_t time_us, std::string_view transition, std::string_view task) {
  return OrderedKey().Int64(time_us).Text(transition).Text(task).bytes();
}

inline std::string DuePrefix(std::string_view holder) {
  return OrderedKey().Text(holder).bytes();
}
inline std::string DueKey(std::string_view holder, int64_t due_time_us, std::string_view transition,
                          std::string_view task) {
  return OrderedKey().Text(holder).Int64(due_time_us).Text(transition).Text(task).bytes();
}

// `state` is the number of a LetterState.
inline std::string LettersOfUnitPrefix(std::string_view unit, int state) {
  return OrderedKey().Byte('u').Text(unit).Byte(static_cast<char>(state)).bytes();
}
inline std::string LettersToSendPrefix() {
  return "w";
}
inline std::string LettersSentPrefix() {
  return "e";
}
// One of the two prefixes above and a time: what follows it in a key is the letter's own key.
inline std::string LettersByTime(std::string prefix, int64_t time_us) {
  return std::move(prefix) + OrderedKey().Int64(time_us).bytes();
}

// A prefix and one more text, as several tables above end.
inline std::string Under(std::string prefix, std::string_view last) {
  return std::move(prefix) + OrderedKey().Text(last).bytes();
}

// --- Values that are no proto ---

inline std::string NumberValue(int64_t number) {
  return OrderedKey().Int64(number).bytes();
}
// False when it is no number.
inline bool ParseNumber(std::string_view value, int64_t& number) {
  OrderedKeyReader reader(value);
  return reader.Int64(number) && reader.AtEnd();
}

// The first key after all that begin with `prefix`. Every prefix above ends in a byte that is not 0xFF.
inline std::string EndOfPrefix(std::string prefix) {
  prefix.back() = static_cast<char>(prefix.back() + 1);
  return prefix;
}

}  // namespace hemgang::storage::rocks

#endif  // HEMGANG_STORAGE_ROCKSDB_KEYS_H_
