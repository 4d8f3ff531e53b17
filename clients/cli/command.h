// How a command is described, and how a description is run. Each room's commands are a table of these rows; what a row
// says is checked against the API's descriptors, so that a flag cannot name a field that does not exist.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "google/protobuf/message.h"

#include "clients/cli/screen.h"
#include "clients/cli/session.h"

namespace CLI {
class App;
}

namespace hemgang::cli {

// Where a flag's value goes.
enum class Take {
  // Into the request's field `field`.
  kField,
  // The value is the name of a YAML or JSON file; what it holds goes into the message `field`, or into the whole
  // request when `field` is empty. Files are read before the other flags, which override them.
  kFile,
  // Nowhere: the command's own code asks for it.
  kText,
  // The same, and it may be given several times.
  kTexts,
  kSwitch,
};

struct Flag {
  // As CLI11 spells it: "--to", or "HANDOVER,--handover" for what may also stand without its name.
  std::string name;
  std::string field;
  std::string help;
  bool required = false;
  Take take = Take::kField;
};

// What the command line said, by the flag's name as the table spells it.
class Given {
 public:
  bool Has(const std::string& name) const;
  // The first value; empty when it was not given.
  std::string First(const std::string& name) const;

  std::map<std::string, std::vector<std::string>> values;
  std::map<std::string, bool> switches;
};

// What a command works at. Owned by main for one command.
struct Desk {
  Settings settings;
  Session& session;
  Screen screen;
  std::ostream& err;

  // Says on `err` what was wrong about how the command was asked for.
  ExitStatus Usage(const std::string& sentence) const;
};

using Message = google::protobuf::Message;
using Show = std::function<void(const Screen&, const Message& request, const Message& response)>;

struct Command {
  std::string name;
  // "hemgang.handover.v1.HandoverService/Acknowledge"; empty when `run` does everything.
  std::string method;
  std::string help;
  // Whole command lines, as --help shows them.
  std::vector<std::string> examples;
  std::vector<Flag> flags;
  // How the answer is shown to a person.
  Show show;
  // Completes or refuses the request before it is sent. May be empty.
  std::function<ExitStatus(Desk&, const Given&, Message* request)> prepare = {};
  // Instead of one call. May be empty.
  std::function<ExitStatus(Desk&, const Given&, const Message& request)> run = {};
};

struct Group {
  // Empty: the commands stand at the top.
  std::string name;
  std::string help;
  std::vector<Command> commands;
};

// Told which command was asked for. `command` lives as long as the group.
using Chosen = std::function<void(const Command& command, std::shared_ptr<Given> given)>;

// Makes subcommands of `root` out of the table. `group` must outlive `root`.
void Register(const Group& group, CLI::App& root, const Chosen& chosen);

// Builds the request, calls, shows the answer or says why there is none.
ExitStatus RunCommand(Desk& desk, const Command& command, const Given& given);

// A list is read page by page to its end unless a page was asked for; a status that is not OK ends it.
grpc::Status CallWhole(Session& session, const std::string& method, Message* request, Message* response);

// One JSON object (protobuf's mapping, every field that has no presence printed), on one line or for the eye.
void PrintJson(const Message& message, bool one_line, std::ostream& out);

// A new message of the method's request or response type.
std::unique_ptr<Message> NewRequest(const std::string& method);
std::unique_ptr<Message> NewResponse(const std::string& method);

// A view of one response type, where the request does not matter.
template <typename Response>
Show Shows(void (*view)(const Screen&, const Response&)) {
  return [view](const Screen& screen, const Message&, const Message& response) {
    view(screen, static_cast<const Response&>(response));
  };
}

}  // namespace hemgang::cli
