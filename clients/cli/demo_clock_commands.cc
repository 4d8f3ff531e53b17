#include "hemgang/host/v1/demo_clock.pb.h"

#include "clients/cli/rooms.h"

namespace hemgang::cli {
namespace {

namespace ho1 = hemgang::host::v1;

// Both answers hold the time, and nothing else.
template <typename Response>
void ShowTime(const Screen& screen, const Response& answer) {
  *screen.out << "It is " << screen.When(answer.time()) << " in the demonstration.\n";
}

std::vector<Command> All() {
  return {
      {"set",
       "hemgang.host.v1.DemoClockService/SetClock",
       "Move time forward; every deadline on the way speaks at its own time",
       {"hemgang demo-clock set 2026-06-22T15:00+02:00"},
       {{"TIME,--time", "time", "What time it becomes", true}},
       Shows<ho1::SetClockResponse>(ShowTime)},
      {"show",
       "hemgang.host.v1.DemoClockService/GetClock",
       "What time it is there",
       {"hemgang demo-clock show"},
       {},
       Shows<ho1::GetClockResponse>(ShowTime)},
  };
}

}  // namespace

const Group& DemoClockCommands() {
  static const Group* const group =
      new Group{"demo-clock", "Time in a demonstration (a server with --demo-clock only)", All()};
  return *group;
}

}  // namespace hemgang::cli
