// The letters of the memory engine.
#include <set>
#include <utility>

#include "storage/memory/cut_page.h"
#include "storage/memory/memory_engine.h"
#include "storage/ordered_key.h"

namespace hemgang::storage {

absl::Status MemoryEngine::PutLetters(const rec::LetterChange& change) {
  if (absl::Status whole = CheckWholeLetters(change); !whole.ok()) return whole;
  MutexLock lock(mutex_);
  if (absl::Status writable = CheckWritable(); !writable.ok()) return writable;
  for (const rec::Letter& letter : change.letters()) letters_[{letter.unit_id(), letter.id()}] = letter;
  if (!change.cursor().unit_id().empty()) letter_cursors_[change.cursor().unit_id()] = change.cursor().sequence();
  return absl::OkStatus();
}

absl::StatusOr<int64_t> MemoryEngine::FindLetterCursor(const std::string& unit_id) {
  MutexLock lock(mutex_);
  const auto cursor = letter_cursors_.find(unit_id);
  return cursor == letter_cursors_.end() ? 0 : cursor->second;
}

absl::StatusOr<std::vector<rec::Letter>> MemoryEngine::ListLettersToSend(int64_t until_us, int limit) {
  MutexLock lock(mutex_);
  std::map<std::string, rec::Letter> rows;
  for (const auto& [key, letter] : letters_) {
    if (letter.state() != rec::LETTER_STATE_WAITING || letter.next_try_time_us() > until_us) continue;
    OrderedKey position;
    position.Int64(letter.next_try_time_us()).Text(letter.unit_id()).Text(letter.id());
    rows.emplace(position.bytes(), letter);
  }
  std::vector<rec::Letter> letters;
  for (auto row = rows.begin(); row != rows.end() && static_cast<int>(letters.size()) < limit; ++row) {
    letters.push_back(std::move(row->second));
  }
  return letters;
}

absl::StatusOr<Page<rec::Letter>> MemoryEngine::ListLettersOfUnit(const std::string& unit_id, rec::LetterState state,
                                                                  const PageRequest& page) {
  MutexLock lock(mutex_);
  std::map<std::string, rec::Letter> rows;
  for (const auto& [key, letter] : letters_) {
    if (letter.unit_id() == unit_id && letter.state() == state) rows.emplace(letter.id(), letter);
  }
  return CutPage(rows, page);
}

absl::StatusOr<int> MemoryEngine::ForgetLetters(int64_t before_us, int limit) {
  MutexLock lock(mutex_);
  if (absl::Status writable = CheckWritable(); !writable.ok()) return writable;
  // Those that ended first go first.
  std::set<std::pair<int64_t, Pair>> ended;
  for (const auto& [key, letter] : letters_) {
    if (letter.state() == rec::LETTER_STATE_SENT && letter.ended_time_us() < before_us) {
      ended.emplace(letter.ended_time_us(), key);
    }
  }
  int forgotten = 0;
  for (auto row = ended.begin(); row != ended.end() && forgotten < limit; ++row, ++forgotten) {
    letters_.erase(row->second);
  }
  return forgotten;
}

}  // namespace hemgang::storage
