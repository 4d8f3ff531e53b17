#include "services/rules/directory_routes.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_format.h"

namespace hemgang::rules {
namespace {

// An empty list fits everything.
template <typename List>
uint32_t SetOf(const List& values) {
  if (values.empty()) return ~uint32_t{0};
  uint32_t set = 0;
  for (const int value : values) {
    if (value >= 0 && value < 32) set |= uint32_t{1} << value;
  }
  return set;
}

}  // namespace

std::optional<absl::CivilDay> DayFrom(const std::string& text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  int parts[3] = {0, 0, 0};
  int part = 0;
  for (const char c : text) {
    if (c == '-') {
      ++part;
    } else if (absl::ascii_isdigit(static_cast<unsigned char>(c)) && part < 3) {
      parts[part] = parts[part] * 10 + (c - '0');
    } else {
      return std::nullopt;
    }
  }
  const absl::CivilDay day(parts[0], parts[1], parts[2]);
  // A day that its month has not becomes one of the next.
  if (parts[0] < 1 || day.year() != parts[0] || day.month() != parts[1] || day.day() != parts[2]) return std::nullopt;
  return day;
}

std::string DayText(absl::CivilDay day) {
  return absl::StrFormat("%04d-%02d-%02d", day.year(), day.month(), day.day());
}

DayRange DaysFrom(const std::string& first, const std::string& last) {
  DayRange days;
  if (const auto day = DayFrom(first)) days.first = *day;
  if (const auto day = DayFrom(last)) days.last = *day;
  return days;
}

RouteRule RouteRuleFrom(const dv1::RoutingRule& written) {
  RouteRule rule;
  rule.id = written.id();
  rule.professions = SetOf(written.professions());
  rule.dwelling_forms = SetOf(written.dwelling_forms());
  rule.care_levels = SetOf(written.care_levels());
  rule.mobilities = SetOf(written.mobilities());
  rule.district_ids.assign(written.district_ids().begin(), written.district_ids().end());
  rule.unit_ids.assign(written.unit_ids().begin(), written.unit_ids().end());
  rule.valid = DaysFrom(written.valid_from(), written.valid_to());
  rule.basis = written.basis();
  return rule;
}

bool FitsEverything(const dv1::RoutingRule& rule) {
  return rule.professions().empty() && rule.district_ids().empty() && rule.dwelling_forms().empty() &&
         rule.care_levels().empty() && rule.mobilities().empty() && rule.valid_from().empty() &&
         rule.valid_to().empty();
}

}  // namespace hemgang::rules
