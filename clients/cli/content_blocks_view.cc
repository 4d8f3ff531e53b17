#include "clients/cli/content_blocks_view.h"

#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/time/civil_time.h"

#include "google/protobuf/descriptor.h"
#include "google/protobuf/timestamp.pb.h"

#include "clients/cli/words.h"

namespace hemgang::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using Content = handover::v1::HandoverContent;
using Score = handover::v1::InstrumentScore;

constexpr int kFirstBlock = 20;

std::string NameOf(const FieldDescriptor& field) {
  return absl::StrReplaceAll(field.name(), {{"_", " "}});
}

// " (9 days old when sent)" after the date of a score; an old score is another than one of today.
std::string AgeText(const Screen& screen, const FieldDescriptor& field, const std::string& date) {
  absl::CivilDay day;
  const bool of_score = field.containing_type() == Score::descriptor() && field.name() == "date";
  if (!of_score || !absl::ParseCivilTime(date, &day)) return "";
  const auto days = absl::ToCivilDay(screen.sent.value_or(screen.now), screen.zone) - day;
  if (days < 0) return "";
  if (days == 0) return screen.sent ? " (the day it was sent)" : " (today)";
  return absl::StrCat(" (", days, days == 1 ? " day old" : " days old", screen.sent ? " when sent)" : ")");
}

std::string ItemText(const Screen& screen, const Message& message, const std::string& between);

std::string ValueText(const Screen& screen, const Message& message, const FieldDescriptor& field, int index) {
  const Reflection& reflection = *message.GetReflection();
  const bool one = index < 0;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string text =
          one ? reflection.GetString(message, &field) : reflection.GetRepeatedString(message, &field, index);
      return text + AgeText(screen, field, text);
    }
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto* value = reflection.GetEnum(message, &field);
      return Spoken(*value);
    }
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.GetBool(message, &field) ? "yes" : "no";
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(one ? reflection.GetInt32(message, &field)
                              : reflection.GetRepeatedInt32(message, &field, index));
    case FieldDescriptor::CPPTYPE_MESSAGE: {
      const Message& inner =
          one ? reflection.GetMessage(message, &field) : reflection.GetRepeatedMessage(message, &field, index);
      if (field.message_type() == google::protobuf::Timestamp::descriptor()) {
        return screen.When(static_cast<const google::protobuf::Timestamp&>(inner));
      }
      return ItemText(screen, inner, ", ");
    }
    default:
      return "";
  }
}

// All values of one field: a number after the other, everything else a line or a part each.
std::string FieldText(const Screen& screen, const Message& message, const FieldDescriptor& field,
                      const std::string& between) {
  if (!field.is_repeated()) return ValueText(screen, message, field, -1);
  const bool numbers = field.cpp_type() == FieldDescriptor::CPPTYPE_INT32;
  std::vector<std::string> values;
  for (int i = 0; i < message.GetReflection()->FieldSize(message, &field); ++i) {
    values.push_back(ValueText(screen, message, field, i));
  }
  return absl::StrJoin(values, numbers ? " " : between);
}

std::string ItemText(const Screen& screen, const Message& message, const std::string& between) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  std::vector<std::string> parts;
  for (const FieldDescriptor* field : fields) {
    const std::string text = FieldText(screen, message, *field, "; ");
    if (!text.empty()) parts.push_back(absl::StrCat(NameOf(*field), ": ", text));
  }
  return absl::StrJoin(parts, between);
}

std::string BlockText(const Screen& screen, const Content& content, const FieldDescriptor& block) {
  const Reflection& reflection = *content.GetReflection();
  if (!block.is_repeated()) return ItemText(screen, reflection.GetMessage(content, &block), "\n");
  std::vector<std::string> lines;
  for (int i = 0; i < reflection.FieldSize(content, &block); ++i) {
    lines.push_back("- " + ValueText(screen, content, block, i));
  }
  return absl::StrJoin(lines, "\n");
}

// "was carried over from handover h1 of 2026-06-01": names the part instead of its number.
std::string CarriedText(const Content& content) {
  std::vector<std::string> lines;
  for (const handover::v1::CarriedEntry& carried : content.carried()) {
    const FieldDescriptor* part = Content::descriptor()->FindFieldByNumber(carried.content_field());
    if (part == nullptr) continue;
    lines.push_back(absl::StrCat("- ", NameOf(*part), carried.home_report() ? " from the home side's report" : "",
                                 " of ", carried.date(), ", handover ", carried.from_handover_id()));
  }
  return absl::StrJoin(lines, "\n");
}

}  // namespace

void ShowBlocks(const Screen& screen, const Content& content) {
  const auto& type = *Content::descriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& block = *type.field(i);
    if (block.number() < kFirstBlock || block.number() == Content::kCarriedFieldNumber) continue;
    std::string label = NameOf(block);
    label[0] = absl::ascii_toupper(static_cast<unsigned char>(label[0]));
    screen.Fact("   " + label, BlockText(screen, content, block));
  }
  screen.Fact("   Carried over", CarriedText(content));
}

}  // namespace hemgang::cli
