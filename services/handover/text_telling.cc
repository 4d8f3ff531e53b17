#include "services/handover/text_telling.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "services/handover/text_page.h"
#include "services/rpc/times.h"
#include "services/rules/aids.h"
#include "services/rules/discharge_time.h"
#include "services/rules/instruments.h"

namespace hemgang::handover {
namespace {

struct WeekdayRow {
  absl::Weekday weekday;
  const char* swedish;
  const char* bokmal;
};

constexpr WeekdayRow kWeekdays[] = {
    {absl::Weekday::monday, "mån", "man."},    {absl::Weekday::tuesday, "tis", "tirs."},
    {absl::Weekday::wednesday, "ons", "ons."}, {absl::Weekday::thursday, "tors", "tors."},
    {absl::Weekday::friday, "fre", "fre."},    {absl::Weekday::saturday, "lör", "lør."},
    {absl::Weekday::sunday, "sön", "søn."},
};

// When the patient comes home, as far as it is known; an ONWARD handover's patient leaves the short-term place.
std::optional<absl::Time> HomeComing(const TextParts& parts) {
  const bool onward = parts.handover.kind() == hv1::HANDOVER_KIND_ONWARD;
  const int64_t happened = onward ? parts.handover.moved_time_us() : parts.transition.discharged_time_us();
  if (happened != 0) return rpc::FromMicros(happened);
  const rec::PlannedDischarge& said = onward ? parts.handover.planned_move() : parts.transition.planned_discharge();
  rules::PlannedDischarge planned;
  if (said.at_time_us() != 0) {
    planned.form = rules::PlannedDischarge::Form::kInstant;
    planned.earliest = rpc::FromMicros(said.at_time_us());
  } else if (said.has_date()) {
    planned.form = rules::PlannedDischarge::Form::kDate;
    planned.date = absl::CivilDay(1970, 1, 1) + said.date_days();
    planned.day_part = said.day_part();
  }
  return rules::DischargeInstant(planned, parts.zone);
}

}  // namespace

std::string Telling::Day(absl::CivilDay day) const {
  const absl::Weekday weekday = absl::GetWeekday(day);
  for (const WeekdayRow& row : kWeekdays) {
    if (row.weekday != weekday) continue;
    return absl::StrCat(language == hv1::TEXT_LANGUAGE_BOKMAL ? row.bokmal : row.swedish, std::string(1, kUnbroken),
                        absl::FormatCivilTime(day));
  }
  return "";
}

std::string Telling::When(absl::Time time) const {
  return absl::StrCat(Day(absl::ToCivilDay(time, parts.zone)), " ", Label("at"), std::string(1, kUnbroken),
                      absl::FormatTime("%H.%M", time, parts.zone));
}

std::string Telling::When(int64_t time_us) const {
  return time_us == 0 ? "" : When(rpc::FromMicros(time_us));
}

std::string Telling::Date(const std::string& date) const {
  const std::optional<absl::CivilDay> day = rules::ParseDay(date);
  return day.has_value() ? Day(*day) : date;
}

std::string Telling::Someone(const hv1::Contact& contact, bool of_home) const {
  const bool hidden = of_home && Protected();
  std::string phone = hidden || contact.phone().empty() ? "" : absl::StrCat(Label("phone"), " ", contact.phone());
  std::replace(phone.begin(), phone.end(), ' ', kUnbroken);
  return Joined({contact.name(), phone, contact.note()}, ", ");
}

std::string Telling::Unit(const std::string& id) const {
  const bool told = !Protected() || id == parts.transition.hospital_unit_id();
  return told ? parts.unit_name(id) : Label("unit_at_home");
}

std::string Telling::Carried(int content_field) const {
  std::vector<std::string> sources;
  for (const hv1::CarriedEntry& carried : parts.content.carried()) {
    if (carried.content_field() != content_field) continue;
    sources.push_back(Joined({Label(carried.home_report() ? "carried_home" : "carried"), Date(carried.date())}, " "));
  }
  return sources.empty() ? "" : absl::StrCat("(", Joined(sources, ", "), ")");
}

std::string Telling::Age(const std::string& date) const {
  const std::optional<int> days = rules::AgeInDays(date, absl::ToCivilDay(now, parts.zone));
  if (!days.has_value()) return "";
  if (*days == 0) return Label("today");
  return absl::StrCat(*days, " ", Label(*days == 1 ? "day_old" : "days_old"));
}

std::string Telling::Thing(const std::string& name, const std::string& iso_code) const {
  const rules::AidKind* kind = rules::FindAidKind(iso_code);
  std::string said = name;
  if (said.empty() && kind != nullptr) said = language == hv1::TEXT_LANGUAGE_BOKMAL ? kind->bokmal : kind->swedish;
  const std::string code = iso_code.empty() ? "" : absl::StrCat("ISO ", iso_code);
  if (said.empty()) return code;
  return code.empty() || !Whole() ? said : absl::StrCat(said, " (", code, ")");
}

std::string Telling::OrderBy(hv1::HomeItemStatus status, hv1::HomeItemSupply supply) const {
  const std::optional<absl::Time> home = HomeComing(parts);
  if (!home.has_value() || !rules::NeedsOrder(status)) return "";
  const std::optional<absl::Time> latest = rules::LatestOrderTime(supply, *home, parts.country, parts.zone);
  if (!latest.has_value()) return "";
  if (now > *latest) return absl::StrCat(Label("order_passed"), " (", When(*latest), ")");
  return absl::StrCat(Label("order_by"), " ", When(*latest));
}

}  // namespace hemgang::handover
