// Bad input: every refusal names the field, what was wrong and what is allowed, and nothing is kept.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/services/handover_desk.h"

namespace hemgang::test {
namespace {

using Stub = hv1::HandoverService::Stub;
using testing::ElementsAre;
using testing::UnorderedElementsAre;
using HandoverInputTest = HandoverDesk;

std::string Long(int characters) {
  return std::string(static_cast<size_t>(characters), 'x');
}

TEST_F(HandoverInputTest, EverythingThatIsWrongIsSaidAtOnce) {
  hv1::OpenTransitionRequest request;
  request.set_request_id("not a uuid");
  const absl::Status status = Take(kHospital, &Stub::OpenTransition, request);
  EXPECT_EQ(Reason(status), "INVALID_REQUEST");
  EXPECT_THAT(Paths(status), UnorderedElementsAre("request_id", "patient.name", "patient.identity_number", "basis"));
}

TEST_F(HandoverInputTest, AWrongIdentityNumberIsNotRepeated) {
  hv1::OpenTransitionRequest request;
  *request.mutable_patient() = TestPatient(1);
  request.mutable_patient()->set_identity_number("19400102-0000");
  request.set_basis(hv1::DISCLOSURE_BASIS_CONSENT);
  const absl::Status status = Take(kHospital, &Stub::OpenTransition, request);
  EXPECT_THAT(Paths(status), ElementsAre("patient.identity_number"));
  EXPECT_EQ(status.ToString().find("0102"), std::string::npos);
  for (const std::string& line : house_.lines.All()) EXPECT_EQ(line.find("0102"), std::string::npos) << line;
}

TEST_F(HandoverInputTest, UnknownCodes) {
  hv1::SendHandoverRequest request = SendRequest(OpenTransition());
  request.set_urgency(static_cast<hv1::Urgency>(42));
  request.mutable_content()->mutable_walking()->set_level(static_cast<hv1::AssistanceLevel>(99));
  const absl::Status status = Take(kHospital, &Stub::SendHandover, request);
  EXPECT_THAT(Paths(status), UnorderedElementsAre("urgency", "content.walking.level"));
  for (const auto& [path, description] : rpc::FaultsOf(status)) {
    EXPECT_NE(description.find(path == "urgency" ? "FAST_TRACK" : "TWO_PERSONS"), std::string::npos) << description;
  }
}

TEST_F(HandoverInputTest, WhatIsMissingFromASending) {
  hv1::SendHandoverRequest request;
  request.set_transition_id(OpenTransition());
  const absl::Status status = Take(kHospital, &Stub::SendHandover, request);
  EXPECT_THAT(Paths(status), UnorderedElementsAre("kind", "urgency", "professions", "content"));
}

TEST_F(HandoverInputTest, WhatOnlySomeKindsHave) {
  hv1::SendHandoverRequest request = SendRequest(OpenTransition());
  request.set_kind(hv1::HANDOVER_KIND_REHAB_NOTICE);
  request.set_door_code("1234");
  request.mutable_planned_move()->set_date("2026-06-22");
  EXPECT_THAT(Paths(Take(kHospital, &Stub::SendHandover, request)), UnorderedElementsAre("door_code", "planned_move"));
}

TEST_F(HandoverInputTest, TwoReceiversOfOneProfession) {
  hv1::SendHandoverRequest request = SendRequest(OpenTransition());
  for (const char* unit : {"partille-hemrehab", ""}) {
    hv1::ProfessionReceiver& receiver = *request.add_receivers();
    receiver.set_profession(hv1::PROFESSION_PHYSIOTHERAPIST);
    receiver.set_receiver_unit_id(unit);
  }
  EXPECT_THAT(Paths(Take(kHospital, &Stub::SendHandover, request)),
              UnorderedElementsAre("receivers[1].profession", "receivers[1].receiver_unit_id"));
}

TEST_F(HandoverInputTest, WhatIsMissingFromTheOtherSteps) {
  const std::string transition = OpenTransition();
  const std::string handover = SendHandover(transition);
  hv1::UpdateAidsRequest aids;
  aids.set_handover_id(handover);
  EXPECT_THAT(Paths(Take(kHome, &Stub::UpdateAids, aids)), ElementsAre("aids"));
  aids.add_aids();
  EXPECT_THAT(Paths(Take(kHome, &Stub::UpdateAids, aids)), UnorderedElementsAre("aids[0].status", "aids[0].name"));
  aids.mutable_aids(0)->set_status(hv1::HOME_ITEM_STATUS_AT_HOME);
  aids.mutable_aids(0)->set_id("1");
  aids.mutable_aids(0)->set_name("Annan säng");
  EXPECT_THAT(Paths(Take(kHome, &Stub::UpdateAids, aids)), ElementsAre("aids[0].name"));

  hv1::AskRequest ask;
  ask.set_handover_id(handover);
  EXPECT_THAT(Paths(Take(kHome, &Stub::Ask, ask)), ElementsAre("text"));
  hv1::AnswerRequest answer;
  answer.set_handover_id(handover);
  EXPECT_THAT(Paths(Take(kHome, &Stub::Answer, answer)), UnorderedElementsAre("question_id", "text"));
  hv1::AmendRequest amend;
  amend.set_handover_id(handover);
  EXPECT_THAT(Paths(Take(kHospital, &Stub::Amend, amend)), ElementsAre("content"));
  hv1::VoidRequest made_void;
  made_void.set_handover_id(handover);
  made_void.set_reason(hv1::VOID_REASON_OTHER);
  EXPECT_THAT(Paths(Take(kHospital, &Stub::Void, made_void)), ElementsAre("note"));
  hv1::CancelTransitionRequest cancel;
  cancel.set_transition_id(transition);
  cancel.set_reason(hv1::CANCEL_REASON_DIED);
  EXPECT_THAT(Paths(Take(kHospital, &Stub::CancelTransition, cancel)), ElementsAre("reason"));
  hv1::FindPatientRequest find;
  find.set_identity_number("19400102-0000");
  hv1::FindPatientResponse found;
  EXPECT_THAT(Paths(Call(kHome, *handovers_, &Stub::FindPatient, find, found)), ElementsAre("identity_number"));
}

TEST_F(HandoverInputTest, AProfessionTwice) {
  hv1::SendHandoverRequest request = SendRequest(OpenTransition());
  request.add_professions(hv1::PROFESSION_OCCUPATIONAL_THERAPIST);
  EXPECT_THAT(Paths(Take(kHospital, &Stub::SendHandover, request)), ElementsAre("professions[1]"));
}

TEST_F(HandoverInputTest, OversizedContent) {
  hv1::SendHandoverRequest request = SendRequest(OpenTransition());
  hv1::HandoverContent& content = *request.mutable_content();
  content.mutable_reason()->set_text(Long(2001));
  content.mutable_destination()->set_address(Long(201));
  content.mutable_contacts()->mutable_relative()->set_phone(Long(201));
  const absl::Status status = Take(kHospital, &Stub::SendHandover, request);
  EXPECT_THAT(Paths(status), UnorderedElementsAre("content.reason.text", "content.destination.address",
                                                  "content.contacts.relative.phone"));
  content.mutable_reason()->set_text(Long(2000));
  content.mutable_destination()->set_address(Long(200));
  content.mutable_contacts()->mutable_relative()->set_phone(Long(200));
  EXPECT_TRUE(Take(kHospital, &Stub::SendHandover, request).ok());
}

TEST_F(HandoverInputTest, AMessageOverTheLimitIsRefusedWhole) {
  hv1::SendHandoverRequest request = SendRequest(OpenTransition());
  for (int i = 0; i < 30; ++i) request.mutable_content()->mutable_home_needs()->add_items()->set_note(Long(16000));
  const absl::Status status = Take(kHospital, &Stub::SendHandover, request);
  EXPECT_EQ(Reason(status), "INVALID_REQUEST") << status;
  EXPECT_NE(status.message().find("262144"), std::string::npos) << status;
}

TEST_F(HandoverInputTest, TooManyItems) {
  hv1::SendHandoverRequest request = SendRequest(OpenTransition());
  for (int i = 0; i < 31; ++i) request.mutable_content()->mutable_home_needs()->add_items()->set_name("säng");
  EXPECT_THAT(Paths(Take(kHospital, &Stub::SendHandover, request)), ElementsAre("content.home_needs.items"));
}

TEST_F(HandoverInputTest, AValueAndAReasonForNone) {
  hv1::SendHandoverRequest request = SendRequest(OpenTransition());
  hv1::HandoverContent content;
  content.mutable_toilet()->set_level(hv1::ASSISTANCE_LEVEL_LIFT);
  content.mutable_toilet()->set_absent(hv1::ABSENT_REASON_NOT_ASSESSED);
  content.mutable_precautions()->set_none_known(true);
  content.mutable_precautions()->set_text("Får inte belasta höger ben.");
  content.mutable_home_needs()->set_nothing_needed(true);
  content.mutable_home_needs()->add_items()->set_name("säng");
  content.mutable_wishes()->add_requests();
  *request.mutable_content() = content;
  EXPECT_THAT(Paths(Take(kHospital, &Stub::SendHandover, request)),
              UnorderedElementsAre("content.toilet.absent", "content.precautions.none_known",
                                   "content.home_needs.nothing_needed", "content.wishes.requests[0].action"));
}

TEST_F(HandoverInputTest, AnEmptyFormCanBeSent) {
  hv1::SendHandoverRequest request = SendRequest(OpenTransition());
  request.mutable_content()->Clear();
  EXPECT_TRUE(Take(kHospital, &Stub::SendHandover, request).ok());
}

TEST_F(HandoverInputTest, Discharges) {
  const std::string transition = OpenTransition();
  struct {
    const char* what;
    std::function<void(hv1::PlannedDischarge&)> set;
    const char* path;
  } const rows[] = {
      {"time and date",
       [](hv1::PlannedDischarge& planned) {
         planned.mutable_time()->set_seconds(1782000000);
         planned.set_date("2026-06-22");
       },
       "planned_discharge.date"},
      {"a span that ends before it begins",
       [](hv1::PlannedDischarge& planned) {
         planned.mutable_time()->set_seconds(1782000000);
         planned.mutable_until_time()->set_seconds(1781999999);
       },
       "planned_discharge.until_time"},
      {"an end without a beginning",
       [](hv1::PlannedDischarge& planned) { planned.mutable_until_time()->set_seconds(1782000000); },
       "planned_discharge.until_time"},
      {"no such date", [](hv1::PlannedDischarge& planned) { planned.set_date("2026-02-30"); },
       "planned_discharge.date"},
      {"a date in words", [](hv1::PlannedDischarge& planned) { planned.set_date("next Monday"); },
       "planned_discharge.date"},
      {"a morning of no day", [](hv1::PlannedDischarge& planned) { planned.set_day_part(hv1::DAY_PART_MORNING); },
       "planned_discharge.day_part"},
  };
  for (const auto& row : rows) {
    hv1::RescheduleRequest request;
    request.set_transition_id(transition);
    row.set(*request.mutable_planned_discharge());
    EXPECT_THAT(Paths(Take(kHospital, &Stub::Reschedule, request)), ElementsAre(row.path)) << row.what;
  }
}

TEST_F(HandoverInputTest, TextThatIsNoText) {
  hv1::DeclineRequest request;
  request.set_handover_id(SendHandover(OpenTransition()));
  request.set_reason(hv1::DECLINE_REASON_OTHER);
  EXPECT_THAT(Paths(Take(kHome, &Stub::Decline, request)), ElementsAre("note"));
  request.set_note("bell \x07");
  EXPECT_THAT(Paths(Take(kHome, &Stub::Decline, request)), ElementsAre("note"));
}

TEST_F(HandoverInputTest, APlannedVisitHasATime) {
  hv1::RecordFirstContactRequest request;
  request.set_handover_id(SendHandover(OpenTransition()));
  request.set_outcome(hv1::FIRST_CONTACT_OUTCOME_PLANNED);
  EXPECT_THAT(Paths(Take(kHome, &Stub::RecordFirstContact, request)), ElementsAre("contact_time"));
}

TEST_F(HandoverInputTest, AMunicipalityCodeHasFourDigits) {
  hv1::OpenTransitionRequest request;
  *request.mutable_patient() = TestPatient(1);
  request.set_basis(hv1::DISCLOSURE_BASIS_CONSENT);
  request.add_legs()->set_municipality_code("148");
  request.mutable_legs(0)->set_from_date("22 juni");
  EXPECT_THAT(Paths(Take(kHospital, &Stub::OpenTransition, request)),
              UnorderedElementsAre("legs[0].dwelling_form", "legs[0].municipality_code", "legs[0].from_date"));
}

TEST_F(HandoverInputTest, ARepeatAndAReuseOfARequestId) {
  const std::string transition = OpenTransition();
  const hv1::SendHandoverRequest request = SendRequest(transition);
  ASSERT_TRUE(Take(kHospital, &Stub::SendHandover, request).ok());
  const std::string first = outcome_.SerializeAsString();
  ASSERT_TRUE(Take(kHospital, &Stub::SendHandover, request).ok());
  EXPECT_EQ(outcome_.SerializeAsString(), first);
  hv1::SendHandoverRequest other = request;
  other.mutable_content()->mutable_reason()->set_text("Något annat.");
  EXPECT_EQ(Reason(Take(kHospital, &Stub::SendHandover, other)), "REQUEST_ID_REUSED");
  // Somebody else's ids are their own.
  hv1::RecordDeathRequest death;
  death.set_request_id(request.request_id());
  death.set_transition_id(transition);
  EXPECT_TRUE(Take(kHome, &Stub::RecordDeath, death).ok());
}

TEST_F(HandoverInputTest, WhatTheRulesRefuseNamesItsFieldToo) {
  const std::string transition = OpenTransition();
  hv1::SendHandoverRequest send = SendRequest(transition);
  send.set_receiver_unit_id("nowhere");
  EXPECT_THAT(Paths(Take(kHospital, &Stub::SendHandover, send)), ElementsAre("receiver_unit_id"));
  send.set_receiver_unit_id("molndal-hemrehab-chef");
  EXPECT_THAT(Paths(Take(kHospital, &Stub::SendHandover, send)), ElementsAre("receiver_unit_id"));
  hv1::RecordDeathRequest death;
  death.set_transition_id(transition);
  death.mutable_died_time()->set_seconds(4000000000);
  EXPECT_THAT(Paths(Take(kHospital, &Stub::RecordDeath, death)), ElementsAre("died_time"));
  hv1::AcknowledgeRequest acknowledge;
  acknowledge.set_handover_id(SendHandover(transition));
  acknowledge.add_therapist_ids("tomas.ssk");
  EXPECT_THAT(Paths(Take(kHome, &Stub::Acknowledge, acknowledge)), ElementsAre("therapist_ids[0]"));
  acknowledge.clear_therapist_ids();
  acknowledge.set_etag("old");
  EXPECT_THAT(Paths(Take(kHome, &Stub::Acknowledge, acknowledge)), ElementsAre("etag"));
}

TEST_F(HandoverInputTest, APageTokenOfAnotherList) {
  for (int i = 0; i < 3; ++i) OpenTransition();
  hv1::ListTransitionsRequest request;
  request.set_page_size(1);
  hv1::ListTransitionsResponse page;
  ASSERT_TRUE(Call(kHospital, *handovers_, &Stub::ListTransitions, request, page).ok());
  ASSERT_FALSE(page.next_page_token().empty());
  hv1::ListHandoversRequest other;
  other.set_page_token(page.next_page_token());
  hv1::ListHandoversResponse rows;
  EXPECT_EQ(Reason(Call(kHospital, *handovers_, &Stub::ListHandovers, other, rows)), "PAGE_TOKEN_INVALID");
  request.set_include_ended(true);
  request.set_page_token(page.next_page_token());
  EXPECT_EQ(Reason(Call(kHospital, *handovers_, &Stub::ListTransitions, request, page)), "PAGE_TOKEN_INVALID");
}

TEST_F(HandoverInputTest, EveryTransitionOnceOverPages) {
  std::set<std::string> opened;
  for (int i = 0; i < 5; ++i) opened.insert(OpenTransition());
  std::set<std::string> seen;
  hv1::ListTransitionsRequest request;
  request.set_page_size(2);
  do {
    hv1::ListTransitionsResponse page;
    ASSERT_TRUE(Call(kHospital, *handovers_, &Stub::ListTransitions, request, page).ok());
    for (const auto& row : page.transitions()) EXPECT_TRUE(seen.insert(row.transition().id()).second);
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(seen, opened);
}

}  // namespace
}  // namespace hemgang::test
