#include "services/rules/due_time.h"

#include <algorithm>

namespace hemgang::rules {
namespace {

using N = PolicyNumber;

// What a row asks of the request beside task, kind and urgency.
enum class When { kAlways, kDischargeKnown, kDischargeUnknown, kEarlierOrDeath, kOtherNotice };

// From where the amount of a row is counted.
enum class Anchor {
  kOpened,           // forward from the opening
  kDischarge,        // forward from the discharge; from the opening when it is unknown
  kBeforeDischarge,  // back from the discharge
  kBeforeClosing,    // back from the closing before the discharge
};

enum class Cap {
  kNone,
  kLead,            // the lead before the discharge, moved into opening hours
  kClosingAndLead,  // the closing before the discharge, but never later than the lead before it
  kClosing,         // the closing before the discharge
};

constexpr auto kAnyKind = hv1::HANDOVER_KIND_UNSPECIFIED;
constexpr auto kAnyUrgency = hv1::URGENCY_UNSPECIFIED;
constexpr auto kDischargeHandover = hv1::HANDOVER_KIND_DISCHARGE_HANDOVER;
constexpr auto kOnward = hv1::HANDOVER_KIND_ONWARD;
constexpr auto kRehabNotice = hv1::HANDOVER_KIND_REHAB_NOTICE;
constexpr auto kAdmissionReport = hv1::HANDOVER_KIND_ADMISSION_REPORT;
constexpr auto kFast = hv1::URGENCY_FAST_TRACK;
constexpr auto kUrgent = hv1::URGENCY_URGENT;
constexpr auto kRoutine = hv1::URGENCY_ROUTINE;
constexpr auto kAcknowledge = hv1::TASK_KIND_ACKNOWLEDGE;
constexpr auto kCall = hv1::TASK_KIND_CALL;
constexpr auto kAssign = hv1::TASK_KIND_ASSIGN;
constexpr auto kAnswer = hv1::TASK_KIND_ANSWER;
constexpr auto kRedirect = hv1::TASK_KIND_REDIRECT;
constexpr auto kSendHandover = hv1::TASK_KIND_SEND_HANDOVER;
constexpr auto kSendReport = hv1::TASK_KIND_SEND_ADMISSION_REPORT;
constexpr auto kConfirmDischarge = hv1::TASK_KIND_CONFIRM_DISCHARGE;
constexpr auto kConfirmAids = hv1::TASK_KIND_CONFIRM_AIDS;
constexpr auto kFirstContact = hv1::TASK_KIND_FIRST_CONTACT;
constexpr auto kSeeNotice = hv1::TASK_KIND_SEE_NOTICE;
// A row without "never before".
constexpr auto kNoFloor = N::kCount;

struct DueRow {
  hv1::TaskKind task;
  hv1::HandoverKind kind;
  hv1::Urgency urgency;
  When when;
  Anchor anchor;
  PolicyNumber amount;
  Cap cap;
  PolicyNumber never_before;
};

constexpr auto kAlways = When::kAlways;
constexpr auto kKnown = When::kDischargeKnown;
constexpr auto kUnknown = When::kDischargeUnknown;
constexpr auto kOpened = Anchor::kOpened;
constexpr auto kDischarge = Anchor::kDischarge;
constexpr auto kBeforeDischarge = Anchor::kBeforeDischarge;
constexpr auto kBeforeClosing = Anchor::kBeforeClosing;

// Columns: task, kind, urgency, when, counted from, amount, cap, never before. The first row that
// fits holds.
// clang-format off
// TABLE: kDueRules
constexpr DueRow kDueRules[] = {
    {kAcknowledge, kDischargeHandover, kFast, kAlways, kOpened, N::kAcknowledgeFastTrack, Cap::kLead, N::kAcknowledgeFastTrackNeverBefore},
    {kAcknowledge, kDischargeHandover, kUrgent, kAlways, kOpened, N::kAcknowledgeUrgent, Cap::kLead, N::kAcknowledgeUrgentNeverBefore},
    {kAcknowledge, kDischargeHandover, kRoutine, kAlways, kOpened, N::kAcknowledgeRoutine, Cap::kClosingAndLead, N::kAcknowledgeRoutineNeverBefore},
    {kAcknowledge, kOnward, kFast, kAlways, kOpened, N::kAcknowledgeFastTrack, Cap::kLead, N::kAcknowledgeFastTrackNeverBefore},
    {kAcknowledge, kOnward, kUrgent, kAlways, kOpened, N::kAcknowledgeUrgent, Cap::kLead, N::kAcknowledgeUrgentNeverBefore},
    {kAcknowledge, kOnward, kRoutine, kAlways, kOpened, N::kAcknowledgeRoutine, Cap::kClosingAndLead, N::kAcknowledgeRoutineNeverBefore},
    {kAcknowledge, kRehabNotice, kAnyUrgency, kAlways, kOpened, N::kAcknowledgeRehabNotice, Cap::kNone, kNoFloor},
    {kAcknowledge, kAdmissionReport, kAnyUrgency, kAlways, kOpened, N::kAcknowledgeAdmissionReport, Cap::kNone, kNoFloor},
    {kCall, kAnyKind, kAnyUrgency, kAlways, kOpened, N::kCall, Cap::kNone, kNoFloor},
    {kAssign, kAnyKind, kAnyUrgency, kAlways, kOpened, N::kAssign, Cap::kClosing, N::kAssignNeverBefore},
    {kAnswer, kAnyKind, kFast, kAlways, kOpened, N::kAnswerFastTrack, Cap::kLead, N::kAnswerNeverBefore},
    {kAnswer, kAnyKind, kUrgent, kAlways, kOpened, N::kAnswerUrgent, Cap::kLead, N::kAnswerNeverBefore},
    {kAnswer, kAnyKind, kRoutine, kAlways, kOpened, N::kAnswerRoutine, Cap::kLead, N::kAnswerNeverBefore},
    {kRedirect, kAnyKind, kFast, kAlways, kOpened, N::kRedirectFastTrack, Cap::kNone, kNoFloor},
    {kRedirect, kAnyKind, kUrgent, kAlways, kOpened, N::kRedirectUrgent, Cap::kNone, kNoFloor},
    {kRedirect, kAnyKind, kRoutine, kAlways, kOpened, N::kRedirectRoutine, Cap::kNone, kNoFloor},
    {kSendHandover, kAnyKind, kFast, kKnown, kBeforeDischarge, N::kSendHandoverRemaining, Cap::kNone, N::kSendHandoverNeverBefore},
    {kSendHandover, kAnyKind, kUrgent, kKnown, kBeforeDischarge, N::kSendHandoverRemaining, Cap::kNone, N::kSendHandoverNeverBefore},
    {kSendHandover, kAnyKind, kRoutine, kKnown, kBeforeClosing, N::kSendHandoverRemaining, Cap::kNone, N::kSendHandoverNeverBefore},
    {kSendHandover, kAnyKind, kAnyUrgency, kUnknown, kOpened, N::kSendHandoverUnknown, Cap::kNone, N::kSendHandoverNeverBefore},
    {kSendReport, kAnyKind, kAnyUrgency, kAlways, kOpened, N::kSendAdmissionReport, Cap::kNone, N::kSendAdmissionReportNeverBefore},
    {kConfirmDischarge, kAnyKind, kAnyUrgency, kKnown, kDischarge, N::kConfirmDischarge, Cap::kNone, N::kConfirmDischargeNeverBefore},
    {kConfirmDischarge, kAnyKind, kAnyUrgency, kUnknown, kOpened, N::kConfirmDischargeUnknown, Cap::kNone, N::kConfirmDischargeNeverBefore},
    {kConfirmAids, kAnyKind, kAnyUrgency, kKnown, kBeforeDischarge, N::kConfirmAids, Cap::kNone, N::kConfirmAidsNeverBefore},
    {kFirstContact, kAnyKind, kFast, kAlways, kDischarge, N::kFirstContactFastTrack, Cap::kNone, N::kFirstContactNeverBefore},
    {kFirstContact, kAnyKind, kUrgent, kAlways, kDischarge, N::kFirstContactUrgent, Cap::kNone, N::kFirstContactNeverBefore},
    {kFirstContact, kAnyKind, kRoutine, kAlways, kDischarge, N::kFirstContactRoutine, Cap::kNone, N::kFirstContactNeverBefore},
    {kSeeNotice, kAnyKind, kAnyUrgency, When::kEarlierOrDeath, kOpened, N::kSeeNoticeEarlierOrDeath, Cap::kNone, kNoFloor},
    {kSeeNotice, kAnyKind, kAnyUrgency, When::kOtherNotice, kOpened, N::kSeeNoticeOther, Cap::kNone, kNoFloor},
};
// END TABLE
// clang-format on

struct CallRow {
  hv1::Urgency urgency;
  enum class Reason { kDueAfterLead, kDueOnLaterDate } reason;
};

// clang-format off
// TABLE: kCallRules
constexpr CallRow kCallRules[] = {
    {kFast, CallRow::Reason::kDueAfterLead},
    {kUrgent, CallRow::Reason::kDueAfterLead},
    {kFast, CallRow::Reason::kDueOnLaterDate},
};
// END TABLE
// clang-format on

// The instant from which a task counts: its opening, or the last "still here".
absl::Time CountedFrom(const DueRequest& request) {
  if (request.task != kConfirmDischarge || !request.stay_confirmed.has_value()) return request.opened;
  return std::max(request.opened, *request.stay_confirmed);
}

std::optional<absl::Time> DischargeFor(const DueRequest& request) {
  const std::optional<absl::Time> discharge = DischargeCounted(request.discharge);
  const bool contradicted = request.task == kConfirmDischarge && request.stay_confirmed.has_value() &&
                            discharge.has_value() && *discharge <= *request.stay_confirmed;
  return contradicted ? std::nullopt : discharge;
}

bool Fits(When when, const DueRequest& request) {
  switch (when) {
    case When::kAlways:
      return true;
    case When::kDischargeKnown:
      return DischargeFor(request).has_value();
    case When::kDischargeUnknown:
      return !DischargeFor(request).has_value();
    case When::kEarlierOrDeath:
      return request.earlier_or_death;
    case When::kOtherNotice:
      return !request.earlier_or_death;
  }
  return false;
}

const DueRow* FindRow(const DueRequest& request) {
  const hv1::Urgency urgency = request.urgency == kAnyUrgency ? kRoutine : request.urgency;
  const hv1::HandoverKind kind = request.handover_kind == kAnyKind ? kDischargeHandover : request.handover_kind;
  for (const DueRow& row : kDueRules) {
    if (row.task != request.task) continue;
    if (row.kind != kAnyKind && row.kind != kind) continue;
    if (row.urgency != kAnyUrgency && row.urgency != urgency) continue;
    if (Fits(row.when, request)) return &row;
  }
  return nullptr;
}

absl::Time FloorAfter(const DueRequest& request, const DueRow* row, absl::Time from) {
  if (row == nullptr || row->never_before == kNoFloor) return from;
  return TimeAfter(request.holder, from, AmountOf(request.policy, row->never_before));
}

// Counts back from `end`: so many of the receiver's hours, or a minute of the holder's last working
// day before.
absl::Time TimeBefore(const DueRequest& request, absl::Time end, Amount amount) {
  if (amount.unit == Unit::kMinuteOfDay) {
    return MinuteOnLastWorkingDayBefore(request.holder, end, amount.count).value_or(end);
  }
  const absl::Duration length = absl::Hours(amount.count);
  if (request.receiver != nullptr) return LatestStartFor(*request.receiver, end, length);
  return LatestStartFor(DefaultOpeningHours(request.holder.country, request.holder.zone), end, length);
}

absl::Time ClosingBeforeFor(const DueRequest& request, absl::Time discharge) {
  if (request.receiver != nullptr) return ClosingBefore(*request.receiver, discharge).value_or(discharge);
  const OpeningHours hours = DefaultOpeningHours(request.holder.country, request.holder.zone);
  return ClosingBefore(hours, discharge).value_or(discharge);
}

absl::Time Counted(const DueRequest& request, const DueRow& row) {
  const Amount amount = AmountOf(request.policy, row.amount);
  const absl::Time from = CountedFrom(request);
  const absl::Time discharge = DischargeFor(request).value_or(from);
  switch (row.anchor) {
    case Anchor::kOpened:
      break;
    case Anchor::kDischarge:
      return TimeAfter(request.holder, discharge, amount);
    case Anchor::kBeforeDischarge:
      return TimeBefore(request, discharge, amount);
    case Anchor::kBeforeClosing:
      return TimeBefore(request, ClosingBeforeFor(request, discharge), amount);
  }
  return TimeAfter(request.holder, from, amount);
}

// Nothing is capped once the patient has left; what was sent or asked after the planned discharge
// is not capped by the lead before it either.
std::optional<absl::Time> CapFor(const DueRequest& request, Cap cap) {
  const std::optional<absl::Time>& planned = request.discharge.planned;
  if (cap == Cap::kNone || request.discharge.actual.has_value() || !planned.has_value()) return std::nullopt;
  const absl::Time closing = ClosingBefore(request.holder, *planned).value_or(*planned);
  if (cap == Cap::kClosing) return closing;
  if (request.opened >= *planned) return std::nullopt;
  const absl::Time lead = *planned - absl::Hours(AmountOf(request.policy, N::kDischargeLead).count);
  if (cap == Cap::kClosingAndLead) return std::min(closing, lead);
  return MovedIntoOpeningHours(request.holder, lead);
}

absl::Time KeptDueTime(const RunningDue& running, const DueRequest& request) {
  const absl::Time floor = FloorAfter(request, FindRow(request), running.step_time);
  return std::max(running.due.value_or(floor), floor);
}

bool Holds(CallRow::Reason reason, const SentHandover& handover, const Policy& policy) {
  if (reason == CallRow::Reason::kDueOnLaterDate) {
    return absl::ToCivilDay(handover.acknowledge_due, handover.zone) > absl::ToCivilDay(handover.sent, handover.zone);
  }
  const std::optional<absl::Time> discharge = DischargeCounted(handover.discharge);
  if (!discharge.has_value()) return false;
  return handover.acknowledge_due > *discharge - absl::Hours(AmountOf(policy, N::kDischargeLead).count);
}

}  // namespace

DueTime ComputeDueTime(const DueRequest& request) {
  DueTime result;
  result.never_before = request.opened;
  const DueRow* row = FindRow(request);
  if (row == nullptr) return result;
  result.never_before = FloorAfter(request, row, CountedFrom(request));
  if (row->task == kSendHandover && row->when == When::kDischargeUnknown && request.rehab_notice_sent) return result;

  absl::Time due = Counted(request, *row);
  const std::optional<absl::Time> cap = CapFor(request, row->cap);
  if (cap.has_value()) due = std::min(due, *cap);
  result.due = std::max(due, result.never_before);

  if (row->task != kAcknowledge || row->cap == Cap::kNone) return result;
  result.sent_too_late = cap.has_value() && *cap < result.never_before;
  const std::optional<absl::Time> discharge = DischargeCounted(request.discharge);
  result.sent_after_discharge = discharge.has_value() && request.opened >= *discharge;
  return result;
}

std::optional<absl::Time> MovedDueTime(const RunningDue& running, const DueRequest& request) {
  const std::optional<absl::Time> due = ComputeDueTime(request).due;
  if (!due.has_value()) return std::nullopt;
  const absl::Time floor = FloorAfter(request, FindRow(request), running.step_time);
  return std::max(*due, std::min(running.due.value_or(floor), floor));
}

absl::Time ForwardedDueTime(const RunningDue& running, const DueRequest& request) {
  return KeptDueTime(running, request);
}

absl::Time RestoredDueTime(const RunningDue& running, const DueRequest& request) {
  const absl::Time floor = FloorAfter(request, FindRow(request), running.step_time);
  const absl::Time old_due = running.due.value_or(floor);
  return std::max(std::min(old_due, ComputeDueTime(request).due.value_or(old_due)), floor);
}

bool NeedsCall(const SentHandover& handover, const Policy& policy) {
  for (const CallRow& row : kCallRules) {
    if (row.urgency == handover.urgency && Holds(row.reason, handover, policy)) return true;
  }
  return false;
}

bool IsMovedEarlier(const MovedDischarge& moved, const Policy& policy) {
  if (!moved.before.has_value() || !moved.after.has_value()) return false;
  return *moved.before - *moved.after >= absl::Hours(AmountOf(policy, N::kSeeNoticeMovedEarlier).count);
}

}  // namespace hemgang::rules
