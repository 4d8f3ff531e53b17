// How a period went: what is counted where, who may ask, and what is not shown.
#include <future>
#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

#include "services/insight/figure_table.h"
#include "services/insight/period.h"
#include "services/rpc/errors.h"
#include "tests/services/insight_facts.h"
#include "tests/storage/whole_change.h"

namespace hemgang::test {
namespace {

namespace ev1 = hemgang::errors::v1;

constexpr char kUnit[] = "molndal-hemrehab";

class InsightTest : public testing::Test {
 protected:
  // Each fact five times, so that nothing of it is small.
  void Add(const rec::Outcome& fact, int times = 5) {
    for (int i = 0; i < times; ++i) insights_.store.facts.push_back(fact);
  }
  void Sort() {
    std::stable_sort(insights_.store.facts.begin(), insights_.store.facts.end(),
                     [](const auto& a, const auto& b) { return a.ended_time_us() < b.ended_time_us(); });
  }
  iv1::GetFiguresResponse Ask(const iv1::GetFiguresRequest& request = Quarter(), const std::string& unit = kUnit) {
    Sort();
    auto response = insights_.Ask<iv1::GetFiguresResponse>(request, unit);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *std::move(response) : iv1::GetFiguresResponse();
  }
  std::string Whole(iv1::FigureKind kind) { return Said(FigureOf(Ask(), kind).rows(0)); }

