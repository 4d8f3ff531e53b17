#include "clients/cli/route_view.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "clients/cli/directory_view.h"
#include "clients/cli/words.h"

namespace hemgang::cli {
namespace {

namespace rv1 = hemgang::routing::v1;
namespace dir = hemgang::directory::v1;

std::string HoursOf(const rv1::RouteReceiver& receiver) {
  dir::Unit unit;
  *unit.mutable_hours() = receiver.hours();
  unit.set_open_on_holidays(receiver.open_on_holidays());
  return HoursText(unit);
}

void ShowReceiver(const Screen& screen, const rv1::RouteReceiver& receiver) {
  screen.Fact("Unit", absl::StrCat(receiver.name(), "  (", receiver.unit_id(), ")"));
  screen.Fact("Phone", receiver.phone());
  screen.Fact("Hours", absl::StrCat(HoursOf(receiver), receiver.is_open() ? "; open" : "; closed"));
  if (!receiver.has_off_hours()) return;
  const rv1::OffHoursCall& call = receiver.off_hours();
  screen.Fact("When closed", absl::StrCat(call.name(), "  ", call.phone(),
                                          call.unit_id() == receiver.unit_id() ? "" : "  (" + call.unit_id() + ")"));
}

}  // namespace

void ShowRoutes(const Screen& screen, const rv1::PreviewRouteResponse& answer) {
  for (const rv1::PreviewedRoute& route : answer.routes()) {
    screen.Heading(Spoken(route.profession()));
    screen.Fact("Nowhere", route.problem(), Colour::kRed);
    if (route.receivers_size() > 1) screen.Fact("Choice", "the patient chooses one of these");
    if (route.held_by_cover()) screen.Fact("Stands in", "for a unit that is closed for longer or has ended");
    for (const rv1::RouteReceiver& receiver : route.receivers()) ShowReceiver(screen, receiver);
    if (route.rule_id().empty()) continue;
    screen.Fact("By rule", absl::StrCat(route.rule_id(), " of ", route.organisation_name(),
                                        route.basis().empty() ? "" : ": " + route.basis()));
  }
}

void ShowCoverage(const Screen& screen, const rv1::CheckCoverageResponse& answer) {
  for (const rv1::LostRule& lost : answer.lost_rules()) {
    screen.Heading(Harmless(absl::StrCat("Rule ", lost.rule_id(), " of ", lost.organisation_id(), " is gone")));
    screen.Fact("Example", lost.example());
    screen.Fact("Goes now to", absl::StrJoin(lost.unit_ids(), " or "));
    screen.Fact("Falls", lost.problem(), Colour::kRed);
  }
  for (const rv1::RouteHole& hole : answer.holes()) {
    screen.Heading(Harmless(absl::StrCat("Hole in ", hole.hole().organisation_id(), " from ", hole.hole().from_date(),
                                         hole.to_date().empty() ? "" : " to " + hole.to_date())));
    screen.Fact("What", hole.hole().problem(), Colour::kRed);
    screen.Fact("Example", hole.example());
    screen.Fact("Needs", absl::StrCat(hole.needs()));
  }
  if (answer.hole_count() > answer.holes_size()) {
    *screen.out << "\n… and " << answer.hole_count() - answer.holes_size() << " more.\n";
  }
  *screen.out << (answer.holes().empty() ? "" : "\n") << answer.examined() << " needs examined, ";
  if (answer.hole_count() == 0) {
    *screen.out << "no hole: each has a receiver and a phone number at every hour.\n";
  } else {
    *screen.out << answer.hole_count() << (answer.hole_count() == 1 ? " hole.\n" : " holes.\n");
  }
}

}  // namespace hemgang::cli
