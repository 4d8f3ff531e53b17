// The real postman, against a real SMTP server and an HTTP server that do what the test says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

#include "services/notify/curl_postman.h"
#include "services/notify/letter_sender.h"
#include "services/notify/letter_writer.h"
#include "tests/notify/child_server.h"
#include "tests/notify/inboxes.h"

namespace hemgang::notify {
namespace {

namespace dv1 = hemgang::directory::v1;
using test::kHomeUnit;
using test::Local;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kSecret[] = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

class ServersTest : public testing::Test {
 protected:
  ServersTest() : store_(storage::OpenPlain(storage::StoreKind::kMemory, folder_.path())), told_(*store_) {}

  void SetUp() override {
    ASSERT_TRUE(mail_.Start());
    ASSERT_TRUE(gateway_.Start());
    settings_.mail = MailServer{absl::StrCat("smtp://127.0.0.1:", mail_.port()), "hemgang@region.example", "", ""};
    settings_.webhook_key = *WebhookKey::Parse(kSecret);
    settings_.link = "https://hemgang.region.example";
    dv1::Directory directory = test::AddressedDirectory();
    for (dv1::Unit& unit : *directory.mutable_units()) {
      if (unit.id() == "su-ostra-rehab") unit.set_webhook_url(absl::StrCat("http://127.0.0.1:", gateway_.port(), "/x"));
    }
    postman_ = std::make_unique<CurlPostman>(settings_.mail, absl::Milliseconds(700));
    writer_ = std::make_unique<LetterWriter>(book_, test::Fixed(directory), settings_.channels(), log_);
    sender_ = std::make_unique<LetterSender>(book_, test::Fixed(directory), settings_, *postman_, metrics_, log_);
  }

  void Run(absl::Time now) {
    writer_->RunOnce(now);
    sender_->RunOnce(now);
  }
  std::vector<rec::Letter> Letters(const std::string& unit_id, rec::LetterState state) {
    MutexLock lock(book_.mutex);
    return *book_.ListAll(unit_id, state);
  }
  // Ids of what a server has, each once, in the order in which it first came.
  static std::vector<std::string> Once(const test::ChildServer& server) {
    std::vector<std::string> ids;
    for (const auto& taken : server.Took()) {
      const std::string id = taken["id"];
      if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
    }
    return ids;
  }
  static std::string MailId(int number) {
    return absl::StrCat("<", LetterId(kHomeUnit, number, rec::LETTER_CHANNEL_EMAIL), "@region.example>");
  }

