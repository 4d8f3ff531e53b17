// Which events make a letter, when it may go, and how several become one.
#include "services/notify/letter_rules.h"

#include <gtest/gtest.h>

#include "services/notify/letter_text.h"

namespace hemgang::notify {
namespace {

absl::TimeZone Stockholm() {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone("Europe/Stockholm", &zone));
  return zone;
}

absl::Time At(const std::string& text) {
  absl::Time time;
  std::string why;
  EXPECT_TRUE(absl::ParseTime("%Y-%m-%d %H:%M", text, Stockholm(), &time, &why)) << text << " " << why;
  return time;
}

rules::OpeningHours Office() {
  return rules::DefaultOpeningHours(rules::Country::kSweden, Stockholm());
}

rules::OpeningHours Always() {
  rules::OpeningHours hours = Office();
  hours.week.fill({{0, 1440}});
  hours.open_on_holidays = true;
  return hours;
}

rec::InboxEvent Event(rv1::InboxEventKind kind, int64_t sequence = 1) {
  rec::InboxEvent event;
  event.set_unit_id("home");
  event.set_about_unit_id("hospital");
  event.set_kind(kind);
  event.set_sequence(sequence);
  event.set_urgency(hv1::URGENCY_ROUTINE);
  return event;
}

// Thursday 18 June 2026; the next day is Midsummer Eve, closed.
constexpr char kOpenHour[] = "2026-06-18 10:00";
constexpr char kEvening[] = "2026-06-18 18:00";
constexpr char kNextOpening[] = "2026-06-22 08:00";

// What the table says, written down once more.
struct Row {
  rv1::InboxEventKind kind;
  const char* routine;  // "hours", "any", "daily", "never"
  const char* fast;
  bool own;
};
constexpr Row kRows[] = {
    {rv1::INBOX_EVENT_KIND_HANDOVER_SENT, "hours", "any", false},
    {rv1::INBOX_EVENT_KIND_ACKNOWLEDGED, "never", "never", false},
    {rv1::INBOX_EVENT_KIND_DECLINED, "hours", "any", false},
    {rv1::INBOX_EVENT_KIND_REDIRECTED_TO, "hours", "any", false},
    {rv1::INBOX_EVENT_KIND_REDIRECTED_AWAY, "daily", "daily", false},
    {rv1::INBOX_EVENT_KIND_WITHDRAWN, "hours", "hours", false},
    {rv1::INBOX_EVENT_KIND_DISCHARGE_MOVED, "hours", "hours", false},
    {rv1::INBOX_EVENT_KIND_DISCHARGED, "hours", "hours", false},
    {rv1::INBOX_EVENT_KIND_DIED, "hours", "hours", false},
    {rv1::INBOX_EVENT_KIND_THERAPIST_ASSIGNED, "never", "never", false},
    {rv1::INBOX_EVENT_KIND_FIRST_CONTACT, "never", "never", false},
    {rv1::INBOX_EVENT_KIND_CALLED, "never", "never", false},
    {rv1::INBOX_EVENT_KIND_NOTICE_SEEN, "never", "never", false},
    {rv1::INBOX_EVENT_KIND_REMINDED, "hours", "hours", true},
    {rv1::INBOX_EVENT_KIND_OVERDUE, "hours", "any", true},
    {rv1::INBOX_EVENT_KIND_UNACKNOWLEDGED_AT_DISCHARGE, "any", "any", true},
    {rv1::INBOX_EVENT_KIND_CLOSED, "never", "never", false},
    {rv1::INBOX_EVENT_KIND_NEED_MARKED, "daily", "hours", false},
    {rv1::INBOX_EVENT_KIND_NEED_CLEARED, "never", "never", false},
    {rv1::INBOX_EVENT_KIND_STAY_CONFIRMED, "never", "never", false},
    {rv1::INBOX_EVENT_KIND_HOSPITAL_JOINED, "daily", "daily", false},
    {rv1::INBOX_EVENT_KIND_REPORT_REQUESTED, "hours", "hours", false},
    {rv1::INBOX_EVENT_KIND_PATIENT_SENT_IN, "hours", "hours", false},
    {rv1::INBOX_EVENT_KIND_NOTHING_TO_REPORT, "daily", "daily", false},
    {rv1::INBOX_EVENT_KIND_DESTINATION_CHANGED, "hours", "hours", false},
    {rv1::INBOX_EVENT_KIND_SENDING_UNIT_CHANGED, "daily", "daily", false},
    {rv1::INBOX_EVENT_KIND_DISCHARGE_READY, "daily", "daily", false},
    {rv1::INBOX_EVENT_KIND_IDENTITY_MERGED, "hours", "hours", false},
    {rv1::INBOX_EVENT_KIND_READMITTED, "hours", "hours", false},
    {rv1::INBOX_EVENT_KIND_CANCELLED, "hours", "hours", false},
    {rv1::INBOX_EVENT_KIND_CANCELLATION_REVERTED, "hours", "hours", false},
    {rv1::INBOX_EVENT_KIND_ACKNOWLEDGEMENT_REVOKED, "hours", "any", false},
    {rv1::INBOX_EVENT_KIND_ASKED, "hours", "any", false},
    {rv1::INBOX_EVENT_KIND_ANSWERED, "hours", "hours", false},
    {rv1::INBOX_EVENT_KIND_AMENDED, "hours", "hours", false},
    {rv1::INBOX_EVENT_KIND_AIDS_UPDATED, "daily", "daily", false},
    {rv1::INBOX_EVENT_KIND_VOIDED, "hours", "hours", false},
    {rv1::INBOX_EVENT_KIND_MESSAGE_UNDELIVERED, "never", "never", false},
    {rv1::INBOX_EVENT_KIND_MOVED_HOME, "hours", "hours", false},
};

std::string Told(const rec::InboxEvent& event) {
  const rules::OpeningHours office = Office();
  const auto open = TellingOf(event, {office}, At(kOpenHour));
  const auto closed = TellingOf(event, {office}, At(kEvening));
  EXPECT_EQ(open.has_value(), closed.has_value());
  if (!open) return "never";
  if (open->may_go == At(kNextOpening) && closed->may_go == At(kNextOpening)) return "daily";
  EXPECT_EQ(open->may_go, At(kOpenHour));
  EXPECT_EQ(closed->at_any_hour, closed->may_go == At(kEvening));
  return closed->may_go == At(kNextOpening) ? "hours" : "any";
}

TEST(LetterRules, EachKindGoesWhenItsRowSays) {
  for (const Row& row : kRows) {
    const std::string name = rv1::InboxEventKind_Name(row.kind);
    rec::InboxEvent event = Event(row.kind);
    EXPECT_EQ(Told(event), row.routine) << name;
    event.set_urgency(hv1::URGENCY_FAST_TRACK);
    EXPECT_EQ(Told(event), row.fast) << name;
    event.set_about_unit_id(event.unit_id());
    EXPECT_EQ(Told(event) != "never", row.own) << name << " of its own step";
  }
  EXPECT_EQ(std::size(kRows), static_cast<size_t>(rv1::InboxEventKind_descriptor()->value_count() - 1))
      << "every kind has its row";
}

TEST(LetterRules, EachLetterNamesTheDueTimeOfItsTask) {
  const std::pair<rv1::InboxEventKind, hv1::TaskKind> rows[] = {
      {rv1::INBOX_EVENT_KIND_HANDOVER_SENT, hv1::TASK_KIND_ACKNOWLEDGE},
      {rv1::INBOX_EVENT_KIND_REDIRECTED_TO, hv1::TASK_KIND_ACKNOWLEDGE},
      {rv1::INBOX_EVENT_KIND_ACKNOWLEDGEMENT_REVOKED, hv1::TASK_KIND_ACKNOWLEDGE},
      {rv1::INBOX_EVENT_KIND_AMENDED, hv1::TASK_KIND_ACKNOWLEDGE},
      {rv1::INBOX_EVENT_KIND_DECLINED, hv1::TASK_KIND_REDIRECT},
      {rv1::INBOX_EVENT_KIND_REPORT_REQUESTED, hv1::TASK_KIND_SEND_ADMISSION_REPORT},
      {rv1::INBOX_EVENT_KIND_ASKED, hv1::TASK_KIND_ANSWER},
      {rv1::INBOX_EVENT_KIND_WITHDRAWN, hv1::TASK_KIND_SEE_NOTICE},
      {rv1::INBOX_EVENT_KIND_VOIDED, hv1::TASK_KIND_SEE_NOTICE},
      {rv1::INBOX_EVENT_KIND_DIED, hv1::TASK_KIND_SEE_NOTICE},
      {rv1::INBOX_EVENT_KIND_CANCELLED, hv1::TASK_KIND_SEE_NOTICE},
      {rv1::INBOX_EVENT_KIND_CANCELLATION_REVERTED, hv1::TASK_KIND_SEE_NOTICE},
      {rv1::INBOX_EVENT_KIND_READMITTED, hv1::TASK_KIND_SEE_NOTICE},
      {rv1::INBOX_EVENT_KIND_IDENTITY_MERGED, hv1::TASK_KIND_SEE_NOTICE},
      {rv1::INBOX_EVENT_KIND_DISCHARGE_MOVED, hv1::TASK_KIND_SEE_NOTICE},
      {rv1::INBOX_EVENT_KIND_DISCHARGED, hv1::TASK_KIND_FIRST_CONTACT},
      {rv1::INBOX_EVENT_KIND_MOVED_HOME, hv1::TASK_KIND_FIRST_CONTACT},
      {rv1::INBOX_EVENT_KIND_NEED_MARKED, hv1::TASK_KIND_SEND_HANDOVER},
  };
  int with_task = 0;
  for (const Row& row : kRows) {
    const LetterRow* found = FindLetterRow(row.kind);
    with_task += found != nullptr && found->due_of != hv1::TASK_KIND_UNSPECIFIED ? 1 : 0;
  }
  EXPECT_EQ(static_cast<size_t>(with_task), std::size(rows));
  for (const auto& [kind, task] : rows) {
    ASSERT_NE(FindLetterRow(kind), nullptr);
    EXPECT_EQ(FindLetterRow(kind)->due_of, task) << rv1::InboxEventKind_Name(kind);
  }
}

TEST(LetterRules, ACallIsCountedInClockTimeAndToldSo) {
  rec::InboxEvent event = Event(rv1::INBOX_EVENT_KIND_OVERDUE);
  event.set_task(hv1::TASK_KIND_CALL);
  EXPECT_EQ(Told(event), "any");
  event.set_kind(rv1::INBOX_EVENT_KIND_REMINDED);
  EXPECT_EQ(Told(event), "any");
}

TEST(LetterRules, WhatMayWaitForTheDigestWaits) {
  rec::InboxEvent event = Event(rv1::INBOX_EVENT_KIND_OVERDUE);
  event.set_urgency(hv1::URGENCY_FAST_TRACK);
  event.set_digest(true);
  EXPECT_EQ(Told(event), "daily");
}

TEST(LetterRules, AUnitThatWantsLettersAtAnyHourGetsThem) {
  const rules::OpeningHours office = Office();
  const auto telling = TellingOf(Event(rv1::INBOX_EVENT_KIND_HANDOVER_SENT), {office, /*none=*/true}, At(kEvening));
  EXPECT_EQ(telling->may_go, At(kEvening));
  EXPECT_EQ(TellingOf(Event(rv1::INBOX_EVENT_KIND_AIDS_UPDATED), {office, true}, At(kOpenHour))->may_go,
            At(kNextOpening))
      << "a daily digest stays daily";
}

TEST(LetterRules, OpeningsAndDigests) {
  struct {
    const char* now;
    const char* opening;
    const char* digest;
  } rows[] = {
      {"2026-06-17 10:00", "2026-06-17 10:00", "2026-06-18 08:00"},
      {"2026-06-17 08:00", "2026-06-17 08:00", "2026-06-18 08:00"},
      {"2026-06-17 16:00", "2026-06-17 16:00", "2026-06-18 08:00"},
      {"2026-06-17 16:01", "2026-06-18 08:00", "2026-06-18 08:00"},
      {"2026-06-17 03:00", "2026-06-17 08:00", "2026-06-17 08:00"},
      {"2026-06-18 10:00", "2026-06-18 10:00", "2026-06-22 08:00"},
      {"2026-10-24 12:00", "2026-10-26 08:00", "2026-10-26 08:00"},  // over the autumn night
  };
  for (const auto& row : rows) {
    EXPECT_EQ(NextOpening(Office(), At(row.now)), At(row.opening)) << row.now;
    EXPECT_EQ(NextDigest(Office(), At(row.now)), At(row.digest)) << row.now;
  }
  EXPECT_EQ(NextOpening(Always(), At(kEvening)), At(kEvening));
  EXPECT_EQ(NextDigest(Always(), At(kEvening)), At("2026-06-19 08:00"));
  rules::OpeningHours never = Office();
  never.week = {};
  EXPECT_EQ(NextOpening(never, At(kEvening)), At(kEvening));
}

class LaneTest : public testing::Test {
 protected:
  LaneTest() {
    lane_.unit_id = "home";
    lane_.channel = rec::LETTER_CHANNEL_EMAIL;
  }

