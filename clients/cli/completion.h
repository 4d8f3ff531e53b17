// Scripts with which a shell completes `hemgang`, generated from the command tree.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace hemgang::cli {

// The shells that are known.
std::vector<std::string> Shells();

// The script for one of Shells(). Completes commands, flags, and the allowed words after a flag that has such.
std::string CompletionScript(const std::string& shell, const CLI::App& root);

}  // namespace hemgang::cli
