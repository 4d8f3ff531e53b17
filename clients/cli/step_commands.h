// The steps' commands, by subject, and the flags that they share. Each list becomes a part of one group.
#pragma once

#include <string>
#include <vector>

#include "hemgang/handover/v1/handover_service.pb.h"

#include "clients/cli/command.h"

namespace hemgang::cli {

// transition: where the patient comes from and goes to, who sends, what the home side knows.
std::vector<Command> PlanningCommands();
// transition: the discharge, and every way in which it ends or begins again.
std::vector<Command> EndingCommands();
// handover: how a receiver answers.
std::vector<Command> AnsweringCommands();
// handover: questions, calls, aids, new versions, what was sent in error, what was entered elsewhere.
std::vector<Command> FollowingCommands();

Flag TransitionFlag();
Flag HandoverFlag();
Flag NoteFlag();
Flag EtagFlag();
Flag OccurredFlag();
Flag DryRunFlag();
// Of the discharge by default: --discharge, --date, --part.
std::vector<Flag> PlannedFlags(const std::string& field = "planned_discharge");

std::string HandoverMethod(const std::string& name);

// --discharge and --date say the same thing twice; --part needs a date.
ExitStatus CheckPlanned(const Desk& desk, const Given& given);
// Exactly one of --discharge, --date and --unknown.
ExitStatus CheckReplanned(const Desk& desk, const Given& given);

// Reads "short_term_place,1481,2026-06-22" into a leg; says what is wrong and gives kTrouble.
ExitStatus ReadLeg(const Desk& desk, const std::string& text, handover::v1::Leg* leg);

}  // namespace hemgang::cli
