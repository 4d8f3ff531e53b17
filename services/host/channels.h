// How one room reaches another. This alone knows whether a stub is in this process.
#pragma once

#include <functional>
#include <memory>

#include <grpcpp/grpcpp.h>

#include "hemgang/handover/v1/clock_service.grpc.pb.h"

#include "services/rpc/door.h"

namespace hemgang::host {

// A channel into this process's own server, without a socket.
std::shared_ptr<grpc::Channel> OwnChannel(grpc::Server& server);

// The service that alone may let a deadline expire.
std::unique_ptr<hemgang::handover::v1::ExpiryService::StubInterface> ExpiryOver(std::shared_ptr<grpc::Channel> channel);

// Puts the secret of this process's door into a call. `door` outlives the function.
std::function<void(grpc::ClientContext&)> SignAsService(const rpc::Door& door);

// The service that alone moves what a unit that has ended still holds, and how the directory signs its calls to it.
std::unique_ptr<hemgang::handover::v1::SuccessionService::StubInterface> SuccessionOver(
    std::shared_ptr<grpc::Channel> channel);
std::function<void(grpc::ClientContext&)> SignAsDirectory(const rpc::Door& door);

}  // namespace hemgang::host
