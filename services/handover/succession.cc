#include "services/handover/succession.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"

#include "services/handover/disclosures.h"
#include "services/handover/requests.h"
#include "services/rpc/checks.h"
#include "services/rpc/errors.h"

namespace hemgang::handover {
namespace {

// More steps than this in one transition is a loop, not a succession.
constexpr int kMostSteps = 200;

bool IsUnderWay(const rec::Handover& handover) {
  return handover.state() == hv1::HANDOVER_STATE_SENT || handover.state() == hv1::HANDOVER_STATE_ACKNOWLEDGED;
}

bool IsEnded(const rec::Transition& transition) {
  return transition.state() == hv1::TRANSITION_STATE_CLOSED || transition.state() == hv1::TRANSITION_STATE_CANCELLED;
}

// The next step that moves something; nothing when the unit holds nothing more.
std::optional<AskedStep> NextStep(const rec::Transition& transition, const hv1::MoveHandoversRequest& request,
                                  const Custody& custody) {
  if (IsEnded(transition)) return std::nullopt;
  AskedStep asked;
  asked.transition_id = transition.id();
  if (transition.hospital_unit_id() == request.from_unit_id()) {
    asked.command.arguments = rules::ChangeSendingUnit{.to_unit_id = request.to_unit_id()};
    return asked;
  }
  for (const rec::Handover& handover : transition.handovers()) {
    if (handover.receiver_unit_id() != request.from_unit_id() || !IsUnderWay(handover)) continue;
    asked.command.handover_id = handover.id();
    // Somebody may be faster: then it is looked at anew.
    asked.command.etag = absl::StrCat(handover.revision());
    asked.command.arguments = rules::Redirect{.to_unit_id = request.to_unit_id()};
    asked.seal = SealRedirected(custody, "");
    return asked;
  }
  return std::nullopt;
}

}  // namespace

struct Succession::Moving {
  hv1::MoveHandoversRequest request;
  rules::Actor actor;
  rpc::Answer<hv1::MoveHandoversResponse> answer;
  int moved = 0;
  int tries = 0;
};

void Succession::Take(const hv1::MoveHandoversRequest& request, const rpc::Caller& caller,
                      rpc::Answer<hv1::MoveHandoversResponse> answer) {
  if (!caller.is_directory) {
    return answer(rpc::Refusal(rpc::ev1::ERROR_REASON_NOT_FOUND, "Only the directory moves what a unit held."));
  }
  rpc::FieldFaults faults;
  rpc::CheckGiven(request.transition_id(), "transition_id", faults);
  rpc::CheckGiven(request.from_unit_id(), "from_unit_id", faults);
  rpc::CheckGiven(request.to_unit_id(), "to_unit_id", faults);
  if (request.from_unit_id() == request.to_unit_id()) {
    faults.Add("to_unit_id", "must be another unit than from_unit_id");
  }
  if (!faults.empty()) return answer(faults.ToStatus());
  auto moving = std::make_shared<Moving>();
  moving->request = request;
  moving->actor = ActorOf(caller);
  moving->answer = std::move(answer);
  MoveNext(std::move(moving));
}

void Succession::MoveNext(std::shared_ptr<Moving> moving) {
  auto transition = ground_.store.FindTransition(moving->request.transition_id());
  if (!transition.ok()) return moving->answer(transition.status());
  if (!transition->has_value()) {
    return moving->answer(rpc::Refusal(rpc::ev1::ERROR_REASON_NOT_FOUND, "There is no such transition."));
  }
  std::optional<AskedStep> next = NextStep(**transition, moving->request, custody_);
  if (!next.has_value()) {
    hv1::MoveHandoversResponse response;
    response.set_moved(moving->moved);
    return moving->answer(std::move(response));
  }
  if (++moving->tries > kMostSteps) {
    return moving->answer(absl::UnavailableError("The transition keeps changing; repeat the request."));
  }
  next->command.actor = moving->actor;
  path_.Take(*std::move(next), [this, moving](absl::StatusOr<hv1::StepOutcome> outcome) {
    const bool changed = rpc::ReasonOf(outcome.status()) == rpc::ev1::ERROR_REASON_ETAG_MISMATCH;
    if (!outcome.ok() && !changed) return moving->answer(outcome.status());
    if (outcome.ok()) ++moving->moved;
    // The answer comes on a thread of the store, which must not wait for a read.
    ground_.executor.Post([this, moving] { MoveNext(moving); });
  });
}

}  // namespace hemgang::handover
