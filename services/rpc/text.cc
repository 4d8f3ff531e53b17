#include "services/rpc/text.h"

#include <cstddef>

namespace hemgang::rpc {
namespace {

unsigned char At(std::string_view text, size_t i) {
  return static_cast<unsigned char>(text[i]);
}

// How many bytes the character that starts at `i` has; 0 when it is none. RFC 3629, section 4.
size_t LengthAt(std::string_view text, size_t i) {
  const unsigned char first = At(text, i);
  if (first < 0x80) return 1;
  size_t length = 0;
  unsigned char low = 0x80;
  unsigned char high = 0xbf;
  if (first >= 0xc2 && first <= 0xdf) {
    length = 2;
  } else if (first >= 0xe0 && first <= 0xef) {
    length = 3;
    if (first == 0xe0) low = 0xa0;
    if (first == 0xed) high = 0x9f;
  } else if (first >= 0xf0 && first <= 0xf4) {
    length = 4;
    if (first == 0xf0) low = 0x90;
    if (first == 0xf4) high = 0x8f;
  }
  if (length == 0 || i + length > text.size()) return 0;
  if (At(text, i + 1) < low || At(text, i + 1) > high) return 0;
  for (size_t k = 2; k < length; ++k) {
    if ((At(text, i + k) & 0xc0) != 0x80) return 0;
  }
  return length;
}

}  // namespace

bool IsUtf8(std::string_view text) {
  for (size_t i = 0; i < text.size();) {
    const size_t length = LengthAt(text, i);
    if (length == 0) return false;
    i += length;
  }
  return true;
}

bool HasControlCharacter(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const unsigned char c = At(text, i);
    if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f) return true;
    if (c == 0xc2 && i + 1 < text.size() && At(text, i + 1) < 0xa0) return true;
  }
  return false;
}

int CountCharacters(std::string_view text) {
  int count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  return count;
}

}  // namespace hemgang::rpc
