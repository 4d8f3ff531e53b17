// Pages: how many rows a list gives, and the opaque token that says where the next page starts.
//
// A token holds the store's position and a check over it, the list's name and the list's filter, so that a token of
// another list, another unit or another filter is refused instead of giving rows from the wrong place. It is no secret
// and no permission: what a caller may see is decided anew for each page.
#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace hemgang::rpc {

inline constexpr int kDefaultPageSize = 50;
inline constexpr int kMaxPageSize = 200;

// Which list: "ListHandovers", and everything that chooses its rows, such as the unit and the filter's fields.
struct ListName {
  std::string method;
  std::string filter;
};

struct PageAsked {
  int size = kDefaultPageSize;
  // The store's position; empty for the first page.
  std::string after;
};

// Reads page_size and page_token of a request: 0 means kDefaultPageSize, more than kMaxPageSize gives kMaxPageSize
// (AIP-158). INVALID_REQUEST for a negative size, PAGE_TOKEN_INVALID for a token that is not of this list.
absl::StatusOr<PageAsked> ReadPage(const ListName& list, int page_size, const std::string& page_token);

// The token of the page that starts after `next`; empty for an empty `next`.
std::string PageToken(const ListName& list, const std::string& next);

}  // namespace hemgang::rpc
