// Sealing: whatever identifies or describes a patient, and every free text, is made unreadable before it is kept.
//
// Each custodian (organisation) has its own key per transition, and each draft has one. Such a key is wrapped by a key
// that comes from the master key file and is kept beside what it seals; erasing it makes that unreadable for good.
//
// AES-256-GCM with a random 96-bit nonce. The associated data is what the record is kept under, so sealed bytes that
// are moved to another record do not open. Sealed bytes are: format (1 byte) | nonce (12) | ciphertext | tag (16).
// Random nonces are safe for 2^32 seals under one key: one record key seals some tens of texts, and the wrapping key
// one key per custodian and transition.
//
// Knows OpenSSL and the record protos. Knows no store, no room and no rule. No error text ever holds a key, a content
// or a patient's number. Every function may be called from any thread.
#ifndef HEMGANG_STORAGE_SEALING_H_
#define HEMGANG_STORAGE_SEALING_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "hemgang/record/v1/record.pb.h"

namespace hemgang::storage {

namespace rec = hemgang::record::v1;

inline constexpr size_t kKeyBytes = 32;

// A key in memory: it can be moved but not copied, and is wiped when it ends or is moved from.
class SecretKey {
 public:
  SecretKey() = default;
  ~SecretKey();
  SecretKey(SecretKey&& other) noexcept;
  SecretKey& operator=(SecretKey&& other) noexcept;
  SecretKey(const SecretKey&) = delete;
  SecretKey& operator=(const SecretKey&) = delete;

  const unsigned char* bytes() const { return bytes_.data(); }
  unsigned char* mutable_bytes() { return bytes_.data(); }
  static constexpr size_t size() { return kKeyBytes; }

 private:
  std::array<unsigned char, kKeyBytes> bytes_{};
};

// --- The master key file ---------------------------------------------------------------------------------------------
//
// Two lines of text, readable by its owner only (mode 0600):
//   hemgang master key v1
//   <64 hexadecimal digits>

// Makes a new random key and keeps it in a file, on disk when it answers OK. ALREADY_EXISTS rather than overwrite:
// losing a master key loses every content. Each failure is one sentence with the path.
absl::Status CreateMasterKeyFile(const std::string& path);

// NOT_FOUND: no such file. PERMISSION_DENIED: others than its owner may read it, or it cannot be read.
// INVALID_ARGUMENT: it is not a master key file. Each is one sentence with the path.
absl::StatusOr<SecretKey> LoadMasterKey(const std::string& path);

// --- Sealing ---------------------------------------------------------------------------------------------------------

class Sealer {
 public:
  // INTERNAL when the machine's OpenSSL lacks an algorithm.
  static absl::StatusOr<std::unique_ptr<Sealer>> Create(const SecretKey& master);
  virtual ~Sealer() = default;

  // Not secret, the same for the same master key: StoreOptions::key_check keeps it in the data folder, so that a folder
  // is never opened with another key than the one that sealed what is in it.
  virtual std::string KeyCheck() const = 0;

  // 32 bytes that are the same for the same patient and tell nothing without the master key. `identity_number` must be
  // in its one normalised form (12 digits for a personnummer or samordningsnummer).
  virtual std::string PatientHash(std::string_view identity_number) const = 0;

  // 32 bytes that are the same for the same request and tell nothing without the master key: a request holds patient
  // data, and whoever guesses at an unkeyed digest of few possibilities finds them.
  virtual std::string RequestDigest(std::string_view request) const = 0;

  // A new random key for one custodian's copy of one transition (for a draft: its id and its organisation), wrapped.
  virtual absl::StatusOr<rec::DataKey> NewKey(const std::string& transition_id,
                                              const std::string& custodian_organisation_id, int64_t now_us) const = 0;

  // Seals `plaintext` as content `number` about `about_id`; transition and custodian are the key's. The digest is of
  // the sealed bytes. Two calls never give the same bytes. NOT_FOUND: the key is erased. DATA_LOSS: the key was
  // altered, or is not of this master key.
  virtual absl::StatusOr<rec::Content> Seal(const rec::DataKey& key, const std::string& about_id, int64_t number,
                                            std::string_view plaintext) const = 0;

  // The plaintext. NOT_FOUND: the key is erased, so nobody can read it any more. DATA_LOSS: the content or the key was
  // altered, belongs to another record, or is not of this master key.
  virtual absl::StatusOr<std::string> Open(const rec::DataKey& key, const rec::Content& content) const = 0;

  // The same for a draft; the associated data is the draft's id, so that it is never mistaken for a content.
  virtual absl::StatusOr<std::string> SealDraft(const rec::DataKey& key, const std::string& draft_id,
                                                std::string_view plaintext) const = 0;
  virtual absl::StatusOr<std::string> OpenDraft(const rec::DataKey& key, const std::string& draft_id,
                                                std::string_view sealed) const = 0;
};

// Makes a key unreadable for good: what is left says whose key it was and when it was erased.
void EraseKey(rec::DataKey& key, int64_t now_us);

}  // namespace hemgang::storage

#endif  // HEMGANG_STORAGE_SEALING_H_
