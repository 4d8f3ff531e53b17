// Where needs go, and which go nowhere, as a person reads it.
#pragma once

#include "hemgang/routing/v1/route_service.pb.h"

#include "clients/cli/screen.h"

namespace hemgang::cli {

void ShowRoutes(const Screen& screen, const routing::v1::PreviewRouteResponse& answer);
void ShowCoverage(const Screen& screen, const routing::v1::CheckCoverageResponse& answer);

}  // namespace hemgang::cli
