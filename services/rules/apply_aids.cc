// What must be at home before the patient is: lines beside the content that either side keeps up to date.
#include <string>

#include "absl/strings/str_cat.h"

#include "services/rules/applying.h"
#include "services/rules/deciding.h"

namespace hemgang::rules {
namespace {

rec::AidLine* FindAid(rec::Handover& handover, const std::string& id) {
  for (rec::AidLine& aid : *handover.mutable_aids()) {
    if (aid.id() == id) return &aid;
  }
  return nullptr;
}

std::string FieldOf(size_t number, const char* field) {
  return absl::StrCat("aids[", number, "].", field);
}

MaybeRefusal CheckUpdate(Deciding& d, const AidUpdate& update, size_t number) {
  rec::Handover& handover = *d.handover;
  const std::string& responsible = update.responsible_unit_id;
  const bool is_side =
      responsible.empty() || responsible == handover.sender_unit_id() || responsible == handover.receiver_unit_id();
  if (!is_side) {
    return Refusal{
        ev1::ERROR_REASON_UNIT_CANNOT_RECEIVE,
        "Only the sender or the receiver of the handover answers for what must be at home; name one of them.",
        {{"unit_id", responsible}},
        FieldOf(number, "responsible_unit_id")};
  }
  if (update.id.empty() || FindAid(handover, update.id) != nullptr) return std::nullopt;
  return Refusal{ev1::ERROR_REASON_AID_UNKNOWN,
                 "The handover has no such line; read it again, or leave the id out to add one.",
                 {{"aid_id", update.id}},
                 FieldOf(number, "id")};
}

}  // namespace

MaybeRefusal Apply(Deciding& d, const UpdateAids& step) {
  rec::Handover& handover = *d.handover;
  for (size_t i = 0; i < step.updates.size(); ++i) {
    if (auto refused = CheckUpdate(d, step.updates[i], i)) return refused;
  }
  for (const AidUpdate& update : step.updates) {
    rec::AidLine* line = FindAid(handover, update.id);
    if (line == nullptr) {
      line = handover.add_aids();
      // No line is ever removed, so their number names the next one.
      line->set_id(absl::StrCat(handover.aids_size()));
      line->set_responsible_unit_id(d.command.actor.unit_id);
    }
    line->set_status(update.status);
    if (!update.responsible_unit_id.empty()) line->set_responsible_unit_id(update.responsible_unit_id);
    line->set_changed_time_us(absl::ToUnixMicros(d.recorded));
    line->set_changed_by_unit_id(d.command.actor.unit_id);
  }
  return std::nullopt;
}

}  // namespace hemgang::rules
