// hemgangd. Exit status 0 after a signal to end, 2 when it could not start.
#include <cstdio>
#include <string>

#include <signal.h>

#include "services/host/daemon.h"
#include "services/host/options.h"

namespace {

int Fail(const absl::Status& why) {
  std::fprintf(stderr, "hemgangd: %s\n", std::string(why.message()).c_str());
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  using hemgang::host::Ask;
  absl::StatusOr<hemgang::host::Options> options = hemgang::host::ReadOptions(argc, argv);
  if (absl::IsCancelled(options.status())) {
    std::fputs(std::string(options.status().message()).c_str(), stdout);
    return 0;
  }
  if (!options.ok()) return Fail(options.status());

  hemgang::host::PrepareProcess();
  // Blocked before the first thread, so that they come to sigwait alone.
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  const absl::Status ended = hemgang::host::RunDaemon(*options, [&signals] {
    int signal = 0;
    sigwait(&signals, &signal);
    return signal == SIGHUP ? Ask::kConfirmClock : Ask::kEnd;
  });
  return ended.ok() ? 0 : Fail(ended);
}
