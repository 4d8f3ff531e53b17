// What a therapist in Sweden calls the fields and values of a handover's content: two tables, and nothing else.
#pragma once

#include <string>

namespace hemgang::cli {

// A value, by its whole name; null when the table has no row for it.
const char* Swedish(const std::string& value);

// What stands above a field: its own text, by its path from the content ("aids.supply"), or the one that all fields of
// its name have in common. Empty for neither.
std::string AskedFor(const std::string& path, const std::string& name);

}  // namespace hemgang::cli
