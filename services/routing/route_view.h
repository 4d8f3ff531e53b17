// How a route, its receivers and what the coverage proof found are shown. Pure.
#pragma once

#include "absl/time/time.h"

#include "hemgang/routing/v1/route_service.pb.h"

#include "services/rules/coverage.h"
#include "services/rules/route.h"

namespace hemgang::routing {

// `at` decides who is open, and who is called while a unit is closed.
hemgang::routing::v1::PreviewedRoute RouteView(const rules::RouteNeed& need, const rules::Route& route,
                                               const rules::Directory& directory, absl::Time at);

hemgang::routing::v1::RouteHole RouteHoleView(const rules::HoleGroup& group, const rules::Directory& directory);

// `after` is where the need is led without the rule.
hemgang::routing::v1::LostRule LostRuleView(const rules::LostRule& lost, const rules::Route& after,
                                            const rules::Directory& directory);

}  // namespace hemgang::routing
