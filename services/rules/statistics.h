// Facts for statistics: what was sent, answered, seen and done, with ids of units, codes and times and no identity.
//
// Of a handover's own facts, the holder is who the fact is about: the sender of HANDOVER_SENT, else the receiver.
// Internal to the rules.
#pragma once

#include "hemgang/record/v1/record.pb.h"

#include "services/rules/deciding.h"

namespace hemgang::rules {

// Adds a fact about a task, with everything but its level and what was shortened. It names who held the task, and no
// receiver: the handover may be with another unit by now.
rec::Outcome& AddOutcome(Deciding& d, rec::OutcomeKind kind, const rec::Task& task);

// A handover was sent, or sent anew: to another unit after a decline, or with a content that must be answered anew.
void AddSent(Deciding& d, const rec::Handover& handover);

void AddDeclined(Deciding& d, const rec::Handover& handover);

// The patient has left: how far the handover had come by then.
void AddAtDischarge(Deciding& d, const rec::Handover& handover);

// A first contact that completes the handover.
void AddFirstContact(Deciding& d, const rec::Handover& handover);

}  // namespace hemgang::rules
