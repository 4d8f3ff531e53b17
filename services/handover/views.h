// From what is kept to what is shown, and from what is shown to nothing more than the caller's unit may see. Pure.
#pragma once

#include <string>

#include "absl/time/time.h"

#include "hemgang/handover/v1/views.pb.h"
#include "hemgang/record/v1/record.pb.h"

#include "services/rules/command.h"

namespace hemgang::handover {

namespace hv1 = hemgang::handover::v1;
namespace rec = hemgang::record::v1;

hv1::HandoverSummary HandoverView(const rec::Handover& handover, const std::string& transition_id);

// The hospital's units see the whole transition. A receiver sees the handovers that it sent or holds, their tasks, the
// planned discharge and the state; never the needs, nor what went to others.
hv1::TransitionSummary TransitionView(const rec::Transition& transition, const rules::Actor& viewer, absl::Time now);

// What one step did, seen by who did it.
hv1::StepOutcome OutcomeView(const rec::Change& change, const std::string& handover_id, const rules::Actor& viewer);

// True when the viewer's unit may read this handover's content.
bool MayRead(const rec::Transition& transition, const rec::Handover& handover, const rules::Actor& viewer);

}  // namespace hemgang::handover
