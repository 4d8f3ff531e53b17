// Waits that have not ended, and numbers that must not be known.
#include "services/rules/figures.h"

#include <algorithm>
#include <random>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace hemgang::rules {
namespace {

struct Wait {
  int minutes = 0;
  bool ended = true;
};

WaitingTimes TimesOf(const std::vector<Wait>& waits) {
  WaitingTimes times;
  for (const Wait& wait : waits) {
    wait.ended ? times.AddEnded(absl::Minutes(wait.minutes)) : times.AddUnfinished(absl::Minutes(wait.minutes));
  }
  return times;
}

// -1: never.
int64_t MinutesOf(const std::optional<absl::Duration>& time) {
  return time.has_value() ? absl::ToInt64Minutes(*time) : -1;
}

TEST(WaitingTimes, ByHand) {
  const struct {
    const char* name;
    std::vector<Wait> waits;
    int64_t median;
    int64_t percentile_90;
  } rows[] = {
      {"nothing", {}, -1, -1},
      {"one", {{7}}, 7, 7},
      {"four", {{4}, {1}, {3}, {2}}, 2, 4},
      {"ten", {{1}, {2}, {3}, {4}, {5}, {6}, {7}, {8}, {9}, {10}}, 5, 9},
      {"nobody was answered", {{5, false}, {6, false}}, -1, -1},
      // 4 watched; after 10: 3/4; after 30 of the 2 left: 3/8.
      {"one still open in between", {{10}, {20, false}, {30}, {40, false}}, 30, -1},
      // At 10 the answered come first: 1/2 of 2, not 0 of 1.
      {"at one length", {{10}, {10, false}}, 10, -1},
      {"dropping the open one would say 10", {{10}, {60, false}, {60, false}}, -1, -1},
      {"a clock that went back", {{-5}, {1}}, 0, 1},
  };
  for (const auto& row : rows) {
    const WaitingTimes times = TimesOf(row.waits);
    EXPECT_EQ(MinutesOf(times.Quantile(0.5)), row.median) << row.name;
    EXPECT_EQ(MinutesOf(times.Quantile(0.9)), row.percentile_90) << row.name;
  }
}

// The treated group of Freireich et al., Blood 21, 1963: the textbooks give the median 23.
TEST(WaitingTimes, AsTheTextbooksCount) {
  std::vector<Wait> waits;
  for (const int ended : {6, 6, 6, 7, 10, 13, 16, 22, 23}) waits.push_back({ended, true});
  for (const int open : {6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35}) waits.push_back({open, false});
  const WaitingTimes times = TimesOf(waits);
  EXPECT_EQ(times.ended(), 9);
  EXPECT_EQ(MinutesOf(times.Quantile(0.25)), 13);
  EXPECT_EQ(MinutesOf(times.Quantile(0.5)), 23);
  EXPECT_EQ(MinutesOf(times.Quantile(0.9)), -1);
}

TEST(WaitingTimes, LongOnesAreWholeHours) {
  const int two_weeks = 14 * 24 * 60;
  EXPECT_EQ(MinutesOf(TimesOf({{two_weeks - 1}}).Quantile(0.5)), two_weeks - 1);
  EXPECT_EQ(MinutesOf(TimesOf({{two_weeks + 61}}).Quantile(0.5)), two_weeks + 60);
}

// The same estimate found in another way (Efron 1967): who is not watched any more leaves an equal part of what they
// weigh to each who is.
int64_t ByRedistribution(std::vector<Wait> waits, double share) {
  std::sort(waits.begin(), waits.end(), [](const Wait& a, const Wait& b) {
    return std::make_pair(a.minutes, !a.ended) < std::make_pair(b.minutes, !b.ended);
  });
  std::vector<double> weights(waits.size(), 1.0 / static_cast<double>(waits.size()));
  double ended = 0;
  for (size_t i = 0; i < waits.size(); ++i) {
    if (waits[i].ended) {
      ended += weights[i];
      if (ended >= share - 1e-9) return waits[i].minutes;
      continue;
    }
    for (size_t j = i + 1; j < waits.size(); ++j) weights[j] += weights[i] / static_cast<double>(waits.size() - i - 1);
  }
  return -1;
}

TEST(WaitingTimes, AgreeWithAnotherWayToCount) {
  std::mt19937 random(20261122);
  int not_reached = 0;
  for (int round = 0; round < 2000; ++round) {
    std::vector<Wait> waits(1 + random() % 40);
    const unsigned open_in_ten = random() % 10;
    for (Wait& wait : waits) wait = {static_cast<int>(random() % 30), random() % 10 >= open_in_ten};
    const WaitingTimes times = TimesOf(waits);
    for (const double share : {0.5, 0.9}) {
      const int64_t expected = ByRedistribution(waits, share);
      ASSERT_EQ(MinutesOf(times.Quantile(share)), expected) << "round " << round << ", share " << share;
      not_reached += expected == -1 ? 1 : 0;
    }
  }
  EXPECT_GT(not_reached, 100);  // so that both answers were asked for
  EXPECT_LT(not_reached, 3900);
}

// --- What may be shown ---------------------------------------------------------------------------------------------

// "7 <5 · | …": rows with a bar between.
std::string TextOf(const CountTable& table, const std::vector<std::vector<Shown>>& shown) {
  std::string text;
  for (size_t row = 0; row < table.rows.size(); ++row) {
    if (row > 0) text += "| ";
    for (size_t column = 0; column < table.rows[row].size(); ++column) {
      switch (shown[row][column]) {
        case Shown::kExact:
          absl::StrAppend(&text, table.rows[row][column], " ");
          break;
        case Shown::kFewerThanFive:
          text += "<5 ";
          break;
        case Shown::kWithheld:
          text += "· ";
          break;
      }
    }
  }
  return text;
}

TEST(Suppress, ByHand) {
  const std::vector<std::vector<size_t>> two = {{1, 2}};
  const std::vector<std::vector<size_t>> three = {{1, 2, 3}};
  const struct {
    const char* name;
    CountTable table;
    const char* shown;
  } rows[] = {
      {"nothing is small", {two, {{40, 10, 30}}}, "40 10 30 "},
      {"five may be shown", {two, {{12, 5, 7}}}, "12 5 7 "},
      {"the rest would tell it", {two, {{40, 3, 37}}}, "40 <5 · "},
      {"none is small too", {two, {{40, 0, 40}}}, "40 <5 · "},
      {"the next smallest goes with it", {three, {{40, 3, 9, 28}}}, "40 <5 · 28 "},
      {"two small ones guard each other", {three, {{40, 3, 2, 35}}}, "40 <5 <5 35 "},
      // 8 of two that are at most 4 is 4 and 4.
      {"two at the bound do not", {three, {{38, 4, 4, 30}}}, "38 <5 <5 · "},
      {"two of none at all do not", {three, {{30, 0, 0, 30}}}, "30 <5 <5 · "},
      // Were the 5 left out, 5 in all would tell that the other is 0.
      {"the total goes when a part would not do", {two, {{5, 0, 5}}}, "· <5 5 "},
      {"all small", {two, {{3, 1, 2}}}, "<5 <5 <5 "},
      {"one number alone", {{}, {{3}}}, "<5 "},
      {"a small group is not the whole without the others",
       {{},
        {{
             20,
         },
         {3},
         {8},
         {9}}},
       "20 | <5 | · | 9 "},
      {"groups: a rectangle",
       {two, {{60, 20, 40}, {20, 3, 17}, {19, 8, 11}, {21, 9, 12}}},
       "60 20 40 | 20 <5 · | 19 · · | 21 9 12 "},
  };
  for (const auto& row : rows) EXPECT_EQ(TextOf(row.table, Suppress(row.table)), row.shown) << row.name;
}

// Somebody who knows how a table is made looks for another table that would be shown in exactly the same way.
// `second_breakdown` is the first row of another breakdown of the same whole; 0 for none.
class Attack {
 public:
  Attack(const CountTable& table, const std::vector<std::vector<Shown>>& shown, size_t second_breakdown = 0)
      : table_(table), second_(second_breakdown == 0 ? table.rows.size() : second_breakdown) {
    for (size_t row = 0; row < shown.size(); ++row) {
      // What is withheld whole says nothing at all.
      const size_t first = row == 0 ? 0 : row < second_ ? 1 : second_;
      const size_t end = row == 0 ? 1 : row < second_ ? second_ : shown.size();
      bool all_withheld = true;
      for (size_t each = first; each < end; ++each) {
        for (const Shown cell : shown[each]) all_withheld = all_withheld && cell == Shown::kWithheld;
      }
      for (size_t column = 0; column < shown[row].size(); ++column) {
        if (shown[row][column] == Shown::kExact) continue;
        const bool small = shown[row][column] == Shown::kFewerThanFive;
        hidden_.push_back({row, column, small || all_withheld ? 0 : kSmallestShown, small ? kSmallestShown - 1 : 1000});
      }
    }
  }

