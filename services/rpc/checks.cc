#include "services/rpc/checks.h"

#include <vector>

#include <google/protobuf/descriptor.h>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"

#include "services/rpc/text.h"

namespace hemgang::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::Timestamp;

constexpr int64_t kYear2000 = 946'684'800;
constexpr int64_t kYear2101 = 4'133'980'800;

// "DeclineReason" -> "DECLINE_REASON_"
std::string PrefixOf(const EnumDescriptor& type) {
  std::string prefix;
  for (const char c : type.name()) {
    if (absl::ascii_isupper(static_cast<unsigned char>(c)) && !prefix.empty()) prefix.push_back('_');
    prefix.push_back(absl::ascii_toupper(static_cast<unsigned char>(c)));
  }
  return prefix + "_";
}

void CheckText(const std::string& text, const std::string& path, FieldFaults& faults) {
  if (text.size() > kMaxTextBytes) {
    faults.Add(path, absl::StrCat("is too long: ", text.size(), " bytes; at most ", kMaxTextBytes, " are allowed"));
  } else if (!IsUtf8(text)) {
    faults.Add(path, "is not valid UTF-8");
  } else if (HasControlCharacter(text)) {
    faults.Add(path, "has a control character; only line feed and tab are allowed");
  }
}

void CheckTimestamp(const Timestamp& time, const std::string& path, FieldFaults& faults) {
  if (time.seconds() < kYear2000 || time.seconds() >= kYear2101 || time.nanos() < 0 || time.nanos() > 999'999'999) {
    faults.Add(path, "must be a time in the years 2000 to 2100");
  }
}

void CheckNumber(const EnumDescriptor& type, int number, const std::string& path, FieldFaults& faults) {
  if (type.FindValueByNumber(number) == nullptr) {
    faults.Add(path, absl::StrCat("must be one of ", AllowedNames(type), "; it is ", number));
  }
}

void CheckFields(const Message& message, const std::string& prefix, FieldFaults& faults);

void CheckField(const Message& message, const FieldDescriptor& field, int index, const std::string& path,
                FieldFaults& faults) {
  const Reflection& reflection = *message.GetReflection();
  const bool repeated = index >= 0;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      if (field.type() != FieldDescriptor::TYPE_STRING) return;
      std::string scratch;
      CheckText(repeated ? reflection.GetRepeatedStringReference(message, &field, index, &scratch)
                         : reflection.GetStringReference(message, &field, &scratch),
                path, faults);
      return;
    }
    case FieldDescriptor::CPPTYPE_ENUM:
      CheckNumber(
          *field.enum_type(),
          repeated ? reflection.GetRepeatedEnumValue(message, &field, index) : reflection.GetEnumValue(message, &field),
          path, faults);
      return;
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      const Message& inner =
          repeated ? reflection.GetRepeatedMessage(message, &field, index) : reflection.GetMessage(message, &field);
      if (field.message_type() == Timestamp::descriptor()) {
        CheckTimestamp(static_cast<const Timestamp&>(inner), path, faults);
      } else {
        CheckFields(inner, path + ".", faults);
      }
      return;
    }
    default:
      return;
  }
}

void CheckFields(const Message& message, const std::string& prefix, FieldFaults& faults) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string path = prefix + field->name();
    if (!field->is_repeated()) {
      CheckField(message, *field, -1, path, faults);
      continue;
    }
    const int size = message.GetReflection()->FieldSize(message, field);
    for (int i = 0; i < size; ++i) CheckField(message, *field, i, absl::StrCat(path, "[", i, "]"), faults);
  }
}

}  // namespace

void CheckMessage(const Message& message, FieldFaults& faults) {
  CheckFields(message, "", faults);
}

bool CheckGiven(const std::string& value, const std::string& path, FieldFaults& faults) {
  if (value.empty()) faults.Add(path, "is required");
  return !value.empty();
}

void CheckUuid(const std::string& value, const std::string& path, FieldFaults& faults) {
  bool good = value.size() == 36;
  for (size_t i = 0; good && i < value.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    good = dash ? value[i] == '-' : absl::ascii_isxdigit(static_cast<unsigned char>(value[i]));
  }
  if (!good) {
    faults.Add(path, value.empty() ? "is required: a UUID such as 018f3c1e-7d0a-7c3b-9a51-2f6d1c0e4b7a"
                                   : "must be a UUID such as 018f3c1e-7d0a-7c3b-9a51-2f6d1c0e4b7a");
  }
}

void CheckLength(const std::string& value, int max_characters, const std::string& path, FieldFaults& faults) {
  const int length = CountCharacters(value);
  if (length > max_characters) {
    faults.Add(path, absl::StrCat("is too long: ", length, " characters; at most ", max_characters, " are allowed"));
  }
}

void CheckGivenTime(bool has_time, const std::string& path, FieldFaults& faults) {
  if (!has_time) faults.Add(path, "is required: a time with its offset, such as 2026-06-18T15:00:00+02:00");
}

void CheckChosenNumber(const EnumDescriptor& type, int number, const std::string& path, FieldFaults& faults) {
  if (number == 0) faults.Add(path, absl::StrCat("is required: one of ", AllowedNames(type)));
}

std::string AllowedNames(const EnumDescriptor& type) {
  const std::string prefix = PrefixOf(type);
  std::vector<std::string> names;
  for (int i = 0; i < type.value_count(); ++i) {
    if (type.value(i)->number() == 0) continue;
    names.emplace_back(absl::StripPrefix(type.value(i)->name(), prefix));
  }
  return absl::StrJoin(names, ", ");
}

}  // namespace hemgang::rpc
