#include "tests/crash/killed_server.h"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "clients/load/target.h"

extern char** environ;

namespace hemgang::crash {
namespace {

constexpr absl::Duration kStartTakesAtMost = absl::Seconds(30);

}  // namespace

KilledServer::KilledServer(std::string program, std::string folder)
    : program_(std::move(program)), folder_(std::move(folder)), address_(absl::StrCat("unix:", folder_, "/api.sock")) {}

KilledServer::~KilledServer() {
  Kill();
}

absl::Status KilledServer::MakeKey() {
  const std::string key = folder_ + "/master.key";
  if (std::filesystem::exists(key)) return absl::OkStatus();
  const pid_t pid = Spawn({"--new-master-key", key});
  int ended = -1;
  if (pid > 0) waitpid(pid, &ended, 0);
  return ended == 0 ? absl::OkStatus() : absl::UnavailableError(absl::StrCat(program_, " makes no key: ", Said()));
}

absl::Status KilledServer::Start() {
  if (absl::Status made = MakeKey(); !made.ok()) return made;
  pid_ = Spawn({"--data", kept_folder(), "--create", "--master-key", folder_ + "/master.key", "--listen", address_,
                "--insecure-demo", "--free-space-reserve", "64"});
  if (pid_ <= 0) return absl::UnavailableError(absl::StrCat("cannot start ", program_));
  const absl::Time give_up = absl::Now() + kStartTakesAtMost;
  const std::shared_ptr<grpc::Channel> channel = Connect();
  while (!channel->WaitForConnected(std::chrono::system_clock::now() + std::chrono::milliseconds(50))) {
    int ended = 0;
    const bool gone = waitpid(pid_, &ended, WNOHANG) == pid_;
    if (gone) pid_ = 0;
    if (gone || absl::Now() > give_up) return absl::UnavailableError(absl::StrCat("it does not start: ", Said()));
  }
  return absl::OkStatus();
}

void KilledServer::Kill() {
  if (pid_ <= 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = 0;
}

absl::Status KilledServer::End() {
  kill(pid_, SIGTERM);
  int ended = -1;
  waitpid(pid_, &ended, 0);
  pid_ = 0;
  return ended == 0 ? absl::OkStatus() : absl::UnavailableError(absl::StrCat("it did not end well: ", Said()));
}

std::shared_ptr<grpc::Channel> KilledServer::Connect() const {
  static std::atomic<int> number{0};
  return load::Connect(address_, number++);
}

pid_t KilledServer::Spawn(const std::vector<std::string>& arguments) const {
  std::vector<char*> argv = {const_cast<char*>(program_.c_str())};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  const std::string log = folder_ + "/log";
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 1, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  posix_spawn_file_actions_adddup2(&files, 1, 2);
  pid_t pid = 0;
  const int failed = posix_spawn(&pid, program_.c_str(), &files, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  return failed == 0 ? pid : 0;
}

std::string KilledServer::Said() const {
  std::ifstream log(folder_ + "/log");
  std::stringstream all;
  all << log.rdbuf();
  const std::string text = all.str();
  constexpr size_t kLast = 2000;
  return text.size() > kLast ? text.substr(text.size() - kLast) : text;
}

}  // namespace hemgang::crash
