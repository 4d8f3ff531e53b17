#include "services/notify/send_rules.h"

#include <algorithm>
#include <iterator>

namespace hemgang::notify {
namespace {

// Published in README.md. The last one is for every later try.
// TABLE: kPauses
constexpr absl::Duration kPauses[] = {
    absl::Minutes(1), absl::Minutes(5), absl::Minutes(15), absl::Hours(1),
    absl::Hours(3),   absl::Hours(6),   absl::Hours(12),
};
// END TABLE

struct GiveUpRow {
  Verdict verdict;
  absl::Duration tried_for;
};

// TABLE: kGiveUp
constexpr GiveUpRow kGiveUp[] = {
    {Verdict::kUnreachable, absl::Hours(72)},
    {Verdict::kNotNow, absl::Hours(72)},
    {Verdict::kRefused, absl::Hours(24)},
};
// END TABLE

// From the first try to the n-th, were each made as soon as it may be. Counted so, and not by the clock, a process that
// did not run for days still tries as often.
absl::Duration TriedFor(int tries) {
  absl::Duration sum = absl::ZeroDuration();
  for (int tried = 1; tried < tries; ++tried) sum += PauseAfter(tried);
  return sum;
}

}  // namespace

absl::Duration PauseAfter(int tries) {
  const auto last = static_cast<int>(std::size(kPauses)) - 1;
  return kPauses[std::clamp(tries - 1, 0, last)];
}

bool IsGivenUp(int tries, Verdict verdict) {
  const auto* row = std::find_if(std::begin(kGiveUp), std::end(kGiveUp),
                                 [verdict](const GiveUpRow& candidate) { return candidate.verdict == verdict; });
  return row != std::end(kGiveUp) && TriedFor(tries) >= row->tried_for;
}

const rec::Letter* NextInLane(const std::vector<rec::Letter>& waiting, absl::Time now) {
  const int64_t now_us = absl::ToUnixMicros(now);
  const rec::Letter* next = nullptr;
  for (const rec::Letter& letter : waiting) {
    const bool is_due = letter.next_try_time_us() <= now_us;
    if (letter.tries() > 0 && !is_due) return nullptr;
    if (is_due && next == nullptr) next = &letter;
  }
  return next;
}

}  // namespace hemgang::notify
