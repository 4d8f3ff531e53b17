// Units with addresses, and things that they are told: what the tests of letters begin with. The directory is
// TestDirectory() with addresses for a few of its units.
#pragma once

#include <memory>
#include <string>

#include "absl/time/time.h"

#include "services/rules/directory.h"
#include "storage/store.h"

namespace hemgang::test {

namespace dv1 = hemgang::directory::v1;
namespace hv1 = hemgang::handover::v1;
namespace rec = hemgang::record::v1;
namespace rv1 = hemgang::routing::v1;

inline constexpr char kHomeUnit[] = "molndal-hemrehab";
inline constexpr char kHomeAddress[] = "hemrehab@molndal.example";
inline constexpr char kChiefUnit[] = "molndal-hemrehab-chef";
inline constexpr char kChiefAddress[] = "chef@molndal.example";
inline constexpr char kBergenUnit[] = "bergen-hjemmerehab";
inline constexpr char kBergenAddress[] = "hjemmerehab@bergen.example";

// "2026-06-18 10:00" in Stockholm.
absl::Time Local(const std::string& text);

// The directory with kHomeAddress, kChiefAddress and kBergenAddress.
dv1::Directory AddressedDirectory();
// Always this one, however the store's is.
rules::CurrentDirectory Fixed(const dv1::Directory& directory);

// Tells units things in a store that holds nothing else.
class Inboxes {
 public:
  // `store` outlives this; it is empty.
  explicit Inboxes(storage::Store& store);

  // A handover was sent to the unit by another one, due at `due`.
  void TellSent(const std::string& unit_id, absl::Time now, hv1::Urgency urgency = hv1::URGENCY_ROUTINE,
                absl::Time due = absl::InfiniteFuture());
  // A rung of the ladder.
  void TellOverdue(const std::string& unit_id, absl::Time now, int level, bool digest = false);
  void Tell(const std::string& unit_id, absl::Time now, rec::InboxEvent event);

 private:
  storage::Store& store_;
  int steps_ = 0;
};

}  // namespace hemgang::test
