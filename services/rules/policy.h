// The numbers of the due times and of the ladder, as a value with a version (Due times and The
// ladder, docs).
//
// They are a local routine, not law: the holder's organisation may choose its own, and a deadline
// keeps the version that it opened with. What may be chosen is a number within bounds; what is
// counted, and from where, is code (due_time.h, ladder.h). Every number has a stable dotted name,
// by which a directory file overrides it. Pure and safe from any thread.
#ifndef HEMGANG_SERVICES_RULES_POLICY_H_
#define HEMGANG_SERVICES_RULES_POLICY_H_

#include <array>
#include <string>
#include <string_view>

#include "absl/types/span.h"

#include "services/rules/working_time.h"

namespace hemgang::rules {

enum class PolicyNumber {
  kDischargeLead,
  kAcknowledgeFastTrack,
  kAcknowledgeUrgent,
  kAcknowledgeRoutine,
  kAcknowledgeFastTrackNeverBefore,
  kAcknowledgeUrgentNeverBefore,
  kAcknowledgeRoutineNeverBefore,
  kAcknowledgeRehabNotice,
  kAcknowledgeAdmissionReport,
  kCall,
  kAssign,
  kAssignNeverBefore,
  kAnswerFastTrack,
  kAnswerUrgent,
  kAnswerRoutine,
  kAnswerNeverBefore,
  kRedirectFastTrack,
  kRedirectUrgent,
  kRedirectRoutine,
  kSendHandoverRemaining,
  kSendHandoverUnknown,
  kSendHandoverNeverBefore,
  kSendAdmissionReport,
  kSendAdmissionReportNeverBefore,
  kConfirmDischarge,
  kConfirmDischargeUnknown,
  kConfirmDischargeNeverBefore,
  kConfirmAids,
  kConfirmAidsNeverBefore,
  kFirstContactFastTrack,
  kFirstContactUrgent,
  kFirstContactRoutine,
  kFirstContactNeverBefore,
  kSeeNoticeEarlierOrDeath,
  kSeeNoticeOther,
  kSeeNoticeMovedEarlier,
  kLadderReminder,
  kLadderSecondFastTrack,
  kLadderSecondUrgent,
  kLadderSecondRoutine,
  kLadderSecondCall,
  kLadderThirdFastTrack,
  kLadderThirdUrgent,
  kLadderThirdRoutine,
  kLadderThirdCall,
  kLadderRepeat,
  kCount,  // how many there are; no number itself
};

inline constexpr int kPolicyNumberCount = static_cast<int>(PolicyNumber::kCount);

struct PolicyNumberRow {
  PolicyNumber number;
  std::string_view name;
  Unit unit;
  int by_default;
  int min;
  int max;
};

// kPolicyNumbers, one row per number, in the order of the enum.
absl::Span<const PolicyNumberRow> PolicyNumbers();

// A value; `id` and `version` are whatever the directory calls it. The counts stand in the order of
// PolicyNumber.
struct Policy {
  std::string id;
  int version = 0;
  std::array<int, kPolicyNumberCount> counts{};
};

// Every number as Hemgång has it unless an organisation says otherwise: id "default", version 1.
const Policy& DefaultPolicy();

// A number of the policy with the unit that it is counted in.
Amount AmountOf(const Policy& policy, PolicyNumber number);

// Sets the number of this name. Empty when done; else a sentence that says why not (unknown name,
// no whole number, out of bounds), and nothing is changed.
std::string SetPolicyNumber(Policy& policy, std::string_view name, double value);

// A sentence that says which two numbers contradict each other, or which is out of bounds; empty
// for a policy that can be used. An accepted policy keeps the promise that a handover sent by its
// due time is never sent too late.
std::string CheckPolicy(const Policy& policy);

}  // namespace hemgang::rules

#endif  // HEMGANG_SERVICES_RULES_POLICY_H_
