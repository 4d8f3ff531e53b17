// One thing as a caller sees it, put together: what is kept in clear (views.h) with what the caller's organisation can
// open (custody.h), and with what is known beside the state: delivered, opened, seen.
//
// Reads the store. Keeps no look and decides nothing about who may ask: handover_reads.h does.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"

#include "hemgang/handover/v1/handover_service.pb.h"

#include "services/handover/custody.h"
#include "services/handover/step_path.h"
#include "services/rpc/answer.h"

namespace hemgang::handover {

class Showing {
 public:
  // Both outlive it.
  Showing(Ground& ground, const Custody& custody) : ground_(ground), custody_(custody) {}

  // Whether rows of a list are made, or the whole of one thing.
  enum class Depth { kRow, kWhole };

  // The patient is left out when the unit may not be told, and in a row also when the copy cannot be read: then the
  // row stands with no patient, and the rest of the list is shown.
  absl::StatusOr<hv1::TransitionDetail> Transition(const rec::Transition& transition, const rpc::Caller& caller,
                                                   Depth depth) const;
  // Name and number are empty where the patient is left out, as above.
  absl::StatusOr<hv1::HandoverRow> Row(const rec::Transition& transition, const rec::Handover& handover,
                                       const rpc::Caller& caller) const;
  // A stub or a summary, where the unit may not see more (sight.h).
  absl::StatusOr<hv1::HandoverDetail> Handover(const rec::Transition& transition, const rec::Handover& handover,
                                               const rpc::Caller& caller) const;

 private:
  // As the caller's organisation knows the patient. Empty: left out.
  absl::StatusOr<std::optional<hv1::Patient>> Patient(const rec::Transition& transition, const rpc::Caller& caller,
                                                      Depth depth) const;
  // Content, notes, aids' names and door code.
  absl::Status AddSealed(const rec::Transition& transition, const rec::Handover& handover, const rpc::Caller& caller,
                         hv1::HandoverDetail& detail) const;
  absl::Status AddDelivered(const rec::Handover& handover, hv1::HandoverDetail& detail) const;
  // When each unit that a rung told was first handed it.
  absl::Status AddSeen(const rec::Transition& transition, hv1::TransitionSummary& view) const;

  Ground& ground_;
  const Custody& custody_;
};

// What a delivery is about when a person of the receiver has read the handover.
inline std::string AboutOpened(const std::string& handover_id) {
  return "opened/" + handover_id;
}

}  // namespace hemgang::handover
