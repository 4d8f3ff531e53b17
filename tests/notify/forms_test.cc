// The bytes of a mail and of a webhook, and which addresses are taken.
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include "absl/strings/escaping.h"

#include "services/notify/addresses.h"
#include "services/notify/mail_form.h"
#include "services/notify/webhook_form.h"
#include "tests/notify/inboxes.h"
#include "tests/storage/store_under_test.h"

namespace hemgang::notify {
namespace {

TEST(MailForm, HeadersAreThoseOfTheStandards) {
  const Mail mail{"hemgang@region.example", "hemrehab@molndal.example",     "Ny rapport", "Hej\n",
                  "home.000000000000017.e", test::Local("2026-06-18 10:00")};
  EXPECT_EQ(MessageBytes(mail),
            "From: =?UTF-8?B?SGVtZ8Olbmc=?= <hemgang@region.example>\r\n"
            "To: <hemrehab@molndal.example>\r\n"
            "Subject: Ny rapport\r\n"
            "Date: Thu, 18 Jun 2026 08:00:00 +0000\r\n"
            "Message-ID: <home.000000000000017.e@region.example>\r\n"
            "MIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n"
            "Content-Transfer-Encoding: base64\r\n"
            "Auto-Submitted: auto-generated\r\n"
            "\r\n"
            "SGVqDQo=\r\n");
}

TEST(MailForm, ALongTextIsWordsThatCutNoLetter) {
  EXPECT_EQ(HeaderText("plain"), "plain");
  std::string text;
  for (int i = 0; i < 40; ++i) text += i % 3 == 0 ? "å" : i % 3 == 1 ? "n" : "€";
  std::string joined;
  std::stringstream words(HeaderText(text));
  for (std::string word; std::getline(words, word);) {
    if (!word.empty() && word.back() == '\r') word.pop_back();
    if (word.front() == ' ') word.erase(0, 1);
    EXPECT_LE(word.size(), 75u);
    std::string piece;
    ASSERT_TRUE(absl::Base64Unescape(word.substr(10, word.size() - 12), &piece)) << word;
    EXPECT_NE(static_cast<unsigned char>(piece.front()) & 0xC0, 0x80) << "begins in the middle of a letter";
    joined += piece;
  }
  EXPECT_EQ(joined, text);
}

// A vector of the Standard Webhooks specification.
TEST(WebhookForm, TheSignatureIsThatOfTheSpecification) {
  const auto key = WebhookKey::Parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  ASSERT_TRUE(key.ok());
  EXPECT_EQ(key->Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", R"({"test": 2432232314})"),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(WebhookForm, AKeyIsReadOrRefused) {
  EXPECT_TRUE(WebhookKey::Parse(" MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n").ok());
  for (const char* wrong : {"", "whsec_", "whsec_c2hvcnQ=", "whsec_not base64 at all!!!!!!!!!!!!!!!!!"}) {
    EXPECT_FALSE(WebhookKey::Parse(wrong).ok()) << wrong;
  }
  storage::TestFolder folder;
  const std::string path = folder.path() + "/key";
  EXPECT_NE(WebhookKey::Load(path).status().message().find("cannot be read"), absl::string_view::npos);
  std::ofstream(path) << "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n";
  chmod(path.c_str(), 0644);
  EXPECT_NE(WebhookKey::Load(path).status().message().find("read by others"), absl::string_view::npos);
  chmod(path.c_str(), 0600);
  EXPECT_TRUE(WebhookKey::Load(path).ok());
  std::ofstream(path) << "too short";
  EXPECT_NE(WebhookKey::Load(path).status().message().find("24 to 64 bytes"), absl::string_view::npos);
}

TEST(WebhookForm, TheBodyHoldsIdsAndCodesOnly) {
  rec::Letter letter;
  letter.set_id("home.000000000000017.w");
  letter.set_unit_id("home");
  letter.set_kind(hemgang::routing::v1::INBOX_EVENT_KIND_OVERDUE);
  letter.set_event_count(1);
  letter.set_level(2);
  letter.set_due_time_us(absl::ToUnixMicros(test::Local("2026-06-18 14:00")));
  EXPECT_EQ(WebhookBody(letter, {"Försenat i Hemgång", ""}),
            "{\"id\":\"home.000000000000017.w\",\"unit\":\"home\",\"kind\":\"OVERDUE\",\"events\":1,\"level\":2,"
            "\"due\":\"2026-06-18T12:00:00Z\",\"text\":\"Försenat i Hemgång\"}");
  letter.set_event_count(4);
  letter.clear_due_time_us();
  const auto digest = nlohmann::json::parse(WebhookBody(letter, {"", ""}));
  EXPECT_EQ(digest["kind"], "DIGEST");
  EXPECT_TRUE(digest["due"].is_null());
  letter.set_event_count(0);
  letter.clear_kind();
  EXPECT_EQ(nlohmann::json::parse(WebhookBody(letter, {"", ""}))["kind"], "TEST");
}

TEST(Addresses, WhatCanBeWrittenTo) {
  for (const char* good : {"a@b", "hemrehab@molndal.example", "first.last+tag@sub.example"}) {
    EXPECT_TRUE(IsMailAddress(good)) << good;
  }
  for (const char* wrong : {"", "a", "@b", "a@", "a@b@c", "a b@c", "a@b\r\nBcc: x@y", "<a@b>", "a,b@c", "å@b"}) {
    EXPECT_FALSE(IsMailAddress(wrong)) << wrong;
  }
  EXPECT_FALSE(IsMailAddress(std::string(250, 'a') + "@b.se"));
  for (const char* good :
       {"https://gateway.example/x", "http://127.0.0.1:8080/", "http://[::1]:1/", "http://localhost"}) {
    EXPECT_TRUE(IsWebhookUrl(good)) << good;
  }
  for (const char* wrong : {"", "gateway.example", "http://gateway.example/", "ftp://gateway.example/", "https://",
                            "https://u:p@gateway.example/", "http://127.0.0.1.evil.example/", "https://a b/",
                            "http://127.0.0.1@evil.example/", "file:///etc/passwd"}) {
    EXPECT_FALSE(IsWebhookUrl(wrong)) << wrong;
  }
}

TEST(Addresses, WhoCoversGetsTheLetters) {
  hemgang::directory::v1::Directory written = test::AddressedDirectory();
  for (auto& unit : *written.mutable_units()) {
    if (unit.id() != test::kHomeUnit) continue;
    unit.set_cover_unit_id(test::kChiefUnit);
    unit.set_valid_to("2026-12-31");
    auto& july = *unit.add_closures();
    july.set_from_date("2026-07-06");
    july.set_to_date("2026-07-31");
  }
  const auto directory = *test::Fixed(written)();
  const auto to = [&](const std::string& when) {
    return AddresseeOf(*directory, test::kHomeUnit, test::Local(when))->id();
  };
  EXPECT_EQ(to("2026-07-05 23:59"), test::kHomeUnit);
  EXPECT_EQ(to("2026-07-06 00:00"), test::kChiefUnit);
  EXPECT_EQ(to("2026-07-31 23:59"), test::kChiefUnit);
  EXPECT_EQ(to("2026-08-01 00:00"), test::kHomeUnit);
  EXPECT_EQ(to("2027-01-01 00:00"), test::kChiefUnit) << "the unit has ended";
  EXPECT_EQ(AddresseeOf(*directory, "no-such-unit", absl::UnixEpoch()), nullptr);
}

TEST(Addresses, AUnitWhoseChannelIsOffIsCounted) {
  const auto directory = *test::Fixed(test::AddressedDirectory())();
  EXPECT_EQ(CountUnwritten(*directory, {false, false}), 3);
  EXPECT_EQ(CountUnwritten(*directory, {true, false}), 0);
  const rules::CareUnit* unit = directory->FindUnit(test::kHomeUnit);
  EXPECT_EQ(AddressOn(*unit, rec::LETTER_CHANNEL_EMAIL, {true, true}), test::kHomeAddress);
  EXPECT_EQ(AddressOn(*unit, rec::LETTER_CHANNEL_EMAIL, {false, true}), "");
  EXPECT_EQ(AddressOn(*unit, rec::LETTER_CHANNEL_WEBHOOK, {true, true}), "");
}

}  // namespace
}  // namespace hemgang::notify
