// A status on its way over the wire and back. Only what speaks gRPC includes this; errors.h is for everybody else.
#pragma once

#include <grpcpp/support/status.h>

#include "absl/status/status.h"

namespace hemgang::rpc {

// The same code and sentence; the payloads travel as a google.rpc.Status in grpc-status-details-bin. What is
// RESOURCE_EXHAUSTED gets a RetryInfo.
grpc::Status ToGrpc(const absl::Status& status);

// The way back: ReasonOf and FaultsOf of the result are those that were sent.
absl::Status FromGrpc(const grpc::Status& status);

}  // namespace hemgang::rpc
