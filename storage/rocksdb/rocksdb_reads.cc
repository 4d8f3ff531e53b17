// The read side of the RocksDB engine.
#include <algorithm>
#include <limits>
#include <utility>

#include <rocksdb/iterator.h>
#include <rocksdb/snapshot.h>

#include "absl/strings/str_cat.h"

#include "storage/rocksdb/index_rows.h"
#include "storage/rocksdb/keys.h"
#include "storage/rocksdb/rocksdb_engine.h"

namespace hemgang::storage {

using rocks::ReadFailure;

namespace {

std::string_view View(const rocksdb::Slice& slice) {
  return {slice.data(), slice.size()};
}

absl::Status Damaged(rocks::Table table) {
  return absl::DataLossError(absl::StrCat("a row of ", rocks::kTableNames[static_cast<size_t>(table)], " is damaged"));
}

// A record whose value is a proto; what stands in the key stands in it too.
template <typename Record>
absl::StatusOr<Record> Parse(rocks::Table table, std::string_view value) {
  Record record;
  if (!record.ParseFromArray(value.data(), static_cast<int>(value.size()))) return Damaged(table);
  return record;
}

}  // namespace

template <typename Record>
absl::StatusOr<std::optional<Record>> RocksDbEngine::Find(Table table, const std::string& key,
                                                          const rocksdb::Snapshot* snapshot) {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot;
  rocksdb::PinnableSlice value;
  const rocksdb::Status found = database_->db().Get(options, database_->table(table), key, &value);
  if (found.IsNotFound()) return std::nullopt;
  if (!found.ok()) return ReadFailure(found);
  absl::StatusOr<Record> record = Parse<Record>(table, View(value));
  if (!record.ok()) return record.status();
  return std::optional<Record>(*std::move(record));
}

absl::Status RocksDbEngine::Scan(Table table, const std::string& from, const std::string& end, int limit,
                                 const std::function<absl::Status(std::string_view key, std::string_view value)>& take,
                                 const rocksdb::Snapshot* snapshot) {
  const rocksdb::Slice upper(end);
  rocksdb::ReadOptions options;
  options.snapshot = snapshot;
  options.iterate_upper_bound = &upper;
  const std::unique_ptr<rocksdb::Iterator> row(database_->db().NewIterator(options, database_->table(table)));
  int taken = 0;
  for (row->Seek(from); taken < limit && row->Valid(); row->Next(), ++taken) {
    if (absl::Status status = take(View(row->key()), View(row->value())); !status.ok()) return status;
  }
  return row->status().ok() ? absl::OkStatus() : ReadFailure(row->status());
}

template <typename Row>
absl::StatusOr<Page<Row>> RocksDbEngine::ListPage(const Range& range, const PageRequest& request,
                                                  const ParseRow<Row>& parse, const rocksdb::Snapshot* snapshot) {
  const std::string end = range.end.empty() ? rocks::EndOfPrefix(range.prefix) : range.end;
  const std::string after = range.prefix + request.after;
  const std::string& begin = range.begin.empty() ? range.prefix : range.begin;
  const rocksdb::Slice lower(begin);
  const rocksdb::Slice upper(end);
  rocksdb::ReadOptions options;
  options.iterate_lower_bound = &lower;
  options.iterate_upper_bound = &upper;
  options.snapshot = snapshot;
  const std::unique_ptr<rocksdb::Iterator> row(database_->db().NewIterator(options, database_->table(range.table)));
  const auto step = [&] { range.newest_first ? row->Prev() : row->Next(); };
  if (request.after.empty()) {
    range.newest_first ? row->SeekToLast() : row->SeekToFirst();
  } else {
    range.newest_first ? row->SeekForPrev(after) : row->Seek(after);
    if (row->Valid() && row->key() == after) step();
  }
  Page<Row> page;
  const size_t size = static_cast<size_t>(std::max(request.size, 1));
  std::string last;
  for (; row->Valid(); step()) {
    if (page.rows.size() == size) {
      page.next = last;
      break;
    }
    const std::string_view rest = View(row->key()).substr(range.prefix.size());
    absl::StatusOr<Row> parsed = parse(rest, View(row->value()));
    if (!parsed.ok()) return parsed.status();
    page.rows.push_back(*std::move(parsed));
    last = std::string(rest);
  }
  if (!row->status().ok()) return ReadFailure(row->status());
  return page;
}

absl::StatusOr<std::optional<rec::Draft>> RocksDbEngine::FindDraft(const std::string& draft_id) {
  return Find<rec::Draft>(Table::kDrafts, rocks::DraftKey(draft_id));
}

absl::StatusOr<Page<rec::Draft>> RocksDbEngine::ListDraftsOfUnit(const std::string& unit_id, const PageRequest& page) {
  rocksdb::ManagedSnapshot snapshot(&database_->db());
  const ParseRow<rec::Draft> parse = [&](std::string_view draft, std::string_view) -> absl::StatusOr<rec::Draft> {
    absl::StatusOr<std::optional<rec::Draft>> found =
        Find<rec::Draft>(Table::kDrafts, std::string(draft), snapshot.snapshot());
    if (!found.ok()) return found.status();
    if (!found->has_value()) return Damaged(Table::kDraftsByUnit);
    return **std::move(found);
  };
  return ListPage<rec::Draft>({Table::kDraftsByUnit, rocks::DraftsOfUnitPrefix(unit_id), ""}, page, parse,
                              snapshot.snapshot());
}

absl::StatusOr<std::optional<rec::Delivery>> RocksDbEngine::FindDelivery(const std::string& about_id,
                                                                         const std::string& unit_id) {
  return Find<rec::Delivery>(Table::kDeliveries, rocks::DeliveryKey(about_id, unit_id));
}

absl::StatusOr<std::optional<rec::Letter>> RocksDbEngine::FindLetter(const std::string& unit_id,
                                                                     const std::string& letter_id) {
  return Find<rec::Letter>(Table::kLetters, rocks::LetterKey(unit_id, letter_id));
}

absl::StatusOr<int64_t> RocksDbEngine::FindLetterCursor(const std::string& unit_id) {
  std::string value;
  const rocksdb::Status found = database_->db().Get(rocksdb::ReadOptions(), database_->table(Table::kLetterCursors),
                                                    rocks::LetterCursorKey(unit_id), &value);
  if (found.IsNotFound()) return 0;
  if (!found.ok()) return ReadFailure(found);
  int64_t sequence = 0;
  if (!rocks::ParseNumber(value, sequence)) return Damaged(Table::kLetterCursors);
  return sequence;
}

absl::StatusOr<std::vector<rec::Letter>> RocksDbEngine::ListLettersToSend(int64_t until_us, int limit) {
  const std::string prefix = rocks::LettersToSendPrefix();
  const std::string end = rocks::LettersByTime(prefix, std::min(until_us, std::numeric_limits<int64_t>::max() - 1) + 1);
  // One snapshot: a letter that is sent meanwhile must not be found among the waiting ones, and then read as sent.
  rocksdb::ManagedSnapshot snapshot(&database_->db());
  std::vector<rec::Letter> letters;
  const auto take = [&](std::string_view key, std::string_view) {
    absl::StatusOr<std::optional<rec::Letter>> found = Find<rec::Letter>(
        Table::kLetters, std::string(key.substr(rocks::LettersByTime(prefix, 0).size())), snapshot.snapshot());
    if (!found.ok()) return found.status();
    if (!found->has_value()) return Damaged(Table::kLettersByState);
    letters.push_back(**std::move(found));
    return absl::OkStatus();
  };
  absl::Status scanned = Scan(Table::kLettersByState, prefix, end, limit, take, snapshot.snapshot());
  if (!scanned.ok()) return scanned;
  return letters;
}

absl::StatusOr<Page<rec::Letter>> RocksDbEngine::ListLettersOfUnit(const std::string& unit_id, rec::LetterState state,
                                                                   const PageRequest& page) {
  rocksdb::ManagedSnapshot snapshot(&database_->db());
  const std::string of_unit = rocks::LetterCursorKey(unit_id);
  const ParseRow<rec::Letter> parse = [&](std::string_view letter, std::string_view) -> absl::StatusOr<rec::Letter> {
    absl::StatusOr<std::optional<rec::Letter>> found =
        Find<rec::Letter>(Table::kLetters, of_unit + std::string(letter), snapshot.snapshot());
    if (!found.ok()) return found.status();
    if (!found->has_value()) return Damaged(Table::kLettersByState);
    return **std::move(found);
  };
  return ListPage<rec::Letter>({Table::kLettersByState, rocks::LettersOfUnitPrefix(unit_id, state), ""}, page, parse,
                               snapshot.snapshot());
}

absl::StatusOr<std::optional<rec::Transition>> RocksDbEngine::FindTransition(const std::string& transition_id) {
  return Find<rec::Transition>(Table::kTransitions, rocks::TransitionKey(transition_id));
}

absl::StatusOr<std::optional<std::string>> RocksDbEngine::FindTransitionOfHandover(const std::string& handover_id) {
  std::string transition_id;
  const rocksdb::Status found = database_->db().Get(rocksdb::ReadOptions(), database_->table(Table::kHandovers),
                                                    rocks::HandoverKey(handover_id), &transition_id);
  if (found.IsNotFound()) return std::nullopt;
  if (!found.ok()) return ReadFailure(found);
  return std::optional<std::string>(std::move(transition_id));
}

absl::StatusOr<std::optional<rec::Receipt>> RocksDbEngine::FindReceipt(const std::string& caller_id,
                                                                       const std::string& request_id) {
  return Find<rec::Receipt>(Table::kReceipts, rocks::ReceiptKey(caller_id, request_id));
}

absl::StatusOr<std::optional<rec::Content>> RocksDbEngine::FindContent(const std::string& transition_id,
                                                                       const std::string& about_id, int64_t number,
                                                                       const std::string& custodian_organisation_id) {
  return Find<rec::Content>(Table::kContents,
                            rocks::ContentKey(transition_id, about_id, custodian_organisation_id, number));
}

absl::StatusOr<std::vector<rec::Content>> RocksDbEngine::ListContents(const std::string& transition_id,
                                                                      const std::string& about_id,
                                                                      const std::string& custodian_organisation_id) {
  const std::string prefix = rocks::ContentPrefix(transition_id, about_id, custodian_organisation_id);
  std::vector<rec::Content> contents;
  const auto take = [&](std::string_view, std::string_view value) {
    absl::StatusOr<rec::Content> content = Parse<rec::Content>(Table::kContents, value);
    if (content.ok()) contents.push_back(*std::move(content));
    return content.status();
  };
  absl::Status scanned =
      Scan(Table::kContents, prefix, rocks::EndOfPrefix(prefix), std::numeric_limits<int>::max(), take);
  if (!scanned.ok()) return scanned;
  return contents;
}

absl::StatusOr<std::vector<std::string>> RocksDbEngine::KeysOfContents(const std::string& prefix) {
  std::vector<std::string> keys;
  const auto take = [&](std::string_view key, std::string_view) {
    keys.emplace_back(key);
    return absl::OkStatus();
  };
  absl::Status scanned =
      Scan(Table::kContents, prefix, rocks::EndOfPrefix(prefix), std::numeric_limits<int>::max(), take);
  if (!scanned.ok()) return scanned;
  return keys;
}

absl::StatusOr<std::optional<rec::DataKey>> RocksDbEngine::FindKey(const std::string& transition_id,
                                                                   const std::string& custodian_organisation_id) {
  return Find<rec::DataKey>(Table::kKeys, rocks::DataKeyKey(transition_id, custodian_organisation_id));
}

absl::StatusOr<Page<rec::Transition>> RocksDbEngine::ListTransitionsOfUnit(const std::string& unit_id, bool open_only,
                                                                           const PageRequest& page) {
  // One snapshot: a transition that is closed meanwhile must not be found among the open ones, and then read as closed.
  rocksdb::ManagedSnapshot snapshot(&database_->db());
  const ParseRow<rec::Transition> parse = [&](std::string_view transition,
                                              std::string_view) -> absl::StatusOr<rec::Transition> {
    absl::StatusOr<std::optional<rec::Transition>> found =
        Find<rec::Transition>(Table::kTransitions, std::string(transition), snapshot.snapshot());
    if (!found.ok()) return found.status();
    if (!found->has_value()) return Damaged(Table::kTransitionsByUnit);
    return **std::move(found);
  };
  return ListPage<rec::Transition>(
      {Table::kTransitionsByUnit, rocks::TransitionsOfUnitPrefix(unit_id, open_only), "", /*newest_first=*/true}, page,
      parse, snapshot.snapshot());
}

absl::StatusOr<std::vector<std::string>> RocksDbEngine::ListTransitionsOfPatient(const std::string& patient_hash) {
  const std::string prefix = rocks::TransitionsOfPatientPrefix(patient_hash);
  std::vector<std::string> ids;
  const auto take = [&](std::string_view key, std::string_view) {
    OrderedKeyReader reader(key.substr(prefix.size()));
    return reader.Text(ids.emplace_back()) ? absl::OkStatus() : Damaged(Table::kTransitionsByPatient);
  };
  absl::Status scanned =
      Scan(Table::kTransitionsByPatient, prefix, rocks::EndOfPrefix(prefix), std::numeric_limits<int>::max(), take);
  if (!scanned.ok()) return scanned;
  return ids;
}

absl::StatusOr<Page<TaskRow>> RocksDbEngine::ListTasks(Table table, const std::string& holder, int64_t due_until_us,
                                                       const PageRequest& page) {
  const std::string prefix = rocks::DuePrefix(holder);
  std::string end;
  if (due_until_us != std::numeric_limits<int64_t>::max()) end = prefix + rocks::NumberValue(due_until_us + 1);
  const ParseRow<TaskRow> parse = [&](std::string_view rest_of_key, std::string_view value) -> absl::StatusOr<TaskRow> {
    TaskRow row;
    if (!rocks::ParseDueRow(rest_of_key, value, row)) return Damaged(table);
    return row;
  };
  return ListPage<TaskRow>({table, prefix, end}, page, parse);
}

absl::StatusOr<Page<TaskRow>> RocksDbEngine::ListTasksOfUnit(const std::string& unit_id, int64_t due_until_us,
                                                             const PageRequest& page) {
  return ListTasks(Table::kDueByUnit, unit_id, due_until_us, page);
}

absl::StatusOr<Page<TaskRow>> RocksDbEngine::ListTasksOfOrganisation(const std::string& organisation_id,
                                                                     int64_t due_until_us, const PageRequest& page) {
  return ListTasks(Table::kDueByOrganisation, organisation_id, due_until_us, page);
}

absl::StatusOr<std::vector<Wake>> RocksDbEngine::ListWakes(int64_t until_us, int limit) {
  // The highest number is a time that never comes.
  const int64_t end_us = std::min(until_us, std::numeric_limits<int64_t>::max() - 1) + 1;
  std::vector<Wake> wakes;
  const auto take = [&](std::string_view key, std::string_view) {
    OrderedKeyReader reader(key);
    Wake& wake = wakes.emplace_back();
    const bool whole = reader.Int64(wake.wake_time_us) && reader.Text(wake.transition_id) && reader.Text(wake.task_id);
    return whole ? absl::OkStatus() : Damaged(Table::kWakes);
  };
  if (absl::Status scanned = Scan(Table::kWakes, "", rocks::NumberValue(end_us), limit, take); !scanned.ok()) {
    return scanned;
  }
  return wakes;
}

absl::StatusOr<std::vector<rec::InboxEvent>> RocksDbEngine::ListInbox(const std::string& unit_id,
                                                                      int64_t after_sequence, int limit) {
  std::vector<rec::InboxEvent> events;
  if (after_sequence == std::numeric_limits<int64_t>::max()) return events;
  const auto take = [&](std::string_view, std::string_view value) {
    absl::StatusOr<rec::InboxEvent> event = Parse<rec::InboxEvent>(Table::kInbox, value);
    if (event.ok()) events.push_back(*std::move(event));
    return event.status();
  };
  absl::Status scanned = Scan(Table::kInbox, rocks::InboxKey(unit_id, after_sequence + 1),
                              rocks::EndOfPrefix(rocks::InboxPrefix(unit_id)), limit, take);
  if (!scanned.ok()) return scanned;
  return events;
}

absl::StatusOr<int64_t> RocksDbEngine::LastInboxSequence(const std::string& unit_id) {
  {
    MutexLock lock(counters_mutex_);
    const auto counter = counters_.find(unit_id);
    if (counter != counters_.end()) return counter->second;
  }
  std::string value;
  const rocksdb::Status found = database_->db().Get(rocksdb::ReadOptions(), database_->table(Table::kInboxCounters),
                                                    rocks::InboxCounterKey(unit_id), &value);
  if (found.IsNotFound()) return 0;
  if (!found.ok()) return ReadFailure(found);
  int64_t sequence = 0;
  if (!rocks::ParseNumber(value, sequence)) return Damaged(Table::kInboxCounters);
  MutexLock lock(counters_mutex_);
  // A batch may have moved it meanwhile; then what the batch left counts.
  return counters_.try_emplace(unit_id, sequence).first->second;
}

absl::StatusOr<Page<rec::Entry>> RocksDbEngine::ListEntries(const std::string& prefix, const PageRequest& page) {
  const ParseRow<rec::Entry> parse = [&](std::string_view entry, std::string_view) -> absl::StatusOr<rec::Entry> {
    absl::StatusOr<std::optional<rec::Entry>> found = Find<rec::Entry>(Table::kEntries, std::string(entry));
    if (!found.ok()) return found.status();
    if (!found->has_value()) return Damaged(Table::kEntriesBySubject);
    return **std::move(found);
  };
  return ListPage<rec::Entry>({Table::kEntriesBySubject, prefix, ""}, page, parse);
}

absl::StatusOr<Page<rec::Entry>> RocksDbEngine::ListEntriesOfTransition(const std::string& transition_id,
                                                                        const PageRequest& page) {
  return ListEntries(rocks::EntriesOfTransitionPrefix(transition_id), page);
}

absl::StatusOr<Page<rec::Entry>> RocksDbEngine::ListEntriesOfPatient(const std::string& patient_hash,
                                                                     const PageRequest& page) {
  return ListEntries(rocks::EntriesOfPatientPrefix(patient_hash), page);
}

absl::StatusOr<Page<rec::Entry>> RocksDbEngine::ListEntriesOfDirectory(const PageRequest& page) {
  return ListEntries(rocks::EntriesOfDirectoryPrefix(), page);
}

absl::StatusOr<Page<rec::Outcome>> RocksDbEngine::ListOutcomes(int64_t from_us, int64_t until_us,
                                                               const PageRequest& page) {
  const ParseRow<rec::Outcome> parse = [](std::string_view, std::string_view value) {
    return Parse<rec::Outcome>(Table::kOutcomes, value);
  };
  // Times are positive.
  from_us = std::max<int64_t>(from_us, 0);
  if (until_us <= from_us) return Page<rec::Outcome>();
  return ListPage<rec::Outcome>(
      {Table::kOutcomes, "", rocks::NumberValue(until_us), /*newest_first=*/false, rocks::NumberValue(from_us)}, page,
      parse);
}

absl::StatusOr<DirectoryRecords> RocksDbEngine::ReadDirectory() {
  rocksdb::ManagedSnapshot snapshot(&database_->db());
  DirectoryRecords records;
  absl::StatusOr<int64_t> revision = database_->MetaNumber(rocks::kMetaDirectoryRevision, snapshot.snapshot());
  if (!revision.ok()) return revision.status();
  records.revision = *revision;
  rocksdb::ReadOptions options;
  options.snapshot = snapshot.snapshot();
  const std::unique_ptr<rocksdb::Iterator> row(
      database_->db().NewIterator(options, database_->table(Table::kDirectory)));
  for (row->SeekToFirst(); row->Valid(); row->Next()) {
    absl::StatusOr<rec::DirectoryRecord> record = Parse<rec::DirectoryRecord>(Table::kDirectory, View(row->value()));
    if (!record.ok()) return record.status();
    records.records.push_back(*std::move(record));
  }
  if (!row->status().ok()) return ReadFailure(row->status());
  return records;
}

}  // namespace hemgang::storage
