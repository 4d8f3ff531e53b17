// How holes are said: to who applies a directory, and to who asks where needs go. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

#include "hemgang/directory/v1/directory_service.pb.h"

#include "services/rules/coverage.h"

namespace hemgang::rules {

// Answers hold no more groups of holes than this.
inline constexpr size_t kMostHolesShown = 100;

// The local day from which coverage is asked: that of Europe/Stockholm, which is Norway's too. UTC's where the zone is
// not known.
absl::CivilDay CoverageDay(absl::Time now, const ZoneLoader& zones);

// "…; for example a patient … (and 155 needs like it)".
std::string HoleSentence(const HoleGroup& group, const Directory& directory);

dv1::CoverageHole HoleView(const HoleGroup& group, const Directory& directory);

}  // namespace hemgang::rules
