#include "services/deadlines/task_scope.h"

#include <optional>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "services/rpc/errors.h"
#include "services/rpc/merge.h"
#include "services/rules/oversight.h"

namespace hemgang::deadlines {
namespace {

using rpc::ev1::ERROR_REASON_NOT_FOUND;
using storage::Page;
using storage::PageRequest;
using storage::TaskRow;

absl::Status NotFound() {
  return rpc::Refusal(ERROR_REASON_NOT_FOUND, "there is no such unit or organisation");
}

auto OrderOf(const TaskRow& row) {
  return std::tuple<int64_t, const std::string&, const std::string&>(row.task.due_time_us(), row.transition_id,
                                                                     row.task.id());
}

bool IsEarlier(const TaskRow& a, const TaskRow& b) {
  return OrderOf(a) < OrderOf(b);
}

}  // namespace

std::string TaskScope::Name() const {
  return absl::StrCat(organisation_id, "/", absl::StrJoin(unit_ids, ","), "/", overdue_only ? "overdue" : "all");
}

absl::StatusOr<TaskScope> ScopeOf(const hemgang::deadlines::v1::ListTasksRequest& request, const rpc::Caller& caller,
                                  const rules::Directory& directory) {
  TaskScope scope;
  if (!request.unit_id().empty() && !request.organisation_id().empty()) {
    rpc::FieldFaults faults;
    faults.Add("organisation_id", "must be empty when unit_id is given: ask for a unit or for an organisation");
    return faults.ToStatus();
  }
  std::optional<rules::Oversight> overseen =
      rules::Oversee({request.unit_id(), request.organisation_id()}, caller.unit_id, directory);
  if (!overseen.has_value()) return NotFound();
  scope.unit_ids = std::move(overseen->unit_ids);
  scope.organisation_id = std::move(overseen->organisation_id);
  scope.overdue_only = request.overdue_only();
  return scope;
}

absl::StatusOr<Page<TaskRow>> ListTasksIn(const TaskScope& scope, int64_t due_until_us, const PageRequest& page,
                                          storage::Store& store) {
  if (!scope.organisation_id.empty()) return store.ListTasksOfOrganisation(scope.organisation_id, due_until_us, page);
  if (scope.unit_ids.size() == 1) return store.ListTasksOfUnit(scope.unit_ids.front(), due_until_us, page);
  return rpc::MergeLists<Page<TaskRow>>(
      scope.unit_ids.size(), page.size, page.after,
      [&](size_t part, int size, const std::string& after) {
        return store.ListTasksOfUnit(scope.unit_ids[part], due_until_us, {size, after});
      },
      IsEarlier);
}

}  // namespace hemgang::deadlines
