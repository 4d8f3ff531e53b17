#include "services/handover/disclosures.h"

#include <algorithm>
#include <utility>

#include "services/handover/sight.h"
#include "services/rpc/errors.h"
#include "services/rpc/times.h"
#include "services/rules/step_table.h"

namespace hemgang::handover {
namespace {

constexpr int64_t kDoorNumber = 1;

std::string OrganisationOf(const rules::Directory& directory, const std::string& unit_id) {
  const rules::CareUnit* unit = directory.FindUnit(unit_id);
  return unit == nullptr ? "" : unit->organisation_id();
}

// The handover that the step is about, as the step leaves it; null for none.
const rec::Handover* HandoverOf(const rules::Decision& decision) {
  return rules::FindHandover(decision.change.transition(), decision.handover_id);
}

// Who has a handover in hand, and who wrote it: the custodians of what is written about it from now on.
std::vector<std::string> SidesOf(const rec::Handover& handover, const rules::Directory& directory) {
  std::vector<std::string> sides = {OrganisationOf(directory, handover.sender_unit_id())};
  if (rules::IsInReceiversHands(handover)) sides.push_back(OrganisationOf(directory, handover.receiver_unit_id()));
  return sides;
}

absl::Status AddNote(const Custody& custody, rules::Decision& decision, const rules::Directory& directory,
                     const NoteText& text) {
  const rec::Handover* handover = HandoverOf(decision);
  if (handover == nullptr || (text.text.empty() && text.answered_by.empty())) return absl::OkStatus();
  rec::Change& change = decision.change;
  const rec::Entry& entry = change.entry();
  hv1::Note note;
  note.set_step(entry.step());
  note.set_staff_id(entry.actor_staff_id());
  note.set_unit_id(entry.actor_unit_id());
  *note.mutable_written_time() = rpc::MicrosToTimestamp(entry.recorded_time_us());
  note.set_text(text.text);
  note.set_answered_by(text.answered_by);
  note.set_question_id(text.question_id);
  note.set_aid_id(text.aid_id);
  if (entry.step() == hv1::STEP_ASK && handover->questions_size() > 0) {
    note.set_question_id(handover->questions(handover->questions_size() - 1).id());
  }
  return custody.Add(change,
                     {OrganisationOf(directory, handover->sender_unit_id()),
                      OrganisationOf(directory, handover->receiver_unit_id()), entry.actor_organisation_id()},
                     {{AboutNotesOn(handover->id()), change.transition().version(), note.SerializeAsString()}});
}

// The handover's last lines are the new ones, in the order of their names.
void AddAidNames(const rec::Handover& handover, const std::vector<std::string>& names,
                 std::vector<Custody::Piece>& pieces) {
  const int count = std::min(handover.aids_size(), static_cast<int>(names.size()));
  const int before = handover.aids_size() - count;
  for (int i = 0; i < count; ++i) {
    pieces.push_back({AboutAidsOf(handover.id()), before + i + 1, names[static_cast<size_t>(i)]});
  }
}

// Another number in place of a final one would be another patient.
absl::Status CheckSamePerson(const Custody& custody, const rec::Change& change, rules::IdentityKind kind,
                             absl::CivilDay today) {
  auto known = custody.OpenPatient(change.transition(), change.entry().actor_organisation_id());
  if (!known.ok()) return known.status();
  auto number = rules::ReadIdentityNumber(known->identity_number(), today);
  if (!number.ok()) return absl::DataLossError("The kept number of a patient cannot be read.");
  const absl::Status may = rules::MayMerge(number->kind, kind);
  if (may.ok()) return may;
  rpc::FieldFaults faults;
  faults.Add("patient.identity_number", std::string(may.message()));
  return faults.ToStatus();
}

}  // namespace

SealStep SealNote(const Custody& custody, NoteText note) {
  return [&custody, note = std::move(note)](rules::Decision& decision, const rules::Directory& directory) {
    return AddNote(custody, decision, directory, note);
  };
}

SealStep SealOpened(const Custody& custody, const hv1::Patient& patient) {
  return [&custody, bytes = patient.SerializeAsString()](rules::Decision& decision, const rules::Directory&) {
    rec::Change& change = decision.change;
    return custody.Add(change, {change.entry().actor_organisation_id(), change.transition().hospital_organisation_id()},
                       {{kAboutPatient, PatientNumberOf(change.transition()), bytes}});
  };
}

SealStep SealMerged(const Custody& custody, const hv1::Patient& patient, rules::IdentityKind kind,
                    absl::CivilDay today) {
  return
      [&custody, patient, kind, today](rules::Decision& decision, const rules::Directory& directory) -> absl::Status {
        rec::Change& change = decision.change;
        const rec::Transition& transition = change.transition();
        if (absl::Status same = CheckSamePerson(custody, change, kind, today); !same.ok()) return same;
        const int64_t number = PatientNumberOf(transition);
        absl::Status added = custody.Add(change, {transition.hospital_organisation_id()},
                                         {{kAboutPatient, number, patient.SerializeAsString()}});
        for (const std::string& unit_id : transition.involved_unit_ids()) {
          const rules::Actor unit{.unit_id = unit_id};
          if (!added.ok() || StandingOf(transition, unit) < Standing::kHome) continue;
          const bool whole = !KnowsIdentityOnly(transition, unit);
          const hv1::Patient copy = whole ? patient : IdentityOf(patient);
          added = custody.Add(change, {OrganisationOf(directory, unit_id)},
                              {{whole ? kAboutPatient : kAboutIdentity, number, copy.SerializeAsString()}});
        }
        return added;
      };
}

SealStep SealReportRequested(const Custody& custody) {
  return [&custody](rules::Decision& decision, const rules::Directory& directory) {
    rec::Change& change = decision.change;
    const auto& requests = change.transition().report_requests();
    const std::string asked = OrganisationOf(directory, requests.rbegin()->asked_unit_id());
    return custody.DiscloseIdentity(change, change.entry().actor_organisation_id(), asked);
  };
}

SealStep SealSent(const Custody& custody, const hv1::HandoverContent& content, const std::string& door_code) {
  // What must be at home is named by the content itself; only lines that come later have names of their own.
  return [&custody, door_code, bytes = content.SerializeAsString()](rules::Decision& decision,
                                                                    const rules::Directory& directory) -> absl::Status {
    rec::Change& change = decision.change;
    const std::string& from = change.entry().actor_organisation_id();
    for (const std::string& id : decision.sent_handover_ids) {
      const rec::Handover& handover = *rules::FindHandover(change.transition(), id);
      const std::string to = OrganisationOf(directory, handover.receiver_unit_id());
      std::vector<Custody::Piece> pieces = {{id, handover.content_number(), bytes}};
      if (!door_code.empty()) pieces.push_back({AboutDoorOf(id), kDoorNumber, door_code});
      absl::Status sent = custody.DisclosePatient(change, from, to);
      if (sent.ok()) sent = custody.Add(change, {from, to}, pieces);
      if (!sent.ok()) return sent;
    }
    return absl::OkStatus();
  };
}

SealStep SealRedirected(const Custody& custody, const std::string& note) {
  return [&custody, note](rules::Decision& decision, const rules::Directory& directory) -> absl::Status {
    const rec::Handover& handover = *HandoverOf(decision);
    // The sender's copy is always whole: whoever forwards may have been sent less.
    const std::string from = OrganisationOf(directory, handover.sender_unit_id());
    const std::string to = OrganisationOf(directory, handover.receiver_unit_id());
    absl::Status told = custody.DisclosePatient(decision.change, from, to);
    if (told.ok()) told = custody.DiscloseHandover(decision.change, from, to, handover);
    return told.ok() ? AddNote(custody, decision, directory, {.text = note}) : told;
  };
}

SealStep SealAmended(const Custody& custody, const hv1::HandoverContent& content,
                     std::shared_ptr<const std::vector<std::string>> new_names, const std::string& note) {
  return [&custody, new_names = std::move(new_names), note, bytes = content.SerializeAsString()](
             rules::Decision& decision, const rules::Directory& directory) -> absl::Status {
    const rec::Handover& handover = *HandoverOf(decision);
    std::vector<Custody::Piece> pieces = {{handover.id(), handover.content_number(), bytes}};
    AddAidNames(handover, *new_names, pieces);
    absl::Status added = custody.Add(decision.change, SidesOf(handover, directory), pieces);
    return added.ok() ? AddNote(custody, decision, directory, {.text = note}) : added;
  };
}

SealStep SealAidsUpdated(const Custody& custody, const std::vector<std::string>& new_names, NoteText note) {
  return [&custody, new_names, note = std::move(note)](rules::Decision& decision,
                                                       const rules::Directory& directory) -> absl::Status {
    const rec::Handover& handover = *HandoverOf(decision);
    std::vector<Custody::Piece> pieces;
    AddAidNames(handover, new_names, pieces);
    absl::Status added = custody.Add(decision.change, SidesOf(handover, directory), pieces);
    return added.ok() ? AddNote(custody, decision, directory, note) : added;
  };
}

}  // namespace hemgang::handover
