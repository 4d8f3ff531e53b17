// What is known already of a patient: the content that a new handover starts from, so that nobody writes a second time
// what was said once. Pure; safe from any thread.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"

#include "hemgang/handover/v1/content.pb.h"
#include "hemgang/handover/v1/vocabulary.pb.h"

namespace hemgang::handover {

namespace hv1 = hemgang::handover::v1;

// One handover that the writer's unit may read, as it was last said.
struct EarlierContent {
  std::string handover_id;
  hv1::HandoverKind kind = hv1::HANDOVER_KIND_UNSPECIFIED;
  // When its newest version was sent.
  absl::Time said_time;
  // True for a handover that the writer's own unit sent.
  bool own = false;
  // Borrowed for the length of the call.
  const hv1::HandoverContent* content = nullptr;
};

// The newest own handover as it is (a FOLLOW_UP or ADMISSION_REPORT of one's own is none to start from); and from the
// newest ADMISSION_REPORT of the home side what the home side knows better: the levels before, the dwelling, the aids
// that are there, who helps at home, the relatives and the contacts, each only where the own handover says nothing.
// Every part that was taken over is marked in `carried` with the handover and the date that it is from, in `zone`.
// Left behind: the stay, what was asked and by when, open questions, the basis for disclosure and what is legal, how it
// went. Empty when there is nothing to carry.
hv1::HandoverContent CarriedContent(const std::vector<EarlierContent>& earlier, absl::TimeZone zone);

}  // namespace hemgang::handover
