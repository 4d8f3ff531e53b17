#include "services/handover/looks.h"

#include "services/rpc/entries.h"

namespace hemgang::handover {

rec::Entry NewLook(hemgang::audit::v1::LookKind look, const rpc::Caller& caller, rpc::Clock& clock,
                   rpc::IdSource& ids) {
  rec::Entry entry = rpc::NewEntry(caller, hemgang::audit::v1::ENTRY_KIND_LOOK, clock.Now(), ids);
  entry.set_look(look);
  return entry;
}

}  // namespace hemgang::handover
