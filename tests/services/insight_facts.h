// Facts as the rules write them, of one handover from su-ostra-rehab to molndal-hemrehab, and a store that gives them.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "gtest/gtest.h"

#include "hemgang/insight/v1/insight_service.pb.h"

#include "services/insight/insight_room.h"
#include "services/rpc/clock.h"
#include "services/rpc/times.h"
#include "services/rules/directory.h"
#include "storage/open_store.h"
#include "tests/support/forwarding_store.h"
#include "tests/support/test_directory.h"

namespace hemgang::test {

namespace iv1 = hemgang::insight::v1;
namespace hv1 = hemgang::handover::v1;

// Local time in Stockholm, "2026-10-05 08:00".
inline absl::Time Local(const std::string& text) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone("Europe/Stockholm", &zone));
  absl::Time time;
  std::string why;
  EXPECT_TRUE(absl::ParseTime("%Y-%m-%d %H:%M", text, zone, &time, &why)) << why;
  return time;
}

inline int64_t Us(const std::string& local) {
  return rpc::ToMicros(Local(local));
}

inline rec::Outcome Fact(rec::OutcomeKind kind, int64_t ended_us) {
  rec::Outcome fact;
  fact.set_kind(kind);
  fact.set_handover_kind(hv1::HANDOVER_KIND_DISCHARGE_HANDOVER);
  fact.set_sender_unit_id("su-ostra-rehab");
  fact.set_receiver_unit_id("molndal-hemrehab");
  fact.set_receiver_organisation_id("molndal");
  fact.set_holder_unit_id("molndal-hemrehab");
  fact.set_holder_organisation_id("molndal");
  fact.set_age_band(hv1::AGE_BAND_80_89);
  fact.set_dwelling_form(hv1::DWELLING_FORM_ORDINARY_ALONE);
  fact.set_municipality_code(1481);
  fact.set_phase(hv1::PALLIATIVE_PHASE_LATE);
  fact.set_ended_time_us(ended_us);
  return fact;
}

// An ACKNOWLEDGE task that ended.
inline rec::Outcome Acknowledged(const std::string& opened, const std::string& due, const std::string& ended) {
  rec::Outcome fact = Fact(rec::OUTCOME_KIND_TASK_MET, Us(ended));
  fact.set_task(hv1::TASK_KIND_ACKNOWLEDGE);
  fact.set_opened_time_us(Us(opened));
  fact.set_due_time_us(Us(due));
  if (fact.ended_time_us() > fact.due_time_us()) fact.set_kind(rec::OUTCOME_KIND_TASK_MISSED);
  return fact;
}

// A running task of that handover, as an index gives it.
inline storage::TaskRow Running(hv1::TaskKind kind, const std::string& opened, const std::string& due) {
  storage::TaskRow row;
  row.transition_id = "t";
  row.age_band = hv1::AGE_BAND_80_89;
  row.task.set_kind(kind);
  row.task.set_handover_id("h");
  row.task.set_handover_kind(hv1::HANDOVER_KIND_DISCHARGE_HANDOVER);
  row.task.set_holder_unit_id("molndal-hemrehab");
  row.task.set_holder_organisation_id("molndal");
  row.task.set_sender_unit_id("su-ostra-rehab");
  row.task.set_opened_time_us(Us(opened));
  row.task.set_due_time_us(Us(due));
  return row;
}

// Gives these facts and tasks, and whatever else the store behind it has.
class FactsStore final : public ForwardingStore {
 public:
  using ForwardingStore::ForwardingStore;

  absl::StatusOr<storage::Page<rec::Outcome>> ListOutcomes(int64_t from_us, int64_t until_us,
                                                           const storage::PageRequest& page) override {
    storage::Page<rec::Outcome> rows;
    size_t at = page.after.empty() ? 0 : std::stoul(page.after);
    for (; at < facts.size() && rows.rows.size() < static_cast<size_t>(page.size); ++at) {
      const int64_t ended_us = facts[at].ended_time_us();
      if (ended_us >= from_us && ended_us < until_us) rows.rows.push_back(facts[at]);
    }
    if (at < facts.size()) rows.next = std::to_string(at);
    ++pages;
    return rows;
  }
  absl::StatusOr<storage::Page<storage::TaskRow>> ListTasksOfOrganisation(const std::string& id, int64_t due_until_us,
                                                                          const storage::PageRequest&) override {
    storage::Page<storage::TaskRow> rows;
    for (const storage::TaskRow& row : tasks) {
      if (row.task.holder_organisation_id() == id && row.task.due_time_us() <= due_until_us) rows.rows.push_back(row);
    }
    return rows;
  }
  absl::StatusOr<storage::Page<storage::TaskRow>> ListTasksOfUnit(const std::string& id, int64_t due_until_us,
                                                                  const storage::PageRequest&) override {
    storage::Page<storage::TaskRow> rows;
    for (const storage::TaskRow& row : tasks) {
      if (row.task.holder_unit_id() == id && row.task.due_time_us() <= due_until_us) rows.rows.push_back(row);
    }
    return rows;
  }

