#include "services/rpc/task_view.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

#include "services/rpc/times.h"

namespace hemgang::rpc {

namespace hv1 = hemgang::handover::v1;

namespace {

hv1::Rung RungView(const hemgang::record::v1::Rung& rung) {
  hv1::Rung view;
  view.set_level(rung.level());
  *view.mutable_told_time() = MicrosToTimestamp(rung.told_time_us());
  for (const std::string& unit_id : rung.told_unit_ids()) view.add_told()->set_unit_id(unit_id);
  view.set_passed_on(rung.passed_on());
  return view;
}

}  // namespace

hv1::Task TaskView(const hemgang::record::v1::Task& task, const TaskOwner& owner, absl::Time now) {
  hv1::Task view;
  view.set_id(task.id());
  view.set_kind(task.kind());
  view.set_transition_id(owner.transition_id);
  view.set_handover_id(task.handover_id());
  view.set_profession(task.profession());
  view.set_holder_unit_id(task.holder_unit_id());
  view.set_sender_unit_id(task.sender_unit_id());
  view.set_urgency(task.urgency());
  view.set_age_band(owner.age_band);
  if (task.opened_time_us() != 0) *view.mutable_opened_time() = MicrosToTimestamp(task.opened_time_us());
  if (task.due_time_us() != 0) {
    *view.mutable_due_time() = MicrosToTimestamp(task.due_time_us());
    view.set_overdue(task.due_time_us() <= ToMicros(now));
  }
  for (const auto& rung : task.rungs()) {
    view.set_level(std::max(rung.level(), view.has_level() ? view.level() : 0));
    *view.add_rungs() = RungView(rung);
  }
  if (task.next_wake_time_us() != 0) *view.mutable_next_rung_time() = MicrosToTimestamp(task.next_wake_time_us());
  view.set_policy(PolicyName(task.policy_id(), task.policy_version()));
  view.set_question_id(task.question_id());
  return view;
}

std::string PolicyName(const std::string& id, int version) {
  return absl::StrCat(id, "/", version);
}

}  // namespace hemgang::rpc
