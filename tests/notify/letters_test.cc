// From inboxes to letters to an invented postman, on both engines: order, storms, nights, and days without a server.
#include <algorithm>
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/notify/letter_sender.h"
#include "services/notify/letter_writer.h"
#include "tests/notify/inboxes.h"
#include "tests/storage/store_under_test.h"

namespace hemgang::notify {
namespace {

using storage::StoreKind;
using test::kBergenUnit;
using test::kChiefUnit;
namespace dv1 = hemgang::directory::v1;
using test::kHomeUnit;
using test::Local;
using testing::ElementsAre;
using testing::IsEmpty;

// Takes what it is given, or answers as it is told to.
class InventedPostman final : public Postman {
 public:
  Verdict Send(const MailToSend& mail) override { return Take(mail.to, mail.message); }
  Verdict Send(const WebhookToSend& webhook) override { return Take(webhook.url, webhook.body); }

  Verdict Take(const std::string& to, const std::string& text) {
    MutexLock lock(mutex);
    ++tries[to];
    const auto found = answers.find(to);
    const Verdict verdict = found == answers.end() ? every : found->second;
    if (verdict == Verdict::kDelivered) taken.emplace_back(to, text);
    return verdict;
  }

  Mutex mutex;
  Verdict every = Verdict::kDelivered;
  std::map<std::string, Verdict> answers;
  std::map<std::string, int> tries;
  std::vector<std::pair<std::string, std::string>> taken;
};

class LettersTest : public testing::TestWithParam<StoreKind> {
 protected:
  LettersTest()
      : store_(storage::OpenPlain(GetParam(), folder_.path())), told_(*store_), book_(*store_), settings_(Mail()) {
    Use(test::AddressedDirectory());
  }

  static Settings Mail() {
    Settings settings;
    settings.mail = MailServer{"smtp://127.0.0.1:1", "hemgang@region.example", "", ""};
    return settings;
  }
  // As after a restart.
  void Use(const dv1::Directory& directory) {
    directory_ = directory;
    sender_.reset();
    writer_ = std::make_unique<LetterWriter>(book_, test::Fixed(directory_), settings_.channels(), log_);
    sender_ = std::make_unique<LetterSender>(book_, test::Fixed(directory_), settings_, postman_, metrics_, log_);
  }
  void Run(const std::string& now) { Run(Local(now)); }
  void Run(absl::Time now) {
    writer_->RunOnce(now);
    sender_->RunOnce(now);
  }
  std::vector<rec::Letter> Letters(const std::string& unit_id, rec::LetterState state) {
    MutexLock lock(book_.mutex);
    auto letters = book_.ListAll(unit_id, state);
    EXPECT_TRUE(letters.ok());
    return letters.ok() ? *letters : std::vector<rec::Letter>();
  }
  // How many events were told of in letters of this state.
  int Events(const std::string& unit_id, rec::LetterState state) {
    int events = 0;
    for (const rec::Letter& letter : Letters(unit_id, state)) events += letter.event_count();
    return events;
  }
  std::vector<std::string> To() {
    std::vector<std::string> to;
    for (const auto& [address, text] : postman_.taken) to.push_back(address);
    return to;
  }

