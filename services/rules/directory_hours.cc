#include "services/rules/directory_hours.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/ascii.h"

namespace hemgang::rules {
namespace {

// The zone is that of a unit that names none.
// TABLE: kCountries
constexpr CountryRow kCountries[] = {
    {"SE", Country::kSweden, "Europe/Stockholm"},
    {"NO", Country::kNorway, "Europe/Oslo"},
};
// END TABLE

// TABLE: kHalfDays
constexpr HalfDayRow kHalfDays[] = {
    {dv1::HALF_DAY_TWELFTH_NIGHT_EVE, HalfDay::kTwelfthNightEve, Country::kSweden},
    {dv1::HALF_DAY_MAUNDY_THURSDAY, HalfDay::kMaundyThursday, Country::kSweden},
    {dv1::HALF_DAY_WALPURGIS_EVE, HalfDay::kWalpurgisEve, Country::kSweden},
    {dv1::HALF_DAY_ASCENSION_EVE, HalfDay::kAscensionEve, Country::kSweden},
    {dv1::HALF_DAY_NATIONAL_DAY_EVE, HalfDay::kNationalDayEve, Country::kSweden},
    {dv1::HALF_DAY_ALL_SAINTS_EVE, HalfDay::kAllSaintsEve, Country::kSweden},
    {dv1::HALF_DAY_WEDNESDAY_BEFORE_EASTER, HalfDay::kWednesdayBeforeEaster, Country::kNorway},
    {dv1::HALF_DAY_CHRISTMAS_EVE, HalfDay::kChristmasEve, Country::kNorway},
    {dv1::HALF_DAY_NEW_YEARS_EVE, HalfDay::kNewYearsEve, Country::kNorway},
    {dv1::HALF_DAY_WHITSUN_EVE, HalfDay::kWhitsunEve, Country::kNorway},
};
// END TABLE

bool IsDigit(char c) {
  return absl::ascii_isdigit(static_cast<unsigned char>(c));
}

}  // namespace

std::optional<int> MinuteOfDay(const std::string& text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  for (const size_t i : {0, 1, 3, 4}) {
    if (!IsDigit(text[i])) return std::nullopt;
  }
  const int hour = (text[0] - '0') * 10 + (text[1] - '0');
  const int minute = (text[3] - '0') * 10 + (text[4] - '0');
  if (minute > 59 || hour * 60 + minute > 24 * 60) return std::nullopt;
  return hour * 60 + minute;
}

const CountryRow* FindCountry(const std::string& code) {
  for (const CountryRow& row : kCountries) {
    if (row.code == code) return &row;
  }
  return nullptr;
}

const HalfDayRow* FindHalfDay(dv1::HalfDay written) {
  for (const HalfDayRow& row : kHalfDays) {
    if (row.written == written) return &row;
  }
  return nullptr;
}

std::optional<OpeningHours> HoursOf(const dv1::Organisation& organisation, const dv1::Unit& unit,
                                    const ZoneLoader& zones) {
  const CountryRow* country = FindCountry(organisation.country());
  absl::TimeZone zone;
  if (country == nullptr || !zones(unit.zone().empty() ? country->zone : unit.zone(), &zone)) return std::nullopt;

  OpeningHours hours = DefaultOpeningHours(country->country, zone);
  hours.open_on_holidays = unit.open_on_holidays();
  if (unit.hours_size() > 0) hours.week = {};
  for (const dv1::OpeningHours& written : unit.hours()) {
    const std::optional<int> opens = MinuteOfDay(written.opens());
    const std::optional<int> closes = MinuteOfDay(written.closes());
    if (!opens || !closes) continue;
    for (const int day : written.days()) {
      if (day < dv1::WEEKDAY_MONDAY || day > dv1::WEEKDAY_SUNDAY) continue;
      hours.week[static_cast<size_t>(day - dv1::WEEKDAY_MONDAY)].push_back({*opens, *closes});
    }
  }
  for (auto& day : hours.week) {
    std::sort(day.begin(), day.end(),
              [](const OpeningInterval& a, const OpeningInterval& b) { return a.opens_minute < b.opens_minute; });
  }
  for (const dv1::HalfDayClosing& half : organisation.half_days()) {
    const HalfDayRow* row = FindHalfDay(half.day());
    const std::optional<int> closes = MinuteOfDay(half.closes());
    if (row != nullptr && closes) hours.half_day_close_minute[row->half_day] = *closes;
  }
  return hours;
}

}  // namespace hemgang::rules
