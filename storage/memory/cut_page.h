// How the memory engine cuts a page from rows that it has put in order.
#ifndef HEMGANG_STORAGE_MEMORY_CUT_PAGE_H_
#define HEMGANG_STORAGE_MEMORY_CUT_PAGE_H_

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <string>

#include "storage/store.h"

namespace hemgang::storage {

// One page of rows that stand under their positions, in order of these (or the other way round).
template <typename T>
Page<T> CutPage(const std::map<std::string, T>& rows, const PageRequest& request, bool backwards = false) {
  Page<T> page;
  const size_t size = static_cast<size_t>(std::max(request.size, 1));
  std::string last;
  const auto take = [&](const auto& row) {
    if (page.rows.size() == size) {
      page.next = last;
      return false;
    }
    page.rows.push_back(row.second);
    last = row.first;
    return true;
  };
  if (backwards) {
    auto row = request.after.empty() ? rows.rbegin() : std::make_reverse_iterator(rows.lower_bound(request.after));
    while (row != rows.rend() && take(*row)) ++row;
  } else {
    auto row = request.after.empty() ? rows.begin() : rows.upper_bound(request.after);
    while (row != rows.end() && take(*row)) ++row;
  }
  return page;
}

}  // namespace hemgang::storage

#endif  // HEMGANG_STORAGE_MEMORY_CUT_PAGE_H_
