// Invented patients with valid identity numbers, and a handover that has something to say.
#pragma once

#include "hemgang/handover/v1/content.pb.h"
#include "hemgang/handover/v1/patient.pb.h"

namespace hemgang::test {

namespace hv1 = hemgang::handover::v1;

// The n-th patient, born on the n-th day after New Year's Day 1940; another identity number for each n from 0 to 9999.
hv1::Patient TestPatient(int n);

hv1::HandoverContent TestContent();

}  // namespace hemgang::test
