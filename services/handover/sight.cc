#include "services/handover/sight.h"

#include <algorithm>

#include "services/rules/step_table.h"

namespace hemgang::handover {
namespace {

bool IsFormerReceiver(const rec::Handover& handover, const rules::Actor& viewer) {
  const auto& former = handover.former_receiver_unit_ids();
  return std::find(former.begin(), former.end(), viewer.unit_id) != former.end();
}

bool IsHolder(const rec::Handover& handover, const rules::Actor& viewer) {
  return handover.receiver_unit_id() == viewer.unit_id && rules::IsInReceiversHands(handover);
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
    if (hands_on || IsHolder(handover, viewer)) last = std::max(last, handover.leg());
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
    if (IsHolder(handover, viewer)) return Standing::kHolder;
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
    return IsFormerReceiver(handover, viewer) ? HandoverSight::kStub : HandoverSight::kNone;
  }
  if (handover.state() == hv1::HANDOVER_STATE_VOIDED) return HandoverSight::kSummary;
  const bool hospitals = hospital && handover.kind() != hv1::HANDOVER_KIND_ONWARD;
  return sender || hospitals || IsHolder(handover, viewer) ? HandoverSight::kWhole : HandoverSight::kSummary;
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
  if (StandingOf(transition, viewer) == Standing::kHospital) return transition.legs_size();
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
