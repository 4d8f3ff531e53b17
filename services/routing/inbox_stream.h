// One live inbox: first what came after the reader's cursor, then each event as it happens, with heartbeats in between.
//
// What holds, always:
//   1. One thing at a time is under way: a read of the store or a write to the reader (busy_). So one page of events is
//      all that a stream ever holds, however slow its reader is.
//   2. Events are written in order, each once; what is told while the stream is busy is found by its next read.
//   3. Finish is called once, and only when nothing is under way.
//   4. The mutex is never held over a read, a write or a post.
//   5. Work on another thread holds the stream: OnDone may come as soon as nothing is under way.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"

#include "hemgang/record/v1/record.pb.h"

#include "services/routing/live_inboxes.h"
#include "services/rpc/unary.h"
#include "storage/mutex.h"

namespace hemgang::routing {

class InboxStream final : public grpc::ServerWriteReactor<grpc::ByteBuffer>,
                          public std::enable_shared_from_this<InboxStream> {
 public:
  InboxStream(LiveInboxes& house, const rpc::StreamCall& call);

  // Finds out who reads what; from then on the stream owns itself until OnDone.
  void Begin();
  // Something may have been told. Any thread.
  void Wake() HEMGANG_EXCLUDES(mutex_);
  // Time for a heartbeat. Any thread.
  void Beat() HEMGANG_EXCLUDES(mutex_);
  // Ends the stream as soon as nothing is under way. The first reason given stands. Any thread.
  void End(const absl::Status& why) HEMGANG_EXCLUDES(mutex_);

  void OnWriteDone(bool ok) override HEMGANG_EXCLUDES(mutex_);
  void OnCancel() override;
  void OnDone() override;

 private:
  enum class Move { kNothing, kRead, kWriteEvent, kWriteHeartbeat, kFinish };

  void Admit();
  void Read();
  // Chooses the next move, unless one is under way, and makes it.
  void Turn() HEMGANG_EXCLUDES(mutex_);
  Move Choose() HEMGANG_REQUIRES(mutex_);
  void WriteEvent();
  void WriteHeartbeat();
  void Finished() HEMGANG_EXCLUDES(mutex_);

  LiveInboxes& house_;
  const rpc::StreamCall call_;
  const absl::Time began_;
  std::shared_ptr<InboxStream> self_;
  std::string unit_id_;       // set by Admit, before anything else is under way
  grpc::ByteBuffer writing_;  // belongs to the write under way

  Mutex mutex_;
  bool busy_ HEMGANG_GUARDED_BY(mutex_) = true;
  bool told_ HEMGANG_GUARDED_BY(mutex_) = true;
  bool beat_ HEMGANG_GUARDED_BY(mutex_) = true;  // the first says that the reader has caught up
  bool finished_ HEMGANG_GUARDED_BY(mutex_) = false;
  bool ending_ HEMGANG_GUARDED_BY(mutex_) = false;
  absl::Status why_ HEMGANG_GUARDED_BY(mutex_);
  int64_t after_ HEMGANG_GUARDED_BY(mutex_) = 0;
  std::vector<hemgang::record::v1::InboxEvent> page_ HEMGANG_GUARDED_BY(mutex_);
  size_t next_ HEMGANG_GUARDED_BY(mutex_) = 0;
};

}  // namespace hemgang::routing
