// Steps that end a transition, or open it again: death, readmission, cancelling and taking that back, closing.
#include "absl/strings/str_cat.h"

#include "services/rules/applying.h"
#include "services/rules/deciding.h"
#include "services/rules/owed_tasks.h"
#include "services/rules/step_table.h"

namespace hemgang::rules {
namespace {

// A cancellation can be taken back for so long.
constexpr absl::Duration kRevertedWithin = absl::Hours(7 * 24);

struct EndingNoticeRow {
  hv1::CancelReason reason;
  hv1::NoticeReason notice;
};

// What a receiver that had acknowledged must see of each way to end; a reason that is not here cannot be given.
// TABLE: kEndingNotices
constexpr EndingNoticeRow kEndingNotices[] = {
    {hv1::CANCEL_REASON_DIED, hv1::NOTICE_REASON_DIED},
    {hv1::CANCEL_REASON_TRANSFERRED, hv1::NOTICE_REASON_CANCELLED},
    {hv1::CANCEL_REASON_ENTERED_IN_ERROR, hv1::NOTICE_REASON_CANCELLED},
};
// END TABLE

struct NoticeWeightRow {
  hv1::NoticeReason reason;
  int weight;
};

// A notice that nobody has seen yet gives way only to one that weighs as much: first that the patient does not come,
// then that another plan holds, last what they are called. What is not here weighs nothing.
// TABLE: kNoticeWeights
constexpr NoticeWeightRow kNoticeWeights[] = {
    {hv1::NOTICE_REASON_DIED, 3},
    {hv1::NOTICE_REASON_WITHDRAWN, 3},
    {hv1::NOTICE_REASON_VOIDED, 3},
    {hv1::NOTICE_REASON_CANCELLED, 3},
    {hv1::NOTICE_REASON_DISCHARGE_EARLIER, 2},
    {hv1::NOTICE_REASON_READMITTED, 2},
    {hv1::NOTICE_REASON_CANCELLATION_REVERTED, 2},
    {hv1::NOTICE_REASON_IDENTITY_MERGED, 1},
};
// END TABLE

int WeightOf(hv1::NoticeReason reason) {
  for (const NoticeWeightRow& row : kNoticeWeights) {
    if (row.reason == reason) return row.weight;
  }
  return 0;
}

bool IsNoticeOfEnding(hv1::NoticeReason reason) {
  for (const EndingNoticeRow& row : kEndingNotices) {
    if (row.notice == reason) return true;
  }
  return false;
}

// Those at home that had taken it, also for one profession of two: they may have a therapist and a visit already.
bool IsPreparedFor(const Deciding& d, const rec::Handover& handover) {
  return Includes(kToHome, handover.kind()) && IsInReceiversHands(handover) && HadAcknowledged(handover) &&
         IsConcerned(d, handover);
}

void End(Deciding& d, hv1::CancelReason reason) {
  rec::Transition& after = d.after();
  after.set_state(hv1::TRANSITION_STATE_CANCELLED);
  after.set_cancelled_time_us(absl::ToUnixMicros(d.recorded));
  after.set_cancel_reason(reason);
  for (const EndingNoticeRow& row : kEndingNotices) {
    if (row.reason != reason) continue;
    for (rec::Handover& handover : *after.mutable_handovers()) {
      if (IsPreparedFor(d, handover)) GiveNotice(d, handover, row.notice);
    }
  }
}

// The patient had moved home, or had been sought there, and is neither now: who sent onwards says anew when they leave.
void ForgetLeave(rec::Handover& handover) {
  handover.clear_not_reached_count();
  if (handover.moved_time_us() == 0) return;
  handover.clear_moved_time_us();
  handover.clear_planned_move();
  handover.clear_stay_confirmed_time_us();
}

// What was completed only because the patient was thought to have died goes on.
void TakeBackDeath(rec::Handover& handover) {
  if (handover.state() != hv1::HANDOVER_STATE_COMPLETED) return;
  if (handover.first_contact_outcome() != hv1::FIRST_CONTACT_OUTCOME_DIED) return;
  handover.set_state(hv1::HANDOVER_STATE_ACKNOWLEDGED);
  handover.clear_first_contact_outcome();
  handover.clear_first_contact_time_us();
  handover.clear_completed_time_us();
}

}  // namespace

void GiveNotice(Deciding& d, rec::Handover& handover, hv1::NoticeReason reason) {
  // Who did it knows it.
  if (handover.receiver_unit_id() == d.command.actor.unit_id) return;
  if (handover.notice_seen_time_us() == 0) {
    // The same said twice is due as it was when it was said first.
    if (handover.notice_reason() == reason) return;
    if (WeightOf(reason) < WeightOf(handover.notice_reason())) return;
  }
  handover.set_notice_reason(reason);
  handover.set_notice_time_us(absl::ToUnixMicros(d.recorded));
  handover.clear_notice_seen_time_us();
}

void ApplyDeath(Deciding& d, absl::Time died) {
  d.after().set_died_time_us(absl::ToUnixMicros(died));
  End(d, hv1::CANCEL_REASON_DIED);
}

MaybeRefusal Apply(Deciding& d, const RecordDeath& step) {
  if (auto refused = CheckOccurred(d, step.died, "died_time")) return refused;
  ApplyDeath(d, step.died.value_or(d.recorded));
  return std::nullopt;
}

void ApplyReadmission(Deciding& d) {
  rec::Transition& after = d.after();
  for (rec::Handover& handover : *after.mutable_handovers()) {
    const bool homeward = Includes(kHomeward, handover.kind());
    if (homeward && IsPreparedFor(d, handover)) GiveNotice(d, handover, hv1::NOTICE_REASON_READMITTED);
    // What has ended tells of a way home that was.
    if (IsLive(handover) && handover.state() != hv1::HANDOVER_STATE_COMPLETED) ForgetLeave(handover);
  }
  after.set_state(hv1::TRANSITION_STATE_ADMITTED);
  after.set_readmitted_time_us(absl::ToUnixMicros(d.recorded));
  after.clear_discharged_time_us();
  after.clear_planned_discharge();
  after.clear_stay_confirmed_time_us();
  after.clear_discharge_ready_time_us();
  d.discharge_moved = true;
}

MaybeRefusal Apply(Deciding& d, const RecordReadmission& step) {
  if (auto refused = CheckOccurred(d, step.readmitted, "readmitted_time")) return refused;
  ApplyReadmission(d);
  return std::nullopt;
}

MaybeRefusal Apply(Deciding& d, const CancelTransition& step) {
  if (step.reason == hv1::CANCEL_REASON_DIED) {
    return Refusal{ev1::ERROR_REASON_INVALID_REQUEST,
                   "A death is recorded with its time; record the death instead of cancelling.",
                   {},
                   "reason"};
  }
  End(d, step.reason);
  d.reason_code = step.reason;
  return std::nullopt;
}

MaybeRefusal Apply(Deciding& d, const RevertCancellation& step) {
  rec::Transition& after = d.after();
  if (d.recorded > absl::FromUnixMicros(after.cancelled_time_us()) + kRevertedWithin) {
    return Refusal{
        ev1::ERROR_REASON_TOO_LATE_TO_REVERT,
        "The transition was cancelled more than seven days ago; open a new one if the patient is going home."};
  }
  after.set_state(after.discharged_time_us() == 0 ? hv1::TRANSITION_STATE_ADMITTED : hv1::TRANSITION_STATE_DISCHARGED);
  after.clear_died_time_us();
  after.clear_cancelled_time_us();
  after.clear_cancel_reason();
  for (rec::Handover& handover : *after.mutable_handovers()) {
    TakeBackDeath(handover);
    if (IsNoticeOfEnding(handover.notice_reason()) && handover.notice_seen_time_us() == 0) ClearNotice(handover);
    if (IsPreparedFor(d, handover)) GiveNotice(d, handover, hv1::NOTICE_REASON_CANCELLATION_REVERTED);
  }
  d.discharge_moved = true;
  d.reason_code = step.reason;
  return std::nullopt;
}

MaybeRefusal Apply(Deciding& d, const CloseTransition&) {
  if (d.facts.transition->tasks_size() == 0) return std::nullopt;
  return Refusal{ev1::ERROR_REASON_STILL_OWED,
                 "Something is still owed in this transition, so it stays open; `transition show` lists what, and who "
                 "holds it.",
                 {{"owed", absl::StrCat(d.facts.transition->tasks_size())}}};
}

}  // namespace hemgang::rules
