#include "clients/cli/time_text.h"

#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"

namespace hemgang::cli {
namespace {

constexpr char kExample[] = "write it as 2026-06-18T15:00+02:00 or 2026-06-18T13:00Z";

// Takes what matches `shape` ('d' is a digit, everything else itself) from the front of `rest`.
bool Take(const char* shape, std::string& rest) {
  size_t length = 0;
  for (; shape[length] != '\0'; ++length) {
    if (length >= rest.size()) return false;
    const bool fits = shape[length] == 'd' ? absl::ascii_isdigit(static_cast<unsigned char>(rest[length]))
                                           : rest[length] == shape[length];
    if (!fits) return false;
  }
  rest.erase(0, length);
  return true;
}

// The parts of a time whose shape is right; whether such a day and hour exist is asked of Abseil afterwards.
struct Parts {
  std::string local;  // with seconds
  std::string offset;
};

std::optional<Parts> Split(const std::string& text) {
  std::string rest = absl::AsciiStrToUpper(text);
  if (!Take("dddd-dd-ddTdd:dd", rest)) return std::nullopt;
  const bool has_seconds = Take(":dd", rest);
  if (has_seconds && Take(".d", rest)) {
    while (Take("d", rest)) {
    }
  }
  Parts parts;
  parts.local = absl::AsciiStrToUpper(text).substr(0, text.size() - rest.size()) + (has_seconds ? "" : ":00");
  parts.offset = rest;
  if (rest.empty() || Take("Z", rest) || Take("+dd:dd", rest) || Take("-dd:dd", rest)) {
    if (rest.empty()) return parts;
  }
  return std::nullopt;
}

absl::Status Wrong(const std::string& sentence) {
  return absl::InvalidArgumentError(sentence);
}

absl::Status WithoutZone(const std::string& text, const std::string& local, absl::TimeZone zone) {
  absl::Time meant;
  std::string error;
  if (!absl::ParseTime("%Y-%m-%d%ET%H:%M:%E*S", local, zone, &meant, &error)) {
    return Wrong(absl::StrCat("'", text, "' is no day and time that exist; ", kExample));
  }
  return Wrong(absl::StrCat("'", text, "' does not say in which zone; in ", zone.name(), " it is written ",
                            absl::FormatTime("%Y-%m-%d%ET%H:%M%Ez", meant, zone)));
}

}  // namespace

absl::StatusOr<absl::Time> ParseTime(const std::string& text, absl::TimeZone zone) {
  const std::optional<Parts> parts = Split(text);
  if (!parts) {
    std::string only_date = text;
    if (Take("dddd-dd-dd", only_date) && only_date.empty()) {
      return Wrong(absl::StrCat("'", text, "' is a date without a time; ", kExample));
    }
    return Wrong(absl::StrCat("'", text, "' is no time; ", kExample));
  }
  if (parts->offset.empty()) return WithoutZone(text, parts->local, zone);
  absl::Time time;
  std::string error;
  const bool leap_second = absl::StrContains(parts->local, ":60");
  if (leap_second || !absl::ParseTime("%Y-%m-%d%ET%H:%M:%E*S%Ez", parts->local + parts->offset, &time, &error)) {
    return Wrong(absl::StrCat("'", text, "' is no day and time that exist; ", kExample));
  }
  return time;
}

absl::StatusOr<TimeSpan> ParseTimeSpan(const std::string& text, absl::TimeZone zone) {
  const size_t slash = text.find('/');
  absl::StatusOr<absl::Time> first = ParseTime(text.substr(0, slash), zone);
  if (!first.ok()) return first.status();
  TimeSpan span{*first, std::nullopt};
  if (slash == std::string::npos) return span;
  absl::StatusOr<absl::Time> last = ParseTime(text.substr(slash + 1), zone);
  if (!last.ok()) return last.status();
  if (*last < *first) return Wrong(absl::StrCat("'", text, "' ends before it begins; write the earlier time first"));
  span.last = *last;
  return span;
}

absl::StatusOr<std::string> ParseDate(const std::string& text) {
  std::string rest = text;
  absl::CivilDay day;
  if (!Take("dddd-dd-dd", rest) || !rest.empty()) {
    return Wrong(absl::StrCat("'", text, "' is no date; write it as 2026-06-22"));
  }
  if (!absl::ParseCivilTime(text, &day)) {
    return Wrong(absl::StrCat("'", text, "' is no day that exists; write it as 2026-06-22"));
  }
  return text;
}

std::string TimeText(absl::Time time, absl::TimeZone zone) {
  return absl::FormatTime("%a %Y-%m-%d %H:%M", time, zone);
}

std::string DateText(const std::string& date) {
  absl::CivilDay day;
  if (!absl::ParseCivilTime(date, &day)) return date;
  return absl::FormatTime("%a %Y-%m-%d", absl::FromCivil(day, absl::UTCTimeZone()), absl::UTCTimeZone());
}

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  google::protobuf::Timestamp stamp;
  stamp.set_seconds(absl::ToUnixSeconds(time));
  stamp.set_nanos(static_cast<int32_t>((time - absl::FromUnixSeconds(stamp.seconds())) / absl::Nanoseconds(1)));
  return stamp;
}

absl::Time FromTimestamp(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
}

}  // namespace hemgang::cli
