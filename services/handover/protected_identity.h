// What is left out of what is shown of a patient whose whereabouts the register protects (folkbokföringslagen 1991:481,
// 16 §; offentlighets- och sekretesslagen 2009:400, 22 kap. 2 §): where the person is, and how to get there. Pure.
//
// Lists leave it out for everybody, and a single view for units that are neither sender nor receiver (sight.h).
#pragma once

#include "hemgang/handover/v1/content.pb.h"
#include "hemgang/handover/v1/patient.pb.h"
#include "hemgang/handover/v1/views.pb.h"

namespace hemgang::handover {

namespace hv1 = hemgang::handover::v1;

// Each does nothing unless the patient's identity is protected.
void HideWhereabouts(hv1::Patient& patient);
void HideWhereabouts(const hv1::Patient& patient, hv1::TransitionSummary& transition);
// Patient, transition, content and door code of one handover.
void HideWhereabouts(hv1::HandoverDetail& detail);

}  // namespace hemgang::handover
