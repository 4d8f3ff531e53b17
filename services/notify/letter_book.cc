#include "services/notify/letter_book.h"

#include <algorithm>
#include <utility>

#include "services/notify/letter_rules.h"

namespace hemgang::notify {
namespace {

constexpr int kPageSize = 200;

}  // namespace

absl::StatusOr<std::vector<rec::Letter>> LetterBook::ListAll(const std::string& unit_id, rec::LetterState state) {
  std::vector<rec::Letter> all;
  storage::PageRequest page{kPageSize, ""};
  do {
    absl::StatusOr<storage::Page<rec::Letter>> found = store.ListLettersOfUnit(unit_id, state, page);
    if (!found.ok()) return found.status();
    for (rec::Letter& letter : found->rows) all.push_back(std::move(letter));
    page.after = found->next;
  } while (!page.after.empty());
  return all;
}

absl::StatusOr<std::vector<rec::Letter>> LetterBook::ListWaiting(const std::string& unit_id,
                                                                 rec::LetterChannel channel) {
  absl::StatusOr<std::vector<rec::Letter>> letters = ListAll(unit_id, rec::LETTER_STATE_WAITING);
  if (!letters.ok()) return letters;
  letters->erase(std::remove_if(letters->begin(), letters->end(),
                                [channel](const rec::Letter& letter) { return letter.channel() != channel; }),
                 letters->end());
  return letters;
}

absl::StatusOr<std::optional<rec::Letter>> LetterBook::Find(const std::string& letter_id) {
  const std::string unit_id = UnitOfLetterId(letter_id);
  for (const rec::LetterState state : {rec::LETTER_STATE_WAITING, rec::LETTER_STATE_DEAD}) {
    absl::StatusOr<std::vector<rec::Letter>> letters = ListAll(unit_id, state);
    if (!letters.ok()) return letters.status();
    for (rec::Letter& letter : *letters) {
      if (letter.id() == letter_id) return std::move(letter);
    }
  }
  return std::nullopt;
}

absl::Status LetterBook::Put(const rec::Letter& letter) {
  rec::LetterChange change;
  *change.add_letters() = letter;
  return store.PutLetters(change);
}

}  // namespace hemgang::notify
