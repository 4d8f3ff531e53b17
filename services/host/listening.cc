#include "services/host/listening.h"

#include <array>
#include <cstring>

#include <grpc/grpc.h>
#include <grpc/impl/codegen/compression_types.h>
#include <grpcpp/resource_quota.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace hemgang::host {
namespace {

constexpr char kUnix[] = "unix:";
constexpr std::array kLoopback = {"127.0.0.1", "localhost", "[::1]"};

constexpr int kMinute = 60 * 1000;

struct ArgumentRow {
  const char* name;
  int value;
};

// Measured on the packaged gRPC: without them one connection can take memory without bound.
constexpr std::array kArguments = {
    ArgumentRow{GRPC_ARG_MAX_METADATA_SIZE, kMaxMetadataBytes},
    ArgumentRow{GRPC_ARG_MAX_CONCURRENT_STREAMS, kMaxStreamsPerConnection},
    ArgumentRow{GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 5 * kMinute},
    ArgumentRow{GRPC_ARG_HTTP2_MAX_PING_STRIKES, 2},
    ArgumentRow{GRPC_ARG_KEEPALIVE_TIME_MS, kMinute},
    ArgumentRow{GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 20 * 1000},
    ArgumentRow{GRPC_ARG_MAX_CONNECTION_IDLE_MS, 5 * kMinute},
    ArgumentRow{GRPC_ARG_MAX_CONNECTION_AGE_MS, 30 * kMinute},
    ArgumentRow{GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS, 30 * 1000},
    // Else two processes share a port, and each gets half of the calls.
    ArgumentRow{GRPC_ARG_ALLOW_REUSEPORT, 0},
};

constexpr size_t kQuotaBytes = size_t{256} << 20;
constexpr int kQuotaThreads = 64;

}  // namespace

absl::Status CheckAddress(const std::string& flag, const std::string& address) {
  if (absl::StartsWith(address, kUnix)) {
    if (address.size() - std::strlen(kUnix) >= sizeof(sockaddr_un::sun_path)) {
      return absl::InvalidArgumentError(absl::StrCat(flag, " ", address, ": the path of a Unix socket has at most ",
                                                     sizeof(sockaddr_un::sun_path) - 1, " bytes"));
    }
    return absl::OkStatus();
  }
  const size_t colon = address.rfind(':');
  int port = -1;
  if (colon != std::string::npos && absl::SimpleAtoi(address.substr(colon + 1), &port) && port >= 0 && port <= 65535) {
    for (const char* host : kLoopback) {
      if (address.substr(0, colon) == host) return absl::OkStatus();
    }
  }
  return absl::InvalidArgumentError(absl::StrCat(
      flag, " ", address, " is not on loopback; listen at 127.0.0.1:PORT or unix:/PATH and put the front of deploy/",
      " before it"));
}

absl::Status CheckNotAnswering(const std::string& address) {
  if (!absl::StartsWith(address, kUnix)) return absl::OkStatus();
  const std::string path = address.substr(std::strlen(kUnix));
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return absl::OkStatus();
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  std::memcpy(name.sun_path, path.data(), path.size());
  const bool answers = connect(fd, reinterpret_cast<const sockaddr*>(&name), sizeof(name)) == 0;
  close(fd);
  if (!answers) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("cannot listen at ", address, ": another process answers there; stop it or choose another socket"));
}

void SetLimits(grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(kMaxReceivedBytes);
  for (const ArgumentRow& row : kArguments) builder.AddChannelArgument(row.name, row.value);
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_GZIP, false);
  builder.SetCompressionAlgorithmSupportStatus(GRPC_COMPRESS_DEFLATE, false);
  grpc::ResourceQuota quota("hemgangd");
  quota.Resize(kQuotaBytes);
  quota.SetMaxThreads(kQuotaThreads);
  builder.SetResourceQuota(quota);
}

}  // namespace hemgang::host