  // The first hidden cell that can have one value only; empty for none.
  std::string Computable() const {
    for (const Hidden& cell : hidden_) {
      std::vector<std::vector<int64_t>> other = table_.rows;
      if (Change(cell, 1, kMostChanges, other) || Change(cell, -1, kMostChanges, other)) continue;
      return absl::StrCat("row ", cell.row, ", column ", cell.column);
    }
    return "";
  }
  size_t hidden() const { return hidden_.size(); }

 private:
  static constexpr int kMostChanges = 16;

  struct Hidden {
    size_t row;
    size_t column;
    int64_t least;
    int64_t most;
  };

  // A sum that must hold: of the cells with their signs, nothing is left.
  struct Sum {
    std::vector<std::pair<std::pair<size_t, size_t>, int>> cells;
  };

  // Changes a cell by one and then whatever a sum asks for, until all sums hold. False when it cannot be done, and then
  // `other` is as it was.
  bool Change(const Hidden& cell, int change, int changes_left, std::vector<std::vector<int64_t>>& other) const {
    int64_t& value = other[cell.row][cell.column];
    const int64_t changed = value + change;
    if (changes_left == 0 || value != table_.rows[cell.row][cell.column] || changed < cell.least ||
        changed > cell.most) {
      return false;
    }
    value = changed;
    if (Mend(changes_left - 1, other)) return true;
    value -= change;
    return false;
  }

