#include "clients/cli/step_commands.h"
#include "clients/cli/views.h"

namespace hemgang::cli {
namespace {

ExitStatus CheckReschedule(Desk& desk, const Given& given, Message*) {
  return CheckReplanned(desk, given);
}

}  // namespace

std::vector<Command> EndingCommands() {
  return {
      {"reschedule",
       HandoverMethod("Reschedule"),
       "The planned discharge moves; shows which due times move with it",
       {"hemgang transition reschedule ID --discharge 2026-06-22T10:00+02:00 --dry-run",
        "hemgang transition reschedule ID --date 2026-06-22 --part afternoon",
        "hemgang transition reschedule ID --unknown",
        "hemgang transition reschedule ID --handover ONWARD --date 2026-07-13"},
       {TransitionFlag(),
        PlannedFlags()[0],
        PlannedFlags()[1],
        PlannedFlags()[2],
        {"--unknown", "", "Nobody knows any more", false, Take::kSwitch},
        {"--handover", "handover_id", "Of this ONWARD handover: the leave from the short-term place"},
        DryRunFlag()},
       ShowOutcome,
       CheckReschedule},
      {"confirm-stay",
       HandoverMethod("ConfirmStay"),
       "The patient is still in hospital, or at the short-term place",
       {"hemgang transition confirm-stay ID", "hemgang transition confirm-stay ID --handover ONWARD"},
       {TransitionFlag(),
        {"--handover", "handover_id", "Of this ONWARD handover: the leave from the short-term place"}},
       ShowOutcome},
      {"record-discharge",
       HandoverMethod("RecordDischarge"),
       "The patient has left the hospital, or the short-term place",
       {"hemgang transition record-discharge ID", "hemgang transition record-discharge ID --at 2026-06-22T10:20+02:00"},
       {TransitionFlag(),
        {"--at", "discharged_time", "When the patient left, if not now"},
        {"--handover", "handover_id", "Of this ONWARD handover: the leave from the short-term place"},
        DryRunFlag()},
       ShowOutcome},
      {"record-readmission",
       HandoverMethod("RecordReadmission"),
       "The patient is back in hospital; everyone who was to visit must see it",
       {"hemgang transition record-readmission ID"},
       {TransitionFlag(), {"--at", "readmitted_time", "When, if not now"}},
       ShowOutcome},
      {"record-death",
       HandoverMethod("RecordDeath"),
       "The patient has died; everyone who was to visit must see it",
       {"hemgang transition record-death ID --at 2026-06-22T10:20+02:00"},
       {TransitionFlag(), {"--at", "died_time", "When the patient died, if not now"}},
       ShowOutcome},
      {"cancel",
       HandoverMethod("CancelTransition"),
       "It was entered in error, or the patient went to another hospital; can be taken back for seven days",
       {"hemgang transition cancel ID --reason transferred"},
       {TransitionFlag(), {"--reason", "reason", "Why", true}},
       ShowOutcome},
      {"revert-cancellation",
       HandoverMethod("RevertCancellation"),
       "Take back a death or another cancellation that was recorded in error",
       {"hemgang transition revert-cancellation ID --reason wrong-patient"},
       {TransitionFlag(), {"--reason", "reason", "Why", true}},
       ShowOutcome},
      {"close",
       HandoverMethod("CloseTransition"),
       "Everything is done; refused while anything is owed",
       {"hemgang transition close ID"},
       {TransitionFlag()},
       ShowOutcome},
  };
}

}  // namespace hemgang::cli
