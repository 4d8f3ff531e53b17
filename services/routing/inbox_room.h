// The inbox service: what a unit is told, as a list and live.
//
// A caller reads the inbox of the unit that they act for, and no other. Delivered is not acknowledged: handing an event
// out only notes when that first happened.
#pragma once

#include <memory>

#include "hemgang/routing/v1/inbox_service.pb.h"

#include "services/routing/inbox_reader.h"
#include "services/routing/live_inboxes.h"
#include "services/rpc/answer.h"
#include "services/rpc/unary.h"

namespace hemgang::routing {

namespace rv1 = hemgang::routing::v1;

class InboxRoom {
 public:
  // Both outlive the room.
  InboxRoom(storage::Store& store, rpc::Clock& clock) : reader_(store, clock) {}

  void Take(const rv1::ListInboxRequest& request, const rpc::Caller& caller,
            rpc::Answer<rv1::ListInboxResponse> answer);

 private:
  InboxReader reader_;
};

// WatchInbox is served by `live`.
std::unique_ptr<grpc::Service> ServeInbox(InboxRoom& room, LiveInboxes& live, const rpc::Frame& frame);

}  // namespace hemgang::routing
