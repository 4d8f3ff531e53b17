// Which step has been seen with which outcome, beside what there is to see.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "hemgang/errors/v1/errors.pb.h"
#include "hemgang/handover/v1/vocabulary.pb.h"

namespace hemgang::flows {

namespace ev1 = hemgang::errors::v1;
namespace hv1 = hemgang::handover::v1;

// UNSPECIFIED stands for OK.
using StepOutcomePair = std::pair<hv1::Step, ev1::ErrorReason>;

// kPossible as a set: every outcome that the rules can give a step.
const std::set<StepOutcomePair>& PossibleOutcomes();

class StepCoverage {
 public:
  void Add(hv1::Step step, ev1::ErrorReason refusal) { seen_.insert({step, refusal}); }

  // Step × outcome, for people: "+" seen, "-" a hole, empty for what cannot be.
  std::string Table() const;
  // Possible and not seen: "ACKNOWLEDGE ETAG_MISMATCH".
  std::vector<std::string> Holes() const;
  // Seen, but not in the table of what is possible.
  std::vector<std::string> Strangers() const;

 private:
  std::set<StepOutcomePair> seen_;
};

}  // namespace hemgang::flows
