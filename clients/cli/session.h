// The connection to a server: one call at a time, each with a deadline and with who asks. Knows no single method; the
// table row names it and its descriptor says what goes in and out. Not thread-safe.
#pragma once

#include <memory>
#include <ostream>
#include <string>

#include <grpcpp/grpcpp.h>

#include "absl/time/time.h"

#include "google/protobuf/message.h"

namespace hemgang::cli {

// What `hemgang` answers the shell with.
enum ExitStatus { kDone = 0, kRefused = 1, kTrouble = 2 };

// What the global options say.
struct Settings {
  std::string server = "127.0.0.1:7070";
  // "eva.at@molndal-hemrehab"; empty: nobody is named.
  std::string caller;
  // Empty: a new one for each call.
  std::string request_id;
  std::string zone = "Europe/Stockholm";
  double timeout_s = 10;
  bool json = false;
  bool no_color = false;
};

// A random UUID, version 4 (RFC 4122).
std::string NewRequestId();

class Session {
 public:
  explicit Session(const Settings& settings);

  // `method` is "hemgang.handover.v1.HandoverService/Acknowledge". Blocks until answered or the timeout has passed.
  grpc::Status Call(const std::string& method, const google::protobuf::Message& request,
                    google::protobuf::Message* response);

  // Puts who asks and the deadline on a call that is made by a stub.
  void Prepare(grpc::ClientContext* context, absl::Duration timeout) const;
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }

 private:
  std::string caller_;
  absl::Duration timeout_;
  std::shared_ptr<grpc::Channel> channel_;
};

// Says on `err` why a call failed and what to do about it: for a refusal the reason's name first, then a line per
// field. `request_id` is the one that was sent, or empty when nothing would have been written.
ExitStatus Explain(const grpc::Status& status, const Settings& settings, const std::string& request_id,
                   std::ostream& err);

}  // namespace hemgang::cli
