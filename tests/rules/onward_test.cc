// From a short-term place on to home: one home unit hands over to the next.
#include <string>

#include <gtest/gtest.h>

#include "tests/rules/step_story.h"

namespace hemgang::rules {
namespace {

class OnwardTest : public WiderStory {
 protected:
  // At Mölndal's short-term place, visited there; home to Partille comes next.
  void AtShortTermPlace() {
    Be(kWard);
    Take(OpenTransition{.patient_hash = "hash",
                        .legs = {LegTo(1481, hv1::DWELLING_FORM_SHORT_TERM_PLACE),
                                 LegTo(1402, hv1::DWELLING_FORM_ORDINARY_ALONE, "2026-07-01")}});
    Send();
    Be(kHome);
    TakeOn(Acknowledge{.therapist_ids = {"eva.at"}});
    Discharge();
    Be(kHome);
    TakeOn(RecordFirstContact{.outcome = hv1::FIRST_CONTACT_OUTCOME_MADE});
  }
  void SendOnward() {
    SendHandover onward = Message(hv1::HANDOVER_KIND_ONWARD);
    onward.planned_move = PlannedAt("2026-07-01T10:00");
    Take(onward);
  }
};

TEST_F(OnwardTest, WhoHasThePatientThereOwesTheWayOn) {
  AtShortTermPlace();
  EXPECT_EQ(Owed(), "SEND_HANDOVER molndal-hemrehab 2026-06-30T12:00");
  SendOnward();
  EXPECT_EQ(Ended(), "TASK_MET SEND_HANDOVER");
  EXPECT_EQ(handover().sender_unit_id(), kHome);
  // Where the second leg goes.
  EXPECT_EQ(handover().receiver_unit_id(), kOtherHome);
  EXPECT_EQ(handover().leg(), 1);
  EXPECT_TRUE(handover().has_planned_move());
  EXPECT_FALSE(handover().sent_after_discharge());
  // The hospital's need is another matter.
  EXPECT_EQ(transition_->needs_size(), 1);
  EXPECT_EQ(Owed(), "ACKNOWLEDGE partille-hemrehab 2026-06-17T16:00");
}

TEST_F(OnwardTest, OneOnwardPerProfessionAndSender) {
  AtShortTermPlace();
  SendOnward();
  EXPECT_EQ(Refused(Message(hv1::HANDOVER_KIND_ONWARD)), "PROFESSION_ALREADY_SENT");
  Be(kOtherHome);
  TakeOn(Decline{.reason = hv1::DECLINE_REASON_UNIT_FULL});
  Be(kHome);
  EXPECT_EQ(Refused(Message(hv1::HANDOVER_KIND_ONWARD)), "PROFESSION_ALREADY_SENT");
  TakeOn(Redirect{.to_unit_id = kOtherHome});
  Be(kOtherHome);
  TakeOn(Acknowledge{.therapist_ids = {"bo.at"}});
  // Who has the patient next hands on what it has.
  EXPECT_EQ(Refused(Message(hv1::HANDOVER_KIND_ONWARD, kHome)), "OK");
  Be(kHome);
  EXPECT_EQ(Refused(Message(hv1::HANDOVER_KIND_ONWARD)), "PROFESSION_ALREADY_SENT");
  TakeOn(RecordDischarge{});
  Be(kOtherHome);
  TakeOn(RecordFirstContact{.outcome = hv1::FIRST_CONTACT_OUTCOME_MADE});
  Be(kHome);
  EXPECT_EQ(Refused(Message(hv1::HANDOVER_KIND_ONWARD)), "OK");
}

TEST_F(OnwardTest, TheWayOnHasADayOfItsOwn) {
  AtShortTermPlace();
  SendHandover late = Message(hv1::HANDOVER_KIND_ONWARD);
  late.planned_move = PlannedOn("2026-06-16");
  EXPECT_EQ(Refused(late), "PLANNED_IN_THE_PAST");
  SendOnward();
  Be(kOtherHome);
  TakeOn(Acknowledge{.therapist_ids = {"bo.at"}});
  EXPECT_EQ(Owed(), "CONFIRM_DISCHARGE molndal-hemrehab 2026-07-01T12:00");
  Be(kHome);
  EXPECT_EQ(RefusedOn(Reschedule{.planned = PlannedOn("2026-06-16")}), "PLANNED_IN_THE_PAST");
  TakeOn(Reschedule{.planned = PlannedAt("2026-06-26T10:00")});
  EXPECT_FALSE(transition_->has_planned_discharge() && transition_->planned_discharge().at_time_us() != 0);
  EXPECT_EQ(Notice(), "DISCHARGE_EARLIER");
  EXPECT_EQ(TaskOf(hv1::TASK_KIND_CONFIRM_DISCHARGE).due_time_us(), absl::ToUnixMicros(At("2026-06-26T12:00")));
  Set("2026-06-26T11:00");
  TakeOn(ConfirmStay{});
  EXPECT_EQ(handover().stay_confirmed_time_us(), absl::ToUnixMicros(now_));
  EXPECT_EQ(transition_->stay_confirmed_time_us(), 0);
  // "Still here" after the planned day: two working days more.
  EXPECT_EQ(TaskOf(hv1::TASK_KIND_CONFIRM_DISCHARGE).due_time_us(), absl::ToUnixMicros(At("2026-06-30T16:00")));
  EXPECT_EQ(Ended(), "TASK_MET CONFIRM_DISCHARGE");
  // The hospital does not see what one home unit hands on to another.
  Be(kWard);
  EXPECT_EQ(RefusedOn(RecordDischarge{}), "NOT_FOUND");
}

TEST_F(OnwardTest, NobodyIsVisitedAtHomeBeforeTheyHaveMoved) {
  AtShortTermPlace();
  SendOnward();
  Be(kOtherHome);
  TakeOn(Acknowledge{.therapist_ids = {"bo.at"}});
  EXPECT_EQ(RefusedOn(RecordFirstContact{.outcome = hv1::FIRST_CONTACT_OUTCOME_MADE}), "NOT_DISCHARGED");
  EXPECT_EQ(RefusedOn(RecordFirstContact{.outcome = hv1::FIRST_CONTACT_OUTCOME_PLANNED}), "OK");
  EXPECT_EQ(RefusedOn(RecordDischarge{.discharged = At("2026-06-18T08:00")}), "OCCURRED_IN_FUTURE");
  TakeOn(RecordDischarge{});
  EXPECT_EQ(Told(), "MOVED_HOME molndal-hemrehab\nMOVED_HOME partille-hemrehab");
  EXPECT_EQ(handover().moved_time_us(), absl::ToUnixMicros(now_));
  EXPECT_EQ(RefusedOn(RecordDischarge{}), "ALREADY_DISCHARGED");
  EXPECT_EQ(TaskOf(hv1::TASK_KIND_FIRST_CONTACT).holder_unit_id(), kOtherHome);
  TakeOn(RecordFirstContact{.outcome = hv1::FIRST_CONTACT_OUTCOME_MADE});
  EXPECT_EQ(StateOfHandover(), "COMPLETED");
  EXPECT_EQ(Owed(), "");
}

TEST_F(OnwardTest, MovedMuchEarlierIsANotice) {
  AtShortTermPlace();
  SendOnward();
  Be(kOtherHome);
  TakeOn(Acknowledge{.therapist_ids = {"bo.at"}});
  Be(kHome);
  TakeOn(RecordDischarge{});
  EXPECT_EQ(Notice(), "DISCHARGE_EARLIER");
}

TEST_F(OnwardTest, TheLegBeyondTheLastMayBeNamedLater) {
  Visited();
  Take(Message(hv1::HANDOVER_KIND_ONWARD, kOtherHome));
  EXPECT_EQ(handover().leg(), 1);
  // What was sent before the place was written down is sent, and its receiver does not owe it to itself.
  Take(ChangeDestination{.legs = {LegTo(1481), LegTo(1402)}});
  EXPECT_EQ(Owed(), "ACKNOWLEDGE partille-hemrehab 2026-06-17T16:00");
  Be(kOtherHome);
  TakeOn(Acknowledge{.therapist_ids = {"bo.at"}});
  TakeOn(RecordDischarge{});
  TakeOn(RecordFirstContact{.outcome = hv1::FIRST_CONTACT_OUTCOME_MADE});
  EXPECT_EQ(Owed(), "");
}

TEST_F(OnwardTest, WhoIsBackInHospitalHasNotMovedHome) {
  AtShortTermPlace();
  SendOnward();
  Be(kOtherHome);
  TakeOn(Acknowledge{.therapist_ids = {"bo.at"}});
  TakeOn(RecordDischarge{});
  TakeOn(RecordFirstContact{.outcome = hv1::FIRST_CONTACT_OUTCOME_NOT_REACHED});
  Be(kWard);
  Take(RecordReadmission{});
  // No visit is owed to somebody who is not there; who sent onwards says anew when they leave, or takes it back.
  EXPECT_EQ(handover().moved_time_us(), 0);
  EXPECT_EQ(handover().planned_move().at_time_us(), 0);
  EXPECT_EQ(handover().not_reached_count(), 0);
  EXPECT_EQ(TaskOf(hv1::TASK_KIND_CONFIRM_DISCHARGE).holder_unit_id(), kHome);
  for (const rec::Task& task : transition_->tasks()) EXPECT_NE(task.kind(), hv1::TASK_KIND_FIRST_CONTACT);
  Be(kHome);
  EXPECT_EQ(RefusedOn(RecordDischarge{}), "NOT_DISCHARGED");
  EXPECT_EQ(RefusedOn(ConfirmStay{}), "OK");
  EXPECT_EQ(RefusedOn(Withdraw{.reason = hv1::WITHDRAW_REASON_PATIENT_WORSE}), "OK");
  Discharge();
  Be(kHome);
  TakeOn(RecordDischarge{});
  EXPECT_EQ(TaskOf(hv1::TASK_KIND_FIRST_CONTACT).holder_unit_id(), kOtherHome);
}

TEST_F(OnwardTest, AMoveThatIsStillToComeIsKeptOverAReadmission) {
  AtShortTermPlace();
  SendOnward();
  Be(kWard);
  Take(RecordReadmission{});
  EXPECT_EQ(Said(absl::FromUnixMicros(handover().planned_move().at_time_us())), "2026-07-01T10:00");
}

TEST_F(OnwardTest, WhoHandsOnNeedNotSeeThePlanOfTheOthers) {
  AtShortTermPlace();
  SendOnward();
  Be(kOtherHome);
  TakeOn(Acknowledge{.therapist_ids = {"bo.at"}});
  Be(kWard);
  Take(RecordReadmission{});
  EXPECT_EQ(Notice(), "READMITTED");
  Take(Reschedule{.planned = PlannedAt("2026-06-24T10:00")});
  Be(kOtherHome);
  TakeOn(SeeNotice{});
  Be(kWard);
  Take(Reschedule{.planned = PlannedAt("2026-06-23T10:00")});
  EXPECT_EQ(Notice(), "-");
}

}  // namespace
}  // namespace hemgang::rules
