#include "absl/strings/str_cat.h"

#include "clients/cli/time_text.h"
#include "clients/cli/views.h"
#include "clients/cli/words.h"

namespace hemgang::cli {
namespace {

namespace hv1 = hemgang::handover::v1;
namespace dl1 = hemgang::deadlines::v1;

// What each rung of the ladder does; a rung above the last is told again and again.
constexpr const char* kRungs[] = {"the holder is reminded", "the holder's manager and the sender are told",
                                  "the operations manager and the medically responsible are told",
                                  "the steering group is told"};

}  // namespace

void ShowTasks(const Screen& screen, const dl1::ListTasksResponse& answer) {
  Table table({"Due", "Task", "Held by", "Urgency", "Age", "Handover", "Told"});
  int overdue = 0;
  for (const hv1::Task& task : answer.tasks()) {
    overdue += task.overdue() ? 1 : 0;
    // A task of the transition itself has no handover; its transition is what can be looked up instead.
    const std::string about =
        task.handover_id().empty() ? absl::StrCat("transition ", task.transition_id()) : task.handover_id();
    const std::string profession = Spoken(task.profession());
    table.Add({DueCell(screen, task), absl::StrCat(Spoken(task.kind()), profession.empty() ? "" : ", ", profession),
               task.holder_unit_id(), UrgencyCell(task.urgency()), Spoken(task.age_band()), about, ToldText(task)});
  }
  table.Print(screen);
  if (table.empty()) {
    *screen.out << "Nothing.\n";
  } else {
    *screen.out << "\n"
                << answer.tasks_size() << (answer.tasks_size() == 1 ? " task, " : " tasks, ")
                << screen.Paint(overdue > 0 ? Colour::kRed : Colour::kPlain, absl::StrCat(overdue, " overdue"))
                << ".\n";
  }
}

void ShowPreview(const Screen& screen, const dl1::PreviewDeadlineResponse& answer) {
  screen.Fact("Due", answer.has_due_time() ? screen.When(answer.due_time()) : "when the discharge is known",
              Colour::kBold);
  screen.Fact("Policy", answer.policy());
  if (answer.sent_too_late()) screen.Fact("", "would be SENT TOO LATE for the holder's working time", Colour::kYellow);
  if (answer.sent_after_discharge()) screen.Fact("", "would be SENT AFTER THE DISCHARGE", Colour::kYellow);
  if (answer.call_required()) screen.Fact("", "the sender would have to RING the receiver", Colour::kRed);
  if (answer.rungs_size() > 0) screen.Heading("If nobody answers");
  for (const dl1::RungPreview& rung : answer.rungs()) {
    const bool known = rung.level() >= 0 && rung.level() < 4;
    screen.Fact(screen.When(rung.time()), known ? kRungs[rung.level()] : absl::StrCat("level ", rung.level()));
  }
}

}  // namespace hemgang::cli
