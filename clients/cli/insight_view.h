// What the figures of an organisation look like to who answers for it.
#pragma once

#include "hemgang/insight/v1/insight_service.pb.h"

#include "clients/cli/screen.h"

namespace hemgang::cli {

// By unit, and all together.
void ShowNow(const Screen& screen, const insight::v1::GetNowResponse& answer);

// A table for each figure: the whole, then each group. "<5" is 0 to 4; "·" is held back so that a "<5" cannot be
// computed. With `explain`, what each figure counts stands above it.
void ShowFigures(const Screen& screen, const insight::v1::GetFiguresResponse& answer, bool explain);

void ShowDefinitions(const Screen& screen, const insight::v1::ListFigureDefinitionsResponse& answer);

}  // namespace hemgang::cli
