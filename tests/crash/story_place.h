// A place of the load that carries one transition after the other: opens, sends, acknowledges. What it asks and what it
// is answered goes into the ledger. It ends at the first call without an answer: the server is gone.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include "clients/load/load.h"
#include "tests/crash/ledger.h"

namespace hemgang::crash {

inline constexpr char kSender[] = "karin.at@su-ostra-rehab";
inline constexpr char kReceiver[] = "eva.at@molndal-hemrehab";

// Any of the three calls. Knows which is meant by the promise's step.
class StepCall {
 public:
  explicit StepCall(std::shared_ptr<grpc::Channel> channel) : stub_(std::move(channel)) {}

  // One call at a time. `done` is called once, from any thread.
  void Begin(const Promise& promise, std::function<void(const grpc::Status&, const hv1::StepOutcome&)> done);

 private:
  grpc::TemplatedGenericStub<google::protobuf::Message, google::protobuf::Message> stub_;
  std::optional<grpc::ClientContext> context_;
  std::unique_ptr<google::protobuf::Message> response_;
};

class StoryPlace final : public load::Place {
 public:
  // The ledger outlives this. `number` tells its patients from those of other places.
  StoryPlace(std::shared_ptr<grpc::Channel> channel, Ledger& ledger, int64_t number)
      : call_(std::move(channel)), ledger_(ledger), patient_(number) {}

  bool Begin(Answered answered) override;

 private:
  Promise Next() const;

  StepCall call_;
  Ledger& ledger_;
  int64_t patient_;
  bool ended_ = false;
  // The step that was answered last, and what came of it.
  hv1::Step before_ = hv1::STEP_UNSPECIFIED;
  hv1::StepOutcome outcome_;
};

// True for a status that says nothing about whether the step was done.
bool IsUnknown(const grpc::Status& status);

}  // namespace hemgang::crash
