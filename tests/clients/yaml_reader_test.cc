#include "clients/cli/yaml_reader.h"

#include <filesystem>
#include <fstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "google/protobuf/util/message_differencer.h"
#include "hemgang/directory/v1/directory.pb.h"
#include "hemgang/handover/v1/handover_service.pb.h"

#include "clients/cli/yaml_writer.h"

namespace hemgang::cli {
namespace {

namespace hv1 = hemgang::handover::v1;
using google::protobuf::util::MessageDifferencer;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

absl::TimeZone Stockholm() {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone("Europe/Stockholm", &zone));
  return zone;
}

template <typename Type>
std::vector<std::string> Faults(const std::string& text, Type* message) {
  std::vector<std::string> lines;
  for (const Fault& fault : ReadYaml(text, Stockholm(), message)) lines.push_back(fault.In("f.yaml"));
  return lines;
}

std::vector<std::string> ContentFaults(const std::string& text) {
  hv1::HandoverContent content;
  return Faults(text, &content);
}

TEST(YamlReader, ReadsWhatTheFormHolds) {
  hv1::HandoverContent content;
  ASSERT_THAT(Faults("walking: {level: one_person, level_before: Independent-With-Aid}\n"
                     "home_needs:\n"
                     "  nothing_needed: false\n"
                     "  items:\n"
                     "    - name: Ställbar säng\n"
                     "      status: HOME_ITEM_STATUS_ORDERED\n"
                     "wishes:\n"
                     "  requests:\n"
                     "    - {action: train, profession: pt, by_time: 2026-06-24T16:00+02:00}\n"
                     "destination: {municipality_code: 1481}\n",
                     &content),
              IsEmpty());
  EXPECT_EQ(content.walking().level(), hv1::ASSISTANCE_LEVEL_ONE_PERSON);
  EXPECT_EQ(content.walking().level_before(), hv1::ASSISTANCE_LEVEL_INDEPENDENT_WITH_AID);
  EXPECT_EQ(content.home_needs().items(0).name(), "Ställbar säng");
  EXPECT_EQ(content.home_needs().items(0).status(), hv1::HOME_ITEM_STATUS_ORDERED);
  EXPECT_EQ(content.wishes().requests(0).profession(), hv1::PROFESSION_PHYSIOTHERAPIST);
  EXPECT_EQ(content.wishes().requests(0).by_time().seconds(), 1782309600);
  EXPECT_EQ(content.destination().municipality_code(), "1481");
}

TEST(YamlReader, ReadsJsonWithItsOwnNames) {
  hv1::HandoverContent content;
  ASSERT_THAT(
      Faults(R"({"bedToChair": {"level": "ASSISTANCE_LEVEL_LIFT", "absent": "ABSENT_REASON_UNSPECIFIED"}})", &content),
      IsEmpty());
  EXPECT_EQ(content.bed_to_chair().level(), hv1::ASSISTANCE_LEVEL_LIFT);
  EXPECT_EQ(content.bed_to_chair().absent(), hv1::ABSENT_REASON_UNSPECIFIED);
}

TEST(YamlReader, AKeyWithoutAValueSaysNothing) {
  hv1::HandoverContent content;
  ASSERT_THAT(Faults("walking:\n  level:\n  how: ~\nhome_needs:\n", &content), IsEmpty());
  EXPECT_FALSE(content.has_home_needs());
  EXPECT_EQ(content.walking().level(), hv1::ASSISTANCE_LEVEL_UNSPECIFIED);
}

TEST(YamlReader, FindsEveryFaultAtOnceWithItsLine) {
  EXPECT_THAT(
      ContentFaults("walking:\n"
                    "  levl: one_person\n"
                    "toilet:\n"
                    "  level: two_person\n"
                    "precautions:\n"
                    "  none_known: maybe\n"
                    "wishes:\n"
                    "  requests:\n"
                    "    - by_time: 2026-06-24T16:00\n"),
      ElementsAre("f.yaml:2: walking.levl: the key 'levl' is not known; did you mean level? Allowed: level, "
                  "level_before, how, absent.",
                  "f.yaml:4: toilet.level: 'two_person' is not known; did you mean two_persons? Allowed: independent, "
                  "independent_with_aid, supervision, one_person, two_persons, lift, bed_only.",
                  "f.yaml:6: precautions.none_known: 'maybe' is neither true nor false",
                  "f.yaml:9: wishes.requests[0].by_time: '2026-06-24T16:00' does not say in which zone; in "
                  "Europe/Stockholm it is written 2026-06-24T16:00+02:00"));
}

TEST(YamlReader, RefusesTheWrongShape) {
  EXPECT_THAT(
      ContentFaults("walking: one_person\n"),
      ElementsAre("f.yaml:1: walking: is a single value; must be keys out of level, level_before, how, absent"));
  EXPECT_THAT(ContentFaults("walking: {level: [lift]}\n"),
              ElementsAre("f.yaml:1: walking.level: is a list; must be a single value"));
  EXPECT_THAT(ContentFaults("home_needs:\n  items:\n    name: Säng\n"),
              ElementsAre("f.yaml:3: home_needs.items: is a group of keys; must be a list, each line of it begun with "
                          "'- '"));
  EXPECT_THAT(ContentFaults("home_needs:\n  items:\n    - \n"),
              ElementsAre("f.yaml:3: home_needs.items[0]: is empty; give it a value or leave the line out"));
  EXPECT_THAT(
      ContentFaults("- walking\n"),
      ElementsAre("f.yaml:1: is a list; must be keys out of destination, reason, precautions, bed_to_chair, "
                  "walking, toilet, danger, home_needs, wishes, contacts, stay, dwelling, palliative, activities, "
                  "scores, cognition, symptoms, risks, aids, home_support, next_of_kin, interventions, goals, "
                  "open_questions, care_contacts, legal, body, carried, follow_up"));
}

TEST(YamlReader, RefusesAKeyThatStandsTwice) {
  EXPECT_THAT(ContentFaults("walking:\n  level: lift\n  how: sele\n  level: one_person\n"),
              ElementsAre("f.yaml:4: walking.level: stands twice; it stands already on line 2"));
  EXPECT_THAT(ContentFaults("bed_to_chair: {}\nbedToChair: {}\n"),
              ElementsAre("f.yaml:2: bedToChair: stands twice; it stands already on line 1"));
}

TEST(YamlReader, RefusesTheWordUnspecified) {
  EXPECT_THAT(ContentFaults("danger: {danger: unspecified}"), testing::SizeIs(1));
}

TEST(YamlReader, RefusesANumberThatIsNone) {
  directory::v1::Directory directory;
  EXPECT_THAT(Faults("policies:\n  - {id: p, numbers: [{name: n, value: 8h}]}\n", &directory),
              ElementsAre("f.yaml:2: policies[0].numbers[0].value: '8h' is no whole number, or too large a one"));
  EXPECT_THAT(Faults("policies: [{version: 3000000000}]", &directory), testing::SizeIs(1));
}

TEST(YamlReader, RefusesWhatIsNoDocument) {
  EXPECT_THAT(ContentFaults(""), ElementsAre("f.yaml: holds nothing"));
  EXPECT_THAT(ContentFaults("# only a remark\n"), ElementsAre("f.yaml: holds nothing"));
  EXPECT_THAT(ContentFaults("walking: {}\n---\ntoilet: {}\n"),
              ElementsAre("f.yaml: holds 2 documents with --- between; one is allowed"));
  EXPECT_THAT(ContentFaults("walking: {\n"), ElementsAre(testing::StartsWith("f.yaml:2: is not YAML: ")));
  EXPECT_THAT(ContentFaults("walking:\n  how: \"s\xE4ng\"\n"),
              ElementsAre("f.yaml:2: is not UTF-8 text; save the file as UTF-8"));
}

TEST(YamlWriter, WritesWhatTheReaderReads) {
  hv1::HandoverContent content;
  content.mutable_walking()->set_level(hv1::ASSISTANCE_LEVEL_TWO_PERSONS);
  content.mutable_walking()->set_how("nej: \"yes\"\nrad två\t#\\ 1");
  content.mutable_toilet()->set_how("null");
  content.mutable_danger()->set_text(" blank först");
  content.mutable_destination()->set_municipality_code("0180");
  content.mutable_precautions();
  auto* item = content.mutable_home_needs()->add_items();
  item->set_name("- säng");
  item->set_status(hv1::HOME_ITEM_STATUS_MISSING);
  content.mutable_home_needs()->add_items();
  auto* request = content.mutable_wishes()->add_requests();
  request->mutable_by_time()->set_seconds(1782309600);
  request->mutable_by_time()->set_nanos(5000);
  auto* score = content.add_scores();
  for (const int points : {0, 3, 10}) score->add_items(points);
  hv1::HandoverContent read;
  ASSERT_THAT(Faults(WriteYaml(content), &read), IsEmpty()) << WriteYaml(content);
  EXPECT_TRUE(MessageDifferencer::Equals(content, read)) << WriteYaml(content);
}

// The files in deploy/sample are read by everyone who tries Hemgång.
TEST(SampleFiles, CanBeRead) {
  int files = 0;
  const auto read = [&](const std::filesystem::path& file, auto message) {
    const auto text = ReadInput(file.string());
    ASSERT_TRUE(text.ok()) << text.status();
    EXPECT_THAT(Faults(*text, &message), IsEmpty()) << file;
    ++files;
  };
  for (const auto& file : std::filesystem::directory_iterator("deploy/sample/patients")) {
    read(file.path(), hv1::OpenTransitionRequest());
    EXPECT_TRUE(ReadIdentityNumber(*ReadInput(file.path().string())).ok());
  }
  for (const auto& file : std::filesystem::directory_iterator("deploy/sample/handovers")) {
    read(file.path(), hv1::HandoverContent());
  }
  EXPECT_GE(files, 12);
}

TEST(ReadInput, SaysWhichFileIsNotThere) {
  EXPECT_EQ(ReadInput("no/such.yaml").status().message(), "cannot read no/such.yaml: No such file or directory");
  EXPECT_FALSE(ReadInput("deploy").ok());
}

TEST(ReadIdentityNumber, FindsItAloneOrAmongKeys) {
  EXPECT_EQ(*ReadIdentityNumber("19121212-1212\n"), "19121212-1212");
  EXPECT_EQ(*ReadIdentityNumber("identity_number: \"191212121212\"\n"), "191212121212");
  EXPECT_EQ(*ReadIdentityNumber("patient: {identity_number: 121212-1212}\nbasis: consent\n"), "121212-1212");
}

TEST(ReadIdentityNumber, NeverRepeatsWhatItCouldNotRead) {
  for (const char* text : {"", "name: Tolvan", "{Tolvan", "patient: Tolvan"}) {
    const auto number = ReadIdentityNumber(text);
    ASSERT_FALSE(number.ok()) << text;
    EXPECT_THAT(std::string(number.status().message()), testing::Not(testing::HasSubstr("Tolvan")));
  }
}

}  // namespace
}  // namespace hemgang::cli
