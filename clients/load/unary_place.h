// A place that makes unary calls of one method.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>

#include <grpcpp/client_context.h>
#include <grpcpp/support/status.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

#include "clients/load/load.h"

namespace hemgang::load {

inline constexpr absl::Duration kCallTimeout = absl::Seconds(30);

template <typename Request, typename Response>
class UnaryPlace final : public Place {
 public:
  struct Parts {
    // Begins the call, as a stub's async() does.
    std::function<void(grpc::ClientContext*, const Request*, Response*, std::function<void(grpc::Status)>)> start;
    // "karin.at@su-ostra-rehab"; empty: nobody is named.
    std::string caller;
    // Makes the next request out of the one before; false when there is nothing left to ask.
    std::function<bool(Request&)> next;
    // What is wrong with an answer that is OK; empty when nothing is. May be empty.
    std::function<std::string(const Request&, const Response&)> check;
    // Told of each call that did not answer OK. May be empty: then that is a fault.
    std::function<std::string(const Request&, const grpc::Status&)> failed;
  };

  explicit UnaryPlace(Parts parts) : parts_(std::move(parts)) {}

  bool Begin(Answered answered) override {
    if (!parts_.next(request_)) return false;
    response_.Clear();
    context_.emplace();
    context_->set_deadline(absl::ToChronoTime(absl::Now() + kCallTimeout));
    if (!parts_.caller.empty()) context_->AddMetadata("hemgang-caller", parts_.caller);
    parts_.start(&*context_, &request_, &response_,
                 [this, answered = std::move(answered)](const grpc::Status& status) { answered(Fault(status)); });
    return true;
  }

 private:
  std::string Fault(const grpc::Status& status) {
    if (status.ok()) return parts_.check ? parts_.check(request_, response_) : "";
    if (parts_.failed) return parts_.failed(request_, status);
    return absl::StrCat("code ", static_cast<int>(status.error_code()), ": ", status.error_message());
  }

  Parts parts_;
  Request request_;
  Response response_;
  std::optional<grpc::ClientContext> context_;
};

}  // namespace hemgang::load
