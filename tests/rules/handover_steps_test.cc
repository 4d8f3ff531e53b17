// What the two sides of a handover do with it, beyond the step table.
#include <string>

#include <gtest/gtest.h>

#include "tests/rules/step_story.h"

namespace hemgang::rules {
namespace {

constexpr auto kOt = hv1::PROFESSION_OCCUPATIONAL_THERAPIST;
constexpr auto kPt = hv1::PROFESSION_PHYSIOTHERAPIST;

class HandoverStepsTest : public WiderStory {
 protected:
  void SendForBoth() {
    Open();
    Take(SendHandover{.kind = hv1::HANDOVER_KIND_DISCHARGE_HANDOVER,
                      .urgency = hv1::URGENCY_ROUTINE,
                      .professions = {kOt, kPt},
                      .receiver_unit_id = kHome});
    Be(kHome);
  }
  // "1 eva.at, 2 olle.ft"
  std::string Therapists() const {
    std::vector<std::string> each;
    for (const rec::Therapist& therapist : handover().therapists()) {
      each.push_back(absl::StrCat(static_cast<int>(therapist.profession()), " ", therapist.staff_id()));
    }
    return absl::StrJoin(each, ", ");
  }
};

TEST_F(HandoverStepsTest, Therapists) {
  SendForBoth();
  for (const char* nobody : {"tomas.ssk", "bo.at", "nobody"}) {
    EXPECT_EQ(RefusedOn(Acknowledge{.therapist_ids = {nobody}}), "THERAPIST_NOT_OF_UNIT") << nobody;
    EXPECT_EQ(RefusedOn(Acknowledge{.therapist_ids = {"eva.at", nobody}}), "THERAPIST_NOT_OF_UNIT") << nobody;
  }
  EXPECT_EQ(RefusedOn(Acknowledge{.therapist_ids = {"eva.at", "eva.at"}}), "INVALID_REQUEST");
  TakeOn(Acknowledge{.therapist_ids = {"olle.ft", "eva.at"}});
  EXPECT_EQ(Therapists(), "2 olle.ft, 1 eva.at");
  EXPECT_EQ(RefusedOn(AssignTherapist{.therapist_id = "tomas.ssk"}), "THERAPIST_NOT_OF_UNIT");
}

TEST_F(HandoverStepsTest, WhoFallsIllIsReplacedInTheirOwnProfession) {
  directory_ = [] {
    test::dv1::Directory records = WiderRecords();
    test::dv1::StaffMember& second = *records.add_staff();
    second.set_id("anna.at");
    second.set_name("Anna Andrasson");
    second.set_profession(test::dv1::STAFF_PROFESSION_OCCUPATIONAL_THERAPIST);
    second.add_unit_ids(kHome);
    return StoryDirectory(records);
  }();
  SendForBoth();
  TakeOn(Acknowledge{.therapist_ids = {"eva.at", "olle.ft"}});
  TakeOn(AssignTherapist{.therapist_id = "anna.at"});
  EXPECT_EQ(Therapists(), "1 anna.at, 2 olle.ft");
  EXPECT_EQ(RefusedOn(AssignTherapist{.therapist_id = "nobody"}), "THERAPIST_NOT_OF_UNIT");
}

TEST_F(HandoverStepsTest, ATherapistOfAProfessionThatItIsFor) {
  OpenAndSend();
  Be(kHome);
  EXPECT_EQ(RefusedOn(Acknowledge{.therapist_ids = {"olle.ft"}}), "PROFESSION_NOT_IN_HANDOVER");
  TakeOn(Acknowledge{});
  EXPECT_EQ(RefusedOn(AssignTherapist{.therapist_id = "olle.ft"}), "PROFESSION_NOT_IN_HANDOVER");
  TakeOn(AssignTherapist{.therapist_id = "eva.at"});
  EXPECT_EQ(Therapists(), "1 eva.at");
}

TEST_F(HandoverStepsTest, SomebodyOfEveryProfessionIsNamed) {
  SendForBoth();
  TakeOn(Acknowledge{.therapist_ids = {"eva.at"}});
  EXPECT_EQ(TaskOf(hv1::TASK_KIND_ASSIGN).holder_unit_id(), kHome);
  TakeOn(AssignTherapist{.therapist_id = "olle.ft"});
  EXPECT_EQ(Ended(), "TASK_MET ASSIGN");
}

TEST_F(HandoverStepsTest, WhatAnAcknowledgementKeeps) {
  SendForBoth();
  const int64_t due = TaskOf(hv1::TASK_KIND_ACKNOWLEDGE).due_time_us();
  TakeOn(Acknowledge{.professions = {kPt}, .planned_first_visit = At("2026-06-24T09:00")});
  EXPECT_EQ(handover().acknowledged_time_us(), 0);
  EXPECT_EQ(handover().acknowledged_content_number(), 1);
  Set("2026-06-17T09:00");
  TakeOn(Acknowledge{.professions = {kOt, kPt}});
  EXPECT_EQ(handover().acknowledged_professions_size(), 2);
  EXPECT_EQ(handover().acknowledged_time_us(), absl::ToUnixMicros(now_));
  EXPECT_EQ(handover().acknowledged_by_staff_id(), "eva.at");
  EXPECT_EQ(handover().acknowledge_due_time_us(), due);
  EXPECT_EQ(handover().completed_time_us(), 0);
  EXPECT_EQ(Said(absl::FromUnixMicros(handover().planned_first_visit_time_us())), "2026-06-24T09:00");
}

TEST_F(HandoverStepsTest, TheWrongUnitTookIt) {
  OpenAndSend();
  Be(kHome);
  EXPECT_EQ(RefusedOn(RevokeAcknowledgement{.reason = hv1::REVOKE_REASON_WRONG_UNIT}), "NOTHING_ACKNOWLEDGED");
  Set("2026-06-17T12:00");
  TakeOn(Acknowledge{.therapist_ids = {"eva.at"}, .planned_first_visit = At("2026-06-24T09:00")});
  TakeOn(RevokeAcknowledgement{.reason = hv1::REVOKE_REASON_WRONG_UNIT});
  EXPECT_EQ(StateOfHandover(), "SENT");
  EXPECT_EQ(last_.change.entry().reason_code(), hv1::REVOKE_REASON_WRONG_UNIT);
  EXPECT_EQ(handover().acknowledged_professions_size(), 0);
  EXPECT_EQ(handover().acknowledged_time_us(), 0);
  EXPECT_EQ(handover().acknowledged_by_staff_id(), "");
  EXPECT_EQ(handover().acknowledged_content_number(), 0);
  EXPECT_EQ(handover().acknowledge_due_time_us(), 0);
  EXPECT_EQ(handover().planned_first_visit_time_us(), 0);
  EXPECT_EQ(Therapists(), "");
  // The old due time.
  EXPECT_EQ(Owed(), "ACKNOWLEDGE molndal-hemrehab 2026-06-17T16:00");
  TakeOn(Acknowledge{});
  Set("2026-06-17T15:30");
  TakeOn(RevokeAcknowledgement{.reason = hv1::REVOKE_REASON_WRONG_PERSON});
  // … but not before the revocation and two working hours.
  EXPECT_EQ(Owed(), "ACKNOWLEDGE molndal-hemrehab 2026-06-18T09:30");
}

TEST_F(HandoverStepsTest, WhatIsTakenBackIsDueBeforeADischargeThatMovedMeanwhile) {
  Set("2026-06-16T14:00");
  OpenAndSend();
  EXPECT_EQ(Owed(), "ACKNOWLEDGE molndal-hemrehab 2026-06-17T14:00");
  Be(kHome);
  TakeOn(Acknowledge{.therapist_ids = {"eva.at"}});
  Be(kWard);
  Set("2026-06-17T08:00");
  Take(Reschedule{.planned = PlannedAt("2026-06-17T14:00")});
  Be(kHome);
  TakeOn(RevokeAcknowledgement{.reason = hv1::REVOKE_REASON_WRONG_UNIT});
  // As of the sending it would have been due at the closing before; now two working hours are left from the revocation.
  EXPECT_EQ(Owed(), "ACKNOWLEDGE molndal-hemrehab 2026-06-17T10:00");
}

TEST_F(HandoverStepsTest, TakenForOneProfessionAndTakenBackItIsDueAsItWas) {
  SendForBoth();
  TakeOn(Acknowledge{.professions = {kPt}});
  Set("2026-06-17T15:30");
  TakeOn(RevokeAcknowledgement{.reason = hv1::REVOKE_REASON_OTHER});
  EXPECT_EQ(Owed(), "ACKNOWLEDGE molndal-hemrehab 2026-06-17T16:00");
  EXPECT_EQ(RefusedOn(RevokeAcknowledgement{}), "NOTHING_ACKNOWLEDGED");
}

TEST_F(HandoverStepsTest, WhoDeclinesHasNothingLeftToSee) {
  SendForBoth();
  TakeOn(Acknowledge{.professions = {kPt}, .therapist_ids = {"olle.ft"}});
  Be(kWard);
  Take(Reschedule{.planned = PlannedAt("2026-06-24T10:00")});
  Take(Reschedule{.planned = PlannedAt("2026-06-23T10:00")});
  EXPECT_EQ(Notice(), "DISCHARGE_EARLIER");
  Be(kHome);
  TakeOn(Decline{.reason = hv1::DECLINE_REASON_UNIT_FULL});
  EXPECT_EQ(Notice(), "-");
  EXPECT_EQ(Therapists(), "");
  EXPECT_EQ(handover().acknowledged_professions_size(), 0);
}

TEST_F(HandoverStepsTest, WhatShouldNeverHaveBeenSent) {
  OpenAndSend();
  TakeOn(Void{.reason = hv1::VOID_REASON_WRONG_PATIENT});
  EXPECT_EQ(StateOfHandover(), "VOIDED");
  EXPECT_EQ(handover().void_reason(), hv1::VOID_REASON_WRONG_PATIENT);
  EXPECT_EQ(last_.change.entry().reason_code(), hv1::VOID_REASON_WRONG_PATIENT);
  ASSERT_EQ(last_.change.erased_about_ids_size(), 1);
  EXPECT_EQ(last_.change.erased_about_ids(0), "door/" + handover_id_);
  EXPECT_EQ(Told(), "VOIDED molndal-hemrehab");
  // Not answered yet, it may have been read.
  EXPECT_EQ(Notice(), "VOIDED");
  EXPECT_EQ(Owed(),
            "SEND_HANDOVER su-ostra-rehab 2026-06-23T16:00\n"
            "SEE_NOTICE molndal-hemrehab 2026-06-17T12:00");
  EXPECT_EQ(RefusedOn(Void{}), "HANDOVER_STATE_FORBIDS");
  Be(kHome);
  TakeOn(SeeNotice{});
  EXPECT_EQ(Notice(), "-");
}

TEST_F(HandoverStepsTest, VoidedFromEveryState) {
  struct {
    const char* state;
    const char* notice;
  } const rows[] = {{"SENT", "VOIDED"},      {"DECLINED", "-"},       {"ACKNOWLEDGED", "VOIDED"},
                    {"COMPLETED", "VOIDED"}, {"WITHDRAWN", "VOIDED"}, {"WITHDRAWN after a decline", "-"}};
  for (const auto& row : rows) {
    const std::string state = row.state;
    transition_.reset();
    OpenAndSend();
    Be(kHome);
    if (state.find("decline") != std::string::npos || state == "DECLINED") {
      TakeOn(Decline{.reason = hv1::DECLINE_REASON_WRONG_PATIENT});
    }
    if (state == "ACKNOWLEDGED" || state == "COMPLETED") TakeOn(Acknowledge{.therapist_ids = {"eva.at"}});
    if (state == "COMPLETED") {
      Discharge();
      Be(kHome);
      TakeOn(RecordFirstContact{.outcome = hv1::FIRST_CONTACT_OUTCOME_MADE});
    }
    Be(kWard);
    if (state.find("WITHDRAWN") == 0) TakeOn(Withdraw{.reason = hv1::WITHDRAW_REASON_PATIENT_WORSE});
    ASSERT_EQ(state.find(StateOfHandover()), 0) << state;
    TakeOn(Void{.reason = hv1::VOID_REASON_WRONG_PATIENT});
    EXPECT_EQ(Notice(), row.notice) << state;
  }
}

TEST_F(HandoverStepsTest, WhatWasSentInErrorIsVoidedAfterTheEndToo) {
  Visited();
  Be(kWard);
  Take(CloseTransition{});
  TakeOn(Void{.reason = hv1::VOID_REASON_WRONG_PATIENT});
  EXPECT_EQ(StateOfTransition(), "CLOSED");
  EXPECT_EQ(Owed(), "SEE_NOTICE molndal-hemrehab 2026-06-17T12:00");
  Be(kHome);
  TakeOn(SeeNotice{});
  EXPECT_EQ(Owed(), "");
}

TEST_F(HandoverStepsTest, WhoNeverAnsweredNeedsNoNoticeOfAWithdrawal) {
  OpenAndSend();
  TakeOn(Withdraw{.reason = hv1::WITHDRAW_REASON_PATIENT_DECLINED});
  EXPECT_EQ(Notice(), "-");
  EXPECT_EQ(handover().withdraw_reason(), hv1::WITHDRAW_REASON_PATIENT_DECLINED);
  // Nobody is to go there any more.
  ASSERT_EQ(last_.change.erased_about_ids_size(), 1);
  EXPECT_EQ(last_.change.erased_about_ids(0), "door/" + handover_id_);
  EXPECT_EQ(last_.change.entry().reason_code(), hv1::WITHDRAW_REASON_PATIENT_DECLINED);
}

TEST_F(HandoverStepsTest, EnteredInAnotherSystemByHand) {
  Acknowledged();
  Be(kWard);
  TakeOn(Amend{.material = false});
  Be(kHome);
  Set("2026-06-18T10:00");
  occurred_ = At("2026-06-18T09:00");
  TakeOn(RecordTransfer{.target = hv1::TRANSFER_TARGET_MEDICAL_RECORD});
  TakeOn(RecordTransfer{.target = hv1::TRANSFER_TARGET_SAMSA});
  ASSERT_EQ(handover().transfers_size(), 2);
  const rec::Transfer& first = handover().transfers(0);
  EXPECT_EQ(first.target(), hv1::TRANSFER_TARGET_MEDICAL_RECORD);
  EXPECT_EQ(Said(absl::FromUnixMicros(first.transferred_time_us())), "2026-06-18T09:00");
  EXPECT_EQ(first.staff_id(), "eva.at");
  EXPECT_EQ(first.unit_id(), kHome);
  EXPECT_EQ(first.content_number(), 2);
  EXPECT_EQ(Said(absl::FromUnixMicros(handover().transfers(1).transferred_time_us())), "2026-06-18T10:00");
  EXPECT_EQ(last_.change.entry().reason_code(), hv1::TRANSFER_TARGET_SAMSA);
  EXPECT_EQ(Told(), "");
}

TEST_F(HandoverStepsTest, AThread) {
  Acknowledged();
  TakeOn(Ask{});
  EXPECT_EQ(Told(), "ASKED su-ostra-rehab");
  const std::string asked = handover().questions(0).id();
  EXPECT_EQ(handover().questions(0).asking_unit_id(), kHome);
  EXPECT_EQ(handover().questions(0).asked_unit_id(), kWard);
  EXPECT_EQ(handover().questions(0).asked_time_us(), absl::ToUnixMicros(now_));
  EXPECT_EQ(TaskOf(hv1::TASK_KIND_ANSWER).holder_unit_id(), kWard);
  EXPECT_EQ(TaskOf(hv1::TASK_KIND_ANSWER).question_id(), asked);
  EXPECT_EQ(RefusedOn(Answer{.question_id = "no such question"}), "QUESTION_UNKNOWN");
  EXPECT_EQ(RefusedOn(Answer{.question_id = asked}), "NOT_YOUR_STEP");
  Be(kWard);
  TakeOn(Ask{});
  EXPECT_EQ(handover().questions(1).asked_unit_id(), kHome);
  TakeOn(Answer{.question_id = asked});
  EXPECT_EQ(Told(), "ANSWERED molndal-hemrehab");
  EXPECT_EQ(last_.change.entry().to_unit_id(), kHome);
  EXPECT_EQ(Ended(), "TASK_MET ANSWER");
  EXPECT_EQ(handover().questions(0).answered_time_us(), absl::ToUnixMicros(now_));
  EXPECT_EQ(handover().questions(1).answered_time_us(), 0);
  EXPECT_EQ(RefusedOn(Answer{.question_id = asked}), "ALREADY_ANSWERED");
}

TEST_F(HandoverStepsTest, WhatMustBeAtHome) {
  OpenAndSend();
  EXPECT_EQ(RefusedOn(UpdateAids{.updates = {{.id = "1"}}}), "AID_UNKNOWN");
  EXPECT_EQ(RefusedOn(UpdateAids{.updates = {{.responsible_unit_id = kOtherHome}}}), "UNIT_CANNOT_RECEIVE");
  TakeOn(UpdateAids{.updates = {{.status = hv1::HOME_ITEM_STATUS_ORDERED},
                                {.status = hv1::HOME_ITEM_STATUS_PRESCRIBED, .responsible_unit_id = kHome}}});
  EXPECT_EQ(Told(), "AIDS_UPDATED su-ostra-rehab\nAIDS_UPDATED molndal-hemrehab");
  ASSERT_EQ(handover().aids_size(), 2);
  EXPECT_EQ(handover().aids(0).id(), "1");
  EXPECT_EQ(handover().aids(0).responsible_unit_id(), kWard);
  EXPECT_EQ(handover().aids(1).id(), "2");
  EXPECT_EQ(handover().aids(1).responsible_unit_id(), kHome);
  Be(kHome);
  Set("2026-06-17T09:00");
  TakeOn(UpdateAids{.updates = {{.id = "1", .status = hv1::HOME_ITEM_STATUS_DELIVERED}}});
  EXPECT_EQ(handover().aids_size(), 2);
  EXPECT_EQ(handover().aids(0).status(), hv1::HOME_ITEM_STATUS_DELIVERED);
  EXPECT_EQ(handover().aids(0).responsible_unit_id(), kWard);
  EXPECT_EQ(handover().aids(0).changed_by_unit_id(), kHome);
  EXPECT_EQ(handover().aids(0).changed_time_us(), absl::ToUnixMicros(now_));
  EXPECT_NE(handover().aids(1).changed_time_us(), absl::ToUnixMicros(now_));
  TakeOn(UpdateAids{.updates = {{"2", hv1::HOME_ITEM_STATUS_FAILED, kWard}}});
  EXPECT_EQ(handover().aids(1).responsible_unit_id(), kWard);
}

TEST_F(HandoverStepsTest, ARefusalNamesTheLine) {
  OpenAndSend();
  const UpdateAids unknown{.updates = {{.status = hv1::HOME_ITEM_STATUS_ORDERED}, {.id = "7"}}};
  auto tried = Try(unknown, handover_id_);
  EXPECT_EQ(std::get<Refusal>(tried).field_path, "aids[1].id");
}

}  // namespace
}  // namespace hemgang::rules
