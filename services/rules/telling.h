// Who is told what, as tables: of each step, and of each rung. Internal to the rules.
#pragma once

#include "services/rules/deciding.h"

namespace hemgang::rules {

// Adds the inbox events of the step that was taken.
void TellOfStep(Deciding& d);

// Adds the inbox events of one rung of a task, and returns it as it is kept.
rec::Rung TellOfRung(Deciding& d, const rec::Task& task);

}  // namespace hemgang::rules
