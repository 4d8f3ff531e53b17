#include "tests/flows/flow_script.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace hemgang::flows {
namespace {

constexpr char kDivider[] = "----";

using Lines = std::vector<std::string>;

bool IsLead(const std::string& line) {
  return line.empty() || line.front() == '#';
}

bool IsIndented(const std::string& line) {
  return absl::StartsWith(line, "  ");
}

// Where in `lines` the next block begins, lead and all: what is before it was expected of the block before.
size_t WhereNextBegins(const Lines& lines) {
  const auto lead = std::find_if(lines.begin(), lines.end(), IsLead);
  if (lead != lines.end()) return static_cast<size_t>(lead - lines.begin());
  size_t begins = lines.size();
  while (begins > 0 && IsIndented(lines[begins - 1])) --begins;
  return begins == 0 ? 0 : begins - 1;
}

void ReadCommands(const Lines& lines, size_t from, int line_of_first, FlowBlock& block) {
  for (size_t i = from; i < lines.size(); ++i) {
    if (IsLead(lines[i]) && block.commands.empty()) {
      block.lead.push_back(lines[i]);
    } else if (!IsLead(lines[i])) {
      if (block.commands.empty()) block.line = line_of_first + static_cast<int>(i);
      block.commands.push_back(lines[i]);
    }
  }
}

}  // namespace

absl::StatusOr<FlowScript> ParseFlow(const std::string& text) {
  FlowScript script;
  Lines gathered;
  int line = 0;
  int first = 1;
  if (!absl::StartsWith(text, "# ")) return absl::InvalidArgumentError("a flow opens with a paragraph: # …");
  for (absl::string_view each : absl::StrSplit(text, '\n')) {
    ++line;
    if (each != kDivider) {
      gathered.emplace_back(each);
      continue;
    }
    const size_t begins = script.blocks.empty() ? 0 : WhereNextBegins(gathered);
    if (!script.blocks.empty()) {
      script.blocks.back().expected.assign(gathered.begin(), gathered.begin() + static_cast<std::ptrdiff_t>(begins));
    }
    FlowBlock block;
    ReadCommands(gathered, begins, first, block);
    if (block.commands.empty()) {
      return absl::InvalidArgumentError(absl::StrCat("line ", line, ": no command before ", kDivider));
    }
    script.blocks.push_back(std::move(block));
    gathered.clear();
    first = line + 1;
  }
  if (script.blocks.empty()) return absl::InvalidArgumentError("there is no block");
  while (!gathered.empty() && gathered.back().empty()) gathered.pop_back();
  script.blocks.back().expected = std::move(gathered);
  return script;
}

std::string FlowText(const FlowScript& script) {
  Lines lines;
  for (const FlowBlock& block : script.blocks) {
    for (const Lines* part : {&block.lead, &block.commands}) lines.insert(lines.end(), part->begin(), part->end());
    lines.push_back(kDivider);
    lines.insert(lines.end(), block.expected.begin(), block.expected.end());
  }
  return absl::StrJoin(lines, "\n") + "\n";
}

}  // namespace hemgang::flows
