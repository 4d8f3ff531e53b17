#include "clients/cli/notify_view.h"

#include "absl/strings/str_cat.h"

#include "clients/cli/words.h"

namespace hemgang::cli {
namespace {

namespace nt1 = hemgang::notify::v1;

std::string About(const nt1::Letter& letter) {
  if (letter.event_count() == 0) return "a test";
  if (letter.event_count() > 1) return absl::StrCat(letter.event_count(), " events");
  return letter.level() > 0 ? absl::StrCat(Spoken(letter.kind()), ", level ", letter.level()) : Spoken(letter.kind());
}

Cell State(const nt1::Letter& letter) {
  return {Spoken(letter.state()), letter.state() == nt1::LETTER_STATE_DEAD ? Colour::kRed : Colour::kPlain};
}

Table Letters() {
  return Table({"Letter", "State", "About", "Due", "Written", "Tries", "Next try", "Ended"});
}

void Add(const Screen& screen, const nt1::Letter& letter, Table& table) {
  table.Add({letter.id(), State(letter), About(letter), screen.When(letter.due_time()),
             screen.When(letter.written_time()), absl::StrCat(letter.tries()), screen.When(letter.next_try_time()),
             screen.When(letter.ended_time())});
}

}  // namespace

void ShowLetters(const Screen& screen, const nt1::ListLettersResponse& answer) {
  Table table = Letters();
  bool is_any_dead = false;
  for (const nt1::Letter& letter : answer.letters()) {
    Add(screen, letter, table);
    is_any_dead = is_any_dead || letter.state() == nt1::LETTER_STATE_DEAD;
  }
  table.Print(screen);
  if (table.empty()) *screen.out << "Nothing.\n";
  if (is_any_dead) {
    *screen.out << "\nSee to the unit's address in the directory, then: hemgang notify retry LETTER\n";
  }
}

void ShowRetried(const Screen& screen, const nt1::RetryLetterResponse& answer) {
  *screen.out << "Letter " << Harmless(answer.letter().id()) << " is tried again now.\n";
}

void ShowTestLetters(const Screen& screen, const nt1::SendTestLetterResponse& answer) {
  Table table = Letters();
  for (const nt1::Letter& letter : answer.letters()) Add(screen, letter, table);
  table.Print(screen);
  *screen.out << "\nOn the way. Did it arrive? hemgang notify list --state sent\n";
}

}  // namespace hemgang::cli
