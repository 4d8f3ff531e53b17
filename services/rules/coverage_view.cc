#include "services/rules/coverage_view.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace hemgang::rules {

absl::CivilDay CoverageDay(absl::Time now, const ZoneLoader& zones) {
  absl::TimeZone zone = absl::UTCTimeZone();
  if (!zones("Europe/Stockholm", &zone)) zone = absl::UTCTimeZone();
  return absl::ToCivilDay(now, zone);
}

std::string HoleSentence(const HoleGroup& group, const Directory& directory) {
  std::string sentence = absl::StrCat(group.hole.problem, "; for example ", ExamplePatient(group.hole.need, directory));
  if (group.needs > 1) absl::StrAppend(&sentence, " (and ", group.needs - 1, " needs like it)");
  return sentence;
}

dv1::CoverageHole HoleView(const HoleGroup& group, const Directory& directory) {
  const RouteNeed& need = group.hole.need;
  dv1::CoverageHole view;
  view.set_organisation_id(group.hole.organisation_id);
  if (need.municipality_code != 0) view.set_municipality_code(absl::StrFormat("%04d", need.municipality_code));
  view.set_district_id(need.district_id);
  view.set_profession(need.profession);
  view.set_dwelling_form(need.dwelling_form);
  view.set_care_level(need.care_level);
  view.set_mobility(need.mobility);
  view.set_from_date(DayText(group.hole.days.first));
  view.set_problem(HoleSentence(group, directory));
  return view;
}

}  // namespace hemgang::rules
