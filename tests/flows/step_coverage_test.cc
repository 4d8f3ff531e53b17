// Whether the table of what a step can be answered is what the rules can answer: they are asked at random, always from
// the same seed, in every state that they lead to themselves, often enough to have said everything.
#include "tests/flows/step_coverage.h"

#include <algorithm>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

#include "services/rules/decide.h"
#include "services/rules/directory.h"
#include "tests/support/test_directory.h"

namespace hemgang::flows {
namespace {

namespace rec = hemgang::record::v1;

std::shared_ptr<const rules::Directory> BuiltDirectory() {
  const rules::ZoneLoader load = [](const std::string& name, absl::TimeZone* zone) {
    return absl::LoadTimeZone(name, zone);
  };
  return rules::Directory::Build(test::TestDirectory(), {}, 1, load);
}

class AskedAtRandom {
 public:
  // Asks for one step, and keeps what it makes.
  void Ask() {
    // Most patients are new ones; time goes on by minutes, and now and then by weeks.
    rec::Transition& transition = transitions_[Pick(transitions_.size())];
    now_ += Once(200) ? absl::Hours(24 * 31) : absl::Minutes(static_cast<int>(Pick(90)));
    if (Once(150)) transition.Clear();
    rules::Command command = AnyCommand(transition);
    const rules::Facts facts{.now = now_,
                             .directory = *directory_,
                             .transition = transition.id().empty() ? nullptr : &transition,
                             .new_id = absl::StrCat("id-", ++ids_),
                             .entry_salt = "0123456789abcdef"};
    const hv1::Step step = rules::StepOf(command.arguments);
    auto decided = rules::Decide(command, facts);
    if (const auto* refusal = std::get_if<rules::Refusal>(&decided)) {
      coverage_.Add(step, refusal->reason);
    } else {
      coverage_.Add(step, ev1::ERROR_REASON_UNSPECIFIED);
      transition = std::get<rules::Decision>(decided).change.transition();
    }
  }

  const StepCoverage& coverage() const { return coverage_; }

 private:
  size_t Pick(size_t from) { return std::uniform_int_distribution<size_t>(0, from - 1)(random_); }
  bool Once(size_t in) { return Pick(in) == 0; }
  template <typename T>
  T OneOf(const std::vector<T>& values) {
    return values[Pick(values.size())];
  }

  rules::Actor AnyPerson() {
    const std::string unit =
        OneOf<std::string>({"su-ostra-rehab", "su-ostra-rehab", "molndal-hemrehab", "molndal-hemrehab",
                            "partille-hemrehab", "partille-ft", "su-ostra-avd"});
    return PersonAt(unit);
  }
  static rules::Actor PersonAt(const std::string& unit) {
    return {.staff_id = test::SomebodyAt(unit), .unit_id = unit, .organisation_id = "anybody's"};
  }

  std::string AnyReceiver() {
    return OneOf<std::string>({"molndal-hemrehab", "molndal-hemrehab", "partille-hemrehab", "partille-ft",
                               "su-ostra-rehab", "su-ostra-avd", "no-such-unit"});
  }
  hv1::Profession AnyProfession() {
    return OneOf<hv1::Profession>({hv1::PROFESSION_OCCUPATIONAL_THERAPIST, hv1::PROFESSION_PHYSIOTHERAPIST});
  }
  hv1::Urgency AnyUrgency() {
    return OneOf<hv1::Urgency>({hv1::URGENCY_ROUTINE, hv1::URGENCY_URGENT, hv1::URGENCY_FAST_TRACK});
  }
  std::string AnyTherapist() { return OneOf<std::string>({"", "eva.at", "olle.ft", "tomas.ssk", "bo.at", "nobody"}); }
  std::optional<absl::Time> AnyTime() {
    return OneOf<std::optional<absl::Time>>(
        {std::nullopt, std::nullopt, now_ - absl::Hours(1), now_ + absl::Hours(1), now_ - absl::Hours(24 * 40)});
  }
  rec::PlannedDischarge AnyDischarge() {
    rec::PlannedDischarge planned;
    if (!Once(3)) planned.set_at_time_us(absl::ToUnixMicros(now_ + absl::Hours(static_cast<int>(Pick(100)))));
    return planned;
  }

