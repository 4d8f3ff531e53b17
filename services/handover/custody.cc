#include "services/handover/custody.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace hemgang::handover {
namespace {

// A door code has no versions.
constexpr int64_t kDoorNumber = 1;
constexpr int64_t kFirstVersion = 1;

absl::Status NoCopy() {
  return absl::NotFoundError("This organisation has no copy of what was asked for, or it was erased.");
}

absl::Status Unreadable() {
  return absl::DataLossError("A kept content cannot be read: it is damaged, or was sealed by another version.");
}

bool Holds(const rec::Change& change, const std::string& about_id, int64_t number, const std::string& custodian_id) {
  return std::any_of(change.contents().begin(), change.contents().end(), [&](const rec::Content& content) {
    return content.about_id() == about_id && content.number() == number &&
           content.custodian_organisation_id() == custodian_id;
  });
}

}  // namespace

int64_t PatientNumberOf(const rec::Transition& transition) {
  return std::max(1, transition.patient_number());
}

hv1::Patient IdentityOf(const hv1::Patient& patient) {
  hv1::Patient identity;
  identity.set_identity_number(patient.identity_number());
  identity.set_name(patient.name());
  identity.set_protected_identity(patient.protected_identity());
  return identity;
}

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
                          const std::vector<Piece>& pieces) const {
  for (const std::string& custodian_id : custodian_ids) {
    if (custodian_id.empty() || pieces.empty()) continue;
    auto key = KeyFor(change, custodian_id);
    if (!key.ok()) return key.status();
    for (const Piece& piece : pieces) {
      if (Holds(change, piece.about_id, piece.number, custodian_id)) continue;
      auto sealed = sealer_.Seal(*key, piece.about_id, piece.number, piece.bytes);
      if (!sealed.ok()) return sealed.status();
      *change.add_contents() = *std::move(sealed);
    }
  }
  return absl::OkStatus();
}

absl::Status Custody::DisclosePatient(rec::Change& change, const std::string& from_custodian_id,
                                      const std::string& to_custodian_id) const {
  if (from_custodian_id == to_custodian_id) return absl::OkStatus();
  const rec::Transition& transition = change.transition();
  const int64_t number = PatientNumberOf(transition);
  auto has = store_.FindContent(transition.id(), kAboutPatient, number, to_custodian_id);
  if (!has.ok()) return has.status();
  if (has->has_value()) return absl::OkStatus();
  auto patient = OpenPatient(transition, from_custodian_id);
  if (!patient.ok()) return patient.status();
  return Add(change, {to_custodian_id}, {{kAboutPatient, number, patient->SerializeAsString()}});
}

absl::Status Custody::DiscloseIdentity(rec::Change& change, const std::string& from_custodian_id,
                                       const std::string& to_custodian_id) const {
  if (from_custodian_id == to_custodian_id) return absl::OkStatus();
  const rec::Transition& transition = change.transition();
  const int64_t number = PatientNumberOf(transition);
  for (const char* about : {kAboutPatient, kAboutIdentity}) {
    auto has = store_.FindContent(transition.id(), about, number, to_custodian_id);
    if (!has.ok()) return has.status();
    if (has->has_value()) return absl::OkStatus();
  }
  auto patient = OpenPatient(transition, from_custodian_id);
  if (!patient.ok()) return patient.status();
  return Add(change, {to_custodian_id}, {{kAboutIdentity, number, IdentityOf(*patient).SerializeAsString()}});
}

