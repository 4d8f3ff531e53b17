// What a manager sees of figures.
#include "clients/cli/insight_view.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hemgang::cli {
namespace {

namespace in1 = hemgang::insight::v1;
using ::testing::HasSubstr;
using ::testing::Not;

in1::Count Exact(int64_t value) {
  in1::Count count;
  count.set_disclosure(in1::DISCLOSURE_EXACT);
  count.set_value(value);
  return count;
}

in1::Count Hidden(in1::Disclosure why) {
  in1::Count count;
  count.set_disclosure(why);
  return count;
}

void AddPart(in1::FigureRow& row, in1::Part part, const in1::Count& count) {
  in1::FigurePart& said = *row.add_parts();
  said.set_part(part);
  *said.mutable_count() = count;
}

in1::GetFiguresResponse Answer() {
  in1::GetFiguresResponse answer;
  answer.set_from_date("2026-10-01");
  answer.set_to_date("2026-12-31");
  answer.set_has_ended(true);
  in1::Figure& figure = *answer.add_figures();
  figure.set_kind(in1::FIGURE_KIND_ACKNOWLEDGED_IN_TIME);
  figure.set_definition("What was due.");
  in1::FigureRow& whole = *figure.add_rows();
  *whole.mutable_total() = Exact(40);
  AddPart(whole, in1::PART_IN_TIME, Exact(30));
  AddPart(whole, in1::PART_NOT_IN_TIME, Exact(10));
  in1::FigureShare& share = *whole.add_shares();
  share.set_share(in1::SHARE_KIND_IN_TIME);
  share.set_percent(75);
  in1::FigureRow& group = *figure.add_rows();
  group.set_municipality_code(1481);
  *group.mutable_total() = Exact(12);
  AddPart(group, in1::PART_IN_TIME, Hidden(in1::DISCLOSURE_WITHHELD));
  AddPart(group, in1::PART_NOT_IN_TIME, Hidden(in1::DISCLOSURE_FEWER_THAN_FIVE));
  return answer;
}

TEST(InsightView, AFigureIsATableOfTheWholeAndItsGroups) {
  std::ostringstream out;
  Screen screen;
  screen.out = &out;
  ShowFigures(screen, Answer(), false);
  EXPECT_EQ(out.str(), R"(Thu 2026-10-01 to Thu 2026-12-31

Acknowledged in time
      Due  In time  Not in time  Share
All   40   30       10           75.0 % in time
1481  12   ·        <5

<5 is 0 to 4; · is held back so that a <5 cannot be computed. --explain says what each figure counts.
)");
  out.str("");
  ShowFigures(screen, Answer(), true);
  EXPECT_THAT(out.str(), HasSubstr("What was due."));
}

TEST(InsightView, TimesSayWhatWasNotReached) {
  in1::GetFiguresResponse answer = Answer();
  in1::Figure& figure = *answer.mutable_figures(0);
  figure.set_kind(in1::FIGURE_KIND_TIME_TO_ACKNOWLEDGE);
  figure.mutable_rows(0)->clear_shares();
  in1::WaitingTimes& times = *figure.mutable_rows(0)->mutable_times();
  times.mutable_median_elapsed()->set_seconds(18 * 3600);
  times.mutable_median_working()->set_seconds(125 * 60);
  std::ostringstream out;
  Screen screen;
  screen.out = &out;
  ShowFigures(screen, answer, false);
  EXPECT_THAT(out.str(), HasSubstr("half within 18 h 0 min (2 h 5 min working); nine in ten not yet"));
  times.mutable_percentile_90_elapsed()->set_seconds(75 * 3600);
  out.str("");
  ShowFigures(screen, answer, false);
  EXPECT_THAT(out.str(), HasSubstr("nine in ten within 3 d 3 h"));
}

TEST(InsightView, NowEndsWithAllTogether) {
  in1::GetNowResponse answer;
  in1::NowRow& row = *answer.add_rows();
  row.set_unit_id("molndal-hemrehab");
  row.set_organisation_id("molndal");
  *row.mutable_open() = Exact(4);
  *row.mutable_overdue() = Exact(1);
  *answer.mutable_whole()->mutable_open() = Exact(4);
  *answer.mutable_whole()->mutable_overdue() = Hidden(in1::DISCLOSURE_FEWER_THAN_FIVE);
  std::ostringstream out;
  Screen screen;
  screen.out = &out;
  ShowNow(screen, answer);
  EXPECT_EQ(out.str(), R"(Unit              Organisation  Open  Overdue
molndal-hemrehab  molndal       4     1
All                             4     <5
)");
}

// Each has its own words: the name of an enum value is not what a manager reads.
TEST(InsightView, EveryFigureAndPartHasItsWords) {
  in1::GetFiguresResponse answer;
  for (int kind = 1; kind < in1::FigureKind_ARRAYSIZE; ++kind) {
    in1::Figure& figure = *answer.add_figures();
    figure.set_kind(static_cast<in1::FigureKind>(kind));
    in1::FigureRow& row = *figure.add_rows();
    for (int part = 1; kind == 1 && part < in1::Part_ARRAYSIZE; ++part) {
      AddPart(row, static_cast<in1::Part>(part), Exact(5));
    }
    for (int share = 1; kind == 1 && share < in1::ShareKind_ARRAYSIZE; ++share) {
      row.add_shares()->set_share(static_cast<in1::ShareKind>(share));
    }
  }
  std::ostringstream out;
  Screen screen;
  screen.out = &out;
  ShowFigures(screen, answer, false);
  EXPECT_THAT(out.str(), Not(HasSubstr("Another figure")));
  for (const char* raw : {"lead under", "returned wrong", "contact within 2", "aids none", "sent early",
                          "contact waiting", "unacknowledged at discharge", "contact within 7 days"}) {
    EXPECT_THAT(out.str(), Not(HasSubstr(raw)));
  }
}

}  // namespace
}  // namespace hemgang::cli
