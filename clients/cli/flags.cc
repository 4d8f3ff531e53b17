#include "clients/cli/flags.h"

#include "absl/base/macros.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

#include "google/protobuf/timestamp.pb.h"
#include "hemgang/handover/v1/views.pb.h"

#include "clients/cli/screen.h"
#include "clients/cli/time_text.h"
#include "clients/cli/words.h"

namespace hemgang::cli {
namespace {

namespace hv1 = hemgang::handover::v1;
using google::protobuf::Descriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Timestamp;

bool IsDate(const FieldDescriptor& field) {
  return field.name() == "date" || field.name() == "from_date" || field.name() == "to_date";
}

// The message that holds the last field of the path; made on the way.
Message* Parent(const std::string& path, Message* message) {
  const std::vector<std::string> names = absl::StrSplit(path, '.');
  for (size_t i = 0; i + 1 < names.size(); ++i) {
    const FieldDescriptor* field = message->GetDescriptor()->FindFieldByName(names[i]);
    message = message->GetReflection()->MutableMessage(message, field);
  }
  return message;
}

std::string SetPlanned(const std::string& text, absl::TimeZone zone, hv1::PlannedDischarge* planned) {
  const absl::StatusOr<TimeSpan> span = ParseTimeSpan(text, zone);
  if (!span.ok()) return std::string(span.status().message());
  planned->Clear();  // of what a file said
  *planned->mutable_time() = ToTimestamp(span->first);
  if (span->last) *planned->mutable_until_time() = ToTimestamp(*span->last);
  return "";
}

// What is wrong with `text` for a field that is a message; empty when it was set.
std::string SetGroup(const FieldDescriptor& field, const std::string& text, absl::TimeZone zone, Message* message) {
  Message* inner = message->GetReflection()->MutableMessage(message, &field);
  if (field.message_type() == hv1::PlannedDischarge::descriptor()) {
    return SetPlanned(text, zone, static_cast<hv1::PlannedDischarge*>(inner));
  }
  ABSL_HARDENING_ASSERT(field.message_type() == Timestamp::descriptor());
  const absl::StatusOr<absl::Time> time = ParseTime(text, zone);
  if (!time.ok()) return std::string(time.status().message());
  *static_cast<Timestamp*>(inner) = ToTimestamp(*time);
  return "";
}

std::string SetText(const FieldDescriptor& field, const std::string& text, Message* message) {
  if (!IsUtf8(text)) return "is not UTF-8 text";
  if (IsDate(field)) {
    if (const auto date = ParseDate(text); !date.ok()) return std::string(date.status().message());
    // A day replaces the whole of what a file said about the discharge.
    if (field.containing_type() == hv1::PlannedDischarge::descriptor()) message->Clear();
  }
  const auto& reflection = *message->GetReflection();
  field.is_repeated() ? reflection.AddString(message, &field, text) : reflection.SetString(message, &field, text);
  return "";
}

std::string SetEnum(const FieldDescriptor& field, const std::string& text, Message* message) {
  const EnumValueDescriptor* value = FindWord(*field.enum_type(), text);
  if (value == nullptr || value->number() == 0) return NotKnown(text, Words(*field.enum_type()));
  const auto& reflection = *message->GetReflection();
  field.is_repeated() ? reflection.AddEnum(message, &field, value) : reflection.SetEnum(message, &field, value);
  return "";
}

template <typename Whole>
std::string SetWhole(const std::string& text, Whole* number) {
  return absl::SimpleAtoi(text, number) ? "" : absl::StrCat("'", text, "' is no whole number, or too large a one");
}

std::string SetOne(const FieldDescriptor& field, const std::string& text, absl::TimeZone zone, Message* message) {
  const auto& reflection = *message->GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return SetGroup(field, text, zone, message);
    case FieldDescriptor::CPPTYPE_ENUM:
      return SetEnum(field, text, message);
    case FieldDescriptor::CPPTYPE_STRING:
      return SetText(field, text, message);
    case FieldDescriptor::CPPTYPE_BOOL:
      reflection.SetBool(message, &field, text == "true");
      return "";
    case FieldDescriptor::CPPTYPE_INT32: {
      int32_t number = 0;
      std::string wrong = SetWhole(text, &number);
      reflection.SetInt32(message, &field, number);
      return wrong;
    }
    default: {
      ABSL_HARDENING_ASSERT(field.cpp_type() == FieldDescriptor::CPPTYPE_INT64);
      int64_t number = 0;
      std::string wrong = SetWhole(text, &number);
      reflection.SetInt64(message, &field, number);
      return wrong;
    }
  }
}

}  // namespace

const FieldDescriptor& FieldAt(const Descriptor& type, const std::string& path) {
  const Descriptor* within = &type;
  const FieldDescriptor* field = nullptr;
  for (const std::string& name : std::vector<std::string>(absl::StrSplit(path, '.'))) {
    ABSL_HARDENING_ASSERT(within != nullptr);
    field = within->FindFieldByName(name);
    ABSL_HARDENING_ASSERT(field != nullptr);
    within = field->message_type();
  }
  return *field;
}

Message* MessageAt(const std::string& path, Message* message) {
  if (path.empty()) return message;
  const FieldDescriptor& field = FieldAt(*message->GetDescriptor(), path);
  Message* parent = Parent(path, message);
  return parent->GetReflection()->MutableMessage(parent, &field);
}

std::string ValueName(const FieldDescriptor& field) {
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    return absl::StrCat("{", absl::StrJoin(Words(*field.enum_type()), ","), "}");
  }
  if (field.message_type() == hv1::PlannedDischarge::descriptor()) return "TIME[/TIME]";
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) return "TIME";
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_STRING) return "NUMBER";
  if (IsDate(field)) return "DATE";
  return field.name().find("_id") != std::string::npos ? "ID" : "TEXT";
}

std::vector<Fault> SetFlag(const std::string& flag, const std::string& path, const std::vector<std::string>& values,
                           absl::TimeZone zone, Message* request) {
  const FieldDescriptor& field = FieldAt(*request->GetDescriptor(), path);
  Message* parent = Parent(path, request);
  std::vector<std::string> parts = values;
  if (field.is_repeated()) {
    parts = absl::StrSplit(absl::StrJoin(values, ","), ',', absl::SkipEmpty());
    parent->GetReflection()->ClearField(parent, &field);
  }
  std::vector<Fault> faults;
  for (const std::string& part : parts) {
    if (std::string wrong = SetOne(field, part, zone, parent); !wrong.empty()) faults.push_back({0, flag, wrong});
  }
  return faults;
}

}  // namespace hemgang::cli
