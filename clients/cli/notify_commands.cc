#include "hemgang/notify/v1/notify_service.pb.h"

#include "clients/cli/notify_view.h"
#include "clients/cli/rooms.h"

namespace hemgang::cli {
namespace {

namespace nt1 = hemgang::notify::v1;

ExitStatus DeadUnlessSaid(Desk& desk, const Given& given, Message* request) {
  if (given.Has("--unit") && given.Has("--organisation")) return desk.Usage("give --unit or --organisation, not both");
  if (!given.Has("--state")) static_cast<nt1::ListLettersRequest*>(request)->set_state(nt1::LETTER_STATE_DEAD);
  return kDone;
}

std::vector<Command> All() {
  return {
      {"list",
       "hemgang.notify.v1.NotifyService/ListLetters",
       "Letters that were given up, of your unit or of what you answer for: an address is wrong or a server is gone",
       {"hemgang notify list", "hemgang notify list --state waiting --unit molndal-hemrehab",
        "hemgang notify list --state dead --organisation molndal --json"},
       {{"--unit", "unit_id", "A unit that you answer for"},
        {"--organisation", "organisation_id", "A whole organisation, for its operations manager and MAS/MAR"},
        {"--state", "state", "dead when not said"}},
       Shows<nt1::ListLettersResponse>(ShowLetters),
       DeadUnlessSaid},
      {"retry",
       "hemgang.notify.v1.NotifyService/RetryLetter",
       "Try a letter again at once, when its address or server has been seen to",
       {"hemgang notify retry molndal-hemrehab.000000000000017.e"},
       {{"LETTER,--letter", "letter_id", "Its id, as the list shows it", true}},
       Shows<nt1::RetryLetterResponse>(ShowRetried)},
      {"test",
       "hemgang.notify.v1.NotifyService/SendTestLetter",
       "Send a letter that says it is a test to each address of a unit",
       {"hemgang notify test", "hemgang notify test --unit molndal-hemrehab"},
       {{"--unit", "unit_id", "A unit that you answer for; yours when not said"}},
       Shows<nt1::SendTestLetterResponse>(ShowTestLetters)}};
}

}  // namespace

const Group& NotifyCommands() {
  static const Group* const group = new Group{"notify", "Letters by e-mail and webhook: did they arrive?", All()};
  return *group;
}

}  // namespace hemgang::cli
