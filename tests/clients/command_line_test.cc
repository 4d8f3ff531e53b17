// What can be said, and what is said to who says it wrongly. No server.
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"

#include "clients/cli/completion.h"
#include "clients/cli/flags.h"
#include "clients/cli/hemgang.h"
#include "clients/cli/rooms.h"

namespace hemgang::cli {
namespace {

using ::testing::HasSubstr;

struct Said {
  int status;
  std::string out;
  std::string err;
};

Said Say(const std::string& line) {
  std::ostringstream out;
  std::ostringstream err;
  const int status = RunHemgang(absl::StrSplit(line, ' ', absl::SkipEmpty()), false, out, err);
  return {status, out.str(), err.str()};
}

TEST(Help, EveryCommandHasExamplesThatCallIt) {
  int commands = 0;
  for (const Group* group : AllCommands()) {
    for (const Command& command : group->commands) {
      const std::string path = group->name + (group->name.empty() ? "" : " ") + command.name;
      const Said said = Say(path + " --help");
      EXPECT_EQ(said.status, 0) << path;
      ASSERT_FALSE(command.examples.empty()) << path;
      EXPECT_THAT(said.out, HasSubstr("Examples:\n  " + command.examples[0])) << path;
      EXPECT_TRUE(absl::StartsWith(command.examples[0], "hemgang " + path)) << command.examples[0];
      ++commands;
    }
  }
  EXPECT_GE(commands, 33);
}

// The words of an example as a shell would give them; what stands after > or < is the shell's.
std::vector<std::string> WordsOf(const std::string& example) {
  std::vector<std::string> words;
  std::string word;
  bool quoted = false;
  for (const char c : example + " ") {
    if (c == '\'' || c == '"') {
      quoted = !quoted;
    } else if (c != ' ' || quoted) {
      word += c;
    } else if (!word.empty()) {
      if (word == ">" || word == "<") break;
      words.push_back(std::exchange(word, ""));
    }
  }
  return words;
}

// Files and servers are missing here; what must not be wrong is the command itself.
TEST(Help, EveryExampleIsACommandThatCanBeSaid) {
  int examples = 0;
  for (const Group* group : AllCommands()) {
    for (const Command& command : group->commands) {
      // What runs by itself waits for the server.
      if (command.method.empty() || command.run) continue;
      std::string example;
      for (const std::string& line : command.examples) {
        example += line;
        if (example.empty()) continue;
        if (example.back() == '\\') {
          example.pop_back();
          continue;
        }
        std::vector<std::string> words = WordsOf(std::exchange(example, ""));
        if (words.empty() || words[0] != "hemgang") continue;
        words.erase(words.begin());
        for (const char* word : {"--server", "127.0.0.1:1", "--timeout", "1"}) words.emplace_back(word);
        std::ostringstream out;
        std::ostringstream err;
        EXPECT_NE(RunHemgang(words, false, out, err), 0) << line;
        EXPECT_THAT(err.str(), testing::Not(HasSubstr("shows what may be said"))) << line;
        EXPECT_THAT(err.str(), testing::Not(HasSubstr("is not known"))) << line;
        ++examples;
      }
    }
  }
  EXPECT_GE(examples, 50);
}

TEST(Help, AnswersEachCommandSomehow) {
  for (const Group* group : AllCommands()) {
    for (const Command& command : group->commands) {
      EXPECT_TRUE(command.show || command.run) << command.name;
      if (command.method.empty()) continue;
      EXPECT_NE(NewRequest(command.method), nullptr) << command.method;
    }
  }
}

// A table can name a field that does not exist, or one that a flag cannot set; both would stop the program.
TEST(Tables, EveryFlagFindsItsField) {
  for (const Group* group : AllCommands()) {
    for (const Command& command : group->commands) {
      for (const Flag& flag : command.flags) {
        if (flag.take != Take::kField && flag.take != Take::kFile) continue;
        const auto request = NewRequest(command.method);
        if (flag.take == Take::kFile) {
          EXPECT_NE(MessageAt(flag.field, request.get()), nullptr);
        } else {
          SetFlag(flag.name, flag.field, {"2026-06-22"}, absl::UTCTimeZone(), request.get());
        }
      }
    }
  }
}

TEST(Usage, AMisspeltWordIsCorrected) {
  const Said command = Say("handover acknowlege h1");
  EXPECT_EQ(command.status, 2);
  EXPECT_THAT(command.err, HasSubstr("did you mean acknowledge?"));
  const Said flag = Say("overdue --organization x");
  EXPECT_EQ(flag.status, 2);
  EXPECT_THAT(flag.err, HasSubstr("did you mean --organisation?"));
  EXPECT_THAT(flag.err, HasSubstr("`hemgang overdue --help`"));
}

TEST(Usage, WhatIsMissingIsNamed) {
  EXPECT_EQ(Say("").status, 2);
  EXPECT_EQ(Say("handover").status, 2);
  const Said said = Say("transition mark-need t1 --urgency routine");
  EXPECT_EQ(said.status, 2);
  EXPECT_THAT(said.err, HasSubstr("--profession is required"));
}

TEST(Usage, AWrongWordIsRefusedWithTheAllowedOnes) {
  const Said said = Say("transition mark-need t1 --profession ot --urgency fst");
  EXPECT_EQ(said.status, 2);
  EXPECT_EQ(said.err, "hemgang: --urgency: 'fst' is not known. Allowed: routine, urgent, fast_track.\n");
}

TEST(Usage, ATimeWithoutAZoneIsRefused) {
  const Said said = Say("handover acknowledge h1 --visit 2026-06-18T15:00");
  EXPECT_EQ(said.status, 2);
  EXPECT_EQ(said.err,
            "hemgang: --visit: '2026-06-18T15:00' does not say in which zone; in Europe/Stockholm it is written "
            "2026-06-18T15:00+02:00\n");
}

TEST(Usage, GlobalOptionsAreChecked) {
  EXPECT_THAT(Say("overdue --zone Mars").err, HasSubstr("'Mars' is no zone"));
  EXPECT_THAT(Say("overdue --timeout 0").err, HasSubstr("--timeout"));
  EXPECT_THAT(Say("overdue --as evaå").err, HasSubstr("--as"));
  EXPECT_EQ(Say("overdue --as evaå").status, 2);
}

TEST(Usage, AFlagThatIsSaidTwiceIsRefused) {
  EXPECT_EQ(Say("handover redirect h1 --to a --to b").status, 2);
}

TEST(Usage, APatientIsNotNamedOnTheCommandLine) {
  for (const Group* group : AllCommands()) {
    for (const Command& command : group->commands) {
      for (const Flag& flag : command.flags) {
        EXPECT_THAT(flag.field, testing::Not(HasSubstr("identity_number"))) << command.name;
        EXPECT_THAT(flag.field, testing::Not(HasSubstr("patient."))) << command.name;
      }
    }
  }
}

TEST(Trouble, AServerThatIsNotThereIsNamed) {
  const Said said = Say("overdue --server 127.0.0.1:1 --timeout 5");
  EXPECT_EQ(said.status, 2);
  EXPECT_THAT(said.err, HasSubstr("cannot reach the server at 127.0.0.1:1"));
  EXPECT_THAT(said.err, HasSubstr("--server HOST:PORT"));
}

TEST(Completion, KnowsCommandsFlagsAndWords) {
  const std::string bash = Say("completion bash").out;
  EXPECT_THAT(bash, HasSubstr("\"handover draft/save\") place=\"handover draft save\""));
  EXPECT_THAT(bash, HasSubstr("\"handover send/--urgency\") COMPREPLY=($(compgen -W \"routine urgent fast_track\""));
  EXPECT_THAT(bash, HasSubstr("--json"));
  EXPECT_THAT(Say("completion zsh").out, testing::StartsWith("#compdef hemgang\n"));
  EXPECT_THAT(Say("completion fish").out,
              HasSubstr("__hemgang_at ' handover send'\" -l urgency -x -a 'routine urgent"));
  EXPECT_EQ(Say("completion tcsh").status, 2);
}

TEST(Completion, BashCompletesWithIt) {
  // Asked as bash itself asks: the words, and which of them the cursor stands on.
  const std::string script = Say("completion bash").out;
  const std::string file = testing::TempDir() + "hemgang_completion";
  std::ofstream(file)
      << script << "COMP_WORDS=(hemgang --as x handover ack); COMP_CWORD=4; _hemgang; echo ${COMPREPLY[@]}\n"
      << "COMP_WORDS=(hemgang handover decline h1 --reason u); COMP_CWORD=5; _hemgang; echo ${COMPREPLY[@]}\n";
  FILE* bash = popen(("bash " + file).c_str(), "r");
  ASSERT_NE(bash, nullptr);
  char answer[256] = {};
  const size_t read = fread(answer, 1, sizeof(answer) - 1, bash);
  pclose(bash);
  EXPECT_EQ(std::string(answer, read), "acknowledge\nunit_full\n");
}

}  // namespace
}  // namespace hemgang::cli
