#include "clients/cli/command.h"

#include <CLI/CLI.hpp>

#include "absl/base/macros.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

#include "google/protobuf/util/json_util.h"
#include "hemgang/audit/v1/audit_service.pb.h"
#include "hemgang/deadlines/v1/deadline_service.pb.h"
#include "hemgang/directory/v1/directory_service.pb.h"
#include "hemgang/handover/v1/handover_service.pb.h"
#include "hemgang/host/v1/demo_clock.pb.h"
#include "hemgang/insight/v1/insight_service.pb.h"
#include "hemgang/routing/v1/inbox_service.pb.h"

#include "clients/cli/flags.h"
#include "clients/cli/yaml_reader.h"

namespace hemgang::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;
using google::protobuf::FieldDescriptor;
using google::protobuf::MessageFactory;
using google::protobuf::MethodDescriptor;

// What every list takes.
const Flag kPageFlags[] = {
    {"--page-size", "page_size", "Only one page, of at most so many"},
    {"--page-token", "page_token", "The page after the one whose answer had this nextPageToken"},
};

constexpr char kAlso[] =
    "\n\nEvery command also takes --as, --json, --server, --timeout and --zone: see `hemgang --help`.";

const MethodDescriptor& FindMethod(const std::string& method) {
  // A reference to one message of each file keeps the linker from leaving its descriptors out.
  static const Descriptor* const kept[] = {audit::v1::ListEntriesRequest::descriptor(),
                                           deadlines::v1::ListTasksRequest::descriptor(),
                                           directory::v1::ApplyDirectoryRequest::descriptor(),
                                           handover::v1::SendHandoverRequest::descriptor(),
                                           host::v1::SetClockRequest::descriptor(),
                                           insight::v1::GetNowRequest::descriptor(),
                                           routing::v1::ListInboxRequest::descriptor()};
  ABSL_HARDENING_ASSERT(kept[0] != nullptr);
  const MethodDescriptor* found =
      DescriptorPool::generated_pool()->FindMethodByName(absl::StrReplaceAll(method, {{"/", "."}}));
  ABSL_HARDENING_ASSERT(found != nullptr);
  return *found;
}

std::unique_ptr<Message> New(const Descriptor& type) {
  return std::unique_ptr<Message>(MessageFactory::generated_factory()->GetPrototype(&type)->New());
}

const FieldDescriptor* Find(const Message& message, const std::string& field) {
  return message.GetDescriptor()->FindFieldByName(field);
}

std::string Text(const Message& message, const std::string& field) {
  const FieldDescriptor* found = Find(message, field);
  return found == nullptr ? "" : message.GetReflection()->GetString(message, found);
}

void SetText(Message* message, const std::string& field, const std::string& text) {
  message->GetReflection()->SetString(message, Find(*message, field), text);
}

std::vector<Flag> FlagsOf(const Command& command) {
  std::vector<Flag> flags = command.flags;
  if (!command.method.empty() && Find(*NewRequest(command.method), "page_token") != nullptr) {
    flags.insert(flags.end(), std::begin(kPageFlags), std::end(kPageFlags));
  }
  return flags;
}

void RegisterFlag(const Flag& flag, const Command& command, CLI::App* sub, Given* given) {
  const FieldDescriptor* field =
      flag.take == Take::kField ? &FieldAt(*NewRequest(command.method)->GetDescriptor(), flag.field) : nullptr;
  if (flag.take == Take::kSwitch || (field != nullptr && field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL)) {
    sub->add_flag(flag.name, given->switches[flag.name], flag.help);
    return;
  }
  CLI::Option* option = sub->add_option(flag.name, given->values[flag.name], flag.help);
  const bool many = flag.take == Take::kTexts ||
                    (flag.take == Take::kFile && absl::StrContains(flag.help, "one or more")) ||
                    (field != nullptr && field->is_repeated());
  if (!many) option->expected(1);
  // Without this the first of two words that need no flag would take both.
  if (!many || flag.take != Take::kFile) option->allow_extra_args(false);
  option->type_name(flag.take == Take::kFile ? "FILE" : field == nullptr ? "TEXT" : ValueName(*field));
  option->required(flag.required);
}

// Reads what the flag names into the request. False when there was a fault, which then has been said.
bool TakeFile(const Desk& desk, const Flag& flag, const std::string& file, Message* request) {
  const absl::StatusOr<std::string> text = ReadInput(file);
  if (!text.ok()) {
    desk.Usage(std::string(text.status().message()));
    return false;
  }
  const std::vector<Fault> faults = ReadYaml(*text, desk.screen.zone, MessageAt(flag.field, request));
  for (const Fault& fault : faults) desk.err << Harmless(fault.In(file == "-" ? "standard input" : file)) << "\n";
  return faults.empty();
}

// Free text, and what should not stand in the shell's history: "-" reads it from standard input.
bool IsFromInput(const Flag& flag) {
  return flag.field == "note" || flag.field == "text" || flag.field == "door_code";
}

