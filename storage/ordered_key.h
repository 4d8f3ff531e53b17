// Keys that sort as what they are made of, byte by byte: the parts one after another, each in a form of its own.
//
//   text   its bytes, 0x00 written as 0x00 0xFF, then 0x00 0x01. So no text is a prefix of another one, "a" sorts
//          before "ab", and any bytes can be kept.
//   int64  8 bytes, big-endian, with the sign bit turned over: negative before positive.
#ifndef HEMGANG_STORAGE_ORDERED_KEY_H_
#define HEMGANG_STORAGE_ORDERED_KEY_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace hemgang::storage {

class OrderedKey {
 public:
  OrderedKey& Text(std::string_view text) {
    size_t begin = 0;
    for (size_t zero = text.find('\0'); zero != std::string_view::npos; zero = text.find('\0', begin)) {
      bytes_.append(text.substr(begin, zero - begin)).append("\0\xff", 2);
      begin = zero + 1;
    }
    bytes_.append(text.substr(begin)).append("\0\x01", 2);
    return *this;
  }

  OrderedKey& Int64(int64_t number) {
    const uint64_t shifted = static_cast<uint64_t>(number) ^ (uint64_t{1} << 63);
    for (int shift = 56; shift >= 0; shift -= 8) bytes_.push_back(static_cast<char>(shifted >> shift));
    return *this;
  }

  OrderedKey& Byte(char byte) {
    bytes_.push_back(byte);
    return *this;
  }

  const std::string& bytes() const& { return bytes_; }
  std::string bytes() && { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Takes the parts of a key apart again, in order. Each Take is false when the key does not go on like that.
class OrderedKeyReader {
 public:
  explicit OrderedKeyReader(std::string_view bytes) : rest_(bytes) {}

  bool Text(std::string& text) {
    text.clear();
    while (true) {
      const size_t zero = rest_.find('\0');
      if (zero == std::string_view::npos || zero + 1 >= rest_.size()) return false;
      text.append(rest_.substr(0, zero));
      const char mark = rest_[zero + 1];
      rest_.remove_prefix(zero + 2);
      if (mark == '\x01') return true;
      text.push_back('\0');
    }
  }

  bool Int64(int64_t& number) {
    if (rest_.size() < 8) return false;
    uint64_t shifted = 0;
    for (int i = 0; i < 8; ++i) shifted = (shifted << 8) | static_cast<unsigned char>(rest_[i]);
    number = static_cast<int64_t>(shifted ^ (uint64_t{1} << 63));
    rest_.remove_prefix(8);
    return true;
  }

  bool AtEnd() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

}  // namespace hemgang::storage

#endif  // HEMGANG_STORAGE_ORDERED_KEY_H_
