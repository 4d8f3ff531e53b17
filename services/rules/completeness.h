// How much of the two-minute form is filled in: shown to the sender, never demanded (What must be said, docs). An entry
// counts when it has a value or a reason for having none. Pure, safe from any thread.
#pragma once

#include <vector>

#include "hemgang/handover/v1/content.pb.h"

namespace hemgang::rules {

namespace hv1 = hemgang::handover::v1;

inline constexpr int kEntriesOfForm = 12;

// The numbers of the entries that say nothing yet, in order. Entry 1, the patient, is never among them: a transition
// has one. Entry 3 is the transition's: `when_said` is true when its discharge is planned or has been.
std::vector<int> OpenEntries(const hv1::HandoverContent& content, bool when_said);

// 0 to 100, rounded down: 100 only when no entry is open.
int CompletenessPercent(const hv1::HandoverContent& content, bool when_said);

}  // namespace hemgang::rules
