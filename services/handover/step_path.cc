#include "services/handover/step_path.h"

#include <optional>
#include <utility>
#include <variant>

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <openssl/evp.h>

#include "services/handover/views.h"
#include "services/rpc/errors.h"

namespace hemgang::handover {
namespace {

// How often a step is decided before its caller is asked to come again: each time somebody else was faster.
constexpr int kMaxTries = 8;

std::string CallerIdOf(const rules::Actor& actor) {
  return actor.staff_id + "@" + actor.unit_id;
}

}  // namespace

absl::CivilDay TodayOf(const Ground& ground, const std::string& unit_id) {
  auto directory = ground.directory();
  const rules::CareUnit* unit = directory.ok() ? (*directory)->FindUnit(unit_id) : nullptr;
  return absl::ToCivilDay(ground.clock.Now(), unit == nullptr ? absl::UTCTimeZone() : unit->hours.zone);
}

struct StepPath::Walk {
  AskedStep asked;
  rpc::Answer<hv1::StepOutcome> answer;
  int tries = 0;
  std::shared_ptr<const rules::Directory> directory;
  std::optional<rec::Transition> transition;
  std::vector<rec::Transition> others;
};

std::string DigestOf(const google::protobuf::MessageLite& message) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    message.SerializeToCodedStream(&coded);
  }
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), digest, &size, EVP_sha256(), nullptr);
  return std::string(reinterpret_cast<const char*>(digest), size);
}

void StepPath::Take(AskedStep asked, rpc::Answer<hv1::StepOutcome> answer) {
  auto walk = std::make_shared<Walk>();
  walk->asked = std::move(asked);
  walk->answer = std::move(answer);
  Try(std::move(walk));
}

void StepPath::Try(std::shared_ptr<Walk> walk) {
  ++walk->tries;
  const absl::StatusOr<bool> answered = AnswerFromReceipt(*walk);
  if (!answered.ok()) return walk->answer(answered.status());
  if (*answered) return;
  if (const absl::Status gathered = Gather(*walk); !gathered.ok()) return walk->answer(gathered);

  const rules::Facts facts{.now = ground_.clock.Now(),
                           .directory = *walk->directory,
                           .transition = walk->transition.has_value() ? &*walk->transition : nullptr,
                           .new_id = ground_.ids.NewId(),
                           .second_id = ground_.ids.NewId(),
                           .entry_salt = ground_.ids.NewId(),
                           .others = walk->others};
  std::variant<rules::Decision, rules::Refusal> decided = rules::Decide(walk->asked.command, facts);
  if (const auto* refusal = std::get_if<rules::Refusal>(&decided)) {
    return walk->answer(rpc::Refusal(refusal->reason, refusal->sentence, refusal->metadata, refusal->field_path));
  }
  Commit(std::move(walk), std::get<rules::Decision>(std::move(decided)));
}

absl::StatusOr<bool> StepPath::AnswerFromReceipt(Walk& walk) {
  if (walk.asked.request_digest.empty() || walk.asked.dry_run) return false;
  auto receipt = ground_.store.FindReceipt(CallerIdOf(walk.asked.command.actor), walk.asked.command.request_id);
  if (!receipt.ok()) return receipt.status();
  if (!receipt->has_value()) return false;
  if ((*receipt)->request_digest() != walk.asked.request_digest) {
    return rpc::Refusal(rpc::ev1::ERROR_REASON_REQUEST_ID_REUSED,
                        "This request_id was used for another request; use a new UUID for each new step, and the same "
                        "one only to repeat a step unchanged.");
  }
  hv1::StepOutcome outcome;
  if (!outcome.ParseFromString((*receipt)->answer())) return absl::DataLossError("A kept receipt cannot be read.");
  walk.answer(std::move(outcome));
  return true;
}

