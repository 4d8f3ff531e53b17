#include "clients/cli/yaml_reader.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

#include <yaml-cpp/yaml.h>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "clients/cli/screen.h"
#include "clients/cli/time_text.h"
#include "clients/cli/words.h"

namespace hemgang::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::Timestamp;

constexpr size_t kLargestFile = 4u << 20;

int LineOf(const YAML::Node& node) {
  return node.Mark().line + 1;
}

std::vector<std::string> Keys(const Descriptor& type) {
  std::vector<std::string> keys;
  for (int i = 0; i < type.field_count(); ++i) keys.push_back(type.field(i)->name());
  return keys;
}

const FieldDescriptor* FindField(const Descriptor& type, const std::string& key) {
  if (const FieldDescriptor* field = type.FindFieldByName(key)) return field;
  return type.FindFieldByCamelcaseName(key);
}

std::string Shape(const YAML::Node& node) {
  return node.IsMap() ? "a group of keys" : node.IsSequence() ? "a list" : "a single value";
}

class Reader {
 public:
  explicit Reader(absl::TimeZone zone) : zone_(zone) {}

  void ReadMessage(const YAML::Node& node, const std::string& path, Message* message) {
    const Descriptor& type = *message->GetDescriptor();
    if (!node.IsMap()) {
      Wrong(node, path, absl::StrCat("is ", Shape(node), "; must be keys out of ", absl::StrJoin(Keys(type), ", ")));
      return;
    }
    std::map<std::string, int> seen;
    for (const auto& entry : node) {
      const std::string key = entry.first.IsScalar() ? entry.first.Scalar() : "";
      const std::string below = path.empty() ? key : absl::StrCat(path, ".", key);
      const FieldDescriptor* field = FindField(type, key);
      if (field == nullptr) {
        Wrong(entry.first, below, absl::StrCat("the key ", NotKnown(key, Keys(type))));
      } else if (const auto [at, fresh] = seen.emplace(field->name(), LineOf(entry.first)); !fresh) {
        Wrong(entry.first, below, absl::StrCat("stands twice; it stands already on line ", at->second));
      } else if (!entry.second.IsNull()) {
        ReadField(entry.second, below, *field, message);
      }
    }
  }

  std::vector<Fault> TakeFaults() { return std::move(faults_); }
  void Wrong(int line, const std::string& path, const std::string& text) { faults_.push_back({line, path, text}); }

 private:
  void Wrong(const YAML::Node& node, const std::string& path, const std::string& text) {
    Wrong(LineOf(node), path, text);
  }

  void ReadField(const YAML::Node& node, const std::string& path, const FieldDescriptor& field, Message* message) {
    if (!field.is_repeated()) {
      ReadOne(node, path, field, message);
      return;
    }
    if (!node.IsSequence()) {
      Wrong(node, path, absl::StrCat("is ", Shape(node), "; must be a list, each line of it begun with '- '"));
      return;
    }
    int index = 0;
    for (const YAML::Node& item : node) {
      const std::string below = absl::StrCat(path, "[", index++, "]");
      if (item.IsNull()) {
        // The parser places an empty item on the line after it; its list's first line is nearer.
        Wrong(node, below, "is empty; give it a value or leave the line out");
      } else {
        ReadOne(item, below, field, message);
      }
    }
  }

  void ReadOne(const YAML::Node& node, const std::string& path, const FieldDescriptor& field, Message* message) {
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      const Reflection& reflection = *message->GetReflection();
      Message* inner =
          field.is_repeated() ? reflection.AddMessage(message, &field) : reflection.MutableMessage(message, &field);
      if (field.message_type() == Timestamp::descriptor()) {
        ReadTime(node, path, static_cast<Timestamp*>(inner));
      } else {
        ReadMessage(node, path, inner);
      }
    } else if (!node.IsScalar()) {
      Wrong(node, path, absl::StrCat("is ", Shape(node), "; must be a single value"));
    } else {
      ReadScalar(node, path, field, message);
    }
  }

  void ReadTime(const YAML::Node& node, const std::string& path, Timestamp* time) {
    if (!node.IsScalar()) {
      Wrong(node, path, absl::StrCat("is ", Shape(node), "; must be a time such as 2026-06-18T15:00+02:00"));
      return;
    }
    const absl::StatusOr<absl::Time> read = ParseTime(node.Scalar(), zone_);
    if (read.ok()) {
      *time = ToTimestamp(*read);
    } else {
      Wrong(node, path, std::string(read.status().message()));
    }
  }

  void ReadScalar(const YAML::Node& node, const std::string& path, const FieldDescriptor& field, Message* message) {
    const Reflection& reflection = *message->GetReflection();
    const std::string& text = node.Scalar();
    switch (field.cpp_type()) {
      case FieldDescriptor::CPPTYPE_STRING:
        field.is_repeated() ? reflection.AddString(message, &field, text) : reflection.SetString(message, &field, text);
        return;
      case FieldDescriptor::CPPTYPE_ENUM:
        if (const EnumValueDescriptor* value = FindWord(*field.enum_type(), text)) {
          field.is_repeated() ? reflection.AddEnum(message, &field, value) : reflection.SetEnum(message, &field, value);
        } else {
          Wrong(node, path, NotKnown(text, Words(*field.enum_type())));
        }
        return;
      case FieldDescriptor::CPPTYPE_BOOL:
        if (text == "true" || text == "false") {
          reflection.SetBool(message, &field, text == "true");
        } else {
          Wrong(node, path, absl::StrCat("'", text, "' is neither true nor false"));
        }
        return;
      case FieldDescriptor::CPPTYPE_INT32:
        ReadWhole<int32_t>(node, path, [&](int32_t number) {
          field.is_repeated() ? reflection.AddInt32(message, &field, number)
                              : reflection.SetInt32(message, &field, number);
        });
        return;
      case FieldDescriptor::CPPTYPE_INT64:
        ReadWhole<int64_t>(node, path, [&](int64_t number) { reflection.SetInt64(message, &field, number); });
        return;
      default:
        Wrong(node, path, "cannot be given in a file");
    }
  }

  template <typename Whole, typename Set>
  void ReadWhole(const YAML::Node& node, const std::string& path, const Set& set) {
    Whole number = 0;
    if (absl::SimpleAtoi(node.Scalar(), &number)) {
      set(number);
    } else {
      Wrong(node, path, absl::StrCat("'", node.Scalar(), "' is no whole number, or too large a one"));
    }
  }

  absl::TimeZone zone_;
  std::vector<Fault> faults_;
};

