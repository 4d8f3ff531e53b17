#include "clients/cli/yaml_writer.h"

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "google/protobuf/timestamp.pb.h"

#include "clients/cli/time_text.h"
#include "clients/cli/words.h"

namespace hemgang::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::Timestamp;

// One value of a field that is no message, or the Timestamp.
std::string ValueOf(const Message& message, const FieldDescriptor& field, int index) {
  const Reflection& r = *message.GetReflection();
  const bool many = field.is_repeated();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return YamlScalar(many ? r.GetRepeatedString(message, &field, index) : r.GetString(message, &field));
    case FieldDescriptor::CPPTYPE_ENUM:
      return ShortWord(many ? *r.GetRepeatedEnum(message, &field, index) : *r.GetEnum(message, &field));
    case FieldDescriptor::CPPTYPE_BOOL:
      return r.GetBool(message, &field) ? "true" : "false";
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(many ? r.GetRepeatedInt32(message, &field, index) : r.GetInt32(message, &field));
    case FieldDescriptor::CPPTYPE_INT64:
      return absl::StrCat(r.GetInt64(message, &field));
    default: {
      const auto& time = static_cast<const Timestamp&>(many ? r.GetRepeatedMessage(message, &field, index)
                                                            : r.GetMessage(message, &field));
      return absl::FormatTime("%Y-%m-%d%ET%H:%M:%E*SZ", FromTimestamp(time), absl::UTCTimeZone());
    }
  }
}

bool IsGroup(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && field.message_type() != Timestamp::descriptor();
}

void Write(const Message& message, const std::string& indent, std::string* out) {
  const Reflection& r = *message.GetReflection();
  std::vector<const FieldDescriptor*> set;
  r.ListFields(message, &set);
  for (const FieldDescriptor* field : set) {
    absl::StrAppend(out, indent, field->name(), ":");
    if (!field->is_repeated()) {
      if (!IsGroup(*field)) {
        absl::StrAppend(out, " ", ValueOf(message, *field, 0), "\n");
        continue;
      }
      std::string inner;
      Write(r.GetMessage(message, field), indent + "  ", &inner);
      absl::StrAppend(out, inner.empty() ? " {}\n" : "\n", inner);
      continue;
    }
    absl::StrAppend(out, "\n");
    for (int i = 0; i < r.FieldSize(message, field); ++i) {
      std::string inner;
      if (IsGroup(*field)) {
        Write(r.GetRepeatedMessage(message, field, i), indent + "    ", &inner);
        inner = inner.empty() ? "{}\n" : inner.substr(indent.size() + 4);
      } else {
        inner = ValueOf(message, *field, i) + "\n";
      }
      absl::StrAppend(out, indent, "  - ", inner);
    }
  }
}

// Letters, digits and what stands harmlessly between them; not what YAML takes for something else than text.
bool IsPlain(const std::string& text) {
  if (text.empty() || !(absl::ascii_isalpha(static_cast<unsigned char>(text[0])) || (text[0] & 0x80) != 0))
    return false;
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    if (byte < 0x80 && !absl::ascii_isalnum(byte) && std::string(" _-./(),+").find(letter) == std::string::npos) {
      return false;
    }
  }
  for (const char* word : {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}) {
    if (absl::EqualsIgnoreCase(text, word)) return false;
  }
  return text.back() != ' ';
}

}  // namespace

std::string YamlScalar(const std::string& text) {
  if (IsPlain(text)) return text;
  std::string quoted = "\"";
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    if (letter == '"' || letter == '\\') {
      absl::StrAppend(&quoted, "\\", std::string(1, letter));
    } else if (letter == '\n') {
      absl::StrAppend(&quoted, "\\n");
    } else if (byte < 0x20 || byte == 0x7F) {
      absl::StrAppend(&quoted, absl::StrFormat("\\x%02x", byte));
    } else {
      quoted += letter;
    }
  }
  return quoted + "\"";
}

std::string WriteYaml(const Message& message) {
  std::string out;
  Write(message, "", &out);
  return out.empty() ? "{}\n" : out;
}

}  // namespace hemgang::cli
