// The words of the plain text, in Swedish and bokmål: what a therapist calls a value, a field, an entry. Two tables in
// the .cc files; a test sees that every value and field of the content stands in them. Pure; safe from any thread.
#pragma once

#include <string>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"
#include "hemgang/handover/v1/handover_service.pb.h"

namespace hemgang::handover {

namespace hv1 = hemgang::handover::v1;

// "hjälp av en person". Empty for the value 0 and for one without a row.
std::string WordOf(const google::protobuf::EnumValueDescriptor& value, hv1::TextLanguage language);

template <typename Enum>
std::string WordOf(Enum value, hv1::TextLanguage language) {
  const auto* found = google::protobuf::GetEnumDescriptor<Enum>()->FindValueByNumber(static_cast<int>(value));
  return found == nullptr ? "" : WordOf(*found, language);
}

// What stands before a value: by "Message.field", or by a name of the text's own ("due"). Empty for no row.
std::string LabelOf(const std::string& key, hv1::TextLanguage language);

}  // namespace hemgang::handover
