#include "services/rpc/unary.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/impl/codegen/server_callback_handlers.h>
#include <grpcpp/support/method_handler.h>

#include "absl/base/macros.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "services/rpc/checks.h"
#include "services/rpc/errors.h"
#include "services/rpc/wire_status.h"

namespace hemgang::rpc {
namespace {

// The one value of a metadata key; empty when there is none, or more than one.
std::string OneValue(const grpc::ServerContextBase& context, const char* key) {
  const auto [first, last] = context.client_metadata().equal_range(key);
  if (first == last || std::next(first) != last) return "";
  return std::string(first->second.data(), first->second.size());
}

std::string AllBytes(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Dump(&slices).ok()) return bytes;
  for (const grpc::Slice& slice : slices) bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  return bytes;
}

absl::Status Parse(const grpc::ByteBuffer& bytes, google::protobuf::Message& request) {
  FieldFaults faults;
  grpc::ByteBuffer copy = bytes;  // shares the slices
  if (grpc::SerializationTraits<google::protobuf::Message>::Deserialize(&copy, &request).ok()) {
    CheckMessage(request, faults);
  } else {
    CheckBytes(AllBytes(bytes), *request.GetDescriptor(), faults);
  }
  return faults.ToStatus();
}

}  // namespace

absl::StatusOr<Caller> AdmitCall(const Frame& frame, const grpc::ServerContextBase& context) {
  return frame.door.Admit({OneValue(context, kCallerMetadata), OneValue(context, kServiceMetadata),
                           OneValue(context, kServiceNameMetadata)});
}

UnaryCall::UnaryCall(const ServedMethod& method, grpc::CallbackServerContext& context, const grpc::ByteBuffer& bytes,
                     grpc::ByteBuffer& answer)
    : method_(method),
      context_(&context),
      bytes_(bytes),
      answer_(answer),
      reactor_(context.DefaultReactor()),
      began_(absl::Now()) {}

UnaryCall::~UnaryCall() {
  if (context_ != nullptr) End(absl::InternalError("the call was dropped without an answer"), nullptr);
}

absl::StatusOr<Caller> UnaryCall::Begin(google::protobuf::Message& request) {
  if (context_->IsCancelled()) return absl::CancelledError("the client has gone");
  absl::StatusOr<Caller> caller = AdmitCall(method_.frame, *context_);
  if (!caller.ok()) return caller;
  unit_id_ = caller->unit_id;
  if (context_->deadline() == std::chrono::system_clock::time_point::max()) {
    return Refusal(ev1::ERROR_REASON_DEADLINE_MISSING,
                   "say how long you wait: a call needs a deadline, of at most 60 seconds");
  }
  caller->deadline = std::min(absl::FromChrono(context_->deadline()), began_ + kLongestWait);
  if (absl::Now() >= caller->deadline) return absl::DeadlineExceededError("the deadline passed before the work began");
  if (bytes_.Length() > method_.max_bytes) {
    return Refusal(ev1::ERROR_REASON_INVALID_REQUEST,
                   absl::StrCat("the request is ", bytes_.Length(), " bytes and at most ", method_.max_bytes,
                                " are taken; nothing was kept. Shorten the texts, or send less at once"));
  }
  if (absl::Status parsed = Parse(bytes_, request); !parsed.ok()) return parsed;
  return caller;
}

void UnaryCall::End(const absl::Status& status, const google::protobuf::Message* response) {
  ABSL_HARDENING_ASSERT(context_ != nullptr);
  ABSL_HARDENING_ASSERT(status.ok() == (response != nullptr));
  grpc::Status ended = ToGrpc(status);
  if (response != nullptr) {
    bool own = false;
    ended = grpc::SerializationTraits<google::protobuf::Message>::Serialize(*response, &answer_, &own);
  }
  const absl::Duration duration = absl::Now() - began_;
  method_.meter->Count(status.code(), duration);
  method_.frame.log.PutCall(method_.name, unit_id_, status, duration);
  context_ = nullptr;
  reactor_->Finish(std::move(ended));  // what belongs to gRPC may be gone from here on
}

