// All rooms over one store, and the server that stands around them.
//
// The process (main.cc) and every test build the same house. It owns no thread but gRPC's, reads no flag and opens no
// file: what it stands on is given to it, and time moves only when somebody calls RunDeadlines, Beat and CheckHealth.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <grpcpp/grpcpp.h>

#include "absl/status/status.h"
#include "absl/time/time.h"

#include "services/notify/postman.h"
#include "services/notify/settings.h"
#include "services/rpc/clock.h"
#include "services/rpc/door.h"
#include "services/rpc/log.h"
#include "services/rpc/metrics.h"
#include "storage/executor.h"
#include "storage/sealing.h"
#include "storage/store.h"

namespace hemgang::host {

// What a house stands on. All of it outlives the house.
struct Foundations {
  storage::Store& store;
  const storage::Sealer& sealer;
  rpc::Clock& clock;
  rpc::IdSource& ids;
  // Where methods run, and where live streams read. Inline only over an engine that does not block.
  Executor& work;
  Executor& reads;
  rpc::Metrics& metrics;
  rpc::Log& log;
};

struct HouseOptions {
  // Believe who a caller says they are; see rpc/door.h.
  bool insecure_demo = false;
  // Lets clients ask which services there are.
  bool reflection = false;
  // Set for a clock that may be moved by call; blocks until every deadline on the way has spoken.
  std::function<void(absl::Time)> move_clock;
  // Who carries letters, and what of; null: none are written. Outlives the house.
  notify::Postman* postman = nullptr;
  notify::Settings letters;
};

class House {
 public:
  House(const Foundations& foundations, HouseOptions options);
  // Drains.
  ~House();
  House(const House&) = delete;
  House& operator=(const House&) = delete;

  // Begins to serve at these addresses; at none, only through channel(). UNAVAILABLE with a sentence when one of them
  // cannot be listened at. Once.
  absl::Status Start(const std::vector<std::string>& addresses);

  // Into this house without a socket. After Start.
  std::shared_ptr<grpc::Channel> channel() const;
  const rpc::Door& door() const;
  storage::Store& store() const;

  // One pass of the succession and one of the deadlines loop at the clock's time; returns how many transitions were
  // moved and how many deadlines were asked to speak, after each has answered. Any thread, one pass at a time.
  int RunDeadlines();
  // Only the deadlines, without waiting for the answers.
  int StartDeadlines();
  // Only the succession: moves what units that have ended still hold. Waits for its calls; any thread.
  int RunSuccession();
  // One pass over what units were told, into letters; and one over the letters that may go. The second waits for other
  // people's servers. Any thread, one pass of each at a time.
  void WriteLetters();
  void SendLetters();
  // Counts letters for the metrics.
  void CountLetters();
  // How many units have an address that no letter is sent to, because its channel is not switched on.
  int CountUnwritten();
  // A heartbeat on every live stream.
  void Beat();
  // Tells the health service and the metrics whether writes are taken.
  void CheckHealth();

  // Ends live streams with UNAVAILABLE, "restarting", takes no new call, and lets those under way finish, for at most
  // `patience`. Later calls do nothing.
  void Drain(absl::Duration patience);

 private:
  struct Rooms;
  std::unique_ptr<Rooms> rooms_;
};

}  // namespace hemgang::host
