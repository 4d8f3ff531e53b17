// Which step has been seen on which kind of handover with which outcome, beside what there is to see.
#pragma once

#include <compare>
#include <set>
#include <string>
#include <vector>

#include "hemgang/errors/v1/errors.pb.h"
#include "hemgang/handover/v1/vocabulary.pb.h"

namespace hemgang::flows {

namespace ev1 = hemgang::errors::v1;
namespace hv1 = hemgang::handover::v1;

struct StepCase {
  hv1::Step step = hv1::STEP_UNSPECIFIED;
  // UNSPECIFIED for a step on the transition, and for one on a handover that is not there.
  hv1::HandoverKind kind = hv1::HANDOVER_KIND_UNSPECIFIED;
  // UNSPECIFIED stands for OK.
  ev1::ErrorReason outcome = ev1::ERROR_REASON_UNSPECIFIED;

  auto operator<=>(const StepCase&) const = default;
};

// kPossible as a set: every outcome that the rules can give a step.
const std::set<StepCase>& PossibleOutcomes();

class StepCoverage {
 public:
  // What is not found has no kind.
  void Add(hv1::Step step, hv1::HandoverKind kind, ev1::ErrorReason refusal);

  // Step × outcome × kind, for people: a letter for each kind that is seen, "-" for a hole.
  std::string Table() const;
  // Possible and not seen: "ACKNOWLEDGE ONWARD ETAG_MISMATCH".
  std::vector<std::string> Holes() const;
  // Seen, but not in the table of what is possible.
  std::vector<std::string> Strangers() const;

 private:
  std::set<StepCase> seen_;
};

}  // namespace hemgang::flows
