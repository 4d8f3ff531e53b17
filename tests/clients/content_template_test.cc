#include "clients/cli/content_template.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "clients/cli/words.h"
#include "clients/cli/yaml_reader.h"

namespace hemgang::cli {
namespace {

using google::protobuf::Descriptor;

std::vector<Fault> Read(const std::string& text, handover::v1::HandoverContent* content) {
  return ReadYaml(text, absl::UTCTimeZone(), content);
}

// Every enum and field below a message, in the template or in Swedish.
void ExpectAll(const Descriptor& type, const std::string& form) {
  for (int i = 0; i < type.field_count(); ++i) {
    const auto& field = *type.field(i);
    EXPECT_TRUE(absl::StrContains(form, absl::StrCat(field.name(), ":"))) << field.full_name();
    if (field.enum_type() != nullptr) {
      for (int j = 1; j < field.enum_type()->value_count(); ++j) {
        const auto& value = *field.enum_type()->value(j);
        EXPECT_NE(Swedish(value.name()), nullptr) << value.name() << " has no Swedish text";
        EXPECT_TRUE(absl::StrContains(form, absl::StrCat("#   ", ShortWord(value)))) << value.name();
      }
    }
    if (field.message_type() != nullptr && field.message_type()->file() == type.file()) {
      ExpectAll(*field.message_type(), form);
    }
  }
}

TEST(ContentTemplate, HoldsEveryFieldAndEveryWord) {
  ExpectAll(*handover::v1::HandoverContent::descriptor(), ContentTemplate());
}

TEST(ContentTemplate, NumbersAllTwelveEntries) {
  for (int entry = 1; entry <= 12; ++entry) {
    EXPECT_TRUE(absl::StrContains(ContentTemplate(), absl::StrCat("\n# ", entry, ". "))) << entry;
  }
}

TEST(ContentTemplate, AsItIsSaysNothing) {
  handover::v1::HandoverContent content;
  EXPECT_THAT(Read(ContentTemplate(), &content), testing::IsEmpty());
  handover::v1::HandoverContent empty = EmptyContent();
  EXPECT_EQ(content.walking().ByteSizeLong(), 0u);
  EXPECT_EQ(content.home_needs().items_size(), 0);
  EXPECT_TRUE(empty.has_contacts());
}

// A therapist takes the number sign away before a list's lines and writes after the colons.
TEST(ContentTemplate, ItsListsCanBeFilledIn) {
  std::string form = ContentTemplate();
  form = absl::StrReplaceAll(form, {{"    # - name:", "    - name: Säng"}, {"    #   note:", "      note: kommer"}});
  handover::v1::HandoverContent content;
  ASSERT_THAT(Read(form, &content), testing::IsEmpty());
  EXPECT_EQ(content.home_needs().items(0).name(), "Säng");
  EXPECT_EQ(content.home_needs().items(0).note(), "kommer");
}

}  // namespace
}  // namespace hemgang::cli
