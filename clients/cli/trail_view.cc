#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

#include "clients/cli/time_text.h"
#include "clients/cli/views.h"
#include "clients/cli/words.h"

namespace hemgang::cli {
namespace {

namespace au1 = hemgang::audit::v1;

Cell WhatCell(const au1::Entry& entry) {
  switch (entry.kind()) {
    case au1::ENTRY_KIND_LOOK:
      return Cell(absl::StrCat("looked: ", Spoken(entry.look())), Colour::kDim);
    case au1::ENTRY_KIND_DIRECTORY:
      return Cell(absl::StrCat("directory ", entry.directory_revision()));
    default:
      break;
  }
  std::string text = Spoken(entry.step());
  if (entry.task() != handover::v1::TASK_KIND_UNSPECIFIED) absl::StrAppend(&text, ": ", Spoken(entry.task()));
  if (entry.step() == handover::v1::STEP_EXPIRE) {
    absl::StrAppend(&text, ", ", entry.level() == 0 ? "reminder" : absl::StrCat("level ", entry.level()));
  }
  return Cell(text);
}

std::string Remark(const Screen& screen, const au1::Entry& entry) {
  std::vector<std::string> parts;
  if (!entry.to_unit_id().empty()) parts.push_back("to " + entry.to_unit_id());
  if (!entry.reason().empty())
    parts.push_back(absl::StrReplaceAll(absl::AsciiStrToLower(entry.reason()), {{"_", " "}}));
  for (const au1::MovedDeadline& moved : entry.moved()) {
    parts.push_back(absl::StrCat("moved ", Spoken(moved.task()), " to ", screen.When(moved.due_time())));
  }
  // Only when it was written down later than the same minute.
  if (entry.has_occurred_time() && screen.When(entry.occurred_time()) != screen.When(entry.recorded_time())) {
    parts.push_back("happened " + screen.When(entry.occurred_time()));
  }
  return absl::StrJoin(parts, "; ");
}

std::string About(const au1::Entry& entry) {
  if (entry.handover_ids_size() > 0) return absl::StrJoin(entry.handover_ids(), " ");
  return absl::StrJoin(entry.transition_ids(), " ");
}

}  // namespace

void ShowEntries(const Screen& screen, const au1::ListEntriesResponse& answer) {
  Table table({"Recorded", "What", "By", "Unit", "Version", "Remark", "About"});
  for (const au1::Entry& entry : answer.entries()) {
    // The house itself has no unit.
    const bool house = entry.unit_id().empty() && entry.kind() == au1::ENTRY_KIND_STEP;
    table.Add({screen.When(entry.recorded_time()), WhatCell(entry),
               house ? "the " + entry.staff_id() : entry.staff_id(), entry.unit_id(),
               entry.version() > 0 ? absl::StrCat(entry.version()) : "", Remark(screen, entry), About(entry)});
  }
  if (table.empty()) *screen.out << "No entry.\n";
  table.Print(screen);
}

}  // namespace hemgang::cli
