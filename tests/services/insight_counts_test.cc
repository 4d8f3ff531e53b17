// What each figure counts, worked out by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

#include "tests/services/insight_facts.h"

namespace hemgang::test {
namespace {

// Monday 5 October 2026 and after; Mölndal works 08:00 to 16:00 on weekdays.
TEST_F(InsightTest, TimeToAcknowledgeByHand) {
  Add(Acknowledged("2026-10-05 08:00", "2026-10-05 16:00", "2026-10-05 09:00"), 6);  // 1 h, 1 working hour
  Add(Acknowledged("2026-10-05 15:00", "2026-10-06 15:00", "2026-10-06 09:00"), 6);  // 18 h, 2 working hours
  rec::Outcome dropped = Acknowledged("2026-10-05 08:00", "2026-10-05 16:00", "2026-10-05 10:00");
  dropped.set_kind(rec::OUTCOME_KIND_TASK_DROPPED);
  Add(dropped, 6);
  insights_.store.tasks.assign(6, Running(hv1::TASK_KIND_ACKNOWLEDGE, "2026-12-31 15:00", "2027-01-04 15:00"));
  const iv1::GetFiguresResponse response = Ask();
  const iv1::FigureRow& row = FigureOf(response, iv1::FIGURE_KIND_TIME_TO_ACKNOWLEDGE).rows(0);
  // None declined: said as few, and one more is held back so that it cannot be told.
  EXPECT_EQ(Said(row), "24 = 12 <5 · 6");
  // Of 24, 6 ended after 1 h: 3/4. The 6 of 2 h and the 6 of 9 h (the last hours of the year) are watched no longer, so
  // at 18 h all 6 that are left end: 0.
  EXPECT_EQ(row.times().median_elapsed().seconds(), 18 * 3600);
  EXPECT_EQ(row.times().percentile_90_elapsed().seconds(), 18 * 3600);
  // In working time the dropped and the answered of 2 h stand together: the answered come first, 3/4 * 12/18; the
  // running ones, of 1 hour (New Year's Eve is closed: 0), were watched less.
  EXPECT_EQ(row.times().median_working().seconds(), 2 * 3600);
  EXPECT_FALSE(row.times().has_percentile_90_working());
}

TEST_F(InsightTest, DroppingTheOpenOnesWouldLookBetter) {
  Add(Acknowledged("2026-10-05 08:00", "2026-10-05 16:00", "2026-10-05 09:00"), 5);
  insights_.store.tasks.assign(20, Running(hv1::TASK_KIND_ACKNOWLEDGE, "2026-10-05 08:00", "2026-10-05 16:00"));
  const iv1::GetFiguresResponse response = Ask();
  const iv1::FigureRow& row = FigureOf(response, iv1::FIGURE_KIND_TIME_TO_ACKNOWLEDGE).rows(0);
  EXPECT_TRUE(row.has_times());
  EXPECT_FALSE(row.times().has_median_elapsed());
  EXPECT_EQ(Said(FigureOf(response, iv1::FIGURE_KIND_ACKNOWLEDGED_IN_TIME).rows(0)), "25 = 5 20 (200‰)");
}

TEST_F(InsightTest, FewAcknowledgedTellNoTime) {
  Add(Acknowledged("2026-10-05 08:00", "2026-10-05 16:00", "2026-10-05 09:00"), 4);
  insights_.store.tasks.assign(20, Running(hv1::TASK_KIND_ACKNOWLEDGE, "2026-10-05 08:00", "2026-10-05 16:00"));
  EXPECT_FALSE(FigureOf(Ask(), iv1::FIGURE_KIND_TIME_TO_ACKNOWLEDGE).rows(0).has_times());
}

// Counted by when it fell due, whenever it was sent or answered.
TEST_F(InsightTest, AcknowledgedInTimeIsCountedByDueTime) {
  const struct {
    const char* name;
    const char* opened;
    const char* due;
    const char* ended;
    rec::OutcomeKind kind;
    const char* whole;
  } rows[] = {
      {"in time", "2026-10-05 08:00", "2026-10-05 16:00", "2026-10-05 16:00", rec::OUTCOME_KIND_TASK_MET, "27 = 17 10"},
      {"late", "2026-10-05 08:00", "2026-10-05 16:00", "2026-10-05 16:01", rec::OUTCOME_KIND_TASK_MISSED, "27 = 10 17"},
      {"sent and answered before the quarter in which it was due", "2026-09-30 09:00", "2026-10-01 09:00",
       "2026-09-30 10:00", rec::OUTCOME_KIND_TASK_MET, "27 = 17 10"},
      {"due after the quarter", "2026-12-30 15:00", "2027-01-04 09:00", "2026-12-30 15:30", rec::OUTCOME_KIND_TASK_MET,
       "20 = 10 10"},
      {"due in it, answered after it", "2026-12-30 09:00", "2026-12-30 16:00", "2027-01-10 09:00",
       rec::OUTCOME_KIND_TASK_MISSED, "27 = 10 17"},
      {"no longer owed when it was due", "2026-10-05 08:00", "2026-10-05 16:00", "2026-10-05 12:00",
       rec::OUTCOME_KIND_TASK_DROPPED, "20 = 10 10"},
      {"no longer owed, but too late", "2026-10-05 08:00", "2026-10-05 16:00", "2026-10-05 17:00",
       rec::OUTCOME_KIND_TASK_DROPPED, "27 = 10 17"},
  };
  for (const auto& row : rows) {
    insights_.store.facts.clear();
    Add(Acknowledged("2026-11-02 08:00", "2026-11-02 16:00", "2026-11-02 09:00"), 10);
    Add(Acknowledged("2026-11-02 08:00", "2026-11-02 16:00", "2026-11-02 17:00"), 10);
    rec::Outcome fact = Acknowledged(row.opened, row.due, row.ended);
    fact.set_kind(row.kind);
    Add(fact, 7);
    EXPECT_THAT(Whole(iv1::FIGURE_KIND_ACKNOWLEDGED_IN_TIME), testing::StartsWith(row.whole)) << row.name;
  }
}

// A decline ends the task as met, and nobody has acknowledged.
TEST_F(InsightTest, ADeclineIsNoAcknowledgement) {
  Add(Acknowledged("2026-11-02 08:00", "2026-11-02 16:00", "2026-11-02 09:00"), 10);
  for (int minute = 10; minute < 20; ++minute) {
    const std::string ended = absl::StrCat("2026-11-03 10:", minute);
    rec::Outcome declined = Fact(rec::OUTCOME_KIND_HANDOVER_DECLINED, Us(ended));
    declined.set_reason_code(minute % 2 == 0 ? hv1::DECLINE_REASON_WRONG_UNIT : hv1::DECLINE_REASON_UNIT_FULL);
    Add(Acknowledged("2026-11-03 08:00", "2026-11-03 16:00", ended), 1);
    Add(declined, 1);
  }
  // Another unit's task that ends at that instant is another's.
  rec::Outcome other = Acknowledged("2026-11-03 08:00", "2026-11-03 16:00", "2026-11-03 10:12");
  other.set_holder_unit_id("partille-hemrehab");
  other.set_holder_organisation_id("partille");
  other.clear_receiver_unit_id();
  other.clear_receiver_organisation_id();
  Add(other, 3);
  const iv1::GetFiguresResponse response = Ask(Quarter(), "su-ostra-rehab");
  EXPECT_EQ(Said(FigureOf(response, iv1::FIGURE_KIND_TIME_TO_ACKNOWLEDGE).rows(0)), "23 = 13 · <5 <5");
  // Were the 10 said, nothing would be left for the others.
  EXPECT_EQ(Said(FigureOf(response, iv1::FIGURE_KIND_RETURNED).rows(0)), "· = 5 <5 <5 5 <5 <5 <5");
}

// The step that forwards a handover ends the task of the unit that had it, and names the unit that has it now.
TEST_F(InsightTest, AForwardedTaskIsOfWhoHadIt) {
  rec::Outcome forwarded = Acknowledged("2026-11-03 08:00", "2026-11-03 16:00", "2026-11-03 09:00");
  forwarded.set_kind(rec::OUTCOME_KIND_TASK_DROPPED);
  forwarded.set_receiver_unit_id("partille-hemrehab");
  forwarded.set_receiver_organisation_id("partille");
  Add(forwarded, 9);
  for (const auto& [caller, asked] : {std::make_pair(kUnit, "9 = "), std::make_pair("partille-hemrehab", "<5 = ")}) {
    const iv1::GetFiguresResponse response = Ask(Quarter(), caller);
    EXPECT_THAT(Said(FigureOf(response, iv1::FIGURE_KIND_TIME_TO_ACKNOWLEDGE).rows(0)), testing::StartsWith(asked))
        << caller;
  }
}

TEST_F(InsightTest, SentByHand) {
  const auto sent = [&](const char* at, const char* planned, bool too_late) {
    rec::Outcome fact = Fact(rec::OUTCOME_KIND_HANDOVER_SENT, Us(at));
    fact.set_sent_time_us(Us(at));
    if (*planned != '\0') fact.set_planned_time_us(Us(planned));
    fact.set_sent_too_late(too_late);
    return fact;
  };
  Add(sent("2026-10-05 08:00", "2026-10-05 11:59", true), 5);    // under 4 h
  Add(sent("2026-10-05 08:00", "2026-10-05 07:00", true), 1);    // it should have been already
  Add(sent("2026-10-05 08:00", "2026-10-05 12:00", false), 7);   // 4 h and more
  Add(sent("2026-10-05 08:00", "2026-10-06 08:00", false), 8);   // 24 h
  Add(sent("2026-10-05 08:00", "2026-10-07 08:00", false), 9);   // 48 h
  Add(sent("2026-10-05 08:00", "2026-10-08 08:00", false), 10);  // 72 h
  rec::Outcome after = sent("2026-10-05 08:00", "2026-10-05 10:00", false);
  after.set_discharged_time_us(Us("2026-10-05 07:00"));
  Add(after, 11);
  Add(sent("2026-10-05 08:00", "", false), 12);
  Add(sent("2027-01-01 00:00", "2027-01-02 08:00", true), 50);  // another quarter
  Add(sent("2026-09-30 23:59", "2026-10-02 08:00", true), 50);
  EXPECT_EQ(Whole(iv1::FIGURE_KIND_SENT_LEAD_TIME), "63 = 6 7 8 9 10 11 12");
  EXPECT_EQ(Whole(iv1::FIGURE_KIND_SENT_TOO_LATE), "63 = 6 57 (95‰)");
  rec::Outcome declined = Fact(rec::OUTCOME_KIND_HANDOVER_DECLINED, Us("2026-10-06 08:00"));
  declined.set_reason_code(hv1::DECLINE_REASON_OTHER);
  Add(declined, 9);
  EXPECT_THAT(Whole(iv1::FIGURE_KIND_RETURNED), testing::EndsWith("(143‰)"));
}

TEST_F(InsightTest, AtDischargeByHand) {
  const auto left = [&](const char* planned, const char* came, bool acknowledged, int aids, int in_place) {
    rec::Outcome fact = Fact(rec::OUTCOME_KIND_AT_DISCHARGE, Us("2026-11-10 12:00"));
    if (*planned != '\0') fact.set_planned_time_us(Us(planned));
    fact.set_discharged_time_us(Us(came));
    fact.set_acknowledged(acknowledged);
    fact.set_aids_total(aids);
    fact.set_aids_in_place(in_place);
    return fact;
  };
  Add(left("2026-11-10 14:00", "2026-11-10 10:00", false, 2, 2), 5);  // 4 h early, unacknowledged, all there
  Add(left("2026-11-10 14:00", "2026-11-10 10:01", true, 2, 1), 6);   // not quite 4 h; one missing
  Add(left("2026-11-10 10:00", "2026-11-10 14:00", true, 0, 0), 7);   // late, none needed
  Add(left("", "2026-11-10 10:00", true, 1, 1), 8);                   // nothing was planned
  EXPECT_EQ(Whole(iv1::FIGURE_KIND_UNACKNOWLEDGED_AT_DISCHARGE), "26 = 5 21 (192‰)");
  EXPECT_EQ(Whole(iv1::FIGURE_KIND_DISCHARGED_EARLIER), "26 = 5 13 8 (278‰)");
  EXPECT_EQ(Whole(iv1::FIGURE_KIND_AIDS_IN_PLACE), "26 = 13 6 7 (684‰)");
}

TEST_F(InsightTest, FirstContactByHand) {
  const auto contact = [&](const char* discharged, const char* met, hv1::FirstContactOutcome how, const char* told) {
    rec::Outcome fact = Fact(rec::OUTCOME_KIND_FIRST_CONTACT, Us(told));
    fact.set_discharged_time_us(Us(discharged));
    if (*met != '\0') fact.set_contact_time_us(Us(met));
    fact.set_reason_code(how);
    return fact;
  };
  using namespace hv1;  // NOLINT: the names of one enum
  Add(contact("2026-11-10 23:00", "2026-11-12 08:00", FIRST_CONTACT_OUTCOME_MADE, "2026-11-12 09:00"), 5);  // 2 dates
  Add(contact("2026-11-10 08:00", "2026-11-13 07:00", FIRST_CONTACT_OUTCOME_MADE, "2026-11-13 09:00"), 6);  // 3
  Add(contact("2026-11-10 08:00", "2026-11-17 23:00", FIRST_CONTACT_OUTCOME_MADE, "2026-11-18 09:00"), 6);  // 7
  Add(contact("2026-11-10 08:00", "2026-11-18 07:00", FIRST_CONTACT_OUTCOME_MADE, "2026-11-18 09:01"), 7);  // 8
  Add(contact("2026-11-10 08:00", "", FIRST_CONTACT_OUTCOME_NOT_REACHED, "2026-11-18 10:00"), 1);
  Add(contact("2026-11-10 08:00", "", FIRST_CONTACT_OUTCOME_PATIENT_DECLINED, "2026-11-11 10:00"), 9);
  Add(contact("2026-11-10 08:00", "", FIRST_CONTACT_OUTCOME_READMITTED, "2026-11-11 11:00"), 10);
  Add(contact("2026-11-10 08:00", "", FIRST_CONTACT_OUTCOME_DIED, "2026-11-11 12:00"), 11);
  Add(contact("2026-11-10 08:00", "", FIRST_CONTACT_OUTCOME_PLANNED, "2026-11-11 13:00"), 20);
  // Of a patient who is in hospital: never owed.
  rec::Outcome in_hospital =
      contact("2026-11-10 08:00", "", FIRST_CONTACT_OUTCOME_PATIENT_DECLINED, "2026-11-11 14:00");
  in_hospital.clear_discharged_time_us();
  Add(in_hospital, 20);
  // The task of a first contact says nothing more; one that ended without any says that it was no longer owed.
  rec::Outcome task = Fact(rec::OUTCOME_KIND_TASK_MET, Us("2026-11-12 09:00"));
  task.set_task(TASK_KIND_FIRST_CONTACT);
  task.set_opened_time_us(Us("2026-11-10 23:00"));
  Add(task, 5);
  task.set_kind(rec::OUTCOME_KIND_TASK_DROPPED);
  task.set_ended_time_us(Us("2026-11-12 10:00"));
  Add(task, 12);
  // One that ended because the patient died or came back says so.
  task.set_ended_time_us(Us("2026-11-12 11:00"));
  task.set_reason_code(FIRST_CONTACT_OUTCOME_DIED);
  Add(task, 2);
  // Discharged on the last day of the quarter, and seen on its seventh day after: that counts; and on the eighth, not.
  Add(contact("2026-12-31 10:00", "2027-01-02 10:00", FIRST_CONTACT_OUTCOME_MADE, "2027-01-07 23:00"), 1);
  Add(contact("2026-12-31 10:00", "2027-01-08 10:00", FIRST_CONTACT_OUTCOME_MADE, "2027-01-08 10:00"), 1);
  insights_.store.tasks.assign(1, Running(TASK_KIND_FIRST_CONTACT, "2026-12-31 12:00", "2027-01-04 12:00"));
  // 7 + 1 + 1 + 1 were not met within the week. None waits, and the 6 of the first days are left out for it.
  EXPECT_EQ(Whole(iv1::FIGURE_KIND_FIRST_CONTACT), "72 = · 12 10 9 10 13 12 <5");
  Add(contact("2026-11-10 23:00", "2026-11-12 08:00", FIRST_CONTACT_OUTCOME_MADE, "2026-11-12 09:10"), 9);
  EXPECT_EQ(Whole(iv1::FIGURE_KIND_FIRST_CONTACT), "81 = 15 12 10 · 10 13 12 <5 (405‰) (730‰)");
}

TEST_F(InsightTest, AWeekThatHasNotPassedIsNotJudged) {
  insights_.clock.Set(Local("2027-01-16 12:00"));
  insights_.store.tasks.assign(7, Running(hv1::TASK_KIND_FIRST_CONTACT, "2027-01-09 12:00", "2027-01-15 12:00"));
  for (int i = 0; i < 6; ++i) {
    insights_.store.tasks.push_back(Running(hv1::TASK_KIND_FIRST_CONTACT, "2027-01-08 12:00", "2027-01-15 12:00"));
  }
  const iv1::GetFiguresResponse response = Ask(iv1::GetFiguresRequest());
  EXPECT_EQ(response.from_date(), "2027-01-01");
  EXPECT_EQ(response.to_date(), "2027-01-16");
  EXPECT_FALSE(response.has_ended());
  EXPECT_EQ(Said(FigureOf(response, iv1::FIGURE_KIND_FIRST_CONTACT).rows(0)), "13 = <5 <5 · <5 <5 <5 <5 7");
}

}  // namespace
}  // namespace hemgang::test
