#include "tests/flows/flow_calls.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "services/rpc/door.h"
#include "services/rpc/errors.h"
#include "services/rpc/times.h"
#include "services/rpc/wire_status.h"
#include "tests/support/test_directory.h"
#include "tests/support/test_patient.h"

namespace hemgang::flows {
namespace {

using Stub = hv1::HandoverService::Stub;
template <typename Request, typename Response>
using Method = grpc::Status (Stub::*)(grpc::ClientContext*, const Request&, Response*);

template <typename Response>
FlowReply ReplyOf(const grpc::Status& status, const Response& response) {
  FlowReply reply;
  reply.ok = status.ok();
  if (reply.ok) {
    reply.outcome = response.outcome();
    reply.bytes = response.SerializeAsString();
    return reply;
  }
  reply.refusal = rpc::ReasonOf(rpc::FromGrpc(status));
  if (reply.refusal == ev1::ERROR_REASON_UNSPECIFIED || reply.refusal == ev1::ERROR_REASON_INVALID_REQUEST) {
    reply.trouble = absl::StrCat(static_cast<int>(status.error_code()), " ", status.error_message());
  }
  return reply;
}

template <typename Request, typename Response>
FlowCall CallOf(const FlowDesk& desk, const std::string& caller, Request request, Method<Request, Response> method) {
  FlowCall call;
  request.set_request_id(desk.request_id);
  call.request_id = desk.request_id;
  call.make = [&house = desk.house, caller, request = std::move(request), method] {
    Stub stub(house.channel());
    const auto context = ContextOf(caller);
    Response response;
    const grpc::Status status = (stub.*method)(context.get(), request, &response);
    return ReplyOf(status, response);
  };
  return call;
}

void SetTime(const FlowWords& words, const std::string& key, google::protobuf::Timestamp* field) {
  if (const auto time = words.GetTime(key)) *field = rpc::ToTimestamp(*time);
}

// Every word by which a discharge is planned: discharge=TIME[..TIME], date=DATE [part=…], or unknown.
void SetPlanned(const FlowWords& words, hv1::PlannedDischarge* planned) {
  planned->Clear();
  const std::string said = words.Get("discharge");
  if (const size_t dots = said.find(".."); dots != std::string::npos) {
    *planned->mutable_time() = rpc::ToTimestamp(ReadTime(said.substr(0, dots)));
    *planned->mutable_until_time() = rpc::ToTimestamp(ReadTime(said.substr(dots + 2)));
  } else if (!said.empty()) {
    *planned->mutable_time() = rpc::ToTimestamp(ReadTime(said));
  }
  planned->set_date(words.Get("date"));
  if (words.Has("part")) planned->set_day_part(ValueOf<hv1::DayPart>(words.Get("part")));
}

FlowCall Open(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"from", "by", "at", "discharge", "date", "part", "occurred"});
  hv1::OpenTransitionRequest request;
  *request.mutable_patient() = test::TestPatient(static_cast<int>(desk.names.all().size()));
  request.set_basis(hv1::DISCLOSURE_BASIS_CONSENT);
  SetPlanned(words, request.mutable_planned_discharge());
  if (words.Has("occurred")) SetTime(words, "occurred", request.mutable_occurred_time());
  return CallOf(desk, CallerOf(words, words.Get("from", "su-ostra-rehab")), request, &Stub::OpenTransition);
}

FlowCall Need(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"profession", "urgency", "expects", "by", "at", "occurred"});
  hv1::MarkNeedRequest request;
  request.set_transition_id(desk.names.IdOf(words.Name(0)));
  request.set_profession(words.GetProfessions("profession").at(0));
  request.set_urgency(ValueOf<hv1::Urgency>(words.Get("urgency", "routine")));
  request.set_expected_receiver_unit_id(words.Get("expects"));
  if (words.Has("occurred")) SetTime(words, "occurred", request.mutable_occurred_time());
  return CallOf(desk, CallerOf(words, desk.unit_of_transition(words.Name(0))), request, &Stub::MarkNeed);
}

FlowCall ClearNeed(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"profession", "reason", "by", "at"});
  hv1::ClearNeedRequest request;
  request.set_transition_id(desk.names.IdOf(words.Name(0)));
  request.set_profession(words.GetProfessions("profession").at(0));
  request.set_reason(ValueOf<hv1::ClearNeedReason>(words.Get("reason", "no-longer-needed")));
  return CallOf(desk, CallerOf(words, desk.unit_of_transition(words.Name(0))), request, &Stub::ClearNeed);
}

FlowCall Reschedule(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"discharge", "date", "part", "by", "at"});
  hv1::RescheduleRequest request;
  request.set_transition_id(desk.names.IdOf(words.Name(0)));
  SetPlanned(words, request.mutable_planned_discharge());
  return CallOf(desk, CallerOf(words, desk.unit_of_transition(words.Name(0))), request, &Stub::Reschedule);
}

