// From a request to a step: checks its shape, field by field, and reads it into a command. Whether the step is right is
// decided by the rules. One function per request; each collects every fault of the request before it refuses.
#pragma once

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

#include "hemgang/handover/v1/handover_service.pb.h"

#include "services/handover/custody.h"
#include "services/handover/step_path.h"
#include "services/rpc/answer.h"
#include "storage/sealing.h"

namespace hemgang::handover {

// What reading a request needs beside the request. Borrowed for the length of the call, but custody outlives the step.
struct ReadingDesk {
  const rpc::Caller& caller;
  const Custody& custody;
  const storage::Sealer& sealer;
  absl::CivilDay today;
};

// On the transition as a whole: requests_transition.cc.
absl::StatusOr<AskedStep> Read(const hv1::OpenTransitionRequest& request, const ReadingDesk& desk);
absl::StatusOr<AskedStep> Read(const hv1::MarkNeedRequest& request, const ReadingDesk& desk);
absl::StatusOr<AskedStep> Read(const hv1::ClearNeedRequest& request, const ReadingDesk& desk);
absl::StatusOr<AskedStep> Read(const hv1::RescheduleRequest& request, const ReadingDesk& desk);
absl::StatusOr<AskedStep> Read(const hv1::ConfirmStayRequest& request, const ReadingDesk& desk);
absl::StatusOr<AskedStep> Read(const hv1::RecordDischargeRequest& request, const ReadingDesk& desk);
absl::StatusOr<AskedStep> Read(const hv1::RecordDeathRequest& request, const ReadingDesk& desk);
absl::StatusOr<AskedStep> Read(const hv1::CloseTransitionRequest& request, const ReadingDesk& desk);
absl::StatusOr<AskedStep> Read(const hv1::JoinTransitionRequest& request, const ReadingDesk& desk);
absl::StatusOr<AskedStep> Read(const hv1::RequestReportRequest& request, const ReadingDesk& desk);
absl::StatusOr<AskedStep> Read(const hv1::AnswerNothingToReportRequest& request, const ReadingDesk& desk);
absl::StatusOr<AskedStep> Read(const hv1::ChangeDestinationRequest& request, const ReadingDesk& desk);
absl::StatusOr<AskedStep> Read(const hv1::ChangeSendingUnitRequest& request, const ReadingDesk& desk);
absl::StatusOr<AskedStep> Read(const hv1::SetDischargeReadyRequest& request, const ReadingDesk& desk);
absl::StatusOr<AskedStep> Read(const hv1::MergeIdentityRequest& request, const ReadingDesk& desk);
absl::StatusOr<AskedStep> Read(const hv1::RecordReadmissionRequest& request, const ReadingDesk& desk);
absl::StatusOr<AskedStep> Read(const hv1::CancelTransitionRequest& request, const ReadingDesk& desk);
absl::StatusOr<AskedStep> Read(const hv1::RevertCancellationRequest& request, const ReadingDesk& desk);

// What a handover holds: requests_content.cc.
absl::StatusOr<AskedStep> Read(const hv1::SendHandoverRequest& request, const ReadingDesk& desk);
absl::StatusOr<AskedStep> Read(const hv1::AmendRequest& request, const ReadingDesk& desk);
absl::StatusOr<AskedStep> Read(const hv1::UpdateAidsRequest& request, const ReadingDesk& desk);

// On one handover: requests_handover.cc.
absl::StatusOr<AskedStep> Read(const hv1::AcknowledgeRequest& request, const ReadingDesk& desk);
absl::StatusOr<AskedStep> Read(const hv1::AssignTherapistRequest& request, const ReadingDesk& desk);
absl::StatusOr<AskedStep> Read(const hv1::RevokeAcknowledgementRequest& request, const ReadingDesk& desk);
absl::StatusOr<AskedStep> Read(const hv1::DeclineRequest& request, const ReadingDesk& desk);
absl::StatusOr<AskedStep> Read(const hv1::RedirectRequest& request, const ReadingDesk& desk);
absl::StatusOr<AskedStep> Read(const hv1::WithdrawRequest& request, const ReadingDesk& desk);
absl::StatusOr<AskedStep> Read(const hv1::VoidRequest& request, const ReadingDesk& desk);
absl::StatusOr<AskedStep> Read(const hv1::AskRequest& request, const ReadingDesk& desk);
absl::StatusOr<AskedStep> Read(const hv1::AnswerRequest& request, const ReadingDesk& desk);
absl::StatusOr<AskedStep> Read(const hv1::RecordCallRequest& request, const ReadingDesk& desk);
absl::StatusOr<AskedStep> Read(const hv1::RecordFirstContactRequest& request, const ReadingDesk& desk);
absl::StatusOr<AskedStep> Read(const hv1::SeeNoticeRequest& request, const ReadingDesk& desk);
absl::StatusOr<AskedStep> Read(const hv1::RecordTransferRequest& request, const ReadingDesk& desk);

rules::Actor ActorOf(const rpc::Caller& caller);

}  // namespace hemgang::handover
