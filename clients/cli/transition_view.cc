#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "clients/cli/time_text.h"
#include "clients/cli/views.h"
#include "clients/cli/words.h"

namespace hemgang::cli {
namespace {

namespace hv1 = hemgang::handover::v1;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string HowItStands(const Screen& screen, const hv1::TransitionSummary& transition) {
  if (transition.state() == hv1::TRANSITION_STATE_UNSPECIFIED) return "not told to your unit";
  std::string text = Spoken(transition.state());
  if (transition.has_died_time()) {
    absl::StrAppend(&text, ", died ", screen.When(transition.died_time()));
  } else if (transition.has_cancelled_time()) {
    absl::StrAppend(&text, ", ", Spoken(transition.cancel_reason()), " ", screen.When(transition.cancelled_time()));
  } else if (transition.has_discharged_time()) {
    absl::StrAppend(&text, ", left hospital ", screen.When(transition.discharged_time()));
  } else {
    absl::StrAppend(&text, ", discharge ", transition.planned_discharge().ByteSizeLong() == 0 ? "" : "planned ",
                    PlannedText(screen, transition.planned_discharge()));
  }
  if (transition.has_discharge_ready_time() && transition.state() == hv1::TRANSITION_STATE_ADMITTED) {
    absl::StrAppend(&text, ", judged ready ", screen.When(transition.discharge_ready_time()));
  }
  return text;
}

void ShowNeeds(const Screen& screen, const hv1::TransitionSummary& transition) {
  Table table({"Need", "Urgency", "Marked", "Answered for by", "Expected receiver", "Cleared"});
  for (const hv1::Need& need : transition.needs()) {
    table.Add({Spoken(need.profession()), UrgencyCell(need.urgency()), screen.When(need.marked_time()), need.unit_id(),
               need.expected_receiver_unit_id(), Spoken(need.cleared_reason())});
  }
  if (!table.empty()) *screen.out << "\n";
  table.Print(screen);
}

void ShowReports(const Screen& screen, const hv1::TransitionSummary& transition) {
  Table table({"Report asked of", "Asked", "Answered", "With"});
  for (const hv1::ReportRequest& report : transition.report_requests()) {
    table.Add({report.asked_unit_id(), screen.When(report.asked_time()), screen.When(report.answered_time()),
               report.handover_id().empty() ? Spoken(report.nothing_reason()) : report.handover_id()});
  }
  if (!table.empty()) *screen.out << "\n";
  table.Print(screen);
}

// The unit that has a profession's handover on the way home, when that is none of those where it goes now: nobody but
// the sender can take it back.
std::string StillWith(const hv1::TransitionSummary& transition, const hv1::Route& route) {
  std::string with;
  for (const hv1::HandoverSummary& handover : transition.handovers()) {
    const bool is_home = handover.kind() == hv1::HANDOVER_KIND_DISCHARGE_HANDOVER;
    const bool is_held =
        handover.state() == hv1::HANDOVER_STATE_SENT || handover.state() == hv1::HANDOVER_STATE_ACKNOWLEDGED;
    const auto& professions = handover.professions();
    const bool is_for = std::find(professions.begin(), professions.end(), route.profession()) != professions.end();
    if (is_home && is_held && is_for) with = handover.receiver_unit_id();
  }
  const auto& choices = route.choice_unit_ids();
  const bool fits = with == route.unit_id() || std::find(choices.begin(), choices.end(), with) != choices.end();
  return fits ? "" : with;
}

void ShowRoutes(const Screen& screen, const hv1::StepOutcome& outcome) {
  Table table({"Need", "Goes to", "The patient chooses from", "No route because", "STILL WITH"});
  bool is_elsewhere = false;
  for (const hv1::Route& route : outcome.routes()) {
    const std::string with = StillWith(outcome.transition(), route);
    is_elsewhere = is_elsewhere || !with.empty();
    table.Add({Spoken(route.profession()), route.unit_id(), absl::StrJoin(route.choice_unit_ids(), ", "),
               Cell(route.problem(), Colour::kRed), Cell(with, Colour::kRed)});
  }
  if (!table.empty()) *screen.out << "\n";
  table.Print(screen);
  if (is_elsewhere) {
    *screen.out
        << "A handover stays where it was sent: `handover withdraw` it, and `handover send` to where the patient "
           "goes.\n";
  }
}

void ShowHandoverRows(const Screen& screen, const hv1::TransitionSummary& transition) {
  Table table({"Handover", "State", "Kind", "For", "Urgency", "From", "To", "Sent", "Acknowledged"});
  for (const hv1::HandoverSummary& handover : transition.handovers()) {
    table.Add({handover.id(), StateCell(handover.state()), Spoken(handover.kind()),
               ProfessionsText(handover.professions()), UrgencyCell(handover.urgency()), handover.sender_unit_id(),
               handover.receiver_unit_id(), screen.When(handover.sent_time()),
               screen.When(handover.acknowledged_time())});
  }
  if (!table.empty()) *screen.out << "\n";
  table.Print(screen);
}

// Who owes what by when, and who has been told.
void ShowOwed(const Screen& screen, const hv1::TransitionSummary& transition) {
  Table table({"Due", "Owed", "Held by", "For", "Urgency", "Told"});
  for (const hv1::Task& task : transition.tasks()) {
    table.Add({DueCell(screen, task), Spoken(task.kind()), task.holder_unit_id(), Spoken(task.profession()),
               UrgencyCell(task.urgency()), ToldText(task)});
  }
  *screen.out << "\n";
  if (table.empty()) *screen.out << "Nothing is owed that your unit can see.\n";
  table.Print(screen);
}

void ShowMoved(const Screen& screen, const hv1::StepOutcome& outcome) {
  Table table({"Moved", "Held by", "Was due", "Is due"});
  for (const hv1::MovedTask& moved : outcome.moved()) {
    const bool earlier = moved.has_due_time() && moved.has_old_due_time() &&
                         FromTimestamp(moved.due_time()) < FromTimestamp(moved.old_due_time());
    table.Add({Spoken(moved.kind()), moved.holder_unit_id(), screen.When(moved.old_due_time()),
               Cell(absl::StrCat(screen.When(moved.due_time()), earlier ? " EARLIER" : ""),
                    earlier ? Colour::kYellow : Colour::kPlain)});
  }
  if (!table.empty()) *screen.out << "\n";
  table.Print(screen);
}

void ShowStepped(const Screen& screen, const hv1::HandoverSummary& handover) {
  screen.Fact("Handover", handover.id());
  screen.Fact("", absl::StrCat(Spoken(handover.state()), ", ", Spoken(handover.urgency()), ", ",
                               ProfessionsText(handover.professions()), ", from ", handover.sender_unit_id(), " to ",
                               handover.receiver_unit_id()));
  if (handover.sent_too_late()) screen.Fact("", "SENT TOO LATE for the receiver's working time", Colour::kYellow);
  if (handover.sent_after_discharge()) screen.Fact("", "SENT AFTER THE DISCHARGE", Colour::kYellow);
  // A call is owed only until the receiver has answered.
  if (handover.state() == hv1::HANDOVER_STATE_SENT && handover.call_required() && !handover.has_call_time()) {
    screen.Fact("", "RING THE RECEIVER: the answer is due too late for this discharge", Colour::kRed);
  }
}

bool IsDryRun(const Message& request) {
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("dry_run");
  return field != nullptr && request.GetReflection()->GetBool(request, field);
}

}  // namespace

void ShowOutcome(const Screen& screen, const Message& request, const Message& response) {
  const FieldDescriptor& field = *response.GetDescriptor()->FindFieldByName("outcome");
  const auto& outcome = static_cast<const hv1::StepOutcome&>(response.GetReflection()->GetMessage(response, &field));
  if (IsDryRun(request)) {
    *screen.out << screen.Paint(Colour::kYellow, "Dry run: nothing was kept. It would stand like this:") << "\n";
  } else {
    *screen.out << screen.Paint(Colour::kGreen, "Kept.") << "\n";
  }
  screen.Fact("Transition", outcome.transition().id());
  screen.Fact("", HowItStands(screen, outcome.transition()));
  for (const hv1::HandoverSummary& handover : outcome.transition().handovers()) {
    const auto& sent = outcome.sent_handover_ids();
    const bool is_sent = std::find(sent.begin(), sent.end(), handover.id()) != sent.end();
    if (is_sent || handover.id() == outcome.handover_id()) ShowStepped(screen, handover);
  }
  // Never a reason not to send; whoever sends should know it.
  const auto* sent = google::protobuf::DynamicCastToGenerated<hv1::SendHandoverRequest>(&request);
  if (sent != nullptr && sent->kind() != hv1::HANDOVER_KIND_FOLLOW_UP) {
    screen.Fact("", FilledText(sent->content()));
  }
  ShowRoutes(screen, outcome);
  ShowMoved(screen, outcome);
  ShowOwed(screen, outcome.transition());
}

void ShowTransition(const Screen& screen, const hv1::GetTransitionResponse& answer) {
  const hv1::TransitionSummary& transition = answer.transition().transition();
  *screen.out << screen.Paint(Colour::kBold, "Transition " + Harmless(transition.id())) << "\n";
  screen.Fact("Patient", PatientText(answer.transition().patient()));
  screen.Fact("Hospital", transition.hospital_unit_id());
  screen.Fact("Opened", screen.When(transition.opened_time()));
  screen.Fact("Stands", HowItStands(screen, transition));
  if (transition.opened_by_unit_id() != transition.hospital_unit_id() && !transition.opened_by_unit_id().empty()) {
    screen.Fact("Sent in by",
                absl::StrCat(transition.opened_by_unit_id(), ", ",
                             transition.has_joined_time() ? "arrived " + screen.When(transition.joined_time())
                                                          : "not arrived yet"));
  }
  for (int i = 0; i < transition.legs_size(); ++i)
    screen.Fact(i == 0 ? "Goes to" : "then", LegText(transition.legs(i)));
  ShowNeeds(screen, transition);
  ShowReports(screen, transition);
  ShowHandoverRows(screen, transition);
  ShowOwed(screen, transition);
}

namespace {

void ShowRows(const Screen& screen, const google::protobuf::RepeatedPtrField<hv1::TransitionDetail>& transitions) {
  Table table({"Patient", "Identity number", "Stands", "Needs", "Owed", "Hospital", "Transition"});
  for (const hv1::TransitionDetail& detail : transitions) {
    const hv1::TransitionSummary& transition = detail.transition();
    std::string needs;
    for (const hv1::Need& need : transition.needs()) {
      if (need.cleared_reason() == hv1::CLEAR_NEED_REASON_UNSPECIFIED) {
        absl::StrAppend(&needs, needs.empty() ? "" : "+", Spoken(need.profession()));
      }
    }
    int overdue = 0;
    for (const hv1::Task& task : transition.tasks()) overdue += task.overdue() ? 1 : 0;
    const std::string owed =
        absl::StrCat(transition.tasks_size(), overdue > 0 ? absl::StrCat(", ", overdue, " OVERDUE") : "");
    table.Add({detail.patient().name(), IdentityText(detail.patient().identity_number()),
               HowItStands(screen, transition), needs, Cell(owed, overdue > 0 ? Colour::kRed : Colour::kPlain),
               transition.hospital_unit_id(), transition.id()});
  }
  if (table.empty()) *screen.out << "No transition.\n";
  table.Print(screen);
}

}  // namespace

void ShowTransitions(const Screen& screen, const hv1::ListTransitionsResponse& answer) {
  ShowRows(screen, answer.transitions());
}

void ShowFound(const Screen& screen, const hv1::FindPatientResponse& answer) {
  ShowRows(screen, answer.transitions());
}

}  // namespace hemgang::cli
