// A letter as a webhook: a JSON body, signed as the Standard Webhooks specification has it. Pure.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "hemgang/record/v1/record.pb.h"

#include "services/notify/letter_text.h"
#include "services/notify/postman.h"

namespace hemgang::notify {

// The secret that each receiver also has. Wiped when it ends.
class WebhookKey {
 public:
  // "whsec_" and base64, or base64 alone, of 24 to 64 bytes; blanks around it do not count. INVALID_ARGUMENT with a
  // sentence that does not repeat it.
  static absl::StatusOr<WebhookKey> Parse(const std::string& text);
  // Of a file that only its owner can read.
  static absl::StatusOr<WebhookKey> Load(const std::string& path);
  WebhookKey(const WebhookKey&) = default;
  WebhookKey& operator=(const WebhookKey&) = default;
  ~WebhookKey();

  // "v1," and the base64 of HMAC-SHA256 over "id.timestamp.body".
  std::string Sign(const std::string& id, const std::string& timestamp, const std::string& body) const;

 private:
  explicit WebhookKey(std::string bytes) : bytes_(std::move(bytes)) {}

  std::string bytes_;
};

// {"id", "unit", "kind", "events", "level", "due", "text"}: the kind is that of the event, "DIGEST" or "TEST"; due is
// in UTC, or null; text is the letter's subject.
std::string WebhookBody(const rec::Letter& letter, const LetterText& text);

// The request, with webhook-id, webhook-timestamp and webhook-signature. A repeated letter has the same webhook-id.
WebhookToSend SignedWebhook(const rec::Letter& letter, const LetterText& text, const std::string& url,
                            const WebhookKey& key, absl::Time now);

}  // namespace hemgang::notify
