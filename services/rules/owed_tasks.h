// What a transition's state owes: a pure function of the state, so that nobody opens or closes a task by hand.
#pragma once

#include <string>
#include <vector>

#include "hemgang/handover/v1/vocabulary.pb.h"
#include "hemgang/record/v1/record.pb.h"

#include "services/rules/step_table.h"

namespace hemgang::rules {

struct OwedTask {
  // The same as long as the same thing is owed by the same holder: kind, what it is about, holder, and what made it
  // be owed anew.
  std::string id;
  hv1::TaskKind kind = hv1::TASK_KIND_UNSPECIFIED;
  std::string handover_id;
  hv1::HandoverKind handover_kind = hv1::HANDOVER_KIND_UNSPECIFIED;
  hv1::Profession profession = hv1::PROFESSION_UNSPECIFIED;
  hv1::Urgency urgency = hv1::URGENCY_UNSPECIFIED;
  std::string holder_unit_id;
  // The other side, which is told when the due time passes.
  std::string sender_unit_id;
  // SEND_HANDOVER: the unit whose hours count; may be empty.
  std::string expected_receiver_unit_id;
  hv1::NoticeReason notice_reason = hv1::NOTICE_REASON_UNSPECIFIED;
  // ANSWER: which question.
  std::string question_id;
  // SEND_HANDOVER: the leg that is to be handed over to; 0 is the discharge, a later one is ONWARD.
  int leg = 0;
  // SEND_HANDOVER: a REHAB_NOTICE was sent for the need, which satisfies it while the discharge is unknown.
  bool notice_sent = false;
};

// Done before the patient came back to the hospital: the next way home is handed over anew.
bool IsOfAnEarlierStay(const rec::Transition& transition, const rec::Handover& handover);

// In a fixed order; ids are unique.
std::vector<OwedTask> OwedTasks(const rec::Transition& transition);

// True for a thing that must be at home and is not there yet.
bool IsAidMissing(hv1::HomeItemStatus status);

}  // namespace hemgang::rules
