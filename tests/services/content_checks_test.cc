// What a content may not say: one row per rule, and every text, list and enum of the optional blocks by its descriptor,
// so that a field that is added tomorrow is tried too.

#include "services/handover/content_checks.h"

#include <functional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

#include "services/rpc/checks.h"
#include "tests/support/test_patient.h"

namespace hemgang::handover {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr absl::CivilDay kToday(2026, 6, 18);

std::vector<std::string> PathsOf(const rpc::FieldFaults& faults) {
  std::vector<std::string> paths;
  for (const auto& [path, sentence] : rpc::FaultsOf(faults.ToStatus())) paths.push_back(path);
  return paths;
}

std::vector<std::string> Paths(const hv1::HandoverContent& content) {
  rpc::FieldFaults faults;
  CheckContent(content, "content", faults, kToday);
  return PathsOf(faults);
}

hv1::HandoverContent Said(const std::string& text) {
  hv1::HandoverContent content;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &content)) << text;
  return content;
}

struct WrongRow {
  std::string name;
  std::string content;
  std::string path;
};

void PrintTo(const WrongRow& row, std::ostream* out) {
  *out << row.name;
}

class WrongContent : public testing::TestWithParam<WrongRow> {};

TEST_P(WrongContent, NamesTheField) {
  EXPECT_THAT(Paths(Said(GetParam().content)), ElementsAre("content." + GetParam().path));
}

INSTANTIATE_TEST_SUITE_P(
    Table, WrongContent,
    testing::Values(
        WrongRow{"ItemCode", "home_needs { items { name: 'säng' iso_code: '18 12 10' } }",
                 "home_needs.items[0].iso_code"},
        WrongRow{"AidCode", "aids { name: 'säng' iso_code: '131210' }", "aids[0].iso_code"},
        WrongRow{"AidWithoutName", "aids { status: HOME_ITEM_STATUS_AT_HOME }", "aids[0].name"},
        WrongRow{"ActivityNotChosen", "activities { level: ASSISTANCE_LEVEL_LIFT }", "activities[0].activity"},
        WrongRow{"ActivityTwice",
                 "activities { activity: DAILY_ACTIVITY_EAT } activities { activity: DAILY_ACTIVITY_EAT }",
                 "activities[1].activity"},
        WrongRow{
            "ActivityWithAndWithoutLevel",
            "activities { activity: DAILY_ACTIVITY_EAT level: ASSISTANCE_LEVEL_LIFT absent: ABSENT_REASON_UNKNOWN }",
            "activities[0].absent"},
        WrongRow{"ScoreOutside", "scores { instrument: INSTRUMENT_BERG total: '57' }", "scores[0].total"},
        WrongRow{"ScoreTomorrow", "scores { instrument: INSTRUMENT_BERG total: '56' date: '2026-06-19' }",
                 "scores[0].date"},
        WrongRow{"AdmittedTomorrow", "stay { admission_date: '2026-06-19' }", "stay.admission_date"},
        WrongRow{"NoDate", "home_support { home_help_from_date: 'måndag' }", "home_support.home_help_from_date"},
        WrongRow{"NoGoalDate", "goals { agreed { text: 'gå' by_date: '2026-02-30' } }", "goals.agreed[0].by_date"},
        WrongRow{"ConversationNotHeldOnADate",
                 "palliative { conversation: BREAKPOINT_CONVERSATION_NOT_HELD conversation_date: '2026-06-01' }",
                 "palliative.conversation_date"},
        WrongRow{"ConversationHeldTomorrow",
                 "palliative { conversation: BREAKPOINT_CONVERSATION_HELD conversation_date: '2026-06-19' }",
                 "palliative.conversation_date"},
        WrongRow{"TeamThatIsNone", "palliative { specialised_team: YES_NO_NO team_contact { phone: '031' } }",
                 "palliative.team_contact"},
        WrongRow{"HomeHelpThatIsNone", "home_support { home_help: YES_NO_NO home_help_from_date: '2026-06-22' }",
                 "home_support.home_help_from_date"},
        WrongRow{"ExtentOfNone", "home_support { home_help: YES_NO_NO home_help_extent: 'två besök' }",
                 "home_support.home_help_extent"},
        WrongRow{"RelativeWithoutName", "next_of_kin { relatives { phone: '031' } }", "next_of_kin.relatives[0].name"},
        WrongRow{"RelativeAndNone", "next_of_kin { relatives { name: 'Ulf' } absent: ABSENT_REASON_UNKNOWN }",
                 "next_of_kin.absent"},
        WrongRow{"GoalAndNone", "goals { own_words: 'hem' absent: ABSENT_REASON_PATIENT_DECLINED }", "goals.absent"},
        WrongRow{"GoalAndWhyNone", "goals { agreed { text: 'gå' } why_none: 'orkar inte' }", "goals.why_none"},
        WrongRow{"GoalWithoutText", "goals { agreed { by_date: '2026-07-01' } }", "goals.agreed[0].text"},
        WrongRow{"EmptyQuestion", "open_questions: ''", "open_questions[0]"},
        WrongRow{"CareContactOfNoRole", "care_contacts { contact { name: 'avd 3' } }", "care_contacts[0].role"},
        WrongRow{
            "ConsentOfWhoCouldNot",
            "contacts { basis: DISCLOSURE_BASIS_UNABLE_TO_CONSENT } legal { consent_time { seconds: 1781000000 } }",
            "legal.consent_time"},
        WrongRow{"DecidedForWhoConsented", "contacts { basis: DISCLOSURE_BASIS_CONSENT } legal { decided_by: 'dr Ek' }",
                 "legal.decided_by"},
        WrongRow{"WeightBelow", "body { weight_kg: -1 }", "body.weight_kg"},
        WrongRow{"WeightAbove", "body { weight_kg: 401 }", "body.weight_kg"},
        WrongRow{"HeightBelow", "body { height_cm: 29 }", "body.height_cm"},
        WrongRow{"HeightAbove", "body { height_cm: 251 }", "body.height_cm"},
        WrongRow{"CarriedNowhere", "carried { content_field: 13 from_handover_id: 'h1' }", "carried[0].content_field"},
        WrongRow{"CarriedItself", "carried { content_field: 37 from_handover_id: 'h1' }", "carried[0].content_field"},
        WrongRow{"CarriedFromNothing", "carried { content_field: 21 }", "carried[0].from_handover_id"},
        WrongRow{"CarriedFromTomorrow", "carried { content_field: 21 from_handover_id: 'h1' date: '2026-06-19' }",
                 "carried[0].date"}),
    [](const auto& row) { return row.param.name; });

