// What each answer looks like to a therapist. Pure, but for writing on the screen; times in the screen's zone. What
// names or describes a patient is shown as it came, made harmless for a terminal.
#pragma once

#include <string>

#include "google/protobuf/message.h"
#include "hemgang/audit/v1/audit_service.pb.h"
#include "hemgang/deadlines/v1/deadline_service.pb.h"
#include "hemgang/directory/v1/directory_service.pb.h"
#include "hemgang/handover/v1/draft_service.pb.h"
#include "hemgang/handover/v1/handover_service.pb.h"
#include "hemgang/routing/v1/inbox_service.pb.h"

#include "clients/cli/screen.h"

namespace hemgang::cli {

// The answer of any writing call: how the transition and the handover stand now, who owes what by when, what moved. A
// dry run says so first.
void ShowOutcome(const Screen& screen, const google::protobuf::Message& request,
                 const google::protobuf::Message& response);

void ShowTransition(const Screen& screen, const handover::v1::GetTransitionResponse& answer);
void ShowTransitions(const Screen& screen, const handover::v1::ListTransitionsResponse& answer);

void ShowFound(const Screen& screen, const handover::v1::FindPatientResponse& answer);
// As YAML, ready for `handover send --content`.
void ShowCarried(const Screen& screen, const handover::v1::GetCarriedContentResponse& answer);
// The plain text and nothing else.
void ShowText(const Screen& screen, const handover::v1::GetHandoverTextResponse& answer);

// One page: the facts in the order of time, then the twelve entries in theirs; an open one with its reason.
void ShowHandover(const Screen& screen, const handover::v1::GetHandoverResponse& answer);
void ShowHandovers(const Screen& screen, const handover::v1::ListHandoversResponse& answer);

void ShowSavedDraft(const Screen& screen, const handover::v1::SaveDraftResponse& answer);
void ShowDraft(const Screen& screen, const handover::v1::GetDraftResponse& answer);
void ShowDrafts(const Screen& screen, const handover::v1::ListDraftsResponse& answer);
void ShowDiscarded(const Screen& screen, const handover::v1::DiscardDraftResponse& answer);

// Entries 2 and 4 to 12 of the form; 1 and 3 are the patient's and the transition's. Gives how many of the ten are
// filled in.
int ShowContent(const Screen& screen, const handover::v1::HandoverContent& content, const std::string& patient,
                const std::string& when);
// "9 of 10 entries of the content are filled in".
std::string FilledText(const handover::v1::HandoverContent& content);

void ShowTasks(const Screen& screen, const deadlines::v1::ListTasksResponse& answer);
void ShowPreview(const Screen& screen, const deadlines::v1::PreviewDeadlineResponse& answer);

void ShowInbox(const Screen& screen, const routing::v1::ListInboxResponse& answer);
// One line, for the live inbox.
std::string EventLine(const Screen& screen, const routing::v1::InboxEvent& event);

void ShowEntries(const Screen& screen, const audit::v1::ListEntriesResponse& answer);

void ShowDifferences(const Screen& screen, const google::protobuf::Message& request,
                     const google::protobuf::Message& response);
void ShowDirectory(const Screen& screen, const directory::v1::Directory& directory);

// Small texts that several views have in common.
std::string PlannedText(const Screen& screen, const handover::v1::PlannedDischarge& planned);
std::string ProfessionsText(const google::protobuf::RepeatedField<int>& professions);
std::string PatientText(const handover::v1::Patient& patient);
// "eva.at (OT), per.ft (PT)"
std::string TherapistsText(const google::protobuf::RepeatedPtrField<handover::v1::Therapist>& therapists);
// "ordinary alone, 1481, from Mon 2026-07-13"
std::string LegText(const handover::v1::Leg& leg);
// Who was told on each rung and who has seen it, a line each.
std::string RungsText(const Screen& screen, const handover::v1::Task& task);
// "19121212-1212"
std::string IdentityText(const std::string& identity_number);
// "told: manager, sender" for the rung that was told last; empty before the first.
std::string ToldText(const handover::v1::Task& task);
// Due time with the word OVERDUE, red, when it has passed; "when the discharge is known" when nothing bounds it.
Cell DueCell(const Screen& screen, const handover::v1::Task& task);
Cell UrgencyCell(handover::v1::Urgency urgency);
Cell StateCell(handover::v1::HandoverState state);

}  // namespace hemgang::cli
