#include "services/handover/custody.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace hemgang::handover {
namespace {

absl::Status NoCopy() {
  return absl::NotFoundError("This organisation has no copy of what was asked for, or it was erased.");
}

absl::Status Unreadable() {
  return absl::DataLossError("A kept content cannot be read: it is damaged, or was sealed by another version.");
}

}  // namespace

absl::StatusOr<rec::DataKey> Custody::KeyFor(rec::Change& change, const std::string& custodian_id) const {
  for (const rec::DataKey& key : change.keys()) {
    if (key.custodian_organisation_id() == custodian_id) return key;
  }
  const std::string& transition_id = change.transition().id();
  if (change.transition().version() > 1) {
    auto kept = store_.FindKey(transition_id, custodian_id);
    if (!kept.ok()) return kept.status();
    if (kept->has_value()) return **kept;
  }
  auto fresh = sealer_.NewKey(transition_id, custodian_id, change.entry().recorded_time_us());
  if (!fresh.ok()) return fresh.status();
  *change.add_keys() = *fresh;
  return *fresh;
}

absl::Status Custody::Add(rec::Change& change, const std::vector<std::string>& custodian_ids,
                          const std::string& about_id, int64_t number, const std::string& bytes) const {
  std::vector<std::string> done;
  for (const std::string& custodian_id : custodian_ids) {
    if (custodian_id.empty() || std::find(done.begin(), done.end(), custodian_id) != done.end()) continue;
    done.push_back(custodian_id);
    auto key = KeyFor(change, custodian_id);
    if (!key.ok()) return key.status();
    auto sealed = sealer_.Seal(*key, about_id, number, bytes);
    if (!sealed.ok()) return sealed.status();
    *change.add_contents() = *std::move(sealed);
  }
  return absl::OkStatus();
}

absl::Status Custody::Disclose(rec::Change& change, const std::string& from_custodian_id,
                               const std::string& to_custodian_id, const rec::Handover* handover) const {
  if (from_custodian_id == to_custodian_id) return absl::OkStatus();
  const std::string transition_id = change.transition().id();
  auto has_patient = store_.FindContent(transition_id, kAboutPatient, 1, to_custodian_id);
  if (!has_patient.ok()) return has_patient.status();
  if (!has_patient->has_value()) {
    auto patient = Open(transition_id, from_custodian_id, kAboutPatient, 1);
    if (!patient.ok()) return patient.status();
    if (const absl::Status added = Add(change, {to_custodian_id}, kAboutPatient, 1, *patient); !added.ok()) {
      return added;
    }
  }
  if (handover == nullptr) return absl::OkStatus();
  auto has_content = store_.FindContent(transition_id, handover->id(), handover->content_number(), to_custodian_id);
  if (!has_content.ok()) return has_content.status();
  if (has_content->has_value()) return absl::OkStatus();
  auto content = Open(transition_id, from_custodian_id, handover->id(), handover->content_number());
  if (!content.ok()) return content.status();
  return Add(change, {to_custodian_id}, handover->id(), handover->content_number(), *content);
}

absl::StatusOr<std::string> Custody::Open(const std::string& transition_id, const std::string& custodian_id,
                                          const std::string& about_id, int64_t number) const {
  auto key = store_.FindKey(transition_id, custodian_id);
  if (!key.ok()) return key.status();
  auto content = store_.FindContent(transition_id, about_id, number, custodian_id);
  if (!content.ok()) return content.status();
  if (!key->has_value() || !content->has_value()) return NoCopy();
  return sealer_.Open(**key, **content);
}

absl::StatusOr<hv1::Patient> Custody::OpenPatient(const std::string& transition_id,
                                                  const std::string& custodian_id) const {
  auto bytes = Open(transition_id, custodian_id, kAboutPatient, 1);
  if (!bytes.ok()) return bytes.status();
  hv1::Patient patient;
  if (!patient.ParseFromString(*bytes)) return Unreadable();
  return patient;
}

absl::StatusOr<hv1::HandoverContent> Custody::OpenContent(const rec::Handover& handover,
                                                          const std::string& transition_id,
                                                          const std::string& custodian_id) const {
  auto bytes = Open(transition_id, custodian_id, handover.id(), handover.content_number());
  if (!bytes.ok()) return bytes.status();
  hv1::HandoverContent content;
  if (!content.ParseFromString(*bytes)) return Unreadable();
  return content;
}

absl::StatusOr<std::vector<hv1::Note>> Custody::OpenNotes(const rec::Handover& handover,
                                                          const std::string& transition_id,
                                                          const std::string& custodian_id) const {
  auto contents = store_.ListContents(transition_id, AboutNotesOn(handover.id()), custodian_id);
  if (!contents.ok()) return contents.status();
  std::vector<hv1::Note> notes;
  if (contents->empty()) return notes;
  auto key = store_.FindKey(transition_id, custodian_id);
  if (!key.ok()) return key.status();
  if (!key->has_value()) return NoCopy();
  for (const rec::Content& content : *contents) {
    auto bytes = sealer_.Open(**key, content);
    if (!bytes.ok()) return bytes.status();
    if (!notes.emplace_back().ParseFromString(*bytes)) return Unreadable();
  }
  return notes;
}

}  // namespace hemgang::handover
