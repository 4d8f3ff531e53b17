#include "tests/flows/flow_calls.h"

#include <chrono>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"

#include "services/rpc/door.h"
#include "tests/flows/flow_frame.h"
#include "tests/support/test_directory.h"

namespace hemgang::flows {
namespace {

const VerbRow* FindVerb(const std::string& verb) {
  for (const absl::Span<const VerbRow> verbs : {TransitionVerbs(), HandoverVerbs()}) {
    for (const VerbRow& row : verbs) {
      if (verb == row.verb) return &row;
    }
  }
  return nullptr;
}

}  // namespace

FlowReply ReplyOf(const grpc::Status& status, const hv1::StepOutcome& outcome, const std::string& bytes) {
  FlowReply reply;
  reply.ok = status.ok();
  if (reply.ok) {
    reply.outcome = outcome;
    reply.bytes = bytes;
    return reply;
  }
  reply.refusal = rpc::ReasonOf(rpc::FromGrpc(status));
  if (reply.refusal == ev1::ERROR_REASON_UNSPECIFIED || reply.refusal == ev1::ERROR_REASON_INVALID_REQUEST) {
    reply.trouble = absl::StrCat(static_cast<int>(status.error_code()), " ", status.error_message());
  }
  return reply;
}

hv1::PlannedDischarge PlannedFrom(const FlowWords& words) {
  hv1::PlannedDischarge planned;
  const std::string said = words.Get("discharge");
  if (const size_t dots = said.find(".."); dots != std::string::npos) {
    *planned.mutable_time() = rpc::ToTimestamp(ReadTime(said.substr(0, dots)));
    *planned.mutable_until_time() = rpc::ToTimestamp(ReadTime(said.substr(dots + 2)));
  } else if (!said.empty()) {
    *planned.mutable_time() = rpc::ToTimestamp(ReadTime(said));
  }
  planned.set_date(words.Get("date"));
  if (words.Has("part")) planned.set_day_part(ValueOf<hv1::DayPart>(words.Get("part")));
  return planned;
}

void SetLegs(const FlowWords& words, google::protobuf::RepeatedPtrField<hv1::Leg>* legs) {
  for (const std::string& text : words.GetList("legs")) {
    const std::vector<std::string> parts = absl::StrSplit(text, ':');
    hv1::Leg& leg = *legs->Add();
    leg.set_dwelling_form(ValueOf<hv1::DwellingForm>(parts[0]));
    if (parts.size() > 1) leg.set_municipality_code(parts[1]);
    if (parts.size() > 2) leg.set_from_date(parts[2]);
    if (parts.size() > 3) leg.set_district_id(parts[3]);
    if (parts.size() > 4) leg.set_country(ValueOf<hv1::Country>(parts[4]));
  }
}

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
  if (row->makes_something) {
    call.makes = words.Name(0);
    call.makes_second = words.Name(1);
  }
  const bool sends = row->step == hv1::STEP_SEND_HANDOVER;
  call.kind = sends ? ValueOf<hv1::HandoverKind>(words.Get("kind", "discharge-handover")) : desk.kind_of(words);
  return call;
}

bool Failed(const grpc::Status& status, std::vector<std::string>& lines) {
  if (status.ok()) return false;
  const auto refusal = rpc::ReasonOf(rpc::FromGrpc(status));
  lines.push_back(refusal == ev1::ERROR_REASON_UNSPECIFIED ? absl::StrCat("trouble ", status.error_message())
                                                           : absl::StrCat("refused ", NameOf(refusal)));
  return true;
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