// Builds the request out of files, then flags. False when something was wrong, which then has been said.
bool Fill(const Desk& desk, const Command& command, const Given& given, Message* request) {
  bool well = true;
  for (const Flag& flag : command.flags) {
    if (flag.take != Take::kFile || !given.Has(flag.name)) continue;
    for (const std::string& file : given.values.at(flag.name)) well = TakeFile(desk, flag, file, request) && well;
  }
  for (const Flag& flag : FlagsOf(command)) {
    if (flag.take != Take::kField || !given.Has(flag.name)) continue;
    const auto values = given.values.find(flag.name);
    std::vector<std::string> said = values == given.values.end() ? std::vector<std::string>{"true"} : values->second;
    if (IsFromInput(flag) && said.front() == "-") {
      const absl::StatusOr<std::string> note = ReadInput("-");
      if (!note.ok()) return desk.Usage(std::string(note.status().message())) == kDone;
      said.front() = std::string(absl::StripAsciiWhitespace(*note));
    }
    const std::string spoken = flag.name.substr(flag.name.find("--"));
    for (const Fault& fault : SetFlag(spoken, flag.field, said, desk.screen.zone, request)) {
      desk.err << "hemgang: " << Harmless(absl::StrCat(fault.path, ": ", fault.text)) << "\n";
      well = false;
    }
  }
  return well;
}

ExitStatus CallAndShow(Desk& desk, const Command& command, Message* request) {
  const std::unique_ptr<Message> response = NewResponse(command.method);
  const grpc::Status status = CallWhole(desk.session, command.method, request, response.get());
  if (!status.ok()) return Explain(status, desk.settings, Text(*request, "request_id"), desk.err);
  if (desk.settings.json) {
    PrintJson(*response, false, *desk.screen.out);
  } else {
    command.show(desk.screen, *request, *response);
  }
  return kDone;
}

}  // namespace

bool Given::Has(const std::string& name) const {
  if (const auto found = values.find(name); found != values.end()) return !found->second.empty();
  const auto found = switches.find(name);
  return found != switches.end() && found->second;
}

std::string Given::First(const std::string& name) const {
  return Has(name) ? values.at(name).front() : "";
}

ExitStatus Desk::Usage(const std::string& sentence) const {
  err << "hemgang: " << Harmless(sentence) << "\n";
  return kTrouble;
}

void Register(const Group& group, CLI::App& root, const Chosen& chosen) {
  CLI::App* parent = &root;
  if (!group.name.empty()) {
    // "handover draft" stands within "handover", which is there already.
    const size_t blank = group.name.find(' ');
    if (blank != std::string::npos) parent = root.get_subcommand(group.name.substr(0, blank));
    parent = parent->add_subcommand(blank == std::string::npos ? group.name : group.name.substr(blank + 1), group.help);
    parent->require_subcommand(1);
    parent->footer(absl::StrCat("`hemgang ", group.name, " COMMAND --help` shows each with examples."));
  }
  for (const Command& command : group.commands) {
    CLI::App* sub = parent->add_subcommand(command.name, command.help);
    auto given = std::make_shared<Given>();
    for (const Flag& flag : FlagsOf(command)) RegisterFlag(flag, command, sub, given.get());
    sub->footer(absl::StrCat("Examples:\n  ", absl::StrJoin(command.examples, "\n  "), kAlso));
    sub->callback([&command, given, chosen] { chosen(command, given); });
  }
}

ExitStatus RunCommand(Desk& desk, const Command& command, const Given& given) {
  if (command.method.empty()) return command.run(desk, given, google::protobuf::Timestamp());
  const std::unique_ptr<Message> request = NewRequest(command.method);
  if (!Fill(desk, command, given, request.get())) return kTrouble;
  if (Find(*request, "request_id") != nullptr) {
    SetText(request.get(), "request_id", desk.settings.request_id.empty() ? NewRequestId() : desk.settings.request_id);
  }
  if (command.prepare) {
    if (const ExitStatus ready = command.prepare(desk, given, request.get()); ready != kDone) return ready;
  }
  return command.run ? command.run(desk, given, *request) : CallAndShow(desk, command, request.get());
}

grpc::Status CallWhole(Session& session, const std::string& method, Message* request, Message* response) {
  const FieldDescriptor* size = Find(*request, "page_size");
  const bool one_page = size == nullptr || request->GetReflection()->GetInt32(*request, size) != 0 ||
                        !Text(*request, "page_token").empty();
  if (one_page) return session.Call(method, *request, response);
  while (true) {
    const std::unique_ptr<Message> page(response->New());
    const grpc::Status status = session.Call(method, *request, page.get());
    if (!status.ok()) return status;
    const std::string next = Text(*page, "next_page_token");
    response->MergeFrom(*page);
    SetText(response, "next_page_token", "");
    // A server that gives the same token again would be asked for ever.
    if (next.empty() || next == Text(*request, "page_token")) return grpc::Status::OK;
    SetText(request, "page_token", next);
  }
}

void PrintJson(const Message& message, bool one_line, std::ostream& out) {
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  options.add_whitespace = !one_line;
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(message, &json, options);
  ABSL_HARDENING_ASSERT(status.ok());
  out << json << (one_line ? "\n" : "");
}

std::unique_ptr<Message> NewRequest(const std::string& method) {
  return New(*FindMethod(method).input_type());
}

std::unique_ptr<Message> NewResponse(const std::string& method) {
  return New(*FindMethod(method).output_type());
}

}  // namespace hemgang::cli
