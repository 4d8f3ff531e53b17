#include "services/rpc/clock.h"

#include <array>
#include <cstddef>

#include <openssl/rand.h>

#include "absl/base/macros.h"
#include "absl/time/clock.h"

namespace hemgang::rpc {

absl::Time SystemClock::Now() {
  return absl::Now();
}

std::string RandomIds::NewId() {
  std::array<unsigned char, 16> id;
  ABSL_HARDENING_ASSERT(RAND_bytes(id.data(), static_cast<int>(id.size())) == 1);
  // RFC 9562, 5.7: 48 bits of milliseconds, the version, 12 bits of what is finer (6.2, method 3), the variant, chance.
  const int64_t now_us = absl::ToUnixMicros(clock_.Now());
  const auto now_ms = static_cast<uint64_t>(now_us / 1000);
  for (size_t i = 0; i < 6; ++i) id[i] = static_cast<unsigned char>(now_ms >> (40 - 8 * i));
  const auto finer = static_cast<unsigned>((now_us % 1000) * 4096 / 1000);
  id[6] = static_cast<unsigned char>(0x70 | (finer >> 8));
  id[7] = static_cast<unsigned char>(finer);
  id[8] = static_cast<unsigned char>(0x80 | (id[8] & 0x3f));

  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(36);
  for (size_t i = 0; i < id.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text.push_back('-');
    text.push_back(kDigits[id[i] >> 4]);
    text.push_back(kDigits[id[i] & 0x0f]);
  }
  return text;
}

absl::Time SetClock::Now() {
  return absl::FromUnixMicros(now_us_.load(std::memory_order_acquire));
}

void SetClock::Set(absl::Time now) {
  const int64_t wanted_us = absl::ToUnixMicros(now);
  int64_t held_us = now_us_.load(std::memory_order_relaxed);
  while (held_us < wanted_us && !now_us_.compare_exchange_weak(held_us, wanted_us, std::memory_order_acq_rel)) {
  }
}

}  // namespace hemgang::rpc
