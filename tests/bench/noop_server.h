// The bare call: SendHandover's request and answer over the same gRPC on the same kind of socket, and nothing done in
// between. What gRPC alone reaches on this machine.
#pragma once

#include <memory>
#include <string>

#include "absl/time/time.h"

#include "hemgang/handover/v1/handover_service.pb.h"

#include "clients/load/load.h"

namespace hemgang::bench {

class NoopServer {
 public:
  // Listens on `address` ("unix:…") and answers every SendHandover with `answer`. Null when it cannot listen.
  static std::unique_ptr<NoopServer> Start(const std::string& address,
                                           const hemgang::handover::v1::SendHandoverResponse& answer);
  ~NoopServer();

  // Loads itself with such requests.
  load::LoadFigures Load(int outstanding, absl::Duration duration);

 private:
  struct Parts;
  explicit NoopServer(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace hemgang::bench
