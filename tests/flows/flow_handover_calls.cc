// Verbs of steps on a handover.
#include <vector>

#include "absl/strings/str_split.h"

#include "tests/flows/flow_frame.h"
#include "tests/support/test_patient.h"

namespace hemgang::flows {
namespace {

// at-to=U and ft-to=U: two professions in two places.
void SetReceivers(const FlowWords& words, hv1::SendHandoverRequest& request) {
  request.set_receiver_unit_id(words.Get("to"));
  for (const auto& [key, profession] : {std::pair("at-to", hv1::PROFESSION_OCCUPATIONAL_THERAPIST),
                                        std::pair("ft-to", hv1::PROFESSION_PHYSIOTHERAPIST)}) {
    if (!words.Has(key)) continue;
    hv1::ProfessionReceiver& receiver = *request.add_receivers();
    receiver.set_profession(profession);
    receiver.set_receiver_unit_id(words.Get(key));
  }
}

// aids=ordered,missing@receiver: what must be at home, and who answers for it.
void SetAids(const FlowWords& words, hv1::HandoverContent& content) {
  content.clear_home_needs();
  content.mutable_home_needs()->set_nothing_needed(!words.Has("aids"));
  for (const std::string& text : words.GetList("aids")) {
    const std::vector<std::string> parts = absl::StrSplit(text, '@');
    hv1::HomeItem& item = *content.mutable_home_needs()->add_items();
    item.set_name(absl::StrCat("sak ", content.home_needs().items_size()));
    item.set_status(ValueOf<hv1::HomeItemStatus>(parts[0]));
    item.set_responsible(parts.size() > 1 ? hv1::HOME_ITEM_RESPONSIBLE_RECEIVER : hv1::HOME_ITEM_RESPONSIBLE_SENDER);
  }
}

FlowCall Send(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"from", "to", "at-to", "ft-to", "kind", "urgency", "professions", "transition", "by", "at", "occurred",
               "discharge", "date", "part", "aids", "legs", "move", "door"});
  hv1::SendHandoverRequest request;
  request.set_transition_id(desk.names.IdOf(words.Get("transition")));
  request.set_kind(ValueOf<hv1::HandoverKind>(words.Get("kind", "discharge-handover")));
  request.set_urgency(ValueOf<hv1::Urgency>(words.Get("urgency", "routine")));
  SetReceivers(words, request);
  for (const hv1::Profession profession : words.GetProfessions("professions")) request.add_professions(profession);
  const bool says_for_whom = request.professions_size() > 0 || request.receivers_size() > 0;
  if (!says_for_whom) request.add_professions(hv1::PROFESSION_OCCUPATIONAL_THERAPIST);
  *request.mutable_content() = test::TestContent();
  SetAids(words, *request.mutable_content());
  request.set_door_code(words.Get("door"));
  // ONWARD: move=TIME or move=DATE.
  const std::string move = words.Get("move");
  if (move.size() == 10) request.mutable_planned_move()->set_date(move);
  if (move.size() > 10) *request.mutable_planned_move()->mutable_time() = rpc::ToTimestamp(ReadTime(move));
  SetTime(words, "occurred", [&] { return request.mutable_occurred_time(); });
  const std::string from = words.Get("from", desk.unit_of_transition(words.Get("transition")));
  return CallOf(desk, CallerOf(words, from), request, &Stub::SendHandover);
}

// Like the screen: who acknowledges is proposed as the therapist; therapist=nobody leaves it
// open, therapist=eva.at,olle.ft names two.
FlowCall Acknowledge(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"by", "at", "therapist", "professions", "visit", "etag", "occurred"});
  const std::string caller = CallerOf(words, desk.unit_of_handover(words.Name(0), false));
  hv1::AcknowledgeRequest request;
  SetEtag(words, desk, request);
  const std::string myself = desk.takes_home(words.Name(0)) ? caller.substr(0, caller.find('@')) : "nobody";
  const std::string named = words.Get("therapist", myself);
  if (named != "nobody") {
    for (const absl::string_view id : absl::StrSplit(named, ',')) request.add_therapist_ids(std::string(id));
  }
  for (const hv1::Profession profession : words.GetProfessions("professions")) request.add_professions(profession);
  SetTime(words, "visit", [&] { return request.mutable_planned_first_visit_time(); });
  SetTime(words, "occurred", [&] { return request.mutable_occurred_time(); });
  return OnHandover(words, desk, Side::kReceiver, request, &Stub::Acknowledge);
}

FlowCall Assign(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"by", "at", "therapist", "etag"});
  hv1::AssignTherapistRequest request;
  SetEtag(words, desk, request);
  request.set_therapist_id(words.Get("therapist"));
  return OnHandover(words, desk, Side::kReceiver, request, &Stub::AssignTherapist);
}

FlowCall Revoke(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"by", "at", "reason", "etag"});
  hv1::RevokeAcknowledgementRequest request;
  SetEtag(words, desk, request);
  request.set_reason(ValueOf<hv1::RevokeReason>(words.Get("reason", "wrong-unit")));
  return OnHandover(words, desk, Side::kReceiver, request, &Stub::RevokeAcknowledgement);
}

FlowCall Decline(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"by", "at", "reason", "suggests", "etag"});
  hv1::DeclineRequest request;
  SetEtag(words, desk, request);
  request.set_reason(ValueOf<hv1::DeclineReason>(words.Get("reason", "wrong-unit")));
  request.set_suggested_unit_id(words.Get("suggests"));
  return OnHandover(words, desk, Side::kReceiver, request, &Stub::Decline);
}

