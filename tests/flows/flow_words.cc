#include "tests/flows/flow_words.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace hemgang::flows {
namespace {

absl::TimeZone Stockholm() {
  static const absl::TimeZone zone = [] {
    absl::TimeZone loaded;
    if (!absl::LoadTimeZone("Europe/Stockholm", &loaded)) Fault("this machine has no Europe/Stockholm");
    return loaded;
  }();
  return zone;
}

struct ProfessionRow {
  const char* word;
  hv1::Profession profession;
};

constexpr ProfessionRow kProfessions[] = {
    {"at", hv1::PROFESSION_OCCUPATIONAL_THERAPIST},
    {"ft", hv1::PROFESSION_PHYSIOTHERAPIST},
};

// The names of an enum's values share a beginning, which is what UNSPECIFIED stands after.
std::string PrefixOf(const google::protobuf::EnumDescriptor& type) {
  const std::string& first = type.FindValueByNumber(0)->name();
  return first.substr(0, first.size() - std::string("UNSPECIFIED").size());
}

}  // namespace

void Fault(const std::string& sentence) {
  ADD_FAILURE() << sentence;
}

FlowWords::FlowWords(const std::string& line) {
  const std::vector<std::string> words = absl::StrSplit(line, ' ', absl::SkipWhitespace());
  if (words.empty()) Fault("an empty command");
  verb_ = words.empty() ? "" : words.front();
  for (size_t i = 1; i < words.size(); ++i) {
    const size_t equals = words[i].find('=');
    if (equals == std::string::npos) {
      names_.push_back(words[i]);
    } else if (!pairs_.emplace(words[i].substr(0, equals), words[i].substr(equals + 1)).second) {
      Fault(absl::StrCat(words[i], " is given twice"));
    }
  }
}

std::string FlowWords::Name(size_t place) const {
  return place < names_.size() ? names_[place] : "";
}

std::string FlowWords::Get(const std::string& key, const std::string& otherwise) const {
  const auto found = pairs_.find(key);
  return found == pairs_.end() ? otherwise : found->second;
}

std::optional<absl::Time> FlowWords::GetTime(const std::string& key) const {
  if (!Has(key)) return std::nullopt;
  return ReadTime(Get(key));
}

std::vector<std::string> FlowWords::GetList(const std::string& key) const {
  if (!Has(key)) return {};
  return absl::StrSplit(Get(key), ',');
}

std::vector<hv1::Profession> FlowWords::GetProfessions(const std::string& key) const {
  std::vector<hv1::Profession> professions;
  for (const std::string& word : GetList(key)) {
    const auto* row = std::find_if(std::begin(kProfessions), std::end(kProfessions),
                                   [&](const ProfessionRow& each) { return word == each.word; });
    if (row == std::end(kProfessions)) {
      Fault(absl::StrCat(word, " is no profession; write at or ft"));
    } else {
      professions.push_back(row->profession);
    }
  }
  return professions;
}

void FlowWords::Allow(const std::vector<std::string>& keys) const {
  for (const auto& [key, value] : pairs_) {
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
      Fault(absl::StrCat(verb_, " has no ", key, "="));
    }
  }
}

absl::Time ReadTime(const std::string& text) {
  absl::Time time;
  std::string error;
  if (absl::ParseTime("%Y-%m-%d%ET%H:%M%Ez", text, &time, &error)) return time;
  if (absl::ParseTime("%Y-%m-%d%ET%H:%M", text, Stockholm(), &time, &error)) return time;
  Fault(absl::StrCat(text, " is no time: ", error));
  return time;
}

std::string TimeText(absl::Time time) {
  std::string format = "%Y-%m-%d%ET%H:%M";
  const absl::TimeZone::CivilInfo shown = Stockholm().At(time);
  if (shown.cs.second() != 0) format += ":%S";
  if (Stockholm().At(shown.cs).kind == absl::TimeZone::TimeInfo::REPEATED) format += "%Ez";
  return absl::FormatTime(format, time, Stockholm());
}

int NumberOf(const google::protobuf::EnumDescriptor& type, const std::string& word) {
  const std::string name = absl::AsciiStrToUpper(absl::StrReplaceAll(word, {{"-", "_"}}));
  const auto* value = type.FindValueByName(PrefixOf(type) + name);
  if (value == nullptr) Fault(absl::StrCat(word, " is no ", type.name()));
  return value == nullptr ? 0 : value->number();
}

std::string BareName(const google::protobuf::EnumDescriptor& type, int number) {
  const auto* value = type.FindValueByNumber(number);
  return value == nullptr ? absl::StrCat(number) : value->name().substr(PrefixOf(type).size());
}

std::string WordOf(const std::string& name) {
  return absl::AsciiStrToLower(absl::StrReplaceAll(name, {{"_", "-"}}));
}

}  // namespace hemgang::flows
