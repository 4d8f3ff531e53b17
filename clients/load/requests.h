// Requests of a load: invented patients with valid identity numbers, and a handover as long as they usually are.
#pragma once

#include <cstdint>
#include <string>

#include "hemgang/handover/v1/handover_service.pb.h"

namespace hemgang::load {

namespace hv1 = hemgang::handover::v1;

// A random UUID, version 4 (RFC 9562). Fast; any thread.
std::string NewRequestId();

// The transition of the n-th invented patient, whose discharge is planned a few days from now. After 30,000 the
// patients begin again.
hv1::OpenTransitionRequest OpenRequest(int64_t n);
hv1::MarkNeedRequest MarkRequest(const std::string& transition_id, const std::string& receiver_unit_id);
// About 2.5 KB.
hv1::SendHandoverRequest SendRequest(const std::string& transition_id, const std::string& receiver_unit_id);
hv1::AcknowledgeRequest AcknowledgeOf(const std::string& handover_id, const std::string& therapist_id);

}  // namespace hemgang::load
