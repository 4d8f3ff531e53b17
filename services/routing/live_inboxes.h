// Every inbox stream that is open now, by unit: who is woken when a unit is told something.
//
// Owns no thread. Told() comes from the store, Beat() from whoever keeps time; both only say "look", and the streams
// then read on `reads`. A stream that is busy with a slow reader is not waited for and gathers nothing.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"

#include "services/routing/inbox_reader.h"
#include "services/rpc/metrics.h"
#include "services/rpc/unary.h"
#include "storage/executor.h"
#include "storage/mutex.h"

namespace hemgang::routing {

class InboxStream;

class LiveInboxes {
 public:
  // `reads` runs what may block for the store. All of them outlive this, and this outlives every stream: call EndAll()
  // and shut the server down first.
  LiveInboxes(storage::Store& store, rpc::Clock& clock, Executor& reads, rpc::Metrics& metrics);
  ~LiveInboxes();

  // Opens a stream for one call. Never blocks.
  grpc::ServerWriteReactor<grpc::ByteBuffer>* Open(const rpc::StreamCall& call);

  // The unit was told something; for Store::OnInboxTold.
  void Told(const std::string& unit_id) HEMGANG_EXCLUDES(mutex_);
  // Time for a heartbeat on every stream that is idle.
  void Beat() HEMGANG_EXCLUDES(mutex_);
  // Ends every stream with UNAVAILABLE, "restarting", and every one that is opened later.
  void EndAll() HEMGANG_EXCLUDES(mutex_);
  // Returns when no stream is open, at the latest after `patience` of real time.
  void WaitUntilNone(absl::Duration patience) HEMGANG_EXCLUDES(mutex_);

 private:
  friend class InboxStream;

  // False when no stream may begin any more.
  bool Join(const std::string& unit_id, std::shared_ptr<InboxStream> stream) HEMGANG_EXCLUDES(mutex_);
  void Leave(const std::string& unit_id, const std::shared_ptr<InboxStream>& stream) HEMGANG_EXCLUDES(mutex_);
  std::vector<std::shared_ptr<InboxStream>> All() HEMGANG_EXCLUDES(mutex_);

  InboxReader reader_;
  Executor& reads_;
  rpc::Metrics& metrics_;
  Mutex mutex_;
  CondVar left_;
  bool ended_ HEMGANG_GUARDED_BY(mutex_) = false;
  absl::flat_hash_map<std::string, std::set<std::shared_ptr<InboxStream>>> by_unit_ HEMGANG_GUARDED_BY(mutex_);
};

}  // namespace hemgang::routing
