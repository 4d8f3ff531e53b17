// Which step may be taken by whom in which state, and what state follows: three tables, and how they are read.
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
  kHospital,  // the hospital's rehab unit that answers for it, marked a need in it or sent from it
  kAsked,     // asked for an admission report that it has not answered yet
  kHome,      // the home side: it sent the patient in, was asked for a report, or holds a handover home
  kHolder,    // took a handover home and answers for the patient there
  kInvolved,  // any unit that has a part in it now: the hospital's, the home side's
  kSender,
  kReceiver,
  kClock,
  kDirectory,
};

// Kinds of handovers that share a row.
using KindSet = unsigned;
constexpr KindSet SetOf(hv1::HandoverKind kind) {
  return 1U << static_cast<unsigned>(kind);
}
// A patient goes home, or on to home.
inline constexpr KindSet kHomeward = SetOf(hv1::HANDOVER_KIND_DISCHARGE_HANDOVER) | SetOf(hv1::HANDOVER_KIND_ONWARD);
// A word that is completed by being acknowledged.
inline constexpr KindSet kReports = SetOf(hv1::HANDOVER_KIND_REHAB_NOTICE) | SetOf(hv1::HANDOVER_KIND_ADMISSION_REPORT);
// Its receiver is at home.
inline constexpr KindSet kToHome = kHomeward | SetOf(hv1::HANDOVER_KIND_REHAB_NOTICE);
inline constexpr KindSet kOnward = SetOf(hv1::HANDOVER_KIND_ONWARD);
inline constexpr KindSet kAnyKind = kHomeward | kReports | SetOf(hv1::HANDOVER_KIND_FOLLOW_UP);

constexpr bool Includes(KindSet kinds, hv1::HandoverKind kind) {
  return (kinds & SetOf(kind)) != 0;
}

struct TransitionStepRow {
  hv1::Step step;
  hv1::TransitionState from;
  Relation by;
  hv1::TransitionState to;
};

struct HandoverStepRow {
  hv1::Step step;
  KindSet kinds;
  hv1::HandoverState from;
  Relation by;
  hv1::HandoverState to;
};

// Who sends which kind in which state of the transition, and the state that the handover then has.
struct SendingRow {
  hv1::HandoverKind kind;
  hv1::TransitionState from;
  Relation by;
  hv1::HandoverState to;
};

absl::Span<const TransitionStepRow> TransitionSteps();
absl::Span<const HandoverStepRow> HandoverSteps();
absl::Span<const SendingRow> Sendings();

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

// For SendHandover, which is about no handover yet.
HandoverStepFound FindSending(hv1::HandoverKind kind, const rec::Transition& transition, const Actor& actor);

// True for a step on a handover that may be taken when its transition has ended.
bool IsAllowedAfterEnd(hv1::Step step);

// True when the actor's unit has or had any part in the transition: else it must not learn that it exists.
bool HasPart(const rec::Transition& transition, const Actor& actor);

bool HasRelation(Relation relation, const rec::Transition& transition, const Actor& actor);
bool HasRelation(Relation relation, const rec::Handover& handover, const Actor& actor);

// The handover of this id; null when the transition has none.
const rec::Handover* FindHandover(const rec::Transition& transition, const std::string& id);

// The same, to be changed.
rec::Handover* MutableHandover(rec::Transition& transition, const std::string& id);

// True for a handover that answers, or may yet answer, for its professions: not withdrawn, not voided.
bool IsLive(const rec::Handover& handover);

// True while the handover is in its receiver's hands: live, and not declined.
bool IsInReceiversHands(const rec::Handover& handover);

}  // namespace hemgang::rules
