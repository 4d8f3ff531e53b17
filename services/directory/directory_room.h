// The directory service: the only writer of organisations, units, staff, routing and policies.
//
// Applying a directory makes it be what the request says, all of it or none, in one commit with its entry in the trail.
// A unit that patients still depend on cannot be taken away: the sentence says what holds it. Neither can a rule
// without which a need would have no receiver, unless the caller insists; the trail then says so.
#pragma once

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "hemgang/directory/v1/directory_service.pb.h"

#include "services/rpc/answer.h"
#include "services/rpc/clock.h"
#include "services/rpc/unary.h"
#include "services/rules/directory.h"
#include "storage/executor.h"
#include "storage/store.h"

namespace hemgang::directory {

namespace dv1 = hemgang::directory::v1;
namespace rec = hemgang::record::v1;

class DirectoryRoom {
 public:
  // All of them outlive the room and every answer that it has not given yet.
  DirectoryRoom(storage::Store& store, rpc::Clock& clock, rpc::IdSource& ids, Executor& executor);

  // For a caller at a unit of kind OPERATIONS; for anybody while the directory is empty. NOT_YOUR_STEP,
  // DIRECTORY_INVALID with a field path per fault, DIRECTORY_IN_USE, DIRECTORY_HOLES when it opens one that there was
  // not (a dry run answers them), REQUEST_ID_REUSED.
  void Take(const dv1::ApplyDirectoryRequest& request, const rpc::Caller& caller,
            rpc::Answer<dv1::ApplyDirectoryResponse> answer);
  // For every caller.
  void Take(const dv1::GetDirectoryRequest& request, const rpc::Caller& caller,
            rpc::Answer<dv1::GetDirectoryResponse> answer);

 private:
  struct Applying;

  void Apply(std::shared_ptr<Applying> step);
  // The answer when nothing is to be kept (any more), or the change to keep in `step`.
  absl::StatusOr<bool> Decide(Applying& step);
  // Puts what holes it leaves into the answer; true when it opens new ones and may.
  absl::StatusOr<bool> CheckHoles(const dv1::Directory& kept, const dv1::Directory& wanted, Applying& step) const;
  absl::Status CheckNotInUse(const dv1::Directory& kept, const dv1::Directory& wanted);

  storage::Store& store_;
  rpc::Clock& clock_;
  rpc::IdSource& ids_;
  Executor& executor_;
};

std::unique_ptr<grpc::Service> ServeDirectory(DirectoryRoom& room, const rpc::Frame& frame);

}  // namespace hemgang::directory
