// The table of due times, row by row, by hand (Due times, docs). Monday 7 September 2026 begins two weeks without a
// holiday; unless a row says otherwise the holder is open Monday to Friday 08–16.

#include "services/rules/due_time.h"

#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "absl/time/time.h"

#include "tests/rules/due_question.h"
#include "tests/rules/local_time.h"

namespace hemgang::rules {
namespace {

// One row of kDueRules where nothing caps it: its due time, its "never before", and the numbers that it reads.
struct Row {
  std::string name;
  hv1::TaskKind task;
  hv1::HandoverKind kind;
  hv1::Urgency urgency;
  std::string planned;
  std::string due;
  std::string never_before;
  std::string amount_name;
  std::string floor_name;
  bool earlier_or_death = false;
};

const std::vector<Row>& Rows() {
  // clang-format off
  static const auto& rows = *new std::vector<Row>{
      {"AcknowledgeDischargeHandoverFast", kAcknowledge, kDischargeHandover, kFast, kUnknown, "2026-09-07T11:00", "2026-09-07T10:00", "acknowledge.fast_track.hours", "acknowledge.fast_track.never_before.hours"},
      {"AcknowledgeDischargeHandoverUrgent", kAcknowledge, kDischargeHandover, kUrgent, kUnknown, "2026-09-07T13:00", "2026-09-07T10:00", "acknowledge.urgent.hours", "acknowledge.urgent.never_before.hours"},
      {"AcknowledgeDischargeHandoverRoutine", kAcknowledge, kDischargeHandover, kRoutine, kUnknown, "2026-09-08T09:00", "2026-09-07T11:00", "acknowledge.routine.hours", "acknowledge.routine.never_before.hours"},
      {"AcknowledgeOnwardFast", kAcknowledge, kOnward, kFast, kUnknown, "2026-09-07T11:00", "2026-09-07T10:00", "acknowledge.fast_track.hours", "acknowledge.fast_track.never_before.hours"},
      {"AcknowledgeOnwardUrgent", kAcknowledge, kOnward, kUrgent, kUnknown, "2026-09-07T13:00", "2026-09-07T10:00", "acknowledge.urgent.hours", "acknowledge.urgent.never_before.hours"},
      {"AcknowledgeOnwardRoutine", kAcknowledge, kOnward, kRoutine, kUnknown, "2026-09-08T09:00", "2026-09-07T11:00", "acknowledge.routine.hours", "acknowledge.routine.never_before.hours"},
      {"AcknowledgeRehabNotice", kAcknowledge, hv1::HANDOVER_KIND_REHAB_NOTICE, kFast, kUnknown, "2026-09-08T09:00", kMonday9, "acknowledge.rehab_notice.hours", ""},
      {"AcknowledgeAdmissionReport", kAcknowledge, hv1::HANDOVER_KIND_ADMISSION_REPORT, kUrgent, kUnknown, "2026-09-08T09:00", kMonday9, "acknowledge.admission_report.hours", ""},
      {"Call", hv1::TASK_KIND_CALL, kDischargeHandover, kFast, kUnknown, "2026-09-07T10:00", kMonday9, "call.clock_hours", ""},
      {"Assign", kAssign, kAnyKind, kFast, kUnknown, "2026-09-09T16:00", "2026-09-07T11:00", "assign.working_days", "assign.never_before.hours"},
      {"AnswerFast", kAnswer, kAnyKind, kFast, kUnknown, "2026-09-07T11:00", "2026-09-07T10:00", "answer.fast_track.hours", "answer.never_before.hours"},
      {"AnswerUrgent", kAnswer, kAnyKind, kUrgent, kUnknown, "2026-09-07T13:00", "2026-09-07T10:00", "answer.urgent.hours", "answer.never_before.hours"},
      {"AnswerRoutine", kAnswer, kAnyKind, kRoutine, kUnknown, "2026-09-08T09:00", "2026-09-07T10:00", "answer.routine.hours", "answer.never_before.hours"},
      {"RedirectFast", kRedirect, kAnyKind, kFast, kUnknown, "2026-09-07T10:00", kMonday9, "redirect.fast_track.hours", ""},
      {"RedirectUrgent", kRedirect, kAnyKind, kUrgent, kUnknown, "2026-09-07T11:00", kMonday9, "redirect.urgent.hours", ""},
      {"RedirectRoutine", kRedirect, kAnyKind, kRoutine, kUnknown, "2026-09-07T13:00", kMonday9, "redirect.routine.hours", ""},
      {"SendHandoverFast", kSendHandover, kAnyKind, kFast, kThursday10, "2026-09-09T14:00", "2026-09-07T11:00", "send_handover.remaining.hours", "send_handover.never_before.hours"},
      {"SendHandoverUrgent", kSendHandover, kAnyKind, kUrgent, kThursday10, "2026-09-09T14:00", "2026-09-07T11:00", "send_handover.remaining.hours", "send_handover.never_before.hours"},
      {"SendHandoverRoutine", kSendHandover, kAnyKind, kRoutine, kThursday10, "2026-09-09T12:00", "2026-09-07T11:00", "send_handover.remaining.hours", "send_handover.never_before.hours"},
      {"SendHandoverUnknown", kSendHandover, kAnyKind, kFast, kUnknown, "2026-09-10T16:00", "2026-09-07T11:00", "send_handover.unknown.working_days", "send_handover.never_before.hours"},
      {"SendAdmissionReport", kSendReport, kAnyKind, kRoutine, kUnknown, "2026-09-08T12:00", "2026-09-07T11:00", "send_admission_report.minute_of_day", "send_admission_report.never_before.hours"},
      {"ConfirmDischarge", kConfirmDischarge, kAnyKind, kRoutine, kThursday10, "2026-09-10T12:00", "2026-09-07T11:00", "confirm_discharge.clock_hours", "confirm_discharge.never_before.hours"},
      {"ConfirmDischargeUnknown", kConfirmDischarge, kAnyKind, kFast, kUnknown, "2026-09-09T16:00", "2026-09-07T11:00", "confirm_discharge.unknown.working_days", "confirm_discharge.never_before.hours"},
      {"ConfirmAids", kConfirmAids, kAnyKind, kRoutine, kThursday10, "2026-09-09T12:00", "2026-09-07T10:00", "confirm_aids.minute_of_day", "confirm_aids.never_before.hours"},
      {"FirstContactFast", kFirstContact, kAnyKind, kFast, kThursday10, "2026-09-11T12:00", "2026-09-07T11:00", "first_contact.fast_track.minute_of_day", "first_contact.never_before.hours"},
      {"FirstContactUrgent", kFirstContact, kAnyKind, kUrgent, kThursday10, "2026-09-14T16:00", "2026-09-07T11:00", "first_contact.urgent.working_days", "first_contact.never_before.hours"},
      {"FirstContactRoutine", kFirstContact, kAnyKind, kRoutine, kThursday10, "2026-09-17T16:00", "2026-09-07T11:00", "first_contact.routine.calendar_days", "first_contact.never_before.hours"},
      {"SeeNoticeEarlierOrDeath", kSeeNotice, kAnyKind, kRoutine, kUnknown, "2026-09-07T10:00", kMonday9, "see_notice.earlier_or_death.hours", "", true},
      {"SeeNoticeOther", kSeeNotice, kAnyKind, kFast, kUnknown, "2026-09-07T13:00", kMonday9, "see_notice.other.hours", ""},
  };
  // clang-format on
  return rows;
}

Asked AskedFor(const Row& row) {
  Asked asked;
  asked.task = row.task;
  asked.kind = row.kind;
  asked.urgency = row.urgency;
  asked.opened = kMonday9;
  asked.planned = row.planned;
  asked.earlier_or_death = row.earlier_or_death;
  return asked;
}

void PrintTo(const Row& row, std::ostream* out) {
  *out << row.name;
}

std::string NameOfRow(const testing::TestParamInfo<Row>& info) {
  return info.param.name;
}

class DueRow : public testing::TestWithParam<Row> {};

TEST_P(DueRow, GivesItsTimes) {
  const DueTime time = Computed(AskedFor(GetParam()));
  EXPECT_EQ(Said(time.due), GetParam().due);
  EXPECT_EQ(Said(time.never_before), GetParam().never_before);
  EXPECT_FALSE(time.sent_too_late);
  EXPECT_FALSE(time.sent_after_discharge);
}

TEST_P(DueRow, ReadsItsOwnNumbersAndNoOther) {
  Asked asked = AskedFor(GetParam());
  const DueTime before = Computed(asked);
  for (const PolicyNumberRow& number : PolicyNumbers()) {
    asked.policy = DefaultPolicy();
    ASSERT_EQ(SetPolicyNumber(asked.policy, number.name, number.by_default + 1), "");
    const DueTime after = Computed(asked);
    EXPECT_EQ(after.due != before.due, number.name == GetParam().amount_name) << number.name;
    EXPECT_EQ(after.never_before != before.never_before, number.name == GetParam().floor_name) << number.name;
  }
}

// Only where the table distinguishes urgencies do they matter.
TEST_P(DueRow, IsTheSameForEveryUrgencyUnlessTheTableSaysOtherwise) {
  const std::set<std::string> by_urgency = {
      "AcknowledgeDischargeHandover", "AcknowledgeOnward", "Answer", "Redirect", "SendHandover", "FirstContact"};
  const std::string& name = GetParam().name;
  for (const char* urgency : {"Fast", "Urgent", "Routine"}) {
    const size_t at = name.rfind(urgency);
    if (at != std::string::npos && by_urgency.count(name.substr(0, at)) == 1) return;
  }
  Asked asked = AskedFor(GetParam());
  for (const hv1::Urgency urgency : {hv1::URGENCY_UNSPECIFIED, kRoutine, kUrgent, kFast}) {
    asked.urgency = urgency;
    EXPECT_EQ(Due(asked), GetParam().due) << urgency;
    EXPECT_EQ(Said(Computed(asked).never_before), GetParam().never_before) << urgency;
  }
}

// The kind of the handover matters to ACKNOWLEDGE only.
TEST_P(DueRow, IsTheSameForEveryKindOfHandoverButForAcknowledge) {
  if (GetParam().task == kAcknowledge) return;
  Asked asked = AskedFor(GetParam());
  for (int kind = hv1::HandoverKind_MIN; kind <= hv1::HandoverKind_MAX; ++kind) {
    asked.kind = static_cast<hv1::HandoverKind>(kind);
    EXPECT_EQ(Due(asked), GetParam().due) << kind;
    EXPECT_EQ(Said(Computed(asked).never_before), GetParam().never_before) << kind;
  }
}

// Opened on Friday afternoon with a discharge that has passed: nothing is due before its "never before".
TEST_P(DueRow, IsNeverBeforeItsFloor) {
  Asked asked = AskedFor(GetParam());
  asked.opened = "2026-09-18T15:30";
  const DueTime time = Computed(asked);
  ASSERT_TRUE(time.due.has_value());
  EXPECT_GE(*time.due, time.never_before);
  EXPECT_GE(time.never_before, At(asked.opened));
}

INSTANTIATE_TEST_SUITE_P(Table, DueRow, testing::ValuesIn(Rows()), NameOfRow);

// What a cap or a floor does to a row.
struct Capped {
  std::string name;
  hv1::TaskKind task;
  hv1::HandoverKind kind;
  hv1::Urgency urgency;
  std::string opened = kUnknown;
  std::string planned;
  std::string due;
  bool too_late;
  bool after_discharge;
};

void PrintTo(const Capped& row, std::ostream* out) {
  *out << row.name;
}

std::string NameOfCapped(const testing::TestParamInfo<Capped>& info) {
  return info.param.name;
}

std::vector<Capped> CappedRows() {
  std::vector<Capped> rows;
  for (const auto& [kind, name] : {std::pair(kDischargeHandover, "DischargeHandover"), std::pair(kOnward, "Onward")}) {
    const std::string prefix = std::string("Acknowledge") + name;
    // clang-format off
    for (const Capped& row : {
      Capped{"FastByTheLead", kAcknowledge, kind, kFast, kMonday9, "2026-09-07T12:30", "2026-09-07T10:30", false, false},
      Capped{"FastMovedToTheClosing", kAcknowledge, kind, kFast, "2026-09-07T15:00", "2026-09-08T09:00", "2026-09-07T16:00", false, false},
      Capped{"FastTooLate", kAcknowledge, kind, kFast, kMonday9, "2026-09-07T11:59", "2026-09-07T10:00", true, false},
      Capped{"FastJustInTime", kAcknowledge, kind, kFast, kMonday9, "2026-09-07T12:00", "2026-09-07T10:00", false, false},
      Capped{"FastAfterTheDischarge", kAcknowledge, kind, kFast, kMonday9, kMonday9, "2026-09-07T11:00", false, true},
      Capped{"UrgentByTheLead", kAcknowledge, kind, kUrgent, kMonday9, "2026-09-07T14:30", "2026-09-07T12:30", false, false},
      Capped{"UrgentMovedToTheClosing", kAcknowledge, kind, kUrgent, "2026-09-07T14:00", "2026-09-08T09:59", "2026-09-07T16:00", false, false},
      Capped{"UrgentTooLate", kAcknowledge, kind, kUrgent, kMonday9, "2026-09-07T11:59", "2026-09-07T10:00", true, false},
      Capped{"UrgentAfterTheDischarge", kAcknowledge, kind, kUrgent, kMonday9, "2026-09-07T08:00", "2026-09-07T13:00", false, true},
      Capped{"RoutineByTheClosing", kAcknowledge, kind, kRoutine, kMonday9, "2026-09-08T15:00", "2026-09-07T16:00", false, false},
      Capped{"RoutineNotCapped", kAcknowledge, kind, kRoutine, kMonday9, "2026-09-09T10:00", "2026-09-08T09:00", false, false},
      Capped{"RoutineTooLate", kAcknowledge, kind, kRoutine, kMonday9, "2026-09-07T15:59", "2026-09-07T11:00", true, false},
      Capped{"RoutineJustInTime", kAcknowledge, kind, kRoutine, "2026-09-07T14:00", "2026-09-08T00:00", "2026-09-07T16:00", false, false},
      Capped{"RoutineAfterTheDischarge", kAcknowledge, kind, kRoutine, kMonday9, "2026-09-07T08:00", "2026-09-08T09:00", false, true},
    }) {
      rows.push_back(row);
      rows.back().name = prefix + row.name;
    }
  }
  for (const Capped& row : {
      Capped{"AcknowledgeRehabNoticeNeverCapped", kAcknowledge, hv1::HANDOVER_KIND_REHAB_NOTICE, kRoutine, kMonday9, "2026-09-07T12:00", "2026-09-08T09:00", false, false},
      Capped{"AcknowledgeAdmissionReportNeverCapped", kAcknowledge, hv1::HANDOVER_KIND_ADMISSION_REPORT, kRoutine, kMonday9, "2026-09-07T08:00", "2026-09-08T09:00", false, false},
      Capped{"CallNeverCapped", hv1::TASK_KIND_CALL, kDischargeHandover, kFast, "2026-09-07T17:00", "2026-09-07T17:30", "2026-09-07T18:00", false, false},
      Capped{"AssignByTheClosing", kAssign, kAnyKind, kRoutine, kMonday9, "2026-09-09T15:00", "2026-09-08T16:00", false, false},
      Capped{"AssignNeverBefore", kAssign, kAnyKind, kRoutine, kMonday9, "2026-09-07T15:00", "2026-09-07T11:00", false, false},
      Capped{"AnswerFastByTheLead", kAnswer, kAnyKind, kFast, kMonday9, "2026-09-07T12:30", "2026-09-07T10:30", false, false},
      Capped{"AnswerUrgentByTheLead", kAnswer, kAnyKind, kUrgent, kMonday9, "2026-09-07T14:30", "2026-09-07T12:30", false, false},
      Capped{"AnswerRoutineByTheLead", kAnswer, kAnyKind, kRoutine, kMonday9, "2026-09-07T17:30", "2026-09-07T15:30", false, false},
      Capped{"AnswerMovedToTheClosing", kAnswer, kAnyKind, kRoutine, kMonday9, "2026-09-08T09:30", "2026-09-07T16:00", false, false},
      Capped{"AnswerNeverBefore", kAnswer, kAnyKind, kRoutine, kMonday9, "2026-09-07T11:00", "2026-09-07T10:00", false, false},
      Capped{"AnswerAskedAfterTheDischarge", kAnswer, kAnyKind, kRoutine, kMonday9, kMonday9, "2026-09-08T09:00", false, false},
      Capped{"RedirectFastNeverCapped", kRedirect, kAnyKind, kFast, kMonday9, "2026-09-07T11:30", "2026-09-07T10:00", false, false},
      Capped{"RedirectUrgentNeverCapped", kRedirect, kAnyKind, kUrgent, kMonday9, "2026-09-07T11:30", "2026-09-07T11:00", false, false},
      Capped{"SendAdmissionReportNeverCapped", kSendReport, kAnyKind, kRoutine, kMonday9, "2026-09-08T09:00", "2026-09-08T12:00", false, false},
      Capped{"RedirectRoutineNeverCapped", kRedirect, kAnyKind, kRoutine, kMonday9, "2026-09-07T11:00", "2026-09-07T13:00", false, false},
      Capped{"SendHandoverNeverBefore", kSendHandover, kAnyKind, kRoutine, kMonday9, "2026-09-07T15:00", "2026-09-07T11:00", false, false},
      Capped{"ConfirmDischargeNeverBefore", kConfirmDischarge, kAnyKind, kRoutine, kMonday9, "2026-09-07T08:30", "2026-09-07T11:00", false, false},
      Capped{"ConfirmAidsNeverBefore", kConfirmAids, kAnyKind, kRoutine, kMonday9, "2026-09-07T15:00", "2026-09-07T10:00", false, false},
      Capped{"ConfirmAidsOverTheWeekend", kConfirmAids, kAnyKind, kRoutine, kMonday9, "2026-09-14T08:00", "2026-09-11T12:00", false, false},
      Capped{"FirstContactNeverBefore", kFirstContact, kAnyKind, kFast, "2026-09-08T11:00", "2026-09-07T09:00", "2026-09-08T13:00", false, false},
      Capped{"SeeNoticeNeverCapped", kSeeNotice, kAnyKind, kRoutine, kMonday9, "2026-09-07T11:00", "2026-09-07T13:00", false, false},
  }) rows.push_back(row);
  // clang-format on
  return rows;
}

class DueCap : public testing::TestWithParam<Capped> {};

TEST_P(DueCap, Holds) {
  Asked asked;
  asked.task = GetParam().task;
  asked.kind = GetParam().kind;
  asked.urgency = GetParam().urgency;
  asked.opened = GetParam().opened;
  asked.planned = GetParam().planned;
  const DueTime time = Computed(asked);
  EXPECT_EQ(Said(time.due), GetParam().due);
  EXPECT_EQ(time.sent_too_late, GetParam().too_late);
  EXPECT_EQ(time.sent_after_discharge, GetParam().after_discharge);
}

INSTANTIATE_TEST_SUITE_P(Table, DueCap, testing::ValuesIn(CappedRows()), NameOfCapped);

TEST(Acknowledge, TheFlowOverMidsummer) {
  EXPECT_EQ(Due({.kind = kDischargeHandover, .urgency = kRoutine, .opened = "2026-06-18T15:00"}), "2026-06-22T15:00");
}

TEST(Acknowledge, FromMaundyThursdayToTuesday) {
  EXPECT_EQ(Due({.kind = kDischargeHandover, .urgency = kFast, .opened = "2026-04-02T15:00"}), "2026-04-07T09:00");
  EXPECT_EQ(Due({.kind = kDischargeHandover, .urgency = kRoutine, .opened = "2026-04-02T12:00"}), "2026-04-07T12:00");
}

TEST(Acknowledge, InNorwayMidsummerEveIsWorked) {
  Asked asked{.kind = kDischargeHandover, .urgency = kRoutine, .opened = "2026-06-18T15:00"};
  asked.holder = NorwegianUnit();
  // 30 minutes on Thursday, seven and a half hours on Friday.
  EXPECT_EQ(Due(asked), "2026-06-19T15:30");
}

TEST(Acknowledge, RoutineIsNeverDueLaterThanTheLead) {
  Asked asked{.kind = kDischargeHandover, .urgency = kRoutine, .opened = "2026-09-06T18:00"};
  asked.planned = "2026-09-07T00:30";
  asked.holder = AroundTheClock();
  EXPECT_EQ(Due(asked), "2026-09-06T22:30");
  ASSERT_EQ(SetPolicyNumber(asked.policy, "discharge.lead.clock_hours", 3), "");
  EXPECT_EQ(Due(asked), "2026-09-06T21:30");
}

TEST(Acknowledge, NothingIsCappedOnceTheDischargeIsRecorded) {
  Asked asked{.kind = kDischargeHandover, .urgency = kRoutine, .opened = kMonday9};
  asked.planned = "2026-09-08T15:00";
  asked.actual = "2026-09-07T12:00";
  const DueTime sent_before = Computed(asked);
  EXPECT_EQ(Said(sent_before.due), "2026-09-08T09:00");
  EXPECT_FALSE(sent_before.sent_too_late);
  EXPECT_FALSE(sent_before.sent_after_discharge);
  asked.actual = "2026-09-07T08:00";
  const DueTime sent_after = Computed(asked);
  EXPECT_EQ(Said(sent_after.due), "2026-09-08T09:00");
  EXPECT_FALSE(sent_after.sent_too_late);
  EXPECT_TRUE(sent_after.sent_after_discharge);
  // The actual discharge replaces the planned one, also where that had passed.
  asked.planned = "2026-09-07T08:00";
  asked.actual = "2026-09-07T12:00";
  EXPECT_FALSE(Computed(asked).sent_after_discharge);
}

TEST(Acknowledge, AFollowUpIsNoTask) {
  const DueTime time = Computed({.kind = hv1::HANDOVER_KIND_FOLLOW_UP, .urgency = kRoutine, .opened = kMonday9});
  EXPECT_EQ(time.due, std::nullopt);
  EXPECT_EQ(Said(time.never_before), kMonday9);
}

TEST(DueTime, WhatIsNotSetCountsAsRoutineAndAsDischargeHandover) {
  EXPECT_EQ(Due({.opened = kMonday9}), "2026-09-08T09:00");
  EXPECT_EQ(Due({.opened = kMonday9, .planned = "2026-09-08T15:00"}), "2026-09-07T16:00");
  EXPECT_EQ(Due({.task = kRedirect, .opened = kMonday9}), "2026-09-07T13:00");
  EXPECT_EQ(Computed({.task = hv1::TASK_KIND_UNSPECIFIED, .opened = kMonday9}).due, std::nullopt);
}

TEST(Assign, IsNotCappedAfterTheDischarge) {
  Asked asked{.task = kAssign, .opened = kMonday9, .planned = "2026-09-08T15:00"};
  EXPECT_EQ(Due(asked), "2026-09-07T16:00");
  asked.actual = "2026-09-07T08:00";
  EXPECT_EQ(Due(asked), "2026-09-09T16:00");
}

TEST(SendHandover, GoesByTheReceiversHours) {
  Asked asked{.task = kSendHandover, .urgency = kRoutine, .opened = kMonday9, .planned = kThursday10};
  asked.receiver = MorningUnit();
  EXPECT_EQ(Due(asked), "2026-09-09T08:00");
  asked.urgency = kFast;
  EXPECT_EQ(Due(asked), "2026-09-09T10:00");
  asked.receiver = AroundTheClock();
  EXPECT_EQ(Due(asked), "2026-09-10T06:00");
  asked.urgency = kRoutine;
  EXPECT_EQ(Due(asked), "2026-09-09T20:00");
}

TEST(SendHandover, GoesByTheCountrysHoursWhileTheReceiverIsNotKnown) {
  Asked asked{.task = kSendHandover, .urgency = kRoutine, .opened = kMonday9, .planned = kThursday10};
  asked.holder = AroundTheClock();
  EXPECT_EQ(Due(asked), "2026-09-09T12:00");
  asked.holder = NorwegianUnit();
  EXPECT_EQ(Due(asked), "2026-09-09T11:30");
  asked.urgency = kUrgent;
  EXPECT_EQ(Due(asked), "2026-09-09T13:30");
}

TEST(SendHandover, IsNotCappedByTheHoldersOwnHours) {
  Asked asked{.task = kSendHandover, .urgency = kRoutine, .opened = kMonday9, .planned = kThursday10};
  asked.receiver = DayUnit();
  for (size_t weekday = 1; weekday < 5; ++weekday) asked.holder.week[weekday].clear();
  EXPECT_EQ(Due(asked), "2026-09-09T12:00");
  asked.urgency = kUrgent;
  EXPECT_EQ(Due(asked), "2026-09-09T14:00");
  asked.urgency = kFast;
  EXPECT_EQ(Due(asked), "2026-09-09T14:00");
}

TEST(SendHandover, ARehabNoticeSatisfiesItUntilTheDateIsKnown) {
  Asked asked{.task = kSendHandover, .urgency = kRoutine, .opened = kMonday9, .rehab_notice_sent = true};
  EXPECT_EQ(Computed(asked).due, std::nullopt);
  asked.planned = kThursday10;
  EXPECT_EQ(Due(asked), "2026-09-09T12:00");
}

TEST(ConfirmDischarge, StillHereRenewsIt) {
  Asked asked{.task = kConfirmDischarge, .opened = kMonday9, .planned = kThursday10};
  asked.stay_confirmed = "2026-09-10T12:30";
  EXPECT_EQ(Due(asked), "2026-09-14T16:00");
  EXPECT_EQ(Said(Computed(asked).never_before), "2026-09-10T14:30");
  // A discharge that is still to come goes on counting.
  asked.stay_confirmed = "2026-09-09T12:30";
  EXPECT_EQ(Due(asked), "2026-09-10T12:00");
  // Only "still here" on this task means anything.
  asked.task = kFirstContact;
  asked.stay_confirmed = "2026-09-10T12:30";
  EXPECT_EQ(Said(Computed(asked).never_before), "2026-09-07T11:00");
}

TEST(ConfirmAids, IsNotOwedBeforeTheDischargeIsKnown) {
  EXPECT_EQ(Computed({.task = kConfirmAids, .opened = kMonday9}).due, std::nullopt);
}

TEST(ConfirmAids, IsDueAtNoonAlsoWhereTheUnitClosesEarlier) {
  Asked asked{.task = kConfirmAids, .opened = kMonday9, .planned = "2026-09-10T01:00"};
  for (size_t weekday = 0; weekday < 5; ++weekday) asked.holder.week[weekday] = {{8 * 60, 11 * 60}};
  EXPECT_EQ(Due(asked), "2026-09-09T12:00");
}

TEST(SeeNotice, IsNeverCapped) {
  Asked asked{.task = kSeeNotice, .opened = kMonday9, .planned = "2026-09-07T11:30", .earlier_or_death = true};
  EXPECT_EQ(Due(asked), "2026-09-07T10:00");
  asked.earlier_or_death = false;
  EXPECT_EQ(Due(asked), "2026-09-07T13:00");
}

TEST(FirstContact, CountsFromTheActualDischarge) {
  Asked asked{.task = kFirstContact, .urgency = kRoutine, .opened = "2026-09-08T11:00", .planned = kThursday10};
  asked.actual = "2026-09-08T10:00";
  EXPECT_EQ(Due(asked), "2026-09-15T16:00");
}

TEST(FirstContact, CountsFromTheOpeningWhileNoDischargeIsKnown) {
  Asked asked{.task = kFirstContact, .urgency = kRoutine, .opened = "2026-09-08T11:00"};
  EXPECT_EQ(Due(asked), "2026-09-15T16:00");
  asked.urgency = kUrgent;
  EXPECT_EQ(Due(asked), "2026-09-10T16:00");
  asked.urgency = kFast;
  EXPECT_EQ(Due(asked), "2026-09-09T12:00");
}

}  // namespace
}  // namespace hemgang::rules