FlowCall ConfirmStay(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"by", "at"});
  hv1::ConfirmStayRequest request;
  request.set_transition_id(desk.names.IdOf(words.Name(0)));
  return CallOf(desk, CallerOf(words, desk.unit_of_transition(words.Name(0))), request, &Stub::ConfirmStay);
}

FlowCall Discharge(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"discharged", "by", "at"});
  hv1::RecordDischargeRequest request;
  request.set_transition_id(desk.names.IdOf(words.Name(0)));
  if (words.Has("discharged")) SetTime(words, "discharged", request.mutable_discharged_time());
  return CallOf(desk, CallerOf(words, desk.unit_of_transition(words.Name(0))), request, &Stub::RecordDischarge);
}

FlowCall Death(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"died", "by", "at"});
  hv1::RecordDeathRequest request;
  request.set_transition_id(desk.names.IdOf(words.Name(0)));
  if (words.Has("died")) SetTime(words, "died", request.mutable_died_time());
  return CallOf(desk, CallerOf(words, desk.unit_of_transition(words.Name(0))), request, &Stub::RecordDeath);
}

FlowCall Close(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"by", "at"});
  hv1::CloseTransitionRequest request;
  request.set_transition_id(desk.names.IdOf(words.Name(0)));
  return CallOf(desk, CallerOf(words, desk.unit_of_transition(words.Name(0))), request, &Stub::CloseTransition);
}

FlowCall Send(const FlowWords& words, const FlowDesk& desk) {
  words.Allow(
      {"from", "to", "urgency", "professions", "transition", "by", "at", "occurred", "discharge", "date", "part"});
  hv1::SendHandoverRequest request;
  request.set_transition_id(desk.names.IdOf(words.Get("transition")));
  request.set_kind(hv1::HANDOVER_KIND_DISCHARGE_HANDOVER);
  request.set_urgency(ValueOf<hv1::Urgency>(words.Get("urgency", "routine")));
  request.set_receiver_unit_id(words.Get("to"));
  for (const hv1::Profession profession : words.GetProfessions("professions")) request.add_professions(profession);
  if (request.professions_size() == 0) request.add_professions(hv1::PROFESSION_OCCUPATIONAL_THERAPIST);
  *request.mutable_content() = test::TestContent();
  if (words.Has("occurred")) SetTime(words, "occurred", request.mutable_occurred_time());
  const std::string from = words.Get("from", desk.unit_of_transition(words.Get("transition")));
  return CallOf(desk, CallerOf(words, from), request, &Stub::SendHandover);
}

// etag=now is the handover's own; any other word is sent as it stands.
std::string EtagOf(const FlowWords& words, const FlowDesk& desk) {
  const std::string etag = words.Get("etag");
  return etag == "now" ? desk.etag_of(words.Name(0)) : etag;
}

// Like the screen: who acknowledges is proposed as the therapist; therapist=nobody leaves it open.
FlowCall Acknowledge(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"by", "at", "therapist", "professions", "visit", "etag", "occurred"});
  const std::string caller = CallerOf(words, desk.unit_of_handover(words.Name(0), false));
  hv1::AcknowledgeRequest request;
  request.set_handover_id(desk.names.IdOf(words.Name(0)));
  request.set_etag(EtagOf(words, desk));
  const std::string therapist = words.Get("therapist", caller.substr(0, caller.find('@')));
  if (therapist != "nobody") request.set_therapist_id(therapist);
  for (const hv1::Profession profession : words.GetProfessions("professions")) request.add_professions(profession);
  if (words.Has("visit")) SetTime(words, "visit", request.mutable_planned_first_visit_time());
  if (words.Has("occurred")) SetTime(words, "occurred", request.mutable_occurred_time());
  return CallOf(desk, caller, request, &Stub::Acknowledge);
}

FlowCall Assign(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"by", "at", "therapist", "etag"});
  hv1::AssignTherapistRequest request;
  request.set_handover_id(desk.names.IdOf(words.Name(0)));
  request.set_etag(EtagOf(words, desk));
  request.set_therapist_id(words.Get("therapist"));
  return CallOf(desk, CallerOf(words, desk.unit_of_handover(words.Name(0), false)), request, &Stub::AssignTherapist);
}

FlowCall Decline(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"by", "at", "reason", "suggests", "etag"});
  hv1::DeclineRequest request;
  request.set_handover_id(desk.names.IdOf(words.Name(0)));
  request.set_etag(EtagOf(words, desk));
  request.set_reason(ValueOf<hv1::DeclineReason>(words.Get("reason", "wrong-unit")));
  request.set_suggested_unit_id(words.Get("suggests"));
  return CallOf(desk, CallerOf(words, desk.unit_of_handover(words.Name(0), false)), request, &Stub::Decline);
}

FlowCall Redirect(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"by", "at", "to", "etag"});
  hv1::RedirectRequest request;
  request.set_handover_id(desk.names.IdOf(words.Name(0)));
  request.set_etag(EtagOf(words, desk));
  request.set_to_unit_id(words.Get("to"));
  return CallOf(desk, CallerOf(words, desk.unit_of_handover(words.Name(0), false)), request, &Stub::Redirect);
}

