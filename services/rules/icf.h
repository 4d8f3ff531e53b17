// The ICF codes of what a handover says about activity: derived, shown, never asked for (ICF codes, docs). Codes only:
// the classification's titles and definitions are not copied, and no qualifier is made out of a level of help, which
// measures something else. Pure, safe from any thread.
#pragma once

#include <string>

#include "hemgang/handover/v1/content.pb.h"

namespace hemgang::rules {

namespace hv1 = hemgang::handover::v1;

// "d420"; empty for UNSPECIFIED.
std::string IcfCode(hv1::DailyActivity activity);

// Of entries 6 to 8 of the two-minute form, by their number; empty for every other.
std::string IcfCodeOfEntry(int entry);

}  // namespace hemgang::rules
