#include "services/handover/handover_room.h"

#include <utility>

#include "services/handover/requests.h"
#include "services/rpc/errors.h"

namespace hemgang::handover {
namespace {

// Ages and centuries are counted on Swedish days.
absl::CivilDay SwedishDay(absl::Time now, const rules::CurrentDirectory& directory, const std::string& unit_id) {
  auto current = directory();
  if (!current.ok()) return absl::ToCivilDay(now, absl::UTCTimeZone());
  const rules::CareUnit* unit = (*current)->FindUnit(unit_id);
  return absl::ToCivilDay(now, unit == nullptr ? absl::UTCTimeZone() : unit->hours.zone);
}

}  // namespace

template <typename Request, typename Response>
void HandoverRoom::TakeStep(const Request& request, const rpc::Caller& caller, rpc::Answer<Response> answer) {
  const absl::CivilDay today = SwedishDay(ground_.clock.Now(), ground_.directory, caller.unit_id);
  auto asked = Read(request, {.caller = caller, .custody = custody_, .sealer = sealer_, .today = today});
  if (!asked.ok()) return answer(asked.status());
  path_.Take(*std::move(asked), [answer = std::move(answer)](absl::StatusOr<hv1::StepOutcome> outcome) mutable {
    if (!outcome.ok()) return answer(outcome.status());
    Response response;
    *response.mutable_outcome() = *std::move(outcome);
    answer(std::move(response));
  });
}

void HandoverRoom::Take(const hv1::OpenTransitionRequest& request, const rpc::Caller& caller,
                        rpc::Answer<hv1::OpenTransitionResponse> answer) {
  TakeStep(request, caller, std::move(answer));
}

void HandoverRoom::Take(const hv1::MarkNeedRequest& request, const rpc::Caller& caller,
                        rpc::Answer<hv1::MarkNeedResponse> answer) {
  TakeStep(request, caller, std::move(answer));
}

void HandoverRoom::Take(const hv1::ClearNeedRequest& request, const rpc::Caller& caller,
                        rpc::Answer<hv1::ClearNeedResponse> answer) {
  TakeStep(request, caller, std::move(answer));
}

void HandoverRoom::Take(const hv1::RescheduleRequest& request, const rpc::Caller& caller,
                        rpc::Answer<hv1::RescheduleResponse> answer) {
  TakeStep(request, caller, std::move(answer));
}

void HandoverRoom::Take(const hv1::ConfirmStayRequest& request, const rpc::Caller& caller,
                        rpc::Answer<hv1::ConfirmStayResponse> answer) {
  TakeStep(request, caller, std::move(answer));
}

void HandoverRoom::Take(const hv1::RecordDischargeRequest& request, const rpc::Caller& caller,
                        rpc::Answer<hv1::RecordDischargeResponse> answer) {
  TakeStep(request, caller, std::move(answer));
}

void HandoverRoom::Take(const hv1::RecordDeathRequest& request, const rpc::Caller& caller,
                        rpc::Answer<hv1::RecordDeathResponse> answer) {
  TakeStep(request, caller, std::move(answer));
}

void HandoverRoom::Take(const hv1::CloseTransitionRequest& request, const rpc::Caller& caller,
                        rpc::Answer<hv1::CloseTransitionResponse> answer) {
  TakeStep(request, caller, std::move(answer));
}

void HandoverRoom::Take(const hv1::SendHandoverRequest& request, const rpc::Caller& caller,
                        rpc::Answer<hv1::SendHandoverResponse> answer) {
  TakeStep(request, caller, std::move(answer));
}

void HandoverRoom::Take(const hv1::AcknowledgeRequest& request, const rpc::Caller& caller,
                        rpc::Answer<hv1::AcknowledgeResponse> answer) {
  TakeStep(request, caller, std::move(answer));
}

void HandoverRoom::Take(const hv1::AssignTherapistRequest& request, const rpc::Caller& caller,
                        rpc::Answer<hv1::AssignTherapistResponse> answer) {
  TakeStep(request, caller, std::move(answer));
}

void HandoverRoom::Take(const hv1::DeclineRequest& request, const rpc::Caller& caller,
                        rpc::Answer<hv1::DeclineResponse> answer) {
  TakeStep(request, caller, std::move(answer));
}

void HandoverRoom::Take(const hv1::RedirectRequest& request, const rpc::Caller& caller,
                        rpc::Answer<hv1::RedirectResponse> answer) {
  TakeStep(request, caller, std::move(answer));
}

void HandoverRoom::Take(const hv1::WithdrawRequest& request, const rpc::Caller& caller,
                        rpc::Answer<hv1::WithdrawResponse> answer) {
  TakeStep(request, caller, std::move(answer));
}

void HandoverRoom::Take(const hv1::RecordCallRequest& request, const rpc::Caller& caller,
                        rpc::Answer<hv1::RecordCallResponse> answer) {
  TakeStep(request, caller, std::move(answer));
}

void HandoverRoom::Take(const hv1::RecordFirstContactRequest& request, const rpc::Caller& caller,
                        rpc::Answer<hv1::RecordFirstContactResponse> answer) {
  TakeStep(request, caller, std::move(answer));
}

void HandoverRoom::Take(const hv1::SeeNoticeRequest& request, const rpc::Caller& caller,
                        rpc::Answer<hv1::SeeNoticeResponse> answer) {
  TakeStep(request, caller, std::move(answer));
}

void HandoverRoom::Take(const hv1::ExpireRequest& request, const rpc::Caller& caller,
                        rpc::Answer<hv1::ExpireResponse> answer) {
  if (!caller.is_clock) {
    return answer(rpc::Refusal(rpc::ev1::ERROR_REASON_NOT_FOUND, "Only the clock lets a deadline speak."));
  }
  AskedStep asked;
  asked.command.actor = ActorOf(caller);
  asked.command.arguments = rules::Expire{.task_id = request.task_id()};
  asked.transition_id = request.transition_id();
  path_.Take(std::move(asked), [answer = std::move(answer)](absl::StatusOr<hv1::StepOutcome> outcome) mutable {
    if (!outcome.ok()) return answer(outcome.status());
    answer(hv1::ExpireResponse());
  });
}

}  // namespace hemgang::handover
