// What each figure is called, counts and is made of; and how tallies become an answer in which no small number can be
// known.
#pragma once

#include <string>
#include <vector>

#include "hemgang/insight/v1/insight_service.pb.h"

#include "services/insight/tally.h"

namespace hemgang::insight {

struct DefinedFigure {
  iv1::FigureKind kind;
  Cohort cohort;
  // The first and the last of its parts, which stand together in the enum.
  iv1::Part first_part;
  iv1::Part last_part;
  const char* definition;
};

// Every figure, in the order in which they are shown.
const std::vector<DefinedFigure>& AllFigures();

// Every figure with the whole and, with a breakdown, each group. Figures of one cohort are suppressed together: they
// have one total.
std::vector<iv1::Figure> FiguresOf(const Tallying& tallying);

// A count as it may be shown.
iv1::Count ToCount(int64_t count, rules::Shown shown);

}  // namespace hemgang::insight
