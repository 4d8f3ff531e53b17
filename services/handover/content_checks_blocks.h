// Whether the optional blocks of a content are well formed, and say nothing that contradicts itself. What is missing is
// never a fault; an enum number that nobody knows is refused at the door.
#pragma once

#include <optional>
#include <string>

#include "absl/time/civil_time.h"

#include "hemgang/handover/v1/content.pb.h"

#include "services/rpc/errors.h"

namespace hemgang::handover {

namespace hv1 = hemgang::handover::v1;

// See CheckContent, which calls it.
void CheckBlocks(const hv1::HandoverContent& content, const std::string& path, rpc::FieldFaults& faults,
                 std::optional<absl::CivilDay> today);

// An entry with a reason for being open must be open.
void CheckOpen(bool has_value, hv1::AbsentReason absent, const std::string& path, rpc::FieldFaults& faults);

// The form of an ISO 9999 code; an empty one is none.
void CheckAidCode(const std::string& code, const std::string& path, rpc::FieldFaults& faults);

}  // namespace hemgang::handover
