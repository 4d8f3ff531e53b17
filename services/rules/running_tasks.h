// Compares what a state owes with the tasks that ran: what is still owed keeps its deadline (moved if the discharge
// moved), what is newly owed gets one, what is no longer owed ends as met, missed or dropped. Internal to the rules.
#pragma once

#include "services/rules/deciding.h"
#include "services/rules/due_time.h"
#include "services/rules/ladder.h"

namespace hemgang::rules {

// Makes change.transition's tasks exactly what its state owes, and adds outcomes and moved due times to the change.
void SettleTasks(Deciding& d);

// The ladder of a running task. Borrows from the directory.
LadderRequest LadderOf(const rec::Task& task, const Directory& directory);

// Sets when the clock looks at a task next.
void SetNextRung(rec::Task& task, const std::optional<NextRung>& next);

// The request from which ACKNOWLEDGE of a handover that is sent now is due. Borrows from the directory.
DueRequest AcknowledgeRequest(const Deciding& d, const rec::Handover& handover);

}  // namespace hemgang::rules
