// What is open and overdue at this moment, by unit; for a steering group by organisation.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "hemgang/insight/v1/insight_service.pb.h"

#include "services/insight/scope.h"
#include "services/rules/directory.h"
#include "storage/store.h"

namespace hemgang::insight {

// Tasks with a due time, held by what is meant. Exact for whom the deadline service would show each of them; for who
// sees totals only, without small numbers. Blocks for the store.
absl::StatusOr<hemgang::insight::v1::GetNowResponse> NowIn(const Scope& scope, absl::Time now,
                                                           const rules::Directory& directory, storage::Store& store);

}  // namespace hemgang::insight
