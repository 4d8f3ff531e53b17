// Writes any message of the API as the YAML that yaml_reader reads. Pure.
#pragma once

#include <string>

#include "google/protobuf/message.h"

namespace hemgang::cli {

// Only what is set, in the order of the proto; times in UTC. ReadYaml of it gives the same message again.
std::string WriteYaml(const google::protobuf::Message& message);

// The text as a YAML value on one line: plain where that is safe, else in double quotes.
std::string YamlScalar(const std::string& text);

}  // namespace hemgang::cli
