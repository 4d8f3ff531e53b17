// A server as a load reaches it: one connection, or several that share nothing.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <grpcpp/channel.h>

#include "hemgang/deadlines/v1/deadline_service.grpc.pb.h"
#include "hemgang/handover/v1/handover_service.grpc.pb.h"
#include "hemgang/routing/v1/inbox_service.grpc.pb.h"

namespace hemgang::load {

// Above this many calls on one connection, calls wait for the connection.
inline constexpr int kCallsPerConnection = 64;
inline constexpr int kMostConnections = 4;

class Target {
 public:
  // `address` as gRPC has it: "127.0.0.1:7070" or "unix:/run/hemgang/api.sock".
  explicit Target(const std::string& address);

  // The connection of a place.
  struct Connection {
    std::shared_ptr<grpc::Channel> channel;
    std::unique_ptr<hemgang::handover::v1::HandoverService::Stub> handover;
    std::unique_ptr<hemgang::routing::v1::InboxService::Stub> inbox;
    std::unique_ptr<hemgang::deadlines::v1::DeadlineService::Stub> deadlines;
  };
  Connection& OfPlace(int place) { return connections_[place / kCallsPerConnection % kMostConnections]; }

 private:
  std::vector<Connection> connections_;
};

// A new connection that shares nothing with the others; `number` tells them apart.
std::shared_ptr<grpc::Channel> Connect(const std::string& address, int number);

}  // namespace hemgang::load
