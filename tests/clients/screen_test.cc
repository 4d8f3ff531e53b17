#include "clients/cli/screen.h"

#include <sstream>

#include "gtest/gtest.h"

namespace hemgang::cli {
namespace {

std::string Printed(const Table& table, bool colour) {
  std::ostringstream out;
  Screen screen;
  screen.out = &out;
  screen.colour = colour;
  table.Print(screen);
  return out.str();
}

TEST(DisplayWidth, CountsColumnsNotBytes) {
  EXPECT_EQ(DisplayWidth("Mölndal"), 7u);
  EXPECT_EQ(DisplayWidth("a\xCC\x8A"), 1u);  // a with a combining ring
  EXPECT_EQ(DisplayWidth("漢字"), 4u);
  EXPECT_EQ(DisplayWidth(""), 0u);
}

TEST(IsUtf8, RefusesWhatRfc3629Refuses) {
  EXPECT_TRUE(IsUtf8("åäö €  𝄞"));
  for (const char* text : {"\xE5", "\xC0\xAF", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xE2\x82", "\xE0\x80\x80"}) {
    EXPECT_FALSE(IsUtf8(text)) << text;
  }
}

TEST(Harmless, LetsNoControlCharacterThrough) {
  EXPECT_EQ(Harmless("a\x1b[31mb"), "a�[31mb");
  EXPECT_EQ(Harmless("a\nb\tc"), "a b c");
  EXPECT_EQ(Harmless("a\nb", true), "a\nb");
  EXPECT_EQ(Harmless("\xE2\x80\xAEtxt"), "�txt");  // right-to-left override
  EXPECT_EQ(Harmless("Åsa\xFF"), "Åsa�");
}

TEST(Table, StandsInColumns) {
  Table table({"Unit", "Due", "Never filled", "Age"});
  table.Add({"mölndal", "Mon", "", "80–89"});
  table.Add({"ö", "Mon 15:00", "", "90+"});
  EXPECT_EQ(Printed(table, false),
            "Unit     Due        Age\n"
            "mölndal  Mon        80–89\n"
            "ö        Mon 15:00  90+\n");
}

TEST(Table, ColoursDoNotMoveColumns) {
  Table table({"Due", "Task"});
  table.Add({Cell("Mon", Colour::kRed), "call"});
  EXPECT_EQ(Printed(table, true), "\x1b[1mDue\x1b[0m  \x1b[1mTask\x1b[0m\n\x1b[1;31mMon\x1b[0m  call\n");
}

TEST(Table, PrintsNothingWithoutRows) {
  EXPECT_EQ(Printed(Table({"Due"}), false), "");
}

TEST(Fact, WrapsLongTextUnderItself) {
  std::ostringstream out;
  Screen screen;
  screen.out = &out;
  std::string text = "ord";
  for (int i = 0; i < 30; ++i) text += " ordet";
  screen.Fact("Hur", text + "\nny rad");
  std::istringstream lines(out.str());
  std::string line;
  int count = 0;
  while (std::getline(lines, line)) {
    EXPECT_LE(DisplayWidth(line), 100u);
    EXPECT_EQ(line.substr(0, 20), count == 0 ? "  Hur               " : std::string(20, ' '));
    ++count;
  }
  EXPECT_EQ(count, 4);
}

}  // namespace
}  // namespace hemgang::cli