  bool Mend(int changes_left, std::vector<std::vector<int64_t>>& other) const {
    for (const Sum& sum : Sums()) {
      int64_t left = 0;
      for (const auto& [at, sign] : sum.cells) left += sign * other[at.first][at.second];
      if (left == 0) continue;
      for (const auto& [at, sign] : sum.cells) {
        for (const Hidden& cell : hidden_) {
          if (cell.row != at.first || cell.column != at.second) continue;
          if (Change(cell, (left > 0 ? -1 : 1) * sign, changes_left, other)) return true;
        }
      }
      return false;
    }
    return true;
  }

  std::vector<Sum> Sums() const {
    std::vector<Sum> sums;
    for (size_t row = 0; row < table_.rows.size(); ++row) {
      for (const auto& partition : table_.partitions) {
        Sum& sum = sums.emplace_back();
        sum.cells.push_back({{row, 0}, -1});
        for (const size_t column : partition) sum.cells.push_back({{row, column}, 1});
      }
    }
    for (const auto& [first, end] : {std::make_pair(size_t{1}, second_), std::make_pair(second_, table_.rows.size())}) {
      for (size_t column = 0; first < end && column < table_.rows[0].size(); ++column) {
        Sum& sum = sums.emplace_back();
        sum.cells.push_back({{0, column}, -1});
        for (size_t row = first; row < end; ++row) sum.cells.push_back({{row, column}, 1});
      }
    }
    return sums;
  }