  storage::TestFolder folder_;
  const std::unique_ptr<storage::Store> store_;
  test::Inboxes told_;
  LetterBook book_{*store_};
  Settings settings_;
  test::ChildServer mail_{"mail_server.py", "accept"};
  test::ChildServer gateway_{"webhook_server.py", "200", {kSecret}};
  rpc::Metrics metrics_;
  rpc::Log log_{false, rpc::NoLog()};
  std::unique_ptr<CurlPostman> postman_;
  std::unique_ptr<LetterWriter> writer_;
  std::unique_ptr<LetterSender> sender_;
};

const absl::Time kStart = Local("2026-06-17 09:00");

TEST_F(ServersTest, AMailArrivesAsItWasMeant) {
  told_.TellSent(kHomeUnit, kStart, hv1::URGENCY_ROUTINE, Local("2026-06-17 14:00"));
  told_.TellSent(test::kBergenUnit, kStart, hv1::URGENCY_ROUTINE, Local("2026-06-18 14:00"));
  Run(kStart);
  std::map<std::string, nlohmann::json> took;
  for (const auto& taken : mail_.Took()) took[taken["to"][0]] = taken;
  ASSERT_EQ(took.size(), 2u);
  const nlohmann::json& swedish = took[test::kHomeAddress];
  EXPECT_EQ(swedish["id"], MailId(1));
  EXPECT_EQ(swedish["from"], "hemgang@region.example");
  EXPECT_EQ(swedish["subject"], "Ny rapport i Hemgång, svara senast 14.00");
  EXPECT_EQ(swedish["auto"], "auto-generated");
  EXPECT_EQ(swedish["date"], "Wed, 17 Jun 2026 07:00:00 +0000");
  EXPECT_TRUE(swedish["ascii"]);
  EXPECT_LE(swedish["longest"], 78);
  EXPECT_EQ(swedish["defects"], nlohmann::json::array());
  EXPECT_THAT(std::string(swedish["text"]), testing::HasSubstr("Till: Mölndal, hemrehab\r\n"));
  EXPECT_THAT(std::string(swedish["text"]), testing::HasSubstr("https://hemgang.region.example\r\n"));
  EXPECT_EQ(took[test::kBergenAddress]["subject"], "Ny rapport i Hemgång, svar innen tor. 18. juni 14.00");
  EXPECT_EQ(took[test::kBergenAddress]["defects"], nlohmann::json::array());
}

TEST_F(ServersTest, AMailServerThatDoesNotTakeALetterIsAskedAgain) {
  struct {
    const char* mode;
    Verdict verdict;
  } rows[] = {{"later", Verdict::kNotNow},   {"never", Verdict::kRefused}, {"nobody", Verdict::kRefused},
              {"hang-up", Verdict::kNotNow}, {"slow", Verdict::kNotNow},   {"accept", Verdict::kDelivered}};
  const MailToSend mail{"hemgang@region.example", "a@b.example", "Subject: x\r\nMessage-ID: <1@x>\r\n\r\n.\r\n..\r\n"};
  for (const auto& row : rows) {
    mail_.Set(row.mode);
    EXPECT_EQ(postman_->Send(mail), row.verdict) << row.mode;
  }
  EXPECT_EQ(mail_.Took().back()["text"], ".\r\n..\r\n") << "dots are no end of a letter";
  mail_.Stop();
  EXPECT_EQ(postman_->Send(mail), Verdict::kUnreachable);
  EXPECT_EQ(CurlPostman(std::nullopt).Send(mail), Verdict::kUnreachable);
  ASSERT_TRUE(mail_.Start());
  EXPECT_EQ(postman_->Send(mail), Verdict::kDelivered);
  postman_->Stop();
  EXPECT_EQ(postman_->Send(mail), Verdict::kUnreachable);
}

TEST_F(ServersTest, AWrongPasswordServerOrCertificateIsNeverADelivery) {
  const MailToSend mail{"hemgang@region.example", "a@b.example", "Subject: x\r\n\r\nx\r\n"};
  MailServer server = *settings_.mail;
  server.user = "hemgang";
  server.password = "secret";
  EXPECT_NE(CurlPostman(server, absl::Milliseconds(700)).Send(mail), Verdict::kDelivered)
      << "a password is not shown without TLS";
  server = *settings_.mail;
  server.url = absl::StrCat("smtps://127.0.0.1:", mail_.port());
  EXPECT_NE(CurlPostman(server, absl::Milliseconds(700)).Send(mail), Verdict::kDelivered);
  server.url = absl::StrCat("smtp://127.0.0.1:", gateway_.port());
  EXPECT_NE(CurlPostman(server, absl::Milliseconds(700)).Send(mail), Verdict::kDelivered);
  EXPECT_THAT(mail_.Took(), IsEmpty());
}

TEST_F(ServersTest, ALetterThatWasTakenWithoutAWordComesAgainUnderTheSameId) {
  for (const char* mode : {"hang-up", "slow"}) {
    mail_.Set(mode);
    told_.TellSent(kHomeUnit, kStart);
    Run(kStart);
    mail_.Set("accept");
    Run(kStart + absl::Minutes(1));
  }
  EXPECT_THAT(Once(mail_), ElementsAre(MailId(1), MailId(2)));
  ASSERT_EQ(mail_.Took().size(), 4u) << "each came twice";
  EXPECT_TRUE(mail_.Took()[1]["again"]);
  EXPECT_TRUE(mail_.Took()[3]["again"]);
  EXPECT_EQ(Letters(kHomeUnit, rec::LETTER_STATE_SENT).size(), 2u);
}

TEST_F(ServersTest, ThreeDaysWithoutServersLoseNothing) {
  mail_.Stop();
  gateway_.Stop();
  int told = 0;
  for (absl::Time now = kStart; now < kStart + absl::Hours(72); now += absl::Hours(1)) {
    told_.TellSent(kHomeUnit, now);
    told_.TellOverdue(test::kChiefUnit, now, 1);
    told_.TellOverdue("su-ostra-rehab", now, 1);
    ++told;
    Run(now);
  }
  ASSERT_TRUE(mail_.Start());
  ASSERT_TRUE(gateway_.Start());
  for (absl::Time now = kStart + absl::Hours(72); now < kStart + absl::Hours(96); now += absl::Hours(1)) Run(now);

  std::map<std::string, int> events;
  for (const std::string unit_id : {kHomeUnit, test::kChiefUnit, "su-ostra-rehab"}) {
    EXPECT_THAT(Letters(unit_id, rec::LETTER_STATE_DEAD), IsEmpty());
    EXPECT_THAT(Letters(unit_id, rec::LETTER_STATE_WAITING), IsEmpty());
    for (const rec::Letter& letter : Letters(unit_id, rec::LETTER_STATE_SENT)) events[unit_id] += letter.event_count();
    EXPECT_EQ(events[unit_id], told) << unit_id;
  }
  int in_webhooks = 0;
  std::vector<std::string> ids;
  for (const auto& taken : gateway_.Took()) {
    in_webhooks += static_cast<int>(taken["body"]["events"]);
    ids.push_back(taken["id"]);
    EXPECT_TRUE(taken["verified"]);
  }
  EXPECT_EQ(in_webhooks, told) << "each rung once";
  EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end())) << "in order";
  EXPECT_EQ(Once(gateway_).size(), ids.size());
  EXPECT_EQ(Once(mail_).size(), mail_.Took().size());
}

