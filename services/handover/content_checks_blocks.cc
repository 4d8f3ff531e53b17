#include "services/handover/content_checks_blocks.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "google/protobuf/descriptor.h"

#include "services/handover/content_checks.h"
#include "services/rpc/checks.h"
#include "services/rules/aids.h"
#include "services/rules/instruments.h"

namespace hemgang::handover {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// The blocks begin here; what is below are the entries of the form, which have their own checks.
constexpr int kFirstBlock = 20;
constexpr int kMostOfAKind = 40;

// Fields that may hold a text of several lines; every other one is a line.
constexpr std::string_view kTexts[] = {
    "text",
    "note",
    "done",
    "exercise_programme",
    "tried_without_success",
    "own_words",
    "why_none",
    "how_it_went",
    "function_now",
    "open_questions",
    "role",
    "adaptations",
    "home_help_extent",
    "place_of_care_wish",
    "missing_in_handover",
};

// Dates of what has been. The others may be plans.
constexpr std::string_view kPastDates[] = {"admission_date", "date"};

bool IsAmong(const std::string& name, const auto& names) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

void CheckText(const std::string& text, const FieldDescriptor& field, const std::string& path, rpc::FieldFaults& faults,
               std::optional<absl::CivilDay> today) {
  const bool long_text =
      IsAmong(field.name(), kTexts) || field.full_name() == "hemgang.handover.v1.FollowUpReport.aids";
  rpc::CheckLength(text, long_text ? kMaxTextCharacters : kMaxLineCharacters, path, faults);
  const bool is_date = field.name() == "date" || absl::EndsWith(field.name(), "_date");
  // A score's date is checked with the score.
  if (!is_date || text.empty() || field.containing_type() == hv1::InstrumentScore::descriptor()) return;
  const std::optional<absl::CivilDay> day = rules::ParseDay(text);
  if (!day.has_value()) {
    faults.Add(path, "must be a date, written like 2026-06-22");
  } else if (today.has_value() && *day > *today && IsAmong(field.name(), kPastDates)) {
    faults.Add(path, "must not be later than today");
  }
}

// Lengths, numbers and dates of every block, by the names of the fields: a new field is checked from its first day.
void CheckForm(const Message& message, const std::string& path, rpc::FieldFaults& faults,
               std::optional<absl::CivilDay> today, int first_field = 0) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->number() < first_field) continue;
    const std::string below = absl::StrCat(path, ".", field->name());
    const bool repeated = field->is_repeated();
    const int count = repeated ? reflection.FieldSize(message, field) : 1;
    if (count > kMostOfAKind) {
      faults.Add(below, absl::StrCat("must be at most ", kMostOfAKind));
      continue;
    }
    for (int i = 0; i < count; ++i) {
      const std::string at = repeated ? absl::StrCat(below, "[", i, "]") : below;
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        CheckText(repeated ? reflection.GetRepeatedString(message, field, i) : reflection.GetString(message, field),
                  *field, at, faults, today);
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        CheckForm(repeated ? reflection.GetRepeatedMessage(message, field, i) : reflection.GetMessage(message, field),
                  at, faults, today);
      }
    }
  }
}

void CheckPalliative(const hv1::PalliativeCare& care, const std::string& path, rpc::FieldFaults& faults,
                     std::optional<absl::CivilDay> today) {
  const bool has_been = care.conversation() == hv1::BREAKPOINT_CONVERSATION_HELD;
  const bool can_have_date = has_been || care.conversation() == hv1::BREAKPOINT_CONVERSATION_PLANNED;
  const std::optional<absl::CivilDay> day = rules::ParseDay(care.conversation_date());
  if (!care.conversation_date().empty() && !can_have_date) {
    faults.Add(absl::StrCat(path, ".conversation_date"), "must be left out unless the conversation is held or planned");
  } else if (has_been && day.has_value() && today.has_value() && *day > *today) {
    faults.Add(absl::StrCat(path, ".conversation_date"), "must not be later than today when the conversation is held");
  }
  const bool has_team = !care.team_contact().name().empty() || !care.team_contact().phone().empty();
  if (has_team && care.specialised_team() == hv1::YES_NO_NO) {
    faults.Add(absl::StrCat(path, ".team_contact"), "must be left out when no specialised team is involved");
  }
}

