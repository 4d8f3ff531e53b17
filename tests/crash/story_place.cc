#include "tests/crash/story_place.h"

#include <utility>

#include <grpcpp/impl/codegen/proto_utils.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "clients/load/requests.h"

namespace hemgang::crash {
namespace {

constexpr absl::Duration kTimeout = absl::Seconds(20);

struct StepRow {
  hv1::Step step;
  const char* method;
  const google::protobuf::Message* (*empty_answer)();
};

template <typename Response>
const google::protobuf::Message* Empty() {
  return &Response::default_instance();
}

constexpr StepRow kSteps[] = {
    {hv1::STEP_OPEN_TRANSITION, "/hemgang.handover.v1.HandoverService/OpenTransition",
     Empty<hv1::OpenTransitionResponse>},
    {hv1::STEP_SEND_HANDOVER, "/hemgang.handover.v1.HandoverService/SendHandover", Empty<hv1::SendHandoverResponse>},
    {hv1::STEP_ACKNOWLEDGE, "/hemgang.handover.v1.HandoverService/Acknowledge", Empty<hv1::AcknowledgeResponse>},
};

const StepRow& RowOf(hv1::Step step) {
  const StepRow* row = kSteps;
  while (row->step != step) ++row;
  return *row;
}

// Each of the three answers is an outcome and nothing else.
const hv1::StepOutcome& OutcomeOf(const google::protobuf::Message& answer) {
  const google::protobuf::FieldDescriptor* field = answer.GetDescriptor()->FindFieldByName("outcome");
  return static_cast<const hv1::StepOutcome&>(answer.GetReflection()->GetMessage(answer, field));
}

template <typename Request>
Promise NewPromise(hv1::Step step, const std::string& caller, Request request) {
  Promise promise;
  promise.step = step;
  promise.caller = caller;
  promise.request_id = request.request_id();
  promise.request = std::make_shared<const Request>(std::move(request));
  return promise;
}

}  // namespace

void StepCall::Begin(const Promise& promise, std::function<void(const grpc::Status&, const hv1::StepOutcome&)> done) {
  const StepRow& row = RowOf(promise.step);
  response_.reset(row.empty_answer()->New());
  context_.emplace();
  context_->set_deadline(absl::ToChronoTime(absl::Now() + kTimeout));
  context_->AddMetadata("hemgang-caller", promise.caller);
  stub_.UnaryCall(&*context_, row.method, grpc::StubOptions(), promise.request.get(), response_.get(),
                  [this, done = std::move(done)](const grpc::Status& status) { done(status, OutcomeOf(*response_)); });
}

bool StoryPlace::Begin(Answered answered) {
  if (ended_) return false;
  Promise promise = Next();
  const hv1::Step step = promise.step;
  const size_t place = ledger_.Ask(promise);
  call_.Begin(promise, [this, step, place, keep = promise.request, answered = std::move(answered)](
                           const grpc::Status& status, const hv1::StepOutcome& outcome) {
    if (status.ok()) {
      ledger_.Answer(place, outcome);
      before_ = step;
      outcome_ = outcome;
      return answered("");
    }
    ended_ = true;
    answered(IsUnknown(status) ? "" : absl::StrCat(hv1::Step_Name(step), ": ", status.error_message()));
  });
  return true;
}

Promise StoryPlace::Next() const {
  constexpr int64_t kMostPatients = 1000000;
  switch (before_) {
    case hv1::STEP_OPEN_TRANSITION:
      return NewPromise(hv1::STEP_SEND_HANDOVER, kSender,
                        load::SendRequest(outcome_.transition().id(), "molndal-hemrehab"));
    case hv1::STEP_SEND_HANDOVER:
      return NewPromise(hv1::STEP_ACKNOWLEDGE, kReceiver, load::AcknowledgeOf(outcome_.handover_id(), "eva.at"));
    default:
      return NewPromise(hv1::STEP_OPEN_TRANSITION, kSender, load::OpenRequest(patient_ % kMostPatients));
  }
}

bool IsUnknown(const grpc::Status& status) {
  switch (status.error_code()) {
    case grpc::StatusCode::UNAVAILABLE:
    case grpc::StatusCode::DEADLINE_EXCEEDED:
    case grpc::StatusCode::CANCELLED:
      return true;
    default:
      return false;
  }
}

}  // namespace hemgang::crash
