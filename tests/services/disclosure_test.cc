// Who sees what of a transition, and who keeps which sealed copy: after each step that discloses something or takes it
// out of view.
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/services/disclosure_desk.h"

namespace hemgang::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class DisclosureTest : public DisclosureDesk {};

TEST_F(DisclosureTest, AFormerReceiverKeepsAStub) {
  const std::string transition = OpenTransition();
  const std::string handover = SendWithDoorCode(transition);
  ASSERT_TRUE(Redirect(kHome, handover, "partille-hemrehab").ok());

  const hv1::HandoverDetail stub = Seen(kHome, handover);
  EXPECT_EQ(stub.handover().id(), handover);
  EXPECT_EQ(stub.handover().kind(), hv1::HANDOVER_KIND_DISCHARGE_HANDOVER);
  EXPECT_TRUE(stub.handover().has_sent_time());
  EXPECT_EQ(stub.handover().state(), hv1::HANDOVER_STATE_UNSPECIFIED);
  EXPECT_EQ(stub.handover().receiver_unit_id(), "");
  EXPECT_FALSE(stub.has_patient());
  EXPECT_FALSE(stub.has_transition());
  ExpectNoContent(stub);
  hv1::TransitionDetail none;
  EXPECT_EQ(Reason(GetTransition(kHome, transition, none)), "NOT_FOUND");
  EXPECT_THAT(Listed(kHome, true), IsEmpty());

  const hv1::HandoverDetail whole = Seen(kPartille, handover);
  EXPECT_EQ(whole.content().SerializeAsString(), TestContent().SerializeAsString());
  EXPECT_THAT(whole.aid_names(), ElementsAre("Vårdsäng"));
  EXPECT_EQ(whole.door_code(), kDoorCode);
  EXPECT_EQ(whole.patient().name(), TestPatient(1).name());
}

TEST_F(DisclosureTest, WhoWasWithdrawnFromLearnsNothingThatCameLater) {
  const std::string transition = OpenTransition();
  const std::string handover = SendWithDoorCode(transition);
  ASSERT_TRUE(On(kHome, handover, &Stub::Acknowledge, hv1::AcknowledgeRequest()).ok());
  ASSERT_TRUE(Withdraw(handover).ok());
  // It must be able to see whom the notice is about.
  hv1::HandoverDetail seen = Seen(kHome, handover);
  EXPECT_EQ(seen.handover().withdraw_reason(), hv1::WITHDRAW_REASON_OTHER_CARE_FORM);
  EXPECT_EQ(seen.handover().notice_reason(), hv1::NOTICE_REASON_WITHDRAWN);
  EXPECT_EQ(seen.patient().name(), TestPatient(1).name());
  ExpectNoContent(seen);
  ASSERT_EQ(Listed(kHome, false).size(), 1u);
  auto listed = [this](bool include_ended) {
    hv1::ListTransitionsRequest request;
    request.set_include_ended(include_ended);
    hv1::ListTransitionsResponse response;
    EXPECT_TRUE(Call(kHome, *handovers_, &Stub::ListTransitions, request, response).ok());
    return response.transitions_size();
  };
  EXPECT_EQ(listed(false), 1) << "the notice is still to be seen";
  ASSERT_TRUE(On(kHome, handover, &Stub::SeeNotice, hv1::SeeNoticeRequest()).ok());
  EXPECT_EQ(listed(false), 0);
  EXPECT_EQ(listed(true), 1);

  ASSERT_TRUE(Discharge(transition).ok());
  hv1::RecordDeathRequest death;
  death.set_transition_id(transition);
  ASSERT_TRUE(Take(kHospital, &Stub::RecordDeath, death).ok());
  for (const hv1::TransitionSummary& part :
       {Seen(kHome, handover).transition(), SeenTransition(kHome, transition).transition()}) {
    EXPECT_EQ(part.state(), hv1::TRANSITION_STATE_UNSPECIFIED);
    EXPECT_FALSE(part.has_discharged_time());
    EXPECT_FALSE(part.has_died_time());
    EXPECT_FALSE(part.has_last_step_time());
  }
  EXPECT_TRUE(SeenTransition(kHospital, transition).transition().has_died_time());
}

