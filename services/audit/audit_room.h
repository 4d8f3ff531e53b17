// The audit service: who did or looked at what, read by those whom it concerns.
//
// The trail of a transition or of a patient is read by units with a part in it and by the rest of their organisations;
// to everybody else it is NOT_FOUND, as is what does not exist. Reading it is itself a look: its entry is on disk
// before the answer leaves, also when a search by patient found nothing. The directory's trail holds no patient; it is
// read by operations managers and leaves no look.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "hemgang/audit/v1/audit_service.pb.h"
#include "hemgang/record/v1/record.pb.h"

#include "services/rpc/answer.h"
#include "services/rpc/clock.h"
#include "services/rpc/paging.h"
#include "services/rpc/unary.h"
#include "services/rules/directory.h"
#include "storage/sealing.h"
#include "storage/store.h"

namespace hemgang::audit {

namespace av1 = hemgang::audit::v1;
namespace rec = hemgang::record::v1;

class AuditRoom {
 public:
  // All of them outlive the room and every answer that it has not given yet.
  AuditRoom(storage::Store& store, const storage::Sealer& sealer, rpc::Clock& clock, rpc::IdSource& ids,
            rules::CurrentDirectory directory);

  void Take(const av1::ListEntriesRequest& request, const rpc::Caller& caller,
            rpc::Answer<av1::ListEntriesResponse> answer);

 private:
  struct Reading;

  // Whose entries are to be listed; what the look is of.
  absl::Status Find(const av1::ListEntriesRequest& request, const rpc::Caller& caller,
                    const rules::Directory& directory, Reading& reading);
  absl::Status FindPatient(const std::string& identity_number, const rpc::Caller& caller,
                           const rules::Directory& directory, Reading& reading);
  absl::Status AddTransition(const std::string& transition_id, const rpc::Caller& caller,
                             const rules::Directory& directory, Reading& reading);
  absl::StatusOr<av1::ListEntriesResponse> List(const av1::ListEntriesRequest& request, const rpc::ListName& list,
                                                const Reading& reading);

  storage::Store& store_;
  const storage::Sealer& sealer_;
  rpc::Clock& clock_;
  rpc::IdSource& ids_;
  const rules::CurrentDirectory directory_;
};

std::unique_ptr<grpc::Service> ServeAudit(AuditRoom& room, const rpc::Frame& frame);

}  // namespace hemgang::audit
