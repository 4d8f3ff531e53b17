// Steps that send: a new handover, one that goes to another unit, one that says something else.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "services/rules/applying.h"
#include "services/rules/deciding.h"
#include "services/rules/due_time.h"
#include "services/rules/owed_tasks.h"
#include "services/rules/route.h"
#include "services/rules/running_tasks.h"
#include "services/rules/statistics.h"

namespace hemgang::rules {
namespace {

struct ReceivingUnitRow {
  hv1::HandoverKind kind;
  dv1::UnitKind unit_kind;
};

// The units that each kind of handover can be sent to.
// TABLE: kReceivingUnits
constexpr ReceivingUnitRow kReceivingUnits[] = {
    {hv1::HANDOVER_KIND_DISCHARGE_HANDOVER, dv1::UNIT_KIND_HOME_REHAB},
    {hv1::HANDOVER_KIND_DISCHARGE_HANDOVER, dv1::UNIT_KIND_PALLIATIVE_TEAM},
    {hv1::HANDOVER_KIND_DISCHARGE_HANDOVER, dv1::UNIT_KIND_PRIMARY_CARE_REHAB},
    {hv1::HANDOVER_KIND_REHAB_NOTICE, dv1::UNIT_KIND_HOME_REHAB},
    {hv1::HANDOVER_KIND_REHAB_NOTICE, dv1::UNIT_KIND_PALLIATIVE_TEAM},
    {hv1::HANDOVER_KIND_REHAB_NOTICE, dv1::UNIT_KIND_PRIMARY_CARE_REHAB},
    {hv1::HANDOVER_KIND_ONWARD, dv1::UNIT_KIND_HOME_REHAB},
    {hv1::HANDOVER_KIND_ONWARD, dv1::UNIT_KIND_PALLIATIVE_TEAM},
    {hv1::HANDOVER_KIND_ONWARD, dv1::UNIT_KIND_PRIMARY_CARE_REHAB},
    {hv1::HANDOVER_KIND_ADMISSION_REPORT, dv1::UNIT_KIND_HOSPITAL_REHAB},
    {hv1::HANDOVER_KIND_FOLLOW_UP, dv1::UNIT_KIND_HOSPITAL_REHAB},
};
// END TABLE

enum class Whose { kAnybodys, kSameSenders };

struct UnderWayRow {
  hv1::HandoverKind kind;
  hv1::HandoverState state;
  Whose whose;
};

// Another handover of the same kind for the same profession that must be ended first. One that was completed before
// the patient came back to the hospital is none, nor one that was completed without a visit.
// TABLE: kUnderWay
constexpr UnderWayRow kUnderWay[] = {
    {hv1::HANDOVER_KIND_DISCHARGE_HANDOVER, hv1::HANDOVER_STATE_SENT, Whose::kAnybodys},
    {hv1::HANDOVER_KIND_DISCHARGE_HANDOVER, hv1::HANDOVER_STATE_DECLINED, Whose::kAnybodys},
    {hv1::HANDOVER_KIND_DISCHARGE_HANDOVER, hv1::HANDOVER_STATE_ACKNOWLEDGED, Whose::kAnybodys},
    {hv1::HANDOVER_KIND_DISCHARGE_HANDOVER, hv1::HANDOVER_STATE_COMPLETED, Whose::kAnybodys},
    {hv1::HANDOVER_KIND_ONWARD, hv1::HANDOVER_STATE_SENT, Whose::kSameSenders},
    {hv1::HANDOVER_KIND_ONWARD, hv1::HANDOVER_STATE_DECLINED, Whose::kSameSenders},
    {hv1::HANDOVER_KIND_ONWARD, hv1::HANDOVER_STATE_ACKNOWLEDGED, Whose::kSameSenders},
    {hv1::HANDOVER_KIND_REHAB_NOTICE, hv1::HANDOVER_STATE_SENT, Whose::kSameSenders},
    {hv1::HANDOVER_KIND_ADMISSION_REPORT, hv1::HANDOVER_STATE_SENT, Whose::kSameSenders},
};
// END TABLE

struct DefaultReceiverRow {
  hv1::HandoverKind kind;
};

// What goes to the hospital's unit that answers for the patient, and nowhere else.
// TABLE: kToHospital
constexpr DefaultReceiverRow kToHospital[] = {
    {hv1::HANDOVER_KIND_ADMISSION_REPORT},
    {hv1::HANDOVER_KIND_FOLLOW_UP},
};
// END TABLE

bool IsToHospital(hv1::HandoverKind kind) {
  return std::any_of(std::begin(kToHospital), std::end(kToHospital),
                     [&](const DefaultReceiverRow& row) { return row.kind == kind; });
}

Refusal CannotReceive(const std::string& unit_id, const char* sentence, const char* field_path) {
  return Refusal{ev1::ERROR_REASON_UNIT_CANNOT_RECEIVE, sentence, {{"unit_id", unit_id}}, field_path};
}

MaybeRefusal CheckKindOfUnit(const CareUnit& unit, hv1::HandoverKind kind, const char* field_path) {
  const bool receives =
      std::any_of(std::begin(kReceivingUnits), std::end(kReceivingUnits),
                  [&](const ReceivingUnitRow& row) { return row.kind == kind && row.unit_kind == unit.record.kind(); });
  if (receives) return std::nullopt;
  if (IsToHospital(kind)) {
    return CannotReceive(unit.id(),
                         "The receiver is not a hospital's rehab unit; send it to the one that answers for "
                         "the patient.",
                         field_path);
  }
  return CannotReceive(unit.id(),
                       "The receiver is not a unit that takes patients home; name a home rehab unit, a "
                       "palliative team or primary-care rehabilitation.",
                       field_path);
}

template <typename Professions>
MaybeRefusal CheckReceiver(const Deciding& d, const std::string& unit_id, const rec::Handover& handover,
                           const Professions& professions, const char* field_path) {
  if (auto refused = CheckUnitKnown(d, unit_id, "The receiver", field_path)) return refused;
  const CareUnit& unit = *d.facts.directory.FindUnit(unit_id);
  if (auto refused = CheckKindOfUnit(unit, handover.kind(), field_path)) return refused;
  if (!IsValidAt(unit, d.recorded)) {
    return CannotReceive(unit_id, "The receiver has ended or has not begun; `route preview` tells who answers today.",
                         field_path);
  }
  // A report is read, whoever reads it.
  const bool has_all =
      IsToHospital(handover.kind()) || std::all_of(professions.begin(), professions.end(), [&](const auto profession) {
        return HasProfession(unit, static_cast<hv1::Profession>(profession));
      });
  if (!has_all) {
    return CannotReceive(unit_id,
                         "The receiver has no therapists of every profession that this handover is for; send "
                         "it to a unit that has, or one handover to each of two units.",
                         field_path);
  }
  if (unit_id == handover.sender_unit_id()) {
    return Refusal{
        ev1::ERROR_REASON_RECEIVER_IS_SENDER, "The receiver is the sender; name the unit at home.", {}, field_path};
  }
  return std::nullopt;
}

// True when the sender kept its own due time for sending; then it is never late, however late the need was marked.
bool SentWithinOwnDue(const Deciding& d, const rec::Handover& handover) {
  for (const auto profession : handover.professions()) {
    bool within = false;
    for (const rec::Task& task : d.facts.transition->tasks()) {
      within = within || (task.kind() == hv1::TASK_KIND_SEND_HANDOVER && task.profession() == profession &&
                          task.holder_unit_id() == handover.sender_unit_id() &&
                          (task.due_time_us() == 0 || absl::ToUnixMicros(d.recorded) <= task.due_time_us()));
    }
    if (!within) return false;
  }
  return true;
}

// A sending, or a new one, judged once: too late, after the patient has left, and whether the sender must ring.
void MarkSent(Deciding& d, rec::Handover& handover) {
  handover.set_sent_time_us(absl::ToUnixMicros(d.recorded));
  if (Includes(kHomeward, handover.kind())) {
    const DueRequest request = AcknowledgeRequest(d, handover);
    const DueTime judged = ComputeDueTime(request);
    handover.set_sent_too_late(judged.sent_too_late && !SentWithinOwnDue(d, handover));
    handover.set_sent_after_discharge(judged.sent_after_discharge);
    handover.set_call_required(NeedsCall({.urgency = handover.urgency(),
                                          .sent = d.recorded,
                                          .acknowledge_due = judged.due.value_or(d.recorded),
                                          .discharge = request.discharge,
                                          .zone = request.holder.zone},
                                         CurrentPolicyOf(d.facts.directory, handover.sender_unit_id())));
    handover.clear_call_reached_time_us();
  }
  AddSent(d, handover);
}

// One receiving unit and its professions.
struct Sending {
  std::string unit_id;
  std::vector<hv1::Profession> professions = {};
  const char* field_path = "receiver_unit_id";
};

// Of two units that one step sends to, one answers for what must be at home; else one bed would be owed twice.
bool TakesAids(const std::vector<Sending>& sendings, const Sending& sending) {
  const auto& own = sending.professions;
  return sendings.size() == 1 || std::find(own.begin(), own.end(), hv1::PROFESSION_OCCUPATIONAL_THERAPIST) != own.end();
}

void AddAids(const Deciding& d, const std::vector<AidItem>& aids, rec::Handover& handover) {
  for (const AidItem& item : aids) {
    rec::AidLine& line = *handover.add_aids();
    // No line is ever removed, so their number names the next one.
    line.set_id(absl::StrCat(handover.aids_size()));
    line.set_status(item.status);
    line.set_responsible_unit_id(item.receiver_answers ? handover.receiver_unit_id() : handover.sender_unit_id());
    line.set_changed_time_us(absl::ToUnixMicros(d.recorded));
    line.set_changed_by_unit_id(d.command.actor.unit_id);
  }
}

// A patient who said no, or whom nobody reached, may change their mind: then it is sent anew.
bool IsCompletedWithoutVisit(const rec::Handover& handover) {
  return handover.state() == hv1::HANDOVER_STATE_COMPLETED &&
         (handover.first_contact_outcome() == hv1::FIRST_CONTACT_OUTCOME_PATIENT_DECLINED ||
          handover.first_contact_outcome() == hv1::FIRST_CONTACT_OUTCOME_NOT_REACHED);
}

void MarkMissingNeed(Deciding& d, hv1::Profession profession, hv1::Urgency urgency) {
  if (FindNeed(d.after(), profession) != nullptr) return;
  rec::Need& need = *d.after().add_needs();
  need.set_profession(profession);
  need.set_urgency(urgency);
  need.set_unit_id(d.command.actor.unit_id);
  need.set_marked_time_us(absl::ToUnixMicros(d.recorded));
}

MaybeRefusal CheckNotUnderWay(const Deciding& d, const SendHandover& step, hv1::Profession profession) {
  for (const rec::Handover& other : d.after().handovers()) {
    if (other.kind() != step.kind || !IsFor(other, profession)) continue;
    if (IsOfAnEarlierStay(d.after(), other) || IsCompletedWithoutVisit(other)) continue;
    const bool own = other.sender_unit_id() == d.command.actor.unit_id;
    const bool forbids = std::any_of(std::begin(kUnderWay), std::end(kUnderWay), [&](const UnderWayRow& row) {
      return row.kind == other.kind() && row.state == other.state() && (row.whose == Whose::kAnybodys || own);
    });
    if (!forbids) continue;
    return Refusal{ev1::ERROR_REASON_PROFESSION_ALREADY_SENT,
                   "A handover for this profession is under way; amend it, or withdraw it before sending another.",
                   {{"handover_id", other.id()}},
                   "professions"};
  }
  return std::nullopt;
}

MaybeRefusal CheckProfessions(const Deciding& d, const SendHandover& step) {
  for (const hv1::Profession profession : step.professions) {
    if (auto refused = CheckNotUnderWay(d, step, profession)) return refused;
  }
  for (const ProfessionReceiver& receiver : step.receivers) {
    const auto& own = step.professions;
    if (std::find(own.begin(), own.end(), receiver.profession) != own.end()) continue;
    return Refusal{ev1::ERROR_REASON_PROFESSION_NOT_IN_HANDOVER,
                   "A receiver is named for a profession that the handover is not for; name it among the professions, "
                   "or leave it out.",
                   {},
                   "receivers"};
  }
  return std::nullopt;
}

// The leg that a new handover leads to: the first, or from a short-term place the one after its own.
int LegOf(const Deciding& d, hv1::HandoverKind kind) {
  if (kind != hv1::HANDOVER_KIND_ONWARD) return 0;
  int own = 0;
  for (const rec::Handover& handover : d.after().handovers()) {
    const bool holds = handover.receiver_unit_id() == d.command.actor.unit_id && IsInReceiversHands(handover) &&
                       Includes(kHomeward, handover.kind());
    if (holds) own = std::max(own, handover.leg());
  }
  // Also where no such leg is named yet: it may be named later, and is handed over to then.
  return own + 1;
}

// Empty when the step leaves it to the routes.
std::string NamedReceiver(const Deciding& d, const SendHandover& step, hv1::Profession profession) {
  for (const ProfessionReceiver& receiver : step.receivers) {
    if (receiver.profession == profession) return receiver.unit_id;
  }
  if (!step.receiver_unit_id.empty()) return step.receiver_unit_id;
  return IsToHospital(step.kind) ? d.after().hospital_unit_id() : "";
}

void AddSending(const std::string& unit_id, hv1::Profession profession, const char* field_path,
                std::vector<Sending>& sendings) {
  auto same = std::find_if(sendings.begin(), sendings.end(),
                           [&](const Sending& sending) { return sending.unit_id == unit_id; });
  if (same == sendings.end()) same = sendings.insert(same, Sending{.unit_id = unit_id, .field_path = field_path});
  same->professions.push_back(profession);
}

MaybeRefusal AddRouted(Deciding& d, hv1::Profession profession, int leg, std::vector<Sending>& sendings) {
  rec::Need unmarked;
  unmarked.set_profession(profession);
  const rec::Need* marked = FindNeed(d.after(), profession);
  const int last = std::max(0, d.after().legs_size() - 1);
  const Route route = RouteOf(d, marked == nullptr ? unmarked : *marked, std::min(leg, last));
  if (!route.choice_unit_ids.empty()) {
    return Refusal{ev1::ERROR_REASON_PATIENT_MUST_CHOOSE,
                   "The patient chooses who receives; ask, and name the unit that was chosen.",
                   {{"choice_unit_ids", absl::StrJoin(route.choice_unit_ids, ",")}},
                   "receiver_unit_id"};
  }
  if (route.unit_id.empty()) {
    return Refusal{ev1::ERROR_REASON_NO_ROUTE,
                   absl::StrCat("No receiver is found; name one. ", route.problem),
                   {{"profession", hv1::Profession_Name(profession)}},
                   "receiver_unit_id"};
  }
  AddSending(route.unit_id, profession, "receiver_unit_id", sendings);
  return std::nullopt;
}

MaybeRefusal CheckSending(const Deciding& d, hv1::HandoverKind kind, const Sending& sending) {
  rec::Handover handover;
  handover.set_kind(kind);
  handover.set_sender_unit_id(d.command.actor.unit_id);
  if (auto refused = CheckReceiver(d, sending.unit_id, handover, sending.professions, sending.field_path)) {
    return refused;
  }
  if (!IsToHospital(kind) || sending.unit_id == d.after().hospital_unit_id()) return std::nullopt;
  return CannotReceive(sending.unit_id,
                       "Another unit of the hospital answers for this patient; leave the receiver out, and it goes "
                       "there.",
                       sending.field_path);
}

// To whom the step sends: in the order of its professions, one of each unit.
MaybeRefusal FindReceivers(Deciding& d, const SendHandover& step, int leg, std::vector<Sending>& sendings) {
  for (const hv1::Profession profession : step.professions) {
    const std::string unit_id = NamedReceiver(d, step, profession);
    if (unit_id.empty()) continue;
    const bool alone = unit_id == step.receiver_unit_id || step.receivers.empty();
    AddSending(unit_id, profession, alone ? "receiver_unit_id" : "receivers", sendings);
  }
  for (const Sending& named : sendings) {
    if (auto refused = CheckSending(d, step.kind, named)) return refused;
  }
  if (step.kind == hv1::HANDOVER_KIND_ONWARD) {
    if (auto refused = CheckPlanned(d, step.planned_move, d.command.actor.unit_id, "planned_move")) return refused;
  }
  for (const hv1::Profession profession : step.professions) {
    if (!NamedReceiver(d, step, profession).empty()) continue;
    if (auto refused = AddRouted(d, profession, leg, sendings)) return refused;
  }
  for (const Sending& sending : sendings) {
    if (auto refused = CheckSending(d, step.kind, sending)) return refused;
  }
  return std::nullopt;
}

void AddHandover(Deciding& d, const SendHandover& step, const Sending& sending, int leg, bool with_aids) {
  rec::Handover& handover = *d.after().add_handovers();
  handover.set_id(d.sent_handover_ids.empty() ? d.facts.new_id : d.facts.second_id);
  handover.set_kind(step.kind);
  handover.set_state(FindSending(step.kind, *d.facts.transition, d.command.actor).to);
  handover.set_urgency(step.urgency);
  handover.set_revision(1);
  handover.set_sender_unit_id(d.command.actor.unit_id);
  handover.set_receiver_unit_id(sending.unit_id);
  for (const hv1::Profession profession : sending.professions) handover.add_professions(profession);
  handover.set_content_number(1);
  handover.set_phase(step.phase);
  handover.set_leg(leg);
  if (step.kind == hv1::HANDOVER_KIND_ONWARD) *handover.mutable_planned_move() = step.planned_move;
  if (handover.state() == hv1::HANDOVER_STATE_COMPLETED) {
    handover.set_completed_time_us(absl::ToUnixMicros(d.recorded));
  }
  if (with_aids) AddAids(d, step.aids, handover);
  MarkSent(d, handover);
  Involve(d.after(), sending.unit_id);
  d.sent_handover_ids.push_back(handover.id());
}

// Questions that nobody has answered, and what must be at home, when a handover goes from one unit to another.
void PassOn(const Deciding& d, const std::string& from, const std::string& to, rec::Handover& handover) {
  for (rec::AidLine& aid : *handover.mutable_aids()) {
    if (aid.responsible_unit_id() == from) aid.set_responsible_unit_id(to);
  }
  const Directory& directory = d.facts.directory;
  const bool same_organisation = directory.OrganisationOfUnit(from) != nullptr &&
                                 directory.OrganisationOfUnit(from) == directory.OrganisationOfUnit(to);
  auto& questions = *handover.mutable_questions();
  for (int i = questions.size() - 1; i >= 0; --i) {
    rec::Question& question = *questions.Mutable(i);
    if (question.answered_time_us() != 0) continue;
    if (!same_organisation) {
      // What was said to the former unit stays between it and the sender; the new one may ask, or be asked, anew.
      questions.DeleteSubrange(i, 1);
      continue;
    }
    if (question.asked_unit_id() == from) question.set_asked_unit_id(to);
    if (question.asking_unit_id() == from) question.set_asking_unit_id(to);
  }
}

std::optional<absl::Time> RunningAcknowledgeDue(const Deciding& d, const rec::Handover& handover) {
  for (const rec::Task& task : d.facts.transition->tasks()) {
    if (task.kind() == hv1::TASK_KIND_ACKNOWLEDGE && task.handover_id() == handover.id()) {
      return absl::FromUnixMicros(task.due_time_us());
    }
  }
  return std::nullopt;
}

}  // namespace

MaybeRefusal Apply(Deciding& d, const SendHandover& step) {
  if (auto refused = CheckProfessions(d, step)) return refused;
  const int leg = LegOf(d, step.kind);
  std::vector<Sending> sendings;
  if (auto refused = FindReceivers(d, step, leg, sendings)) return refused;
  // To send is to say that there is a need.
  if (step.kind == hv1::HANDOVER_KIND_DISCHARGE_HANDOVER) {
    for (const hv1::Profession profession : step.professions) MarkMissingNeed(d, profession, step.urgency);
  }
  for (const Sending& sending : sendings) AddHandover(d, step, sending, leg, TakesAids(sendings, sending));
  d.handover = MutableHandover(d.after(), d.sent_handover_ids.front());
  d.to_unit_id = d.handover->receiver_unit_id();
  d.notice_changed = step.kind == hv1::HANDOVER_KIND_REHAB_NOTICE;
  if (step.kind == hv1::HANDOVER_KIND_ADMISSION_REPORT) AnswerReportRequest(d, *d.handover);
  return std::nullopt;
}

MaybeRefusal Apply(Deciding& d, const Redirect& step) {
  rec::Handover& handover = *d.handover;
  if (auto refused = CheckReceiver(d, step.to_unit_id, handover, handover.professions(), "to_unit_id")) return refused;
  const bool declined = handover.decline_reason() != hv1::DECLINE_REASON_UNSPECIFIED;
  if (step.to_unit_id == handover.receiver_unit_id() && !declined) {
    return CannotReceive(step.to_unit_id, "The handover is with this unit already; name the unit that it should go to.",
                         "to_unit_id");
  }
  d.former_receiver_unit_id = handover.receiver_unit_id();
  handover.clear_misplaced_time_us();
  handover.add_former_receiver_unit_ids(d.former_receiver_unit_id);
  handover.set_receiver_unit_id(step.to_unit_id);
  LetGo(handover);
  ClearNotice(handover);
  PassOn(d, d.former_receiver_unit_id, step.to_unit_id, handover);
  Involve(d.after(), step.to_unit_id);
  d.to_unit_id = step.to_unit_id;
  if (!declined) {
    d.forwarded_due = RunningAcknowledgeDue(d, handover);
    return std::nullopt;
  }
  // A new sending, with everything that a sending is judged by.
  handover.clear_decline_reason();
  handover.clear_suggested_unit_id();
  d.notice_changed = handover.kind() == hv1::HANDOVER_KIND_REHAB_NOTICE;
  MarkSent(d, handover);
  return std::nullopt;
}

MaybeRefusal Apply(Deciding& d, const Amend& step) {
  rec::Handover& handover = *d.handover;
  if (!step.material && step.urgency != hv1::URGENCY_UNSPECIFIED && step.urgency != handover.urgency()) {
    return Refusal{ev1::ERROR_REASON_INVALID_REQUEST,
                   "Another urgency is material: the receiver must answer anew. Say that it is, or leave it as it was.",
                   {},
                   "urgency"};
  }
  handover.set_content_number(handover.content_number() + 1);
  // Said again to the same unit: it stays there.
  handover.clear_misplaced_time_us();
  if (step.urgency != hv1::URGENCY_UNSPECIFIED) handover.set_urgency(step.urgency);
  AddAids(d, step.new_aids, handover);
  // What nobody holds is sent anew when it is redirected.
  if (!step.material || handover.state() == hv1::HANDOVER_STATE_DECLINED) return std::nullopt;
  // Whoever planned on the older version must say that they have read this one.
  handover.set_state(hv1::HANDOVER_STATE_SENT);
  ClearAcknowledgement(handover);
  MarkSent(d, handover);
  return std::nullopt;
}

}  // namespace hemgang::rules
