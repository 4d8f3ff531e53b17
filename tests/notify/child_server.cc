#include "tests/notify/child_server.h"

#include <cstdlib>
#include <fstream>
#include <utility>

#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace hemgang::test {

ChildServer::ChildServer(std::string script, std::string mode, std::vector<std::string> words)
    : script_("tests/notify/" + std::move(script)), words_(std::move(words)) {
  Set(mode);
}

ChildServer::~ChildServer() {
  Stop();
}

bool ChildServer::Start() {
  int pipe_ends[2];
  if (pipe(pipe_ends) != 0) return false;
  // Debian's own interpreter, which is the one that Debian's packages are for.
  std::vector<std::string> parts = {"/usr/bin/python3", script_, std::to_string(port_), folder_.path() + "/mode",
                                    folder_.path() + "/box"};
  parts.insert(parts.end(), words_.begin(), words_.end());
  std::vector<char*> argv;
  for (std::string& part : parts) argv.push_back(part.data());
  argv.push_back(nullptr);
  pid_ = fork();
  if (pid_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(pipe_ends[1], STDOUT_FILENO);
    close(pipe_ends[0]);
    close(pipe_ends[1]);
    execv(argv[0], argv.data());
    _exit(127);
  }
  close(pipe_ends[1]);
  // It says its port when it listens, and nothing when it ended.
  std::string said;
  char letter = 0;
  while (read(pipe_ends[0], &letter, 1) == 1 && letter != '\n') said.push_back(letter);
  close(pipe_ends[0]);
  port_ = std::atoi(said.c_str());
  return port_ != 0;
}

void ChildServer::Stop() {
  if (pid_ <= 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = 0;
}

void ChildServer::Set(const std::string& mode) {
  std::ofstream(folder_.path() + "/mode") << mode;
}

std::vector<nlohmann::json> ChildServer::Took() const {
  std::vector<nlohmann::json> took;
  std::ifstream box(folder_.path() + "/box");
  for (std::string line; std::getline(box, line);) took.push_back(nlohmann::json::parse(line));
  return took;
}

}  // namespace hemgang::test
