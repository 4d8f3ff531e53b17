// Every step by everybody in every state: what is not written here is refused.
#include "services/rules/step_table.h"

#include <map>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace hemgang::rules {
namespace {

Actor ActorAt(const std::string& unit_id) {
  return {.staff_id = "somebody", .unit_id = unit_id, .organisation_id = "", .is_clock = false};
}

// A transition of "ward" with one handover from "ward" to "home".
rec::Transition TransitionIn(hv1::TransitionState state) {
  rec::Transition transition;
  transition.set_id("t");
  transition.set_state(state);
  transition.set_hospital_unit_id("ward");
  rec::Need& need = *transition.add_needs();
  need.set_unit_id("ward-physio");
  rec::Handover& handover = *transition.add_handovers();
  handover.set_id("h");
  handover.set_state(hv1::HANDOVER_STATE_SENT);
  handover.set_sender_unit_id("ward-sender");
  handover.set_receiver_unit_id("home");
  return transition;
}

const std::map<std::string, Actor>& Actors() {
  static const auto* const actors = new std::map<std::string, Actor>{
      {"opener", ActorAt("ward")},
      {"need", ActorAt("ward-physio")},
      {"sender", ActorAt("ward-sender")},
      {"receiver", ActorAt("home")},
      {"stranger", ActorAt("elsewhere")},
      {"clock", {.staff_id = "", .unit_id = "", .organisation_id = "", .is_clock = true}}};
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

TEST(StepTable, TransitionSteps) {
  // For opener, need and sender alike ("hospital").
  const std::set<std::string> hospital = {
      "MARK_NEED ADMITTED ADMITTED",          "MARK_NEED DISCHARGED DISCHARGED",
      "CLEAR_NEED ADMITTED ADMITTED",         "CLEAR_NEED DISCHARGED DISCHARGED",
      "RESCHEDULE ADMITTED ADMITTED",         "CONFIRM_STAY ADMITTED ADMITTED",
      "RECORD_DISCHARGE ADMITTED DISCHARGED", "RECORD_DEATH ADMITTED CANCELLED",
      "RECORD_DEATH DISCHARGED CANCELLED",    "SEND_HANDOVER ADMITTED ADMITTED",
      "SEND_HANDOVER DISCHARGED DISCHARGED",  "CLOSE_TRANSITION ADMITTED CLOSED",
      "CLOSE_TRANSITION DISCHARGED CLOSED",
  };
  const std::map<std::string, std::set<std::string>> allowed = {
      {"opener", hospital},
      {"need", hospital},
      {"sender", hospital},
      {"receiver",
       {"RECORD_DISCHARGE ADMITTED DISCHARGED", "RECORD_DEATH ADMITTED CANCELLED",
        "RECORD_DEATH DISCHARGED CANCELLED"}},
      {"stranger", {}},
      {"clock", {"EXPIRE ADMITTED ADMITTED", "EXPIRE DISCHARGED DISCHARGED", "EXPIRE CANCELLED CANCELLED"}},
  };
  for (const auto& [name, actor] : Actors()) {
    std::set<std::string> found;
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

TEST(StepTable, HandoverSteps) {
  const std::map<std::string, std::set<std::string>> allowed = {
      {"opener", {}},
      {"need", {}},
      {"sender",
       {"REDIRECT DECLINED SENT", "WITHDRAW SENT WITHDRAWN", "WITHDRAW DECLINED WITHDRAWN",
        "WITHDRAW ACKNOWLEDGED WITHDRAWN", "RECORD_CALL SENT SENT", "RECORD_CALL DECLINED DECLINED",
        "RECORD_CALL ACKNOWLEDGED ACKNOWLEDGED"}},
      {"receiver",
       {"ACKNOWLEDGE SENT ACKNOWLEDGED", "ASSIGN_THERAPIST ACKNOWLEDGED ACKNOWLEDGED", "DECLINE SENT DECLINED",
        "REDIRECT SENT SENT", "RECORD_CALL SENT SENT", "RECORD_CALL ACKNOWLEDGED ACKNOWLEDGED",
        "RECORD_FIRST_CONTACT ACKNOWLEDGED COMPLETED", "SEE_NOTICE SENT SENT", "SEE_NOTICE ACKNOWLEDGED ACKNOWLEDGED",
        "SEE_NOTICE COMPLETED COMPLETED", "SEE_NOTICE WITHDRAWN WITHDRAWN"}},
      {"stranger", {}},
      {"clock", {}},
  };
  for (const auto& [name, actor] : Actors()) {
    std::set<std::string> found;
    for (int step = hv1::Step_MIN; step <= hv1::Step_MAX; ++step) {
      for (int state = hv1::HandoverState_MIN; state <= hv1::HandoverState_MAX; ++state) {
        for (int kind = hv1::HandoverKind_MIN; kind <= hv1::HandoverKind_MAX; ++kind) {
          rec::Handover handover = TransitionIn(hv1::TRANSITION_STATE_ADMITTED).handovers(0);
          handover.set_kind(static_cast<hv1::HandoverKind>(kind));
          handover.set_state(static_cast<hv1::HandoverState>(state));
          const auto row = FindHandoverStep(static_cast<hv1::Step>(step), handover, actor);
          if (row.lookup != StepLookup::kAllowed) continue;
          EXPECT_EQ(kind, hv1::HANDOVER_KIND_DISCHARGE_HANDOVER);
          found.insert(StepName(static_cast<hv1::Step>(step)) + " " + StateName(handover.state()) + " " +
                       StateName(row.to));
        }
      }
    }
    EXPECT_EQ(found, allowed.at(name)) << name;
  }
}

TEST(StepTable, AWrongUnitIsToldSoBeforeAWrongState) {
  rec::Transition transition = TransitionIn(hv1::TRANSITION_STATE_CLOSED);
  EXPECT_EQ(FindTransitionStep(hv1::STEP_RESCHEDULE, transition, Actors().at("receiver")).lookup,
            StepLookup::kNotYourStep);
  EXPECT_EQ(FindTransitionStep(hv1::STEP_RESCHEDULE, transition, Actors().at("opener")).lookup,
            StepLookup::kStateForbids);
}

TEST(StepTable, AReceiverOfAWithdrawnOrDeclinedHandoverIsNotInvolved) {
  rec::Transition transition = TransitionIn(hv1::TRANSITION_STATE_ADMITTED);
  EXPECT_TRUE(HasRelation(Relation::kInvolved, transition, Actors().at("receiver")));
  for (const auto ended : {hv1::HANDOVER_STATE_WITHDRAWN, hv1::HANDOVER_STATE_DECLINED, hv1::HANDOVER_STATE_VOIDED}) {
    transition.mutable_handovers(0)->set_state(ended);
    EXPECT_FALSE(HasRelation(Relation::kInvolved, transition, Actors().at("receiver")));
    EXPECT_TRUE(HasRelation(Relation::kInvolved, transition, Actors().at("sender")));
  }
}

}  // namespace
}  // namespace hemgang::rules
