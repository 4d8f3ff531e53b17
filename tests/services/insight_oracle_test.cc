// The figures against a second count that keeps everything and knows nothing of pages, and against a million facts.
#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <optional>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

#include "services/insight/figure_table.h"
#include "services/insight/tally.h"
#include "tests/services/insight_facts.h"

namespace hemgang::test {
namespace {

using insight::Cohort;
using insight::Tally;

constexpr char kSender[] = "su-ostra-rehab";

// What happened to one handover, told as a story and not as facts.
struct Story {
  enum class Answer { kNone, kYes, kNo, kForgotten };
  enum class Contact { kNone, kMade, kDied, kNotReached, kForgotten };

  hv1::AgeBand age_band = hv1::AGE_BAND_UNSPECIFIED;
  absl::Time sent;
  absl::Time due;
  bool too_late = false;
  std::optional<absl::Time> planned;
  Answer answer = Answer::kNone;
  absl::Time answered;
  std::optional<absl::Time> left;  // the hospital, as recorded
  int aids = 0;
  int aids_there = 0;
  Contact contact = Contact::kNone;
  absl::Time contact_told;
  absl::Time contact_made;
};

class Stories {
 public:
  explicit Stories(unsigned seed) : random_(seed) {
    for (int i = 0; i < 400; ++i) stories_.push_back(Make());
  }

  const std::vector<Story>& all() const { return stories_; }

  // As the rules would have written them down by `now`.
  void Write(absl::Time now, std::vector<rec::Outcome>& facts, std::vector<insight::RunningTask>& tasks) const {
    for (const Story& story : stories_) WriteOne(story, now, facts, tasks);
    std::stable_sort(facts.begin(), facts.end(),
                     [](const auto& a, const auto& b) { return a.ended_time_us() < b.ended_time_us(); });
  }

 private:
  // Never two at one instant, as it is with microseconds.
  absl::Time Later(absl::Time than, int hours) {
    return than + absl::Minutes(1 + random_() % static_cast<unsigned>(hours * 60)) + absl::Microseconds(++unique_);
  }
  bool OneIn(unsigned n) { return random_() % n == 0; }

  Story Make() {
    Story story;
    story.age_band = static_cast<hv1::AgeBand>(1 + random_() % 5);
    story.sent = Later(Local("2026-09-10 00:00"), 24 * 130);
    story.due = Later(story.sent, 60);
    story.too_late = OneIn(6);
    if (!OneIn(4)) story.planned = Later(story.sent - absl::Hours(5), 120);
    story.answer = static_cast<Story::Answer>(std::min<unsigned long>(random_() % 6, 3));
    if (OneIn(3)) story.answer = Story::Answer::kYes;
    story.answered = Later(story.sent, OneIn(3) ? 24 * 13 : 70);
    if (OneIn(4)) return story;
    story.left = Later(story.sent, 24 * 12);
    story.aids = static_cast<int>(random_() % 3);
    story.aids_there = story.aids == 0 ? 0 : static_cast<int>(random_() % static_cast<unsigned>(story.aids + 1));
    story.contact = static_cast<Story::Contact>(random_() % 5);
    story.contact_made = Later(*story.left, 24 * 10);
    story.contact_told = Later(story.contact_made, 24);
    return story;
  }

