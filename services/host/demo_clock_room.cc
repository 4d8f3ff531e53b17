#include "services/host/demo_clock_room.h"

#include <utility>

#include "services/rpc/checks.h"
#include "services/rpc/times.h"

namespace hemgang::host {

namespace hov1 = hemgang::host::v1;

DemoClockRoom::DemoClockRoom(rpc::Clock& clock, std::function<void(absl::Time)> advance)
    : clock_(clock), advance_(std::move(advance)) {}

void DemoClockRoom::Take(const hov1::SetClockRequest& request, const rpc::Caller&,
                         rpc::Answer<hov1::SetClockResponse> answer) {
  rpc::FieldFaults faults;
  rpc::CheckGivenTime(request.has_time(), "time", faults);
  if (!faults.empty()) return answer(faults.ToStatus());
  const absl::Time wanted = rpc::FromTimestamp(request.time());
  mover_.Post([this, wanted, answer = std::move(answer)]() mutable {
    advance_(wanted);
    hov1::SetClockResponse response;
    *response.mutable_time() = rpc::ToTimestamp(clock_.Now());
    answer(std::move(response));
  });
}

void DemoClockRoom::Take(const hov1::GetClockRequest&, const rpc::Caller&, rpc::Answer<hov1::GetClockResponse> answer) {
  hov1::GetClockResponse response;
  *response.mutable_time() = rpc::ToTimestamp(clock_.Now());
  answer(std::move(response));
}

std::unique_ptr<grpc::Service> ServeDemoClock(DemoClockRoom& room, const rpc::Frame& frame) {
  auto service = std::make_unique<rpc::RoomService>(frame, "host", "hemgang.host.v1.DemoClockService");
  service->Serve<hov1::SetClockRequest, hov1::SetClockResponse>(room);
  service->Serve<hov1::GetClockRequest, hov1::GetClockResponse>(room);
  return service;
}

}  // namespace hemgang::host
