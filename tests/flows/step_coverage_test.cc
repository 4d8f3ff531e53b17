// Whether the table of what a step can be answered is what the rules can answer: they are asked at random, always from
// the same seed, in every state that they lead to themselves, often enough to have said everything.
#include "tests/flows/step_coverage.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "services/rules/decide.h"
#include "services/rules/directory.h"
#include "services/rules/step_table.h"
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

// Which units act, and which are named: the commoner ones more often.
const std::vector<std::string> kActing = {"su-ostra-rehab",   "su-ostra-rehab",    "su-ostra-rehab", "molndal-hemrehab",
                                          "molndal-hemrehab", "partille-hemrehab", "partille-ft",    "su-ostra-avd"};
const std::vector<std::string> kNamed = {"molndal-hemrehab", "molndal-hemrehab", "partille-hemrehab",
                                         "partille-ft",      "su-ostra-rehab",   "su-molndal-rehab",
                                         "su-molndal-rehab", "su-ostra-avd",     "no-such-unit"};

const std::vector<hv1::HandoverKind> kSent = {hv1::HANDOVER_KIND_DISCHARGE_HANDOVER,
                                              hv1::HANDOVER_KIND_DISCHARGE_HANDOVER,
                                              hv1::HANDOVER_KIND_REHAB_NOTICE,
                                              hv1::HANDOVER_KIND_ADMISSION_REPORT,
                                              hv1::HANDOVER_KIND_FOLLOW_UP,
                                              hv1::HANDOVER_KIND_ONWARD,
                                              hv1::HANDOVER_KIND_ONWARD};

constexpr hv1::Step kOnHandover[] = {hv1::STEP_ACKNOWLEDGE,
                                     hv1::STEP_ASSIGN_THERAPIST,
                                     hv1::STEP_REVOKE_ACKNOWLEDGEMENT,
                                     hv1::STEP_DECLINE,
                                     hv1::STEP_REDIRECT,
                                     hv1::STEP_WITHDRAW,
                                     hv1::STEP_VOID,
                                     hv1::STEP_ASK,
                                     hv1::STEP_ANSWER,
                                     hv1::STEP_AMEND,
                                     hv1::STEP_UPDATE_AIDS,
                                     hv1::STEP_RECORD_CALL,
                                     hv1::STEP_RECORD_FIRST_CONTACT,
                                     hv1::STEP_SEE_NOTICE,
                                     hv1::STEP_RECORD_TRANSFER};
// On the transition, or on the leave of an ONWARD handover.
constexpr hv1::Step kOnLeave[] = {hv1::STEP_RESCHEDULE, hv1::STEP_CONFIRM_STAY, hv1::STEP_RECORD_DISCHARGE};
// Their requests have an etag.
constexpr hv1::Step kEtagged[] = {hv1::STEP_ACKNOWLEDGE,
                                  hv1::STEP_ASSIGN_THERAPIST,
                                  hv1::STEP_REVOKE_ACKNOWLEDGEMENT,
                                  hv1::STEP_DECLINE,
                                  hv1::STEP_REDIRECT,
                                  hv1::STEP_WITHDRAW,
                                  hv1::STEP_VOID,
                                  hv1::STEP_AMEND,
                                  hv1::STEP_RECORD_FIRST_CONTACT};
// Their requests may say when it happened, beside the time that a step's own arguments hold.
constexpr hv1::Step kSayWhen[] = {hv1::STEP_OPEN_TRANSITION, hv1::STEP_MARK_NEED,   hv1::STEP_JOIN_TRANSITION,
                                  hv1::STEP_SEND_HANDOVER,   hv1::STEP_ACKNOWLEDGE, hv1::STEP_RECORD_CALL,
                                  hv1::STEP_RECORD_TRANSFER};

// Every step that there is. What ends a patient's way is asked for rarely, and what brings it on often: else nothing
// else would be left to be seen.
std::vector<hv1::Step> WeighedSteps() {
  constexpr hv1::Step kRare[] = {hv1::STEP_RECORD_DEATH, hv1::STEP_CANCEL_TRANSITION, hv1::STEP_CLOSE_TRANSITION,
                                 hv1::STEP_OPEN_TRANSITION};
  constexpr hv1::Step kOften[] = {hv1::STEP_SEND_HANDOVER,        hv1::STEP_ACKNOWLEDGE, hv1::STEP_RECORD_DISCHARGE,
                                  hv1::STEP_RECORD_FIRST_CONTACT, hv1::STEP_ANSWER,      hv1::STEP_CHANGE_SENDING_UNIT};
  std::vector<hv1::Step> steps;
  for (int number = 1; number < hv1::Step_ARRAYSIZE; ++number) {
    const auto step = static_cast<hv1::Step>(number);
    const bool rare = std::find(std::begin(kRare), std::end(kRare), step) != std::end(kRare);
    const bool often = std::find(std::begin(kOften), std::end(kOften), step) != std::end(kOften);
    steps.insert(steps.end(), often ? 15 : rare ? 1 : 3, step);
  }
  return steps;
}

