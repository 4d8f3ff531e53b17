#include "hemgang/routing/v1/route_service.pb.h"

#include "clients/cli/rooms.h"
#include "clients/cli/route_view.h"

namespace hemgang::cli {
namespace {

namespace rv1 = hemgang::routing::v1;

constexpr char kCheck[] = "hemgang.routing.v1.RouteService/CheckCoverage";

// A hole is an answer, and yet the shell must see it.
ExitStatus CheckRoutes(Desk& desk, const Given&, const Message& request) {
  rv1::CheckCoverageResponse answer;
  const grpc::Status status = desk.session.Call(kCheck, request, &answer);
  if (!status.ok()) return Explain(status, desk.settings, "", desk.err);
  if (desk.settings.json) {
    PrintJson(answer, false, *desk.screen.out);
  } else {
    ShowCoverage(desk.screen, answer);
  }
  return answer.hole_count() == 0 ? kDone : kRefused;
}

std::vector<Command> All() {
  return {
      {"preview",
       "hemgang.routing.v1.RouteService/PreviewRoute",
       "Which unit would receive, with hours and phones, and by which rule. Changes nothing",
       {"hemgang route preview --municipality 1481 --dwelling-form ordinary_alone --profession ot",
        "hemgang route preview --municipality 1402 --dwelling-form ordinary_alone --mobility can_visit_clinic --json",
        "hemgang route preview --municipality 1481 --care-level specialised_palliative --at 2027-01-04T10:00+01:00"},
       {{"--municipality", "municipality_code", "Four digits; not said: the rules of your own organisation"},
        {"--country", "country", "Your organisation's when it is not said"},
        {"--district", "district_id", "A part of the municipality that has its own units"},
        {"--dwelling-form", "dwelling_form", "Where the patient will sleep"},
        {"--profession", "professions", "Both when it is not said"},
        {"--care-level", "care_level", "other when it is not said"},
        {"--mobility", "mobility", "home_only when it is not said"},
        {"--at", "at_time", "When the patient will be there; now when it is not said"}},
       Shows<rv1::PreviewRouteResponse>(ShowRoutes)},
      {"check",
       kCheck,
       "Every need that would fall between two units, each with an example patient. Exit status 1 when there is one",
       {"hemgang route check", "hemgang route check --file directory.yaml", "hemgang route check --json"},
       {{"--file", "directory", "A directory that is not applied yet: one or more YAML or JSON files, read as one",
         false, Take::kFile}},
       nullptr,
       nullptr,
       CheckRoutes},
  };
}

}  // namespace

const Group& RouteCommands() {
  static const Group* const group = new Group{"route", "Where needs go, and whether all do", All()};
  return *group;
}

}  // namespace hemgang::cli
