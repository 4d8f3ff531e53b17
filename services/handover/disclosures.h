// What each step discloses, to whom: one function per kind of step, giving what is to be sealed with the change.
//
// Everything here is run after the rules have decided, on the change that they made. Knows units by the directory and
// the handover by its record; opens nothing but what must be copied. Custody outlives what it gives.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "hemgang/handover/v1/content.pb.h"
#include "hemgang/handover/v1/patient.pb.h"

#include "services/handover/custody.h"
#include "services/handover/step_path.h"
#include "services/rules/identity_number.h"

namespace hemgang::handover {

// Free text that comes with a step.
struct NoteText {
  std::string text;
  // RecordCall: who answered the phone.
  std::string answered_by = {};
  // Answer: which question it answers. A question's own id is the handover's newest.
  std::string question_id = {};
  // UpdateAids: the line that it is about, when it is about one.
  std::string aid_id = {};
};

// Both sides of the handover, and who wrote it, keep the note. Nothing when it says nothing.
SealStep SealNote(const Custody& custody, NoteText note);

// The patient, for the hospital and for the home side that sent the patient in.
SealStep SealOpened(const Custody& custody, const hv1::Patient& patient);

// The patient under a new number, for every organisation that has a part now. INVALID_REQUEST where the new number
// cannot be the same person's as the old one.
SealStep SealMerged(const Custody& custody, const hv1::Patient& patient, rules::IdentityKind kind,
                    absl::CivilDay today);

// Who it is, for the asked unit's organisation, and nothing else.
SealStep SealReportRequested(const Custody& custody);

// Patient, content, aids and door code of every handover that the step sent, for its two sides.
SealStep SealSent(const Custody& custody, const hv1::HandoverContent& content, const std::string& door_code);

// What the new receiver needs; the former one keeps what it has and is shown no more than a stub.
SealStep SealRedirected(const Custody& custody, const std::string& note);

// The new version, for the sender and for the receiver that has the handover in hand; and what its new aids are.
// `new_names` is filled in before the step is decided.
SealStep SealAmended(const Custody& custody, const hv1::HandoverContent& content,
                     std::shared_ptr<const std::vector<std::string>> new_names, const std::string& note);

// What the added lines are, in order.
SealStep SealAidsUpdated(const Custody& custody, const std::vector<std::string>& new_names, NoteText note);

}  // namespace hemgang::handover
