#include "services/rules/discharge_time.h"

#include <algorithm>

namespace hemgang::rules {
namespace {

struct DayPartRow {
  hv1::DayPart day_part;
  int minute;
};

// clang-format off
// TABLE: kDayPartStarts
constexpr DayPartRow kDayPartStarts[] = {
    {hv1::DAY_PART_UNSPECIFIED, 10 * 60},
    {hv1::DAY_PART_MORNING, 9 * 60},
    {hv1::DAY_PART_AFTERNOON, 13 * 60},
};
// END TABLE
// clang-format on

// A day part that this build does not know is counted like a bare date.
int StartOf(hv1::DayPart day_part) {
  int minute = 0;
  for (const DayPartRow& row : kDayPartStarts) {
    if (row.day_part == day_part) return row.minute;
    if (row.day_part == hv1::DAY_PART_UNSPECIFIED) minute = row.minute;
  }
  return minute;
}

}  // namespace

std::optional<absl::Time> DischargeInstant(const PlannedDischarge& planned, absl::TimeZone zone) {
  switch (planned.form) {
    case PlannedDischarge::Form::kUnknown:
      return std::nullopt;
    case PlannedDischarge::Form::kInstant:
      return planned.earliest;
    case PlannedDischarge::Form::kSpan:
      return std::min(planned.earliest, planned.latest);
    case PlannedDischarge::Form::kDate:
      return absl::FromCivil(absl::CivilMinute(planned.date) + StartOf(planned.day_part), zone);
  }
  return std::nullopt;
}

std::optional<absl::Time> DischargeCounted(const Discharge& discharge) {
  return discharge.actual.has_value() ? discharge.actual : discharge.planned;
}

}  // namespace hemgang::rules
