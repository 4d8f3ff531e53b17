#include "services/handover/succession.h"

#include <optional>
#include <set>
#include <string>
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

// Names in what was tried: the part of the hospital's unit, and what a unit still owes beside what is redirected.
constexpr char kHospitalsPart[] = "hospital";
constexpr char kTheRest[] = "rest";

bool OwesTheRest(const rec::Transition& transition, const std::string& unit_id) {
  for (const rec::Task& task : transition.tasks()) {
    if (task.holder_unit_id() == unit_id) return true;
  }
  for (const rec::Handover& handover : transition.handovers()) {
    const bool is_onward = handover.kind() == hv1::HANDOVER_KIND_ONWARD && IsUnderWay(handover);
    if (is_onward && handover.sender_unit_id() == unit_id) return true;
  }
  return false;
}

// The next step that moves something and was not refused before; nothing when there is none. `trying` names it.
std::optional<AskedStep> NextStep(const rec::Transition& transition, const hv1::MoveHandoversRequest& request,
                                  const Custody& custody, const std::set<std::string>& refused, std::string& trying) {
  if (IsEnded(transition)) return std::nullopt;
  AskedStep asked;
  asked.transition_id = transition.id();
  trying = kHospitalsPart;
  if (transition.hospital_unit_id() == request.from_unit_id() && refused.count(trying) == 0) {
    asked.command.arguments = rules::ChangeSendingUnit{.to_unit_id = request.to_unit_id()};
    return asked;
  }
  for (const rec::Handover& handover : transition.handovers()) {
    if (handover.receiver_unit_id() != request.from_unit_id() || !IsUnderWay(handover)) continue;
    if (refused.count(handover.id()) != 0) continue;
    trying = handover.id();
    asked.command.handover_id = handover.id();
    // Somebody may be faster: then it is looked at anew.
    asked.command.etag = absl::StrCat(handover.revision());
    asked.command.arguments = rules::Redirect{.to_unit_id = request.to_unit_id()};
    asked.seal = SealRedirected(custody, "");
    return asked;
  }
  trying = kTheRest;
  if (transition.hospital_unit_id() == request.from_unit_id()) return std::nullopt;
  if (refused.count(trying) != 0 || !OwesTheRest(transition, request.from_unit_id())) return std::nullopt;
  asked.command.arguments =
      rules::ChangeSendingUnit{.to_unit_id = request.to_unit_id(), .from_unit_id = request.from_unit_id()};
  return asked;
}

}  // namespace

struct Succession::Moving {
  hv1::MoveHandoversRequest request;
  rules::Actor actor;
  rpc::Answer<hv1::MoveHandoversResponse> answer;
  int moved = 0;
  int tries = 0;
  // What was tried, and not again; and why the first of it was refused.
  std::set<std::string> refused = {};
  absl::Status refusal = absl::OkStatus();
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
  std::string trying;
  std::optional<AskedStep> next = NextStep(**transition, moving->request, custody_, moving->refused, trying);
  if (!next.has_value()) {
    if (moving->moved == 0 && !moving->refusal.ok()) return moving->answer(moving->refusal);
    hv1::MoveHandoversResponse response;
    response.set_moved(moving->moved);
    return moving->answer(std::move(response));
  }
  if (++moving->tries > kMostSteps) {
    return moving->answer(absl::UnavailableError("The transition keeps changing; repeat the request."));
  }
  next->command.actor = moving->actor;
  path_.Take(*std::move(next), [this, moving, trying](absl::StatusOr<hv1::StepOutcome> outcome) {
    const auto reason = rpc::ReasonOf(outcome.status());
    const bool changed = reason == rpc::ev1::ERROR_REASON_ETAG_MISMATCH;
    // Trouble is no refusal: then nothing else would succeed either.
    if (!outcome.ok() && reason == rpc::ev1::ERROR_REASON_UNSPECIFIED) return moving->answer(outcome.status());
    if (outcome.ok()) ++moving->moved;
    // The rest is moved once: what it leaves cannot be.
    if (trying == kTheRest || (!outcome.ok() && !changed)) moving->refused.insert(trying);
    if (!outcome.ok() && !changed && moving->refusal.ok()) moving->refusal = outcome.status();
    // The answer comes on a thread of the store, which must not wait for a read.
    ground_.executor.Post([this, moving] { MoveNext(moving); });
  });
}

}  // namespace hemgang::handover
