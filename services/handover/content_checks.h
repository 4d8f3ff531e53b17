// Whether a handover's content and a discharge are well formed: lengths, formats, and nothing said together with a
// reason for not saying it. What is missing is never a fault.
#pragma once

#include <optional>
#include <string>

#include "absl/time/civil_time.h"

#include "hemgang/handover/v1/content.pb.h"
#include "hemgang/handover/v1/views.pb.h"
#include "hemgang/record/v1/record.pb.h"

#include "services/rpc/errors.h"

namespace hemgang::handover {

namespace hv1 = hemgang::handover::v1;
namespace rec = hemgang::record::v1;

// One line of a form, and a text of several.
inline constexpr int kMaxLineCharacters = 200;
inline constexpr int kMaxTextCharacters = 2000;

// The empty prefix is the request itself. `today`, in the writer's zone, is what no assessment and no admission can be
// later than; without it only their form is looked at.
void CheckContent(const hv1::HandoverContent& content, const std::string& path, rpc::FieldFaults& faults,
                  std::optional<absl::CivilDay> today = std::nullopt);

// Checks a discharge as it was said and gives its kept form; the default for unknown.
rec::PlannedDischarge ReadPlannedDischarge(const hv1::PlannedDischarge& planned, const std::string& path,
                                           rpc::FieldFaults& faults);

// "2026-06-22" to days since 1970-01-01. Adds a fault and gives 0 for anything else.
int ReadDate(const std::string& text, const std::string& path, rpc::FieldFaults& faults);

// Four digits, or empty, which gives 0.
int ReadMunicipalityCode(const std::string& text, const std::string& path, rpc::FieldFaults& faults);

}  // namespace hemgang::handover
