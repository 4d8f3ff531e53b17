// Times as people write and read them. Written: RFC 3339 with an offset, seconds may be left out. Read: local time of a
// named zone, "Mon 2026-06-22 15:00". Pure functions; an error's message is a sentence that says what to write instead.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "google/protobuf/timestamp.pb.h"

namespace hemgang::cli {

// "2026-06-18T15:00+02:00", "2026-06-18T13:00:00.5Z". `zone` is only used to suggest the offset when there is none.
// INVALID_ARGUMENT for anything else.
absl::StatusOr<absl::Time> ParseTime(const std::string& text, absl::TimeZone zone);

// An instant, or the first and last instant of a span.
struct TimeSpan {
  absl::Time first;
  std::optional<absl::Time> last;
};

// "TIME" or "TIME/TIME"; a span must not end before it begins.
absl::StatusOr<TimeSpan> ParseTimeSpan(const std::string& text, absl::TimeZone zone);

// "2026-06-22", a day that exists; given back as it is.
absl::StatusOr<std::string> ParseDate(const std::string& text);

// "Mon 2026-06-22 15:00"
std::string TimeText(absl::Time time, absl::TimeZone zone);
// "Mon 2026-06-22"; a text that is no date is given back as it is.
std::string DateText(const std::string& date);

google::protobuf::Timestamp ToTimestamp(absl::Time time);
absl::Time FromTimestamp(const google::protobuf::Timestamp& time);

}  // namespace hemgang::cli
