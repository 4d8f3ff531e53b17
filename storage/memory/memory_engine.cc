#include "storage/memory/memory_engine.h"

#include <algorithm>
#include <utility>

#include "storage/directory_key.h"
#include "storage/free_space.h"
#include "storage/memory/cut_page.h"
#include "storage/ordered_key.h"

namespace hemgang::storage {
namespace {

bool IsOpen(const rec::Transition& transition) {
  return transition.state() != hemgang::handover::v1::TRANSITION_STATE_CLOSED &&
         transition.state() != hemgang::handover::v1::TRANSITION_STATE_CANCELLED;
}

template <typename Strings>
bool Contains(const Strings& strings, const std::string& wanted) {
  return std::find(strings.begin(), strings.end(), wanted) != strings.end();
}

template <typename Map, typename Key>
auto Find(const Map& map, const Key& key) -> std::optional<typename Map::mapped_type> {
  const auto found = map.find(key);
  if (found == map.end()) return std::nullopt;
  return found->second;
}

}  // namespace

MemoryEngine::MemoryEngine(std::function<absl::StatusOr<int64_t>()> free_space, int64_t free_space_reserve_bytes)
    : free_space_(std::move(free_space)), free_space_reserve_bytes_(free_space_reserve_bytes) {}

MemoryEngine::~MemoryEngine() {
  StopQueue();
}

absl::Status MemoryEngine::CheckSpace() {
  return free_space_ ? CheckFreeSpace(free_space_(), free_space_reserve_bytes_) : absl::OkStatus();
}

absl::StatusOr<bool> MemoryEngine::HasReceipt(const std::string& caller_id, const std::string& request_id) {
  MutexLock lock(mutex_);
  return receipts_.count({caller_id, request_id}) > 0;
}

absl::Status MemoryEngine::WriteBatch(const std::vector<const BatchMember*>& batch) {
  MutexLock lock(mutex_);
  for (const BatchMember* member : batch) {
    if (const auto* change = std::get_if<rec::Change>(&member->write)) Keep(*change);
    if (const auto* entry = std::get_if<rec::Entry>(&member->write)) Keep(*entry);
    if (const auto* change = std::get_if<rec::DirectoryChange>(&member->write)) Keep(*change);
  }
  return absl::OkStatus();
}

void MemoryEngine::Keep(const rec::Change& change) {
  const rec::Transition& transition = change.transition();
  transitions_[transition.id()] = transition;
  for (const rec::Content& content : change.contents()) {
    contents_[{content.transition_id(), content.about_id(), content.custodian_organisation_id(), content.number()}] =
        content;
  }
  for (auto content = contents_.begin(); content != contents_.end();) {
    const bool erased = content->second.transition_id() == transition.id() &&
                        Contains(change.erased_about_ids(), content->second.about_id());
    content = erased ? contents_.erase(content) : std::next(content);
  }
  for (const rec::DataKey& key : change.keys()) keys_[{key.transition_id(), key.custodian_organisation_id()}] = key;
  Keep(change.entry());
  for (const rec::InboxEvent& event : change.inbox_events()) inboxes_[event.unit_id()].push_back(event);
  for (const rec::Outcome& outcome : change.outcomes()) outcomes_.emplace(outcome.ended_time_us(), outcome);
  if (change.has_receipt()) receipts_[{change.receipt().caller_id(), change.receipt().request_id()}] = change.receipt();
  drafts_.erase(change.sent_draft_id());
}

void MemoryEngine::Keep(const rec::Entry& entry) {
  entries_[entry.id()] = entry;
  last_recorded_time_us_ = std::max(last_recorded_time_us_, entry.recorded_time_us());
}

void MemoryEngine::Keep(const rec::DirectoryChange& change) {
  for (const rec::DirectoryRecord& record : change.removed()) directory_.erase(DirectoryKey(record));
  for (const rec::DirectoryRecord& record : change.put()) directory_[DirectoryKey(record)] = record;
  directory_revision_ = change.revision();
  receipts_[{change.receipt().caller_id(), change.receipt().request_id()}] = change.receipt();
  Keep(change.entry());
}

absl::Status MemoryEngine::PutDraft(const rec::Draft& draft) {
  MutexLock lock(mutex_);
  if (absl::Status writable = CheckWritable(); !writable.ok()) return writable;
  const auto kept = drafts_.find(draft.id());
  const int32_t revision = kept == drafts_.end() ? 0 : kept->second.revision();
  if (draft.revision() != revision + 1) return absl::AbortedError("the draft was saved by somebody else meanwhile");
  drafts_[draft.id()] = draft;
  return absl::OkStatus();
}

absl::Status MemoryEngine::EraseDraft(const std::string& draft_id) {
  MutexLock lock(mutex_);
  if (absl::Status writable = CheckWritable(); !writable.ok()) return writable;
  drafts_.erase(draft_id);
  return absl::OkStatus();
}

absl::StatusOr<std::optional<rec::Draft>> MemoryEngine::FindDraft(const std::string& draft_id) {
  MutexLock lock(mutex_);
  return Find(drafts_, draft_id);
}

absl::StatusOr<Page<rec::Draft>> MemoryEngine::ListDraftsOfUnit(const std::string& unit_id, const PageRequest& page) {
  MutexLock lock(mutex_);
  std::map<std::string, rec::Draft> rows;
  for (const auto& [id, draft] : drafts_) {
    if (draft.unit_id() == unit_id) rows.emplace(id, draft);
  }
  return CutPage(rows, page);
}

absl::Status MemoryEngine::PutDelivery(const rec::Delivery& delivery) {
  MutexLock lock(mutex_);
  if (absl::Status writable = CheckWritable(); !writable.ok()) return writable;
  deliveries_.try_emplace({delivery.about_id(), delivery.unit_id()}, delivery);
  return absl::OkStatus();
}

absl::StatusOr<std::optional<rec::Delivery>> MemoryEngine::FindDelivery(const std::string& about_id,
                                                                        const std::string& unit_id) {
  MutexLock lock(mutex_);
  return Find(deliveries_, Pair(about_id, unit_id));
}

absl::StatusOr<std::optional<rec::Transition>> MemoryEngine::FindTransition(const std::string& transition_id) {
  MutexLock lock(mutex_);
  return Find(transitions_, transition_id);
}

absl::StatusOr<std::optional<std::string>> MemoryEngine::FindTransitionOfHandover(const std::string& handover_id) {
  MutexLock lock(mutex_);
  for (const auto& [id, transition] : transitions_) {
    for (const rec::Handover& handover : transition.handovers()) {
      if (handover.id() == handover_id) return id;
    }
  }
  return std::nullopt;
}

absl::StatusOr<std::optional<rec::Receipt>> MemoryEngine::FindReceipt(const std::string& caller_id,
                                                                      const std::string& request_id) {
  MutexLock lock(mutex_);
  return Find(receipts_, Pair(caller_id, request_id));
}

absl::StatusOr<std::optional<rec::Content>> MemoryEngine::FindContent(const std::string& transition_id,
                                                                      const std::string& about_id, int64_t number,
                                                                      const std::string& custodian_organisation_id) {
  MutexLock lock(mutex_);
  return Find(contents_, std::make_tuple(transition_id, about_id, custodian_organisation_id, number));
}

absl::StatusOr<std::vector<rec::Content>> MemoryEngine::ListContents(const std::string& transition_id,
                                                                     const std::string& about_id,
                                                                     const std::string& custodian_organisation_id) {
  MutexLock lock(mutex_);
  std::vector<rec::Content> rows;
  for (const auto& [key, content] : contents_) {
    if (content.transition_id() == transition_id && content.about_id() == about_id &&
        content.custodian_organisation_id() == custodian_organisation_id) {
      rows.push_back(content);
    }
  }
  return rows;
}

absl::StatusOr<std::optional<rec::DataKey>> MemoryEngine::FindKey(const std::string& transition_id,
                                                                  const std::string& custodian_organisation_id) {
  MutexLock lock(mutex_);
  return Find(keys_, Pair(transition_id, custodian_organisation_id));
}

absl::StatusOr<Page<rec::Transition>> MemoryEngine::ListTransitionsOfUnit(const std::string& unit_id, bool open_only,
                                                                          const PageRequest& page) {
  MutexLock lock(mutex_);
  std::map<std::string, rec::Transition> rows;
  for (const auto& [id, transition] : transitions_) {
    if (!Contains(transition.involved_unit_ids(), unit_id)) continue;
    if (!open_only || IsOpen(transition)) rows.emplace(id, transition);
  }
  return CutPage(rows, page, /*backwards=*/true);
}

absl::StatusOr<std::vector<std::string>> MemoryEngine::ListTransitionsOfPatient(const std::string& patient_hash) {
  MutexLock lock(mutex_);
  std::vector<std::string> ids;
  for (const auto& [id, transition] : transitions_) {
    if (transition.patient_hash() == patient_hash || Contains(transition.former_patient_hash(), patient_hash)) {
      ids.push_back(id);
    }
  }
  return ids;
}

Page<TaskRow> MemoryEngine::ListTasks(const std::function<bool(const rec::Task&)>& wanted, int64_t due_until_us,
                                      const PageRequest& page) {
  MutexLock lock(mutex_);
  std::map<std::string, TaskRow> rows;
  for (const auto& [id, transition] : transitions_) {
    for (const rec::Task& task : transition.tasks()) {
      if (!wanted(task) || task.due_time_us() == 0 || task.due_time_us() > due_until_us) continue;
      OrderedKey position;
      position.Int64(task.due_time_us()).Text(id).Text(task.id());
      rows.emplace(position.bytes(), TaskRow{id, task, transition.age_band()});
    }
  }
  return CutPage(rows, page);
}

absl::StatusOr<Page<TaskRow>> MemoryEngine::ListTasksOfUnit(const std::string& unit_id, int64_t due_until_us,
                                                            const PageRequest& page) {
  return ListTasks([&](const rec::Task& task) { return task.holder_unit_id() == unit_id; }, due_until_us, page);
}

absl::StatusOr<Page<TaskRow>> MemoryEngine::ListTasksOfOrganisation(const std::string& organisation_id,
                                                                    int64_t due_until_us, const PageRequest& page) {
  return ListTasks([&](const rec::Task& task) { return task.holder_organisation_id() == organisation_id; },
                   due_until_us, page);
}

absl::StatusOr<std::vector<Wake>> MemoryEngine::ListWakes(int64_t until_us, int limit) {
  MutexLock lock(mutex_);
  std::vector<Wake> wakes;
  const auto add = [&](int64_t time_us, const std::string& transition_id, const std::string& task_id) {
    if (time_us != 0 && time_us <= until_us) wakes.push_back({time_us, transition_id, task_id});
  };
  for (const auto& [id, transition] : transitions_) {
    for (const rec::Task& task : transition.tasks()) add(task.next_wake_time_us(), id, task.id());
    add(transition.close_wake_time_us(), id, "");
  }
  std::sort(wakes.begin(), wakes.end(), [](const Wake& a, const Wake& b) {
    return std::tie(a.wake_time_us, a.transition_id, a.task_id) < std::tie(b.wake_time_us, b.transition_id, b.task_id);
  });
  if (wakes.size() > static_cast<size_t>(std::max(limit, 0))) wakes.resize(std::max(limit, 0));
  return wakes;
}

absl::StatusOr<std::vector<rec::InboxEvent>> MemoryEngine::ListInbox(const std::string& unit_id, int64_t after_sequence,
                                                                     int limit) {
  MutexLock lock(mutex_);
  std::vector<rec::InboxEvent> events;
  const auto inbox = inboxes_.find(unit_id);
  if (inbox == inboxes_.end()) return events;
  for (const rec::InboxEvent& event : inbox->second) {
    if (static_cast<int>(events.size()) >= limit) break;
    if (event.sequence() > after_sequence) events.push_back(event);
  }
  return events;
}

absl::StatusOr<int64_t> MemoryEngine::LastInboxSequence(const std::string& unit_id) {
  MutexLock lock(mutex_);
  const auto inbox = inboxes_.find(unit_id);
  return inbox == inboxes_.end() ? 0 : static_cast<int64_t>(inbox->second.size());
}

Page<rec::Entry> MemoryEngine::ListEntries(const std::function<bool(const rec::Entry&)>& wanted,
                                           const PageRequest& page) {
  MutexLock lock(mutex_);
  std::map<std::string, rec::Entry> rows;
  for (const auto& [id, entry] : entries_) {
    if (wanted(entry)) rows.emplace(id, entry);
  }
  return CutPage(rows, page);
}

absl::StatusOr<Page<rec::Entry>> MemoryEngine::ListEntriesOfTransition(const std::string& transition_id,
                                                                       const PageRequest& page) {
  return ListEntries([&](const rec::Entry& entry) { return Contains(entry.transition_ids(), transition_id); }, page);
}

absl::StatusOr<Page<rec::Entry>> MemoryEngine::ListEntriesOfPatient(const std::string& patient_hash,
                                                                    const PageRequest& page) {
  return ListEntries(
      [&](const rec::Entry& entry) { return !patient_hash.empty() && entry.patient_hash() == patient_hash; }, page);
}

absl::StatusOr<Page<rec::Entry>> MemoryEngine::ListEntriesOfDirectory(const PageRequest& page) {
  return ListEntries([](const rec::Entry& entry) { return entry.kind() == hemgang::audit::v1::ENTRY_KIND_DIRECTORY; },
                     page);
}

absl::StatusOr<Page<rec::Outcome>> MemoryEngine::ListOutcomes(int64_t from_us, int64_t until_us,
                                                              const PageRequest& page) {
  MutexLock lock(mutex_);
  std::map<std::string, rec::Outcome> rows;
  // Positions must stay what they are while outcomes are added: equal times are told apart by how many came before.
  int64_t time_us = 0;
  int64_t among_equals = 0;
  for (const auto& [ended_time_us, outcome] : outcomes_) {
    among_equals = ended_time_us == time_us ? among_equals + 1 : 0;
    time_us = ended_time_us;
    OrderedKey position;
    position.Int64(ended_time_us).Int64(among_equals);
    if (ended_time_us >= from_us && ended_time_us < until_us) rows.emplace(position.bytes(), outcome);
  }
  return CutPage(rows, page);
}

absl::StatusOr<DirectoryRecords> MemoryEngine::ReadDirectory() {
  MutexLock lock(mutex_);
  DirectoryRecords records;
  records.revision = directory_revision_;
  for (const auto& [key, record] : directory_) records.records.push_back(record);
  return records;
}

int64_t MemoryEngine::DirectoryRevision() {
  MutexLock lock(mutex_);
  return directory_revision_;
}

absl::StatusOr<int64_t> MemoryEngine::LastRecordedTime() {
  MutexLock lock(mutex_);
  return last_recorded_time_us_;
}

absl::StatusOr<int> MemoryEngine::ForgetReceipts(int64_t before_us, int limit) {
  MutexLock lock(mutex_);
  if (absl::Status writable = CheckWritable(); !writable.ok()) return writable;
  int forgotten = 0;
  for (auto receipt = receipts_.begin(); receipt != receipts_.end() && forgotten < limit;) {
    if (receipt->second.recorded_time_us() >= before_us) {
      ++receipt;
      continue;
    }
    receipt = receipts_.erase(receipt);
    ++forgotten;
  }
  return forgotten;
}

}  // namespace hemgang::storage
