// A process that dies at any write of its letters tells each rung once, in order, and loses nothing.
#include <filesystem>
#include <set>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/notify/child_server.h"
#include "tests/notify/inboxes.h"
#include "tests/notify/kill_story.h"

namespace hemgang::test {
namespace {

using Boxes = std::map<std::string, std::vector<std::string>>;

class KillTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(mail_.Start()); }

  // Makes `folder` one in which everything was told and nothing was written.
  void Tell(const std::string& folder) {
    if (!std::filesystem::exists(told_.path() + "/CURRENT")) {
      const auto store = storage::OpenPlain(storage::StoreKind::kRocksDb, told_.path());
      Inboxes told(*store);
      TellKillStory(told);
    }
    std::filesystem::copy(told_.path(), folder, std::filesystem::copy_options::recursive);
  }
  // The status of the process as waitpid gives it.
  int Run(const std::string& folder, int fatal_write, const char* when) {
    const std::filesystem::path here = std::filesystem::read_symlink("/proc/self/exe").parent_path();
    const std::string program = here / "hemgang_letter_killed";
    const std::string port = std::to_string(mail_.port());
    const std::string write = std::to_string(fatal_write);
    const pid_t pid = fork();
    if (pid == 0) {
      execl(program.c_str(), program.c_str(), folder.c_str(), port.c_str(), write.c_str(), when, nullptr);
      _exit(127);
    }
    int status = 0;
    waitpid(pid, &status, 0);
    return status;
  }
  // What came since `known` letters, by address: first arrivals by id, in order; and that what came again had come.
  Boxes Arrived(size_t known) const {
    Boxes boxes;
    const std::vector<nlohmann::json> took = mail_.Took();
    for (size_t i = known; i < took.size(); ++i) {
      std::vector<std::string>& box = boxes[took[i]["to"][0]];
      const std::string line = std::string(took[i]["id"]) + " " + std::string(took[i]["subject"]);
      if (std::find(box.begin(), box.end(), line) == box.end()) box.push_back(line);
    }
    return boxes;
  }

  storage::TestFolder told_;
  ChildServer mail_{"mail_server.py", "accept"};
};

TEST_F(KillTest, AtEveryWriteEachRungIsToldOnceInOrderAndNothingIsLost) {
  Boxes expected;
  {
    storage::TestFolder folder;
    Tell(folder.path());
    ASSERT_EQ(Run(folder.path(), 0, "before"), 0);
    expected = Arrived(0);
    ASSERT_EQ(expected.size(), 2u);
    ASSERT_EQ(expected[kHomeAddress].size(), 3u);
    ASSERT_EQ(expected[kChiefAddress].size(), 2u);
  }
  int kills = 0;
  size_t again = 0;
  for (const char* when : {"before", "after"}) {
    for (int write = 1;; ++write) {
      ASSERT_LT(write, 100);
      const size_t known = mail_.Took().size();
      storage::TestFolder folder;
      Tell(folder.path());
      const int status = Run(folder.path(), write, when);
      if (WIFEXITED(status)) {
        ASSERT_EQ(status, 0);
        break;  // it needs no more writes than that
      }
      ASSERT_EQ(WTERMSIG(status), SIGKILL);
      ++kills;
      ASSERT_EQ(Run(folder.path(), 0, "before"), 0) << "killed " << when << " write " << write;
      const Boxes arrived = Arrived(known);
      EXPECT_EQ(arrived, expected) << "killed " << when << " write " << write;
      size_t letters = 0;
      for (const auto& [address, box] : arrived) letters += box.size();
      again += mail_.Took().size() - known - letters;
    }
  }
  // Two units written, five letters claimed and kept: twelve writes, each a place to die before and after.
  EXPECT_EQ(kills, 24);
  // Each of the five at least; and whatever the other unit was sent just then.
  EXPECT_GE(again, 5u) << "a kill between sending and keeping sends once more, under the same id";
}

}  // namespace
}  // namespace hemgang::test
