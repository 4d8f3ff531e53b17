// Which letters are sent at all, and by which server: what an operator chose at start. No server and no key means that
// no letters are written.
#pragma once

#include <optional>
#include <string>

#include "services/notify/addresses.h"
#include "services/notify/webhook_form.h"

namespace hemgang::notify {

struct MailServer {
  // "smtp://mail.example:25" or "smtps://mail.example:465".
  std::string url;
  // The address that letters come from.
  std::string from;
  // Empty for a server that knows us without.
  std::string user;
  std::string password;
};

struct Settings {
  std::optional<MailServer> mail;
  std::optional<WebhookKey> webhook_key;
  // Where Hemgång is read; empty for none.
  std::string link;

  Channels channels() const { return {mail.has_value(), webhook_key.has_value()}; }
};

}  // namespace hemgang::notify
