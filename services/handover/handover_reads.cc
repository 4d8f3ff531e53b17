#include "services/handover/handover_reads.h"

#include <memory>
#include <utility>

#include "services/handover/looks.h"
#include "services/handover/requests.h"
#include "services/handover/views.h"
#include "services/rpc/errors.h"
#include "services/rpc/paging.h"
#include "services/rpc/times.h"
#include "services/rules/step_table.h"

namespace hemgang::handover {
namespace {

namespace av1 = hemgang::audit::v1;

absl::Status NotFound() {
  return rpc::Refusal(rpc::ev1::ERROR_REASON_NOT_FOUND,
                      "There is no such transition or handover for your unit; check the id.");
}

// Who has a part now. A former receiver had one, and keeps no more than the fact of it.
bool MaySee(const rec::Transition& transition, const rules::Actor& viewer) {
  if (rules::HasRelation(rules::Relation::kInvolved, transition, viewer)) return true;
  for (const rec::Handover& handover : transition.handovers()) {
    if (MayRead(transition, handover, viewer)) return true;
  }
  return false;
}

// Answers when the look is on disk, and only then.
template <typename Response>
void AnswerAfterLook(storage::Store& store, rec::Entry look, Response response, rpc::Answer<Response> answer) {
  store.CommitLook(std::move(look),
                   [response = std::move(response), answer = std::move(answer)](absl::Status status) mutable {
                     if (!status.ok()) return answer(std::move(status));
                     answer(std::move(response));
                   });
}

void SetOpened(const rec::Entry& look, hv1::HandoverDetail& detail) {
  hv1::Opened& opened = *detail.mutable_first_opened();
  opened.set_staff_id(look.actor_staff_id());
  opened.set_unit_id(look.actor_unit_id());
  *opened.mutable_opened_time() = rpc::MicrosToTimestamp(look.recorded_time_us());
}

}  // namespace

absl::StatusOr<rec::Transition> HandoverReads::FindVisible(const std::string& transition_id,
                                                           const rpc::Caller& caller) const {
  auto transition = ground_.store.FindTransition(transition_id);
  if (!transition.ok()) return transition.status();
  if (!transition->has_value() || !MaySee(**transition, ActorOf(caller))) return NotFound();
  return **std::move(transition);
}

absl::StatusOr<hv1::TransitionDetail> HandoverReads::TransitionDetail(const rec::Transition& transition,
                                                                      const rpc::Caller& caller) const {
  hv1::TransitionDetail detail;
  *detail.mutable_transition() = TransitionView(transition, ActorOf(caller), ground_.clock.Now());
  auto patient = custody_.OpenPatient(transition.id(), caller.organisation_id);
  if (!patient.ok()) return patient.status();
  *detail.mutable_patient() = *std::move(patient);
  return detail;
}

void HandoverReads::Take(const hv1::GetTransitionRequest& request, const rpc::Caller& caller,
                         rpc::Answer<hv1::GetTransitionResponse> answer) {
  auto transition = FindVisible(request.transition_id(), caller);
  if (!transition.ok()) return answer(transition.status());
  auto detail = TransitionDetail(*transition, caller);
  if (!detail.ok()) return answer(detail.status());
  hv1::GetTransitionResponse response;
  *response.mutable_transition() = *std::move(detail);
  rec::Entry look = NewLook(av1::LOOK_KIND_GET_TRANSITION, caller, ground_.clock, ground_.ids);
  look.add_transition_ids(transition->id());
  AnswerAfterLook(ground_.store, std::move(look), std::move(response), std::move(answer));
}

absl::StatusOr<storage::Page<rec::Transition>> HandoverReads::PageOfUnit(const rpc::Caller& caller,
                                                                         const std::string& method, bool include_ended,
                                                                         int page_size, const std::string& page_token,
                                                                         std::string& next_page_token) const {
  const rpc::ListName list{.method = method, .filter = caller.unit_id + (include_ended ? "/all" : "/open")};
  auto page = rpc::ReadPage(list, page_size, page_token);
  if (!page.ok()) return page.status();
  auto rows =
      ground_.store.ListTransitionsOfUnit(caller.unit_id, !include_ended, {.size = page->size, .after = page->after});
  if (rows.ok()) next_page_token = rpc::PageToken(list, rows->next);
  return rows;
}

void HandoverReads::Take(const hv1::ListTransitionsRequest& request, const rpc::Caller& caller,
                         rpc::Answer<hv1::ListTransitionsResponse> answer) {
  hv1::ListTransitionsResponse response;
  auto page = PageOfUnit(caller, "ListTransitions", request.include_ended(), request.page_size(), request.page_token(),
                         *response.mutable_next_page_token());
  if (!page.ok()) return answer(page.status());
  rec::Entry look = NewLook(av1::LOOK_KIND_LIST_TRANSITIONS, caller, ground_.clock, ground_.ids);
  for (const rec::Transition& transition : page->rows) {
    if (!MaySee(transition, ActorOf(caller))) continue;
    auto detail = TransitionDetail(transition, caller);
    if (!detail.ok()) return answer(detail.status());
    *response.add_transitions() = *std::move(detail);
    look.add_transition_ids(transition.id());
  }
  AnswerAfterLook(ground_.store, std::move(look), std::move(response), std::move(answer));
}

void HandoverReads::Take(const hv1::GetHandoverRequest& request, const rpc::Caller& caller,
                         rpc::Answer<hv1::GetHandoverResponse> answer) {
  auto found = ground_.store.FindTransitionOfHandover(request.handover_id());
  if (!found.ok()) return answer(found.status());
  auto transition = ground_.store.FindTransition(found->value_or(""));
  if (!transition.ok()) return answer(transition.status());
  const rec::Handover* handover =
      transition->has_value() ? rules::FindHandover(**transition, request.handover_id()) : nullptr;
  if (handover == nullptr || !MayRead(**transition, *handover, ActorOf(caller))) return answer(NotFound());

  auto detail = Detail(**transition, *handover, caller);
  if (!detail.ok()) return answer(detail.status());
  rec::Entry look = NewLook(av1::LOOK_KIND_GET_HANDOVER, caller, ground_.clock, ground_.ids);
  look.add_transition_ids((*transition)->id());
  look.add_handover_ids(handover->id());
  if (const absl::Status added = AddOwnLook(*handover, look, *detail); !added.ok()) return answer(added);
  hv1::GetHandoverResponse response;
  *response.mutable_handover() = *std::move(detail);
  AnswerAfterLook(ground_.store, std::move(look), std::move(response), std::move(answer));
}

// The receiver's own look delivers and opens the handover, if nothing did before.
absl::Status HandoverReads::AddOwnLook(const rec::Handover& handover, const rec::Entry& look,
                                       hv1::HandoverDetail& detail) const {
  if (look.actor_unit_id() != handover.receiver_unit_id()) return absl::OkStatus();
  if (!detail.has_first_opened()) SetOpened(look, detail);
  if (detail.has_delivered_time()) return absl::OkStatus();
  *detail.mutable_delivered_time() = rpc::MicrosToTimestamp(look.recorded_time_us());
  rec::Delivery delivery;
  delivery.set_handover_id(handover.id());
  delivery.set_unit_id(handover.receiver_unit_id());
  delivery.set_delivered_time_us(look.recorded_time_us());
  return ground_.store.PutDelivery(delivery);
}

absl::StatusOr<hv1::HandoverDetail> HandoverReads::Detail(const rec::Transition& transition,
                                                          const rec::Handover& handover,
                                                          const rpc::Caller& caller) const {
  hv1::HandoverDetail detail;
  *detail.mutable_handover() = HandoverView(handover, transition.id());
  *detail.mutable_transition() = TransitionView(transition, ActorOf(caller), ground_.clock.Now());
  auto patient = custody_.OpenPatient(transition.id(), caller.organisation_id);
  if (!patient.ok()) return patient.status();
  *detail.mutable_patient() = *std::move(patient);
  auto content = custody_.OpenContent(handover, transition.id(), caller.organisation_id);
  if (!content.ok()) return content.status();
  *detail.mutable_content() = *std::move(content);
  auto notes = custody_.OpenNotes(handover, transition.id(), caller.organisation_id);
  if (!notes.ok()) return notes.status();
  for (hv1::Note& note : *notes) *detail.add_notes() = std::move(note);
  if (const absl::Status added = AddFacts(handover, transition.id(), detail); !added.ok()) return added;
  return detail;
}

// Delivered and opened are facts beside the state: when a client of the receiver got it, and who there looked first.
absl::Status HandoverReads::AddFacts(const rec::Handover& handover, const std::string& transition_id,
                                     hv1::HandoverDetail& detail) const {
  auto delivery = ground_.store.FindDelivery(handover.id(), handover.receiver_unit_id());
  if (!delivery.ok()) return delivery.status();
  if (delivery->has_value()) {
    *detail.mutable_delivered_time() = rpc::MicrosToTimestamp((*delivery)->delivered_time_us());
  }
  storage::PageRequest page{.size = 50, .after = ""};
  do {
    auto entries = ground_.store.ListEntriesOfTransition(transition_id, page);
    if (!entries.ok()) return entries.status();
    for (const rec::Entry& entry : entries->rows) {
      if (entry.look() != av1::LOOK_KIND_GET_HANDOVER || entry.actor_unit_id() != handover.receiver_unit_id()) continue;
      if (entry.handover_ids_size() == 0 || entry.handover_ids(0) != handover.id()) continue;
      SetOpened(entry, detail);
      return absl::OkStatus();
    }
    page.after = entries->next;
  } while (!page.after.empty());
  return absl::OkStatus();
}

void HandoverReads::Take(const hv1::ListHandoversRequest& request, const rpc::Caller& caller,
                         rpc::Answer<hv1::ListHandoversResponse> answer) {
  hv1::ListHandoversResponse response;
  auto page = PageOfUnit(caller, "ListHandovers", request.include_ended(), request.page_size(), request.page_token(),
                         *response.mutable_next_page_token());
  if (!page.ok()) return answer(page.status());
  rec::Entry look = NewLook(av1::LOOK_KIND_LIST_HANDOVERS, caller, ground_.clock, ground_.ids);
  for (const rec::Transition& transition : page->rows) {
    bool shown = false;
    for (const rec::Handover& handover : transition.handovers()) {
      if (!MayRead(transition, handover, ActorOf(caller))) continue;
      auto patient = custody_.OpenPatient(transition.id(), caller.organisation_id);
      if (!patient.ok()) return answer(patient.status());
      hv1::HandoverRow& row = *response.add_handovers();
      *row.mutable_handover() = HandoverView(handover, transition.id());
      row.set_patient_name(patient->name());
      row.set_identity_number(patient->identity_number());
      shown = true;
    }
    if (shown) look.add_transition_ids(transition.id());
  }
  AnswerAfterLook(ground_.store, std::move(look), std::move(response), std::move(answer));
}

}  // namespace hemgang::handover