TEST_F(ServersTest, AWebhookIsSignedAndAnsweredWithAStatus) {
  told_.TellOverdue("su-ostra-rehab", kStart, 2);
  Run(kStart);
  const std::vector<nlohmann::json> took = gateway_.Took();
  ASSERT_EQ(took.size(), 1u);
  EXPECT_TRUE(took[0]["verified"]);
  EXPECT_EQ(took[0]["type"], "application/json");
  EXPECT_EQ(took[0]["timestamp"], absl::ToUnixSeconds(kStart));
  EXPECT_EQ(took[0]["id"], LetterId("su-ostra-rehab", 1, rec::LETTER_CHANNEL_WEBHOOK));
  EXPECT_EQ(took[0]["body"]["id"], took[0]["id"]);
  EXPECT_EQ(took[0]["body"]["unit"], "su-ostra-rehab");
  EXPECT_EQ(took[0]["body"]["kind"], "OVERDUE");
  EXPECT_EQ(took[0]["body"]["level"], 2);
  EXPECT_EQ(took[0]["body"]["due"], "2026-06-17T07:00:00Z");
  EXPECT_EQ(took[0]["body"]["text"], "Försenat i Hemgång (nivå 2), skulle ha varit klart 09.00");
}

TEST_F(ServersTest, EachStatusOfAWebhookIsAVerdict) {
  struct {
    const char* mode;
    Verdict verdict;
  } rows[] = {{"200", Verdict::kDelivered},  {"204", Verdict::kDelivered}, {"302", Verdict::kRefused},
              {"400", Verdict::kRefused},    {"401", Verdict::kRefused},   {"404", Verdict::kRefused},
              {"410", Verdict::kRefused},    {"408", Verdict::kNotNow},    {"425", Verdict::kNotNow},
              {"429", Verdict::kNotNow},     {"500", Verdict::kNotNow},    {"503", Verdict::kNotNow},
              {"hang-up", Verdict::kNotNow}, {"slow", Verdict::kNotNow}};
  rec::Letter letter;
  letter.set_id("home.000000000000001.w");
  const std::string url = absl::StrCat("http://127.0.0.1:", gateway_.port(), "/");
  const WebhookToSend webhook = SignedWebhook(letter, {"x", ""}, url, *settings_.webhook_key, kStart);
  for (const auto& row : rows) {
    gateway_.Set(row.mode);
    EXPECT_EQ(postman_->Send(webhook), row.verdict) << row.mode;
  }
  gateway_.Stop();
  EXPECT_EQ(postman_->Send(webhook), Verdict::kUnreachable);
  EXPECT_EQ(postman_->Send(WebhookToSend{"file:///etc/hostname", "x", {}}), Verdict::kUnreachable);
}

}  // namespace
}  // namespace hemgang::notify
