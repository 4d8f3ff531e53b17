#include "services/rpc/door.h"

#include <utility>

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include "absl/base/macros.h"
#include "absl/strings/escaping.h"

#include "services/rpc/errors.h"

namespace hemgang::rpc {
namespace {

constexpr size_t kSecretBytes = 32;

// Takes as long for a wrong secret as for the right one.
bool IsSame(const std::string& shown, const std::string& secret) {
  return shown.size() == secret.size() && CRYPTO_memcmp(shown.data(), secret.data(), secret.size()) == 0;
}

}  // namespace

Door::Door(bool insecure_demo, FindStanding find) : insecure_demo_(insecure_demo), find_(std::move(find)) {
  std::string random(kSecretBytes, '\0');
  ABSL_HARDENING_ASSERT(RAND_bytes(reinterpret_cast<unsigned char*>(random.data()), kSecretBytes) == 1);
  service_secret_ = absl::BytesToHexString(random);
}

absl::StatusOr<Caller> Door::Admit(const Credentials& credentials) const {
  Caller caller;
  if (!credentials.service_secret.empty()) {
    if (!IsSame(credentials.service_secret, service_secret_)) {
      return Refusal(ev1::ERROR_REASON_CALLER_UNKNOWN, "the service's secret is not the one of this process");
    }
    caller.is_directory = credentials.service_name == kDirectoryService;
    caller.is_clock = !caller.is_directory;
    caller.staff_id = caller.is_directory ? kDirectoryService : kClockService;
    return caller;
  }
  if (!insecure_demo_) {
    return Refusal(ev1::ERROR_REASON_CALLER_UNKNOWN,
                   "nobody can be recognised: sign-in is not built yet, and hemgangd runs without --insecure-demo");
  }
  const size_t at = credentials.caller.find('@');
  if (at == std::string::npos || at == 0 || at + 1 == credentials.caller.size()) {
    return Refusal(ev1::ERROR_REASON_CALLER_UNKNOWN,
                   "say who calls, for which unit, in the metadata hemgang-caller, such as eva.at@molndal-hemrehab");
  }
  caller.staff_id = credentials.caller.substr(0, at);
  caller.unit_id = credentials.caller.substr(at + 1);
  absl::StatusOr<Standing> standing = find_(caller.staff_id, caller.unit_id);
  if (!standing.ok()) return standing.status();
  if (!standing->is_known) {
    return Refusal(ev1::ERROR_REASON_CALLER_UNKNOWN, "the directory has no such member of staff");
  }
  if (!standing->is_assigned) {
    return Refusal(ev1::ERROR_REASON_UNIT_NOT_OF_CALLER, "the caller does not work at the unit that they act for");
  }
  caller.organisation_id = std::move(standing->organisation_id);
  return caller;
}

}  // namespace hemgang::rpc
