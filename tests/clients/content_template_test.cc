#include "clients/cli/content_template.h"

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "clients/cli/content_words.h"
#include "clients/cli/screen.h"
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
    if (field.full_name() == "hemgang.handover.v1.HandoverContent.carried") continue;  // The service's own marks.
    EXPECT_TRUE(absl::StrContains(form, absl::StrCat(field.name(), ":"))) << field.full_name();
    if (field.enum_type() != nullptr) {
      for (int j = 1; j < field.enum_type()->value_count(); ++j) {
        const auto& value = *field.enum_type()->value(j);
        EXPECT_NE(Swedish(value.name()), nullptr) << value.name() << " has no Swedish text";
        EXPECT_TRUE(absl::StrContains(form, absl::StrCat("#   ", ShortWord(value)))) << value.name();
      }
    }
    if (field.message_type() != nullptr && field.message_type()->file()->package() == type.file()->package()) {
      ExpectAll(*field.message_type(), form);
    }
  }
}

// The same content without its blocks.
handover::v1::HandoverContent EntriesOf(const handover::v1::HandoverContent& content) {
  handover::v1::HandoverContent entries = content;
  for (int i = 0; i < content.GetDescriptor()->field_count(); ++i) {
    const auto& field = *content.GetDescriptor()->field(i);
    if (field.number() >= 20) entries.GetReflection()->ClearField(&entries, &field);
  }
  return entries;
}

void ForEachPath(const Descriptor& type, const std::string& above,
                 const std::function<void(const std::string&, const google::protobuf::FieldDescriptor&)>& visit) {
  for (int i = 0; i < type.field_count(); ++i) {
    const auto& field = *type.field(i);
    if (field.full_name() == "hemgang.handover.v1.HandoverContent.carried") continue;
    const std::string path = above.empty() ? field.name() : absl::StrCat(above, ".", field.name());
    visit(path, field);
    if (field.message_type() != nullptr && field.message_type()->file()->package() == type.file()->package()) {
      ForEachPath(*field.message_type(), path, visit);
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
  EXPECT_EQ(content.ByteSizeLong(), EntriesOf(content).ByteSizeLong()) << "no block is unfolded";
  EXPECT_EQ(content.walking().ByteSizeLong(), 0u);
  EXPECT_EQ(content.home_needs().items_size(), 0);
}

TEST(ContentTemplate, AnEmptyContentHasEveryPartThatIsNoList) {
  const handover::v1::HandoverContent empty = EmptyContent();
  EXPECT_TRUE(empty.has_contacts());
  EXPECT_TRUE(empty.has_follow_up());
  EXPECT_EQ(empty.scores_size(), 0);
}

// What every field of the blocks asks for, in Swedish.
TEST(ContentTemplate, AsksForEveryField) {
  std::vector<std::string> silent;
  ForEachPath(*handover::v1::HandoverContent::descriptor(), "", [&silent](const std::string& path, const auto& field) {
    if (AskedFor(path, field.name()).empty()) silent.push_back(path);
  });
  EXPECT_THAT(silent, testing::IsEmpty());
}

// A note asks for something else beside a phone number than beside an aid.
TEST(ContentTemplate, ANoteOfAnAidIsNotThatOfSomebodyToRing) {
  EXPECT_EQ(AskedFor("aids.note", "note"), "Övrigt");
  EXPECT_NE(AskedFor("contacts.sender.note", "note"), "Övrigt");
}

TEST(ContentTemplate, FitsAScreen) {
  const std::vector<std::string> lines = absl::StrSplit(ContentTemplate(), '\n');
  for (const std::string& line : lines) EXPECT_LE(DisplayWidth(line), 100u) << line;
}

// A therapist takes "# " away before every line of the blocks, and they stand there, empty.
TEST(ContentTemplate, ItsBlocksUnfold) {
  const std::string form = ContentTemplate();
  const size_t fold = form.find("# ----");
  std::string unfolded = form.substr(0, fold);
  bool title = true;
  const std::vector<std::string> lines = absl::StrSplit(form.substr(form.find('\n', fold)), '\n');
  for (const std::string& line : lines) {
    // The title above a block stays a comment.
    absl::StrAppend(&unfolded, title ? line : std::string(absl::StripPrefix(line, "# ")), "\n");
    title = line.empty();
  }
  handover::v1::HandoverContent content;
  ASSERT_THAT(Read(unfolded, &content), testing::IsEmpty()) << unfolded;
  for (int i = 0; i < content.GetDescriptor()->field_count(); ++i) {
    const auto& field = *content.GetDescriptor()->field(i);
    const auto& reflection = *content.GetReflection();
    if (field.message_type() == nullptr || field.name() == "carried") continue;
    EXPECT_TRUE(field.is_repeated() ? reflection.FieldSize(content, &field) == 1 : reflection.HasField(content, &field))
        << field.name();
  }
  const std::string filled = absl::StrReplaceAll(unfolded, {{"- instrument: ", "- instrument: berg"},
                                                            {"  total: ", "  total: 54"},
                                                            {"open_questions:\n  # - ", "open_questions:\n  - Hiss?"}});
  content.Clear();
  ASSERT_THAT(Read(filled, &content), testing::IsEmpty());
  EXPECT_EQ(content.scores(0).instrument(), handover::v1::INSTRUMENT_BERG);
  EXPECT_EQ(content.scores(0).total(), "54");
  EXPECT_THAT(content.open_questions(), testing::ElementsAre("Hiss?"));
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
