// Which step may be taken by whom in which state, and what state follows: two tables, and how they are read.
//
// Pure. What a step needs beyond state and relation (a marked need, a unit that can receive) is in the apply_*.cc.
#pragma once

#include <optional>
#include <string>

#include "absl/types/span.h"

#include "hemgang/handover/v1/vocabulary.pb.h"
#include "hemgang/record/v1/record.pb.h"

#include "services/rules/command.h"

namespace hemgang::rules {

// How the actor's unit stands to the transition or the handover.
enum class Relation {
  kHospital,  // the hospital's rehab unit that opened it, marked a need in it or sent from it
  kInvolved,  // any unit that has a part in it: the hospital's, or one that holds a handover now
  kSender,
  kReceiver,
  kClock,
};

struct TransitionStepRow {
  hv1::Step step;
  hv1::TransitionState from;
  Relation by;
  hv1::TransitionState to;
};

struct HandoverStepRow {
  hv1::Step step;
  hv1::HandoverKind kind;
  hv1::HandoverState from;
  Relation by;
  hv1::HandoverState to;
};

absl::Span<const TransitionStepRow> TransitionSteps();
absl::Span<const HandoverStepRow> HandoverSteps();

// Why a step has no row, in the order in which it is told.
enum class StepLookup { kAllowed, kNotYourStep, kStateForbids };

struct TransitionStepFound {
  StepLookup lookup = StepLookup::kNotYourStep;
  hv1::TransitionState to = hv1::TRANSITION_STATE_UNSPECIFIED;
};
TransitionStepFound FindTransitionStep(hv1::Step step, const rec::Transition& transition, const Actor& actor);

struct HandoverStepFound {
  StepLookup lookup = StepLookup::kNotYourStep;
  hv1::HandoverState to = hv1::HANDOVER_STATE_UNSPECIFIED;
};
HandoverStepFound FindHandoverStep(hv1::Step step, const rec::Handover& handover, const Actor& actor);

// True when the actor's unit has or had any part in the transition: else it must not learn that it exists.
bool HasPart(const rec::Transition& transition, const Actor& actor);

bool HasRelation(Relation relation, const rec::Transition& transition, const Actor& actor);
bool HasRelation(Relation relation, const rec::Handover& handover, const Actor& actor);

// The handover of this id; null when the transition has none.
const rec::Handover* FindHandover(const rec::Transition& transition, const std::string& id);

// True for a handover that answers, or may yet answer, for its professions: not withdrawn, not voided.
bool IsLive(const rec::Handover& handover);

// True while the handover is in its receiver's hands: live, and not declined.
bool IsInReceiversHands(const rec::Handover& handover);

}  // namespace hemgang::rules