class AskedAtRandom {
 public:
  // Asks for one step of anybody, and keeps what it makes.
  void Ask() {
    // Most patients are new ones; time goes on by minutes, and now and then by weeks.
    rec::Transition& transition = transitions_[Pick(transitions_.size())];
    now_ += Once(200) ? absl::Hours(24 * 31) : absl::Minutes(static_cast<int>(Pick(90)));
    if (Once(IsOpen(transition) ? 100 : 10)) {
      transition.Clear();
      // Few would get so far by chance.
      if (Once(2)) GoOnToHome(transition);
    }
    Take(AnyCommand(transition), transition);
  }

  const StepCoverage& coverage() const { return coverage_; }

 private:
  size_t Pick(size_t from) { return std::uniform_int_distribution<size_t>(0, from - 1)(random_); }
  int PickOf(int from) { return static_cast<int>(Pick(static_cast<size_t>(from))); }
  bool Once(size_t in) { return Pick(in) == 0; }
  template <typename T>
  const T& OneOf(const std::vector<T>& values) {
    return values[Pick(values.size())];
  }
  // Any value of an enum but UNSPECIFIED.
  template <typename Enum>
  Enum Any(int size) {
    return static_cast<Enum>(1 + Pick(static_cast<size_t>(size) - 1));
  }

  void Take(const rules::Command& command, rec::Transition& transition) {
    rules::Facts facts{.now = now_,
                       .directory = *directory_,
                       .transition = transition.id().empty() ? nullptr : &transition,
                       .new_id = absl::StrCat("id-", ++ids_),
                       .second_id = absl::StrCat("id-", ids_, "-b"),
                       .entry_salt = "0123456789abcdef"};
    const rec::Transition& other = OneOf(transitions_);
    if (Once(4) && IsOpen(other)) facts.others = {other};
    const hv1::Step step = rules::StepOf(command.arguments);
    const hv1::HandoverKind kind = KindOf(command, transition);
    auto decided = rules::Decide(command, facts);
    if (const auto* refusal = std::get_if<rules::Refusal>(&decided)) {
      coverage_.Add(step, kind, refusal->reason);
    } else {
      coverage_.Add(step, kind, ev1::ERROR_REASON_UNSPECIFIED);
      transition = std::get<rules::Decision>(decided).change.transition();
    }
  }

  // Home to a short-term place in Mölndal, and on to Partille.
  void GoOnToHome(rec::Transition& transition) {
    const auto take = [&](const std::string& unit, rules::StepArguments arguments) {
      rules::Command command{.actor = PersonAt(unit), .request_id = "request", .arguments = std::move(arguments)};
      const hv1::Step step = rules::StepOf(command.arguments);
      if (IsOnHandover(step)) command.handover_id = transition.handovers(transition.handovers_size() - 1).id();
      Take(command, transition);
    };
    take("su-ostra-rehab", rules::OpenTransition{.patient_hash = "hash-1", .legs = AnyLegs(), .although_open = true});
    rules::SendHandover send{hv1::HANDOVER_KIND_DISCHARGE_HANDOVER, AnyUrgency(), {AnyProfession()}};
    send.receiver_unit_id = "molndal-hemrehab";
    take("su-ostra-rehab", send);
    take("molndal-hemrehab", rules::Acknowledge{});
    take("su-ostra-rehab", rules::RecordDischarge{});
    send.kind = hv1::HANDOVER_KIND_ONWARD;
    send.receiver_unit_id = Once(2) ? "partille-hemrehab" : "su-palliativa-teamet";
    take("molndal-hemrehab", send);
    if (Once(2)) take(send.receiver_unit_id, rules::Acknowledge{});
  }

