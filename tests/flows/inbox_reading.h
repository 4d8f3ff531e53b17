// A reader of a live inbox, who can be cut off and come back.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "hemgang/routing/v1/inbox_service.grpc.pb.h"

#include "tests/flows/flow_facts.h"

namespace hemgang::flows {

class InboxReading {
 public:
  explicit InboxReading(std::string caller) : caller_(std::move(caller)) {}
  ~InboxReading() { Cut(); }
  InboxReading(const InboxReading&) = delete;
  InboxReading& operator=(const InboxReading&) = delete;

  // Opens the stream after the last number that was read.
  void Open(const std::shared_ptr<grpc::Channel>& channel);
  // Reads until the number `last`, and gives what came. Faults on a gap, on something twice and on an ended stream.
  Lines ReadUntil(int64_t last, const FlowNames& names);
  void Cut();

 private:
  const std::string caller_;
  int64_t last_ = 0;
  std::unique_ptr<grpc::ClientContext> context_;
  std::unique_ptr<rv1::InboxService::Stub> stub_;
  std::unique_ptr<grpc::ClientReader<rv1::WatchInboxResponse>> reader_;
};

}  // namespace hemgang::flows