TEST(ContentChecks, WhatIsSaidSoundly) {
  EXPECT_THAT(Paths(test::TestContent()), IsEmpty());
  EXPECT_THAT(Paths(Said(R"(
      stay { ward: 'avd 353' admission_date: '2026-06-18' certainty: DISCHARGE_CERTAINTY_LIKELY }
      palliative { conversation: BREAKPOINT_CONVERSATION_PLANNED conversation_date: '2026-06-30' }
      activities { activity: DAILY_ACTIVITY_EAT absent: ABSENT_REASON_UNKNOWN }
      scores { instrument: INSTRUMENT_KATZ grade: KATZ_GRADE_G items: [0, 0, 0, 0, 0, 0] date: '2026-06-18' }
      aids { iso_code: '181210' needed_by_date: '2026-06-22' }
      home_support { home_help: YES_NO_YES home_help_from_date: '2026-06-22' home_help_extent: 'fyra besök' }
      next_of_kin { absent: ABSENT_REASON_PATIENT_DECLINED }
      goals { absent: ABSENT_REASON_NOT_APPLICABLE why_none: 'sista dagarna' }
      body { weight_kg: 400 height_cm: 30 }
      carried { content_field: 2 from_handover_id: 'h1' date: '2026-06-18' }
      follow_up { how_it_went: 'bra' })")),
              IsEmpty());
}

TEST(ContentChecks, WithoutADayOnlyTheFormOfADate) {
  rpc::FieldFaults faults;
  CheckContent(Said("stay { admission_date: '2099-01-01' } scores { instrument: INSTRUMENT_PPS total: '40' date: "
                    "'2099-01-01' }"),
               "content", faults);
  EXPECT_THAT(PathsOf(faults), IsEmpty());
}

// Visits every field below a message, with a message that has just that one.
void ForEachField(Message& top, Message& message, const std::string& path,
                  const std::function<void(Message& owner, const FieldDescriptor&, const std::string& path)>& visit) {
  const Descriptor& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (&message == &top && field.number() < 20) continue;
    const auto& reflection = *message.GetReflection();
    const std::string below = absl::StrCat(path, ".", field.name(), field.is_repeated() ? "[0]" : "");
    const bool group =
        field.message_type() != nullptr && field.message_type()->file()->package() == "hemgang.handover.v1";
    if (group) {
      Message& inner =
          field.is_repeated() ? *reflection.AddMessage(&message, &field) : *reflection.MutableMessage(&message, &field);
      ForEachField(top, inner, below, visit);
    } else {
      visit(message, field, below);
    }
    reflection.ClearField(&message, &field);
  }
}

TEST(ContentChecks, NoTextOfABlockIsWithoutBounds) {
  hv1::HandoverContent content;
  int texts = 0;
  ForEachField(content, content, "content", [&](Message& owner, const FieldDescriptor& field, const std::string& path) {
    if (field.cpp_type() != FieldDescriptor::CPPTYPE_STRING) return;
    // A score, a code and a date have forms of their own, which say no to so long a text as well.
    const std::string long_text(kMaxTextCharacters + 1, '7');
    field.is_repeated() ? owner.GetReflection()->AddString(&owner, &field, long_text)
                        : owner.GetReflection()->SetString(&owner, &field, long_text);
    EXPECT_THAT(Paths(content), Contains(path));
    ++texts;
  });
  EXPECT_GE(texts, 60);
}

TEST(ContentChecks, NoListOfBlocksIsWithoutEnd) {
  hv1::HandoverContent content;
  int lists = 0;
  for (int i = 0; i < content.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor& field = *content.GetDescriptor()->field(i);
    if (!field.is_repeated()) continue;
    content.Clear();
    for (int n = 0; n < 41; ++n) {
      field.message_type() != nullptr ? (void)content.GetReflection()->AddMessage(&content, &field)
                                      : content.GetReflection()->AddString(&content, &field, "?");
    }
    EXPECT_THAT(Paths(content), Contains("content." + field.name()));
    ++lists;
  }
  EXPECT_EQ(lists, 6);
}

// The door does it, for every request.
TEST(ContentChecks, NoEnumTakesANumberThatNobodyKnows) {
  hv1::HandoverContent content;
  int enums = 0;
  ForEachField(content, content, "content", [&](Message& owner, const FieldDescriptor& field, const std::string& path) {
    if (field.enum_type() == nullptr) return;
    owner.GetReflection()->SetEnumValue(&owner, &field, 99);
    rpc::FieldFaults faults;
    rpc::CheckMessage(content, faults);
    EXPECT_THAT(PathsOf(faults), ElementsAre(path.substr(std::string("content.").size())));
    ++enums;
  });
  EXPECT_GT(enums, 45);
}

}  // namespace
}  // namespace hemgang::handover
