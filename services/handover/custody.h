// Who keeps which sealed copy. Sending is a disclosure, not a shared record: each custodian (organisation) has its own
// copy of what was disclosed to it, under its own key for the transition.
//
// Adds contents and keys to a decided Change, and opens a custodian's copy again. Knows the store and the sealer, no
// rule and no request.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "hemgang/handover/v1/content.pb.h"
#include "hemgang/handover/v1/patient.pb.h"
#include "hemgang/handover/v1/views.pb.h"
#include "hemgang/record/v1/record.pb.h"

#include "storage/sealing.h"
#include "storage/store.h"

namespace hemgang::handover {

namespace hv1 = hemgang::handover::v1;
namespace rec = hemgang::record::v1;

// What a copy is about, beside the ids of handovers.
inline constexpr char kAboutPatient[] = "patient";
// The notes on one handover: a unit reads those of its own handovers, and one custodian may hold several.
inline std::string AboutNotesOn(const std::string& handover_id) {
  return "note/" + handover_id;
}

class Custody {
 public:
  Custody(storage::Store& store, const storage::Sealer& sealer) : store_(store), sealer_(sealer) {}

  // Seals bytes for each of these custodians. A custodian without a key for the transition gets one with the change.
  absl::Status Add(rec::Change& change, const std::vector<std::string>& custodian_ids, const std::string& about_id,
                   int64_t number, const std::string& bytes) const;

  // Copies what `from` holds about the patient and a handover to a custodian that has no copy yet. Nothing when they
  // are the same.
  absl::Status Disclose(rec::Change& change, const std::string& from_custodian_id, const std::string& to_custodian_id,
                        const rec::Handover* handover) const;

  // A custodian's copy. NOT_FOUND when it has none, or it was erased.
  absl::StatusOr<std::string> Open(const std::string& transition_id, const std::string& custodian_id,
                                   const std::string& about_id, int64_t number) const;
  absl::StatusOr<hv1::Patient> OpenPatient(const std::string& transition_id, const std::string& custodian_id) const;
  absl::StatusOr<hv1::HandoverContent> OpenContent(const rec::Handover& handover, const std::string& transition_id,
                                                   const std::string& custodian_id) const;
  // Every note on a handover that a custodian has, oldest first.
  absl::StatusOr<std::vector<hv1::Note>> OpenNotes(const rec::Handover& handover, const std::string& transition_id,
                                                   const std::string& custodian_id) const;

 private:
  // The custodian's key: one that the change adds, or a kept one, or a new one.
  absl::StatusOr<rec::DataKey> KeyFor(rec::Change& change, const std::string& custodian_id) const;

  storage::Store& store_;
  const storage::Sealer& sealer_;
};

}  // namespace hemgang::handover