  void Add(rec::InboxEvent event, const std::string& now, int64_t due_us = 0) {
    event.set_sequence(++sequence_);
    const auto telling = TellingOf(event, {office_}, At(now));
    ASSERT_TRUE(telling.has_value());
    AddToLane({event, due_us}, *telling, At(now), lane_);
  }
  void AddSent(const std::string& now, int64_t due_us = 0) {
    Add(Event(rv1::INBOX_EVENT_KIND_HANDOVER_SENT), now, due_us);
  }
  void AddUrgent(const std::string& now) {
    rec::InboxEvent event = Event(rv1::INBOX_EVENT_KIND_HANDOVER_SENT);
    event.set_urgency(hv1::URGENCY_FAST_TRACK);
    Add(event, now);
  }
  std::vector<int> Counts() const {
    std::vector<int> counts;
    for (const rec::Letter& letter : lane_.waiting) counts.push_back(letter.event_count());
    return counts;
  }
  // As if the sender had tried.
  void Tried(size_t place, int tries, const std::string& next) {
    lane_.waiting[place].set_tries(tries);
    lane_.waiting[place].set_next_try_time_us(absl::ToUnixMicros(At(next)));
    lane_.changed.clear();
  }

  const rules::OpeningHours office_ = Office();
  Lane lane_;
  int64_t sequence_ = 0;
};

TEST_F(LaneTest, UpToThreeWithinTenMinutesAreLettersOfTheirOwn) {
  AddSent("2026-06-18 10:00");
  AddSent("2026-06-18 10:04");
  AddSent("2026-06-18 10:09");
  EXPECT_EQ(Counts(), (std::vector<int>{1, 1, 1}));
  EXPECT_EQ(lane_.waiting[1].id(), "home.000000000000002.e");
  EXPECT_EQ(lane_.waiting[1].next_try_time_us(), absl::ToUnixMicros(At("2026-06-18 10:04")));
  AddSent("2026-06-18 10:20");
  EXPECT_EQ(Counts(), (std::vector<int>{1, 1, 1, 1})) << "ten minutes later the storm is over";
}

TEST_F(LaneTest, WhatComesInAStormIsOneDigest) {
  AddSent("2026-06-18 10:00");
  AddSent("2026-06-18 10:00");
  AddSent("2026-06-18 10:00");
  for (size_t i = 0; i < 3; ++i) Tried(i, 1, "2026-06-18 10:01");
  AddSent("2026-06-18 10:01", 2'000'000);
  AddSent("2026-06-18 10:02", 1'000'000);
  AddSent("2026-06-18 10:09", 3'000'000);
  EXPECT_EQ(Counts(), (std::vector<int>{1, 1, 1, 3}));
  const rec::Letter& digest = lane_.waiting[3];
  EXPECT_EQ(digest.next_try_time_us(), absl::ToUnixMicros(At("2026-06-18 10:10"))) << "it waits for the rest";
  EXPECT_EQ(digest.first_sequence(), 4);
  EXPECT_EQ(digest.last_sequence(), 6);
  EXPECT_EQ(digest.due_time_us(), 1'000'000) << "the earliest";
  EXPECT_EQ(lane_.changed, std::vector<std::string>{digest.id()}) << "what was tried is never changed";
}

TEST_F(LaneTest, WhatMayGoAtAnyHourIsNotHeldByAStorm) {
  for (int i = 0; i < 4; ++i) AddUrgent("2026-06-18 22:00");
  for (const rec::Letter& letter : lane_.waiting) {
    EXPECT_EQ(letter.next_try_time_us(), absl::ToUnixMicros(At("2026-06-18 22:00")));
  }
  EXPECT_EQ(Counts(), (std::vector<int>{1, 1, 2})) << "but it is still no storm";
}

TEST_F(LaneTest, ANightIsOneLetterAtTheOpening) {
  AddSent("2026-06-18 16:30");
  AddSent("2026-06-19 12:00");
  AddUrgent("2026-06-20 02:00");
  AddSent("2026-06-21 23:00");
  Add(Event(rv1::INBOX_EVENT_KIND_AIDS_UPDATED), "2026-06-21 23:30");
  EXPECT_EQ(Counts(), (std::vector<int>{4, 1}));
  EXPECT_EQ(lane_.waiting[0].next_try_time_us(), absl::ToUnixMicros(At(kNextOpening)));
  EXPECT_EQ(lane_.waiting[1].next_try_time_us(), absl::ToUnixMicros(At("2026-06-20 02:00")));
}

TEST_F(LaneTest, WhileAnAddressIsUnreachableOneLetterTakesUpWhatComes) {
  AddSent("2026-06-17 10:00");
  Tried(0, 2, "2026-06-17 10:06");
  AddSent("2026-06-17 10:05");
  AddSent("2026-06-17 14:00");
  AddSent("2026-06-17 20:00");
  EXPECT_EQ(Counts(), (std::vector<int>{1, 3}));
  EXPECT_EQ(lane_.waiting[1].next_try_time_us(), absl::ToUnixMicros(At("2026-06-17 10:05")));
}

TEST_F(LaneTest, WhatIsUrgentWakesALetterThatStandsInItsWay) {
  AddSent("2026-06-17 10:00");
  Tried(0, 6, "2026-06-17 20:00");
  AddSent("2026-06-17 14:00");
  EXPECT_EQ(lane_.waiting[0].tries(), 6);
  AddUrgent("2026-06-17 15:00");
  EXPECT_EQ(lane_.waiting[0].next_try_time_us(), absl::ToUnixMicros(At("2026-06-17 15:00")));
  EXPECT_EQ(lane_.waiting[0].tries(), 5) << "the try is not counted";
  EXPECT_EQ(Counts(), (std::vector<int>{1, 2}));
  EXPECT_EQ(lane_.changed.size(), 2u);
}

TEST_F(LaneTest, ATestLetterIsNeverMadeIntoSomethingElse) {
  rec::Letter test;
  test.set_id("home.test-1.e");
  test.set_state(rec::LETTER_STATE_WAITING);
  lane_.waiting.push_back(test);
  for (int i = 0; i < 5; ++i) AddSent("2026-06-18 10:00");
  EXPECT_EQ(lane_.waiting[0].event_count(), 0);
}

TEST(LetterRules, AnIdSaysItsUnitAndSortsByNumber) {
  EXPECT_EQ(LetterId("home", 17, rec::LETTER_CHANNEL_WEBHOOK), "home.000000000000017.w");
  EXPECT_LT(LetterId("home", 9, rec::LETTER_CHANNEL_EMAIL), LetterId("home", 10, rec::LETTER_CHANNEL_EMAIL));
  EXPECT_EQ(UnitOfLetterId("a.b.000000000000017.w"), "a.b");
  EXPECT_EQ(UnitOfLetterId("home.test-018f3c1e-7d0a-7c3b-9a51-2f6d1c0e4b7a.e"), "home");
  for (const char* wrong : {"", ".", "home", "home.e", ".e", "..e"}) EXPECT_EQ(UnitOfLetterId(wrong), "") << wrong;
}

}  // namespace
}  // namespace hemgang::notify
