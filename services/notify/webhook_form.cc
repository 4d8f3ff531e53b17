#include "services/notify/webhook_form.h"

#include <fstream>
#include <sstream>

#include <nlohmann/json.hpp>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sys/stat.h>

#include "absl/base/macros.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace hemgang::notify {
namespace {

namespace rv1 = hemgang::routing::v1;

constexpr char kSecretMark[] = "whsec_";
constexpr size_t kLeastBytes = 24;
constexpr size_t kMostBytes = 64;

std::string KindName(const rec::Letter& letter) {
  if (letter.event_count() > 1) return "DIGEST";
  if (letter.kind() == rv1::INBOX_EVENT_KIND_UNSPECIFIED) return "TEST";
  return std::string(absl::StripPrefix(rv1::InboxEventKind_Name(letter.kind()), "INBOX_EVENT_KIND_"));
}

}  // namespace

absl::StatusOr<WebhookKey> WebhookKey::Parse(const std::string& text) {
  std::string trimmed(absl::StripAsciiWhitespace(text));
  const std::string encoded(absl::StripPrefix(trimmed, kSecretMark));
  std::string bytes;
  const bool is_key =
      absl::Base64Unescape(encoded, &bytes) && bytes.size() >= kLeastBytes && bytes.size() <= kMostBytes;
  OPENSSL_cleanse(trimmed.data(), trimmed.size());
  if (!is_key) return absl::InvalidArgumentError("must hold 24 to 64 bytes in base64, after whsec_ or alone");
  return WebhookKey(std::move(bytes));
}

absl::StatusOr<WebhookKey> WebhookKey::Load(const std::string& path) {
  struct stat found {};
  std::ifstream file(path);
  if (!file || stat(path.c_str(), &found) != 0) {
    return absl::FailedPreconditionError(absl::StrCat("the webhook key file ", path, " cannot be read"));
  }
  if ((found.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return absl::FailedPreconditionError(
        absl::StrCat("the webhook key file ", path, " can be read by others; chmod 600 it, and make a new key"));
  }
  std::stringstream text;
  text << file.rdbuf();
  absl::StatusOr<WebhookKey> key = Parse(text.str());
  if (!key.ok()) {
    return absl::FailedPreconditionError(
        absl::StrCat("the webhook key file ", path, " ", std::string(key.status().message())));
  }
  return key;
}

WebhookKey::~WebhookKey() {
  OPENSSL_cleanse(bytes_.data(), bytes_.size());
}

std::string WebhookKey::Sign(const std::string& id, const std::string& timestamp, const std::string& body) const {
  const std::string signed_text = absl::StrCat(id, ".", timestamp, ".", body);
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  const unsigned char* made =
      HMAC(EVP_sha256(), bytes_.data(), static_cast<int>(bytes_.size()),
           reinterpret_cast<const unsigned char*>(signed_text.data()), signed_text.size(), digest, &length);
  ABSL_HARDENING_ASSERT(made != nullptr);
  return absl::StrCat("v1,", absl::Base64Escape(std::string(reinterpret_cast<const char*>(digest), length)));
}

std::string WebhookBody(const rec::Letter& letter, const LetterText& text) {
  nlohmann::ordered_json body;
  body["id"] = letter.id();
  body["unit"] = letter.unit_id();
  body["kind"] = KindName(letter);
  body["events"] = letter.event_count();
  body["level"] = letter.level();
  body["due"] = nullptr;
  if (letter.due_time_us() != 0) {
    body["due"] =
        absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", absl::FromUnixMicros(letter.due_time_us()), absl::UTCTimeZone());
  }
  body["text"] = text.subject;
  return body.dump(-1, ' ', /*ensure_ascii=*/false, nlohmann::json::error_handler_t::replace);
}

WebhookToSend SignedWebhook(const rec::Letter& letter, const LetterText& text, const std::string& url,
                            const WebhookKey& key, absl::Time now) {
  const std::string timestamp = absl::StrCat(absl::ToUnixSeconds(now));
  std::string body = WebhookBody(letter, text);
  std::string signature = key.Sign(letter.id(), timestamp, body);
  return {url,
          std::move(body),
          {{"Content-Type", "application/json"},
           {"webhook-id", letter.id()},
           {"webhook-timestamp", timestamp},
           {"webhook-signature", std::move(signature)}}};
}

}  // namespace hemgang::notify
