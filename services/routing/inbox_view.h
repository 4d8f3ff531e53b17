// How an inbox event is shown. Pure.
#pragma once

#include <string>

#include "hemgang/record/v1/record.pb.h"
#include "hemgang/routing/v1/inbox_service.pb.h"

namespace hemgang::routing {

hemgang::routing::v1::InboxEvent EventView(const hemgang::record::v1::InboxEvent& event);

// What handing the event out delivers to the unit, as Delivery names it: a handover, or a rung of somebody's ladder.
// Empty for an event whose delivery is not kept. (Delivered is not acknowledged.)
std::string DeliveredBy(const hemgang::record::v1::InboxEvent& event);

}  // namespace hemgang::routing
