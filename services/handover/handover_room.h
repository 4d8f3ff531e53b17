// The handover room: the only writer of transitions and handovers.
//
// A method names its request and its answer, and nothing else: every step goes down the one path of step_path.h. What a
// request says is read in requests.cc, what is decided stands in services/rules, what is shown in views.cc.
#pragma once

#include "hemgang/handover/v1/handover_service.pb.h"

#include "services/handover/custody.h"
#include "services/handover/handover_reads.h"
#include "services/handover/step_path.h"
#include "services/rpc/answer.h"
#include "storage/sealing.h"

namespace hemgang::handover {

class HandoverRoom {
 public:
  HandoverRoom(Ground& ground, const storage::Sealer& sealer)
      : ground_(ground), sealer_(sealer), custody_(ground.store, sealer), path_(ground), reads_(ground, custody_) {}

  void Take(const hv1::OpenTransitionRequest& request, const rpc::Caller& caller,
            rpc::Answer<hv1::OpenTransitionResponse> answer);
  void Take(const hv1::MarkNeedRequest& request, const rpc::Caller& caller, rpc::Answer<hv1::MarkNeedResponse> answer);
  void Take(const hv1::ClearNeedRequest& request, const rpc::Caller& caller,
            rpc::Answer<hv1::ClearNeedResponse> answer);
  void Take(const hv1::RescheduleRequest& request, const rpc::Caller& caller,
            rpc::Answer<hv1::RescheduleResponse> answer);
  void Take(const hv1::ConfirmStayRequest& request, const rpc::Caller& caller,
            rpc::Answer<hv1::ConfirmStayResponse> answer);
  void Take(const hv1::RecordDischargeRequest& request, const rpc::Caller& caller,
            rpc::Answer<hv1::RecordDischargeResponse> answer);
  void Take(const hv1::RecordDeathRequest& request, const rpc::Caller& caller,
            rpc::Answer<hv1::RecordDeathResponse> answer);
  void Take(const hv1::CloseTransitionRequest& request, const rpc::Caller& caller,
            rpc::Answer<hv1::CloseTransitionResponse> answer);
  void Take(const hv1::SendHandoverRequest& request, const rpc::Caller& caller,
            rpc::Answer<hv1::SendHandoverResponse> answer);
  void Take(const hv1::AcknowledgeRequest& request, const rpc::Caller& caller,
            rpc::Answer<hv1::AcknowledgeResponse> answer);
  void Take(const hv1::AssignTherapistRequest& request, const rpc::Caller& caller,
            rpc::Answer<hv1::AssignTherapistResponse> answer);
  void Take(const hv1::DeclineRequest& request, const rpc::Caller& caller, rpc::Answer<hv1::DeclineResponse> answer);
  void Take(const hv1::RedirectRequest& request, const rpc::Caller& caller, rpc::Answer<hv1::RedirectResponse> answer);
  void Take(const hv1::WithdrawRequest& request, const rpc::Caller& caller, rpc::Answer<hv1::WithdrawResponse> answer);
  void Take(const hv1::RecordCallRequest& request, const rpc::Caller& caller,
            rpc::Answer<hv1::RecordCallResponse> answer);
  void Take(const hv1::RecordFirstContactRequest& request, const rpc::Caller& caller,
            rpc::Answer<hv1::RecordFirstContactResponse> answer);
  void Take(const hv1::SeeNoticeRequest& request, const rpc::Caller& caller,
            rpc::Answer<hv1::SeeNoticeResponse> answer);

  // The clock's: NOT_FOUND for anybody else.
  void Take(const hv1::ExpireRequest& request, const rpc::Caller& caller, rpc::Answer<hv1::ExpireResponse> answer);

  HandoverReads& reads() { return reads_; }

 private:
  // What every writing method does.
  template <typename Request, typename Response>
  void TakeStep(const Request& request, const rpc::Caller& caller, rpc::Answer<Response> answer);

  Ground& ground_;
  const storage::Sealer& sealer_;
  const Custody custody_;
  StepPath path_;
  HandoverReads reads_;
};

}  // namespace hemgang::handover
