// What a unit that has ended still holds goes to the unit that follows it, one transition at a time.
//
// Each handover that it has in hand is moved by a Redirect of its own, and the hospital's side by ChangeSendingUnit, so
// that the trail tells of each. Nothing is kept of how far it came: what is moved already is not there to be moved, so
// a call can be repeated, and one that was cut off goes on where it stopped.
#pragma once

#include <memory>

#include "hemgang/handover/v1/clock_service.pb.h"

#include "services/handover/custody.h"
#include "services/handover/step_path.h"
#include "services/rpc/answer.h"

namespace hemgang::handover {

class Succession {
 public:
  // All of them outlive it and every answer that it has not given yet.
  Succession(Ground& ground, const Custody& custody, StepPath& path)
      : ground_(ground), custody_(custody), path_(path) {}

  // For the directory alone: NOT_FOUND for anybody else, and for a transition that is not there. `moved` counts the
  // steps that this call took; 0 when nothing was left. A step that is refused is left out, and the
  // others are taken; where that leaves none, the first refusal is the answer.
  void Take(const hv1::MoveHandoversRequest& request, const rpc::Caller& caller,
            rpc::Answer<hv1::MoveHandoversResponse> answer);

 private:
  struct Moving;
  void MoveNext(std::shared_ptr<Moving> moving);

  Ground& ground_;
  const Custody& custody_;
  StepPath& path_;
};

}  // namespace hemgang::handover
