#include "services/handover/text_blocks.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"

#include "google/protobuf/descriptor.h"
#include "google/protobuf/timestamp.pb.h"

#include "services/rpc/times.h"
#include "services/rules/icf.h"
#include "services/rules/instruments.h"

namespace hemgang::handover {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using Lines = std::vector<std::string>;
using Content = hv1::HandoverContent;

std::string InBrackets(const std::string& text) {
  return text.empty() ? "" : absl::StrCat("(", text, ")");
}

// A line per item, begun with a dash.
std::string Listed(const Lines& lines) {
  Lines listed;
  for (const std::string& line : lines) {
    if (!line.empty()) listed.push_back("- " + line);
  }
  return absl::StrJoin(listed, "\n");
}

std::string ValueOf(const Telling& telling, const Message& message, const FieldDescriptor& field, int index) {
  const Reflection& reflection = *message.GetReflection();
  const bool one = index < 0;
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string text =
          one ? reflection.GetString(message, &field) : reflection.GetRepeatedString(message, &field, index);
      return telling.Date(text);
    }
    case FieldDescriptor::CPPTYPE_ENUM:
      return WordOf(*reflection.GetEnum(message, &field), telling.language);
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(reflection.GetInt32(message, &field));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (field.message_type() == google::protobuf::Timestamp::descriptor()) {
        return telling.When(rpc::FromTimestamp(
            static_cast<const google::protobuf::Timestamp&>(reflection.GetMessage(message, &field))));
      }
      if (field.message_type() == hv1::Contact::descriptor()) {
        return telling.Someone(static_cast<const hv1::Contact&>(reflection.GetMessage(message, &field)));
      }
      return "";
    default:
      return "";
  }
}

// Every field of a block that is said, as "label: value". Lists of messages are told by the block's own function.
Lines Fields(const Telling& telling, const Message& block) {
  std::vector<const FieldDescriptor*> fields;
  block.GetReflection()->ListFields(block, &fields);
  Lines lines;
  for (const FieldDescriptor* field : fields) {
    const std::string label = telling.Label(absl::StrCat(field->containing_type()->name(), ".", field->name()));
    if (label.empty()) continue;
    if (!field->is_repeated()) {
      lines.push_back(Labelled(label, ValueOf(telling, block, *field, -1)));
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      Lines values;
      for (int i = 0; i < block.GetReflection()->FieldSize(block, field); ++i) {
        values.push_back(ValueOf(telling, block, *field, i));
      }
      lines.push_back(Labelled(label, absl::StrJoin(values, "; ")));
    }
  }
  return lines;
}

std::string OrAbsent(const Telling& telling, const std::string& text, hv1::AbsentReason absent) {
  return text.empty() ? InBrackets(telling.Word(absent)) : text;
}

std::string Plain(const Telling& telling, const Message& block) {
  return Sentences(Fields(telling, block));
}

std::string DwellingText(const Telling& telling) {
  hv1::Dwelling dwelling = telling.parts.content.dwelling();
  // How one gets in says where it is.
  if (telling.Protected()) dwelling.clear_key();
  return Plain(telling, dwelling);
}

std::string ActivityText(const Telling& telling, const hv1::ActivityLine& line) {
  const std::string code = rules::IcfCode(line.activity());
  const std::string what =
      Joined({telling.Word(line.activity()), InBrackets(absl::StrCat("ICF", std::string(1, kUnbroken), code))}, " ");
  const std::string level = OrAbsent(telling, telling.Word(line.level()), line.absent());
  return Sentences({Labelled(what, Joined({level, line.aid()}, ", ")),
                    Labelled(telling.Label("before"), telling.Word(line.level_before())),
                    Labelled(telling.Label("expected"), telling.Word(line.level_expected())), line.text()});
}

std::string ActivitiesText(const Telling& telling) {
  Lines lines;
  for (const hv1::ActivityLine& line : telling.parts.content.activities()) lines.push_back(ActivityText(telling, line));
  return Listed(lines);
}

