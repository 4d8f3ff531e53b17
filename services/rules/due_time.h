// When what is owed is due (Due times, docs): one table, one row per task, kind of handover and
// urgency.
//
// In this file:
//   ComputeDueTime               the due time of a task as it opens, or recomputed from the same
//   opening MovedDueTime                 the due time after a step that changed the discharge
//   ForwardedDueTime             … after the receiver forwarded the handover
//   RestoredDueTime              … after an acknowledgement was revoked
//   NeedsCall                    whether a sent handover must be followed by a phone call
//   IsMovedEarlier               whether a receiver must be told that the discharge comes earlier
//
// Knows opening hours, the policy's numbers and the discharge; not who the holder is, what was
// told, or what time it is. Pure, total (whatever a request says, there is an answer), safe from
// any thread. An urgency that is not set counts as ROUTINE, a kind of handover that is not set as
// DISCHARGE_HANDOVER.
#ifndef HEMGANG_SERVICES_RULES_DUE_TIME_H_
#define HEMGANG_SERVICES_RULES_DUE_TIME_H_

#include <optional>

#include "absl/time/time.h"

#include "hemgang/handover/v1/vocabulary.pb.h"

#include "services/rules/discharge_time.h"
#include "services/rules/policy.h"
#include "services/rules/working_time.h"

namespace hemgang::rules {

namespace hv1 = hemgang::handover::v1;

// What a due time is computed from. Borrows `holder`, `receiver` and `policy` for the length of the
// call.
struct DueRequest {
  hv1::TaskKind task = hv1::TASK_KIND_UNSPECIFIED;
  // The handover that the task is about; what is asked for ACKNOWLEDGE only.
  hv1::HandoverKind handover_kind = hv1::HANDOVER_KIND_UNSPECIFIED;
  hv1::Urgency urgency = hv1::URGENCY_UNSPECIFIED;
  // When the task opened; it stays the same when something moves.
  absl::Time opened;
  Discharge discharge = {};
  const OpeningHours& holder;
  // SEND_HANDOVER: the hours of the unit to which the need would be routed. Null when that is not
  // known: the default hours of the holder's country in the holder's zone.
  const OpeningHours* receiver = nullptr;
  // SEND_HANDOVER: a REHAB_NOTICE was sent for the need; it satisfies the task until a discharge is
  // known.
  bool rehab_notice_sent = false;
  // SEE_NOTICE: the notice is of a death or of an earlier discharge.
  bool earlier_or_death = false;
  // CONFIRM_DISCHARGE: when somebody last said "still here". The task counts anew from there; a
  // planned discharge that had passed by then counts as unknown.
  std::optional<absl::Time> stay_confirmed = std::nullopt;
  const Policy& policy;
};

struct DueTime {
  // Nothing: there is no such task (FOLLOW_UP is shown, not owed; CONFIRM_AIDS before a discharge
  // is known), or it is satisfied for now (SEND_HANDOVER by a REHAB_NOTICE while the discharge is
  // unknown).
  std::optional<absl::Time> due;
  // The receiver's cap lay before `never_before`: the sender's lateness, not the receiver's. Judged
  // once, at sending: heed it on the step that opens ACKNOWLEDGE and on no recomputation. The same
  // for sent_after_discharge.
  bool sent_too_late = false;
  // ACKNOWLEDGE: sent when the patient had already left, by the actual discharge or, lacking one,
  // by the planned. Nothing is capped then, and it is never also sent_too_late.
  bool sent_after_discharge = false;
  // `due` is never earlier than this; the opening itself for tasks without a floor.
  absl::Time never_before;
};

DueTime ComputeDueTime(const DueRequest& request);

// A running due time and the step that touches it.
struct RunningDue {
  // Nothing when the task was satisfied for the time being.
  std::optional<absl::Time> due;
  absl::Time step_time;
};

// The due time after a step that changed the discharge; `request` is as at the opening, but with
// the new discharge. It may come earlier, but not before the smaller of the old due time and the
// step + "never before". Nothing when ComputeDueTime gives nothing.
std::optional<absl::Time> MovedDueTime(const RunningDue& running, const DueRequest& request);

// The old due time, but not before the forwarding + "never before" in the new holder's hours
// (request.holder).
absl::Time ForwardedDueTime(const RunningDue& running, const DueRequest& request);

// The due time that ACKNOWLEDGE had before it was met, or an earlier one where the discharge has moved meanwhile, but
// not before the revocation + "never before". `request` is as at the sending, but with the discharge of now.
absl::Time RestoredDueTime(const RunningDue& running, const DueRequest& request);

// A handover that was just sent.
struct SentHandover {
  hv1::Urgency urgency = hv1::URGENCY_UNSPECIFIED;
  absl::Time sent;
  absl::Time acknowledge_due;
  Discharge discharge = {};
  // The receiver's zone: in it "a later local date" is judged.
  absl::TimeZone zone;
};

// True when the sender owes a CALL: FAST or URGENT, and ACKNOWLEDGE is due later than the lead
// before the discharge; or FAST, and it is due on a later local date than the handover was sent. A
// handover sent after the discharge needs one.
bool NeedsCall(const SentHandover& handover, const Policy& policy);

struct MovedDischarge {
  std::optional<absl::Time> before;
  std::optional<absl::Time> after;
};

// True when the discharge moved earlier by at least the policy's number of elapsed hours; false
// when either is unknown.
bool IsMovedEarlier(const MovedDischarge& moved, const Policy& policy);

}  // namespace hemgang::rules

#endif  // HEMGANG_SERVICES_RULES_DUE_TIME_H_
