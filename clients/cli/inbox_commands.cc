#include "hemgang/routing/v1/inbox_service.pb.h"

#include "clients/cli/rooms.h"
#include "clients/cli/views.h"

namespace hemgang::cli {
namespace {

namespace rt1 = hemgang::routing::v1;

const Flag kAfter = {"--after", "after_sequence", "Only what came after the event with this number"};

std::vector<Command> All() {
  return {{"list",
           "hemgang.routing.v1.InboxService/ListInbox",
           "What your unit was told, oldest first",
           {"hemgang inbox list", "hemgang inbox list --after 41"},
           {kAfter},
           Shows<rt1::ListInboxResponse>(ShowInbox)},
          {"watch",
           "hemgang.routing.v1.InboxService/WatchInbox",
           "The same, live, until Ctrl-C; connects again by itself and misses nothing",
           {"hemgang inbox watch", "hemgang inbox watch --after 41 --json"},
           {kAfter, {"--verbose", "", "Also show the signs of life in between", false, Take::kSwitch}},
           nullptr,
           nullptr,
           WatchInbox}};
}

}  // namespace

const Group& InboxCommands() {
  static const Group* const group = new Group{"inbox", "What your unit is told", All()};
  return *group;
}

}  // namespace hemgang::cli
