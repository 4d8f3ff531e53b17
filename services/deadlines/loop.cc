#include "services/deadlines/loop.h"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include "services/rpc/times.h"
#include "services/rpc/wire_status.h"

namespace hemgang::deadlines {
namespace {

constexpr int kBatch = 256;
constexpr auto kPatience = std::chrono::seconds(10);
constexpr absl::Duration kFirstPause = absl::Seconds(1);
constexpr absl::Duration kLongestPause = absl::Minutes(5);

absl::Duration PauseAfter(int failures) {
  return std::min(kFirstPause * (int64_t{1} << std::min(failures - 1, 10)), kLongestPause);
}

}  // namespace

struct DeadlineLoop::Call {
  grpc::ClientContext context;
  hv1::ExpireRequest request;
  hv1::ExpireResponse response;
  absl::Time now;
};

DeadlineLoop::DeadlineLoop(storage::Store& store, hv1::ExpiryService::StubInterface& handover,
                           std::function<void(grpc::ClientContext&)> sign, rpc::Metrics& metrics, rpc::Log& log)
    : store_(store), handover_(handover), sign_(std::move(sign)), metrics_(metrics), log_(log) {}

DeadlineLoop::~DeadlineLoop() {
  WaitUntilIdle();
}

int DeadlineLoop::RunOnce(absl::Time now) {
  int limit = kBatch;
  {
    // What failed, and what is under way, may stand first in the list: look past it.
    MutexLock lock(mutex_);
    limit += static_cast<int>(failed_.size() + under_way_.size());
  }
  absl::StatusOr<std::vector<storage::Wake>> wakes = store_.ListWakes(rpc::ToMicros(now), limit);
  if (!wakes.ok()) {
    rpc::LogLine line;
    line.event = "deadlines_unread";
    line.sentence = std::string(wakes.status().message());
    log_.Put(line);
    return 0;
  }
  metrics_.Set(rpc::Gauge::kWakeBacklog, static_cast<double>(wakes->size()));
  const absl::Duration lag = wakes->empty() ? absl::ZeroDuration() : now - rpc::FromMicros(wakes->front().wake_time_us);
  metrics_.Set(rpc::Gauge::kDeadlineLag, absl::ToDoubleSeconds(lag));

  ForgetFailuresOutside(*wakes, static_cast<int>(wakes->size()) < limit);

  int started = 0;
  for (const storage::Wake& wake : *wakes) {
    if (!MayStart(wake.transition_id, now)) continue;
    Start(wake, now);
    ++started;
  }
  return started;
}

void DeadlineLoop::ForgetFailuresOutside(const std::vector<storage::Wake>& wakes, bool is_whole) {
  MutexLock lock(mutex_);
  if (failed_.empty() || !is_whole) return;
  absl::flat_hash_set<std::string> listed;
  for (const storage::Wake& wake : wakes) listed.insert(wake.transition_id);
  absl::erase_if(failed_, [&listed](const auto& failure) { return !listed.contains(failure.first); });
}

bool DeadlineLoop::MayStart(const std::string& transition_id, absl::Time now) {
  MutexLock lock(mutex_);
  if (under_way_.size() >= kInFlight) return false;
  const auto failed = failed_.find(transition_id);
  if (failed != failed_.end() && now < failed->second.again) return false;
  return under_way_.insert(transition_id).second;
}

void DeadlineLoop::Start(const storage::Wake& wake, absl::Time now) {
  auto call = std::make_shared<Call>();
  call->request.set_transition_id(wake.transition_id);
  call->request.set_task_id(wake.task_id);
  call->now = now;
  call->context.set_deadline(std::chrono::system_clock::now() + kPatience);
  sign_(call->context);
  Call& parts = *call;
  handover_.async()->Expire(
      &parts.context, &parts.request, &parts.response,
      [this, call = std::move(call)](const grpc::Status& status) { Ended(*call, rpc::FromGrpc(status)); });
}

void DeadlineLoop::Ended(const Call& call, const absl::Status& status) {
  MutexLock lock(mutex_);
  const std::string& transition_id = call.request.transition_id();
  if (status.ok()) {
    failed_.erase(transition_id);
  } else {
    Failure& failure = failed_[transition_id];
    failure.again = call.now + PauseAfter(++failure.times);
  }
  under_way_.erase(transition_id);
  if (under_way_.empty()) idle_.SignalAll();
}

void DeadlineLoop::WaitUntilIdle() {
  MutexLock lock(mutex_);
  while (!under_way_.empty()) idle_.Wait(mutex_);
}

}  // namespace hemgang::deadlines
