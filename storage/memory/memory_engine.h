// The reference engine: everything in maps under one mutex, nothing on a disk.
//
// It is what the other engines are compared with, so it is written to be obviously right: what store.h asks for is
// found by looking at every record, and there is no index that could be wrong. It forgets everything when it ends.
#ifndef HEMGANG_STORAGE_MEMORY_MEMORY_ENGINE_H_
#define HEMGANG_STORAGE_MEMORY_MEMORY_ENGINE_H_

#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "storage/engine.h"
#include "storage/mutex.h"

namespace hemgang::storage {

class MemoryEngine : public Engine {
 public:
  // `free_space` as in StoreOptions; empty: there is always room.
  MemoryEngine(std::function<absl::StatusOr<int64_t>()> free_space, int64_t free_space_reserve_bytes);
  ~MemoryEngine() override;

  absl::StatusOr<bool> HasReceipt(const std::string& caller_id, const std::string& request_id) override;
  absl::Status WriteBatch(const std::vector<const BatchMember*>& batch) override;
  absl::Status CheckSpace() override;

  absl::Status PutDraft(const rec::Draft& draft) override;
  absl::Status EraseDraft(const std::string& draft_id) override;
  absl::StatusOr<std::optional<rec::Draft>> FindDraft(const std::string& draft_id) override;
  absl::StatusOr<Page<rec::Draft>> ListDraftsOfUnit(const std::string& unit_id, const PageRequest& page) override;
  absl::Status PutDelivery(const rec::Delivery& delivery) override;
  absl::StatusOr<std::optional<rec::Delivery>> FindDelivery(const std::string& about_id,
                                                            const std::string& unit_id) override;
  absl::Status PutLetters(const rec::LetterChange& change) override;
  absl::StatusOr<int64_t> FindLetterCursor(const std::string& unit_id) override;
  absl::StatusOr<std::vector<rec::Letter>> ListLettersToSend(int64_t until_us, int limit) override;
  absl::StatusOr<Page<rec::Letter>> ListLettersOfUnit(const std::string& unit_id, rec::LetterState state,
                                                      const PageRequest& page) override;
  absl::StatusOr<int> ForgetLetters(int64_t before_us, int limit) override;

  absl::StatusOr<std::optional<rec::Transition>> FindTransition(const std::string& transition_id) override;
  absl::StatusOr<std::optional<std::string>> FindTransitionOfHandover(const std::string& handover_id) override;
  absl::StatusOr<std::optional<rec::Receipt>> FindReceipt(const std::string& caller_id,
                                                          const std::string& request_id) override;
  absl::StatusOr<std::optional<rec::Content>> FindContent(const std::string& transition_id, const std::string& about_id,
                                                          int64_t number,
                                                          const std::string& custodian_organisation_id) override;
  absl::StatusOr<std::vector<rec::Content>> ListContents(const std::string& transition_id, const std::string& about_id,
                                                         const std::string& custodian_organisation_id) override;
  absl::StatusOr<std::optional<rec::DataKey>> FindKey(const std::string& transition_id,
                                                      const std::string& custodian_organisation_id) override;

