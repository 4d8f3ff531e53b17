#include "services/notify/curl_postman.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>

#include <curl/curl.h>

#include "absl/base/macros.h"
#include "absl/strings/str_cat.h"

namespace hemgang::notify {
namespace {

constexpr long kConnectSeconds = 10;

struct Free {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Easy = std::unique_ptr<CURL, Free>;
using List = std::unique_ptr<curl_slist, Free>;

void Add(const std::string& line, List& list) {
  curl_slist* longer = curl_slist_append(list.get(), line.c_str());
  ABSL_HARDENING_ASSERT(longer != nullptr);
  static_cast<void>(list.release());
  list.reset(longer);
}

// What is still to be read of a text.
struct Unread {
  const std::string& text;
  size_t at = 0;
};

size_t GiveText(char* buffer, size_t size, size_t count, void* given) {
  auto& unread = *static_cast<Unread*>(given);
  const size_t length = std::min(size * count, unread.text.size() - unread.at);
  std::memcpy(buffer, unread.text.data() + unread.at, length);
  unread.at += length;
  return length;
}

// What a server says beside its status is nobody's business here.
size_t Ignore(char*, size_t size, size_t count, void*) {
  return size * count;
}

int IsStopped(void* stopped, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<std::atomic<bool>*>(stopped)->load() ? 1 : 0;
}

Easy NewEasy(std::atomic<bool>& stopped, absl::Duration patience) {
  // Once in a process, and before its first use on any thread.
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  ABSL_HARDENING_ASSERT(ready == CURLE_OK);
  Easy easy(curl_easy_init());
  ABSL_HARDENING_ASSERT(easy != nullptr);
  CURL* curl = easy.get();
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(absl::ToInt64Milliseconds(patience)));
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, Ignore);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, IsStopped);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &stopped);
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  // No proxy of the environment: where letters go is said in the directory and at start, and nowhere else.
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  return easy;
}

long LastCode(CURL* curl) {
  long code = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code);
  return code;
}

// Of a try that a server did not end: whether there was one.
Verdict OfSilence(CURL* curl) {
  curl_off_t connected_us = 0;
  curl_easy_getinfo(curl, CURLINFO_CONNECT_TIME_T, &connected_us);
  return connected_us == 0 ? Verdict::kUnreachable : Verdict::kNotNow;
}

// libcurl ends a refused mail with an error, and keeps what the server said last.
Verdict OfMail(CURLcode ended, CURL* curl) {
  if (ended == CURLE_OK) return Verdict::kDelivered;
  const long code = LastCode(curl);
  return code >= 500 && code < 600 ? Verdict::kRefused : OfSilence(curl);
}

Verdict OfWebhook(CURLcode ended, CURL* curl) {
  if (ended != CURLE_OK) return OfSilence(curl);
  const long code = LastCode(curl);
  if (code >= 200 && code < 300) return Verdict::kDelivered;
  const bool is_later = code == 408 || code == 425 || code == 429 || code >= 500;
  return is_later ? Verdict::kNotNow : Verdict::kRefused;
}

}  // namespace

CurlPostman::CurlPostman(std::optional<MailServer> server, absl::Duration patience)
    : server_(std::move(server)), patience_(patience) {}

Verdict CurlPostman::Send(const MailToSend& mail) {
  if (!server_ || is_stopped_) return Verdict::kUnreachable;
  const Easy easy = NewEasy(is_stopped_, patience_);
  CURL* curl = easy.get();
  List recipients;
  Add(absl::StrCat("<", mail.to, ">"), recipients);
  Unread unread{mail.message};
  const bool shows_password = !server_->user.empty();
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(curl, CURLOPT_URL, server_->url.c_str());
  curl_easy_setopt(curl, CURLOPT_USE_SSL, static_cast<long>(shows_password ? CURLUSESSL_ALL : CURLUSESSL_TRY));
  if (shows_password) {
    curl_easy_setopt(curl, CURLOPT_USERNAME, server_->user.c_str());
    curl_easy_setopt(curl, CURLOPT_PASSWORD, server_->password.c_str());
  }
  curl_easy_setopt(curl, CURLOPT_MAIL_FROM, absl::StrCat("<", mail.from, ">").c_str());
  curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, GiveText);
  curl_easy_setopt(curl, CURLOPT_READDATA, &unread);
  const CURLcode ended = curl_easy_perform(curl);
  return OfMail(ended, curl);
}

Verdict CurlPostman::Send(const WebhookToSend& webhook) {
  if (is_stopped_ || !IsWebhookUrl(webhook.url)) return Verdict::kUnreachable;
  const Easy easy = NewEasy(is_stopped_, patience_);
  CURL* curl = easy.get();
  List headers;
  for (const auto& [name, text] : webhook.headers) Add(absl::StrCat(name, ": ", text), headers);
  Add("Expect:", headers);  // no waiting for a "100 Continue": the body is small
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_URL, webhook.url.c_str());
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(webhook.body.size()));
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, webhook.body.c_str());
  const CURLcode ended = curl_easy_perform(curl);
  return OfWebhook(ended, curl);
}

}  // namespace hemgang::notify
