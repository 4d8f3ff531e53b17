#include "services/rpc/log.h"

#include <cstdio>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"

#include "services/rpc/errors.h"
#include "services/rpc/times.h"

namespace hemgang::rpc {
namespace {

std::string Quoted(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      quoted.push_back('\\');
      quoted.push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      absl::StrAppend(&quoted, absl::StrFormat("\\u%04x", static_cast<int>(c)));
    } else {
      quoted.push_back(c);
    }
  }
  return quoted + "\"";
}

void Append(std::string& json, const char* name, const std::string& value) {
  if (!value.empty()) absl::StrAppend(&json, ",\"", name, "\":", Quoted(value));
}

}  // namespace

Log::Log(bool every_call, Write write) : every_call_(every_call), write_(std::move(write)) {}

void Log::Put(const LogLine& line) {
  std::string json = absl::StrCat("{\"time\":\"", TimeText(absl::Now()), "\",\"event\":", Quoted(line.event));
  Append(json, "method", line.method);
  Append(json, "code", line.code);
  Append(json, "reason", line.reason);
  Append(json, "unit", line.unit_id);
  if (line.duration.has_value()) absl::StrAppend(&json, ",\"micros\":", absl::ToInt64Microseconds(*line.duration));
  Append(json, "sentence", line.sentence);
  json += "}\n";

  MutexLock lock(mutex_);
  if (write_) {
    write_(json);
  } else {
    std::fwrite(json.data(), 1, json.size(), stderr);
  }
}

void Log::PutCall(const std::string& method, const std::string& unit_id, const absl::Status& status,
                  absl::Duration duration) {
  if (status.ok() && !every_call_) return;
  LogLine line;
  line.event = "call";
  line.method = method;
  line.code = absl::StatusCodeToString(status.code());
  line.unit_id = unit_id;
  line.duration = duration;
  const ev1::ErrorReason reason = ReasonOf(status);
  if (reason != ev1::ERROR_REASON_UNSPECIFIED) {
    line.reason = ReasonName(reason);
  } else if (!status.ok()) {
    line.sentence = std::string(status.message());
  }
  Put(line);
}

}  // namespace hemgang::rpc
