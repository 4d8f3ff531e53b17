// The facts that figures are made of.
#include "services/rules/statistics.h"

#include <string>
#include <utility>
#include <variant>

#include <gtest/gtest.h>

#include "tests/rules/step_story.h"

namespace hemgang::rules {
namespace {

class StatisticsTest : public WiderStory {
 protected:
  // The only fact of this kind that the last step made.
  const rec::Outcome& Fact(rec::OutcomeKind kind) const {
    const rec::Outcome* found = nullptr;
    for (const rec::Outcome& outcome : last_.change.outcomes()) {
      if (outcome.kind() != kind) continue;
      EXPECT_EQ(found, nullptr) << "two of " << rec::OutcomeKind_Name(kind);
      found = &outcome;
    }
    static const rec::Outcome none;
    return found == nullptr ? none : *found;
  }
  int Count(rec::OutcomeKind kind) const {
    int count = 0;
    for (const rec::Outcome& outcome : last_.change.outcomes()) count += outcome.kind() == kind ? 1 : 0;
    return count;
  }
};

TEST_F(StatisticsTest, AHandoverIsSent) {
  Open();
  Take(Reschedule{.planned = PlannedAt("2026-06-24T10:00")});
  SendHandover send = Message(hv1::HANDOVER_KIND_DISCHARGE_HANDOVER, kHome);
  send.phase = hv1::PALLIATIVE_PHASE_LATE;
  Take(send);
  const rec::Outcome& sent = Fact(rec::OUTCOME_KIND_HANDOVER_SENT);
  EXPECT_EQ(sent.handover_kind(), hv1::HANDOVER_KIND_DISCHARGE_HANDOVER);
  EXPECT_EQ(sent.urgency(), hv1::URGENCY_ROUTINE);
  EXPECT_EQ(sent.holder_unit_id(), kWard);
  EXPECT_EQ(sent.holder_organisation_id(), "vgr");
  EXPECT_EQ(sent.sender_unit_id(), kWard);
  EXPECT_EQ(sent.receiver_unit_id(), kHome);
  EXPECT_EQ(sent.receiver_organisation_id(), "molndal");
  EXPECT_EQ(sent.age_band(), hv1::AGE_BAND_80_89);
  EXPECT_EQ(sent.dwelling_form(), hv1::DWELLING_FORM_ORDINARY_ALONE);
  EXPECT_EQ(sent.municipality_code(), 1481);
  EXPECT_EQ(sent.phase(), hv1::PALLIATIVE_PHASE_LATE);
  EXPECT_EQ(sent.sent_time_us(), absl::ToUnixMicros(now_));
  EXPECT_EQ(sent.ended_time_us(), absl::ToUnixMicros(now_));
  EXPECT_EQ(sent.planned_time_us(), absl::ToUnixMicros(At("2026-06-24T10:00")));
  EXPECT_EQ(sent.discharged_time_us(), 0);
  EXPECT_FALSE(sent.sent_too_late());
}

TEST_F(StatisticsTest, EverySendingCounts) {
  Be(kWard);
  Take(OpenTransition{.legs = {LegTo(1402)}});
  SendHandover both = Message(hv1::HANDOVER_KIND_DISCHARGE_HANDOVER);
  both.professions.push_back(hv1::PROFESSION_PHYSIOTHERAPIST);
  Take(both);
  EXPECT_EQ(Count(rec::OUTCOME_KIND_HANDOVER_SENT), 2);
  Be(kOtherHome);
  TakeOn(Redirect{.to_unit_id = kHome});
  // Forwarding is no sending.
  EXPECT_EQ(Count(rec::OUTCOME_KIND_HANDOVER_SENT), 0);
  Be(kHome);
  TakeOn(Decline{.reason = hv1::DECLINE_REASON_UNIT_FULL});
  Be(kWard);
  TakeOn(Redirect{.to_unit_id = kOtherHome});
  EXPECT_EQ(Count(rec::OUTCOME_KIND_HANDOVER_SENT), 1);
  TakeOn(Amend{.material = false});
  EXPECT_EQ(Count(rec::OUTCOME_KIND_HANDOVER_SENT), 0);
  TakeOn(Amend{.material = true});
  EXPECT_EQ(Count(rec::OUTCOME_KIND_HANDOVER_SENT), 1);
}

TEST_F(StatisticsTest, SentTooLateIsTheSenders) {
  Open();
  Take(Reschedule{.planned = PlannedAt("2026-06-17T09:00")});
  Send();
  EXPECT_TRUE(Fact(rec::OUTCOME_KIND_HANDOVER_SENT).sent_too_late());
}

TEST_F(StatisticsTest, ADeclineSaysWhy) {
  OpenAndSend();
  Be(kHome);
  TakeOn(Decline{.reason = hv1::DECLINE_REASON_UNIT_FULL});
  const rec::Outcome& declined = Fact(rec::OUTCOME_KIND_HANDOVER_DECLINED);
  EXPECT_EQ(declined.reason_code(), hv1::DECLINE_REASON_UNIT_FULL);
  EXPECT_EQ(declined.holder_unit_id(), kHome);
  EXPECT_EQ(declined.sender_unit_id(), kWard);
  EXPECT_EQ(declined.receiver_organisation_id(), "molndal");
}

TEST_F(StatisticsTest, AidsCounted) {
  struct {
    hv1::HomeItemStatus status;
    int total;
    int in_place;
  } const rows[] = {
      {hv1::HOME_ITEM_STATUS_AT_HOME, 1, 1},          {hv1::HOME_ITEM_STATUS_PRESCRIBED, 1, 0},
      {hv1::HOME_ITEM_STATUS_ORDERED, 1, 0},          {hv1::HOME_ITEM_STATUS_DELIVERED, 1, 1},
      {hv1::HOME_ITEM_STATUS_MISSING, 1, 0},          {hv1::HOME_ITEM_STATUS_FAILED, 1, 0},
      {hv1::HOME_ITEM_STATUS_NO_LONGER_NEEDED, 0, 0},
  };
  for (const auto& row : rows) {
    transition_.reset();
    Open();
    SendHandover send = Message(hv1::HANDOVER_KIND_DISCHARGE_HANDOVER, kHome);
    send.aids = {{.status = row.status}, {.status = hv1::HOME_ITEM_STATUS_ORDERED}};
    Take(send);
    Take(RecordDischarge{});
    const rec::Outcome& left = Fact(rec::OUTCOME_KIND_AT_DISCHARGE);
    EXPECT_EQ(left.aids_total(), 1 + row.total) << row.status;
    EXPECT_EQ(left.aids_in_place(), row.in_place) << row.status;
    EXPECT_FALSE(left.acknowledged());
  }
}

TEST_F(StatisticsTest, HowFarItHadComeWhenThePatientLeft) {
  Acknowledged();
  Be(kWard);
  Take(Reschedule{.planned = PlannedAt("2026-06-24T10:00")});
  Set("2026-06-22T09:00");
  Take(RecordDischarge{.discharged = At("2026-06-22T08:30")});
  const rec::Outcome& left = Fact(rec::OUTCOME_KIND_AT_DISCHARGE);
  EXPECT_TRUE(left.acknowledged());
  EXPECT_EQ(left.holder_unit_id(), kHome);
  EXPECT_EQ(left.planned_time_us(), absl::ToUnixMicros(At("2026-06-24T10:00")));
  EXPECT_EQ(left.discharged_time_us(), absl::ToUnixMicros(At("2026-06-22T08:30")));
  EXPECT_EQ(left.sent_time_us(), absl::ToUnixMicros(At("2026-06-17T08:00")));
}

TEST_F(StatisticsTest, ContactEnds) {
  const std::pair<StepArguments, hv1::FirstContactOutcome> rows[] = {
      {RecordDeath{}, hv1::FIRST_CONTACT_OUTCOME_DIED},
      {RecordReadmission{}, hv1::FIRST_CONTACT_OUTCOME_READMITTED},
      {Withdraw{.reason = hv1::WITHDRAW_REASON_NO_LONGER_NEEDED}, hv1::FIRST_CONTACT_OUTCOME_UNSPECIFIED},
  };
  for (const auto& [step, outcome] : rows) {
    transition_.reset();
    Acknowledged();
    Be(kWard);
    Take(RecordDischarge{});
    std::holds_alternative<Withdraw>(step) ? TakeOn(step) : Take(step);
    int dropped = 0;
    for (const rec::Outcome& fact : last_.change.outcomes()) {
      if (fact.task() != hv1::TASK_KIND_FIRST_CONTACT) continue;
      EXPECT_EQ(fact.kind(), rec::OUTCOME_KIND_TASK_DROPPED);
      EXPECT_EQ(fact.reason_code(), outcome);
      ++dropped;
    }
    EXPECT_EQ(dropped, 1) << outcome;
  }
}

TEST_F(StatisticsTest, OnlyWhatIsLiveAndOfThisStayCounts) {
  Open();
  Take(Message(hv1::HANDOVER_KIND_REHAB_NOTICE));
  Send();
  TakeOn(Withdraw{.reason = hv1::WITHDRAW_REASON_PATIENT_WORSE});
  Take(RecordDischarge{});
  EXPECT_EQ(Count(rec::OUTCOME_KIND_AT_DISCHARGE), 0);
  transition_.reset();
  Visited();
  Be(kWard);
  Take(RecordReadmission{});
  Send();
  Take(RecordDischarge{});
  EXPECT_EQ(Count(rec::OUTCOME_KIND_AT_DISCHARGE), 1);
  EXPECT_FALSE(Fact(rec::OUTCOME_KIND_AT_DISCHARGE).acknowledged());
}

TEST_F(StatisticsTest, AFirstContact) {
  Acknowledged();
  Be(kWard);
  Take(RecordDischarge{.discharged = At("2026-06-17T07:00")});
  Be(kHome);
  Set("2026-06-18T15:00");
  TakeOn(RecordFirstContact{.outcome = hv1::FIRST_CONTACT_OUTCOME_PLANNED, .contact = At("2026-06-22T10:00")});
  EXPECT_EQ(Count(rec::OUTCOME_KIND_FIRST_CONTACT), 0);
  TakeOn(RecordFirstContact{.outcome = hv1::FIRST_CONTACT_OUTCOME_READMITTED, .contact = At("2026-06-18T10:00")});
  const rec::Outcome& contact = Fact(rec::OUTCOME_KIND_FIRST_CONTACT);
  EXPECT_EQ(contact.reason_code(), hv1::FIRST_CONTACT_OUTCOME_READMITTED);
  EXPECT_EQ(contact.contact_time_us(), absl::ToUnixMicros(At("2026-06-18T10:00")));
  EXPECT_EQ(contact.discharged_time_us(), absl::ToUnixMicros(At("2026-06-17T07:00")));
  EXPECT_EQ(contact.holder_unit_id(), kHome);
}

TEST_F(StatisticsTest, TheWayOnIsOfItsOwnLeg) {
  Be(kWard);
  Take(OpenTransition{.legs = {LegTo(1481, hv1::DWELLING_FORM_SHORT_TERM_PLACE), LegTo(1402)}});
  Send();
  Be(kHome);
  TakeOn(Acknowledge{.therapist_ids = {"eva.at"}});
  Discharge();
  EXPECT_EQ(Fact(rec::OUTCOME_KIND_AT_DISCHARGE).dwelling_form(), hv1::DWELLING_FORM_SHORT_TERM_PLACE);
  Be(kHome);
  Take(Message(hv1::HANDOVER_KIND_ONWARD));
  EXPECT_EQ(Fact(rec::OUTCOME_KIND_HANDOVER_SENT).municipality_code(), 1402);
  TakeOn(RecordDischarge{});
  EXPECT_EQ(Fact(rec::OUTCOME_KIND_AT_DISCHARGE).handover_kind(), hv1::HANDOVER_KIND_ONWARD);
  EXPECT_EQ(Fact(rec::OUTCOME_KIND_AT_DISCHARGE).dwelling_form(), hv1::DWELLING_FORM_ORDINARY_ALONE);
}

TEST_F(StatisticsTest, ATaskNamesWhoHeldIt) {
  OpenAndSend();
  Be(kHome);
  TakeOn(Redirect{.to_unit_id = kOtherHome});
  const rec::Outcome& dropped = Fact(rec::OUTCOME_KIND_TASK_DROPPED);
  EXPECT_EQ(dropped.holder_unit_id(), kHome);
  EXPECT_EQ(dropped.receiver_unit_id(), "");
  EXPECT_EQ(dropped.dwelling_form(), hv1::DWELLING_FORM_ORDINARY_ALONE);
  EXPECT_EQ(dropped.sent_time_us(), absl::ToUnixMicros(now_));
}

TEST_F(StatisticsTest, ATaskWithoutAHandoverIsOfTheFirstLeg) {
  Open();
  Take(MarkNeed{.profession = hv1::PROFESSION_OCCUPATIONAL_THERAPIST, .urgency = hv1::URGENCY_ROUTINE});
  Take(ClearNeed{.profession = hv1::PROFESSION_OCCUPATIONAL_THERAPIST,
                 .reason = hv1::CLEAR_NEED_REASON_MARKED_IN_ERROR});
  EXPECT_EQ(Fact(rec::OUTCOME_KIND_TASK_DROPPED).municipality_code(), 1481);
}

}  // namespace
}  // namespace hemgang::rules
