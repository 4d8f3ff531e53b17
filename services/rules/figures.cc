#include "services/rules/figures.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/container/inlined_vector.h"

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

// Hides the cells of one table. A hidden cell is safe when it stands in a chain of moves that leaves every sum as it
// is: in the whole and one group together, or in two groups against each other.
class Hiding {
 public:
  explicit Hiding(const CountTable& table) : table_(table), moves_(MovesOf(table)) {
    for (const std::vector<int64_t>& row : table.rows) {
      std::vector<Shown>& shown = shown_.emplace_back();
      for (const int64_t count : row) shown.push_back(count < kSmallestShown ? Shown::kFewerThanFive : Shown::kExact);
      safe_.emplace_back(row.size(), false);
    }
  }

  std::vector<std::vector<Shown>> Run() {
    if (!HideWhole()) {
      Withhold(0);
    } else if (!HideGroups()) {
      Withhold(1);
    }
    return std::move(shown_);
  }

 private:
  struct Step {
    size_t row = 0;
    const RowMove* move = nullptr;
    int sign = 1;
  };
  using Steps = absl::InlinedVector<Step, 2>;
  // What hides a cell and keeps it safe.
  struct Choice {
    Steps steps;
    // The sum of the counts that it takes away, the total's counting for more.
    int64_t cost = std::numeric_limits<int64_t>::max();
  };

  // The whole is hidden as if there were no groups, so that no two breakdowns tell different cells of it.
  bool HideWhole() {
    for (size_t column = 0; column < shown_[0].size(); ++column) {
      if (!Wants(0, column)) continue;
      Choice best;
      ForMovesOf(0, column, [&](const Step& step) { Take({step}, best); });
      if (best.steps.empty()) return false;
      Hide(best);
      of_whole_.push_back(best.steps.front());
    }
    return true;
  }

  bool HideGroups() {
    if (shown_.size() == 1) return true;
    // What moves in the whole moves in some group.
    for (const Step& whole : of_whole_) {
      Choice best;
      for (size_t row = 1; row < shown_.size(); ++row) {
        const Step step{row, whole.move, whole.sign};
        if (Fits(step)) Take({step}, best);
      }
      if (best.steps.empty()) return false;
      Hide(best);
    }
    for (size_t row = 1; row < shown_.size(); ++row) {
      for (size_t column = 0; column < shown_[row].size(); ++column) {
        if (Wants(row, column) && !HideInGroup(row, column)) return false;
      }
    }
    return true;
  }

  // What moves in a group moves in the whole, or back in another group.
  bool HideInGroup(size_t row, size_t column) {
    Choice best;
    for (const Step& whole : of_whole_) {
      const Step step{row, whole.move, whole.sign};
      if (Touches(*step.move, column) && Fits(step)) Take({step}, best);
    }
    ForMovesOf(row, column, [&](const Step& step) {
      for (size_t other = 1; other < shown_.size() && best.cost > 0; ++other) {
        const Step back{other, step.move, -step.sign};
        if (other != row && Fits(back)) Take({step, back}, best);
      }
    });
    if (best.steps.empty()) return false;
    Hide(best);
    return true;
  }

  bool Wants(size_t row, size_t column) const {
    return shown_[row][column] == Shown::kFewerThanFive && !safe_[row][column];
  }

  // Each move of this cell that would look the same, both ways.
  template <typename Use>
  void ForMovesOf(size_t row, size_t column, const Use& use) const {
    for (const RowMove& move : moves_) {
      if (!Touches(move, column)) continue;
      for (const int sign : {1, -1}) {
        if (Fits({row, &move, sign})) use(Step{row, &move, sign});
      }
    }
  }

  static bool Touches(const RowMove& move, size_t column) {
    return std::any_of(move.changes.begin(), move.changes.end(),
                       [column](const auto& change) { return change.first == column; });
  }

  bool Fits(const Step& step) const {
    return std::all_of(step.move->changes.begin(), step.move->changes.end(), [&](const auto& change) {
      const int64_t count = table_.rows[step.row][change.first];
      return LooksTheSame(count, count + step.sign * change.second);
    });
  }

  void Take(const Steps& steps, Choice& best) const {
    int64_t cost = 0;
    for (const Step& step : steps) {
      for (const auto& [column, change] : step.move->changes) {
        if (shown_[step.row][column] != Shown::kExact) continue;
        cost += table_.rows[step.row][column] * (column == 0 ? kWorthOfTotal : 1);
      }
    }
    if (cost < best.cost) best = {steps, cost};
  }

  void Hide(const Choice& choice) {
    for (const Step& step : choice.steps) {
      for (const auto& [column, change] : step.move->changes) {
        safe_[step.row][column] = true;
        if (shown_[step.row][column] == Shown::kExact) shown_[step.row][column] = Shown::kWithheld;
      }
    }
  }

  void Withhold(size_t first_row) {
    for (size_t row = first_row; row < shown_.size(); ++row) {
      std::fill(shown_[row].begin(), shown_[row].end(), Shown::kWithheld);
    }
  }

  // A part is rather left out than what it is a part of.
  static constexpr int64_t kWorthOfTotal = 4;

  const CountTable& table_;
  const std::vector<RowMove> moves_;
  std::vector<std::vector<Shown>> shown_;
  std::vector<std::vector<bool>> safe_;
  std::vector<Step> of_whole_;
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
