// A server program of this folder as a child, with a file that says what it does and a file with what it took.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>
#include <sys/types.h>

#include "tests/storage/store_under_test.h"

namespace hemgang::test {

class ChildServer {
 public:
  // `script` stands in tests/notify; `words` follow its three arguments. Does not start it.
  ChildServer(std::string script, std::string mode, std::vector<std::string> words = {});
  // Ends it.
  ~ChildServer();
  ChildServer(const ChildServer&) = delete;
  ChildServer& operator=(const ChildServer&) = delete;

  // Returns when it listens; at the same port each time. False when it does not start.
  bool Start();
  // SIGKILL, and waits until it is gone.
  void Stop();
  // From the next letter on.
  void Set(const std::string& mode);

  int port() const { return port_; }
  // Everything that it took, in order; also what it took again.
  std::vector<nlohmann::json> Took() const;

 private:
  const std::string script_;
  const std::vector<std::string> words_;
  storage::TestFolder folder_;
  int port_ = 0;
  pid_t pid_ = 0;
};

}  // namespace hemgang::test
