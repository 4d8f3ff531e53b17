// Every story of tests/flows on every engine, and whether together they show all that a step can be answered.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <tuple>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

#include "tests/flows/flow_runner.h"
#include "tests/flows/flow_script.h"
#include "tests/flows/step_coverage.h"

namespace hemgang::flows {
namespace {

// The tests run in the source folder.
constexpr char kFolder[] = "tests/flows";
// Set: what is seen is written into the scripts, for a person to read and to judge. Never in .ci.
constexpr char kRewrite[] = "HEMGANG_REWRITE_FLOWS";

std::vector<std::string> FlowFiles() {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    if (entry.path().extension() == ".flow") files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::string TextOf(const std::string& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

void PlayFile(const std::string& file, storage::EngineKind engine, StepCoverage& coverage) {
  const std::string text = TextOf(file);
  absl::StatusOr<FlowScript> script = ParseFlow(text);
  ASSERT_TRUE(script.ok()) << file << ": " << script.status().message();
  EXPECT_LE(std::count(text.begin(), text.end(), '\n'), 60) << file << " is too long to be read aloud";
  const bool rewrite = std::getenv(kRewrite) != nullptr;
  FlowRunner runner(engine, *script, coverage);
  for (FlowBlock& block : script->blocks) {
    SCOPED_TRACE(absl::StrCat(file, ":", block.line));
    const Lines seen = runner.Play(block);
    if (!rewrite) {
      EXPECT_EQ(absl::StrJoin(seen, "\n"), absl::StrJoin(block.expected, "\n"));
    }
    block.expected = seen;
  }
  if (rewrite) std::ofstream(file) << FlowText(*script);
}

using FileAndEngine = std::tuple<std::string, storage::EngineKind>;

std::string EngineName(storage::EngineKind engine) {
  return engine == storage::EngineKind::kMemory ? "memory" : "rocksdb";
}

class Flow : public testing::TestWithParam<FileAndEngine> {};

TEST_P(Flow, IsAsTold) {
  StepCoverage coverage;
  PlayFile(std::get<0>(GetParam()), std::get<1>(GetParam()), coverage);
}

INSTANTIATE_TEST_SUITE_P(
    Flows, Flow,
    testing::Combine(testing::ValuesIn(FlowFiles()),
                     testing::Values(storage::EngineKind::kMemory, storage::EngineKind::kRocksDb)),
    [](const testing::TestParamInfo<FileAndEngine>& instance) {
      const std::string stem = std::filesystem::path(std::get<0>(instance.param)).stem().string();
      return absl::StrCat(absl::StrReplaceAll(stem, {{"-", "_"}}), "_", EngineName(std::get<1>(instance.param)));
    });

TEST(FlowCoverage, EveryStepIsSeenWithEveryOutcome) {
  StepCoverage coverage;
  for (const std::string& file : FlowFiles()) PlayFile(file, storage::EngineKind::kMemory, coverage);
  std::cout << coverage.Table();
  if (const char* reports = std::getenv("HEMGANG_REPORTS")) {
    std::ofstream(absl::StrCat(reports, "/flows.txt")) << coverage.Table();
  }
  EXPECT_THAT(coverage.Holes(), testing::IsEmpty());
  EXPECT_THAT(coverage.Strangers(), testing::IsEmpty());
}

TEST(FlowScriptTest, SplitsWhatIsExpectedFromTheNextCommand) {
  const std::string text =
      "# A story.\nsend h1\n----\nh1 SENT  A\n         B\nboth\n  one h1\n  two h1\n----\nfirst: OK\n\n# Later.\n"
      "advance to=x\ntick\n----\nnothing\n";
  const auto script = ParseFlow(text);
  ASSERT_TRUE(script.ok()) << script.status();
  ASSERT_EQ(script->blocks.size(), 3u);
  EXPECT_THAT(script->blocks[0].expected, testing::ElementsAre("h1 SENT  A", "         B"));
  EXPECT_THAT(script->blocks[1].commands, testing::ElementsAre("both", "  one h1", "  two h1"));
  EXPECT_EQ(script->blocks[1].line, 6);
  EXPECT_THAT(script->blocks[1].expected, testing::ElementsAre("first: OK"));
  EXPECT_THAT(script->blocks[2].commands, testing::ElementsAre("advance to=x", "tick"));
  EXPECT_EQ(FlowText(*script), text);
}

TEST(FlowScriptTest, RefusesWhatIsNoStory) {
  EXPECT_FALSE(ParseFlow("send h1\n----\nh1 SENT\n").ok());
  EXPECT_FALSE(ParseFlow("# A story.\n").ok());
  EXPECT_FALSE(ParseFlow("# A story.\n----\nh1 SENT\n").ok());
}

}  // namespace
}  // namespace hemgang::flows
