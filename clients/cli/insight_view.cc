#include "clients/cli/insight_view.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "clients/cli/time_text.h"
#include "clients/cli/words.h"

namespace hemgang::cli {
namespace {

namespace in1 = hemgang::insight::v1;

struct FigureTitle {
  in1::FigureKind kind;
  const char* title;
  // Of what the total is.
  const char* of;
};

constexpr FigureTitle kTitles[] = {
    {in1::FIGURE_KIND_TIME_TO_ACKNOWLEDGE, "Time to acknowledge", "Asked"},
    {in1::FIGURE_KIND_ACKNOWLEDGED_IN_TIME, "Acknowledged in time", "Due"},
    {in1::FIGURE_KIND_UNACKNOWLEDGED_AT_DISCHARGE, "Unacknowledged at discharge", "Left hospital"},
    {in1::FIGURE_KIND_SENT_TOO_LATE, "Sent too late", "Sent"},
    {in1::FIGURE_KIND_SENT_LEAD_TIME, "Sent so long before the discharge", "Sent"},
    {in1::FIGURE_KIND_DISCHARGED_EARLIER, "Discharged earlier than planned", "Left hospital"},
    {in1::FIGURE_KIND_RETURNED, "Returned", "Declined"},
    {in1::FIGURE_KIND_FIRST_CONTACT, "First contact after the discharge", "Owed"},
    {in1::FIGURE_KIND_AIDS_IN_PLACE, "Aids in place at discharge", "Left hospital"},
};

struct PartTitle {
  in1::Part part;
  const char* title;
};

constexpr PartTitle kParts[] = {
    {in1::PART_ACKNOWLEDGED, "Acknowledged"},
    {in1::PART_DECLINED, "Declined"},
    {in1::PART_NO_LONGER_OWED, "No longer owed"},
    {in1::PART_STILL_OPEN, "Still open"},
    {in1::PART_IN_TIME, "In time"},
    {in1::PART_NOT_IN_TIME, "Not in time"},
    {in1::PART_UNACKNOWLEDGED_AT_DISCHARGE, "UNACKNOWLEDGED"},
    {in1::PART_ACKNOWLEDGED_AT_DISCHARGE, "Acknowledged"},
    {in1::PART_SENT_TOO_LATE, "Too late"},
    {in1::PART_SENT_EARLY_ENOUGH, "Early enough"},
    {in1::PART_LEAD_UNDER_4_HOURS, "0–4 h"},
    {in1::PART_LEAD_4_TO_24_HOURS, "4–24 h"},
    {in1::PART_LEAD_24_TO_48_HOURS, "24–48 h"},
    {in1::PART_LEAD_48_TO_72_HOURS, "48–72 h"},
    {in1::PART_LEAD_72_HOURS_OR_MORE, "72 h or more"},
    {in1::PART_LEAD_AFTER_DISCHARGE, "After it"},
    {in1::PART_LEAD_UNKNOWN, "Unknown"},
    {in1::PART_DISCHARGED_EARLIER, "4 h or more earlier"},
    {in1::PART_DISCHARGED_AS_PLANNED, "As planned"},
    {in1::PART_DISCHARGE_NOT_PLANNED, "Not planned"},
    {in1::PART_RETURNED_WRONG_UNIT, "Wrong unit"},
    {in1::PART_RETURNED_WRONG_PATIENT, "Wrong patient"},
    {in1::PART_RETURNED_NOT_OUR_RESPONSIBILITY, "Not ours"},
    {in1::PART_RETURNED_UNIT_FULL, "Full"},
    {in1::PART_RETURNED_PATIENT_CHOSE_ANOTHER, "Chose another"},
    {in1::PART_RETURNED_PATIENT_DECLINED, "Patient declined"},
    {in1::PART_RETURNED_OTHER, "Other"},
    {in1::PART_CONTACT_WITHIN_2_DAYS, "0–2 days"},
    {in1::PART_CONTACT_3_TO_7_DAYS, "3–7 days"},
    {in1::PART_CONTACT_NOT_WITHIN_7_DAYS, "Not within 7"},
    {in1::PART_CONTACT_PATIENT_DECLINED, "Patient declined"},
    {in1::PART_CONTACT_READMITTED, "Readmitted"},
    {in1::PART_CONTACT_DIED, "Died"},
    {in1::PART_CONTACT_NO_LONGER_OWED, "No longer owed"},
    {in1::PART_CONTACT_WAITING, "Week not over"},
    {in1::PART_AIDS_ALL_IN_PLACE, "All in place"},
    {in1::PART_AIDS_MISSING, "Some missing"},
    {in1::PART_AIDS_NONE_NEEDED, "None needed"},
};

struct ShareTitle {
  in1::ShareKind share;
  const char* title;
};

constexpr ShareTitle kShares[] = {
    {in1::SHARE_KIND_IN_TIME, "in time"},
    {in1::SHARE_KIND_UNACKNOWLEDGED_AT_DISCHARGE, "unacknowledged"},
    {in1::SHARE_KIND_SENT_TOO_LATE, "too late"},
    {in1::SHARE_KIND_DISCHARGED_EARLIER, "earlier"},
    {in1::SHARE_KIND_CONTACT_WITHIN_2_DAYS, "within 2 days"},
    {in1::SHARE_KIND_CONTACT_WITHIN_7_DAYS, "within 7 days"},
    {in1::SHARE_KIND_AIDS_ALL_IN_PLACE, "all in place"},
    {in1::SHARE_KIND_RETURNED, "of those sent"},
};

// What a server says that is newer than this program is shown by its name.
FigureTitle TitleOf(in1::FigureKind kind) {
  for (const FigureTitle& row : kTitles) {
    if (row.kind == kind) return row;
  }
  return {kind, "Another figure", "In all"};
}

std::string TitleOf(in1::Part part) {
  for (const PartTitle& row : kParts) {
    if (row.part == part) return row.title;
  }
  return Spoken(part);
}

std::string TitleOf(in1::ShareKind share) {
  for (const ShareTitle& row : kShares) {
    if (row.share == share) return row.title;
  }
  return Spoken(share);
}

std::string CountText(const in1::Count& count) {
  if (count.has_value()) return absl::StrCat(count.value());
  return count.disclosure() == in1::DISCLOSURE_FEWER_THAN_FIVE ? "<5" : "·";
}

std::string OrNotKnown(std::string text) {
  return text.empty() ? "not known" : text;
}

std::string GroupText(const in1::FigureRow& row) {
  switch (row.group_case()) {
    case in1::FigureRow::kDwellingForm:
      return OrNotKnown(Spoken(row.dwelling_form()));
    case in1::FigureRow::kMunicipalityCode:
      return row.municipality_code() == 0 ? "not known" : absl::StrFormat("%04d", row.municipality_code());
    case in1::FigureRow::kAgeBand:
      return OrNotKnown(Spoken(row.age_band()));
    case in1::FigureRow::kPhase:
      return OrNotKnown(Spoken(row.phase()));
    case in1::FigureRow::kCohabiting:
      return OrNotKnown(Spoken(row.cohabiting()));
    default:
      return "All";
  }
}

std::string DurationText(const google::protobuf::Duration& time) {
  const int64_t minutes = time.seconds() / 60;
  const int64_t hours = minutes / 60;
  if (hours >= 48) return absl::StrCat(hours / 24, " d ", hours % 24, " h");
  return hours == 0 ? absl::StrCat(minutes, " min") : absl::StrCat(hours, " h ", minutes % 60, " min");
}

// "half within 1 h 30 min (1 h 0 min working)"
std::string WithinText(const std::string& who, bool is_reached, const google::protobuf::Duration& elapsed,
                       bool is_working_reached, const google::protobuf::Duration& working) {
  if (!is_reached) return who + " not yet";
  return absl::StrCat(who, " within ", DurationText(elapsed),
                      is_working_reached ? absl::StrCat(" (", DurationText(working), " working)") : "");
}

std::string TimesText(const in1::WaitingTimes& times) {
  return absl::StrCat(WithinText("half", times.has_median_elapsed(), times.median_elapsed(), times.has_median_working(),
                                 times.median_working()),
                      "; ",
                      WithinText("nine in ten", times.has_percentile_90_elapsed(), times.percentile_90_elapsed(),
                                 times.has_percentile_90_working(), times.percentile_90_working()));
}

std::string ShareText(const in1::FigureRow& row) {
  std::string text = row.has_times() ? TimesText(row.times()) : "";
  for (const in1::FigureShare& share : row.shares()) {
    absl::StrAppend(&text, text.empty() ? "" : ", ", absl::StrFormat("%.1f %% ", share.percent()),
                    TitleOf(share.share()));
  }
  return text;
}

void ShowFigure(const Screen& screen, const in1::Figure& figure, bool explain) {
  const FigureTitle title = TitleOf(figure.kind());
  screen.Heading(title.title);
  if (explain) screen.Fact("", figure.definition(), Colour::kDim);
  if (figure.rows().empty()) return;
  std::vector<std::string> headers = {"", title.of};
  for (const in1::FigurePart& part : figure.rows(0).parts()) headers.push_back(TitleOf(part.part()));
  headers.push_back("Share");
  if (figure.kind() == in1::FIGURE_KIND_TIME_TO_ACKNOWLEDGE) headers.back() = "Acknowledged";
  const size_t width = headers.size();
  Table table(std::move(headers));
  for (const in1::FigureRow& row : figure.rows()) {
    std::vector<Cell> cells = {GroupText(row), CountText(row.total())};
    for (const in1::FigurePart& part : row.parts()) cells.push_back(CountText(part.count()));
    cells.resize(width - 1, Cell(""));
    cells.push_back(ShareText(row));
    table.Add(std::move(cells));
  }
  table.Print(screen);
}

}  // namespace

void ShowNow(const Screen& screen, const in1::GetNowResponse& answer) {
  Table table({"Unit", "Organisation", "Open", "Overdue"});
  const auto add = [&table](const std::string& unit, const in1::NowRow& row) {
    const bool is_late = row.overdue().has_value() && row.overdue().value() > 0;
    table.Add({unit, row.organisation_id(), CountText(row.open()),
               Cell(CountText(row.overdue()), is_late ? Colour::kRed : Colour::kPlain)});
  };
  for (const in1::NowRow& row : answer.rows()) add(row.unit_id(), row);
  add("All", answer.whole());
  table.Print(screen);
}

void ShowFigures(const Screen& screen, const in1::GetFiguresResponse& answer, bool explain) {
  *screen.out << DateText(answer.from_date()) << " to " << DateText(answer.to_date())
              << (answer.has_ended() ? "" : ", as of " + screen.When(answer.as_of_time())) << "\n";
  for (const in1::Figure& figure : answer.figures()) ShowFigure(screen, figure, explain);
  *screen.out << "\n<5 is 0 to 4; · is held back so that a <5 cannot be computed."
              << (explain ? "" : " --explain says what each figure counts.") << "\n";
}

void ShowDefinitions(const Screen& screen, const in1::ListFigureDefinitionsResponse& answer) {
  for (const in1::FigureDefinition& each : answer.definitions()) {
    screen.Heading(TitleOf(each.kind()).title);
    screen.Fact("", each.definition());
  }
}

}  // namespace hemgang::cli
