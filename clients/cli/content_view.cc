#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "clients/cli/content_blocks_view.h"
#include "clients/cli/views.h"
#include "clients/cli/words.h"

namespace hemgang::cli {
namespace {

namespace hv1 = hemgang::handover::v1;

// "lift, with sling; two of the staff": what is there of the parts, with the sign between.
std::string Joined(const std::vector<std::string>& parts, const std::string& between) {
  std::vector<std::string> there;
  for (const std::string& part : parts) {
    if (!part.empty()) there.push_back(part);
  }
  return absl::StrJoin(there, between);
}

std::string Labelled(const std::string& label, const std::string& text) {
  return text.empty() ? "" : absl::StrCat(label, text);
}

std::string Text(const hv1::Destination& entry) {
  return Joined({Joined({Spoken(entry.dwelling_form()), Labelled("municipality ", entry.municipality_code())}, ", "),
                 entry.address(), Labelled("There: ", entry.who_is_there())},
                "\n");
}

std::string Text(const hv1::MainReason& entry) {
  const std::string phase = entry.phase() == hv1::PALLIATIVE_PHASE_EARLY || entry.phase() == hv1::PALLIATIVE_PHASE_LATE
                                ? Spoken(entry.phase()) + " palliative phase"
                            : entry.phase() == hv1::PALLIATIVE_PHASE_UNKNOWN ? "palliative phase unknown"
                                                                             : Spoken(entry.phase());
  return Joined({entry.text(), phase, Labelled("The patient knows: ", entry.patient_knows())}, "\n");
}

std::string Text(const hv1::Precautions& entry) {
  return Joined({entry.none_known() ? "none known" : "", entry.text()}, "\n");
}

std::string Text(const hv1::Activity& entry) {
  const std::string level = Joined({Spoken(entry.level()), entry.how()}, ": ");
  return Joined({level, Labelled("Before: ", Spoken(entry.level_before()))}, "\n");
}

std::string Text(const hv1::GreatestDanger& entry) {
  return Joined({Spoken(entry.danger()), entry.text()}, ": ");
}

std::string Text(const hv1::HomeNeeds& entry) {
  std::vector<std::string> lines;
  if (entry.nothing_needed()) lines.push_back("nothing");
  for (const hv1::HomeItem& item : entry.items()) {
    const bool missing = item.status() == hv1::HOME_ITEM_STATUS_MISSING;
    const bool failed = item.status() == hv1::HOME_ITEM_STATUS_FAILED;
    const std::string status = missing ? "MISSING" : failed ? "FAILED, to be ordered anew" : Spoken(item.status());
    const std::string stands = Joined({status, Labelled("answered for by ", Spoken(item.responsible()))}, ", ");
    const std::string order = Labelled("order ", item.order_number());
    const std::string code = Labelled("ISO ", item.iso_code());
    const std::string ways = Joined({stands, Spoken(item.supply()), order, code}, ", ");
    lines.push_back(Joined({Joined({absl::StrCat("- ", item.name()), ways}, ": "), item.note()}, ". "));
  }
  return absl::StrJoin(lines, "\n");
}

std::string Text(const Screen& screen, const hv1::WishesAndRequests& entry) {
  std::vector<std::string> lines = {entry.what_matters()};
  for (const hv1::Request& request : entry.requests()) {
    const std::string by = request.has_by_time() ? " by " + screen.When(request.by_time()) : "";
    lines.push_back(Joined(
        {absl::StrCat("- asked of ",
                      request.profession() == hv1::PROFESSION_UNSPECIFIED ? "the unit" : Spoken(request.profession()),
                      by),
         Joined({Spoken(request.action()), request.text()}, ", ")},
        ": "));
  }
  return Joined(lines, "\n");
}

std::string Text(const std::string& who, const hv1::Contact& contact) {
  return Labelled(who, Joined({contact.name(), Labelled("tel. ", contact.phone()), contact.note()}, ", "));
}

std::string Text(const hv1::Contacts& entry) {
  return Joined(
      {Text("Sender: ", entry.sender()), Text("Off hours: ", entry.off_hours()),
       Text("Relative to ring first: ", entry.relative()), Labelled("Basis for disclosure: ", Spoken(entry.basis()))},
      "\n");
}

// One entry of the form. An open one says why, or that nothing was said. True when it is filled in.
bool Entry(const Screen& screen, const std::string& label, const std::string& text, hv1::AbsentReason absent) {
  const std::string why = Spoken(absent);
  if (text.empty()) {
    screen.Fact(label, why.empty() ? "(not said)" : absl::StrCat("(", why, ")"), Colour::kYellow);
  } else {
    screen.Fact(label, Joined({text, why.empty() ? "" : absl::StrCat("(otherwise ", why, ")")}, "\n"));
  }
  return !text.empty();
}

}  // namespace

int ShowContent(const Screen& screen, const hv1::HandoverContent& content, const std::string& patient,
                const std::string& when) {
  int filled = 0;
  const auto show = [&](const std::string& label, const std::string& text, hv1::AbsentReason absent) {
    filled += Entry(screen, label, text, absent) ? 1 : 0;
  };
  screen.Fact(" 1 Patient", patient);
  show(" 2 Where to", Text(content.destination()), content.destination().absent());
  screen.Fact(" 3 When", when);
  show(" 4 Main reason", Text(content.reason()), content.reason().absent());
  show(" 5 Precautions", Text(content.precautions()), content.precautions().absent());
  show(" 6 Bed to chair", Text(content.bed_to_chair()), content.bed_to_chair().absent());
  show(" 7 Walking", Text(content.walking()), content.walking().absent());
  show(" 8 Toilet", Text(content.toilet()), content.toilet().absent());
  show(" 9 Danger", Text(content.danger()), content.danger().absent());
  show("10 At home first", Text(content.home_needs()), content.home_needs().absent());
  show("11 Wishes, asked", Text(screen, content.wishes()), content.wishes().absent());
  show("12 Whom to ring", Text(content.contacts()), content.contacts().absent());
  ShowBlocks(screen, content);
  return filled;
}

}  // namespace hemgang::cli