FlowCall Withdraw(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"by", "at", "reason", "etag"});
  hv1::WithdrawRequest request;
  request.set_handover_id(desk.names.IdOf(words.Name(0)));
  request.set_etag(EtagOf(words, desk));
  request.set_reason(ValueOf<hv1::WithdrawReason>(words.Get("reason", "no-longer-needed")));
  return CallOf(desk, CallerOf(words, desk.unit_of_handover(words.Name(0), true)), request, &Stub::Withdraw);
}

FlowCall Ring(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"by", "at", "occurred"});
  hv1::RecordCallRequest request;
  request.set_handover_id(desk.names.IdOf(words.Name(0)));
  request.set_outcome(ValueOf<hv1::CallOutcome>(words.Name(1)));
  if (words.Has("occurred")) SetTime(words, "occurred", request.mutable_occurred_time());
  return CallOf(desk, CallerOf(words, desk.unit_of_handover(words.Name(0), true)), request, &Stub::RecordCall);
}

FlowCall FirstContact(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"by", "at", "contact", "etag"});
  hv1::RecordFirstContactRequest request;
  request.set_handover_id(desk.names.IdOf(words.Name(0)));
  request.set_etag(EtagOf(words, desk));
  request.set_outcome(ValueOf<hv1::FirstContactOutcome>(words.Name(1)));
  if (words.Has("contact")) SetTime(words, "contact", request.mutable_contact_time());
  return CallOf(desk, CallerOf(words, desk.unit_of_handover(words.Name(0), false)), request, &Stub::RecordFirstContact);
}

FlowCall SeeNotice(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"by", "at"});
  hv1::SeeNoticeRequest request;
  request.set_handover_id(desk.names.IdOf(words.Name(0)));
  return CallOf(desk, CallerOf(words, desk.unit_of_handover(words.Name(0), false)), request, &Stub::SeeNotice);
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
    return ReplyOf(status, response);
  };
  return call;
}

struct VerbRow {
  const char* verb;
  hv1::Step step;
  FlowCall (*prepare)(const FlowWords&, const FlowDesk&);
  bool makes_something;
};

constexpr VerbRow kVerbs[] = {
    {"open", hv1::STEP_OPEN_TRANSITION, Open, true},
    {"need", hv1::STEP_MARK_NEED, Need, false},
    {"clear-need", hv1::STEP_CLEAR_NEED, ClearNeed, false},
    {"reschedule", hv1::STEP_RESCHEDULE, Reschedule, false},
    {"confirm-stay", hv1::STEP_CONFIRM_STAY, ConfirmStay, false},
    {"discharge", hv1::STEP_RECORD_DISCHARGE, Discharge, false},
    {"death", hv1::STEP_RECORD_DEATH, Death, false},
    {"send", hv1::STEP_SEND_HANDOVER, Send, true},
    {"acknowledge", hv1::STEP_ACKNOWLEDGE, Acknowledge, false},
    {"assign", hv1::STEP_ASSIGN_THERAPIST, Assign, false},
    {"decline", hv1::STEP_DECLINE, Decline, false},
    {"redirect", hv1::STEP_REDIRECT, Redirect, false},
    {"withdraw", hv1::STEP_WITHDRAW, Withdraw, false},
    {"call", hv1::STEP_RECORD_CALL, Ring, false},
    {"first-contact", hv1::STEP_RECORD_FIRST_CONTACT, FirstContact, false},
    {"see-notice", hv1::STEP_SEE_NOTICE, SeeNotice, false},
    {"close", hv1::STEP_CLOSE_TRANSITION, Close, false},
    {"expire", hv1::STEP_EXPIRE, Expire, false},
};

const VerbRow* FindVerb(const std::string& verb) {
  const auto* row =
      std::find_if(std::begin(kVerbs), std::end(kVerbs), [&](const VerbRow& each) { return verb == each.verb; });
  return row == std::end(kVerbs) ? nullptr : row;
}

}  // namespace

bool IsStepVerb(const std::string& verb) {
  return FindVerb(verb) != nullptr;
}

FlowCall PrepareCall(const FlowWords& words, const FlowDesk& desk) {
  const VerbRow* row = FindVerb(words.verb());
  if (row == nullptr) {
    Fault(absl::StrCat(words.verb(), " is no command"));
    return {};
  }
  FlowCall call = row->prepare(words, desk);
  call.step = row->step;
  if (row->makes_something) call.makes = words.Name(0);
  return call;
}

std::unique_ptr<grpc::ClientContext> ContextOf(const std::string& caller) {
  auto context = std::make_unique<grpc::ClientContext>();
  context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
  context->AddMetadata(rpc::kCallerMetadata, caller);
  return context;
}

std::string CallerOf(const FlowWords& words, const std::string& unit_id) {
  const std::string by = words.Get("by", unit_id);
  if (absl::StrContains(by, "@")) return by;
  return absl::StrCat(test::SomebodyAt(by), "@", by);
}

}  // namespace hemgang::flows
