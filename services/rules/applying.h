// What the apply_*.cc share: checks that several steps make, and what several steps do to a handover. Internal to the
// rules.
#pragma once

#include <algorithm>
#include <string>

#include "hemgang/record/v1/record.pb.h"

#include "services/rules/deciding.h"

namespace hemgang::rules {

// Refuses a unit that the directory does not know. `whose` begins the sentence: "The receiver".
MaybeRefusal CheckUnitKnown(const Deciding& d, const std::string& unit_id, const char* whose, const char* field_path);

// Refuses what is not a hospital's rehab unit that exists now.
MaybeRefusal CheckHospitalUnit(const Deciding& d, const std::string& unit_id, const char* field_path);

// Refuses a leave that is planned for a day before today, or for an instant more than an hour ago, on the clocks of
// `unit_id`: of a span, its end counts.
MaybeRefusal CheckPlanned(const Deciding& d, const rec::PlannedDischarge& said, const std::string& unit_id,
                          const char* field_path);

// Where a need would go by the transition's leg of this number: as it will be when the patient comes there, or as it is
// now where the unit of then does not exist yet.
Route RouteOf(const Deciding& d, const rec::Need& need, int leg);

// True when the receiver has answered for the handover, for one profession of it or in an older version.
bool HadAcknowledged(const rec::Handover& handover);

// The handover is to be answered anew; who was named stays named.
void ClearAcknowledgement(rec::Handover& handover);

// Its receiver has no more to do with it.
void LetGo(rec::Handover& handover);

void ClearNotice(rec::Handover& handover);

// A report answers the request that its sender was asked by, if there is one.
void AnswerReportRequest(Deciding& d, const rec::Handover& report);

// A report that answered a request is taken back: the request is open again.
void ReopenReportRequest(Deciding& d, const rec::Handover& report);

// False for who was done with the patient in an earlier stay: of the present one they hear no more. Of the patient's
// death, or that it was none, and of another number they do.
bool IsConcerned(const Deciding& d, const rec::Handover& handover);

// Nobody needs to know any more how to get into the house: what was said of it is erased.
void EraseDoorCode(Deciding& d, const rec::Handover& handover);

inline bool IsFor(const rec::Handover& handover, hv1::Profession profession) {
  const auto& professions = handover.professions();
  return std::find(professions.begin(), professions.end(), profession) != professions.end();
}

}  // namespace hemgang::rules