  absl::StatusOr<Page<rec::Transition>> ListTransitionsOfUnit(const std::string& unit_id, bool open_only,
                                                              const PageRequest& page) override;
  absl::StatusOr<std::vector<std::string>> ListTransitionsOfPatient(const std::string& patient_hash) override;
  absl::StatusOr<Page<TaskRow>> ListTasksOfUnit(const std::string& unit_id, int64_t due_until_us,
                                                const PageRequest& page) override;
  absl::StatusOr<Page<TaskRow>> ListTasksOfOrganisation(const std::string& organisation_id, int64_t due_until_us,
                                                        const PageRequest& page) override;
  absl::StatusOr<std::vector<Wake>> ListWakes(int64_t until_us, int limit) override;
  absl::StatusOr<std::vector<rec::InboxEvent>> ListInbox(const std::string& unit_id, int64_t after_sequence,
                                                         int limit) override;
  absl::StatusOr<int64_t> LastInboxSequence(const std::string& unit_id) override;
  absl::StatusOr<Page<rec::Entry>> ListEntriesOfTransition(const std::string& transition_id,
                                                           const PageRequest& page) override;
  absl::StatusOr<Page<rec::Entry>> ListEntriesOfPatient(const std::string& patient_hash,
                                                        const PageRequest& page) override;
  absl::StatusOr<Page<rec::Entry>> ListEntriesOfDirectory(const PageRequest& page) override;
  absl::StatusOr<Page<rec::Outcome>> ListOutcomes(int64_t from_us, int64_t until_us, const PageRequest& page) override;
  absl::StatusOr<DirectoryRecords> ReadDirectory() override;
  int64_t DirectoryRevision() override;
  absl::StatusOr<int64_t> LastRecordedTime() override;
  absl::StatusOr<int> ForgetReceipts(int64_t before_us, int limit) override;

 private:
  using Pair = std::pair<std::string, std::string>;

  void Keep(const rec::Change& change) HEMGANG_REQUIRES(mutex_);
  void Keep(const rec::Entry& entry) HEMGANG_REQUIRES(mutex_);
  void Keep(const rec::DirectoryChange& change) HEMGANG_REQUIRES(mutex_);
  // Tasks that `wanted` picks, as ListTasksOfUnit orders them.
  Page<TaskRow> ListTasks(const std::function<bool(const rec::Task&)>& wanted, int64_t due_until_us,
                          const PageRequest& page) HEMGANG_EXCLUDES(mutex_);
  Page<rec::Entry> ListEntries(const std::function<bool(const rec::Entry&)>& wanted, const PageRequest& page)
      HEMGANG_EXCLUDES(mutex_);

  const std::function<absl::StatusOr<int64_t>()> free_space_;
  const int64_t free_space_reserve_bytes_;

  Mutex mutex_;
  std::map<std::string, rec::Transition> transitions_ HEMGANG_GUARDED_BY(mutex_);
  // Transition, about, custodian, number.
  std::map<std::tuple<std::string, std::string, std::string, int64_t>, rec::Content> contents_
      HEMGANG_GUARDED_BY(mutex_);
  // Transition, custodian.
  std::map<Pair, rec::DataKey> keys_ HEMGANG_GUARDED_BY(mutex_);
  std::map<std::string, rec::Entry> entries_ HEMGANG_GUARDED_BY(mutex_);
  // By the time of ending, then in the order in which they were kept.
  std::multimap<int64_t, rec::Outcome> outcomes_ HEMGANG_GUARDED_BY(mutex_);
  // Of a unit, event number n at n - 1.
  std::map<std::string, std::vector<rec::InboxEvent>> inboxes_ HEMGANG_GUARDED_BY(mutex_);
  // Caller, request.
  std::map<Pair, rec::Receipt> receipts_ HEMGANG_GUARDED_BY(mutex_);
  std::map<std::string, rec::Draft> drafts_ HEMGANG_GUARDED_BY(mutex_);
  // About, unit.
  std::map<Pair, rec::Delivery> deliveries_ HEMGANG_GUARDED_BY(mutex_);
  // Unit, letter.
  std::map<Pair, rec::Letter> letters_ HEMGANG_GUARDED_BY(mutex_);
  std::map<std::string, int64_t> letter_cursors_ HEMGANG_GUARDED_BY(mutex_);
  // By directory_key.h.
  std::map<std::string, rec::DirectoryRecord> directory_ HEMGANG_GUARDED_BY(mutex_);
  int64_t directory_revision_ HEMGANG_GUARDED_BY(mutex_) = 0;
  int64_t last_recorded_time_us_ HEMGANG_GUARDED_BY(mutex_) = 0;
};

}  // namespace hemgang::storage

#endif  // HEMGANG_STORAGE_MEMORY_MEMORY_ENGINE_H_
