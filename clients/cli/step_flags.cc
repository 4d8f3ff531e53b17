#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "clients/cli/flags.h"
#include "clients/cli/step_commands.h"

namespace hemgang::cli {

namespace hv1 = hemgang::handover::v1;

Flag TransitionFlag() {
  return {"TRANSITION,--transition", "transition_id", "The transition", true};
}
Flag HandoverFlag() {
  return {"HANDOVER,--handover", "handover_id", "The handover", true};
}
Flag NoteFlag() {
  return {"--note", "note", "Free text, seen by the other side; - reads it from standard input"};
}
Flag EtagFlag() {
  return {"--etag", "etag", "Refuse when somebody changed the handover after you saw this etag"};
}
Flag OccurredFlag() {
  return {"--occurred", "occurred_time", "When it happened, if not now"};
}
Flag DryRunFlag() {
  return {"--dry-run", "dry_run", "Show what it would do, and keep nothing"};
}

std::vector<Flag> PlannedFlags(const std::string& field) {
  return {{"--discharge", field, "When the patient leaves: an instant, or a span A/B"},
          {"--date", field + ".date", "The day, when no time is known"},
          {"--part", field + ".day_part", "The part of that day"}};
}

std::string HandoverMethod(const std::string& name) {
  return "hemgang.handover.v1.HandoverService/" + name;
}

ExitStatus CheckPlanned(const Desk& desk, const Given& given) {
  if (given.Has("--discharge") && given.Has("--date")) return desk.Usage("give --discharge or --date, not both");
  if (given.Has("--part") && !given.Has("--date")) return desk.Usage("--part needs --date");
  return kDone;
}

ExitStatus CheckReplanned(const Desk& desk, const Given& given) {
  const int said =
      (given.Has("--discharge") ? 1 : 0) + (given.Has("--date") ? 1 : 0) + (given.Has("--unknown") ? 1 : 0);
  if (said != 1) return desk.Usage("say exactly one of --discharge TIME[/TIME], --date DATE and --unknown");
  return CheckPlanned(desk, given);
}

ExitStatus ReadLeg(const Desk& desk, const std::string& text, hv1::Leg* leg) {
  const std::vector<std::string> parts = absl::StrSplit(text, ',');
  if (parts.size() > 4) {
    return desk.Usage(absl::StrCat("--leg '", text, "': write DWELLING[,MUNICIPALITY[,FROM[,DISTRICT]]]"));
  }
  const char* const fields[] = {"dwelling_form", "municipality_code", "from_date", "district_id"};
  for (size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].empty()) continue;
    const std::vector<Fault> faults = SetFlag("--leg", fields[i], {parts[i]}, desk.screen.zone, leg);
    if (!faults.empty()) return desk.Usage(absl::StrCat(faults.front().path, ": ", faults.front().text));
  }
  return kDone;
}

}  // namespace hemgang::cli
