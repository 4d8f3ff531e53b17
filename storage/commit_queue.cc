#include "storage/commit_queue.h"

#include <algorithm>
#include <map>
#include <set>
#include <variant>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"

#include "storage/engine.h"
#include "storage/unit_in_use.h"

namespace hemgang::storage {
namespace {

template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

absl::Status CheckMember(const BatchMember& member) {
  return std::visit(Overloaded{
                        [](const rec::Change& change) { return CheckWhole(change); },
                        [](const rec::Entry& entry) { return CheckWholeLook(entry); },
                        [](const rec::DirectoryChange& change) { return CheckWholeDirectory(change); },
                    },
                    member.write);
}

size_t SizeBytes(const BatchMember& member) {
  return std::visit([](const auto& message) { return message.ByteSizeLong(); }, member.write);
}

}  // namespace

struct CommitQueue::Batch {
  int64_t directory_revision = 0;
  // The newest version of each transition: read from the engine, or made by an earlier member.
  NewestTransitions transitions;
  std::deque<rec::Transition> read;
  std::set<std::pair<std::string, std::string>> receipts;
  absl::flat_hash_map<std::string, int64_t> last_sequences;
};

struct CommitQueue::Link {
  Mutex mutex;
  CommitQueue* queue HEMGANG_GUARDED_BY(mutex) = nullptr;
};

CommitQueue::CommitQueue(Engine& engine, const QueueOptions& options)
    : engine_(engine),
      bound_(options.bound),
      max_batch_(options.max_batch),
      max_batch_bytes_(options.max_batch_bytes),
      link_(std::make_shared<Link>()),
      own_finisher_(options.finisher ? nullptr : std::make_unique<ThreadExecutor>()),
      own_committer_(options.committer ? nullptr : std::make_unique<ThreadExecutor>()),
      finisher_(options.finisher ? options.finisher : own_finisher_.get()),
      committer_(options.committer ? options.committer : own_committer_.get()) {
  MutexLock lock(link_->mutex);
  link_->queue = this;
}

CommitQueue::~CommitQueue() {
  own_committer_.reset();
  {
    MutexLock lock(link_->mutex);
    link_->queue = nullptr;
  }
  while (RunOnce() > 0) {
  }
  own_finisher_.reset();
}

void CommitQueue::Push(std::unique_ptr<BatchMember> member, Priority priority, Done done) {
  absl::Status whole = CheckMember(*member);
  Waiting waiting{std::move(member), std::move(done), 0, std::move(whole)};
  if (waiting.answer.ok()) {
    waiting.size_bytes = SizeBytes(*waiting.member);
    const bool clock = priority == Priority::kClock;
    bool post = false;
    {
      MutexLock lock(mutex_);
      const int waits = static_cast<int>(persons_.size() + clock_.size());
      if (waits >= bound_ || (clock && static_cast<int>(clock_.size()) >= std::max(bound_ / 2, 1))) {
        waiting.answer = absl::ResourceExhaustedError(
            absl::StrCat(waits, " commits wait for the disk already, and no more are taken; try again shortly"));
      } else {
        (clock ? clock_ : persons_).push_back(std::move(waiting));
        post = !std::exchange(scheduled_, true);
      }
    }
    if (post) committer_->Post([committer = committer_, link = link_] { RunPosted(*committer, link); });
    if (waiting.member == nullptr) return;  // It waits.
  }
  std::vector<Waiting> refused;
  refused.push_back(std::move(waiting));
  Answer(std::move(refused));
}

void CommitQueue::RunPosted(Executor& committer, std::shared_ptr<Link> link) {
  {
    MutexLock lock(link->mutex);
    if (link->queue == nullptr) return;
    link->queue->RunOnce();
    if (!link->queue->StaysScheduled()) return;
  }
  // Posted without the lock: an executor may run it at once.
  committer.Post([&committer, link = std::move(link)] { RunPosted(committer, link); });
}

bool CommitQueue::StaysScheduled() {
  MutexLock lock(mutex_);
  scheduled_ = !persons_.empty() || !clock_.empty();
  return scheduled_;
}

int CommitQueue::RunOnce() {
  std::vector<Waiting> taken = TakeBatch();
  if (taken.empty()) return 0;
  const int count = static_cast<int>(taken.size());
  MakeBatch(taken);
  Answer(std::move(taken));
  return count;
}

std::vector<CommitQueue::Waiting> CommitQueue::TakeBatch() {
  std::vector<Waiting> taken;
  size_t size_bytes = 0;
  const auto take = [&](std::deque<Waiting>& from, int up_to) {
    while (!from.empty() && static_cast<int>(taken.size()) < up_to &&
           (taken.empty() || size_bytes + from.front().size_bytes <= max_batch_bytes_)) {
      size_bytes += from.front().size_bytes;
      taken.push_back(std::move(from.front()));
      from.pop_front();
    }
  };
  MutexLock lock(mutex_);
  // Places that the clock has while persons wait, whatever their size: one step of the clock is small.
  const int for_clock = std::min(static_cast<int>(clock_.size()), max_batch_ / 8);
  take(persons_, max_batch_ - for_clock);
  const size_t persons_bytes = std::exchange(size_bytes, 0);
  take(clock_, static_cast<int>(taken.size()) + for_clock);
  size_bytes += persons_bytes;
  take(persons_, max_batch_);
  take(clock_, max_batch_);
  return taken;
}

void CommitQueue::MakeBatch(std::vector<Waiting>& taken) {
  if (absl::Status writable = engine_.CheckWritable(); !writable.ok()) {
    for (Waiting& waiting : taken) waiting.answer = writable;
    return;
  }
  Batch batch;
  batch.directory_revision = engine_.DirectoryRevision();
  std::vector<const BatchMember*> admitted;
  admitted.reserve(taken.size());
  for (Waiting& waiting : taken) {
    waiting.answer = Admit(batch, *waiting.member);
    if (waiting.answer.ok()) admitted.push_back(waiting.member.get());
  }
  if (admitted.empty()) return;
  absl::Status written = engine_.WriteBatch(admitted);
  if (written.ok()) return;
  const absl::Status closed = engine_.CloseWrites(written);
  // Also who was refused: it may have been refused because of a member that was not kept.
  for (Waiting& waiting : taken) waiting.answer = closed;
}

absl::Status CommitQueue::Admit(Batch& batch, BatchMember& member) {
  return std::visit(Overloaded{
                        [&](rec::Change& change) { return AdmitStep(batch, change, member.previous); },
                        [&](rec::Entry&) { return absl::OkStatus(); },
                        [&](rec::DirectoryChange& change) { return AdmitDirectory(batch, change); },
                    },
                    member.write);
}

// Everything that can refuse comes first; only then does the batch remember what this member makes.
absl::Status CommitQueue::AdmitStep(Batch& batch, rec::Change& change, const rec::Transition*& previous) {
  if (change.directory_revision() != batch.directory_revision) {
    return absl::AbortedError(absl::StrCat("decided on revision ", change.directory_revision(),
                                           " of the directory, which is at ", batch.directory_revision));
  }
  const std::string& id = change.transition().id();
  auto found = batch.transitions.find(id);
  if (found == batch.transitions.end()) {
    absl::StatusOr<std::optional<rec::Transition>> kept = engine_.FindTransition(id);
    if (!kept.ok()) return absl::UnavailableError(kept.status().message());
    const rec::Transition* newest = nullptr;
    if (kept->has_value()) newest = &batch.read.emplace_back(std::move(**kept));
    found = batch.transitions.emplace(id, newest).first;
  }
  const int64_t kept_version = found->second == nullptr ? 0 : found->second->version();
  if (change.transition().version() != kept_version + 1) {
    return absl::AbortedError(absl::StrCat("would make version ", change.transition().version(),
                                           " of a transition that is at version ", kept_version));
  }
  if (change.has_receipt()) {
    if (absl::Status unseen = CheckReceipt(batch, change.receipt()); !unseen.ok()) return unseen;
  }
  if (absl::Status numbered = NumberInbox(batch, change); !numbered.ok()) return numbered;
  if (change.has_receipt()) batch.receipts.emplace(change.receipt().caller_id(), change.receipt().request_id());
  previous = std::exchange(found->second, &change.transition());
  return absl::OkStatus();
}

absl::Status CommitQueue::AdmitDirectory(Batch& batch, const rec::DirectoryChange& change) {
  if (change.revision() != batch.directory_revision + 1) {
    return absl::AbortedError(absl::StrCat("would make revision ", change.revision(), " of the directory, which is at ",
                                           batch.directory_revision));
  }
  if (absl::Status unseen = CheckReceipt(batch, change.receipt()); !unseen.ok()) return unseen;
  if (absl::Status unused = CheckRemovedUnits(engine_, batch.transitions, change); !unused.ok()) return unused;
  batch.receipts.emplace(change.receipt().caller_id(), change.receipt().request_id());
  batch.directory_revision = change.revision();
  return absl::OkStatus();
}

absl::Status CommitQueue::CheckReceipt(Batch& batch, const rec::Receipt& receipt) {
  bool seen = batch.receipts.count({receipt.caller_id(), receipt.request_id()}) > 0;
  if (!seen) {
    absl::StatusOr<bool> kept = engine_.HasReceipt(receipt.caller_id(), receipt.request_id());
    if (!kept.ok()) return absl::UnavailableError(kept.status().message());
    seen = *kept;
  }
  return seen ? absl::AbortedError("a receipt for this request is kept already") : absl::OkStatus();
}

absl::Status CommitQueue::NumberInbox(Batch& batch, rec::Change& change) {
  // All counters are read before any is moved: a read that fails must leave no gap.
  for (const rec::InboxEvent& event : change.inbox_events()) {
    if (batch.last_sequences.contains(event.unit_id())) continue;
    absl::StatusOr<int64_t> last = engine_.LastInboxSequence(event.unit_id());
    if (!last.ok()) return absl::UnavailableError(last.status().message());
    batch.last_sequences.emplace(event.unit_id(), *last);
  }
  for (rec::InboxEvent& event : *change.mutable_inbox_events()) {
    event.set_sequence(++batch.last_sequences[event.unit_id()]);
  }
  return absl::OkStatus();
}

void CommitQueue::Answer(std::vector<Waiting> taken) {
  std::set<std::string> told_units;
  for (const Waiting& waiting : taken) {
    const rec::Change* change = std::get_if<rec::Change>(&waiting.member->write);
    if (change == nullptr || !waiting.answer.ok()) continue;
    for (const rec::InboxEvent& event : change->inbox_events()) told_units.insert(event.unit_id());
  }
  std::shared_ptr<const std::function<void(const std::string&)>> told;
  {
    MutexLock lock(mutex_);
    told = told_;
  }
  finisher_->Post([taken = std::move(taken), told = std::move(told), units = std::move(told_units)]() mutable {
    for (Waiting& waiting : taken) waiting.done(std::move(waiting.answer));
    if (told == nullptr) return;
    for (const std::string& unit : units) (*told)(unit);
  });
}

void CommitQueue::OnInboxTold(std::function<void(const std::string&)> told) {
  auto shared = std::make_shared<const std::function<void(const std::string&)>>(std::move(told));
  MutexLock lock(mutex_);
  told_ = std::move(shared);
}

}  // namespace hemgang::storage
