#include "services/deadlines/deadline_room.h"

#include <limits>
#include <utility>

#include "services/deadlines/preview.h"
#include "services/deadlines/task_scope.h"
#include "services/rpc/paging.h"
#include "services/rpc/task_view.h"
#include "services/rpc/times.h"

namespace hemgang::deadlines {

DeadlineRoom::DeadlineRoom(storage::Store& store, rpc::Clock& clock, rules::CurrentDirectory directory)
    : store_(store), clock_(clock), directory_(std::move(directory)) {}

void DeadlineRoom::Take(const dlv1::ListTasksRequest& request, const rpc::Caller& caller,
                        rpc::Answer<dlv1::ListTasksResponse> answer) {
  auto directory = directory_();
  if (!directory.ok()) return answer(directory.status());
  absl::StatusOr<TaskScope> scope = ScopeOf(request, caller, **directory);
  if (!scope.ok()) return answer(scope.status());
  const rpc::ListName list{"ListTasks", scope->Name()};
  absl::StatusOr<rpc::PageAsked> asked = rpc::ReadPage(list, request.page_size(), request.page_token());
  if (!asked.ok()) return answer(asked.status());

  const absl::Time now = clock_.Now();
  const int64_t due_until_us = request.overdue_only() ? rpc::ToMicros(now) : std::numeric_limits<int64_t>::max();
  auto page = ListTasksIn(*scope, due_until_us, {asked->size, asked->after}, store_);
  if (!page.ok()) return answer(page.status());
  dlv1::ListTasksResponse response;
  for (const storage::TaskRow& row : page->rows) {
    *response.add_tasks() = rpc::TaskView(row.task, {row.transition_id, row.age_band}, now);
  }
  response.set_next_page_token(rpc::PageToken(list, page->next));
  answer(std::move(response));
}

void DeadlineRoom::Take(const dlv1::PreviewDeadlineRequest& request, const rpc::Caller&,
                        rpc::Answer<dlv1::PreviewDeadlineResponse> answer) {
  auto directory = directory_();
  if (!directory.ok()) return answer(directory.status());
  answer(Preview(request, **directory));
}

std::unique_ptr<grpc::Service> ServeDeadlines(DeadlineRoom& room, const rpc::Frame& frame) {
  auto service = std::make_unique<rpc::RoomService>(frame, "deadlines", "hemgang.deadlines.v1.DeadlineService");
  service->Serve<dlv1::ListTasksRequest, dlv1::ListTasksResponse>(room);
  service->Serve<dlv1::PreviewDeadlineRequest, dlv1::PreviewDeadlineResponse>(room);
  return service;
}

}  // namespace hemgang::deadlines
