// The door: who is calling, decided once per call and checked against the directory.
//
// Until sign-in is built, a person is whoever the metadata `hemgang-caller: eva.at@molndal-hemrehab` says: only with
// --insecure-demo, and the person must exist and work at that unit. The deadlines loop and the directory show a secret
// that the door made at start and that never leaves the process. Knows metadata and the directory's answer, nothing
// else.
#pragma once

#include <functional>
#include <string>

#include "absl/status/statusor.h"

#include "services/rpc/answer.h"

namespace hemgang::rpc {

inline constexpr char kCallerMetadata[] = "hemgang-caller";
inline constexpr char kServiceMetadata[] = "hemgang-service-secret";
// Which of the house's own callers shows the secret: the clock when it is not said.
inline constexpr char kServiceNameMetadata[] = "hemgang-service";
inline constexpr char kClockService[] = "clock";
inline constexpr char kDirectoryService[] = "directory";

// What a call shows of who makes it; empty for what it does not show.
struct Credentials {
  std::string caller;
  std::string service_secret;
  std::string service_name = {};
};

// What the directory says about a person at a unit.
struct Standing {
  bool is_known = false;
  bool is_assigned = false;
  std::string organisation_id;
};
using FindStanding = std::function<absl::StatusOr<Standing>(const std::string& staff_id, const std::string& unit_id)>;

class Door {
 public:
  // `insecure_demo`: believe the metadata. `find` may block; it is called where Admit is.
  Door(bool insecure_demo, FindStanding find);

  // CALLER_UNKNOWN, UNIT_NOT_OF_CALLER, or trouble with the directory. Any thread. The deadline is not set.
  absl::StatusOr<Caller> Admit(const Credentials& credentials) const;

  // What the house's own callers put into kServiceMetadata; only the process that made the door can know it.
  const std::string& service_secret() const { return service_secret_; }

 private:
  const bool insecure_demo_;
  const FindStanding find_;
  std::string service_secret_;
};

}  // namespace hemgang::rpc
