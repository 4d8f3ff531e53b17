// Requests about one handover that was sent. Sending and what changes its content are in requests_content.cc.
#include <utility>

#include "services/handover/content_checks.h"
#include "services/handover/disclosures.h"
#include "services/handover/requests_reading.h"

namespace hemgang::handover {
namespace {

// A text that the step is about, not one beside it.
void CheckText(const std::string& text, rpc::FieldFaults& faults) {
  if (rpc::CheckGiven(text, "text", faults)) rpc::CheckLength(text, kMaxTextCharacters, "text", faults);
}

}  // namespace

absl::StatusOr<AskedStep> Read(const hv1::AcknowledgeRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnShownHandover(request, desk, faults);
  asked.command.occurred = OccurredTime(request);
  rules::Acknowledge step{.professions = ReadProfessions(request.professions(), faults),
                          .therapist_ids = {request.therapist_ids().begin(), request.therapist_ids().end()},
                          .planned_first_visit = std::nullopt};
  if (request.has_planned_first_visit_time()) {
    step.planned_first_visit = rpc::FromTimestamp(request.planned_first_visit_time());
  }
  asked.command.arguments = std::move(step);
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::AssignTherapistRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnShownHandover(request, desk, faults);
  rpc::CheckGiven(request.therapist_id(), "therapist_id", faults);
  asked.command.arguments = rules::AssignTherapist{.therapist_id = request.therapist_id()};
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::RevokeAcknowledgementRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnShownHandover(request, desk, faults);
  rpc::CheckChosen(request.reason(), "reason", faults);
  if (request.reason() == hv1::REVOKE_REASON_OTHER) rpc::CheckGiven(request.note(), "note", faults);
  asked.command.arguments = rules::RevokeAcknowledgement{.reason = request.reason()};
  KeepNote(asked, desk, request.note(), faults);
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::DeclineRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnShownHandover(request, desk, faults);
  rpc::CheckChosen(request.reason(), "reason", faults);
  if (request.reason() == hv1::DECLINE_REASON_OTHER) rpc::CheckGiven(request.note(), "note", faults);
  asked.command.arguments =
      rules::Decline{.reason = request.reason(), .suggested_unit_id = request.suggested_unit_id()};
  KeepNote(asked, desk, request.note(), faults);
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::RedirectRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnShownHandover(request, desk, faults);
  rpc::CheckGiven(request.to_unit_id(), "to_unit_id", faults);
  CheckNote(request.note(), faults);
  asked.command.arguments = rules::Redirect{.to_unit_id = request.to_unit_id()};
  asked.seal = SealRedirected(desk.custody, request.note());
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::WithdrawRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnShownHandover(request, desk, faults);
  rpc::CheckChosen(request.reason(), "reason", faults);
  asked.command.arguments = rules::Withdraw{.reason = request.reason()};
  KeepNote(asked, desk, request.note(), faults);
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::VoidRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnShownHandover(request, desk, faults);
  rpc::CheckChosen(request.reason(), "reason", faults);
  if (request.reason() == hv1::VOID_REASON_OTHER) rpc::CheckGiven(request.note(), "note", faults);
  asked.command.arguments = rules::Void{.reason = request.reason()};
  KeepNote(asked, desk, request.note(), faults);
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::AskRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnHandover(request, desk, faults);
  CheckText(request.text(), faults);
  asked.command.arguments = rules::Ask{};
  asked.seal = SealNote(desk.custody, {.text = request.text()});
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::AnswerRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnHandover(request, desk, faults);
  rpc::CheckGiven(request.question_id(), "question_id", faults);
  CheckText(request.text(), faults);
  asked.command.arguments = rules::Answer{.question_id = request.question_id()};
  asked.seal = SealNote(desk.custody, {.text = request.text(), .question_id = request.question_id()});
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::RecordCallRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnHandover(request, desk, faults);
  asked.command.occurred = OccurredTime(request);
  rpc::CheckChosen(request.outcome(), "outcome", faults);
  CheckNote(request.note(), faults);
  rpc::CheckLength(request.answered_by(), kMaxLineCharacters, "answered_by", faults);
  asked.command.arguments = rules::RecordCall{.outcome = request.outcome()};
  asked.seal = SealNote(desk.custody, {.text = request.note(), .answered_by = request.answered_by()});
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::RecordFirstContactRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnShownHandover(request, desk, faults);
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

absl::StatusOr<AskedStep> Read(const hv1::RecordTransferRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnHandover(request, desk, faults);
  asked.command.occurred = OccurredTime(request);
  rpc::CheckChosen(request.target(), "target", faults);
  asked.command.arguments = rules::RecordTransfer{.target = request.target()};
  KeepNote(asked, desk, request.note(), faults);
  return End(std::move(asked), faults);
}

}  // namespace hemgang::handover
