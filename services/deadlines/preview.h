// When something would be due, by the same rules as a running deadline. Pure.
#pragma once

#include "absl/status/statusor.h"

#include "hemgang/deadlines/v1/deadline_service.pb.h"

#include "services/rules/directory.h"

namespace hemgang::deadlines {

// INVALID_REQUEST with field paths; UNIT_UNKNOWN for a holder or receiver that the directory does not have.
absl::StatusOr<hemgang::deadlines::v1::PreviewDeadlineResponse> Preview(
    const hemgang::deadlines::v1::PreviewDeadlineRequest& request, const rules::Directory& directory);

}  // namespace hemgang::deadlines
