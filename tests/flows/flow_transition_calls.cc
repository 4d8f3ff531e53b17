// Verbs of steps on a transition.
#include <chrono>

#include "hemgang/handover/v1/clock_service.grpc.pb.h"

#include "services/rpc/door.h"
#include "tests/flows/flow_frame.h"
#include "tests/support/test_patient.h"

namespace hemgang::flows {
namespace {

// patient=7 is an invented one, patient=19810829M071 somebody with that number; else the n-th one.
hv1::Patient PatientFrom(const FlowWords& words, int otherwise) {
  const std::string said = words.Get("patient");
  constexpr size_t kMostPlaces = 4;
  if (said.size() > kMostPlaces) {
    hv1::Patient patient = test::TestPatient(otherwise);
    patient.set_identity_number(said);
    return patient;
  }
  return test::TestPatient(said.empty() ? otherwise : std::stoi(said));
}

FlowCall Open(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"from", "by", "at", "discharge", "date", "part", "occurred", "legs", "hospital", "patient", "anyhow"});
  hv1::OpenTransitionRequest request;
  *request.mutable_patient() = PatientFrom(words, static_cast<int>(desk.names.all().size()));
  // open t1 protected: the register protects where the patient is.
  request.mutable_patient()->set_protected_identity(words.Name(1) == "protected");
  request.set_basis(hv1::DISCLOSURE_BASIS_CONSENT);
  *request.mutable_planned_discharge() = PlannedFrom(words);
  SetLegs(words, request.mutable_legs());
  request.set_hospital_unit_id(words.Get("hospital"));
  request.set_although_open(words.Has("anyhow"));
  SetTime(words, "occurred", [&] { return request.mutable_occurred_time(); });
  return CallOf(desk, CallerOf(words, words.Get("from", "su-ostra-rehab")), request, &Stub::OpenTransition);
}

FlowCall Need(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"profession", "urgency", "expects", "by", "at", "occurred", "care", "mobility"});
  hv1::MarkNeedRequest request;
  request.set_profession(words.GetProfessions("profession").at(0));
  request.set_urgency(ValueOf<hv1::Urgency>(words.Get("urgency", "routine")));
  request.set_expected_receiver_unit_id(words.Get("expects"));
  if (words.Has("care")) request.set_care_level(ValueOf<hv1::CareLevel>(words.Get("care")));
  if (words.Has("mobility")) request.set_mobility(ValueOf<hv1::Mobility>(words.Get("mobility")));
  SetTime(words, "occurred", [&] { return request.mutable_occurred_time(); });
  return OnTransition(words, desk, request, &Stub::MarkNeed);
}

FlowCall ClearNeed(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"profession", "reason", "by", "at"});
  hv1::ClearNeedRequest request;
  request.set_profession(words.GetProfessions("profession").at(0));
  request.set_reason(ValueOf<hv1::ClearNeedReason>(words.Get("reason", "no-longer-needed")));
  return OnTransition(words, desk, request, &Stub::ClearNeed);
}

// Of a handover (reschedule h2) it is the leave from the short-term place, and its sender's.
template <typename Request, typename Response>
FlowCall OnLeave(const FlowWords& words, const FlowDesk& desk, Request request, Method<Request, Response> method) {
  if (!words.Name(0).empty() && words.Name(0).front() != 'h') return OnTransition(words, desk, request, method);
  request.set_transition_id(desk.transition_of(words.Name(0)));
  return OnHandover(words, desk, Side::kSender, request, method);
}

FlowCall Reschedule(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"discharge", "date", "part", "by", "at"});
  hv1::RescheduleRequest request;
  *request.mutable_planned_discharge() = PlannedFrom(words);
  return OnLeave(words, desk, request, &Stub::Reschedule);
}

FlowCall ConfirmStay(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"by", "at"});
  return OnLeave(words, desk, hv1::ConfirmStayRequest(), &Stub::ConfirmStay);
}

FlowCall Discharge(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"discharged", "by", "at"});
  hv1::RecordDischargeRequest request;
  SetTime(words, "discharged", [&] { return request.mutable_discharged_time(); });
  return OnLeave(words, desk, request, &Stub::RecordDischarge);
}

FlowCall Death(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"died", "by", "at"});
  hv1::RecordDeathRequest request;
  SetTime(words, "died", [&] { return request.mutable_died_time(); });
  return OnTransition(words, desk, request, &Stub::RecordDeath);
}

FlowCall Close(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"by", "at"});
  return OnTransition(words, desk, hv1::CloseTransitionRequest(), &Stub::CloseTransition);
}

FlowCall Join(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"discharge", "date", "part", "by", "at", "occurred"});
  hv1::JoinTransitionRequest request;
  *request.mutable_planned_discharge() = PlannedFrom(words);
  SetTime(words, "occurred", [&] { return request.mutable_occurred_time(); });
  return OnTransition(words, desk, request, &Stub::JoinTransition);
}

FlowCall RequestReport(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"of", "by", "at"});
  hv1::RequestReportRequest request;
  request.set_asked_unit_id(words.Get("of", "molndal-hemrehab"));
  return OnTransition(words, desk, request, &Stub::RequestReport);
}

