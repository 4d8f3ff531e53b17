// Sends the letters whose time has come, and remembers how it went.
//
// A try is kept before it is made: which try it is, and when the next one would be. So a process that is killed while
// it sends tries again later, with the same letter id, and whoever got it twice can tell by that id. After a delivery
// the letter is kept as SENT; a failure leaves what was kept before the try. Letters to one address (a lane: a unit and
// a channel) go one after the other in their order; lanes go beside each other, so that a slow server holds up only a
// few others, and those for half a minute at a time.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/time/time.h"

#include "services/notify/letter_book.h"
#include "services/notify/postman.h"
#include "services/notify/settings.h"
#include "services/rpc/log.h"
#include "services/rpc/metrics.h"
#include "services/rules/directory.h"

namespace hemgang::notify {

class LetterSender {
 public:
  // Lanes that are sent to at the same time.
  static constexpr int kLanesAtOnce = 4;

  // All of them outlive the sender.
  LetterSender(LetterBook& book, rules::CurrentDirectory directory, const Settings& settings, Postman& postman,
               rpc::Metrics& metrics, rpc::Log& log);

  // One pass over the letters that may go at `now`. Returns how many were delivered. One caller at a time; blocks for
  // the servers, so it has a thread of its own.
  int RunOnce(absl::Time now);

  // Counts what waits and what is dead, for the metrics.
  void Count();

 private:
  using LaneId = std::pair<std::string, rec::LetterChannel>;

  int SendLane(const LaneId& lane, absl::Time now);
  // The lane's next letter, with this try kept; nothing when none may go or the store does not take it.
  std::optional<rec::Letter> Claim(const LaneId& lane, absl::Time now);
  Verdict Send(const rec::Letter& letter, absl::Time now);
  // False when the store did not take it.
  bool Delivered(rec::Letter letter, absl::Time now);
  void Failed(rec::Letter letter, Verdict verdict, absl::Time now);
  // The mail server answers again: those whom it did not answer need not wait out their pauses.
  void HurryUnreached(absl::Time now);

  LetterBook& book_;
  const rules::CurrentDirectory directory_;
  const Settings& settings_;
  Postman& postman_;
  rpc::Metrics& metrics_;
  rpc::Log& log_;

  Mutex mutex_;
  absl::flat_hash_set<std::string> unreached_units_ HEMGANG_GUARDED_BY(mutex_);
};

}  // namespace hemgang::notify
