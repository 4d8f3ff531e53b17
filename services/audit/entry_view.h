// How an entry of the trail is shown. Pure.
#pragma once

#include <string>

#include "hemgang/audit/v1/audit_service.pb.h"
#include "hemgang/record/v1/record.pb.h"

namespace hemgang::audit {

// Everything but the keyed hash of a patient. The reason is named by the enum that belongs to the step.
hemgang::audit::v1::Entry EntryView(const hemgang::record::v1::Entry& entry);

// The name of the reason or outcome that a step was given: "WRONG_UNIT"; empty when the step has none.
std::string ReasonText(hemgang::handover::v1::Step step, int reason_code);

}  // namespace hemgang::audit
