// When a patient leaves the hospital, as one instant (Planned and actual discharge, docs).
//
// What was said (a date, "Thursday morning", a span) is kept as it was said, in the record; only
// the counting of due times needs an instant. Knows the hospital's zone as an argument, nothing
// else. Pure, total, safe from any thread.
#ifndef HEMGANG_SERVICES_RULES_DISCHARGE_TIME_H_
#define HEMGANG_SERVICES_RULES_DISCHARGE_TIME_H_

#include <optional>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

#include "hemgang/handover/v1/vocabulary.pb.h"

namespace hemgang::rules {

namespace hv1 = hemgang::handover::v1;

// A planned discharge in the form in which it was said; each form uses only the fields named at it.
struct PlannedDischarge {
  enum class Form {
    kUnknown,
    kInstant,  // earliest
    kSpan,     // earliest, latest
    kDate,     // date, day_part
  };
  Form form = Form::kUnknown;
  absl::Time earliest;
  absl::Time latest;
  absl::CivilDay date;
  hv1::DayPart day_part = hv1::DAY_PART_UNSPECIFIED;
};

// The instant that counts: the earliest of a span; 10:00 of a date, 09:00 of its morning, 13:00 of
// its afternoon, on the clocks of `zone`. Nothing when the discharge is unknown.
std::optional<absl::Time> DischargeInstant(const PlannedDischarge& planned, absl::TimeZone zone);

// A transition's discharge as the due times see it.
struct Discharge {
  std::optional<absl::Time> planned = std::nullopt;
  std::optional<absl::Time> actual = std::nullopt;
};

// The actual discharge once it is recorded, before that the planned one; nothing when neither is
// known.
std::optional<absl::Time> DischargeCounted(const Discharge& discharge);

}  // namespace hemgang::rules

#endif  // HEMGANG_SERVICES_RULES_DISCHARGE_TIME_H_
