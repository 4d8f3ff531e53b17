// The real hemgangd as a child, on a folder of its own, that can be killed at any moment and started again.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <grpcpp/channel.h>
#include <sys/types.h>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace hemgang::crash {

class KilledServer {
 public:
  // `program` is hemgangd; `folder` exists and is empty.
  KilledServer(std::string program, std::string folder);
  // Kills what still runs.
  ~KilledServer();
  KilledServer(const KilledServer&) = delete;
  KilledServer& operator=(const KilledServer&) = delete;

  // Starts it and waits until it answers. UNAVAILABLE with what it said when it does not.
  absl::Status Start();
  // SIGKILL, and waits until it is gone.
  void Kill();
  // SIGTERM, and waits. UNAVAILABLE unless it ended well.
  absl::Status End();

  // A new connection. After Start.
  std::shared_ptr<grpc::Channel> Connect() const;
  // What the server keeps; only to be opened while it does not run.
  std::string kept_folder() const { return folder_ + "/kept"; }

 private:
  absl::Status MakeKey();
  pid_t Spawn(const std::vector<std::string>& arguments) const;
  std::string Said() const;

  const std::string program_;
  const std::string folder_;
  const std::string address_;
  pid_t pid_ = 0;
};

}  // namespace hemgang::crash