absl::Status StepPath::Gather(Walk& walk) {
  auto directory = ground_.directory();
  if (!directory.ok()) return directory.status();
  walk.directory = *std::move(directory);
  walk.transition.reset();

  std::string transition_id = walk.asked.transition_id;
  if (transition_id.empty() && !walk.asked.command.handover_id.empty()) {
    auto found = ground_.store.FindTransitionOfHandover(walk.asked.command.handover_id);
    if (!found.ok()) return found.status();
    if (found->has_value()) transition_id = **found;
  }
  if (transition_id.empty()) return GatherOthers(walk);
  auto transition = ground_.store.FindTransition(transition_id);
  if (!transition.ok()) return transition.status();
  walk.transition = *std::move(transition);
  if (!walk.transition.has_value() || walk.asked.complete == nullptr) return absl::OkStatus();
  return walk.asked.complete(*walk.transition, walk.asked.command);
}

absl::Status StepPath::GatherOthers(Walk& walk) {
  walk.others.clear();
  const auto* opening = std::get_if<rules::OpenTransition>(&walk.asked.command.arguments);
  if (opening == nullptr) return absl::OkStatus();
  auto ids = ground_.store.ListTransitionsOfPatient(opening->patient_hash);
  if (!ids.ok()) return ids.status();
  for (const std::string& id : *ids) {
    auto other = ground_.store.FindTransition(id);
    if (!other.ok()) return other.status();
    if (!other->has_value()) continue;
    const hv1::TransitionState state = (*other)->state();
    if (state == hv1::TRANSITION_STATE_CLOSED || state == hv1::TRANSITION_STATE_CANCELLED) continue;
    walk.others.push_back(**std::move(other));
  }
  return absl::OkStatus();
}

// Sending erases the draft, so it must be the sender's to erase, and not what was written about another patient.
absl::Status StepPath::CheckDraft(const AskedStep& asked) {
  if (asked.sent_draft_id.empty()) return absl::OkStatus();
  auto draft = ground_.store.FindDraft(asked.sent_draft_id);
  if (!draft.ok()) return draft.status();
  const bool own = draft->has_value() && (*draft)->unit_id() == asked.command.actor.unit_id;
  if (own && ((*draft)->transition_id().empty() || (*draft)->transition_id() == asked.transition_id)) {
    return absl::OkStatus();
  }
  return rpc::Refusal(
      rpc::ev1::ERROR_REASON_NOT_FOUND,
      "There is no such draft of your unit for this transition; leave out draft_id, or name one of your own.");
}

void StepPath::Commit(std::shared_ptr<Walk> walk, rules::Decision decision) {
  rec::Change& change = decision.change;
  const rules::Command& command = walk->asked.command;
  hv1::StepOutcome outcome =
      OutcomeView(decision, walk->transition.has_value() ? &*walk->transition : nullptr, command.actor);
  if (walk->asked.dry_run) return walk->answer(std::move(outcome));
  if (walk->asked.seal) {
    if (const absl::Status sealed = walk->asked.seal(decision, *walk->directory); !sealed.ok()) {
      return walk->answer(sealed);
    }
  }
  if (const absl::Status own = CheckDraft(walk->asked); !own.ok()) return walk->answer(own);
  change.set_sent_draft_id(walk->asked.sent_draft_id);
  if (!walk->asked.request_digest.empty()) {
    rec::Receipt& receipt = *change.mutable_receipt();
    receipt.set_caller_id(CallerIdOf(command.actor));
    receipt.set_request_id(command.request_id);
    receipt.set_request_digest(walk->asked.request_digest);
    receipt.set_answer(outcome.SerializeAsString());
    receipt.set_recorded_time_us(change.entry().recorded_time_us());
  }
  const bool is_house = command.actor.is_clock || command.actor.is_directory;
  const storage::Priority priority = is_house ? storage::Priority::kClock : storage::Priority::kPerson;
  ground_.store.Commit(
      std::move(change), priority, [this, walk, outcome = std::move(outcome)](absl::Status status) mutable {
        if (status.ok()) return walk->answer(std::move(outcome));
        if (!absl::IsAborted(status)) return walk->answer(status);
        if (walk->tries >= kMaxTries) {
          return walk->answer(
              absl::UnavailableError("Too many others changed the same thing at the same time; repeat the request."));
        }
        ground_.executor.Post([this, walk] { Try(walk); });
      });
}

}  // namespace hemgang::handover