  rules::Command AnyCommand(const rec::Transition& transition) {
    rules::Command command;
    command.request_id = "request";
    command.arguments = transition.id().empty() && !Once(8) ? rules::OpenTransition{.planned = AnyDischarge()}
                                                            : AnyArguments(transition);
    const hv1::Step step = rules::StepOf(command.arguments);
    command.actor = AnyPerson();
    if (step == hv1::STEP_EXPIRE) command.actor = {.is_clock = true};
    const bool opens = step == hv1::STEP_OPEN_TRANSITION;
    constexpr hv1::Step kSayWhen[] = {hv1::STEP_OPEN_TRANSITION, hv1::STEP_MARK_NEED, hv1::STEP_SEND_HANDOVER,
                                      hv1::STEP_ACKNOWLEDGE, hv1::STEP_RECORD_CALL};
    if (std::find(std::begin(kSayWhen), std::end(kSayWhen), step) != std::end(kSayWhen)) command.occurred = AnyTime();
    if (IsOnHandover(step) && !opens) {
      command.handover_id =
          transition.handovers_size() == 0 || Once(20)
              ? "no-such-handover"
              : transition.handovers(static_cast<int>(Pick(static_cast<size_t>(transition.handovers_size())))).id();
      // Half of the time by who may; else hardly any patient would ever get so far.
      for (const rec::Handover& handover : transition.handovers()) {
        if (handover.id() == command.handover_id && Once(2)) command.actor = PersonAt(handover.receiver_unit_id());
      }
      const bool has_etag = step != hv1::STEP_RECORD_CALL && step != hv1::STEP_SEE_NOTICE;
      if (has_etag && Once(6)) command.etag = "99";
    }
    return command;
  }

  static bool IsOnHandover(hv1::Step step) {
    constexpr hv1::Step kOnHandover[] = {
        hv1::STEP_ACKNOWLEDGE, hv1::STEP_ASSIGN_THERAPIST, hv1::STEP_DECLINE,    hv1::STEP_REDIRECT,
        hv1::STEP_WITHDRAW,    hv1::STEP_RECORD_CALL,      hv1::STEP_SEE_NOTICE, hv1::STEP_RECORD_FIRST_CONTACT};
    return std::find(std::begin(kOnHandover), std::end(kOnHandover), step) != std::end(kOnHandover);
  }

  rules::StepArguments AnyArguments(const rec::Transition& transition) {
    switch (Pick(22)) {
      case 0:
        return rules::MarkNeed{AnyProfession(), AnyUrgency(), OneOf<std::string>({"", "", "molndal-hemrehab", "no"})};
      case 1:
        return rules::ClearNeed{AnyProfession(), hv1::CLEAR_NEED_REASON_NO_LONGER_NEEDED};
      case 2:
        return rules::Reschedule{AnyDischarge()};
      case 3:
        return rules::ConfirmStay{};
      case 4:
        return rules::RecordDischarge{AnyTime()};
      case 5:
        // Too many deaths would leave nothing else to be seen.
        if (!Once(4)) return rules::ConfirmStay{};
        return rules::RecordDeath{AnyTime()};
      case 6:
      case 7:
      case 8:
        return rules::SendHandover{
            hv1::HANDOVER_KIND_DISCHARGE_HANDOVER, AnyUrgency(), {AnyProfession()}, AnyReceiver()};
      case 9:
      case 10:
        return rules::Acknowledge{Once(3) ? std::vector{AnyProfession()} : std::vector<hv1::Profession>{},
                                  AnyTherapist(), std::nullopt};
      case 11:
        return rules::AssignTherapist{AnyTherapist()};
      case 12:
        return rules::Decline{hv1::DECLINE_REASON_WRONG_UNIT, OneOf<std::string>({"", "", "partille-ft", "no"})};
      case 13:
        return rules::Redirect{AnyReceiver()};
      case 14:
        return rules::Withdraw{hv1::WITHDRAW_REASON_NO_LONGER_NEEDED};
      case 15:
        return rules::RecordCall{OneOf<hv1::CallOutcome>({hv1::CALL_OUTCOME_REACHED, hv1::CALL_OUTCOME_NO_ANSWER})};
      case 16:
        return rules::RecordFirstContact{
            static_cast<hv1::FirstContactOutcome>(1 + Pick(hv1::FirstContactOutcome_ARRAYSIZE - 1)), AnyTime()};
      case 17:
      case 18:
        return rules::SeeNotice{};
      case 19:
        return rules::CloseTransition{};
      default:
        const bool has_task = transition.tasks_size() > 0 && !Once(3);
        return rules::Expire{has_task ? transition.tasks(0).id() : ""};
    }
  }

  std::mt19937 random_{20260618};
  const std::shared_ptr<const rules::Directory> directory_ = BuiltDirectory();
  absl::Time now_ = absl::FromUnixSeconds(1767225600);
  int ids_ = 0;
  std::vector<rec::Transition> transitions_{40};
  StepCoverage coverage_;
};

TEST(StepCoverageTest, TheTableIsWhatTheRulesCanAnswer) {
  AskedAtRandom asked;
  for (int i = 0; i < 200000; ++i) asked.Ask();
  EXPECT_THAT(asked.coverage().Strangers(), testing::IsEmpty()) << "missing in kPossible";
  EXPECT_THAT(asked.coverage().Holes(), testing::IsEmpty()) << "in kPossible, but the rules never answer it";
}

}  // namespace
}  // namespace hemgang::flows
