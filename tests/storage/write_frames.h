// How a test talks to store_writer: frames of bytes over a pipe, each with its length before it.
#ifndef HEMGANG_TESTS_STORAGE_WRITE_FRAMES_H_
#define HEMGANG_TESTS_STORAGE_WRITE_FRAMES_H_

#include <cerrno>
#include <cstdint>
#include <string>

#include <unistd.h>

namespace hemgang::storage {

// Both are false when the other side has gone.
inline bool WriteFrame(int descriptor, const std::string& bytes) {
  const uint32_t size = static_cast<uint32_t>(bytes.size());
  const std::string frame = std::string(reinterpret_cast<const char*>(&size), sizeof(size)) + bytes;
  for (size_t sent = 0; sent < frame.size();) {
    const ssize_t written = write(descriptor, frame.data() + sent, frame.size() - sent);
    if (written < 0 && errno != EINTR) return false;
    if (written > 0) sent += static_cast<size_t>(written);
  }
  return true;
}

inline bool ReadBytes(int descriptor, char* bytes, size_t size) {
  for (size_t got = 0; got < size;) {
    const ssize_t came = read(descriptor, bytes + got, size - got);
    if (came == 0 || (came < 0 && errno != EINTR)) return false;
    if (came > 0) got += static_cast<size_t>(came);
  }
  return true;
}

inline bool ReadFrame(int descriptor, std::string& bytes) {
  uint32_t size = 0;
  if (!ReadBytes(descriptor, reinterpret_cast<char*>(&size), sizeof(size))) return false;
  bytes.resize(size);
  return ReadBytes(descriptor, bytes.data(), size);
}

}  // namespace hemgang::storage

#endif  // HEMGANG_TESTS_STORAGE_WRITE_FRAMES_H_
