// Steps on the plan: when the patient leaves, and where to.
#include <algorithm>
#include <vector>

#include "services/rules/applying.h"
#include "services/rules/deciding.h"
#include "services/rules/due_time.h"
#include "services/rules/owed_tasks.h"
#include "services/rules/statistics.h"
#include "services/rules/step_table.h"

namespace hemgang::rules {
namespace {

// Later than this is a slip of the pen, not an afterthought.
constexpr absl::Duration kLongestAfterthought = absl::Hours(30 * 24);

// A receiver that had acknowledged must see that the patient comes much earlier than it planned for.
void GiveNoticeOfEarlier(Deciding& d, const MovedDischarge& moved, rec::Handover& handover) {
  if (!IsInReceiversHands(handover) || handover.state() == hv1::HANDOVER_STATE_COMPLETED) return;
  if (!HadAcknowledged(handover)) return;
  if (!IsMovedEarlier(moved, CurrentPolicyOf(d.facts.directory, handover.receiver_unit_id()))) return;
  GiveNotice(d, handover, hv1::NOTICE_REASON_DISCHARGE_EARLIER);
}

// The same for all that wait for the patient to leave the hospital; who waits for the leave from a short-term place is
// told when that moves.
void GiveNoticeOfEarlierDischarge(Deciding& d, const MovedDischarge& moved) {
  for (rec::Handover& handover : *d.after().mutable_handovers()) {
    const bool from_hospital = Includes(kToHome, handover.kind()) && handover.kind() != hv1::HANDOVER_KIND_ONWARD;
    if (from_hospital) GiveNoticeOfEarlier(d, moved, handover);
  }
}

bool IsSamePlace(const rec::Leg& one, const rec::Leg& other) {
  return one.dwelling_form() == other.dwelling_form() && one.municipality_code() == other.municipality_code() &&
         one.district_id() == other.district_id() && one.country() == other.country();
}

// How many of the legs the patient has begun.
int BegunLegs(const Deciding& d) {
  const rec::Transition& transition = d.after();
  if (transition.discharged_time_us() == 0) return 0;
  const absl::CivilDay today =
      absl::ToCivilDay(d.recorded, HoursOf(d.facts.directory, transition.hospital_unit_id()).zone);
  int begun = std::min(1, transition.legs_size());
  while (begun > 0 && begun < transition.legs_size() && transition.legs(begun).from_date_days() != 0 &&
         absl::CivilDay(1970, 1, 1) + transition.legs(begun).from_date_days() <= today) {
    ++begun;
  }
  return begun;
}

MaybeRefusal CheckLegs(const Deciding& d, const std::vector<rec::Leg>& legs) {
  if (legs.empty()) {
    return Refusal{ev1::ERROR_REASON_INVALID_REQUEST,
                   "The patient must go somewhere; name at least one place, if only as not known yet.",
                   {},
                   "legs"};
  }
  const int begun = BegunLegs(d);
  for (int number = 0; number < begun; ++number) {
    const bool kept = number < static_cast<int>(legs.size()) && IsSamePlace(d.after().legs(number), legs[number]);
    if (kept) continue;
    return Refusal{ev1::ERROR_REASON_ALREADY_DISCHARGED,
                   "The patient has come to this place already; keep it in the list, and change only what is still to "
                   "come.",
                   {{"begun", std::to_string(begun)}},
                   "legs[" + std::to_string(number) + "]"};
  }
  return std::nullopt;
}

}  // namespace

MaybeRefusal CheckOccurred(const Deciding& d, const std::optional<absl::Time>& occurred, const char* field_path) {
  if (!occurred.has_value()) return std::nullopt;
  if (*occurred > d.recorded) {
    return Refusal{ev1::ERROR_REASON_OCCURRED_IN_FUTURE,
                   "It is said to have happened in the future; give the time at "
                   "which it did happen, or none for now.",
                   {},
                   field_path};
  }
  if (*occurred < d.recorded - kLongestAfterthought) {
    return Refusal{ev1::ERROR_REASON_OCCURRED_TOO_LONG_AGO,
                   "It is said to have happened more than 30 days ago; check the year and the month.",
                   {},
                   field_path};
  }
  return std::nullopt;
}

MaybeRefusal Apply(Deciding& d, const Reschedule& step) {
  const bool is_move = d.handover != nullptr;
  const std::string& unit_id = is_move ? d.handover->sender_unit_id() : d.after().hospital_unit_id();
  if (auto refused = CheckPlanned(d, step.planned, unit_id, "planned_discharge")) return refused;
  const auto planned = [&] {
    const Directory& directory = d.facts.directory;
    return (is_move ? DischargeFor(d.after(), *d.handover, directory) : DischargeOf(d.after(), directory)).planned;
  };
  MovedDischarge moved;
  moved.before = planned();
  *(is_move ? d.handover->mutable_planned_move() : d.after().mutable_planned_discharge()) = step.planned;
  moved.after = planned();
  d.discharge_moved = true;
  if (is_move) {
    GiveNoticeOfEarlier(d, moved, *d.handover);
  } else {
    GiveNoticeOfEarlierDischarge(d, moved);
  }
  return std::nullopt;
}

MaybeRefusal Apply(Deciding& d, const ConfirmStay&) {
  const int64_t now_us = absl::ToUnixMicros(d.recorded);
  if (d.handover != nullptr) {
    d.handover->set_stay_confirmed_time_us(now_us);
  } else {
    d.after().set_stay_confirmed_time_us(now_us);
  }
  return std::nullopt;
}

namespace {

// The patient leaves a short-term place for home.
MaybeRefusal ApplyMove(Deciding& d, absl::Time moved_home) {
  rec::Handover& handover = *d.handover;
  if (d.after().state() == hv1::TRANSITION_STATE_ADMITTED) {
    return Refusal{ev1::ERROR_REASON_NOT_DISCHARGED,
                   "The patient is in hospital again; record the discharge first, if that is over."};
  }
  if (handover.moved_time_us() != 0) {
    return Refusal{ev1::ERROR_REASON_ALREADY_DISCHARGED, "That the patient has moved home is recorded already."};
  }
  const MovedDischarge moved{.before = DischargeFor(d.after(), handover, d.facts.directory).planned,
                             .after = moved_home};
  handover.set_moved_time_us(absl::ToUnixMicros(moved_home));
  d.discharge_moved = true;
  GiveNoticeOfEarlier(d, moved, handover);
  AddAtDischarge(d, handover);
  return std::nullopt;
}

}  // namespace

MaybeRefusal Apply(Deciding& d, const RecordDischarge& step) {
  if (auto refused = CheckOccurred(d, step.discharged, "discharged_time")) return refused;
  const absl::Time left = step.discharged.value_or(d.recorded);
  if (d.handover != nullptr) return ApplyMove(d, left);
  const MovedDischarge moved{.before = DischargeOf(d.after(), d.facts.directory).planned, .after = left};
  d.after().set_discharged_time_us(absl::ToUnixMicros(left));
  d.discharge_moved = true;
  GiveNoticeOfEarlierDischarge(d, moved);
  for (const rec::Handover& handover : d.after().handovers()) {
    const bool counts = handover.kind() == hv1::HANDOVER_KIND_DISCHARGE_HANDOVER && IsLive(handover) &&
                        !IsOfAnEarlierStay(d.after(), handover);
    if (counts) AddAtDischarge(d, handover);
  }
  return std::nullopt;
}

namespace {

// Where each handover of the transition would be routed now, by its first profession.
std::vector<Route> RoutesOfHandovers(Deciding& d) {
  std::vector<Route> routes;
  for (const rec::Handover& handover : d.after().handovers()) {
    rec::Need unmarked;
    unmarked.set_profession(static_cast<hv1::Profession>(handover.professions(0)));
    const rec::Need* marked = FindNeed(d.after(), unmarked.profession());
    routes.push_back(RouteOf(d, marked == nullptr ? unmarked : *marked, handover.leg()));
  }
  return routes;
}

bool LeadsTo(const Route& route, const std::string& unit_id) {
  const auto& choices = route.choice_unit_ids;
  return route.unit_id == unit_id || std::find(choices.begin(), choices.end(), unit_id) != choices.end();
}

// A receiver to which the new way does not lead any more must not be left with a patient who will not come. Whom the
// sender chose past the routes, and where the route did not change, stays.
void MarkMisplaced(Deciding& d, const std::vector<Route>& before) {
  const std::vector<Route> now = RoutesOfHandovers(d);
  for (int i = 0; i < d.after().handovers_size(); ++i) {
    rec::Handover& handover = *d.after().mutable_handovers(i);
    const auto place = static_cast<size_t>(i);
    if (!Includes(kToHome, handover.kind()) || !IsLive(handover)) continue;
    const bool moved =
        now[place].unit_id != before[place].unit_id || now[place].choice_unit_ids != before[place].choice_unit_ids;
    if (LeadsTo(now[place], handover.receiver_unit_id())) {
      handover.clear_misplaced_time_us();
    } else if (moved && handover.misplaced_time_us() == 0) {
      handover.set_misplaced_time_us(absl::ToUnixMicros(d.recorded));
    }
  }
}

}  // namespace

MaybeRefusal Apply(Deciding& d, const ChangeDestination& step) {
  if (auto refused = CheckLegs(d, step.legs)) return refused;
  rec::Transition& after = d.after();
  std::vector<std::string> old_unit_ids;
  for (const rec::Need& need : after.needs()) old_unit_ids.push_back(RouteOf(d, need, 0).unit_id);
  const std::vector<Route> routes_before = RoutesOfHandovers(d);
  after.clear_legs();
  for (const rec::Leg& leg : step.legs) *after.add_legs() = leg;
  for (int i = 0; i < after.needs_size(); ++i) {
    rec::Need& need = *after.mutable_needs(i);
    if (need.cleared_reason() != hv1::CLEAR_NEED_REASON_UNSPECIFIED) continue;
    d.routes.push_back({need.profession(), RouteOf(d, need, 0)});
    // Whom the hospital chose itself, it keeps.
    const std::string& expected = need.expected_receiver_unit_id();
    if (expected.empty() || expected == old_unit_ids[i]) {
      need.set_expected_receiver_unit_id(d.routes.back().route.unit_id);
    }
  }
  MarkMisplaced(d, routes_before);
  // Another receiver has other hours.
  d.discharge_moved = true;
  return std::nullopt;
}

}  // namespace hemgang::rules
