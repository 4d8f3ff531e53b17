// Where the server listens, and what it lets a stranger do to it.
//
// The packaged gRPC is not fit to be exposed bare, so only a Unix socket and loopback are taken; a front that gets
// security updates stands where strangers knock.
#pragma once

#include <string>

#include <grpcpp/grpcpp.h>

#include "absl/status/status.h"

namespace hemgang::host {

// The largest request of any method; most take far less (rpc/unary.h).
inline constexpr int kMaxReceivedBytes = 4 * 1024 * 1024;
inline constexpr int kMaxMetadataBytes = 16 * 1024;
inline constexpr int kMaxStreamsPerConnection = 100;

// OK for "unix:/path", "127.0.0.1:50051", "localhost:…" and "[::1]:…"; else INVALID_ARGUMENT with a sentence.
absl::Status CheckAddress(const std::string& flag, const std::string& address);

// A Unix socket on which somebody answers: gRPC would take it over without a word. FAILED_PRECONDITION then.
absl::Status CheckNotAnswering(const std::string& address);

void SetLimits(grpc::ServerBuilder& builder);

}  // namespace hemgang::host
