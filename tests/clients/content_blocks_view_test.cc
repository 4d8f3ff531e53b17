// The optional blocks on a screen: what is said, by name, and a score with its age.

#include "clients/cli/content_blocks_view.h"

#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

namespace hemgang::cli {
namespace {

std::string Shown(const std::string& said) {
  handover::v1::HandoverContent content;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(said, &content)) << said;
  std::ostringstream out;
  Screen screen;
  screen.out = &out;
  screen.now = absl::FromCivil(absl::CivilDay(2026, 6, 18), screen.zone);
  ShowBlocks(screen, content);
  return out.str();
}

TEST(ContentBlocks, WhatIsNotSaidIsNotShown) {
  EXPECT_EQ(Shown("reason { text: 'stroke' } dwelling { }"), "");
}

TEST(ContentBlocks, EachByItsName) {
  const std::string shown = Shown(R"(
      dwelling { floor: "3" lift: YES_NO_NO }
      scores { instrument: INSTRUMENT_BERG total: "54" items: [4, 3] date: "2026-06-09" proxy: true }
      scores { instrument: INSTRUMENT_PPS date: "2026-06-18" }
      palliative { team_contact { name: "Teamet" phone: "031" } }
      open_questions: "Hiss?" open_questions: "Nyckel?" body { weight_kg: 82 }
      legal { consent_time { seconds: 1781784000 } documents: "a" documents: "b" }
      carried { content_field: 21 from_handover_id: "r1" date: "2026-06-01" home_report: true })");
  for (const char* line :
       {"Dwelling", "floor: 3\n", "lift: no\n", "- instrument: berg, total: 54, items: 4 3, ",
        "date: 2026-06-09 (9 days old), proxy:", "date: 2026-06-18 (today)", "team contact: name: Teamet, phone: 031\n",
        "- Hiss?\n", "- Nyckel?\n", "weight kg: 82\n", "consent time: Thu 2026-06-18 12:00\n", "documents: a; b\n",
        "- dwelling from the home side's report of 2026-06-01, handover r1\n"}) {
    EXPECT_THAT(shown, testing::HasSubstr(line));
  }
}

}  // namespace
}  // namespace hemgang::cli
