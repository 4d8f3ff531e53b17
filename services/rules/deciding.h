// The workbench of one decision: what Decide, the apply_*.cc, running_tasks.cc and telling.cc hand to each other.
// Internal to the rules.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"

#include "hemgang/record/v1/record.pb.h"

#include "services/rules/decide.h"
#include "services/rules/discharge_time.h"
#include "services/rules/step_table.h"

namespace hemgang::rules {

struct Deciding {
  Deciding(const Command& the_command, const Facts& the_facts) : command(the_command), facts(the_facts) {}

  const Command& command;
  const Facts& facts;
  hv1::Step step = hv1::STEP_UNSPECIFIED;
  // When the step is recorded: now, but never before the transition's last step.
  absl::Time recorded;
  // change.transition is the state as the step makes it; facts.transition is as it was.
  rec::Change change;
  // The handover that the step is about, in change.transition; null for none.
  rec::Handover* handover = nullptr;

  // Set by a step that changed the discharge; of an ONWARD handover, the leave from the short-term place.
  bool discharge_moved = false;
  // Set by a step after which a REHAB_NOTICE counts, or does not count any more, as an answer to SEND_HANDOVER.
  bool notice_changed = false;
  // Set by SendHandover, in order: what it made.
  std::vector<std::string> sent_handover_ids = {};
  // Set by Ask and Answer.
  std::string question_id = {};
  // Set by RevokeAcknowledgement: the due time that it restores.
  std::optional<absl::Time> restored_due;
  // Set by ChangeDestination.
  std::vector<RoutedNeed> routes = {};
  // Set by a receiver that forwards: the due time that the new holder inherits.
  std::optional<absl::Time> forwarded_due;
  // Set by ChangeSendingUnit: whose tasks go over, and to whom.
  std::string succeeded_unit_id;
  std::string successor_unit_id;
  // Set by Redirect.
  std::string former_receiver_unit_id;
  // For the entry: the number of the reason or outcome that was given, and the unit that was named.
  int reason_code = 0;
  std::string to_unit_id;
  // Set by Expire: the task that climbed, and its rung.
  hv1::TaskKind expired_task = hv1::TASK_KIND_UNSPECIFIED;
  int expired_level = 0;

  rec::Transition& after() { return *change.mutable_transition(); }
  const rec::Transition& after() const { return change.transition(); }
};

// What applying a step gives: nothing when it was applied.
using MaybeRefusal = std::optional<Refusal>;

MaybeRefusal Apply(Deciding& d, const OpenTransition& step);
MaybeRefusal Apply(Deciding& d, const MarkNeed& step);
MaybeRefusal Apply(Deciding& d, const ClearNeed& step);
MaybeRefusal Apply(Deciding& d, const Reschedule& step);
MaybeRefusal Apply(Deciding& d, const ConfirmStay& step);
MaybeRefusal Apply(Deciding& d, const RecordDischarge& step);
MaybeRefusal Apply(Deciding& d, const RecordDeath& step);
MaybeRefusal Apply(Deciding& d, const CloseTransition& step);
MaybeRefusal Apply(Deciding& d, const SendHandover& step);
MaybeRefusal Apply(Deciding& d, const Acknowledge& step);
MaybeRefusal Apply(Deciding& d, const AssignTherapist& step);
MaybeRefusal Apply(Deciding& d, const Decline& step);
MaybeRefusal Apply(Deciding& d, const Redirect& step);
MaybeRefusal Apply(Deciding& d, const Withdraw& step);
MaybeRefusal Apply(Deciding& d, const RecordCall& step);
MaybeRefusal Apply(Deciding& d, const RecordFirstContact& step);
MaybeRefusal Apply(Deciding& d, const SeeNotice& step);
MaybeRefusal Apply(Deciding& d, const Expire& step);
MaybeRefusal Apply(Deciding& d, const JoinTransition& step);
MaybeRefusal Apply(Deciding& d, const RequestReport& step);
MaybeRefusal Apply(Deciding& d, const AnswerNothingToReport& step);
MaybeRefusal Apply(Deciding& d, const ChangeDestination& step);
MaybeRefusal Apply(Deciding& d, const ChangeSendingUnit& step);
MaybeRefusal Apply(Deciding& d, const SetDischargeReady& step);
MaybeRefusal Apply(Deciding& d, const MergeIdentity& step);
MaybeRefusal Apply(Deciding& d, const RecordReadmission& step);
MaybeRefusal Apply(Deciding& d, const CancelTransition& step);
MaybeRefusal Apply(Deciding& d, const RevertCancellation& step);
MaybeRefusal Apply(Deciding& d, const RevokeAcknowledgement& step);
MaybeRefusal Apply(Deciding& d, const Ask& step);
MaybeRefusal Apply(Deciding& d, const Answer& step);
MaybeRefusal Apply(Deciding& d, const Amend& step);
MaybeRefusal Apply(Deciding& d, const UpdateAids& step);
MaybeRefusal Apply(Deciding& d, const Void& step);
MaybeRefusal Apply(Deciding& d, const RecordTransfer& step);

// Ends the transition with the patient's death, and gives every receiver that had acknowledged a notice of it.
void ApplyDeath(Deciding& d, absl::Time died);

// Refuses an instant that lies in the future, or too long ago to be anything but a slip.
MaybeRefusal CheckOccurred(const Deciding& d, const std::optional<absl::Time>& occurred, const char* field_path);

// Adds a unit to those that have a part in the transition.
void Involve(rec::Transition& transition, const std::string& unit_id);

// Owes a receiver that had acknowledged a look at what changed. A newer notice takes the place of an older one; of one
// that is not seen yet only if it weighs as much, and the same reason given again keeps its time.
void GiveNotice(Deciding& d, rec::Handover& handover, hv1::NoticeReason reason);

// Patient back in hospital: the transition is ADMITTED again, its discharge is unknown, and every receiver that had
// acknowledged gets a notice of it.
void ApplyReadmission(Deciding& d);

// The need of one profession that stands, not cleared; null for none.
rec::Need* FindNeed(rec::Transition& transition, hv1::Profession profession);

// Where a marked need, or one that is about to be, would go: by the transition's leg of this number.
RouteNeed RouteNeedOf(const rec::Transition& transition, const Directory& directory, const rec::Need& need, int leg);

// An instant as it was said, in a zone.
PlannedDischarge PlannedOf(const rec::PlannedDischarge& said);

// The discharge of a transition as the due times count it, on the clocks of its hospital.
Discharge DischargeOf(const rec::Transition& transition, const Directory& directory);

// The same for one handover: of ONWARD, the leave from the short-term place on the clocks of its sender.
Discharge DischargeFor(const rec::Transition& transition, const rec::Handover& handover, const Directory& directory);

// Hours and policy of a unit, also of one that the directory does not know any more.
const OpeningHours& HoursOf(const Directory& directory, const std::string& unit_id);
const Policy& CurrentPolicyOf(const Directory& directory, const std::string& unit_id);

}  // namespace hemgang::rules
