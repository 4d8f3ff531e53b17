// The empty form of a handover's content: YAML with Swedish comments. Keys and allowed words come from the API's
// descriptors, so that a new field or word stands in the form at once; the Swedish texts are two tables in the .cc.
#pragma once

#include <string>

#include "hemgang/handover/v1/content.pb.h"

namespace hemgang::cli {

// Reading it with ReadYaml as it is gives a content in which nothing is said.
std::string ContentTemplate();

// A content that has all entries and nothing in them, for --json.
handover::v1::HandoverContent EmptyContent();

// What a therapist in Sweden calls a value, by its whole name; null when the table has no row for it.
const char* Swedish(const std::string& value);

}  // namespace hemgang::cli
