// How a running task is shown. Here because both handover and deadlines show tasks, and rooms do not include each
// other.
#pragma once

#include <string>

#include "absl/time/time.h"

#include "hemgang/handover/v1/views.pb.h"
#include "hemgang/record/v1/record.pb.h"

namespace hemgang::rpc {

// Whose task it is, beside what the task itself says.
struct TaskOwner {
  std::string transition_id;
  hemgang::handover::v1::AgeBand age_band = hemgang::handover::v1::AGE_BAND_UNSPECIFIED;
};

// `overdue` is judged at `now`: from the due instant on, when the first rung is told. `level` is the highest rung told.
// The rungs are in the order of the task's own, and so are the units told; when each was seen is left out.
hemgang::handover::v1::Task TaskView(const hemgang::record::v1::Task& task, const TaskOwner& owner, absl::Time now);

// "default/1"
std::string PolicyName(const std::string& id, int version);

}  // namespace hemgang::rpc