FlowCall Redirect(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"by", "at", "to", "etag"});
  hv1::RedirectRequest request;
  SetEtag(words, desk, request);
  request.set_to_unit_id(words.Get("to"));
  return OnHandover(words, desk, Side::kReceiver, request, &Stub::Redirect);
}

FlowCall Withdraw(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"by", "at", "reason", "etag"});
  hv1::WithdrawRequest request;
  SetEtag(words, desk, request);
  request.set_reason(ValueOf<hv1::WithdrawReason>(words.Get("reason", "no-longer-needed")));
  return OnHandover(words, desk, Side::kSender, request, &Stub::Withdraw);
}

FlowCall Void(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"by", "at", "reason", "etag"});
  hv1::VoidRequest request;
  SetEtag(words, desk, request);
  request.set_reason(ValueOf<hv1::VoidReason>(words.Get("reason", "wrong-patient")));
  return OnHandover(words, desk, Side::kSender, request, &Stub::Void);
}

FlowCall Amend(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"by", "at", "urgency", "etag", "aids"});
  hv1::AmendRequest request;
  SetEtag(words, desk, request);
  *request.mutable_content() = test::TestContent();
  SetAids(words, *request.mutable_content());
  request.mutable_content()->mutable_reason()->set_text("Ändrat");
  request.set_material(words.Name(1) == "materially");
  if (words.Has("urgency")) request.set_urgency(ValueOf<hv1::Urgency>(words.Get("urgency")));
  return OnHandover(words, desk, Side::kSender, request, &Stub::Amend);
}

FlowCall Ask(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"by", "at"});
  hv1::AskRequest request;
  request.set_text("Vilken madrass?");
  return OnHandover(words, desk, Side::kReceiver, request, &Stub::Ask);
}

// answer h1: the last question of the handover; answer h1 first: the first one.
FlowCall Answer(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"by", "at", "question"});
  hv1::AnswerRequest request;
  request.set_text("Den tunna.");
  request.set_question_id(words.Get("question", desk.id_of_question(words.Name(0), words.Name(1) == "first")));
  return OnHandover(words, desk, Side::kSender, request, &Stub::Answer);
}

// aids h1 line=1 status=delivered: one line of what must be at home; without line= a new one.
FlowCall Aids(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"by", "at", "line", "status", "answers", "name"});
  hv1::UpdateAidsRequest request;
  hv1::AidUpdate& aid = *request.add_aids();
  aid.set_id(words.Get("line"));
  aid.set_status(ValueOf<hv1::HomeItemStatus>(words.Get("status", "delivered")));
  aid.set_responsible_unit_id(words.Get("answers"));
  aid.set_name(words.Get("name", words.Has("line") ? "" : "Duschpall"));
  return OnHandover(words, desk, Side::kSender, request, &Stub::UpdateAids);
}

FlowCall Ring(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"by", "at", "occurred"});
  hv1::RecordCallRequest request;
  request.set_outcome(ValueOf<hv1::CallOutcome>(words.Name(1)));
  SetTime(words, "occurred", [&] { return request.mutable_occurred_time(); });
  return OnHandover(words, desk, Side::kSender, request, &Stub::RecordCall);
}

FlowCall Transfer(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"by", "at", "occurred"});
  hv1::RecordTransferRequest request;
  request.set_target(ValueOf<hv1::TransferTarget>(words.Name(1).empty() ? "samsa" : words.Name(1)));
  SetTime(words, "occurred", [&] { return request.mutable_occurred_time(); });
  return OnHandover(words, desk, Side::kSender, request, &Stub::RecordTransfer);
}

FlowCall FirstContact(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"by", "at", "contact", "etag"});
  hv1::RecordFirstContactRequest request;
  SetEtag(words, desk, request);
  request.set_outcome(ValueOf<hv1::FirstContactOutcome>(words.Name(1)));
  SetTime(words, "contact", [&] { return request.mutable_contact_time(); });
  return OnHandover(words, desk, Side::kReceiver, request, &Stub::RecordFirstContact);
}

FlowCall SeeNotice(const FlowWords& words, const FlowDesk& desk) {
  words.Allow({"by", "at"});
  return OnHandover(words, desk, Side::kReceiver, hv1::SeeNoticeRequest(), &Stub::SeeNotice);
}

constexpr VerbRow kVerbs[] = {
    {"send", hv1::STEP_SEND_HANDOVER, Send, true},
    {"acknowledge", hv1::STEP_ACKNOWLEDGE, Acknowledge},
    {"assign", hv1::STEP_ASSIGN_THERAPIST, Assign},
    {"revoke", hv1::STEP_REVOKE_ACKNOWLEDGEMENT, Revoke},
    {"decline", hv1::STEP_DECLINE, Decline},
    {"redirect", hv1::STEP_REDIRECT, Redirect},
    {"withdraw", hv1::STEP_WITHDRAW, Withdraw},
    {"void", hv1::STEP_VOID, Void},
    {"amend", hv1::STEP_AMEND, Amend},
    {"ask", hv1::STEP_ASK, Ask},
    {"answer", hv1::STEP_ANSWER, Answer},
    {"aids", hv1::STEP_UPDATE_AIDS, Aids},
    {"call", hv1::STEP_RECORD_CALL, Ring},
    {"transfer", hv1::STEP_RECORD_TRANSFER, Transfer},
    {"first-contact", hv1::STEP_RECORD_FIRST_CONTACT, FirstContact},
    {"see-notice", hv1::STEP_SEE_NOTICE, SeeNotice},
};

}  // namespace

absl::Span<const VerbRow> HandoverVerbs() {
  return kVerbs;
}

}  // namespace hemgang::flows
