#include "services/insight/now.h"

#include <functional>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "services/insight/figure_table.h"
#include "services/rpc/times.h"
#include "services/rules/figures.h"

namespace hemgang::insight {
namespace {

constexpr int kPageSize = 500;

struct OpenCount {
  int64_t open = 0;
  int64_t overdue = 0;
};

using ListPage = std::function<absl::StatusOr<storage::Page<storage::TaskRow>>(const storage::PageRequest&)>;
using CountOf = std::function<OpenCount*(const rec::Task&)>;

absl::Status CountIn(const ListPage& list, int64_t now_us, const CountOf& count_of) {
  storage::PageRequest page{kPageSize, ""};
  do {
    auto rows = list(page);
    if (!rows.ok()) return rows.status();
    for (const storage::TaskRow& row : rows->rows) {
      OpenCount& count = *count_of(row.task);
      ++count.open;
      // As the deadline service judges it: from the due instant on.
      if (row.task.due_time_us() <= now_us) ++count.overdue;
    }
    page.after = rows->next;
  } while (!page.after.empty());
  return absl::OkStatus();
}

// The whole first, then the rows: what may be shown of open, overdue, and the rest of the open.
std::vector<std::vector<rules::Shown>> ShownOf(const std::vector<OpenCount>& counts, bool totals_only) {
  rules::CountTable table{{{1, 2}}, {}};
  for (const OpenCount& count : counts) table.rows.push_back({count.open, count.overdue, count.open - count.overdue});
  if (totals_only) return rules::Suppress(table);
  return std::vector<std::vector<rules::Shown>>(counts.size(), std::vector<rules::Shown>(3, rules::Shown::kExact));
}

}  // namespace

absl::StatusOr<iv1::GetNowResponse> NowIn(const Scope& scope, absl::Time now, const rules::Directory& directory,
                                          storage::Store& store) {
  constexpr int64_t kAnyDue = std::numeric_limits<int64_t>::max();
  const int64_t now_us = rpc::ToMicros(now);
  std::map<std::string, OpenCount> found;
  for (const std::string& id : scope.totals_only ? scope.organisation_ids : scope.unit_ids) found[id];
  if (scope.organisation_ids.empty()) {
    for (const std::string& id : scope.unit_ids) {
      const absl::Status counted = CountIn([&](const auto& page) { return store.ListTasksOfUnit(id, kAnyDue, page); },
                                           now_us, [&](const rec::Task&) { return &found[id]; });
      if (!counted.ok()) return counted;
    }
  }
  for (const std::string& id : scope.organisation_ids) {
    const absl::Status counted =
        CountIn([&](const auto& page) { return store.ListTasksOfOrganisation(id, kAnyDue, page); }, now_us,
                [&](const rec::Task& task) { return &found[scope.totals_only ? id : task.holder_unit_id()]; });
    if (!counted.ok()) return counted;
  }

  std::vector<OpenCount> counts(1);
  for (const auto& [id, count] : found) {
    counts[0].open += count.open;
    counts[0].overdue += count.overdue;
    counts.push_back(count);
  }
  const auto shown = ShownOf(counts, scope.totals_only);
  iv1::GetNowResponse response;
  *response.mutable_as_of_time() = rpc::ToTimestamp(now);
  *response.mutable_whole()->mutable_open() = ToCount(counts[0].open, shown[0][0]);
  *response.mutable_whole()->mutable_overdue() = ToCount(counts[0].overdue, shown[0][1]);
  size_t row = 1;
  for (const auto& [id, count] : found) {
    iv1::NowRow& written = *response.add_rows();
    if (scope.totals_only) {
      written.set_organisation_id(id);
    } else {
      const rules::CareUnit* unit = directory.FindUnit(id);
      written.set_unit_id(id);
      written.set_organisation_id(unit == nullptr ? "" : unit->organisation_id());
    }
    *written.mutable_open() = ToCount(count.open, shown[row][0]);
    *written.mutable_overdue() = ToCount(count.overdue, shown[row][1]);
    ++row;
  }
  return response;
}

}  // namespace hemgang::insight
