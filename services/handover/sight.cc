#include "services/handover/sight.h"

#include <algorithm>
#include <string>

#include "services/rules/owed_tasks.h"
#include "services/rules/step_table.h"

namespace hemgang::handover {
namespace {

bool IsFormerReceiver(const rec::Handover& handover, const std::string& unit_id) {
  const auto& former = handover.former_receiver_unit_ids();
  return std::find(former.begin(), former.end(), unit_id) != former.end();
}

// Whoever sent it, and the hospital, sees all that was said.
bool ReadsAsReceiver(const rec::Handover& handover, const rules::Actor& viewer) {
  return handover.receiver_unit_id() == viewer.unit_id && handover.sender_unit_id() != viewer.unit_id;
}

bool HadItBefore(const rec::Handover& handover, const std::string& unit_id, const rules::Actor& viewer) {
  return unit_id != viewer.unit_id && IsFormerReceiver(handover, unit_id);
}

bool IsHolder(const rec::Handover& handover, const rules::Actor& viewer) {
  return handover.receiver_unit_id() == viewer.unit_id && rules::IsInReceiversHands(handover);
}

// Of the stay that the patient is in, or left last.
bool HoldsNow(const rec::Transition& transition, const rec::Handover& handover, const rules::Actor& viewer) {
  return IsHolder(handover, viewer) && !rules::IsOfAnEarlierStay(transition, handover);
}

bool IsHospital(const rec::Transition& transition, const rules::Actor& viewer) {
  return rules::HasRelation(rules::Relation::kHospital, transition, viewer);
}

// -1 for none.
int LastLegOf(const rec::Transition& transition, const rules::Actor& viewer) {
  int last = -1;
  for (const rec::Handover& handover : transition.handovers()) {
    const bool hands_on = handover.kind() == hv1::HANDOVER_KIND_ONWARD && rules::IsLive(handover) &&
                          handover.sender_unit_id() == viewer.unit_id;
    if (hands_on || HoldsNow(transition, handover, viewer)) last = std::max(last, handover.leg());
  }
  // Who must hand the patient on must know where to, and from when.
  for (const rec::Task& task : transition.tasks()) {
    const bool onward =
        task.kind() == hv1::TASK_KIND_SEND_HANDOVER && task.handover_kind() == hv1::HANDOVER_KIND_ONWARD;
    if (onward && task.holder_unit_id() == viewer.unit_id) return last + 1;
  }
  return last;
}

}  // namespace

Standing StandingOf(const rec::Transition& transition, const rules::Actor& viewer) {
  if (viewer.is_clock || viewer.is_directory || IsHospital(transition, viewer)) return Standing::kHospital;
  Standing standing = Standing::kNone;
  if (transition.opened_by_unit_id() == viewer.unit_id ||
      rules::HasRelation(rules::Relation::kAsked, transition, viewer)) {
    standing = Standing::kHome;
  }
  for (const rec::Handover& handover : transition.handovers()) {
    if (HoldsNow(transition, handover, viewer)) return Standing::kHolder;
    if (IsHolder(handover, viewer)) standing = Standing::kServed;
    if (handover.sender_unit_id() == viewer.unit_id) {
      standing = std::max(standing, rules::IsLive(handover) ? Standing::kHome : Standing::kHad);
    } else if (handover.receiver_unit_id() == viewer.unit_id) {
      standing = std::max(standing, Standing::kHad);
    }
  }
  return standing;
}

HandoverSight SightOf(const rec::Transition& transition, const rec::Handover& handover, const rules::Actor& viewer) {
  if (viewer.is_clock || viewer.is_directory) return HandoverSight::kSummary;
  const bool sender = handover.sender_unit_id() == viewer.unit_id;
  const bool receiver = handover.receiver_unit_id() == viewer.unit_id;
  const bool hospital = IsHospital(transition, viewer);
  if (!sender && !receiver && !hospital) {
    return IsFormerReceiver(handover, viewer.unit_id) ? HandoverSight::kStub : HandoverSight::kNone;
  }
  if (handover.state() == hv1::HANDOVER_STATE_VOIDED) return HandoverSight::kSummary;
  const bool hospitals = hospital && handover.kind() != hv1::HANDOVER_KIND_ONWARD;
  return sender || hospitals || IsHolder(handover, viewer) ? HandoverSight::kWhole : HandoverSight::kSummary;
}

bool MaySeeQuestion(const rec::Handover& handover, const rec::Question& question, const rules::Actor& viewer) {
  return !ReadsAsReceiver(handover, viewer) || !(HadItBefore(handover, question.asking_unit_id(), viewer) ||
                                                 HadItBefore(handover, question.asked_unit_id(), viewer));
}

bool MaySeeNote(const rec::Handover& handover, const hv1::Note& note, const rules::Actor& viewer) {
  if (!ReadsAsReceiver(handover, viewer) || handover.former_receiver_unit_ids().empty()) return true;
  if (note.unit_id() == viewer.unit_id) return true;
  if (!note.question_id().empty()) {
    // Who it is between now says more than who wrote it: an open question goes over to the new receiver. One that is
    // not there any more was left with the former one.
    const auto& questions = handover.questions();
    const auto question = std::find_if(questions.begin(), questions.end(),
                                       [&](const rec::Question& q) { return q.id() == note.question_id(); });
    return question != questions.end() && MaySeeQuestion(handover, *question, viewer);
  }
  // Whom the sender rang, the note does not say.
  if (note.step() == hv1::STEP_RECORD_CALL) return false;
  const std::string& last = *handover.former_receiver_unit_ids().rbegin();
  if (note.step() == hv1::STEP_REDIRECT && note.unit_id() == last) return true;
  return !HadItBefore(handover, note.unit_id(), viewer);
}

bool MayNamePatient(const rec::Transition& transition, const rec::Handover& handover, const rules::Actor& viewer) {
  return handover.state() != hv1::HANDOVER_STATE_VOIDED &&
         SightOf(transition, handover, viewer) >= HandoverSight::kSummary;
}

bool MayNamePatient(const rec::Transition& transition, const rules::Actor& viewer) {
  if (StandingOf(transition, viewer) >= Standing::kHome) return true;
  return std::any_of(transition.handovers().begin(), transition.handovers().end(),
                     [&](const rec::Handover& handover) { return MayNamePatient(transition, handover, viewer); });
}

bool IsParty(const rec::Handover& handover, const rules::Actor& viewer) {
  return handover.sender_unit_id() == viewer.unit_id || IsHolder(handover, viewer);
}

bool IsParty(const rec::Transition& transition, const rules::Actor& viewer) {
  if (transition.hospital_unit_id() == viewer.unit_id || transition.opened_by_unit_id() == viewer.unit_id) return true;
  return std::any_of(transition.handovers().begin(), transition.handovers().end(),
                     [&](const rec::Handover& handover) { return IsParty(handover, viewer); });
}

bool KnowsIdentityOnly(const rec::Transition& transition, const rules::Actor& viewer) {
  return StandingOf(transition, viewer) == Standing::kHome && transition.opened_by_unit_id() != viewer.unit_id;
}

int LegsShownTo(const rec::Transition& transition, const rules::Actor& viewer) {
  const Standing standing = StandingOf(transition, viewer);
  if (standing == Standing::kHospital) return transition.legs_size();
  if (standing < Standing::kHolder) return 0;
  return std::min(LastLegOf(transition, viewer) + 1, transition.legs_size());
}

bool HasUnseenNotice(const rec::Transition& transition, const rules::Actor& viewer,
                     std::initializer_list<hv1::NoticeReason> reasons) {
  for (const rec::Handover& handover : transition.handovers()) {
    if (handover.receiver_unit_id() != viewer.unit_id || handover.notice_seen_time_us() != 0) continue;
    if (std::find(reasons.begin(), reasons.end(), handover.notice_reason()) != reasons.end()) return true;
  }
  return false;
}

}  // namespace hemgang::handover
