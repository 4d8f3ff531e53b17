// Drafts: handovers as far as they are written. A sealed record of the writing unit, overwritten in place and erased
// when it is sent or discarded. A draft is no handover: it owes nothing, and nobody else ever sees it.
#pragma once

#include "hemgang/handover/v1/draft_service.pb.h"

#include "services/handover/step_path.h"
#include "services/rpc/answer.h"
#include "storage/sealing.h"

namespace hemgang::handover {

class Drafts {
 public:
  Drafts(Ground& ground, const storage::Sealer& sealer) : ground_(ground), sealer_(sealer) {}

  void Take(const hv1::SaveDraftRequest& request, const rpc::Caller& caller,
            rpc::Answer<hv1::SaveDraftResponse> answer);
  void Take(const hv1::GetDraftRequest& request, const rpc::Caller& caller, rpc::Answer<hv1::GetDraftResponse> answer);
  void Take(const hv1::ListDraftsRequest& request, const rpc::Caller& caller,
            rpc::Answer<hv1::ListDraftsResponse> answer);
  void Take(const hv1::DiscardDraftRequest& request, const rpc::Caller& caller,
            rpc::Answer<hv1::DiscardDraftResponse> answer);

 private:
  // NOT_FOUND, the same for "not there" and "not yours".
  absl::StatusOr<rec::Draft> FindOwn(const std::string& draft_id, const rpc::Caller& caller) const;
  // NOT_FOUND unless the caller's unit has a part in the transition: looks at a draft stand in that transition's trail.
  absl::Status CheckTransition(const std::string& transition_id, const rpc::Caller& caller) const;
  // The draft that a save makes or overwrites, with the next revision.
  absl::StatusOr<rec::Draft> NextRevision(const hv1::Draft& asked, const rpc::Caller& caller) const;
  // Everything but the content.
  absl::StatusOr<hv1::Draft> Open(const rec::Draft& draft) const;

  Ground& ground_;
  const storage::Sealer& sealer_;
};

}  // namespace hemgang::handover
