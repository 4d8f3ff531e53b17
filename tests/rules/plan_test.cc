// A plan that changes: another day, another place, another unit of the hospital.
#include <string>

#include <gtest/gtest.h>

#include "absl/strings/str_replace.h"

#include "tests/rules/step_story.h"

namespace hemgang::rules {
namespace {

class PlanTest : public WiderStory {
 protected:
  // With another unit of Mölndal, like the one that there is.
  static test::dv1::Directory WithSuccessor() {
    test::dv1::Directory records = WiderRecords();
    test::dv1::Unit other;
    for (const test::dv1::Unit& each : records.units()) {
      if (each.id() == kHome) other = each;
    }
    other.set_id("molndal-tva");
    *records.add_units() = other;
    return records;
  }
  // "OCCUPATIONAL_THERAPIST molndal-hemrehab", one line a route that ChangeDestination answered.
  std::string Routes() const {
    std::vector<std::string> lines;
    for (const RoutedNeed& need : last_.routes) {
      const std::string to =
          need.route.unit_id.empty() ? absl::StrJoin(need.route.choice_unit_ids, "|") : need.route.unit_id;
      lines.push_back(absl::StrCat(hv1::Profession_Name(need.profession).substr(11), " ", to));
    }
    return absl::StrJoin(lines, "\n");
  }
};

TEST_F(PlanTest, AnotherPlaceIsAnotherReceiver) {
  Open();
  Take(Reschedule{.planned = PlannedAt("2026-06-24T10:00")});
  Take(MarkNeed{.profession = hv1::PROFESSION_OCCUPATIONAL_THERAPIST, .urgency = hv1::URGENCY_ROUTINE});
  Take(MarkNeed{.profession = hv1::PROFESSION_PHYSIOTHERAPIST,
                .urgency = hv1::URGENCY_ROUTINE,
                .expected_receiver_unit_id = "su-palliativa-teamet"});
  Take(ChangeDestination{.legs = {LegTo(1402)}});
  EXPECT_EQ(transition_->legs(0).municipality_code(), 1402);
  EXPECT_EQ(Routes(), "OCCUPATIONAL_THERAPIST partille-hemrehab\nPHYSIOTHERAPIST partille-ft");
  EXPECT_EQ(transition_->needs(0).expected_receiver_unit_id(), kOtherHome);
  // Whom the hospital chose itself, it keeps.
  EXPECT_EQ(transition_->needs(1).expected_receiver_unit_id(), "su-palliativa-teamet");
}

TEST_F(PlanTest, AnotherReceiverHasOtherHours) {
  Open();
  Take(Reschedule{.planned = PlannedAt("2026-06-24T10:00")});
  Take(MarkNeed{.profession = hv1::PROFESSION_OCCUPATIONAL_THERAPIST, .urgency = hv1::URGENCY_ROUTINE});
  EXPECT_EQ(Owed(), "SEND_HANDOVER su-ostra-rehab 2026-06-23T12:00");
  // The night team of Göteborg closes at midnight before, and has four hours left from 05 on.
  Take(ChangeDestination{.legs = {LegTo(1480)}});
  EXPECT_NE(Owed(), "SEND_HANDOVER su-ostra-rehab 2026-06-23T12:00");
  EXPECT_EQ(last_.change.entry().moved_size(), 1);
  Take(ChangeDestination{.legs = {LegTo(1481)}});
  EXPECT_EQ(Owed(), "SEND_HANDOVER su-ostra-rehab 2026-06-23T12:00");
}

TEST_F(PlanTest, ANeedThatNobodyWasExpectedForIsExpectedNow) {
  Be(kWard);
  Take(OpenTransition{.legs = {LegTo(9999)}});
  Take(MarkNeed{.profession = hv1::PROFESSION_OCCUPATIONAL_THERAPIST, .urgency = hv1::URGENCY_ROUTINE});
  Take(MarkNeed{.profession = hv1::PROFESSION_PHYSIOTHERAPIST, .urgency = hv1::URGENCY_ROUTINE});
  Take(ClearNeed{.profession = hv1::PROFESSION_PHYSIOTHERAPIST, .reason = hv1::CLEAR_NEED_REASON_MARKED_IN_ERROR});
  Take(ChangeDestination{.legs = {LegTo(1481)}});
  EXPECT_EQ(transition_->needs(0).expected_receiver_unit_id(), kHome);
  // What was cleared goes nowhere.
  EXPECT_EQ(Routes(), "OCCUPATIONAL_THERAPIST molndal-hemrehab");
  EXPECT_EQ(transition_->needs(1).expected_receiver_unit_id(), "");
}

TEST_F(PlanTest, WherePatientsCameToIsNotChangedAfterwards) {
  const rec::Leg short_term = LegTo(1481, hv1::DWELLING_FORM_SHORT_TERM_PLACE);
  const rec::Leg home = LegTo(1481, hv1::DWELLING_FORM_ORDINARY_ALONE, "2026-06-22");
  Open();
  EXPECT_EQ(Refused(ChangeDestination{}), "INVALID_REQUEST");
  Take(ChangeDestination{.legs = {short_term, home}});
  Discharge();
  EXPECT_EQ(Refused(ChangeDestination{}), "INVALID_REQUEST");
  EXPECT_EQ(Refused(ChangeDestination{.legs = {home}}), "ALREADY_DISCHARGED");
  EXPECT_EQ(Refused(ChangeDestination{.legs = {short_term}}), "OK");
  EXPECT_EQ(Refused(ChangeDestination{.legs = {short_term, LegTo(1402)}}), "OK");
  Set("2026-06-22T09:00");
  EXPECT_EQ(Refused(ChangeDestination{.legs = {short_term}}), "ALREADY_DISCHARGED");
  EXPECT_EQ(Refused(ChangeDestination{.legs = {short_term, LegTo(1402)}}), "ALREADY_DISCHARGED");
  EXPECT_EQ(Refused(ChangeDestination{.legs = {short_term, home, LegTo(1402)}}), "OK");
  for (const auto change :
       {+[](rec::Leg& leg) { leg.set_dwelling_form(hv1::DWELLING_FORM_HOSPICE); },
        +[](rec::Leg& leg) { leg.set_municipality_code(1402); }, +[](rec::Leg& leg) { leg.set_district_id("centrum"); },
        +[](rec::Leg& leg) { leg.set_country(hv1::COUNTRY_NORWAY); }}) {
    rec::Leg other = short_term;
    change(other);
    EXPECT_EQ(Refused(ChangeDestination{.legs = {other, home}}), "ALREADY_DISCHARGED");
  }
}

TEST_F(PlanTest, AnotherUnitOfTheHospitalAnswers) {
  OpenAndSend();
  EXPECT_EQ(Refused(ChangeSendingUnit{.to_unit_id = "nowhere"}), "UNIT_UNKNOWN");
  EXPECT_EQ(Refused(ChangeSendingUnit{.to_unit_id = "su-ostra-avd"}), "UNIT_CANNOT_RECEIVE");
  EXPECT_EQ(Refused(ChangeSendingUnit{.to_unit_id = kWard}), "UNIT_CANNOT_RECEIVE");
  EXPECT_EQ(Refused(ChangeSendingUnit{.to_unit_id = "norra-rehab"}), "UNIT_CANNOT_RECEIVE");
  Take(MarkNeed{.profession = hv1::PROFESSION_PHYSIOTHERAPIST, .urgency = hv1::URGENCY_ROUTINE});
  Take(ChangeSendingUnit{.to_unit_id = "su-molndal-rehab"});
  EXPECT_EQ(transition_->hospital_unit_id(), "su-molndal-rehab");
  EXPECT_EQ(transition_->opened_by_unit_id(), "su-molndal-rehab");
  EXPECT_EQ(transition_->needs(0).unit_id(), "su-molndal-rehab");
  EXPECT_EQ(transition_->needs(1).unit_id(), "su-molndal-rehab");
  EXPECT_EQ(handover().sender_unit_id(), "su-molndal-rehab");
  EXPECT_EQ(last_.change.entry().to_unit_id(), "su-molndal-rehab");
  // Whoever answers for the patient is told when the receiver is late, and no more who did.
  EXPECT_EQ(TaskOf(hv1::TASK_KIND_ACKNOWLEDGE).sender_unit_id(), "su-molndal-rehab");
  EXPECT_EQ(TaskOf(hv1::TASK_KIND_SEND_HANDOVER).holder_unit_id(), "su-molndal-rehab");
  EXPECT_EQ(Refused(Reschedule{}), "NOT_YOUR_STEP");
  Be("su-molndal-rehab");
  EXPECT_EQ(RefusedOn(Withdraw{.reason = hv1::WITHDRAW_REASON_PATIENT_WORSE}), "OK");
}

TEST_F(PlanTest, WhatTheFormerUnitOwedGoesOver) {
  OpenFromHome();
  Take(Message(hv1::HANDOVER_KIND_ADMISSION_REPORT));
  const std::string report = handover_id_;
  TakeOn(Ask{});
  Be(kWard);
  SendHandover send = Message(hv1::HANDOVER_KIND_DISCHARGE_HANDOVER, kHome);
  send.aids = {{.status = hv1::HOME_ITEM_STATUS_ORDERED}, {hv1::HOME_ITEM_STATUS_ORDERED, true}};
  Take(send);
  TakeOn(Ask{});
  Be(kHome);
  TakeOn(Ask{});
  Be(kWard);
  Take(ChangeSendingUnit{.to_unit_id = "su-molndal-rehab"});
  EXPECT_EQ(handover().questions(0).asking_unit_id(), "su-molndal-rehab");
  EXPECT_EQ(handover().questions(0).asked_unit_id(), kHome);
  EXPECT_EQ(handover().questions(1).asking_unit_id(), kHome);
  EXPECT_EQ(handover().questions(1).asked_unit_id(), "su-molndal-rehab");
  EXPECT_EQ(handover().aids(0).responsible_unit_id(), "su-molndal-rehab");
  EXPECT_EQ(handover().aids(1).responsible_unit_id(), kHome);
  const rec::Handover& sent_report = *FindHandover(*transition_, report);
  EXPECT_EQ(sent_report.receiver_unit_id(), "su-molndal-rehab");
  EXPECT_EQ(sent_report.questions(0).asked_unit_id(), "su-molndal-rehab");
  // The home side opened it, and still did.
  EXPECT_EQ(transition_->opened_by_unit_id(), kHome);
}

TEST_F(PlanTest, WhoTakesOverHasTheDueTimeOfWhoHadIt) {
  Acknowledged();
  Be(kWard);
  Take(MarkNeed{.profession = hv1::PROFESSION_PHYSIOTHERAPIST, .urgency = hv1::URGENCY_ROUTINE});
  const std::string before =
      "SEND_HANDOVER su-ostra-rehab 2026-06-23T16:00\nCONFIRM_DISCHARGE su-ostra-rehab 2026-06-22T16:00";
  EXPECT_EQ(Owed(), before);
  Set("2026-06-18T09:00");
  Take(ChangeSendingUnit{.to_unit_id = "su-molndal-rehab"});
  EXPECT_EQ(Owed(), absl::StrReplaceAll(before, {{kWard, "su-molndal-rehab"}}));
  // So shortly before, there are two hours left.
  Be("su-molndal-rehab");
  Set("2026-06-22T15:30");
  Take(ChangeSendingUnit{.to_unit_id = kWard});
  EXPECT_EQ(TaskOf(hv1::TASK_KIND_CONFIRM_DISCHARGE).due_time_us(), absl::ToUnixMicros(At("2026-06-23T09:30")));
  EXPECT_EQ(TaskOf(hv1::TASK_KIND_CONFIRM_DISCHARGE).next_level(), 0);
  EXPECT_EQ(TaskOf(hv1::TASK_KIND_SEND_HANDOVER).due_time_us(), absl::ToUnixMicros(At("2026-06-23T16:00")));
}

TEST_F(PlanTest, WhatIsAnsweredOrEndedStaysWithWhoDidIt) {
  OpenFromHome();
  Take(Message(hv1::HANDOVER_KIND_ADMISSION_REPORT));
  const std::string report = handover_id_;
  Be(kWard);
  TakeOn(Acknowledge{});
  Send();
  const std::string withdrawn = handover_id_;
  TakeOn(Withdraw{.reason = hv1::WITHDRAW_REASON_PATIENT_WORSE});
  Take(ChangeSendingUnit{.to_unit_id = "su-molndal-rehab"});
  EXPECT_EQ(FindHandover(*transition_, report)->receiver_unit_id(), kWard);
  EXPECT_EQ(FindHandover(*transition_, withdrawn)->sender_unit_id(), kWard);
}

// What a unit that ends at home still owes beside what is redirected.
TEST_F(PlanTest, TheDirectoryMovesWhatAUnitAtHomeStillOwes) {
  directory_ = StoryDirectory(WithSuccessor());
  Acknowledged();
  Be(kWard);
  Take(RequestReport{.asked_unit_id = kHome});
  Take(ChangeDestination{.legs = {LegTo(1481, hv1::DWELLING_FORM_SHORT_TERM_PLACE), LegTo(1481)}});
  Discharge();
  Be(kHome);
  TakeOn(RecordFirstContact{.outcome = hv1::FIRST_CONTACT_OUTCOME_MADE});
  const std::string before = Owed();
  EXPECT_NE(before.find("SEND_HANDOVER molndal-hemrehab"), std::string::npos);
  EXPECT_NE(before.find("SEND_ADMISSION_REPORT molndal-hemrehab"), std::string::npos);
  const ChangeSendingUnit to_other{.to_unit_id = "molndal-tva", .from_unit_id = kHome};
  EXPECT_EQ(Refused(to_other), "NOT_YOUR_STEP");
  BeTheDirectory();
  EXPECT_EQ(Refused(ChangeSendingUnit{.to_unit_id = "nowhere", .from_unit_id = kHome}), "UNIT_UNKNOWN");
  EXPECT_EQ(Refused(ChangeSendingUnit{.to_unit_id = kOtherHome, .from_unit_id = kHome}), "UNIT_CANNOT_RECEIVE");
  EXPECT_EQ(Refused(ChangeSendingUnit{.to_unit_id = "molndal-ny", .from_unit_id = kHome}), "UNIT_CANNOT_RECEIVE");
  Take(to_other);
  EXPECT_EQ(Owed(), absl::StrReplaceAll(before, {{kHome, "molndal-tva"}}));
  EXPECT_NE(Told().find("SENDING_UNIT_CHANGED molndal-tva"), std::string::npos);
  EXPECT_EQ(Refused(to_other), "UNIT_CANNOT_RECEIVE");
  // What it sends on, it answers for; until another one does.
  Be("molndal-tva");
  Take(Message(hv1::HANDOVER_KIND_ONWARD, kOtherHome));
  Be(kOtherHome);
  TakeOn(Decline{.reason = hv1::DECLINE_REASON_WRONG_UNIT});
  BeTheDirectory();
  Take(ChangeSendingUnit{.to_unit_id = kHome, .from_unit_id = "molndal-tva"});
  EXPECT_EQ(TaskOf(hv1::TASK_KIND_REDIRECT).holder_unit_id(), kHome);
  EXPECT_EQ(handover().sender_unit_id(), kHome);
}

TEST_F(PlanTest, TheDirectoryMovesAnUnseenNotice) {
  directory_ = StoryDirectory(WithSuccessor());
  Acknowledged();
  Be(kWard);
  TakeOn(Withdraw{.reason = hv1::WITHDRAW_REASON_PATIENT_WORSE});
  BeTheDirectory();
  Take(ChangeSendingUnit{.to_unit_id = "molndal-tva", .from_unit_id = kHome});
  EXPECT_EQ(TaskOf(hv1::TASK_KIND_SEE_NOTICE).holder_unit_id(), "molndal-tva");
  Be("molndal-tva");
  EXPECT_EQ(RefusedOn(SeeNotice{}), "OK");
}

TEST_F(PlanTest, TheDirectoryMovesWhatAUnitThatEndsAnswersFor) {
  OpenAndSend();
  BeTheDirectory();
  Take(ChangeSendingUnit{.to_unit_id = "su-molndal-rehab"});
  EXPECT_EQ(transition_->hospital_unit_id(), "su-molndal-rehab");
  EXPECT_EQ(last_.change.entry().actor_staff_id(), "directory");
}

// Sent to Mölndal, where she lives, and then she goes elsewhere.
class MisplacedTest : public PlanTest {
 protected:
  MisplacedTest() {
    Be(kWard);
    Take(OpenTransition{.patient_hash = "hash", .age_band = hv1::AGE_BAND_80_89, .legs = {LegTo(1481)}});
    Send();
  }
  bool OwesRedirect() const {
    for (const rec::Task& task : transition_->tasks()) {
      if (task.kind() == hv1::TASK_KIND_REDIRECT) return task.holder_unit_id() == kWard;
    }
    return false;
  }
};

TEST_F(MisplacedTest, WhoSentItOwesToSendItAnew) {
  Take(ChangeDestination{.legs = {LegTo(1402)}});
  EXPECT_TRUE(OwesRedirect());
  TakeOn(Withdraw{.reason = hv1::WITHDRAW_REASON_OTHER_CARE_FORM});
  EXPECT_FALSE(OwesRedirect());
  EXPECT_NE(Ended().find("MET REDIRECT"), std::string::npos) << Ended();
}

TEST_F(MisplacedTest, AlsoWhenItIsTaken) {
  Be(kHome);
  TakeOn(Acknowledge{.therapist_ids = {"eva.at"}});
  Be(kWard);
  Take(ChangeDestination{.legs = {LegTo(1402)}});
  EXPECT_TRUE(OwesRedirect());
}

TEST_F(MisplacedTest, AmendedItStays) {
  Take(ChangeDestination{.legs = {LegTo(1402)}});
  TakeOn(Amend{});
  EXPECT_FALSE(OwesRedirect());
  EXPECT_NE(Ended().find("MET REDIRECT"), std::string::npos) << Ended();
}

TEST_F(MisplacedTest, BackWhereItWasItStays) {
  Take(ChangeDestination{.legs = {LegTo(1402)}});
  Take(ChangeDestination{.legs = {LegTo(1481)}});
  EXPECT_FALSE(OwesRedirect());
}

TEST_F(MisplacedTest, AnotherHouseOfTheSameUnitIsNoOtherUnit) {
  rec::Leg with_relatives = LegTo(1481);
  with_relatives.set_dwelling_form(hv1::DWELLING_FORM_WITH_RELATIVES);
  Take(ChangeDestination{.legs = {with_relatives}});
  EXPECT_FALSE(OwesRedirect());
}

}  // namespace
}  // namespace hemgang::rules
