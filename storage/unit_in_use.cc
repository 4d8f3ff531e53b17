#include "storage/unit_in_use.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hemgang::storage {
namespace {

namespace hv1 = hemgang::handover::v1;

constexpr int kPageSize = 100;

bool IsInHand(const rec::Handover& handover) {
  return handover.state() == hv1::HANDOVER_STATE_SENT || handover.state() == hv1::HANDOVER_STATE_DECLINED ||
         handover.state() == hv1::HANDOVER_STATE_ACKNOWLEDGED;
}

// Calls `is_use` for each row until one is, or there are no more.
template <typename List, typename IsUse>
absl::StatusOr<bool> AnyRow(const List& list, const IsUse& is_use) {
  PageRequest request{kPageSize, ""};
  while (true) {
    auto page = list(request);
    if (!page.ok()) return absl::UnavailableError(page.status().message());
    if (std::any_of(page->rows.begin(), page->rows.end(), is_use)) return true;
    if (page->next.empty()) return false;
    request.after = page->next;
  }
}

absl::StatusOr<bool> IsInUseAnywhere(Store& kept, const NewestTransitions& newest, const std::string& unit_id) {
  for (const auto& [id, transition] : newest) {
    if (transition != nullptr && IsInUse(*transition, unit_id)) return true;
  }
  // Tasks first: the index has them all but those without a due time, which open transitions have.
  absl::StatusOr<bool> held = AnyRow(
      [&](const PageRequest& page) { return kept.ListTasksOfUnit(unit_id, std::numeric_limits<int64_t>::max(), page); },
      [&](const TaskRow& row) { return !newest.contains(row.transition_id); });
  if (!held.ok() || *held) return held;
  return AnyRow([&](const PageRequest& page) { return kept.ListTransitionsOfUnit(unit_id, /*open_only=*/true, page); },
                [&](const rec::Transition& transition) {
                  return !newest.contains(transition.id()) && IsInUse(transition, unit_id);
                });
}

}  // namespace

bool IsInUse(const rec::Transition& transition, const std::string& unit_id) {
  for (const rec::Task& task : transition.tasks()) {
    if (task.holder_unit_id() == unit_id) return true;
  }
  if (transition.state() != hv1::TRANSITION_STATE_ADMITTED && transition.state() != hv1::TRANSITION_STATE_DISCHARGED) {
    return false;
  }
  if (transition.hospital_unit_id() == unit_id) return true;
  for (const rec::Handover& handover : transition.handovers()) {
    const bool is_party = handover.sender_unit_id() == unit_id || handover.receiver_unit_id() == unit_id;
    if (is_party && IsInHand(handover)) return true;
  }
  for (const rec::ReportRequest& request : transition.report_requests()) {
    if (request.asked_unit_id() == unit_id && request.answered_time_us() == 0) return true;
  }
  return false;
}

absl::Status CheckRemovedUnits(Store& kept, const NewestTransitions& newest, const rec::DirectoryChange& change) {
  std::vector<std::string> in_use;
  for (const rec::DirectoryRecord& record : change.removed()) {
    if (!record.has_unit()) continue;
    absl::StatusOr<bool> is_used = IsInUseAnywhere(kept, newest, record.unit().id());
    if (!is_used.ok()) return is_used.status();
    if (*is_used) in_use.push_back(absl::StrCat("\"", record.unit().id(), "\""));
  }
  if (in_use.empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("the change removes ", absl::StrJoin(in_use, ", "),
                   ", where tasks still run or handovers are open; finish or redirect them first, and keep the unit",
                   in_use.size() == 1 ? "" : "s", " until then"));
}

}  // namespace hemgang::storage
