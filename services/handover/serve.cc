#include "services/handover/serve.h"

namespace hemgang::handover {
namespace {

void ServeTransitionSteps(HandoverRoom& room, rpc::RoomService* service) {
  service->Serve<hv1::OpenTransitionRequest, hv1::OpenTransitionResponse>(room);
  service->Serve<hv1::MarkNeedRequest, hv1::MarkNeedResponse>(room);
  service->Serve<hv1::ClearNeedRequest, hv1::ClearNeedResponse>(room);
  service->Serve<hv1::RescheduleRequest, hv1::RescheduleResponse>(room);
  service->Serve<hv1::ConfirmStayRequest, hv1::ConfirmStayResponse>(room);
  service->Serve<hv1::RecordDischargeRequest, hv1::RecordDischargeResponse>(room);
  service->Serve<hv1::RecordDeathRequest, hv1::RecordDeathResponse>(room);
  service->Serve<hv1::CloseTransitionRequest, hv1::CloseTransitionResponse>(room);
  service->Serve<hv1::JoinTransitionRequest, hv1::JoinTransitionResponse>(room);
  service->Serve<hv1::RequestReportRequest, hv1::RequestReportResponse>(room);
  service->Serve<hv1::AnswerNothingToReportRequest, hv1::AnswerNothingToReportResponse>(room);
  service->Serve<hv1::ChangeDestinationRequest, hv1::ChangeDestinationResponse>(room);
  service->Serve<hv1::ChangeSendingUnitRequest, hv1::ChangeSendingUnitResponse>(room);
  service->Serve<hv1::SetDischargeReadyRequest, hv1::SetDischargeReadyResponse>(room);
  service->Serve<hv1::MergeIdentityRequest, hv1::MergeIdentityResponse>(room);
  service->Serve<hv1::RecordReadmissionRequest, hv1::RecordReadmissionResponse>(room);
  service->Serve<hv1::CancelTransitionRequest, hv1::CancelTransitionResponse>(room);
  service->Serve<hv1::RevertCancellationRequest, hv1::RevertCancellationResponse>(room);
}

void ServeHandoverSteps(HandoverRoom& room, rpc::RoomService* service) {
  service->Serve<hv1::SendHandoverRequest, hv1::SendHandoverResponse>(room);
  service->Serve<hv1::AcknowledgeRequest, hv1::AcknowledgeResponse>(room);
  service->Serve<hv1::AssignTherapistRequest, hv1::AssignTherapistResponse>(room);
  service->Serve<hv1::DeclineRequest, hv1::DeclineResponse>(room);
  service->Serve<hv1::RedirectRequest, hv1::RedirectResponse>(room);
  service->Serve<hv1::WithdrawRequest, hv1::WithdrawResponse>(room);
  service->Serve<hv1::RecordCallRequest, hv1::RecordCallResponse>(room);
  service->Serve<hv1::RecordFirstContactRequest, hv1::RecordFirstContactResponse>(room);
  service->Serve<hv1::SeeNoticeRequest, hv1::SeeNoticeResponse>(room);
  service->Serve<hv1::RevokeAcknowledgementRequest, hv1::RevokeAcknowledgementResponse>(room);
  service->Serve<hv1::AskRequest, hv1::AskResponse>(room);
  service->Serve<hv1::AnswerRequest, hv1::AnswerResponse>(room);
  service->Serve<hv1::AmendRequest, hv1::AmendResponse>(room);
  service->Serve<hv1::UpdateAidsRequest, hv1::UpdateAidsResponse>(room);
  service->Serve<hv1::VoidRequest, hv1::VoidResponse>(room);
  service->Serve<hv1::RecordTransferRequest, hv1::RecordTransferResponse>(room);
}

void ServeReads(HandoverReads& reads, rpc::RoomService* service) {
  service->Serve<hv1::GetTransitionRequest, hv1::GetTransitionResponse>(reads);
  service->Serve<hv1::ListTransitionsRequest, hv1::ListTransitionsResponse>(reads);
  service->Serve<hv1::GetHandoverRequest, hv1::GetHandoverResponse>(reads);
  service->Serve<hv1::ListHandoversRequest, hv1::ListHandoversResponse>(reads);
  service->Serve<hv1::FindPatientRequest, hv1::FindPatientResponse>(reads);
  service->Serve<hv1::GetHandoverTextRequest, hv1::GetHandoverTextResponse>(reads);
  service->Serve<hv1::GetCarriedContentRequest, hv1::GetCarriedContentResponse>(reads);
}

}  // namespace

std::unique_ptr<grpc::Service> ServeHandover(HandoverRoom& room, const rpc::Frame& frame) {
  auto service = std::make_unique<rpc::RoomService>(frame, "handover", "hemgang.handover.v1.HandoverService");
  ServeTransitionSteps(room, service.get());
  ServeHandoverSteps(room, service.get());
  ServeReads(room.reads(), service.get());
  return service;
}

std::unique_ptr<grpc::Service> ServeExpiry(HandoverRoom& room, const rpc::Frame& frame) {
  auto service = std::make_unique<rpc::RoomService>(frame, "expiry", "hemgang.handover.v1.ExpiryService");
  service->Serve<hv1::ExpireRequest, hv1::ExpireResponse>(room);
  return service;
}

std::unique_ptr<grpc::Service> ServeSuccession(HandoverRoom& room, const rpc::Frame& frame) {
  auto service = std::make_unique<rpc::RoomService>(frame, "succession", "hemgang.handover.v1.SuccessionService");
  service->Serve<hv1::MoveHandoversRequest, hv1::MoveHandoversResponse>(room.succession());
  return service;
}

std::unique_ptr<grpc::Service> ServeDrafts(Drafts& drafts, const rpc::Frame& frame) {
  auto service = std::make_unique<rpc::RoomService>(frame, "draft", "hemgang.handover.v1.DraftService");
  service->Serve<hv1::SaveDraftRequest, hv1::SaveDraftResponse>(drafts);
  service->Serve<hv1::GetDraftRequest, hv1::GetDraftResponse>(drafts);
  service->Serve<hv1::ListDraftsRequest, hv1::ListDraftsResponse>(drafts);
  service->Serve<hv1::DiscardDraftRequest, hv1::DiscardDraftResponse>(drafts);
  return service;
}

}  // namespace hemgang::handover
