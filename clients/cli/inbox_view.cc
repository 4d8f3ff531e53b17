#include "absl/strings/str_cat.h"

#include "clients/cli/views.h"
#include "clients/cli/words.h"

namespace hemgang::cli {
namespace {

namespace rt1 = hemgang::routing::v1;

Cell KindCell(const rt1::InboxEvent& event) {
  switch (event.kind()) {
    case rt1::INBOX_EVENT_KIND_OVERDUE:
    case rt1::INBOX_EVENT_KIND_UNACKNOWLEDGED_AT_DISCHARGE:
      return Cell(absl::StrCat("OVERDUE, level ", event.level()), Colour::kRed);
    case rt1::INBOX_EVENT_KIND_REMINDED:
      return Cell("reminder", Colour::kYellow);
    case rt1::INBOX_EVENT_KIND_DIED:
    case rt1::INBOX_EVENT_KIND_DECLINED:
      return Cell(Spoken(event.kind()), Colour::kRed);
    default:
      return Cell(Spoken(event.kind()));
  }
}

std::string Remark(const rt1::InboxEvent& event) {
  std::string text = event.kind() == rt1::INBOX_EVENT_KIND_UNACKNOWLEDGED_AT_DISCHARGE ? "the patient has left" : "";
  if (event.passed_on()) absl::StrAppend(&text, text.empty() ? "" : ", ", "nobody stood on the rung below");
  if (event.digest()) absl::StrAppend(&text, text.empty() ? "" : ", ", "for the daily digest");
  return text;
}

std::string About(const rt1::InboxEvent& event) {
  if (!event.handover_id().empty()) return event.handover_id();
  return event.transition_id().empty() ? "" : absl::StrCat("transition ", event.transition_id());
}

}  // namespace

void ShowInbox(const Screen& screen, const rt1::ListInboxResponse& answer) {
  Table table({"No", "Time", "What", "Task", "Due", "Urgency", "Age", "Of unit", "Handover", "Remark"});
  for (const rt1::InboxEvent& event : answer.events()) {
    table.Add({absl::StrCat(event.sequence()), screen.When(event.recorded_time()), KindCell(event),
               Spoken(event.task()), screen.When(event.due_time()), UrgencyCell(event.urgency()),
               Spoken(event.age_band()), event.about_unit_id(), About(event), Remark(event)});
  }
  if (table.empty()) *screen.out << "Nothing new.\n";
  table.Print(screen);
}

std::string EventLine(const Screen& screen, const rt1::InboxEvent& event) {
  const Cell kind = KindCell(event);
  std::string line = absl::StrCat(event.sequence(), "  ", screen.When(event.recorded_time()), "  ",
                                  screen.Paint(kind.colour, kind.text));
  const auto add = [&](const std::string& before, const std::string& text) {
    if (!text.empty()) absl::StrAppend(&line, before, Harmless(text));
  };
  add(": ", Spoken(event.task()));
  add(", of ", event.about_unit_id());
  add(", due ", screen.When(event.due_time()));
  add(", ", Spoken(event.urgency()));
  add(", age ", Spoken(event.age_band()));
  add(event.handover_id().empty() ? ", " : ", handover ", About(event));
  add(", ", Remark(event));
  return line;
}

}  // namespace hemgang::cli
