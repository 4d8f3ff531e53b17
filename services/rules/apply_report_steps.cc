// How the patient managed before: the hospital asks, and a unit at home answers with a report or with why there is
// none.
#include <algorithm>

#include "services/rules/applying.h"
#include "services/rules/deciding.h"
#include "services/rules/route.h"

namespace hemgang::rules {
namespace {

struct AskedUnitRow {
  dv1::UnitKind kind;
};

// TABLE: kAskedUnits
constexpr AskedUnitRow kAskedUnits[] = {
    {dv1::UNIT_KIND_HOME_REHAB},
    {dv1::UNIT_KIND_PALLIATIVE_TEAM},
    {dv1::UNIT_KIND_PRIMARY_CARE_REHAB},
};
// END TABLE

bool CanBeAsked(const CareUnit& unit, absl::Time now) {
  return IsValidAt(unit, now) && std::any_of(std::begin(kAskedUnits), std::end(kAskedUnits),
                                             [&](const AskedUnitRow& row) { return row.kind == unit.record.kind(); });
}

rec::ReportRequest* FindOpenRequest(rec::Transition& transition, const std::string& asked_unit_id) {
  for (rec::ReportRequest& request : *transition.mutable_report_requests()) {
    if (request.asked_unit_id() == asked_unit_id && request.answered_time_us() == 0) return &request;
  }
  return nullptr;
}

}  // namespace

MaybeRefusal Apply(Deciding& d, const RequestReport& step) {
  if (auto refused = CheckUnitKnown(d, step.asked_unit_id, "The unit that you ask", "asked_unit_id")) return refused;
  if (!CanBeAsked(*d.facts.directory.FindUnit(step.asked_unit_id), d.recorded)) {
    return Refusal{ev1::ERROR_REASON_UNIT_CANNOT_RECEIVE,
                   "The unit has no patients at home today; ask a home rehab unit, a palliative team or primary-care "
                   "rehabilitation.",
                   {{"unit_id", step.asked_unit_id}},
                   "asked_unit_id"};
  }
  if (FindOpenRequest(d.after(), step.asked_unit_id) != nullptr) {
    return Refusal{ev1::ERROR_REASON_REPORT_ALREADY_REQUESTED,
                   "This unit is asked already and has not answered yet; wait for it, or ring.",
                   {{"unit_id", step.asked_unit_id}},
                   "asked_unit_id"};
  }
  rec::ReportRequest& request = *d.after().add_report_requests();
  request.set_asked_unit_id(step.asked_unit_id);
  request.set_asked_time_us(absl::ToUnixMicros(d.recorded));
  Involve(d.after(), step.asked_unit_id);
  d.to_unit_id = step.asked_unit_id;
  return std::nullopt;
}

MaybeRefusal Apply(Deciding& d, const AnswerNothingToReport& step) {
  const std::string& asked_unit_id = d.command.actor.unit_id;
  rec::ReportRequest* request = FindOpenRequest(d.after(), asked_unit_id);
  if (request == nullptr) {
    return Refusal{ev1::ERROR_REASON_REPORT_NOT_REQUESTED,
                   "Nobody waits for a report from your unit; there is nothing to answer."};
  }
  request->set_nothing_reason(step.reason);
  request->set_answered_time_us(absl::ToUnixMicros(d.recorded));
  d.reason_code = step.reason;
  d.to_unit_id = asked_unit_id;
  return std::nullopt;
}

void AnswerReportRequest(Deciding& d, const rec::Handover& report) {
  rec::ReportRequest* request = FindOpenRequest(d.after(), report.sender_unit_id());
  if (request == nullptr) return;
  request->set_answered_time_us(absl::ToUnixMicros(d.recorded));
  request->set_handover_id(report.id());
}

void ReopenReportRequest(Deciding& d, const rec::Handover& report) {
  // Asked anew already.
  if (FindOpenRequest(d.after(), report.sender_unit_id()) != nullptr) return;
  for (rec::ReportRequest& request : *d.after().mutable_report_requests()) {
    if (request.handover_id() != report.id()) continue;
    request.clear_answered_time_us();
    request.clear_handover_id();
  }
}

}  // namespace hemgang::rules
