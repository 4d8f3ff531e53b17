#include "services/directory/current_directory.h"

#include <memory>
#include <utility>

#include "services/directory/records.h"
#include "storage/mutex.h"

namespace hemgang::directory {
namespace {

class Cache {
 public:
  explicit Cache(storage::Store& store) : store_(store) {}

  absl::StatusOr<std::shared_ptr<const rules::Directory>> Current() HEMGANG_EXCLUDES(mutex_) {
    const int64_t revision = store_.DirectoryRevision();
    {
      MutexLock lock(mutex_);
      if (held_->revision() == revision) return held_;
    }
    // Two callers may both build after a change; that costs some milliseconds once, and nobody waits for a lock.
    absl::StatusOr<storage::DirectoryRecords> kept = store_.ReadDirectory();
    if (!kept.ok()) return kept.status();
    const KeptDirectory read = FromRecords(kept->records);
    std::shared_ptr<const rules::Directory> built =
        rules::Directory::Build(read.current, read.older_policies, kept->revision, LoadZone);
    MutexLock lock(mutex_);
    if (held_->revision() < built->revision()) held_ = built;
    return built;
  }

 private:
  storage::Store& store_;
  Mutex mutex_;
  std::shared_ptr<const rules::Directory> held_ HEMGANG_GUARDED_BY(mutex_) = std::make_shared<const rules::Directory>();
};

}  // namespace

bool LoadZone(const std::string& name, absl::TimeZone* zone) {
  return absl::LoadTimeZone(name, zone);
}

rules::CurrentDirectory CurrentDirectoryOf(storage::Store& store) {
  return [cache = std::make_shared<Cache>(store)] { return cache->Current(); };
}

rpc::FindStanding StandingIn(rules::CurrentDirectory current) {
  return [current = std::move(current)](const std::string& staff_id,
                                        const std::string& unit_id) -> absl::StatusOr<rpc::Standing> {
    absl::StatusOr<std::shared_ptr<const rules::Directory>> directory = current();
    if (!directory.ok()) return directory.status();
    rpc::Standing standing;
    if ((*directory)->whole().staff().empty()) {
      standing.is_known = staff_id == kFirstStaff;
      standing.is_assigned = standing.is_known && unit_id == kFirstUnit;
      standing.organisation_id = kFirstUnit;
      return standing;
    }
    standing.is_known = (*directory)->FindStaff(staff_id) != nullptr;
    standing.is_assigned = (*directory)->IsAssigned(staff_id, unit_id);
    if (const rules::CareUnit* unit = (*directory)->FindUnit(unit_id)) {
      standing.organisation_id = unit->organisation_id();
    }
    return standing;
  };
}

}  // namespace hemgang::directory