  static void WriteOne(const Story& story, absl::Time now, std::vector<rec::Outcome>& facts,
                       std::vector<insight::RunningTask>& tasks) {
    const auto add = [&](rec::OutcomeKind kind, absl::Time ended) -> rec::Outcome* {
      if (ended > now) return nullptr;
      facts.push_back(Fact(kind, rpc::ToMicros(ended)));
      facts.back().set_age_band(story.age_band);
      return &facts.back();
    };
    const auto run = [&](hv1::TaskKind kind, absl::Time opened, absl::Time due) {
      insight::RunningTask running{Running(kind, "2026-10-05 08:00", "2026-10-05 16:00").task, {}, 0};
      running.task.set_opened_time_us(rpc::ToMicros(opened));
      running.task.set_due_time_us(rpc::ToMicros(due));
      running.traits.age_band = story.age_band;
      tasks.push_back(running);
    };
    if (rec::Outcome* sent = add(rec::OUTCOME_KIND_HANDOVER_SENT, story.sent)) {
      sent->set_sent_time_us(rpc::ToMicros(story.sent));
      sent->set_sent_too_late(story.too_late);
      if (story.planned) sent->set_planned_time_us(rpc::ToMicros(*story.planned));
    }
    if (story.answer == Story::Answer::kNone || story.answered > now) {
      if (story.sent <= now) run(hv1::TASK_KIND_ACKNOWLEDGE, story.sent, story.due);
    } else {
      if (story.answer == Story::Answer::kNo) {
        add(rec::OUTCOME_KIND_HANDOVER_DECLINED, story.answered)->set_reason_code(hv1::DECLINE_REASON_UNIT_FULL);
      }
      const bool forgotten = story.answer == Story::Answer::kForgotten;
      rec::Outcome* task = add(forgotten                    ? rec::OUTCOME_KIND_TASK_DROPPED
                               : story.answered > story.due ? rec::OUTCOME_KIND_TASK_MISSED
                                                            : rec::OUTCOME_KIND_TASK_MET,
                               story.answered);
      task->set_task(hv1::TASK_KIND_ACKNOWLEDGE);
      task->set_opened_time_us(rpc::ToMicros(story.sent));
      task->set_due_time_us(rpc::ToMicros(story.due));
    }
    if (!story.left || *story.left > now) return;
    rec::Outcome* left = add(rec::OUTCOME_KIND_AT_DISCHARGE, *story.left);
    left->set_discharged_time_us(rpc::ToMicros(*story.left));
    if (story.planned) left->set_planned_time_us(rpc::ToMicros(*story.planned));
    left->set_acknowledged(story.answer == Story::Answer::kYes && story.answered < *story.left);
    left->set_aids_total(story.aids);
    left->set_aids_in_place(story.aids_there);
    if (story.contact == Story::Contact::kNone || story.contact_told > now) {
      run(hv1::TASK_KIND_FIRST_CONTACT, *story.left, *story.left + absl::Hours(60));
      return;
    }
    const bool forgotten = story.contact == Story::Contact::kForgotten;
    rec::Outcome* task =
        add(forgotten ? rec::OUTCOME_KIND_TASK_DROPPED : rec::OUTCOME_KIND_TASK_MET, story.contact_told);
    task->set_task(hv1::TASK_KIND_FIRST_CONTACT);
    task->set_opened_time_us(rpc::ToMicros(*story.left));
    if (forgotten) return;
    rec::Outcome* told = add(rec::OUTCOME_KIND_FIRST_CONTACT, story.contact_told);
    told->set_discharged_time_us(rpc::ToMicros(*story.left));
    told->set_contact_time_us(rpc::ToMicros(story.contact_made));
    told->set_reason_code(story.contact == Story::Contact::kMade   ? hv1::FIRST_CONTACT_OUTCOME_MADE
                          : story.contact == Story::Contact::kDied ? hv1::FIRST_CONTACT_OUTCOME_DIED
                                                                   : hv1::FIRST_CONTACT_OUTCOME_NOT_REACHED);
  }

  std::mt19937 random_;
  int64_t unique_ = 0;
  std::vector<Story> stories_;
};

using Counts = std::map<iv1::Part, int64_t>;

// The quarter's counts of some stories, as somebody reads them out of the definitions who knows how each story went.
class SlowCount {
 public:
  SlowCount(const std::vector<Story>& stories, absl::Time now)
      : now_(now), end_(std::min(now, Local("2027-01-01 00:00") - absl::Microseconds(1))) {
    for (const Story& story : stories) {
      CountSent(story);
      CountAnswer(story);
      if (story.left) CountLeaving(story);
    }
  }

  Counts counts;
  struct Wait {
    int64_t minutes;
    bool ended;
  };
  std::vector<Wait> waits;

  // The product over every different length at which somebody answered: the part of those then waiting who did not.
  int64_t Quantile(double share) const {
    std::vector<int64_t> lengths;
    for (const Wait& wait : waits) lengths.push_back(wait.minutes);
    std::sort(lengths.begin(), lengths.end());
    double left = 1;
    for (auto at = lengths.begin(); at != lengths.end(); at = std::upper_bound(at, lengths.end(), *at)) {
      double waiting = 0;
      double answered = 0;
      for (const Wait& wait : waits) {
        waiting += wait.minutes >= *at ? 1 : 0;
        answered += wait.minutes == *at && wait.ended ? 1 : 0;
      }
      left *= 1 - answered / waiting;
      if (answered > 0 && left <= 1 - share + 1e-9) return *at;
    }
    return -1;
  }

 private:
  static bool InQuarter(absl::Time time) {
    return time >= Local("2026-10-01 00:00") && time < Local("2027-01-01 00:00");
  }

