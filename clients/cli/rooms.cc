#include "clients/cli/rooms.h"

namespace hemgang::cli {

std::vector<const Group*> AllCommands() {
  return {&TransitionCommands(), &HandoverCommands(), &DraftCommands(),    &InboxCommands(),   &RouteCommands(),
          &OverdueCommands(),    &DeadlineCommands(), &AuditCommands(),    &InsightCommands(), &NotifyCommands(),
          &DirectoryCommands(),  &BenchCommands(),    &DemoClockCommands()};
}

}  // namespace hemgang::cli
