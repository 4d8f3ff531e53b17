#include "services/rules/instruments.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace hemgang::rules {
namespace {

constexpr auto kOnlyScale = hv1::INSTRUMENT_VARIANT_UNSPECIFIED;
constexpr auto kBarthel100 = hv1::INSTRUMENT_VARIANT_BARTHEL_100;
constexpr auto kBarthel20 = hv1::INSTRUMENT_VARIANT_BARTHEL_20;
constexpr auto kNumeric = hv1::INSTRUMENT_VARIANT_ESAS_NUMERIC;
constexpr auto kVas = hv1::INSTRUMENT_VARIANT_ESAS_VAS;
constexpr auto kNumber = ScoreRule::kNumber;
constexpr auto kSum = ScoreRule::kSumOfItems;
constexpr auto kLetter = ScoreRule::kLetter;
constexpr auto kGood = Direction::kHighIsGood;
constexpr auto kBad = Direction::kHighIsBad;

// As their authors published them; a PPS and an AKPS are levels, of which there is none between two. A dead patient
// (AKPS 0) is handed over to nobody. A TUG over ten minutes is a slip of the pen.
// clang-format off
// TABLE: kScales
constexpr Scale kScales[] = {
    //                                                              from     to step dec. items        own, in the sum
    {hv1::INSTRUMENT_KATZ,    kOnlyScale,  kLetter, kBad,    0,     0,  1, 0,   6, 0,   1, 1,  false, false},
    {hv1::INSTRUMENT_SUNNAAS, kOnlyScale,  kSum,    kGood,   0,    36,  1, 0,  12, 0,   3, 1,  false, false},
    {hv1::INSTRUMENT_BARTHEL, kBarthel100, kSum,    kGood,   0,   100,  5, 0,  10, 0,  15, 5,  false, false},
    {hv1::INSTRUMENT_BARTHEL, kBarthel20,  kSum,    kGood,   0,    20,  1, 0,  10, 0,   3, 1,  false, false},
    {hv1::INSTRUMENT_PPS,     kOnlyScale,  kNumber, kGood,   0,   100, 10, 0,   0, 0,   0, 1,  false, false},
    {hv1::INSTRUMENT_AKPS,    kOnlyScale,  kNumber, kGood,  10,   100, 10, 0,   0, 0,   0, 1,  false, false},
    {hv1::INSTRUMENT_ESAS,    kNumeric,    kSum,    kBad,    0,    90,  1, 0,   9, 0,  10, 1,  true,  false},
    {hv1::INSTRUMENT_ESAS,    kVas,        kSum,    kBad,    0,  1000,  1, 0,   9, 0, 100, 1,  true,  true},
    {hv1::INSTRUMENT_DOWNTON, kOnlyScale,  kSum,    kBad,    0,    11,  1, 0,  11, 0,   1, 1,  false, false},
    {hv1::INSTRUMENT_TUG,     kOnlyScale,  kNumber, kBad,    1, 60000,  1, 2,   0, 0,   0, 1,  false, false},
    {hv1::INSTRUMENT_SPPB,    kOnlyScale,  kSum,    kGood,   0,    12,  1, 0,   3, 0,   4, 1,  false, false},
    {hv1::INSTRUMENT_BERG,    kOnlyScale,  kSum,    kGood,   0,    56,  1, 0,  14, 0,   4, 1,  false, false},
};
// END TABLE
// clang-format on

constexpr size_t kKatzItems = 6;

struct KatzRow {
  int dependent;
  // So many of the items, from the first, must be among them.
  int first_dependent;
  hv1::KatzGrade grade;
};

// TABLE: kKatzGrades
constexpr KatzRow kKatzGrades[] = {
    {2, 1, hv1::KATZ_GRADE_C},
    {3, 2, hv1::KATZ_GRADE_D},
    {4, 3, hv1::KATZ_GRADE_E},
    {5, 4, hv1::KATZ_GRADE_F},
};
// END TABLE

constexpr size_t kMostDigits = 6;

// "600.00" for 60000 with two decimals.
std::string NumberText(int64_t number, int decimals) {
  std::string digits = absl::StrCat(number);
  const auto places = static_cast<size_t>(decimals);
  if (places == 0) return digits;
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  return digits.insert(digits.size() - places, ".");
}

bool AreDigits(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return absl::ascii_isdigit(c); });
}

