// The optional blocks of the plain text: each that holds something, under its name.
#pragma once

#include "services/handover/text_page.h"
#include "services/handover/text_telling.h"

namespace hemgang::handover {

// SAMSA gets those that a first visit needs, and the names of the others; the record gets all.
void AddBlocks(const Telling& telling, Page& page);

}  // namespace hemgang::handover
