// A whole house over RocksDB in a folder of its own, served on a Unix socket of this program.
//
// The house is that of hemgangd; nobody runs the deadlines loop, so that nothing
// speaks in between, and the clock can be moved, so that there is something overdue to list.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

#include "storage/store.h"

namespace hemgang::bench {

class ServedHouse {
 public:
  // May put a store of its own in front of the kept one; what it gives lives until the house has ended.
  using Wrap = std::function<storage::Store&(storage::Store& kept)>;

  // In a new folder under `under_folder`, removed at the end, with the directory of tests/support. `workers` as
  // hemgangd's --workers.
  static absl::StatusOr<std::unique_ptr<ServedHouse>> Open(const std::string& under_folder, int workers,
                                                           const Wrap& wrap);
  ~ServedHouse();

  // "unix:…", for a client.
  const std::string& address() const;
  // From now on the house's clock is the system's and so much more.
  void ShiftClock(absl::Duration by);

 private:
  struct Parts;
  explicit ServedHouse(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace hemgang::bench
