// Whose running tasks a caller lists: of one unit, of the units that a manager answers for, or of an organisation.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "hemgang/deadlines/v1/deadline_service.pb.h"

#include "services/rpc/answer.h"
#include "services/rules/directory.h"
#include "storage/store.h"

namespace hemgang::deadlines {

struct TaskScope {
  // In id order; used when organisation_id is empty.
  std::vector<std::string> unit_ids;
  std::string organisation_id;
  bool overdue_only = false;

  // The same for the same rows: what a page token is bound to.
  std::string Name() const;
};

// What `request` asks for, if the caller may see it. A caller who names nothing gets what they answer for: their own
// unit; the managed units; the organisation. NOT_FOUND for anything else that is named, whether it exists or not.
absl::StatusOr<TaskScope> ScopeOf(const hemgang::deadlines::v1::ListTasksRequest& request, const rpc::Caller& caller,
                                  const rules::Directory& directory);

// The tasks due at or before `due_until_us`, earliest due first, also across several units. Blocks for the store.
absl::StatusOr<storage::Page<storage::TaskRow>> ListTasksIn(const TaskScope& scope, int64_t due_until_us,
                                                            const storage::PageRequest& page, storage::Store& store);

}  // namespace hemgang::deadlines
