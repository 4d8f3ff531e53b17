#include "services/handover/protected_identity.h"

namespace hemgang::handover {

void HideWhereabouts(hv1::Patient& patient) {
  if (!patient.protected_identity()) return;
  patient.clear_phone();
  patient.clear_registration_municipality_code();
  patient.clear_placing_municipality_code();
}

void HideWhereabouts(const hv1::Patient& patient, hv1::TransitionSummary& transition) {
  if (!patient.protected_identity()) return;
  for (hv1::Leg& leg : *transition.mutable_legs()) {
    leg.clear_municipality_code();
    leg.clear_district_id();
  }
}

void HideWhereabouts(hv1::HandoverDetail& detail) {
  if (!detail.patient().protected_identity()) return;
  HideWhereabouts(*detail.mutable_patient());
  HideWhereabouts(detail.patient(), *detail.mutable_transition());
  detail.clear_door_code();
  if (!detail.has_content()) return;
  hv1::HandoverContent& content = *detail.mutable_content();
  if (content.has_destination()) {
    content.mutable_destination()->clear_address();
    content.mutable_destination()->clear_municipality_code();
    content.mutable_destination()->clear_who_is_there();
  }
  // Whoever is close tells where the person is.
  if (content.has_contacts()) content.mutable_contacts()->clear_relative();
  content.clear_next_of_kin();
  content.clear_dwelling();
}

}  // namespace hemgang::handover
