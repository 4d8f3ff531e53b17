#include "storage/rocksdb/batch_rows.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "storage/directory_key.h"
#include "storage/rocksdb/index_rows.h"
#include "storage/rocksdb/keys.h"

namespace hemgang::storage::rocks {

BatchRows::BatchRows(Database& database, UnitOfDraft unit_of_draft, int64_t last_recorded_time_us,
                     int64_t directory_revision)
    : database_(database),
      unit_of_draft_(std::move(unit_of_draft)),
      recorded_before_us_(last_recorded_time_us),
      revision_before_(directory_revision),
      last_recorded_time_us_(last_recorded_time_us),
      directory_revision_(directory_revision) {}

void BatchRows::Add(const BatchMember& member) {
  if (const auto* change = std::get_if<rec::Change>(&member.write)) AddStep(*change, member.previous);
  if (const auto* entry = std::get_if<rec::Entry>(&member.write)) AddEntry(*entry);
  if (const auto* change = std::get_if<rec::DirectoryChange>(&member.write)) AddDirectory(*change);
}

rocksdb::WriteBatch& BatchRows::Finish() {
  for (const auto& [unit, sequence] : counters_) {
    Put(Table::kInboxCounters, InboxCounterKey(unit), NumberValue(sequence));
  }
  if (last_recorded_time_us_ != recorded_before_us_) {
    Put(Table::kMeta, MetaKey(kMetaLastRecorded), NumberValue(last_recorded_time_us_));
  }
  if (directory_revision_ != revision_before_) {
    Put(Table::kMeta, MetaKey(kMetaDirectoryRevision), NumberValue(directory_revision_));
  }
  return batch_;
}

void BatchRows::AddStep(const rec::Change& change, const rec::Transition* previous) {
  const std::string& id = change.transition().id();
  Put(Table::kTransitions, TransitionKey(id), change.transition());
  AddIndexes(change.transition(), previous);
  for (const rec::Content& content : change.contents()) {
    Put(Table::kContents, ContentKey(id, content.about_id(), content.custodian_organisation_id(), content.number()),
        content);
  }
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
  if (!change.sent_draft_id().empty()) DeleteDraft(change.sent_draft_id());
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

void BatchRows::DeleteDraft(const std::string& draft_id) {
  const std::string unit = unit_of_draft_(draft_id);
  if (!unit.empty()) Delete(Table::kDraftsByUnit, Under(DraftsOfUnitPrefix(unit), draft_id));
  Delete(Table::kDrafts, DraftKey(draft_id));
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

}  // namespace hemgang::storage::rocks
