// A command line in its words: a verb, names and key=value pairs. And the words for times and codes.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/generated_enum_reflection.h>

#include "absl/time/time.h"

#include "hemgang/handover/v1/vocabulary.pb.h"

namespace hemgang::flows {

namespace hv1 = hemgang::handover::v1;

// Says what is wrong with a script (never with the house); the flow fails and goes on.
void Fault(const std::string& sentence);

class FlowWords {
 public:
  explicit FlowWords(const std::string& line);

  const std::string& verb() const { return verb_; }
  // The n-th word without "=", after the verb; empty when there is none.
  std::string Name(size_t place) const;
  bool Has(const std::string& key) const { return pairs_.count(key) > 0; }
  // The value of a key, or `otherwise`.
  std::string Get(const std::string& key, const std::string& otherwise = "") const;
  // Gives a key a value when it has none.
  void Default(const std::string& key, const std::string& value) { pairs_.emplace(key, value); }
  std::optional<absl::Time> GetTime(const std::string& key) const;
  std::vector<std::string> GetList(const std::string& key) const;
  std::vector<hv1::Profession> GetProfessions(const std::string& key) const;
  // Faults when a key is none of these: a misspelt one would otherwise go unseen.
  void Allow(const std::vector<std::string>& keys) const;

 private:
  std::string verb_;
  std::vector<std::string> names_;
  std::map<std::string, std::string> pairs_;
};

// "2026-06-18T15:00" on the clocks of Stockholm (Oslo shows the same), or with an offset.
absl::Time ReadTime(const std::string& text);
// The same back; with an offset in the hour that the autumn night repeats, and with seconds when it is no whole minute.
std::string TimeText(absl::Time time);

// "fast-track" among the names of an enum: its value URGENCY_FAST_TRACK.
int NumberOf(const google::protobuf::EnumDescriptor& type, const std::string& word);
template <typename Enum>
Enum ValueOf(const std::string& word) {
  return static_cast<Enum>(NumberOf(*google::protobuf::GetEnumDescriptor<Enum>(), word));
}
// TASK_KIND_FIRST_CONTACT as FIRST_CONTACT.
std::string BareName(const google::protobuf::EnumDescriptor& type, int number);
template <typename Enum>
std::string NameOf(Enum value) {
  return BareName(*google::protobuf::GetEnumDescriptor<Enum>(), static_cast<int>(value));
}
// … as first-contact.
std::string WordOf(const std::string& name);

}  // namespace hemgang::flows
