// Opening and joining, needs and where they go, the physician's judgment, and a number that turns out to be another.
#include <string>

#include <gtest/gtest.h>

#include "tests/rules/step_story.h"

namespace hemgang::rules {
namespace {

using OpeningTest = WiderStory;

TEST_F(OpeningTest, Openers) {
  Be(kWard);
  EXPECT_EQ(Refused(OpenTransition{}), "OK");
  EXPECT_EQ(Refused(OpenTransition{.hospital_unit_id = kWard}), "OK");
  EXPECT_EQ(Refused(OpenTransition{.hospital_unit_id = "su-molndal-rehab"}), "NOT_YOUR_STEP");
  for (const std::string unit : {"molndal-hemrehab", "su-palliativa-teamet", "partille-ft"}) {
    Be(unit);
    EXPECT_EQ(Refused(OpenTransition{}), "NOT_YOUR_STEP") << unit;
    EXPECT_EQ(Refused(OpenTransition{.hospital_unit_id = kWard}), "OK") << unit;
  }
  for (const std::string unit : {"su-ostra-avd", "su-rehab-chef", "nowhere"}) {
    Be(unit);
    EXPECT_EQ(Refused(OpenTransition{.hospital_unit_id = kWard}), "NOT_YOUR_STEP") << unit;
  }
}

TEST_F(OpeningTest, WhoSendsAPatientInNamesAHospitalsRehabUnit) {
  Be(kHome);
  EXPECT_EQ(Refused(OpenTransition{.hospital_unit_id = "nowhere"}), "UNIT_UNKNOWN");
  EXPECT_EQ(Refused(OpenTransition{.hospital_unit_id = "su-ostra-avd"}), "UNIT_CANNOT_RECEIVE");
  EXPECT_EQ(Refused(OpenTransition{.hospital_unit_id = kOtherHome}), "UNIT_CANNOT_RECEIVE");
  OpenFromHome();
  EXPECT_EQ(transition_->hospital_unit_id(), kWard);
  EXPECT_EQ(transition_->hospital_organisation_id(), "vgr");
  EXPECT_EQ(transition_->opened_by_unit_id(), kHome);
  EXPECT_EQ(transition_->patient_number(), 1);
  EXPECT_EQ(transition_->joined_time_us(), 0);
  EXPECT_EQ(last_.change.entry().to_unit_id(), kWard);
  for (const std::string& unit : {kHome, kWard}) {
    const Actor actor{.unit_id = unit};
    EXPECT_TRUE(HasPart(*transition_, actor)) << unit;
  }
}

TEST_F(OpeningTest, TheHospitalJoinsOnceWhatTheHomeSideOpened) {
  OpenFromHome();
  EXPECT_EQ(Refused(JoinTransition{}), "NOT_YOUR_STEP");
  Be(kWard);
  EXPECT_EQ(Refused(JoinTransition{.planned = PlannedOn("2026-06-16")}), "PLANNED_IN_THE_PAST");
  Take(JoinTransition{.planned = PlannedOn("2026-06-24")});
  EXPECT_EQ(transition_->joined_time_us(), absl::ToUnixMicros(now_));
  EXPECT_EQ(transition_->planned_discharge().date_days(), DaysOf("2026-06-24"));
  EXPECT_EQ(Refused(JoinTransition{}), "ALREADY_JOINED");
}

TEST_F(OpeningTest, NobodyJoinsWhatTheyOpened) {
  Open();
  EXPECT_EQ(Refused(JoinTransition{}), "ALREADY_JOINED");
  Take(ChangeSendingUnit{.to_unit_id = "su-molndal-rehab"});
  Be("su-molndal-rehab");
  EXPECT_EQ(Refused(JoinTransition{}), "ALREADY_JOINED");
}

TEST_F(OpeningTest, APatientWhoIsOnTheWayAlready) {
  OpenAndSend();
  others_ = {*transition_};
  const std::string id = transition_->id();
  // The hospital, and who holds a handover, learn of it.
  for (const std::string& unit : {kWard, kHome}) {
    Be(unit);
    const OpenTransition open{.hospital_unit_id = kWard};
    auto tried = Try(open);
    const auto& refusal = std::get<Refusal>(tried);
    EXPECT_EQ(refusal.reason, ev1::ERROR_REASON_PATIENT_HAS_TRANSITION) << unit;
    ASSERT_EQ(refusal.metadata.size(), 1);
    EXPECT_EQ(refusal.metadata[0], (std::pair<std::string, std::string>("transition_id", id)));
    EXPECT_EQ(Refused(OpenTransition{.hospital_unit_id = kWard, .although_open = true}), "OK") << unit;
  }
  // Nobody else does.
  for (const std::string unit : {"su-molndal-rehab", "norra-rehab"}) {
    Be(unit);
    EXPECT_EQ(Refused(OpenTransition{}), "OK") << unit;
  }
  Be(kOtherHome);
  EXPECT_EQ(Refused(OpenTransition{.hospital_unit_id = kWard}), "OK");
}

TEST_F(OpeningTest, WhoSentThePatientInKnowsOfIt) {
  OpenFromHome();
  others_ = {*transition_};
  EXPECT_EQ(Refused(OpenTransition{.hospital_unit_id = kWard}), "PATIENT_HAS_TRANSITION");
}

TEST_F(OpeningTest, NothingIsPlannedForYesterday) {
  struct {
    rec::PlannedDischarge planned;
    const char* reason;
  } rows[] = {
      {{}, "OK"},
      {PlannedOn("2026-06-16"), "PLANNED_IN_THE_PAST"},
      {PlannedOn("2026-06-17"), "OK"},
      {PlannedAt("2026-06-17T07:00"), "OK"},
      {PlannedAt("2026-06-17T06:59"), "PLANNED_IN_THE_PAST"},
      {PlannedAt("2026-06-16T08:00"), "PLANNED_IN_THE_PAST"},
      {PlannedAt("2026-06-16T08:00"), "OK"},
  };
  // A span that has begun has not passed.
  rows[6].planned.set_until_time_us(absl::ToUnixMicros(At("2026-06-17T10:00")));
  int number = 0;
  for (const auto& row : rows) {
    transition_.reset();
    Be(kWard);
    EXPECT_EQ(Refused(OpenTransition{.planned = row.planned}), row.reason) << number;
    Open();
    EXPECT_EQ(Refused(Reschedule{.planned = row.planned}), row.reason) << number;
    ++number;
  }
  // The day is the hospital's: it is the 18th in Stockholm from 22:00 UTC.
  Set("2026-06-18T00:30");
  EXPECT_EQ(Refused(Reschedule{.planned = PlannedOn("2026-06-17")}), "PLANNED_IN_THE_PAST");
}

TEST_F(OpeningTest, ANeedIsExpectedWhereItIsRouted) {
  const auto expected = [this](const MarkNeed& mark) {
    Take(mark);
    return transition_->needs(transition_->needs_size() - 1).expected_receiver_unit_id();
  };
  const auto ot = hv1::PROFESSION_OCCUPATIONAL_THERAPIST;
  const auto pt = hv1::PROFESSION_PHYSIOTHERAPIST;
  Open();
  EXPECT_EQ(expected({.profession = ot}), kHome);
  EXPECT_EQ(expected({.profession = pt, .care_level = hv1::CARE_LEVEL_SPECIALISED_PALLIATIVE}), "su-palliativa-teamet");
  EXPECT_EQ(transition_->needs(1).care_level(), hv1::CARE_LEVEL_SPECIALISED_PALLIATIVE);
  transition_.reset();
  Be(kWard);
  Take(OpenTransition{.legs = {LegTo(1402)}});
  EXPECT_EQ(expected({.profession = ot, .expected_receiver_unit_id = kHome}), kHome);
  // The patient chooses: nobody is expected yet.
  EXPECT_EQ(expected({.profession = pt, .mobility = hv1::MOBILITY_CAN_VISIT_CLINIC}), "");
  EXPECT_EQ(transition_->needs(1).mobility(), hv1::MOBILITY_CAN_VISIT_CLINIC);
  transition_.reset();
  Take(OpenTransition{.legs = {LegTo(9999)}});
  EXPECT_EQ(expected({.profession = ot}), "");
}

TEST_F(OpeningTest, AnEarlyWordIsHandedOverToo) {
  Open();
  const ClearNeed clear{.profession = hv1::PROFESSION_OCCUPATIONAL_THERAPIST,
                        .reason = hv1::CLEAR_NEED_REASON_NO_LONGER_NEEDED};
  Take(MarkNeed{.profession = hv1::PROFESSION_OCCUPATIONAL_THERAPIST, .urgency = hv1::URGENCY_ROUTINE});
  Take(Message(hv1::HANDOVER_KIND_REHAB_NOTICE));
  EXPECT_EQ(Refused(clear), "NEED_HANDED_OVER");
  Be(kHome);
  TakeOn(Decline{.reason = hv1::DECLINE_REASON_UNIT_FULL});
  Be(kWard);
  EXPECT_EQ(Refused(clear), "NEED_HANDED_OVER");
  TakeOn(Redirect{.to_unit_id = kHome});
  Be(kHome);
  TakeOn(Acknowledge{});
  Be(kWard);
  EXPECT_EQ(Refused(clear), "OK");
}

TEST_F(OpeningTest, HandedOver) {
  const ClearNeed clear{.profession = hv1::PROFESSION_OCCUPATIONAL_THERAPIST,
                        .reason = hv1::CLEAR_NEED_REASON_NO_LONGER_NEEDED};
  OpenAndSend();
  EXPECT_EQ(Refused(clear), "NEED_HANDED_OVER");
  Be(kHome);
  TakeOn(Decline{.reason = hv1::DECLINE_REASON_UNIT_FULL});
  Be(kWard);
  EXPECT_EQ(Refused(clear), "NEED_HANDED_OVER");
  TakeOn(Redirect{.to_unit_id = kHome});
  Be(kHome);
  TakeOn(Acknowledge{});
  Be(kWard);
  EXPECT_EQ(Refused(clear), "NEED_HANDED_OVER");
  TakeOn(Withdraw{.reason = hv1::WITHDRAW_REASON_NO_LONGER_NEEDED});
  EXPECT_EQ(Refused(clear), "OK");
}

TEST_F(OpeningTest, ReadyIsWhatThePhysicianSays) {
  Open();
  Take(SetDischargeReady{.ready = true, .judged = At("2026-06-16T15:00")});
  EXPECT_EQ(Said(absl::FromUnixMicros(transition_->discharge_ready_time_us())), "2026-06-16T15:00");
  EXPECT_EQ(Refused(SetDischargeReady{.ready = true, .judged = At("2026-06-17T08:01")}), "OCCURRED_IN_FUTURE");
  Take(SetDischargeReady{.ready = false});
  EXPECT_EQ(transition_->discharge_ready_time_us(), 0);
  Take(SetDischargeReady{.ready = true});
  EXPECT_EQ(transition_->discharge_ready_time_us(), absl::ToUnixMicros(now_));
}

TEST_F(OpeningTest, AReserveNumberTurnsOutToBeSomebody) {
  OpenAndSend();
  EXPECT_EQ(Refused(MergeIdentity{.patient_hash = "hash"}), "SAME_PATIENT_NUMBER");
  Take(MergeIdentity{.patient_hash = "known", .age_band = hv1::AGE_BAND_90_PLUS});
  EXPECT_EQ(transition_->patient_hash(), "known");
  ASSERT_EQ(transition_->former_patient_hash_size(), 1);
  EXPECT_EQ(transition_->former_patient_hash(0), "hash");
  EXPECT_EQ(transition_->age_band(), hv1::AGE_BAND_90_PLUS);
  EXPECT_EQ(transition_->patient_number(), 2);
  // Also who has not answered yet has looked up the old number.
  EXPECT_EQ(Notice(), "IDENTITY_MERGED");
}

TEST_F(OpeningTest, WhoGaveThePatientUpNeedsNoNewNumber) {
  OpenAndSend();
  Be(kHome);
  TakeOn(Decline{.reason = hv1::DECLINE_REASON_WRONG_UNIT});
  Be(kWard);
  Take(MergeIdentity{.patient_hash = "known"});
  EXPECT_EQ(Notice(), "-");
}

}  // namespace
}  // namespace hemgang::rules
