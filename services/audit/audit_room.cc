#include "services/audit/audit_room.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

#include "services/audit/entry_view.h"
#include "services/rpc/entries.h"
#include "services/rpc/errors.h"
#include "services/rpc/merge.h"
#include "services/rpc/paging.h"
#include "services/rules/identity_number.h"
#include "services/rules/step_table.h"

namespace hemgang::audit {
namespace {

using rpc::ev1::ERROR_REASON_NOT_FOUND;
using storage::Page;

absl::Status NotFound() {
  return rpc::Refusal(ERROR_REASON_NOT_FOUND, "there is no such trail");
}

bool IsInvolved(const rec::Transition& transition, const rpc::Caller& caller, const rules::Directory& directory) {
  // The steering group sees counts, never a patient, whichever organisation it belongs to.
  const rules::CareUnit* own = directory.FindUnit(caller.unit_id);
  if (own == nullptr || own->record.kind() == hemgang::directory::v1::UNIT_KIND_STEERING_GROUP) return false;
  for (const std::string& unit_id : transition.involved_unit_ids()) {
    if (unit_id == caller.unit_id) return true;
    const rules::CareUnit* unit = directory.FindUnit(unit_id);
    if (unit != nullptr && unit->organisation_id() == caller.organisation_id) return true;
  }
  return transition.hospital_organisation_id() == caller.organisation_id;
}

bool IsOf(const std::string& organisation_id, const std::string& unit_id, const rules::Directory& directory) {
  const rules::CareUnit* unit = directory.FindUnit(unit_id);
  return unit != nullptr && unit->organisation_id() == organisation_id;
}

bool IsOlder(const rec::Entry& a, const rec::Entry& b) {
  return std::make_tuple(a.recorded_time_us(), a.id()) < std::make_tuple(b.recorded_time_us(), b.id());
}

template <typename List>
void KeepOnly(const absl::flat_hash_set<std::string>& wanted, List& list) {
  list.erase(std::remove_if(list.begin(), list.end(), [&](const auto& id) { return !wanted.contains(id); }),
             list.end());
}

}  // namespace

// Where the entries come from: one part per transition, and one of searches for the patient.
struct AuditRoom::Reading {
  bool is_directory = false;
  std::vector<std::string> transition_ids;
  std::string patient_hash;
  // One look may show many patients' transitions; of those that this reading is not about nothing is said.
  absl::flat_hash_set<std::string> shown_ids;
  // The caller's organisation, and what it may see of each transition: the hospital's all; who has a handover in hand
  // what concerns that handover or no other; who sent one, what concerns it; who had one and gave it up, what its own
  // staff did.
  std::string organisation_id;
  absl::flat_hash_set<std::string> whole_ids;
  absl::flat_hash_set<std::string> held_ids;

  bool MaySee(const rec::Entry& entry) const {
    if (is_directory || entry.transition_ids().empty() || entry.actor_organisation_id() == organisation_id) return true;
    for (const std::string& handover_id : entry.handover_ids()) {
      if (shown_ids.contains(handover_id)) return true;
    }
    for (const std::string& id : entry.transition_ids()) {
      if (whole_ids.contains(id) || (held_ids.contains(id) && entry.handover_ids().empty())) return true;
    }
    return false;
  }

