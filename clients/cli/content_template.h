// The empty form of a handover's content: YAML with Swedish comments. Keys and allowed words come from the API's
// descriptors, so that a new field or word stands in the form at once; the Swedish texts are in content_words.
#pragma once

#include <string>

#include "hemgang/handover/v1/content.pb.h"

namespace hemgang::cli {

// The twelve entries, then the optional blocks, folded away as comments. Reading it with ReadYaml as it is gives a
// content in which nothing is said; taking "# " away before the lines of a block unfolds it.
std::string ContentTemplate();

// A content that has all entries and blocks and nothing in them, for --json. Lists are empty.
handover::v1::HandoverContent EmptyContent();

}  // namespace hemgang::cli
