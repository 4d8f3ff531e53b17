// The kept letters, and the one lock under which a letter is read and changed: the writer, the sender and a person who
// asks for another try would else overwrite each other. Nobody sends while holding it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "hemgang/record/v1/record.pb.h"

#include "storage/mutex.h"
#include "storage/store.h"

namespace hemgang::notify {

namespace rec = hemgang::record::v1;

struct LetterBook {
  explicit LetterBook(storage::Store& kept) : store(kept) {}

  // All of a unit's letters in one state, oldest first. Only for states that hold few: not for SENT.
  absl::StatusOr<std::vector<rec::Letter>> ListAll(const std::string& unit_id, rec::LetterState state)
      HEMGANG_REQUIRES(mutex);
  // Those of one channel that are WAITING.
  absl::StatusOr<std::vector<rec::Letter>> ListWaiting(const std::string& unit_id, rec::LetterChannel channel)
      HEMGANG_REQUIRES(mutex);
  // A letter that is WAITING or DEAD.
  absl::StatusOr<std::optional<rec::Letter>> Find(const std::string& letter_id) HEMGANG_REQUIRES(mutex);
  absl::Status Put(const rec::Letter& letter) HEMGANG_REQUIRES(mutex);

  Mutex mutex;
  storage::Store& store;
};

}  // namespace hemgang::notify
