#include "services/handover/showing.h"

#include <utility>

#include "services/handover/protected_identity.h"
#include "services/handover/requests.h"
#include "services/handover/sight.h"
#include "services/handover/views.h"
#include "services/rpc/times.h"
#include "services/rules/completeness.h"

namespace hemgang::handover {
namespace {

// The copy is gone or damaged, which says nothing about the others.
bool IsThisCopyOnly(const absl::Status& status) {
  return absl::IsNotFound(status) || absl::IsDataLoss(status);
}

bool WhenSaid(const rec::Transition& transition) {
  const rec::PlannedDischarge& planned = transition.planned_discharge();
  return planned.has_date() || planned.at_time_us() != 0 || transition.discharged_time_us() != 0;
}

const rec::Task* FindTask(const rec::Transition& transition, const std::string& id) {
  for (const rec::Task& task : transition.tasks()) {
    if (task.id() == id) return &task;
  }
  return nullptr;
}

}  // namespace

absl::StatusOr<std::optional<hv1::Patient>> Showing::Patient(const rec::Transition& transition,
                                                             const rpc::Caller& caller, Depth depth) const {
  auto patient = custody_.OpenPatient(transition, caller.organisation_id);
  if (depth == Depth::kRow && IsThisCopyOnly(patient.status())) return std::optional<hv1::Patient>();
  if (!patient.ok()) return patient.status();
  // Another unit of the organisation may have been told more than this one.
  if (KnowsIdentityOnly(transition, ActorOf(caller))) return IdentityOf(*patient);
  return std::optional<hv1::Patient>(*std::move(patient));
}

absl::StatusOr<hv1::TransitionDetail> Showing::Transition(const rec::Transition& transition, const rpc::Caller& caller,
                                                          Depth depth) const {
  const rules::Actor viewer = ActorOf(caller);
  hv1::TransitionDetail detail;
  *detail.mutable_transition() = TransitionView(transition, viewer, ground_.clock.Now());
  if (depth == Depth::kWhole) {
    if (absl::Status added = AddSeen(transition, *detail.mutable_transition()); !added.ok()) return added;
  }
  if (!MayNamePatient(transition, viewer)) return detail;
  auto patient = Patient(transition, caller, depth);
  if (!patient.ok()) return patient.status();
  if (!patient->has_value()) return detail;
  *detail.mutable_patient() = **std::move(patient);
  if (depth == Depth::kRow || !IsParty(transition, viewer)) {
    HideWhereabouts(*detail.mutable_patient());
    HideWhereabouts(detail.patient(), *detail.mutable_transition());
  }
  return detail;
}

absl::StatusOr<hv1::HandoverRow> Showing::Row(const rec::Transition& transition, const rec::Handover& handover,
                                              const rpc::Caller& caller) const {
  const rules::Actor viewer = ActorOf(caller);
  hv1::HandoverRow row;
  *row.mutable_handover() = HandoverView(transition, handover, viewer);
  if (!MayNamePatient(transition, handover, viewer)) return row;
  auto patient = Patient(transition, caller, Depth::kRow);
  if (!patient.ok()) return patient.status();
  if (!patient->has_value()) return row;
  row.set_patient_name((*patient)->name());
  row.set_identity_number((*patient)->identity_number());
  return row;
}

absl::StatusOr<hv1::HandoverDetail> Showing::Handover(const rec::Transition& transition, const rec::Handover& handover,
                                                      const rpc::Caller& caller) const {
  const rules::Actor viewer = ActorOf(caller);
  const HandoverSight sight = SightOf(transition, handover, viewer);
  hv1::HandoverDetail detail;
  *detail.mutable_handover() = HandoverView(transition, handover, viewer);
  if (sight < HandoverSight::kSummary) return detail;
  *detail.mutable_transition() = TransitionView(transition, viewer, ground_.clock.Now());
  if (absl::Status added = AddSeen(transition, *detail.mutable_transition()); !added.ok()) return added;
  if (absl::Status added = AddDelivered(handover, detail); !added.ok()) return added;
  if (MayNamePatient(transition, handover, viewer)) {
    auto patient = Patient(transition, caller, Depth::kWhole);
    if (!patient.ok()) return patient.status();
    *detail.mutable_patient() = **std::move(patient);
  }
  if (sight == HandoverSight::kWhole) {
    if (absl::Status added = AddSealed(transition, handover, caller, detail); !added.ok()) return added;
  }
  if (!IsParty(handover, viewer)) HideWhereabouts(detail);
  return detail;
}

absl::Status Showing::AddSealed(const rec::Transition& transition, const rec::Handover& handover,
                                const rpc::Caller& caller, hv1::HandoverDetail& detail) const {
  auto content = custody_.OpenContent(handover, transition.id(), caller.organisation_id);
  if (!content.ok()) return content.status();
  *detail.mutable_content() = *std::move(content);
  detail.set_completeness_percent(rules::CompletenessPercent(detail.content(), WhenSaid(transition)));
  auto notes = custody_.OpenNotes(handover, transition.id(), caller.organisation_id);
  if (!notes.ok()) return notes.status();
  // The organisation keeps them all, also those with another of its units.
  for (hv1::Note& note : *notes) {
    if (MaySeeNote(handover, note, ActorOf(caller))) *detail.add_notes() = std::move(note);
  }
  auto names = custody_.OpenAidNames(handover, transition.id(), caller.organisation_id);
  if (!names.ok()) return names.status();
  for (std::string& name : *names) detail.add_aid_names(std::move(name));
  auto door_code = custody_.OpenDoorCode(handover, transition.id(), caller.organisation_id);
  if (!door_code.ok()) return door_code.status();
  // Of the organisation's copy, the units on both sides need it and no other.
  if (IsParty(handover, ActorOf(caller))) detail.set_door_code(*std::move(door_code));
  return absl::OkStatus();
}

// Delivered and opened are facts beside the state: when a client of the receiver got it, and who there read it first.
absl::Status Showing::AddDelivered(const rec::Handover& handover, hv1::HandoverDetail& detail) const {
  auto delivery = ground_.store.FindDelivery(handover.id(), handover.receiver_unit_id());
  if (!delivery.ok()) return delivery.status();
  if (delivery->has_value()) {
    *detail.mutable_delivered_time() = rpc::MicrosToTimestamp((*delivery)->delivered_time_us());
  }
  auto opened = ground_.store.FindDelivery(AboutOpened(handover.id()), handover.receiver_unit_id());
  if (!opened.ok()) return opened.status();
  if (opened->has_value()) {
    hv1::Opened& shown = *detail.mutable_first_opened();
    shown.set_staff_id((*opened)->staff_id());
    shown.set_unit_id((*opened)->unit_id());
    *shown.mutable_opened_time() = rpc::MicrosToTimestamp((*opened)->delivered_time_us());
  }
  return absl::OkStatus();
}

absl::Status Showing::AddSeen(const rec::Transition& transition, hv1::TransitionSummary& view) const {
  for (hv1::Task& task : *view.mutable_tasks()) {
    const rec::Task* kept = FindTask(transition, task.id());
    if (kept == nullptr) continue;
    for (int i = 0; i < task.rungs_size(); ++i) {
      for (hv1::RungTold& told : *task.mutable_rungs(i)->mutable_told()) {
        auto seen = ground_.store.FindDelivery("rung/" + kept->rungs(i).rung_id(), told.unit_id());
        if (!seen.ok()) return seen.status();
        if (seen->has_value()) *told.mutable_seen_time() = rpc::MicrosToTimestamp((*seen)->delivered_time_us());
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace hemgang::handover
