// The code of every activity, from the list of codes that the field uses (ICF codes, docs).

#include "services/rules/icf.h"

#include <map>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace hemgang::rules {
namespace {

TEST(Icf, EveryActivityHasItsCode) {
  const std::map<hv1::DailyActivity, std::string> codes = {
      {hv1::DAILY_ACTIVITY_UNSPECIFIED, ""},
      {hv1::DAILY_ACTIVITY_TURN_IN_BED, "d410"},     // changing basic body position
      {hv1::DAILY_ACTIVITY_SIT, "d415"},             // maintaining a body position
      {hv1::DAILY_ACTIVITY_STAND_UP, "d4104"},       // standing
      {hv1::DAILY_ACTIVITY_TRANSFER, "d420"},        // transferring oneself
      {hv1::DAILY_ACTIVITY_WALK_INDOORS, "d450"},    // walking
      {hv1::DAILY_ACTIVITY_MOVE_OUTDOORS, "d4602"},  // moving around outside
      {hv1::DAILY_ACTIVITY_STAIRS, "d4551"},         // climbing
      {hv1::DAILY_ACTIVITY_USE_WHEELCHAIR, "d465"},  // moving around using equipment
      {hv1::DAILY_ACTIVITY_TRAVEL, "d470"},          // using transportation
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
  for (int number = 0; number < hv1::DailyActivity_ARRAYSIZE; ++number) {
    const auto activity = static_cast<hv1::DailyActivity>(number);
    ASSERT_EQ(codes.count(activity), 1U) << number;
    EXPECT_EQ(IcfCode(activity), codes.at(activity)) << hv1::DailyActivity_Name(activity);
  }
}

TEST(Icf, OfTheThreeEntriesAboutActivity) {
  const std::map<int, std::string> codes = {{6, "d420"}, {7, "d450"}, {8, "d530"}};
  for (int entry = 0; entry <= 13; ++entry) {
    EXPECT_EQ(IcfCodeOfEntry(entry), codes.count(entry) == 1 ? codes.at(entry) : "") << entry;
  }
}

}  // namespace
}  // namespace hemgang::rules
