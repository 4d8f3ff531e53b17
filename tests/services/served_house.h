// The process' own house over the memory engine, called through gRPC without a port, with a clock that stands still.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <grpcpp/grpcpp.h>

#include "absl/status/status.h"
#include "absl/time/time.h"

#include "hemgang/directory/v1/directory.pb.h"
#include "hemgang/handover/v1/clock_service.grpc.pb.h"
#include "hemgang/handover/v1/draft_service.grpc.pb.h"
#include "hemgang/handover/v1/handover_service.grpc.pb.h"

#include "services/host/house.h"
#include "services/rpc/wire_status.h"
#include "storage/mutex.h"
#include "tests/support/counting_ids.h"
#include "tests/support/test_store.h"

namespace hemgang::test {

namespace hv1 = hemgang::handover::v1;

// Callers of TestDirectory().
inline constexpr char kHospital[] = "karin.at@su-ostra-rehab";
inline constexpr char kHome[] = "eva.at@molndal-hemrehab";

absl::Time At(const std::string& rfc3339);

// What was logged, from whichever thread.
class LoggedLines {
 public:
  void Add(const std::string& line) HEMGANG_EXCLUDES(mutex_) {
    MutexLock lock(mutex_);
    lines_.push_back(line);
  }
  std::vector<std::string> All() HEMGANG_EXCLUDES(mutex_) {
    MutexLock lock(mutex_);
    return lines_;
  }

 private:
  Mutex mutex_;
  std::vector<std::string> lines_ HEMGANG_GUARDED_BY(mutex_);
};

class ServedHouse {
 public:
  // Thursday 18 June 2026, 15:00 in Stockholm; TestDirectory() is applied unless `empty`.
  explicit ServedHouse(bool empty = false);
  ~ServedHouse();

  // Calls a method of a stub for somebody: `Call(kHome, *stub, &Stub::ListInbox, request, response)`.
  template <typename Stub, typename Request, typename Response>
  absl::Status Call(const std::string& caller, Stub& stub,
                    grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                    const Request& request, Response& response) {
    grpc::ClientContext context;
    Sign(caller, context);
    return rpc::FromGrpc((stub.*method)(&context, request, &response));
  }
  // Caller and a deadline of ten seconds.
  static void Sign(const std::string& caller, grpc::ClientContext& context);

  absl::Status Apply(const std::string& caller, const hemgang::directory::v1::Directory& directory);
  // A transition of the n-th test patient with a handover to the unit; gives the handover's id.
  std::string Send(int n, const std::string& receiver_unit_id);
  std::string FreshId() { return ids.NewId(); }
  void AdvanceTo(absl::Time until);

  rpc::SetClock clock;
  CountingIds ids;
  LoggedLines lines;
  rpc::Log log;
  rpc::Metrics metrics;
  InlineExecutor inline_work;
  std::unique_ptr<storage::Sealer> sealer;
  TestStore kept;  // its threads end before what they write to
  std::unique_ptr<host::House> house;
};

}  // namespace hemgang::test
