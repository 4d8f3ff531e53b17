#include "storage/sealing.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <utility>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include "absl/strings/str_cat.h"

namespace hemgang::storage {
namespace {

constexpr char kFormat = 1;
constexpr size_t kNonceBytes = 12;
constexpr size_t kTagBytes = 16;
constexpr size_t kFrameBytes = 1 + kNonceBytes + kTagBytes;

// What each key that comes from the master key is for. A purpose never changes: what was sealed would not open.
constexpr char kWrapPurpose[] = "hemgang wrap record keys v1";
constexpr char kPatientPurpose[] = "hemgang patient hash v1";
constexpr char kRequestPurpose[] = "hemgang request digest v1";
constexpr char kCheckPurpose[] = "hemgang key check v1";

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* Bytes(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

// Associated data: each part with its length before it, so that no two records have the same.
class Associated {
 public:
  explicit Associated(std::string_view what) { Text(what); }
  Associated& Text(std::string_view text) {
    Number(static_cast<int64_t>(text.size()));
    bytes_.append(text);
    return *this;
  }
  Associated& Number(int64_t number) {
    for (int shift = 56; shift >= 0; shift -= 8) bytes_.push_back(static_cast<char>(number >> shift));
    return *this;
  }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

struct CipherDeleter {
  void operator()(EVP_CIPHER* cipher) const { EVP_CIPHER_free(cipher); }
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
  void operator()(EVP_MAC* mac) const { EVP_MAC_free(mac); }
  void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
  void operator()(EVP_KDF* kdf) const { EVP_KDF_free(kdf); }
  void operator()(EVP_KDF_CTX* context) const { EVP_KDF_CTX_free(context); }
};
template <typename T>
using Owned = std::unique_ptr<T, CipherDeleter>;

bool Derive(const SecretKey& master, std::string_view purpose, SecretKey& derived) {
  Owned<EVP_KDF> kdf(EVP_KDF_fetch(nullptr, "HKDF", nullptr));
  if (kdf == nullptr) return false;
  Owned<EVP_KDF_CTX> context(EVP_KDF_CTX_new(kdf.get()));
  char digest[] = "SHA256";
  OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, const_cast<unsigned char*>(master.bytes()), master.size()),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, const_cast<char*>(purpose.data()), purpose.size()),
      OSSL_PARAM_construct_end()};
  return context != nullptr && EVP_KDF_derive(context.get(), derived.mutable_bytes(), derived.size(), parameters) == 1;
}

class OpenSslSealer final : public Sealer {
 public:
  absl::Status Prepare(const SecretKey& master) {
    cipher_.reset(EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr));
    Owned<EVP_MAC> mac(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
    SecretKey check;
    if (cipher_ == nullptr || mac == nullptr || !Derive(master, kWrapPurpose, wrap_key_) ||
        !Derive(master, kCheckPurpose, check)) {
      return Unavailable();
    }
    SecretKey patient;
    SecretKey request;
    if (!Derive(master, kPatientPurpose, patient) || !Derive(master, kRequestPurpose, request)) return Unavailable();
    patient_mac_ = Keyed(mac.get(), patient);
    request_mac_ = Keyed(mac.get(), request);
    const Owned<EVP_MAC_CTX> check_mac = Keyed(mac.get(), check);
    if (patient_mac_ == nullptr || request_mac_ == nullptr || check_mac == nullptr) return Unavailable();
    key_check_ = Hmac(check_mac.get(), "hemgang");
    return absl::OkStatus();
  }

  std::string KeyCheck() const override { return key_check_; }

  std::string PatientHash(std::string_view identity_number) const override {
    return Hmac(patient_mac_.get(), identity_number);
  }

  std::string RequestDigest(std::string_view request) const override { return Hmac(request_mac_.get(), request); }

  absl::StatusOr<rec::DataKey> NewKey(const std::string& transition_id, const std::string& custodian_organisation_id,
                                      int64_t now_us) const override {
    SecretKey fresh;
    if (RAND_priv_bytes(fresh.mutable_bytes(), static_cast<int>(fresh.size())) != 1) return Unavailable();
    rec::DataKey key;
    key.set_transition_id(transition_id);
    key.set_custodian_organisation_id(custodian_organisation_id);
    key.set_created_time_us(now_us);
    const std::string_view plain(reinterpret_cast<const char*>(fresh.bytes()), fresh.size());
    absl::StatusOr<std::string> wrapped = Encrypt(wrap_key_, WrapAssociated(key), plain);
    if (!wrapped.ok()) return wrapped.status();
    key.set_wrapped_key(*std::move(wrapped));
    return key;
  }

