// The insight service: figures for who answers for a unit, an organisation or a network.
//
// Only reads. Shows counts and times, never a patient or a person of the staff, and of a period no number under five
// nor one from which such a number could be computed. Who may: a unit its own; a manager's inbox the units that it
// manages; an operations manager and a MAS/MAR their organisation; a steering group its network and each organisation
// of it, never a unit. To everybody else a unit or an organisation is NOT_FOUND.
#pragma once

#include <memory>

#include "hemgang/insight/v1/insight_service.pb.h"

#include "services/rpc/answer.h"
#include "services/rpc/clock.h"
#include "services/rpc/unary.h"
#include "services/rules/directory.h"
#include "storage/executor.h"
#include "storage/store.h"

namespace hemgang::insight {

namespace iv1 = hemgang::insight::v1;

class InsightRoom {
 public:
  // A long reading is cut into pages, each posted to `work`. All of them outlive the room and every answer that it has
  // not given yet.
  InsightRoom(storage::Store& store, rpc::Clock& clock, rules::CurrentDirectory directory, Executor& work);

  void Take(const iv1::GetNowRequest& request, const rpc::Caller& caller, rpc::Answer<iv1::GetNowResponse> answer);
  // DEADLINE_EXCEEDED when there is more to count than the caller waits for.
  void Take(const iv1::GetFiguresRequest& request, const rpc::Caller& caller,
            rpc::Answer<iv1::GetFiguresResponse> answer);
  void Take(const iv1::ListFigureDefinitionsRequest& request, const rpc::Caller& caller,
            rpc::Answer<iv1::ListFigureDefinitionsResponse> answer);

 private:
  storage::Store& store_;
  rpc::Clock& clock_;
  const rules::CurrentDirectory directory_;
  Executor& work_;
};

std::unique_ptr<grpc::Service> ServeInsight(InsightRoom& room, const rpc::Frame& frame);

}  // namespace hemgang::insight
