// Puts what was said on the command line into a request, by the request's descriptor. Pure; knows no command.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"

#include "google/protobuf/message.h"

#include "clients/cli/yaml_reader.h"

namespace hemgang::cli {

// The field that a path such as "planned_discharge.date" names. A path that names none is a bug in a table.
const google::protobuf::FieldDescriptor& FieldAt(const google::protobuf::Descriptor& type, const std::string& path);

// The message field that a path such as "draft.content" names; made on the way. The whole message for an empty path.
google::protobuf::Message* MessageAt(const std::string& path, google::protobuf::Message* message);

// "TIME", "{routine,urgent,fast_track}", "TEXT": what may follow the flag, as --help and the completion show it.
std::string ValueName(const google::protobuf::FieldDescriptor& field);

// Sets the field at `path`. A list takes several values, also with commas between; a PlannedDischarge takes
// TIME[/TIME]. Faults have `flag` as their path.
std::vector<Fault> SetFlag(const std::string& flag, const std::string& path, const std::vector<std::string>& values,
                           absl::TimeZone zone, google::protobuf::Message* request);

}  // namespace hemgang::cli
