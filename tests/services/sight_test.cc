// What a unit sees of the way home, of the stay and of the thread: its own part, up to where it hands over.
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/services/disclosure_desk.h"

namespace hemgang::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kOwnTeam[] = "ida.at@su-palliativa-teamet";

class SightTest : public DisclosureDesk {
 protected:
  // Discharged to a place in Mölndal, where the unit has it in hand; then home to Partille.
  std::string AtShortTermPlace() {
    hv1::OpenTransitionRequest open;
    *open.mutable_patient() = TestPatient(1);
    open.set_basis(hv1::DISCLOSURE_BASIS_CONSENT);
    open.add_legs()->set_dwelling_form(hv1::DWELLING_FORM_SHORT_TERM_PLACE);
    open.mutable_legs(0)->set_municipality_code("1481");
    open.add_legs()->set_dwelling_form(hv1::DWELLING_FORM_ORDINARY_ALONE);
    open.mutable_legs(1)->set_municipality_code("1402");
    open.mutable_legs(1)->set_from_date("2026-07-10");
    EXPECT_TRUE(Take(kHospital, &Stub::OpenTransition, open).ok());
    const std::string transition = outcome_.transition().id();
    handover_ = SendHandover(transition);
    EXPECT_TRUE(On(kHome, handover_, &Stub::Acknowledge, hv1::AcknowledgeRequest()).ok());
    EXPECT_TRUE(Discharge(transition).ok());
    return transition;
  }
  absl::Status Met(const std::string& caller, const std::string& handover) {
    hv1::RecordFirstContactRequest met;
    met.set_outcome(hv1::FIRST_CONTACT_OUTCOME_MADE);
    return On(caller, handover, &Stub::RecordFirstContact, met);
  }

  absl::Status Ask(const std::string& caller, const std::string& text) {
    hv1::AskRequest ask;
    ask.set_text(text);
    return On(caller, handover_, &Stub::Ask, ask);
  }
  absl::Status AnswerNewest(const std::string& caller, const std::string& text) {
    const hv1::HandoverDetail asked = Seen(caller, handover_);
    hv1::AnswerRequest answer;
    answer.set_question_id(asked.handover().questions(asked.handover().questions_size() - 1).id());
    answer.set_text(text);
    return On(caller, handover_, &Stub::Answer, answer);
  }
  // The notes that a caller is shown, in order.
  std::vector<std::string> Notes(const std::string& caller) {
    std::vector<std::string> texts;
    const hv1::HandoverDetail seen = Seen(caller, handover_);
    for (const hv1::Note& note : seen.notes()) texts.push_back(note.text());
    return texts;
  }

  std::string handover_;
};

TEST_F(SightTest, WhatOneHomeUnitHandsToAnotherIsNotTheHospitals) {
  const std::string transition = AtShortTermPlace();
  const std::string first = handover_;
  EXPECT_EQ(SeenTransition(kHome, transition).transition().legs_size(), 1);
  ASSERT_TRUE(Met(kHome, first).ok());
  // Now it must hand the patient on: when, and where to, is for it to know before.
  EXPECT_EQ(SeenTransition(kHome, transition).transition().legs_size(), 2);
  hv1::SendHandoverRequest onward = SendRequest(transition);
  onward.set_kind(hv1::HANDOVER_KIND_ONWARD);
  onward.set_receiver_unit_id("partille-hemrehab");
  const absl::Status sent = Take(kHome, &Stub::SendHandover, onward);
  ASSERT_TRUE(sent.ok()) << sent;
  const std::string second = outcome_.handover_id();

  const hv1::HandoverDetail hospitals = Seen(kHospital, second);
  EXPECT_EQ(hospitals.handover().state(), hv1::HANDOVER_STATE_SENT);
  ExpectNoContent(hospitals);
  EXPECT_THAT(Kept(transition, second, "vgr"), IsEmpty());
  EXPECT_TRUE(Seen(kPartille, second).has_content());
  EXPECT_TRUE(Seen(kHome, second).has_content());
  hv1::HandoverDetail none;
  EXPECT_EQ(Reason(Get(kPartille, first, none)), "NOT_FOUND");
  EXPECT_THAT(Kept(transition, first, "partille"), IsEmpty());

  // Each sees the way home up to its own leg, or to the one that it handed over to.
  EXPECT_EQ(SeenTransition(kHospital, transition).transition().legs_size(), 2);
  const hv1::TransitionSummary partilles = SeenTransition(kPartille, transition).transition();
  EXPECT_EQ(partilles.legs_size(), 2);
  EXPECT_EQ(partilles.handovers_size(), 1);
  EXPECT_EQ(partilles.needs_size(), 0);
  EXPECT_TRUE(partilles.has_discharged_time());
  for (const hv1::Task& task : partilles.tasks()) EXPECT_EQ(task.handover_id(), second) << task.id();
  const hv1::TransitionSummary molndals = SeenTransition(kHome, transition).transition();
  EXPECT_EQ(molndals.legs_size(), 2);
  EXPECT_EQ(molndals.handovers_size(), 2);

  // Who declined it is not told when the patient leaves.
  hv1::DeclineRequest decline;
  decline.set_reason(hv1::DECLINE_REASON_UNIT_FULL);
  ASSERT_TRUE(On(kPartille, second, &Stub::Decline, decline).ok());
  hv1::RescheduleRequest leave;
  leave.mutable_planned_discharge()->set_date("2026-07-08");
  const absl::Status moved = On(kHome, second, &Stub::Reschedule, leave);
  ASSERT_TRUE(moved.ok()) << moved;
  EXPECT_TRUE(Seen(kHome, second).handover().has_planned_move());
  EXPECT_FALSE(Seen(kPartille, second).handover().has_planned_move());
}

