#include "hemgang/insight/v1/insight_service.pb.h"

#include "clients/cli/insight_view.h"
#include "clients/cli/rooms.h"
#include "clients/cli/views.h"

namespace hemgang::cli {
namespace {

namespace in1 = hemgang::insight::v1;

constexpr char kFigures[] = "hemgang.insight.v1.InsightService/GetFigures";

ExitStatus CheckScope(Desk& desk, const Given& given, Message*) {
  if (given.Has("--unit") && given.Has("--organisation")) return desk.Usage("give --unit or --organisation, not both");
  return kDone;
}

ExitStatus RunFigures(Desk& desk, const Given& given, const Message& request) {
  in1::GetFiguresResponse response;
  const grpc::Status status = desk.session.Call(kFigures, request, &response);
  if (!status.ok()) return Explain(status, desk.settings, "", desk.err);
  if (desk.settings.json) {
    PrintJson(response, false, *desk.screen.out);
  } else {
    ShowFigures(desk.screen, response, given.Has("--explain"));
  }
  return kDone;
}

std::vector<Command> All() {
  const Flag unit = {"--unit", "unit_id", "A unit that you answer for"};
  const Flag organisation = {"--organisation", "organisation_id",
                             "A whole organisation, for its operations manager, MAS/MAR and steering group"};
  return {{"now",
           "hemgang.insight.v1.InsightService/GetNow",
           "How much is open and overdue at this moment, by unit",
           {"hemgang insight now", "hemgang insight now --organisation molndal --json"},
           {unit, organisation},
           Shows<in1::GetNowResponse>(ShowNow),
           CheckScope},
          {"figures",
           kFigures,
           "How a period went: counts and times, no patient, no person, no number under five",
           {"hemgang insight figures", "hemgang insight figures --from 2026-10-01 --to 2026-12-31 --by dwelling-form",
            "hemgang insight figures --organisation molndal --side received --by age-band --json",
            "hemgang insight figures --explain"},
           {unit,
            organisation,
            {"--from", "from_date", "The first day; the first of the running quarter when not said"},
            {"--to", "to_date", "The last day; today when not said"},
            {"--by", "breakdown", "By what each figure is broken down"},
            {"--side", "side", "Only what was sent, or only what was received; both when not said"},
            {"--explain", "", "Say what each figure counts", false, Take::kSwitch}},
           nullptr,
           CheckScope,
           RunFigures},
          {"explain",
           "hemgang.insight.v1.InsightService/ListFigureDefinitions",
           "What each figure counts",
           {"hemgang insight explain"},
           {},
           Shows<in1::ListFigureDefinitionsResponse>(ShowDefinitions)}};
}

}  // namespace

const Group& InsightCommands() {
  static const Group* const group =
      new Group{"insight", "Figures for who answers for a unit, an organisation or a network", All()};
  return *group;
}

}  // namespace hemgang::cli
