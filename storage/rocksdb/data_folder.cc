#include "storage/rocksdb/data_folder.h"

#include <cerrno>
#include <cstring>
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "storage/free_space.h"

namespace hemgang::storage::rocks {
namespace {

constexpr int64_t kLeastToOpenBytes = int64_t{4} << 20;

bool Mentions(const rocksdb::Status& status, const char* words) {
  return absl::StrContains(status.ToString(), words);
}

// The process that holds the lock of `folder`; 0 when it cannot be told. Never called by the process that holds it
// itself: to open and close that file would let go of the lock.
pid_t HolderOfLock(const std::string& folder) {
  const int descriptor = open(absl::StrCat(folder, "/LOCK").c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return 0;
  struct flock lock = {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  const bool told = fcntl(descriptor, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
  close(descriptor);
  return told && lock.l_pid > 0 ? lock.l_pid : 0;
}

absl::StatusOr<std::vector<std::string>> FilesIn(const std::string& folder) {
  DIR* const opened = opendir(folder.c_str());
  if (opened == nullptr) {
    return absl::PermissionDeniedError(
        absl::StrCat("the data folder ", folder, " cannot be read: ", std::strerror(errno)));
  }
  std::vector<std::string> files;
  while (const dirent* file = readdir(opened)) {
    const std::string name = file->d_name;
    // A file system that was made for us alone has this one.
    if (name != "." && name != ".." && name != "lost+found") files.push_back(name);
  }
  closedir(opened);
  return files;
}

// What RocksDB writes before its first CURRENT: all that is left by a first start that was killed.
bool IsOfFirstStart(const std::string& file) {
  return file == "LOCK" || file == "IDENTITY" || absl::StartsWith(file, "LOG") || absl::StartsWith(file, "MANIFEST-") ||
         absl::EndsWith(file, ".dbtmp");
}

absl::Status MakeFolder(const std::string& folder, bool create) {
  if (!create) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the data folder ", folder, " is missing; is its disk mounted? If it is to be a new one, say --create"));
  }
  if (mkdir(folder.c_str(), 0700) == 0) return absl::OkStatus();
  const std::string why = std::strerror(errno);
  if (errno == ENOENT) {
    return absl::FailedPreconditionError(
        absl::StrCat("the data folder ", folder, " cannot be made, for the folder that it should be in is missing"));
  }
  return absl::PermissionDeniedError(absl::StrCat("the data folder ", folder, " cannot be made: ", why));
}

}  // namespace

absl::StatusOr<FolderState> LookAtFolder(const std::string& folder, bool create) {
  struct stat about;
  if (stat(folder.c_str(), &about) != 0) {
    if (errno != ENOENT) {
      return absl::PermissionDeniedError(
          absl::StrCat("the data folder ", folder, " cannot be reached: ", std::strerror(errno)));
    }
    if (absl::Status made = MakeFolder(folder, create); !made.ok()) return made;
  } else if (!S_ISDIR(about.st_mode)) {
    return absl::FailedPreconditionError(absl::StrCat("the data folder ", folder, " is not a folder but a file"));
  }
  if (access(folder.c_str(), R_OK | W_OK | X_OK) != 0) {
    if (errno == EROFS) {
      return absl::PermissionDeniedError(
          absl::StrCat("the data folder ", folder, " is on a read-only file system, and Hemgång must write to it"));
    }
    return absl::PermissionDeniedError(
        absl::StrCat("the data folder ", folder, " cannot be written by this user: ", std::strerror(errno)));
  }
  // To open writes a few files. A RocksDB that finds no room for them may end the process instead of saying so.
  const absl::StatusOr<int64_t> free = FreeSpaceOf(folder);
  if (free.ok() && *free < kLeastToOpenBytes) return FullDisk(folder);
  absl::StatusOr<std::vector<std::string>> files = FilesIn(folder);
  if (!files.ok()) return files.status();
  bool first_start = true;
  bool tables = false;
  for (const std::string& file : *files) {
    if (file == "CURRENT") return FolderState::kRocksDb;
    tables |= absl::EndsWith(file, ".sst") || absl::StartsWith(file, "OPTIONS-");
    first_start &= IsOfFirstStart(file);
  }
  if (tables) return DamagedFolder(folder, "its file CURRENT is missing");
  if (!first_start) return ForeignFolder(folder, "it holds files that are not Hemgång's");
  return FolderState::kEmpty;
}

absl::Status CheckLog(const std::string& folder) {
  absl::StatusOr<std::vector<std::string>> files = FilesIn(folder);
  if (!files.ok()) return files.status();
  bool was_open = false;
  for (const std::string& file : *files) {
    if (absl::EndsWith(file, ".log")) return absl::OkStatus();
    was_open |= absl::StartsWith(file, "OPTIONS-");  // Written last when RocksDB opens, after the first log.
  }
  return was_open ? DamagedFolder(folder, "its .log file is missing") : absl::OkStatus();
}

absl::Status OpenFailure(const std::string& folder, const rocksdb::Status& status) {
  if (Mentions(status, "lock hold by current process")) {
    return absl::FailedPreconditionError(absl::StrCat("this process is already using the data folder ", folder));
  }
  if (Mentions(status, "While lock file") && Mentions(status, "temporarily unavailable")) {
    const pid_t holder = HolderOfLock(folder);
    return absl::FailedPreconditionError(
        absl::StrCat("another hemgangd", holder == 0 ? "" : absl::StrCat(" (process ", holder, ")"),
                     " is already using the data folder ", folder, "; stop it or choose another folder with --data"));
  }
  if (status.IsNoSpace() || Mentions(status, "No space left")) {
    return FullDisk(folder);
  }
  if (Mentions(status, "Read-only file system")) {
    return absl::PermissionDeniedError(
        absl::StrCat("the data folder ", folder, " is on a read-only file system, and Hemgång must write to it"));
  }
  if (Mentions(status, "Permission denied") || Mentions(status, "Operation not permitted")) {
    return absl::PermissionDeniedError(
        absl::StrCat("the data folder ", folder, " holds files that this user may not use: ", status.ToString()));
  }
  return DamagedFolder(folder, status.ToString());
}

absl::Status ForeignFolder(const std::string& folder, const std::string& why) {
  return absl::FailedPreconditionError(
      absl::StrCat("the folder ", folder, " is not a data folder of Hemgång (", why, "); choose an empty one"));
}

absl::Status NewerFolder(const std::string& folder) {
  return absl::FailedPreconditionError(
      absl::StrCat("the data folder ", folder, " was written by a newer Hemgång than this one; start that one"));
}

absl::Status DamagedFolder(const std::string& folder, const std::string& why) {
  return absl::DataLossError(
      absl::StrCat("the data folder ", folder, " is damaged (", why, "); restore it from a backup"));
}

absl::Status FullDisk(const std::string& folder) {
  return absl::ResourceExhaustedError(
      absl::StrCat("the disk of the data folder ", folder, " is full; make room and start again"));
}

absl::Status WrongKey(const std::string& folder, const std::string& key_file) {
  return absl::FailedPreconditionError(
      absl::StrCat("the master key", key_file.empty() ? "" : absl::StrCat(" in ", key_file),
                   " does not belong to the data folder ", folder, ": what is kept there was sealed with another one"));
}

}  // namespace hemgang::storage::rocks
