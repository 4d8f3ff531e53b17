// Sending: what may be sent when and where to, to two units at once, on to another unit, and anew.
#include <string>

#include <gtest/gtest.h>

#include "tests/rules/step_story.h"

namespace hemgang::rules {
namespace {

constexpr auto kOt = hv1::PROFESSION_OCCUPATIONAL_THERAPIST;
constexpr auto kPt = hv1::PROFESSION_PHYSIOTHERAPIST;

class SendingTest : public WiderStory {
 protected:
  void OpenTo(int municipality_code) {
    transition_.reset();
    Be(kWard);
    Take(OpenTransition{.patient_hash = "hash", .legs = {LegTo(municipality_code)}});
  }
  static SendHandover Both(const std::string& to = "") {
    return {.kind = hv1::HANDOVER_KIND_DISCHARGE_HANDOVER,
            .urgency = hv1::URGENCY_ROUTINE,
            .professions = {kOt, kPt},
            .receiver_unit_id = to};
  }
  // "molndal-hemrehab 1 2", one line a handover that the last step sent.
  std::string Sent() const {
    std::vector<std::string> lines;
    for (const std::string& id : last_.sent_handover_ids) {
      const rec::Handover& sent = *FindHandover(*transition_, id);
      lines.push_back(absl::StrCat(sent.receiver_unit_id(), " ", absl::StrJoin(sent.professions(), " ")));
    }
    return absl::StrJoin(lines, "\n");
  }
};

TEST_F(SendingTest, APatientWhoSaidNoMayChangeTheirMind) {
  for (const auto outcome : {hv1::FIRST_CONTACT_OUTCOME_PATIENT_DECLINED, hv1::FIRST_CONTACT_OUTCOME_NOT_REACHED,
                             hv1::FIRST_CONTACT_OUTCOME_MADE}) {
    transition_.reset();
    Acknowledged();
    Discharge();
    Be(kHome);
    while (StateOfHandover() != "COMPLETED") TakeOn(RecordFirstContact{.outcome = outcome});
    EXPECT_EQ(Owed(), "");
    Be(kWard);
    const SendHandover again = Message(hv1::HANDOVER_KIND_DISCHARGE_HANDOVER, kHome);
    if (outcome == hv1::FIRST_CONTACT_OUTCOME_MADE) {
      EXPECT_EQ(Refused(again), "PROFESSION_ALREADY_SENT");
      continue;
    }
    Take(again);
    EXPECT_EQ(Owed(), "ACKNOWLEDGE molndal-hemrehab 2026-06-17T16:00");
    EXPECT_EQ(Refused(again), "PROFESSION_ALREADY_SENT");
  }
}

TEST_F(SendingTest, OneOfTwoUnitsAnswersForWhatMustBeAtHome) {
  OpenTo(1402);
  Take(Reschedule{.planned = PlannedAt("2026-06-24T10:00")});
  SendHandover both = Both();
  both.aids = {{.status = hv1::HOME_ITEM_STATUS_ORDERED}, {hv1::HOME_ITEM_STATUS_ORDERED, true}};
  Take(both);
  EXPECT_EQ(Sent(), "partille-hemrehab 1\npartille-ft 2");
  EXPECT_EQ(transition_->handovers(0).aids_size(), 2);
  EXPECT_EQ(transition_->handovers(1).aids_size(), 0);
  EXPECT_EQ(Owed().find("CONFIRM_AIDS partille-ft"), std::string::npos);
  EXPECT_NE(Owed().find("CONFIRM_AIDS partille-hemrehab"), std::string::npos);
  // The only receiver has them, whatever its profession.
  OpenTo(1402);
  both.professions = {kPt};
  Take(both);
  EXPECT_EQ(Sent(), "partille-ft 2");
  EXPECT_EQ(transition_->handovers(0).aids_size(), 2);
}

TEST_F(SendingTest, ReceivingUnits) {
  OpenTo(1481);
  for (const auto kind : {hv1::HANDOVER_KIND_DISCHARGE_HANDOVER, hv1::HANDOVER_KIND_REHAB_NOTICE}) {
    for (const std::string unit : {"molndal-hemrehab", "su-palliativa-teamet", "partille-ft"}) {
      SendHandover send = Message(kind, unit);
      send.professions = {kPt};
      EXPECT_EQ(Refused(send), "OK") << unit;
    }
    for (const std::string unit : {"su-molndal-rehab", "su-ostra-avd", "molndal-mas"}) {
      EXPECT_EQ(Refused(Message(kind, unit)), "UNIT_CANNOT_RECEIVE") << unit;
    }
  }
  Send();
  Be(kHome);
  TakeOn(Acknowledge{});
  const auto report = hv1::HANDOVER_KIND_ADMISSION_REPORT;
  EXPECT_EQ(Refused(Message(report, kWard)), "OK");
  EXPECT_EQ(Refused(Message(report, kOtherHome)), "UNIT_CANNOT_RECEIVE");
  EXPECT_EQ(Refused(Message(report, "su-molndal-rehab")), "UNIT_CANNOT_RECEIVE");
  Discharge();
  Be(kHome);
  const auto follow_up = hv1::HANDOVER_KIND_FOLLOW_UP;
  EXPECT_EQ(Refused(Message(follow_up, kWard)), "OK");
  EXPECT_EQ(Refused(Message(follow_up, kOtherHome)), "UNIT_CANNOT_RECEIVE");
  EXPECT_EQ(Refused(Message(follow_up, "su-molndal-rehab")), "UNIT_CANNOT_RECEIVE");
  for (const std::string unit : {"partille-hemrehab", "su-palliativa-teamet", "partille-ft"}) {
    SendHandover onward = Message(hv1::HANDOVER_KIND_ONWARD, unit);
    onward.professions = {kPt};
    EXPECT_EQ(Refused(onward), "OK") << unit;
  }
  EXPECT_EQ(Refused(Message(hv1::HANDOVER_KIND_ONWARD, kWard)), "UNIT_CANNOT_RECEIVE");
  EXPECT_EQ(Refused(Message(hv1::HANDOVER_KIND_ONWARD, kHome)), "RECEIVER_IS_SENDER");
}

TEST_F(SendingTest, AUnitThatHasEndedOrNotBegunReceivesNothing) {
  OpenTo(1481);
  for (const std::string unit : {"molndal-nedlagd", "molndal-ny"}) {
    EXPECT_EQ(Refused(Both(unit)), "UNIT_CANNOT_RECEIVE") << unit;
  }
  Set("2026-07-01T08:00");
  EXPECT_EQ(Refused(Both("molndal-ny")), "OK");
}

TEST_F(SendingTest, AReportIsReadWhoeverReadsIt) {
  directory_ = [] {
    test::dv1::Directory records = WiderRecords();
    for (test::dv1::Unit& unit : *records.mutable_units()) {
      if (unit.id() != kWard) continue;
      unit.clear_professions();
      unit.add_professions(kOt);
    }
    return StoryDirectory(records);
  }();
  OpenFromHome();
  SendHandover report = Message(hv1::HANDOVER_KIND_ADMISSION_REPORT);
  report.professions = {kPt};
  EXPECT_EQ(Refused(report), "OK");
}

TEST_F(SendingTest, UnderWay) {
  const SendHandover again = Message(hv1::HANDOVER_KIND_DISCHARGE_HANDOVER, kHome);
  OpenAndSend();
  EXPECT_EQ(Refused(again), "PROFESSION_ALREADY_SENT");
  Be(kHome);
  TakeOn(Decline{.reason = hv1::DECLINE_REASON_UNIT_FULL});
  Be(kWard);
  EXPECT_EQ(Refused(again), "PROFESSION_ALREADY_SENT");
  TakeOn(Redirect{.to_unit_id = kHome});
  Be(kHome);
  TakeOn(Acknowledge{});
  Be(kWard);
  EXPECT_EQ(Refused(again), "PROFESSION_ALREADY_SENT");
  // The other profession is another matter.
  SendHandover other = again;
  other.professions = {kPt};
  EXPECT_EQ(Refused(other), "OK");
  Discharge();
  Be(kHome);
  TakeOn(RecordFirstContact{.outcome = hv1::FIRST_CONTACT_OUTCOME_MADE});
  Be(kWard);
  EXPECT_EQ(Refused(again), "PROFESSION_ALREADY_SENT");
  Take(RecordReadmission{});
  EXPECT_EQ(Refused(again), "OK");
}

TEST_F(SendingTest, UnderWayFromAnotherUnitOfTheHospital) {
  OpenAndSend();
  rec::Handover& other = *transition_->mutable_handovers(0);
  other.set_sender_unit_id("su-molndal-rehab");
  for (const auto state : {hv1::HANDOVER_STATE_SENT, hv1::HANDOVER_STATE_DECLINED, hv1::HANDOVER_STATE_ACKNOWLEDGED,
                           hv1::HANDOVER_STATE_COMPLETED}) {
    other.set_state(state);
    EXPECT_EQ(Refused(Message(hv1::HANDOVER_KIND_DISCHARGE_HANDOVER, kHome)), "PROFESSION_ALREADY_SENT") << state;
  }
  for (const auto state : {hv1::HANDOVER_STATE_WITHDRAWN, hv1::HANDOVER_STATE_VOIDED}) {
    other.set_state(state);
    EXPECT_EQ(Refused(Message(hv1::HANDOVER_KIND_DISCHARGE_HANDOVER, kHome)), "OK") << state;
  }
}

TEST_F(SendingTest, WhatOthersSendIsTheirs) {
  for (const auto kind : {hv1::HANDOVER_KIND_ONWARD, hv1::HANDOVER_KIND_ADMISSION_REPORT}) {
    transition_.reset();
    Acknowledged();
    if (kind == hv1::HANDOVER_KIND_ONWARD) Discharge();
    rec::Handover& other = *transition_->add_handovers();
    other = transition_->handovers(0);
    other.set_id("other");
    other.set_kind(kind);
    other.set_sender_unit_id("harryda-hemrehab");
    Be(kHome);
    const SendHandover send = Message(kind, kind == hv1::HANDOVER_KIND_ONWARD ? kOtherHome : "");
    for (const auto state :
         {hv1::HANDOVER_STATE_SENT, hv1::HANDOVER_STATE_DECLINED, hv1::HANDOVER_STATE_ACKNOWLEDGED}) {
      other.set_state(state);
      EXPECT_EQ(Refused(send), "OK") << state;
    }
  }
}

TEST_F(SendingTest, ReportsAndNoticesUnderWay) {
  OpenFromHome();
  const SendHandover report = Message(hv1::HANDOVER_KIND_ADMISSION_REPORT);
  Take(report);
  EXPECT_EQ(Refused(report), "PROFESSION_ALREADY_SENT");
  Be(kWard);
  Take(RequestReport{.asked_unit_id = kOtherHome});
  // Another unit has its own to say.
  Be(kOtherHome);
  EXPECT_EQ(Refused(report), "OK");
  Be(kWard);
  TakeOn(Acknowledge{});
  Be(kHome);
  EXPECT_EQ(Refused(report), "OK");
  Be(kWard);
  const SendHandover notice = Message(hv1::HANDOVER_KIND_REHAB_NOTICE);
  Take(notice);
  EXPECT_EQ(Refused(notice), "PROFESSION_ALREADY_SENT");
  Be(kHome);
  TakeOn(Acknowledge{});
  Be(kWard);
  EXPECT_EQ(Refused(notice), "OK");
}

TEST_F(SendingTest, EachNeedGoesWhereItIsRouted) {
  OpenTo(1402);
  Take(Both());
  EXPECT_EQ(Sent(), "partille-hemrehab 1\npartille-ft 2");
  EXPECT_EQ(last_.handover_id, last_.sent_handover_ids[0]);
  EXPECT_EQ(last_.change.entry().handover_ids_size(), 2);
  EXPECT_EQ(last_.change.entry().to_unit_id(), kOtherHome);
  EXPECT_EQ(Told(), "HANDOVER_SENT partille-hemrehab\nHANDOVER_SENT partille-ft");
  EXPECT_EQ(transition_->needs_size(), 2);
  for (const std::string unit : {"partille-hemrehab", "partille-ft"}) {
    EXPECT_TRUE(HasPart(*transition_, Actor{.unit_id = unit})) << unit;
  }
  OpenTo(1481);
  Take(Both());
  EXPECT_EQ(Sent(), "molndal-hemrehab 1 2");
}

TEST_F(SendingTest, WhoIsNamedForOneProfessionReceivesThatOne) {
  OpenTo(1481);
  SendHandover send = Both();
  send.receivers = {{kPt, "partille-ft"}};
  Take(send);
  EXPECT_EQ(Sent(), "partille-ft 2\nmolndal-hemrehab 1");
  OpenTo(1481);
  send.receiver_unit_id = "su-palliativa-teamet";
  Take(send);
  EXPECT_EQ(Sent(), "su-palliativa-teamet 1\npartille-ft 2");
  OpenTo(1481);
  send.receivers = {{kPt, "partille-ft"}, {kOt, "nowhere"}};
  EXPECT_EQ(Refused(send), "UNIT_UNKNOWN");
  send.professions = {kOt};
  EXPECT_EQ(Refused(send), "PROFESSION_NOT_IN_HANDOVER");
}

TEST_F(SendingTest, ThePatientChooses) {
  OpenTo(1402);
  Take(MarkNeed{.profession = kPt, .urgency = hv1::URGENCY_ROUTINE, .mobility = hv1::MOBILITY_CAN_VISIT_CLINIC});
  auto tried = Try(Both());
  const auto& refusal = std::get<Refusal>(tried);
  EXPECT_EQ(refusal.reason, ev1::ERROR_REASON_PATIENT_MUST_CHOOSE);
  ASSERT_EQ(refusal.metadata.size(), 1);
  EXPECT_EQ(refusal.metadata[0],
            (std::pair<std::string, std::string>("choice_unit_ids", "partille-ft,partille-hemrehab")));
  SendHandover chosen = Both();
  chosen.receivers = {{kPt, kOtherHome}};
  Take(chosen);
  EXPECT_EQ(Sent(), "partille-hemrehab 2 1");
}

TEST_F(SendingTest, NobodyAnswersForIt) {
  OpenTo(9999);
  EXPECT_EQ(Refused(Both()), "NO_ROUTE");
  EXPECT_EQ(Refused(Both(kHome)), "OK");
}

TEST_F(SendingTest, WhoBeginsLaterReceivesNothingToday) {
  directory_ = [] {
    test::dv1::Directory records = WiderRecords();
    for (test::dv1::Organisation& organisation : *records.mutable_organisations()) {
      if (organisation.id() != "molndal") continue;
      test::dv1::RoutingRule& last = *organisation.mutable_rules(organisation.rules_size() - 1);
      test::dv1::RoutingRule next = last;
      last.set_valid_to("2026-06-30");
      next.set_id("molndal-allt-juli");
      next.set_valid_from("2026-07-01");
      next.set_unit_ids(0, "molndal-ny");
      *organisation.add_rules() = next;
    }
    const ZoneLoader zones = [](const std::string& name, absl::TimeZone* zone) {
      return absl::LoadTimeZone(name, zone);
    };
    return Directory::Build(records, {}, 8, zones);
  }();
  OpenTo(1481);
  Take(Reschedule{.planned = PlannedAt("2026-07-02T10:00")});
  Take(Both());
  EXPECT_EQ(Sent(), "molndal-hemrehab 1 2");
  Set("2026-07-01T10:00");
  OpenTo(1481);
  Take(Both());
  EXPECT_EQ(Sent(), "molndal-ny 1 2");
}

TEST_F(SendingTest, WhatItSaysBesidesIsKept) {
  OpenTo(1481);
  SendHandover send = Both(kHome);
  send.phase = hv1::PALLIATIVE_PHASE_LATE;
  send.aids = {{.status = hv1::HOME_ITEM_STATUS_ORDERED}, {hv1::HOME_ITEM_STATUS_AT_HOME, true}};
  Take(send);
  EXPECT_EQ(handover().phase(), hv1::PALLIATIVE_PHASE_LATE);
  EXPECT_EQ(handover().leg(), 0);
  ASSERT_EQ(handover().aids_size(), 2);
  EXPECT_EQ(handover().aids(0).id(), "1");
  EXPECT_EQ(handover().aids(0).status(), hv1::HOME_ITEM_STATUS_ORDERED);
  EXPECT_EQ(handover().aids(0).responsible_unit_id(), kWard);
  EXPECT_EQ(handover().aids(0).changed_by_unit_id(), kWard);
  EXPECT_EQ(handover().aids(0).changed_time_us(), absl::ToUnixMicros(now_));
  EXPECT_EQ(handover().aids(1).id(), "2");
  EXPECT_EQ(handover().aids(1).responsible_unit_id(), kHome);
}

TEST_F(SendingTest, OnlyWhatGoesHomeIsJudged) {
  Set("2026-06-19T15:30");
  OpenTo(1481);
  SendHandover notice = Message(hv1::HANDOVER_KIND_REHAB_NOTICE, kHome);
  notice.urgency = hv1::URGENCY_FAST_TRACK;
  Take(notice);
  EXPECT_FALSE(handover().call_required());
  EXPECT_EQ(handover().sent_time_us(), absl::ToUnixMicros(now_));
}

TEST_F(SendingTest, AFollowUpIsDoneWhenItIsSent) {
  Visited();
  Take(Message(hv1::HANDOVER_KIND_FOLLOW_UP));
  EXPECT_EQ(handover().receiver_unit_id(), kWard);
  EXPECT_EQ(StateOfHandover(), "COMPLETED");
  EXPECT_EQ(handover().completed_time_us(), absl::ToUnixMicros(now_));
  EXPECT_EQ(Owed(), "");
  EXPECT_EQ(Refused(Message(hv1::HANDOVER_KIND_FOLLOW_UP)), "OK");
}

TEST_F(SendingTest, AnEarlyWordIsEnoughUntilTheDayIsKnown) {
  OpenTo(1481);
  Take(MarkNeed{.profession = kOt, .urgency = hv1::URGENCY_ROUTINE});
  EXPECT_EQ(Owed(), "SEND_HANDOVER su-ostra-rehab 2026-06-23T16:00");
  Take(Message(hv1::HANDOVER_KIND_REHAB_NOTICE));
  EXPECT_EQ(Owed(), "SEND_HANDOVER su-ostra-rehab -\nACKNOWLEDGE molndal-hemrehab 2026-06-17T16:00");
  Be(kHome);
  TakeOn(Decline{.reason = hv1::DECLINE_REASON_WRONG_UNIT});
  EXPECT_EQ(Owed(), "SEND_HANDOVER su-ostra-rehab 2026-06-23T16:00\nREDIRECT su-ostra-rehab 2026-06-17T12:00");
  Be(kWard);
  TakeOn(Redirect{.to_unit_id = kOtherHome});
  EXPECT_EQ(Owed(), "SEND_HANDOVER su-ostra-rehab -\nACKNOWLEDGE partille-hemrehab 2026-06-17T16:00");
  TakeOn(Withdraw{.reason = hv1::WITHDRAW_REASON_PATIENT_WORSE});
  EXPECT_EQ(Owed(), "SEND_HANDOVER su-ostra-rehab 2026-06-23T16:00");
  Take(Message(hv1::HANDOVER_KIND_REHAB_NOTICE));
  Be(kHome);
  TakeOn(Acknowledge{});
  EXPECT_EQ(StateOfHandover(), "COMPLETED");
  EXPECT_EQ(Owed(), "SEND_HANDOVER su-ostra-rehab -");
  Be(kWard);
  TakeOn(Void{.reason = hv1::VOID_REASON_WRONG_PATIENT});
  EXPECT_EQ(Owed(), "SEND_HANDOVER su-ostra-rehab 2026-06-23T16:00\nSEE_NOTICE molndal-hemrehab 2026-06-17T12:00");
}

TEST_F(SendingTest, WhoForwardsLetsGoOfEverything) {
  Acknowledged();
  Be(kWard);
  Take(Reschedule{.planned = PlannedAt("2026-06-24T10:00")});
  Take(Reschedule{.planned = PlannedAt("2026-06-23T10:00")});
  EXPECT_EQ(Notice(), "DISCHARGE_EARLIER");
  TakeOn(UpdateAids{.updates = {{.status = hv1::HOME_ITEM_STATUS_ORDERED, .responsible_unit_id = kHome},
                                {.status = hv1::HOME_ITEM_STATUS_ORDERED}}});
  TakeOn(Ask{});
  BeTheDirectory();
  TakeOn(Redirect{.to_unit_id = kOtherHome});
  EXPECT_EQ(StateOfHandover(), "SENT");
  EXPECT_EQ(Notice(), "-");
  EXPECT_EQ(handover().therapists_size(), 0);
  EXPECT_EQ(handover().acknowledged_professions_size(), 0);
  EXPECT_EQ(handover().acknowledged_time_us(), 0);
  EXPECT_EQ(handover().acknowledged_by_staff_id(), "");
  EXPECT_EQ(handover().acknowledged_content_number(), 0);
  EXPECT_EQ(handover().aids(0).responsible_unit_id(), kOtherHome);
  EXPECT_EQ(handover().aids(1).responsible_unit_id(), kWard);
  // What was asked of another organisation's unit is not the new one's to read.
  EXPECT_EQ(handover().questions_size(), 0);
  EXPECT_EQ(TaskOf(hv1::TASK_KIND_ACKNOWLEDGE).holder_unit_id(), kOtherHome);
}

TEST_F(SendingTest, QuestionsGoOverWithinTheSameOrganisation) {
  Set("2026-07-01T08:00");
  OpenAndSend();
  TakeOn(Ask{});
  const std::string asked = transition_->handovers(0).questions(0).id();
  Be(kHome);
  TakeOn(Answer{.question_id = asked});
  TakeOn(Ask{});
  Be(kWard);
  TakeOn(Ask{});
  Be(kHome);
  TakeOn(Redirect{.to_unit_id = "molndal-ny"});
  ASSERT_EQ(handover().questions_size(), 3);
  // What was answered stays as it was.
  EXPECT_EQ(handover().questions(0).asked_unit_id(), kHome);
  EXPECT_EQ(handover().questions(1).asking_unit_id(), "molndal-ny");
  EXPECT_EQ(handover().questions(2).asked_unit_id(), "molndal-ny");
  Be("molndal-ny");
  TakeOn(Redirect{.to_unit_id = kOtherHome});
  EXPECT_EQ(handover().questions_size(), 1);
}

TEST_F(SendingTest, TheDirectoryForwardsWhatAUnitThatEndsHolds) {
  OpenAndSend();
  const int64_t due = TaskOf(hv1::TASK_KIND_ACKNOWLEDGE).due_time_us();
  Set("2026-06-17T10:00");
  BeTheDirectory();
  TakeOn(Redirect{.to_unit_id = kOtherHome});
  EXPECT_EQ(TaskOf(hv1::TASK_KIND_ACKNOWLEDGE).due_time_us(), due);
  EXPECT_EQ(last_.change.entry().actor_staff_id(), "directory");
  EXPECT_EQ(Told(),
            "REDIRECTED_TO partille-hemrehab\nREDIRECTED_AWAY molndal-hemrehab\nREDIRECTED_AWAY su-ostra-rehab");
}

TEST_F(SendingTest, WhatIsSaidAnewInDetailIsNotAnsweredAnew) {
  Acknowledged();
  Be(kWard);
  TakeOn(Amend{.material = false, .new_aids = {{.status = hv1::HOME_ITEM_STATUS_ORDERED}}});
  EXPECT_EQ(StateOfHandover(), "ACKNOWLEDGED");
  EXPECT_EQ(handover().content_number(), 2);
  EXPECT_EQ(handover().acknowledged_content_number(), 1);
  EXPECT_EQ(handover().urgency(), hv1::URGENCY_ROUTINE);
  EXPECT_EQ(handover().aids_size(), 1);
  EXPECT_EQ(Told(), "AMENDED molndal-hemrehab");
  EXPECT_EQ(Owed(), "CONFIRM_DISCHARGE su-ostra-rehab 2026-06-22T16:00");
}

TEST_F(SendingTest, AnotherUrgencyIsMaterial) {
  OpenAndSend();
  EXPECT_EQ(RefusedOn(Amend{.urgency = hv1::URGENCY_URGENT}), "INVALID_REQUEST");
  EXPECT_EQ(RefusedOn(Amend{.urgency = hv1::URGENCY_ROUTINE}), "OK");
  EXPECT_EQ(RefusedOn(Amend{.material = true, .urgency = hv1::URGENCY_URGENT}), "OK");
}

TEST_F(SendingTest, WhatChangesTheReceiversPlanIsAnsweredAnew) {
  Acknowledged();
  Set("2026-06-17T10:00");
  Be(kWard);
  TakeOn(Amend{.material = true, .urgency = hv1::URGENCY_URGENT});
  EXPECT_EQ(StateOfHandover(), "SENT");
  EXPECT_EQ(handover().urgency(), hv1::URGENCY_URGENT);
  EXPECT_EQ(handover().sent_time_us(), absl::ToUnixMicros(now_));
  EXPECT_EQ(handover().acknowledged_professions_size(), 0);
  EXPECT_EQ(handover().acknowledged_time_us(), 0);
  EXPECT_EQ(handover().acknowledged_by_staff_id(), "");
  // Who was to come comes.
  ASSERT_EQ(handover().therapists_size(), 1);
  EXPECT_EQ(Owed(), "ACKNOWLEDGE molndal-hemrehab 2026-06-17T14:00");
  // They had planned on the older version.
  TakeOn(Withdraw{.reason = hv1::WITHDRAW_REASON_PATIENT_WORSE});
  EXPECT_EQ(Notice(), "WITHDRAWN");
}

TEST_F(SendingTest, AmendedBeforeItIsAnsweredItIsSentAnew) {
  OpenAndSend();
  Set("2026-06-17T10:00");
  TakeOn(Amend{.material = true});
  EXPECT_EQ(StateOfHandover(), "SENT");
  EXPECT_EQ(Owed(), "ACKNOWLEDGE molndal-hemrehab 2026-06-18T10:00");
  TakeOn(Amend{.material = false});
  EXPECT_EQ(Owed(), "ACKNOWLEDGE molndal-hemrehab 2026-06-18T10:00");
}

TEST_F(SendingTest, WhatWasDeclinedIsAmendedAndSentAnewByRedirecting) {
  OpenAndSend();
  const int64_t sent = handover().sent_time_us();
  Be(kHome);
  TakeOn(Decline{.reason = hv1::DECLINE_REASON_OTHER});
  Set("2026-06-17T10:00");
  Be(kWard);
  TakeOn(Amend{.material = true});
  EXPECT_EQ(StateOfHandover(), "DECLINED");
  EXPECT_EQ(handover().sent_time_us(), sent);
  EXPECT_EQ(handover().content_number(), 2);
}

}  // namespace
}  // namespace hemgang::rules
