// Time in a demonstration, moved by call. A house has it only when it was given a clock that can be moved.
#pragma once

#include <functional>
#include <memory>

#include "hemgang/host/v1/demo_clock.pb.h"

#include "services/rpc/answer.h"
#include "services/rpc/clock.h"
#include "services/rpc/unary.h"

namespace hemgang::host {

class DemoClockRoom {
 public:
  // `advance` moves the clock and blocks until every deadline on the way has spoken. Both outlive the room.
  DemoClockRoom(rpc::Clock& clock, std::function<void(absl::Time)> advance);

  void Take(const hemgang::host::v1::SetClockRequest& request, const rpc::Caller& caller,
            rpc::Answer<hemgang::host::v1::SetClockResponse> answer);
  void Take(const hemgang::host::v1::GetClockRequest& request, const rpc::Caller& caller,
            rpc::Answer<hemgang::host::v1::GetClockResponse> answer);

 private:
  rpc::Clock& clock_;
  const std::function<void(absl::Time)> advance_;
  // Moving waits for the deadlines' own calls, so it must not hold up the thread that they need.
  ThreadExecutor mover_;
};

std::unique_ptr<grpc::Service> ServeDemoClock(DemoClockRoom& room, const rpc::Frame& frame);

}  // namespace hemgang::host
