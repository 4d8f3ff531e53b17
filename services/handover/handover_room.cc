#include "services/handover/handover_room.h"

#include "services/rpc/errors.h"

namespace hemgang::handover {

ReadingDesk HandoverRoom::DeskFor(const rpc::Caller& caller) const {
  return {.caller = caller, .custody = custody_, .sealer = sealer_, .today = TodayOf(ground_, caller.unit_id)};
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
