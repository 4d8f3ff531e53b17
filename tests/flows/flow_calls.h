// From a command line to a call of the real service, ready to be made: once, again, or beside another.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "hemgang/errors/v1/errors.pb.h"
#include "hemgang/handover/v1/views.pb.h"

#include "tests/flows/flow_names.h"
#include "tests/flows/flow_words.h"
#include "tests/support/test_house.h"

namespace hemgang::flows {

namespace ev1 = hemgang::errors::v1;

struct FlowReply {
  bool ok = false;
  // UNSPECIFIED when ok, and for trouble.
  ev1::ErrorReason refusal = ev1::ERROR_REASON_UNSPECIFIED;
  // Of anything that is neither OK nor a refusal.
  std::string trouble;
  hv1::StepOutcome outcome;
  // The whole answer, for comparing.
  std::string bytes;
};

// A call may be made from any thread, and again after the house was restarted.
struct FlowCall {
  hv1::Step step = hv1::STEP_UNSPECIFIED;
  // Of the handover that it is about, or sends; UNSPECIFIED for a step on the transition, or on nothing that exists.
  hv1::HandoverKind kind = hv1::HANDOVER_KIND_UNSPECIFIED;
  // The name that a new transition or handover gets, and the second handover of two; empty for none.
  std::string makes;
  std::string makes_second;
  std::string request_id;
  std::function<FlowReply()> make;
};

// What a command line can look up. Borrowed for the length of Prepare.
struct FlowDesk {
  test::TestHouse& house;
  const FlowNames& names;
  // "00000000-…": what the call's request id will be.
  std::string request_id;
  // Who would do it, when the command does not say.
  std::function<std::string(const std::string& handover_name, bool sender)> unit_of_handover;
  std::function<std::string(const std::string& transition_name)> unit_of_transition;
  // The handover's etag now, for etag=now.
  std::function<std::string(const std::string& handover_name)> etag_of;
  // The id of the first running task of this kind, such as "first-contact"; one that nothing has when there is none.
  std::function<std::string(const std::string& transition_name, const std::string& kind)> id_of_task;
  // The id of the handover's last question, or its first; one that nothing has when there is none.
  std::function<std::string(const std::string& handover_name, bool first)> id_of_question;
  // The id of the transition that a handover is in.
  std::function<std::string(const std::string& handover_name)> transition_of;
  // Of the handover that the words name first, if it is one.
  std::function<hv1::HandoverKind(const FlowWords& words)> kind_of;
  // True for a handover that takes a patient home: its receiver names a therapist.
  std::function<bool(const std::string& handover_name)> takes_home;
};

// True for a verb that is a step.
bool IsStepVerb(const std::string& verb);

FlowCall PrepareCall(const FlowWords& words, const FlowDesk& desk);

// Adds the one line that says why there is no answer, if there is none.
bool Failed(const grpc::Status& status, std::vector<std::string>& lines);

// Metadata and a deadline for a call by "eva.at@molndal-hemrehab".
std::unique_ptr<grpc::ClientContext> ContextOf(const std::string& caller);

// "eva.at@molndal-hemrehab" from the words: by= may be a person at a unit, a unit (somebody there), or absent.
std::string CallerOf(const FlowWords& words, const std::string& unit_id);

}  // namespace hemgang::flows
