// A whole house over a store of either engine, called through gRPC without a port, with a clock that stands still until
// it is moved. The directory is TestDirectory(); everything else is empty.
#pragma once

#include <memory>
#include <string>

#include <grpcpp/grpcpp.h>

#include "absl/time/time.h"

#include "hemgang/audit/v1/audit_service.grpc.pb.h"
#include "hemgang/deadlines/v1/deadline_service.grpc.pb.h"
#include "hemgang/directory/v1/directory_service.grpc.pb.h"
#include "hemgang/handover/v1/handover_service.grpc.pb.h"
#include "hemgang/routing/v1/inbox_service.grpc.pb.h"

#include "services/rpc/clock.h"
#include "storage/open_store.h"
#include "tests/support/meeting_store.h"

namespace hemgang::test {

class TestHouse {
 public:
  TestHouse(storage::EngineKind engine, absl::Time start);
  ~TestHouse();
  TestHouse(const TestHouse&) = delete;
  TestHouse& operator=(const TestHouse&) = delete;

  rpc::SetClock& clock();
  // What the house stands on; also for reading past the services.
  MeetingStore& store();
  std::shared_ptr<grpc::Channel> channel();
  // What the deadlines loop shows; see services/rpc/door.h.
  const std::string& service_secret();

  // One pass of the deadlines loop at the clock's time.
  void RunDeadlines();
  // Ends the house, closes the store, and opens both again. The clock stays.
  void Restart();

 private:
  struct Parts;
  void Open();
  void Close();

  std::unique_ptr<Parts> parts_;
};

}  // namespace hemgang::test
