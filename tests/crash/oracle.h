// The oracle: what is kept against what was answered. It knows no rule of the house and no engine; it counts.
//
// What it says of a store (design, "What must hold, always"):
//   kept      every step that was answered OK has its entry, its receipt with the same answer, its transition and, when
//             it sent a handover, its sealed contents
//   once      no request id made two entries; version = number of step entries, and they are numbered 1, 2, 3, …
//   in order  the numbers of every inbox are 1, 2, 3, … up to its counter
//   told      each sent handover is once in its receiver's inbox, each acknowledged one once in its sender's, and
//             nothing stands there without its step
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

#include "hemgang/record/v1/record.pb.h"

#include "storage/store.h"
#include "tests/crash/ledger.h"

namespace hemgang::crash {

namespace rec = hemgang::record::v1;

struct Kept {
  std::map<std::string, rec::Transition> transitions;
  // Step entries by transition, oldest first.
  std::map<std::string, std::vector<rec::Entry>> entries;
  struct Inbox {
    std::vector<rec::InboxEvent> events;
    int64_t counter = 0;
  };
  std::map<std::string, Inbox> inboxes;
  // By caller and request id.
  std::map<std::pair<std::string, std::string>, rec::Receipt> receipts;
  // How many sealed contents each handover has.
  std::map<std::string, int> contents;
};

// Everything that these promises could have made, of these units and custodians.
absl::StatusOr<Kept> ReadKept(storage::Store& store, const std::vector<Promise>& promises,
                              const std::vector<std::string>& unit_ids, const std::vector<std::string>& custodian_ids);

// One sentence per thing that does not hold; empty when all does.
std::vector<std::string> Compare(const std::vector<Promise>& promises, const Kept& kept);

}  // namespace hemgang::crash
