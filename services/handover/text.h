// A handover as plain text, for a therapist to paste into SAMSA or the medical record: the two-minute form first, in
// everyday words, then what else was said. In Swedish or bokmål.
//
// Knows the handover as it is kept and its opened content; looks nothing up, except names through the caller's
// functions. Adds no fact and draws no conclusion: a score stands with its age. Pure; safe from any thread.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/time/time.h"

#include "hemgang/handover/v1/content.pb.h"
#include "hemgang/handover/v1/handover_service.pb.h"
#include "hemgang/handover/v1/patient.pb.h"
#include "hemgang/record/v1/record.pb.h"

#include "services/rules/holidays.h"

namespace hemgang::handover {

namespace hv1 = hemgang::handover::v1;
namespace rec = hemgang::record::v1;

// What the text is made of. Everything is borrowed for the length of the call.
struct TextParts {
  const hv1::Patient& patient;
  const hv1::HandoverContent& content;
  const rec::Transition& transition;
  // One of the transition's.
  const rec::Handover& handover;
  // What each of handover.aids() is, in their order; may be shorter (the content's items then name them).
  const std::vector<std::string>& aid_names;
  // Names for people: "Hemrehab Mölndal". An id that has none is given back as it is.
  std::function<std::string(const std::string& unit_id)> unit_name;
  std::function<std::string(const std::string& staff_id)> staff_name;
  // Of the reader's unit: in which the times stand, and whose holidays count for the latest moment to order.
  absl::TimeZone zone;
  rules::Country country = rules::Country::kSweden;
};

// Lines of at most 90 characters, each ended by a line feed; at most 60 of them where only the twelve entries are
// filled in, each with a line or two. SAMSA: the form, and of the blocks those that a first visit needs;
// MEDICAL_RECORD (and not set): everything that was said. Of a patient with a protected identity no address, phone
// number or municipality is told, neither the patient's nor a relative's. A language that is not set is Swedish.
std::string HandoverText(const TextParts& parts, hv1::TextPurpose purpose, hv1::TextLanguage language, absl::Time now);

}  // namespace hemgang::handover
