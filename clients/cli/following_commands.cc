#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "clients/cli/flags.h"
#include "clients/cli/step_commands.h"
#include "clients/cli/views.h"

namespace hemgang::cli {
namespace {

namespace hv1 = hemgang::handover::v1;

// "2=delivered", "2=ordered@molndal-hemrehab", "=missing:hoist" for a line that is new.
ExitStatus ReadAid(const Desk& desk, const std::string& text, hv1::AidUpdate* update) {
  const std::vector<std::string> named = absl::StrSplit(text, absl::MaxSplits(':', 1));
  const std::vector<std::string> sides = absl::StrSplit(named[0], absl::MaxSplits('=', 1));
  if (sides.size() != 2 || (sides[0].empty() && named.size() != 2)) {
    return desk.Usage(
        absl::StrCat("--aid '", text, "': write LINE=STATUS[@UNIT], or =STATUS[@UNIT]:NAME for a new line"));
  }
  const std::vector<std::string> said = absl::StrSplit(sides[1], absl::MaxSplits('@', 1));
  update->set_id(sides[0]);
  if (said.size() == 2) update->set_responsible_unit_id(said[1]);
  if (named.size() == 2) update->set_name(named[1]);
  const std::vector<Fault> faults = SetFlag("--aid", "status", {said[0]}, desk.screen.zone, update);
  return faults.empty() ? kDone : desk.Usage(absl::StrCat(faults.front().path, ": ", faults.front().text));
}

ExitStatus TakeAids(Desk& desk, const Given& given, Message* request) {
  auto* update = static_cast<hv1::UpdateAidsRequest*>(request);
  const auto aids = given.values.find("--aid");
  if (aids == given.values.end() || aids->second.empty()) return desk.Usage("say which: --aid LINE=STATUS[@UNIT]");
  for (const std::string& aid : aids->second) {
    if (const ExitStatus read = ReadAid(desk, aid, update->add_aids()); read != kDone) return read;
  }
  return kDone;
}

ExitStatus CheckAmend(Desk& desk, const Given& given, Message* request) {
  if (!static_cast<hv1::AmendRequest*>(request)->has_content()) {
    return desk.Usage("say what it says now: --content FILE (begin with `hemgang transition carried ID > h1.yaml`)");
  }
  if (given.Has("--material") == given.Has("--minor")) {
    return desk.Usage("say --material (the receiver must acknowledge anew) or --minor");
  }
  return kDone;
}

}  // namespace

std::vector<Command> FollowingCommands() {
  return {
      {"ask",
       HandoverMethod("Ask"),
       "Ask the other side; the answer is owed",
       {"hemgang handover ask ID --text 'Which mattress?'"},
       {HandoverFlag(), {"--text", "text", "The question; - reads it from standard input", true}},
       ShowOutcome},
      {"answer",
       HandoverMethod("Answer"),
       "Answer a question of the other side",
       {"hemgang handover answer ID QUESTION --text 'The thin one'"},
       {HandoverFlag(),
        {"QUESTION,--question", "question_id", "Which one", true},
        {"--text", "text", "The answer; - reads it from standard input", true}},
       ShowOutcome},
      {"call",
       HandoverMethod("RecordCall"),
       "Write down a phone call to the receiver",
       {"hemgang handover call ID --outcome reached --note 'Anna in the evening team, will read it at once'",
        "hemgang handover call ID --outcome no-answer"},
       {HandoverFlag(),
        {"--outcome", "outcome", "How it went", true},
        {"--answered-by", "answered_by", "Who answered the phone"},
        NoteFlag(),
        OccurredFlag()},
       ShowOutcome},
      {"amend",
       HandoverMethod("Amend"),
       "Say it anew: a new version, the old one is kept",
       {"hemgang handover amend ID --content h1.yaml --material"},
       {HandoverFlag(),
        {"--content", "content", "The whole form as it is now, YAML or JSON", false, Take::kFile},
        {"--material", "material", "The receiver's plan must change: it is to be acknowledged anew"},
        {"--minor", "", "Nothing that the receiver planned on has changed", false, Take::kSwitch},
        {"--urgency", "urgency", "If it is another now"},
        NoteFlag(),
        EtagFlag()},
       ShowOutcome,
       CheckAmend},
      {"aids",
       HandoverMethod("UpdateAids"),
       "What must be at home: how far it has come, who answers for it",
       {"hemgang handover aids ID --aid 1=delivered --aid 2=ordered@molndal-hemrehab",
        "hemgang handover aids ID --aid =missing:hoist"},
       {HandoverFlag(),
        {"--aid", "", "LINE=STATUS[@UNIT], or =STATUS[@UNIT]:NAME for a new line; several times", false, Take::kTexts},
        NoteFlag()},
       ShowOutcome,
       TakeAids},
      {"void",
       HandoverMethod("Void"),
       "It was wrong, as to patient, unit or content: out of view for all, kept sealed",
       {"hemgang handover void ID --reason wrong-patient"},
       {HandoverFlag(), {"--reason", "reason", "What was wrong", true}, NoteFlag(), EtagFlag()},
       ShowOutcome},
      {"transfer",
       HandoverMethod("RecordTransfer"),
       "Note that the text was entered in another system",
       {"hemgang handover transfer ID --to samsa --note 'case 4711'"},
       {HandoverFlag(),
        {"--to", "target", "Which system", true},
        {"--note", "note", "The reference that it got there; - reads it from standard input"},
        OccurredFlag()},
       ShowOutcome},
  };
}

}  // namespace hemgang::cli
