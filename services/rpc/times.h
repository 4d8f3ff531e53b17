// Times between their three forms: absl::Time in the code, google.protobuf.Timestamp in the API, and whole
// microseconds since 1970-01-01 UTC in what is kept. Pure; what is finer than a microsecond is cut off.
#pragma once

#include <cstdint>
#include <string>

#include <google/protobuf/timestamp.pb.h>

#include "absl/time/time.h"

namespace hemgang::rpc {

inline int64_t ToMicros(absl::Time time) {
  return absl::ToUnixMicros(time);
}
inline absl::Time FromMicros(int64_t time_us) {
  return absl::FromUnixMicros(time_us);
}

// `timestamp` must be one that CheckMessage takes.
absl::Time FromTimestamp(const google::protobuf::Timestamp& timestamp);
google::protobuf::Timestamp ToTimestamp(absl::Time time);

// A kept time. 0 is "not yet" and has no timestamp, so ask first:
//   if (due_us != 0) *view.mutable_due_time() = MicrosToTimestamp(due_us);
google::protobuf::Timestamp MicrosToTimestamp(int64_t time_us);

// "2026-06-22T15:00:00Z": for log lines and sentences.
std::string TimeText(absl::Time time);

}  // namespace hemgang::rpc
