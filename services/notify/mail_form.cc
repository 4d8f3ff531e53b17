#include "services/notify/mail_form.h"

#include <algorithm>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace hemgang::notify {
namespace {

// 42 bytes are 56 letters of base64, which with "=?UTF-8?B?" and "?=" makes 68: with "Subject: " before it, a line
// of 77.
constexpr size_t kWordBytes = 42;
constexpr size_t kBase64Line = 76;

bool IsPlain(unsigned char letter) {
  return letter >= 0x20 && letter < 0x7F;
}

bool BeginsLetter(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
}

std::string Base64(const std::string& bytes) {
  return absl::Base64Escape(bytes);
}

std::string InLines(const std::string& base64) {
  std::string lines;
  for (size_t at = 0; at < base64.size(); at += kBase64Line) {
    absl::StrAppend(&lines, base64.substr(at, kBase64Line), "\r\n");
  }
  return lines;
}

// A text is sent with the line ends of mail, whatever carries it (RFC 2045, 6.8).
std::string WithMailLines(const std::string& text) {
  std::string lines;
  for (const char letter : text) {
    if (letter == '\n') lines.push_back('\r');
    lines.push_back(letter);
  }
  return lines;
}

}  // namespace

std::string HeaderText(const std::string& text) {
  if (std::all_of(text.begin(), text.end(), IsPlain)) return text;
  std::vector<std::string> words;
  for (size_t at = 0; at < text.size();) {
    size_t end = std::min(at + kWordBytes, text.size());
    while (end < text.size() && end > at + 1 && !BeginsLetter(text[end])) --end;
    words.push_back(absl::StrCat("=?UTF-8?B?", Base64(text.substr(at, end - at)), "?="));
    at = end;
  }
  return absl::StrJoin(words, "\r\n ");
}

std::string MessageBytes(const Mail& mail) {
  const std::string domain = mail.from.substr(mail.from.find('@') + 1);
  const std::string date = absl::FormatTime("%a, %d %b %Y %H:%M:%S +0000", mail.sent_time, absl::UTCTimeZone());
  return absl::StrCat("From: ", HeaderText("Hemgång"), " <", mail.from, ">\r\nTo: <", mail.to,
                      ">\r\nSubject: ", HeaderText(mail.subject), "\r\nDate: ", date, "\r\nMessage-ID: <",
                      mail.letter_id, "@", domain,
                      ">\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                      "Content-Transfer-Encoding: base64\r\nAuto-Submitted: auto-generated\r\n\r\n",
                      InLines(Base64(WithMailLines(mail.body))));
}

}  // namespace hemgang::notify
