// The reads of the handover service. Each that shows patient data keeps one look, with everything that it showed,
// before its answer leaves.
//
// Says who may ask at all; what is then shown is showing.h. NOT_FOUND is the same for "not there" and "not yours".
#pragma once

#include <memory>
#include <string>

#include "hemgang/handover/v1/handover_service.pb.h"

#include "services/handover/custody.h"
#include "services/handover/showing.h"
#include "services/handover/step_path.h"
#include "services/rpc/answer.h"
#include "storage/sealing.h"

namespace hemgang::handover {

class HandoverReads {
 public:
  // All of them outlive it and every answer that it has not given yet.
  HandoverReads(Ground& ground, const storage::Sealer& sealer, const Custody& custody)
      : ground_(ground), sealer_(sealer), showing_(ground, custody) {}

  void Take(const hv1::GetTransitionRequest& request, const rpc::Caller& caller,
            rpc::Answer<hv1::GetTransitionResponse> answer);
  void Take(const hv1::ListTransitionsRequest& request, const rpc::Caller& caller,
            rpc::Answer<hv1::ListTransitionsResponse> answer);
  // A former receiver gets its stub; of a voided handover everybody gets the summary, with the reason and no patient.
  void Take(const hv1::GetHandoverRequest& request, const rpc::Caller& caller,
            rpc::Answer<hv1::GetHandoverResponse> answer);
  void Take(const hv1::ListHandoversRequest& request, const rpc::Caller& caller,
            rpc::Answer<hv1::ListHandoversResponse> answer);
  // Nothing found is an answer, and a look, like any other.
  void Take(const hv1::FindPatientRequest& request, const rpc::Caller& caller,
            rpc::Answer<hv1::FindPatientResponse> answer);
  void Take(const hv1::GetHandoverTextRequest& request, const rpc::Caller& caller,
            rpc::Answer<hv1::GetHandoverTextResponse> answer);
  // From every handover of the transition that the caller's unit may read whole.
  void Take(const hv1::GetCarriedContentRequest& request, const rpc::Caller& caller,
            rpc::Answer<hv1::GetCarriedContentResponse> answer);

 private:
  // A transition and one of its handovers.
  struct Found {
    rec::Transition transition;
    const rec::Handover* handover = nullptr;
  };
  absl::StatusOr<std::unique_ptr<Found>> FindHandover(const std::string& handover_id) const;
  absl::StatusOr<rec::Transition> FindVisible(const std::string& transition_id, const rpc::Caller& caller) const;
  // The receiver's own look delivers and opens the handover, if nothing did before.
  absl::Status AddOwnLook(const rec::Handover& handover, const rec::Entry& look, hv1::HandoverDetail& detail) const;
  absl::StatusOr<storage::Page<rec::Transition>> PageOfUnit(const rpc::Caller& caller, const std::string& method,
                                                            bool include_ended, int page_size,
                                                            const std::string& page_token,
                                                            std::string& next_page_token) const;
  absl::StatusOr<std::string> TextOf(const hv1::GetHandoverTextRequest& request, const Found& found,
                                     const rpc::Caller& caller) const;
  absl::StatusOr<hv1::HandoverContent> CarriedOf(const rec::Transition& transition, const rpc::Caller& caller,
                                                 rec::Entry& look) const;

  Ground& ground_;
  const storage::Sealer& sealer_;
  const Showing showing_;
};

}  // namespace hemgang::handover
