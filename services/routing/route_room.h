// The route service: where a need goes, and whether every need goes somewhere. Reads the directory and writes nothing;
// what is asked of it holds no patient.
#pragma once

#include <memory>

#include "hemgang/routing/v1/route_service.pb.h"

#include "services/rpc/answer.h"
#include "services/rpc/clock.h"
#include "services/rpc/unary.h"
#include "services/rules/directory.h"

namespace hemgang::routing {

namespace rv1 = hemgang::routing::v1;

class RouteRoom {
 public:
  // `clock` outlives the room.
  RouteRoom(rules::CurrentDirectory directory, rules::ZoneLoader zones, rpc::Clock& clock)
      : directory_(std::move(directory)), zones_(std::move(zones)), clock_(clock) {}

  // For every caller. INVALID_REQUEST for a municipality code that is none.
  void Take(const rv1::PreviewRouteRequest& request, const rpc::Caller& caller,
            rpc::Answer<rv1::PreviewRouteResponse> answer);
  // For every caller. DIRECTORY_INVALID, with a field path per fault, for a proposed directory that could not be
  // applied for other reasons than its holes.
  void Take(const rv1::CheckCoverageRequest& request, const rpc::Caller& caller,
            rpc::Answer<rv1::CheckCoverageResponse> answer);

 private:
  const rules::CurrentDirectory directory_;
  const rules::ZoneLoader zones_;
  rpc::Clock& clock_;
};

std::unique_ptr<grpc::Service> ServeRoutes(RouteRoom& room, const rpc::Frame& frame);

}  // namespace hemgang::routing
