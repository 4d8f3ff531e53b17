// A transition that a test walks through the rules, step by step, without store or service.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"

#include "services/rules/decide.h"
#include "services/rules/directory.h"
#include "services/rules/step_table.h"
#include "tests/rules/local_time.h"
#include "tests/support/test_directory.h"

namespace hemgang::rules {

inline const std::string kWard = "su-ostra-rehab";
inline const std::string kHome = "molndal-hemrehab";
inline const std::string kOtherHome = "partille-hemrehab";

inline std::shared_ptr<const Directory> StoryDirectory(const test::dv1::Directory& records) {
  const ZoneLoader zones = [](const std::string& name, absl::TimeZone* zone) { return absl::LoadTimeZone(name, zone); };
  for (const DirectoryFault& fault : Directory::Check(records, zones)) {
    ADD_FAILURE() << fault.field_path << ": " << fault.sentence;
  }
  return Directory::Build(records, {}, 7, zones);
}

class StepStory : public testing::Test {
 protected:
  StepStory() : directory_(StoryDirectory(test::TestDirectory())) {}

  // The unit that takes the steps from here on.
  void Be(const std::string& unit_id) {
    actor_ = {.staff_id = test::SomebodyAt(unit_id), .unit_id = unit_id, .organisation_id = "", .is_clock = false};
    if (const CareUnit* unit = directory_->FindUnit(unit_id)) actor_.organisation_id = unit->organisation_id();
  }
  void BeTheDirectory() { actor_ = {.is_directory = true}; }
  void BeTheClock() { actor_ = {.staff_id = "", .unit_id = "", .organisation_id = "", .is_clock = true}; }
  // Wednesday 17 June 2026 08:00 unless it is set.
  void Set(const std::string& time) { now_ = At(time); }

  std::variant<Decision, Refusal> Try(StepArguments step, const std::string& handover_id = "") {
    Command command;
    command.actor = actor_;
    command.request_id = absl::StrCat("request-", ++asked_);
    command.handover_id = handover_id;
    command.etag = std::exchange(etag_, "");
    command.occurred = std::exchange(occurred_, std::nullopt);
    command.arguments = std::move(step);
    const Facts facts{.now = now_,
                      .directory = *directory_,
                      .transition = transition_.has_value() ? &*transition_ : nullptr,
                      .new_id = absl::StrCat("id-", asked_),
                      .second_id = absl::StrCat("id-", asked_, "-b"),
                      .entry_salt = "0123456789abcdef",
                      .others = others_};
    return Decide(command, facts);
  }

  // Takes a step that must be allowed.
  void Take(StepArguments step, const std::string& handover_id = "") {
    auto decided = Try(std::move(step), handover_id);
    if (const auto* refusal = std::get_if<Refusal>(&decided)) {
      FAIL() << ev1::ErrorReason_Name(refusal->reason) << ": " << refusal->sentence;
    }
    last_ = std::get<Decision>(decided);
    transition_ = last_.change.transition();
    if (!last_.handover_id.empty()) handover_id_ = last_.handover_id;
  }
  // On the handover that was sent last.
  void TakeOn(StepArguments step) { Take(std::move(step), handover_id_); }

  // The name of the reason for which a step is refused; "OK" when it is not.
  std::string Refused(StepArguments step, const std::string& handover_id = "") {
    auto decided = Try(std::move(step), handover_id);
    const auto* refusal = std::get_if<Refusal>(&decided);
    if (refusal == nullptr) return "OK";
    EXPECT_FALSE(refusal->sentence.empty());
    return ev1::ErrorReason_Name(refusal->reason).substr(std::string("ERROR_REASON_").size());
  }
  std::string RefusedOn(StepArguments step) { return Refused(std::move(step), handover_id_); }

  // A patient who will go home alone to Mölndal.
  void Open() {
    Be(kWard);
    Take(OpenTransition{.patient_hash = "hash", .age_band = hv1::AGE_BAND_80_89, .legs = {LegTo(1481)}});
  }
  void Send(hv1::Urgency urgency = hv1::URGENCY_ROUTINE, const std::string& to = kHome) {
    Be(kWard);
    Take(SendHandover{.kind = hv1::HANDOVER_KIND_DISCHARGE_HANDOVER,
                      .urgency = urgency,
                      .professions = {hv1::PROFESSION_OCCUPATIONAL_THERAPIST},
                      .receiver_unit_id = to});
  }
  void OpenAndSend(hv1::Urgency urgency = hv1::URGENCY_ROUTINE) {
    Open();
    Send(urgency);
  }
  // Sent to Mölndal and taken there.
  void Acknowledged(const std::string& therapist_id = "eva.at") {
    OpenAndSend();
    Be(kHome);
    TakeOn(Acknowledge{.therapist_ids = {therapist_id}});
  }
  void Discharge() {
    Be(kWard);
    Take(RecordDischarge{});
  }
  // At home, and visited there.
  void Visited() {
    Acknowledged();
    Discharge();
    Be(kHome);
    TakeOn(RecordFirstContact{.outcome = hv1::FIRST_CONTACT_OUTCOME_MADE});
  }
  // A unit at home sends the patient in.
  void OpenFromHome() {
    Be(kHome);
    Take(OpenTransition{.patient_hash = "hash", .legs = {LegTo(1481)}, .hospital_unit_id = kWard});
  }
  // A message of any kind, by whoever acts, about an occupational therapist's work.
  static SendHandover Message(hv1::HandoverKind kind, const std::string& to = "") {
    return {.kind = kind,
            .urgency = hv1::URGENCY_ROUTINE,
            .professions = {hv1::PROFESSION_OCCUPATIONAL_THERAPIST},
            .receiver_unit_id = to};
  }

