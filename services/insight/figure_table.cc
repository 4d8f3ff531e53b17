#include "services/insight/figure_table.h"

#include <cmath>
#include <optional>
#include <utility>

#include "absl/time/time.h"

#include "services/rules/figures.h"

namespace hemgang::insight {
namespace {

namespace hv1 = hemgang::handover::v1;
using rules::Shown;

// TABLE: kFigures
constexpr DefinedFigure kFigures[] = {
    {iv1::FIGURE_KIND_TIME_TO_ACKNOWLEDGE, Cohort::kOpened, iv1::PART_ACKNOWLEDGED, iv1::PART_STILL_OPEN,
     "From when a unit was asked to acknowledge a handover home until it did, of those asked in the period: the time "
     "by "
     "which half, and by which nine in ten, had acknowledged, in elapsed time and in the unit's working time. Those "
     "still "
     "open at the end, declined, forwarded or withdrawn count for as long as they were open (Kaplan and Meier), so "
     "that "
     "leaving one open never makes the time shorter."},
    {iv1::FIGURE_KIND_ACKNOWLEDGED_IN_TIME, Cohort::kDue, iv1::PART_IN_TIME, iv1::PART_NOT_IN_TIME,
     "Acknowledgements of handovers home that fell due in the period, whenever they were sent: made by then, or not. "
     "Left "
     "out is what was declined, forwarded or withdrawn before it was due."},
    {iv1::FIGURE_KIND_UNACKNOWLEDGED_AT_DISCHARGE, Cohort::kDischarged, iv1::PART_UNACKNOWLEDGED_AT_DISCHARGE,
     iv1::PART_ACKNOWLEDGED_AT_DISCHARGE,
     "Handovers home whose patient's discharge was recorded in the period, and that no unit had acknowledged when the "
     "patient left. The figure that says most about safety."},
    {iv1::FIGURE_KIND_SENT_TOO_LATE, Cohort::kSent, iv1::PART_SENT_TOO_LATE, iv1::PART_SENT_EARLY_ENOUGH,
     "Handovers home sent in the period with less of the receiver's working time left before the planned discharge "
     "than "
     "the receiver must have; judged once, when it was sent. What was sent after the discharge is not among the too "
     "late: see the lead time."},
    {iv1::FIGURE_KIND_SENT_LEAD_TIME, Cohort::kSent, iv1::PART_LEAD_UNDER_4_HOURS, iv1::PART_LEAD_UNKNOWN,
     "Handovers home sent in the period: hours from sending to the discharge as it was planned then. Unknown: no "
     "discharge was planned yet."},
    {iv1::FIGURE_KIND_DISCHARGED_EARLIER, Cohort::kDischarged, iv1::PART_DISCHARGED_EARLIER,
     iv1::PART_DISCHARGE_NOT_PLANNED,
     "Handovers home whose patient's discharge was recorded in the period and came at least 4 hours before the time "
     "that "
     "was planned when the handover was sent. Not planned: no time was known then; not in the share."},
    {iv1::FIGURE_KIND_RETURNED, Cohort::kReturned, iv1::PART_RETURNED_WRONG_UNIT, iv1::PART_RETURNED_OTHER,
     "Handovers home declined in the period, by reason. Misaddressed are those to a wrong unit and those that were not "
     "the unit's responsibility. The share is of what was sent in the same period."},
    {iv1::FIGURE_KIND_FIRST_CONTACT, Cohort::kContact, iv1::PART_CONTACT_WITHIN_2_DAYS, iv1::PART_CONTACT_WAITING,
     "First contacts owed to patients discharged in the period, in calendar days from the discharge, watched until "
     "seven "
     "days after the period. Not within 7 days: made later, not reached, or still owed after the week. Patients who "
     "declined, were readmitted or died first, and what was no longer owed, are counted apart and are in no share; nor "
     "are those whose week has not passed. A death before the first contact is nobody's fault."},
    {iv1::FIGURE_KIND_AIDS_IN_PLACE, Cohort::kDischarged, iv1::PART_AIDS_ALL_IN_PLACE, iv1::PART_AIDS_NONE_NEEDED,
     "Handovers home whose patient's discharge was recorded in the period: whether all that had to be in the home was "
     "there when the patient left. The share is of those that named any."},
};
// END TABLE

struct ShareRow {
  iv1::FigureKind figure;
  iv1::ShareKind share;
  // Of the parts from `of_first` to `of_last`, those from `of_first` to `last`.
  iv1::Part of_first;
  iv1::Part last;
  iv1::Part of_last;
};
// TABLE: kShares
constexpr ShareRow kShares[] = {
    {iv1::FIGURE_KIND_ACKNOWLEDGED_IN_TIME, iv1::SHARE_KIND_IN_TIME, iv1::PART_IN_TIME, iv1::PART_IN_TIME,
     iv1::PART_NOT_IN_TIME},
    {iv1::FIGURE_KIND_UNACKNOWLEDGED_AT_DISCHARGE, iv1::SHARE_KIND_UNACKNOWLEDGED_AT_DISCHARGE,
     iv1::PART_UNACKNOWLEDGED_AT_DISCHARGE, iv1::PART_UNACKNOWLEDGED_AT_DISCHARGE, iv1::PART_ACKNOWLEDGED_AT_DISCHARGE},
    {iv1::FIGURE_KIND_SENT_TOO_LATE, iv1::SHARE_KIND_SENT_TOO_LATE, iv1::PART_SENT_TOO_LATE, iv1::PART_SENT_TOO_LATE,
     iv1::PART_SENT_EARLY_ENOUGH},
    {iv1::FIGURE_KIND_DISCHARGED_EARLIER, iv1::SHARE_KIND_DISCHARGED_EARLIER, iv1::PART_DISCHARGED_EARLIER,
     iv1::PART_DISCHARGED_EARLIER, iv1::PART_DISCHARGED_AS_PLANNED},
    {iv1::FIGURE_KIND_FIRST_CONTACT, iv1::SHARE_KIND_CONTACT_WITHIN_2_DAYS, iv1::PART_CONTACT_WITHIN_2_DAYS,
     iv1::PART_CONTACT_WITHIN_2_DAYS, iv1::PART_CONTACT_NOT_WITHIN_7_DAYS},
    {iv1::FIGURE_KIND_FIRST_CONTACT, iv1::SHARE_KIND_CONTACT_WITHIN_7_DAYS, iv1::PART_CONTACT_WITHIN_2_DAYS,
     iv1::PART_CONTACT_3_TO_7_DAYS, iv1::PART_CONTACT_NOT_WITHIN_7_DAYS},
    {iv1::FIGURE_KIND_AIDS_IN_PLACE, iv1::SHARE_KIND_AIDS_ALL_IN_PLACE, iv1::PART_AIDS_ALL_IN_PLACE,
     iv1::PART_AIDS_ALL_IN_PLACE, iv1::PART_AIDS_MISSING},
};
// END TABLE

// The whole and the groups as rows, with what may be shown of them.
struct Sheet {
  std::vector<const Tally*> tallies;
  // By cohort, row and column; column 0 is the total.
  std::vector<std::vector<std::vector<Shown>>> shown = std::vector<std::vector<std::vector<Shown>>>(kCohorts);
  // By part.
  std::vector<size_t> columns = std::vector<size_t>(iv1::Part_ARRAYSIZE, 0);

