// How a command line becomes a call: what all verbs share. Internal to the flow calls.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"

#include "hemgang/handover/v1/handover_service.grpc.pb.h"

#include "services/rpc/errors.h"
#include "services/rpc/times.h"
#include "services/rpc/wire_status.h"
#include "tests/flows/flow_calls.h"

namespace hemgang::flows {

using Stub = hv1::HandoverService::Stub;
template <typename Request, typename Response>
using Method = grpc::Status (Stub::*)(grpc::ClientContext*, const Request&, Response*);

FlowReply ReplyOf(const grpc::Status& status, const hv1::StepOutcome& outcome, const std::string& bytes);

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
    return ReplyOf(status, response.outcome(), response.SerializeAsString());
  };
  return call;
}

// Calls by the unit that the words name, else by the hospital's, or by one side of the handover.
template <typename Request, typename Response>
FlowCall OnTransition(const FlowWords& words, const FlowDesk& desk, Request request, Method<Request, Response> method) {
  request.set_transition_id(desk.names.IdOf(words.Name(0)));
  return CallOf(desk, CallerOf(words, desk.unit_of_transition(words.Name(0))), std::move(request), method);
}

enum class Side { kSender, kReceiver };

template <typename Request, typename Response>
FlowCall OnHandover(const FlowWords& words, const FlowDesk& desk, Side side, Request request,
                    Method<Request, Response> method) {
  request.set_handover_id(desk.names.IdOf(words.Name(0)));
  const std::string unit = desk.unit_of_handover(words.Name(0), side == Side::kSender);
  return CallOf(desk, CallerOf(words, unit), std::move(request), method);
}

// etag=now is the handover's own; any other word is sent as it stands.
template <typename Request>
void SetEtag(const FlowWords& words, const FlowDesk& desk, Request& request) {
  const std::string etag = words.Get("etag");
  request.set_etag(etag == "now" ? desk.etag_of(words.Name(0)) : etag);
}

// Sets a time where the words have one; `mutable_field` gives the field.
template <typename Field>
void SetTime(const FlowWords& words, const std::string& key, Field mutable_field) {
  if (const auto time = words.GetTime(key)) *mutable_field() = rpc::ToTimestamp(*time);
}

// Every word by which a leave is planned: discharge=TIME[..TIME], date=DATE [part=…], or unknown.
hv1::PlannedDischarge PlannedFrom(const FlowWords& words);

// to=short-term-place:1481,ordinary-alone:1481:2026-07-13
void SetLegs(const FlowWords& words, google::protobuf::RepeatedPtrField<hv1::Leg>* legs);

struct VerbRow {
  const char* verb;
  hv1::Step step;
  FlowCall (*prepare)(const FlowWords&, const FlowDesk&);
  bool makes_something = false;
};
absl::Span<const VerbRow> TransitionVerbs();
absl::Span<const VerbRow> HandoverVerbs();

}  // namespace hemgang::flows