  // In the order in which they ended.
  std::vector<rec::Outcome> facts;
  std::vector<storage::TaskRow> tasks;
  int pages = 0;
};

// The room over such a store and the tests' directory, at a time that stands still.
class Insights {
 public:
  explicit Insights(const std::string& now_local = "2027-01-15 12:00")
      : kept_(*storage::OpenStore({})),
        store(*kept_),
        clock(Local(now_local)),
        room(store, clock, CurrentDirectory(), inline_) {}

  static std::shared_ptr<const rules::Directory> Directory() {
    static const auto directory = rules::Directory::Build(
        TestDirectory(), {}, 1,
        [](const std::string& name, absl::TimeZone* zone) { return absl::LoadTimeZone(name, zone); });
    return directory;
  }

  static rpc::Caller CallerAt(const std::string& unit_id) {
    rpc::Caller caller;
    caller.staff_id = SomebodyAt(unit_id);
    caller.unit_id = unit_id;
    const rules::CareUnit* unit = Directory()->FindUnit(unit_id);
    EXPECT_NE(unit, nullptr) << unit_id;
    if (unit != nullptr) caller.organisation_id = unit->organisation_id();
    return caller;
  }

  template <typename Response, typename Request>
  absl::StatusOr<Response> Ask(const Request& request, const std::string& unit_id) {
    absl::StatusOr<Response> given = absl::InternalError("no answer");
    room.Take(request, CallerAt(unit_id),
              rpc::Answer<Response>([&given](absl::StatusOr<Response> answer) { given = std::move(answer); }));
    return given;
  }

  static rules::CurrentDirectory CurrentDirectory() {
    return []() -> absl::StatusOr<std::shared_ptr<const rules::Directory>> { return Directory(); };
  }

 private:
  std::unique_ptr<storage::Store> kept_;
  InlineExecutor inline_;

 public:
  FactsStore store;
  rpc::SetClock clock;
  insight::InsightRoom room;
};

// The last quarter of 2026.
inline iv1::GetFiguresRequest Quarter() {
  iv1::GetFiguresRequest request;
  request.set_from_date("2026-10-01");
  request.set_to_date("2026-12-31");
  return request;
}

inline const iv1::Figure& FigureOf(const iv1::GetFiguresResponse& response, iv1::FigureKind kind) {
  for (const iv1::Figure& figure : response.figures()) {
    if (figure.kind() == kind) return figure;
  }
  ADD_FAILURE() << "no figure " << iv1::FigureKind_Name(kind);
  return iv1::Figure::default_instance();
}

// "12", "<5", "·".
inline std::string Said(const iv1::Count& count) {
  switch (count.disclosure()) {
    case iv1::DISCLOSURE_EXACT:
      return std::to_string(count.value());
    case iv1::DISCLOSURE_FEWER_THAN_FIVE:
      return count.has_value() ? "a value that should not be there" : "<5";
    case iv1::DISCLOSURE_WITHHELD:
      return count.has_value() ? "a value that should not be there" : "·";
    default:
      return "nothing said";
  }
}

// "20 = 8 12 (40%)"
inline std::string Said(const iv1::FigureRow& row) {
  std::string text = Said(row.total()) + " =";
  for (const iv1::FigurePart& part : row.parts()) text += " " + Said(part.count());
  for (const iv1::FigureShare& share : row.shares()) {
    text += " (" + std::to_string(static_cast<int>(share.percent() * 10 + 0.5)) + "‰)";
  }
  return text;
}

inline constexpr char kUnit[] = "molndal-hemrehab";

class InsightTest : public testing::Test {
 protected:
  // Each fact five times, so that nothing of it is small.
  void Add(const rec::Outcome& fact, int times = 5) {
    for (int i = 0; i < times; ++i) insights_.store.facts.push_back(fact);
  }
  void Sort() {
    std::stable_sort(insights_.store.facts.begin(), insights_.store.facts.end(),
                     [](const auto& a, const auto& b) { return a.ended_time_us() < b.ended_time_us(); });
  }
  iv1::GetFiguresResponse Ask(const iv1::GetFiguresRequest& request = Quarter(), const std::string& unit = kUnit) {
    Sort();
    auto response = insights_.Ask<iv1::GetFiguresResponse>(request, unit);
    EXPECT_TRUE(response.ok()) << response.status();
    return response.ok() ? *std::move(response) : iv1::GetFiguresResponse();
  }
  std::string Whole(iv1::FigureKind kind) { return Said(FigureOf(Ask(), kind).rows(0)); }

  Insights insights_;
};

}  // namespace hemgang::test
