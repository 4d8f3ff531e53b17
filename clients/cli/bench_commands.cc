#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "clients/cli/rooms.h"
#include "clients/load/bench.h"

namespace hemgang::cli {
namespace {

struct Wanted {
  double seconds = 2;
  std::vector<int> outstanding = {1, 16, 64, 256};
  load::Sides sides;
};

// A sentence about what is wrong; empty when nothing is.
std::string Read(const Given& given, Wanted& wanted) {
  if (given.Has("--seconds") && !(absl::SimpleAtod(given.First("--seconds"), &wanted.seconds) &&
                                  wanted.seconds >= 0.05 && wanted.seconds <= 600)) {
    return "--seconds must be between 0.05 and 600";
  }
  if (given.Has("--outstanding")) {
    wanted.outstanding.clear();
    const std::vector<std::string> numbers = absl::StrSplit(given.First("--outstanding"), ',');
    for (const std::string& number : numbers) {
      int calls = 0;
      if (!absl::SimpleAtoi(number, &calls) || calls < 1 || calls > 4096) {
        return "--outstanding must be numbers between 1 and 4096 with commas between, such as 1,16,64,256";
      }
      wanted.outstanding.push_back(calls);
    }
  }
  if (given.Has("--sender")) wanted.sides.sender = given.First("--sender");
  if (given.Has("--receiver")) wanted.sides.receiver = given.First("--receiver");
  return "";
}

ExitStatus RunBench(Desk& desk, const Given& given, const Message&) {
  Wanted wanted;
  if (const std::string wrong = Read(given, wanted); !wrong.empty()) return desk.Usage(wrong);
  load::Target target(desk.settings.server);
  load::Bench bench(target, wanted.sides);
  int64_t faults = 0;
  if (!desk.settings.json) *desk.screen.out << load::TableHead() << "\n";
  for (const int outstanding : wanted.outstanding) {
    const std::string trouble =
        bench.Round(outstanding, absl::Seconds(wanted.seconds), [&](const load::Measured& measured) {
          faults += measured.figures.faults;
          *desk.screen.out << (desk.settings.json ? load::JsonRow(measured) : load::TableRow(measured)) << std::endl;
        });
    if (!trouble.empty()) return desk.Usage(absl::StrCat("nothing can be measured: ", trouble));
  }
  return faults == 0 ? kDone : kTrouble;
}

std::vector<Command> Bench() {
  return {{"bench",
           "",
           "How fast a demonstration server answers. Fills it with invented patients: never use it on a real one",
           {"hemgang bench", "hemgang bench --seconds 5 --outstanding 64",
            "hemgang --server unix:/run/hemgang/api.sock bench --json"},
           {{"--seconds", "", "How long each figure is measured (2)", false, Take::kText},
            {"--outstanding", "", "How many calls at a time (1,16,64,256)", false, Take::kText},
            {"--sender", "", "Who sends (karin.at@su-ostra-rehab)", false, Take::kText},
            {"--receiver", "", "Who receives (eva.at@molndal-hemrehab)", false, Take::kText}},
           nullptr,
           nullptr,
           RunBench}};
}

}  // namespace

const Group& BenchCommands() {
  static const Group* const group = new Group{"", "", Bench()};
  return *group;
}

}  // namespace hemgang::cli
