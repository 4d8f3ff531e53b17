// A flow script: an opening paragraph, then blocks of commands, "----", and what is seen after them.
//
// Between a block's "----" and the next one stand first the lines that are expected and then the next block's commands.
// The commands begin after a blank line or a comment, if there is one; else the last line is the command, with the
// indented lines that follow it. Pure: knows no verb.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace hemgang::flows {

struct FlowBlock {
  // The line of the file at which the commands begin, counted from 1.
  int line = 0;
  // Blank lines and comments before the commands.
  std::vector<std::string> lead;
  std::vector<std::string> commands;
  std::vector<std::string> expected;
};

struct FlowScript {
  std::vector<FlowBlock> blocks;
};

// INVALID_ARGUMENT for a script without an opening paragraph, or without a command before a "----".
absl::StatusOr<FlowScript> ParseFlow(const std::string& text);

// The text again, with whatever `expected` says now.
std::string FlowText(const FlowScript& script);

}  // namespace hemgang::flows
