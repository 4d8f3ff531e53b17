// A look at patient data, as an entry: kept before the answer leaves.
#pragma once

#include <string>

#include "hemgang/audit/v1/vocabulary.pb.h"
#include "hemgang/record/v1/record.pb.h"

#include "services/rpc/answer.h"
#include "services/rpc/clock.h"

namespace hemgang::handover {

namespace rec = hemgang::record::v1;

// The entry of a look by this caller, now; what was shown is still to be added.
rec::Entry NewLook(hemgang::audit::v1::LookKind look, const rpc::Caller& caller, rpc::Clock& clock, rpc::IdSource& ids);

}  // namespace hemgang::handover
