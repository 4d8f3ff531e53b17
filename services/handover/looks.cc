#include "services/handover/looks.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace hemgang::handover {

rec::Entry NewLook(hemgang::audit::v1::LookKind look, const rpc::Caller& caller, rpc::Clock& clock,
                   rpc::IdSource& ids) {
  rec::Entry entry;
  const int64_t now_us = absl::ToUnixMicros(clock.Now());
  const std::string salt = absl::StrReplaceAll(ids.NewId(), {{"-", ""}});
  entry.set_id(absl::StrCat(absl::Hex(now_us, absl::kZeroPad16), salt.substr(salt.size() < 16 ? 0 : salt.size() - 16)));
  entry.set_kind(hemgang::audit::v1::ENTRY_KIND_LOOK);
  entry.set_recorded_time_us(now_us);
  entry.set_actor_staff_id(caller.staff_id);
  entry.set_actor_unit_id(caller.unit_id);
  entry.set_actor_organisation_id(caller.organisation_id);
  entry.set_look(look);
  return entry;
}

}  // namespace hemgang::handover
