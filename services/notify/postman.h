// Who carries letters away. The real one is curl_postman.h; tests have their own.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace hemgang::notify {

// How a try ended.
enum class Verdict {
  kDelivered,    // the server has taken it
  kUnreachable,  // no server was there
  kNotNow,       // the server says: later (SMTP 4xx; HTTP 408, 425, 429, 5xx), or fell silent: it may have taken it
  kRefused,      // the server says: never (SMTP 5xx; other HTTP 3xx and 4xx)
};

struct MailToSend {
  std::string from;
  std::string to;
  // The whole message (RFC 5322), lines ended by CR LF.
  std::string message;
};

struct WebhookToSend {
  std::string url;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
};

class Postman {
 public:
  virtual ~Postman() = default;

  // Both block for half a minute at most. Any thread.
  virtual Verdict Send(const MailToSend& mail) = 0;
  virtual Verdict Send(const WebhookToSend& webhook) = 0;
};

}  // namespace hemgang::notify
