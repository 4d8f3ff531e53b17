// Makes letters out of what units are told: reads each inbox from where it was read last, decides by letter_rules.h,
// and keeps the letters together with how far it came. So each event is told of once, whatever is killed when.
//
// Sends nothing. Owns no thread.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/time/time.h"

#include "services/notify/addresses.h"
#include "services/notify/letter_book.h"
#include "services/notify/letter_rules.h"
#include "services/rpc/log.h"
#include "services/rules/directory.h"

namespace hemgang::notify {

class LetterWriter {
 public:
  // Events older than this are passed over in an inbox of which no letter was ever written: when letters are switched
  // on for a unit, it is not told of everything that ever was.
  static constexpr absl::Duration kOldest = absl::Hours(72);

  // All of them outlive the writer.
  LetterWriter(LetterBook& book, rules::CurrentDirectory directory, Channels channels, rpc::Log& log);

  // One pass over every unit that has an address. Returns how many letters were written or changed. One caller at a
  // time; blocks for the store only. What fails is logged and done in the next pass.
  int RunOnce(absl::Time now);

 private:
  absl::StatusOr<int> WriteUnit(const std::string& unit_id, const rules::CareUnit& addressee, absl::Time now);
  // The lanes that the addressee has an address for.
  absl::StatusOr<std::vector<Lane>> OpenLanes(const std::string& unit_id, const rules::CareUnit& addressee,
                                              absl::Time now) HEMGANG_REQUIRES(book_.mutex);
  // What the event itself does not say: which kind of handover, and by when the unit must do what.
  absl::StatusOr<LetterEvent> LookUp(const rec::InboxEvent& event);
  void Remember(const std::vector<Lane>& lanes);

  LetterBook& book_;
  const rules::CurrentDirectory directory_;
  const Channels channels_;
  rpc::Log& log_;
  // When letters were written lately. Only for what makes a storm: after a restart it begins anew.
  absl::flat_hash_map<std::pair<std::string, int>, std::vector<absl::Time>> written_;
};

}  // namespace hemgang::notify