  static bool IsOpen(const rec::Transition& transition) {
    return transition.state() == hv1::TRANSITION_STATE_ADMITTED ||
           transition.state() == hv1::TRANSITION_STATE_DISCHARGED;
  }
  static hv1::HandoverKind KindOf(const rules::Command& command, const rec::Transition& transition) {
    if (const auto* send = std::get_if<rules::SendHandover>(&command.arguments)) return send->kind;
    const rec::Handover* handover = rules::FindHandover(transition, command.handover_id);
    return handover == nullptr ? hv1::HANDOVER_KIND_UNSPECIFIED : handover->kind();
  }

  static rules::Actor PersonAt(const std::string& unit) {
    return {.staff_id = test::SomebodyAt(unit), .unit_id = unit, .organisation_id = "anybody's"};
  }
  hv1::Profession AnyProfession() { return Any<hv1::Profession>(hv1::Profession_ARRAYSIZE); }
  hv1::Urgency AnyUrgency() { return Any<hv1::Urgency>(hv1::Urgency_ARRAYSIZE); }
  std::string AnyTherapist() { return OneOf<std::string>({"eva.at", "olle.ft", "tomas.ssk", "bo.at", "ida.at"}); }
  std::optional<absl::Time> AnyTime() {
    return OneOf<std::optional<absl::Time>>(
        {std::nullopt, std::nullopt, now_ - absl::Hours(1), now_ + absl::Hours(1), now_ - absl::Hours(24 * 40)});
  }
  rec::PlannedDischarge AnyLeave() {
    rec::PlannedDischarge planned;
    if (!Once(3)) planned.set_at_time_us(absl::ToUnixMicros(now_ + absl::Hours(static_cast<int>(Pick(100)))));
    if (Once(10)) planned.set_at_time_us(absl::ToUnixMicros(now_ - absl::Hours(30)));
    return planned;
  }
  std::vector<rec::Leg> AnyLegs() {
    std::vector<rec::Leg> legs(Pick(3));
    for (rec::Leg& leg : legs) {
      leg.set_country(hv1::COUNTRY_SWEDEN);
      // Mölndal, Partille, and one that nobody in the directory answers for.
      leg.set_municipality_code(OneOf<int>({1481, 1402, 1402, 2584}));
      leg.set_dwelling_form(Any<hv1::DwellingForm>(hv1::DwellingForm_ARRAYSIZE));
    }
    return legs;
  }
  std::vector<rules::AidItem> AnyAids() {
    if (!Once(3)) return {};
    return {{Any<hv1::HomeItemStatus>(hv1::HomeItemStatus_ARRAYSIZE), Once(2)}};
  }

  rules::Command AnyCommand(const rec::Transition& transition) {
    rules::Command command;
    command.request_id = "request";
    hv1::Step step = OneOf(steps_);
    if (transition.id().empty() && !Once(8)) step = hv1::STEP_OPEN_TRANSITION;
    // Where nothing is sent yet, nothing can be done with it.
    if (IsOnHandover(step) && transition.handovers_size() == 0 && !Once(20)) step = hv1::STEP_SEND_HANDOVER;
    const auto& involved = transition.involved_unit_ids();
    command.actor =
        involved.empty() || Once(3) ? PersonAt(OneOf(kActing)) : PersonAt(involved[PickOf(involved.size())]);
    if (step == hv1::STEP_SEND_HANDOVER) ChooseSender(transition, command);
    const bool on_leave = std::find(std::begin(kOnLeave), std::end(kOnLeave), step) != std::end(kOnLeave);
    if (IsOnHandover(step) || (on_leave && Once(2))) ChooseHandover(step, transition, command);
    if (step == hv1::STEP_EXPIRE) command.actor = {.is_clock = true};
    const bool moves_units = step == hv1::STEP_REDIRECT || step == hv1::STEP_CHANGE_SENDING_UNIT;
    if (moves_units && Once(10)) command.actor = {.is_directory = true};
    if (std::find(std::begin(kSayWhen), std::end(kSayWhen), step) != std::end(kSayWhen)) command.occurred = AnyTime();
    command.arguments = IsOnHandover(step) ? OnHandover(step, transition, command) : OnTransition(step, transition);
    return command;
  }

  // Often a unit that has taken the patient: hardly any other may send onwards.
  void ChooseSender(const rec::Transition& transition, rules::Command& command) {
    if (transition.handovers_size() == 0 || Once(2)) return;
    command.actor = PersonAt(transition.handovers(PickOf(transition.handovers_size())).receiver_unit_id());
  }

