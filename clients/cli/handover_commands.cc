#include <utility>

#include "hemgang/handover/v1/draft_service.pb.h"
#include "hemgang/handover/v1/handover_service.pb.h"

#include "clients/cli/content_template.h"
#include "clients/cli/rooms.h"
#include "clients/cli/step_commands.h"
#include "clients/cli/views.h"

namespace hemgang::cli {
namespace {

namespace hv1 = hemgang::handover::v1;

// What the command line leaves open of a handover that was drafted is taken from the draft.
void TakeFromDraft(const hv1::Draft& draft, hv1::SendHandoverRequest* send) {
  if (send->transition_id().empty()) send->set_transition_id(draft.transition_id());
  if (send->kind() == hv1::HANDOVER_KIND_UNSPECIFIED) send->set_kind(draft.kind());
  if (send->urgency() == hv1::URGENCY_UNSPECIFIED) send->set_urgency(draft.urgency());
  if (send->professions().empty()) *send->mutable_professions() = draft.professions();
  if (send->receiver_unit_id().empty()) send->set_receiver_unit_id(draft.receiver_unit_id());
  if (!send->has_content()) *send->mutable_content() = draft.content();
}

// Two professions in two places.
constexpr std::pair<const char*, hv1::Profession> kReceiverFlags[] = {
    {"--ot-to", hv1::PROFESSION_OCCUPATIONAL_THERAPIST}, {"--pt-to", hv1::PROFESSION_PHYSIOTHERAPIST}};

ExitStatus CompleteSend(Desk& desk, const Given& given, Message* request) {
  auto* send = static_cast<hv1::SendHandoverRequest*>(request);
  if (!send->draft_id().empty()) {
    hv1::GetDraftRequest get;
    get.set_draft_id(send->draft_id());
    hv1::GetDraftResponse got;
    const grpc::Status status = desk.session.Call("hemgang.handover.v1.DraftService/GetDraft", get, &got);
    if (!status.ok()) return Explain(status, desk.settings, "", desk.err);
    TakeFromDraft(got.draft(), send);
  }
  for (const auto& [flag, profession] : kReceiverFlags) {
    if (!given.Has(flag)) continue;
    hv1::ProfessionReceiver& receiver = *send->add_receivers();
    receiver.set_profession(profession);
    receiver.set_receiver_unit_id(given.First(flag));
  }
  if (!send->has_content()) {
    return desk.Usage("say what is handed over: --content FILE (begin with `hemgang handover template`) or --draft ID");
  }
  if (send->kind() == hv1::HANDOVER_KIND_UNSPECIFIED) send->set_kind(hv1::HANDOVER_KIND_DISCHARGE_HANDOVER);
  const std::pair<bool, const char*> needed[] = {{send->transition_id().empty(), "--transition ID"},
                                                 {send->urgency() == hv1::URGENCY_UNSPECIFIED, "--urgency"},
                                                 {send->professions().empty(), "--profession"}};
  for (const auto& [missing, flag] : needed) {
    if (missing) return desk.Usage(std::string(flag) + " is missing");
  }
  return kDone;
}

ExitStatus PrintTemplate(Desk& desk, const Given&, const Message&) {
  if (desk.settings.json) {
    PrintJson(EmptyContent(), false, *desk.screen.out);
  } else {
    *desk.screen.out << ContentTemplate();
  }
  return kDone;
}

std::vector<Command> Sending() {
  return {
      {"template",
       "",
       "Print the form with its twelve entries, in Swedish, ready to be filled in",
       {"hemgang handover template > h1.yaml"},
       {},
       nullptr,
       nullptr,
       PrintTemplate},
      {"send",
       HandoverMethod("SendHandover"),
       "Send a handover; answered when it is kept",
       {"hemgang handover send --transition ID --to molndal-hemrehab --urgency routine --profession ot --content "
        "h1.yaml",
        "hemgang handover send --transition ID --ot-to molndal-hemrehab --pt-to molndal-vcrehab --urgency urgent "
        "--profession ot,pt --content h1.yaml",
        "hemgang handover send --draft ID", "hemgang handover send --file whole-request.yaml"},
       {{"--file", "", "A file with any of what the other flags say, by the names of the API", false, Take::kFile},
        {"--content", "content", "The filled-in form, YAML or JSON", false, Take::kFile},
        {"--transition", "transition_id", "Whose handover"},
        {"--to", "receiver_unit_id", "The unit that is to take it; where each need is routed when not said"},
        {"--ot-to", "", "The unit that is to take it for occupational therapy", false, Take::kText},
        {"--pt-to", "", "The unit that is to take it for physiotherapy", false, Take::kText},
        {"--move", "planned_move", "ONWARD: when the patient leaves the short-term place"},
        {"--move-date", "planned_move.date", "The day of it, when no time is known"},
        {"--door-code", "door_code", "How to get in; erased after the first visit; - reads it from standard input"},
        {"--urgency", "urgency", "How fast it must answer"},
        {"--profession", "professions", "For whom: ot, pt or ot,pt"},
        {"--kind", "kind", "What kind of handover; a discharge handover when not said"},
        {"--draft", "draft_id", "The draft that this is; it gives what is not said here and is erased when kept"},
        OccurredFlag()},
       ShowOutcome,
       CompleteSend},
      {"text",
       HandoverMethod("GetHandoverText"),
       "The handover as plain text, to be pasted into SAMSA or the medical record",
       {"hemgang handover text ID --for samsa", "hemgang handover text ID --for journal --language bokmal"},
       {HandoverFlag(),
        {"--for", "purpose", "Where it is to be pasted", true},
        {"--language", "language", "The language of your unit when not said"}},
       Shows<hv1::GetHandoverTextResponse>(ShowText)},
      {"show",
       HandoverMethod("GetHandover"),
       "One handover: what has happened, what is owed, what it says",
       {"hemgang handover show ID"},
       {HandoverFlag()},
       Shows<hv1::GetHandoverResponse>(ShowHandover)},
      {"list",
       HandoverMethod("ListHandovers"),
       "The handovers that your unit sent or received",
       {"hemgang handover list", "hemgang handover list --all --json"},
       {{"--all", "include_ended", "Also the completed, withdrawn and voided ones"}},
       Shows<hv1::ListHandoversResponse>(ShowHandovers)},
  };
}

std::vector<Command> All() {
  std::vector<Command> all = Sending();
  for (const auto& part : {AnsweringCommands(), FollowingCommands()}) all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace

const Group& HandoverCommands() {
  static const Group* const group =
      new Group{"handover", "Write, send, take, ask, amend, decline, forward and finish handovers", All()};
  return *group;
}

}  // namespace hemgang::cli