absl::StatusOr<Caller> BeginStream(const StreamCall& call, google::protobuf::Message& request) {
  absl::StatusOr<Caller> caller = AdmitCall(call.method.frame, call.context);
  if (!caller.ok()) return caller;
  if (absl::Status parsed = Parse(call.bytes, request); !parsed.ok()) return parsed;
  return caller;
}

grpc::ByteBuffer ToBytes(const google::protobuf::Message& message) {
  grpc::ByteBuffer bytes;
  bool own = false;
  const grpc::Status status = grpc::SerializationTraits<google::protobuf::Message>::Serialize(message, &bytes, &own);
  ABSL_HARDENING_ASSERT(status.ok());
  return bytes;
}

RoomService::RoomService(const Frame& frame, const std::string& room, const std::string& service)
    : frame_(frame),
      room_(room),
      service_(google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(service)) {
  ABSL_HARDENING_ASSERT(service_ != nullptr);
}

RoomService::~RoomService() = default;

ServedMethod& RoomService::AddServed(const google::protobuf::Descriptor& request,
                                     const google::protobuf::Descriptor& response, bool is_stream) {
  constexpr size_t kSuffix = sizeof("Request") - 1;
  const std::string name = request.name().substr(0, request.name().size() - kSuffix);
  const google::protobuf::MethodDescriptor* method = service_->FindMethodByName(name);
  ABSL_HARDENING_ASSERT(method != nullptr && method->input_type() == &request && method->output_type() == &response &&
                        method->server_streaming() == is_stream);
  ServedMethod& served = *methods_.emplace_back(std::make_unique<ServedMethod>(
      ServedMethod{frame_, absl::StrCat(room_, ".", name), absl::StrCat("/", service_->full_name(), "/", name),
                   frame_.metrics.Method(room_, name), nullptr}));
  AddMethod(new grpc::internal::RpcServiceMethod(
      served.path.c_str(),
      is_stream ? grpc::internal::RpcMethod::SERVER_STREAMING : grpc::internal::RpcMethod::NORMAL_RPC, nullptr));
  return served;
}

// The two handlers below are what protoc's plugin generates for a method that it calls "raw callback".

void RoomService::AddUnary(const google::protobuf::Descriptor& request, const google::protobuf::Descriptor& response,
                           size_t max_bytes, std::function<void(std::unique_ptr<UnaryCall>)> run) {
  ServedMethod& served = AddServed(request, response, /*is_stream=*/false);
  served.run = std::move(run);
  served.max_bytes = max_bytes;
  MarkMethodRawCallback(
      static_cast<int>(methods_.size()) - 1,
      new grpc::internal::CallbackUnaryHandler<grpc::ByteBuffer, grpc::ByteBuffer>(
          [&served](grpc::CallbackServerContext* context, const grpc::ByteBuffer* bytes, grpc::ByteBuffer* answer) {
            auto call = std::make_unique<UnaryCall>(served, *context, *bytes, *answer);
            grpc::ServerUnaryReactor* const reactor = call->reactor();
            served.frame.executor.Post([&served, call = std::move(call)]() mutable { served.run(std::move(call)); });
            return reactor;
          }));
}

void RoomService::AddStream(const google::protobuf::Descriptor& request, const google::protobuf::Descriptor& response,
                            OpenStream open) {
  const ServedMethod& served = AddServed(request, response, /*is_stream=*/true);
  MarkMethodRawCallback(
      static_cast<int>(methods_.size()) - 1,
      new grpc::internal::CallbackServerStreamingHandler<grpc::ByteBuffer, grpc::ByteBuffer>(
          [&served, open = std::move(open)](grpc::CallbackServerContext* context, const grpc::ByteBuffer* bytes) {
            return open(StreamCall{served, *context, *bytes});
          }));
}

}  // namespace hemgang::rpc
