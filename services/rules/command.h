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

// The person and the unit they act for, or the clock.
struct Actor {
  std::string staff_id = {};
  std::string unit_id = {};
  std::string organisation_id = {};
  bool is_clock = false;
};

struct OpenTransition {
  std::string patient_hash = {};
  hv1::AgeBand age_band = hv1::AGE_BAND_UNSPECIFIED;
  hv1::DisclosureBasis basis = hv1::DISCLOSURE_BASIS_UNSPECIFIED;
  std::vector<rec::Leg> legs = {};
  rec::PlannedDischarge planned = {};
};

struct MarkNeed {
  hv1::Profession profession = hv1::PROFESSION_UNSPECIFIED;
  hv1::Urgency urgency = hv1::URGENCY_UNSPECIFIED;
  // May be empty.
  std::string expected_receiver_unit_id = {};
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

struct SendHandover {
  hv1::HandoverKind kind = hv1::HANDOVER_KIND_UNSPECIFIED;
  hv1::Urgency urgency = hv1::URGENCY_UNSPECIFIED;
  std::vector<hv1::Profession> professions = {};
  std::string receiver_unit_id = {};
};

struct Acknowledge {
  // Empty: all that are not acknowledged yet.
  std::vector<hv1::Profession> professions = {};
  // May be empty.
  std::string therapist_id = {};
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

// The clock's: lets one task climb one rung, or closes an idle transition when no task is named.
struct Expire {
  std::string task_id = {};
};

using StepArguments = std::variant<OpenTransition, MarkNeed, ClearNeed, Reschedule, ConfirmStay, RecordDischarge,
                                   RecordDeath, SendHandover, Acknowledge, AssignTherapist, Decline, Redirect, Withdraw,
                                   RecordCall, RecordFirstContact, SeeNotice, CloseTransition, Expire>;

struct Command {
  Actor actor;
  std::string request_id = {};
  // Of steps on a handover.
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
