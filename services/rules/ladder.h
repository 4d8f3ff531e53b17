// Who is told as time passes, and when (The ladder, docs).
//
// In this file:
//   Rung, RungTime           a step of the ladder and its time
//   FirstRung, RungAfter     what comes first, and what comes after what was told
//   kLadder (AudiencesOf)    who is told at a level, and how much
//
// Knows opening hours and the policy's numbers; not which person or unit an audience is, nor what
// to do when there is nobody to tell. Every rung's time follows from the request alone, so that a
// rung whose time passed while nothing ran is taken late but at its own place. Pure, total, safe
// from any thread.
#ifndef HEMGANG_SERVICES_RULES_LADDER_H_
#define HEMGANG_SERVICES_RULES_LADDER_H_

#include <optional>
#include <vector>

#include "absl/time/time.h"

#include "hemgang/handover/v1/vocabulary.pb.h"

#include "services/rules/policy.h"
#include "services/rules/working_time.h"

namespace hemgang::rules {

namespace hv1 = hemgang::handover::v1;

// A running deadline. Borrows `holder` and `policy` for the length of the call.
struct LadderRequest {
  hv1::TaskKind task = hv1::TASK_KIND_UNSPECIFIED;
  hv1::HandoverKind handover_kind = hv1::HANDOVER_KIND_UNSPECIFIED;
  hv1::Urgency urgency = hv1::URGENCY_UNSPECIFIED;
  // When the task opened, or when its ladder started anew: the forwarding, or the step that moved
  // the due time into the future.
  absl::Time opened;
  absl::Time due;
  const OpeningHours& holder;
  const Policy& policy;
};

// Levels 0 (a reminder) to 3; level 3 comes again and again: repetition 1, 2, … until the task is
// met.
struct Rung {
  int level = 0;
  int repetition = 0;

  friend bool operator==(const Rung&, const Rung&) = default;
};

// When this rung is to be told: never before the rung below it. Whole microseconds. Nothing for a
// rung that this ladder does not have: levels outside 0–3, a repetition below level 3, and all but
// the reminder for ACKNOWLEDGE of an ADMISSION_REPORT.
std::optional<absl::Time> RungTime(const LadderRequest& request, Rung rung);

struct NextRung {
  Rung rung;
  absl::Time time;
};

// The first rung of a ladder that starts now (request.opened): one whose time is not later than
// that is skipped. Nothing when no rung is left (a reminder-only task that is due at once).
std::optional<NextRung> FirstRung(const LadderRequest& request);

// What comes after the rung that was told last; its time may have passed long ago, and it is then
// to be taken at once. Nothing when the ladder ends there.
std::optional<NextRung> RungAfter(const LadderRequest& request, Rung told);

enum class Audience {
  kHolderUnit,
  kHolderManager,
  kSenderUnit,
  kOperationsManager,
  kMedicallyResponsible,
  kSteeringGroup,
};

enum class Disclosure {
  kReminder,         // to the holder itself, who has the handover
  kWithoutIdentity,  // unit, age band, urgency, due; identity only by a purposeful look, logged
  kCounts,           // counts and a suggested deviation; never a patient
};

struct AudienceRow {
  int level;
  Audience audience;
  Disclosure disclosure;
};

// The rows of kLadder for a level; none for a level that there is not.
std::vector<AudienceRow> AudiencesOf(int level);

// True when the medically responsible is told of this rung at once and not in the daily digest: the
// handover is still unacknowledged at the discharge.
bool IsToldAtOnce(hv1::TaskKind task, absl::Time rung_time, const std::optional<absl::Time>& discharge);

}  // namespace hemgang::rules

#endif  // HEMGANG_SERVICES_RULES_LADDER_H_