void CheckActivities(const hv1::HandoverContent& content, const std::string& path, rpc::FieldFaults& faults) {
  std::set<int> seen;
  for (int i = 0; i < content.activities_size(); ++i) {
    const hv1::ActivityLine& line = content.activities(i);
    const std::string at = absl::StrCat(path, ".activities[", i, "]");
    rpc::CheckChosen(line.activity(), absl::StrCat(at, ".activity"), faults);
    CheckOpen(line.level() != hv1::ASSISTANCE_LEVEL_UNSPECIFIED, line.absent(), at, faults);
    const bool chosen = line.activity() != hv1::DAILY_ACTIVITY_UNSPECIFIED;
    if (chosen && !seen.insert(line.activity()).second) {
      faults.Add(absl::StrCat(at, ".activity"), "stands twice; one line for each activity");
    }
  }
}

void CheckScores(const hv1::HandoverContent& content, const std::string& path, rpc::FieldFaults& faults,
                 std::optional<absl::CivilDay> today) {
  for (int i = 0; i < content.scores_size(); ++i) {
    for (const rules::ScoreFault& fault : rules::CheckInstrument(content.scores(i), today)) {
      faults.Add(absl::StrCat(path, ".scores[", i, "].", fault.field_path), fault.sentence);
    }
  }
}

void CheckAids(const hv1::HandoverContent& content, const std::string& path, rpc::FieldFaults& faults) {
  for (int i = 0; i < content.aids_size(); ++i) {
    const hv1::Aid& aid = content.aids(i);
    const std::string at = absl::StrCat(path, ".aids[", i, "]");
    if (aid.name().empty() && aid.iso_code().empty()) {
      faults.Add(absl::StrCat(at, ".name"), "must be given, or iso_code");
    }
    CheckAidCode(aid.iso_code(), absl::StrCat(at, ".iso_code"), faults);
  }
}

void CheckHome(const hv1::HomeSupport& support, const std::string& path, rpc::FieldFaults& faults) {
  if (support.home_help() != hv1::YES_NO_NO) return;
  if (!support.home_help_from_date().empty()) {
    faults.Add(absl::StrCat(path, ".home_help_from_date"), "must be left out when there is no home help");
  }
  if (!support.home_help_extent().empty()) {
    faults.Add(absl::StrCat(path, ".home_help_extent"), "must be left out when there is no home help");
  }
}

void CheckPeople(const hv1::HandoverContent& content, const std::string& path, rpc::FieldFaults& faults) {
  const hv1::NextOfKin& kin = content.next_of_kin();
  for (int i = 0; i < kin.relatives_size(); ++i) {
    if (kin.relatives(i).name().empty() && kin.relatives(i).relation().empty()) {
      faults.Add(absl::StrCat(path, ".next_of_kin.relatives[", i, "].name"), "must be given, or relation");
    }
  }
  CheckOpen(kin.relatives_size() > 0, kin.absent(), absl::StrCat(path, ".next_of_kin"), faults);
  for (int i = 0; i < content.care_contacts_size(); ++i) {
    rpc::CheckChosen(content.care_contacts(i).role(), absl::StrCat(path, ".care_contacts[", i, "].role"), faults);
  }
}

void CheckGoals(const hv1::Goals& goals, const std::string& path, rpc::FieldFaults& faults) {
  const bool said = !goals.own_words().empty() || goals.agreed_size() > 0;
  CheckOpen(said, goals.absent(), path, faults);
  if (goals.agreed_size() > 0 && !goals.why_none().empty()) {
    faults.Add(absl::StrCat(path, ".why_none"), "must be left out while goals are agreed");
  }
  for (int i = 0; i < goals.agreed_size(); ++i) {
    rpc::CheckGiven(goals.agreed(i).text(), absl::StrCat(path, ".agreed[", i, "].text"), faults);
  }
}

