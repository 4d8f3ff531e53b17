// What each state owes, to whom, and nothing else.
#include "services/rules/owed_tasks.h"

#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "tests/rules/step_story.h"

namespace hemgang::rules {
namespace {

// A handover in whose state everything is owed that can be.
rec::Transition TransitionWith(hv1::HandoverKind kind, hv1::HandoverState state) {
  rec::Transition transition;
  transition.set_state(hv1::TRANSITION_STATE_DISCHARGED);
  rec::Handover& handover = *transition.add_handovers();
  handover.set_id("h");
  handover.set_kind(kind);
  handover.set_state(state);
  handover.set_sender_unit_id("sender");
  handover.set_receiver_unit_id("receiver");
  handover.add_professions(hv1::PROFESSION_OCCUPATIONAL_THERAPIST);
  handover.set_call_required(true);
  return transition;
}

std::string OwedIn(const rec::Transition& transition) {
  std::vector<std::string> lines;
  for (const OwedTask& task : OwedTasks(transition)) {
    lines.push_back(absl::StrCat(hv1::TaskKind_Name(task.kind).substr(10), " ", task.holder_unit_id));
  }
  return absl::StrJoin(lines, ", ");
}

TEST(OwedTasksTable, HandoverOwes) {
  using States = std::map<hv1::HandoverState, std::string>;
  const States homeward = {{hv1::HANDOVER_STATE_SENT, "ACKNOWLEDGE receiver, CALL sender"},
                           {hv1::HANDOVER_STATE_DECLINED, "REDIRECT sender"},
                           {hv1::HANDOVER_STATE_ACKNOWLEDGED, "ASSIGN receiver, FIRST_CONTACT receiver"}};
  States onward = homeward;
  onward[hv1::HANDOVER_STATE_ACKNOWLEDGED] = "ASSIGN receiver, CONFIRM_DISCHARGE sender";
  const States report = {{hv1::HANDOVER_STATE_SENT, "ACKNOWLEDGE receiver"},
                         {hv1::HANDOVER_STATE_DECLINED, "REDIRECT sender"}};
  const std::map<hv1::HandoverKind, States> rows = {{hv1::HANDOVER_KIND_DISCHARGE_HANDOVER, homeward},
                                                    {hv1::HANDOVER_KIND_ONWARD, onward},
                                                    {hv1::HANDOVER_KIND_REHAB_NOTICE, report},
                                                    {hv1::HANDOVER_KIND_ADMISSION_REPORT, report},
                                                    {hv1::HANDOVER_KIND_FOLLOW_UP, {}}};
  for (const auto& [kind, states] : rows) {
    for (int number = hv1::HandoverState_MIN; number <= hv1::HandoverState_MAX; ++number) {
      const auto state = static_cast<hv1::HandoverState>(number);
      const auto expected = states.find(state);
      EXPECT_EQ(OwedIn(TransitionWith(kind, state)), expected == states.end() ? "" : expected->second)
          << hv1::HandoverKind_Name(kind) << " " << hv1::HandoverState_Name(state);
    }
  }
}

TEST(OwedTasksTable, WhatIsDoneIsNotOwed) {
  rec::Transition sent = TransitionWith(hv1::HANDOVER_KIND_DISCHARGE_HANDOVER, hv1::HANDOVER_STATE_SENT);
  sent.mutable_handovers(0)->set_call_reached_time_us(1);
  EXPECT_EQ(OwedIn(sent), "ACKNOWLEDGE receiver");
  sent.mutable_handovers(0)->clear_call_reached_time_us();
  sent.mutable_handovers(0)->set_call_required(false);
  EXPECT_EQ(OwedIn(sent), "ACKNOWLEDGE receiver");
  rec::Transition taken = TransitionWith(hv1::HANDOVER_KIND_DISCHARGE_HANDOVER, hv1::HANDOVER_STATE_ACKNOWLEDGED);
  taken.mutable_handovers(0)->add_therapists()->set_profession(hv1::PROFESSION_OCCUPATIONAL_THERAPIST);
  EXPECT_EQ(OwedIn(taken), "FIRST_CONTACT receiver");
  taken.mutable_handovers(0)->add_professions(hv1::PROFESSION_PHYSIOTHERAPIST);
  EXPECT_EQ(OwedIn(taken), "ASSIGN receiver, FIRST_CONTACT receiver");
  taken.set_state(hv1::TRANSITION_STATE_ADMITTED);
  EXPECT_EQ(OwedIn(taken), "ASSIGN receiver, CONFIRM_DISCHARGE sender");
  rec::Transition moved = TransitionWith(hv1::HANDOVER_KIND_ONWARD, hv1::HANDOVER_STATE_ACKNOWLEDGED);
  moved.mutable_handovers(0)->set_moved_time_us(1);
  EXPECT_EQ(OwedIn(moved), "ASSIGN receiver, FIRST_CONTACT receiver");
}

TEST(OwedTasksTable, NothingButNoticesIsOwedAfterTheEnd) {
  rec::Transition transition = TransitionWith(hv1::HANDOVER_KIND_DISCHARGE_HANDOVER, hv1::HANDOVER_STATE_SENT);
  for (const auto ended : {hv1::TRANSITION_STATE_CANCELLED, hv1::TRANSITION_STATE_CLOSED}) {
    transition.set_state(ended);
    transition.mutable_handovers(0)->clear_notice_reason();
    EXPECT_EQ(OwedIn(transition), "");
    transition.mutable_handovers(0)->set_notice_reason(hv1::NOTICE_REASON_DIED);
    EXPECT_EQ(OwedIn(transition), "SEE_NOTICE receiver");
  }
}

TEST(OwedTasksTable, MissingAids) {
  struct {
    hv1::HomeItemStatus status;
    bool missing;
  } const rows[] = {
      {hv1::HOME_ITEM_STATUS_UNSPECIFIED, true}, {hv1::HOME_ITEM_STATUS_AT_HOME, false},
      {hv1::HOME_ITEM_STATUS_PRESCRIBED, true},  {hv1::HOME_ITEM_STATUS_ORDERED, true},
      {hv1::HOME_ITEM_STATUS_DELIVERED, false},  {hv1::HOME_ITEM_STATUS_MISSING, true},
      {hv1::HOME_ITEM_STATUS_FAILED, true},      {hv1::HOME_ITEM_STATUS_NO_LONGER_NEEDED, false},
  };
  for (const auto& row : rows) EXPECT_EQ(IsAidMissing(row.status), row.missing) << row.status;
}

class OwedStory : public StepStory {};

TEST_F(OwedStory, WhatMustBeAtHomeIsConfirmedByWhoAnswersForIt) {
  Open();
  SendHandover send = Message(hv1::HANDOVER_KIND_DISCHARGE_HANDOVER, kHome);
  send.aids = {{.status = hv1::HOME_ITEM_STATUS_ORDERED}, {hv1::HOME_ITEM_STATUS_PRESCRIBED, true}};
  Take(send);
  // Nobody knows when the patient leaves.
  EXPECT_EQ(Owed(), "ACKNOWLEDGE molndal-hemrehab 2026-06-17T16:00");
  Take(Reschedule{.planned = PlannedAt("2026-06-24T10:00")});
  EXPECT_EQ(Owed(),
            "ACKNOWLEDGE molndal-hemrehab 2026-06-17T16:00\n"
            "CONFIRM_AIDS su-ostra-rehab 2026-06-23T12:00\n"
            "CONFIRM_AIDS molndal-hemrehab 2026-06-23T12:00");
  TakeOn(UpdateAids{.updates = {{.id = "1", .status = hv1::HOME_ITEM_STATUS_FAILED}}});
  EXPECT_EQ(Ended(), "");
  TakeOn(UpdateAids{.updates = {{.id = "1", .status = hv1::HOME_ITEM_STATUS_DELIVERED}}});
  EXPECT_EQ(Ended(), "TASK_MET CONFIRM_AIDS");
  TakeOn(Withdraw{.reason = hv1::WITHDRAW_REASON_PATIENT_WORSE});
  EXPECT_EQ(Ended(), "TASK_DROPPED ACKNOWLEDGE\nTASK_DROPPED CONFIRM_AIDS");
}

TEST_F(OwedStory, ADeclinedReportIsRedirectedByWhoSentIt) {
  OpenFromHome();
  Take(Message(hv1::HANDOVER_KIND_ADMISSION_REPORT));
  Be(kWard);
  TakeOn(Decline{.reason = hv1::DECLINE_REASON_WRONG_PATIENT});
  EXPECT_EQ(Owed(), "REDIRECT molndal-hemrehab 2026-06-17T12:00");
  Be(kHome);
  TakeOn(Redirect{.to_unit_id = "su-molndal-rehab"});
  EXPECT_EQ(Owed(), "ACKNOWLEDGE su-molndal-rehab 2026-06-17T16:00");
}

TEST_F(OwedStory, AQuestionIsOwedByTheUnitAsked) {
  OpenAndSend();
  TakeOn(Ask{});
  const std::string question = handover().questions(0).id();
  EXPECT_EQ(TaskOf(hv1::TASK_KIND_ANSWER).holder_unit_id(), kHome);
  EXPECT_EQ(TaskOf(hv1::TASK_KIND_ANSWER).sender_unit_id(), kWard);
  Be(kHome);
  TakeOn(Ask{});
  TakeOn(Answer{.question_id = question});
  EXPECT_EQ(Ended(), "TASK_MET ANSWER");
  EXPECT_EQ(TaskOf(hv1::TASK_KIND_ANSWER).holder_unit_id(), kWard);
  Be(kWard);
  TakeOn(Withdraw{.reason = hv1::WITHDRAW_REASON_PATIENT_WORSE});
  EXPECT_EQ(Owed(), "SEND_HANDOVER su-ostra-rehab 2026-06-23T16:00");
}

}  // namespace
}  // namespace hemgang::rules
