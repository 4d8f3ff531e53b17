// What a state owes, what ends a task, and how due times move.
#include "services/rules/running_tasks.h"

#include <string>

#include <gtest/gtest.h>

#include "tests/rules/step_story.h"

namespace hemgang::rules {
namespace {

using RunningTasksTest = StepStory;

TEST_F(RunningTasksTest, AMarkedNeedOwesAHandoverPerProfession) {
  Open();
  EXPECT_EQ(Owed(), "");
  Take(MarkNeed{.profession = hv1::PROFESSION_OCCUPATIONAL_THERAPIST, .urgency = hv1::URGENCY_ROUTINE});
  Take(MarkNeed{.profession = hv1::PROFESSION_PHYSIOTHERAPIST, .urgency = hv1::URGENCY_ROUTINE});
  // Three working days; Midsummer Eve is none.
  EXPECT_EQ(Owed(),
            "SEND_HANDOVER su-ostra-rehab 2026-06-23T16:00\n"
            "SEND_HANDOVER su-ostra-rehab 2026-06-23T16:00");
  Send();
  EXPECT_EQ(Ended(), "TASK_MET SEND_HANDOVER");
  EXPECT_EQ(Owed(),
            "SEND_HANDOVER su-ostra-rehab 2026-06-23T16:00\n"
            "ACKNOWLEDGE molndal-hemrehab 2026-06-17T16:00");
}

TEST_F(RunningTasksTest, AnAcknowledgedHandover) {
  OpenAndSend();
  Be(kHome);
  TakeOn(Acknowledge{});
  EXPECT_EQ(Ended(), "TASK_MET ACKNOWLEDGE");
  EXPECT_EQ(Owed(),
            "ASSIGN molndal-hemrehab 2026-06-22T16:00\n"
            "CONFIRM_DISCHARGE su-ostra-rehab 2026-06-22T16:00");
  TakeOn(AssignTherapist{.therapist_id = "eva.at"});
  EXPECT_EQ(Ended(), "TASK_MET ASSIGN");
  EXPECT_EQ(Owed(), "CONFIRM_DISCHARGE su-ostra-rehab 2026-06-22T16:00");
  Discharge();
  EXPECT_EQ(Ended(), "TASK_MET CONFIRM_DISCHARGE");
  EXPECT_EQ(Owed(), "FIRST_CONTACT molndal-hemrehab 2026-06-24T16:00");
  Be(kHome);
  TakeOn(RecordFirstContact{.outcome = hv1::FIRST_CONTACT_OUTCOME_MADE});
  EXPECT_EQ(Ended(), "TASK_MET FIRST_CONTACT");
  EXPECT_EQ(Owed(), "");
}

TEST_F(RunningTasksTest, ADeclineAnswersAndOwesARedirection) {
  OpenAndSend();
  Be(kHome);
  TakeOn(Decline{.reason = hv1::DECLINE_REASON_UNIT_FULL});
  EXPECT_EQ(Ended(), "TASK_MET ACKNOWLEDGE");
  EXPECT_EQ(Owed(), "REDIRECT su-ostra-rehab 2026-06-17T12:00");
  Be(kWard);
  TakeOn(Redirect{.to_unit_id = kOtherHome});
  EXPECT_EQ(Ended(), "TASK_MET REDIRECT");
}

TEST_F(RunningTasksTest, AForwardingDropsTheForwardersTask) {
  OpenAndSend();
  Be(kHome);
  TakeOn(Redirect{.to_unit_id = kOtherHome});
  EXPECT_EQ(Ended(), "TASK_DROPPED ACKNOWLEDGE");
}

TEST_F(RunningTasksTest, AWithdrawalOwesTheHandoverAgain) {
  Acknowledged();
  Be(kWard);
  TakeOn(Withdraw{.reason = hv1::WITHDRAW_REASON_PATIENT_WORSE});
  EXPECT_EQ(Ended(), "TASK_DROPPED CONFIRM_DISCHARGE");
  EXPECT_EQ(Owed(),
            "SEND_HANDOVER su-ostra-rehab 2026-06-23T16:00\n"
            "SEE_NOTICE molndal-hemrehab 2026-06-17T12:00");
  Be(kHome);
  TakeOn(SeeNotice{});
  EXPECT_EQ(Ended(), "TASK_MET SEE_NOTICE");
}

TEST_F(RunningTasksTest, AFastTrackHandoverOnFridayAfternoonOwesACall) {
  Set("2026-06-12T15:30");
  OpenAndSend(hv1::URGENCY_FAST_TRACK);
  EXPECT_TRUE(handover().call_required());
  EXPECT_EQ(Owed(),
            "ACKNOWLEDGE molndal-hemrehab 2026-06-15T09:30\n"
            "CALL su-ostra-rehab 2026-06-12T16:30");
  TakeOn(RecordCall{.outcome = hv1::CALL_OUTCOME_NO_ANSWER});
  EXPECT_EQ(Ended(), "");
  TakeOn(RecordCall{.outcome = hv1::CALL_OUTCOME_REACHED});
  EXPECT_EQ(Ended(), "TASK_MET CALL");
  EXPECT_EQ(Owed(), "ACKNOWLEDGE molndal-hemrehab 2026-06-15T09:30");
}

TEST_F(RunningTasksTest, AnAcknowledgementMakesTheCallNeedless) {
  Set("2026-06-12T15:30");
  OpenAndSend(hv1::URGENCY_FAST_TRACK);
  Be(kHome);
  TakeOn(Acknowledge{.therapist_ids = {"eva.at"}});
  EXPECT_EQ(Ended(), "TASK_MET ACKNOWLEDGE\nTASK_DROPPED CALL");
}

TEST_F(RunningTasksTest, LateIsMissed) {
  OpenAndSend();
  Be(kHome);
  now_ = absl::FromUnixMicros(TaskOf(hv1::TASK_KIND_ACKNOWLEDGE).due_time_us());
  EXPECT_EQ(RefusedOn(Acknowledge{}), "OK");
  auto decided = std::get<Decision>(Try(Acknowledge{}, handover_id_));
  EXPECT_EQ(decided.change.outcomes(0).kind(), rec::OUTCOME_KIND_TASK_MET);
  now_ += absl::Microseconds(1);
  TakeOn(Acknowledge{});
  EXPECT_EQ(Ended(), "TASK_MISSED ACKNOWLEDGE");
  EXPECT_EQ(last_.change.outcomes(0).level(), -1);
}

TEST_F(RunningTasksTest, StillHereRenewsTheQuestion) {
  Acknowledged();
  Be(kWard);
  Set("2026-06-18T10:00");
  Take(ConfirmStay{});
  EXPECT_EQ(Ended(), "TASK_MET CONFIRM_DISCHARGE");
  EXPECT_EQ(Owed(), "CONFIRM_DISCHARGE su-ostra-rehab 2026-06-23T16:00");
}

TEST_F(RunningTasksTest, OneQuestionPerSendingUnit) {
  Acknowledged();
  Be(kWard);
  Take(SendHandover{.kind = hv1::HANDOVER_KIND_DISCHARGE_HANDOVER,
                    .urgency = hv1::URGENCY_URGENT,
                    .professions = {hv1::PROFESSION_PHYSIOTHERAPIST},
                    .receiver_unit_id = "partille-ft"});
  Be("partille-ft");
  EXPECT_EQ(TaskOf(hv1::TASK_KIND_CONFIRM_DISCHARGE).urgency(), hv1::URGENCY_ROUTINE);
  TakeOn(Acknowledge{.therapist_ids = {"siv.ft"}});
  EXPECT_EQ(Owed(), "CONFIRM_DISCHARGE su-ostra-rehab 2026-06-22T16:00");
  // The more urgent of the two decides how fast the ladder is climbed.
  EXPECT_EQ(TaskOf(hv1::TASK_KIND_CONFIRM_DISCHARGE).urgency(), hv1::URGENCY_URGENT);
}

TEST_F(RunningTasksTest, AnEarlierDischargeMovesDueTimesAndSaysWhoseDoingItWas) {
  Open();
  Take(Reschedule{.planned = PlannedAt("2026-06-24T10:00")});
  Send();
  Be(kHome);
  TakeOn(Acknowledge{});
  EXPECT_EQ(Owed(),
            "ASSIGN molndal-hemrehab 2026-06-22T16:00\n"
            "CONFIRM_DISCHARGE su-ostra-rehab 2026-06-24T12:00");
  Be(kWard);
  Take(Reschedule{.planned = PlannedAt("2026-06-18T10:00")});
  EXPECT_EQ(Owed(),
            "ASSIGN molndal-hemrehab 2026-06-17T16:00\n"
            "CONFIRM_DISCHARGE su-ostra-rehab 2026-06-18T12:00\n"
            "SEE_NOTICE molndal-hemrehab 2026-06-17T09:00");
  const rec::Task& assign = TaskOf(hv1::TASK_KIND_ASSIGN);
  EXPECT_EQ(assign.shortened_by_unit_id(), kWard);
  EXPECT_EQ(assign.shortened_us(), absl::ToInt64Microseconds(absl::Hours(5 * 24)));
  ASSERT_EQ(last_.change.entry().moved_size(), 2);
  EXPECT_EQ(last_.change.entry().moved(0).kind(), hv1::TASK_KIND_ASSIGN);
}

TEST_F(RunningTasksTest, ALaterDueTimeStartsTheLadderAnew) {
  Open();
  Take(Reschedule{.planned = PlannedAt("2026-06-18T10:00")});
  Take(MarkNeed{.profession = hv1::PROFESSION_OCCUPATIONAL_THERAPIST, .urgency = hv1::URGENCY_ROUTINE});
  EXPECT_EQ(Owed(), "SEND_HANDOVER su-ostra-rehab 2026-06-17T12:00");
  Set("2026-06-17T13:00");
  BeTheClock();
  const std::string task = TaskOf(hv1::TASK_KIND_SEND_HANDOVER).id();
  Take(Expire{.task_id = task});
  Take(Expire{.task_id = task});
  EXPECT_EQ(TaskOf(hv1::TASK_KIND_SEND_HANDOVER).rungs_size(), 2);
  EXPECT_EQ(Refused(Expire{.task_id = task}), "NOT_DUE");
  EXPECT_EQ(Refused(Expire{.task_id = "no such task"}), "NOT_DUE");
  Be(kWard);
  Take(Reschedule{.planned = PlannedAt("2026-06-24T10:00")});
  const rec::Task& moved = TaskOf(hv1::TASK_KIND_SEND_HANDOVER);
  EXPECT_EQ(Said(absl::FromUnixMicros(moved.due_time_us())), "2026-06-23T12:00");
  EXPECT_EQ(moved.rungs_size(), 0);
  EXPECT_EQ(moved.next_level(), 0);
  EXPECT_EQ(moved.shortened_us(), 0);
}

TEST_F(RunningTasksTest, AnEarlierDueTimeKeepsWhatWasTold) {
  Open();
  Take(MarkNeed{.profession = hv1::PROFESSION_OCCUPATIONAL_THERAPIST, .urgency = hv1::URGENCY_ROUTINE});
  now_ = absl::FromUnixMicros(TaskOf(hv1::TASK_KIND_SEND_HANDOVER).next_wake_time_us());
  BeTheClock();
  Take(Expire{.task_id = TaskOf(hv1::TASK_KIND_SEND_HANDOVER).id()});
  Be(kWard);
  Take(Reschedule{.planned = PlannedAt("2026-06-23T10:00")});
  const rec::Task& moved = TaskOf(hv1::TASK_KIND_SEND_HANDOVER);
  EXPECT_EQ(Said(absl::FromUnixMicros(moved.due_time_us())), "2026-06-22T12:00");
  EXPECT_EQ(moved.rungs_size(), 1);
  EXPECT_EQ(moved.next_level(), 1);
}

TEST_F(RunningTasksTest, ThatThePatientHasLeftGivesNobodyMoreTime) {
  Open();
  Take(Reschedule{.planned = PlannedAt("2026-06-18T10:00")});
  Set("2026-06-17T10:00");
  Send();
  EXPECT_EQ(Owed(), "ACKNOWLEDGE molndal-hemrehab 2026-06-17T16:00");
  Set("2026-06-17T11:00");
  Discharge();
  EXPECT_EQ(Owed(), "ACKNOWLEDGE molndal-hemrehab 2026-06-17T16:00");
}

TEST_F(RunningTasksTest, SentWithinItsOwnDueTimeIsNeverTooLate) {
  Open();
  Take(Reschedule{.planned = PlannedAt("2026-06-17T14:00")});
  Take(MarkNeed{.profession = hv1::PROFESSION_OCCUPATIONAL_THERAPIST, .urgency = hv1::URGENCY_ROUTINE});
  // Marked on the day of discharge: two hours to send it in.
  EXPECT_EQ(Owed(), "SEND_HANDOVER su-ostra-rehab 2026-06-17T10:00");
  Set("2026-06-17T10:00");
  auto in_time = std::get<Decision>(Try(SendHandover{.kind = hv1::HANDOVER_KIND_DISCHARGE_HANDOVER,
                                                     .urgency = hv1::URGENCY_ROUTINE,
                                                     .professions = {hv1::PROFESSION_OCCUPATIONAL_THERAPIST},
                                                     .receiver_unit_id = kHome}));
  EXPECT_FALSE(in_time.change.transition().handovers(0).sent_too_late());
  Set("2026-06-17T10:01");
  Send();
  EXPECT_TRUE(handover().sent_too_late());
  // The receiver has its two hours all the same.
  EXPECT_EQ(Owed(), "ACKNOWLEDGE molndal-hemrehab 2026-06-17T12:01");
}

TEST_F(RunningTasksTest, SentAfterTheDischargeIsAFactOfItsOwn) {
  Open();
  Discharge();
  Set("2026-06-17T09:00");
  Send();
  EXPECT_TRUE(handover().sent_after_discharge());
  EXPECT_FALSE(handover().sent_too_late());
  EXPECT_EQ(Owed(), "ACKNOWLEDGE molndal-hemrehab 2026-06-18T09:00");
}

TEST_F(RunningTasksTest, ATaskKeepsThePolicyThatItOpenedWith) {
  OpenAndSend();
  EXPECT_EQ(TaskOf(hv1::TASK_KIND_ACKNOWLEDGE).policy_id(), "default");
  EXPECT_EQ(TaskOf(hv1::TASK_KIND_ACKNOWLEDGE).policy_version(), 1);
  EXPECT_EQ(TaskOf(hv1::TASK_KIND_ACKNOWLEDGE).holder_organisation_id(), "molndal");
}

}  // namespace
}  // namespace hemgang::rules
