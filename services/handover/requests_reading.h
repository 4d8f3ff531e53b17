// What the requests of the handover service have in common, and how it is read: how a Read begins and ends,
// professions, legs, the patient. Internal to requests_*.cc.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"

#include "hemgang/handover/v1/patient.pb.h"
#include "hemgang/handover/v1/views.pb.h"

#include "services/handover/requests.h"
#include "services/rpc/checks.h"
#include "services/rpc/times.h"
#include "services/rules/identity_number.h"

namespace hemgang::handover {

template <typename Request>
AskedStep Begin(const Request& request, const ReadingDesk& desk, rpc::FieldFaults& faults) {
  rpc::CheckUuid(request.request_id(), "request_id", faults);
  AskedStep asked;
  asked.command.actor = ActorOf(desk.caller);
  asked.command.request_id = request.request_id();
  asked.request_digest = desk.sealer.RequestDigest(DigestOf(request));
  return asked;
}

template <typename Request>
AskedStep BeginOnTransition(const Request& request, const ReadingDesk& desk, rpc::FieldFaults& faults) {
  AskedStep asked = Begin(request, desk, faults);
  rpc::CheckGiven(request.transition_id(), "transition_id", faults);
  asked.transition_id = request.transition_id();
  return asked;
}

// Steps on the transition that, with a handover's id, are about that ONWARD handover instead.
template <typename Request>
AskedStep BeginOnEither(const Request& request, const ReadingDesk& desk, rpc::FieldFaults& faults) {
  AskedStep asked = Begin(request, desk, faults);
  if (request.handover_id().empty()) rpc::CheckGiven(request.transition_id(), "transition_id", faults);
  asked.transition_id = request.transition_id();
  asked.command.handover_id = request.handover_id();
  return asked;
}

template <typename Request>
AskedStep BeginOnHandover(const Request& request, const ReadingDesk& desk, rpc::FieldFaults& faults) {
  AskedStep asked = Begin(request, desk, faults);
  rpc::CheckGiven(request.handover_id(), "handover_id", faults);
  asked.command.handover_id = request.handover_id();
  return asked;
}

// The same for steps that a person takes on what a screen showed.
template <typename Request>
AskedStep BeginOnShownHandover(const Request& request, const ReadingDesk& desk, rpc::FieldFaults& faults) {
  AskedStep asked = BeginOnHandover(request, desk, faults);
  asked.command.etag = request.etag();
  return asked;
}

// The end of every Read: the fault list, or the step.
absl::StatusOr<AskedStep> End(AskedStep asked, const rpc::FieldFaults& faults);

template <typename Request>
std::optional<absl::Time> OccurredTime(const Request& request) {
  if (!request.has_occurred_time()) return std::nullopt;
  return rpc::FromTimestamp(request.occurred_time());
}

// A note with a step that discloses nothing else: checked, and sealed with it.
void KeepNote(AskedStep& asked, const ReadingDesk& desk, const std::string& text, rpc::FieldFaults& faults);
// A note that is read elsewhere: checked only.
void CheckNote(const std::string& text, rpc::FieldFaults& faults);

// Each named once.
std::vector<hv1::Profession> ReadProfessions(const google::protobuf::RepeatedField<int>& given,
                                             rpc::FieldFaults& faults);

// The way home, at most ten legs.
std::vector<rec::Leg> ReadLegs(const google::protobuf::RepeatedPtrField<hv1::Leg>& legs, rpc::FieldFaults& faults);

// The patient as it is kept, with what the step must know of the number.
struct PatientRead {
  hv1::Patient patient;
  std::string hash;
  hv1::AgeBand age_band = hv1::AGE_BAND_UNSPECIFIED;
  rules::IdentityKind kind = rules::IdentityKind::kPersonnummer;
};
PatientRead ReadPatient(const hv1::Patient& given, const ReadingDesk& desk, rpc::FieldFaults& faults);

}  // namespace hemgang::handover
