// Who may ask for which figures, how they are broken down, and what is not shown.
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
