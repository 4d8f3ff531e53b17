#include "services/host/channels.h"

#include <utility>

namespace hemgang::host {

std::shared_ptr<grpc::Channel> OwnChannel(grpc::Server& server) {
  return server.InProcessChannel(grpc::ChannelArguments());
}

std::unique_ptr<hemgang::handover::v1::ExpiryService::StubInterface> ExpiryOver(
    std::shared_ptr<grpc::Channel> channel) {
  return hemgang::handover::v1::ExpiryService::NewStub(std::move(channel));
}

std::function<void(grpc::ClientContext&)> SignAsService(const rpc::Door& door) {
  return [&door](grpc::ClientContext& context) { context.AddMetadata(rpc::kServiceMetadata, door.service_secret()); };
}

std::unique_ptr<hemgang::handover::v1::SuccessionService::StubInterface> SuccessionOver(
    std::shared_ptr<grpc::Channel> channel) {
  return hemgang::handover::v1::SuccessionService::NewStub(std::move(channel));
}

std::function<void(grpc::ClientContext&)> SignAsDirectory(const rpc::Door& door) {
  return [&door](grpc::ClientContext& context) {
    context.AddMetadata(rpc::kServiceMetadata, door.service_secret());
    context.AddMetadata(rpc::kServiceNameMetadata, rpc::kDirectoryService);
  };
}

}  // namespace hemgang::host