  absl::StatusOr<rec::Content> Seal(const rec::DataKey& key, const std::string& about_id, int64_t number,
                                    std::string_view plaintext) const override {
    absl::StatusOr<SecretKey> record_key = Unwrap(key);
    if (!record_key.ok()) return record_key.status();
    rec::Content content;
    content.set_transition_id(key.transition_id());
    content.set_about_id(about_id);
    content.set_number(number);
    content.set_custodian_organisation_id(key.custodian_organisation_id());
    absl::StatusOr<std::string> sealed = Encrypt(*record_key, ContentAssociated(content), plaintext);
    if (!sealed.ok()) return sealed.status();
    content.mutable_sealed_digest()->resize(SHA256_DIGEST_LENGTH);
    SHA256(Bytes(std::string_view(*sealed)), sealed->size(), Bytes(*content.mutable_sealed_digest()));
    content.set_sealed(*std::move(sealed));
    return content;
  }

  absl::StatusOr<std::string> Open(const rec::DataKey& key, const rec::Content& content) const override {
    absl::StatusOr<SecretKey> record_key = Unwrap(key);
    if (!record_key.ok()) return record_key.status();
    std::optional<std::string> plain = Decrypt(*record_key, ContentAssociated(content), content.sealed());
    if (!plain) return absl::DataLossError("a content does not open: it was altered, or is not what its key sealed");
    return *std::move(plain);
  }

  absl::StatusOr<std::string> SealDraft(const rec::DataKey& key, const std::string& draft_id,
                                        std::string_view plaintext) const override {
    absl::StatusOr<SecretKey> record_key = Unwrap(key);
    if (!record_key.ok()) return record_key.status();
    return Encrypt(*record_key, DraftAssociated(draft_id), plaintext);
  }

  absl::StatusOr<std::string> OpenDraft(const rec::DataKey& key, const std::string& draft_id,
                                        std::string_view sealed) const override {
    absl::StatusOr<SecretKey> record_key = Unwrap(key);
    if (!record_key.ok()) return record_key.status();
    std::optional<std::string> plain = Decrypt(*record_key, DraftAssociated(draft_id), sealed);
    if (!plain) return absl::DataLossError("a draft does not open: it was altered, or is not what its key sealed");
    return *std::move(plain);
  }

 private:
  static absl::Status Unavailable() { return absl::InternalError("OpenSSL on this machine cannot seal"); }

  static std::string WrapAssociated(const rec::DataKey& key) {
    return Associated("key").Text(key.transition_id()).Text(key.custodian_organisation_id()).bytes();
  }
  static std::string ContentAssociated(const rec::Content& content) {
    return Associated("content")
        .Text(content.transition_id())
        .Text(content.about_id())
        .Number(content.number())
        .Text(content.custodian_organisation_id())
        .bytes();
  }
  static std::string DraftAssociated(const std::string& draft_id) { return Associated("draft").Text(draft_id).bytes(); }

  static Owned<EVP_MAC_CTX> Keyed(EVP_MAC* mac, const SecretKey& key) {
    Owned<EVP_MAC_CTX> context(EVP_MAC_CTX_new(mac));
    char digest[] = "SHA256";
    const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
                                     OSSL_PARAM_construct_end()};
    if (context == nullptr || EVP_MAC_init(context.get(), key.bytes(), key.size(), parameters) != 1) return nullptr;
    return context;
  }

  // Works on a copy of the keyed context, so that any thread may call it.
  static std::string Hmac(const EVP_MAC_CTX* keyed, std::string_view message) {
    std::string hash(SHA256_DIGEST_LENGTH, '\0');
    const Owned<EVP_MAC_CTX> context(EVP_MAC_CTX_dup(keyed));
    size_t size = 0;
    const bool done = context != nullptr && EVP_MAC_update(context.get(), Bytes(message), message.size()) == 1 &&
                      EVP_MAC_final(context.get(), Bytes(hash), &size, hash.size()) == 1;
    // Only out of memory gets here; a wrong hash would put a patient's papers under nobody.
    if (!done) std::abort();
    return hash;
  }

