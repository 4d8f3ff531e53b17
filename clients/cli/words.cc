#include "clients/cli/words.h"

#include <algorithm>
#include <numeric>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

namespace hemgang::cli {
namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;

// What therapists say for a value, beside its own name.
struct Alias {
  const char* enumeration;
  const char* said;
  const char* meant;
};

constexpr Alias kAliases[] = {
    {"hemgang.handover.v1.Profession", "OT", "OCCUPATIONAL_THERAPIST"},
    {"hemgang.handover.v1.Profession", "AT", "OCCUPATIONAL_THERAPIST"},
    {"hemgang.handover.v1.Profession", "PT", "PHYSIOTHERAPIST"},
    {"hemgang.handover.v1.Profession", "FT", "PHYSIOTHERAPIST"},
    {"hemgang.handover.v1.Urgency", "FAST", "FAST_TRACK"},
    {"hemgang.handover.v1.TextPurpose", "JOURNAL", "MEDICAL_RECORD"},
    {"hemgang.handover.v1.TransferTarget", "JOURNAL", "MEDICAL_RECORD"},
};

// How the values are shown whose names do not read well.
struct Wording {
  const char* value;
  const char* spoken;
};

constexpr Wording kWordings[] = {
    {"PROFESSION_OCCUPATIONAL_THERAPIST", "OT"},
    {"PROFESSION_PHYSIOTHERAPIST", "PT"},
    {"AGE_BAND_0_17", "0–17"},
    {"AGE_BAND_18_64", "18–64"},
    {"AGE_BAND_65_79", "65–79"},
    {"AGE_BAND_80_89", "80–89"},
    {"AGE_BAND_90_PLUS", "90+"},
};

// "URGENCY_" for the enum whose value 0 is URGENCY_UNSPECIFIED.
std::string Prefix(const EnumDescriptor& words) {
  const EnumValueDescriptor* zero = words.FindValueByNumber(0);
  return zero == nullptr ? "" : std::string(absl::StripSuffix(zero->name(), "UNSPECIFIED"));
}

// How many letters must be changed, left out or added to make one of the other.
size_t Distance(const std::string& one, const std::string& other) {
  std::vector<size_t> row(other.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (size_t i = 0; i < one.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i + 1;
    for (size_t j = 0; j < other.size(); ++j) {
      const size_t changed = diagonal + (one[i] == other[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string ShortWord(const EnumValueDescriptor& value) {
  return absl::AsciiStrToLower(std::string(absl::StripPrefix(value.name(), Prefix(*value.type()))));
}

std::string Spoken(const EnumValueDescriptor& value) {
  if (value.number() == 0) return "";
  for (const Wording& wording : kWordings) {
    if (value.name() == wording.value) return wording.spoken;
  }
  return absl::StrReplaceAll(ShortWord(value), {{"_", " "}});
}

std::vector<std::string> Words(const EnumDescriptor& words) {
  std::vector<std::string> found;
  for (int i = 0; i < words.value_count(); ++i) {
    if (words.value(i)->number() != 0) found.push_back(ShortWord(*words.value(i)));
  }
  return found;
}

const EnumValueDescriptor* FindWord(const EnumDescriptor& words, const std::string& text) {
  std::string name = absl::StrReplaceAll(absl::AsciiStrToUpper(text), {{"-", "_"}, {" ", "_"}});
  for (const Alias& alias : kAliases) {
    if (words.full_name() == alias.enumeration && name == alias.said) name = alias.meant;
  }
  if (const EnumValueDescriptor* whole = words.FindValueByName(name)) return whole;
  const EnumValueDescriptor* found = words.FindValueByName(Prefix(words) + name);
  return found != nullptr && found->number() != 0 ? found : nullptr;
}

std::string Nearest(const std::string& text, const std::vector<std::string>& words) {
  const std::string said = absl::StrReplaceAll(absl::AsciiStrToLower(text), {{"-", "_"}, {" ", "_"}});
  std::string nearest;
  size_t least = std::max<size_t>(1, said.size() / 3) + 1;
  for (const std::string& word : words) {
    const size_t distance = Distance(said, word);
    if (distance < least) {
      least = distance;
      nearest = word;
    }
  }
  return nearest;
}

std::string NotKnown(const std::string& text, const std::vector<std::string>& allowed) {
  const std::string nearest = Nearest(text, allowed);
  return absl::StrCat("'", text, "' is not known", nearest.empty() ? "." : "; did you mean " + nearest + "?",
                      " Allowed: ", absl::StrJoin(allowed, ", "), ".");
}

}  // namespace hemgang::cli
