#include <algorithm>

#include "hemgang/directory/v1/directory_service.pb.h"

#include "clients/cli/rooms.h"
#include "clients/cli/views.h"
#include "clients/cli/yaml_writer.h"

namespace hemgang::cli {
namespace {

namespace dir = hemgang::directory::v1;

constexpr char kGet[] = "hemgang.directory.v1.DirectoryService/GetDirectory";

// What has this id, and for a unit who works there, for an organisation its units.
dir::Directory About(const dir::Directory& all, const std::string& id) {
  dir::Directory found;
  for (const auto& network : all.networks()) {
    if (network.id() == id) *found.add_networks() = network;
  }
  for (const auto& organisation : all.organisations()) {
    if (organisation.id() == id || organisation.network_id() == id) *found.add_organisations() = organisation;
  }
  for (const auto& policy : all.policies()) {
    if (policy.id() == id) *found.add_policies() = policy;
  }
  for (const auto& unit : all.units()) {
    if (unit.id() == id || unit.organisation_id() == id) *found.add_units() = unit;
  }
  for (const auto& member : all.staff()) {
    const auto& units = member.unit_ids();
    if (member.id() == id || std::find(units.begin(), units.end(), id) != units.end()) *found.add_staff() = member;
  }
  return found;
}

ExitStatus ShowSome(Desk& desk, const Given& given, const Message& request) {
  dir::GetDirectoryResponse answer;
  const grpc::Status status = desk.session.Call(kGet, request, &answer);
  if (!status.ok()) return Explain(status, desk.settings, "", desk.err);
  const std::string id = given.First("ID");
  if (!id.empty()) {
    *answer.mutable_directory() = About(answer.directory(), id);
    if (answer.directory().ByteSizeLong() == 0) return desk.Usage("the directory holds nothing with the id " + id);
  }
  if (desk.settings.json) {
    PrintJson(answer, false, *desk.screen.out);
  } else if (given.Has("--yaml") || !id.empty()) {
    *desk.screen.out << Harmless(WriteYaml(answer.directory()), true);
  } else {
    ShowDirectory(desk.screen, answer.directory());
    *desk.screen.out << "\nRevision " << answer.revision() << ".\n";
  }
  return kDone;
}

std::vector<Command> All() {
  return {
      {"apply",
       "hemgang.directory.v1.DirectoryService/ApplyDirectory",
       "Make the directory be what the files say, all of it or none; what they do not name is removed",
       {"hemgang directory apply directory.yaml --dry-run",
        "hemgang directory apply directory.yaml --as directory@directory      (the very first time)",
        "hemgang directory apply west/*.yaml"},
       {{"FILE,--file", "directory", "one or more YAML or JSON files, read as one", true, Take::kFile},
        {"--dry-run", "dry_run", "Show what would change, and keep nothing"},
        {"--although-holes", "although_holes", "Also when a need is left without a receiver; the trail says so"}},
       ShowDifferences},
      {"show",
       kGet,
       "Organisations and units; with an ID everything about it",
       {"hemgang directory show", "hemgang directory show molndal-hemrehab",
        "hemgang directory show --yaml > directory.yaml"},
       {{"ID", "", "A network, organisation, unit, policy or person", false, Take::kText},
        {"--yaml", "", "As a file that `directory apply` reads", false, Take::kSwitch}},
       nullptr,
       nullptr,
       ShowSome},
  };
}

}  // namespace

const Group& DirectoryCommands() {
  static const Group* const group = new Group{"directory", "Organisations, units, hours, staff and policies", All()};
  return *group;
}

}  // namespace hemgang::cli
