// What each step does and refuses, beyond the step table.
#include "services/rules/decide.h"

#include <string>

#include <gtest/gtest.h>

#include "services/rules/step_table.h"
#include "tests/rules/step_story.h"

namespace hemgang::rules {
namespace {

using DecideTest = StepStory;

TEST_F(DecideTest, EveryArgumentIsItsStep) {
  const std::pair<StepArguments, hv1::Step> rows[] = {
      {OpenTransition{}, hv1::STEP_OPEN_TRANSITION},
      {MarkNeed{}, hv1::STEP_MARK_NEED},
      {ClearNeed{}, hv1::STEP_CLEAR_NEED},
      {Reschedule{}, hv1::STEP_RESCHEDULE},
      {ConfirmStay{}, hv1::STEP_CONFIRM_STAY},
      {RecordDischarge{}, hv1::STEP_RECORD_DISCHARGE},
      {RecordDeath{}, hv1::STEP_RECORD_DEATH},
      {SendHandover{}, hv1::STEP_SEND_HANDOVER},
      {Acknowledge{}, hv1::STEP_ACKNOWLEDGE},
      {AssignTherapist{}, hv1::STEP_ASSIGN_THERAPIST},
      {Decline{}, hv1::STEP_DECLINE},
      {Redirect{}, hv1::STEP_REDIRECT},
      {Withdraw{}, hv1::STEP_WITHDRAW},
      {RecordCall{}, hv1::STEP_RECORD_CALL},
      {RecordFirstContact{}, hv1::STEP_RECORD_FIRST_CONTACT},
      {SeeNotice{}, hv1::STEP_SEE_NOTICE},
      {CloseTransition{}, hv1::STEP_CLOSE_TRANSITION},
      {Expire{}, hv1::STEP_EXPIRE},
      {JoinTransition{}, hv1::STEP_JOIN_TRANSITION},
      {RequestReport{}, hv1::STEP_REQUEST_REPORT},
      {AnswerNothingToReport{}, hv1::STEP_ANSWER_NOTHING_TO_REPORT},
      {ChangeDestination{}, hv1::STEP_CHANGE_DESTINATION},
      {ChangeSendingUnit{}, hv1::STEP_CHANGE_SENDING_UNIT},
      {SetDischargeReady{}, hv1::STEP_SET_DISCHARGE_READY},
      {MergeIdentity{}, hv1::STEP_MERGE_IDENTITY},
      {RecordReadmission{}, hv1::STEP_RECORD_READMISSION},
      {CancelTransition{}, hv1::STEP_CANCEL_TRANSITION},
      {RevertCancellation{}, hv1::STEP_REVERT_CANCELLATION},
      {RevokeAcknowledgement{}, hv1::STEP_REVOKE_ACKNOWLEDGEMENT},
      {Ask{}, hv1::STEP_ASK},
      {Answer{}, hv1::STEP_ANSWER},
      {Amend{}, hv1::STEP_AMEND},
      {UpdateAids{}, hv1::STEP_UPDATE_AIDS},
      {Void{}, hv1::STEP_VOID},
      {RecordTransfer{}, hv1::STEP_RECORD_TRANSFER},
  };
  for (const auto& [arguments, step] : rows) EXPECT_EQ(StepOf(arguments), step) << hv1::Step_Name(step);
}

TEST_F(DecideTest, AHospitalsRehabUnitOpens) {
  Be("su-ostra-rehab");
  EXPECT_EQ(Refused(OpenTransition{}), "OK");
  for (const char* unit : {"su-ostra-avd", "molndal-hemrehab", "su-palliativa-teamet", "partille-ft", "su-rehab-chef",
                           "vg-styrgrupp", "vgr-verksamhet", "vgr-chefslakare", "nowhere"}) {
    Be(unit);
    EXPECT_EQ(Refused(OpenTransition{}), "NOT_YOUR_STEP") << unit;
  }
}

TEST_F(DecideTest, VersionsAndTimesOnlyGrow) {
  Open();
  EXPECT_EQ(transition_->version(), 1);
  EXPECT_EQ(last_.change.entry().version(), 1);
  EXPECT_EQ(last_.change.directory_revision(), 7);
  const int64_t opened = transition_->last_step_time_us();
  const std::string first_entry = last_.change.entry().id();
  EXPECT_EQ(first_entry.size(), 32);
  Set("2026-06-17T07:00");
  Take(ConfirmStay{});
  EXPECT_EQ(transition_->version(), 2);
  EXPECT_EQ(transition_->last_step_time_us(), opened);
  EXPECT_LT(first_entry, last_.change.entry().id());
}

TEST_F(DecideTest, WhoHasNoPartLearnsNothing) {
  OpenAndSend();
  Be(kOtherHome);
  EXPECT_EQ(Refused(RecordDeath{}), "NOT_FOUND");
  EXPECT_EQ(RefusedOn(Acknowledge{}), "NOT_FOUND");
  EXPECT_EQ(Refused(Acknowledge{}, "no-such-handover"), "NOT_FOUND");
  Be(kHome);
  EXPECT_EQ(Refused(Acknowledge{}, "no-such-handover"), "NOT_FOUND");
  EXPECT_EQ(Refused(Reschedule{}), "NOT_YOUR_STEP");
  transition_.reset();
  EXPECT_EQ(Refused(Reschedule{}), "NOT_FOUND");
}

TEST_F(DecideTest, ANeedIsMarkedOnceAndClearedOnce) {
  Open();
  const MarkNeed mark{.profession = hv1::PROFESSION_PHYSIOTHERAPIST, .urgency = hv1::URGENCY_ROUTINE};
  const ClearNeed clear{.profession = hv1::PROFESSION_PHYSIOTHERAPIST,
                        .reason = hv1::CLEAR_NEED_REASON_MARKED_IN_ERROR};
  EXPECT_EQ(Refused(clear), "NEED_NOT_MARKED");
  Take(mark);
  EXPECT_EQ(Refused(mark), "NEED_ALREADY_MARKED");
  Take(clear);
  EXPECT_EQ(last_.change.entry().reason_code(), hv1::CLEAR_NEED_REASON_MARKED_IN_ERROR);
  EXPECT_EQ(Refused(clear), "NEED_NOT_MARKED");
  EXPECT_EQ(Refused(mark), "OK");
  EXPECT_EQ(Refused(MarkNeed{.profession = hv1::PROFESSION_OCCUPATIONAL_THERAPIST,
                             .urgency = hv1::URGENCY_ROUTINE,
                             .expected_receiver_unit_id = "nowhere"}),
            "UNIT_UNKNOWN");
}

TEST_F(DecideTest, ANeedThatIsHandedOverIsNotCleared) {
  OpenAndSend();
  const ClearNeed clear{.profession = hv1::PROFESSION_OCCUPATIONAL_THERAPIST,
                        .reason = hv1::CLEAR_NEED_REASON_NO_LONGER_NEEDED};
  EXPECT_EQ(Refused(clear), "NEED_HANDED_OVER");
  TakeOn(Withdraw{.reason = hv1::WITHDRAW_REASON_NO_LONGER_NEEDED});
  EXPECT_EQ(Owed(), "SEND_HANDOVER su-ostra-rehab 2026-06-23T16:00");
  Take(clear);
  EXPECT_EQ(Owed(), "");
}

TEST_F(DecideTest, ACompletedNeedCanBeCleared) {
  Acknowledged();
  Discharge();
  Be(kHome);
  TakeOn(RecordFirstContact{.outcome = hv1::FIRST_CONTACT_OUTCOME_MADE});
  Be(kWard);
  EXPECT_EQ(Refused(ClearNeed{.profession = hv1::PROFESSION_OCCUPATIONAL_THERAPIST,
                              .reason = hv1::CLEAR_NEED_REASON_NO_LONGER_NEEDED}),
            "OK");
}

TEST_F(DecideTest, ReceiversThatCannotReceive) {
  Open();
  const auto to = [](const std::string& unit) {
    return SendHandover{.kind = hv1::HANDOVER_KIND_DISCHARGE_HANDOVER,
                        .urgency = hv1::URGENCY_ROUTINE,
                        .professions = {hv1::PROFESSION_OCCUPATIONAL_THERAPIST},
                        .receiver_unit_id = unit};
  };
  EXPECT_EQ(Refused(to("nowhere")), "UNIT_UNKNOWN");
  for (const char* unit : {"su-ostra-avd", "molndal-hemrehab-chef", "molndal-verksamhet", "molndal-mas", "vg-styrgrupp",
                           "su-ostra-rehab"}) {
    EXPECT_EQ(Refused(to(unit)), "UNIT_CANNOT_RECEIVE") << unit;
  }
  // It has physiotherapists only.
  EXPECT_EQ(Refused(to("partille-ft")), "UNIT_CANNOT_RECEIVE");
  SendHandover physio = to("partille-ft");
  physio.professions = {hv1::PROFESSION_PHYSIOTHERAPIST};
  EXPECT_EQ(Refused(physio), "OK");
  EXPECT_EQ(Refused(to("su-palliativa-teamet")), "OK");
  EXPECT_EQ(Refused(to(kHome)), "OK");
}

TEST_F(DecideTest, ASenderCannotSendToItself) {
  OpenAndSend();
  // The palliative team sends on what it cannot be the receiver of as well.
  transition_->mutable_handovers(0)->set_sender_unit_id("su-palliativa-teamet");
  Be(kHome);
  EXPECT_EQ(RefusedOn(Redirect{.to_unit_id = "su-palliativa-teamet"}), "RECEIVER_IS_SENDER");
}

TEST_F(DecideTest, OneHandoverPerProfession) {
  OpenAndSend();
  EXPECT_EQ(Refused(SendHandover{.kind = hv1::HANDOVER_KIND_DISCHARGE_HANDOVER,
                                 .urgency = hv1::URGENCY_ROUTINE,
                                 .professions = {hv1::PROFESSION_OCCUPATIONAL_THERAPIST},
                                 .receiver_unit_id = kOtherHome}),
            "PROFESSION_ALREADY_SENT");
  TakeOn(Withdraw{.reason = hv1::WITHDRAW_REASON_OTHER_CARE_FORM});
  Send(hv1::URGENCY_ROUTINE, kOtherHome);
  EXPECT_EQ(transition_->handovers_size(), 2);
}

TEST_F(DecideTest, SendingMarksTheNeedThatNobodyMarked) {
  OpenAndSend(hv1::URGENCY_URGENT);
  ASSERT_EQ(transition_->needs_size(), 1);
  EXPECT_EQ(transition_->needs(0).urgency(), hv1::URGENCY_URGENT);
  Take(SendHandover{.kind = hv1::HANDOVER_KIND_DISCHARGE_HANDOVER,
                    .urgency = hv1::URGENCY_ROUTINE,
                    .professions = {hv1::PROFESSION_PHYSIOTHERAPIST},
                    .receiver_unit_id = kOtherHome});
  EXPECT_EQ(transition_->needs_size(), 2);
}

TEST_F(DecideTest, AnEtagOfAnOlderStateIsRefused) {
  OpenAndSend();
  Be(kHome);
  etag_ = "0";
  EXPECT_EQ(RefusedOn(Acknowledge{}), "ETAG_MISMATCH");
  etag_ = "1";
  TakeOn(Acknowledge{});
  EXPECT_EQ(handover().revision(), 2);
  etag_ = "1";
  EXPECT_EQ(RefusedOn(AssignTherapist{.therapist_id = "eva.at"}), "ETAG_MISMATCH");
}

TEST_F(DecideTest, TheClockLeavesTheEtagAlone) {
  OpenAndSend();
  now_ = absl::FromUnixMicros(TaskOf(hv1::TASK_KIND_ACKNOWLEDGE).next_wake_time_us());
  BeTheClock();
  Take(Expire{.task_id = TaskOf(hv1::TASK_KIND_ACKNOWLEDGE).id()});
  EXPECT_EQ(handover().revision(), 1);
  EXPECT_EQ(transition_->version(), 3);
}

TEST_F(DecideTest, WhoIsSecondIsToldWhoWasFirst) {
  Acknowledged();
  auto decided = Try(Acknowledge{}, handover_id_);
  const auto& refusal = std::get<Refusal>(decided);
  EXPECT_EQ(refusal.reason, ev1::ERROR_REASON_HANDOVER_STATE_FORBIDS);
  EXPECT_EQ(refusal.metadata.back().first, "acknowledged_by");
  EXPECT_EQ(refusal.metadata.back().second, "eva.at");
}

TEST_F(DecideTest, TakenForOneProfessionIsOwedForTheOther) {
  Open();
  Take(SendHandover{.kind = hv1::HANDOVER_KIND_DISCHARGE_HANDOVER,
                    .urgency = hv1::URGENCY_ROUTINE,
                    .professions = {hv1::PROFESSION_OCCUPATIONAL_THERAPIST, hv1::PROFESSION_PHYSIOTHERAPIST},
                    .receiver_unit_id = kHome});
  Be(kHome);
  TakeOn(Acknowledge{.professions = {hv1::PROFESSION_PHYSIOTHERAPIST}});
  EXPECT_EQ(StateOfHandover(), "SENT");
  EXPECT_EQ(Owed(), "ACKNOWLEDGE molndal-hemrehab 2026-06-17T16:00");
  TakeOn(Acknowledge{});
  EXPECT_EQ(StateOfHandover(), "ACKNOWLEDGED");
  EXPECT_EQ(handover().acknowledged_professions_size(), 2);
}

TEST_F(DecideTest, OnlyItsOwnProfessionsAreTaken) {
  OpenAndSend();
  Be(kHome);
  EXPECT_EQ(RefusedOn(Acknowledge{.professions = {hv1::PROFESSION_PHYSIOTHERAPIST}}), "PROFESSION_NOT_IN_HANDOVER");
}

TEST_F(DecideTest, ADeclineMayNameAUnitThatExists) {
  OpenAndSend();
  Be(kHome);
  EXPECT_EQ(RefusedOn(Decline{.reason = hv1::DECLINE_REASON_WRONG_UNIT, .suggested_unit_id = "nowhere"}),
            "UNIT_UNKNOWN");
  TakeOn(Decline{.reason = hv1::DECLINE_REASON_WRONG_UNIT, .suggested_unit_id = kOtherHome});
  EXPECT_EQ(handover().suggested_unit_id(), kOtherHome);
  EXPECT_EQ(last_.change.entry().reason_code(), hv1::DECLINE_REASON_WRONG_UNIT);
}

TEST_F(DecideTest, AForwardingKeepsTheDueTimeAndStartsTheLadderAnew) {
  OpenAndSend();
  const int64_t due = TaskOf(hv1::TASK_KIND_ACKNOWLEDGE).due_time_us();
  Set("2026-06-17T12:00");
  BeTheClock();
  Take(Expire{.task_id = TaskOf(hv1::TASK_KIND_ACKNOWLEDGE).id()});
  EXPECT_EQ(TaskOf(hv1::TASK_KIND_ACKNOWLEDGE).rungs_size(), 1);
  Be(kHome);
  EXPECT_EQ(RefusedOn(Redirect{.to_unit_id = kHome}), "UNIT_CANNOT_RECEIVE");
  TakeOn(Redirect{.to_unit_id = kOtherHome});
  EXPECT_EQ(StateOfHandover(), "SENT");
  EXPECT_EQ(TaskOf(hv1::TASK_KIND_ACKNOWLEDGE).holder_unit_id(), kOtherHome);
  EXPECT_EQ(TaskOf(hv1::TASK_KIND_ACKNOWLEDGE).due_time_us(), due);
  EXPECT_EQ(TaskOf(hv1::TASK_KIND_ACKNOWLEDGE).rungs_size(), 0);
  EXPECT_EQ(TaskOf(hv1::TASK_KIND_ACKNOWLEDGE).next_level(), 0);
  // Who forwarded it has no more to do with it.
  EXPECT_EQ(RefusedOn(Acknowledge{}), "NOT_FOUND");
}

TEST_F(DecideTest, AForwardingLeavesTheNewHolderItsTime) {
  OpenAndSend();
  Set("2026-06-17T15:30");
  Be(kHome);
  TakeOn(Redirect{.to_unit_id = kOtherHome});
  // Two working hours from 15:30: half an hour that day, the rest next morning.
  EXPECT_EQ(Owed(), "ACKNOWLEDGE partille-hemrehab 2026-06-18T09:30");
}

TEST_F(DecideTest, ADischargeThatMovesAfterAForwardingGivesNobodyMoreTime) {
  OpenAndSend();
  Set("2026-06-17T12:00");
  Be(kHome);
  TakeOn(Redirect{.to_unit_id = kOtherHome});
  EXPECT_EQ(Owed(), "ACKNOWLEDGE partille-hemrehab 2026-06-17T16:00");
  Be(kWard);
  Take(Reschedule{.planned = PlannedAt("2026-06-24T10:00")});
  EXPECT_EQ(Owed(), "ACKNOWLEDGE partille-hemrehab 2026-06-17T16:00");
  EXPECT_EQ(last_.change.entry().moved_size(), 0);
}

TEST_F(DecideTest, ADischargeThatMovesAfterAForwardingLeavesTheNewHolderItsTime) {
  OpenAndSend();
  Set("2026-06-17T15:30");
  Be(kHome);
  TakeOn(Redirect{.to_unit_id = kOtherHome});
  Be(kWard);
  Take(Reschedule{.planned = PlannedAt("2026-06-24T10:00")});
  EXPECT_EQ(Owed(), "ACKNOWLEDGE partille-hemrehab 2026-06-18T09:30");
}

TEST_F(DecideTest, RedirectingAfterADeclineIsANewSending) {
  OpenAndSend();
  Be(kHome);
  TakeOn(Decline{.reason = hv1::DECLINE_REASON_UNIT_FULL});
  EXPECT_EQ(Owed(), "REDIRECT su-ostra-rehab 2026-06-17T12:00");
  EXPECT_EQ(RefusedOn(Redirect{.to_unit_id = kOtherHome}), "HANDOVER_STATE_FORBIDS");
  Set("2026-06-17T10:00");
  Be(kWard);
  TakeOn(Redirect{.to_unit_id = kOtherHome});
  EXPECT_EQ(Owed(), "ACKNOWLEDGE partille-hemrehab 2026-06-18T10:00");
  EXPECT_EQ(handover().decline_reason(), hv1::DECLINE_REASON_UNSPECIFIED);
  EXPECT_EQ(handover().sent_time_us(), absl::ToUnixMicros(now_));
}

TEST_F(DecideTest, ADeclinedHandoverMayGoToTheSameUnitAgain) {
  OpenAndSend();
  Be(kHome);
  TakeOn(Decline{.reason = hv1::DECLINE_REASON_UNIT_FULL});
  Be(kWard);
  TakeOn(Redirect{.to_unit_id = kHome});
  EXPECT_EQ(Owed(), "ACKNOWLEDGE molndal-hemrehab 2026-06-17T16:00");
}

TEST_F(DecideTest, WhoTookItForOneProfessionIsToldOfADeathToo) {
  Open();
  Take(SendHandover{.kind = hv1::HANDOVER_KIND_DISCHARGE_HANDOVER,
                    .urgency = hv1::URGENCY_ROUTINE,
                    .professions = {hv1::PROFESSION_OCCUPATIONAL_THERAPIST, hv1::PROFESSION_PHYSIOTHERAPIST},
                    .receiver_unit_id = kHome});
  Be(kHome);
  TakeOn(Acknowledge{.professions = {hv1::PROFESSION_PHYSIOTHERAPIST}, .therapist_ids = {"olle.ft"}});
  Be(kWard);
  Take(RecordDeath{});
  EXPECT_EQ(Owed(), "SEE_NOTICE molndal-hemrehab 2026-06-17T09:00");
  Be(kHome);
  TakeOn(SeeNotice{});
  EXPECT_EQ(Owed(), "");
}

TEST_F(DecideTest, WhoDeclinedHasNoMoreToDoWithThePatient) {
  OpenAndSend();
  Be(kHome);
  TakeOn(Decline{.reason = hv1::DECLINE_REASON_WRONG_UNIT});
  EXPECT_EQ(Refused(RecordDeath{}), "NOT_YOUR_STEP");
  Be(kWard);
  Take(Reschedule{.planned = PlannedAt("2026-06-24T10:00")});
  EXPECT_EQ(Told(), "DISCHARGE_MOVED su-ostra-rehab");
}

TEST_F(DecideTest, WhatHappenedDidNotHappenTomorrowOrLastYear) {
  Acknowledged();
  Be(kWard);
  for (const auto& [text, reason] :
       {std::pair("2026-06-17T08:01", "OCCURRED_IN_FUTURE"), std::pair("2026-05-18T07:59", "OCCURRED_TOO_LONG_AGO")}) {
    EXPECT_EQ(Refused(RecordDischarge{.discharged = At(text)}), reason) << text;
    EXPECT_EQ(Refused(RecordDeath{.died = At(text)}), reason) << text;
    occurred_ = At(text);
    EXPECT_EQ(RefusedOn(RecordCall{.outcome = hv1::CALL_OUTCOME_REACHED}), reason) << text;
    occurred_ = At(text);
    EXPECT_EQ(Refused(OpenTransition{}), reason) << text;
  }
  EXPECT_EQ(Refused(RecordDischarge{.discharged = At("2026-05-19T08:00")}), "OK");
}

TEST_F(DecideTest, DischargedOnce) {
  Acknowledged();
  Discharge();
  EXPECT_EQ(StateOfTransition(), "DISCHARGED");
  EXPECT_EQ(Refused(RecordDischarge{}), "ALREADY_DISCHARGED");
  EXPECT_EQ(Refused(Reschedule{}), "ALREADY_DISCHARGED");
  EXPECT_EQ(Refused(ConfirmStay{}), "ALREADY_DISCHARGED");
}

TEST_F(DecideTest, AfterADeathOnlyTheNoticeIsLeft) {
  Acknowledged();
  Be(kWard);
  Take(RecordDeath{});
  EXPECT_EQ(StateOfTransition(), "CANCELLED");
  EXPECT_EQ(Owed(), "SEE_NOTICE molndal-hemrehab 2026-06-17T09:00");
  EXPECT_EQ(Refused(RecordDeath{}), "TRANSITION_ENDED");
  EXPECT_EQ(RefusedOn(Withdraw{.reason = hv1::WITHDRAW_REASON_PATIENT_WORSE}), "TRANSITION_ENDED");
  Be(kHome);
  EXPECT_EQ(RefusedOn(RecordFirstContact{.outcome = hv1::FIRST_CONTACT_OUTCOME_MADE}), "TRANSITION_ENDED");
  TakeOn(SeeNotice{});
  EXPECT_EQ(Owed(), "");
  EXPECT_EQ(RefusedOn(SeeNotice{}), "NO_NOTICE");
}

TEST_F(DecideTest, AReceiverThatHasNotAnsweredOwesNoNoticeOfADeath) {
  OpenAndSend();
  Take(RecordDeath{});
  EXPECT_EQ(Owed(), "");
}

TEST_F(DecideTest, AMuchEarlierDischargeIsANotice) {
  Acknowledged();
  Be(kWard);
  Take(Reschedule{.planned = PlannedAt("2026-06-24T10:00")});
  EXPECT_EQ(handover().notice_reason(), hv1::NOTICE_REASON_UNSPECIFIED);
  Take(Reschedule{.planned = PlannedAt("2026-06-24T06:01")});
  EXPECT_EQ(handover().notice_reason(), hv1::NOTICE_REASON_UNSPECIFIED);
  Take(Reschedule{.planned = PlannedAt("2026-06-24T02:01")});
  EXPECT_EQ(handover().notice_reason(), hv1::NOTICE_REASON_DISCHARGE_EARLIER);
  const std::string first = TaskOf(hv1::TASK_KIND_SEE_NOTICE).id();
  Set("2026-06-17T09:00");
  Take(RecordDischarge{});
  // Said twice, it is due as it was.
  EXPECT_EQ(TaskOf(hv1::TASK_KIND_SEE_NOTICE).id(), first);
}

TEST_F(DecideTest, NothingIsClosedWhileAnythingIsOwed) {
  Acknowledged();
  Discharge();
  EXPECT_EQ(Refused(CloseTransition{}), "STILL_OWED");
  Be(kHome);
  TakeOn(RecordFirstContact{.outcome = hv1::FIRST_CONTACT_OUTCOME_MADE});
  Be(kWard);
  Take(CloseTransition{});
  EXPECT_EQ(StateOfTransition(), "CLOSED");
  EXPECT_EQ(transition_->close_wake_time_us(), 0);
  EXPECT_EQ(Refused(CloseTransition{}), "TRANSITION_ENDED");
  Be(kHome);
  EXPECT_EQ(RefusedOn(SeeNotice{}), "NO_NOTICE");
  EXPECT_EQ(RefusedOn(AssignTherapist{.therapist_id = "eva.at"}), "TRANSITION_ENDED");
}

TEST_F(DecideTest, TheClockClosesWhatHasOwedNothingForThirtyDays) {
  Open();
  EXPECT_EQ(transition_->close_wake_time_us(), absl::ToUnixMicros(now_ + absl::Hours(30 * 24)));
  BeTheClock();
  now_ += absl::Hours(30 * 24) - absl::Microseconds(1);
  EXPECT_EQ(Refused(Expire{}), "NOT_DUE");
  now_ += absl::Microseconds(1);
  Take(Expire{});
  EXPECT_EQ(StateOfTransition(), "CLOSED");
  EXPECT_EQ(last_.change.entry().actor_staff_id(), "clock");
  EXPECT_EQ(Refused(Expire{}), "NOT_DUE");
}

TEST_F(DecideTest, WhatOwesSomethingIsNotClosedByTheClock) {
  Open();
  Take(MarkNeed{.profession = hv1::PROFESSION_PHYSIOTHERAPIST, .urgency = hv1::URGENCY_ROUTINE});
  EXPECT_EQ(transition_->close_wake_time_us(), 0);
  EXPECT_EQ(transition_->idle_since_time_us(), 0);
  BeTheClock();
  now_ += absl::Hours(365 * 24);
  EXPECT_EQ(Refused(Expire{}), "NOT_DUE");
}

TEST_F(DecideTest, TheClockIsNobody) {
  OpenAndSend();
  BeTheClock();
  EXPECT_EQ(Refused(RecordDeath{}), "NOT_YOUR_STEP");
  EXPECT_EQ(RefusedOn(Acknowledge{}), "NOT_YOUR_STEP");
  EXPECT_EQ(Refused(OpenTransition{}), "NOT_YOUR_STEP");
  Be(kWard);
  EXPECT_EQ(Refused(Expire{}), "NOT_YOUR_STEP");
}

}  // namespace
}  // namespace hemgang::rules
