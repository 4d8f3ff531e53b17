// The door frame of every unary method: from the bytes of a request to the bytes of an answer.
//
// A room says which methods it has, one line each:
//
//   std::unique_ptr<grpc::Service> ServeDeadlines(DeadlineRoom& room, rpc::Frame frame) {
//     auto service = std::make_unique<rpc::RoomService>(frame, "deadlines", "hemgang.deadlines.v1.DeadlineService");
//     service->Serve<dv1::ListTasksRequest, dv1::ListTasksResponse>(room);
//     return service;
//   }
//
// and has for each `void Take(const Request&, const rpc::Caller&, rpc::Answer<Response>)`. The method's name is that of
// its request. For every call the frame: requires a deadline of the client (DEADLINE_MISSING) and counts it as at most
// kLongestWait; parses the bytes and runs CheckMessage; asks the door who calls; calls Take on the frame's executor,
// unless the client has gone or its deadline has passed by then; turns the answer into a gRPC status; measures, counts
// and logs. The request lives until the answer is given. An answer that nobody waits for any more is dropped. A method
// that lets go of its Answer without giving one is answered INTERNAL.
//
// Requests come as bytes and are parsed here, not by gRPC: it would answer a broken text with an empty UNIMPLEMENTED.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/service_type.h>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "services/rpc/answer.h"
#include "services/rpc/door.h"
#include "services/rpc/log.h"
#include "services/rpc/metrics.h"
#include "storage/executor.h"

namespace hemgang::rpc {

// The longest that a client may have us try, in real time.
inline constexpr absl::Duration kLongestWait = absl::Seconds(60);

// The largest request of a method that does not say otherwise; content is bounded well below it.
inline constexpr size_t kMaxRequestBytes = 256 * 1024;

// What stands behind every method. All of it outlives every service.
struct Frame {
  Door& door;
  Executor& executor;
  Metrics& metrics;
  Log& log;
};

class UnaryCall;

// One method of one room.
struct ServedMethod {
  Frame frame;
  // "handover.Acknowledge"
  std::string name;
  // "/hemgang.handover.v1.HandoverService/Acknowledge"
  std::string path;
  MethodMeter* meter;
  std::function<void(std::unique_ptr<UnaryCall>)> run;
  size_t max_bytes = kMaxRequestBytes;
};

// Reads who calls from a call's metadata and asks the door. May block like the door.
absl::StatusOr<Caller> AdmitCall(const Frame& frame, const grpc::ServerContextBase& context);

// One call on its way. Movable by pointer only; ends itself with INTERNAL when nobody ended it.
class UnaryCall {
 public:
  UnaryCall(const ServedMethod& method, grpc::CallbackServerContext& context, const grpc::ByteBuffer& bytes,
            grpc::ByteBuffer& answer);
  ~UnaryCall();
  UnaryCall(const UnaryCall&) = delete;
  UnaryCall& operator=(const UnaryCall&) = delete;

  grpc::ServerUnaryReactor* reactor() { return reactor_; }

  // Everything that comes before Take, in the order of the refusals.
  absl::StatusOr<Caller> Begin(google::protobuf::Message& request);
  // Gives the answer; `response` is null when `status` is not OK. Once.
  void End(const absl::Status& status, const google::protobuf::Message* response);

 private:
  const ServedMethod& method_;
  grpc::CallbackServerContext* context_;
  const grpc::ByteBuffer& bytes_;
  grpc::ByteBuffer& answer_;
  grpc::ServerUnaryReactor* reactor_;
  const absl::Time began_;
  std::string unit_id_;
};

// One call whose answer is a stream. All of it lives until the reactor is done.
struct StreamCall {
  const ServedMethod& method;
  const grpc::CallbackServerContext& context;
  const grpc::ByteBuffer& bytes;
};

// What comes before a stream begins: who calls, and a whole request. A stream needs no deadline. May block.
absl::StatusOr<Caller> BeginStream(const StreamCall& call, google::protobuf::Message& request);
// The bytes of one message of a stream.
grpc::ByteBuffer ToBytes(const google::protobuf::Message& message);

class RoomService final : public grpc::Service {
 public:
  // `service` is the full name of a service of ours.
  RoomService(const Frame& frame, const std::string& room, const std::string& service);
  ~RoomService() override;

  // `target` outlives this. A request of more than `max_bytes` is refused whole.
  template <typename Request, typename Response, typename Target>
  void Serve(Target& target, size_t max_bytes = kMaxRequestBytes) {
    AddUnary(*Request::descriptor(), *Response::descriptor(), max_bytes, [&target](std::unique_ptr<UnaryCall> call) {
      auto held = std::make_unique<Held<Request>>();
      held->call = std::move(call);
      absl::StatusOr<Caller> caller = held->call->Begin(held->request);
      if (!caller.ok()) return held->call->End(caller.status(), nullptr);
      const Request& request = held->request;
      target.Take(request, *caller, Answer<Response>([held = std::move(held)](absl::StatusOr<Response> response) {
                    held->call->End(response.status(), response.ok() ? &*response : nullptr);
                  }));
    });
  }

  // A method that answers with a stream. `open` is called on a thread of gRPC and must not block; what it gives owns
  // itself until OnDone.
  using OpenStream = std::function<grpc::ServerWriteReactor<grpc::ByteBuffer>*(const StreamCall&)>;
  template <typename Request, typename Response>
  void ServeStream(OpenStream open) {
    AddStream(*Request::descriptor(), *Response::descriptor(), std::move(open));
  }

 private:
  template <typename Request>
  struct Held {
    Request request;
    std::unique_ptr<UnaryCall> call;
  };

  void AddUnary(const google::protobuf::Descriptor& request, const google::protobuf::Descriptor& response,
                size_t max_bytes, std::function<void(std::unique_ptr<UnaryCall>)> run);
  void AddStream(const google::protobuf::Descriptor& request, const google::protobuf::Descriptor& response,
                 OpenStream open);
  // The method whose request this is; its answer must be `response`.
  ServedMethod& AddServed(const google::protobuf::Descriptor& request, const google::protobuf::Descriptor& response,
                          bool is_stream);

  const Frame frame_;
  const std::string room_;
  const google::protobuf::ServiceDescriptor* const service_;
  std::vector<std::unique_ptr<ServedMethod>> methods_;
};

}  // namespace hemgang::rpc
