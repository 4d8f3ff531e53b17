// A letter as an e-mail: the bytes of a message by RFC 5322, with a subject by RFC 2047 and a text in base64. Pure.
#pragma once

#include <string>

#include "absl/time/time.h"

namespace hemgang::notify {

struct Mail {
  // Both are addresses that IsMailAddress takes.
  std::string from;
  std::string to;
  // UTF-8, one line.
  std::string subject;
  // UTF-8, lines ended by "\n".
  std::string body;
  // The letter's id: what makes a repeated letter known to whoever gets it twice.
  std::string letter_id;
  absl::Time sent_time;
};

// The whole message, lines ended by CR LF and none longer than 78 letters where it can be broken. Its Message-ID is
// <letter id@domain of the sender>, and it says that a machine wrote it, so that no machine answers (RFC 3834).
std::string MessageBytes(const Mail& mail);

// A header's text: as it is when it is ASCII, else encoded words of at most 75 letters, none of which cuts a letter in
// two.
std::string HeaderText(const std::string& text);

}  // namespace hemgang::notify
