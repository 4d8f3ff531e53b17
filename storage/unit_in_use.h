// Whether a unit may leave the directory: not while it holds a running task or an open handover.
//
// Asked by the commit queue for each unit that a change of the directory removes, while nothing else is written: so no
// step can slip in between. A unit that goes to another organisation is removed and put again in one change; then it is
// asked for too, for another organisation is another custodian with other keys.
#ifndef HEMGANG_STORAGE_UNIT_IN_USE_H_
#define HEMGANG_STORAGE_UNIT_IN_USE_H_

#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"

#include "storage/store.h"

namespace hemgang::storage {

// By transition id the newest version that is about to be kept, or was just read; null: there is none.
using NewestTransitions = absl::flat_hash_map<std::string, const rec::Transition*>;

// Whether the unit holds a task of it (with a due time or without); or, while the transition is open, is its hospital
// unit, sender or receiver of a handover that is SENT, DECLINED or ACKNOWLEDGED, or was asked for a report and has not
// answered.
bool IsInUse(const rec::Transition& transition, const std::string& unit_id);

// OK when none of the units that `change` removes is in use, in `newest` or, where that has no version, in `kept`; else
// FAILED_PRECONDITION with a sentence that names them all. UNAVAILABLE when it cannot be read.
absl::Status CheckRemovedUnits(Store& kept, const NewestTransitions& newest, const rec::DirectoryChange& change);

}  // namespace hemgang::storage

#endif  // HEMGANG_STORAGE_UNIT_IN_USE_H_
