#include "services/handover/requests.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

#include "services/handover/content_checks.h"
#include "services/rpc/checks.h"
#include "services/rpc/times.h"
#include "services/rules/identity_number.h"
#include "services/rules/step_table.h"

namespace hemgang::handover {
namespace {

template <typename Request>
AskedStep Begin(const Request& request, const ReadingDesk& desk, rpc::FieldFaults& faults) {
  rpc::CheckUuid(request.request_id(), "request_id", faults);
  AskedStep asked;
  asked.command.actor = ActorOf(desk.caller);
  asked.command.request_id = request.request_id();
  asked.request_digest = desk.sealer.RequestDigest(DigestOf(request));
  return asked;
}

template <typename Request>
AskedStep BeginOnTransition(const Request& request, const ReadingDesk& desk, rpc::FieldFaults& faults) {
  AskedStep asked = Begin(request, desk, faults);
  rpc::CheckGiven(request.transition_id(), "transition_id", faults);
  asked.transition_id = request.transition_id();
  return asked;
}

template <typename Request>
AskedStep BeginOnHandover(const Request& request, const ReadingDesk& desk, rpc::FieldFaults& faults) {
  AskedStep asked = Begin(request, desk, faults);
  rpc::CheckGiven(request.handover_id(), "handover_id", faults);
  asked.command.handover_id = request.handover_id();
  return asked;
}

// The end of every Read: the fault list, or the step.
absl::StatusOr<AskedStep> End(AskedStep asked, const rpc::FieldFaults& faults) {
  if (!faults.empty()) return faults.ToStatus();
  return asked;
}

template <typename Request>
std::optional<absl::Time> OccurredTime(const Request& request) {
  if (!request.has_occurred_time()) return std::nullopt;
  return rpc::FromTimestamp(request.occurred_time());
}

std::string OrganisationOf(const rules::Directory& directory, const std::string& unit_id) {
  const rules::CareUnit* unit = directory.FindUnit(unit_id);
  return unit == nullptr ? "" : unit->organisation_id();
}

const rec::Handover* HandoverOf(const rec::Change& change) {
  if (change.entry().handover_ids_size() == 0) return nullptr;
  return rules::FindHandover(change.transition(), change.entry().handover_ids(0));
}

// Both sides of the handover, and who wrote it, keep the note.
absl::Status SealNote(const Custody& custody, rec::Change& change, const rules::Directory& directory,
                      const std::string& text) {
  const rec::Handover* handover = HandoverOf(change);
  if (text.empty() || handover == nullptr) return absl::OkStatus();
  hv1::Note note;
  note.set_step(change.entry().step());
  note.set_staff_id(change.entry().actor_staff_id());
  note.set_unit_id(change.entry().actor_unit_id());
  *note.mutable_written_time() = rpc::MicrosToTimestamp(change.entry().recorded_time_us());
  note.set_text(text);
  return custody.Add(change,
                     {OrganisationOf(directory, handover->sender_unit_id()),
                      OrganisationOf(directory, handover->receiver_unit_id()), change.entry().actor_organisation_id()},
                     AboutNotesOn(handover->id()), change.transition().version(), note.SerializeAsString());
}

// A note with a step that discloses nothing new.
void KeepNote(AskedStep& asked, const ReadingDesk& desk, const std::string& text, rpc::FieldFaults& faults) {
  rpc::CheckLength(text, kMaxTextCharacters, "note", faults);
  if (text.empty()) return;
  asked.seal = [&custody = desk.custody, text](rec::Change& change, const rules::Directory& directory) {
    return SealNote(custody, change, directory, text);
  };
}

std::vector<hv1::Profession> ReadProfessions(const google::protobuf::RepeatedField<int>& given,
                                             rpc::FieldFaults& faults) {
  std::vector<hv1::Profession> professions;
  for (int i = 0; i < given.size(); ++i) {
    const auto profession = static_cast<hv1::Profession>(given.Get(i));
    const std::string path = absl::StrCat("professions[", i, "]");
    rpc::CheckChosen(profession, path, faults);
    if (std::find(professions.begin(), professions.end(), profession) != professions.end()) {
      faults.Add(path, "is named twice; name each profession once");
    }
    professions.push_back(profession);
  }
  return professions;
}

rec::Leg ReadLeg(const hv1::Leg& leg, const std::string& path, rpc::FieldFaults& faults) {
  rec::Leg kept;
  rpc::CheckChosen(leg.dwelling_form(), absl::StrCat(path, ".dwelling_form"), faults);
  kept.set_dwelling_form(leg.dwelling_form());
  kept.set_municipality_code(
      ReadMunicipalityCode(leg.municipality_code(), absl::StrCat(path, ".municipality_code"), faults));
  if (!leg.from_date().empty()) {
    kept.set_from_date_days(ReadDate(leg.from_date(), absl::StrCat(path, ".from_date"), faults));
  }
  return kept;
}

// Normalises the number, checks the rest, and gives hash and age band to the step.
hv1::Patient ReadPatient(const hv1::Patient& given, const ReadingDesk& desk, rules::OpenTransition& step,
                         rpc::FieldFaults& faults) {
  hv1::Patient patient = given;
  if (rpc::CheckGiven(given.name(), "patient.name", faults)) {
    rpc::CheckLength(given.name(), kMaxLineCharacters, "patient.name", faults);
  }
  rpc::CheckLength(given.phone(), kMaxLineCharacters, "patient.phone", faults);
  rpc::CheckLength(given.communication(), kMaxTextCharacters, "patient.communication", faults);
  if (!rpc::CheckGiven(given.identity_number(), "patient.identity_number", faults)) return patient;
  auto number = rules::ReadIdentityNumber(given.identity_number(), desk.today);
  if (!number.ok()) {
    faults.Add("patient.identity_number", std::string(number.status().message()));
    return patient;
  }
  patient.set_identity_number(number->digits);
  step.patient_hash = desk.sealer.PatientHash(number->digits);
  step.age_band = rules::AgeBandOf(number->born, desk.today);
  return patient;
}

}  // namespace

rules::Actor ActorOf(const rpc::Caller& caller) {
  return {.staff_id = caller.staff_id,
          .unit_id = caller.unit_id,
          .organisation_id = caller.organisation_id,
          .is_clock = caller.is_clock};
}

absl::StatusOr<AskedStep> Read(const hv1::OpenTransitionRequest& request, const ReadingDesk& desk) {
  constexpr int kMaxLegs = 10;
  rpc::FieldFaults faults;
  AskedStep asked = Begin(request, desk, faults);
  asked.command.occurred = OccurredTime(request);
  rules::OpenTransition step;
  const hv1::Patient patient = ReadPatient(request.patient(), desk, step, faults);
  rpc::CheckChosen(request.basis(), "basis", faults);
  step.basis = request.basis();
  if (request.legs_size() > kMaxLegs) faults.Add("legs", absl::StrCat("must be at most ", kMaxLegs));
  for (int i = 0; i < std::min(request.legs_size(), kMaxLegs); ++i) {
    step.legs.push_back(ReadLeg(request.legs(i), absl::StrCat("legs[", i, "]"), faults));
  }
  step.planned = ReadPlannedDischarge(request.planned_discharge(), "planned_discharge", faults);
  asked.command.arguments = std::move(step);
  asked.seal = [&custody = desk.custody, bytes = patient.SerializeAsString()](rec::Change& change,
                                                                              const rules::Directory&) {
    return custody.Add(change, {change.entry().actor_organisation_id()}, kAboutPatient, 1, bytes);
  };
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::MarkNeedRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnTransition(request, desk, faults);
  rpc::CheckChosen(request.profession(), "profession", faults);
  rpc::CheckChosen(request.urgency(), "urgency", faults);
  asked.command.occurred = OccurredTime(request);
  asked.command.arguments = rules::MarkNeed{.profession = request.profession(),
                                            .urgency = request.urgency(),
                                            .expected_receiver_unit_id = request.expected_receiver_unit_id()};
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::ClearNeedRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnTransition(request, desk, faults);
  rpc::CheckChosen(request.profession(), "profession", faults);
  rpc::CheckChosen(request.reason(), "reason", faults);
  asked.command.arguments = rules::ClearNeed{.profession = request.profession(), .reason = request.reason()};
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::RescheduleRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnTransition(request, desk, faults);
  asked.dry_run = request.dry_run();
  asked.command.arguments =
      rules::Reschedule{.planned = ReadPlannedDischarge(request.planned_discharge(), "planned_discharge", faults)};
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::ConfirmStayRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnTransition(request, desk, faults);
  asked.command.arguments = rules::ConfirmStay{};
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::RecordDischargeRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnTransition(request, desk, faults);
  asked.dry_run = request.dry_run();
  rules::RecordDischarge step;
  if (request.has_discharged_time()) step.discharged = rpc::FromTimestamp(request.discharged_time());
  asked.command.occurred = step.discharged;
  asked.command.arguments = step;
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::RecordDeathRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnTransition(request, desk, faults);
  rules::RecordDeath step;
  if (request.has_died_time()) step.died = rpc::FromTimestamp(request.died_time());
  asked.command.occurred = step.died;
  asked.command.arguments = step;
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::CloseTransitionRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnTransition(request, desk, faults);
  asked.command.arguments = rules::CloseTransition{};
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::SendHandoverRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnTransition(request, desk, faults);
  asked.command.occurred = OccurredTime(request);
  rpc::CheckChosen(request.kind(), "kind", faults);
  if (request.kind() > hv1::HANDOVER_KIND_DISCHARGE_HANDOVER) {
    faults.Add("kind", "must be DISCHARGE_HANDOVER; the other kinds are not carried yet");
  }
  rpc::CheckChosen(request.urgency(), "urgency", faults);
  if (request.professions_size() == 0) faults.Add("professions", "must name at least one profession");
  rules::SendHandover step{.kind = request.kind(),
                           .urgency = request.urgency(),
                           .professions = ReadProfessions(request.professions(), faults),
                           .receiver_unit_id = request.receiver_unit_id()};
  rpc::CheckGiven(request.receiver_unit_id(), "receiver_unit_id", faults);
  if (!request.has_content()) faults.Add("content", "is required; `handover template` prints an empty one");
  CheckContent(request.content(), "content", faults);
  asked.sent_draft_id = request.draft_id();
  asked.command.arguments = std::move(step);
  asked.seal = [&custody = desk.custody, bytes = request.content().SerializeAsString()](
                   rec::Change& change, const rules::Directory& directory) -> absl::Status {
    const rec::Handover& handover = *HandoverOf(change);
    const std::string& from = change.entry().actor_organisation_id();
    const std::string to = OrganisationOf(directory, handover.receiver_unit_id());
    if (absl::Status told = custody.Disclose(change, from, to, nullptr); !told.ok()) return told;
    return custody.Add(change, {from, to}, handover.id(), handover.content_number(), bytes);
  };
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::AcknowledgeRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnHandover(request, desk, faults);
  asked.command.etag = request.etag();
  asked.command.occurred = OccurredTime(request);
  rules::Acknowledge step{.professions = ReadProfessions(request.professions(), faults),
                          .therapist_id = request.therapist_id(),
                          .planned_first_visit = std::nullopt};
  if (request.has_planned_first_visit_time()) {
    step.planned_first_visit = rpc::FromTimestamp(request.planned_first_visit_time());
  }
  asked.command.arguments = std::move(step);
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::AssignTherapistRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnHandover(request, desk, faults);
  asked.command.etag = request.etag();
  rpc::CheckGiven(request.therapist_id(), "therapist_id", faults);
  asked.command.arguments = rules::AssignTherapist{.therapist_id = request.therapist_id()};
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::DeclineRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnHandover(request, desk, faults);
  asked.command.etag = request.etag();
  rpc::CheckChosen(request.reason(), "reason", faults);
  if (request.reason() == hv1::DECLINE_REASON_OTHER) rpc::CheckGiven(request.note(), "note", faults);
  asked.command.arguments =
      rules::Decline{.reason = request.reason(), .suggested_unit_id = request.suggested_unit_id()};
  KeepNote(asked, desk, request.note(), faults);
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::RedirectRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnHandover(request, desk, faults);
  asked.command.etag = request.etag();
  rpc::CheckGiven(request.to_unit_id(), "to_unit_id", faults);
  rpc::CheckLength(request.note(), kMaxTextCharacters, "note", faults);
  asked.command.arguments = rules::Redirect{.to_unit_id = request.to_unit_id()};
  asked.seal = [&custody = desk.custody, note = request.note()](rec::Change& change,
                                                                const rules::Directory& directory) -> absl::Status {
    const rec::Handover& handover = *HandoverOf(change);
    const std::string to = OrganisationOf(directory, handover.receiver_unit_id());
    if (absl::Status told = custody.Disclose(change, change.entry().actor_organisation_id(), to, &handover);
        !told.ok()) {
      return told;
    }
    return SealNote(custody, change, directory, note);
  };
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::WithdrawRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnHandover(request, desk, faults);
  asked.command.etag = request.etag();
  rpc::CheckChosen(request.reason(), "reason", faults);
  asked.command.arguments = rules::Withdraw{.reason = request.reason()};
  KeepNote(asked, desk, request.note(), faults);
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::RecordCallRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnHandover(request, desk, faults);
  asked.command.occurred = OccurredTime(request);
  rpc::CheckChosen(request.outcome(), "outcome", faults);
  asked.command.arguments = rules::RecordCall{.outcome = request.outcome()};
  KeepNote(asked, desk, request.note(), faults);
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::RecordFirstContactRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnHandover(request, desk, faults);
  asked.command.etag = request.etag();
  rpc::CheckChosen(request.outcome(), "outcome", faults);
  rules::RecordFirstContact step{.outcome = request.outcome(), .contact = std::nullopt};
  if (request.has_contact_time()) step.contact = rpc::FromTimestamp(request.contact_time());
  if (request.outcome() == hv1::FIRST_CONTACT_OUTCOME_PLANNED) {
    rpc::CheckGivenTime(request.has_contact_time(), "contact_time", faults);
  } else {
    asked.command.occurred = step.contact;
  }
  asked.command.arguments = step;
  KeepNote(asked, desk, request.note(), faults);
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::SeeNoticeRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnHandover(request, desk, faults);
  asked.command.arguments = rules::SeeNotice{};
  return End(std::move(asked), faults);
}

}  // namespace hemgang::handover
