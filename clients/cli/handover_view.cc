#include <sstream>

#include "absl/strings/str_cat.h"

#include "clients/cli/time_text.h"
#include "clients/cli/views.h"
#include "clients/cli/words.h"
#include "clients/cli/yaml_writer.h"

namespace hemgang::cli {
namespace {

namespace hv1 = hemgang::handover::v1;

constexpr int kEntriesOfContent = 10;

std::string By(const std::string& when, const std::string& who) {
  return when.empty() || who.empty() ? when : absl::StrCat(when, "  by ", who);
}

// What has happened so far, in the order of time; what has not is said so, because that is what is looked for.
void ShowFacts(const Screen& screen, const hv1::HandoverDetail& detail) {
  const hv1::HandoverSummary& handover = detail.handover();
  const auto fact = [&](const std::string& label, const std::string& text) {
    screen.Fact(label, text.empty() ? "not yet" : text, text.empty() ? Colour::kDim : Colour::kPlain);
  };
  fact("Sent", By(screen.When(handover.sent_time()), handover.sender_unit_id()));
  if (handover.sent_too_late()) screen.Fact("", "TOO LATE for the receiver's working time", Colour::kYellow);
  if (handover.sent_after_discharge()) screen.Fact("", "AFTER THE DISCHARGE", Colour::kYellow);
  if (handover.has_call_time()) {
    screen.Fact("Phone call", screen.When(handover.call_time()));
  } else if (handover.call_required() && handover.state() == hv1::HANDOVER_STATE_SENT) {
    screen.Fact("Phone call", "OWED by the sender", Colour::kRed);
  }
  fact("Delivered", screen.When(detail.delivered_time()));
  fact("Opened", By(screen.When(detail.first_opened().opened_time()), detail.first_opened().staff_id()));
  fact("Acknowledged", By(screen.When(handover.acknowledged_time()), handover.acknowledged_by()));
  const bool in_part = handover.acknowledged_professions_size() > 0 &&
                       handover.acknowledged_professions_size() < handover.professions_size();
  if (in_part) {
    screen.Fact("", absl::StrCat("so far only for ", ProfessionsText(handover.acknowledged_professions())),
                Colour::kYellow);
  }
  screen.Fact("Therapist", TherapistsText(handover.therapists()));
  screen.Fact("Declined", Spoken(handover.decline_reason()), Colour::kRed);
  screen.Fact("Rather for", handover.suggested_unit_id());
  screen.Fact("Withdrawn", Spoken(handover.withdraw_reason()), Colour::kRed);
  screen.Fact("Voided", Spoken(handover.void_reason()), Colour::kRed);
  if (handover.acknowledged_content_number() > 0 &&
      handover.acknowledged_content_number() < handover.content_number()) {
    screen.Fact("", "an older version was acknowledged than what is said now", Colour::kYellow);
  }
  if (handover.kind() == hv1::HANDOVER_KIND_ONWARD) {
    screen.Fact("Leaves the place", handover.has_moved_time() ? "left " + screen.When(handover.moved_time())
                                                              : PlannedText(screen, handover.planned_move()));
  }
  screen.Fact("Visit planned", screen.When(handover.planned_first_visit_time()));
  const std::string contact = Spoken(handover.first_contact_outcome());
  const std::string contact_time = screen.When(handover.first_contact_time());
  fact("First contact", contact.empty() || contact_time.empty() ? contact : absl::StrCat(contact_time, "  ", contact));
  if (handover.not_reached_count() > 0) {
    screen.Fact("", absl::StrCat("not reached ", handover.not_reached_count(), " times"), Colour::kYellow);
  }
  if (handover.notice_reason() != hv1::NOTICE_REASON_UNSPECIFIED) {
    const std::string seen = screen.When(handover.notice_seen_time());
    screen.Fact("Must be seen",
                absl::StrCat(Spoken(handover.notice_reason()), ", ", seen.empty() ? "NOT SEEN YET" : "seen " + seen),
                seen.empty() ? Colour::kRed : Colour::kPlain);
  }
}

// The tasks of this handover that are still open.
void ShowOwed(const Screen& screen, const hv1::HandoverDetail& detail) {
  for (const hv1::Task& task : detail.transition().tasks()) {
    if (task.handover_id() != detail.handover().id()) continue;
    const Cell due = DueCell(screen, task);
    const std::string told = ToldText(task);
    screen.Fact("Owed",
                absl::StrCat(Spoken(task.kind()), " by ", task.holder_unit_id(), ", due ", due.text,
                             told.empty() ? "" : ", told: " + told),
                due.colour);
    screen.Fact("", RungsText(screen, task));
  }
}

void ShowAids(const Screen& screen, const hv1::HandoverDetail& detail) {
  Table table({"Line", "Must be at home", "Status", "Answers for it", "Changed"});
  for (int i = 0; i < detail.handover().aids_size(); ++i) {
    const hv1::AidLine& aid = detail.handover().aids(i);
    table.Add({aid.id(), i < detail.aid_names_size() ? detail.aid_names(i) : "", Spoken(aid.status()),
               aid.responsible_unit_id(), screen.When(aid.changed_time())});
  }
  if (table.empty()) return;
  screen.Heading("What must be at home, as it stands now");
  table.Print(screen);
}

void ShowTransfers(const Screen& screen, const hv1::HandoverSummary& handover) {
  for (const hv1::Transfer& transfer : handover.transfers()) {
    screen.Fact("Entered in", absl::StrCat(Spoken(transfer.target()), ", version ", transfer.content_number(), ", ",
                                           screen.When(transfer.transferred_time()), " by ", transfer.staff_id(),
                                           " at ", transfer.unit_id()));
  }
}

std::string WhenText(const Screen& screen, const hv1::TransitionSummary& transition) {
  if (transition.has_died_time()) return absl::StrCat("the patient died ", screen.When(transition.died_time()));
  if (transition.has_discharged_time()) return absl::StrCat("left ", screen.When(transition.discharged_time()));
  return PlannedText(screen, transition.planned_discharge());
}

void ShowNotes(const Screen& screen, const hv1::HandoverDetail& detail) {
  if (detail.notes_size() > 0) screen.Heading("Notes");
  for (const hv1::Note& note : detail.notes()) {
    const std::string spoken_to = note.answered_by().empty() ? "" : absl::StrCat(", spoke to ", note.answered_by());
    const std::string question = note.question_id().empty() ? "" : absl::StrCat(", question ", note.question_id());
    screen.Fact(Spoken(note.step()), absl::StrCat(screen.When(note.written_time()), "  ", note.staff_id(), " at ",
                                                  note.unit_id(), spoken_to, question, "\n", note.text()));
  }
}

// Who writes what for whom: the line above a handover or a draft.
std::string Headline(hv1::HandoverKind kind, hv1::Urgency urgency, const std::string& professions) {
  std::string text = Spoken(kind);
  for (const std::string& part : {Spoken(urgency), professions}) {
    if (!part.empty()) absl::StrAppend(&text, text.empty() ? "" : ", ", part);
  }
  return text;
}

std::string FilledText(int filled) {
  return absl::StrCat(filled, " of ", kEntriesOfContent, " entries of the content are filled in");
}

void ShowCompleteness(const Screen& screen, int filled) {
  *screen.out << "\n  " << FilledText(filled) << ".\n";
}

// What is left for a unit that declined or forwarded it: that it was there.
void ShowLetGo(const Screen& screen, const hv1::HandoverSummary& handover) {
  *screen.out << screen.Paint(Colour::kBold, "Handover " + Harmless(handover.id())) << "  no longer with your unit\n";
  screen.Fact("What", Spoken(handover.kind()));
  screen.Fact("Sent", screen.When(handover.sent_time()));
  *screen.out << "\n  Your unit let it go; how it stands and what it says is for others now.\n";
}

}  // namespace

std::string FilledText(const hv1::HandoverContent& content) {
  std::ostringstream unseen;
  Screen screen;
  screen.out = &unseen;
  return FilledText(ShowContent(screen, content, "", ""));
}

void ShowHandover(const Screen& screen, const hv1::GetHandoverResponse& answer) {
  const hv1::HandoverDetail& detail = answer.handover();
  const hv1::HandoverSummary& handover = detail.handover();
  const Cell state = StateCell(handover.state());
  if (handover.state() == hv1::HANDOVER_STATE_UNSPECIFIED) {
    ShowLetGo(screen, handover);
    ShowNotes(screen, detail);
    return;
  }
  *screen.out << screen.Paint(Colour::kBold, "Handover " + Harmless(handover.id())) << "  "
              << screen.Paint(state.colour, state.text) << "\n";
  screen.Fact("What", Headline(handover.kind(), handover.urgency(), ProfessionsText(handover.professions())));
  screen.Fact("From, to", absl::StrCat(handover.sender_unit_id(), " to ", handover.receiver_unit_id()));
  screen.Fact("Transition", handover.transition_id());
  screen.Heading("What has happened");
  ShowFacts(screen, detail);
  ShowTransfers(screen, handover);
  ShowOwed(screen, detail);
  ShowAids(screen, detail);
  screen.Fact("Door code", detail.door_code());
  screen.Heading("What it says");
  if (detail.has_content()) {
    Screen as_sent = screen;
    as_sent.sent = FromTimestamp(handover.sent_time());
    const int filled =
        ShowContent(as_sent, detail.content(), PatientText(detail.patient()), WhenText(screen, detail.transition()));
    ShowNotes(screen, detail);
    ShowCompleteness(screen, filled);
  } else {
    // A former receiver keeps a stub; an open form would look as if nothing had been said.
    *screen.out << "  Your unit does not see what this handover says (any more).\n";
    ShowNotes(screen, detail);
  }
}

void ShowHandovers(const Screen& screen, const hv1::ListHandoversResponse& answer) {
  Table table({"State", "Urgency", "Patient", "Identity number", "For", "From", "To", "Sent", "Acknowledged",
               "Therapist", "Handover"});
  for (const hv1::HandoverRow& row : answer.handovers()) {
    const hv1::HandoverSummary& handover = row.handover();
    table.Add({StateCell(handover.state()), UrgencyCell(handover.urgency()), row.patient_name(),
               IdentityText(row.identity_number()), ProfessionsText(handover.professions()), handover.sender_unit_id(),
               handover.receiver_unit_id(), screen.When(handover.sent_time()),
               screen.When(handover.acknowledged_time()), TherapistsText(handover.therapists()), handover.id()});
  }
  if (table.empty()) *screen.out << "No handover.\n";
  table.Print(screen);
}

void ShowSavedDraft(const Screen& screen, const hv1::SaveDraftResponse& answer) {
  screen.Fact("Draft", answer.draft().id());
  screen.Fact("Saved", By(screen.When(answer.draft().saved_time()), answer.draft().saved_by()));
  screen.Fact("Next --etag", answer.draft().etag());
}

void ShowDraft(const Screen& screen, const hv1::GetDraftResponse& answer) {
  const hv1::Draft& draft = answer.draft();
  *screen.out << screen.Paint(Colour::kBold, "Draft " + Harmless(draft.id())) << "\n";
  screen.Fact("What", Headline(draft.kind(), draft.urgency(), ProfessionsText(draft.professions())));
  screen.Fact("To", draft.receiver_unit_id());
  screen.Fact("Transition", draft.transition_id());
  screen.Fact("Saved", By(screen.When(draft.saved_time()), draft.saved_by()));
  screen.Fact("Next --etag", draft.etag());
  screen.Heading("What it says");
  ShowCompleteness(screen,
                   ShowContent(screen, draft.content(), "as the transition has it", "as the transition has it"));
}

void ShowDrafts(const Screen& screen, const hv1::ListDraftsResponse& answer) {
  Table table({"Draft", "Kind", "For", "Urgency", "To", "Saved", "By", "Transition"});
  for (const hv1::Draft& draft : answer.drafts()) {
    table.Add({draft.id(), Spoken(draft.kind()), ProfessionsText(draft.professions()), UrgencyCell(draft.urgency()),
               draft.receiver_unit_id(), screen.When(draft.saved_time()), draft.saved_by(), draft.transition_id()});
  }
  if (table.empty()) *screen.out << "No draft.\n";
  table.Print(screen);
}

void ShowDiscarded(const Screen& screen, const hv1::DiscardDraftResponse&) {
  *screen.out << "The draft is erased.\n";
}

void ShowCarried(const Screen& screen, const hv1::GetCarriedContentResponse& answer) {
  *screen.out << WriteYaml(answer.content());
}

void ShowText(const Screen& screen, const hv1::GetHandoverTextResponse& answer) {
  *screen.out << Harmless(answer.text(), true);
}

}  // namespace hemgang::cli
