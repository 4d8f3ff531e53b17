// A store that hands everything on to another: for tests that stand in the way of one method.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "storage/store.h"

namespace hemgang::test {

namespace rec = hemgang::record::v1;

class ForwardingStore : public storage::Store {
 public:
  // `kept` outlives this.
  explicit ForwardingStore(storage::Store& kept) : kept_(kept) {}

  void Commit(rec::Change change, storage::Priority priority, storage::Done done) override {
    kept_.Commit(std::move(change), priority, std::move(done));
  }
  void CommitLook(rec::Entry entry, storage::Done done) override {
    kept_.CommitLook(std::move(entry), std::move(done));
  }
  void CommitDirectory(rec::DirectoryChange change, storage::Done done) override {
    kept_.CommitDirectory(std::move(change), std::move(done));
  }
  absl::Status PutDraft(const rec::Draft& draft) override { return kept_.PutDraft(draft); }
  absl::Status EraseDraft(const std::string& id) override { return kept_.EraseDraft(id); }
  absl::StatusOr<std::optional<rec::Draft>> FindDraft(const std::string& id) override { return kept_.FindDraft(id); }
  absl::StatusOr<storage::Page<rec::Draft>> ListDraftsOfUnit(const std::string& unit_id,
                                                             const storage::PageRequest& page) override {
    return kept_.ListDraftsOfUnit(unit_id, page);
  }
  absl::Status PutDelivery(const rec::Delivery& delivery) override { return kept_.PutDelivery(delivery); }
  absl::StatusOr<std::optional<rec::Delivery>> FindDelivery(const std::string& about_id,
                                                            const std::string& unit_id) override {
    return kept_.FindDelivery(about_id, unit_id);
  }
  absl::Status PutLetters(const rec::LetterChange& change) override { return kept_.PutLetters(change); }
  absl::StatusOr<int64_t> FindLetterCursor(const std::string& unit_id) override {
    return kept_.FindLetterCursor(unit_id);
  }
  absl::StatusOr<std::vector<rec::Letter>> ListLettersToSend(int64_t until_us, int limit) override {
    return kept_.ListLettersToSend(until_us, limit);
  }
  absl::StatusOr<storage::Page<rec::Letter>> ListLettersOfUnit(const std::string& unit_id, rec::LetterState state,
                                                               const storage::PageRequest& page) override {
    return kept_.ListLettersOfUnit(unit_id, state, page);
  }
  absl::StatusOr<int> ForgetLetters(int64_t before_us, int limit) override {
    return kept_.ForgetLetters(before_us, limit);
  }
  absl::StatusOr<std::optional<rec::Transition>> FindTransition(const std::string& id) override {
    return kept_.FindTransition(id);
  }
  absl::StatusOr<std::optional<std::string>> FindTransitionOfHandover(const std::string& id) override {
    return kept_.FindTransitionOfHandover(id);
  }
  absl::StatusOr<std::optional<rec::Receipt>> FindReceipt(const std::string& caller_id,
                                                          const std::string& request_id) override {
    return kept_.FindReceipt(caller_id, request_id);
  }
  absl::StatusOr<std::optional<rec::Content>> FindContent(const std::string& transition_id, const std::string& about_id,
                                                          int64_t number, const std::string& custodian_id) override {
    return kept_.FindContent(transition_id, about_id, number, custodian_id);
  }
  absl::StatusOr<std::vector<rec::Content>> ListContents(const std::string& transition_id, const std::string& about_id,
                                                         const std::string& custodian_id) override {
    return kept_.ListContents(transition_id, about_id, custodian_id);
  }
  absl::StatusOr<std::optional<rec::DataKey>> FindKey(const std::string& transition_id,
                                                      const std::string& custodian_id) override {
    return kept_.FindKey(transition_id, custodian_id);
  }
  absl::StatusOr<storage::Page<rec::Transition>> ListTransitionsOfUnit(const std::string& unit_id, bool open_only,
                                                                       const storage::PageRequest& page) override {
    return kept_.ListTransitionsOfUnit(unit_id, open_only, page);
  }
  absl::StatusOr<std::vector<std::string>> ListTransitionsOfPatient(const std::string& patient_hash) override {
    return kept_.ListTransitionsOfPatient(patient_hash);
  }
  absl::StatusOr<storage::Page<storage::TaskRow>> ListTasksOfUnit(const std::string& unit_id, int64_t due_until_us,
                                                                  const storage::PageRequest& page) override {
    return kept_.ListTasksOfUnit(unit_id, due_until_us, page);
  }
  absl::StatusOr<storage::Page<storage::TaskRow>> ListTasksOfOrganisation(const std::string& organisation_id,
                                                                          int64_t due_until_us,
                                                                          const storage::PageRequest& page) override {
    return kept_.ListTasksOfOrganisation(organisation_id, due_until_us, page);
  }
  absl::StatusOr<std::vector<storage::Wake>> ListWakes(int64_t until_us, int limit) override {
    return kept_.ListWakes(until_us, limit);
  }
  absl::StatusOr<std::vector<rec::InboxEvent>> ListInbox(const std::string& unit_id, int64_t after_sequence,
                                                         int limit) override {
    return kept_.ListInbox(unit_id, after_sequence, limit);
  }
  absl::StatusOr<int64_t> LastInboxSequence(const std::string& unit_id) override {
    return kept_.LastInboxSequence(unit_id);
  }
  absl::StatusOr<storage::Page<rec::Entry>> ListEntriesOfTransition(const std::string& transition_id,
                                                                    const storage::PageRequest& page) override {
    return kept_.ListEntriesOfTransition(transition_id, page);
  }
  absl::StatusOr<storage::Page<rec::Entry>> ListEntriesOfPatient(const std::string& patient_hash,
                                                                 const storage::PageRequest& page) override {
    return kept_.ListEntriesOfPatient(patient_hash, page);
  }
  absl::StatusOr<storage::Page<rec::Entry>> ListEntriesOfDirectory(const storage::PageRequest& page) override {
    return kept_.ListEntriesOfDirectory(page);
  }
  absl::StatusOr<storage::Page<rec::Outcome>> ListOutcomes(int64_t from_us, int64_t until_us,
                                                           const storage::PageRequest& page) override {
    return kept_.ListOutcomes(from_us, until_us, page);
  }
  absl::StatusOr<storage::DirectoryRecords> ReadDirectory() override { return kept_.ReadDirectory(); }
  int64_t DirectoryRevision() override { return kept_.DirectoryRevision(); }
  absl::StatusOr<int64_t> LastRecordedTime() override { return kept_.LastRecordedTime(); }
  absl::StatusOr<int> ForgetReceipts(int64_t before_us, int limit) override {
    return kept_.ForgetReceipts(before_us, limit);
  }
  void OnInboxTold(std::function<void(const std::string&)> told) override { kept_.OnInboxTold(std::move(told)); }
  absl::Status WriteHealth() override { return kept_.WriteHealth(); }

 protected:
  storage::Store& kept_;
};

}  // namespace hemgang::test
