// The deadline service: what is due and overdue for whom, and what would be.
//
// Holds no patient data: tasks are shown with units, codes and times, which is what people on the ladder may see
// without a purposeful look. A unit sees its own tasks; a manager's inbox those of the units it manages; an operations
// manager and a MAS/MAR those of their organisation. To everybody else a unit is NOT_FOUND.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "hemgang/deadlines/v1/deadline_service.pb.h"

#include "services/rpc/answer.h"
#include "services/rpc/clock.h"
#include "services/rpc/unary.h"
#include "services/rules/directory.h"
#include "storage/store.h"

namespace hemgang::deadlines {

namespace dlv1 = hemgang::deadlines::v1;

class DeadlineRoom {
 public:
  // All of them outlive the room.
  DeadlineRoom(storage::Store& store, rpc::Clock& clock, rules::CurrentDirectory directory);

  void Take(const dlv1::ListTasksRequest& request, const rpc::Caller& caller,
            rpc::Answer<dlv1::ListTasksResponse> answer);
  // For every caller; changes nothing.
  void Take(const dlv1::PreviewDeadlineRequest& request, const rpc::Caller& caller,
            rpc::Answer<dlv1::PreviewDeadlineResponse> answer);

 private:
  storage::Store& store_;
  rpc::Clock& clock_;
  const rules::CurrentDirectory directory_;
};

std::unique_ptr<grpc::Service> ServeDeadlines(DeadlineRoom& room, const rpc::Frame& frame);

}  // namespace hemgang::deadlines