  storage::TestFolder folder_;
  const std::unique_ptr<storage::Store> store_;
  test::Inboxes told_;
  LetterBook book_;
  Settings settings_;
  dv1::Directory directory_;
  InventedPostman postman_;
  rpc::Metrics metrics_;
  std::vector<std::string> logged_;
  rpc::Log log_{false, [this](const std::string& line) { logged_.push_back(line); }};
  std::unique_ptr<LetterWriter> writer_;
  std::unique_ptr<LetterSender> sender_;
};

TEST_P(LettersTest, AnEventIsToldOnceToTheUnitsAddress) {
  told_.TellSent(kHomeUnit, Local("2026-06-18 10:00"), hv1::URGENCY_ROUTINE, Local("2026-06-18 14:00"));
  Run("2026-06-18 10:00");
  Run("2026-06-18 10:00");
  Use(directory_);
  Run("2026-06-18 11:00");
  EXPECT_THAT(To(), ElementsAre(test::kHomeAddress));
  const std::vector<rec::Letter> sent = Letters(kHomeUnit, rec::LETTER_STATE_SENT);
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(sent[0].handover_kind(), hv1::HANDOVER_KIND_DISCHARGE_HANDOVER);
  EXPECT_EQ(sent[0].due_time_us(), absl::ToUnixMicros(Local("2026-06-18 14:00"))) << "that of the unit's task";
  EXPECT_EQ(sent[0].tries(), 1);
  EXPECT_EQ(sent[0].ended_time_us(), absl::ToUnixMicros(Local("2026-06-18 10:00")));
}

TEST_P(LettersTest, AUnitWithoutAnAddressIsNotWrittenTo) {
  told_.TellSent("partille-hemrehab", Local("2026-06-18 10:00"));
  Run("2026-06-18 10:00");
  EXPECT_THAT(To(), IsEmpty());
  EXPECT_THAT(Letters("partille-hemrehab", rec::LETTER_STATE_WAITING), IsEmpty());
}

TEST_P(LettersTest, WhenLettersAreSwitchedOnOldEventsAreLeftAlone) {
  told_.TellSent("partille-hemrehab", Local("2026-06-01 10:00"));
  told_.TellSent("partille-hemrehab", Local("2026-06-17 10:00"));
  for (dv1::Unit& unit : *directory_.mutable_units()) {
    if (unit.id() == "partille-hemrehab") unit.set_email("hemrehab@partille.example");
  }
  Use(directory_);
  Run("2026-06-18 10:00");
  EXPECT_EQ(Events("partille-hemrehab", rec::LETTER_STATE_SENT), 1);
}

TEST_P(LettersTest, BothChannelsAreToldAndOneDoesNotHoldUpTheOther) {
  const std::string url = "https://gateway.example/hook";
  settings_.webhook_key = *WebhookKey::Parse("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  for (dv1::Unit& unit : *directory_.mutable_units()) {
    if (unit.id() == kHomeUnit) unit.set_webhook_url(url);
  }
  Use(directory_);
  postman_.answers[test::kHomeAddress] = Verdict::kNotNow;
  told_.TellSent(kHomeUnit, Local("2026-06-18 10:00"));
  told_.TellSent(kHomeUnit, Local("2026-06-18 10:00"));
  Run("2026-06-18 10:00");
  EXPECT_THAT(To(), ElementsAre(url, url));
  EXPECT_EQ(Letters(kHomeUnit, rec::LETTER_STATE_WAITING).size(), 2u);
}

TEST_P(LettersTest, AFailureHoldsBackWhatComesAfterItAndNobodyElse) {
  postman_.answers[test::kHomeAddress] = Verdict::kNotNow;
  told_.TellSent(kHomeUnit, Local("2026-06-18 10:00"));
  told_.TellSent(kHomeUnit, Local("2026-06-18 10:00"));
  told_.TellSent(kChiefUnit, Local("2026-06-18 10:00"));
  Run("2026-06-18 10:00");
  EXPECT_EQ(postman_.tries[test::kHomeAddress], 1) << "the second waits for the first";
  EXPECT_THAT(To(), ElementsAre(test::kChiefAddress));
  postman_.answers.clear();
  Run(Local("2026-06-18 10:01") - absl::Microseconds(1));
  EXPECT_EQ(postman_.tries[test::kHomeAddress], 1) << "not before its pause is over";
  Run("2026-06-18 10:01");
  EXPECT_THAT(To(), ElementsAre(test::kChiefAddress, test::kHomeAddress, test::kHomeAddress));
  EXPECT_NE(postman_.taken[1].second.find("000000000000001.e@"), std::string::npos);
  EXPECT_NE(postman_.taken[2].second.find("000000000000002.e@"), std::string::npos);
}

TEST_P(LettersTest, DaysWithoutAServerLoseNothingAndEndInFewLetters) {
  postman_.every = Verdict::kUnreachable;
  const absl::Time start = Local("2026-06-15 08:00");
  int told = 0;
  for (absl::Time now = start; now < start + absl::Hours(72); now += absl::Minutes(30)) {
    told_.TellSent(kHomeUnit, now);
    if (told % 10 == 0) told_.TellOverdue(kChiefUnit, now, 1);
    ++told;
    Run(now);
  }
  EXPECT_EQ(Events(kHomeUnit, rec::LETTER_STATE_WAITING), told);
  EXPECT_LE(Letters(kHomeUnit, rec::LETTER_STATE_WAITING).size(), 6u);
  EXPECT_LE(postman_.tries[test::kHomeAddress], 13);
  EXPECT_THAT(Letters(kHomeUnit, rec::LETTER_STATE_DEAD), IsEmpty());

  postman_.every = Verdict::kDelivered;
  // The next try of one address tells that the server is there, for all.
  for (absl::Time now = start + absl::Hours(72); now < start + absl::Hours(85); now += absl::Minutes(10)) Run(now);
  EXPECT_EQ(Events(kHomeUnit, rec::LETTER_STATE_SENT), told);
  EXPECT_EQ(Events(kChiefUnit, rec::LETTER_STATE_SENT), (told + 9) / 10);
  EXPECT_THAT(Letters(kHomeUnit, rec::LETTER_STATE_WAITING), IsEmpty());
}

TEST_P(LettersTest, WhenTheServerAnswersAgainWhoItLeftWaitingIsNotKeptWaiting) {
  postman_.every = Verdict::kUnreachable;
  told_.TellSent(kHomeUnit, Local("2026-06-15 08:00"));
  const absl::Time start = Local("2026-06-15 08:00");
  for (absl::Time now = start; now < start + absl::Hours(6); now += absl::Minutes(1)) Run(now);
  const rec::Letter waiting = Letters(kHomeUnit, rec::LETTER_STATE_WAITING).front();
  ASSERT_GT(waiting.next_try_time_us(), absl::ToUnixMicros(start + absl::Hours(7)));
  postman_.every = Verdict::kDelivered;
  told_.TellSent(kChiefUnit, start + absl::Hours(6));
  Run(start + absl::Hours(6));
  Run(start + absl::Hours(6) + absl::Seconds(1));
  EXPECT_THAT(To(), ElementsAre(test::kChiefAddress, test::kHomeAddress));
  EXPECT_EQ(Letters(kHomeUnit, rec::LETTER_STATE_SENT)[0].tries(), waiting.tries()) << "that try was not counted";
}

TEST_P(LettersTest, WhatIsNeverTakenIsGivenUpAndAPersonSeesIt) {
  struct {
    Verdict verdict;
    absl::Duration at_least;
  } rows[] = {{Verdict::kNotNow, absl::Hours(72)}, {Verdict::kRefused, absl::Hours(24)}};
  absl::Time now = Local("2026-06-15 08:00");
  size_t dead = 0;
  for (const auto& row : rows) {
    postman_.answers[test::kHomeAddress] = row.verdict;
    told_.TellSent(kHomeUnit, now);
    const absl::Time start = now;
    while (Letters(kHomeUnit, rec::LETTER_STATE_DEAD).size() == dead && now < start + absl::Hours(200)) {
      Run(now);
      now += absl::Minutes(1);
    }
    ++dead;
    EXPECT_GE(now - start, row.at_least);
    EXPECT_LT(now - start, row.at_least + absl::Hours(13));
    now = Local("2026-06-25 08:00");
  }
  EXPECT_THAT(logged_, ElementsAre(testing::HasSubstr("letter_dead"), testing::HasSubstr("hemgang notify retry")));
  sender_->Count();
  EXPECT_EQ(metrics_.Value(rpc::Gauge::kLettersDead), 2);
  EXPECT_EQ(metrics_.Value(rpc::Gauge::kLettersWaiting), 0);
  postman_.answers.clear();
  told_.TellSent(kHomeUnit, now);
  Run(now);
  EXPECT_THAT(To(), ElementsAre(test::kHomeAddress)) << "a dead letter holds back nobody";
}

TEST_P(LettersTest, ALetterWaitsForTheAddressThatWasTakenAway) {
  told_.TellSent(kHomeUnit, Local("2026-06-18 10:00"));
  writer_->RunOnce(Local("2026-06-18 10:00"));
  dv1::Directory without = directory_;
  for (dv1::Unit& unit : *without.mutable_units()) unit.clear_email();
  Use(without);
  Run("2026-06-18 10:00");
  EXPECT_THAT(To(), IsEmpty());
  Use(test::AddressedDirectory());
  Run("2026-06-18 10:01");
  EXPECT_THAT(To(), ElementsAre(test::kHomeAddress));
}

TEST_P(LettersTest, ANightIsOneLetterInTheMorningInTheLanguageOfTheCountry) {
  for (int hour = 17; hour < 23; ++hour) {
    told_.TellSent(kBergenUnit, Local("2026-06-17 00:00") + absl::Hours(hour), hv1::URGENCY_ROUTINE,
                   Local("2026-06-18 12:00"));
    Run(Local("2026-06-17 00:00") + absl::Hours(hour));
  }
  EXPECT_THAT(To(), IsEmpty());
  Run("2026-06-18 08:00");
  EXPECT_THAT(To(), ElementsAre(test::kBergenAddress));
  EXPECT_EQ(Letters(kBergenUnit, rec::LETTER_STATE_SENT)[0].event_count(), 6);
}

TEST_P(LettersTest, TheLadderIsToldRungByRungAndTheDigestOnceADay) {
  const absl::Time morning = Local("2026-06-17 09:00");
  for (int hour = 0; hour < 5; ++hour) {
    told_.TellOverdue(kChiefUnit, morning + absl::Hours(hour), 2, /*digest=*/true);
    if (hour == 2) told_.TellOverdue(kChiefUnit, morning + absl::Hours(hour), 1);
    Run(morning + absl::Hours(hour));
  }
  EXPECT_THAT(To(), ElementsAre(test::kChiefAddress)) << "only what cannot wait";
  Run("2026-06-18 08:00");
  EXPECT_THAT(To(), ElementsAre(test::kChiefAddress, test::kChiefAddress));
  EXPECT_EQ(Events(kChiefUnit, rec::LETTER_STATE_SENT), 6);
}

TEST_P(LettersTest, AStormIsAFewLettersAndEveryEventIsInOne) {
  const absl::Time start = Local("2026-06-17 09:00");
  for (int i = 0; i < 300; ++i) told_.TellSent(kHomeUnit, start + absl::Seconds(i));
  for (absl::Time now = start; now < start + absl::Minutes(30); now += absl::Seconds(20)) Run(now);
  EXPECT_EQ(Events(kHomeUnit, rec::LETTER_STATE_SENT), 300);
  EXPECT_LE(To().size(), 4u);
  std::vector<std::string> ids;
  for (const auto& [to, text] : postman_.taken) ids.push_back(text.substr(text.find("Message-ID"), 60));
  EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()));
}

INSTANTIATE_TEST_SUITE_P(Engines, LettersTest, testing::Values(StoreKind::kMemory, StoreKind::kRocksDb),
                         [](const auto& param) { return storage::StoreKindName(param.param); });

}  // namespace
}  // namespace hemgang::notify
