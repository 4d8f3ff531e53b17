// Several ordered lists as one, page by page, when each list can only be read in pages of its own.
//
// The position of the merged list is the position of each part, written as one text. A row that stands in several parts
// is given once. Pure but for `fetch`.
#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace hemgang::rpc {

// Where the next page of each part starts; nothing when the part has been given whole.
using PartPositions = std::vector<std::optional<std::string>>;
std::string WritePositions(const PartPositions& positions);
// The beginning of every part for an empty or unreadable text.
PartPositions ReadPositions(const std::string& text, size_t parts);

// `Page` has `rows` and `next`. `fetch(part, size, after)` gives a page of one part, in the order of `less`.
template <typename Page, typename Less>
absl::StatusOr<Page> MergeLists(
    size_t parts, int size, const std::string& after,
    const std::function<absl::StatusOr<Page>(size_t part, int size, const std::string& after)>& fetch, Less less) {
  PartPositions positions = ReadPositions(after, parts);
  std::vector<Page> lists(parts);
  std::vector<size_t> taken(parts, 0);
  for (size_t i = 0; i < parts; ++i) {
    if (!positions[i]) continue;
    absl::StatusOr<Page> list = fetch(i, size, *positions[i]);  // a whole page: one part may fill it
    if (!list.ok()) return list.status();
    lists[i] = *std::move(list);
  }
  Page merged;
  // Behind its last row that was read, a part may have rows that come before those of the others: stop there.
  bool ran_out = false;
  while (!ran_out && merged.rows.size() < static_cast<size_t>(size)) {
    std::optional<size_t> first;
    for (size_t i = 0; i < parts; ++i) {
      if (taken[i] == lists[i].rows.size()) continue;
      if (!first || less(lists[i].rows[taken[i]], lists[*first].rows[taken[*first]])) first = i;
    }
    if (!first) break;
    merged.rows.push_back(lists[*first].rows[taken[*first]]);
    for (size_t i = 0; i < parts; ++i) {
      // The same row of another part stands first there too, since no part has a row before it.
      if (taken[i] < lists[i].rows.size() && !less(merged.rows.back(), lists[i].rows[taken[i]])) ++taken[i];
      ran_out = ran_out || (taken[i] == lists[i].rows.size() && !lists[i].next.empty());
    }
  }
  for (size_t i = 0; i < parts; ++i) {
    if (!positions[i]) continue;
    const Page* read = &lists[i];
    absl::StatusOr<Page> again = absl::UnknownError("not read");
    if (taken[i] == 0 && !read->rows.empty()) continue;
    if (taken[i] < read->rows.size()) {
      // Only the end of a page has a position, so what was taken is asked for once more, as a page.
      again = fetch(i, static_cast<int>(taken[i]), *positions[i]);
      if (!again.ok()) return again.status();
      read = &*again;
    }
    positions[i] = read->next.empty() ? std::nullopt : std::optional<std::string>(read->next);
  }
  merged.next = WritePositions(positions);
  return merged;
}

}  // namespace hemgang::rpc