  void CountSent(const Story& story) {
    if (!InQuarter(story.sent) || story.sent > now_) return;
    ++counts[story.too_late ? iv1::PART_SENT_TOO_LATE : iv1::PART_SENT_EARLY_ENOUGH];
    if (!story.planned) {
      ++counts[iv1::PART_LEAD_UNKNOWN];
      return;
    }
    const double hours = absl::ToDoubleHours(*story.planned - story.sent);
    ++counts[hours >= 72   ? iv1::PART_LEAD_72_HOURS_OR_MORE
             : hours >= 48 ? iv1::PART_LEAD_48_TO_72_HOURS
             : hours >= 24 ? iv1::PART_LEAD_24_TO_48_HOURS
             : hours >= 4  ? iv1::PART_LEAD_4_TO_24_HOURS
                           : iv1::PART_LEAD_UNDER_4_HOURS];
  }

  void CountAnswer(const Story& story) {
    using Answer = Story::Answer;
    const bool answered = story.answer != Answer::kNone && story.answered <= end_;
    if (InQuarter(story.sent) && story.sent <= end_) {
      const iv1::Part parts[] = {iv1::PART_STILL_OPEN, iv1::PART_ACKNOWLEDGED, iv1::PART_DECLINED,
                                 iv1::PART_NO_LONGER_OWED};
      ++counts[parts[answered ? static_cast<int>(story.answer) : 0]];
      const absl::Time seen = answered ? story.answered : end_ + absl::Microseconds(1);
      waits.push_back({absl::ToInt64Minutes(seen - story.sent), answered && story.answer == Answer::kYes});
    }
    if (answered && story.answer == Answer::kNo && InQuarter(story.answered)) ++counts[iv1::PART_RETURNED_UNIT_FULL];
    if (!InQuarter(story.due) || story.due > end_) return;
    const bool by_due = story.answer != Answer::kNone && story.answered <= story.due;
    if (by_due && story.answer != Answer::kYes) return;
    ++counts[by_due ? iv1::PART_IN_TIME : iv1::PART_NOT_IN_TIME];
  }

  void CountLeaving(const Story& story) {
    const absl::Time left = *story.left;
    if (!InQuarter(left) || left > now_) return;
    const bool acknowledged = story.answer == Story::Answer::kYes && story.answered < left;
    ++counts[acknowledged ? iv1::PART_ACKNOWLEDGED_AT_DISCHARGE : iv1::PART_UNACKNOWLEDGED_AT_DISCHARGE];
    ++counts[!story.planned                            ? iv1::PART_DISCHARGE_NOT_PLANNED
             : left + absl::Hours(4) <= *story.planned ? iv1::PART_DISCHARGED_EARLIER
                                                       : iv1::PART_DISCHARGED_AS_PLANNED];
    ++counts[story.aids == 0                  ? iv1::PART_AIDS_NONE_NEEDED
             : story.aids == story.aids_there ? iv1::PART_AIDS_ALL_IN_PLACE
                                              : iv1::PART_AIDS_MISSING];
    CountContact(story, left);
  }

  static int64_t DayOf(absl::Time time) {
    absl::TimeZone zone;
    EXPECT_TRUE(absl::LoadTimeZone("Europe/Stockholm", &zone));
    return absl::ToCivilDay(time, zone) - absl::CivilDay(2026, 1, 1);
  }

  void CountContact(const Story& story, absl::Time left) {
    using Contact = Story::Contact;
    const bool told =
        story.contact != Contact::kNone && story.contact_told <= now_ && story.contact_told < Local("2027-01-08 00:00");
    const int64_t watched = DayOf(std::min(now_, Local("2027-01-08 00:00"))) - DayOf(left);
    if (!told) {
      ++counts[watched > 7 ? iv1::PART_CONTACT_NOT_WITHIN_7_DAYS : iv1::PART_CONTACT_WAITING];
      return;
    }
    const int64_t days = DayOf(story.contact_made) - DayOf(left);
    ++counts[story.contact == Contact::kForgotten    ? iv1::PART_CONTACT_NO_LONGER_OWED
             : story.contact == Contact::kDied       ? iv1::PART_CONTACT_DIED
             : story.contact == Contact::kNotReached ? iv1::PART_CONTACT_NOT_WITHIN_7_DAYS
             : days <= 2                             ? iv1::PART_CONTACT_WITHIN_2_DAYS
             : days <= 7                             ? iv1::PART_CONTACT_3_TO_7_DAYS
                                                     : iv1::PART_CONTACT_NOT_WITHIN_7_DAYS];
  }

