// The optional blocks of a handover's content, for a screen: each that says something, by the names that its fields
// have in a file. A new field is shown from its first day.
#pragma once

#include "hemgang/handover/v1/content.pb.h"

#include "clients/cli/screen.h"

namespace hemgang::cli {

// A fact for each block: a line for each of its fields, or for each item of a list. A score stands with its age.
void ShowBlocks(const Screen& screen, const handover::v1::HandoverContent& content);

}  // namespace hemgang::cli
