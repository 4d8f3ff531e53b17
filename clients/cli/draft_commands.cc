#include "hemgang/handover/v1/draft_service.pb.h"
#include "hemgang/handover/v1/handover_service.pb.h"

#include "clients/cli/rooms.h"
#include "clients/cli/views.h"
#include "clients/cli/yaml_writer.h"

namespace hemgang::cli {
namespace {

namespace hv1 = hemgang::handover::v1;

const Flag kDraft = {"DRAFT,--draft", "draft_id", "The draft", true};
constexpr char kGet[] = "hemgang.handover.v1.DraftService/GetDraft";

std::string Method(const char* name) {
  return std::string("hemgang.handover.v1.DraftService/") + name;
}

ExitStatus ShowOne(Desk& desk, const Given& given, const Message& request) {
  hv1::GetDraftResponse answer;
  const grpc::Status status = desk.session.Call(kGet, request, &answer);
  if (!status.ok()) return Explain(status, desk.settings, "", desk.err);
  if (desk.settings.json) {
    PrintJson(answer, false, *desk.screen.out);
  } else if (given.Has("--yaml")) {
    *desk.screen.out << WriteYaml(answer.draft().content());
  } else {
    ShowDraft(desk.screen, answer);
  }
  return kDone;
}

std::vector<Command> All() {
  return {
      {"save",
       Method("SaveDraft"),
       "Keep a handover as far as it is written; seen by your unit only",
       {"hemgang handover draft save --transition ID --content h1.yaml",
        "hemgang handover draft save DRAFT --etag ETAG --transition ID --content h1.yaml"},
       {{"DRAFT,--draft", "draft.id", "The draft that is saved again; a new one when not said"},
        {"--etag", "draft.etag", "As the last save or show gave it; needed to save again"},
        {"--transition", "draft.transition_id", "Whose handover", true},
        {"--content", "draft.content", "The form, YAML or JSON", false, Take::kFile},
        {"--to", "draft.receiver_unit_id", "The unit that is to take it"},
        {"--urgency", "draft.urgency", "How fast it must answer"},
        {"--profession", "draft.professions", "For whom: ot, pt or ot,pt"},
        {"--kind", "draft.kind", "What kind of handover"}},
       Shows<hv1::SaveDraftResponse>(ShowSavedDraft)},
      {"show",
       kGet,
       "What the draft says; with --yaml as a file to go on writing in",
       {"hemgang handover draft show DRAFT", "hemgang handover draft show DRAFT --yaml > h1.yaml"},
       {kDraft, {"--yaml", "", "The content alone, as `draft save --content` reads it", false, Take::kSwitch}},
       nullptr,
       nullptr,
       ShowOne},
      {"list",
       Method("ListDrafts"),
       "The drafts of your unit",
       {"hemgang handover draft list"},
       {},
       Shows<hv1::ListDraftsResponse>(ShowDrafts)},
      {"discard",
       Method("DiscardDraft"),
       "Erase a draft",
       {"hemgang handover draft discard DRAFT"},
       {kDraft},
       Shows<hv1::DiscardDraftResponse>(ShowDiscarded)},
  };
}

}  // namespace

const Group& DraftCommands() {
  static const Group* const group = new Group{"handover draft", "Handovers that are being written", All()};
  return *group;
}

}  // namespace hemgang::cli
