// The one path of every step: gather, decide, commit.
//
// Gather looks for a receipt and reads the directory and the transition; rules::Decide decides; the Change gets its
// sealed contents and its receipt and is committed. When something moved meanwhile (ABORTED) the step is decided
// anew, a few times. Knows no field of any request: requests.h reads those, custody.h seals.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/time/civil_time.h"

#include "hemgang/handover/v1/views.pb.h"

#include "services/rpc/answer.h"
#include "services/rpc/clock.h"
#include "services/rules/decide.h"
#include "services/rules/directory.h"
#include "storage/executor.h"
#include "storage/store.h"

namespace hemgang::handover {

namespace hv1 = hemgang::handover::v1;
namespace rec = hemgang::record::v1;

// Adds contents and keys to a decided change. Called once per decision, with the directory that it was decided on.
// What it refuses is refused for the whole step.
using SealStep = std::function<absl::Status(rules::Decision& decision, const rules::Directory& directory)>;
// Completes a command with what only the kept transition can tell. Called before each decision.
using CompleteStep = std::function<absl::Status(const rec::Transition& transition, rules::Command& command)>;

// A step as a method asks for it.
struct AskedStep {
  rules::Command command;
  // Empty for OpenTransition, and where the handover's id says which transition it is. Where both are given, the
  // handover must be one of the transition's.
  std::string transition_id;
  // Keyed digest of the request; empty for the clock, whose steps have no receipt.
  std::string request_digest;
  // Answers what the step would do, and keeps nothing.
  bool dry_run = false;
  // Both may be null.
  CompleteStep complete;
  SealStep seal;
  std::string sent_draft_id;
};

// What the rooms of the handover service stand on. All of it outlives the service.
struct Ground {
  storage::Store& store;
  rpc::Clock& clock;
  rpc::IdSource& ids;
  rules::CurrentDirectory directory;
  Executor& executor;
};

// The calendar day of a unit: ages and centuries are counted on it. In UTC for a unit that the directory does not know.
absl::CivilDay TodayOf(const Ground& ground, const std::string& unit_id);

class StepPath {
 public:
  explicit StepPath(Ground& ground) : ground_(ground) {}

  // Answers when the step is kept, refused, or not known to be kept (UNAVAILABLE: repeat with the same request id).
  void Take(AskedStep asked, rpc::Answer<hv1::StepOutcome> answer);

 private:
  struct Walk;
  // One try. Ends by answering, or by committing.
  void Try(std::shared_ptr<Walk> walk);
  // Answers from the receipt when there is one for this request; true when it did.
  absl::StatusOr<bool> AnswerFromReceipt(Walk& walk);
  absl::Status Gather(Walk& walk);
  // OpenTransition: the patient's other transitions that are still open.
  absl::Status GatherOthers(Walk& walk);
  absl::Status CheckDraft(const AskedStep& asked);
  void Commit(std::shared_ptr<Walk> walk, rules::Decision decision);

  Ground& ground_;
};

// SHA-256 of a message's deterministic bytes. A receipt keeps it keyed (Sealer::RequestDigest), never as it is.
std::string DigestOf(const google::protobuf::MessageLite& message);

}  // namespace hemgang::handover