FlowCall NothingToReport(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"reason", "by", "at"});
  hv1::AnswerNothingToReportRequest request;
  request.set_transition_id(desk.names.IdOf(words.Name(0)));
  request.set_reason(ValueOf<hv1::NothingToReportReason>(words.Get("reason", "nothing-to-report")));
  return CallOf(desk, CallerOf(words, "molndal-hemrehab"), request, &Stub::AnswerNothingToReport);
}

FlowCall ChangeDestination(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"legs", "by", "at", "dry"});
  hv1::ChangeDestinationRequest request;
  SetLegs(words, request.mutable_legs());
  request.set_dry_run(words.Has("dry"));
  return OnTransition(words, desk, request, &Stub::ChangeDestination);
}

FlowCall ChangeSendingUnit(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"to", "by", "at", "dry"});
  hv1::ChangeSendingUnitRequest request;
  request.set_to_unit_id(words.Get("to"));
  request.set_dry_run(words.Has("dry"));
  return OnTransition(words, desk, request, &Stub::ChangeSendingUnit);
}

FlowCall SetDischargeReady(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"judged", "by", "at"});
  hv1::SetDischargeReadyRequest request;
  request.set_ready(words.Name(1) != "not");
  SetTime(words, "judged", [&] { return request.mutable_judged_time(); });
  return OnTransition(words, desk, request, &Stub::SetDischargeReady);
}

FlowCall MergeIdentity(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"patient", "by", "at"});
  hv1::MergeIdentityRequest request;
  *request.mutable_patient() = PatientFrom(words, 900);
  return OnTransition(words, desk, request, &Stub::MergeIdentity);
}

FlowCall Readmission(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"readmitted", "by", "at"});
  hv1::RecordReadmissionRequest request;
  SetTime(words, "readmitted", [&] { return request.mutable_readmitted_time(); });
  return OnTransition(words, desk, request, &Stub::RecordReadmission);
}

FlowCall Cancel(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"reason", "by", "at"});
  hv1::CancelTransitionRequest request;
  request.set_reason(ValueOf<hv1::CancelReason>(words.Get("reason", "entered-in-error")));
  return OnTransition(words, desk, request, &Stub::CancelTransition);
}

FlowCall RevertCancellation(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"reason", "by", "at"});
  hv1::RevertCancellationRequest request;
  request.set_reason(ValueOf<hv1::RevertReason>(words.Get("reason", "recorded-in-error")));
  return OnTransition(words, desk, request, &Stub::RevertCancellation);
}

// The clock's own call, outside the loop: to race it, and to let it ask for what is not due.
FlowCall Expire(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"task", "at"});
  hv1::ExpireRequest request;
  request.set_transition_id(desk.names.IdOf(words.Name(0)));
  if (words.Has("task")) request.set_task_id(desk.id_of_task(words.Name(0), words.Get("task")));
  FlowCall call;
  call.make = [&house = desk.house, request] {
    hv1::ExpiryService::Stub stub(house.channel());
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    context.AddMetadata(rpc::kServiceMetadata, house.service_secret());
    hv1::ExpireResponse response;
    const grpc::Status status = stub.Expire(&context, request, &response);
    return ReplyOf(status, response.outcome(), response.SerializeAsString());
  };
  return call;
}

constexpr VerbRow kVerbs[] = {
    {"open", hv1::STEP_OPEN_TRANSITION, Open, true},
    {"need", hv1::STEP_MARK_NEED, Need},
    {"clear-need", hv1::STEP_CLEAR_NEED, ClearNeed},
    {"reschedule", hv1::STEP_RESCHEDULE, Reschedule},
    {"confirm-stay", hv1::STEP_CONFIRM_STAY, ConfirmStay},
    {"discharge", hv1::STEP_RECORD_DISCHARGE, Discharge},
    {"death", hv1::STEP_RECORD_DEATH, Death},
    {"close", hv1::STEP_CLOSE_TRANSITION, Close},
    {"expire", hv1::STEP_EXPIRE, Expire},
    {"join", hv1::STEP_JOIN_TRANSITION, Join},
    {"request-report", hv1::STEP_REQUEST_REPORT, RequestReport},
    {"nothing-to-report", hv1::STEP_ANSWER_NOTHING_TO_REPORT, NothingToReport},
    {"change-destination", hv1::STEP_CHANGE_DESTINATION, ChangeDestination},
    {"change-sending-unit", hv1::STEP_CHANGE_SENDING_UNIT, ChangeSendingUnit},
    {"ready", hv1::STEP_SET_DISCHARGE_READY, SetDischargeReady},
    {"merge", hv1::STEP_MERGE_IDENTITY, MergeIdentity},
    {"readmission", hv1::STEP_RECORD_READMISSION, Readmission},
    {"cancel", hv1::STEP_CANCEL_TRANSITION, Cancel},
    {"revert", hv1::STEP_REVERT_CANCELLATION, RevertCancellation},
};

}  // namespace

absl::Span<const VerbRow> TransitionVerbs() {
  return kVerbs;
}

}  // namespace hemgang::flows
