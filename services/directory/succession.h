// Planned reorganisation: what a unit that has ended still holds goes to the unit that follows it, one transition after
// the other.
//
// The directory alone decides that a unit ends and who follows; the handover service alone writes transitions, and each
// move is a Redirect step of its own in the trail. What is moved is no longer held, so a pass that is cut off anywhere
// is simply taken up by the next; until then the unit's cover answers for it. Owns no thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "absl/time/time.h"

#include "hemgang/handover/v1/clock_service.grpc.pb.h"

#include "services/rpc/log.h"
#include "services/rules/directory.h"
#include "storage/store.h"

namespace hemgang::directory {

namespace hv1 = hemgang::handover::v1;

class Succession {
 public:
  // Calls in one pass: a large unit takes several, so that persons' steps are not kept waiting.
  static constexpr int kMostCalls = 64;
  // When everything of a unit was looked through, it is looked through again after this long, for what failed.
  static constexpr absl::Duration kPause = absl::Minutes(10);

  // `sign` makes a call the directory's own. All of them outlive this.
  Succession(storage::Store& store, rules::CurrentDirectory directory, hv1::SuccessionService::StubInterface& handover,
             std::function<void(grpc::ClientContext&)> sign, rpc::Log& log);

  // One pass over the units that ended before `now` and have a successor. Returns how many transitions it had moved.
  // Blocks for the store and for each call. One caller at a time.
  int RunOnce(absl::Time now);

 private:
  // How far a unit that ended has been looked through.
  struct Progress {
    std::string successor_unit_id;
    int64_t revision = 0;
    std::string after;
    absl::Time again = absl::InfinitePast();
  };

  // Moves what one page of its transitions still holds; false when the pass has made its calls.
  bool MoveSome(const std::string& unit_id, Progress& progress, absl::Time now);
  bool Move(const std::string& transition_id, const std::string& unit_id, const std::string& successor_unit_id);
  void Complain(const std::string& sentence);

  storage::Store& store_;
  const rules::CurrentDirectory directory_;
  hv1::SuccessionService::StubInterface& handover_;
  const std::function<void(grpc::ClientContext&)> sign_;
  rpc::Log& log_;
  std::map<std::string, Progress> progress_;
  int calls_ = 0;
  int moved_ = 0;
};

}  // namespace hemgang::directory