absl::Status Custody::DiscloseHandover(rec::Change& change, const std::string& from_custodian_id,
                                       const std::string& to_custodian_id, const rec::Handover& handover) const {
  if (from_custodian_id == to_custodian_id) return absl::OkStatus();
  const std::string transition_id = change.transition().id();
  std::vector<Piece> pieces;
  auto has = store_.FindContent(transition_id, handover.id(), handover.content_number(), to_custodian_id);
  if (!has.ok()) return has.status();
  if (!has->has_value()) {
    auto content = Open(transition_id, from_custodian_id, handover.id(), handover.content_number());
    if (!content.ok()) return content.status();
    pieces.push_back({handover.id(), handover.content_number(), *std::move(content)});
  }
  auto doors = OpenAll(transition_id, from_custodian_id, AboutDoorOf(handover.id()));
  if (!doors.ok()) return doors.status();
  for (Piece& door : *doors) pieces.push_back(std::move(door));
  // The new custodian may never see the first version, which names the first lines.
  auto names = OpenAidNames(handover, transition_id, from_custodian_id);
  if (!names.ok()) return names.status();
  for (size_t i = 0; i < names->size(); ++i) {
    pieces.push_back({AboutAidsOf(handover.id()), static_cast<int64_t>(i) + 1, (*names)[i]});
  }
  return Add(change, {to_custodian_id}, pieces);
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

absl::StatusOr<std::vector<Custody::Piece>> Custody::OpenAll(const std::string& transition_id,
                                                             const std::string& custodian_id,
                                                             const std::string& about_id) const {
  auto contents = store_.ListContents(transition_id, about_id, custodian_id);
  if (!contents.ok()) return contents.status();
  std::vector<Piece> opened;
  if (contents->empty()) return opened;
  auto key = store_.FindKey(transition_id, custodian_id);
  if (!key.ok()) return key.status();
  if (!key->has_value()) return NoCopy();
  for (const rec::Content& content : *contents) {
    auto bytes = sealer_.Open(**key, content);
    if (!bytes.ok()) return bytes.status();
    opened.push_back({about_id, content.number(), *std::move(bytes)});
  }
  return opened;
}

absl::StatusOr<hv1::Patient> Custody::OpenPatient(const rec::Transition& transition,
                                                  const std::string& custodian_id) const {
  auto bytes = Open(transition.id(), custodian_id, kAboutPatient, PatientNumberOf(transition));
  // A custodian whose part had ended when a number was merged has an older version only; an asked one, who it is.
  for (const char* about : {kAboutPatient, kAboutIdentity}) {
    if (bytes.ok() || !absl::IsNotFound(bytes.status())) break;
    auto copies = OpenAll(transition.id(), custodian_id, about);
    if (!copies.ok()) return copies.status();
    if (!copies->empty()) bytes = std::move(copies->back().bytes);
  }
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
  auto copies = OpenAll(transition_id, custodian_id, AboutNotesOn(handover.id()));
  if (!copies.ok()) return copies.status();
  std::vector<hv1::Note> notes;
  for (const Piece& copy : *copies) {
    if (!notes.emplace_back().ParseFromString(copy.bytes)) return Unreadable();
  }
  return notes;
}

absl::StatusOr<std::vector<std::string>> Custody::OpenAidNames(const rec::Handover& handover,
                                                               const std::string& transition_id,
                                                               const std::string& custodian_id) const {
  std::vector<std::string> names(static_cast<size_t>(handover.aids_size()));
  if (names.empty()) return names;
  auto copies = OpenAll(transition_id, custodian_id, AboutAidsOf(handover.id()));
  if (!copies.ok()) return copies.status();
  for (Piece& copy : *copies) {
    const auto line = static_cast<size_t>(copy.number);
    if (line >= 1 && line <= names.size()) names[line - 1] = std::move(copy.bytes);
  }
  if (std::none_of(names.begin(), names.end(), [](const std::string& name) { return name.empty(); })) return names;
  // The lines that the handover was sent with are named by what it said then, in its order.
  auto first = Open(transition_id, custodian_id, handover.id(), kFirstVersion);
  if (absl::IsNotFound(first.status())) return names;
  if (!first.ok()) return first.status();
  hv1::HandoverContent content;
  if (!content.ParseFromString(*first)) return Unreadable();
  const auto& items = content.home_needs().items();
  for (int i = 0; i < items.size() && i < handover.aids_size(); ++i) {
    std::string& name = names[static_cast<size_t>(i)];
    if (name.empty()) name = items.Get(i).name();
  }
  return names;
}

absl::StatusOr<std::string> Custody::OpenDoorCode(const rec::Handover& handover, const std::string& transition_id,
                                                  const std::string& custodian_id) const {
  auto code = Open(transition_id, custodian_id, AboutDoorOf(handover.id()), kDoorNumber);
  if (absl::IsNotFound(code.status())) return std::string();
  return code;
}

}  // namespace hemgang::handover
