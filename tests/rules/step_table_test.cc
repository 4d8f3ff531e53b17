// Every step by everybody in every state: what is not written here is refused.
#include "services/rules/step_table.h"

#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace hemgang::rules {
namespace {

using Lines = std::set<std::string>;

Actor ActorAt(const std::string& unit_id) {
  return {.staff_id = "somebody", .unit_id = unit_id, .organisation_id = "", .is_clock = false};
}

rec::Handover HandoverFrom(const std::string& sender, const std::string& receiver, hv1::HandoverKind kind,
                           hv1::HandoverState state) {
  rec::Handover handover;
  handover.set_id(sender + " to " + receiver);
  handover.set_kind(kind);
  handover.set_state(state);
  handover.set_sender_unit_id(sender);
  handover.set_receiver_unit_id(receiver);
  return handover;
}

// A transition of "ward" with everybody who can have a part in it.
rec::Transition TransitionIn(hv1::TransitionState state) {
  rec::Transition transition;
  transition.set_id("t");
  transition.set_state(state);
  transition.set_hospital_unit_id("ward");
  transition.set_opened_by_unit_id("home-opener");
  transition.add_needs()->set_unit_id("ward-physio");
  *transition.add_handovers() =
      HandoverFrom("ward-sender", "home", hv1::HANDOVER_KIND_DISCHARGE_HANDOVER, hv1::HANDOVER_STATE_SENT);
  *transition.add_handovers() =
      HandoverFrom("ward-notice", "home-told", hv1::HANDOVER_KIND_REHAB_NOTICE, hv1::HANDOVER_STATE_COMPLETED);
  *transition.add_handovers() =
      HandoverFrom("ward", "holder", hv1::HANDOVER_KIND_DISCHARGE_HANDOVER, hv1::HANDOVER_STATE_ACKNOWLEDGED);
  *transition.add_handovers() =
      HandoverFrom("left", "holder-onward", hv1::HANDOVER_KIND_ONWARD, hv1::HANDOVER_STATE_COMPLETED);
  transition.add_report_requests()->set_asked_unit_id("asked");
  rec::ReportRequest& answered = *transition.add_report_requests();
  answered.set_asked_unit_id("asked-and-answered");
  answered.set_answered_time_us(1);
  return transition;
}

const std::map<std::string, Actor>& Actors() {
  static const auto* const actors =
      new std::map<std::string, Actor>{{"hospital", ActorAt("ward")},
                                       {"need", ActorAt("ward-physio")},
                                       {"sender", ActorAt("ward-sender")},
                                       {"notice sender", ActorAt("ward-notice")},
                                       {"home opener", ActorAt("home-opener")},
                                       {"asked", ActorAt("asked")},
                                       {"asked and answered", ActorAt("asked-and-answered")},
                                       {"receiver", ActorAt("home")},
                                       {"notice receiver", ActorAt("home-told")},
                                       {"holder", ActorAt("holder")},
                                       {"holder onward", ActorAt("holder-onward")},
                                       {"onward sender without a handover", ActorAt("left")},
                                       {"stranger", ActorAt("elsewhere")},
                                       {"clock", {.is_clock = true}},
                                       {"directory", {.is_directory = true}}};
  return *actors;
}

std::string StateName(hv1::TransitionState state) {
  return hv1::TransitionState_Name(state).substr(17);
}
std::string StateName(hv1::HandoverState state) {
  return hv1::HandoverState_Name(state).substr(15);
}
std::string StepName(hv1::Step step) {
  return hv1::Step_Name(step).substr(5);
}

Lines Plus(Lines one, const Lines& other) {
  one.insert(other.begin(), other.end());
  return one;
}

// A step that leaves the state as it is, in each of these states.
Lines Stays(const std::string& step, const std::vector<std::string>& states) {
  Lines lines;
  for (const std::string& state : states) lines.insert(step + " " + state + " " + state);
  return lines;
}

Lines Involved() {
  return {"RECORD_DISCHARGE ADMITTED DISCHARGED",   "RECORD_DEATH ADMITTED CANCELLED",
          "RECORD_DEATH DISCHARGED CANCELLED",      "CHANGE_DESTINATION DISCHARGED DISCHARGED",
          "RECORD_READMISSION DISCHARGED ADMITTED", "REVERT_CANCELLATION CANCELLED ADMITTED"};
}
Lines Home() {
  return Plus(Involved(), Stays("ANSWER_NOTHING_TO_REPORT", {"ADMITTED", "DISCHARGED"}));
}
Lines Hospital() {
  Lines lines = Plus(Involved(), {"CLOSE_TRANSITION ADMITTED CLOSED", "CLOSE_TRANSITION DISCHARGED CLOSED",
                                  "CANCEL_TRANSITION ADMITTED CANCELLED", "CANCEL_TRANSITION DISCHARGED CANCELLED"});
  for (const char* step : {"RESCHEDULE", "CONFIRM_STAY", "JOIN_TRANSITION", "REQUEST_REPORT", "CHANGE_DESTINATION",
                           "SET_DISCHARGE_READY"}) {
    lines = Plus(lines, Stays(step, {"ADMITTED"}));
  }
  for (const char* step : {"MARK_NEED", "CLEAR_NEED", "CHANGE_SENDING_UNIT", "MERGE_IDENTITY"}) {
    lines = Plus(lines, Stays(step, {"ADMITTED", "DISCHARGED"}));
  }
  return lines;
}

TEST(StepTable, TransitionSteps) {
  const std::map<std::string, Lines> allowed = {
      {"hospital", Hospital()},
      {"need", Hospital()},
      {"sender", Hospital()},
      {"notice sender", Hospital()},
      {"home opener", Home()},
      {"asked", Home()},
      {"asked and answered", {}},
      {"receiver", Home()},
      {"notice receiver", Home()},
      {"holder", Home()},
      {"holder onward", Home()},
      {"onward sender without a handover", {}},
      {"stranger", {}},
      {"clock", Stays("EXPIRE", {"ADMITTED", "DISCHARGED", "CANCELLED", "CLOSED"})},
      {"directory", Stays("CHANGE_SENDING_UNIT", {"ADMITTED", "DISCHARGED"})},
  };
  for (const auto& [name, actor] : Actors()) {
    Lines found;
    for (int step = hv1::Step_MIN; step <= hv1::Step_MAX; ++step) {
      for (int state = hv1::TransitionState_MIN; state <= hv1::TransitionState_MAX; ++state) {
        const rec::Transition transition = TransitionIn(static_cast<hv1::TransitionState>(state));
        const auto row = FindTransitionStep(static_cast<hv1::Step>(step), transition, actor);
        if (row.lookup != StepLookup::kAllowed) continue;
        found.insert(StepName(static_cast<hv1::Step>(step)) + " " + StateName(transition.state()) + " " +
                     StateName(row.to));
      }
    }
    EXPECT_EQ(found, allowed.at(name)) << name;
  }
}

TEST(StepTable, Sendings) {
  const Lines hospital = {"DISCHARGE_HANDOVER ADMITTED SENT", "DISCHARGE_HANDOVER DISCHARGED SENT",
                          "REHAB_NOTICE ADMITTED SENT"};
  const Lines home = {"ADMISSION_REPORT ADMITTED SENT"};
  const Lines holder =
      Plus(home, {"FOLLOW_UP ADMITTED COMPLETED", "FOLLOW_UP DISCHARGED COMPLETED", "ONWARD DISCHARGED SENT"});
  const std::map<std::string, Lines> allowed = {
      {"hospital", hospital},     {"need", hospital},
      {"sender", hospital},       {"notice sender", hospital},
      {"home opener", home},      {"asked", home},
      {"asked and answered", {}}, {"receiver", home},
      {"notice receiver", home},  {"holder", holder},
      {"holder onward", holder},  {"onward sender without a handover", {}},
      {"stranger", {}},           {"clock", {}},
      {"directory", {}},
  };
  for (const auto& [name, actor] : Actors()) {
    Lines found;
    for (int kind = hv1::HandoverKind_MIN; kind <= hv1::HandoverKind_MAX; ++kind) {
      for (int state = hv1::TransitionState_MIN; state <= hv1::TransitionState_MAX; ++state) {
        const rec::Transition transition = TransitionIn(static_cast<hv1::TransitionState>(state));
        const auto row = FindSending(static_cast<hv1::HandoverKind>(kind), transition, actor);
        if (row.lookup != StepLookup::kAllowed) continue;
        found.insert(hv1::HandoverKind_Name(static_cast<hv1::HandoverKind>(kind)).substr(14) + " " +
                     StateName(transition.state()) + " " + StateName(row.to));
      }
    }
    EXPECT_EQ(found, allowed.at(name)) << name;
  }
}

// What either side may do with a handover of every kind.
Lines SenderOfAny() {
  Lines lines =
      Plus(Stays("ASK", {"SENT", "ACKNOWLEDGED", "COMPLETED"}), Stays("ANSWER", {"SENT", "ACKNOWLEDGED", "COMPLETED"}));
  lines = Plus(lines, Stays("RECORD_TRANSFER", {"SENT", "DECLINED", "ACKNOWLEDGED", "COMPLETED", "WITHDRAWN"}));
  for (const char* state : {"SENT", "DECLINED", "ACKNOWLEDGED", "COMPLETED", "WITHDRAWN"}) {
    lines.insert(std::string("VOID ") + state + " VOIDED");
  }
  return lines;
}
Lines ReceiverOfAny() {
  Lines lines =
      Plus(Stays("ASK", {"SENT", "ACKNOWLEDGED", "COMPLETED"}), Stays("ANSWER", {"SENT", "ACKNOWLEDGED", "COMPLETED"}));
  lines = Plus(lines, Stays("RECORD_TRANSFER", {"SENT", "ACKNOWLEDGED", "COMPLETED", "WITHDRAWN"}));
  return Plus(lines, Stays("SEE_NOTICE", {"SENT", "DECLINED", "ACKNOWLEDGED", "COMPLETED", "WITHDRAWN", "VOIDED"}));
}

// … with one that is answered.
Lines SenderOfAnswered() {
  Lines lines = Plus(SenderOfAny(), Stays("AMEND", {"SENT", "DECLINED"}));
  lines = Plus(lines, Stays("RECORD_CALL", {"SENT", "DECLINED"}));
  return Plus(lines, {"REDIRECT DECLINED SENT", "WITHDRAW SENT WITHDRAWN", "WITHDRAW DECLINED WITHDRAWN"});
}
Lines ReceiverOfAnswered() {
  return Plus(Plus(ReceiverOfAny(), Stays("RECORD_CALL", {"SENT"})), {"DECLINE SENT DECLINED", "REDIRECT SENT SENT"});
}

// … with one that brings a patient home.
Lines SenderOfHomeward() {
  Lines lines = Plus(SenderOfAnswered(), Stays("UPDATE_AIDS", {"SENT", "DECLINED", "ACKNOWLEDGED", "COMPLETED"}));
  lines = Plus(lines, Plus(Stays("AMEND", {"ACKNOWLEDGED"}), Stays("RECORD_CALL", {"ACKNOWLEDGED"})));
  return Plus(lines, {"WITHDRAW ACKNOWLEDGED WITHDRAWN"});
}
Lines ReceiverOfHomeward() {
  Lines lines = Plus(ReceiverOfAnswered(), Stays("UPDATE_AIDS", {"SENT", "ACKNOWLEDGED", "COMPLETED"}));
  lines = Plus(lines, Plus(Stays("ASSIGN_THERAPIST", {"ACKNOWLEDGED"}), Stays("RECORD_CALL", {"ACKNOWLEDGED"})));
  return Plus(lines, {"ACKNOWLEDGE SENT ACKNOWLEDGED", "REVOKE_ACKNOWLEDGEMENT SENT SENT",
                      "REVOKE_ACKNOWLEDGEMENT ACKNOWLEDGED SENT", "RECORD_FIRST_CONTACT ACKNOWLEDGED COMPLETED"});
}
Lines SenderOfOnward() {
  Lines lines = SenderOfHomeward();
  for (const char* step : {"RESCHEDULE", "CONFIRM_STAY", "RECORD_DISCHARGE"}) {
    lines = Plus(lines, Stays(step, {"SENT", "DECLINED", "ACKNOWLEDGED"}));
  }
  return lines;
}

std::map<std::string, Lines> AllowedOn(hv1::HandoverKind kind) {
  const Lines moved_reports = {"REDIRECT SENT SENT"};
  const Lines moved = {"REDIRECT SENT SENT", "REDIRECT ACKNOWLEDGED SENT"};
  switch (kind) {
    case hv1::HANDOVER_KIND_DISCHARGE_HANDOVER:
      return {{"sender", SenderOfHomeward()}, {"receiver", ReceiverOfHomeward()}, {"directory", moved}};
    case hv1::HANDOVER_KIND_ONWARD:
      return {{"sender", SenderOfOnward()},
              {"receiver", Plus(ReceiverOfHomeward(), Stays("RECORD_DISCHARGE", {"SENT", "ACKNOWLEDGED"}))},
              {"directory", moved}};
    case hv1::HANDOVER_KIND_REHAB_NOTICE:
    case hv1::HANDOVER_KIND_ADMISSION_REPORT:
      return {{"sender", SenderOfAnswered()},
              {"receiver", Plus(ReceiverOfAnswered(), {"ACKNOWLEDGE SENT COMPLETED"})},
              {"directory", moved_reports}};
    case hv1::HANDOVER_KIND_FOLLOW_UP:
      return {{"sender", SenderOfAny()}, {"receiver", ReceiverOfAny()}, {"directory", {}}};
    default:
      return {{"sender", {}}, {"receiver", {}}, {"directory", {}}};
  }
}

TEST(StepTable, HandoverSteps) {
  for (int number = hv1::HandoverKind_MIN; number <= hv1::HandoverKind_MAX; ++number) {
    const auto kind = static_cast<hv1::HandoverKind>(number);
    const std::map<std::string, Lines> allowed = AllowedOn(kind);
    for (const auto& [name, actor] : Actors()) {
      Lines found;
      for (int step = hv1::Step_MIN; step <= hv1::Step_MAX; ++step) {
        for (int state = hv1::HandoverState_MIN; state <= hv1::HandoverState_MAX; ++state) {
          const rec::Handover handover =
              HandoverFrom("ward-sender", "home", kind, static_cast<hv1::HandoverState>(state));
          const auto row = FindHandoverStep(static_cast<hv1::Step>(step), handover, actor);
          if (row.lookup != StepLookup::kAllowed) continue;
          found.insert(StepName(static_cast<hv1::Step>(step)) + " " + StateName(handover.state()) + " " +
                       StateName(row.to));
        }
      }
      const auto expected = allowed.find(name);
      EXPECT_EQ(found, expected == allowed.end() ? Lines() : expected->second)
          << name << " " << hv1::HandoverKind_Name(kind);
    }
  }
}

TEST(StepTable, AfterTheEnd) {
  Lines found;
  for (int step = hv1::Step_MIN; step <= hv1::Step_MAX; ++step) {
    if (IsAllowedAfterEnd(static_cast<hv1::Step>(step))) found.insert(StepName(static_cast<hv1::Step>(step)));
  }
  EXPECT_EQ(found, (Lines{"SEE_NOTICE", "VOID", "RECORD_TRANSFER"}));
}

TEST(StepTable, AWrongUnitIsToldSoBeforeAWrongState) {
  rec::Transition transition = TransitionIn(hv1::TRANSITION_STATE_CLOSED);
  EXPECT_EQ(FindTransitionStep(hv1::STEP_RESCHEDULE, transition, Actors().at("receiver")).lookup,
            StepLookup::kNotYourStep);
  EXPECT_EQ(FindTransitionStep(hv1::STEP_RESCHEDULE, transition, Actors().at("hospital")).lookup,
            StepLookup::kStateForbids);
  EXPECT_EQ(FindSending(hv1::HANDOVER_KIND_ONWARD, transition, Actors().at("hospital")).lookup,
            StepLookup::kNotYourStep);
  EXPECT_EQ(FindSending(hv1::HANDOVER_KIND_ONWARD, transition, Actors().at("holder")).lookup,
            StepLookup::kStateForbids);
}

TEST(StepTable, WhoseHandoverHasEndedIsNotInvolved) {
  rec::Transition transition = TransitionIn(hv1::TRANSITION_STATE_ADMITTED);
  EXPECT_TRUE(HasRelation(Relation::kInvolved, transition, Actors().at("receiver")));
  for (const auto ended : {hv1::HANDOVER_STATE_WITHDRAWN, hv1::HANDOVER_STATE_DECLINED, hv1::HANDOVER_STATE_VOIDED}) {
    transition.mutable_handovers(0)->set_state(ended);
    EXPECT_FALSE(HasRelation(Relation::kInvolved, transition, Actors().at("receiver")));
    // Declined, it is the sender's to redirect; taken back, it gives a unit that is not the hospital's now no part.
    EXPECT_EQ(HasRelation(Relation::kInvolved, transition, Actors().at("sender")),
              ended == hv1::HANDOVER_STATE_DECLINED);
  }
}

TEST(StepTable, AHospitalsUnitIsNotAtHome) {
  rec::Transition transition = TransitionIn(hv1::TRANSITION_STATE_ADMITTED);
  *transition.add_handovers() =
      HandoverFrom("home", "ward-reader", hv1::HANDOVER_KIND_ADMISSION_REPORT, hv1::HANDOVER_STATE_SENT);
  EXPECT_FALSE(HasRelation(Relation::kHome, transition, ActorAt("ward-reader")));
  EXPECT_TRUE(HasRelation(Relation::kInvolved, transition, ActorAt("ward-reader")));
  EXPECT_TRUE(HasRelation(Relation::kHome, transition, Actors().at("home opener")));
  transition.set_opened_by_unit_id("ward");
  EXPECT_FALSE(HasRelation(Relation::kHome, transition, Actors().at("hospital")));
}

TEST(StepTable, OnlyWhoIsAskedAndHasNotAnsweredIsAsked) {
  const rec::Transition transition = TransitionIn(hv1::TRANSITION_STATE_ADMITTED);
  EXPECT_TRUE(HasRelation(Relation::kAsked, transition, Actors().at("asked")));
  EXPECT_FALSE(HasRelation(Relation::kAsked, transition, Actors().at("asked and answered")));
  EXPECT_FALSE(HasRelation(Relation::kAsked, transition, Actors().at("receiver")));
}

}  // namespace
}  // namespace hemgang::rules
