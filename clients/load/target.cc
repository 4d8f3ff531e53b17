#include "clients/load/target.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>

namespace hemgang::load {

std::shared_ptr<grpc::Channel> Connect(const std::string& address, int number) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  // Else channels to the same address share one connection.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt("hemgang.connection", number);
  // A server that is killed and started again must be found again soon.
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 20);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 100);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

Target::Target(const std::string& address) {
  for (int i = 0; i < kMostConnections; ++i) {
    std::shared_ptr<grpc::Channel> channel = Connect(address, i);
    connections_.push_back({channel, hemgang::handover::v1::HandoverService::NewStub(channel),
                            hemgang::routing::v1::InboxService::NewStub(channel),
                            hemgang::deadlines::v1::DeadlineService::NewStub(channel)});
  }
}

}  // namespace hemgang::load
