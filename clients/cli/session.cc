#include "clients/cli/session.h"

#include <cstdint>
#include <future>
#include <optional>
#include <random>

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

#include "clients/cli/screen.h"

namespace hemgang::cli {
namespace {

using google::protobuf::Message;

// Whom a server without a directory knows.
constexpr char kFirstCaller[] = "directory@directory";

constexpr int kLargestAnswerBytes = 32 << 20;

std::shared_ptr<grpc::Channel> Connect(const std::string& server) {
  grpc::ChannelArguments arguments;
  // The server is a neighbour, on loopback or behind nginx; a web proxy of the environment is not meant for it.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetMaxReceiveMessageSize(kLargestAnswerBytes);
  // A reader of the live inbox must find the server soon after it is back.
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 5000);
  return grpc::CreateCustomChannel(server, grpc::InsecureChannelCredentials(), arguments);
}

template <typename Detail>
std::optional<Detail> Find(const google::rpc::Status& details) {
  for (const auto& any : details.details()) {
    Detail detail;
    if (any.UnpackTo(&detail)) return detail;
  }
  return std::nullopt;
}

// gRPC's own words of the server's side; those about an answer that is too large name our bound.
bool RequestTooLarge(const grpc::Status& status) {
  const std::string message = status.error_message();
  return status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED &&
         absl::StrContains(message, "message larger than max") &&
         !absl::StrContains(message, absl::StrCat("vs. ", kLargestAnswerBytes));
}

void ExplainRefusal(const google::rpc::ErrorInfo& why, const google::rpc::Status& details, const std::string& message,
                    const Settings& settings, std::ostream& err) {
  err << Harmless(why.reason()) << ": " << Harmless(message) << "\n";
  if (const auto fields = Find<google::rpc::BadRequest>(details)) {
    for (const auto& violation : fields->field_violations()) {
      // A single one is the sentence itself.
      if (message == absl::StrCat(violation.field(), ": ", violation.description())) continue;
      err << "  " << Harmless(violation.field()) << ": " << Harmless(violation.description()) << "\n";
    }
  }
  if (settings.caller.empty() && (why.reason() == "CALLER_UNKNOWN" || why.reason() == "UNIT_NOT_OF_CALLER")) {
    err << "  Say who you are with --as NAME@UNIT, for example --as eva.at@molndal-hemrehab, or set HEMGANG_AS.\n";
  } else if (why.reason() == "CALLER_UNKNOWN" && settings.caller != kFirstCaller) {
    err << "  As long as the directory is empty, only --as " << kFirstCaller << " is known, to apply the first one.\n";
  }
}

void ExplainTrouble(const grpc::Status& status, const google::rpc::Status& details, const Settings& settings,
                    std::ostream& err) {
  const std::string message = Harmless(status.error_message());
  switch (status.error_code()) {
    case grpc::StatusCode::UNAVAILABLE:
      err << "hemgang: cannot reach the server at " << settings.server << " (" << message << ").\n"
          << "  Start it there with `hemgangd`, or name another with --server HOST:PORT or HEMGANG_SERVER.\n";
      return;
    case grpc::StatusCode::DEADLINE_EXCEEDED:
      err << "hemgang: the server at " << settings.server << " did not answer within " << settings.timeout_s
          << " s; allow more with --timeout.\n";
      return;
    case grpc::StatusCode::RESOURCE_EXHAUSTED: {
      if (RequestTooLarge(status)) {
        err << "hemgang: this is more than the server takes in one request (its bytes, and how many are allowed: "
            << message << "). Nothing was kept; shorten it.\n";
        return;
      }
      err << "hemgang: the server takes no more just now (" << message << ").";
      const auto retry = Find<google::rpc::RetryInfo>(details);
      err << (retry ? absl::StrCat(" Try again in ", retry->retry_delay().seconds() + 1, " s.\n") : "\n");
      return;
    }
    case grpc::StatusCode::UNIMPLEMENTED:
      err << "hemgang: the server at " << settings.server << " does not know this call; it is older than this "
          << "program, or runs without that role.\n";
      return;
    default:
      err << "hemgang: the server had trouble: " << message << " (code " << status.error_code() << ").\n";
  }
}

}  // namespace

std::string NewRequestId() {
  std::random_device source;
  uint32_t words[4];
  for (uint32_t& word : words) word = source();
  words[1] = (words[1] & 0xFFFF0FFFu) | 0x4000u;
  words[2] = (words[2] & 0x3FFFFFFFu) | 0x80000000u;
  return absl::StrFormat("%08x-%04x-%04x-%04x-%04x%08x", words[0], words[1] >> 16, words[1] & 0xFFFFu, words[2] >> 16,
                         words[2] & 0xFFFFu, words[3]);
}

Session::Session(const Settings& settings)
    : caller_(settings.caller), timeout_(absl::Seconds(settings.timeout_s)), channel_(Connect(settings.server)) {}

void Session::Prepare(grpc::ClientContext* context, absl::Duration timeout) const {
  context->set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  if (!caller_.empty()) context->AddMetadata("hemgang-caller", caller_);
}

grpc::Status Session::Call(const std::string& method, const Message& request, Message* response) {
  grpc::ClientContext context;
  Prepare(&context, timeout_);
  grpc::TemplatedGenericStub<Message, Message> stub(channel_);
  std::promise<grpc::Status> answered;
  stub.UnaryCall(&context, "/" + method, grpc::StubOptions(), &request, response,
                 [&](grpc::Status status) { answered.set_value(std::move(status)); });
  return answered.get_future().get();
}

ExitStatus Explain(const grpc::Status& status, const Settings& settings, const std::string& request_id,
                   std::ostream& err) {
  google::rpc::Status details;
  const bool readable = details.ParseFromString(status.error_details());
  if (const auto why = readable ? Find<google::rpc::ErrorInfo>(details) : std::nullopt;
      why && why->domain() == "hemgang") {
    ExplainRefusal(*why, details, status.error_message(), settings, err);
    return kRefused;
  }
  ExplainTrouble(status, details, settings, err);
  const bool never_left = status.error_message().rfind("failed to connect", 0) == 0;
  if (!request_id.empty() && !never_left && !RequestTooLarge(status)) {
    err << "  Whether it was kept is not known. Repeat the command with --request-id " << request_id
        << ":\n  it is then done once, however often it is asked for.\n";
  }
  return kTrouble;
}

}  // namespace hemgang::cli