  // One of the transition's; mostly by who may, else hardly any patient would ever get so far.
  void ChooseHandover(hv1::Step step, const rec::Transition& transition, rules::Command& command) {
    command.handover_id = "no-such-handover";
    if (transition.handovers_size() == 0 || Once(20)) return;
    // The last one half of the time: it goes onwards more often than any other.
    const int last = transition.handovers_size() - 1;
    const rec::Handover& handover = transition.handovers(Once(2) ? last : PickOf(last + 1));
    command.handover_id = handover.id();
    const std::vector<std::string> sides = {handover.receiver_unit_id(), handover.receiver_unit_id(),
                                            handover.sender_unit_id(), transition.hospital_unit_id()};
    if (!Once(5)) command.actor = PersonAt(OneOf(sides));
    const bool has_etag = std::find(std::begin(kEtagged), std::end(kEtagged), step) != std::end(kEtagged);
    if (has_etag && Once(6)) command.etag = "99";
  }

  static bool IsOnHandover(hv1::Step step) {
    return std::find(std::begin(kOnHandover), std::end(kOnHandover), step) != std::end(kOnHandover);
  }

  rules::StepArguments OnTransition(hv1::Step step, const rec::Transition& transition) {
    switch (step) {
      case hv1::STEP_MARK_NEED:
        return rules::MarkNeed{AnyProfession(), AnyUrgency(), OneOf<std::string>({"", "", "molndal-hemrehab", "no"}),
                               Any<hv1::CareLevel>(hv1::CareLevel_ARRAYSIZE),
                               Any<hv1::Mobility>(hv1::Mobility_ARRAYSIZE)};
      case hv1::STEP_CLEAR_NEED:
        return rules::ClearNeed{AnyProfession(), hv1::CLEAR_NEED_REASON_NO_LONGER_NEEDED};
      case hv1::STEP_RESCHEDULE:
        return rules::Reschedule{AnyLeave()};
      case hv1::STEP_CONFIRM_STAY:
        return rules::ConfirmStay{};
      case hv1::STEP_RECORD_DISCHARGE:
        return rules::RecordDischarge{AnyTime()};
      case hv1::STEP_RECORD_DEATH:
        return rules::RecordDeath{AnyTime()};
      case hv1::STEP_CLOSE_TRANSITION:
        return rules::CloseTransition{};
      case hv1::STEP_JOIN_TRANSITION:
        return rules::JoinTransition{AnyLeave()};
      case hv1::STEP_REQUEST_REPORT:
        return rules::RequestReport{OneOf(kNamed)};
      case hv1::STEP_ANSWER_NOTHING_TO_REPORT:
        return rules::AnswerNothingToReport{hv1::NOTHING_TO_REPORT_REASON_UNKNOWN_TO_US};
      case hv1::STEP_CHANGE_DESTINATION: {
        // That there is a place at all is the request's own shape.
        std::vector<rec::Leg> legs = AnyLegs();
        legs.resize(std::max<size_t>(1, legs.size()));
        return rules::ChangeDestination{legs};
      }
      case hv1::STEP_CHANGE_SENDING_UNIT:
        return rules::ChangeSendingUnit{OneOf(kNamed)};
      case hv1::STEP_SET_DISCHARGE_READY:
        return rules::SetDischargeReady{Once(2), AnyTime()};
      case hv1::STEP_MERGE_IDENTITY:
        return rules::MergeIdentity{OneOf<std::string>({"hash-1", "hash-2"}), hv1::AGE_BAND_80_89};
      case hv1::STEP_RECORD_READMISSION:
        return rules::RecordReadmission{AnyTime()};
      case hv1::STEP_CANCEL_TRANSITION:
        return rules::CancelTransition{hv1::CANCEL_REASON_ENTERED_IN_ERROR};
      case hv1::STEP_REVERT_CANCELLATION:
        return rules::RevertCancellation{hv1::REVERT_REASON_RECORDED_IN_ERROR};
      case hv1::STEP_EXPIRE:
        return rules::Expire{transition.tasks_size() > 0 && !Once(3) ? transition.tasks(0).id() : ""};
      case hv1::STEP_SEND_HANDOVER:
        return AnySending();
      default:
        return rules::OpenTransition{.patient_hash = "hash-1",
                                     .legs = AnyLegs(),
                                     .planned = AnyLeave(),
                                     .hospital_unit_id = Once(2) ? "" : OneOf(kNamed),
                                     .although_open = Once(2)};
    }
  }