  const absl::Time now_;
  const absl::Time end_;
};

Counts CountsOf(const Tally& tally) {
  Counts counts;
  for (int part = 1; part < iv1::Part_ARRAYSIZE; ++part) {
    if (tally.parts[static_cast<size_t>(part)] != 0) {
      counts[static_cast<iv1::Part>(part)] = tally.parts[static_cast<size_t>(part)];
    }
  }
  return counts;
}

int64_t MinutesOf(const std::optional<absl::Duration>& time) {
  return time.has_value() ? absl::ToInt64Minutes(*time) : -1;
}

void ExpectSame(const Tally& tally, const SlowCount& slow, const std::string& name) {
  EXPECT_EQ(CountsOf(tally), slow.counts) << name;
  for (const double share : {0.25, 0.5, 0.9}) {
    EXPECT_EQ(MinutesOf(tally.elapsed.Quantile(share)), slow.Quantile(share)) << name << " " << share;
  }
  // The parts of each figure are all of its total.
  for (const insight::DefinedFigure& figure : insight::AllFigures()) {
    int64_t sum = 0;
    for (int part = figure.first_part; part <= figure.last_part; ++part) sum += tally.parts[static_cast<size_t>(part)];
    EXPECT_EQ(sum, tally.total(figure.cohort)) << name << " " << iv1::FigureKind_Name(figure.kind);
  }
}

TEST(InsightOracle, TwoCountsAgree) {
  const auto directory = Insights::Directory();
  Counts seen;
  for (unsigned seed = 1; seed <= 40; ++seed) {
    const Stories stories(seed);
    const absl::Time now = Local(seed % 3 == 0   ? "2026-12-11 10:00"
                                 : seed % 3 == 1 ? "2027-01-04 10:00"
                                                 : "2027-06-01 10:00");
    const auto period = insight::ReadPeriod("2026-10-01", "2026-12-31", directory->FindUnit(kSender)->hours.zone, now);
    ASSERT_TRUE(period.ok());
    auto scope = insight::ScopeOf("", "", Insights::CallerAt(kSender), *directory);
    ASSERT_TRUE(scope.ok());
    insight::Tallying tallying({*period, *scope, iv1::BREAKDOWN_AGE_BAND, iv1::SIDE_UNSPECIFIED}, *directory);
    std::vector<rec::Outcome> facts;
    std::vector<insight::RunningTask> tasks;
    stories.Write(now, facts, tasks);
    for (const insight::RunningTask& task : tasks) tallying.AddRunning(task);
    for (const rec::Outcome& fact : facts) tallying.Add(fact);
    tallying.Finish();

    ExpectSame(tallying.whole(), SlowCount(stories.all(), now), absl::StrCat("seed ", seed));
    for (const auto& [age_band, tally] : tallying.groups()) {
      std::vector<Story> of_group;
      for (const Story& story : stories.all()) {
        if (story.age_band == age_band) of_group.push_back(story);
      }
      ExpectSame(tally, SlowCount(of_group, now), absl::StrCat("seed ", seed, ", age band ", age_band));
    }
    for (const auto& [part, count] : CountsOf(tallying.whole())) seen[part] += count;
    if (testing::Test::HasFailure()) return;
  }
  EXPECT_GE(seen.size(), 25u);
}

// Nothing under five, and no total that its parts, or the other groups, would give away by subtraction alone. (That
// nothing can be computed in any other way either is tests/rules/figures_test.cc.)
TEST(InsightOracle, NoAnswerHoldsASmallNumber) {
  const auto directory = Insights::Directory();
  int hidden = 0;
  int shown = 0;
  for (unsigned seed = 100; seed < 130; ++seed) {
    Insights insights("2027-01-15 12:00");
    std::vector<insight::RunningTask> tasks;
    Stories(seed).Write(insights.clock.Now(), insights.store.facts, tasks);
    iv1::GetFiguresRequest request = Quarter();
    request.set_breakdown(seed % 2 == 0 ? iv1::BREAKDOWN_AGE_BAND : iv1::BREAKDOWN_UNSPECIFIED);
    const auto response = insights.Ask<iv1::GetFiguresResponse>(request, kSender);
    ASSERT_TRUE(response.ok()) << response.status();
    for (const iv1::Figure& figure : response->figures()) {
      for (const iv1::FigureRow& row : figure.rows()) {
        int hidden_here = row.total().has_value() ? 0 : 1;
        for (const iv1::FigurePart& part : row.parts()) {
          hidden_here += part.count().has_value() ? 0 : 1;
          if (part.count().has_value()) {
            EXPECT_GE(part.count().value(), 5);
            ++shown;
          }
        }
        if (row.total().has_value()) {
          EXPECT_GE(row.total().value(), 5);
        }
        EXPECT_NE(hidden_here, 1) << seed << " " << Said(row);
        hidden += hidden_here;
      }
    }
  }
  EXPECT_GT(hidden, 100);
  EXPECT_GT(shown, 100);
}

// Makes each page when it is asked for: a million facts are never there at once.
class EndlessStore final : public ForwardingStore {
 public:
  EndlessStore(storage::Store& kept, int64_t facts) : ForwardingStore(kept), facts_(facts) {}