TEST_F(DisclosureTest, AHolderLearnsOfADeath) {
  const std::string transition = OpenTransition();
  const std::string handover = SendHandover(transition);
  ASSERT_TRUE(On(kHome, handover, &Stub::Acknowledge, hv1::AcknowledgeRequest()).ok());
  hv1::RecordDeathRequest death;
  death.set_transition_id(transition);
  ASSERT_TRUE(Take(kHospital, &Stub::RecordDeath, death).ok());
  const hv1::HandoverDetail seen = Seen(kHome, handover);
  EXPECT_EQ(seen.handover().notice_reason(), hv1::NOTICE_REASON_DIED);
  EXPECT_TRUE(seen.transition().has_died_time());
}

TEST_F(DisclosureTest, WhoDeclinedIsNotSentTheNextVersion) {
  const std::string transition = OpenTransition();
  const std::string handover = SendHandover(transition);
  hv1::DeclineRequest decline;
  decline.set_reason(hv1::DECLINE_REASON_UNIT_FULL);
  ASSERT_TRUE(On(kHome, handover, &Stub::Decline, decline).ok());
  ExpectNoContent(Seen(kHome, handover));
  hv1::AmendRequest amend;
  *amend.mutable_content() = TestContent();
  amend.mutable_content()->mutable_reason()->set_text("Nu också smärta i ryggen.");
  ASSERT_TRUE(On(kHospital, handover, &Stub::Amend, amend).ok());
  EXPECT_THAT(Kept(transition, handover, "vgr"), ElementsAre(1, 2));
  EXPECT_THAT(Kept(transition, handover, "molndal"), ElementsAre(1));
  ASSERT_TRUE(Redirect(kHospital, handover, "partille-hemrehab").ok());
  EXPECT_EQ(Seen(kPartille, handover).content().reason().text(), amend.content().reason().text());
  EXPECT_THAT(Kept(transition, handover, "partille"), ElementsAre(2));
}

TEST_F(DisclosureTest, WhatWasMadeVoidIsOutOfSightForAll) {
  const std::string transition = OpenTransition();
  const std::string handover = SendWithDoorCode(transition);
  ASSERT_TRUE(On(kHome, handover, &Stub::Acknowledge, hv1::AcknowledgeRequest()).ok());
  hv1::VoidRequest request;
  request.set_reason(hv1::VOID_REASON_WRONG_PATIENT);
  request.set_note("Gällde en annan patient.");
  ASSERT_TRUE(On(kHospital, handover, &Stub::Void, request).ok());
  for (const char* caller : {kHospital, kHome}) {
    const hv1::HandoverDetail seen = Seen(caller, handover);
    EXPECT_EQ(seen.handover().state(), hv1::HANDOVER_STATE_VOIDED);
    EXPECT_EQ(seen.handover().void_reason(), hv1::VOID_REASON_WRONG_PATIENT);
    EXPECT_FALSE(seen.has_patient());
    ExpectNoContent(seen);
    EXPECT_THAT(Listed(caller, false), IsEmpty());
    const std::vector<hv1::HandoverRow> ended = Listed(caller, true);
    ASSERT_EQ(ended.size(), 1u);
    EXPECT_EQ(ended[0].patient_name(), "");
    EXPECT_EQ(ended[0].identity_number(), "");
    hv1::GetHandoverTextRequest text;
    text.set_handover_id(handover);
    text.set_purpose(hv1::TEXT_PURPOSE_SAMSA);
    hv1::GetHandoverTextResponse none;
    EXPECT_EQ(Reason(Call(caller, *handovers_, &Stub::GetHandoverText, text, none)), "NOT_FOUND");
  }
  // What it was about is no more told to its receiver by the transition either.
  EXPECT_FALSE(SeenTransition(kHome, transition).has_patient());
  EXPECT_TRUE(SeenTransition(kHospital, transition).has_patient());
}

