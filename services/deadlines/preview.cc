#include "services/deadlines/preview.h"

#include <optional>
#include <string>

#include "absl/strings/str_cat.h"

#include "services/rpc/checks.h"
#include "services/rpc/errors.h"
#include "services/rpc/task_view.h"
#include "services/rpc/times.h"
#include "services/rules/due_time.h"
#include "services/rules/ladder.h"

namespace hemgang::deadlines {
namespace {

namespace dlv1 = hemgang::deadlines::v1;
namespace hv1 = hemgang::handover::v1;
using rpc::ev1::ERROR_REASON_UNIT_UNKNOWN;

// The reminder and levels 1 to 3; level 3 repeats until the task is met.
constexpr size_t kRungs = 4;

rules::PlannedDischarge ReadPlanned(const hv1::PlannedDischarge& said, rpc::FieldFaults& faults) {
  using Form = rules::PlannedDischarge::Form;
  rules::PlannedDischarge planned;
  if (said.has_time() && !said.date().empty()) {
    faults.Add("planned_discharge.date", "must be empty when time is given: say an instant, a span or a date");
  }
  if (said.has_until_time() && !said.has_time()) {
    faults.Add("planned_discharge.until_time", "needs time, the earliest instant of the span");
  }
  if (said.has_time()) {
    planned.form = said.has_until_time() ? Form::kSpan : Form::kInstant;
    planned.earliest = rpc::FromTimestamp(said.time());
    planned.latest = said.has_until_time() ? rpc::FromTimestamp(said.until_time()) : planned.earliest;
    if (planned.latest < planned.earliest) {
      faults.Add("planned_discharge.until_time", "must not be earlier than time");
    }
  } else if (!said.date().empty()) {
    planned.form = Form::kDate;
    planned.day_part = said.day_part();
    if (said.date().size() != 10 || !absl::ParseCivilTime(said.date(), &planned.date) || planned.date.year() < 2000 ||
        planned.date.year() > 2100) {
      faults.Add("planned_discharge.date", "must be a date from 2000 to 2100, such as 2026-06-22");
    }
  } else if (said.day_part() != hv1::DAY_PART_UNSPECIFIED) {
    faults.Add("planned_discharge.day_part", "needs date");
  }
  return planned;
}

absl::Status UnitUnknown(const std::string& field) {
  return rpc::Refusal(ERROR_REASON_UNIT_UNKNOWN, absl::StrCat(field, ": the directory has no such unit"),
                      {{"field", field}});
}

// Everything that the rules ask for, with what it borrows.
struct Question {
  const rules::CareUnit* holder = nullptr;
  const rules::Policy* policy = nullptr;
  rules::DueRequest due;
};

absl::StatusOr<Question> ReadQuestion(const dlv1::PreviewDeadlineRequest& request, const rules::Directory& directory) {
  rpc::FieldFaults faults;
  rpc::CheckChosen(request.task(), "task", faults);
  rpc::CheckChosen(request.urgency(), "urgency", faults);
  rpc::CheckGiven(request.unit_id(), "unit_id", faults);
  rpc::CheckGivenTime(request.has_opened_time(), "opened_time", faults);
  const rules::PlannedDischarge planned = ReadPlanned(request.planned_discharge(), faults);
  if (!faults.empty()) return faults.ToStatus();

  const rules::CareUnit* holder = directory.FindUnit(request.unit_id());
  if (holder == nullptr) return UnitUnknown("unit_id");
  const rules::CareUnit* receiver = nullptr;
  if (!request.receiver_unit_id().empty()) {
    receiver = directory.FindUnit(request.receiver_unit_id());
    if (receiver == nullptr) return UnitUnknown("receiver_unit_id");
  }
  const rules::Policy& policy = directory.OrganisationOfUnit(holder->id())->policy;
  rules::Discharge discharge;
  discharge.planned = rules::DischargeInstant(planned, holder->hours.zone);
  if (request.has_actual_discharge_time()) discharge.actual = rpc::FromTimestamp(request.actual_discharge_time());
  const hv1::HandoverKind kind = request.handover_kind() == hv1::HANDOVER_KIND_UNSPECIFIED
                                     ? hv1::HANDOVER_KIND_DISCHARGE_HANDOVER
                                     : request.handover_kind();
  const hv1::NoticeReason notice = request.notice_reason();
  return Question{holder, &policy,
                  rules::DueRequest{.task = request.task(),
                                    .handover_kind = kind,
                                    .urgency = request.urgency(),
                                    .opened = rpc::FromTimestamp(request.opened_time()),
                                    .discharge = discharge,
                                    .holder = holder->hours,
                                    .receiver = receiver == nullptr ? nullptr : &receiver->hours,
                                    .rehab_notice_sent = request.rehab_notice_sent(),
                                    .earlier_or_death = notice == hv1::NOTICE_REASON_DIED ||
                                                        notice == hv1::NOTICE_REASON_DISCHARGE_EARLIER,
                                    .stay_confirmed = std::nullopt,
                                    .policy = policy}};
}

bool CallRequired(const Question& question, absl::Time due) {
  if (question.due.task != hv1::TASK_KIND_ACKNOWLEDGE) return false;
  if (question.due.handover_kind != hv1::HANDOVER_KIND_DISCHARGE_HANDOVER &&
      question.due.handover_kind != hv1::HANDOVER_KIND_ONWARD) {
    return false;
  }
  return rules::NeedsCall({.urgency = question.due.urgency,
                           .sent = question.due.opened,
                           .acknowledge_due = due,
                           .discharge = question.due.discharge,
                           .zone = question.holder->hours.zone},
                          *question.policy);
}

void AddRungs(const Question& question, absl::Time due, dlv1::PreviewDeadlineResponse& response) {
  const rules::LadderRequest ladder{.task = question.due.task,
                                    .handover_kind = question.due.handover_kind,
                                    .urgency = question.due.urgency,
                                    .opened = question.due.opened,
                                    .due = due,
                                    .holder = question.holder->hours,
                                    .policy = *question.policy};
  std::optional<rules::NextRung> next = rules::FirstRung(ladder);
  for (size_t i = 0; i < kRungs && next && next->rung.repetition <= 1; ++i) {
    dlv1::RungPreview& rung = *response.add_rungs();
    rung.set_level(next->rung.level);
    *rung.mutable_time() = rpc::ToTimestamp(next->time);
    next = rules::RungAfter(ladder, next->rung);
  }
}

}  // namespace

absl::StatusOr<dlv1::PreviewDeadlineResponse> Preview(const dlv1::PreviewDeadlineRequest& request,
                                                      const rules::Directory& directory) {
  absl::StatusOr<Question> question = ReadQuestion(request, directory);
  if (!question.ok()) return question.status();
  const rules::DueTime answer = rules::ComputeDueTime(question->due);
  dlv1::PreviewDeadlineResponse response;
  response.set_policy(rpc::PolicyName(question->policy->id, question->policy->version));
  response.set_sent_too_late(answer.sent_too_late);
  response.set_sent_after_discharge(answer.sent_after_discharge);
  if (answer.due) {
    *response.mutable_due_time() = rpc::ToTimestamp(*answer.due);
    response.set_call_required(CallRequired(*question, *answer.due));
    AddRungs(*question, *answer.due, response);
  }
  return response;
}

}  // namespace hemgang::deadlines
