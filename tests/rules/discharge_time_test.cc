// The instant that a planned discharge means (Planned and actual discharge, docs).

#include "services/rules/discharge_time.h"

#include <gtest/gtest.h>

#include "tests/rules/local_time.h"

namespace hemgang::rules {
namespace {

using Form = PlannedDischarge::Form;

std::string OnDate(absl::CivilDay date, hv1::DayPart part) {
  PlannedDischarge planned;
  planned.form = Form::kDate;
  planned.date = date;
  planned.day_part = part;
  return Said(DischargeInstant(planned, Stockholm()));
}

TEST(DischargeInstant, Date) {
  EXPECT_EQ(OnDate(absl::CivilDay(2026, 9, 10), hv1::DAY_PART_UNSPECIFIED), "2026-09-10T10:00");
}

TEST(DischargeInstant, Morning) {
  EXPECT_EQ(OnDate(absl::CivilDay(2026, 9, 10), hv1::DAY_PART_MORNING), "2026-09-10T09:00");
}

TEST(DischargeInstant, Afternoon) {
  EXPECT_EQ(OnDate(absl::CivilDay(2026, 9, 10), hv1::DAY_PART_AFTERNOON), "2026-09-10T13:00");
}

TEST(DischargeInstant, ADayPartOfANewerVersionCountsAsADate) {
  EXPECT_EQ(OnDate(absl::CivilDay(2026, 9, 10), static_cast<hv1::DayPart>(77)), "2026-09-10T10:00");
}

TEST(DischargeInstant, OnTheDaysOfTheClockChange) {
  EXPECT_EQ(OnDate(absl::CivilDay(2026, 3, 29), hv1::DAY_PART_MORNING), "2026-03-29T09:00");
  EXPECT_EQ(OnDate(absl::CivilDay(2026, 10, 25), hv1::DAY_PART_AFTERNOON), "2026-10-25T13:00");
}

TEST(DischargeInstant, InstantSpanAndUnknown) {
  PlannedDischarge planned;
  EXPECT_EQ(DischargeInstant(planned, Stockholm()), std::nullopt);
  planned.earliest = At("2026-09-10T11:15");
  planned.latest = At("2026-09-11T16:00");
  planned.form = Form::kInstant;
  EXPECT_EQ(Said(DischargeInstant(planned, Stockholm())), "2026-09-10T11:15");
  planned.form = Form::kSpan;
  EXPECT_EQ(Said(DischargeInstant(planned, Stockholm())), "2026-09-10T11:15");
  std::swap(planned.earliest, planned.latest);
  EXPECT_EQ(Said(DischargeInstant(planned, Stockholm())), "2026-09-10T11:15");
}

TEST(DischargeCounted, TheActualReplacesThePlanned) {
  Discharge discharge;
  EXPECT_EQ(DischargeCounted(discharge), std::nullopt);
  discharge.planned = At("2026-09-10T10:00");
  EXPECT_EQ(Said(DischargeCounted(discharge)), "2026-09-10T10:00");
  discharge.actual = At("2026-09-11T10:00");
  EXPECT_EQ(Said(DischargeCounted(discharge)), "2026-09-11T10:00");
}

}  // namespace
}  // namespace hemgang::rules
