#include "services/rules/decide.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

#include "hemgang/audit/v1/vocabulary.pb.h"

#include "services/rules/deciding.h"
#include "services/rules/running_tasks.h"
#include "services/rules/telling.h"

namespace hemgang::rules {
namespace {

namespace av1 = hemgang::audit::v1;

const char kNotFound[] = "There is no such transition or handover for your unit; check the id.";

// In the order of StepArguments.
// TABLE: kSteps
constexpr hv1::Step kSteps[] = {
    hv1::STEP_OPEN_TRANSITION,
    hv1::STEP_MARK_NEED,
    hv1::STEP_CLEAR_NEED,
    hv1::STEP_RESCHEDULE,
    hv1::STEP_CONFIRM_STAY,
    hv1::STEP_RECORD_DISCHARGE,
    hv1::STEP_RECORD_DEATH,
    hv1::STEP_SEND_HANDOVER,
    hv1::STEP_ACKNOWLEDGE,
    hv1::STEP_ASSIGN_THERAPIST,
    hv1::STEP_DECLINE,
    hv1::STEP_REDIRECT,
    hv1::STEP_WITHDRAW,
    hv1::STEP_RECORD_CALL,
    hv1::STEP_RECORD_FIRST_CONTACT,
    hv1::STEP_SEE_NOTICE,
    hv1::STEP_CLOSE_TRANSITION,
    hv1::STEP_EXPIRE,
    hv1::STEP_JOIN_TRANSITION,
    hv1::STEP_REQUEST_REPORT,
    hv1::STEP_ANSWER_NOTHING_TO_REPORT,
    hv1::STEP_CHANGE_DESTINATION,
    hv1::STEP_CHANGE_SENDING_UNIT,
    hv1::STEP_SET_DISCHARGE_READY,
    hv1::STEP_MERGE_IDENTITY,
    hv1::STEP_RECORD_READMISSION,
    hv1::STEP_CANCEL_TRANSITION,
    hv1::STEP_REVERT_CANCELLATION,
    hv1::STEP_REVOKE_ACKNOWLEDGEMENT,
    hv1::STEP_ASK,
    hv1::STEP_ANSWER,
    hv1::STEP_AMEND,
    hv1::STEP_UPDATE_AIDS,
    hv1::STEP_VOID,
    hv1::STEP_RECORD_TRANSFER,
};
// END TABLE
static_assert(std::size(kSteps) == std::variant_size_v<StepArguments>);

bool IsEnded(const rec::Transition& transition) {
  return transition.state() == hv1::TRANSITION_STATE_CLOSED || transition.state() == hv1::TRANSITION_STATE_CANCELLED;
}

Refusal NotYourStep() {
  return Refusal{ev1::ERROR_REASON_NOT_YOUR_STEP,
                 "This step belongs to another unit; sign in for the unit whose move it is."};
}

Refusal Ended(const rec::Transition& transition) {
  return Refusal{ev1::ERROR_REASON_TRANSITION_ENDED,
                 "The transition has ended; open a new one if the patient is going home again.",
                 {{"state", hv1::TransitionState_Name(transition.state())}}};
}

Refusal HandoverForbids(const rec::Handover& handover) {
  Refusal refusal{ev1::ERROR_REASON_HANDOVER_STATE_FORBIDS,
                  absl::StrCat("The handover is ", hv1::HandoverState_Name(handover.state()).substr(15),
                               "; this step is not for a handover in that state. Read it again."),
                  {{"state", hv1::HandoverState_Name(handover.state())}, {"handover_id", handover.id()}}};
  if (!handover.acknowledged_by_staff_id().empty()) {
    refusal.metadata.emplace_back("acknowledged_by", handover.acknowledged_by_staff_id());
  }
  return refusal;
}

// A former receiver knows the handover as a stub and no more: for steps it is as if it were not there.
bool MaySeeHandover(const rec::Transition& transition, const rec::Handover& handover, const Actor& actor) {
  if (actor.is_clock || actor.is_directory) return true;
  // What one home unit hands on to another was never the hospital's to see.
  const bool is_hospitals = handover.kind() != hv1::HANDOVER_KIND_ONWARD;
  return HasRelation(Relation::kSender, handover, actor) || HasRelation(Relation::kReceiver, handover, actor) ||
         (is_hospitals && HasRelation(Relation::kHospital, transition, actor));
}

MaybeRefusal EnterHandover(Deciding& d) {
  rec::Handover* handover = MutableHandover(d.after(), d.command.handover_id);
  if (handover == nullptr || !MaySeeHandover(d.after(), *handover, d.command.actor)) {
    return Refusal{ev1::ERROR_REASON_NOT_FOUND, kNotFound};
  }
  const HandoverStepFound found = FindHandoverStep(d.step, *handover, d.command.actor);
  if (found.lookup == StepLookup::kNotYourStep) return NotYourStep();
  if (!d.command.etag.empty() && d.command.etag != absl::StrCat(handover->revision())) {
    return Refusal{ev1::ERROR_REASON_ETAG_MISMATCH,
                   "Somebody changed the handover since you read it; read it again and decide again.",
                   {{"etag", absl::StrCat(handover->revision())}},
                   "etag"};
  }
  if (IsEnded(d.after()) && !IsAllowedAfterEnd(d.step)) return Ended(d.after());
  if (found.lookup == StepLookup::kStateForbids) return HandoverForbids(*handover);
  handover->set_state(found.to);
  handover->set_revision(handover->revision() + 1);
  d.handover = handover;
  return std::nullopt;
}

// Why a transition in this state has no such step.
Refusal TransitionForbids(const Deciding& d) {
  if (d.step == hv1::STEP_REVERT_CANCELLATION) {
    return Refusal{ev1::ERROR_REASON_NOT_CANCELLED, "The transition is not cancelled; there is nothing to take back."};
  }
  if (IsEnded(d.after())) return Ended(d.after());
  if (d.after().state() == hv1::TRANSITION_STATE_ADMITTED) {
    return Refusal{ev1::ERROR_REASON_NOT_DISCHARGED,
                   "The patient's discharge is not recorded; this step is for a patient who has left the hospital."};
  }
  return Refusal{ev1::ERROR_REASON_ALREADY_DISCHARGED,
                 "The patient's discharge is recorded already; this step is for a patient who is still admitted."};
}

MaybeRefusal EnterTransition(Deciding& d) {
  const TransitionStepFound found = FindTransitionStep(d.step, d.after(), d.command.actor);
  if (found.lookup == StepLookup::kNotYourStep) return NotYourStep();
  if (found.lookup == StepLookup::kStateForbids) return TransitionForbids(d);
  d.after().set_state(found.to);
  return std::nullopt;
}

// Which kind is sent by whom in which state; the handover's own state is set when it is made.
MaybeRefusal EnterSending(Deciding& d) {
  const HandoverStepFound found =
      FindSending(std::get<SendHandover>(d.command.arguments).kind, d.after(), d.command.actor);
  if (found.lookup == StepLookup::kNotYourStep) return NotYourStep();
  if (found.lookup == StepLookup::kStateForbids) return TransitionForbids(d);
  return std::nullopt;
}

// Whether the step may be taken at all, in this state by this unit. Sets the state that follows.
MaybeRefusal Enter(Deciding& d) {
  if (d.step == hv1::STEP_OPEN_TRANSITION) return std::nullopt;
  if (d.facts.transition == nullptr || !HasPart(*d.facts.transition, d.command.actor)) {
    return Refusal{ev1::ERROR_REASON_NOT_FOUND, kNotFound};
  }
  if (d.step == hv1::STEP_SEND_HANDOVER) return EnterSending(d);
  return d.command.handover_id.empty() ? EnterTransition(d) : EnterHandover(d);
}

std::string ActorName(const Actor& actor) {
  if (actor.is_clock) return "clock";
  return actor.is_directory ? "directory" : actor.staff_id;
}

// Entries are listed in the order of their ids: by time, and steps of one instant by version.
std::string EntryId(const Deciding& d) {
  const std::string salt = absl::StrReplaceAll(d.facts.entry_salt, {{"-", ""}});
  const int64_t version = d.facts.transition == nullptr ? 1 : d.after().version() + 1;
  return absl::StrCat(absl::Hex(absl::ToUnixMicros(d.recorded), absl::kZeroPad16),
                      absl::Hex(version & 0xffff, absl::kZeroPad4),
                      salt.substr(salt.size() < 12 ? 0 : salt.size() - 12));
}

void WriteEntry(Deciding& d) {
  rec::Entry& entry = *d.change.mutable_entry();
  entry.set_kind(av1::ENTRY_KIND_STEP);
  entry.set_recorded_time_us(absl::ToUnixMicros(d.recorded));
  if (d.command.occurred.has_value()) entry.set_occurred_time_us(absl::ToUnixMicros(*d.command.occurred));
  entry.set_actor_staff_id(ActorName(d.command.actor));
  entry.set_actor_unit_id(d.command.actor.unit_id);
  entry.set_actor_organisation_id(d.command.actor.organisation_id);
  entry.set_request_id(d.command.request_id);
  entry.add_transition_ids(d.after().id());
  if (d.sent_handover_ids.empty() && d.handover != nullptr) entry.add_handover_ids(d.handover->id());
  for (const std::string& id : d.sent_handover_ids) entry.add_handover_ids(id);
  entry.set_step(d.step);
  entry.set_version(d.after().version());
  entry.set_task(d.expired_task);
  entry.set_level(d.expired_level);
  entry.set_reason_code(d.reason_code);
  entry.set_to_unit_id(d.to_unit_id);
}

}  // namespace

hv1::Step StepOf(const StepArguments& arguments) {
  return kSteps[arguments.index()];
}

const OpeningHours& HoursOf(const Directory& directory, const std::string& unit_id) {
  static const OpeningHours* const kAnywhere =
      new OpeningHours(DefaultOpeningHours(Country::kSweden, absl::UTCTimeZone()));
  if (const CareUnit* unit = directory.FindUnit(unit_id)) return unit->hours;
  if (const Organisation* organisation = directory.OrganisationOfUnit(unit_id)) return organisation->default_hours;
  return *kAnywhere;
}

const Policy& CurrentPolicyOf(const Directory& directory, const std::string& unit_id) {
  const Organisation* organisation = directory.OrganisationOfUnit(unit_id);
  return organisation == nullptr ? DefaultPolicy() : organisation->policy;
}

PlannedDischarge PlannedOf(const rec::PlannedDischarge& said) {
  PlannedDischarge planned;
  if (said.has_date()) {
    planned.form = PlannedDischarge::Form::kDate;
    planned.date = absl::CivilDay(1970, 1, 1) + said.date_days();
    planned.day_part = said.day_part();
  } else if (said.at_time_us() != 0) {
    planned.form = said.until_time_us() == 0 ? PlannedDischarge::Form::kInstant : PlannedDischarge::Form::kSpan;
    planned.earliest = absl::FromUnixMicros(said.at_time_us());
    planned.latest = absl::FromUnixMicros(said.until_time_us());
  }
  return planned;
}

namespace {

Discharge LeaveOf(const rec::PlannedDischarge& said, int64_t left_time_us, absl::TimeZone zone) {
  Discharge discharge;
  discharge.planned = DischargeInstant(PlannedOf(said), zone);
  if (left_time_us != 0) discharge.actual = absl::FromUnixMicros(left_time_us);
  return discharge;
}

}  // namespace

Discharge DischargeOf(const rec::Transition& transition, const Directory& directory) {
  return LeaveOf(transition.planned_discharge(), transition.discharged_time_us(),
                 HoursOf(directory, transition.hospital_unit_id()).zone);
}

Discharge DischargeFor(const rec::Transition& transition, const rec::Handover& handover, const Directory& directory) {
  if (handover.kind() != hv1::HANDOVER_KIND_ONWARD) return DischargeOf(transition, directory);
  return LeaveOf(handover.planned_move(), handover.moved_time_us(), HoursOf(directory, handover.sender_unit_id()).zone);
}

std::variant<Decision, Refusal> Decide(const Command& command, const Facts& facts) {
  Deciding d(command, facts);
  d.step = StepOf(command.arguments);
  d.recorded = facts.now;
  if (facts.transition != nullptr && d.step != hv1::STEP_OPEN_TRANSITION) {
    d.after() = *facts.transition;
    d.recorded = std::max(facts.now, absl::FromUnixMicros(facts.transition->last_step_time_us()));
  }
  // Whole microseconds, as they are kept.
  d.recorded = absl::FromUnixMicros(absl::ToUnixMicros(d.recorded));
  d.change.mutable_entry()->set_id(EntryId(d));
  if (MaybeRefusal refused = Enter(d)) return *refused;
  MaybeRefusal refused = std::visit([&d](const auto& step) { return Apply(d, step); }, command.arguments);
  if (refused.has_value()) return *refused;
  // Last, as in the order of the reasons; for every step that can say it.
  if (MaybeRefusal never = CheckOccurred(d, command.occurred, "occurred_time")) return *never;

  d.after().set_version(d.after().version() + 1);
  d.after().set_last_step_time_us(absl::ToUnixMicros(d.recorded));
  SettleTasks(d);
  TellOfStep(d);
  WriteEntry(d);
  d.change.set_directory_revision(facts.directory.revision());
  Decision decision;
  if (d.handover != nullptr) decision.handover_id = d.handover->id();
  decision.sent_handover_ids = std::move(d.sent_handover_ids);
  decision.routes = std::move(d.routes);
  decision.change = std::move(d.change);
  return decision;
}

}  // namespace hemgang::rules
