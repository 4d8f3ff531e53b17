// The master key file: see sealing.h.
#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include "absl/strings/str_cat.h"

#include "storage/sealing.h"

namespace hemgang::storage {
namespace {

constexpr std::string_view kHeader = "hemgang master key v1\n";
constexpr char kDigits[] = "0123456789abcdef";
constexpr size_t kFileBytes = kHeader.size() + 2 * kKeyBytes + 1;

// Text that holds a key: wiped when it ends.
struct SecretText {
  ~SecretText() { OPENSSL_cleanse(text.data(), text.size()); }
  std::string text;
};

class OpenFile {
 public:
  explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
  ~OpenFile() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  int get() const { return descriptor_; }

 private:
  const int descriptor_;
};

bool WriteAll(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) return false;
    if (written > 0) bytes.remove_prefix(static_cast<size_t>(written));
  }
  return fsync(descriptor) == 0;
}

// A new name is on disk only when its folder is.
bool SyncFolderOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
  const OpenFile opened(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return opened.get() >= 0 && fsync(opened.get()) == 0;
}

int DigitValue(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

// False when it is not the text of a master key file.
bool ParseKey(std::string_view text, SecretKey& key) {
  if (text.substr(0, kHeader.size()) != kHeader) return false;
  text.remove_prefix(kHeader.size());
  if (!text.empty() && text.back() == '\n') text.remove_suffix(1);
  if (text.size() != 2 * kKeyBytes) return false;
  for (size_t i = 0; i < kKeyBytes; ++i) {
    const int high = DigitValue(text[2 * i]);
    const int low = DigitValue(text[2 * i + 1]);
    if (high < 0 || low < 0) return false;
    key.mutable_bytes()[i] = static_cast<unsigned char>(high << 4 | low);
  }
  return true;
}

}  // namespace

absl::Status CreateMasterKeyFile(const std::string& path) {
  SecretKey key;
  if (RAND_priv_bytes(key.mutable_bytes(), static_cast<int>(key.size())) != 1) {
    return absl::InternalError("OpenSSL on this machine gives no random bytes");
  }
  SecretText file;
  file.text.reserve(kFileBytes);
  file.text.append(kHeader);
  for (size_t i = 0; i < kKeyBytes; ++i) {
    file.text.push_back(kDigits[key.bytes()[i] >> 4]);
    file.text.push_back(kDigits[key.bytes()[i] & 15]);
  }
  file.text.push_back('\n');

  const OpenFile opened(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (opened.get() < 0) {
    if (errno == EEXIST) {
      return absl::AlreadyExistsError(absl::StrCat("the master key file ", path, " is there already and is kept"));
    }
    return absl::FailedPreconditionError(
        absl::StrCat("cannot make the master key file ", path, ": ", std::strerror(errno)));
  }
  if (WriteAll(opened.get(), file.text) && SyncFolderOf(path)) return absl::OkStatus();
  const int why = errno;
  // Half a key must not look like a key.
  unlink(path.c_str());
  return absl::ResourceExhaustedError(
      absl::StrCat("cannot write the master key file ", path, ": ", std::strerror(why)));
}

absl::StatusOr<SecretKey> LoadMasterKey(const std::string& path) {
  const OpenFile opened(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (opened.get() < 0) {
    if (errno == ENOENT) return absl::NotFoundError(absl::StrCat("there is no master key file ", path));
    return absl::PermissionDeniedError(
        absl::StrCat("cannot read the master key file ", path, ": ", std::strerror(errno)));
  }
  struct stat about;
  if (fstat(opened.get(), &about) != 0 || !S_ISREG(about.st_mode)) {
    return absl::InvalidArgumentError(absl::StrCat(path, " is not a file, so it cannot be the master key file"));
  }
  if ((about.st_mode & 077) != 0) {
    return absl::PermissionDeniedError(
        absl::StrCat("others than its owner may use the master key file ", path, "; run: chmod 600 ", path));
  }
  SecretText file;
  file.text.resize(kFileBytes + 1);
  const ssize_t size = read(opened.get(), file.text.data(), file.text.size());
  SecretKey key;
  if (size < 0 || !ParseKey(std::string_view(file.text).substr(0, static_cast<size_t>(size)), key)) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, " is not a master key file: it should hold the line \"hemgang master key v1\" and ",
                     2 * kKeyBytes, " hexadecimal digits"));
  }
  return key;
}

}  // namespace hemgang::storage