  const CountTable& table_;
  const size_t second_;
  std::vector<Hidden> hidden_;
};

CountTable RandomTable(std::mt19937& random, size_t groups) {
  CountTable table;
  size_t columns = 1;
  const size_t partitions = random() % 3;
  for (size_t i = 0; i < partitions; ++i) {
    std::vector<size_t>& partition = table.partitions.emplace_back();
    for (size_t part = 2 + random() % 2; part > 0; --part) partition.push_back(columns++);
  }
  table.rows.assign(1 + groups, std::vector<int64_t>(columns, 0));
  const unsigned most = 1 + random() % 40;
  for (size_t row = groups == 0 ? 0 : 1; row < table.rows.size(); ++row) {
    const unsigned persons = random() % most;
    for (unsigned person = 0; person < persons; ++person) {
      ++table.rows[row][0];
      for (const auto& partition : table.partitions) {
        // The first part gets most, as it is in life.
        ++table.rows[row][partition[random() % 3 == 0 ? random() % partition.size() : 0]];
      }
    }
    for (size_t column = 0; row > 0 && column < columns; ++column) table.rows[0][column] += table.rows[row][column];
  }
  return table;
}

TEST(Suppress, NoHiddenCountCanBeComputed) {
  std::mt19937 random(4711);
  size_t hidden = 0;
  size_t cells = 0;
  int whole_tables = 0;
  for (int round = 0; round < 3000; ++round) {
    const CountTable table = RandomTable(random, random() % 5);
    const auto shown = Suppress(table);
    const Attack attack(table, shown);
    ASSERT_EQ(attack.Computable(), "") << "round " << round << ": " << TextOf(table, shown);
    for (size_t row = 0; row < shown.size(); ++row) {
      for (size_t column = 0; column < shown[row].size(); ++column) {
        const bool small = table.rows[row][column] < kSmallestShown;
        ASSERT_FALSE(small && shown[row][column] == Shown::kExact) << "round " << round;
      }
    }
    hidden += attack.hidden();
    cells += table.rows.size() * table.rows[0].size();
    whole_tables += attack.hidden() == table.rows.size() * table.rows[0].size() ? 1 : 0;
  }
  // Not by hiding everything.
  EXPECT_LT(hidden, cells * 3 / 4);
  EXPECT_LT(whole_tables, 1500);
}

// As many groups as there are municipalities in Sweden, most of them small.
TEST(Suppress, ManyGroupsStayFast) {
  std::mt19937 random(1);
  CountTable table;
  table.partitions = {{1, 2}, {3, 4, 5, 6, 7, 8, 9}};
  table.rows.assign(291, std::vector<int64_t>(10, 0));
  for (size_t row = 1; row < table.rows.size(); ++row) {
    for (unsigned persons = random() % 60; persons > 0; --persons) {
      for (const size_t column : {size_t{0}, 1 + random() % 2, 3 + random() % 7}) {
        ++table.rows[row][column];
        ++table.rows[0][column];
      }
    }
  }
  const auto shown = Suppress(table);
  int exact = 0;
  for (const auto& row : shown) exact += static_cast<int>(std::count(row.begin(), row.end(), Shown::kExact));
  EXPECT_GT(exact, 1000);
}

TEST(Suppress, TwoBreakdownsTellNoMoreThanEach) {
  std::mt19937 random(815);
  int with_hidden = 0;
  for (int round = 0; round < 800; ++round) {
    const CountTable by_one = RandomTable(random, 1 + random() % 4);
    // As many persons of each part, in other groups.
    CountTable by_other = by_one;
    by_other.rows.resize(1);
    const size_t others = 1 + random() % 4;
    for (size_t i = 0; i < others; ++i) by_other.rows.emplace_back(by_one.rows[0].size(), 0);
    std::vector<int64_t> left = by_one.rows[0];
    while (left[0] > 0) {
      std::vector<int64_t>& row = by_other.rows[1 + random() % others];
      --left[0];
      ++row[0];
      for (const auto& partition : by_one.partitions) {
        size_t part = partition[random() % partition.size()];
        for (size_t i = 0; left[part] == 0; ++i) part = partition[i];
        --left[part];
        ++row[part];
      }
    }
    auto shown = Suppress(by_one);
    const auto shown_by_other = Suppress(by_other);
    CountTable alone = by_one;
    alone.rows.resize(1);
    ASSERT_EQ(shown[0], Suppress(alone)[0]) << "round " << round;
    ASSERT_EQ(shown_by_other[0], shown[0]) << "round " << round;
    CountTable both = by_one;
    both.rows.insert(both.rows.end(), by_other.rows.begin() + 1, by_other.rows.end());
    shown.insert(shown.end(), shown_by_other.begin() + 1, shown_by_other.end());
    const Attack attack(both, shown, by_one.rows.size());
    ASSERT_EQ(attack.Computable(), "") << "round " << round << ": " << TextOf(both, shown);
    with_hidden += attack.hidden() > 0 ? 1 : 0;
  }
  EXPECT_GT(with_hidden, 400);
}

// The attack is one that can succeed: most tables in which only the small counts are left out tell at least one of
// them.
TEST(Suppress, SmallCountsAloneAreComputable) {
  std::mt19937 random(4711);
  int computed = 0;
  for (int round = 0; round < 300; ++round) {
    const CountTable table = RandomTable(random, random() % 5);
    std::vector<std::vector<Shown>> shown;
    for (const auto& row : table.rows) {
      std::vector<Shown>& cells = shown.emplace_back();
      for (const int64_t count : row) cells.push_back(count < kSmallestShown ? Shown::kFewerThanFive : Shown::kExact);
    }
    computed += Attack(table, shown).Computable().empty() ? 0 : 1;
  }
  EXPECT_GT(computed, 100);
}

}  // namespace
}  // namespace hemgang::rules
