#include "services/handover/serve.h"

namespace hemgang::handover {

std::unique_ptr<grpc::Service> ServeHandover(HandoverRoom& room, const rpc::Frame& frame) {
  auto service = std::make_unique<rpc::RoomService>(frame, "handover", "hemgang.handover.v1.HandoverService");
  service->Serve<hv1::OpenTransitionRequest, hv1::OpenTransitionResponse>(room);
  service->Serve<hv1::MarkNeedRequest, hv1::MarkNeedResponse>(room);
  service->Serve<hv1::ClearNeedRequest, hv1::ClearNeedResponse>(room);
  service->Serve<hv1::RescheduleRequest, hv1::RescheduleResponse>(room);
  service->Serve<hv1::ConfirmStayRequest, hv1::ConfirmStayResponse>(room);
  service->Serve<hv1::RecordDischargeRequest, hv1::RecordDischargeResponse>(room);
  service->Serve<hv1::RecordDeathRequest, hv1::RecordDeathResponse>(room);
  service->Serve<hv1::CloseTransitionRequest, hv1::CloseTransitionResponse>(room);
  service->Serve<hv1::SendHandoverRequest, hv1::SendHandoverResponse>(room);
  service->Serve<hv1::AcknowledgeRequest, hv1::AcknowledgeResponse>(room);
  service->Serve<hv1::AssignTherapistRequest, hv1::AssignTherapistResponse>(room);
  service->Serve<hv1::DeclineRequest, hv1::DeclineResponse>(room);
  service->Serve<hv1::RedirectRequest, hv1::RedirectResponse>(room);
  service->Serve<hv1::WithdrawRequest, hv1::WithdrawResponse>(room);
  service->Serve<hv1::RecordCallRequest, hv1::RecordCallResponse>(room);
  service->Serve<hv1::RecordFirstContactRequest, hv1::RecordFirstContactResponse>(room);
  service->Serve<hv1::SeeNoticeRequest, hv1::SeeNoticeResponse>(room);
  service->Serve<hv1::GetTransitionRequest, hv1::GetTransitionResponse>(room.reads());
  service->Serve<hv1::ListTransitionsRequest, hv1::ListTransitionsResponse>(room.reads());
  service->Serve<hv1::GetHandoverRequest, hv1::GetHandoverResponse>(room.reads());
  service->Serve<hv1::ListHandoversRequest, hv1::ListHandoversResponse>(room.reads());
  return service;
}

std::unique_ptr<grpc::Service> ServeExpiry(HandoverRoom& room, const rpc::Frame& frame) {
  auto service = std::make_unique<rpc::RoomService>(frame, "expiry", "hemgang.handover.v1.ExpiryService");
  service->Serve<hv1::ExpireRequest, hv1::ExpireResponse>(room);
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
