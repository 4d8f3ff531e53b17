// The words of the plain text, and how its lines are broken.

#include "services/handover/text_words.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

#include "services/handover/text_page.h"

namespace hemgang::handover {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

constexpr auto kSwedish = hv1::TEXT_LANGUAGE_SWEDISH;
constexpr auto kBokmal = hv1::TEXT_LANGUAGE_BOKMAL;

TEST(TextPage, HangsAListUnderItsText) {
  Page page(20);
  page.Space();
  page.Add("Rubrik:\n- en sak som är lång\n- två", 2);
  page.Space();
  page.Space();
  page.Add("");
  page.Add(absl::StrReplaceAll("kl._15.00 och sedan kl._16.00", {{"_", std::string(1, kUnbroken)}}));
  EXPECT_EQ(page.lines(), 7);
  EXPECT_EQ(page.Take(), "Rubrik:\n  - en sak som är\n    lång\n  - två\n\nkl. 15.00 och sedan\nkl. 16.00\n");
}

TEST(TextPage, SentencesBeginAndEndAsSuch) {
  EXPECT_EQ(Sentences({"äta", "", "ökar? ", "ICF"}), "Äta. Ökar? ICF.");
  EXPECT_EQ(Sentences({"øve", "é"}), "Øve. É.");
}

// Every value and every field of the content has its words in both languages.
void ExpectWords(const Descriptor& type, const hv1::TextLanguage language) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (field.enum_type() != nullptr) {
      for (int j = 1; j < field.enum_type()->value_count(); ++j) {
        EXPECT_NE(WordOf(*field.enum_type()->value(j), language), "") << field.enum_type()->value(j)->name();
      }
    }
    if (field.message_type() != nullptr && field.message_type()->file()->package() == "hemgang.handover.v1") {
      ExpectWords(*field.message_type(), language);
    }
  }
}

TEST(TextWords, NoValueIsWithoutAWord) {
  for (const auto language : {kSwedish, kBokmal}) {
    ExpectWords(*hv1::HandoverContent::descriptor(), language);
    for (const auto* type : {hv1::Urgency_descriptor(), hv1::HandoverKind_descriptor(), hv1::HandoverState_descriptor(),
                             hv1::DayPart_descriptor()}) {
      for (int i = 1; i < type->value_count(); ++i) EXPECT_NE(WordOf(*type->value(i), language), "");
    }
  }
  EXPECT_EQ(WordOf(hv1::URGENCY_UNSPECIFIED, kSwedish), "");
  EXPECT_EQ(WordOf(static_cast<hv1::Urgency>(99), kSwedish), "");
}

// Of each block, and of the fields of those that are told field by field.
TEST(TextWords, NoBlockIsWithoutAName) {
  const std::vector<std::string> told_by_hand = {"ActivityLine", "InstrumentScore", "Aid", "CareContact",
                                                 "CarriedEntry"};
  for (const auto language : {kSwedish, kBokmal}) {
    const Descriptor& content = *hv1::HandoverContent::descriptor();
    for (int i = 0; i < content.field_count(); ++i) {
      const FieldDescriptor& block = *content.field(i);
      if (block.number() < 20 || block.number() == hv1::HandoverContent::kCarriedFieldNumber) continue;
      EXPECT_NE(LabelOf("HandoverContent." + block.name(), language), "") << block.name();
      if (block.message_type() == nullptr) continue;
      const std::string type = block.message_type()->name();
      if (std::find(told_by_hand.begin(), told_by_hand.end(), type) != told_by_hand.end()) continue;
      for (int j = 0; j < block.message_type()->field_count(); ++j) {
        const FieldDescriptor& field = *block.message_type()->field(j);
        if (field.name() == "absent" || field.name() == "relatives") continue;
        EXPECT_NE(LabelOf(absl::StrCat(type, ".", field.name()), language), "") << field.full_name();
      }
    }
  }
}

TEST(TextPage, JoinsWhatWasWrittenAsASentence) {
  EXPECT_EQ(Joined({"Hiss, men trång.", "kommun 1481"}, ", "), "Hiss, men trång, kommun 1481");
  EXPECT_EQ(Joined({"", "Hiss."}, ", "), "Hiss.");
}

}  // namespace
}  // namespace hemgang::handover
