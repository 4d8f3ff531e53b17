#include "services/rules/figures.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace hemgang::rules {
namespace {

constexpr int64_t kMinutesOfWholeMinutes = 14 * 24 * 60;

int32_t LengthOf(absl::Duration waited) {
  const int64_t minutes = std::max<int64_t>(0, absl::ToInt64Minutes(waited));
  const int64_t length = minutes < kMinutesOfWholeMinutes ? minutes : minutes / 60 * 60;
  return static_cast<int32_t>(std::min<int64_t>(length, std::numeric_limits<int32_t>::max()));
}

// One person more in some columns of a row and one fewer in others, so that the row still adds up.
struct RowMove {
  std::vector<std::pair<size_t, int>> changes;
};

// Every way to move one person: from one part to another, or into the row, and so into one part of each partition.
std::vector<RowMove> MovesOf(const CountTable& table) {
  std::vector<RowMove> moves;
  std::vector<RowMove> into = {RowMove{{{0, 1}}}};
  for (const std::vector<size_t>& partition : table.partitions) {
    std::vector<RowMove> longer;
    for (size_t i = 0; i < partition.size(); ++i) {
      for (size_t j = i + 1; j < partition.size(); ++j) moves.push_back({{{partition[i], 1}, {partition[j], -1}}});
      for (const RowMove& so_far : into) {
        longer.push_back(so_far);
        longer.back().changes.emplace_back(partition[i], 1);
      }
    }
    into = std::move(longer);
  }
  moves.insert(moves.end(), into.begin(), into.end());
  return moves;
}

// True when a count that is hidden would be shown in the same way if it were one more or one fewer.
bool LooksTheSame(int64_t count, int64_t changed) {
  if (count < kSmallestShown) return changed >= 0 && changed < kSmallestShown;
  return changed >= kSmallestShown;
}

// Hides the cells of one table.
class Hiding {
 public:
  explicit Hiding(const CountTable& table) : table_(table), moves_(MovesOf(table)) {
    for (const std::vector<int64_t>& row : table.rows) {
      std::vector<Shown>& shown = shown_.emplace_back();
      for (const int64_t count : row) shown.push_back(count < kSmallestShown ? Shown::kFewerThanFive : Shown::kExact);
    }
  }

  std::vector<std::vector<Shown>> Run() {
    for (size_t row = 0; row < shown_.size(); ++row) {
      for (size_t column = 0; column < shown_[row].size(); ++column) {
        if (shown_[row][column] != Shown::kFewerThanFive || Protect(row, column)) continue;
        for (auto& all : shown_) std::fill(all.begin(), all.end(), Shown::kWithheld);
        return std::move(shown_);
      }
    }
    return std::move(shown_);
  }

 private:
  struct Choice {
    const RowMove* move = nullptr;
    size_t other_row = 0;
    // The sum of the counts that it takes away.
    int64_t cost = std::numeric_limits<int64_t>::max();
  };

  // Hides what is needed beside this cell. False when nothing would do.
  bool Protect(size_t row, size_t column) {
    Choice best;
    for (const RowMove& move : moves_) {
      const bool touches = std::any_of(move.changes.begin(), move.changes.end(),
                                       [column](const auto& change) { return change.first == column; });
      if (!touches) continue;
      for (const int sign : {1, -1}) {
        if (Fits(row, move, sign)) ChooseOtherRow(row, move, sign, best);
        if (best.cost == 0) return true;
      }
    }
    if (best.move == nullptr) return false;
    Hide(row, *best.move);
    Hide(best.other_row, *best.move);
    return true;
  }

  // The move in `row` must be made good in another row, or, from a group to the whole, repeated in it; alone, in none.
  void ChooseOtherRow(size_t row, const RowMove& move, int sign, Choice& best) const {
    const int64_t own_cost = CostOf(row, move);
    if (shown_.size() == 1) {
      if (own_cost < best.cost) best = {&move, row, own_cost};
      return;
    }
    for (size_t other = 0; other < shown_.size(); ++other) {
      if (other == row) continue;
      const int64_t cost = own_cost + CostOf(other, move);
      const int other_sign = row == 0 || other == 0 ? sign : -sign;
      if (cost < best.cost && Fits(other, move, other_sign)) best = {&move, other, cost};
    }
  }

  bool Fits(size_t row, const RowMove& move, int sign) const {
    return std::all_of(move.changes.begin(), move.changes.end(), [&](const auto& change) {
      const int64_t count = table_.rows[row][change.first];
      return LooksTheSame(count, count + sign * change.second);
    });
  }

  int64_t CostOf(size_t row, const RowMove& move) const {
    int64_t cost = 0;
    for (const auto& [column, change] : move.changes) {
      if (shown_[row][column] == Shown::kExact) cost += table_.rows[row][column];
    }
    return cost;
  }

  void Hide(size_t row, const RowMove& move) {
    for (const auto& [column, change] : move.changes) {
      if (shown_[row][column] == Shown::kExact) shown_[row][column] = Shown::kWithheld;
    }
  }

  const CountTable& table_;
  const std::vector<RowMove> moves_;
  std::vector<std::vector<Shown>> shown_;
};

}  // namespace

void WaitingTimes::AddEnded(absl::Duration waited) {
  ++at_minutes_[LengthOf(waited)].ended;
  ++ended_;
  ++all_;
}

void WaitingTimes::AddUnfinished(absl::Duration waited) {
  ++at_minutes_[LengthOf(waited)].unfinished;
  ++all_;
}

std::optional<absl::Duration> WaitingTimes::Quantile(double share) const {
  // Rounding must not hide that exactly the share has ended.
  constexpr double kRounding = 1e-9;
  std::vector<std::pair<int32_t, AtLength>> lengths(at_minutes_.begin(), at_minutes_.end());
  std::sort(lengths.begin(), lengths.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  double waiting = 1;
  int64_t watched = all_;
  for (const auto& [minutes, at] : lengths) {
    if (at.ended > 0) waiting *= static_cast<double>(watched - at.ended) / static_cast<double>(watched);
    if (at.ended > 0 && waiting <= 1 - share + kRounding) return absl::Minutes(minutes);
    watched -= at.ended + at.unfinished;
  }
  return std::nullopt;
}

std::vector<std::vector<Shown>> Suppress(const CountTable& table) {
  return Hiding(table).Run();
}

}  // namespace hemgang::rules
