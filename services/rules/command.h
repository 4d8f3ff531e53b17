// A step as it is asked for: who asks, what, and about which handover. What the request's shape can tell (a missing
// field, an unknown code) was refused before; whether the step is right is decided by Decide.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/time/time.h"

#include "hemgang/handover/v1/vocabulary.pb.h"
#include "hemgang/record/v1/record.pb.h"

namespace hemgang::rules {

namespace hv1 = hemgang::handover::v1;
namespace rec = hemgang::record::v1;

// The person and the unit they act for, or the house itself: the clock, or the directory that moves what a unit that
// has ended still holds.
struct Actor {
  std::string staff_id = {};
  std::string unit_id = {};
  std::string organisation_id = {};
  bool is_clock = false;
  bool is_directory = false;
};

struct OpenTransition {
  std::string patient_hash = {};
  hv1::AgeBand age_band = hv1::AGE_BAND_UNSPECIFIED;
  hv1::DisclosureBasis basis = hv1::DISCLOSURE_BASIS_UNSPECIFIED;
  std::vector<rec::Leg> legs = {};
  rec::PlannedDischarge planned = {};
  // Only when the home side sends a patient in: the hospital's rehab unit that is to join.
  std::string hospital_unit_id = {};
  // The caller knows of the patient's other open transition.
  bool although_open = false;
};

struct MarkNeed {
  hv1::Profession profession = hv1::PROFESSION_UNSPECIFIED;
  hv1::Urgency urgency = hv1::URGENCY_UNSPECIFIED;
  // Empty: the unit that the need is routed to, if there is exactly one.
  std::string expected_receiver_unit_id = {};
  hv1::CareLevel care_level = hv1::CARE_LEVEL_UNSPECIFIED;
  hv1::Mobility mobility = hv1::MOBILITY_UNSPECIFIED;
};

struct ClearNeed {
  hv1::Profession profession = hv1::PROFESSION_UNSPECIFIED;
  hv1::ClearNeedReason reason = hv1::CLEAR_NEED_REASON_UNSPECIFIED;
};

struct Reschedule {
  rec::PlannedDischarge planned = {};
};

struct ConfirmStay {};

struct RecordDischarge {
  // Now when not set.
  std::optional<absl::Time> discharged = {};
};

struct RecordDeath {
  std::optional<absl::Time> died = {};
};

// One thing that must be at home, as a handover says it.
struct AidItem {
  hv1::HomeItemStatus status = hv1::HOME_ITEM_STATUS_UNSPECIFIED;
  // Else the sender answers for it, also where a relative fetches it.
  bool receiver_answers = false;
};

struct ProfessionReceiver {
  hv1::Profession profession = hv1::PROFESSION_UNSPECIFIED;
  std::string unit_id = {};
};

struct SendHandover {
  hv1::HandoverKind kind = hv1::HANDOVER_KIND_UNSPECIFIED;
  hv1::Urgency urgency = hv1::URGENCY_UNSPECIFIED;
  std::vector<hv1::Profession> professions = {};
  // Of every profession that `receivers` does not name. Empty: where each need is routed; a report goes to the
  // hospital.
  std::string receiver_unit_id = {};
  std::vector<ProfessionReceiver> receivers = {};
  std::vector<AidItem> aids = {};
  // ONWARD: when the patient leaves the short-term place.
  rec::PlannedDischarge planned_move = {};
  hv1::PalliativePhase phase = hv1::PALLIATIVE_PHASE_UNSPECIFIED;
};

struct Acknowledge {
  // Empty: all that are not acknowledged yet.
  std::vector<hv1::Profession> professions = {};
  // May be empty; at most one of each profession.
  std::vector<std::string> therapist_ids = {};
  std::optional<absl::Time> planned_first_visit = {};
};

struct AssignTherapist {
  std::string therapist_id = {};
};

struct Decline {
  hv1::DeclineReason reason = hv1::DECLINE_REASON_UNSPECIFIED;
  // May be empty.
  std::string suggested_unit_id = {};
};

struct Redirect {
  std::string to_unit_id = {};
};

struct Withdraw {
  hv1::WithdrawReason reason = hv1::WITHDRAW_REASON_UNSPECIFIED;
};

struct RecordCall {
  hv1::CallOutcome outcome = hv1::CALL_OUTCOME_UNSPECIFIED;
};

struct RecordFirstContact {
  hv1::FirstContactOutcome outcome = hv1::FIRST_CONTACT_OUTCOME_UNSPECIFIED;
  // PLANNED: when it will be; else when it was, now when not set.
  std::optional<absl::Time> contact = {};
};

struct SeeNotice {};

struct CloseTransition {};

struct JoinTransition {
  rec::PlannedDischarge planned = {};
};

struct RequestReport {
  std::string asked_unit_id = {};
};

struct AnswerNothingToReport {
  hv1::NothingToReportReason reason = hv1::NOTHING_TO_REPORT_REASON_UNSPECIFIED;
};

struct ChangeDestination {
  std::vector<rec::Leg> legs = {};
};

struct ChangeSendingUnit {
  std::string to_unit_id = {};
  // Whose part goes over; empty for the hospital's unit. Another one's is moved by the directory alone, when it ends.
  std::string from_unit_id = {};
};

struct SetDischargeReady {
  bool ready = false;
  // Now when not set.
  std::optional<absl::Time> judged = {};
};

struct MergeIdentity {
  std::string patient_hash = {};
  hv1::AgeBand age_band = hv1::AGE_BAND_UNSPECIFIED;
};

struct RecordReadmission {
  std::optional<absl::Time> readmitted = {};
};

struct CancelTransition {
  hv1::CancelReason reason = hv1::CANCEL_REASON_UNSPECIFIED;
};

struct RevertCancellation {
  hv1::RevertReason reason = hv1::REVERT_REASON_UNSPECIFIED;
};

struct RevokeAcknowledgement {
  hv1::RevokeReason reason = hv1::REVOKE_REASON_UNSPECIFIED;
};

// The question gets Facts::new_id.
struct Ask {};

struct Answer {
  std::string question_id = {};
};

struct Amend {
  bool material = false;
  // Not set: as it was.
  hv1::Urgency urgency = hv1::URGENCY_UNSPECIFIED;
  // Things that the older version did not name.
  std::vector<AidItem> new_aids = {};
};

struct AidUpdate {
  // Empty adds a line.
  std::string id = {};
  hv1::HomeItemStatus status = hv1::HOME_ITEM_STATUS_UNSPECIFIED;
  // Empty: stays as it is; of a new line, the actor's unit.
  std::string responsible_unit_id = {};
};

struct UpdateAids {
  std::vector<AidUpdate> updates = {};
};

struct Void {
  hv1::VoidReason reason = hv1::VOID_REASON_UNSPECIFIED;
};

struct RecordTransfer {
  hv1::TransferTarget target = hv1::TRANSFER_TARGET_UNSPECIFIED;
};

// The clock's: lets one task climb one rung, or closes an idle transition when no task is named.
struct Expire {
  std::string task_id = {};
};

using StepArguments =
    std::variant<OpenTransition, MarkNeed, ClearNeed, Reschedule, ConfirmStay, RecordDischarge, RecordDeath,
                 SendHandover, Acknowledge, AssignTherapist, Decline, Redirect, Withdraw, RecordCall,
                 RecordFirstContact, SeeNotice, CloseTransition, Expire, JoinTransition, RequestReport,
                 AnswerNothingToReport, ChangeDestination, ChangeSendingUnit, SetDischargeReady, MergeIdentity,
                 RecordReadmission, CancelTransition, RevertCancellation, RevokeAcknowledgement, Ask, Answer, Amend,
                 UpdateAids, Void, RecordTransfer>;

struct Command {
  Actor actor;
  std::string request_id = {};
  // Of steps on a handover; of Reschedule, ConfirmStay and RecordDischarge only where they are about an ONWARD
  // handover.
  std::string handover_id = {};
  // Empty: whatever the handover's etag is now.
  std::string etag = {};
  // When it happened, where that was said to be another time than now.
  std::optional<absl::Time> occurred = {};
  StepArguments arguments;
};

// The step that the arguments stand for.
hv1::Step StepOf(const StepArguments& arguments);

}  // namespace hemgang::rules
