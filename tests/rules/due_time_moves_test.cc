// What happens to a due time when something moves, when a call is needed, and what always holds (Due times, docs).

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

#include "absl/time/time.h"

#include "services/rules/due_time.h"
#include "tests/rules/due_question.h"
#include "tests/rules/local_time.h"
#include "tests/rules/minute_oracle.h"

namespace hemgang::rules {
namespace {

TEST(MovedDueTime, MayComeEarlierButNotBeforeTheFloorOfTheStep) {
  Asked asked{.kind = kDischargeHandover, .urgency = kRoutine, .opened = kMonday9, .planned = "2026-09-08T15:00"};
  const absl::Time old_due = At("2026-09-08T09:00");
  // Moved early enough: the new cap holds.
  EXPECT_EQ(Said(MovedDueTime({old_due, At("2026-09-07T10:00")}, Ask(asked))), "2026-09-07T16:00");
  // Moved so late that the receiver gets its two hours from the step.
  EXPECT_EQ(Said(MovedDueTime({old_due, At("2026-09-07T15:00")}, Ask(asked))), "2026-09-08T09:00");
  EXPECT_EQ(Said(MovedDueTime({old_due, At("2026-09-07T14:30")}, Ask(asked))), "2026-09-08T08:30");
  // The step never makes a due time later by its floor alone.
  EXPECT_EQ(Said(MovedDueTime({old_due, At("2026-09-08T08:30")}, Ask(asked))), "2026-09-08T09:00");
}

TEST(MovedDueTime, ComesLaterWithTheDischarge) {
  Asked asked{.task = kConfirmDischarge, .opened = kMonday9, .planned = "2026-09-11T10:00"};
  EXPECT_EQ(Said(MovedDueTime({At("2026-09-10T12:00"), At("2026-09-10T11:00")}, Ask(asked))), "2026-09-11T12:00");
}

TEST(MovedDueTime, OfATaskThatTheNoticeHadSatisfied) {
  Asked asked{.task = kSendHandover, .urgency = kRoutine, .opened = kMonday9, .rehab_notice_sent = true};
  EXPECT_EQ(MovedDueTime({At("2026-09-10T16:00"), At("2026-09-08T09:00")}, Ask(asked)), std::nullopt);
  asked.planned = "2026-09-08T15:00";
  EXPECT_EQ(Said(MovedDueTime({std::nullopt, At("2026-09-08T09:00")}, Ask(asked))), "2026-09-08T11:00");
}

TEST(ForwardedDueTime, KeepsTheDueTimeButGivesTheNewHolderItsFloor) {
  Asked asked{.kind = kDischargeHandover, .urgency = kRoutine, .opened = kMonday9};
  const absl::Time due = At("2026-09-08T09:00");
  EXPECT_EQ(Said(ForwardedDueTime({due, At("2026-09-07T10:00")}, Ask(asked))), "2026-09-08T09:00");
  EXPECT_EQ(Said(ForwardedDueTime({due, At("2026-09-08T08:30")}, Ask(asked))), "2026-09-08T10:30");
  asked.holder = MorningUnit();
  EXPECT_EQ(Said(ForwardedDueTime({due, At("2026-09-07T11:00")}, Ask(asked))), "2026-09-08T09:00");
  EXPECT_EQ(Said(ForwardedDueTime({due, At("2026-09-07T12:00")}, Ask(asked))), "2026-09-08T10:00");
}

TEST(RestoredDueTime, IsTheOldOneButNotBeforeTheFloorOfTheRevocation) {
  Asked asked{.kind = kDischargeHandover, .urgency = kFast, .opened = kMonday9};
  const absl::Time due = At("2026-09-07T11:00");
  EXPECT_EQ(Said(RestoredDueTime({due, At("2026-09-07T09:30")}, Ask(asked))), "2026-09-07T11:00");
  EXPECT_EQ(Said(RestoredDueTime({due, At("2026-09-07T14:00")}, Ask(asked))), "2026-09-07T15:00");
}

TEST(RestoredDueTime, IsEarlierWhereTheDischargeHasMovedMeanwhile) {
  Asked asked{.kind = kDischargeHandover, .urgency = kRoutine, .opened = kMonday9};
  const absl::Time due = At("2026-09-08T09:00");
  asked.planned = "2026-09-08T10:00";
  EXPECT_EQ(Said(RestoredDueTime({due, At("2026-09-07T10:00")}, Ask(asked))), "2026-09-07T16:00");
  EXPECT_EQ(Said(RestoredDueTime({due, At("2026-09-07T15:00")}, Ask(asked))), "2026-09-08T09:00");
  asked.planned = "2026-09-11T10:00";
  EXPECT_EQ(Said(RestoredDueTime({At("2026-09-07T16:00"), At("2026-09-07T10:00")}, Ask(asked))), "2026-09-07T16:00");
}

SentHandover Sent(hv1::Urgency urgency, const std::string& sent, const std::string& due, const std::string& planned) {
  return {urgency, At(sent), At(due), {Maybe(planned), std::nullopt}, Stockholm()};
}

TEST(NeedsCall, FastDueAfterTheLead) {
  EXPECT_TRUE(NeedsCall(Sent(kFast, kMonday9, "2026-09-07T11:00", "2026-09-07T12:59"), DefaultPolicy()));
  EXPECT_FALSE(NeedsCall(Sent(kFast, kMonday9, "2026-09-07T11:00", "2026-09-07T13:00"), DefaultPolicy()));
}

TEST(NeedsCall, UrgentDueAfterTheLead) {
  EXPECT_TRUE(NeedsCall(Sent(kUrgent, kMonday9, "2026-09-07T13:00", "2026-09-07T14:59"), DefaultPolicy()));
  EXPECT_FALSE(NeedsCall(Sent(kUrgent, kMonday9, "2026-09-07T13:00", "2026-09-07T15:00"), DefaultPolicy()));
}

TEST(NeedsCall, FastDueOnALaterDate) {
  EXPECT_TRUE(NeedsCall(Sent(kFast, "2026-09-07T23:00", "2026-09-08T00:00", kUnknown), DefaultPolicy()));
  EXPECT_FALSE(NeedsCall(Sent(kFast, "2026-09-07T00:00", "2026-09-07T23:59", kUnknown), DefaultPolicy()));
  EXPECT_FALSE(NeedsCall(Sent(kUrgent, "2026-09-07T15:00", "2026-09-08T11:00", kUnknown), DefaultPolicy()));
}

TEST(NeedsCall, NeverForRoutine) {
  EXPECT_FALSE(NeedsCall(Sent(kRoutine, kMonday9, "2026-09-08T09:00", "2026-09-07T10:00"), DefaultPolicy()));
}

TEST(NeedsCall, AfterTheDischarge) {
  SentHandover handover = Sent(kUrgent, kMonday9, "2026-09-07T13:00", "2026-09-09T10:00");
  EXPECT_FALSE(NeedsCall(handover, DefaultPolicy()));
  handover.discharge.actual = At("2026-09-07T08:00");
  EXPECT_TRUE(NeedsCall(handover, DefaultPolicy()));
}

TEST(NeedsCall, ReadsTheLeadFromThePolicy) {
  Policy policy = DefaultPolicy();
  ASSERT_EQ(SetPolicyNumber(policy, "discharge.lead.clock_hours", 3), "");
  EXPECT_TRUE(NeedsCall(Sent(kFast, kMonday9, "2026-09-07T11:00", "2026-09-07T13:00"), policy));
}

TEST(IsMovedEarlier, ByFourElapsedHours) {
  EXPECT_TRUE(IsMovedEarlier({At("2026-09-07T14:00"), At("2026-09-07T10:00")}, DefaultPolicy()));
  EXPECT_FALSE(IsMovedEarlier({At("2026-09-07T14:00"), At("2026-09-07T10:01")}, DefaultPolicy()));
  EXPECT_FALSE(IsMovedEarlier({At("2026-09-07T10:00"), At("2026-09-07T14:00")}, DefaultPolicy()));
  EXPECT_FALSE(IsMovedEarlier({std::nullopt, At("2026-09-07T14:00")}, DefaultPolicy()));
  EXPECT_FALSE(IsMovedEarlier({At("2026-09-07T10:00"), std::nullopt}, DefaultPolicy()));
  // Over a weekend nobody works, and still it is earlier.
  EXPECT_TRUE(IsMovedEarlier({At("2026-09-06T18:00"), At("2026-09-05T08:00")}, DefaultPolicy()));
}

// A policy with any numbers that are accepted.
Policy RandomPolicy(Dice& dice) {
  for (;;) {
    Policy policy = DefaultPolicy();
    for (const PolicyNumberRow& row : PolicyNumbers()) {
      if (dice.Roll(0, 2) > 0) continue;
      EXPECT_EQ(SetPolicyNumber(policy, row.name, dice.Roll(row.min, std::min(row.max, row.by_default * 2))), "");
    }
    if (CheckPolicy(policy).empty()) return policy;
  }
}

// The promise of the table: whoever sends by its own due time does not send too late.
TEST(Property, AHandoverSentByItsDueTimeIsNeverTooLate) {
  Dice dice(4711);
  int judged = 0;
  for (int round = 0; round < 3000; ++round) {
    const OpeningHours receiver = RandomHours(dice, Stockholm());
    const Policy policy = dice.Roll(0, 1) == 0 ? DefaultPolicy() : RandomPolicy(dice);
    const absl::Time marked = At("2026-03-20T00:00") + absl::Minutes(dice.Roll(0, 60 * 24 * 250));
    const auto urgency = static_cast<hv1::Urgency>(dice.Roll(kRoutine, kFast));
    const Discharge discharge{marked + absl::Minutes(dice.Roll(0, 60 * 24 * 20)), std::nullopt};
    const OpeningHours sender = dice.Roll(0, 1) == 0 ? DayUnit() : AroundTheClock();
    const DueTime send = ComputeDueTime({.task = kSendHandover,
                                         .urgency = urgency,
                                         .opened = marked,
                                         .discharge = discharge,
                                         .holder = sender,
                                         .receiver = &receiver,
                                         .policy = policy});
    ASSERT_TRUE(send.due.has_value());
    if (*send.due == send.never_before) continue;
    ++judged;
    for (const absl::Duration early : {absl::ZeroDuration(), absl::Minutes(1), absl::Hours(5), absl::Hours(50)}) {
      const DueTime acknowledge = ComputeDueTime({.task = kAcknowledge,
                                                  .handover_kind = kDischargeHandover,
                                                  .urgency = urgency,
                                                  .opened = std::max(marked, *send.due - early),
                                                  .discharge = discharge,
                                                  .holder = receiver,
                                                  .policy = policy});
      EXPECT_FALSE(acknowledge.sent_too_late) << Said(*discharge.planned) << " " << Said(*send.due);
      EXPECT_FALSE(acknowledge.sent_after_discharge);
    }
  }
  EXPECT_GT(judged, 1000);
}

// Whatever is asked there is an answer, never before its floor, and a later opening never gives an earlier floor.
TEST(Property, EveryTaskHasADueTimeThatIsNeverBeforeItsFloor) {
  Dice dice(1789);
  for (int round = 0; round < 5000; ++round) {
    const OpeningHours holder = RandomHours(dice, Stockholm());
    const absl::Time opened = At("2026-03-20T00:00") + absl::Minutes(dice.Roll(0, 60 * 24 * 250));
    DueRequest request{.task = static_cast<hv1::TaskKind>(dice.Roll(1, 11)),
                       .handover_kind = static_cast<hv1::HandoverKind>(dice.Roll(0, 5)),
                       .urgency = static_cast<hv1::Urgency>(dice.Roll(0, 3)),
                       .opened = opened,
                       .holder = holder,
                       .earlier_or_death = dice.Roll(0, 1) == 0,
                       .policy = DefaultPolicy()};
    if (dice.Roll(0, 3) > 0) request.discharge.planned = opened + absl::Minutes(dice.Roll(-9000, 30000));
    if (dice.Roll(0, 3) == 0) request.discharge.actual = opened + absl::Minutes(dice.Roll(-9000, 9000));
    const DueTime time = ComputeDueTime(request);
    EXPECT_GE(time.never_before, opened);
    EXPECT_FALSE(time.sent_too_late && time.sent_after_discharge);
    if (!time.due.has_value()) continue;
    EXPECT_GE(*time.due, time.never_before);
    const absl::Time step = opened + absl::Minutes(dice.Roll(0, 9000));
    const std::optional<absl::Time> moved = MovedDueTime({time.due, step}, request);
    EXPECT_EQ(moved, time.due) << "nothing moved, and the due time did";
    EXPECT_GE(ForwardedDueTime({time.due, step}, request), *time.due);
    request.opened += absl::Minutes(dice.Roll(0, 600));
    EXPECT_GE(ComputeDueTime(request).never_before, time.never_before);
  }
}

}  // namespace
}  // namespace hemgang::rules
