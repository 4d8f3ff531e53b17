#include "services/rules/aids.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/time/civil_time.h"

#include "services/rules/working_time.h"

namespace hemgang::rules {
namespace {

// clang-format off
// TABLE: kAids
constexpr AidKind kAids[] = {
    {"043306", "trycksårsmadrass", "trykkavlastende madrass"},
    {"091203", "toalettstol", "toalettstol"},
    {"091212", "fristående toalettförhöjning", "frittstående toalettforhøyer"},
    {"091218", "fast toalettförhöjning", "fastmontert toalettforhøyer"},
    {"091224", "armstöd till toalett", "armlener til toalett"},
    {"093304", "badbräda", "badekarbrett"},
    {"093307", "duschstol", "dusjstol"},
    {"120303", "käpp", "stokk"},
    {"120316", "fyrpunktskäpp", "firepunktsstokk"},
    {"120603", "gåbock", "gåramme"},
    {"120606", "rollator", "rullator"},
    {"120609", "gåstol", "gåstol"},
    {"120612", "gåbord", "gåbord"},
    {"122203", "manuell rullstol", "manuell rullestol"},
    {"123103", "glidlakan", "glidelaken"},
    {"123603", "mobil personlyft", "mobil personløfter"},
    {"181210", "ställbar säng", "regulerbar seng"},
    {"1830", "trapphiss eller annan hiss", "trappeheis eller annen heis"},
    {"183015", "ramp", "rampe"},
    {"2229", "trygghetslarm", "trygghetsalarm"},
};
// END TABLE

struct AidClassRow {
  const char* digits;
};

// The classes of ISO 9999 in its editions of 2011 to 2022.
// TABLE: kAidClasses
constexpr AidClassRow kAidClasses[] = {
    {"04"}, {"05"}, {"06"}, {"09"}, {"12"}, {"15"}, {"18"}, {"22"}, {"24"}, {"27"}, {"28"}, {"30"},
};
// END TABLE

struct LeadTimeRow {
  hv1::HomeItemSupply supply;
  int weekdays;
  // For what two trades put up together.
  int installation_weekdays;
};

// TABLE: kLeadTimes
constexpr LeadTimeRow kLeadTimes[] = {
    {hv1::HOME_ITEM_SUPPLY_STOCK, 7, 0},
    {hv1::HOME_ITEM_SUPPLY_ORDERED_ARTICLE, 17, 0},
    {hv1::HOME_ITEM_SUPPLY_ACUTE, 1, 0},
    {hv1::HOME_ITEM_SUPPLY_WITH_INSTALLATION, 7, 10},
};
// END TABLE

struct ToOrderRow {
  hv1::HomeItemStatus status;
};

// TABLE: kToOrder
constexpr ToOrderRow kToOrder[] = {
    {hv1::HOME_ITEM_STATUS_UNSPECIFIED},
    {hv1::HOME_ITEM_STATUS_PRESCRIBED},
    {hv1::HOME_ITEM_STATUS_MISSING},
    {hv1::HOME_ITEM_STATUS_FAILED},
};
// END TABLE
// clang-format on

constexpr size_t kWithDivision = 6;

}  // namespace

bool IsAidCode(const std::string& code) {
  const bool length = code.size() == 4 || code.size() == kWithDivision || code.size() == 8;
  const bool digits = std::all_of(code.begin(), code.end(), [](unsigned char c) { return absl::ascii_isdigit(c); });
  return length && digits &&
         std::any_of(std::begin(kAidClasses), std::end(kAidClasses),
                     [&code](const AidClassRow& row) { return code.compare(0, 2, row.digits) == 0; });
}

const AidKind* FindAidKind(const std::string& code) {
  if (!IsAidCode(code)) return nullptr;
  const std::string international = code.substr(0, kWithDivision);
  for (const AidKind& row : kAids) {
    if (international == row.iso_code) return &row;
  }
  return nullptr;
}

bool NeedsOrder(hv1::HomeItemStatus status) {
  return std::any_of(std::begin(kToOrder), std::end(kToOrder),
                     [status](const ToOrderRow& row) { return row.status == status; });
}

std::optional<absl::Time> LatestOrderTime(hv1::HomeItemSupply supply, absl::Time discharge, Country country,
                                          absl::TimeZone zone) {
  const OpeningHours calendar = DefaultOpeningHours(country, zone);
  for (const LeadTimeRow& row : kLeadTimes) {
    if (row.supply != supply) continue;
    // One weekday back to the day on which it must stand there, and from that day the whole lead time.
    int weekdays = 1 + row.weekdays + row.installation_weekdays;
    absl::CivilDay day = LocalDay(calendar, discharge);
    while (weekdays > 0) {
      if (IsWorkingDay(calendar, --day)) --weekdays;
    }
    return ClosingOn(calendar, day);
  }
  return std::nullopt;
}

bool LatestOrderHasPassed(hv1::HomeItemStatus status, hv1::HomeItemSupply supply, absl::Time discharge, Country country,
                          absl::TimeZone zone, absl::Time now) {
  const std::optional<absl::Time> latest = LatestOrderTime(supply, discharge, country, zone);
  return NeedsOrder(status) && latest.has_value() && now > *latest;
}

}  // namespace hemgang::rules
