// The directory of now, for every room: built once per revision from what the store keeps, and shared.
#pragma once

#include "services/rpc/door.h"
#include "services/rules/directory.h"
#include "storage/store.h"

namespace hemgang::directory {

// A bootstrap caller, "directory@directory": somebody must be able to apply the first directory.
inline constexpr char kFirstStaff[] = "directory";
inline constexpr char kFirstUnit[] = "directory";

// Zones of this machine; false for a name that it does not know.
bool LoadZone(const std::string& name, absl::TimeZone* zone);

// Any thread; blocks for the store only when the revision has moved. `store` must outlive the function.
rules::CurrentDirectory CurrentDirectoryOf(storage::Store& store);

// What the door asks. While nobody is in the directory, the bootstrap caller is known.
rpc::FindStanding StandingIn(rules::CurrentDirectory current);

}  // namespace hemgang::directory
