#include "services/rpc/errors.h"

#include <array>

#include <google/protobuf/duration.pb.h>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

#include "services/rpc/wire_status.h"

namespace hemgang::rpc {
namespace {

constexpr char kDomain[] = "hemgang";
constexpr char kTypeUrl[] = "type.googleapis.com/";
constexpr char kPrefix[] = "ERROR_REASON_";

struct ReasonRow {
  ev1::ErrorReason reason;
  absl::StatusCode code;
};

// What the caller should do next decides the code (AIP-193; absl/status/status.h): mend the request
// (INVALID_ARGUMENT), read again and try again (ABORTED), or do something else first (FAILED_PRECONDITION).
constexpr std::array kReasons = {
    ReasonRow{ev1::ERROR_REASON_CALLER_UNKNOWN, absl::StatusCode::kUnauthenticated},
    ReasonRow{ev1::ERROR_REASON_UNIT_NOT_OF_CALLER, absl::StatusCode::kPermissionDenied},
    ReasonRow{ev1::ERROR_REASON_DEADLINE_MISSING, absl::StatusCode::kInvalidArgument},
    ReasonRow{ev1::ERROR_REASON_INVALID_REQUEST, absl::StatusCode::kInvalidArgument},
    ReasonRow{ev1::ERROR_REASON_REQUEST_ID_REUSED, absl::StatusCode::kInvalidArgument},
    ReasonRow{ev1::ERROR_REASON_PAGE_TOKEN_INVALID, absl::StatusCode::kInvalidArgument},
    ReasonRow{ev1::ERROR_REASON_NOT_FOUND, absl::StatusCode::kNotFound},
    ReasonRow{ev1::ERROR_REASON_NOT_YOUR_STEP, absl::StatusCode::kPermissionDenied},
    ReasonRow{ev1::ERROR_REASON_ETAG_MISMATCH, absl::StatusCode::kAborted},
    ReasonRow{ev1::ERROR_REASON_TRANSITION_ENDED, absl::StatusCode::kFailedPrecondition},
    ReasonRow{ev1::ERROR_REASON_ALREADY_DISCHARGED, absl::StatusCode::kFailedPrecondition},
    ReasonRow{ev1::ERROR_REASON_HANDOVER_STATE_FORBIDS, absl::StatusCode::kFailedPrecondition},
    ReasonRow{ev1::ERROR_REASON_STILL_OWED, absl::StatusCode::kFailedPrecondition},
    ReasonRow{ev1::ERROR_REASON_NOT_DUE, absl::StatusCode::kFailedPrecondition},
    ReasonRow{ev1::ERROR_REASON_NO_NOTICE, absl::StatusCode::kFailedPrecondition},
    ReasonRow{ev1::ERROR_REASON_NOT_DISCHARGED, absl::StatusCode::kFailedPrecondition},
    ReasonRow{ev1::ERROR_REASON_NOTHING_ACKNOWLEDGED, absl::StatusCode::kFailedPrecondition},
    ReasonRow{ev1::ERROR_REASON_TOO_LATE_TO_REVERT, absl::StatusCode::kFailedPrecondition},
    ReasonRow{ev1::ERROR_REASON_ALREADY_ANSWERED, absl::StatusCode::kFailedPrecondition},
    ReasonRow{ev1::ERROR_REASON_ALREADY_JOINED, absl::StatusCode::kFailedPrecondition},
    ReasonRow{ev1::ERROR_REASON_NOT_CANCELLED, absl::StatusCode::kFailedPrecondition},
    ReasonRow{ev1::ERROR_REASON_NEED_ALREADY_MARKED, absl::StatusCode::kFailedPrecondition},
    ReasonRow{ev1::ERROR_REASON_NEED_NOT_MARKED, absl::StatusCode::kFailedPrecondition},
    ReasonRow{ev1::ERROR_REASON_NEED_HANDED_OVER, absl::StatusCode::kFailedPrecondition},
    ReasonRow{ev1::ERROR_REASON_PROFESSION_ALREADY_SENT, absl::StatusCode::kFailedPrecondition},
    ReasonRow{ev1::ERROR_REASON_PROFESSION_NOT_IN_HANDOVER, absl::StatusCode::kFailedPrecondition},
    ReasonRow{ev1::ERROR_REASON_UNIT_UNKNOWN, absl::StatusCode::kFailedPrecondition},
    ReasonRow{ev1::ERROR_REASON_UNIT_CANNOT_RECEIVE, absl::StatusCode::kFailedPrecondition},
    ReasonRow{ev1::ERROR_REASON_RECEIVER_IS_SENDER, absl::StatusCode::kFailedPrecondition},
    ReasonRow{ev1::ERROR_REASON_THERAPIST_NOT_OF_UNIT, absl::StatusCode::kFailedPrecondition},
    ReasonRow{ev1::ERROR_REASON_OCCURRED_IN_FUTURE, absl::StatusCode::kInvalidArgument},
    ReasonRow{ev1::ERROR_REASON_OCCURRED_TOO_LONG_AGO, absl::StatusCode::kInvalidArgument},
    ReasonRow{ev1::ERROR_REASON_PATIENT_HAS_TRANSITION, absl::StatusCode::kFailedPrecondition},
    ReasonRow{ev1::ERROR_REASON_PLANNED_IN_THE_PAST, absl::StatusCode::kInvalidArgument},
    ReasonRow{ev1::ERROR_REASON_REPORT_ALREADY_REQUESTED, absl::StatusCode::kFailedPrecondition},
    ReasonRow{ev1::ERROR_REASON_REPORT_NOT_REQUESTED, absl::StatusCode::kFailedPrecondition},
    ReasonRow{ev1::ERROR_REASON_QUESTION_UNKNOWN, absl::StatusCode::kFailedPrecondition},
    ReasonRow{ev1::ERROR_REASON_AID_UNKNOWN, absl::StatusCode::kFailedPrecondition},
    ReasonRow{ev1::ERROR_REASON_NO_ROUTE, absl::StatusCode::kFailedPrecondition},
    ReasonRow{ev1::ERROR_REASON_PATIENT_MUST_CHOOSE, absl::StatusCode::kFailedPrecondition},
    ReasonRow{ev1::ERROR_REASON_SAME_PATIENT_NUMBER, absl::StatusCode::kFailedPrecondition},
    ReasonRow{ev1::ERROR_REASON_DIRECTORY_INVALID, absl::StatusCode::kInvalidArgument},
    ReasonRow{ev1::ERROR_REASON_DIRECTORY_IN_USE, absl::StatusCode::kFailedPrecondition},
    ReasonRow{ev1::ERROR_REASON_DIRECTORY_HOLES, absl::StatusCode::kFailedPrecondition},
};

template <typename Detail>
std::string UrlOf() {
  return absl::StrCat(kTypeUrl, Detail::descriptor()->full_name());
}

template <typename Detail>
void Attach(absl::Status& status, const Detail& detail) {
  status.SetPayload(UrlOf<Detail>(), absl::Cord(detail.SerializeAsString()));
}

}  // namespace

absl::StatusCode CodeOf(ev1::ErrorReason reason) {
  for (const ReasonRow& row : kReasons) {
    if (row.reason == reason) return row.code;
  }
  return absl::StatusCode::kUnknown;
}

absl::Status Refusal(ev1::ErrorReason reason, const std::string& sentence,
                     const std::vector<std::pair<std::string, std::string>>& metadata, const std::string& field_path) {
  absl::Status status(CodeOf(reason), field_path.empty() ? sentence : absl::StrCat(field_path, ": ", sentence));
  google::rpc::ErrorInfo why;
  why.set_reason(ReasonName(reason));
  why.set_domain(kDomain);
  for (const auto& [key, value] : metadata) (*why.mutable_metadata())[key] = value;
  Attach(status, why);
  if (field_path.empty()) return status;
  google::rpc::BadRequest bad;
  auto* fault = bad.add_field_violations();
  fault->set_field(field_path);
  fault->set_description(sentence);
  Attach(status, bad);
  return status;
}

std::string ReasonName(ev1::ErrorReason reason) {
  return std::string(absl::StripPrefix(ev1::ErrorReason_Name(reason), kPrefix));
}

ev1::ErrorReason ReasonOf(const absl::Status& status) {
  const absl::optional<absl::Cord> payload = status.GetPayload(UrlOf<google::rpc::ErrorInfo>());
  google::rpc::ErrorInfo why;
  ev1::ErrorReason reason = ev1::ERROR_REASON_UNSPECIFIED;
  if (payload.has_value() && why.ParseFromString(std::string(*payload)) && why.domain() == kDomain) {
    ev1::ErrorReason_Parse(absl::StrCat(kPrefix, why.reason()), &reason);
  }
  return reason;
}

std::vector<std::pair<std::string, std::string>> FaultsOf(const absl::Status& status) {
  std::vector<std::pair<std::string, std::string>> faults;
  const absl::optional<absl::Cord> payload = status.GetPayload(UrlOf<google::rpc::BadRequest>());
  google::rpc::BadRequest bad;
  if (payload.has_value() && bad.ParseFromString(std::string(*payload))) {
    for (const auto& fault : bad.field_violations()) faults.emplace_back(fault.field(), fault.description());
  }
  return faults;
}

void FieldFaults::Add(std::string field_path, std::string description) {
  bytes_ += field_path.size() + description.size();
  if (bytes_ > kMostBytes && !faults_.empty()) {
    ++left_out_;
    return;
  }
  faults_.emplace_back(std::move(field_path), std::move(description));
}

absl::Status FieldFaults::ToStatus() const {
  return ToStatus(ev1::ERROR_REASON_INVALID_REQUEST);
}

absl::Status FieldFaults::ToStatus(ev1::ErrorReason reason) const {
  if (faults_.empty()) return absl::OkStatus();
  const auto& [path, description] = faults_.front();
  std::string sentence = absl::StrCat(path, path.empty() ? "" : ": ", description);
  const size_t others = faults_.size() - 1 + left_out_;
  if (others > 0) absl::StrAppend(&sentence, " (and ", others, " more)");
  absl::Status status = Refusal(reason, sentence);
  google::rpc::BadRequest bad;
  for (const auto& [field, what] : faults_) {
    auto* fault = bad.add_field_violations();
    fault->set_field(field);
    fault->set_description(what);
  }
  Attach(status, bad);
  return status;
}

// --- wire_status.h ---------------------------------------------------------------------------------------------------

grpc::Status ToGrpc(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  google::rpc::Status details;
  details.set_code(static_cast<int>(status.code()));
  details.set_message(std::string(status.message()));
  status.ForEachPayload([&details](absl::string_view url, const absl::Cord& payload) {
    auto* any = details.add_details();
    any->set_type_url(std::string(url));
    any->set_value(std::string(payload));
  });
  if (status.code() == absl::StatusCode::kResourceExhausted) {
    google::rpc::RetryInfo retry;
    retry.mutable_retry_delay()->set_seconds(1);
    details.add_details()->PackFrom(retry);
  }
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), details.message(), details.SerializeAsString());
}

absl::Status FromGrpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  absl::Status result(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  google::rpc::Status details;
  if (details.ParseFromString(status.error_details())) {
    for (const auto& any : details.details()) result.SetPayload(any.type_url(), absl::Cord(any.value()));
  }
  return result;
}

}  // namespace hemgang::rpc
