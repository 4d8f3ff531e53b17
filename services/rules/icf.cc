#include "services/rules/icf.h"

namespace hemgang::rules {
namespace {

struct ActivityCodeRow {
  hv1::DailyActivity activity;
  const char* code;
};

// TABLE: kActivityCodes
constexpr ActivityCodeRow kActivityCodes[] = {
    {hv1::DAILY_ACTIVITY_TURN_IN_BED, "d410"},
    {hv1::DAILY_ACTIVITY_SIT, "d415"},
    {hv1::DAILY_ACTIVITY_STAND_UP, "d4104"},
    {hv1::DAILY_ACTIVITY_TRANSFER, "d420"},
    {hv1::DAILY_ACTIVITY_WALK_INDOORS, "d450"},
    {hv1::DAILY_ACTIVITY_MOVE_OUTDOORS, "d4602"},
    {hv1::DAILY_ACTIVITY_STAIRS, "d4551"},
    {hv1::DAILY_ACTIVITY_USE_WHEELCHAIR, "d465"},
    {hv1::DAILY_ACTIVITY_TRAVEL, "d470"},
    {hv1::DAILY_ACTIVITY_LIFT_AND_CARRY, "d430"},
    {hv1::DAILY_ACTIVITY_USE_HANDS, "d440"},
    {hv1::DAILY_ACTIVITY_USE_ARMS, "d445"},
    {hv1::DAILY_ACTIVITY_WASH, "d510"},
    {hv1::DAILY_ACTIVITY_GROOM, "d520"},
    {hv1::DAILY_ACTIVITY_TOILET, "d530"},
    {hv1::DAILY_ACTIVITY_DRESS, "d540"},
    {hv1::DAILY_ACTIVITY_EAT, "d550"},
    {hv1::DAILY_ACTIVITY_DRINK, "d560"},
    {hv1::DAILY_ACTIVITY_MANAGE_HEALTH, "d570"},
    {hv1::DAILY_ACTIVITY_KEEP_SAFE, "d571"},
    {hv1::DAILY_ACTIVITY_SHOP, "d620"},
    {hv1::DAILY_ACTIVITY_PREPARE_MEALS, "d630"},
    {hv1::DAILY_ACTIVITY_HOUSEWORK, "d640"},
    {hv1::DAILY_ACTIVITY_DAILY_ROUTINE, "d230"},
    {hv1::DAILY_ACTIVITY_COMMUNICATE, "d310-d349"},
};
// END TABLE

struct EntryCodeRow {
  int entry;
  const char* code;
};

// TABLE: kEntryCodes
constexpr EntryCodeRow kEntryCodes[] = {
    {6, "d420"},
    {7, "d450"},
    {8, "d530"},
};
// END TABLE

}  // namespace

std::string IcfCode(hv1::DailyActivity activity) {
  for (const ActivityCodeRow& row : kActivityCodes) {
    if (row.activity == activity) return row.code;
  }
  return "";
}

std::string IcfCodeOfEntry(int entry) {
  for (const EntryCodeRow& row : kEntryCodes) {
    if (row.entry == entry) return row.code;
  }
  return "";
}

}  // namespace hemgang::rules
