// Death, readmission, cancelling, and what is taken back of them.
#include <string>

#include <gtest/gtest.h>

#include "services/rules/deciding.h"
#include "tests/rules/step_story.h"

namespace hemgang::rules {
namespace {

using EndingTest = WiderStory;

TEST_F(EndingTest, EndingNotices) {
  Acknowledged();
  Be(kWard);
  Take(CancelTransition{.reason = hv1::CANCEL_REASON_TRANSFERRED});
  EXPECT_EQ(Notice(), "CANCELLED");
  EXPECT_EQ(transition_->cancel_reason(), hv1::CANCEL_REASON_TRANSFERRED);
  EXPECT_EQ(transition_->cancelled_time_us(), absl::ToUnixMicros(now_));
  EXPECT_EQ(last_.change.entry().reason_code(), hv1::CANCEL_REASON_TRANSFERRED);
  EXPECT_EQ(Owed(), "SEE_NOTICE molndal-hemrehab 2026-06-17T12:00");
  transition_.reset();
  Acknowledged();
  Be(kWard);
  Take(CancelTransition{.reason = hv1::CANCEL_REASON_ENTERED_IN_ERROR});
  EXPECT_EQ(Notice(), "CANCELLED");
  transition_.reset();
  Acknowledged();
  Take(RecordDeath{.died = At("2026-06-17T07:00")});
  // Who recorded it knows it.
  EXPECT_EQ(Notice(), "-");
  EXPECT_EQ(transition_->cancel_reason(), hv1::CANCEL_REASON_DIED);
  EXPECT_EQ(Said(absl::FromUnixMicros(transition_->died_time_us())), "2026-06-17T07:00");
  EXPECT_EQ(transition_->cancelled_time_us(), absl::ToUnixMicros(now_));
  transition_.reset();
  Acknowledged();
  Be(kWard);
  Take(RecordDeath{});
  EXPECT_EQ(Notice(), "DIED");
  EXPECT_EQ(Owed(), "SEE_NOTICE molndal-hemrehab 2026-06-17T09:00");
}

// In the order of their weight: what stands on a line gives way to its own line and to those above.
const std::vector<std::vector<hv1::NoticeReason>> kByWeight = {
    {hv1::NOTICE_REASON_DIED, hv1::NOTICE_REASON_WITHDRAWN, hv1::NOTICE_REASON_VOIDED, hv1::NOTICE_REASON_CANCELLED},
    {hv1::NOTICE_REASON_DISCHARGE_EARLIER, hv1::NOTICE_REASON_READMITTED, hv1::NOTICE_REASON_CANCELLATION_REVERTED},
    {hv1::NOTICE_REASON_IDENTITY_MERGED},
};

TEST_F(EndingTest, NoticeWeights) {
  Acknowledged();
  Be(kWard);
  const Command command{.actor = actor_, .arguments = {}};
  const Facts facts{.now = now_,
                    .directory = *directory_,
                    .transition = &*transition_,
                    .new_id = "",
                    .second_id = "",
                    .entry_salt = "",
                    .others = {}};
  Deciding d(command, facts);
  d.recorded = now_ + absl::Hours(1);
  for (size_t old_line = 0; old_line < kByWeight.size(); ++old_line) {
    for (size_t new_line = 0; new_line < kByWeight.size(); ++new_line) {
      for (const hv1::NoticeReason old_reason : kByWeight[old_line]) {
        for (const hv1::NoticeReason new_reason : kByWeight[new_line]) {
          rec::Handover given = handover();
          given.set_notice_reason(old_reason);
          given.set_notice_time_us(absl::ToUnixMicros(now_));
          GiveNotice(d, given, new_reason);
          const bool replaced = old_reason != new_reason && new_line <= old_line;
          EXPECT_EQ(given.notice_reason(), replaced ? new_reason : old_reason) << old_reason << " " << new_reason;
          EXPECT_EQ(given.notice_time_us(), absl::ToUnixMicros(replaced ? d.recorded : now_));
          // What was seen gives way to everything.
          given.set_notice_reason(old_reason);
          given.set_notice_seen_time_us(1);
          GiveNotice(d, given, new_reason);
          EXPECT_EQ(given.notice_reason(), new_reason);
          EXPECT_EQ(given.notice_seen_time_us(), 0);
        }
      }
    }
  }
}

TEST_F(EndingTest, AnotherNumberDoesNotHideThatThePatientComesEarlier) {
  Acknowledged();
  Be(kWard);
  Take(Reschedule{.planned = PlannedAt("2026-06-24T10:00")});
  Take(Reschedule{.planned = PlannedAt("2026-06-23T10:00")});
  EXPECT_EQ(TaskOf(hv1::TASK_KIND_SEE_NOTICE).due_time_us(), absl::ToUnixMicros(At("2026-06-17T09:00")));
  Set("2026-06-17T08:30");
  Take(MergeIdentity{.patient_hash = "known"});
  EXPECT_EQ(Notice(), "DISCHARGE_EARLIER");
  Take(Reschedule{.planned = PlannedAt("2026-06-22T10:00")});
  EXPECT_EQ(TaskOf(hv1::TASK_KIND_SEE_NOTICE).due_time_us(), absl::ToUnixMicros(At("2026-06-17T09:00")));
}

TEST_F(EndingTest, ADeathIsRecordedAsADeath) {
  Open();
  EXPECT_EQ(Refused(CancelTransition{.reason = hv1::CANCEL_REASON_DIED}), "INVALID_REQUEST");
}

TEST_F(EndingTest, WhoGotAnEarlyWordIsToldOfTheEnd) {
  Open();
  Take(Message(hv1::HANDOVER_KIND_REHAB_NOTICE));
  Be(kHome);
  TakeOn(Acknowledge{});
  Be(kWard);
  Take(RecordDeath{});
  EXPECT_EQ(Notice(), "DIED");
}

TEST_F(EndingTest, AnEarlyWordOfAnEarlierStayIsNoneOfThisOne) {
  Open();
  Take(Message(hv1::HANDOVER_KIND_REHAB_NOTICE));
  Be(kHome);
  TakeOn(Acknowledge{});
  Send();
  Be(kHome);
  TakeOn(Acknowledge{.therapist_ids = {"eva.at"}});
  Discharge();
  Be(kHome);
  TakeOn(RecordFirstContact{.outcome = hv1::FIRST_CONTACT_OUTCOME_MADE});
  Be(kWard);
  Take(RecordReadmission{});
  // Nobody at home has heard of this stay: the handover is due although the day is not known.
  EXPECT_EQ(Owed(),
            "SEND_HANDOVER su-ostra-rehab 2026-06-23T16:00\n"
            "SEE_NOTICE molndal-hemrehab 2026-06-17T12:00");
}

TEST_F(EndingTest, AReportsReaderNeedsNoNotice) {
  OpenFromHome();
  Take(Message(hv1::HANDOVER_KIND_ADMISSION_REPORT));
  Be(kWard);
  TakeOn(Acknowledge{});
  Be(kHome);
  Take(RecordDeath{});
  EXPECT_EQ(Notice(), "-");
}

TEST_F(EndingTest, AMistakenDeathIsTakenBack) {
  Acknowledged();
  Discharge();
  Be(kHome);
  TakeOn(RecordFirstContact{.outcome = hv1::FIRST_CONTACT_OUTCOME_DIED});
  EXPECT_EQ(StateOfHandover(), "COMPLETED");
  Set("2026-06-18T08:00");
  Take(RevertCancellation{.reason = hv1::REVERT_REASON_WRONG_PATIENT});
  EXPECT_EQ(StateOfTransition(), "DISCHARGED");
  EXPECT_EQ(transition_->died_time_us(), 0);
  EXPECT_EQ(transition_->cancelled_time_us(), 0);
  EXPECT_EQ(transition_->cancel_reason(), hv1::CANCEL_REASON_UNSPECIFIED);
  EXPECT_EQ(last_.change.entry().reason_code(), hv1::REVERT_REASON_WRONG_PATIENT);
  EXPECT_EQ(StateOfHandover(), "ACKNOWLEDGED");
  EXPECT_EQ(handover().first_contact_outcome(), hv1::FIRST_CONTACT_OUTCOME_UNSPECIFIED);
  EXPECT_EQ(handover().first_contact_time_us(), 0);
  EXPECT_EQ(handover().completed_time_us(), 0);
  EXPECT_EQ(Owed(), "FIRST_CONTACT molndal-hemrehab 2026-06-24T16:00");
}

TEST_F(EndingTest, WhatWasDoneBeforeTheMistakeStaysDone) {
  Visited();
  Be(kWard);
  Take(RecordDeath{});
  Take(RevertCancellation{.reason = hv1::REVERT_REASON_RECORDED_IN_ERROR});
  EXPECT_EQ(StateOfHandover(), "COMPLETED");
  EXPECT_EQ(handover().first_contact_outcome(), hv1::FIRST_CONTACT_OUTCOME_MADE);
}

TEST_F(EndingTest, WhoWasToldOfAnEndIsToldThatItWasNone) {
  Acknowledged();
  Be(kWard);
  Take(RecordDeath{});
  Be(kHome);
  TakeOn(SeeNotice{});
  Be(kWard);
  Take(RevertCancellation{.reason = hv1::REVERT_REASON_RECORDED_IN_ERROR});
  EXPECT_EQ(StateOfTransition(), "ADMITTED");
  EXPECT_EQ(Notice(), "CANCELLATION_REVERTED");
}

TEST_F(EndingTest, WhoTakesItBackNeedNotSeeThatItWasSo) {
  Acknowledged();
  Be(kWard);
  Take(CancelTransition{.reason = hv1::CANCEL_REASON_ENTERED_IN_ERROR});
  EXPECT_EQ(Notice(), "CANCELLED");
  Be(kHome);
  Take(RevertCancellation{.reason = hv1::REVERT_REASON_PLAN_CHANGED});
  EXPECT_EQ(Notice(), "-");
  Be(kWard);
  Take(RecordDeath{});
  EXPECT_EQ(Notice(), "DIED");
  Be(kHome);
  Take(RevertCancellation{.reason = hv1::REVERT_REASON_PLAN_CHANGED});
  EXPECT_EQ(Notice(), "-");
  EXPECT_EQ(handover().notice_time_us(), 0);
}

TEST_F(EndingTest, ANoticeOfSomethingElseOutlivesAMistake) {
  Acknowledged();
  Be(kWard);
  Take(Reschedule{.planned = PlannedAt("2026-06-24T10:00")});
  Take(Reschedule{.planned = PlannedAt("2026-06-23T10:00")});
  EXPECT_EQ(Notice(), "DISCHARGE_EARLIER");
  Be(kHome);
  Take(RecordDeath{});
  Take(RevertCancellation{.reason = hv1::REVERT_REASON_RECORDED_IN_ERROR});
  EXPECT_EQ(Notice(), "DISCHARGE_EARLIER");
}

TEST_F(EndingTest, ADiscardedWayComesBackWithWhatItOwed) {
  OpenAndSend();
  Take(CancelTransition{.reason = hv1::CANCEL_REASON_TRANSFERRED});
  EXPECT_EQ(Owed(), "");
  Set("2026-06-17T12:00");
  Take(RevertCancellation{.reason = hv1::REVERT_REASON_PLAN_CHANGED});
  EXPECT_EQ(Owed(), "ACKNOWLEDGE molndal-hemrehab 2026-06-18T12:00");
  EXPECT_EQ(Refused(RevertCancellation{}), "NOT_CANCELLED");
}

TEST_F(EndingTest, SevenDaysToTakeItBack) {
  Open();
  Take(CancelTransition{.reason = hv1::CANCEL_REASON_TRANSFERRED});
  now_ += absl::Hours(7 * 24);
  EXPECT_EQ(Refused(RevertCancellation{}), "OK");
  now_ += absl::Microseconds(1);
  EXPECT_EQ(Refused(RevertCancellation{}), "TOO_LATE_TO_REVERT");
}

TEST_F(EndingTest, BackInHospital) {
  Acknowledged();
  Be(kWard);
  Take(SetDischargeReady{.ready = true});
  Take(ConfirmStay{});
  Take(Reschedule{.planned = PlannedAt("2026-06-18T10:00")});
  Take(RecordDischarge{});
  Set("2026-06-17T12:00");
  EXPECT_EQ(Refused(RecordReadmission{.readmitted = At("2026-06-17T13:00")}), "OCCURRED_IN_FUTURE");
  Take(RecordReadmission{.readmitted = At("2026-06-17T11:00")});
  EXPECT_EQ(StateOfTransition(), "ADMITTED");
  EXPECT_EQ(transition_->readmitted_time_us(), absl::ToUnixMicros(now_));
  EXPECT_EQ(transition_->discharged_time_us(), 0);
  EXPECT_FALSE(transition_->has_planned_discharge());
  EXPECT_EQ(transition_->stay_confirmed_time_us(), 0);
  EXPECT_EQ(transition_->discharge_ready_time_us(), 0);
  EXPECT_EQ(StateOfHandover(), "ACKNOWLEDGED");
  EXPECT_EQ(Notice(), "READMITTED");
  EXPECT_EQ(Owed(),
            "CONFIRM_DISCHARGE su-ostra-rehab 2026-06-22T16:00\n"
            "SEE_NOTICE molndal-hemrehab 2026-06-17T16:00");
}

TEST_F(EndingTest, WhatWasDoneBeforeAReadmissionIsOwedAnew) {
  Acknowledged();
  Discharge();
  Set("2026-06-22T10:00");
  Be(kHome);
  TakeOn(RecordFirstContact{.outcome = hv1::FIRST_CONTACT_OUTCOME_READMITTED});
  EXPECT_EQ(StateOfTransition(), "ADMITTED");
  EXPECT_EQ(StateOfHandover(), "COMPLETED");
  EXPECT_EQ(handover().completed_time_us(), transition_->readmitted_time_us());
  EXPECT_EQ(Notice(), "-");
  EXPECT_EQ(Owed(), "SEND_HANDOVER su-ostra-rehab 2026-06-25T16:00");
  Send();
  EXPECT_EQ(transition_->handovers_size(), 2);
}

TEST_F(EndingTest, WhoWasDoneInAnEarlierStayHasNoMoreToDoWithThisOne) {
  Visited();
  const std::string first = handover_id_;
  Be(kWard);
  Set("2026-06-22T10:00");
  Take(RecordReadmission{});
  // They had visited, and must hear that the patient is not at home.
  EXPECT_EQ(Notice(), "READMITTED");
  Be(kHome);
  TakeOn(SeeNotice{});
  Send(hv1::URGENCY_ROUTINE, kOtherHome);
  Be(kOtherHome);
  TakeOn(Acknowledge{.therapist_ids = {"bo.at"}});
  Discharge();
  Take(RecordReadmission{});
  EXPECT_EQ(Notice(), "READMITTED");
  EXPECT_NE(FindHandover(*transition_, first)->notice_seen_time_us(), 0);
}

TEST_F(EndingTest, WhatHadEndedStaysAsItWasWhenThePatientComesBack) {
  Acknowledged();
  Discharge();
  Be(kHome);
  TakeOn(RecordFirstContact{.outcome = hv1::FIRST_CONTACT_OUTCOME_NOT_REACHED});
  Be(kWard);
  TakeOn(Withdraw{.reason = hv1::WITHDRAW_REASON_OTHER_CARE_FORM});
  const std::string as_it_ended = handover().SerializeAsString();
  Take(RecordReadmission{});
  EXPECT_EQ(handover().SerializeAsString(), as_it_ended);
  EXPECT_EQ(handover().not_reached_count(), 1);
}

TEST_F(EndingTest, WhoHasNotAnsweredNeedsNoNoticeOfAReadmission) {
  OpenAndSend();
  Discharge();
  Take(RecordReadmission{});
  EXPECT_EQ(Notice(), "-");
  EXPECT_EQ(Refused(RecordReadmission{}), "NOT_DISCHARGED");
}

}  // namespace
}  // namespace hemgang::rules
