#include "hemgang/handover/v1/handover_service.pb.h"

#include "clients/cli/content_template.h"
#include "clients/cli/rooms.h"
#include "clients/cli/views.h"

namespace hemgang::cli {
namespace {

namespace hv1 = hemgang::handover::v1;

const Flag kHandover = {"HANDOVER,--handover", "handover_id", "The handover", true};
const Flag kEtag = {"--etag", "etag", "Refuse when somebody changed the handover after you saw this etag"};
const Flag kNote = {"--note", "note", "Free text, seen by the other side; - reads it from standard input"};
const Flag kOccurred = {"--occurred", "occurred_time", "When it happened, if not now"};

std::string Method(const char* name) {
  return std::string("hemgang.handover.v1.HandoverService/") + name;
}

// What the command line leaves open of a handover that was drafted is taken from the draft.
void TakeFromDraft(const hv1::Draft& draft, hv1::SendHandoverRequest* send) {
  if (send->transition_id().empty()) send->set_transition_id(draft.transition_id());
  if (send->kind() == hv1::HANDOVER_KIND_UNSPECIFIED) send->set_kind(draft.kind());
  if (send->urgency() == hv1::URGENCY_UNSPECIFIED) send->set_urgency(draft.urgency());
  if (send->professions().empty()) *send->mutable_professions() = draft.professions();
  if (send->receiver_unit_id().empty()) send->set_receiver_unit_id(draft.receiver_unit_id());
  if (!send->has_content()) *send->mutable_content() = draft.content();
}

ExitStatus CompleteSend(Desk& desk, const Given&, Message* request) {
  auto* send = static_cast<hv1::SendHandoverRequest*>(request);
  if (!send->draft_id().empty()) {
    hv1::GetDraftRequest get;
    get.set_draft_id(send->draft_id());
    hv1::GetDraftResponse got;
    const grpc::Status status = desk.session.Call("hemgang.handover.v1.DraftService/GetDraft", get, &got);
    if (!status.ok()) return Explain(status, desk.settings, "", desk.err);
    TakeFromDraft(got.draft(), send);
  }
  if (!send->has_content()) {
    return desk.Usage("say what is handed over: --content FILE (begin with `hemgang handover template`) or --draft ID");
  }
  if (send->kind() == hv1::HANDOVER_KIND_UNSPECIFIED) send->set_kind(hv1::HANDOVER_KIND_DISCHARGE_HANDOVER);
  const std::pair<bool, const char*> needed[] = {{send->transition_id().empty(), "--transition ID"},
                                                 {send->receiver_unit_id().empty(), "--to UNIT"},
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
       Method("SendHandover"),
       "Send a handover; answered when it is kept",
       {"hemgang handover send --transition ID --to molndal-hemrehab --urgency routine --profession ot --content "
        "h1.yaml",
        "hemgang handover send --draft ID", "hemgang handover send --file whole-request.yaml"},
       {{"--file", "", "A file with any of what the other flags say, by the names of the API", false, Take::kFile},
        {"--content", "content", "The filled-in form, YAML or JSON", false, Take::kFile},
        {"--transition", "transition_id", "Whose handover"},
        {"--to", "receiver_unit_id", "The unit that is to take it"},
        {"--urgency", "urgency", "How fast it must answer"},
        {"--profession", "professions", "For whom: ot, pt or ot,pt"},
        {"--kind", "kind", "What kind of handover; a discharge handover when not said"},
        {"--draft", "draft_id", "The draft that this is; it gives what is not said here and is erased when kept"},
        kOccurred},
       ShowOutcome,
       CompleteSend},
      {"show",
       Method("GetHandover"),
       "One handover: what has happened, what is owed, what it says",
       {"hemgang handover show ID"},
       {kHandover},
       Shows<hv1::GetHandoverResponse>(ShowHandover)},
      {"list",
       Method("ListHandovers"),
       "The handovers that your unit sent or received",
       {"hemgang handover list", "hemgang handover list --all --json"},
       {{"--all", "include_ended", "Also the completed, withdrawn and voided ones"}},
       Shows<hv1::ListHandoversResponse>(ShowHandovers)},
  };
}

std::vector<Command> Answering() {
  return {
      {"acknowledge",
       Method("Acknowledge"),
       "The unit takes it",
       {"hemgang handover acknowledge ID",
        "hemgang handover acknowledge ID --therapist eva.at --visit 2026-06-23T09:00+02:00"},
       {kHandover,
        {"--profession", "professions", "Only for these; all when not said"},
        {"--therapist", "therapist_id", "Who goes there"},
        {"--visit", "planned_first_visit_time", "When the first visit is planned"},
        kOccurred,
        kEtag},
       ShowOutcome},
      {"assign",
       Method("AssignTherapist"),
       "Say who goes there; again when somebody falls ill",
       {"hemgang handover assign ID --therapist eva.at"},
       {kHandover, {"--therapist", "therapist_id", "A licensed person of the unit", true}, kEtag},
       ShowOutcome},
      {"decline",
       Method("Decline"),
       "The unit does not take it; the sender must send it elsewhere",
       {"hemgang handover decline ID --reason wrong-unit --suggest harryda-hemrehab"},
       {kHandover,
        {"--reason", "reason", "Why", true},
        {"--suggest", "suggested_unit_id", "The right unit, if you know it"},
        kNote,
        kEtag},
       ShowOutcome},
      {"redirect",
       Method("Redirect"),
       "Forward it (the receiver), or send it elsewhere after a decline (the sender)",
       {"hemgang handover redirect ID --to harryda-hemrehab"},
       {kHandover, {"--to", "to_unit_id", "The unit that is to take it", true}, kNote, kEtag},
       ShowOutcome},
      {"withdraw",
       Method("Withdraw"),
       "It is no longer needed",
       {"hemgang handover withdraw ID --reason patient-worse"},
       {kHandover, {"--reason", "reason", "Why", true}, kNote, kEtag},
       ShowOutcome},
      {"call",
       Method("RecordCall"),
       "Write down a phone call to the receiver",
       {"hemgang handover call ID --outcome reached --note 'Anna in the evening team, will read it at once'",
        "hemgang handover call ID --outcome no-answer"},
       {kHandover, {"--outcome", "outcome", "How it went", true}, kNote, kOccurred},
       ShowOutcome},
      {"first-contact",
       Method("RecordFirstContact"),
       "The first contact at home: planned, made, or why not",
       {"hemgang handover first-contact ID --outcome planned --at 2026-06-23T09:00+02:00",
        "hemgang handover first-contact ID --outcome made"},
       {kHandover,
        {"--outcome", "outcome", "How it went", true},
        {"--at", "contact_time", "When it was, if not now; for planned: when it will be"},
        kNote,
        kEtag},
       ShowOutcome},
      {"see-notice",
       Method("SeeNotice"),
       "The unit has understood: died, withdrawn, or discharged earlier",
       {"hemgang handover see-notice ID"},
       {kHandover},
       ShowOutcome},
  };
}

std::vector<Command> All() {
  std::vector<Command> all = Sending();
  for (Command& command : Answering()) all.push_back(std::move(command));
  return all;
}

}  // namespace

const Group& HandoverCommands() {
  static const Group* const group =
      new Group{"handover", "Write, send, take, decline, forward and finish handovers", All()};
  return *group;
}

}  // namespace hemgang::cli