  absl::StatusOr<storage::Page<rec::Outcome>> ListOutcomes(int64_t, int64_t,
                                                           const storage::PageRequest& page) override {
    storage::Page<rec::Outcome> rows;
    int64_t at = page.after.empty() ? 0 : std::stoll(page.after);
    for (; at < facts_ && rows.rows.size() < static_cast<size_t>(page.size); ++at) rows.rows.push_back(Make(at));
    if (at < facts_) rows.next = std::to_string(at);
    return rows;
  }

 private:
  // One every 7 seconds of the quarter; acknowledged after 1 to 20,000 minutes.
  static rec::Outcome Make(int64_t number) {
    static const int64_t start = Us("2026-10-01 00:00");
    rec::Outcome fact = Fact(rec::OUTCOME_KIND_TASK_MET, start + number * 7'000'000);
    fact.set_task(hv1::TASK_KIND_ACKNOWLEDGE);
    fact.set_opened_time_us(fact.ended_time_us() - (1 + number * 7919 % 20'000) * 60'000'000);
    fact.set_due_time_us(fact.opened_time_us() + int64_t{8} * 3600 * 1'000'000);
    fact.set_municipality_code(1400 + static_cast<int32_t>(number % 49));
    return fact;
  }

  const int64_t facts_;
};

int64_t ResidentKiB() {
  std::ifstream statm("/proc/self/statm");
  int64_t pages = 0;
  int64_t resident = 0;
  statm >> pages >> resident;
  return resident * 4;
}

TEST(InsightOracle, AMillionFactsTakeNoMemory) {
  const std::unique_ptr<storage::Store> kept = *storage::OpenStore({});
  EndlessStore store(*kept, 1'000'000);
  rpc::SetClock clock(Local("2027-01-15 12:00"));
  ManualExecutor work;
  insight::InsightRoom room(store, clock, Insights::CurrentDirectory(), work);
  iv1::GetFiguresRequest request = Quarter();
  request.set_breakdown(iv1::BREAKDOWN_MUNICIPALITY);
  const int64_t before_kib = ResidentKiB();
  absl::StatusOr<iv1::GetFiguresResponse> given;
  room.Take(request, Insights::CallerAt("molndal-hemrehab"),
            rpc::Answer<iv1::GetFiguresResponse>([&given](auto answer) { given = std::move(answer); }));
  // Other work runs between two pages.
  EXPECT_EQ(work.RunAll(), 1000);
  ASSERT_TRUE(given.ok()) << given.status();
  const iv1::Figure& figure = FigureOf(*given, iv1::FIGURE_KIND_TIME_TO_ACKNOWLEDGE);
  EXPECT_EQ(figure.rows_size(), 50);
  EXPECT_GT(figure.rows(0).total().value(), 900'000);
  EXPECT_LT(ResidentKiB() - before_kib, 64 * 1024);
}

TEST(InsightOracle, WhoDoesNotWaitAnyMoreGetsNoAnswer) {
  const std::unique_ptr<storage::Store> kept = *storage::OpenStore({});
  EndlessStore store(*kept, 10'000);
  rpc::SetClock clock(Local("2027-01-15 12:00"));
  ManualExecutor work;
  insight::InsightRoom room(store, clock, Insights::CurrentDirectory(), work);
  rpc::Caller caller = Insights::CallerAt("molndal-hemrehab");
  caller.deadline = absl::UnixEpoch();
  absl::StatusOr<iv1::GetFiguresResponse> given;
  room.Take(Quarter(), caller,
            rpc::Answer<iv1::GetFiguresResponse>([&given](auto answer) { given = std::move(answer); }));
  EXPECT_EQ(work.RunAll(), 1);
  EXPECT_EQ(given.status().code(), absl::StatusCode::kDeadlineExceeded);
}

}  // namespace
}  // namespace hemgang::test
