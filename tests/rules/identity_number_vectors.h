// The rows of a file in tests/vectors: comma-separated, the first line names the columns.
#pragma once

#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"

namespace hemgang::rules {

inline std::vector<std::vector<std::string>> ReadVectors(const std::string& name) {
  std::ifstream file("tests/vectors/" + name);
  std::vector<std::vector<std::string>> rows;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) rows.push_back(absl::StrSplit(line, ','));
  return rows;
}

}  // namespace hemgang::rules
