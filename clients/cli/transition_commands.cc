#include "hemgang/handover/v1/handover_service.pb.h"

#include "clients/cli/rooms.h"
#include "clients/cli/views.h"

namespace hemgang::cli {
namespace {

namespace hv1 = hemgang::handover::v1;

const Flag kTransition = {"TRANSITION,--transition", "transition_id", "The transition", true};

// How a planned discharge is said: an instant or a span, or a day.
const Flag kDischarge = {"--discharge", "planned_discharge", "When the patient leaves: an instant, or a span A/B"};
const Flag kDate = {"--date", "planned_discharge.date", "The day, when no time is known"};
const Flag kPart = {"--part", "planned_discharge.day_part", "The part of that day"};

ExitStatus CheckPlanned(const Desk& desk, const Given& given) {
  if (given.Has("--discharge") && given.Has("--date")) return desk.Usage("give --discharge or --date, not both");
  if (given.Has("--part") && !given.Has("--date")) return desk.Usage("--part needs --date");
  return kDone;
}

ExitStatus CheckOpen(Desk& desk, const Given& given, Message* request) {
  const auto& open = static_cast<const hv1::OpenTransitionRequest&>(*request);
  if (open.patient().identity_number().empty()) {
    return desk.Usage("the file must hold patient.identity_number; see `hemgang transition open --help`");
  }
  return CheckPlanned(desk, given);
}

ExitStatus CheckReschedule(Desk& desk, const Given& given, Message*) {
  const int said =
      (given.Has("--discharge") ? 1 : 0) + (given.Has("--date") ? 1 : 0) + (given.Has("--unknown") ? 1 : 0);
  if (said != 1) return desk.Usage("say exactly one of --discharge TIME[/TIME], --date DATE and --unknown");
  return CheckPlanned(desk, given);
}

constexpr char kService[] = "hemgang.handover.v1.HandoverService/";

std::string Method(const char* name) {
  return std::string(kService) + name;
}

std::vector<Command> Opening() {
  return {
      {"open",
       Method("OpenTransition"),
       "A patient is in hospital and will go home; who it is comes from a file, or from standard input (-)",
       {"hemgang transition open patient.yaml --discharge 2026-06-22T10:00+02:00",
        "hemgang transition open - --date 2026-06-22 --part afternoon < patient.yaml", "",
        "patient.yaml:", "  patient: {identity_number: \"19121212-1212\", name: Tolvan Tolvansson}", "  basis: consent",
        "  legs:", "    - {dwelling_form: ordinary_alone, municipality_code: \"1481\"}"},
       {{"FILE,--file", "", "The patient and what else is known, YAML or JSON", true, Take::kFile},
        kDischarge,
        kDate,
        kPart,
        {"--basis", "basis", "On which grounds the receiver is told"},
        {"--occurred", "occurred_time", "When it happened, if not now"}},
       ShowOutcome,
       CheckOpen},
      {"mark-need",
       Method("MarkNeed"),
       "The patient needs rehabilitation at home; from now on a handover is owed",
       {"hemgang transition mark-need ID --profession ot --urgency routine --receiver molndal-hemrehab"},
       {kTransition,
        {"--profession", "profession", "OT and PT are marked one by one (ot, pt)", true},
        {"--urgency", "urgency", "How fast the receiver must answer", true},
        {"--receiver", "expected_receiver_unit_id", "The unit that it will probably go to; its calendar counts"},
        {"--occurred", "occurred_time", "When it happened, if not now"}},
       ShowOutcome},
      {"clear-need",
       Method("ClearNeed"),
       "The need is no more",
       {"hemgang transition clear-need ID --profession pt --reason no-longer-needed"},
       {kTransition, {"--profession", "profession", "Whose need", true}, {"--reason", "reason", "Why", true}},
       ShowOutcome},
  };
}

// Until the patient has left, and after.
std::vector<Command> Leaving() {
  return {
      {"reschedule",
       Method("Reschedule"),
       "The planned discharge moves; shows which due times move with it",
       {"hemgang transition reschedule ID --discharge 2026-06-22T10:00+02:00 --dry-run",
        "hemgang transition reschedule ID --date 2026-06-22 --part afternoon",
        "hemgang transition reschedule ID --unknown"},
       {kTransition,
        kDischarge,
        kDate,
        kPart,
        {"--unknown", "", "Nobody knows any more", false, Take::kSwitch},
        {"--dry-run", "dry_run", "Show what it would do, and keep nothing"}},
       ShowOutcome,
       CheckReschedule},
      {"confirm-stay",
       Method("ConfirmStay"),
       "The patient is still in hospital",
       {"hemgang transition confirm-stay ID"},
       {kTransition},
       ShowOutcome},
      {"record-discharge",
       Method("RecordDischarge"),
       "The patient has left the hospital",
       {"hemgang transition record-discharge ID", "hemgang transition record-discharge ID --at 2026-06-22T10:20+02:00"},
       {kTransition,
        {"--at", "discharged_time", "When the patient left, if not now"},
        {"--dry-run", "dry_run", "Show what it would do, and keep nothing"}},
       ShowOutcome},
      {"record-death",
       Method("RecordDeath"),
       "The patient has died; everyone who was to visit must see it",
       {"hemgang transition record-death ID --at 2026-06-22T10:20+02:00"},
       {kTransition, {"--at", "died_time", "When the patient died, if not now"}},
       ShowOutcome},
      {"close",
       Method("CloseTransition"),
       "Everything is done; refused while anything is owed",
       {"hemgang transition close ID"},
       {kTransition},
       ShowOutcome},
  };
}

std::vector<Command> Reading() {
  return {
      {"show",
       Method("GetTransition"),
       "One transition: patient, needs, handovers, who owes what",
       {"hemgang transition show ID"},
       {kTransition},
       Shows<hv1::GetTransitionResponse>(ShowTransition)},
      {"list",
       Method("ListTransitions"),
       "The transitions of your unit",
       {"hemgang transition list", "hemgang transition list --all --json"},
       {{"--all", "include_ended", "Also the closed and cancelled ones"}},
       Shows<hv1::ListTransitionsResponse>(ShowTransitions)},
  };
}

std::vector<Command> All() {
  std::vector<Command> all = Opening();
  for (const auto& part : {Leaving(), Reading()}) all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace

const Group& TransitionCommands() {
  static const Group* const group =
      new Group{"transition", "A patient's way from a hospital stay to home: need, discharge, end", All()};
  return *group;
}

}  // namespace hemgang::cli