// "24 av 36", "13,5 sekunder", "40 %", "C"
std::string Result(const Telling& telling, const hv1::InstrumentScore& score) {
  if (score.grade() != hv1::KATZ_GRADE_UNSPECIFIED) return telling.Word(score.grade());
  if (score.total().empty()) return "";
  const std::string number = absl::StrReplaceAll(score.total(), {{".", ","}});
  if (score.instrument() == hv1::INSTRUMENT_TUG) return absl::StrCat(number, " ", telling.Label("seconds"));
  if (score.instrument() == hv1::INSTRUMENT_PPS || score.instrument() == hv1::INSTRUMENT_AKPS) {
    return absl::StrCat(number, " %");
  }
  const rules::Scale* scale = rules::FindScale(score.instrument(), score.variant());
  return scale == nullptr ? number : absl::StrCat(number, " ", telling.Label("of"), " ", scale->highest);
}

std::string ScoreText(const Telling& telling, const hv1::InstrumentScore& score) {
  const bool other = score.instrument() == hv1::INSTRUMENT_OTHER;
  const std::string name =
      other ? score.text() : Joined({telling.Word(score.instrument()), InBrackets(telling.Word(score.variant()))}, " ");
  const std::string result = score.not_possible() ? telling.Label("not_possible") : Result(telling, score);
  const std::string when = score.date().empty() ? telling.Label("no_date")
                                                : Joined({telling.Date(score.date()), telling.Age(score.date())}, ", ");
  const std::string circumstances =
      Joined({when, telling.Word(score.rater()), score.proxy() ? telling.Label("proxy") : ""}, "; ");
  const std::string items =
      score.items_size() == 0 ? "" : Labelled(telling.Label("items"), absl::StrJoin(score.items(), " "));
  return Sentences({Joined({Joined({name, result}, ": "), InBrackets(circumstances)}, " "), items,
                    Labelled(telling.Label("own_item"), score.own_item()), other ? "" : score.text()});
}

std::string ScoresText(const Telling& telling) {
  Lines lines;
  for (const hv1::InstrumentScore& score : telling.parts.content.scores()) lines.push_back(ScoreText(telling, score));
  return Listed(lines);
}

std::string AidsText(const Telling& telling) {
  Lines lines;
  for (const hv1::Aid& aid : telling.parts.content.aids()) {
    const auto answered = [&telling](const char* label, hv1::HomeItemResponsible responsible) {
      return Labelled(telling.Label(label), telling.Word(responsible));
    };
    const std::string stands = Joined(
        {telling.Word(aid.status()), telling.Word(aid.supply()), answered("answers", aid.responsible()),
         answered("instruction", aid.instruction_responsible()), answered("follow_up_by", aid.follow_up_responsible()),
         Labelled(telling.Label("needed_by"), telling.Date(aid.needed_by_date())),
         Labelled(telling.Label("prescriber"), aid.prescriber()),
         Labelled(telling.Label("order_number"), aid.order_number())},
        ", ");
    lines.push_back(Sentences({Joined({telling.Thing(aid.name(), aid.iso_code()), stands}, ": "),
                               telling.OrderBy(aid.status(), aid.supply()), aid.note()}));
  }
  return Listed(lines);
}

std::string NextOfKinText(const Telling& telling) {
  const hv1::NextOfKin& kin = telling.parts.content.next_of_kin();
  Lines lines;
  for (const hv1::Relative& relative : kin.relatives()) {
    hv1::Contact contact;
    contact.set_name(Joined({relative.name(), InBrackets(relative.relation())}, " "));
    contact.set_phone(relative.phone());
    std::string consent;
    if (relative.consent_to_contact() == hv1::YES_NO_YES) consent = telling.Label("consents");
    if (relative.consent_to_contact() == hv1::YES_NO_NO) consent = telling.Label("consents_not");
    lines.push_back(Sentences({Joined({telling.Someone(contact, true), consent}, ", "), relative.role()}));
  }
  const std::string text = Joined({Listed(lines), Plain(telling, kin)}, "\n");
  return OrAbsent(telling, text, kin.absent());
}