  rules::StepArguments AnySending() {
    rules::SendHandover send{OneOf(kSent), AnyUrgency(), {AnyProfession()}};
    if (Once(4)) send.professions = {hv1::PROFESSION_OCCUPATIONAL_THERAPIST, hv1::PROFESSION_PHYSIOTHERAPIST};
    if (!Once(3)) send.receiver_unit_id = OneOf(kNamed);
    // As a request is read: a profession that has a receiver of its own is among those that it is for.
    if (Once(6)) send.receivers = {{send.professions.front(), OneOf(kNamed)}};
    send.aids = AnyAids();
    send.planned_move = AnyLeave();
    return send;
  }

  rules::StepArguments OnHandover(hv1::Step step, const rec::Transition& transition, const rules::Command& command) {
    switch (step) {
      case hv1::STEP_ACKNOWLEDGE: {
        rules::Acknowledge acknowledge;
        if (Once(3)) acknowledge.professions = {AnyProfession()};
        if (Once(2)) acknowledge.therapist_ids = {AnyTherapist()};
        return acknowledge;
      }
      case hv1::STEP_ASSIGN_THERAPIST:
        return rules::AssignTherapist{AnyTherapist()};
      case hv1::STEP_REVOKE_ACKNOWLEDGEMENT:
        return rules::RevokeAcknowledgement{hv1::REVOKE_REASON_WRONG_PERSON};
      case hv1::STEP_DECLINE:
        return rules::Decline{hv1::DECLINE_REASON_WRONG_UNIT, OneOf<std::string>({"", "", "partille-ft", "no"})};
      case hv1::STEP_REDIRECT:
        return rules::Redirect{OneOf(kNamed)};
      case hv1::STEP_WITHDRAW:
        return rules::Withdraw{hv1::WITHDRAW_REASON_NO_LONGER_NEEDED};
      case hv1::STEP_VOID:
        return rules::Void{hv1::VOID_REASON_WRONG_PATIENT};
      case hv1::STEP_ASK:
        return rules::Ask{};
      case hv1::STEP_ANSWER:
        return rules::Answer{AnyQuestion(transition, command.handover_id)};
      case hv1::STEP_AMEND:
        return rules::Amend{Once(2), hv1::URGENCY_UNSPECIFIED, AnyAids()};
      case hv1::STEP_UPDATE_AIDS:
        return rules::UpdateAids{
            {{OneOf<std::string>({"", "1", "9"}), Any<hv1::HomeItemStatus>(hv1::HomeItemStatus_ARRAYSIZE),
              OneOf<std::string>({"", "", "su-ostra-rehab", "molndal-hemrehab"})}}};
      case hv1::STEP_RECORD_CALL:
        return rules::RecordCall{Any<hv1::CallOutcome>(hv1::CallOutcome_ARRAYSIZE)};
      case hv1::STEP_RECORD_FIRST_CONTACT:
        return rules::RecordFirstContact{Any<hv1::FirstContactOutcome>(hv1::FirstContactOutcome_ARRAYSIZE), AnyTime()};
      case hv1::STEP_SEE_NOTICE:
        return rules::SeeNotice{};
      default:
        return rules::RecordTransfer{hv1::TRANSFER_TARGET_SAMSA};
    }
  }

  std::string AnyQuestion(const rec::Transition& transition, const std::string& handover_id) {
    const rec::Handover* handover = rules::FindHandover(transition, handover_id);
    if (handover == nullptr || handover->questions_size() == 0 || Once(5)) return "no-such-question";
    return handover->questions(PickOf(handover->questions_size())).id();
  }

  std::mt19937 random_{20260618};
  const std::shared_ptr<const rules::Directory> directory_ = BuiltDirectory();
  const std::vector<hv1::Step> steps_ = WeighedSteps();
  absl::Time now_ = absl::FromUnixSeconds(1767225600);
  int ids_ = 0;
  std::vector<rec::Transition> transitions_{40};
  StepCoverage coverage_;
};

TEST(StepCoverageTest, TheTableIsWhatTheRulesCanAnswer) {
  AskedAtRandom asked;
  // Some answers are rare: those are asked for until they come, but not for ever.
  for (int i = 0; i < 1000000; ++i) asked.Ask();
  for (int i = 0; i < 5000000 && (i % 10000 != 0 || !asked.coverage().Holes().empty()); ++i) asked.Ask();
  EXPECT_EQ(absl::StrJoin(asked.coverage().Strangers(), "\n"), "") << "missing in kPossible";
  EXPECT_EQ(absl::StrJoin(asked.coverage().Holes(), "\n"), "") << "in kPossible, but the rules never answer it";
}

}  // namespace
}  // namespace hemgang::flows
