#include "services/rpc/times.h"

namespace hemgang::rpc {

absl::Time FromTimestamp(const google::protobuf::Timestamp& timestamp) {
  const absl::Time time = absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
  return absl::FromUnixMicros(absl::ToUnixMicros(time));
}

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  return MicrosToTimestamp(absl::ToUnixMicros(time));
}

google::protobuf::Timestamp MicrosToTimestamp(int64_t time_us) {
  constexpr int64_t kMicros = 1'000'000;
  int64_t seconds = time_us / kMicros;
  int64_t rest = time_us % kMicros;
  if (rest < 0) {  // Timestamp counts nanos forward, also before 1970
    rest += kMicros;
    --seconds;
  }
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(static_cast<int32_t>(rest * 1000));
  return timestamp;
}

std::string TimeText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E*SZ", time, absl::UTCTimeZone());
}

}  // namespace hemgang::rpc
