// What a recorded first contact ends, and what it does not.
#include <string>

#include <gtest/gtest.h>

#include "tests/rules/step_story.h"

namespace hemgang::rules {
namespace {

using FirstContactTest = StepStory;

TEST_F(FirstContactTest, FirstContactOutcomes) {
  struct {
    hv1::FirstContactOutcome outcome;
    const char* state;
    const char* transition;
  } const rows[] = {
      {hv1::FIRST_CONTACT_OUTCOME_PLANNED, "ACKNOWLEDGED", "DISCHARGED"},
      {hv1::FIRST_CONTACT_OUTCOME_MADE, "COMPLETED", "DISCHARGED"},
      {hv1::FIRST_CONTACT_OUTCOME_PATIENT_DECLINED, "COMPLETED", "DISCHARGED"},
      {hv1::FIRST_CONTACT_OUTCOME_NOT_REACHED, "ACKNOWLEDGED", "DISCHARGED"},
      {hv1::FIRST_CONTACT_OUTCOME_READMITTED, "COMPLETED", "ADMITTED"},
      {hv1::FIRST_CONTACT_OUTCOME_DIED, "COMPLETED", "CANCELLED"},
  };
  for (const auto& row : rows) {
    transition_.reset();
    Acknowledged();
    Discharge();
    Be(kHome);
    TakeOn(RecordFirstContact{.outcome = row.outcome, .contact = now_});
    EXPECT_EQ(StateOfHandover(), row.state) << row.outcome;
    const bool completed = row.state == std::string("COMPLETED");
    EXPECT_EQ(handover().first_contact_time_us() != 0, completed) << row.outcome;
    EXPECT_EQ(StateOfTransition(), row.transition) << row.outcome;
    EXPECT_EQ(handover().completed_time_us() != 0, completed) << row.outcome;
    // The key to the house is nobody's any more.
    ASSERT_EQ(last_.change.erased_about_ids_size(), completed ? 1 : 0) << row.outcome;
    if (completed) {
      EXPECT_EQ(last_.change.erased_about_ids(0), "door/" + handover_id_);
    }
  }
}

TEST_F(FirstContactTest, NobodyIsVisitedAtHomeBeforeTheyAreHome) {
  Acknowledged();
  for (const auto outcome : {hv1::FIRST_CONTACT_OUTCOME_MADE, hv1::FIRST_CONTACT_OUTCOME_NOT_REACHED,
                             hv1::FIRST_CONTACT_OUTCOME_READMITTED}) {
    EXPECT_EQ(RefusedOn(RecordFirstContact{.outcome = outcome}), "NOT_DISCHARGED") << outcome;
  }
  for (const auto outcome : {hv1::FIRST_CONTACT_OUTCOME_PLANNED, hv1::FIRST_CONTACT_OUTCOME_PATIENT_DECLINED,
                             hv1::FIRST_CONTACT_OUTCOME_DIED}) {
    EXPECT_EQ(RefusedOn(RecordFirstContact{.outcome = outcome}), "OK") << outcome;
  }
}

TEST_F(FirstContactTest, TheThirdTimeNotReachedEndsIt) {
  Acknowledged();
  Discharge();
  Be(kHome);
  const RecordFirstContact not_reached{.outcome = hv1::FIRST_CONTACT_OUTCOME_NOT_REACHED};
  TakeOn(not_reached);
  TakeOn(not_reached);
  EXPECT_EQ(StateOfHandover(), "ACKNOWLEDGED");
  EXPECT_EQ(handover().not_reached_count(), 2);
  TakeOn(not_reached);
  EXPECT_EQ(StateOfHandover(), "COMPLETED");
  EXPECT_EQ(handover().first_contact_outcome(), hv1::FIRST_CONTACT_OUTCOME_NOT_REACHED);
}

TEST_F(FirstContactTest, WhoeverTakesItNextHasTriesOfItsOwn) {
  Acknowledged();
  Discharge();
  Be(kHome);
  const RecordFirstContact not_reached{.outcome = hv1::FIRST_CONTACT_OUTCOME_NOT_REACHED};
  TakeOn(not_reached);
  TakeOn(not_reached);
  TakeOn(RevokeAcknowledgement{.reason = hv1::REVOKE_REASON_WRONG_PERSON});
  TakeOn(Redirect{.to_unit_id = kOtherHome});
  Be(kOtherHome);
  TakeOn(Acknowledge{.therapist_ids = {"bo.at"}});
  TakeOn(not_reached);
  EXPECT_EQ(StateOfHandover(), "ACKNOWLEDGED");
  EXPECT_EQ(handover().not_reached_count(), 1);
}

TEST_F(FirstContactTest, TriesBeforeAReadmissionAreNotOfThisWayHome) {
  Acknowledged();
  Discharge();
  Be(kHome);
  TakeOn(RecordFirstContact{.outcome = hv1::FIRST_CONTACT_OUTCOME_NOT_REACHED});
  Take(RecordReadmission{});
  EXPECT_EQ(handover().not_reached_count(), 0);
}

TEST_F(FirstContactTest, APlannedVisitMayLieAhead) {
  Acknowledged();
  TakeOn(RecordFirstContact{.outcome = hv1::FIRST_CONTACT_OUTCOME_PLANNED, .contact = At("2026-06-24T09:00")});
  EXPECT_EQ(Said(absl::FromUnixMicros(handover().planned_first_visit_time_us())), "2026-06-24T09:00");
  Discharge();
  Be(kHome);
  EXPECT_EQ(
      RefusedOn(RecordFirstContact{.outcome = hv1::FIRST_CONTACT_OUTCOME_MADE, .contact = At("2026-06-24T09:00")}),
      "OCCURRED_IN_FUTURE");
}

TEST_F(FirstContactTest, WhoFindsThePatientDeadNeedsNoNotice) {
  Acknowledged();
  TakeOn(RecordFirstContact{.outcome = hv1::FIRST_CONTACT_OUTCOME_DIED});
  EXPECT_EQ(StateOfTransition(), "CANCELLED");
  EXPECT_EQ(Owed(), "");
}

TEST_F(FirstContactTest, WhoHasMetThePatientNeedNotHearThatTheyComeEarlier) {
  Acknowledged();
  Be(kWard);
  Take(Reschedule{.planned = PlannedAt("2026-06-24T10:00")});
  Discharge();
  EXPECT_EQ(TaskOf(hv1::TASK_KIND_SEE_NOTICE).holder_unit_id(), kHome);
  Be(kHome);
  TakeOn(RecordFirstContact{.outcome = hv1::FIRST_CONTACT_OUTCOME_MADE});
  EXPECT_EQ(Owed(), "");
}

}  // namespace
}  // namespace hemgang::rules
