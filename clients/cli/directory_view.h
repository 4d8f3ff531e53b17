// Small texts about units and holes that the directory's and the routes' views have in common. Pure.
#pragma once

#include <string>

#include "hemgang/directory/v1/directory.pb.h"

namespace hemgang::cli {

// "Mon–Thu 08:00–16:00; Fri 08:00–12:00", "default" for a unit without hours of its own.
std::string HoursText(const directory::v1::Unit& unit);

}  // namespace hemgang::cli
