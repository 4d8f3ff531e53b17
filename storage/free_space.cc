#include "storage/free_space.h"

#include <cerrno>
#include <cstring>

#include <sys/statvfs.h>

#include "absl/strings/str_cat.h"

namespace hemgang::storage {

absl::StatusOr<int64_t> FreeSpaceOf(const std::string& folder) {
  struct statvfs about;
  if (statvfs(folder.c_str(), &about) != 0) {
    return absl::UnknownError(absl::StrCat("cannot ask how much is free in ", folder, ": ", std::strerror(errno)));
  }
  return static_cast<int64_t>(about.f_bavail) * static_cast<int64_t>(about.f_frsize);
}

absl::Status CheckFreeSpace(const absl::StatusOr<int64_t>& free, int64_t reserve_bytes) {
  if (!free.ok() || *free >= reserve_bytes) return absl::OkStatus();
  return absl::ResourceExhaustedError(absl::StrCat("the disk has ", *free >> 20, " MiB left, less than the reserve of ",
                                                   reserve_bytes >> 20, " MiB; writes go on when there is more room"));
}

}  // namespace hemgang::storage
