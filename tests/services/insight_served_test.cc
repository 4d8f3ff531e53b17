// Figures over the wire, of handovers that were really sent.
#include <gtest/gtest.h>

#include "hemgang/insight/v1/insight_service.grpc.pb.h"

#include "services/rpc/errors.h"
#include "tests/services/insight_facts.h"
#include "tests/services/served_house.h"

namespace hemgang::test {
namespace {

using InsightStub = iv1::InsightService::Stub;

TEST(InsightServed, WhatWasSentIsCounted) {
  ServedHouse house;
  auto stub = iv1::InsightService::NewStub(house.house->channel());
  for (int n = 1; n <= 6; ++n) house.Send(n, "molndal-hemrehab");

  iv1::GetNowResponse now;
  ASSERT_EQ(house.Call(kHome, *stub, &InsightStub::GetNow, iv1::GetNowRequest(), now), absl::OkStatus());
  EXPECT_EQ(Said(now.whole().open()) + " open, " + Said(now.whole().overdue()) + " overdue", "6 open, 0 overdue");
  // Nobody answers: due on Monday 22 June at 15:00.
  house.AdvanceTo(At("2026-06-22T15:00:00+02:00"));
  ASSERT_EQ(house.Call(kHome, *stub, &InsightStub::GetNow, iv1::GetNowRequest(), now), absl::OkStatus());
  EXPECT_EQ(Said(now.whole().overdue()), "6");
  house.AdvanceTo(At("2026-06-22T15:01:00+02:00"));

  iv1::GetFiguresResponse figures;
  ASSERT_EQ(house.Call(kHospital, *stub, &InsightStub::GetFigures, iv1::GetFiguresRequest(), figures),
            absl::OkStatus());
  EXPECT_EQ(figures.from_date(), "2026-04-01");
  EXPECT_EQ(figures.to_date(), "2026-06-22");
  EXPECT_EQ(Said(FigureOf(figures, iv1::FIGURE_KIND_TIME_TO_ACKNOWLEDGE).rows(0)), "6 = <5 <5 <5 ·");
  EXPECT_EQ(Said(FigureOf(figures, iv1::FIGURE_KIND_ACKNOWLEDGED_IN_TIME).rows(0)), "6 = <5 ·");
  EXPECT_EQ(Said(FigureOf(figures, iv1::FIGURE_KIND_SENT_TOO_LATE).rows(0).total()), "6");

  iv1::GetFiguresRequest others;
  others.set_unit_id("partille-hemrehab");
  EXPECT_EQ(rpc::ReasonOf(house.Call(kHome, *stub, &InsightStub::GetFigures, others, figures)),
            hemgang::errors::v1::ERROR_REASON_NOT_FOUND);
}

}  // namespace
}  // namespace hemgang::test
