// The words that people type and read for the enums of the API: `one_person` for ASSISTANCE_LEVEL_ONE_PERSON.
// Everything is taken from the enum's descriptor, so that a new value needs no change here. Thread-safe.
#pragma once

#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"

namespace hemgang::cli {

// "one_person". For the value 0: "unspecified".
std::string ShortWord(const google::protobuf::EnumValueDescriptor& value);

// "one person", as it stands in tables and texts. Empty for the value 0.
std::string Spoken(const google::protobuf::EnumValueDescriptor& value);

// The short words of every value but 0, in the order of the proto.
std::vector<std::string> Words(const google::protobuf::EnumDescriptor& words);

// The value that a person means: case does not matter, - and _ are one, the prefix may stand or not, and the few
// names of kAliases in the .cc are known (OT, PT, FAST). Null when there is none; the value 0 cannot be said, but its
// whole name can, because JSON answers hold it.
const google::protobuf::EnumValueDescriptor* FindWord(const google::protobuf::EnumDescriptor& words,
                                                      const std::string& text);

// The word that a misspelt one was probably meant to be. Empty when none is near.
std::string Nearest(const std::string& text, const std::vector<std::string>& words);

// "'fst' is not known; did you mean fast_track? Allowed: routine, urgent, fast_track."
std::string NotKnown(const std::string& text, const std::vector<std::string>& allowed);

template <typename Enum>
std::string Spoken(Enum value) {
  const auto* found = google::protobuf::GetEnumDescriptor<Enum>()->FindValueByNumber(static_cast<int>(value));
  return found == nullptr ? std::to_string(static_cast<int>(value)) : Spoken(*found);
}

}  // namespace hemgang::cli
