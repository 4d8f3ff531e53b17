// Requests about a transition as a whole.
#include <algorithm>
#include <utility>
#include <vector>

#include "services/handover/content_checks.h"
#include "services/handover/disclosures.h"
#include "services/handover/requests_reading.h"
#include "services/handover/sight.h"

namespace hemgang::handover {
namespace {

// What the unit asked for, and after it what it is not shown: nobody leaves out what they cannot see.
std::vector<rec::Leg> WithUnseenLegs(std::vector<rec::Leg> asked, const rec::Transition& transition,
                                     const rules::Actor& actor) {
  if (asked.empty()) return asked;
  const int known = std::max(LegsShownTo(transition, actor), static_cast<int>(asked.size()));
  for (int i = known; i < transition.legs_size(); ++i) asked.push_back(transition.legs(i));
  return asked;
}

}  // namespace

absl::StatusOr<AskedStep> Read(const hv1::OpenTransitionRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = Begin(request, desk, faults);
  asked.command.occurred = OccurredTime(request);
  const PatientRead patient = ReadPatient(request.patient(), desk, faults);
  rpc::CheckChosen(request.basis(), "basis", faults);
  rules::OpenTransition step{.patient_hash = patient.hash,
                             .age_band = patient.age_band,
                             .basis = request.basis(),
                             .legs = ReadLegs(request.legs(), faults),
                             .planned = {},
                             .hospital_unit_id = request.hospital_unit_id(),
                             .although_open = request.although_open()};
  step.planned = ReadPlannedDischarge(request.planned_discharge(), "planned_discharge", faults);
  asked.command.arguments = std::move(step);
  asked.seal = SealOpened(desk.custody, patient.patient);
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
                                            .expected_receiver_unit_id = request.expected_receiver_unit_id(),
                                            .care_level = request.care_level(),
                                            .mobility = request.mobility()};
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
  AskedStep asked = BeginOnEither(request, desk, faults);
  asked.dry_run = request.dry_run();
  asked.command.arguments =
      rules::Reschedule{.planned = ReadPlannedDischarge(request.planned_discharge(), "planned_discharge", faults)};
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::ConfirmStayRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnEither(request, desk, faults);
  asked.command.arguments = rules::ConfirmStay{};
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::RecordDischargeRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnEither(request, desk, faults);
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

absl::StatusOr<AskedStep> Read(const hv1::JoinTransitionRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnTransition(request, desk, faults);
  asked.command.occurred = OccurredTime(request);
  asked.command.arguments =
      rules::JoinTransition{.planned = ReadPlannedDischarge(request.planned_discharge(), "planned_discharge", faults)};
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::RequestReportRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnTransition(request, desk, faults);
  rpc::CheckGiven(request.asked_unit_id(), "asked_unit_id", faults);
  asked.command.arguments = rules::RequestReport{.asked_unit_id = request.asked_unit_id()};
  asked.seal = SealReportRequested(desk.custody);
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::AnswerNothingToReportRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnTransition(request, desk, faults);
  rpc::CheckChosen(request.reason(), "reason", faults);
  asked.command.arguments = rules::AnswerNothingToReport{.reason = request.reason()};
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::ChangeDestinationRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnTransition(request, desk, faults);
  asked.dry_run = request.dry_run();
  const std::vector<rec::Leg> legs = ReadLegs(request.legs(), faults);
  asked.command.arguments = rules::ChangeDestination{.legs = legs};
  asked.complete = [legs](const rec::Transition& transition, rules::Command& command) {
    command.arguments = rules::ChangeDestination{.legs = WithUnseenLegs(legs, transition, command.actor)};
    return absl::OkStatus();
  };
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::ChangeSendingUnitRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnTransition(request, desk, faults);
  asked.dry_run = request.dry_run();
  rpc::CheckGiven(request.to_unit_id(), "to_unit_id", faults);
  asked.command.arguments = rules::ChangeSendingUnit{.to_unit_id = request.to_unit_id()};
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::SetDischargeReadyRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnTransition(request, desk, faults);
  rules::SetDischargeReady step{.ready = request.ready(), .judged = std::nullopt};
  if (request.has_judged_time()) step.judged = rpc::FromTimestamp(request.judged_time());
  asked.command.occurred = step.judged;
  asked.command.arguments = step;
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::MergeIdentityRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnTransition(request, desk, faults);
  const PatientRead patient = ReadPatient(request.patient(), desk, faults);
  asked.command.arguments = rules::MergeIdentity{.patient_hash = patient.hash, .age_band = patient.age_band};
  asked.seal = SealMerged(desk.custody, patient.patient, patient.kind, desk.today);
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::RecordReadmissionRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnTransition(request, desk, faults);
  rules::RecordReadmission step;
  if (request.has_readmitted_time()) step.readmitted = rpc::FromTimestamp(request.readmitted_time());
  asked.command.occurred = step.readmitted;
  asked.command.arguments = step;
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::CancelTransitionRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnTransition(request, desk, faults);
  rpc::CheckChosen(request.reason(), "reason", faults);
  if (request.reason() == hv1::CANCEL_REASON_DIED) {
    faults.Add("reason", "must be TRANSFERRED or ENTERED_IN_ERROR; a death is recorded with RecordDeath");
  }
  asked.command.arguments = rules::CancelTransition{.reason = request.reason()};
  return End(std::move(asked), faults);
}

absl::StatusOr<AskedStep> Read(const hv1::RevertCancellationRequest& request, const ReadingDesk& desk) {
  rpc::FieldFaults faults;
  AskedStep asked = BeginOnTransition(request, desk, faults);
  rpc::CheckChosen(request.reason(), "reason", faults);
  asked.command.arguments = rules::RevertCancellation{.reason = request.reason()};
  return End(std::move(asked), faults);
}

}  // namespace hemgang::handover
