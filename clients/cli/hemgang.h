// The program `hemgang` without its main: reads a command line, does what it says, gives the exit status.
#pragma once

#include <ostream>
#include <string>
#include <vector>

namespace hemgang::cli {

// `arguments` are the words after the program's name. `look` says that a person looks at `out`, so that colours may be
// used. Gives 0, 1 (refused by the rules) or 2 (usage or trouble).
int RunHemgang(const std::vector<std::string>& arguments, bool look, std::ostream& out, std::ostream& err);

}  // namespace hemgang::cli
