#include "clients/load/calls.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "clients/load/requests.h"
#include "clients/load/unary_place.h"

namespace hemgang::load {
namespace {

namespace rt1 = hemgang::routing::v1;
namespace dl1 = hemgang::deadlines::v1;

constexpr int kPageSize = 50;

template <typename Request, typename Response>
std::unique_ptr<Place> NewPlace(typename UnaryPlace<Request, Response>::Parts parts) {
  return std::make_unique<UnaryPlace<Request, Response>>(std::move(parts));
}

std::string StaffOf(const std::string& caller) {
  return caller.substr(0, caller.find('@'));
}

// The answer must be about what was asked for, in the state that the step leads to.
std::string CheckHandover(const hv1::StepOutcome& outcome, const std::string& handover_id, hv1::HandoverState state) {
  for (const hv1::HandoverSummary& handover : outcome.transition().handovers()) {
    if (handover.id() != handover_id) continue;
    return handover.state() == state ? "" : absl::StrCat("the handover is in state ", handover.state());
  }
  return "the answer does not hold the handover";
}

}  // namespace

void Ids::Add(std::string id) {
  std::lock_guard<std::mutex> lock(mutex_);
  ids_.push_back(std::move(id));
}

bool Ids::Take(std::string& id) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (taken_ == ids_.size()) return false;
  id = ids_[taken_++];
  return true;
}

size_t Ids::left() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return ids_.size() - taken_;
}

std::string Ids::At(size_t number) const {
  std::lock_guard<std::mutex> lock(mutex_);
  return ids_.empty() ? "" : ids_[number % ids_.size()];
}

MakePlace Calls::OpenTransitions(int64_t count, Ids& opened) {
  auto left = std::make_shared<std::atomic<int64_t>>(count);
  return [this, left, &opened](int number) {
    auto& stub = *target_.OfPlace(number).handover;
    return NewPlace<hv1::OpenTransitionRequest, hv1::OpenTransitionResponse>(
        {.start = [&stub](auto... arguments) { stub.async()->OpenTransition(std::move(arguments)...); },
         .caller = sides_.sender,
         .next =
             [this, left](hv1::OpenTransitionRequest& request) {
               if (left->fetch_sub(1) <= 0) return false;
               request = OpenRequest(patients_.fetch_add(1));
               return true;
             },
         .check =
             [&opened](const hv1::OpenTransitionRequest&, const hv1::OpenTransitionResponse& response) {
               opened.Add(response.outcome().transition().id());
               return std::string();
             },
         .failed = {}});
  };
}

MakePlace Calls::MarkNeeds(Ids& opened, Ids& marked) {
  return [this, &opened, &marked](int number) {
    auto& stub = *target_.OfPlace(number).handover;
    return NewPlace<hv1::MarkNeedRequest, hv1::MarkNeedResponse>(
        {.start = [&stub](auto... arguments) { stub.async()->MarkNeed(std::move(arguments)...); },
         .caller = sides_.sender,
         .next =
             [this, &opened](hv1::MarkNeedRequest& request) {
               std::string id;
               if (!opened.Take(id)) return false;
               request = MarkRequest(id, sides_.receiver_unit_id());
               return true;
             },
         .check =
             [&marked](const hv1::MarkNeedRequest& request, const hv1::MarkNeedResponse&) {
               marked.Add(request.transition_id());
               return std::string();
             },
         .failed = {}});
  };
}

MakePlace Calls::SendHandovers(Ids& marked, Ids& sent_handovers) {
  return [this, &marked, &sent_handovers](int number) {
    auto& stub = *target_.OfPlace(number).handover;
    return NewPlace<hv1::SendHandoverRequest, hv1::SendHandoverResponse>(
        {.start = [&stub](auto... arguments) { stub.async()->SendHandover(std::move(arguments)...); },
         .caller = sides_.sender,
         .next =
             [this, &marked](hv1::SendHandoverRequest& request) {
               std::string id;
               if (!marked.Take(id)) return false;
               request = SendRequest(id, sides_.receiver_unit_id());
               return true;
             },
         .check =
             [&sent_handovers](const hv1::SendHandoverRequest& request, const hv1::SendHandoverResponse& response) {
               const hv1::StepOutcome& outcome = response.outcome();
               if (outcome.transition().id() != request.transition_id()) return std::string("another transition");
               sent_handovers.Add(outcome.handover_id());
               return CheckHandover(outcome, outcome.handover_id(), hv1::HANDOVER_STATE_SENT);
             },
         .failed = {}});
  };
}

