// The clock's step: one rung of one task, or the closing of a transition that has owed nothing for long.
#include "services/rules/deciding.h"
#include "services/rules/running_tasks.h"
#include "services/rules/telling.h"

namespace hemgang::rules {
namespace {

Refusal NotDue() {
  return Refusal{ev1::ERROR_REASON_NOT_DUE, "Nothing of this is due yet; the clock asks again when it is."};
}

}  // namespace

MaybeRefusal Apply(Deciding& d, const Expire& step) {
  rec::Transition& after = d.after();
  const int64_t now_us = absl::ToUnixMicros(d.recorded);
  if (step.task_id.empty()) {
    if (after.close_wake_time_us() == 0 || after.close_wake_time_us() > now_us) return NotDue();
    after.set_state(hv1::TRANSITION_STATE_CLOSED);
    return std::nullopt;
  }
  for (rec::Task& task : *after.mutable_tasks()) {
    if (task.id() != step.task_id) continue;
    if (task.next_wake_time_us() == 0 || task.next_wake_time_us() > now_us) return NotDue();
    d.expired_task = task.kind();
    d.expired_level = task.next_level();
    const Rung told{.level = task.next_level(), .repetition = task.next_repetition()};
    *task.add_rungs() = TellOfRung(d, task);
    SetNextRung(task, RungAfter(LadderOf(task, d.facts.directory), told));
    return std::nullopt;
  }
  return NotDue();
}

}  // namespace hemgang::rules