  static rec::Leg LegTo(int municipality_code, hv1::DwellingForm dwelling_form = hv1::DWELLING_FORM_ORDINARY_ALONE,
                        const std::string& from = "") {
    rec::Leg leg;
    leg.set_country(hv1::COUNTRY_SWEDEN);
    leg.set_municipality_code(municipality_code);
    leg.set_dwelling_form(dwelling_form);
    if (!from.empty()) leg.set_from_date_days(DaysOf(from));
    return leg;
  }
  static rec::PlannedDischarge PlannedOn(const std::string& date) {
    rec::PlannedDischarge planned;
    planned.set_has_date(true);
    planned.set_date_days(DaysOf(date));
    return planned;
  }
  static int DaysOf(const std::string& date) {
    return static_cast<int>(absl::ToCivilDay(At(date + "T12:00"), absl::UTCTimeZone()) - absl::CivilDay(1970, 1, 1));
  }
  static rec::PlannedDischarge PlannedAt(const std::string& time) {
    rec::PlannedDischarge planned;
    planned.set_at_time_us(absl::ToUnixMicros(At(time)));
    return planned;
  }

  const rec::Handover& handover() const {
    for (const rec::Handover& each : transition_->handovers()) {
      if (each.id() == handover_id_) return each;
    }
    ADD_FAILURE() << "no handover";
    return transition_->handovers(0);
  }
  std::string StateOfHandover() const { return hv1::HandoverState_Name(handover().state()).substr(15); }
  std::string StateOfTransition() const { return hv1::TransitionState_Name(transition_->state()).substr(17); }

  // "ACKNOWLEDGE molndal-hemrehab 2026-06-18T08:00", one line a task.
  std::string Owed() const {
    std::vector<std::string> lines;
    for (const rec::Task& task : transition_->tasks()) {
      lines.push_back(absl::StrCat(hv1::TaskKind_Name(task.kind()).substr(10), " ", task.holder_unit_id(), " ",
                                   task.due_time_us() == 0 ? "-" : Said(absl::FromUnixMicros(task.due_time_us()))));
    }
    return absl::StrJoin(lines, "\n");
  }
  const rec::Task& TaskOf(hv1::TaskKind kind) const {
    for (const rec::Task& task : transition_->tasks()) {
      if (task.kind() == kind) return task;
    }
    ADD_FAILURE() << "no task " << hv1::TaskKind_Name(kind);
    static const rec::Task none;
    return none;
  }
  // "DIED", or "-" when there is nothing left to be seen on the handover.
  std::string Notice() const {
    const rec::Handover& each = handover();
    if (each.notice_reason() == hv1::NOTICE_REASON_UNSPECIFIED || each.notice_seen_time_us() != 0) return "-";
    return hv1::NoticeReason_Name(each.notice_reason()).substr(14);
  }
  // "ACKNOWLEDGED su-ostra-rehab", one line an event of the last step, in order.
  std::string Told() const {
    std::vector<std::string> lines;
    for (const rec::InboxEvent& event : last_.change.inbox_events()) {
      lines.push_back(
          absl::StrCat(hemgang::routing::v1::InboxEventKind_Name(event.kind()).substr(17), " ", event.unit_id()));
    }
    return absl::StrJoin(lines, "\n");
  }
  // "TASK_MET ACKNOWLEDGE", one line a task that the last step ended.
  std::string Ended() const {
    std::vector<std::string> lines;
    for (const rec::Outcome& outcome : last_.change.outcomes()) {
      if (outcome.kind() > rec::OUTCOME_KIND_TASK_DROPPED) continue;
      lines.push_back(absl::StrCat(rec::OutcomeKind_Name(outcome.kind()).substr(13), " ",
                                   hv1::TaskKind_Name(outcome.task()).substr(10)));
    }
    return absl::StrJoin(lines, "\n");
  }

  std::shared_ptr<const Directory> directory_;
  Actor actor_;
  absl::Time now_ = At("2026-06-17T08:00");
  std::optional<rec::Transition> transition_;
  std::vector<rec::Transition> others_;
  Decision last_;
  std::string handover_id_;
  // Of the next step only.
  std::string etag_;
  std::optional<absl::Time> occurred_;
  int asked_ = 0;
};

// With units that few stories need.
//
//   norra-rehab         a hospital unit of another organisation than kWard
//   molndal-nedlagd     ended on 31 May 2026; molndal-ny, begins on 1 July 2026
inline test::dv1::Directory WiderRecords() {
  test::dv1::Directory records = test::TestDirectory();
  const auto add_like = [&records](const std::string& model_id, const std::string& id) -> test::dv1::Unit& {
    test::dv1::Unit unit;
    for (const test::dv1::Unit& each : records.units()) {
      if (each.id() == model_id) unit = each;
    }
    unit.set_id(id);
    *records.add_units() = unit;
    return *records.mutable_units(records.units_size() - 1);
  };
  add_like(kWard, "norra-rehab").set_organisation_id("goteborg");
  add_like(kHome, "molndal-nedlagd").set_valid_to("2026-05-31");
  add_like(kHome, "molndal-ny").set_valid_from("2026-07-01");
  return records;
}

class WiderStory : public StepStory {
 protected:
  WiderStory() { directory_ = StoryDirectory(WiderRecords()); }
};

}  // namespace hemgang::rules
