#include "services/rules/ladder.h"

#include <algorithm>

namespace hemgang::rules {
namespace {

using N = PolicyNumber;

constexpr int kReminder = 0;
constexpr int kDue = 1;
constexpr int kSecond = 2;
constexpr int kThird = 3;

constexpr auto kAnyTask = hv1::TASK_KIND_UNSPECIFIED;
constexpr auto kAnyUrgency = hv1::URGENCY_UNSPECIFIED;

// clang-format off
// TABLE: kLadder
constexpr AudienceRow kLadder[] = {
    {kReminder, Audience::kHolderUnit, Disclosure::kReminder},
    {kDue, Audience::kHolderManager, Disclosure::kWithoutIdentity},
    {kDue, Audience::kSenderUnit, Disclosure::kWithoutIdentity},
    {kSecond, Audience::kOperationsManager, Disclosure::kWithoutIdentity},
    {kSecond, Audience::kMedicallyResponsible, Disclosure::kWithoutIdentity},
    {kThird, Audience::kSteeringGroup, Disclosure::kCounts},
};
// END TABLE
// clang-format on

struct RungRow {
  int level;
  hv1::TaskKind task;
  hv1::Urgency urgency;
  PolicyNumber after_due;
};

// How long after due a level comes. The first row that fits holds: CALL goes by its own clock,
// whatever its urgency.
// clang-format off
// TABLE: kRungs
constexpr RungRow kRungs[] = {
    {kSecond, hv1::TASK_KIND_CALL, kAnyUrgency, N::kLadderSecondCall},
    {kSecond, kAnyTask, hv1::URGENCY_FAST_TRACK, N::kLadderSecondFastTrack},
    {kSecond, kAnyTask, hv1::URGENCY_URGENT, N::kLadderSecondUrgent},
    {kSecond, kAnyTask, hv1::URGENCY_ROUTINE, N::kLadderSecondRoutine},
    {kThird, hv1::TASK_KIND_CALL, kAnyUrgency, N::kLadderThirdCall},
    {kThird, kAnyTask, hv1::URGENCY_FAST_TRACK, N::kLadderThirdFastTrack},
    {kThird, kAnyTask, hv1::URGENCY_URGENT, N::kLadderThirdUrgent},
    {kThird, kAnyTask, hv1::URGENCY_ROUTINE, N::kLadderThirdRoutine},
};
// END TABLE
// clang-format on

struct ReminderOnlyRow {
  hv1::TaskKind task;
  hv1::HandoverKind kind;
};

// clang-format off
// TABLE: kReminderOnly
constexpr ReminderOnlyRow kReminderOnly[] = {
    {hv1::TASK_KIND_ACKNOWLEDGE, hv1::HANDOVER_KIND_ADMISSION_REPORT},
};
// END TABLE
// clang-format on

bool Exists(const LadderRequest& request, Rung rung) {
  if (rung.level < kReminder || rung.level > kThird || rung.repetition < 0) return false;
  if (rung.repetition > 0 && rung.level != kThird) return false;
  if (rung.level == kReminder) return true;
  return std::none_of(std::begin(kReminderOnly), std::end(kReminderOnly), [&](const ReminderOnlyRow& row) {
    return row.task == request.task && row.kind == request.handover_kind;
  });
}

absl::Time ReminderTime(const LadderRequest& request) {
  const int percent = AmountOf(request.policy, N::kLadderReminder).count;
  const bool by_clock = request.task == hv1::TASK_KIND_CALL;
  const absl::Duration whole = by_clock ? std::max(request.due - request.opened, absl::ZeroDuration())
                                        : WorkingTimeBetween(request.holder, request.opened, request.due);
  // Kept times are whole microseconds.
  const absl::Duration part = absl::Trunc(whole * percent / 100, absl::Microseconds(1));
  return by_clock ? request.opened + part : AddWorkingHours(request.holder, request.opened, part);
}

absl::Time TimeAfterDue(const LadderRequest& request, int level) {
  const hv1::Urgency urgency = request.urgency == kAnyUrgency ? hv1::URGENCY_ROUTINE : request.urgency;
  for (const RungRow& row : kRungs) {
    if (row.level != level) continue;
    if (row.task != kAnyTask && row.task != request.task) continue;
    if (row.urgency != kAnyUrgency && row.urgency != urgency) continue;
    return TimeAfter(request.holder, request.due, AmountOf(request.policy, row.after_due));
  }
  return request.due;
}

// Every so many working days from the first time. That time is a closing time (but for CALL), and
// where a unit closes at midnight it is already the next date on the clock: the day that it closed
// is meant.
absl::Time RepeatedTime(const LadderRequest& request, absl::Time first, int repetition) {
  const Amount every = AmountOf(request.policy, N::kLadderRepeat);
  const bool is_closing = request.task != hv1::TASK_KIND_CALL;
  const absl::Time counted_from = is_closing ? first - absl::Microseconds(1) : first;
  constexpr int kMostRepetitions = 1000;
  const int repetitions = std::min(repetition, kMostRepetitions);
  const absl::Time time = ClosingAfterWorkingDays(request.holder, counted_from, every.count * repetitions);
  // Nothing is told so often; but the time goes on rising whatever is asked.
  return time + (repetition - repetitions) * absl::Hours(24);
}

absl::Time LevelTime(const LadderRequest& request, int level) {
  absl::Time time = ReminderTime(request);
  if (level >= kDue) time = std::max(time, request.due);
  for (int above = kSecond; above <= level; ++above) time = std::max(time, TimeAfterDue(request, above));
  return time;
}

}  // namespace

std::optional<absl::Time> RungTime(const LadderRequest& request, Rung rung) {
  if (!Exists(request, rung)) return std::nullopt;
  const absl::Time first = LevelTime(request, rung.level);
  if (rung.repetition == 0) return first;
  return RepeatedTime(request, first, rung.repetition);
}

std::optional<NextRung> FirstRung(const LadderRequest& request) {
  for (int level = kReminder; level <= kThird; ++level) {
    const std::optional<absl::Time> time = RungTime(request, {level, 0});
    if (time.has_value() && *time > request.opened) return NextRung{{level, 0}, *time};
  }
  return std::nullopt;
}

std::optional<NextRung> RungAfter(const LadderRequest& request, Rung told) {
  const Rung next = told.level < kThird ? Rung{told.level + 1, 0} : Rung{kThird, told.repetition + 1};
  const std::optional<absl::Time> time = RungTime(request, next);
  if (!time.has_value()) return std::nullopt;
  return NextRung{next, *time};
}

std::vector<AudienceRow> AudiencesOf(int level) {
  std::vector<AudienceRow> rows;
  for (const AudienceRow& row : kLadder) {
    if (row.level == level) rows.push_back(row);
  }
  return rows;
}

bool IsToldAtOnce(hv1::TaskKind task, absl::Time rung_time, const std::optional<absl::Time>& discharge) {
  return task == hv1::TASK_KIND_ACKNOWLEDGE && discharge.has_value() && rung_time >= *discharge;
}

}  // namespace hemgang::rules
