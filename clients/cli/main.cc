#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include <unistd.h>

#include "clients/cli/hemgang.h"

int main(int count, char** words) {
  const char* no_color = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  const bool refused = no_color != nullptr && *no_color != '\0';
  const bool dumb = terminal == nullptr || std::string(terminal) == "dumb";
  const std::vector<std::string> arguments(words + 1, words + count);
  return hemgang::cli::RunHemgang(arguments, isatty(STDOUT_FILENO) != 0 && !refused && !dumb, std::cout, std::cerr);
}
