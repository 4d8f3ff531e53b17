// Who keeps which sealed copy. Sending is a disclosure, not a shared record: each custodian (organisation) has its own
// copy of what was disclosed to it, under its own key for the transition.
//
// Adds contents and keys to a decided Change, and opens a custodian's copy again. Knows the store and the sealer, no
// rule and no request; which step discloses what to whom is disclosures.h.
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
// Who it is and no more: all that an asked unit is told.
inline constexpr char kAboutIdentity[] = "identity";
// The notes on one handover: a unit reads those of its own handovers, and one custodian may hold several.
inline std::string AboutNotesOn(const std::string& handover_id) {
  return "note/" + handover_id;
}
// What an aid line is that came after the first sending, or that a custodian never saw the first version of; the number
// is the line's.
inline std::string AboutAidsOf(const std::string& handover_id) {
  return "aid/" + handover_id;
}
// How to get into the house. The rules erase it by this name after the first visit.
inline std::string AboutDoorOf(const std::string& handover_id) {
  return "door/" + handover_id;
}

// The version of the patient's data; raised when a number is merged.
int64_t PatientNumberOf(const rec::Transition& transition);

class Custody {
 public:
  Custody(storage::Store& store, const storage::Sealer& sealer) : store_(store), sealer_(sealer) {}

  // One thing to be sealed.
  struct Piece {
    std::string about_id;
    int64_t number = 1;
    std::string bytes;
  };
  // Seals every piece for each of these custodians. A custodian without a key for the transition gets one with the
  // change. What the change holds already, and an empty custodian, are passed over.
  absl::Status Add(rec::Change& change, const std::vector<std::string>& custodian_ids,
                   const std::vector<Piece>& pieces) const;

  // Copies what `from` knows of the patient to a custodian that has no copy of this version yet. Nothing when they are
  // the same.
  absl::Status DisclosePatient(rec::Change& change, const std::string& from_custodian_id,
                               const std::string& to_custodian_id) const;
  // The same of who it is, and no more.
  absl::Status DiscloseIdentity(rec::Change& change, const std::string& from_custodian_id,
                                const std::string& to_custodian_id) const;
  // Copies a handover's newest content, what its aids are, and the door code while there is one. The notes stay where
  // they were written.
  absl::Status DiscloseHandover(rec::Change& change, const std::string& from_custodian_id,
                                const std::string& to_custodian_id, const rec::Handover& handover) const;

  // A custodian's copy. NOT_FOUND when it has none, or it was erased.
  absl::StatusOr<std::string> Open(const std::string& transition_id, const std::string& custodian_id,
                                   const std::string& about_id, int64_t number) const;
  // The newest version that the custodian has: of the patient's data, else of who it is.
  absl::StatusOr<hv1::Patient> OpenPatient(const rec::Transition& transition, const std::string& custodian_id) const;
  absl::StatusOr<hv1::HandoverContent> OpenContent(const rec::Handover& handover, const std::string& transition_id,
                                                   const std::string& custodian_id) const;
  // Every note on a handover that a custodian has, oldest first.
  absl::StatusOr<std::vector<hv1::Note>> OpenNotes(const rec::Handover& handover, const std::string& transition_id,
                                                   const std::string& custodian_id) const;
  // What each aid line is, in the handover's order; empty for one that the custodian was not told of.
  absl::StatusOr<std::vector<std::string>> OpenAidNames(const rec::Handover& handover, const std::string& transition_id,
                                                        const std::string& custodian_id) const;
  // Empty when there is none, or none any more.
  absl::StatusOr<std::string> OpenDoorCode(const rec::Handover& handover, const std::string& transition_id,
                                           const std::string& custodian_id) const;

 private:
  // The custodian's key: one that the change adds, or a kept one, or a new one.
  absl::StatusOr<rec::DataKey> KeyFor(rec::Change& change, const std::string& custodian_id) const;
  // Every copy of a custodian about one thing, opened, by number.
  absl::StatusOr<std::vector<Piece>> OpenAll(const std::string& transition_id, const std::string& custodian_id,
                                             const std::string& about_id) const;

  storage::Store& store_;
  const storage::Sealer& sealer_;
};

// Who it is and no more.
hv1::Patient IdentityOf(const hv1::Patient& patient);

}  // namespace hemgang::handover
