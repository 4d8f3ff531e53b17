#include "services/insight/figures_run.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/time/clock.h"

#include "services/insight/figure_table.h"
#include "services/rpc/times.h"

namespace hemgang::insight {
namespace {

// The leg that a handover is about, as the rules write it into a fact.
void SetLeg(const rec::Transition& transition, const rec::Handover& handover, Traits& traits) {
  if (transition.legs().empty()) return;
  const rec::Leg& leg = transition.legs(std::min(handover.leg(), transition.legs_size() - 1));
  traits.dwelling_form = leg.dwelling_form();
  traits.municipality_code = leg.municipality_code();
}

}  // namespace

FiguresRun::FiguresRun(Tallying::Question question, std::shared_ptr<const rules::Directory> directory, int64_t now_us,
                       absl::Time until, storage::Store& store, Executor& executor, Answer answer)
    : directory_(std::move(directory)),
      now_us_(now_us),
      until_(until),
      store_(store),
      executor_(executor),
      answer_(std::move(answer)),
      tallying_(std::move(question), *directory_) {}

void FiguresRun::Begin() {
  // What runs first: a task that ends meanwhile ended after `now`, and its end is not read.
  if (absl::Status added = AddRunningTasks(); !added.ok()) return answer_(std::move(added));
  executor_.Post([self = shared_from_this()] { self->NextPage(); });
}

// Tasks are listed by who holds them; a sender's are held by anybody.
absl::Status FiguresRun::AddRunningTasks() {
  for (const auto& organisation : directory_->whole().organisations()) {
    if (absl::Status added = AddTasksOf(organisation.id()); !added.ok()) return added;
  }
  return absl::OkStatus();
}

absl::Status FiguresRun::AddTasksOf(const std::string& organisation_id) {
  storage::PageRequest page{kPageSize, ""};
  do {
    auto rows = store_.ListTasksOfOrganisation(organisation_id, std::numeric_limits<int64_t>::max(), page);
    if (!rows.ok()) return rows.status();
    for (const storage::TaskRow& row : rows->rows) {
      if (!tallying_.Counts(row.task)) continue;
      if (absl::Status added = AddTask(row); !added.ok()) return added;
    }
    page.after = rows->next;
  } while (!page.after.empty());
  return absl::OkStatus();
}

absl::Status FiguresRun::AddTask(const storage::TaskRow& row) {
  RunningTask running{row.task, {}, 0};
  running.traits.age_band = row.age_band;
  auto transition = store_.FindTransition(row.transition_id);
  if (!transition.ok()) return transition.status();
  if (transition->has_value()) {
    running.discharged_time_us = (*transition)->discharged_time_us();
    for (const rec::Handover& handover : (*transition)->handovers()) {
      if (handover.id() != row.task.handover_id()) continue;
      SetLeg(**transition, handover, running.traits);
      running.traits.phase = handover.phase();
      // From a short-term place the patient goes home when they leave it.
      if (handover.kind() == hemgang::handover::v1::HANDOVER_KIND_ONWARD) {
        running.discharged_time_us = handover.moved_time_us();
      }
    }
  }
  tallying_.AddRunning(running);
  return absl::OkStatus();
}

void FiguresRun::NextPage() {
  // In real time, as the caller counts.
  if (absl::Now() >= until_) {
    return answer_(absl::DeadlineExceededError("the period holds more than can be counted in the time that was given"));
  }
  const int64_t from_us = tallying_.question().period.from_us - absl::ToInt64Microseconds(kLongestAcknowledge);
  auto page = store_.ListOutcomes(from_us, now_us_ + 1, {kPageSize, after_});
  if (!page.ok()) return answer_(page.status());
  for (rec::Outcome& outcome : page->rows) tallying_.Add(std::move(outcome));
  after_ = std::move(page->next);
  if (!after_.empty()) return executor_.Post([self = shared_from_this()] { self->NextPage(); });
  tallying_.Finish();
  answer_(Response());
}

iv1::GetFiguresResponse FiguresRun::Response() const {
  const Period& period = tallying_.question().period;
  iv1::GetFiguresResponse response;
  response.set_from_date(absl::FormatCivilTime(period.from));
  response.set_to_date(absl::FormatCivilTime(period.to));
  response.set_zone(period.zone.name());
  // The last instant that was looked at, not the first that was not.
  *response.mutable_as_of_time() =
      rpc::MicrosToTimestamp(period.has_ended ? period.until_us : period.known_until_us - 1);
  response.set_has_ended(period.has_ended);
  for (iv1::Figure& figure : FiguresOf(tallying_)) *response.add_figures() = std::move(figure);
  return response;
}

}  // namespace hemgang::insight
