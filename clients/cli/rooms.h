// The tables of commands, one per room. To add a room: a file with its table, a line here and one in rooms.cc.
#pragma once

#include <vector>

#include "clients/cli/command.h"

namespace hemgang::cli {

// Each lives as long as the program.
const Group& TransitionCommands();
const Group& HandoverCommands();
const Group& DraftCommands();
const Group& InboxCommands();
const Group& RouteCommands();
const Group& OverdueCommands();
const Group& DeadlineCommands();
const Group& AuditCommands();
const Group& InsightCommands();
const Group& NotifyCommands();
const Group& DirectoryCommands();
const Group& BenchCommands();
const Group& DemoClockCommands();

// All of them, in the order of --help. A group whose name has two words stands after the one that it belongs to.
std::vector<const Group*> AllCommands();

// The live inbox: prints each event as it comes, and connects again by itself after the last one seen. Ends only when
// the server refuses.
ExitStatus WatchInbox(Desk& desk, const Given& given, const Message& request);

}  // namespace hemgang::cli
