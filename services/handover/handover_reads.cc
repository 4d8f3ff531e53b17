#include "services/handover/handover_reads.h"

#include <list>
#include <utility>
#include <vector>

#include "services/handover/carried_content.h"
#include "services/handover/looks.h"
#include "services/handover/requests.h"
#include "services/handover/sight.h"
#include "services/handover/text.h"
#include "services/rpc/checks.h"
#include "services/rpc/errors.h"
#include "services/rpc/paging.h"
#include "services/rpc/times.h"
#include "services/rules/identity_number.h"
#include "services/rules/step_table.h"

namespace hemgang::handover {
namespace {

namespace av1 = hemgang::audit::v1;

absl::Status NotFound() {
  return rpc::Refusal(rpc::ev1::ERROR_REASON_NOT_FOUND,
                      "There is no such transition or handover for your unit; check the id.");
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

bool OwesSomething(const rec::Transition& transition, const rules::Actor& viewer) {
  for (const rec::Task& task : transition.tasks()) {
    if (task.holder_unit_id() == viewer.unit_id) return true;
  }
  return false;
}

// What a unit has let go of is in its daily list only while it owes something.
bool IsListed(const rec::Transition& transition, const rules::Actor& viewer, bool include_ended) {
  const Standing standing = StandingOf(transition, viewer);
  if (standing >= Standing::kHome) return true;
  return standing == Standing::kHad && (include_ended || OwesSomething(transition, viewer));
}

// The transition as a text tells it: when the patient leaves, left or died is for those who hold a handover, as in the
// view of the transition itself.
rec::Transition AsToldTo(const rules::Actor& viewer, const rec::Transition& transition) {
  rec::Transition told = transition;
  if (StandingOf(transition, viewer) >= Standing::kHolder) return told;
  told.clear_planned_discharge();
  told.clear_discharged_time_us();
  told.clear_died_time_us();
  return told;
}

// Made void, it is out of daily view for all.
bool IsListed(const rec::Transition& transition, const rec::Handover& handover, const rules::Actor& viewer,
              bool include_ended) {
  if (handover.state() == hv1::HANDOVER_STATE_VOIDED && !include_ended) return false;
  return SightOf(transition, handover, viewer) >= HandoverSight::kSummary;
}

}  // namespace

absl::StatusOr<rec::Transition> HandoverReads::FindVisible(const std::string& transition_id,
                                                           const rpc::Caller& caller) const {
  auto transition = ground_.store.FindTransition(transition_id);
  if (!transition.ok()) return transition.status();
  if (!transition->has_value() || StandingOf(**transition, ActorOf(caller)) == Standing::kNone) return NotFound();
  return **std::move(transition);
}

absl::StatusOr<std::unique_ptr<HandoverReads::Found>> HandoverReads::FindHandover(
    const std::string& handover_id) const {
  auto transition_id = ground_.store.FindTransitionOfHandover(handover_id);
  if (!transition_id.ok()) return transition_id.status();
  auto transition = ground_.store.FindTransition(transition_id->value_or(""));
  if (!transition.ok()) return transition.status();
  if (!transition->has_value()) return NotFound();
  auto found = std::make_unique<Found>();
  found->transition = **std::move(transition);
  found->handover = rules::FindHandover(found->transition, handover_id);
  if (found->handover == nullptr) return NotFound();
  return found;
}

void HandoverReads::Take(const hv1::GetTransitionRequest& request, const rpc::Caller& caller,
                         rpc::Answer<hv1::GetTransitionResponse> answer) {
  auto transition = FindVisible(request.transition_id(), caller);
  if (!transition.ok()) return answer(transition.status());
  auto detail = showing_.Transition(*transition, caller, Showing::Depth::kWhole);
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
    if (!IsListed(transition, ActorOf(caller), request.include_ended())) continue;
    auto detail = showing_.Transition(transition, caller, Showing::Depth::kRow);
    if (!detail.ok()) return answer(detail.status());
    *response.add_transitions() = *std::move(detail);
    look.add_transition_ids(transition.id());
  }
  AnswerAfterLook(ground_.store, std::move(look), std::move(response), std::move(answer));
}

void HandoverReads::Take(const hv1::GetHandoverRequest& request, const rpc::Caller& caller,
                         rpc::Answer<hv1::GetHandoverResponse> answer) {
  auto found = FindHandover(request.handover_id());
  if (!found.ok()) return answer(found.status());
  const rec::Transition& transition = (*found)->transition;
  const rec::Handover& handover = *(*found)->handover;
  const HandoverSight sight = SightOf(transition, handover, ActorOf(caller));
  if (sight == HandoverSight::kNone) return answer(NotFound());
  auto detail = showing_.Handover(transition, handover, caller);
  if (!detail.ok()) return answer(detail.status());
  rec::Entry look = NewLook(av1::LOOK_KIND_GET_HANDOVER, caller, ground_.clock, ground_.ids);
  look.add_transition_ids(transition.id());
  look.add_handover_ids(handover.id());
  if (sight == HandoverSight::kWhole) {
    if (const absl::Status added = AddOwnLook(handover, look, *detail); !added.ok()) return answer(added);
  }
  hv1::GetHandoverResponse response;
  *response.mutable_handover() = *std::move(detail);
  AnswerAfterLook(ground_.store, std::move(look), std::move(response), std::move(answer));
}

absl::Status HandoverReads::AddOwnLook(const rec::Handover& handover, const rec::Entry& look,
                                       hv1::HandoverDetail& detail) const {
  if (look.actor_unit_id() != handover.receiver_unit_id()) return absl::OkStatus();
  rec::Delivery delivery;
  delivery.set_unit_id(look.actor_unit_id());
  delivery.set_delivered_time_us(look.recorded_time_us());
  if (!detail.has_delivered_time()) {
    *detail.mutable_delivered_time() = rpc::MicrosToTimestamp(look.recorded_time_us());
    delivery.set_about_id(handover.id());
    if (absl::Status put = ground_.store.PutDelivery(delivery); !put.ok()) return put;
  }
  if (detail.has_first_opened()) return absl::OkStatus();
  hv1::Opened& opened = *detail.mutable_first_opened();
  opened.set_staff_id(look.actor_staff_id());
  opened.set_unit_id(look.actor_unit_id());
  *opened.mutable_opened_time() = rpc::MicrosToTimestamp(look.recorded_time_us());
  delivery.set_about_id(AboutOpened(handover.id()));
  delivery.set_staff_id(look.actor_staff_id());
  return ground_.store.PutDelivery(delivery);
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
      if (!IsListed(transition, handover, ActorOf(caller), request.include_ended())) continue;
      auto row = showing_.Row(transition, handover, caller);
      if (!row.ok()) return answer(row.status());
      *response.add_handovers() = *std::move(row);
      shown = true;
    }
    if (shown) look.add_transition_ids(transition.id());
  }
  AnswerAfterLook(ground_.store, std::move(look), std::move(response), std::move(answer));
}