// The line of the first byte that is not UTF-8; 0 when there is none.
int LineOfBadText(const std::string& text) {
  std::istringstream lines(text);
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    if (!IsUtf8(line)) return number;
  }
  return 0;
}

std::string Scalar(const YAML::Node& node) {
  return node.IsDefined() && node.IsScalar() ? node.Scalar() : "";
}

}  // namespace

std::string Fault::In(const std::string& file) const {
  return absl::StrCat(file, ":", line > 0 ? absl::StrCat(line, ":") : "", " ", path, path.empty() ? "" : ": ", text);
}

std::vector<Fault> ReadYaml(const std::string& text, absl::TimeZone zone, Message* message) {
  if (const int line = LineOfBadText(text); line > 0) {
    return {{line, "", "is not UTF-8 text; save the file as UTF-8"}};
  }
  Reader reader(zone);
  try {
    const std::vector<YAML::Node> documents = YAML::LoadAll(text);
    if (documents.empty() || (documents.size() == 1 && documents[0].IsNull())) {
      reader.Wrong(0, "", "holds nothing");
    } else if (documents.size() > 1) {
      reader.Wrong(0, "", absl::StrCat("holds ", documents.size(), " documents with --- between; one is allowed"));
    } else {
      reader.ReadMessage(documents[0], "", message);
    }
  } catch (const YAML::Exception& broken) {
    reader.Wrong(broken.mark.is_null() ? 0 : broken.mark.line + 1, "", absl::StrCat("is not YAML: ", broken.msg));
  }
  std::vector<Fault> faults = reader.TakeFaults();
  std::stable_sort(faults.begin(), faults.end(), [](const Fault& a, const Fault& b) { return a.line < b.line; });
  return faults;
}

absl::StatusOr<std::string> ReadInput(const std::string& file) {
  std::ifstream opened;
  if (file != "-") {
    errno = 0;
    opened.open(file, std::ios::binary);
    if (!opened) {
      const std::string sentence = absl::StrCat("cannot read ", file, ": ", std::strerror(errno));
      return errno == EACCES ? absl::PermissionDeniedError(sentence) : absl::NotFoundError(sentence);
    }
  }
  std::istream& in = file == "-" ? std::cin : opened;
  std::string text(kLargestFile + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(std::max<std::streamsize>(0, in.gcount())));
  if (in.bad() || (text.empty() && !in.eof())) return absl::NotFoundError(absl::StrCat("cannot read ", file));
  if (text.size() > kLargestFile) {
    return absl::ResourceExhaustedError(absl::StrCat(file, " is larger than 4 MiB"));
  }
  return text;
}

absl::StatusOr<std::string> ReadIdentityNumber(const std::string& text) {
  std::string number;
  try {
    const YAML::Node document = YAML::Load(text);
    number = Scalar(document);
    if (document.IsMap()) {
      number = Scalar(document["identity_number"]);
      const YAML::Node patient = document["patient"];
      if (number.empty() && patient.IsDefined() && patient.IsMap()) number = Scalar(patient["identity_number"]);
    }
  } catch (const YAML::Exception&) {
    number.clear();  // Answered below, without quoting what may be about a patient.
  }
  number = std::string(absl::StripAsciiWhitespace(number));
  if (number.empty()) {
    return absl::InvalidArgumentError(
        "holds no identity number; it must be the number alone on a line, or have the key identity_number");
  }
  return number;
}

}  // namespace hemgang::cli