TEST_F(DisclosureTest, AnAskedUnitLearnsWhoWhereAndSinceWhen) {
  const std::string transition = OpenTransition();
  SendHandover(transition);
  hv1::RequestReportRequest request;
  request.set_transition_id(transition);
  request.set_asked_unit_id("partille-hemrehab");
  ASSERT_TRUE(Take(kHospital, &Stub::RequestReport, request).ok());
  EXPECT_THAT(Kept(transition, "patient", "partille"), IsEmpty());
  EXPECT_THAT(Kept(transition, "identity", "partille"), ElementsAre(1));

  const hv1::TransitionDetail asked = SeenTransition(kPartille, transition);
  EXPECT_EQ(asked.patient().identity_number(), TestPatient(1).identity_number());
  EXPECT_EQ(asked.patient().name(), TestPatient(1).name());
  EXPECT_EQ(asked.patient().phone(), "");
  EXPECT_EQ(asked.transition().hospital_unit_id(), "su-ostra-rehab");
  EXPECT_TRUE(asked.transition().has_opened_time());
  ASSERT_EQ(asked.transition().report_requests_size(), 1);
  EXPECT_EQ(asked.transition().report_requests(0).asked_unit_id(), "partille-hemrehab");
  EXPECT_EQ(asked.transition().state(), hv1::TRANSITION_STATE_UNSPECIFIED);
  EXPECT_FALSE(asked.transition().has_planned_discharge());
  EXPECT_EQ(asked.transition().handovers_size(), 0);
  EXPECT_EQ(asked.transition().legs_size(), 0);
  // One who was not asked sees no request, though it holds a handover.
  EXPECT_EQ(SeenTransition(kHome, transition).transition().report_requests_size(), 0);

  hv1::AnswerNothingToReportRequest answer;
  answer.set_transition_id(transition);
  answer.set_reason(hv1::NOTHING_TO_REPORT_REASON_UNKNOWN_TO_US);
  ASSERT_TRUE(Take(kPartille, &Stub::AnswerNothingToReport, answer).ok());
  hv1::TransitionDetail none;
  EXPECT_EQ(Reason(GetTransition(kPartille, transition, none)), "NOT_FOUND");
}

TEST_F(DisclosureTest, AReportFromHomeIsTheHospitalsToRead) {
  const std::string transition = OpenTransition();
  hv1::RequestReportRequest request;
  request.set_transition_id(transition);
  request.set_asked_unit_id("partille-hemrehab");
  ASSERT_TRUE(Take(kHospital, &Stub::RequestReport, request).ok());
  hv1::SendHandoverRequest report = SendRequest(transition);
  report.set_kind(hv1::HANDOVER_KIND_ADMISSION_REPORT);
  report.clear_receiver_unit_id();
  const absl::Status sent = Take(kPartille, &Stub::SendHandover, report);
  ASSERT_TRUE(sent.ok()) << sent;
  const std::string handover = outcome_.handover_id();
  EXPECT_EQ(Seen(kHospital, handover).content().SerializeAsString(), TestContent().SerializeAsString());
  EXPECT_TRUE(Seen(kPartille, handover).has_content());
  // Its sender is still told no more of the patient than before.
  EXPECT_EQ(SeenTransition(kPartille, transition).patient().phone(), "");
  EXPECT_FALSE(SeenTransition(kPartille, transition).transition().has_planned_discharge());
  ASSERT_TRUE(Discharge(transition).ok());
  hv1::GetHandoverTextRequest text;
  text.set_handover_id(handover);
  text.set_purpose(hv1::TEXT_PURPOSE_SAMSA);
  hv1::GetHandoverTextResponse told;
  ASSERT_TRUE(Call(kHospital, *handovers_, &Stub::GetHandoverText, text, told).ok());
  EXPECT_THAT(told.text(), HasSubstr("Utskriven"));
  ASSERT_TRUE(Call(kPartille, *handovers_, &Stub::GetHandoverText, text, told).ok());
  EXPECT_THAT(told.text(), Not(HasSubstr("Utskriven")));
}

