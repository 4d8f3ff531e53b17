// Texts as bytes: UTF-8 and what must not be in it. Pure.
#pragma once

#include <string_view>

namespace hemgang::rpc {

// Well-formed UTF-8 (RFC 3629): no overlong form, no surrogate, nothing above U+10FFFF.
bool IsUtf8(std::string_view text);

// A C0 control other than line feed and tab, DEL, or a C1 control. `text` is valid UTF-8.
bool HasControlCharacter(std::string_view text);

// Code points of a valid UTF-8 text.
int CountCharacters(std::string_view text);

}  // namespace hemgang::rpc
