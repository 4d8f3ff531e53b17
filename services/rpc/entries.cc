#include "services/rpc/entries.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace hemgang::rpc {

std::string EntryId(absl::Time recorded, IdSource& ids) {
  const std::string salt = absl::StrReplaceAll(ids.NewId(), {{"-", ""}});
  return absl::StrCat(absl::Hex(absl::ToUnixMicros(recorded), absl::kZeroPad16), salt.substr(salt.size() - 16));
}

hemgang::record::v1::Entry NewEntry(const Caller& caller, hemgang::audit::v1::EntryKind kind, absl::Time now,
                                    IdSource& ids) {
  hemgang::record::v1::Entry entry;
  entry.set_id(EntryId(now, ids));
  entry.set_kind(kind);
  entry.set_recorded_time_us(absl::ToUnixMicros(now));
  entry.set_actor_staff_id(caller.staff_id);
  entry.set_actor_unit_id(caller.unit_id);
  entry.set_actor_organisation_id(caller.organisation_id);
  return entry;
}

}  // namespace hemgang::rpc
