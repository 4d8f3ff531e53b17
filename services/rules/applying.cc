#include "services/rules/applying.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

#include "services/rules/owed_tasks.h"
#include "services/rules/route.h"

namespace hemgang::rules {
namespace {

// A discharge at ten that is written down at half past ten is no slip.
constexpr absl::Duration kPlannedAgo = absl::Hours(1);

absl::CivilDay DayOf(int32_t days) {
  return absl::CivilDay(1970, 1, 1) + days;
}

bool ExistsNow(const Deciding& d, const std::string& unit_id) {
  const CareUnit* unit = d.facts.directory.FindUnit(unit_id);
  return unit != nullptr && IsValidAt(*unit, d.recorded);
}

// The route of the day on which the patient comes to the leg.
Route RouteAtArrival(const Deciding& d, const RouteNeed& need, int leg) {
  const rec::Transition& transition = d.after();
  const Directory& directory = d.facts.directory;
  if (leg > 0 && leg < transition.legs_size() && transition.legs(leg).from_date_days() != 0) {
    const absl::CivilDay today = absl::ToCivilDay(d.recorded, HoursOf(directory, transition.hospital_unit_id()).zone);
    return ResolveRouteOn(need, directory, std::max(today, DayOf(transition.legs(leg).from_date_days())));
  }
  const absl::Time leaves = DischargeCounted(DischargeOf(transition, directory)).value_or(d.recorded);
  return ResolveRoute(need, directory, std::max(leaves, d.recorded));
}

}  // namespace

MaybeRefusal CheckUnitKnown(const Deciding& d, const std::string& unit_id, const char* whose, const char* field_path) {
  if (d.facts.directory.FindUnit(unit_id) != nullptr) return std::nullopt;
  return Refusal{ev1::ERROR_REASON_UNIT_UNKNOWN,
                 absl::StrCat(whose, " is not in the directory; `directory show` lists the units."),
                 {{"unit_id", unit_id}},
                 field_path};
}

MaybeRefusal CheckHospitalUnit(const Deciding& d, const std::string& unit_id, const char* field_path) {
  if (auto refused = CheckUnitKnown(d, unit_id, "The hospital's unit", field_path)) return refused;
  const CareUnit& unit = *d.facts.directory.FindUnit(unit_id);
  if (unit.record.kind() == dv1::UNIT_KIND_HOSPITAL_REHAB && IsValidAt(unit, d.recorded)) return std::nullopt;
  return Refusal{ev1::ERROR_REASON_UNIT_CANNOT_RECEIVE,
                 "The unit is not a hospital's rehab unit that exists today; name the rehab unit that answers for the "
                 "patient.",
                 {{"unit_id", unit_id}},
                 field_path};
}

MaybeRefusal CheckPlanned(const Deciding& d, const rec::PlannedDischarge& said, const std::string& unit_id,
                          const char* field_path) {
  bool is_past = false;
  if (said.has_date()) {
    is_past = DayOf(said.date_days()) < absl::ToCivilDay(d.recorded, HoursOf(d.facts.directory, unit_id).zone);
  } else if (said.at_time_us() != 0) {
    const int64_t last_us = std::max(said.at_time_us(), said.until_time_us());
    is_past = absl::FromUnixMicros(last_us) < d.recorded - kPlannedAgo;
  }
  if (!is_past) return std::nullopt;
  return Refusal{ev1::ERROR_REASON_PLANNED_IN_THE_PAST,
                 "The patient is said to leave before now; give a time that is still to come, none while it is not "
                 "known, or record that the patient has left.",
                 {},
                 field_path};
}

RouteNeed RouteNeedOf(const rec::Transition& transition, const Directory& directory, const rec::Need& need, int leg) {
  RouteNeed route;
  if (leg < transition.legs_size()) {
    const rec::Leg& to = transition.legs(leg);
    route.country = to.country();
    route.municipality_code = to.municipality_code();
    route.district_id = to.district_id();
    route.dwelling_form = to.dwelling_form();
  }
  route.profession = need.profession();
  route.care_level = need.care_level();
  route.mobility = need.mobility();
  if (const Organisation* organisation = directory.OrganisationOfUnit(transition.hospital_unit_id())) {
    route.sending_organisation_id = organisation->record.id();
  }
  return route;
}

Route RouteOf(const Deciding& d, const rec::Need& need, int leg) {
  const RouteNeed route_need = RouteNeedOf(d.after(), d.facts.directory, need, leg);
  Route route = RouteAtArrival(d, route_need, leg);
  bool exists = route.unit_id.empty() || ExistsNow(d, route.unit_id);
  for (const std::string& choice : route.choice_unit_ids) exists = exists && ExistsNow(d, choice);
  // Nobody at a unit that begins next year answers today; what it is to take over is moved to it when it begins.
  return exists ? route : ResolveRoute(route_need, d.facts.directory, d.recorded);
}

bool HadAcknowledged(const rec::Handover& handover) {
  return handover.acknowledged_professions_size() > 0 || handover.acknowledged_content_number() != 0;
}

bool IsConcerned(const Deciding& d, const rec::Handover& handover) {
  const rec::Transition& before = *d.facts.transition;
  const bool is_about_person =
      d.after().died_time_us() != before.died_time_us() || d.after().patient_hash() != before.patient_hash();
  // As it was before the step: who is done in a stay that ends now hears that it does.
  return is_about_person || !IsOfAnEarlierStay(before, handover);
}

void ClearAcknowledgement(rec::Handover& handover) {
  handover.clear_acknowledged_professions();
  handover.clear_acknowledged_time_us();
  handover.clear_acknowledged_by_staff_id();
}

void LetGo(rec::Handover& handover) {
  ClearAcknowledgement(handover);
  handover.clear_acknowledged_content_number();
  handover.clear_acknowledge_due_time_us();
  handover.clear_therapists();
  handover.clear_planned_first_visit_time_us();
  // Whoever takes it next has tries of its own.
  handover.clear_not_reached_count();
}

void ClearNotice(rec::Handover& handover) {
  handover.clear_notice_reason();
  handover.clear_notice_time_us();
  handover.clear_notice_seen_time_us();
}

void EraseDoorCode(Deciding& d, const rec::Handover& handover) {
  d.change.add_erased_about_ids(absl::StrCat("door/", handover.id()));
}

}  // namespace hemgang::rules
