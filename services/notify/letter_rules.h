// Which events of an inbox make a letter, when it may go, and when several become one. Pure: no store, no clock.
//
// A letter is a nudge, not the message: what happened stands in the inbox, and the ladder climbs whether a letter came
// or not. So it may be held while nobody works, and a storm becomes one digest; but each event that makes a letter is
// in exactly one letter to each address, and a letter that was ever handed to a server is never changed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"

#include "hemgang/record/v1/record.pb.h"

#include "services/rules/working_time.h"

namespace hemgang::notify {

namespace hv1 = hemgang::handover::v1;
namespace rec = hemgang::record::v1;
namespace rv1 = hemgang::routing::v1;

// When a letter may go.
enum class Goes {
  // While the unit is open. Its own work is counted in the same hours, so nothing is due while it waits.
  kInOpeningHours,
  // At once. What is counted in clock time, or what puts a patient at home whom nobody has taken over: whoever is told
  // can still act tonight, and somebody who stands on the ladder has accepted to be told.
  kAtAnyHour,
  // With everything else of the day, when the unit opens next.
  kDaily,
};

struct LetterRow {
  rv1::InboxEventKind kind;
  Goes goes;
  // The same, when it is about a FAST_TRACK handover.
  Goes goes_fast_track;
  // The unit's running task whose due time the letter names; UNSPECIFIED for none.
  hv1::TaskKind due_of;
  // Written also for what the unit itself did.
  bool of_own_step;
};

// Null for a kind that makes no letter.
const LetterRow* FindLetterRow(rv1::InboxEventKind kind);

// Where and when a letter arrives.
struct QuietHours {
  const rules::OpeningHours& open;
  // The unit wants its letters at any hour.
  bool none = false;
};

// How an event is told.
struct Telling {
  absl::Time may_go;
  // Not held back by anything.
  bool at_any_hour = false;
};
// Nothing for an event that makes no letter.
std::optional<Telling> TellingOf(const rec::InboxEvent& event, const QuietHours& quiet, absl::Time now);

// The first instant at or after `now` at which the unit is open; `now` for a unit that never is.
absl::Time NextOpening(const rules::OpeningHours& open, absl::Time now);
// When the unit reads its daily digest: its next opening, on another day than today's when it is open now. 08:00 for a
// unit that never closes.
absl::Time NextDigest(const rules::OpeningHours& open, absl::Time now);

// More letters than this within the window become one.
inline constexpr int kBurst = 3;
inline constexpr absl::Duration kBurstWindow = absl::Minutes(10);

// The letters of one unit over one channel.
struct Lane {
  std::string unit_id;
  rec::LetterChannel channel = rec::LETTER_CHANNEL_UNSPECIFIED;
  // All that are WAITING, oldest first.
  std::vector<rec::Letter> waiting;
  // When letters were written for it, at least those within kBurstWindow; oldest first.
  std::vector<absl::Time> written;
  // Ids of the letters that must be kept.
  std::vector<std::string> changed;
};

struct LetterEvent {
  const rec::InboxEvent& event;
  int64_t due_time_us = 0;
  hv1::HandoverKind handover_kind = hv1::HANDOVER_KIND_UNSPECIFIED;
};

// Puts an event into the lane: into a letter of its own, or into one that waits and was never tried. What may go at any
// hour also lets a letter that is being retried go before it at once, for it would stand in the way.
void AddToLane(const LetterEvent& told, const Telling& telling, absl::Time now, Lane& lane);

// "molndal-hemrehab.000000000000017.e": ordered by the unit's numbers, and the same however often it is written.
std::string LetterId(const std::string& unit_id, int64_t first_sequence, rec::LetterChannel channel);
// The unit of such an id, or of a test letter's; empty for what is no letter's id.
std::string UnitOfLetterId(const std::string& letter_id);
// "e" or "w".
std::string ChannelMark(rec::LetterChannel channel);

}  // namespace hemgang::notify
