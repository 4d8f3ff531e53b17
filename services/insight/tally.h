// Counts what happened, fact by fact, and keeps nothing of a fact but what it adds to: memory is needed for each group
// of the breakdown and each different length of wait, not for each fact.
//
// Facts are what the rules wrote when something ended (record.proto, Outcome) and, for what has not, the running tasks.
// Counted are handovers that take a patient home (DISCHARGE_HANDOVER, ONWARD). What each figure means is said in
// figure_table.cc. Knows ids of units and codes; no patient and no person of the staff.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"

#include "hemgang/insight/v1/insight_service.pb.h"
#include "hemgang/record/v1/record.pb.h"

#include "services/insight/period.h"
#include "services/insight/scope.h"
#include "services/rules/directory.h"
#include "services/rules/figures.h"

namespace hemgang::insight {

namespace iv1 = hemgang::insight::v1;
namespace rec = hemgang::record::v1;

// Whose count each part is a part of.
enum class Cohort {
  kOpened,      // ACKNOWLEDGE tasks that opened in the period
  kDue,         // those that fell due in it
  kSent,        // handovers sent in it
  kDischarged,  // handovers that were live when their patient left in it
  kReturned,    // handovers declined in it
  kContact,     // first contacts owed after discharges in it
};
inline constexpr size_t kCohorts = 6;

// One group of the breakdown, or the whole.
struct Tally {
  std::array<int64_t, kCohorts> totals{};
  std::array<int64_t, iv1::Part_ARRAYSIZE> parts{};
  rules::WaitingTimes elapsed;
  rules::WaitingTimes working;

  int64_t total(Cohort cohort) const { return totals[static_cast<size_t>(cohort)]; }
};

// What decides the group that a fact belongs to.
struct Traits {
  hemgang::handover::v1::DwellingForm dwelling_form = hemgang::handover::v1::DWELLING_FORM_UNSPECIFIED;
  int32_t municipality_code = 0;
  hemgang::handover::v1::AgeBand age_band = hemgang::handover::v1::AGE_BAND_UNSPECIFIED;
  hemgang::handover::v1::PalliativePhase phase = hemgang::handover::v1::PALLIATIVE_PHASE_UNSPECIFIED;
};

// The number of the group within a breakdown: an enum's, or the municipality's code.
int GroupOf(const Traits& traits, iv1::Breakdown breakdown);

// A task that runs, and what its transition says of it.
struct RunningTask {
  rec::Task task;
  Traits traits;
  // 0: not known.
  int64_t discharged_time_us = 0;
};

class Tallying {
 public:
  struct Question {
    Period period;
    Scope scope;
    iv1::Breakdown breakdown = iv1::BREAKDOWN_UNSPECIFIED;
    iv1::Side side = iv1::SIDE_UNSPECIFIED;
  };

  // `directory` outlives this.
  Tallying(Question question, const rules::Directory& directory);

  const Question& question() const { return question_; }
  const rules::Directory& directory() const { return directory_; }

  // True when a task's facts would be counted: ask before its transition is read.
  bool Counts(const rec::Task& task) const;
  void AddRunning(const RunningTask& running);
  // In the order in which they ended; what ended at one instant is judged together.
  void Add(rec::Outcome outcome);
  // After the last one.
  void Finish();

  const Tally& whole() const { return whole_; }
  // By number, in order; empty without a breakdown.
  const std::map<int, Tally>& groups() const { return groups_; }

 private:
  struct Acknowledging;
  struct Places;

  bool IsMeant(const std::string& sender_unit_id, const std::string& receiver_unit_id,
               const std::string& receiver_organisation_id) const;
  Places PlacesOf(const Traits& traits);
  absl::TimeZone ZoneOf(const std::string& unit_id) const;

  void JudgeInstant();
  void AddEnded(const rec::Outcome& outcome, bool was_declined);
  void AddAcknowledging(const Acknowledging& fact, const Traits& traits);
  void AddSent(const rec::Outcome& outcome);
  void AddDischarge(const rec::Outcome& outcome);
  void AddReturned(const rec::Outcome& outcome);
  void AddContact(const rec::Outcome& outcome);
  void AddWaitingContact(int64_t discharged_us, const std::string& unit_id, const Traits& traits);

  const Question question_;
  const rules::Directory& directory_;
  Tally whole_;
  std::map<int, Tally> groups_;
  // What ended at the same instant as the last one given.
  std::vector<rec::Outcome> instant_;
};

}  // namespace hemgang::insight