std::string GoalsText(const Telling& telling) {
  const hv1::Goals& goals = telling.parts.content.goals();
  Lines agreed;
  for (const hv1::AgreedGoal& goal : goals.agreed()) {
    const std::string by = telling.Date(goal.by_date());
    agreed.push_back(Joined({goal.text(), InBrackets(by.empty() ? "" : telling.Label("at_latest") + " " + by)}, " "));
  }
  return OrAbsent(telling, Joined({Plain(telling, goals), Listed(agreed)}, "\n"), goals.absent());
}

std::string QuestionsText(const Telling& telling) {
  const auto& questions = telling.parts.content.open_questions();
  return Listed(Lines(questions.begin(), questions.end()));
}

std::string CareContactsText(const Telling& telling) {
  Lines lines;
  for (const hv1::CareContact& contact : telling.parts.content.care_contacts()) {
    lines.push_back(Labelled(telling.Word(contact.role()), telling.Someone(contact.contact())));
  }
  return Listed(lines);
}

struct Block {
  int field;
  // A first visit needs it.
  bool in_samsa;
  std::string (*tell)(const Telling&);
};

// In the order in which a first visit needs them.
constexpr Block kBlocks[] = {
    {Content::kFollowUpFieldNumber, true, [](const Telling& t) { return Plain(t, t.parts.content.follow_up()); }},
    {Content::kPalliativeFieldNumber, true, [](const Telling& t) { return Plain(t, t.parts.content.palliative()); }},
    {Content::kHomeSupportFieldNumber, true, [](const Telling& t) { return Plain(t, t.parts.content.home_support()); }},
    {Content::kAidsFieldNumber, true, AidsText},
    {Content::kRisksFieldNumber, true, [](const Telling& t) { return Plain(t, t.parts.content.risks()); }},
    {Content::kOpenQuestionsFieldNumber, true, QuestionsText},
    {Content::kCareContactsFieldNumber, true, CareContactsText},
    {Content::kDwellingFieldNumber, false, DwellingText},
    {Content::kActivitiesFieldNumber, false, ActivitiesText},
    {Content::kScoresFieldNumber, false, ScoresText},
    {Content::kCognitionFieldNumber, false, [](const Telling& t) { return Plain(t, t.parts.content.cognition()); }},
    {Content::kSymptomsFieldNumber, false, [](const Telling& t) { return Plain(t, t.parts.content.symptoms()); }},
    {Content::kBodyFieldNumber, false, [](const Telling& t) { return Plain(t, t.parts.content.body()); }},
    {Content::kInterventionsFieldNumber, false,
     [](const Telling& t) { return Plain(t, t.parts.content.interventions()); }},
    {Content::kGoalsFieldNumber, false, GoalsText},
    {Content::kNextOfKinFieldNumber, false, NextOfKinText},
    {Content::kStayFieldNumber, false, [](const Telling& t) { return Plain(t, t.parts.content.stay()); }},
    {Content::kLegalFieldNumber, false, [](const Telling& t) { return Plain(t, t.parts.content.legal()); }},
};

}  // namespace

void AddBlocks(const Telling& telling, Page& page) {
  Lines left_out;
  for (const Block& block : kBlocks) {
    const std::string text = block.tell(telling);
    if (text.empty()) continue;
    const std::string name =
        telling.Label(absl::StrCat("HandoverContent.", Content::descriptor()->FindFieldByNumber(block.field)->name()));
    if (!telling.Whole() && !block.in_samsa) {
      left_out.push_back(name);
      continue;
    }
    page.Space();
    const std::string head = Joined({name, telling.Carried(block.field)}, " ");
    page.Add(absl::StrCat(head, ":", text[0] == '-' ? "\n" : " ", text), 2);
  }
  if (left_out.empty()) return;
  page.Space();
  page.Add(absl::StrCat(telling.Label("more"), ": ", absl::StrJoin(left_out, ", "), "."), 2);
}

}  // namespace hemgang::handover
