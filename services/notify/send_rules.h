// Which letter goes next, when one that did not arrive is tried again, and when it is given up. Pure.
#pragma once

#include <vector>

#include "absl/time/time.h"

#include "hemgang/record/v1/record.pb.h"

#include "services/notify/postman.h"

namespace hemgang::notify {

namespace rec = hemgang::record::v1;

// The pause after the n-th try (1 is the first), in case it fails.
absl::Duration PauseAfter(int tries);

// True when a letter whose n-th try failed like this is not tried any more. A server that does not answer is tried for
// three days and more, so that nothing is lost over a weekend. What a server refuses for good is tried for a day all
// the same: addresses are mended, and servers that are being moved refuse everybody for a while.
bool IsGivenUp(int tries, Verdict verdict);

// Which of a lane's waiting letters may go now; null for none. They go in their own order, and one that was tried and
// waits for its next try holds back those that came after it. One that was never tried and is held until its unit opens
// holds back nobody.
const rec::Letter* NextInLane(const std::vector<rec::Letter>& waiting, absl::Time now);

}  // namespace hemgang::notify
