// How much room the disk has, and the one sentence when it is too little.
#ifndef HEMGANG_STORAGE_FREE_SPACE_H_
#define HEMGANG_STORAGE_FREE_SPACE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace hemgang::storage {

// Bytes that may still be written to the file system of `folder`.
absl::StatusOr<int64_t> FreeSpaceOf(const std::string& folder);

// OK when `free` is at least `reserve_bytes`, else RESOURCE_EXHAUSTED. A disk that cannot be asked counts as having
// room: the write itself will tell.
absl::Status CheckFreeSpace(const absl::StatusOr<int64_t>& free, int64_t reserve_bytes);

}  // namespace hemgang::storage

#endif  // HEMGANG_STORAGE_FREE_SPACE_H_
