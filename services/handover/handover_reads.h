// The reads of the handover service. Each that shows patient data keeps one look, with everything that it showed,
// before its answer leaves.
#pragma once

#include "hemgang/handover/v1/handover_service.pb.h"

#include "services/handover/custody.h"
#include "services/handover/step_path.h"
#include "services/rpc/answer.h"

namespace hemgang::handover {

class HandoverReads {
 public:
  HandoverReads(Ground& ground, const Custody& custody) : ground_(ground), custody_(custody) {}

  void Take(const hv1::GetTransitionRequest& request, const rpc::Caller& caller,
            rpc::Answer<hv1::GetTransitionResponse> answer);
  void Take(const hv1::ListTransitionsRequest& request, const rpc::Caller& caller,
            rpc::Answer<hv1::ListTransitionsResponse> answer);
  void Take(const hv1::GetHandoverRequest& request, const rpc::Caller& caller,
            rpc::Answer<hv1::GetHandoverResponse> answer);
  void Take(const hv1::ListHandoversRequest& request, const rpc::Caller& caller,
            rpc::Answer<hv1::ListHandoversResponse> answer);

 private:
  // NOT_FOUND, the same for "not there" and "not yours".
  absl::StatusOr<rec::Transition> FindVisible(const std::string& transition_id, const rpc::Caller& caller) const;
  absl::StatusOr<hv1::HandoverDetail> Detail(const rec::Transition& transition, const rec::Handover& handover,
                                             const rpc::Caller& caller) const;
  absl::Status AddFacts(const rec::Handover& handover, const std::string& transition_id,
                        hv1::HandoverDetail& detail) const;
  absl::Status AddOwnLook(const rec::Handover& handover, const rec::Entry& look, hv1::HandoverDetail& detail) const;
  absl::StatusOr<hv1::TransitionDetail> TransitionDetail(const rec::Transition& transition,
                                                         const rpc::Caller& caller) const;
  absl::StatusOr<storage::Page<rec::Transition>> PageOfUnit(const rpc::Caller& caller, const std::string& method,
                                                            bool include_ended, int page_size,
                                                            const std::string& page_token,
                                                            std::string& next_page_token) const;

  Ground& ground_;
  const Custody& custody_;
};

}  // namespace hemgang::handover
