#include "services/rules/route_standby.h"

#include "absl/strings/str_cat.h"

#include "services/rules/coverage.h"
#include "services/rules/route.h"

namespace hemgang::rules {
namespace {

// What IsWorkingDay depends on, as text.
std::string KeyOf(const OpeningHours& hours) {
  std::string key = absl::StrCat(static_cast<int>(hours.country), hours.open_on_holidays ? "!" : "");
  for (const auto& day : hours.week) {
    absl::StrAppend(&key, "|");
    for (const OpeningInterval& interval : day)
      absl::StrAppend(&key, interval.opens_minute, "-", interval.closes_minute, " ");
  }
  for (const auto& [half_day, minute] : hours.half_day_close_minute) {
    absl::StrAppend(&key, "/", static_cast<int>(half_day), ":", minute);
  }
  return key;
}

}  // namespace

bool NeverCloses(const OpeningHours& hours) {
  if (!hours.open_on_holidays || !hours.half_day_close_minute.empty()) return false;
  for (const auto& day : hours.week) {
    int until = 0;
    for (const OpeningInterval& interval : day) {
      if (interval.opens_minute > until) return false;
      until = interval.closes_minute;
    }
    if (until != 24 * 60) return false;
  }
  return true;
}

const std::vector<bool>& Standby::WorkingDays(const CareUnit& unit) {
  std::vector<bool>& days = working_days_[KeyOf(unit.hours)];
  if (days.empty()) {
    for (int i = 0; i <= kDaysAhead + kMostClosedDays; ++i) days.push_back(IsWorkingDay(unit.hours, from_ + i));
  }
  return days;
}

bool Standby::IsCovered(const CareUnit& unit, absl::CivilDay day) const {
  const CareUnit* cover = directory_.FindUnit(unit.record.cover_unit_id());
  return cover != nullptr && IsValidOn(*cover, day);
}

const std::vector<DayRange>& Standby::ClosedTooLong(const CareUnit& unit) {
  const auto [found, is_new] = closed_too_long_.try_emplace(unit.id());
  std::vector<DayRange>& ranges = found->second;
  if (!is_new) return ranges;
  const std::vector<bool>& working = WorkingDays(unit);
  // Backwards, so that each day knows the next one on which it is open.
  int next_open = kDaysAhead + kMostClosedDays + 1;
  std::vector<int> bad;
  for (int i = kDaysAhead + kMostClosedDays; i >= 0; --i) {
    const absl::CivilDay day = from_ + i;
    if (working[static_cast<size_t>(i)] && !IsInClosure(unit, day)) next_open = i;
    if (i <= kDaysAhead && next_open - i > kMostClosedDays && !IsCovered(unit, day)) bad.push_back(i);
  }
  for (auto i = bad.rbegin(); i != bad.rend(); ++i) {
    const absl::CivilDay day = from_ + *i;
    if (!ranges.empty() && ranges.back().last + 1 == day) {
      ranges.back().last = day;
    } else {
      ranges.push_back({day, day});
    }
  }
  return ranges;
}

std::string Standby::WhyNobodyCanBeCalled(const CareUnit& unit, absl::CivilDay day) const {
  if (unit.record.phone().empty()) return "which has no phone; give it one";
  if (NeverCloses(unit.hours) && !IsInClosure(unit, day)) return "";
  if (!ContactWhileClosed(unit, directory_, day).phone.empty()) return "";
  return "and nobody can be called while it is closed; give it, its cover_unit_id or its organisation's operations unit"
         " a phone for those hours";
}

ClosedHoursContact ContactWhileClosed(const CareUnit& unit, const Directory& directory, absl::CivilDay day) {
  const dv1::OffHoursContact& own = unit.record.off_hours();
  if (!own.phone().empty()) return {unit.id(), own.name().empty() ? unit.record.name() : own.name(), own.phone()};
  const CareUnit* cover = directory.FindUnit(unit.record.cover_unit_id());
  if (cover != nullptr && IsValidOn(*cover, day)) {
    const dv1::OffHoursContact& theirs = cover->record.off_hours();
    if (!theirs.phone().empty()) {
      return {cover->id(), theirs.name().empty() ? cover->record.name() : theirs.name(), theirs.phone()};
    }
    if (!cover->record.phone().empty() && NeverCloses(cover->hours) && !IsInClosure(*cover, day)) {
      return {cover->id(), cover->record.name(), cover->record.phone()};
    }
  }
  const Organisation* organisation = directory.OrganisationOfUnit(unit.id());
  if (organisation == nullptr) return {};
  const CareUnit* operations = directory.FindUnit(organisation->record.operations_unit_id());
  if (operations == nullptr || !IsValidOn(*operations, day)) return {};
  const std::string& night = operations->record.off_hours().phone();
  return {operations->id(), operations->record.name(), night.empty() ? operations->record.phone() : night};
}

}  // namespace hemgang::rules
