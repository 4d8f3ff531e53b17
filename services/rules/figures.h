// The arithmetic of figures: how long something took when some of it has not ended, and which numbers of a table may be
// shown. Knows counts and lengths of time, and nothing of what they count. Pure; safe from any thread that has the
// value to itself.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"

namespace hemgang::rules {

// Waits, of which some had ended when they were last looked at and some had not. Takes memory for each different length
// of wait, and lengths are whole minutes up to 14 days and whole hours above: a million waits are a few thousand
// numbers.
class WaitingTimes {
 public:
  // A wait that ended by what was waited for. A negative length counts as none.
  void AddEnded(absl::Duration waited);
  // A wait of which only this is known: that it was at least so long (still open, or ended by something else).
  void AddUnfinished(absl::Duration waited);

  int64_t ended() const { return ended_; }

  // The shortest time by which this share of the waits (0.5: the median) had ended, as Kaplan and Meier estimate it (J.
  // Am. Stat. Assoc. 53, 1958): an unfinished wait counts for as long as it was watched, and at one length the ended
  // come before the unfinished. Nothing when so many never ended while they were watched.
  std::optional<absl::Duration> Quantile(double share) const;

 private:
  struct AtLength {
    int64_t ended = 0;
    int64_t unfinished = 0;
  };
  absl::flat_hash_map<int32_t, AtLength> at_minutes_;
  int64_t ended_ = 0;
  int64_t all_ = 0;
};

// A count below this may be known to be about somebody.
inline constexpr int64_t kSmallestShown = 5;

// Counts of persons: a row is the whole (row 0) or one of the groups that it falls into; column 0 is the row's total.
struct CountTable {
  // Each partition is a list of columns that add up to the total, in every row. A column is in one partition.
  std::vector<std::vector<size_t>> partitions;
  // When there are other rows than row 0, they add up to it, column by column.
  std::vector<std::vector<int64_t>> rows;
};

enum class Shown {
  kExact,
  // Says that it is 0 to kSmallestShown - 1, and no more.
  kFewerThanFive,
  // Says nothing but that a smaller number could be computed from it.
  kWithheld,
};

// What may be shown of each count, by row and column. Every count below kSmallestShown is hidden, none included: that
// something happened to nobody is about everybody else. With each of them as many others are hidden, the cheapest
// first, as are needed so that it cannot be computed: for each hidden count there is another table that would be shown
// in exactly the same way and in which that count is a different one. Row 0 is shown as it would be without other rows,
// so that the whole broken down in two ways tells no more than each of them. Where no few cells would do, all groups
// are withheld, or the whole table. At worst the square of the rows.
std::vector<std::vector<Shown>> Suppress(const CountTable& table);

}  // namespace hemgang::rules
