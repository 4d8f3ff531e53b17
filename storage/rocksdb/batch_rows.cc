#include "storage/rocksdb/batch_rows.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "storage/directory_key.h"
#include "storage/rocksdb/index_rows.h"
#include "storage/rocksdb/keys.h"

namespace hemgang::storage::rocks {

BatchRows::BatchRows(Database& database, Kept kept)
    : database_(database),
      kept_(std::move(kept)),
      last_recorded_time_us_(kept_.last_recorded_time_us),
      directory_revision_(kept_.directory_revision) {}

void BatchRows::Add(const BatchMember& member) {
  if (const auto* change = std::get_if<rec::Change>(&member.write)) AddStep(*change, member.previous);
  if (const auto* entry = std::get_if<rec::Entry>(&member.write)) AddEntry(*entry);
  if (const auto* change = std::get_if<rec::DirectoryChange>(&member.write)) AddDirectory(*change);
}

rocksdb::WriteBatch& BatchRows::Finish() {
  for (const auto& [unit, sequence] : counters_) {
    Put(Table::kInboxCounters, InboxCounterKey(unit), NumberValue(sequence));
  }
  if (last_recorded_time_us_ != kept_.last_recorded_time_us) {
    Put(Table::kMeta, MetaKey(kMetaLastRecorded), NumberValue(last_recorded_time_us_));
  }
  if (directory_revision_ != kept_.directory_revision) {
    Put(Table::kMeta, MetaKey(kMetaDirectoryRevision), NumberValue(directory_revision_));
  }
  return batch_;
}

void BatchRows::AddStep(const rec::Change& change, const rec::Transition* previous) {
  const std::string& id = change.transition().id();
  Put(Table::kTransitions, TransitionKey(id), change.transition());
  AddIndexes(change.transition(), previous);
  AddContents(change);
  for (const rec::DataKey& key : change.keys()) {
    Put(Table::kKeys, DataKeyKey(id, key.custodian_organisation_id()), key);
  }
  AddEntry(change.entry());
  for (const rec::InboxEvent& event : change.inbox_events()) {
    Put(Table::kInbox, InboxKey(event.unit_id(), event.sequence()), event);
    counters_[event.unit_id()] = event.sequence();
  }
  for (int i = 0; i < change.outcomes_size(); ++i) {
    const rec::Outcome& outcome = change.outcomes(i);
    Put(Table::kOutcomes, OutcomeKey(outcome.ended_time_us(), change.entry().id(), i), outcome);
  }
  if (change.has_receipt()) AddReceipt(change.receipt());
  if (!change.sent_draft_id().empty()) {
    DeleteDraftRows(database_, batch_, kept_.unit_of_draft(change.sent_draft_id()), change.sent_draft_id());
  }
}

void BatchRows::AddContents(const rec::Change& change) {
  const std::string& id = change.transition().id();
  for (const rec::Content& content : change.contents()) {
    content_keys_.push_back(ContentKey(id, content.about_id(), content.custodian_organisation_id(), content.number()));
    Put(Table::kContents, content_keys_.back(), content);
  }
  for (const std::string& about : change.erased_about_ids()) EraseContents(ContentsAboutPrefix(id, about));
}

// Key by key and not as a range: a few keys at most, and a range that is erased would lie in the way of every read.
void BatchRows::EraseContents(const std::string& prefix) {
  for (const std::string& key : kept_.keys_of_contents(prefix)) Delete(Table::kContents, key);
  for (const std::string& key : content_keys_) {
    if (key.compare(0, prefix.size(), prefix) == 0) Delete(Table::kContents, key);
  }
}

void BatchRows::AddIndexes(const rec::Transition& transition, const rec::Transition* previous) {
  std::vector<IndexRow> before;
  if (previous != nullptr) before = IndexRowsOf(*previous);
  const std::vector<IndexRow> after = IndexRowsOf(transition);
  const IndexDifference difference = Difference(before, after);
  for (const IndexRow* row : difference.removed) Delete(row->table, row->key);
  for (const IndexRow* row : difference.put) Put(row->table, row->key, row->value);
}

void BatchRows::AddEntry(const rec::Entry& entry) {
  Put(Table::kEntries, EntryKey(entry.id()), entry);
  for (const std::string& transition : entry.transition_ids()) {
    Put(Table::kEntriesBySubject, Under(EntriesOfTransitionPrefix(transition), entry.id()), "");
  }
  if (!entry.patient_hash().empty()) {
    Put(Table::kEntriesBySubject, Under(EntriesOfPatientPrefix(entry.patient_hash()), entry.id()), "");
  }
  if (entry.kind() == hemgang::audit::v1::ENTRY_KIND_DIRECTORY) {
    Put(Table::kEntriesBySubject, Under(EntriesOfDirectoryPrefix(), entry.id()), "");
  }
  last_recorded_time_us_ = std::max(last_recorded_time_us_, entry.recorded_time_us());
}

void BatchRows::AddReceipt(const rec::Receipt& receipt) {
  Put(Table::kReceipts, ReceiptKey(receipt.caller_id(), receipt.request_id()), receipt);
  Put(Table::kReceiptsByTime, ReceiptByTimeKey(receipt.recorded_time_us(), receipt.caller_id(), receipt.request_id()),
      "");
}

void BatchRows::AddDirectory(const rec::DirectoryChange& change) {
  for (const rec::DirectoryRecord& record : change.removed()) Delete(Table::kDirectory, DirectoryKey(record));
  for (const rec::DirectoryRecord& record : change.put()) Put(Table::kDirectory, DirectoryKey(record), record);
  directory_revision_ = change.revision();
  AddEntry(change.entry());
  AddReceipt(change.receipt());
}

void BatchRows::Put(Table table, const std::string& key, const std::string& value) {
  batch_.Put(database_.table(table), key, value);
}

void BatchRows::Put(Table table, const std::string& key, const google::protobuf::MessageLite& record) {
  record.SerializeToString(&scratch_);
  batch_.Put(database_.table(table), key, scratch_);
}

void BatchRows::Delete(Table table, const std::string& key) {
  batch_.Delete(database_.table(table), key);
}

void PutDraftRows(Database& database, rocksdb::WriteBatch& batch, const rec::Draft& draft) {
  batch.Put(database.table(Table::kDrafts), DraftKey(draft.id()), draft.SerializeAsString());
  batch.Put(database.table(Table::kDraftsByUnit), Under(DraftsOfUnitPrefix(draft.unit_id()), draft.id()), "");
}

void DeleteDraftRows(Database& database, rocksdb::WriteBatch& batch, const std::string& unit_id,
                     const std::string& draft_id) {
  if (!unit_id.empty()) {
    batch.Delete(database.table(Table::kDraftsByUnit), Under(DraftsOfUnitPrefix(unit_id), draft_id));
  }
  batch.Delete(database.table(Table::kDrafts), DraftKey(draft_id));
}

void PutLetterRows(Database& database, rocksdb::WriteBatch& batch, const rec::Letter& letter,
                   const std::optional<rec::Letter>& previous) {
  std::vector<IndexRow> before;
  if (previous) before = IndexRowsOf(*previous);
  const std::vector<IndexRow> after = IndexRowsOf(letter);
  const IndexDifference difference = Difference(before, after);
  for (const IndexRow* row : difference.removed) batch.Delete(database.table(row->table), row->key);
  for (const IndexRow* row : difference.put) batch.Put(database.table(row->table), row->key, row->value);
  batch.Put(database.table(Table::kLetters), LetterKey(letter.unit_id(), letter.id()), letter.SerializeAsString());
}

void DeleteLetterRows(Database& database, rocksdb::WriteBatch& batch, const rec::Letter& letter) {
  for (const IndexRow& row : IndexRowsOf(letter)) batch.Delete(database.table(row.table), row.key);
  batch.Delete(database.table(Table::kLetters), LetterKey(letter.unit_id(), letter.id()));
}

}  // namespace hemgang::storage::rocks
