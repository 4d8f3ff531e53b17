// The beginning of every entry that a room writes into the trail by itself: of a look, or of a change of the directory.
// (Entries of steps are written by rules::Decide.)
#pragma once

#include <string>

#include "absl/time/time.h"

#include "hemgang/audit/v1/vocabulary.pb.h"
#include "hemgang/record/v1/record.pb.h"

#include "services/rpc/answer.h"
#include "services/rpc/clock.h"

namespace hemgang::rpc {

// 32 hex digits, ordered by time first, as rules::Decide makes them.
std::string EntryId(absl::Time recorded, IdSource& ids);

// Id, kind, time and actor.
hemgang::record::v1::Entry NewEntry(const Caller& caller, hemgang::audit::v1::EntryKind kind, absl::Time now,
                                    IdSource& ids);

}  // namespace hemgang::rpc