TEST_F(SightTest, AQuestionAndItsAnswerAreOneThread) {
  const std::string handover = SendHandover(OpenTransition());
  hv1::AskRequest ask;
  ask.set_text("Vilken höjd på sängen?");
  ASSERT_TRUE(On(kHome, handover, &Stub::Ask, ask).ok());
  const hv1::HandoverDetail asked = Seen(kHospital, handover);
  ASSERT_EQ(asked.handover().questions_size(), 1);
  hv1::AnswerRequest answer;
  answer.set_question_id(asked.handover().questions(0).id());
  answer.set_text("45 cm.");
  ASSERT_TRUE(On(kHospital, handover, &Stub::Answer, answer).ok());
  hv1::RecordCallRequest call;
  call.set_outcome(hv1::CALL_OUTCOME_REACHED);
  call.set_answered_by("Receptionen");
  ASSERT_TRUE(On(kHospital, handover, &Stub::RecordCall, call).ok());
  for (const char* caller : {kHospital, kHome}) {
    const hv1::HandoverDetail seen = Seen(caller, handover);
    ASSERT_EQ(seen.notes_size(), 3) << caller;
    EXPECT_EQ(seen.notes(0).text(), ask.text());
    EXPECT_EQ(seen.notes(0).question_id(), answer.question_id());
    EXPECT_EQ(seen.notes(1).text(), answer.text());
    EXPECT_EQ(seen.notes(1).question_id(), answer.question_id());
    EXPECT_EQ(seen.notes(2).answered_by(), "Receptionen");
    EXPECT_TRUE(seen.handover().questions(0).has_answered_time());
  }
}

TEST_F(SightTest, WhoDoesNotSeeTheWholeWayLeavesNothingOfItOut) {
  const std::string transition = AtShortTermPlace();
  hv1::ChangeDestinationRequest change;
  change.set_transition_id(transition);
  *change.add_legs() = SeenTransition(kHome, transition).transition().legs(0);
  ASSERT_EQ(SeenTransition(kHome, transition).transition().legs_size(), 1);
  ASSERT_TRUE(Take(kHome, &Stub::ChangeDestination, change).ok());
  EXPECT_EQ(outcome_.transition().legs_size(), 1);
  const hv1::TransitionSummary hospitals = SeenTransition(kHospital, transition).transition();
  ASSERT_EQ(hospitals.legs_size(), 2);
  EXPECT_EQ(hospitals.legs(1).municipality_code(), "1402");
  EXPECT_EQ(hospitals.legs(1).from_date(), "2026-07-10");

  // Where to, it may say itself; and what it sees, it may leave out.
  *change.add_legs() = hospitals.legs(1);
  change.mutable_legs(1)->set_from_date("2026-07-03");
  ASSERT_TRUE(Take(kHome, &Stub::ChangeDestination, change).ok());
  ASSERT_EQ(SeenTransition(kHospital, transition).transition().legs_size(), 2);
  EXPECT_EQ(SeenTransition(kHospital, transition).transition().legs(1).from_date(), "2026-07-03");
  ASSERT_TRUE(Met(kHome, handover_).ok());
  ASSERT_EQ(SeenTransition(kHome, transition).transition().legs_size(), 2);
  change.mutable_legs()->RemoveLast();
  ASSERT_TRUE(Take(kHome, &Stub::ChangeDestination, change).ok());
  EXPECT_EQ(SeenTransition(kHospital, transition).transition().legs_size(), 1);
}

