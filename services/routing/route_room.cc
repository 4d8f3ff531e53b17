#include "services/routing/route_room.h"

#include <utility>

#include "absl/strings/numbers.h"

#include "services/routing/route_view.h"
#include "services/rpc/checks.h"
#include "services/rpc/errors.h"
#include "services/rpc/times.h"
#include "services/rules/coverage.h"
#include "services/rules/coverage_view.h"
#include "services/rules/route.h"

namespace hemgang::routing {
namespace {

namespace ev1 = hemgang::errors::v1;
namespace hv1 = hemgang::handover::v1;

void ReadMunicipality(const std::string& code, rules::RouteNeed& need, rpc::FieldFaults& faults) {
  if (code.empty()) return;
  const bool is_code = code.size() == 4 && code.find_first_not_of("0123456789") == std::string::npos;
  if (!is_code || !absl::SimpleAtoi(code, &need.municipality_code) || need.municipality_code == 0) {
    faults.Add("municipality_code", "must be four digits, such as 1481; leave it empty when it is not known");
  }
}

absl::Status CheckProposed(const hemgang::directory::v1::Directory& proposed, const rules::ZoneLoader& zones) {
  rpc::FieldFaults faults;
  for (const rules::DirectoryFault& fault : rules::Directory::Check(proposed, zones)) {
    if (!fault.is_hole) faults.Add("directory." + fault.field_path, fault.sentence);
  }
  return faults.ToStatus(ev1::ERROR_REASON_DIRECTORY_INVALID);
}

}  // namespace

void RouteRoom::Take(const rv1::PreviewRouteRequest& request, const rpc::Caller& caller,
                     rpc::Answer<rv1::PreviewRouteResponse> answer) {
  rules::RouteNeed need;
  rpc::FieldFaults faults;
  ReadMunicipality(request.municipality_code(), need, faults);
  for (int i = 0; i < request.professions_size(); ++i) {
    if (request.professions(i) == hv1::PROFESSION_UNSPECIFIED) {
      faults.Add("professions", "must be OCCUPATIONAL_THERAPIST or PHYSIOTHERAPIST; leave the list empty for both");
      break;
    }
  }
  if (!faults.empty()) return answer(faults.ToStatus());
  const auto directory = directory_();
  if (!directory.ok()) return answer(directory.status());

  need.country = request.country();
  need.district_id = request.district_id();
  need.dwelling_form = request.dwelling_form();
  need.care_level = request.care_level();
  need.mobility = request.mobility();
  need.sending_organisation_id = caller.organisation_id;
  const absl::Time at = request.has_at_time() ? rpc::FromTimestamp(request.at_time()) : clock_.Now();
  std::vector<int> professions(request.professions().begin(), request.professions().end());
  if (professions.empty()) {
    professions = {hv1::PROFESSION_OCCUPATIONAL_THERAPIST, hv1::PROFESSION_PHYSIOTHERAPIST};
  }
  rv1::PreviewRouteResponse response;
  for (const int profession : professions) {
    need.profession = static_cast<hv1::Profession>(profession);
    *response.add_routes() = RouteView(need, rules::ResolveRoute(need, **directory, at), **directory, at);
  }
  answer(std::move(response));
}

void RouteRoom::Take(const rv1::CheckCoverageRequest& request, const rpc::Caller&,
                     rpc::Answer<rv1::CheckCoverageResponse> answer) {
  const auto current = directory_();
  if (!current.ok()) return answer(current.status());
  std::shared_ptr<const rules::Directory> asked = *current;
  if (request.has_directory()) {
    if (absl::Status wrong = CheckProposed(request.directory(), zones_); !wrong.ok()) return answer(wrong);
    asked = rules::Directory::Build(request.directory(), {}, 0, zones_);
  }
  const absl::CivilDay today = rules::CoverageDay(clock_.Now(), zones_);
  const rules::Coverage coverage = rules::CheckCoverage(*asked, today);
  const std::vector<rules::HoleGroup> groups = rules::GroupHoles(coverage.holes);

  rv1::CheckCoverageResponse response;
  response.set_examined(coverage.examined);
  response.set_hole_count(static_cast<int>(groups.size()));
  for (const rules::HoleGroup& group : groups) {
    if (response.holes_size() == static_cast<int>(rules::kMostHolesShown)) break;
    *response.add_holes() = RouteHoleView(group, *asked);
  }
  for (const rules::LostRule& lost : rules::LostRules(**current, *asked, today)) {
    if (response.lost_rules_size() == static_cast<int>(rules::kMostHolesShown)) break;
    *response.add_lost_rules() = LostRuleView(lost, rules::ResolveRouteOn(lost.need, *asked, today), **current);
  }
  answer(std::move(response));
}

std::unique_ptr<grpc::Service> ServeRoutes(RouteRoom& room, const rpc::Frame& frame) {
  auto service = std::make_unique<rpc::RoomService>(frame, "routing", "hemgang.routing.v1.RouteService");
  // A proposed directory is as large as one that is applied.
  constexpr size_t kMaxDirectoryBytes = 3 * 1024 * 1024;
  service->Serve<rv1::PreviewRouteRequest, rv1::PreviewRouteResponse>(room);
  service->Serve<rv1::CheckCoverageRequest, rv1::CheckCoverageResponse>(room, kMaxDirectoryBytes);
  return service;
}

}  // namespace hemgang::routing