// "13.5" to 1350 for two decimals. False, and a fault, when it is no such number.
bool ReadTotal(const std::string& text, int decimals, int64_t* total, std::vector<ScoreFault>& faults) {
  const size_t point = text.find('.');
  const std::string whole = text.substr(0, point);
  std::string fraction = point == std::string::npos ? "" : text.substr(point + 1);
  const bool number = !whole.empty() && whole.size() <= kMostDigits && AreDigits(whole) &&
                      (point == std::string::npos || !fraction.empty()) && AreDigits(fraction);
  if (!number) {
    faults.push_back({"total", "must be a number with a decimal point, such as 14 or 13.5"});
    return false;
  }
  if (fraction.size() > static_cast<size_t>(decimals)) {
    faults.push_back({"total", decimals == 0 ? "must be a whole number"
                                             : absl::StrCat("must have at most ", decimals, " decimals")});
    return false;
  }
  fraction.resize(static_cast<size_t>(decimals), '0');
  *total = 0;
  for (const char digit : whole + fraction) *total = *total * 10 + (digit - '0');
  return true;
}

// True when it is one of the scale.
bool CheckTotal(const Scale& scale, int64_t total, std::vector<ScoreFault>& faults) {
  if (total < scale.lowest || total > scale.highest) {
    faults.push_back({"total", absl::StrCat("must be from ", NumberText(scale.lowest, scale.decimals), " to ",
                                            NumberText(scale.highest, scale.decimals))});
    return false;
  }
  if ((total - scale.lowest) % scale.step != 0) {
    faults.push_back({"total", absl::StrCat("must be in steps of ", scale.step)});
    return false;
  }
  return true;
}

// True when the items can be added up.
bool CheckItems(const Scale& scale, const hv1::InstrumentScore& score, std::vector<ScoreFault>& faults) {
  const int given = score.items_size();
  if (scale.items == 0) {
    faults.push_back({"items", "must be left out: this instrument has a total alone"});
    return false;
  }
  if (given != scale.items && !(scale.own_item && given == scale.items + 1)) {
    faults.push_back({"items", absl::StrCat("must be all ", scale.items, scale.own_item ? ", and the own one," : "",
                                            " or be left out")});
    return false;
  }
  bool sound = true;
  for (int i = 0; i < given; ++i) {
    const int item = score.items(i);
    if (item >= scale.item_lowest && item <= scale.item_highest && item % scale.item_step == 0) continue;
    faults.push_back({absl::StrCat("items[", i, "]"),
                      absl::StrCat("must be from ", scale.item_lowest, " to ", scale.item_highest,
                                   scale.item_step > 1 ? absl::StrCat(" in steps of ", scale.item_step) : "")});
    sound = false;
  }
  return sound;
}

void CheckKatz(const Scale& scale, const hv1::InstrumentScore& score, std::vector<ScoreFault>& faults) {
  if (!score.total().empty()) faults.push_back({"total", "must be left out: this instrument has a letter, in grade"});
  if (score.items_size() == 0 || !CheckItems(scale, score, faults)) return;
  const std::vector<bool> independent(score.items().begin(), score.items().end());
  if (score.grade() != hv1::KATZ_GRADE_UNSPECIFIED && score.grade() != KatzGradeOf(independent)) {
    faults.push_back({"grade", "is another letter than the six items give"});
  }
}

void CheckNumber(const Scale& scale, const hv1::InstrumentScore& score, std::vector<ScoreFault>& faults) {
  int64_t total = 0;
  const bool has_total = !score.total().empty() && ReadTotal(score.total(), scale.decimals, &total, faults) &&
                         CheckTotal(scale, total, faults);
  if (score.items_size() == 0 || !CheckItems(scale, score, faults) || !has_total) return;
  int64_t sum = 0;
  for (int i = 0; i < score.items_size(); ++i) {
    if (i < scale.items || scale.own_item_in_sum) sum += score.items(i);
  }
  if (sum != total) faults.push_back({"total", "is another number than the items add up to"});
}

bool HasScales(hv1::Instrument instrument) {
  return std::any_of(std::begin(kScales), std::end(kScales),
                     [instrument](const Scale& scale) { return scale.instrument == instrument; });
}

