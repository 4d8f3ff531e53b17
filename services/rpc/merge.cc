#include "services/rpc/merge.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace hemgang::rpc {
namespace {

constexpr char kGivenWhole[] = ".";

}  // namespace

std::string WritePositions(const PartPositions& positions) {
  std::vector<std::string> texts;
  bool any = false;
  for (const std::optional<std::string>& position : positions) {
    texts.push_back(position ? absl::WebSafeBase64Escape(*position) : kGivenWhole);
    any = any || position.has_value();
  }
  return any ? absl::StrJoin(texts, ",") : "";
}

PartPositions ReadPositions(const std::string& text, size_t parts) {
  PartPositions positions(parts, "");
  const std::vector<std::string> texts = absl::StrSplit(text, ',');
  for (size_t i = 0; i < parts && i < texts.size(); ++i) {
    std::string position;
    if (texts[i] == kGivenWhole) {
      positions[i] = std::nullopt;
    } else if (absl::WebSafeBase64Unescape(texts[i], &position)) {
      positions[i] = position;
    }
  }
  return positions;
}

}  // namespace hemgang::rpc
