// How a service method is called and how it answers, with gRPC left outside: `Take(request, caller, answer)`.
// The reactors in unary.h stand in front of it; a simulator calls it without them.
#pragma once

#include <string>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace hemgang::rpc {

// Who calls. Established once at the door, and checked against the directory there.
struct Caller {
  std::string staff_id;
  std::string unit_id;
  std::string organisation_id;
  // The deadlines loop, not a person. Only it may call ExpiryService.
  bool is_clock = false;
  // The directory, not a person. Only it may call SuccessionService.
  bool is_directory = false;
  // The latest instant at which an answer is still wanted.
  absl::Time deadline = absl::InfiniteFuture();

  // "eva.at@molndal-hemrehab": whose request ids these are.
  std::string Id() const { return staff_id + "@" + unit_id; }
};

// Given to a method with its request; called exactly once, from any thread. A refusal is a status made by errors.h.
template <typename Response>
using Answer = absl::AnyInvocable<void(absl::StatusOr<Response>)>;

}  // namespace hemgang::rpc
