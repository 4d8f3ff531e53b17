// A small directory that the tests speak of: the units of a hospital, and homes of every kind that a ladder can meet.
//
//   vgr        su-ostra-rehab and su-molndal-rehab (manager su-rehab-chef), su-ostra-avd, su-palliativa-teamet (never
//              closes)
//   molndal    molndal-hemrehab (manager molndal-hemrehab-chef), Monday to Friday 08–16 like every unit without hours
//   partille   partille-hemrehab: no manager; partille-ft, physiotherapists only
//   harryda    harryda-hemrehab: neither manager nor operations manager nor MAS
//   goteborg   goteborg-natt: every night 22–07, holidays too
//   bergen     bergen-hjemmerehab: Norway, Monday to Friday 08:00–15:30, a network of its own
//
// Routes: specialised care in Mölndal goes to su-palliativa-teamet; in Partille a patient who can come chooses the
// physiotherapist (partille-ft or partille-hemrehab), and one who lives at home has partille-ft; a hospice on Hisingen
// has su-palliativa-teamet; everything else goes to the municipality's own unit above, and to su-palliativa-teamet
// while the municipality is not known. Coverage has no hole.
//
// Every organisation else has <id>-verksamhet (operations) and <id>-mas; all but Bergen stand in the network of
// vg-styrgrupp. `name.at` is an occupational therapist, `name.ft` a physiotherapist, `name.ssk` a nurse.
#pragma once

#include <string>

#include "hemgang/directory/v1/directory.pb.h"

namespace hemgang::test {

namespace dv1 = hemgang::directory::v1;

const dv1::Directory& TestDirectory();

// Somebody who works at the unit: the first in the directory; empty for a unit without staff.
std::string SomebodyAt(const std::string& unit_id);

}  // namespace hemgang::test
