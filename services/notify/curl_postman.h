// The real postman: SMTP and HTTPS by libcurl, which is known in this one file's .cc.
//
// A connection is made for each letter and closed after it. TLS is used where the server offers it, and required where
// a password is shown; certificates are always checked. Nothing is followed: a webhook that moves must be mended in the
// directory.
#pragma once

#include <atomic>
#include <optional>

#include "absl/time/time.h"

#include "services/notify/postman.h"
#include "services/notify/settings.h"

namespace hemgang::notify {

class CurlPostman final : public Postman {
 public:
  // Without a mail server every mail is kUnreachable. `patience`: how long one try may take.
  explicit CurlPostman(std::optional<MailServer> server, absl::Duration patience = absl::Seconds(30));

  Verdict Send(const MailToSend& mail) override;
  Verdict Send(const WebhookToSend& webhook) override;

  // From now on everything is kUnreachable, also what is under way, within a second or so. For the end of a process.
  void Stop() { is_stopped_ = true; }

 private:
  const std::optional<MailServer> server_;
  const absl::Duration patience_;
  std::atomic<bool> is_stopped_{false};
};

}  // namespace hemgang::notify
