#include "services/routing/inbox_view.h"

#include "services/rpc/times.h"

namespace hemgang::routing {

namespace rv1 = hemgang::routing::v1;

rv1::InboxEvent EventView(const hemgang::record::v1::InboxEvent& event) {
  rv1::InboxEvent view;
  view.set_sequence(event.sequence());
  view.set_kind(event.kind());
  *view.mutable_recorded_time() = rpc::MicrosToTimestamp(event.recorded_time_us());
  view.set_transition_id(event.transition_id());
  view.set_handover_id(event.handover_id());
  view.set_task(event.task());
  view.set_level(event.level());
  if (event.due_time_us() != 0) *view.mutable_due_time() = rpc::MicrosToTimestamp(event.due_time_us());
  view.set_urgency(event.urgency());
  view.set_age_band(event.age_band());
  view.set_about_unit_id(event.about_unit_id());
  view.set_digest(event.digest());
  view.set_passed_on(event.passed_on());
  return view;
}

std::string DeliveredBy(const hemgang::record::v1::InboxEvent& event) {
  switch (event.kind()) {
    case rv1::INBOX_EVENT_KIND_HANDOVER_SENT:
    case rv1::INBOX_EVENT_KIND_REDIRECTED_TO:
      return event.handover_id();
    case rv1::INBOX_EVENT_KIND_REMINDED:
    case rv1::INBOX_EVENT_KIND_OVERDUE:
      return event.rung_id().empty() ? "" : "rung/" + event.rung_id();
    default:
      return "";
  }
}

}  // namespace hemgang::routing