TEST_F(DisclosureTest, WhoSendsAPatientInSeesThatTheHospitalJoins) {
  hv1::OpenTransitionRequest open;
  *open.mutable_patient() = TestPatient(1);
  open.set_basis(hv1::DISCLOSURE_BASIS_CONSENT);
  open.set_hospital_unit_id("su-ostra-rehab");
  const absl::Status opened = Take(kHome, &Stub::OpenTransition, open);
  ASSERT_TRUE(opened.ok()) << opened;
  const std::string transition = outcome_.transition().id();
  EXPECT_THAT(Kept(transition, "patient", "molndal"), ElementsAre(1));
  EXPECT_THAT(Kept(transition, "patient", "vgr"), ElementsAre(1));
  EXPECT_EQ(SeenTransition(kHospital, transition).patient().name(), TestPatient(1).name());
  hv1::JoinTransitionRequest join;
  join.set_transition_id(transition);
  join.mutable_planned_discharge()->set_date("2026-06-24");
  const absl::Status joined = Take(kHospital, &Stub::JoinTransition, join);
  ASSERT_TRUE(joined.ok()) << joined;
  const hv1::TransitionDetail seen = SeenTransition(kHome, transition);
  EXPECT_EQ(seen.patient().phone(), TestPatient(1).phone());
  EXPECT_EQ(seen.transition().opened_by_unit_id(), "molndal-hemrehab");
  EXPECT_TRUE(seen.transition().has_joined_time());
  EXPECT_EQ(seen.transition().state(), hv1::TRANSITION_STATE_ADMITTED);
  EXPECT_FALSE(seen.transition().has_planned_discharge());
  EXPECT_EQ(seen.transition().needs_size(), 0);
}

TEST_F(DisclosureTest, TwoProfessionsInTwoPlacesAreTwoDisclosures) {
  const std::string transition = OpenTransition();
  hv1::SendHandoverRequest request = SendRequest(transition);
  request.set_door_code(kDoorCode);
  hv1::ProfessionReceiver& receiver = *request.add_receivers();
  receiver.set_profession(hv1::PROFESSION_PHYSIOTHERAPIST);
  receiver.set_receiver_unit_id("partille-ft");
  ASSERT_TRUE(Take(kHospital, &Stub::SendHandover, request).ok());
  ASSERT_EQ(outcome_.sent_handover_ids_size(), 2);
  const std::string first = outcome_.sent_handover_ids(0);
  const std::string second = outcome_.sent_handover_ids(1);
  EXPECT_EQ(outcome_.handover_id(), first);
  EXPECT_NE(first, second);
  for (const std::string& about : {first, "door/" + first}) {
    EXPECT_THAT(Kept(transition, about, "molndal"), ElementsAre(1)) << about;
    EXPECT_THAT(Kept(transition, about, "partille"), IsEmpty()) << about;
  }
  for (const std::string& about : {second, "door/" + second}) {
    EXPECT_THAT(Kept(transition, about, "partille"), ElementsAre(1)) << about;
    EXPECT_THAT(Kept(transition, about, "molndal"), IsEmpty()) << about;
  }
  // What must be at home is the one's to see to, and named by what it was sent.
  EXPECT_THAT(Seen(kHome, first).aid_names(), ElementsAre("Vårdsäng"));
  EXPECT_THAT(Seen("siv.ft@partille-ft", second).aid_names(), IsEmpty());
  EXPECT_EQ(Seen("siv.ft@partille-ft", second).content().SerializeAsString(), TestContent().SerializeAsString());
  hv1::HandoverDetail none;
  EXPECT_EQ(Reason(Get(kHome, second, none)), "NOT_FOUND");
}

