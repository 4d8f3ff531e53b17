// How a unit stands to a transition and to each handover in it, and what it may therefore see. Pure.
//
// Sending is a disclosure, not a shared record: a unit sees what was sent to it or asked of it, for as long as it
// answers for it, and never the rest.
#pragma once

#include <initializer_list>

#include "hemgang/handover/v1/views.pb.h"
#include "hemgang/handover/v1/vocabulary.pb.h"
#include "hemgang/record/v1/record.pb.h"

#include "services/rules/command.h"

namespace hemgang::handover {

namespace hv1 = hemgang::handover::v1;
namespace rec = hemgang::record::v1;

// From least to most; a unit that stands in several ways has the most of them.
enum class Standing {
  kNone,      // no part in it, or none but the stub of what it forwarded
  kHad,       // was sent a handover that was declined, withdrawn or voided since: that one, and nothing that came later
  kHome,      // was asked for a report, sent one, or sent the patient in: who, which hospital, since when, its own part
  kServed,    // was done with the patient in an earlier stay: that handover, that the patient came back, nothing later
  kHolder,    // holds a handover now: also the state, the discharge, and the way home up to its own leg
  kHospital,  // everything but what one home unit hands on to another
};
Standing StandingOf(const rec::Transition& transition, const rules::Actor& viewer);

// What is shown of one handover, from least to most.
enum class HandoverSight {
  kNone,
  kStub,     // that there was one, of which kind, when
  kSummary,  // ids, codes and times
  kWhole,    // also content, threads, aids and the door code
};
HandoverSight SightOf(const rec::Transition& transition, const rec::Handover& handover, const rules::Actor& viewer);

// What is said about a handover is between its sender and who has it: a receiver is shown nothing of what was said with
// units that had it before, but for the word with which the last of them forwarded it. Of a unit that may see the whole
// handover.
bool MaySeeQuestion(const rec::Handover& handover, const rec::Question& question, const rules::Actor& viewer);
bool MaySeeNote(const rec::Handover& handover, const hv1::Note& note, const rules::Actor& viewer);

// True when the unit may be told who the patient is: of a handover, never after it was voided, for it may have been
// about somebody else.
bool MayNamePatient(const rec::Transition& transition, const rules::Actor& viewer);
bool MayNamePatient(const rec::Transition& transition, const rec::Handover& handover, const rules::Actor& viewer);

// True for the units whose work needs to know where a person with a protected identity is: sender and receiver of a
// handover; of a transition, the hospital's unit that answers for it and whoever sent, sent in, or holds something.
bool IsParty(const rec::Handover& handover, const rules::Actor& viewer);
bool IsParty(const rec::Transition& transition, const rules::Actor& viewer);

// True for a unit that was told who it is, and no more: it was asked for a report, or sent one.
bool KnowsIdentityOnly(const rec::Transition& transition, const rules::Actor& viewer);

// How many of the transition's legs the unit sees, from the first: the hospital all; a holder up to the last one that
// it has a handover to, or hands over or must hand over to from the one before; anybody else none.
int LegsShownTo(const rec::Transition& transition, const rules::Actor& viewer);

// True when the unit is owed a look at a notice for one of these reasons: it must be able to see what it is about.
bool HasUnseenNotice(const rec::Transition& transition, const rules::Actor& viewer,
                     std::initializer_list<hv1::NoticeReason> reasons);

}  // namespace hemgang::handover
