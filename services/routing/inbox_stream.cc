#include "services/routing/inbox_stream.h"

#include <utility>

#include "absl/time/clock.h"

#include "hemgang/routing/v1/inbox_service.pb.h"

#include "services/routing/inbox_view.h"
#include "services/rpc/times.h"
#include "services/rpc/wire_status.h"

namespace hemgang::routing {
namespace {

namespace rv1 = hemgang::routing::v1;

constexpr int kPage = 64;

}  // namespace

InboxStream::InboxStream(LiveInboxes& house, const rpc::StreamCall& call)
    : house_(house), call_(call), began_(absl::Now()) {}

void InboxStream::Begin() {
  self_ = shared_from_this();
  // Holds the stream, as every post does: once nothing is under way, a reader who leaves may end it on another thread
  // while the posted work is still returning.
  house_.reads_.Post([self = self_] { self->Admit(); });
}

void InboxStream::Admit() {
  rv1::WatchInboxRequest request;
  absl::StatusOr<rpc::Caller> caller = rpc::BeginStream(call_, request);
  absl::Status refused = caller.status();
  if (caller.ok()) {
    unit_id_ = caller->unit_id;
    refused = house_.reader_.CheckCursor(unit_id_, request.after_sequence()).status();
  }
  // From Join on it is woken; what was told before is found by the first read.
  if (refused.ok() && !house_.Join(unit_id_, self_)) refused = absl::UnavailableError("restarting");
  {
    MutexLock lock(mutex_);
    busy_ = false;
    after_ = request.after_sequence();
  }
  if (!refused.ok()) return End(refused);
  Turn();
}

void InboxStream::Wake() {
  {
    MutexLock lock(mutex_);
    told_ = true;
  }
  Turn();
}

void InboxStream::Beat() {
  {
    MutexLock lock(mutex_);
    beat_ = true;
  }
  Turn();
}

void InboxStream::End(const absl::Status& why) {
  {
    MutexLock lock(mutex_);
    if (!ending_) why_ = why;
    ending_ = true;
  }
  Turn();
}

void InboxStream::OnCancel() {
  End(absl::CancelledError("the reader has gone"));
}

void InboxStream::Turn() {
  Move move = Move::kNothing;
  {
    MutexLock lock(mutex_);
    if (busy_ || finished_) return;
    move = Choose();
    busy_ = move != Move::kNothing;
    finished_ = move == Move::kFinish;
  }
  switch (move) {
    case Move::kNothing:
      return;
    case Move::kRead:
      return house_.reads_.Post([self = shared_from_this()] { self->Read(); });
    case Move::kWriteEvent:
      return WriteEvent();
    case Move::kWriteHeartbeat:
      return WriteHeartbeat();
    case Move::kFinish:
      return Finished();
  }
}

InboxStream::Move InboxStream::Choose() {
  if (ending_) return Move::kFinish;
  if (next_ < page_.size()) return Move::kWriteEvent;
  if (told_) {
    told_ = false;
    return Move::kRead;
  }
  if (beat_) {
    beat_ = false;
    return Move::kWriteHeartbeat;
  }
  return Move::kNothing;
}

void InboxStream::Read() {
  int64_t after = 0;
  {
    MutexLock lock(mutex_);
    after = after_;
  }
  auto events = house_.reader_.Read(unit_id_, after, kPage);
  {
    MutexLock lock(mutex_);
    busy_ = false;
    next_ = 0;
    page_.clear();
    if (events.ok()) page_ = *std::move(events);
    told_ = told_ || page_.size() == kPage;  // there may be more
  }
  if (!events.ok()) return End(events.status());
  Turn();
}

void InboxStream::WriteEvent() {
  rv1::WatchInboxResponse message;
  {
    MutexLock lock(mutex_);
    *message.mutable_event() = EventView(page_[next_]);
    after_ = page_[next_].sequence();
    ++next_;
  }
  writing_ = rpc::ToBytes(message);
  StartWrite(&writing_);
}

void InboxStream::WriteHeartbeat() {
  rv1::WatchInboxResponse message;
  {
    MutexLock lock(mutex_);
    message.mutable_heartbeat()->set_last_sequence(after_);
  }
  *message.mutable_heartbeat()->mutable_sent_time() = rpc::ToTimestamp(house_.reader_.Now());
  writing_ = rpc::ToBytes(message);
  StartWrite(&writing_);
}

void InboxStream::OnWriteDone(bool ok) {
  {
    MutexLock lock(mutex_);
    busy_ = false;
  }
  if (!ok) return End(absl::CancelledError("the reader has gone"));
  Turn();
}

void InboxStream::Finished() {
  absl::Status why;
  {
    MutexLock lock(mutex_);
    why = why_;
  }
  const absl::Duration duration = absl::Now() - began_;
  call_.method.meter->Count(why.code(), duration);
  call_.method.frame.log.PutCall(call_.method.name, unit_id_, why, duration);
  Finish(rpc::ToGrpc(why));
}

void InboxStream::OnDone() {
  if (!unit_id_.empty()) house_.Leave(unit_id_, self_);
  self_.reset();  // may end this
}

}  // namespace hemgang::routing
