#include "services/routing/live_inboxes.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/time/clock.h"

#include "services/routing/inbox_stream.h"

namespace hemgang::routing {

LiveInboxes::LiveInboxes(storage::Store& store, rpc::Clock& clock, Executor& reads, rpc::Metrics& metrics)
    : reader_(store, clock), reads_(reads), metrics_(metrics) {}

LiveInboxes::~LiveInboxes() = default;

grpc::ServerWriteReactor<grpc::ByteBuffer>* LiveInboxes::Open(const rpc::StreamCall& call) {
  auto stream = std::make_shared<InboxStream>(*this, call);
  stream->Begin();
  return stream.get();
}

void LiveInboxes::Told(const std::string& unit_id) {
  std::vector<std::shared_ptr<InboxStream>> streams;
  {
    MutexLock lock(mutex_);
    const auto found = by_unit_.find(unit_id);
    if (found != by_unit_.end()) streams.assign(found->second.begin(), found->second.end());
  }
  for (const auto& stream : streams) stream->Wake();
}

void LiveInboxes::Beat() {
  for (const auto& stream : All()) stream->Beat();
}

void LiveInboxes::EndAll() {
  {
    MutexLock lock(mutex_);
    ended_ = true;
  }
  for (const auto& stream : All()) stream->End(absl::UnavailableError("restarting"));
}

void LiveInboxes::WaitUntilNone(absl::Duration patience) {
  const absl::Time until = absl::Now() + patience;
  MutexLock lock(mutex_);
  while (!by_unit_.empty()) {
    const absl::Duration left = until - absl::Now();
    if (left <= absl::ZeroDuration()) return;
    left_.WaitFor(mutex_, absl::ToChronoNanoseconds(left));
  }
}

bool LiveInboxes::Join(const std::string& unit_id, std::shared_ptr<InboxStream> stream) {
  MutexLock lock(mutex_);
  if (ended_) return false;
  if (by_unit_[unit_id].insert(std::move(stream)).second) metrics_.Add(rpc::Gauge::kOpenStreams, 1);
  return true;
}

void LiveInboxes::Leave(const std::string& unit_id, const std::shared_ptr<InboxStream>& stream) {
  MutexLock lock(mutex_);
  const auto found = by_unit_.find(unit_id);
  if (found == by_unit_.end() || found->second.erase(stream) == 0) return;
  metrics_.Add(rpc::Gauge::kOpenStreams, -1);
  if (found->second.empty()) by_unit_.erase(found);
  left_.SignalAll();
}

std::vector<std::shared_ptr<InboxStream>> LiveInboxes::All() {
  std::vector<std::shared_ptr<InboxStream>> all;
  MutexLock lock(mutex_);
  for (const auto& [unit_id, streams] : by_unit_) all.insert(all.end(), streams.begin(), streams.end());
  return all;
}

}  // namespace hemgang::routing
