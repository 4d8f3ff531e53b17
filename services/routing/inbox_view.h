// How an inbox event is shown. Pure.
#pragma once

#include "hemgang/record/v1/record.pb.h"
#include "hemgang/routing/v1/inbox_service.pb.h"

namespace hemgang::routing {

hemgang::routing::v1::InboxEvent EventView(const hemgang::record::v1::InboxEvent& event);

// True for an event that brings a handover to the unit: handing it out is a delivery (not an acknowledgement).
bool BringsHandover(const hemgang::record::v1::InboxEvent& event);

}  // namespace hemgang::routing
