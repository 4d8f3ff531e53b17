// How the tests of due times ask: in words, on the clocks of Stockholm. Monday 7 September 2026 begins two weeks
// without a holiday; unless a test says otherwise the holder is open Monday to Friday 08–16.
#ifndef HEMGANG_TESTS_RULES_DUE_QUESTION_H_
#define HEMGANG_TESTS_RULES_DUE_QUESTION_H_

#include <optional>
#include <string>

#include "absl/time/time.h"

#include "services/rules/due_time.h"
#include "tests/rules/local_time.h"

namespace hemgang::rules {

inline constexpr auto kAnyKind = hv1::HANDOVER_KIND_UNSPECIFIED;
inline constexpr auto kDischargeHandover = hv1::HANDOVER_KIND_DISCHARGE_HANDOVER;
inline constexpr auto kOnward = hv1::HANDOVER_KIND_ONWARD;
inline constexpr auto kFast = hv1::URGENCY_FAST_TRACK;
inline constexpr auto kUrgent = hv1::URGENCY_URGENT;
inline constexpr auto kRoutine = hv1::URGENCY_ROUTINE;
inline constexpr auto kAcknowledge = hv1::TASK_KIND_ACKNOWLEDGE;
inline constexpr auto kAnswer = hv1::TASK_KIND_ANSWER;
inline constexpr auto kAssign = hv1::TASK_KIND_ASSIGN;
inline constexpr auto kRedirect = hv1::TASK_KIND_REDIRECT;
inline constexpr auto kSendHandover = hv1::TASK_KIND_SEND_HANDOVER;
inline constexpr auto kSendReport = hv1::TASK_KIND_SEND_ADMISSION_REPORT;
inline constexpr auto kConfirmDischarge = hv1::TASK_KIND_CONFIRM_DISCHARGE;
inline constexpr auto kConfirmAids = hv1::TASK_KIND_CONFIRM_AIDS;
inline constexpr auto kFirstContact = hv1::TASK_KIND_FIRST_CONTACT;
inline constexpr auto kSeeNotice = hv1::TASK_KIND_SEE_NOTICE;

inline constexpr const char* kUnknown = "";

// What a test asks, in words; Ask() makes the request of it.
struct Asked {
  hv1::TaskKind task = kAcknowledge;
  hv1::HandoverKind kind = kAnyKind;
  hv1::Urgency urgency = hv1::URGENCY_UNSPECIFIED;
  std::string opened = kUnknown;
  std::string planned = kUnknown;
  std::string actual = kUnknown;
  OpeningHours holder = DayUnit();
  std::optional<OpeningHours> receiver = std::nullopt;
  bool rehab_notice_sent = false;
  bool earlier_or_death = false;
  std::string stay_confirmed = kUnknown;
  Policy policy = DefaultPolicy();
};

inline std::optional<absl::Time> Maybe(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return At(text);
}

// The request borrows from `asked`.
inline DueRequest Ask(const Asked& asked) {
  return {.task = asked.task,
          .handover_kind = asked.kind,
          .urgency = asked.urgency,
          .opened = At(asked.opened),
          .discharge = {Maybe(asked.planned), Maybe(asked.actual)},
          .holder = asked.holder,
          .receiver = asked.receiver.has_value() ? &*asked.receiver : nullptr,
          .rehab_notice_sent = asked.rehab_notice_sent,
          .earlier_or_death = asked.earlier_or_death,
          .stay_confirmed = Maybe(asked.stay_confirmed),
          .policy = asked.policy};
}

inline DueTime Computed(const Asked& asked) {
  return ComputeDueTime(Ask(asked));
}

inline std::string Due(const Asked& asked) {
  return Said(Computed(asked).due);
}

inline constexpr const char* kMonday9 = "2026-09-07T09:00";
inline constexpr const char* kThursday10 = "2026-09-10T10:00";

}  // namespace hemgang::rules

#endif  // HEMGANG_TESTS_RULES_DUE_QUESTION_H_