void HandoverReads::Take(const hv1::FindPatientRequest& request, const rpc::Caller& caller,
                         rpc::Answer<hv1::FindPatientResponse> answer) {
  rpc::FieldFaults faults;
  auto number = rules::ReadIdentityNumber(request.identity_number(), TodayOf(ground_, caller.unit_id));
  if (!number.ok()) {
    faults.Add("identity_number", std::string(number.status().message()));
    return answer(faults.ToStatus());
  }
  rec::Entry look = NewLook(av1::LOOK_KIND_FIND_PATIENT, caller, ground_.clock, ground_.ids);
  look.set_patient_hash(sealer_.PatientHash(number->digits));
  auto ids = ground_.store.ListTransitionsOfPatient(look.patient_hash());
  if (!ids.ok()) return answer(ids.status());
  hv1::FindPatientResponse response;
  for (const std::string& id : *ids) {
    auto transition = ground_.store.FindTransition(id);
    if (!transition.ok()) return answer(transition.status());
    if (!transition->has_value() || StandingOf(**transition, ActorOf(caller)) < Standing::kHome) continue;
    auto detail = showing_.Transition(**transition, caller, Showing::Depth::kRow);
    if (!detail.ok()) return answer(detail.status());
    *response.add_transitions() = *std::move(detail);
    look.add_transition_ids(id);
  }
  AnswerAfterLook(ground_.store, std::move(look), std::move(response), std::move(answer));
}

