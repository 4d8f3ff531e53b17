#include "hemgang/handover/v1/handover_service.pb.h"

#include "clients/cli/rooms.h"
#include "clients/cli/step_commands.h"
#include "clients/cli/views.h"
#include "clients/cli/yaml_reader.h"

namespace hemgang::cli {
namespace {

namespace hv1 = hemgang::handover::v1;

ExitStatus CheckOpen(Desk& desk, const Given& given, Message* request) {
  const auto& open = static_cast<const hv1::OpenTransitionRequest&>(*request);
  if (open.patient().identity_number().empty()) {
    return desk.Usage("the file must hold patient.identity_number; see `hemgang transition open --help`");
  }
  return CheckPlanned(desk, given);
}

// A number that stood on the command line would stay in the shell's history.
ExitStatus TakeNumber(Desk& desk, const Given& given, Message* request) {
  const std::string file = given.First("FILE,--patient-file");
  const absl::StatusOr<std::string> text = ReadInput(file);
  if (!text.ok()) return desk.Usage(std::string(text.status().message()));
  const absl::StatusOr<std::string> number = ReadIdentityNumber(*text);
  if (!number.ok()) return desk.Usage(file + " " + std::string(number.status().message()));
  static_cast<hv1::FindPatientRequest*>(request)->set_identity_number(*number);
  return kDone;
}

std::vector<Command> Opening() {
  return {
      {"open",
       HandoverMethod("OpenTransition"),
       "A patient is in hospital and will go home; who it is comes from a file, or from standard input (-)",
       {"hemgang transition open patient.yaml --discharge 2026-06-22T10:00+02:00",
        "hemgang transition open - --date 2026-06-22 --part afternoon < patient.yaml", "",
        "patient.yaml:", "  patient: {identity_number: \"19121212-1212\", name: Tolvan Tolvansson}", "  basis: consent",
        "  legs:", "    - {dwelling_form: ordinary_alone, municipality_code: \"1481\"}"},
       {{"FILE,--file", "", "The patient and what else is known, YAML or JSON", true, Take::kFile},
        PlannedFlags()[0],
        PlannedFlags()[1],
        PlannedFlags()[2],
        {"--basis", "basis", "On which grounds the receiver is told"},
        {"--hospital", "hospital_unit_id", "For the home side, which sends the patient in: the hospital's rehab unit"},
        {"--although-open", "although_open", "The patient has an open transition already, and this is another one"},
        OccurredFlag()},
       ShowOutcome,
       CheckOpen},
      {"mark-need",
       HandoverMethod("MarkNeed"),
       "The patient needs rehabilitation at home; from now on a handover is owed",
       {"hemgang transition mark-need ID --profession ot --urgency routine --receiver molndal-hemrehab"},
       {TransitionFlag(),
        {"--profession", "profession", "OT and PT are marked one by one (ot, pt)", true},
        {"--urgency", "urgency", "How fast the receiver must answer", true},
        {"--receiver", "expected_receiver_unit_id", "The unit that it will go to; where it is routed when not said"},
        {"--care-level", "care_level", "Who must be able to care for the patient at home; it decides the route"},
        {"--mobility", "mobility", "Whether the patient can visit a clinic; it decides the route"},
        OccurredFlag()},
       ShowOutcome},
      {"clear-need",
       HandoverMethod("ClearNeed"),
       "The need is no more",
       {"hemgang transition clear-need ID --profession pt --reason no-longer-needed"},
       {TransitionFlag(), {"--profession", "profession", "Whose need", true}, {"--reason", "reason", "Why", true}},
       ShowOutcome},
  };
}

std::vector<Command> Reading() {
  return {
      {"show",
       HandoverMethod("GetTransition"),
       "One transition: patient, needs, handovers, who owes what",
       {"hemgang transition show ID"},
       {TransitionFlag()},
       Shows<hv1::GetTransitionResponse>(ShowTransition)},
      {"list",
       HandoverMethod("ListTransitions"),
       "The transitions of your unit",
       {"hemgang transition list", "hemgang transition list --all --json"},
       {{"--all", "include_ended", "Also the closed and cancelled ones"}},
       Shows<hv1::ListTransitionsResponse>(ShowTransitions)},
      {"find",
       HandoverMethod("FindPatient"),
       "The transitions of one patient in which your unit has a part; looking is kept in the trail",
       {"hemgang transition find patient.yaml", "hemgang transition find - < number.txt"},
       {{"FILE,--patient-file", "", "A file with the patient's number, or - for standard input", true, Take::kText}},
       Shows<hv1::FindPatientResponse>(ShowFound),
       TakeNumber},
      {"carried",
       HandoverMethod("GetCarriedContent"),
       "What is known already, as a form to start the next handover from, with the dates it is from",
       {"hemgang transition carried ID > h1.yaml"},
       {TransitionFlag()},
       Shows<hv1::GetCarriedContentResponse>(ShowCarried)},
  };
}

std::vector<Command> All() {
  std::vector<Command> all = Opening();
  for (const auto& part : {PlanningCommands(), EndingCommands(), Reading()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace

const Group& TransitionCommands() {
  static const Group* const group =
      new Group{"transition", "A patient's way from a hospital stay to home: need, destination, discharge, end", All()};
  return *group;
}

}  // namespace hemgang::cli
