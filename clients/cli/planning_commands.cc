#include "clients/cli/step_commands.h"
#include "clients/cli/views.h"

namespace hemgang::cli {
namespace {

namespace hv1 = hemgang::handover::v1;

ExitStatus TakeLegs(Desk& desk, const Given& given, Message* request) {
  auto* change = static_cast<hv1::ChangeDestinationRequest*>(request);
  const auto legs = given.values.find("--leg");
  if (legs != given.values.end()) {
    for (const std::string& leg : legs->second) {
      if (const ExitStatus read = ReadLeg(desk, leg, change->add_legs()); read != kDone) return read;
    }
  }
  if (change->legs_size() > 0) return kDone;
  return desk.Usage("say where to: --leg DWELLING[,MUNICIPALITY[,FROM[,DISTRICT]]], once for each place, or --file");
}

ExitStatus CheckReady(Desk& desk, const Given& given, Message* request) {
  if (given.Has("--ready") == given.Has("--not-ready")) return desk.Usage("say either --ready or --not-ready");
  static_cast<hv1::SetDischargeReadyRequest*>(request)->set_ready(given.Has("--ready"));
  return kDone;
}

ExitStatus CheckJoin(Desk& desk, const Given& given, Message*) {
  return CheckPlanned(desk, given);
}

}  // namespace

std::vector<Command> PlanningCommands() {
  return {
      {"join",
       HandoverMethod("JoinTransition"),
       "The patient whom the home side sent in has arrived",
       {"hemgang transition join ID --date 2026-06-22"},
       {TransitionFlag(), PlannedFlags()[0], PlannedFlags()[1], PlannedFlags()[2], OccurredFlag()},
       ShowOutcome,
       CheckJoin},
      {"request-report",
       HandoverMethod("RequestReport"),
       "Ask a unit at home how the patient managed before; it learns who and which hospital, no more",
       {"hemgang transition request-report ID --of molndal-hemrehab"},
       {TransitionFlag(), {"--of", "asked_unit_id", "The unit that is asked", true}},
       ShowOutcome},
      {"nothing-to-report",
       HandoverMethod("AnswerNothingToReport"),
       "Answer a request for a report without one",
       {"hemgang transition nothing-to-report ID --reason unknown-to-us"},
       {TransitionFlag(), {"--reason", "reason", "Why there is none", true}},
       ShowOutcome},
      {"change-destination",
       HandoverMethod("ChangeDestination"),
       "The patient goes elsewhere; shows where each need is routed then",
       {"hemgang transition change-destination ID --leg short_term_place,1481 --leg ordinary_alone,1481,2026-07-13 "
        "--dry-run",
        "hemgang transition change-destination ID --leg hospice,1480"},
       {TransitionFlag(),
        {"--leg", "", "DWELLING[,MUNICIPALITY[,FROM[,DISTRICT]]]; once for each place, in order", false, Take::kTexts},
        {"--file", "", "A file with legs, by the names of the API", false, Take::kFile},
        DryRunFlag()},
       ShowOutcome,
       TakeLegs},
      {"change-sending-unit",
       HandoverMethod("ChangeSendingUnit"),
       "Another rehab unit of the same organisation answers for the patient from now on",
       {"hemgang transition change-sending-unit ID --to su-sahlgrenska-rehab"},
       {TransitionFlag(), {"--to", "to_unit_id", "The unit", true}, DryRunFlag()},
       ShowOutcome},
      {"discharge-ready",
       HandoverMethod("SetDischargeReady"),
       "Mirror the physician's judgment that hospital care is no longer needed, or that it is after all",
       {"hemgang transition discharge-ready ID --ready", "hemgang transition discharge-ready ID --not-ready"},
       {TransitionFlag(),
        {"--ready", "", "Judged ready", false, Take::kSwitch},
        {"--not-ready", "", "Not ready any more", false, Take::kSwitch},
        {"--at", "judged_time", "When it was judged, if not now"}},
       ShowOutcome,
       CheckReady},
      {"merge-identity",
       HandoverMethod("MergeIdentity"),
       "A reserve number turns out to be somebody; who it is comes from a file, or from standard input (-)",
       {"hemgang transition merge-identity ID patient.yaml"},
       {TransitionFlag(),
        {"FILE,--file", "", "The patient with the right number, YAML or JSON: `patient: {…}`", true, Take::kFile}},
       ShowOutcome},
  };
}

}  // namespace hemgang::cli
