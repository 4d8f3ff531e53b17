// What the units were told in the test of kills: shared by the test and the program that dies.
#pragma once

#include "absl/time/time.h"

#include "tests/notify/inboxes.h"

namespace hemgang::test {

// A Wednesday.
inline absl::Time KillStoryStart() {
  return Local("2026-06-17 09:00");
}

// Five events for one unit, of which the last three become a digest, and two rungs for its manager.
inline void TellKillStory(Inboxes& told) {
  for (int i = 0; i < 5; ++i) told.TellSent(kHomeUnit, KillStoryStart());
  told.TellOverdue(kChiefUnit, KillStoryStart(), 1);
  told.TellOverdue(kChiefUnit, KillStoryStart(), 2);
}

}  // namespace hemgang::test