TEST_F(DisclosureTest, ADoorCodeIsGoneAfterTheFirstVisit) {
  const std::string transition = OpenTransition();
  const std::string handover = SendWithDoorCode(transition);
  EXPECT_EQ(Seen(kHospital, handover).door_code(), kDoorCode);
  EXPECT_EQ(Seen(kHome, handover).door_code(), kDoorCode);
  ASSERT_TRUE(On(kHome, handover, &Stub::Acknowledge, hv1::AcknowledgeRequest()).ok());
  ASSERT_TRUE(Discharge(transition).ok());
  hv1::RecordFirstContactRequest contact;
  contact.set_outcome(hv1::FIRST_CONTACT_OUTCOME_MADE);
  const absl::Status made = On(kHome, handover, &Stub::RecordFirstContact, contact);
  ASSERT_TRUE(made.ok()) << made;
  for (const char* organisation : {"vgr", "molndal"}) {
    EXPECT_THAT(Kept(transition, "door/" + handover, organisation), IsEmpty());
  }
  EXPECT_EQ(Seen(kHospital, handover).door_code(), "");
  EXPECT_EQ(Seen(kHome, handover).door_code(), "");
}

TEST_F(DisclosureTest, AReceiptHoldsNothingThatIsSealed) {
  const std::string transition = OpenTransition();
  hv1::SendHandoverRequest request = SendRequest(transition);
  request.set_door_code(kDoorCode);
  ASSERT_TRUE(Take(kHospital, &Stub::SendHandover, request).ok());
  hv1::UpdateAidsRequest aids;
  aids.set_request_id(house_.FreshId());
  aids.set_handover_id(outcome_.handover_id());
  aids.add_aids()->set_name("Duschpall");
  aids.mutable_aids(0)->set_status(hv1::HOME_ITEM_STATUS_ORDERED);
  aids.set_note("Kommer i morgon.");
  ASSERT_TRUE(Take(kHome, &Stub::UpdateAids, aids).ok());
  std::string bytes;
  for (const auto& [caller, id] : {std::pair<std::string, std::string>(kHospital, request.request_id()),
                                   std::pair<std::string, std::string>(kHome, aids.request_id())}) {
    auto receipt = house_.kept.store().FindReceipt(caller, id);
    ASSERT_TRUE(receipt.ok() && receipt->has_value());
    bytes += (*receipt)->SerializeAsString();
  }
  const hv1::Patient patient = TestPatient(1);
  for (const std::string& text :
       {std::string(kDoorCode), std::string("Duschpall"), std::string("Vårdsäng"), std::string("Kommer i morgon"),
        patient.name(), patient.identity_number(), TestContent().reason().text()}) {
    EXPECT_EQ(bytes.find(text), std::string::npos) << text;
  }
}

TEST_F(DisclosureTest, AidsAreNamedOnBothSidesInTheOrderOfTheirLines) {
  const std::string transition = OpenTransition();
  const std::string handover = SendHandover(transition);
  hv1::UpdateAidsRequest aids;
  aids.add_aids()->set_id("1");
  aids.mutable_aids(0)->set_status(hv1::HOME_ITEM_STATUS_DELIVERED);
  aids.add_aids()->set_name("Duschpall");
  aids.mutable_aids(1)->set_status(hv1::HOME_ITEM_STATUS_ORDERED);
  ASSERT_TRUE(On(kHome, handover, &Stub::UpdateAids, aids).ok());
  // The amended content names the bed again, and something new.
  hv1::AmendRequest amend;
  *amend.mutable_content() = TestContent();
  amend.mutable_content()->mutable_home_needs()->add_items()->set_name("Rollator");
  ASSERT_TRUE(On(kHospital, handover, &Stub::Amend, amend).ok());
  for (const char* caller : {kHospital, kHome}) {
    const hv1::HandoverDetail seen = Seen(caller, handover);
    EXPECT_THAT(seen.aid_names(), ElementsAre("Vårdsäng", "Duschpall", "Rollator")) << caller;
    ASSERT_EQ(seen.handover().aids_size(), 3);
    EXPECT_EQ(seen.handover().aids(0).status(), hv1::HOME_ITEM_STATUS_DELIVERED);
    EXPECT_EQ(seen.handover().content_number(), 2);
  }
}

}  // namespace
}  // namespace hemgang::test
