// The gRPC side of the handover room, the house's own calls to it (the clock, the directory), and drafts.
#pragma once

#include <memory>

#include <grpcpp/impl/service_type.h>

#include "services/handover/drafts.h"
#include "services/handover/handover_room.h"
#include "services/rpc/unary.h"

namespace hemgang::handover {

// The rooms and everything in `frame` outlive the services.
std::unique_ptr<grpc::Service> ServeHandover(HandoverRoom& room, const rpc::Frame& frame);
std::unique_ptr<grpc::Service> ServeExpiry(HandoverRoom& room, const rpc::Frame& frame);
std::unique_ptr<grpc::Service> ServeSuccession(HandoverRoom& room, const rpc::Frame& frame);
std::unique_ptr<grpc::Service> ServeDrafts(Drafts& drafts, const rpc::Frame& frame);

}  // namespace hemgang::handover