TEST_F(SightTest, WhatWasSaidWithTheFormerReceiverStaysThere) {
  handover_ = SendHandover(OpenTransition());
  ASSERT_TRUE(Ask(kHome, "Vilken höjd på sängen?").ok());
  ASSERT_TRUE(AnswerNewest(kHospital, "45 cm.").ok());
  ASSERT_TRUE(Ask(kHospital, "Hinner ni före helgen?").ok());
  ASSERT_TRUE(AnswerNewest(kHome, "Nej, vi är två sjuka.").ok());
  hv1::RecordCallRequest call;
  call.set_outcome(hv1::CALL_OUTCOME_REACHED);
  call.set_note("Ringde och tjatade.");
  ASSERT_TRUE(On(kHospital, handover_, &Stub::RecordCall, call).ok());
  // By way of another organisation's unit to one of the sender's own, that keeps what the sender keeps.
  hv1::RedirectRequest redirect;
  redirect.set_to_unit_id("su-palliativa-teamet");
  redirect.set_note("Bor hos er.");
  const absl::Status redirected = On(kHome, handover_, &Stub::Redirect, redirect);
  ASSERT_TRUE(redirected.ok()) << redirected;
  ASSERT_TRUE(Ask(kOwnTeam, "Finns portkod?").ok());

  EXPECT_THAT(Notes(kOwnTeam), ElementsAre("Bor hos er.", "Finns portkod?"));
  EXPECT_EQ(Seen(kOwnTeam, handover_).handover().questions_size(), 1);
  EXPECT_THAT(Notes(kHospital),
              ElementsAre("Vilken höjd på sängen?", "45 cm.", "Hinner ni före helgen?", "Nej, vi är två sjuka.",
                          "Ringde och tjatade.", "Bor hos er.", "Finns portkod?"));
  EXPECT_EQ(Seen(kHospital, handover_).handover().questions_size(), 3);
}

TEST_F(SightTest, WhoWasDoneInAnEarlierStayIsNotToldOfTheNext) {
  const std::string transition = AtShortTermPlace();
  ASSERT_TRUE(Met(kHome, handover_).ok());
  EXPECT_TRUE(SeenTransition(kHome, transition).transition().has_discharged_time());
  hv1::RecordReadmissionRequest back;
  back.set_transition_id(transition);
  ASSERT_TRUE(Take(kHospital, &Stub::RecordReadmission, back).ok());
  hv1::RescheduleRequest plan;
  plan.set_transition_id(transition);
  plan.mutable_planned_discharge()->set_date("2026-06-29");
  ASSERT_TRUE(Take(kHospital, &Stub::Reschedule, plan).ok());
  ASSERT_TRUE(SeenTransition(kHospital, transition).transition().has_planned_discharge());

  // That the patient is back it is told; and it goes on reading what was its own.
  hv1::TransitionSummary served = Seen(kHome, handover_).transition();
  EXPECT_TRUE(served.has_readmitted_time());
  EXPECT_FALSE(served.has_planned_discharge());
  EXPECT_EQ(served.legs_size(), 0);
  EXPECT_TRUE(Seen(kHome, handover_).has_content());
  EXPECT_EQ(SeenTransition(kHome, transition).patient().phone(), TestPatient(1).phone());
  EXPECT_EQ(Listed(kHome, false).size(), 1u);

  ASSERT_TRUE(On(kHome, handover_, &Stub::SeeNotice, hv1::SeeNoticeRequest()).ok());
  ASSERT_TRUE(Discharge(transition).ok());
  served = SeenTransition(kHome, transition).transition();
  EXPECT_EQ(served.state(), hv1::TRANSITION_STATE_UNSPECIFIED);
  EXPECT_FALSE(served.has_discharged_time());
  EXPECT_FALSE(served.has_last_step_time());

  // The next way home is sent anew: then it is told of this stay as any holder is.
  handover_ = SendHandover(transition);
  EXPECT_TRUE(SeenTransition(kHome, transition).transition().has_discharged_time());
  EXPECT_EQ(SeenTransition(kHome, transition).transition().legs_size(), 1);
}

}  // namespace
}  // namespace hemgang::test
