#include "hemgang/audit/v1/audit_service.pb.h"

#include "clients/cli/rooms.h"
#include "clients/cli/views.h"
#include "clients/cli/yaml_reader.h"

namespace hemgang::cli {
namespace {

namespace au1 = hemgang::audit::v1;

ExitStatus Complete(Desk& desk, const Given& given, Message* request) {
  const int said =
      (given.Has("--transition") ? 1 : 0) + (given.Has("--patient-file") ? 1 : 0) + (given.Has("--directory") ? 1 : 0);
  if (said != 1) return desk.Usage("say exactly one of --transition ID, --patient-file FILE and --directory");
  if (!given.Has("--patient-file")) return kDone;
  const std::string file = given.First("--patient-file");
  const absl::StatusOr<std::string> text = ReadInput(file);
  if (!text.ok()) return desk.Usage(std::string(text.status().message()));
  const absl::StatusOr<std::string> number = ReadIdentityNumber(*text);
  if (!number.ok()) return desk.Usage(file + " " + std::string(number.status().message()));
  static_cast<au1::ListEntriesRequest*>(request)->set_patient_identity_number(*number);
  return kDone;
}

std::vector<Command> All() {
  return {{"list",
           "hemgang.audit.v1.AuditService/ListEntries",
           "Who did or looked at what, for which unit, when; looking here is a look too",
           {"hemgang audit list --transition ID", "hemgang audit list --patient-file patient.yaml",
            "hemgang audit list --patient-file - < number.txt", "hemgang audit list --directory"},
           {{"--transition", "transition_id", "Of one transition"},
            {"--patient-file", "", "Of the patient whose identity number is in this file, or - for standard input",
             false, Take::kText},
            {"--directory", "directory", "Of the directory"}},
           Shows<au1::ListEntriesResponse>(ShowEntries),
           Complete}};
}

}  // namespace

const Group& AuditCommands() {
  static const Group* const group = new Group{"audit", "The trail", All()};
  return *group;
}

}  // namespace hemgang::cli
