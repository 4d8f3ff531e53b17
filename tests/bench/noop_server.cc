#include "tests/bench/noop_server.h"

#include <utility>

#include <grpcpp/grpcpp.h>

#include "hemgang/handover/v1/handover_service.grpc.pb.h"

#include "clients/load/requests.h"
#include "clients/load/target.h"
#include "clients/load/unary_place.h"

namespace hemgang::bench {
namespace {

namespace hv1 = hemgang::handover::v1;

class NoopService final : public hv1::HandoverService::CallbackService {
 public:
  explicit NoopService(hv1::SendHandoverResponse answer) : answer_(std::move(answer)) {}

  grpc::ServerUnaryReactor* SendHandover(grpc::CallbackServerContext* context, const hv1::SendHandoverRequest*,
                                         hv1::SendHandoverResponse* response) override {
    *response = answer_;
    grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  const hv1::SendHandoverResponse answer_;
};

}  // namespace

struct NoopServer::Parts {
  Parts(const std::string& address, const hv1::SendHandoverResponse& answer) : service(answer) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort(address, grpc::InsecureServerCredentials());
    builder.RegisterService(&service);
    server = builder.BuildAndStart();
    target = std::make_unique<load::Target>(address);
  }
  ~Parts() {
    if (server == nullptr) return;
    server->Shutdown();
    server->Wait();
  }

  NoopService service;
  std::unique_ptr<grpc::Server> server;
  std::unique_ptr<load::Target> target;
};

std::unique_ptr<NoopServer> NoopServer::Start(const std::string& address, const hv1::SendHandoverResponse& answer) {
  auto parts = std::make_unique<Parts>(address, answer);
  if (parts->server == nullptr) return nullptr;
  return std::unique_ptr<NoopServer>(new NoopServer(std::move(parts)));
}

NoopServer::NoopServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
NoopServer::~NoopServer() = default;

load::LoadFigures NoopServer::Load(int outstanding, absl::Duration duration) {
  using BarePlace = load::UnaryPlace<hv1::SendHandoverRequest, hv1::SendHandoverResponse>;
  return load::RunLoad({.outstanding = outstanding, .duration = duration}, [this](int number) {
    auto& stub = *parts_->target->OfPlace(number).handover;
    BarePlace::Parts parts;
    parts.start = [&stub](auto... arguments) { stub.async()->SendHandover(std::move(arguments)...); };
    parts.caller = "karin.at@su-ostra-rehab";
    // As much work for the client as in the measured call.
    parts.next = [](hv1::SendHandoverRequest& request) {
      request = load::SendRequest("00000000-0000-4000-8000-000000000001", "molndal-hemrehab");
      return true;
    };
    parts.check = [](const hv1::SendHandoverRequest&, const hv1::SendHandoverResponse& response) {
      return std::string(response.has_outcome() ? "" : "an empty answer");
    };
    return std::make_unique<BarePlace>(std::move(parts));
  });
}

}  // namespace hemgang::bench
