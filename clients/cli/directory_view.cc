#include "clients/cli/directory_view.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "clients/cli/views.h"
#include "clients/cli/words.h"

namespace hemgang::cli {
namespace {

namespace dir = hemgang::directory::v1;
using google::protobuf::Message;

std::string OffHoursText(const dir::Unit& unit) {
  if (unit.off_hours().none()) return "none";
  return absl::StrCat(unit.off_hours().name(), unit.off_hours().phone().empty() ? "" : " ", unit.off_hours().phone());
}

}  // namespace

std::string HoursText(const directory::v1::Unit& unit) {
  std::vector<std::string> intervals;
  for (const dir::OpeningHours& hours : unit.hours()) {
    std::string days;
    for (int i = 0; i < hours.days_size(); ++i) {
      const auto day = [&](int at) { return static_cast<int>(hours.days(at)); };
      const bool within = i > 0 && i + 1 < hours.days_size() && day(i) == day(i - 1) + 1 && day(i + 1) == day(i) + 1;
      if (within) continue;
      const bool ends_run = i > 1 && day(i) == day(i - 1) + 1 && day(i - 1) == day(i - 2) + 1;
      std::string name = Spoken(hours.days(i)).substr(0, 3);
      if (!name.empty()) name[0] = static_cast<char>(name[0] - 'a' + 'A');
      absl::StrAppend(&days, days.empty() ? "" : ends_run ? "–" : " ", name);
    }
    intervals.push_back(absl::StrCat(days, " ", hours.opens(), "–", hours.closes()));
  }
  if (intervals.empty()) intervals.push_back("default");
  if (unit.open_on_holidays()) intervals.push_back("also holidays");
  return absl::StrJoin(intervals, "; ");
}

void ShowDifferences(const Screen& screen, const Message& request, const Message& response) {
  const bool dry_run = static_cast<const dir::ApplyDirectoryRequest&>(request).dry_run();
  const auto& answer = static_cast<const dir::ApplyDirectoryResponse&>(response);
  Table table({"", "What", "Id", "Field", "Before", "After"});
  for (const dir::DirectoryDifference& difference : answer.differences()) {
    const Colour colour = difference.kind() == dir::CHANGE_KIND_ADDED     ? Colour::kGreen
                          : difference.kind() == dir::CHANGE_KIND_REMOVED ? Colour::kRed
                                                                          : Colour::kYellow;
    table.Add({Cell(Spoken(difference.kind()), colour), difference.thing(), difference.id(), difference.field_path(),
               difference.before(), difference.after()});
  }
  table.Print(screen);
  if (table.empty()) *screen.out << "Nothing differs.\n";
  if (!answer.holes().empty()) screen.Heading("Needs that nobody receives");
  for (const dir::CoverageHole& hole : answer.holes()) {
    screen.Fact(hole.organisation_id(), absl::StrCat("from ", hole.from_date(), ": ", hole.problem()), Colour::kRed);
  }
  *screen.out << (dry_run ? "Dry run: nothing was kept; the directory is still revision "
                          : "The directory is now revision ")
              << answer.revision() << ".\n";
  if (dry_run && !answer.holes().empty()) {
    *screen.out << "Holes that are new are refused when it is applied, unless you say --although-holes.\n";
  }
}

void ShowDirectory(const Screen& screen, const dir::Directory& directory) {
  for (const dir::Network& network : directory.networks()) {
    *screen.out << "Network " << Harmless(network.id()) << ": " << Harmless(network.name()) << "; steering group "
                << Harmless(network.steering_unit_id()) << "\n";
  }
  for (const dir::Organisation& organisation : directory.organisations()) {
    screen.Heading(
        Harmless(absl::StrCat(organisation.name(), "  (", organisation.id(), ", ", Spoken(organisation.kind()), ")")));
    Table table({"Unit", "Name", "Kind", "For", "Hours", "Manager", "Phone", "Off hours", "Staff"});
    for (const dir::Unit& unit : directory.units()) {
      if (unit.organisation_id() != organisation.id()) continue;
      int staff = 0;
      for (const dir::StaffMember& member : directory.staff()) {
        for (const std::string& of : member.unit_ids()) staff += of == unit.id() ? 1 : 0;
      }
      table.Add({unit.id(), unit.name(), Spoken(unit.kind()), ProfessionsText(unit.professions()), HoursText(unit),
                 unit.manager_unit_id(), unit.phone(), OffHoursText(unit), staff > 0 ? absl::StrCat(staff) : ""});
    }
    table.Print(screen);
  }
}

}  // namespace hemgang::cli
