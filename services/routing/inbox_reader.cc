#include "services/routing/inbox_reader.h"

#include "absl/strings/str_cat.h"

#include "services/routing/inbox_view.h"
#include "services/rpc/errors.h"
#include "services/rpc/times.h"

namespace hemgang::routing {

absl::StatusOr<int64_t> InboxReader::CheckCursor(const std::string& unit_id, int64_t after_sequence) {
  absl::StatusOr<int64_t> last = store_.LastInboxSequence(unit_id);
  if (!last.ok()) return last;
  if (after_sequence >= 0 && after_sequence <= *last) return last;
  rpc::FieldFaults faults;
  faults.Add("after_sequence", absl::StrCat("must be 0 (from the beginning) to ", *last,
                                            ", the last event of the unit; it is ", after_sequence));
  return faults.ToStatus();
}

absl::StatusOr<std::vector<hemgang::record::v1::InboxEvent>> InboxReader::Read(const std::string& unit_id,
                                                                               int64_t after_sequence, int limit) {
  auto events = store_.ListInbox(unit_id, after_sequence, limit);
  if (!events.ok()) return events;
  for (const hemgang::record::v1::InboxEvent& event : *events) {
    const std::string about = DeliveredBy(event);
    if (about.empty()) continue;
    hemgang::record::v1::Delivery delivery;
    delivery.set_about_id(about);
    delivery.set_unit_id(unit_id);
    delivery.set_delivered_time_us(rpc::ToMicros(clock_.Now()));
    // A convenience, never evidence: a store that takes no writes must not keep the inbox from being read.
    store_.PutDelivery(delivery).IgnoreError();
  }
  return events;
}

}  // namespace hemgang::routing