MakePlace Calls::AcknowledgeHandovers(Ids& sent_handovers, Ids& acknowledged) {
  return [this, &sent_handovers, &acknowledged](int number) {
    auto& stub = *target_.OfPlace(number).handover;
    return NewPlace<hv1::AcknowledgeRequest, hv1::AcknowledgeResponse>(
        {.start = [&stub](auto... arguments) { stub.async()->Acknowledge(std::move(arguments)...); },
         .caller = sides_.receiver,
         .next =
             [this, &sent_handovers](hv1::AcknowledgeRequest& request) {
               std::string id;
               if (!sent_handovers.Take(id)) return false;
               request = AcknowledgeOf(id, StaffOf(sides_.receiver));
               return true;
             },
         .check =
             [&acknowledged](const hv1::AcknowledgeRequest& request, const hv1::AcknowledgeResponse& response) {
               acknowledged.Add(request.handover_id());
               return CheckHandover(response.outcome(), request.handover_id(), hv1::HANDOVER_STATE_ACKNOWLEDGED);
             },
         .failed = {}});
  };
}

MakePlace Calls::GetHandovers(const Ids& handovers) {
  auto running = std::make_shared<std::atomic<size_t>>(0);
  return [this, running, &handovers](int number) {
    auto& stub = *target_.OfPlace(number).handover;
    return NewPlace<hv1::GetHandoverRequest, hv1::GetHandoverResponse>(
        {.start = [&stub](auto... arguments) { stub.async()->GetHandover(std::move(arguments)...); },
         .caller = sides_.receiver,
         .next =
             [running, &handovers](hv1::GetHandoverRequest& request) {
               request.set_handover_id(handovers.At(running->fetch_add(1)));
               return !request.handover_id().empty();
             },
         .check =
             [](const hv1::GetHandoverRequest& request, const hv1::GetHandoverResponse& response) {
               if (response.handover().handover().id() != request.handover_id()) return std::string("another handover");
               return std::string(response.handover().content().has_reason() ? "" : "the content is missing");
             },
         .failed = {}});
  };
}

MakePlace Calls::ListInbox() {
  auto after = std::make_shared<std::atomic<int64_t>>(0);
  return [this, after](int number) {
    auto& stub = *target_.OfPlace(number).inbox;
    return NewPlace<rt1::ListInboxRequest, rt1::ListInboxResponse>(
        {.start = [&stub](auto... arguments) { stub.async()->ListInbox(std::move(arguments)...); },
         .caller = sides_.receiver,
         .next =
             [after](rt1::ListInboxRequest& request) {
               request.set_after_sequence(after->load());
               request.set_page_size(kPageSize);
               return true;
             },
         .check =
             [after](const rt1::ListInboxRequest& request, const rt1::ListInboxResponse& response) {
               const int64_t last = response.last_sequence();
               const int64_t expected = std::min<int64_t>(kPageSize, last - request.after_sequence());
               after->store(request.after_sequence() + 2 * kPageSize >= last ? 0 : request.after_sequence() + 37);
               if (response.events_size() < expected) return absl::StrCat("only ", response.events_size(), " events");
               for (int i = 0; i < response.events_size(); ++i) {
                 if (response.events(i).sequence() != request.after_sequence() + 1 + i) return std::string("a gap");
               }
               return std::string();
             },
         .failed = {}});
  };
}

MakePlace Calls::ListOverdue() {
  return [this](int number) {
    auto& stub = *target_.OfPlace(number).deadlines;
    return NewPlace<dl1::ListTasksRequest, dl1::ListTasksResponse>(
        {.start = [&stub](auto... arguments) { stub.async()->ListTasks(std::move(arguments)...); },
         .caller = sides_.sender,
         .next =
             [](dl1::ListTasksRequest& request) {
               request.set_overdue_only(true);
               request.set_page_size(kPageSize);
               return true;
             },
         .check =
             [](const dl1::ListTasksRequest&, const dl1::ListTasksResponse& response) {
               const auto& tasks = response.tasks();
               const bool all =
                   std::all_of(tasks.begin(), tasks.end(), [](const auto& task) { return task.overdue(); });
               return std::string(all ? "" : "a task that is not overdue");
             },
         .failed = {}});
  };
}

std::string Prepare(Calls& calls, int64_t wanted, Ids& marked) {
  const int64_t missing = wanted - static_cast<int64_t>(marked.left());
  if (missing <= 0) return "";
  Ids opened;
  const LoadPlan plan{.outstanding = kCallsPerConnection};
  const LoadFigures opening = RunLoad(plan, calls.OpenTransitions(missing, opened));
  if (opening.faults > 0) return absl::StrCat("OpenTransition: ", opening.first_fault);
  const LoadFigures marking = RunLoad(plan, calls.MarkNeeds(opened, marked));
  if (marking.faults > 0) return absl::StrCat("MarkNeed: ", marking.first_fault);
  return "";
}

}  // namespace hemgang::load
