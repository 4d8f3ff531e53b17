// The scales of the instruments that Hemgång knows, and whether a score fits its scale (Instruments, docs).
//
// Scores are kept and shown, never interpreted: nothing here says what a score means for a patient. Only what cannot be
// a score of that instrument is refused: a number outside the scale, between two steps, or another than its items add
// up to. Pure, safe from any thread. Sentences never repeat a value: it is a patient's.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/types/span.h"

#include "hemgang/handover/v1/assessment.pb.h"

namespace hemgang::rules {

namespace hv1 = hemgang::handover::v1;

// How the whole comes out of the items.
enum class ScoreRule {
  kNumber,      // a number alone; no items are taken
  kSumOfItems,  // the sum of the items, when they are given
  kLetter,      // Katz: a letter, which the items must bear out
};

enum class Direction { kHighIsGood, kHighIsBad };

// One scale of one instrument. `lowest`, `highest` and `step` are counted in the last decimal that it has: with two
// decimals 60000 is 600.00.
struct Scale {
  hv1::Instrument instrument;
  // UNSPECIFIED for an instrument that has one scale only.
  hv1::InstrumentVariant variant;
  ScoreRule rule;
  Direction direction;
  int lowest;
  int highest;
  int step;
  int decimals;
  // All or none of them are given; 0: the instrument's items are not taken.
  int items;
  int item_lowest;
  int item_highest;
  int item_step;
  // One more item may follow, the patient's own.
  bool own_item;
  bool own_item_in_sum;
};

// Every scale, those of one instrument together.
absl::Span<const Scale> Scales();

// Null when the instrument has no scale of that name, and for OTHER.
const Scale* FindScale(hv1::Instrument instrument, hv1::InstrumentVariant variant);

// The letter of a Katz index from its six items (bathing, dressing, going to the toilet, transfer, continence,
// feeding; true is independent): A all, B all but one, C all but bathing and one more, D also dressing, E also the
// toilet, F also the transfer, G none; OTHER for every other pattern. UNSPECIFIED unless there are six.
hv1::KatzGrade KatzGradeOf(const std::vector<bool>& independent);

// What is wrong with a score: the field of InstrumentScore ("total", "items[3]"), and what it must be.
struct ScoreFault {
  std::string field_path;
  std::string sentence;
};

// Everything that is wrong with a score; empty when it can be kept. `latest_day` is the date after which it cannot have
// been taken: today, where it is sent or saved. What is not said is no fault, with two exceptions: which instrument,
// and which scale where it has two, because the same number means different things on them.
std::vector<ScoreFault> CheckInstrument(const hv1::InstrumentScore& score, std::optional<absl::CivilDay> latest_day);

// "2026-06-22"; nothing for any other text or for a year outside 1900 to 2100.
std::optional<absl::CivilDay> ParseDay(const std::string& text);

// Whole days from the day of a score to `today`; nothing when its date is not said, or later.
std::optional<int> AgeInDays(const std::string& date, absl::CivilDay today);

}  // namespace hemgang::rules
