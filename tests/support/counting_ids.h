// Ids that are the same in every run: a counter in the form of a UUID version 7, in order.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>

#include "absl/strings/str_format.h"

#include "services/rpc/clock.h"

namespace hemgang::test {

class CountingIds final : public rpc::IdSource {
 public:
  std::string NewId() override { return absl::StrFormat("00000000-0000-7000-8000-%012x", ++last_); }

 private:
  std::atomic<uint64_t> last_{0};
};

}  // namespace hemgang::test
