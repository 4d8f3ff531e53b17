#include "hemgang/deadlines/v1/deadline_service.pb.h"

#include "clients/cli/rooms.h"
#include "clients/cli/views.h"

namespace hemgang::cli {
namespace {

namespace dl1 = hemgang::deadlines::v1;

ExitStatus OnlyOverdue(Desk& desk, const Given& given, Message* request) {
  if (given.Has("--unit") && given.Has("--organisation")) return desk.Usage("give --unit or --organisation, not both");
  static_cast<dl1::ListTasksRequest*>(request)->set_overdue_only(!given.Has("--all"));
  return kDone;
}

ExitStatus CheckPreview(Desk& desk, const Given& given, Message*) {
  if (given.Has("--discharge") && given.Has("--date")) return desk.Usage("give --discharge or --date, not both");
  if (given.Has("--part") && !given.Has("--date")) return desk.Usage("--part needs --date");
  return kDone;
}

std::vector<Command> Overdue() {
  return {{"overdue",
           "hemgang.deadlines.v1.DeadlineService/ListTasks",
           "What should have been answered and is not: of your unit, or of what you answer for",
           {"hemgang overdue", "hemgang overdue --all", "hemgang overdue --organisation molndal --json"},
           {{"--unit", "unit_id", "A unit that you answer for"},
            {"--organisation", "organisation_id", "A whole organisation, for its operations manager and MAS/MAR"},
            {"--all", "", "Also what is not due yet", false, Take::kSwitch}},
           Shows<dl1::ListTasksResponse>(ShowTasks),
           OnlyOverdue}};
}

std::vector<Command> Deadline() {
  return {{"preview",
           "hemgang.deadlines.v1.DeadlineService/PreviewDeadline",
           "When something would be due, and who would be told if nobody answers. Changes nothing",
           {"hemgang deadline preview --task acknowledge --urgency routine --unit molndal-hemrehab \\",
            "    --opened 2026-06-18T15:00+02:00 --discharge 2026-06-24T10:00+02:00",
            "hemgang deadline preview --task send-handover --urgency fast --unit su-ostra-rehab \\",
            "    --receiver molndal-hemrehab --opened 2026-06-18T15:00+02:00 --date 2026-06-24 --json"},
           {{"--task", "task", "What would be owed", true},
            {"--urgency", "urgency", "How fast it must be answered (fast means fast_track)", true},
            {"--unit", "unit_id", "The unit that would owe it", true},
            {"--opened", "opened_time", "When it would begin to be owed", true},
            {"--discharge", "planned_discharge", "The planned discharge: an instant, or a span A/B"},
            {"--date", "planned_discharge.date", "The planned discharge, when only the day is known"},
            {"--part", "planned_discharge.day_part", "The part of that day"},
            {"--actual", "actual_discharge_time", "When the patient left, if that has happened"},
            {"--receiver", "receiver_unit_id", "For send-handover: whose working hours count"},
            {"--kind", "handover_kind", "For acknowledge: the kind; a discharge handover when not said"},
            {"--rehab-notice-sent", "rehab_notice_sent", "For send-handover: a rehab notice has been sent"},
            {"--notice", "notice_reason", "For see-notice: what must be seen"}},
           Shows<dl1::PreviewDeadlineResponse>(ShowPreview),
           CheckPreview}};
}

}  // namespace

const Group& OverdueCommands() {
  static const Group* const group = new Group{"", "", Overdue()};
  return *group;
}

const Group& DeadlineCommands() {
  static const Group* const group = new Group{"deadline", "When things are due", Deadline()};
  return *group;
}

}  // namespace hemgang::cli
