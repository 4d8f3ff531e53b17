#include "clients/cli/content_template.h"

#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"

#include "google/protobuf/descriptor.h"
#include "google/protobuf/timestamp.pb.h"

#include "clients/cli/content_words.h"
#include "clients/cli/screen.h"
#include "clients/cli/words.h"

namespace hemgang::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Timestamp;
using Content = handover::v1::HandoverContent;

constexpr char kIntroduction[] =
    "# Överrapportering inför hemgång: de tolv uppgifterna, en rad eller ett val på varje.\n"
    "# Fyll i efter kolon. Det som lämnas tomt är inte sagt, och hindrar aldrig att rapporten skickas.\n"
    "# Lång text: skriv \"> \" efter kolon och fortsätt indraget på nästa rad.\n"
    "# 1. Patienten står i ärendet, inte här.\n"
    "# 3. När patienten åker hem står också i ärendet (hemgang transition reschedule).\n";

constexpr char kFolded[] =
    "\n# ---- Mer, om det behövs: ta bort \"# \" i början av de rader som ska med, även den första ----\n";

// The numbers of the optional blocks begin here.
constexpr int kFirstBlock = 20;

class Writer {
 public:
  std::string Write() {
    absl::StrAppend(&out_, kIntroduction);
    WriteParts(false);
    absl::StrAppend(&out_, kFolded);
    WriteParts(true);
    return out_;
  }

 private:
  void WriteParts(bool blocks) {
    const Descriptor& content = *Content::descriptor();
    for (int i = 0; i < content.field_count(); ++i) {
      const FieldDescriptor& part = *content.field(i);
      // What was carried over is marked by the service, not by a person.
      const bool marks = part.number() == Content::kCarriedFieldNumber;
      if (marks || (part.number() >= kFirstBlock) != blocks) continue;
      absl::StrAppend(&out_, "\n# ", AskedFor(part.name(), part.name()), "\n");
      std::string before;
      before.swap(out_);
      absl::StrAppend(&out_, part.name(), ":\n");
      WriteBelow(part, part.name(), "  ", blocks);
      out_ = before + (blocks ? Folded(out_) : out_);
    }
  }

  static std::string Folded(const std::string& text) {
    std::string folded;
    const std::vector<std::string> lines = absl::StrSplit(text, '\n', absl::SkipEmpty());
    for (const std::string& line : lines) absl::StrAppend(&folded, "# ", line, "\n");
    return folded;
  }

  void WriteBelow(const FieldDescriptor& field, const std::string& path, const std::string& indent, bool folded) {
    const bool group = field.message_type() != nullptr && field.message_type() != Timestamp::descriptor();
    if (group && field.is_repeated()) {
      WriteExample(*field.message_type(), path, indent, folded);
    } else if (group) {
      WriteFields(*field.message_type(), path, indent, folded);
    } else if (field.is_repeated() && folded && field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      absl::StrAppend(&out_, indent, "# - \n");
    }
  }

  // The allowed words with what they mean; the second time only where they stand.
  void WriteWords(const EnumDescriptor& words, const std::string& indent, const std::string& path) {
    const auto [first, fresh] = shown_.emplace(words.full_name(), path);
    if (!fresh) {
      absl::StrAppend(&out_, indent, "#   samma ord som vid ", first->second, "\n");
      return;
    }
    for (int i = 0; i < words.value_count(); ++i) {
      if (words.value(i)->number() == 0) continue;
      const char* swedish = Swedish(words.value(i)->name());
      absl::StrAppend(&out_, indent, "#   ",
                      absl::StrFormat("%-22s %s", ShortWord(*words.value(i)), swedish == nullptr ? "" : swedish), "\n");
    }
  }

  void WriteFields(const Descriptor& type, const std::string& path, const std::string& indent, bool folded) {
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      const std::string below = absl::StrCat(path, ".", field.name());
      const std::string question = AskedFor(below, field.name());
      if (!question.empty()) absl::StrAppend(&out_, indent, "# ", question, "\n");
      if (field.enum_type() != nullptr) WriteWords(*field.enum_type(), indent, below);
      absl::StrAppend(&out_, indent, field.name(), ":\n");
      WriteBelow(field, below, indent + "  ", folded);
    }
  }

  // One item of a list. Commented out in a form that is open: an empty item would be said, and be wrong. A folded block
  // is a comment as a whole, and its item stands there when it is unfolded.
  void WriteExample(const Descriptor& type, const std::string& path, const std::string& indent, bool folded) {
    const char* comment = folded ? "" : "# ";
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      const std::string below = absl::StrCat(path, ".", field.name());
      const std::string key = absl::StrCat(indent, comment, i == 0 ? "- " : "  ", field.name(), ":");
      const std::string blanks(DisplayWidth(key) < 24 ? 24 - DisplayWidth(key) : 1, ' ');
      absl::StrAppend(&out_, key, blanks, "# ", AskedFor(below, field.name()), "\n");
      if (field.enum_type() != nullptr) WriteWords(*field.enum_type(), indent + (folded ? "  " : ""), below);
      const bool group = field.message_type() != nullptr && field.message_type() != Timestamp::descriptor();
      if (group && folded) WriteFields(*field.message_type(), below, indent + "    ", folded);
    }
  }

  std::string out_;
  std::map<std::string, std::string> shown_;
};

}  // namespace

std::string ContentTemplate() {
  return Writer().Write();
}

handover::v1::HandoverContent EmptyContent() {
  Content content;
  for (int i = 0; i < content.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *content.GetDescriptor()->field(i);
    if (!field.is_repeated()) content.GetReflection()->MutableMessage(&content, &field);
  }
  return content;
}

}  // namespace hemgang::cli
