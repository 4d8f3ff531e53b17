#include "services/routing/route_view.h"

#include <cstddef>
#include <string>

#include "absl/strings/str_format.h"

#include "services/rules/coverage_view.h"

namespace hemgang::routing {
namespace {

namespace rv1 = hemgang::routing::v1;
namespace dv1 = hemgang::directory::v1;

std::string Minute(int minute) {
  return absl::StrFormat("%02d:%02d", minute / 60, minute % 60);
}

// Days with the same hours stand together, as people write them.
void AddHours(const rules::OpeningHours& hours, rv1::RouteReceiver& receiver) {
  for (size_t day = 0; day < hours.week.size(); ++day) {
    for (const rules::OpeningInterval& interval : hours.week[day]) {
      const std::string opens = Minute(interval.opens_minute);
      const std::string closes = Minute(interval.closes_minute);
      dv1::OpeningHours* with_same = nullptr;
      for (dv1::OpeningHours& written : *receiver.mutable_hours()) {
        if (written.opens() == opens && written.closes() == closes) with_same = &written;
      }
      if (with_same == nullptr) {
        with_same = receiver.add_hours();
        with_same->set_opens(opens);
        with_same->set_closes(closes);
      }
      with_same->add_days(static_cast<dv1::Weekday>(day + dv1::WEEKDAY_MONDAY));
    }
  }
}

void AddReceiver(const std::string& unit_id, const rules::Directory& directory, absl::Time at,
                 rv1::PreviewedRoute& view) {
  const rules::CareUnit* unit = directory.FindUnit(unit_id);
  if (unit == nullptr) return;
  const absl::CivilDay day = LocalDay(unit->hours, at);
  rv1::RouteReceiver& receiver = *view.add_receivers();
  receiver.set_unit_id(unit_id);
  receiver.set_name(unit->record.name());
  receiver.set_organisation_id(unit->organisation_id());
  receiver.set_phone(unit->record.phone());
  AddHours(unit->hours, receiver);
  receiver.set_open_on_holidays(unit->record.open_on_holidays());
  const bool is_away = IsInClosure(*unit, day);
  receiver.set_is_open(!is_away && IsOpen(unit->hours, at));
  if (NeverCloses(unit->hours) && !is_away) return;
  const rules::ClosedHoursContact contact = ContactWhileClosed(*unit, directory, day);
  if (contact.phone.empty()) return;
  receiver.mutable_off_hours()->set_unit_id(contact.unit_id);
  receiver.mutable_off_hours()->set_name(contact.name);
  receiver.mutable_off_hours()->set_phone(contact.phone);
}

}  // namespace

rv1::PreviewedRoute RouteView(const rules::RouteNeed& need, const rules::Route& route,
                              const rules::Directory& directory, absl::Time at) {
  rv1::PreviewedRoute view;
  view.set_profession(need.profession);
  if (!route.unit_id.empty()) AddReceiver(route.unit_id, directory, at, view);
  for (const std::string& unit_id : route.choice_unit_ids) AddReceiver(unit_id, directory, at, view);
  view.set_problem(route.problem);
  view.set_held_by_cover(route.held_by_cover);
  view.set_organisation_id(route.organisation_id);
  if (const rules::Organisation* organisation = directory.FindOrganisation(route.organisation_id)) {
    view.set_organisation_name(organisation->record.name());
  }
  view.set_rule_id(route.rule_id);
  view.set_basis(route.basis);
  return view;
}

rv1::RouteHole RouteHoleView(const rules::HoleGroup& group, const rules::Directory& directory) {
  rv1::RouteHole view;
  *view.mutable_hole() = rules::HoleView(group, directory);
  view.mutable_hole()->set_problem(group.hole.problem);
  if (group.hole.days.last < rules::DayRange().last) view.set_to_date(rules::DayText(group.hole.days.last));
  view.set_needs(group.needs);
  view.set_example(rules::ExamplePatient(group.hole.need, directory));
  return view;
}

rv1::LostRule LostRuleView(const rules::LostRule& lost, const rules::Route& after, const rules::Directory& directory) {
  rv1::LostRule view;
  view.set_organisation_id(lost.organisation_id);
  view.set_rule_id(lost.rule_id);
  view.set_example(rules::ExamplePatient(lost.need, directory));
  if (!after.unit_id.empty()) view.add_unit_ids(after.unit_id);
  for (const std::string& unit_id : after.choice_unit_ids) view.add_unit_ids(unit_id);
  view.set_problem(after.problem);
  return view;
}

}  // namespace hemgang::routing
