// Who is told of each step, and of each rung.
#include "services/rules/telling.h"

#include <string>

#include <gtest/gtest.h>

#include "absl/strings/str_join.h"

#include "tests/rules/step_story.h"

namespace hemgang::rules {
namespace {

class TellingTest : public StepStory {
 protected:
  // Lets the clock take the next rung of a task, at its time; "unit unit …", with a mark on who was passed on to.
  std::string NextRungOf(hv1::TaskKind kind) {
    const rec::Task task = TaskOf(kind);
    now_ = absl::FromUnixMicros(task.next_wake_time_us());
    BeTheClock();
    Take(Expire{.task_id = task.id()});
    std::vector<std::string> units;
    for (const rec::InboxEvent& event : last_.change.inbox_events()) {
      units.push_back(
          absl::StrCat(event.unit_id(), event.passed_on() ? "(passed on)" : "", event.digest() ? "(digest)" : ""));
    }
    return absl::StrJoin(units, " ");
  }
};

TEST_F(TellingTest, EachStep) {
  Open();
  EXPECT_EQ(Told(), "");
  Take(MarkNeed{.profession = hv1::PROFESSION_PHYSIOTHERAPIST, .urgency = hv1::URGENCY_ROUTINE});
  EXPECT_EQ(Told(), "NEED_MARKED su-ostra-rehab");
  Take(ClearNeed{.profession = hv1::PROFESSION_PHYSIOTHERAPIST, .reason = hv1::CLEAR_NEED_REASON_MARKED_IN_ERROR});
  EXPECT_EQ(Told(), "NEED_CLEARED su-ostra-rehab");
  Send();
  EXPECT_EQ(Told(), "HANDOVER_SENT molndal-hemrehab");
  Take(Reschedule{.planned = PlannedAt("2026-06-24T10:00")});
  EXPECT_EQ(Told(), "DISCHARGE_MOVED su-ostra-rehab\nDISCHARGE_MOVED molndal-hemrehab");
  TakeOn(RecordCall{.outcome = hv1::CALL_OUTCOME_REACHED});
  EXPECT_EQ(Told(), "CALLED su-ostra-rehab\nCALLED molndal-hemrehab");
  Be(kHome);
  TakeOn(Redirect{.to_unit_id = kOtherHome});
  EXPECT_EQ(Told(),
            "REDIRECTED_TO partille-hemrehab\nREDIRECTED_AWAY molndal-hemrehab\nREDIRECTED_AWAY su-ostra-rehab");
  Be(kOtherHome);
  TakeOn(Decline{.reason = hv1::DECLINE_REASON_WRONG_UNIT});
  EXPECT_EQ(Told(), "DECLINED su-ostra-rehab\nDECLINED partille-hemrehab");
  Be(kWard);
  TakeOn(Redirect{.to_unit_id = kHome});
  Be(kHome);
  TakeOn(Acknowledge{});
  EXPECT_EQ(Told(), "ACKNOWLEDGED su-ostra-rehab\nACKNOWLEDGED molndal-hemrehab");
  TakeOn(AssignTherapist{.therapist_id = "eva.at"});
  EXPECT_EQ(Told(), "THERAPIST_ASSIGNED su-ostra-rehab");
  Be(kWard);
  Take(ConfirmStay{});
  EXPECT_EQ(Told(), "STAY_CONFIRMED molndal-hemrehab");
  Take(RecordDischarge{});
  EXPECT_EQ(Told(), "DISCHARGED su-ostra-rehab\nDISCHARGED molndal-hemrehab");
  Be(kHome);
  TakeOn(SeeNotice{});
  EXPECT_EQ(Told(), "NOTICE_SEEN su-ostra-rehab");
  TakeOn(RecordFirstContact{.outcome = hv1::FIRST_CONTACT_OUTCOME_MADE});
  EXPECT_EQ(Told(), "FIRST_CONTACT su-ostra-rehab");
  Be(kWard);
  Take(CloseTransition{});
  EXPECT_EQ(Told(), "CLOSED su-ostra-rehab");
}

// What both sides hear of a step, told one after the other.
TEST_F(TellingTest, EachStepOnTheWholeWay) {
  Acknowledged();
  Be(kWard);
  Take(RequestReport{.asked_unit_id = kOtherHome});
  EXPECT_EQ(Told(), "REPORT_REQUESTED partille-hemrehab");
  Take(ChangeDestination{.legs = {LegTo(1402)}});
  EXPECT_EQ(Told(), "DESTINATION_CHANGED su-ostra-rehab\nDESTINATION_CHANGED molndal-hemrehab");
  Take(SetDischargeReady{.ready = true});
  EXPECT_EQ(Told(), "DISCHARGE_READY molndal-hemrehab");
  Take(MergeIdentity{.patient_hash = "known"});
  EXPECT_EQ(Told(), "IDENTITY_MERGED su-ostra-rehab\nIDENTITY_MERGED molndal-hemrehab");
  Take(CancelTransition{.reason = hv1::CANCEL_REASON_TRANSFERRED});
  EXPECT_EQ(Told(), "CANCELLED su-ostra-rehab\nCANCELLED molndal-hemrehab\nCANCELLED partille-hemrehab");
  Take(RevertCancellation{.reason = hv1::REVERT_REASON_PLAN_CHANGED});
  EXPECT_EQ(Told(),
            "CANCELLATION_REVERTED su-ostra-rehab\nCANCELLATION_REVERTED molndal-hemrehab\n"
            "CANCELLATION_REVERTED partille-hemrehab");
  Take(RecordDeath{});
  EXPECT_EQ(Told(), "DIED su-ostra-rehab\nDIED molndal-hemrehab\nDIED partille-hemrehab");
  Take(RevertCancellation{.reason = hv1::REVERT_REASON_WRONG_PATIENT});
  Be(kHome);
  TakeOn(RevokeAcknowledgement{.reason = hv1::REVOKE_REASON_WRONG_PERSON});
  EXPECT_EQ(Told(), "ACKNOWLEDGEMENT_REVOKED su-ostra-rehab\nACKNOWLEDGEMENT_REVOKED molndal-hemrehab");
  Be(kWard);
  TakeOn(Amend{.material = false});
  EXPECT_EQ(Told(), "AMENDED molndal-hemrehab");
  Take(RecordDischarge{});
  Take(RecordReadmission{});
  EXPECT_EQ(Told(), "READMITTED su-ostra-rehab\nREADMITTED molndal-hemrehab");
  Take(ChangeSendingUnit{.to_unit_id = "su-molndal-rehab"});
  EXPECT_EQ(Told(), "SENDING_UNIT_CHANGED su-molndal-rehab\nSENDING_UNIT_CHANGED molndal-hemrehab");
}

TEST_F(TellingTest, TheHospitalHearsOfWhoIsSentInAndTheSenderThatItJoins) {
  OpenFromHome();
  EXPECT_EQ(Told(), "PATIENT_SENT_IN su-ostra-rehab");
  Be(kWard);
  Take(JoinTransition{});
  EXPECT_EQ(Told(), "HOSPITAL_JOINED molndal-hemrehab");
}

TEST_F(TellingTest, AReadmissionFoundAtTheFirstContact) {
  Acknowledged();
  Discharge();
  Be(kHome);
  TakeOn(RecordFirstContact{.outcome = hv1::FIRST_CONTACT_OUTCOME_READMITTED});
  EXPECT_EQ(Told(), "FIRST_CONTACT su-ostra-rehab\nREADMITTED su-ostra-rehab\nREADMITTED molndal-hemrehab");
}

TEST_F(TellingTest, WhoWasAskedHearsOfADeathFoundAtTheFirstContact) {
  Acknowledged();
  Be(kWard);
  Take(RequestReport{.asked_unit_id = kOtherHome});
  Be(kHome);
  TakeOn(RecordFirstContact{.outcome = hv1::FIRST_CONTACT_OUTCOME_DIED});
  EXPECT_EQ(Told(), "FIRST_CONTACT su-ostra-rehab\nDIED su-ostra-rehab\nDIED molndal-hemrehab\nDIED partille-hemrehab");
}

TEST_F(TellingTest, WhoDeclinedHearsNoMoreOfIt) {
  OpenAndSend();
  Be(kHome);
  TakeOn(Decline{.reason = hv1::DECLINE_REASON_WRONG_UNIT});
  Be(kWard);
  TakeOn(RecordCall{.outcome = hv1::CALL_OUTCOME_REACHED});
  EXPECT_EQ(Told(), "CALLED su-ostra-rehab");
  TakeOn(Amend{});
  EXPECT_EQ(Told(), "");
  TakeOn(UpdateAids{.updates = {{.status = hv1::HOME_ITEM_STATUS_ORDERED}}});
  EXPECT_EQ(Told(), "AIDS_UPDATED su-ostra-rehab");
}

TEST_F(TellingTest, WhoWasDoneInAnEarlierStayHearsOfThePatientAndNotOfTheNextStay) {
  Visited();
  Be(kWard);
  Set("2026-06-17T09:00");
  Take(RecordReadmission{});
  EXPECT_EQ(Told(), "READMITTED su-ostra-rehab\nREADMITTED molndal-hemrehab");
  Be(kHome);
  TakeOn(SeeNotice{});
  Be(kWard);
  Take(Reschedule{.planned = PlannedAt("2026-06-24T10:00")});
  EXPECT_EQ(Told(), "DISCHARGE_MOVED su-ostra-rehab");
  Take(CancelTransition{.reason = hv1::CANCEL_REASON_TRANSFERRED});
  EXPECT_EQ(Told(), "CANCELLED su-ostra-rehab");
  EXPECT_EQ(Notice(), "-");
  Take(RevertCancellation{.reason = hv1::REVERT_REASON_PLAN_CHANGED});
  EXPECT_EQ(Told(), "CANCELLATION_REVERTED su-ostra-rehab");
  EXPECT_EQ(Notice(), "-");
  Take(MergeIdentity{.patient_hash = "known"});
  EXPECT_EQ(Told(), "IDENTITY_MERGED su-ostra-rehab\nIDENTITY_MERGED molndal-hemrehab");
  Take(RecordDeath{});
  EXPECT_EQ(Told(), "DIED su-ostra-rehab\nDIED molndal-hemrehab");
  EXPECT_EQ(Notice(), "DIED");
  Take(RevertCancellation{.reason = hv1::REVERT_REASON_WRONG_PATIENT});
  EXPECT_EQ(Told(), "CANCELLATION_REVERTED su-ostra-rehab\nCANCELLATION_REVERTED molndal-hemrehab");
  EXPECT_EQ(Notice(), "CANCELLATION_REVERTED");
}

TEST_F(TellingTest, TheWayOnIsBetweenItsTwoUnits) {
  Visited();
  Take(Message(hv1::HANDOVER_KIND_ONWARD, kOtherHome));
  EXPECT_EQ(Told(), "HANDOVER_SENT partille-hemrehab");
  TakeOn(Reschedule{.planned = PlannedAt("2026-06-24T10:00")});
  EXPECT_EQ(Told(), "DISCHARGE_MOVED partille-hemrehab");
  TakeOn(ConfirmStay{});
  EXPECT_EQ(Told(), "STAY_CONFIRMED partille-hemrehab");
  TakeOn(RecordDischarge{});
  EXPECT_EQ(Told(), "MOVED_HOME molndal-hemrehab\nMOVED_HOME partille-hemrehab");
}

TEST_F(TellingTest, AWithdrawal) {
  OpenAndSend();
  TakeOn(Withdraw{.reason = hv1::WITHDRAW_REASON_PATIENT_WORSE});
  EXPECT_EQ(Told(), "WITHDRAWN molndal-hemrehab");
  // Who is out of it is told no more.
  Take(RecordDeath{});
  EXPECT_EQ(Told(), "DIED su-ostra-rehab");
}

TEST_F(TellingTest, ADeathIsToldToAllWhoHoldSomething) {
  OpenAndSend();
  Take(RecordDeath{});
  EXPECT_EQ(Told(), "DIED su-ostra-rehab\nDIED molndal-hemrehab");
}

TEST_F(TellingTest, ADeathFoundAtTheFirstContact) {
  Acknowledged();
  TakeOn(RecordFirstContact{.outcome = hv1::FIRST_CONTACT_OUTCOME_DIED});
  EXPECT_EQ(Told(), "FIRST_CONTACT su-ostra-rehab\nDIED su-ostra-rehab\nDIED molndal-hemrehab");
}

TEST_F(TellingTest, TheClockClosing) {
  Open();
  now_ += absl::Hours(31 * 24);
  BeTheClock();
  Take(Expire{});
  EXPECT_EQ(Told(), "CLOSED su-ostra-rehab");
}

TEST_F(TellingTest, UnansweredAtTheDischargeIsToldAtOnce) {
  OpenAndSend();
  Discharge();
  EXPECT_EQ(Told(),
            "DISCHARGED su-ostra-rehab\nDISCHARGED molndal-hemrehab\n"
            "UNACKNOWLEDGED_AT_DISCHARGE su-ostra-rehab\nUNACKNOWLEDGED_AT_DISCHARGE molndal-hemrehab\n"
            "UNACKNOWLEDGED_AT_DISCHARGE molndal-hemrehab-chef\nUNACKNOWLEDGED_AT_DISCHARGE molndal-mas");
}

TEST_F(TellingTest, DeclinedAndNotSentAnewIsUnansweredToo) {
  OpenAndSend();
  Be(kHome);
  TakeOn(Decline{.reason = hv1::DECLINE_REASON_UNIT_FULL});
  Discharge();
  EXPECT_NE(Told().find("UNACKNOWLEDGED_AT_DISCHARGE molndal-mas"), std::string::npos);
}

TEST_F(TellingTest, EventsHoldCodesAndNoMore) {
  OpenAndSend();
  const rec::InboxEvent& event = last_.change.inbox_events(0);
  EXPECT_EQ(event.transition_id(), transition_->id());
  EXPECT_EQ(event.handover_id(), handover_id_);
  EXPECT_EQ(event.age_band(), hv1::AGE_BAND_80_89);
  EXPECT_EQ(event.urgency(), hv1::URGENCY_ROUTINE);
  EXPECT_EQ(event.about_unit_id(), kWard);
}

TEST_F(TellingTest, TheLadderRungByRung) {
  OpenAndSend();
  EXPECT_EQ(NextRungOf(hv1::TASK_KIND_ACKNOWLEDGE), "molndal-hemrehab");
  EXPECT_EQ(Said(now_), "2026-06-17T12:00");
  EXPECT_EQ(Told(), "REMINDED molndal-hemrehab");
  EXPECT_EQ(NextRungOf(hv1::TASK_KIND_ACKNOWLEDGE), "molndal-hemrehab-chef su-ostra-rehab");
  EXPECT_EQ(Told(), "OVERDUE molndal-hemrehab-chef\nOVERDUE su-ostra-rehab");
  EXPECT_EQ(last_.change.entry().level(), 1);
  EXPECT_EQ(last_.change.entry().task(), hv1::TASK_KIND_ACKNOWLEDGE);
  EXPECT_EQ(NextRungOf(hv1::TASK_KIND_ACKNOWLEDGE), "molndal-verksamhet molndal-mas(digest)");
  EXPECT_EQ(NextRungOf(hv1::TASK_KIND_ACKNOWLEDGE), "vg-styrgrupp");
  EXPECT_EQ(NextRungOf(hv1::TASK_KIND_ACKNOWLEDGE), "vg-styrgrupp");
  const rec::Task& task = TaskOf(hv1::TASK_KIND_ACKNOWLEDGE);
  ASSERT_EQ(task.rungs_size(), 5);
  EXPECT_EQ(task.rungs(4).level(), 3);
  EXPECT_EQ(task.rungs(4).repetition(), 1);
  EXPECT_EQ(last_.change.outcomes(0).kind(), rec::OUTCOME_KIND_RUNG_TOLD);
}

TEST_F(TellingTest, TheSteeringGroupNeverSeesAPatient) {
  OpenAndSend();
  for (int rung = 0; rung < 4; ++rung) NextRungOf(hv1::TASK_KIND_ACKNOWLEDGE);
  const rec::InboxEvent& event = last_.change.inbox_events(0);
  EXPECT_EQ(event.unit_id(), "vg-styrgrupp");
  EXPECT_EQ(event.transition_id(), "");
  EXPECT_EQ(event.handover_id(), "");
  EXPECT_EQ(event.age_band(), hv1::AGE_BAND_UNSPECIFIED);
  EXPECT_EQ(event.about_unit_id(), kHome);
}

TEST_F(TellingTest, TheMedicallyResponsibleIsToldAtOnceWhenThePatientIsHome) {
  OpenAndSend();
  Discharge();
  NextRungOf(hv1::TASK_KIND_ACKNOWLEDGE);
  NextRungOf(hv1::TASK_KIND_ACKNOWLEDGE);
  EXPECT_EQ(NextRungOf(hv1::TASK_KIND_ACKNOWLEDGE), "molndal-verksamhet molndal-mas");
}

TEST_F(TellingTest, WithoutAManagerTheNextOneUpIsTold) {
  Open();
  Send(hv1::URGENCY_ROUTINE, "partille-hemrehab");
  NextRungOf(hv1::TASK_KIND_ACKNOWLEDGE);
  EXPECT_EQ(NextRungOf(hv1::TASK_KIND_ACKNOWLEDGE), "partille-verksamhet(passed on) su-ostra-rehab");
  EXPECT_TRUE(TaskOf(hv1::TASK_KIND_ACKNOWLEDGE).rungs(1).passed_on());
}

TEST_F(TellingTest, WithoutAnybodyTheSteeringGroupIsToldWithoutThePatient) {
  Open();
  Send(hv1::URGENCY_ROUTINE, "harryda-hemrehab");
  NextRungOf(hv1::TASK_KIND_ACKNOWLEDGE);
  EXPECT_EQ(NextRungOf(hv1::TASK_KIND_ACKNOWLEDGE), "vg-styrgrupp(passed on) su-ostra-rehab");
  EXPECT_EQ(last_.change.inbox_events(0).transition_id(), "");
  EXPECT_EQ(NextRungOf(hv1::TASK_KIND_ACKNOWLEDGE), "vg-styrgrupp(passed on)");
}

TEST_F(TellingTest, WithoutAMedicallyResponsibleTheOperationsManagerIsTold) {
  Open();
  Send(hv1::URGENCY_ROUTINE, "bergen-hjemmerehab");
  NextRungOf(hv1::TASK_KIND_ACKNOWLEDGE);
  NextRungOf(hv1::TASK_KIND_ACKNOWLEDGE);
  EXPECT_EQ(NextRungOf(hv1::TASK_KIND_ACKNOWLEDGE), "bergen-virksomhet");
  EXPECT_TRUE(TaskOf(hv1::TASK_KIND_ACKNOWLEDGE).rungs(2).told_unit_ids_size() == 1);
}

TEST_F(TellingTest, AUnitThatIsHolderAndSenderIsToldOnce) {
  Open();
  Take(MarkNeed{.profession = hv1::PROFESSION_PHYSIOTHERAPIST, .urgency = hv1::URGENCY_ROUTINE});
  EXPECT_EQ(NextRungOf(hv1::TASK_KIND_SEND_HANDOVER), "su-ostra-rehab");
  EXPECT_EQ(NextRungOf(hv1::TASK_KIND_SEND_HANDOVER), "su-rehab-chef su-ostra-rehab");
}

}  // namespace
}  // namespace hemgang::rules