  Insights insights_;
};

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

TEST_F(InsightTest, OnlyHandoversHomeAreCounted) {
  const std::pair<hv1::HandoverKind, const char*> rows[] = {{hv1::HANDOVER_KIND_DISCHARGE_HANDOVER, "9 = "},
                                                            {hv1::HANDOVER_KIND_ONWARD, "9 = "},
                                                            {hv1::HANDOVER_KIND_REHAB_NOTICE, "<5 = "},
                                                            {hv1::HANDOVER_KIND_ADMISSION_REPORT, "<5 = "},
                                                            {hv1::HANDOVER_KIND_FOLLOW_UP, "<5 = "}};
  for (const auto& [kind, whole] : rows) {
    insights_.store.facts.clear();
    rec::Outcome fact = Fact(rec::OUTCOME_KIND_HANDOVER_SENT, Us("2026-10-05 08:00"));
    fact.set_handover_kind(kind);
    Add(fact, 9);
    EXPECT_THAT(Whole(iv1::FIGURE_KIND_SENT_TOO_LATE), testing::StartsWith(whole)) << hv1::HandoverKind_Name(kind);
  }
}

TEST_F(InsightTest, SentReceivedOrBoth) {
  rec::Outcome there = Fact(rec::OUTCOME_KIND_HANDOVER_SENT, Us("2026-10-05 08:00"));
  rec::Outcome onward = there;
  onward.set_handover_kind(hv1::HANDOVER_KIND_ONWARD);
  onward.set_sender_unit_id(kUnit);
  onward.set_receiver_unit_id("partille-hemrehab");
  onward.set_receiver_organisation_id("partille");
  Add(there, 7);
  Add(onward, 11);
  const std::pair<iv1::Side, const char*> rows[] = {
      {iv1::SIDE_UNSPECIFIED, "18 = "}, {iv1::SIDE_SENT, "11 = "}, {iv1::SIDE_RECEIVED, "7 = "}};
  for (const auto& [side, whole] : rows) {
    iv1::GetFiguresRequest request = Quarter();
    request.set_side(side);
    EXPECT_THAT(Said(FigureOf(Ask(request), iv1::FIGURE_KIND_SENT_TOO_LATE).rows(0)), testing::StartsWith(whole))
        << iv1::Side_Name(side);
  }
}

TEST_F(InsightTest, EachBreakdownHasItsGroups) {
  rec::Outcome alone = Fact(rec::OUTCOME_KIND_HANDOVER_SENT, Us("2026-10-05 08:00"));
  alone.set_sent_too_late(true);
  rec::Outcome cared = alone;
  cared.set_dwelling_form(hv1::DWELLING_FORM_RESIDENTIAL_CARE);
  cared.set_municipality_code(1402);
  cared.set_age_band(hv1::AGE_BAND_90_PLUS);
  cared.set_phase(hv1::PALLIATIVE_PHASE_EARLY);
  rec::Outcome together = cared;
  together.set_dwelling_form(hv1::DWELLING_FORM_ORDINARY_COHABITING);
  Add(alone, 10);
  Add(cared, 20);
  Add(together, 30);
  using Row = iv1::FigureRow;
  const struct {
    iv1::Breakdown breakdown;
    std::function<int(const Row&)> number;
    std::map<int, int> expected;
  } rows[] = {
      {iv1::BREAKDOWN_DWELLING_FORM, [](const Row& row) { return row.dwelling_form(); }, {{1, 10}, {2, 30}, {4, 20}}},
      {iv1::BREAKDOWN_MUNICIPALITY, [](const Row& row) { return row.municipality_code(); }, {{1402, 50}, {1481, 10}}},
      {iv1::BREAKDOWN_AGE_BAND, [](const Row& row) { return row.age_band(); }, {{4, 10}, {5, 50}}},
      {iv1::BREAKDOWN_PHASE, [](const Row& row) { return row.phase(); }, {{2, 50}, {3, 10}}},
      {iv1::BREAKDOWN_COHABITING, [](const Row& row) { return row.cohabiting(); }, {{1, 30}, {2, 10}, {3, 20}}},
  };
  for (const auto& row : rows) {
    iv1::GetFiguresRequest request = Quarter();
    request.set_breakdown(row.breakdown);
    const iv1::GetFiguresResponse response = Ask(request);
    const iv1::Figure& figure = FigureOf(response, iv1::FIGURE_KIND_SENT_TOO_LATE);
    ASSERT_EQ(figure.rows_size(), static_cast<int>(row.expected.size()) + 1) << iv1::Breakdown_Name(row.breakdown);
    EXPECT_EQ(figure.rows(0).group_case(), Row::GROUP_NOT_SET);
    EXPECT_EQ(figure.rows(0).total().value(), 60);
    auto expected = row.expected.begin();
    for (int i = 1; i < figure.rows_size(); ++i, ++expected) {
      EXPECT_NE(figure.rows(i).group_case(), Row::GROUP_NOT_SET);
      EXPECT_EQ(row.number(figure.rows(i)), expected->first) << iv1::Breakdown_Name(row.breakdown);
      EXPECT_EQ(figure.rows(i).total().value(), expected->second) << iv1::Breakdown_Name(row.breakdown);
    }
  }
}

// Three of one group and twenty of another: neither the three nor what would tell them is in the answer.
TEST_F(InsightTest, ASmallGroupIsNotTheRestOfTheWhole) {
  rec::Outcome fact = Fact(rec::OUTCOME_KIND_HANDOVER_SENT, Us("2026-10-05 08:00"));
  Add(fact, 20);
  fact.set_age_band(hv1::AGE_BAND_0_17);
  Add(fact, 3);
  fact.set_age_band(hv1::AGE_BAND_65_79);
  Add(fact, 30);
  iv1::GetFiguresRequest request = Quarter();
  request.set_breakdown(iv1::BREAKDOWN_AGE_BAND);
  const iv1::GetFiguresResponse response = Ask(request);
  const iv1::Figure& figure = FigureOf(response, iv1::FIGURE_KIND_SENT_TOO_LATE);
  ASSERT_EQ(figure.rows_size(), 4);
  EXPECT_EQ(Said(figure.rows(0).total()), "53");
  EXPECT_EQ(Said(figure.rows(1).total()), "<5");
  EXPECT_EQ(Said(figure.rows(2).total()), "30");
  EXPECT_EQ(Said(figure.rows(3).total()), "·");
}

// A report of a quarter is the same report on the eighth day after it and a year later.
TEST_F(InsightTest, AnEndedPeriodStaysAsItWas) {
  const auto make = [](const std::string& now, bool later) {
    Insights insights(now);
    auto& facts = insights.store.facts;
    for (int i = 0; i < 9; ++i) {
      facts.push_back(Acknowledged("2026-10-05 08:00", "2026-10-05 16:00", "2026-10-05 09:00"));
    }
    storage::TaskRow open = Running(hv1::TASK_KIND_ACKNOWLEDGE, "2026-12-30 09:00", "2026-12-30 16:00");
    storage::TaskRow waits = Running(hv1::TASK_KIND_FIRST_CONTACT, "2026-12-30 09:00", "2026-12-30 16:00");
    for (int i = 0; i < 8; ++i) {
      if (!later) {
        insights.store.tasks.push_back(open);
        insights.store.tasks.push_back(waits);
        continue;
      }
      facts.push_back(Acknowledged("2026-12-30 09:00", "2026-12-30 16:00", "2027-03-01 09:00"));
    }
    for (int i = 0; later && i < 8; ++i) {
      rec::Outcome seen = Fact(rec::OUTCOME_KIND_FIRST_CONTACT, Us("2027-04-01 09:00"));
      seen.set_discharged_time_us(waits.task.opened_time_us());
      seen.set_contact_time_us(Us("2027-01-01 09:00"));
      seen.set_reason_code(hv1::FIRST_CONTACT_OUTCOME_MADE);
      facts.push_back(seen);
      facts.push_back(Fact(rec::OUTCOME_KIND_HANDOVER_SENT, Us("2027-04-01 10:00")));
    }
    auto response = insights.Ask<iv1::GetFiguresResponse>(Quarter(), kUnit);
    EXPECT_TRUE(response.ok());
    return response->DebugString();
  };
  EXPECT_EQ(make("2027-01-08 00:00", false), make("2028-01-08 09:00", true));
}

TEST_F(InsightTest, WhoMayAsk) {
  const struct {
    const char* caller;
    const char* unit;
    const char* organisation;
    bool may;
  } rows[] = {
      {kUnit, "", "", true},
      {kUnit, kUnit, "", true},
      {kUnit, "partille-hemrehab", "", false},
      {kUnit, "su-ostra-rehab", "", false},
      {kUnit, "", "molndal", false},
      {kUnit, "no-such-unit", "", false},
      {"molndal-hemrehab-chef", "", "", true},
      {"molndal-hemrehab-chef", kUnit, "", true},
      {"molndal-hemrehab-chef", "", "molndal", false},
      {"su-rehab-chef", kUnit, "", false},
      {"molndal-verksamhet", "", "", true},
      {"molndal-verksamhet", kUnit, "", true},
      {"molndal-verksamhet", "", "molndal", true},
      {"molndal-verksamhet", "", "partille", false},
      {"molndal-mas", "", "molndal", true},
      {"partille-mas", "", "molndal", false},
      {"vg-styrgrupp", "", "", true},
      {"vg-styrgrupp", "", "molndal", true},
      {"vg-styrgrupp", "", "bergen", false},
      {"vg-styrgrupp", kUnit, "", false},
      {"vg-styrgrupp", "vg-styrgrupp", "", false},
      {"vestland-styringsgruppe", "", "molndal", false},
  };
  for (const auto& row : rows) {
    const std::string name = absl::StrCat(row.caller, " asks for ", row.unit, row.organisation);
    iv1::GetFiguresRequest request = Quarter();
    request.set_unit_id(row.unit);
    request.set_organisation_id(row.organisation);
    const auto figures = insights_.Ask<iv1::GetFiguresResponse>(request, row.caller);
    EXPECT_EQ(rpc::ReasonOf(figures.status()), row.may ? ev1::ERROR_REASON_UNSPECIFIED : ev1::ERROR_REASON_NOT_FOUND)
        << name;
    iv1::GetNowRequest now;
    now.set_unit_id(row.unit);
    now.set_organisation_id(row.organisation);
    const auto counts = insights_.Ask<iv1::GetNowResponse>(now, row.caller);
    EXPECT_EQ(rpc::ReasonOf(counts.status()), row.may ? ev1::ERROR_REASON_UNSPECIFIED : ev1::ERROR_REASON_NOT_FOUND)
        << name;
  }
  iv1::GetFiguresRequest both = Quarter();
  both.set_unit_id(kUnit);
  both.set_organisation_id("molndal");
  EXPECT_EQ(rpc::ReasonOf(insights_.Ask<iv1::GetFiguresResponse>(both, "molndal-mas").status()),
            ev1::ERROR_REASON_INVALID_REQUEST);
}

// Each sees the facts of what they answer for, and no others.
TEST_F(InsightTest, WhoseFactsAreCounted) {
  const auto sent = [](const char* from, const char* to, const char* organisation) {
    rec::Outcome fact = Fact(rec::OUTCOME_KIND_HANDOVER_SENT, Us("2026-10-05 08:00"));
    fact.set_sender_unit_id(from);
    fact.set_receiver_unit_id(to);
    fact.set_receiver_organisation_id(organisation);
    return fact;
  };
  Add(sent("su-ostra-rehab", kUnit, "molndal"), 10);
  Add(sent("su-ostra-rehab", "partille-hemrehab", "partille"), 100);
  Add(sent("su-palliativa-teamet", "partille-ft", "partille"), 1000);
  Add(sent("su-ostra-rehab", "bergen-hjemmerehab", "bergen"), 10000);
  Add(sent("gone-unit", "gone-too", "molndal"), 100000);  // units that have ended
  const std::pair<const char*, int> rows[] = {{kUnit, 10},
                                              {"molndal-hemrehab-chef", 10},
                                              {"molndal-mas", 100010},
                                              {"partille-ft", 1000},
                                              {"partille-verksamhet", 1100},
                                              {"su-ostra-rehab", 10110},
                                              {"su-rehab-chef", 10110},
                                              {"vgr-verksamhet", 11110},
                                              {"vg-styrgrupp", 111110},
                                              {"vestland-styringsgruppe", 10000}};
  for (const auto& [caller, expected] : rows) {
    const iv1::GetFiguresResponse response = Ask(Quarter(), caller);
    EXPECT_EQ(FigureOf(response, iv1::FIGURE_KIND_SENT_TOO_LATE).rows(0).total().value(), expected) << caller;
  }
}

TEST_F(InsightTest, NowIsExactForWhoSeesTheTasksAndWithoutSmallNumbersForWhoDoesNot) {
  insights_.clock.Set(Local("2027-01-15 12:00"));
  auto& tasks = insights_.store.tasks;
  tasks.assign(3, Running(hv1::TASK_KIND_ACKNOWLEDGE, "2027-01-14 08:00", "2027-01-15 12:00"));
  tasks.push_back(Running(hv1::TASK_KIND_ASSIGN, "2027-01-14 08:00", "2027-01-15 12:01"));
  storage::TaskRow partille = Running(hv1::TASK_KIND_ACKNOWLEDGE, "2027-01-14 08:00", "2027-01-18 12:00");
  partille.task.set_holder_unit_id("partille-hemrehab");
  partille.task.set_holder_organisation_id("partille");
  for (int i = 0; i < 30; ++i) tasks.push_back(partille);

  const auto exact = insights_.Ask<iv1::GetNowResponse>(iv1::GetNowRequest(), kUnit);
  ASSERT_TRUE(exact.ok()) << exact.status();
  EXPECT_EQ(Said(exact->whole().open()) + " " + Said(exact->whole().overdue()), "4 3");
  ASSERT_EQ(exact->rows_size(), 1);
  EXPECT_EQ(exact->rows(0).unit_id(), kUnit);

  const auto organisation = insights_.Ask<iv1::GetNowResponse>(iv1::GetNowRequest(), "partille-mas");
  ASSERT_TRUE(organisation.ok());
  std::map<std::string, std::string> by_unit;
  for (const iv1::NowRow& row : organisation->rows()) by_unit[row.unit_id()] = Said(row.open());
  EXPECT_EQ(by_unit["partille-hemrehab"], "30");
  EXPECT_EQ(by_unit["partille-ft"], "0");

  const auto network = insights_.Ask<iv1::GetNowResponse>(iv1::GetNowRequest(), "vg-styrgrupp");
  ASSERT_TRUE(network.ok());
  EXPECT_EQ(Said(network->whole().open()), "34");
  for (const iv1::NowRow& row : network->rows()) {
    EXPECT_EQ(row.unit_id(), "");
    const std::string open = Said(row.open());
    EXPECT_EQ(open, row.organisation_id() == "partille" ? "30" : "<5") << row.organisation_id();
    EXPECT_EQ(Said(row.overdue()), "<5") << row.organisation_id();
  }
}

TEST_F(InsightTest, EveryFigureIsDefinedAndEveryPartIsOfOne) {
  const auto response = insights_.Ask<iv1::ListFigureDefinitionsResponse>(iv1::ListFigureDefinitionsRequest(), kUnit);
  ASSERT_TRUE(response.ok());
  std::set<int> kinds;
  for (const iv1::FigureDefinition& each : response->definitions()) {
    EXPECT_TRUE(kinds.insert(each.kind()).second);
    EXPECT_GT(each.definition().size(), 80u) << iv1::FigureKind_Name(each.kind());
  }
  EXPECT_EQ(kinds.size(), static_cast<size_t>(iv1::FigureKind_ARRAYSIZE - 1));
  std::multiset<int> parts;
  for (const insight::DefinedFigure& figure : insight::AllFigures()) {
    for (int part = figure.first_part; part <= figure.last_part; ++part) parts.insert(part);
  }
  for (int part = 1; part < iv1::Part_ARRAYSIZE; ++part) EXPECT_EQ(parts.count(part), 1u) << part;
}

TEST(Period, DatesAreLocalAndTheLastDayCounts) {
  const absl::Time now = Local("2026-11-10 12:00");
  absl::TimeZone zone;
  ASSERT_TRUE(absl::LoadTimeZone("Europe/Stockholm", &zone));
  const struct {
    const char* from;
    const char* to;
    const char* begins;  // "" is refused, at `ends`
    const char* ends;
    bool has_ended;
  } rows[] = {
      {"2026-10-01", "2026-10-31", "2026-10-01 00:00", "2026-11-01 00:00", true},
      {"2026-10-25", "2026-10-25", "2026-10-25 00:00", "2026-10-26 00:00", true},  // of 25 hours
      {"", "", "2026-10-01 00:00", "2026-11-11 00:00", false},
      {"", "2026-08-15", "2026-07-01 00:00", "2026-08-16 00:00", true},
      {"2026-10-01", "2026-12-31", "2026-10-01 00:00", "2027-01-01 00:00", false},
      {"2025-11-11", "2026-11-11", "2025-11-11 00:00", "2026-11-12 00:00", false},
      {"2025-11-10", "2026-11-11", "", "to_date", false},
      {"2026-11-02", "2026-11-01", "", "to_date", false},
      {"2026-11-11", "2026-11-12", "", "from_date", false},
      {"2026-13-01", "", "", "from_date", false},
      {"2026-10-01", "2026-1-1", "", "to_date", false},
  };
  for (const auto& row : rows) {
    const auto period = insight::ReadPeriod(row.from, row.to, zone, now);
    const std::string name = absl::StrCat(row.from, " to ", row.to);
    if (*row.begins == '\0') {
      const auto faults = rpc::FaultsOf(period.status());
      ASSERT_EQ(faults.size(), 1u) << name;
      EXPECT_EQ(faults[0].first, row.ends) << name;
      continue;
    }
    ASSERT_TRUE(period.ok()) << name << period.status();
    EXPECT_EQ(period->from_us, Us(row.begins)) << name;
    EXPECT_EQ(period->until_us, Us(row.ends)) << name;
    EXPECT_EQ(period->has_ended, row.has_ended) << name;
  }
}

// Facts that a step brought into a real store.
TEST(InsightOverAStore, CountsWhatStepsWrote) {
  const std::unique_ptr<storage::Store> store = *storage::OpenStore({});
  const auto commit = [&](auto write) {
    std::promise<absl::Status> done;
    write([&done](absl::Status status) { done.set_value(std::move(status)); });
    return done.get_future().get();
  };
  ASSERT_EQ(commit([&](storage::Done done) { store->CommitDirectory(storage::DirectoryStep(1), std::move(done)); }),
            absl::OkStatus());
  // Over several pages.
  constexpr int kSteps = 2500;
  for (int i = 0; i < kSteps; ++i) {
    rec::Change change = storage::Step(absl::StrCat("t", i), 1);
    const int64_t at = Us("2026-11-02 09:00") + i % 7;
    *change.add_outcomes() = Fact(rec::OUTCOME_KIND_HANDOVER_SENT, at);
    if (i % 5 == 0) change.mutable_outcomes(0)->set_sent_too_late(true);
    if (i % 10 == 0) *change.add_outcomes() = Fact(rec::OUTCOME_KIND_AT_DISCHARGE, at);
    ASSERT_EQ(commit([&](storage::Done done) {
                store->Commit(std::move(change), storage::Priority::kPerson, std::move(done));
              }),
              absl::OkStatus());
  }
  rpc::SetClock clock(Local("2027-01-15 12:00"));
  InlineExecutor work;
  insight::InsightRoom room(*store, clock, Insights::CurrentDirectory(), work);
  absl::StatusOr<iv1::GetFiguresResponse> given;
  room.Take(Quarter(), Insights::CallerAt(kUnit),
            rpc::Answer<iv1::GetFiguresResponse>([&given](auto answer) { given = std::move(answer); }));
  ASSERT_TRUE(given.ok()) << given.status();
  EXPECT_EQ(Said(FigureOf(*given, iv1::FIGURE_KIND_SENT_TOO_LATE).rows(0)), "2500 = 500 2000 (200‰)");
  EXPECT_EQ(FigureOf(*given, iv1::FIGURE_KIND_UNACKNOWLEDGED_AT_DISCHARGE).rows(0).total().value(), 250);
}

}  // namespace
}  // namespace hemgang::test
