#include "services/insight/insight_room.h"

#include <utility>

#include "services/insight/figure_table.h"
#include "services/insight/figures_run.h"
#include "services/insight/now.h"
#include "services/insight/period.h"
#include "services/insight/scope.h"
#include "services/rpc/times.h"

namespace hemgang::insight {

InsightRoom::InsightRoom(storage::Store& store, rpc::Clock& clock, rules::CurrentDirectory directory, Executor& work)
    : store_(store), clock_(clock), directory_(std::move(directory)), work_(work) {}

void InsightRoom::Take(const iv1::GetNowRequest& request, const rpc::Caller& caller,
                       rpc::Answer<iv1::GetNowResponse> answer) {
  auto directory = directory_();
  if (!directory.ok()) return answer(directory.status());
  absl::StatusOr<Scope> scope = ScopeOf(request.unit_id(), request.organisation_id(), caller, **directory);
  if (!scope.ok()) return answer(scope.status());
  answer(NowIn(*scope, clock_.Now(), **directory, store_));
}

void InsightRoom::Take(const iv1::GetFiguresRequest& request, const rpc::Caller& caller,
                       rpc::Answer<iv1::GetFiguresResponse> answer) {
  auto directory = directory_();
  if (!directory.ok()) return answer(directory.status());
  absl::StatusOr<Scope> scope = ScopeOf(request.unit_id(), request.organisation_id(), caller, **directory);
  if (!scope.ok()) return answer(scope.status());
  const absl::Time now = clock_.Now();
  absl::StatusOr<Period> period = ReadPeriod(request.from_date(), request.to_date(), scope->zone, now);
  if (!period.ok()) return answer(period.status());
  Tallying::Question question{*std::move(period), *std::move(scope), request.breakdown(), request.side()};
  std::make_shared<FiguresRun>(std::move(question), *std::move(directory), rpc::ToMicros(now), caller.deadline, store_,
                               work_, std::move(answer))
      ->Begin();
}

void InsightRoom::Take(const iv1::ListFigureDefinitionsRequest&, const rpc::Caller&,
                       rpc::Answer<iv1::ListFigureDefinitionsResponse> answer) {
  iv1::ListFigureDefinitionsResponse response;
  for (const DefinedFigure& figure : AllFigures()) {
    iv1::FigureDefinition& written = *response.add_definitions();
    written.set_kind(figure.kind);
    written.set_definition(figure.definition);
  }
  answer(std::move(response));
}

std::unique_ptr<grpc::Service> ServeInsight(InsightRoom& room, const rpc::Frame& frame) {
  auto service = std::make_unique<rpc::RoomService>(frame, "insight", "hemgang.insight.v1.InsightService");
  service->Serve<iv1::GetNowRequest, iv1::GetNowResponse>(room);
  service->Serve<iv1::GetFiguresRequest, iv1::GetFiguresResponse>(room);
  service->Serve<iv1::ListFigureDefinitionsRequest, iv1::ListFigureDefinitionsResponse>(room);
  return service;
}

}  // namespace hemgang::insight