// What belongs to a score whatever the scale.
void CheckAround(const Scale* scale, const hv1::InstrumentScore& score, std::optional<absl::CivilDay> latest_day,
                 std::vector<ScoreFault>& faults) {
  const bool letter = scale != nullptr && scale->rule == ScoreRule::kLetter;
  if (score.grade() != hv1::KATZ_GRADE_UNSPECIFIED && !letter) {
    faults.push_back({"grade", "must be left out: this instrument has no letter"});
  }
  if (!score.own_item().empty() && (scale == nullptr || !scale->own_item)) {
    faults.push_back({"own_item", "must be left out: this instrument has no item of the patient's own"});
  }
  if (score.date().empty()) return;
  const std::optional<absl::CivilDay> day = ParseDay(score.date());
  if (!day.has_value()) {
    faults.push_back({"date", "must be a date, written like 2026-06-22"});
  } else if (latest_day.has_value() && *day > *latest_day) {
    faults.push_back({"date", "must not be later than today"});
  }
}

}  // namespace

absl::Span<const Scale> Scales() {
  return kScales;
}

const Scale* FindScale(hv1::Instrument instrument, hv1::InstrumentVariant variant) {
  for (const Scale& scale : kScales) {
    if (scale.instrument == instrument && scale.variant == variant) return &scale;
  }
  return nullptr;
}

hv1::KatzGrade KatzGradeOf(const std::vector<bool>& independent) {
  if (independent.size() != kKatzItems) return hv1::KATZ_GRADE_UNSPECIFIED;
  const auto dependent = std::count(independent.begin(), independent.end(), false);
  const auto first_dependent = std::find(independent.begin(), independent.end(), true) - independent.begin();
  if (dependent == 0) return hv1::KATZ_GRADE_A;
  if (dependent == 1) return hv1::KATZ_GRADE_B;
  if (dependent == kKatzItems) return hv1::KATZ_GRADE_G;
  for (const KatzRow& row : kKatzGrades) {
    if (row.dependent == dependent && first_dependent >= row.first_dependent) return row.grade;
  }
  return hv1::KATZ_GRADE_OTHER;
}

std::vector<ScoreFault> CheckInstrument(const hv1::InstrumentScore& score, std::optional<absl::CivilDay> latest_day) {
  std::vector<ScoreFault> faults;
  if (score.instrument() == hv1::INSTRUMENT_UNSPECIFIED) return {{"instrument", "is required"}};
  const bool other = !HasScales(score.instrument());
  const Scale* scale = FindScale(score.instrument(), score.variant());
  if (scale == nullptr && !(other && score.variant() == hv1::INSTRUMENT_VARIANT_UNSPECIFIED)) {
    return {{"variant", FindScale(score.instrument(), hv1::INSTRUMENT_VARIANT_UNSPECIFIED) != nullptr || other
                            ? "must be left out: this instrument has one scale"
                            : "must say which of the instrument's scales it is"}};
  }
  CheckAround(scale, score, latest_day, faults);
  const bool scored = !score.total().empty() || score.grade() != hv1::KATZ_GRADE_UNSPECIFIED || score.items_size() > 0;
  if (score.not_possible()) {
    if (scored) faults.push_back({"not_possible", "must not be true while a score is given"});
    return faults;
  }
  if (other) {
    if (score.text().empty()) faults.push_back({"text", "must name the instrument and say what it gave"});
    if (score.items_size() > 0) faults.push_back({"items", "must be left out: they are told in text"});
    if (!score.total().empty()) faults.push_back({"total", "must be left out: it is told in text"});
    return faults;
  }
  if (!scored) faults.push_back({"total", "must be given, or not_possible be true"});
  scale->rule == ScoreRule::kLetter ? CheckKatz(*scale, score, faults) : CheckNumber(*scale, score, faults);
  return faults;
}

std::optional<absl::CivilDay> ParseDay(const std::string& text) {
  absl::CivilDay day;
  const bool written = text.size() == 10 && text[4] == '-' && text[7] == '-' && absl::ParseCivilTime(text, &day);
  if (!written || day.year() < 1900 || day.year() > 2100) return std::nullopt;
  return day;
}

std::optional<int> AgeInDays(const std::string& date, absl::CivilDay today) {
  const std::optional<absl::CivilDay> day = ParseDay(date);
  if (!day.has_value() || *day > today) return std::nullopt;
  return static_cast<int>(today - *day);
}

}  // namespace hemgang::rules
