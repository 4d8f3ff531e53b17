#include "services/routing/inbox_room.h"

#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "services/routing/inbox_view.h"
#include "services/rpc/paging.h"

namespace hemgang::routing {

void InboxRoom::Take(const rv1::ListInboxRequest& request, const rpc::Caller& caller,
                     rpc::Answer<rv1::ListInboxResponse> answer) {
  absl::StatusOr<int64_t> last = reader_.CheckCursor(caller.unit_id, request.after_sequence());
  if (!last.ok()) return answer(last.status());
  const rpc::ListName list{"ListInbox", absl::StrCat(caller.unit_id, ":", request.after_sequence())};
  absl::StatusOr<rpc::PageAsked> page = rpc::ReadPage(list, request.page_size(), request.page_token());
  if (!page.ok()) return answer(page.status());
  int64_t after = request.after_sequence();
  if (!page->after.empty() && !absl::SimpleAtoi(page->after, &after)) after = request.after_sequence();

  auto events = reader_.Read(caller.unit_id, after, page->size);
  if (!events.ok()) return answer(events.status());
  rv1::ListInboxResponse response;
  for (const auto& event : *events) *response.add_events() = EventView(event);
  response.set_last_sequence(*last);
  if (!events->empty() && events->back().sequence() < *last) {
    response.set_next_page_token(rpc::PageToken(list, absl::StrCat(events->back().sequence())));
  }
  answer(std::move(response));
}

std::unique_ptr<grpc::Service> ServeInbox(InboxRoom& room, LiveInboxes& live, const rpc::Frame& frame) {
  auto service = std::make_unique<rpc::RoomService>(frame, "routing", "hemgang.routing.v1.InboxService");
  service->Serve<rv1::ListInboxRequest, rv1::ListInboxResponse>(room);
  service->ServeStream<rv1::WatchInboxRequest, rv1::WatchInboxResponse>(
      [&live](const rpc::StreamCall& call) { return live.Open(call); });
  return service;
}

}  // namespace hemgang::routing
