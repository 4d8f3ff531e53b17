#include "tests/flows/step_coverage.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "tests/flows/flow_words.h"

namespace hemgang::flows {
namespace {

constexpr auto kNone = hv1::HANDOVER_KIND_UNSPECIFIED;
constexpr auto kDischarge = hv1::HANDOVER_KIND_DISCHARGE_HANDOVER;
constexpr auto kNotice = hv1::HANDOVER_KIND_REHAB_NOTICE;
constexpr auto kReport = hv1::HANDOVER_KIND_ADMISSION_REPORT;
constexpr auto kFollowUp = hv1::HANDOVER_KIND_FOLLOW_UP;
constexpr auto kOnward = hv1::HANDOVER_KIND_ONWARD;

// A letter for each, as the table prints them.
struct KindRow {
  hv1::HandoverKind kind;
  char letter;
};
constexpr KindRow kKinds[] = {{kNone, '+'},   {kDischarge, 'D'}, {kNotice, 'N'},
                              {kReport, 'R'}, {kFollowUp, 'F'},  {kOnward, 'O'}};

using Kinds = std::vector<hv1::HandoverKind>;
const Kinds kOfTransition = {kNone};
const Kinds kHomeward = {kDischarge, kOnward};
const Kinds kNoWayHome = {kNotice, kReport, kFollowUp};
const Kinds kAnswered = {kDischarge, kOnward, kNotice, kReport};
const Kinds kAll = {kDischarge, kOnward, kNotice, kReport, kFollowUp};
// What a home unit hands on to another is not the hospital's to see: there it is NOT_FOUND and never NOT_YOUR_STEP.
const Kinds kAtHospital = {kDischarge, kNotice, kReport, kFollowUp};

struct PossibleRow {
  hv1::Step step;
  Kinds kinds;
  // OK is UNSPECIFIED.
  std::vector<ev1::ErrorReason> outcomes;
};

constexpr auto kOk = ev1::ERROR_REASON_UNSPECIFIED;
constexpr auto kNotFound = ev1::ERROR_REASON_NOT_FOUND;
constexpr auto kNotYours = ev1::ERROR_REASON_NOT_YOUR_STEP;
constexpr auto kEtag = ev1::ERROR_REASON_ETAG_MISMATCH;
constexpr auto kEnded = ev1::ERROR_REASON_TRANSITION_ENDED;
constexpr auto kForbids = ev1::ERROR_REASON_HANDOVER_STATE_FORBIDS;
constexpr auto kDischarged = ev1::ERROR_REASON_ALREADY_DISCHARGED;
constexpr auto kNotDischarged = ev1::ERROR_REASON_NOT_DISCHARGED;
constexpr auto kUnitUnknown = ev1::ERROR_REASON_UNIT_UNKNOWN;
constexpr auto kCannotReceive = ev1::ERROR_REASON_UNIT_CANNOT_RECEIVE;
constexpr auto kTherapist = ev1::ERROR_REASON_THERAPIST_NOT_OF_UNIT;
constexpr auto kFuture = ev1::ERROR_REASON_OCCURRED_IN_FUTURE;
constexpr auto kLongAgo = ev1::ERROR_REASON_OCCURRED_TOO_LONG_AGO;
constexpr auto kNotIn = ev1::ERROR_REASON_PROFESSION_NOT_IN_HANDOVER;
constexpr auto kIsSender = ev1::ERROR_REASON_RECEIVER_IS_SENDER;
constexpr auto kPast = ev1::ERROR_REASON_PLANNED_IN_THE_PAST;

// What each step can be answered by the rules, on each kind of handover. Every step can also be refused for the call
// itself (CALLER_UNKNOWN to REQUEST_ID_REUSED), which is tested where the door is; the clock's has no request id.
const std::vector<PossibleRow> kPossible = {
    {hv1::STEP_OPEN_TRANSITION,
     kOfTransition,
     {kOk, kNotYours, kUnitUnknown, kCannotReceive, kFuture, kLongAgo, ev1::ERROR_REASON_PATIENT_HAS_TRANSITION,
      kPast}},
    {hv1::STEP_MARK_NEED,
     kOfTransition,
     {kOk, kNotFound, kNotYours, kEnded, ev1::ERROR_REASON_NEED_ALREADY_MARKED, kUnitUnknown, kFuture, kLongAgo}},
    {hv1::STEP_CLEAR_NEED,
     kOfTransition,
     {kOk, kNotFound, kNotYours, kEnded, ev1::ERROR_REASON_NEED_NOT_MARKED, ev1::ERROR_REASON_NEED_HANDED_OVER}},
    {hv1::STEP_RESCHEDULE, kOfTransition, {kOk, kNotFound, kNotYours, kEnded, kDischarged, kPast}},
    {hv1::STEP_RESCHEDULE, {kOnward}, {kOk, kNotYours, kEnded, kForbids, kPast}},
    {hv1::STEP_CONFIRM_STAY, kOfTransition, {kOk, kNotFound, kNotYours, kEnded, kDischarged}},
    {hv1::STEP_CONFIRM_STAY, {kOnward}, {kOk, kNotYours, kEnded, kForbids}},
    {hv1::STEP_RECORD_DISCHARGE, kOfTransition, {kOk, kNotFound, kNotYours, kEnded, kDischarged, kFuture, kLongAgo}},
    {hv1::STEP_RECORD_DISCHARGE, {kOnward}, {kOk, kEnded, kForbids, kDischarged, kNotDischarged, kFuture, kLongAgo}},
    // Only who leaves a short-term place has a leave beside the transition's.
    {hv1::STEP_RESCHEDULE, kAtHospital, {kNotYours}},
    {hv1::STEP_CONFIRM_STAY, kAtHospital, {kNotYours}},
    {hv1::STEP_RECORD_DISCHARGE, kAtHospital, {kNotYours}},
    {hv1::STEP_RECORD_DEATH, kOfTransition, {kOk, kNotFound, kNotYours, kEnded, kFuture, kLongAgo}},
    {hv1::STEP_JOIN_TRANSITION,
     kOfTransition,
     {kOk, kNotFound, kNotYours, kEnded, kDischarged, ev1::ERROR_REASON_ALREADY_JOINED, kPast, kFuture, kLongAgo}},
    {hv1::STEP_REQUEST_REPORT,
     kOfTransition,
     {kOk, kNotFound, kNotYours, kEnded, kDischarged, kUnitUnknown, kCannotReceive,
      ev1::ERROR_REASON_REPORT_ALREADY_REQUESTED}},
    {hv1::STEP_ANSWER_NOTHING_TO_REPORT,
     kOfTransition,
     {kOk, kNotFound, kNotYours, kEnded, ev1::ERROR_REASON_REPORT_NOT_REQUESTED}},
    {hv1::STEP_CHANGE_DESTINATION, kOfTransition, {kOk, kNotFound, kNotYours, kEnded, kDischarged, kNotDischarged}},
    {hv1::STEP_CHANGE_SENDING_UNIT, kOfTransition, {kOk, kNotFound, kNotYours, kEnded, kUnitUnknown, kCannotReceive}},
    {hv1::STEP_SET_DISCHARGE_READY, kOfTransition, {kOk, kNotFound, kNotYours, kEnded, kDischarged, kFuture, kLongAgo}},
    {hv1::STEP_MERGE_IDENTITY,
     kOfTransition,
     {kOk, kNotFound, kNotYours, kEnded, ev1::ERROR_REASON_SAME_PATIENT_NUMBER}},
    {hv1::STEP_RECORD_READMISSION,
     kOfTransition,
     {kOk, kNotFound, kNotYours, kEnded, kNotDischarged, kFuture, kLongAgo}},
    {hv1::STEP_CANCEL_TRANSITION, kOfTransition, {kOk, kNotFound, kNotYours, kEnded}},
    {hv1::STEP_REVERT_CANCELLATION,
     kOfTransition,
     {kOk, kNotFound, kNotYours, ev1::ERROR_REASON_NOT_CANCELLED, ev1::ERROR_REASON_TOO_LATE_TO_REVERT}},
    {hv1::STEP_CLOSE_TRANSITION, kOfTransition, {kOk, kNotFound, kNotYours, kEnded, ev1::ERROR_REASON_STILL_OWED}},
    {hv1::STEP_EXPIRE, kOfTransition, {kOk, kNotFound, ev1::ERROR_REASON_NOT_DUE}},

    {hv1::STEP_SEND_HANDOVER,
     kAll,
     {kOk, kNotFound, kNotYours, kEnded, kUnitUnknown, kCannotReceive, kFuture, kLongAgo}},
    {hv1::STEP_SEND_HANDOVER, kAnswered, {ev1::ERROR_REASON_PROFESSION_ALREADY_SENT}},
    {hv1::STEP_SEND_HANDOVER,
     {kDischarge, kOnward, kNotice},
     {ev1::ERROR_REASON_NO_ROUTE, ev1::ERROR_REASON_PATIENT_MUST_CHOOSE}},
    {hv1::STEP_SEND_HANDOVER, {kNotice, kReport}, {kDischarged}},
    {hv1::STEP_SEND_HANDOVER, {kOnward}, {kNotDischarged, kPast, kIsSender}},

    {hv1::STEP_ACKNOWLEDGE, {kNone}, {kNotFound}},
    {hv1::STEP_ACKNOWLEDGE,
     kAnswered,
     {kOk, kNotYours, kEtag, kEnded, kForbids, kNotIn, kTherapist, kFuture, kLongAgo}},
    {hv1::STEP_ACKNOWLEDGE, {kFollowUp}, {kNotYours}},
    {hv1::STEP_ASSIGN_THERAPIST, {kNone}, {kNotFound}},
    {hv1::STEP_ASSIGN_THERAPIST, kHomeward, {kOk, kNotYours, kEtag, kEnded, kForbids, kNotIn, kTherapist}},
    {hv1::STEP_ASSIGN_THERAPIST, kNoWayHome, {kNotYours}},
    {hv1::STEP_REVOKE_ACKNOWLEDGEMENT, {kNone}, {kNotFound}},
    {hv1::STEP_REVOKE_ACKNOWLEDGEMENT,
     kHomeward,
     {kOk, kNotYours, kEtag, kEnded, kForbids, ev1::ERROR_REASON_NOTHING_ACKNOWLEDGED}},
    {hv1::STEP_REVOKE_ACKNOWLEDGEMENT, kNoWayHome, {kNotYours}},
    {hv1::STEP_DECLINE, {kNone}, {kNotFound}},
    {hv1::STEP_DECLINE, kAnswered, {kOk, kNotYours, kEtag, kEnded, kForbids, kUnitUnknown}},
    {hv1::STEP_DECLINE, {kFollowUp}, {kNotYours}},
    // Both sides may redirect, each in its own state; so may they ask, ring, and so on. Not theirs it is only for
    // another unit of the hospital, which took the patient over after the handover had ended.
    {hv1::STEP_REDIRECT, {kNone}, {kNotFound}},
    {hv1::STEP_REDIRECT, kAnswered, {kOk, kEtag, kEnded, kForbids, kUnitUnknown, kCannotReceive}},
    {hv1::STEP_REDIRECT, kAtHospital, {kNotYours}},
    // A short-term place cannot be given back what it sent.
    {hv1::STEP_REDIRECT, {kOnward}, {kIsSender}},
    {hv1::STEP_WITHDRAW, {kNone}, {kNotFound}},
    {hv1::STEP_WITHDRAW, kAnswered, {kOk, kNotYours, kEtag, kEnded, kForbids}},
    {hv1::STEP_WITHDRAW, {kFollowUp}, {kNotYours}},
    {hv1::STEP_VOID, {kNone}, {kNotFound}},
    {hv1::STEP_VOID, kAll, {kOk, kNotYours, kEtag, kForbids}},
    {hv1::STEP_ASK, {kNone}, {kNotFound}},
    {hv1::STEP_ASK, kAll, {kOk, kEnded, kForbids}},
    {hv1::STEP_ASK, kAtHospital, {kNotYours}},
    {hv1::STEP_ANSWER, {kNone}, {kNotFound}},
    {hv1::STEP_ANSWER,
     kAll,
     {kOk, kNotYours, kEnded, kForbids, ev1::ERROR_REASON_ALREADY_ANSWERED, ev1::ERROR_REASON_QUESTION_UNKNOWN}},
    {hv1::STEP_AMEND, {kNone}, {kNotFound}},
    {hv1::STEP_AMEND, kAnswered, {kOk, kNotYours, kEtag, kEnded, kForbids}},
    {hv1::STEP_AMEND, {kFollowUp}, {kNotYours}},
    {hv1::STEP_UPDATE_AIDS, {kNone}, {kNotFound}},
    {hv1::STEP_UPDATE_AIDS, kHomeward, {kOk, kEnded, kForbids, kCannotReceive, ev1::ERROR_REASON_AID_UNKNOWN}},
    {hv1::STEP_UPDATE_AIDS, kAtHospital, {kNotYours}},
    {hv1::STEP_RECORD_CALL, {kNone}, {kNotFound}},
    {hv1::STEP_RECORD_CALL, kAnswered, {kOk, kEnded, kForbids, kFuture, kLongAgo}},
    {hv1::STEP_RECORD_CALL, kAtHospital, {kNotYours}},
    {hv1::STEP_RECORD_FIRST_CONTACT, {kNone}, {kNotFound}},
    {hv1::STEP_RECORD_FIRST_CONTACT,
     kHomeward,
     {kOk, kNotYours, kEtag, kEnded, kForbids, kNotDischarged, kFuture, kLongAgo}},
    {hv1::STEP_RECORD_FIRST_CONTACT, kNoWayHome, {kNotYours}},
    {hv1::STEP_SEE_NOTICE, {kNone}, {kNotFound}},
    {hv1::STEP_SEE_NOTICE, kAll, {kOk, kNotYours, ev1::ERROR_REASON_NO_NOTICE}},
    {hv1::STEP_RECORD_TRANSFER, {kNone}, {kNotFound}},
    {hv1::STEP_RECORD_TRANSFER, kAll, {kOk, kForbids, kFuture, kLongAgo}},
    {hv1::STEP_RECORD_TRANSFER, kAtHospital, {kNotYours}},
};

std::string CaseText(const StepCase& seen) {
  return absl::StrCat(NameOf(seen.step), seen.kind == kNone ? "" : " " + NameOf(seen.kind), " ",
                      seen.outcome == kOk ? "OK" : NameOf(seen.outcome));
}

std::vector<std::string> Without(const std::set<StepCase>& these, const std::set<StepCase>& those) {
  std::vector<std::string> left;
  for (const StepCase& each : these) {
    if (those.count(each) == 0) left.push_back(CaseText(each));
  }
  return left;
}

}  // namespace

const std::set<StepCase>& PossibleOutcomes() {
  static const auto* const cases = [] {
    auto* all = new std::set<StepCase>;
    for (const PossibleRow& row : kPossible) {
      for (const hv1::HandoverKind kind : row.kinds) {
        for (const ev1::ErrorReason outcome : row.outcomes) {
          // What is not found has no kind; neither has what is not sent because its transition is not found.
          all->insert({row.step, outcome == kNotFound ? kNone : kind, outcome});
        }
      }
    }
    return all;
  }();
  return *cases;
}

void StepCoverage::Add(hv1::Step step, hv1::HandoverKind kind, ev1::ErrorReason refusal) {
  seen_.insert({step, refusal == kNotFound ? kNone : kind, refusal});
}

std::string StepCoverage::Table() const {
  std::string table =
      "step × outcome × kind in tests/flows: + seen on a transition; D, N, R, F, O seen on a discharge handover, a "
      "rehab\n"
      "notice, an admission report, a follow-up, an onward handover; - missing\n";
  std::map<std::pair<hv1::Step, ev1::ErrorReason>, std::string> cells;
  for (const StepCase& each : PossibleOutcomes()) {
    const auto* row =
        std::find_if(std::begin(kKinds), std::end(kKinds), [&](const KindRow& kind) { return kind.kind == each.kind; });
    cells[{each.step, each.outcome}] += seen_.count(each) > 0 ? row->letter : '-';
  }
  hv1::Step step = hv1::STEP_UNSPECIFIED;
  for (const auto& [place, letters] : cells) {
    if (place.first != step) {
      step = place.first;
      absl::StrAppend(&table, absl::StrFormat("%s  %-26s", table.back() == '\n' ? "" : "\n", NameOf(step)));
    }
    absl::StrAppend(&table, " ", letters, ":", place.second == kOk ? "OK" : NameOf(place.second));
  }
  absl::StrAppend(&table, "\n  ", PossibleOutcomes().size() - Holes().size(), " of ", PossibleOutcomes().size(), "\n");
  return table;
}

std::vector<std::string> StepCoverage::Holes() const {
  return Without(PossibleOutcomes(), seen_);
}

std::vector<std::string> StepCoverage::Strangers() const {
  return Without(seen_, PossibleOutcomes());
}

}  // namespace hemgang::flows
