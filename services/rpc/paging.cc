#include "services/rpc/paging.h"

#include <algorithm>

#include <openssl/sha.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

#include "services/rpc/errors.h"

namespace hemgang::rpc {
namespace {

constexpr size_t kCheckBytes = 8;

std::string Check(const ListName& list, const std::string& position) {
  // Lengths first, so that no two lists write the same text.
  const std::string text = absl::StrCat(list.method.size(), ":", list.method, list.filter.size(), ":", list.filter,
                                        position.size(), ":", position);
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest);
  return std::string(reinterpret_cast<const char*>(digest), kCheckBytes);
}

}  // namespace

absl::StatusOr<PageAsked> ReadPage(const ListName& list, int page_size, const std::string& page_token) {
  if (page_size < 0) {
    FieldFaults faults;
    faults.Add("page_size",
               absl::StrCat("must be 0 (for ", kDefaultPageSize, ") to ", kMaxPageSize, "; it is ", page_size));
    return faults.ToStatus();
  }
  PageAsked page;
  if (page_size > 0) page.size = std::min(page_size, kMaxPageSize);
  if (page_token.empty()) return page;
  std::string token;
  if (absl::WebSafeBase64Unescape(page_token, &token) && token.size() > kCheckBytes) {
    page.after = token.substr(kCheckBytes);
    if (Check(list, page.after) == token.substr(0, kCheckBytes)) return page;
  }
  return Refusal(ev1::ERROR_REASON_PAGE_TOKEN_INVALID,
                 absl::StrCat("page_token is not one that ", list.method,
                              " gave for this list; ask for the first page again, with an empty page_token"));
}

std::string PageToken(const ListName& list, const std::string& next) {
  if (next.empty()) return "";
  return absl::WebSafeBase64Escape(Check(list, next) + next);
}

}  // namespace hemgang::rpc
