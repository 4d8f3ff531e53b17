#include "services/deadlines/task_scope.h"

#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "services/rpc/errors.h"
#include "services/rpc/merge.h"

namespace hemgang::deadlines {
namespace {

namespace dv1 = hemgang::directory::v1;
using rpc::ev1::ERROR_REASON_NOT_FOUND;
using storage::Page;
using storage::PageRequest;
using storage::TaskRow;

absl::Status NotFound() {
  return rpc::Refusal(ERROR_REASON_NOT_FOUND, "there is no such unit or organisation");
}

bool AnswersFor(const std::string& unit_id, const rules::Organisation& organisation) {
  return organisation.record.operations_unit_id() == unit_id ||
         organisation.record.medically_responsible_unit_id() == unit_id;
}

bool MaySeeUnit(const std::string& caller_unit_id, const rules::CareUnit& unit, const rules::Directory& directory) {
  if (unit.id() == caller_unit_id || unit.record.manager_unit_id() == caller_unit_id) return true;
  const rules::Organisation* organisation = directory.FindOrganisation(unit.organisation_id());
  return organisation != nullptr && AnswersFor(caller_unit_id, *organisation);
}

// What somebody who names nothing answers for.
TaskScope OwnScope(const rpc::Caller& caller, const rules::Directory& directory) {
  TaskScope scope;
  const rules::Organisation* organisation = directory.FindOrganisation(caller.organisation_id);
  std::vector<std::string> managed = directory.UnitsManagedBy(caller.unit_id);
  if (organisation != nullptr && AnswersFor(caller.unit_id, *organisation)) {
    scope.organisation_id = caller.organisation_id;
  } else if (!managed.empty()) {
    scope.unit_ids = std::move(managed);
  } else {
    scope.unit_ids = {caller.unit_id};
  }
  return scope;
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
  if (!request.unit_id().empty()) {
    const rules::CareUnit* unit = directory.FindUnit(request.unit_id());
    if (unit == nullptr || !MaySeeUnit(caller.unit_id, *unit, directory)) return NotFound();
    scope.unit_ids = {request.unit_id()};
  } else if (!request.organisation_id().empty()) {
    const rules::Organisation* organisation = directory.FindOrganisation(request.organisation_id());
    if (organisation == nullptr || !AnswersFor(caller.unit_id, *organisation)) return NotFound();
    scope.organisation_id = request.organisation_id();
  } else {
    scope = OwnScope(caller, directory);
  }
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
