// From what is kept to what is shown, and from what is shown to nothing more than the caller's unit may see. Pure.
#pragma once

#include <string>

#include "absl/time/time.h"

#include "hemgang/handover/v1/views.pb.h"
#include "hemgang/record/v1/record.pb.h"

#include "services/rules/command.h"
#include "services/rules/decide.h"

namespace hemgang::handover {

namespace hv1 = hemgang::handover::v1;
namespace rec = hemgang::record::v1;

// What the viewer's unit may see of one handover: its summary, or a former receiver's stub (id, kind, when it was sent,
// and that the unit had it); empty when the unit has no part in it.
hv1::HandoverSummary HandoverView(const rec::Transition& transition, const rec::Handover& handover,
                                  const rules::Actor& viewer);

// What the viewer's unit may see of a transition, by how it stands to it (sight.h). Former receivers' stubs are not in
// it.
hv1::TransitionSummary TransitionView(const rec::Transition& transition, const rules::Actor& viewer, absl::Time now);

// What one step did, seen by who did it. Holds ids, codes and times only: it is kept in the receipt. `before` is the
// transition as it was, null for none: a unit that hands the patient's way over to another sees what that moved.
hv1::StepOutcome OutcomeView(const rules::Decision& decision, const rec::Transition* before,
                             const rules::Actor& viewer);

}  // namespace hemgang::handover