absl::StatusOr<std::string> HandoverReads::TextOf(const hv1::GetHandoverTextRequest& request, const Found& found,
                                                  const rpc::Caller& caller) const {
  auto detail = showing_.Handover(found.transition, *found.handover, caller);
  if (!detail.ok()) return detail.status();
  auto directory = ground_.directory();
  if (!directory.ok()) return directory.status();
  const rules::CareUnit* unit = (*directory)->FindUnit(caller.unit_id);
  const rules::Organisation* organisation = (*directory)->FindOrganisation(caller.organisation_id);
  const bool norwegian = organisation != nullptr && organisation->country == rules::Country::kNorway;
  const std::vector<std::string> aid_names(detail->aid_names().begin(), detail->aid_names().end());
  const rec::Transition told = AsToldTo(ActorOf(caller), found.transition);
  const TextParts parts{.patient = detail->patient(),
                        .content = detail->content(),
                        .transition = told,
                        .handover = *found.handover,
                        .aid_names = aid_names,
                        .unit_name =
                            [&directory](const std::string& id) {
                              const rules::CareUnit* named = (*directory)->FindUnit(id);
                              return named == nullptr ? id : named->record.name();
                            },
                        .staff_name =
                            [&directory](const std::string& id) {
                              const auto* named = (*directory)->FindStaff(id);
                              return named == nullptr ? id : named->name();
                            },
                        .zone = unit == nullptr ? absl::UTCTimeZone() : unit->hours.zone,
                        .country = norwegian ? rules::Country::kNorway : rules::Country::kSweden};
  hv1::TextLanguage language = request.language();
  if (language == hv1::TEXT_LANGUAGE_UNSPECIFIED && norwegian) language = hv1::TEXT_LANGUAGE_BOKMAL;
  return HandoverText(parts, request.purpose(), language, ground_.clock.Now());
}

void HandoverReads::Take(const hv1::GetHandoverTextRequest& request, const rpc::Caller& caller,
                         rpc::Answer<hv1::GetHandoverTextResponse> answer) {
  auto found = FindHandover(request.handover_id());
  if (!found.ok()) return answer(found.status());
  const rec::Transition& transition = (*found)->transition;
  if (SightOf(transition, *(*found)->handover, ActorOf(caller)) < HandoverSight::kWhole) return answer(NotFound());
  rpc::FieldFaults faults;
  rpc::CheckChosen(request.purpose(), "purpose", faults);
  if (!faults.empty()) return answer(faults.ToStatus());
  auto text = TextOf(request, **found, caller);
  if (!text.ok()) return answer(text.status());
  hv1::GetHandoverTextResponse response;
  response.set_text(*std::move(text));
  rec::Entry look = NewLook(av1::LOOK_KIND_GET_HANDOVER_TEXT, caller, ground_.clock, ground_.ids);
  look.add_transition_ids(transition.id());
  look.add_handover_ids(request.handover_id());
  AnswerAfterLook(ground_.store, std::move(look), std::move(response), std::move(answer));
}

absl::StatusOr<hv1::HandoverContent> HandoverReads::CarriedOf(const rec::Transition& transition,
                                                              const rpc::Caller& caller, rec::Entry& look) const {
  std::list<hv1::HandoverContent> contents;
  std::vector<EarlierContent> earlier;
  for (const rec::Handover& handover : transition.handovers()) {
    if (SightOf(transition, handover, ActorOf(caller)) < HandoverSight::kWhole) continue;
    auto detail = showing_.Handover(transition, handover, caller);
    if (!detail.ok()) return detail.status();
    contents.push_back(std::move(*detail->mutable_content()));
    earlier.push_back({.handover_id = handover.id(),
                       .kind = handover.kind(),
                       .said_time = rpc::FromMicros(handover.sent_time_us()),
                       .own = handover.sender_unit_id() == caller.unit_id,
                       .content = &contents.back()});
    look.add_handover_ids(handover.id());
  }
  auto directory = ground_.directory();
  if (!directory.ok()) return directory.status();
  const rules::CareUnit* unit = (*directory)->FindUnit(caller.unit_id);
  return CarriedContent(earlier, unit == nullptr ? absl::UTCTimeZone() : unit->hours.zone);
}

void HandoverReads::Take(const hv1::GetCarriedContentRequest& request, const rpc::Caller& caller,
                         rpc::Answer<hv1::GetCarriedContentResponse> answer) {
  auto transition = FindVisible(request.transition_id(), caller);
  if (!transition.ok()) return answer(transition.status());
  rec::Entry look = NewLook(av1::LOOK_KIND_GET_CARRIED_CONTENT, caller, ground_.clock, ground_.ids);
  look.add_transition_ids(transition->id());
  auto content = CarriedOf(*transition, caller, look);
  if (!content.ok()) return answer(content.status());
  hv1::GetCarriedContentResponse response;
  *response.mutable_content() = *std::move(content);
  AnswerAfterLook(ground_.store, std::move(look), std::move(response), std::move(answer));
}

}  // namespace hemgang::handover