void CheckLegal(const hv1::HandoverContent& content, const std::string& path, rpc::FieldFaults& faults) {
  const hv1::DisclosureBasis basis = content.contacts().basis();
  if (content.legal().has_consent_time() && basis == hv1::DISCLOSURE_BASIS_UNABLE_TO_CONSENT) {
    faults.Add(absl::StrCat(path, ".legal.consent_time"), "must be left out when the patient was unable to consent");
  }
  if (!content.legal().decided_by().empty() && basis == hv1::DISCLOSURE_BASIS_CONSENT) {
    faults.Add(absl::StrCat(path, ".legal.decided_by"), "must be left out when the patient consented");
  }
}

// 0 is not said.
void CheckMeasure(int measure, int lowest, int highest, const std::string& path, rpc::FieldFaults& faults) {
  if (measure != 0 && (measure < lowest || measure > highest)) {
    faults.Add(path, absl::StrCat("must be from ", lowest, " to ", highest, ", or be left out"));
  }
}

void CheckCarried(const hv1::HandoverContent& content, const std::string& path, rpc::FieldFaults& faults) {
  for (int i = 0; i < content.carried_size(); ++i) {
    const hv1::CarriedEntry& carried = content.carried(i);
    const std::string at = absl::StrCat(path, ".carried[", i, "]");
    const int number = carried.content_field();
    if (number == hv1::HandoverContent::kCarriedFieldNumber ||
        hv1::HandoverContent::descriptor()->FindFieldByNumber(number) == nullptr) {
      faults.Add(absl::StrCat(at, ".content_field"), "must be the field number of a part of the content");
    }
    rpc::CheckGiven(carried.from_handover_id(), absl::StrCat(at, ".from_handover_id"), faults);
  }
}

}  // namespace

void CheckBlocks(const hv1::HandoverContent& content, const std::string& path, rpc::FieldFaults& faults,
                 std::optional<absl::CivilDay> today) {
  CheckForm(content, path, faults, today, kFirstBlock);
  CheckPalliative(content.palliative(), absl::StrCat(path, ".palliative"), faults, today);
  CheckActivities(content, path, faults);
  CheckScores(content, path, faults, today);
  CheckAids(content, path, faults);
  CheckHome(content.home_support(), absl::StrCat(path, ".home_support"), faults);
  CheckPeople(content, path, faults);
  CheckGoals(content.goals(), absl::StrCat(path, ".goals"), faults);
  for (int i = 0; i < content.open_questions_size(); ++i) {
    rpc::CheckGiven(content.open_questions(i), absl::StrCat(path, ".open_questions[", i, "]"), faults);
  }
  CheckLegal(content, path, faults);
  CheckMeasure(content.body().weight_kg(), 1, 400, absl::StrCat(path, ".body.weight_kg"), faults);
  CheckMeasure(content.body().height_cm(), 30, 250, absl::StrCat(path, ".body.height_cm"), faults);
  CheckCarried(content, path, faults);
}

void CheckOpen(bool has_value, hv1::AbsentReason absent, const std::string& path, rpc::FieldFaults& faults) {
  if (has_value && absent != hv1::ABSENT_REASON_UNSPECIFIED) {
    faults.Add(absl::StrCat(path, ".absent"), "must not be given together with a value; leave out one of the two");
  }
}

void CheckAidCode(const std::string& code, const std::string& path, rpc::FieldFaults& faults) {
  if (code.empty() || rules::IsAidCode(code)) return;
  faults.Add(path, "must be an ISO 9999 code without spaces, such as 181210 for a bed, or be left out");
}

}  // namespace hemgang::handover