  Shown OfTotal(size_t row, Cohort cohort) const { return shown[static_cast<size_t>(cohort)][row][0]; }
  Shown OfPart(size_t row, Cohort cohort, int part) const {
    return shown[static_cast<size_t>(cohort)][row][columns[static_cast<size_t>(part)]];
  }
};

Sheet SheetOf(const Tallying& tallying) {
  Sheet sheet;
  sheet.tallies.push_back(&tallying.whole());
  for (const auto& [number, tally] : tallying.groups()) sheet.tallies.push_back(&tally);
  for (size_t cohort = 0; cohort < kCohorts; ++cohort) {
    rules::CountTable table;
    for (const Tally* tally : sheet.tallies) table.rows.push_back({tally->totals[cohort]});
    for (const DefinedFigure& figure : kFigures) {
      if (static_cast<size_t>(figure.cohort) != cohort) continue;
      std::vector<size_t>& partition = table.partitions.emplace_back();
      for (int part = figure.first_part; part <= figure.last_part; ++part) {
        sheet.columns[static_cast<size_t>(part)] = table.rows[0].size();
        partition.push_back(table.rows[0].size());
        for (size_t row = 0; row < sheet.tallies.size(); ++row) {
          table.rows[row].push_back(sheet.tallies[row]->parts[static_cast<size_t>(part)]);
        }
      }
    }
    sheet.shown[cohort] = rules::Suppress(table);
  }
  return sheet;
}

void SetGroup(int number, iv1::Breakdown breakdown, iv1::FigureRow& row) {
  switch (breakdown) {
    case iv1::BREAKDOWN_DWELLING_FORM:
      return row.set_dwelling_form(static_cast<hv1::DwellingForm>(number));
    case iv1::BREAKDOWN_MUNICIPALITY:
      return row.set_municipality_code(number);
    case iv1::BREAKDOWN_AGE_BAND:
      return row.set_age_band(static_cast<hv1::AgeBand>(number));
    case iv1::BREAKDOWN_PHASE:
      return row.set_phase(static_cast<hv1::PalliativePhase>(number));
    case iv1::BREAKDOWN_COHABITING:
      return row.set_cohabiting(static_cast<iv1::Cohabiting>(number));
    default:
      return;
  }
}

// In tenths of a per cent.
double Percent(int64_t part, int64_t of) {
  return std::round(1000.0 * static_cast<double>(part) / static_cast<double>(of)) / 10;
}

void AddShares(const DefinedFigure& figure, const Sheet& sheet, size_t row, iv1::FigureRow& written) {
  const Tally& tally = *sheet.tallies[row];
  for (const ShareRow& share : kShares) {
    if (share.figure != figure.kind) continue;
    int64_t part = 0;
    int64_t of = 0;
    bool is_exact = true;
    for (int each = share.of_first; each <= share.of_last; ++each) {
      const int64_t count = tally.parts[static_cast<size_t>(each)];
      if (each <= share.last) part += count;
      of += count;
      is_exact = is_exact && sheet.OfPart(row, figure.cohort, each) == Shown::kExact;
    }
    if (!is_exact || of == 0) continue;
    iv1::FigureShare& said = *written.add_shares();
    said.set_share(share.share);
    said.set_percent(Percent(part, of));
  }
  const bool both_shown =
      sheet.OfTotal(row, Cohort::kReturned) == Shown::kExact && sheet.OfTotal(row, Cohort::kSent) == Shown::kExact;
  if (figure.kind == iv1::FIGURE_KIND_RETURNED && both_shown) {
    iv1::FigureShare& said = *written.add_shares();
    said.set_share(iv1::SHARE_KIND_RETURNED);
    said.set_percent(Percent(tally.total(Cohort::kReturned), tally.total(Cohort::kSent)));
  }
}

void SetTime(std::optional<absl::Duration> time, google::protobuf::Duration* (iv1::WaitingTimes::*field)(),
             iv1::WaitingTimes& times) {
  if (time.has_value()) (times.*field)()->set_seconds(absl::ToInt64Seconds(*time));
}

void SetTimes(const Tally& tally, iv1::FigureRow& written) {
  if (tally.elapsed.ended() < rules::kSmallestShown) return;
  iv1::WaitingTimes& times = *written.mutable_times();
  SetTime(tally.elapsed.Quantile(0.5), &iv1::WaitingTimes::mutable_median_elapsed, times);
  SetTime(tally.elapsed.Quantile(0.9), &iv1::WaitingTimes::mutable_percentile_90_elapsed, times);
  SetTime(tally.working.Quantile(0.5), &iv1::WaitingTimes::mutable_median_working, times);
  SetTime(tally.working.Quantile(0.9), &iv1::WaitingTimes::mutable_percentile_90_working, times);
}

void WriteRow(const DefinedFigure& figure, const Sheet& sheet, size_t row, iv1::FigureRow& written) {
  const Tally& tally = *sheet.tallies[row];
  *written.mutable_total() = ToCount(tally.total(figure.cohort), sheet.OfTotal(row, figure.cohort));
  for (int part = figure.first_part; part <= figure.last_part; ++part) {
    iv1::FigurePart& said = *written.add_parts();
    said.set_part(static_cast<iv1::Part>(part));
    *said.mutable_count() = ToCount(tally.parts[static_cast<size_t>(part)], sheet.OfPart(row, figure.cohort, part));
  }
  AddShares(figure, sheet, row, written);
  if (figure.kind == iv1::FIGURE_KIND_TIME_TO_ACKNOWLEDGE) SetTimes(tally, written);
}

}  // namespace

const std::vector<DefinedFigure>& AllFigures() {
  static const std::vector<DefinedFigure>* const figures =
      new std::vector<DefinedFigure>(std::begin(kFigures), std::end(kFigures));
  return *figures;
}

std::vector<iv1::Figure> FiguresOf(const Tallying& tallying) {
  const Sheet sheet = SheetOf(tallying);
  std::vector<iv1::Figure> figures;
  for (const DefinedFigure& row : kFigures) {
    iv1::Figure& figure = figures.emplace_back();
    figure.set_kind(row.kind);
    figure.set_definition(row.definition);
    WriteRow(row, sheet, 0, *figure.add_rows());
    size_t number = 1;
    for (const auto& [group, tally] : tallying.groups()) {
      iv1::FigureRow& written = *figure.add_rows();
      SetGroup(group, tallying.question().breakdown, written);
      WriteRow(row, sheet, number++, written);
    }
  }
  return figures;
}

iv1::Count ToCount(int64_t count, Shown shown) {
  iv1::Count said;
  switch (shown) {
    case Shown::kExact:
      said.set_disclosure(iv1::DISCLOSURE_EXACT);
      said.set_value(count);
      break;
    case Shown::kFewerThanFive:
      said.set_disclosure(iv1::DISCLOSURE_FEWER_THAN_FIVE);
      break;
    case Shown::kWithheld:
      said.set_disclosure(iv1::DISCLOSURE_WITHHELD);
      break;
  }
  return said;
}

}  // namespace hemgang::insight
