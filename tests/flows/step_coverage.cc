#include "tests/flows/step_coverage.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "tests/flows/flow_words.h"

namespace hemgang::flows {
namespace {

struct PossibleRow {
  hv1::Step step;
  std::vector<ev1::ErrorReason> refusals;
};

constexpr auto kNotFound = ev1::ERROR_REASON_NOT_FOUND;
constexpr auto kNotYours = ev1::ERROR_REASON_NOT_YOUR_STEP;
constexpr auto kEtag = ev1::ERROR_REASON_ETAG_MISMATCH;
constexpr auto kEnded = ev1::ERROR_REASON_TRANSITION_ENDED;
constexpr auto kForbids = ev1::ERROR_REASON_HANDOVER_STATE_FORBIDS;
constexpr auto kDischarged = ev1::ERROR_REASON_ALREADY_DISCHARGED;
constexpr auto kUnitUnknown = ev1::ERROR_REASON_UNIT_UNKNOWN;
constexpr auto kCannotReceive = ev1::ERROR_REASON_UNIT_CANNOT_RECEIVE;
constexpr auto kTherapist = ev1::ERROR_REASON_THERAPIST_NOT_OF_UNIT;
constexpr auto kFuture = ev1::ERROR_REASON_OCCURRED_IN_FUTURE;
constexpr auto kLongAgo = ev1::ERROR_REASON_OCCURRED_TOO_LONG_AGO;

// What each step can be refused for by the rules, beside OK. Every step can also be refused for the call itself
// (CALLER_UNKNOWN to REQUEST_ID_REUSED), which is tested where the door is; the clock's has no request id.
// Not here, since nothing gives it to any step yet: RECEIVER_IS_SENDER (a hospital unit is never of a kind that
// receives, which is told first).
const std::vector<PossibleRow>& Possible() {
  static const auto* const kPossible = new std::vector<PossibleRow>{
      {hv1::STEP_OPEN_TRANSITION, {kNotYours, kFuture, kLongAgo}},
      {hv1::STEP_MARK_NEED,
       {kNotFound, kNotYours, kEnded, ev1::ERROR_REASON_NEED_ALREADY_MARKED, kUnitUnknown, kFuture, kLongAgo}},
      {hv1::STEP_CLEAR_NEED,
       {kNotFound, kNotYours, kEnded, ev1::ERROR_REASON_NEED_NOT_MARKED, ev1::ERROR_REASON_NEED_HANDED_OVER}},
      {hv1::STEP_RESCHEDULE, {kNotFound, kNotYours, kEnded, kDischarged}},
      {hv1::STEP_CONFIRM_STAY, {kNotFound, kNotYours, kEnded, kDischarged}},
      {hv1::STEP_RECORD_DISCHARGE, {kNotFound, kNotYours, kEnded, kDischarged, kFuture, kLongAgo}},
      {hv1::STEP_RECORD_DEATH, {kNotFound, kNotYours, kEnded, kFuture, kLongAgo}},
      {hv1::STEP_SEND_HANDOVER,
       {kNotFound, kNotYours, kEnded, ev1::ERROR_REASON_PROFESSION_ALREADY_SENT, kUnitUnknown, kCannotReceive, kFuture,
        kLongAgo}},
      {hv1::STEP_ACKNOWLEDGE,
       {kNotFound, kNotYours, kEtag, kEnded, kForbids, ev1::ERROR_REASON_PROFESSION_NOT_IN_HANDOVER, kTherapist,
        kFuture, kLongAgo}},
      {hv1::STEP_ASSIGN_THERAPIST, {kNotFound, kNotYours, kEtag, kEnded, kForbids, kTherapist}},
      {hv1::STEP_DECLINE, {kNotFound, kNotYours, kEtag, kEnded, kForbids, kUnitUnknown}},
      // Both sides may redirect, each in its own state.
      {hv1::STEP_REDIRECT, {kNotFound, kEtag, kEnded, kForbids, kUnitUnknown, kCannotReceive}},
      {hv1::STEP_WITHDRAW, {kNotFound, kNotYours, kEtag, kEnded, kForbids}},
      // Both sides may ring.
      {hv1::STEP_RECORD_CALL, {kNotFound, kEnded, kForbids, kFuture, kLongAgo}},
      {hv1::STEP_RECORD_FIRST_CONTACT,
       {kNotFound, kNotYours, kEtag, kEnded, kForbids, ev1::ERROR_REASON_NOT_DISCHARGED, kFuture, kLongAgo}},
      {hv1::STEP_SEE_NOTICE, {kNotFound, kNotYours, kEnded, kForbids, ev1::ERROR_REASON_NO_NOTICE}},
      {hv1::STEP_CLOSE_TRANSITION, {kNotFound, kNotYours, kEnded, ev1::ERROR_REASON_STILL_OWED}},
      {hv1::STEP_EXPIRE, {kNotFound, kEnded, ev1::ERROR_REASON_NOT_DUE}},
  };
  return *kPossible;
}

std::string PairText(const StepOutcomePair& pair) {
  return absl::StrCat(NameOf(pair.first), " ",
                      pair.second == ev1::ERROR_REASON_UNSPECIFIED ? "OK" : NameOf(pair.second));
}

std::vector<std::string> Without(const std::set<StepOutcomePair>& these, const std::set<StepOutcomePair>& those) {
  std::vector<std::string> left;
  for (const StepOutcomePair& pair : these) {
    if (those.count(pair) == 0) left.push_back(PairText(pair));
  }
  return left;
}

}  // namespace

const std::set<StepOutcomePair>& PossibleOutcomes() {
  static const auto* const pairs = [] {
    auto* all = new std::set<StepOutcomePair>;
    for (const PossibleRow& row : Possible()) {
      all->insert({row.step, ev1::ERROR_REASON_UNSPECIFIED});
      for (const ev1::ErrorReason refusal : row.refusals) all->insert({row.step, refusal});
    }
    return all;
  }();
  return *pairs;
}

std::string StepCoverage::Table() const {
  std::string table = "step × outcome, seen (+) and missing (-) in tests/flows\n";
  for (const PossibleRow& row : Possible()) {
    std::string line = absl::StrFormat("  %-21s", NameOf(row.step));
    const auto add = [&](ev1::ErrorReason outcome, const std::string& name) {
      absl::StrAppend(&line, " ", seen_.count({row.step, outcome}) > 0 ? "+" : "-", name);
    };
    add(ev1::ERROR_REASON_UNSPECIFIED, "OK");
    for (const ev1::ErrorReason refusal : row.refusals) add(refusal, NameOf(refusal));
    absl::StrAppend(&table, line, "\n");
  }
  absl::StrAppend(&table, "  ", PossibleOutcomes().size() - Holes().size(), " of ", PossibleOutcomes().size(), "\n");
  return table;
}

std::vector<std::string> StepCoverage::Holes() const {
  return Without(PossibleOutcomes(), seen_);
}

std::vector<std::string> StepCoverage::Strangers() const {
  return Without(seen_, PossibleOutcomes());
}

}  // namespace hemgang::flows