  absl::StatusOr<SecretKey> Unwrap(const rec::DataKey& key) const {
    if (key.erased()) return absl::NotFoundError("the key is erased; what it sealed can never be read again");
    std::optional<std::string> plain = Decrypt(wrap_key_, WrapAssociated(key), key.wrapped_key());
    if (!plain || plain->size() != kKeyBytes) {
      return absl::DataLossError("a record's key does not open: it was altered, or is not of this master key");
    }
    SecretKey record_key;
    std::copy(plain->begin(), plain->end(), record_key.mutable_bytes());
    OPENSSL_cleanse(plain->data(), plain->size());
    return record_key;
  }

  absl::StatusOr<std::string> Encrypt(const SecretKey& key, const std::string& associated,
                                      std::string_view plain) const {
    std::string sealed(kFrameBytes + plain.size(), '\0');
    sealed[0] = kFormat;
    unsigned char* const nonce = Bytes(sealed) + 1;
    unsigned char* const cipher_text = nonce + kNonceBytes;
    unsigned char* const tag = cipher_text + plain.size();
    const Owned<EVP_CIPHER_CTX> context(EVP_CIPHER_CTX_new());
    int size = 0;
    const bool done =
        context != nullptr && RAND_bytes(nonce, kNonceBytes) == 1 &&
        EVP_EncryptInit_ex2(context.get(), cipher_.get(), key.bytes(), nonce, nullptr) == 1 &&
        EVP_EncryptUpdate(context.get(), nullptr, &size, Bytes(associated), static_cast<int>(associated.size())) == 1 &&
        EVP_EncryptUpdate(context.get(), cipher_text, &size, Bytes(plain), static_cast<int>(plain.size())) == 1 &&
        EVP_EncryptFinal_ex(context.get(), tag, &size) == 1 &&
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, kTagBytes, tag) == 1;
    if (!done) return Unavailable();
    return sealed;
  }

  // Nothing when it was not sealed with this key and associated data.
  std::optional<std::string> Decrypt(const SecretKey& key, const std::string& associated,
                                     std::string_view sealed) const {
    if (sealed.size() < kFrameBytes || sealed[0] != kFormat) return std::nullopt;
    const unsigned char* const nonce = Bytes(sealed) + 1;
    const unsigned char* const cipher_text = nonce + kNonceBytes;
    std::string plain(sealed.size() - kFrameBytes, '\0');
    std::string tag(sealed.substr(sealed.size() - kTagBytes));
    const Owned<EVP_CIPHER_CTX> context(EVP_CIPHER_CTX_new());
    int size = 0;
    const bool done =
        context != nullptr && EVP_DecryptInit_ex2(context.get(), cipher_.get(), key.bytes(), nonce, nullptr) == 1 &&
        EVP_DecryptUpdate(context.get(), nullptr, &size, Bytes(associated), static_cast<int>(associated.size())) == 1 &&
        EVP_DecryptUpdate(context.get(), Bytes(plain), &size, cipher_text, static_cast<int>(plain.size())) == 1 &&
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, kTagBytes, tag.data()) == 1 &&
        EVP_DecryptFinal_ex(context.get(), Bytes(plain) + size, &size) == 1;
    if (done) return plain;
    // What an altered content decrypts to before its tag is looked at is nobody's.
    OPENSSL_cleanse(plain.data(), plain.size());
    return std::nullopt;
  }

  Owned<EVP_CIPHER> cipher_;
  Owned<EVP_MAC_CTX> patient_mac_;
  Owned<EVP_MAC_CTX> request_mac_;
  SecretKey wrap_key_;
  std::string key_check_;
};

}  // namespace

SecretKey::~SecretKey() {
  OPENSSL_cleanse(bytes_.data(), bytes_.size());
}

SecretKey::SecretKey(SecretKey&& other) noexcept : bytes_(other.bytes_) {
  OPENSSL_cleanse(other.bytes_.data(), other.bytes_.size());
}

SecretKey& SecretKey::operator=(SecretKey&& other) noexcept {
  if (this != &other) {
    bytes_ = other.bytes_;
    OPENSSL_cleanse(other.bytes_.data(), other.bytes_.size());
  }
  return *this;
}

absl::StatusOr<std::unique_ptr<Sealer>> Sealer::Create(const SecretKey& master) {
  auto sealer = std::make_unique<OpenSslSealer>();
  if (absl::Status prepared = sealer->Prepare(master); !prepared.ok()) return prepared;
  return sealer;
}

void EraseKey(rec::DataKey& key, int64_t now_us) {
  key.clear_wrapped_key();
  key.set_erased(true);
  key.set_erased_time_us(now_us);
}

}  // namespace hemgang::storage