  // What a page token is bound to.
  std::string NameFor(const rpc::Caller& caller) const {
    std::string text = absl::StrCat(caller.Id(), "/", is_directory, "/", absl::BytesToHexString(patient_hash));
    for (const std::string& id : transition_ids) absl::StrAppend(&text, "/", id);
    return text;
  }
};

AuditRoom::AuditRoom(storage::Store& store, const storage::Sealer& sealer, rpc::Clock& clock, rpc::IdSource& ids,
                     rules::CurrentDirectory directory)
    : store_(store), sealer_(sealer), clock_(clock), ids_(ids), directory_(std::move(directory)) {}

void AuditRoom::Take(const av1::ListEntriesRequest& request, const rpc::Caller& caller,
                     rpc::Answer<av1::ListEntriesResponse> answer) {
  auto directory = directory_();
  if (!directory.ok()) return answer(directory.status());
  Reading reading;
  reading.organisation_id = caller.organisation_id;
  const absl::Status found = Find(request, caller, **directory, reading);
  absl::StatusOr<av1::ListEntriesResponse> response =
      found.ok() ? List(request, {"ListEntries", reading.NameFor(caller)}, reading) : found;
  // A search that found nothing is a look as well; any other refusal showed nothing.
  if (reading.is_directory || (!response.ok() && reading.patient_hash.empty())) return answer(std::move(response));

  rec::Entry look = rpc::NewEntry(caller, av1::ENTRY_KIND_LOOK, clock_.Now(), ids_);
  look.set_look(av1::LOOK_KIND_LIST_ENTRIES);
  look.set_patient_hash(reading.patient_hash);
  if (response.ok()) look.mutable_transition_ids()->Add(reading.transition_ids.begin(), reading.transition_ids.end());
  store_.CommitLook(std::move(look),
                    [answer = std::move(answer), response = std::move(response)](absl::Status kept) mutable {
                      if (!kept.ok()) return answer(std::move(kept));
                      answer(std::move(response));
                    });
}

absl::Status AuditRoom::Find(const av1::ListEntriesRequest& request, const rpc::Caller& caller,
                             const rules::Directory& directory, Reading& reading) {
  const int named =
      !request.transition_id().empty() + !request.patient_identity_number().empty() + (request.directory() ? 1 : 0);
  if (named != 1) {
    rpc::FieldFaults faults;
    faults.Add("", "say exactly one of transition_id, patient_identity_number and directory");
    return faults.ToStatus();
  }
  if (request.directory()) {
    const rules::CareUnit* unit = directory.FindUnit(caller.unit_id);
    if (unit == nullptr || unit->record.kind() != hemgang::directory::v1::UNIT_KIND_OPERATIONS) return NotFound();
    reading.is_directory = true;
    return absl::OkStatus();
  }
  if (!request.patient_identity_number().empty()) {
    return FindPatient(request.patient_identity_number(), caller, directory, reading);
  }
  absl::Status added = AddTransition(request.transition_id(), caller, directory, reading);
  if (added.ok() && reading.transition_ids.empty()) return NotFound();
  return added;
}

absl::Status AuditRoom::FindPatient(const std::string& identity_number, const rpc::Caller& caller,
                                    const rules::Directory& directory, Reading& reading) {
  const rules::Organisation* organisation = directory.FindOrganisation(caller.organisation_id);
  const absl::TimeZone zone = organisation == nullptr ? absl::UTCTimeZone() : organisation->default_hours.zone;
  auto number = rules::ReadIdentityNumber(identity_number, absl::ToCivilDay(clock_.Now(), zone));
  if (!number.ok()) {
    rpc::FieldFaults faults;
    faults.Add("patient_identity_number", std::string(number.status().message()));
    return faults.ToStatus();
  }
  reading.patient_hash = sealer_.PatientHash(number->digits);
  auto transition_ids = store_.ListTransitionsOfPatient(reading.patient_hash);
  if (!transition_ids.ok()) return transition_ids.status();
  for (const std::string& id : *transition_ids) {
    if (absl::Status added = AddTransition(id, caller, directory, reading); !added.ok()) return added;
  }
  return reading.transition_ids.empty() ? NotFound() : absl::OkStatus();
}

absl::Status AuditRoom::AddTransition(const std::string& transition_id, const rpc::Caller& caller,
                                      const rules::Directory& directory, Reading& reading) {
  auto transition = store_.FindTransition(transition_id);
  if (!transition.ok()) return transition.status();
  if (!transition->has_value() || !IsInvolved(**transition, caller, directory)) return absl::OkStatus();
  reading.transition_ids.push_back(transition_id);
  reading.shown_ids.insert(transition_id);
  const bool whole = (*transition)->hospital_organisation_id() == caller.organisation_id;
  if (whole) reading.whole_ids.insert(transition_id);
  for (const rec::Handover& handover : (*transition)->handovers()) {
    const bool held =
        IsOf(caller.organisation_id, handover.receiver_unit_id(), directory) && rules::IsInReceiversHands(handover);
    if (held) reading.held_ids.insert(transition_id);
    const bool sent = IsOf(caller.organisation_id, handover.sender_unit_id(), directory);
    if (held || sent || whole) reading.shown_ids.insert(handover.id());
  }
  return absl::OkStatus();
}

absl::StatusOr<av1::ListEntriesResponse> AuditRoom::List(const av1::ListEntriesRequest& request,
                                                         const rpc::ListName& list, const Reading& reading) {
  absl::StatusOr<rpc::PageAsked> asked = rpc::ReadPage(list, request.page_size(), request.page_token());
  if (!asked.ok()) return asked.status();
  const size_t transitions = reading.transition_ids.size();
  const size_t parts = reading.is_directory ? 1 : transitions + (reading.patient_hash.empty() ? 0 : 1);
  auto page = rpc::MergeLists<Page<rec::Entry>>(
      parts, asked->size, asked->after,
      [&](size_t part, int size, const std::string& after) {
        if (reading.is_directory) return store_.ListEntriesOfDirectory({size, after});
        if (part < transitions) return store_.ListEntriesOfTransition(reading.transition_ids[part], {size, after});
        return store_.ListEntriesOfPatient(reading.patient_hash, {size, after});
      },
      IsOlder);
  if (!page.ok()) return page.status();
  av1::ListEntriesResponse response;
  for (rec::Entry& entry : page->rows) {
    if (!reading.MaySee(entry)) continue;
    if (!reading.is_directory) {
      KeepOnly(reading.shown_ids, *entry.mutable_transition_ids());
      KeepOnly(reading.shown_ids, *entry.mutable_handover_ids());
    }
    *response.add_entries() = EntryView(entry);
  }
  response.set_next_page_token(rpc::PageToken(list, page->next));
  return response;
}

std::unique_ptr<grpc::Service> ServeAudit(AuditRoom& room, const rpc::Frame& frame) {
  auto service = std::make_unique<rpc::RoomService>(frame, "audit", "hemgang.audit.v1.AuditService");
  service->Serve<av1::ListEntriesRequest, av1::ListEntriesResponse>(room);
  return service;
}

}  // namespace hemgang::audit
