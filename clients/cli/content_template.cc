#include "clients/cli/content_template.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "google/protobuf/descriptor.h"
#include "google/protobuf/timestamp.pb.h"

#include "clients/cli/screen.h"
#include "clients/cli/words.h"

namespace hemgang::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Timestamp;

struct Text {
  const char* name;
  const char* swedish;
};

constexpr char kIntroduction[] =
    "# Överrapportering inför hemgång: de tolv uppgifterna, en rad eller ett val på varje.\n"
    "# Fyll i efter kolon. Det som lämnas tomt är inte sagt, och hindrar aldrig att rapporten skickas.\n"
    "# Lång text: skriv \"> \" efter kolon och fortsätt indraget på nästa rad.\n"
    "# 1. Patienten står i ärendet, inte här.\n"
    "# 3. När patienten åker hem står också i ärendet (hemgang transition reschedule).\n";

// What each entry and field asks for; by path from the content, for an activity by the field's own name.
constexpr Text kFields[] = {
    {"destination", "2. Vart, och vem som finns där"},
    {"reason", "4. Huvudorsak; i palliativ vård fasen och vad patienten vet"},
    {"precautions", "5. Restriktioner och försiktighet, eller att inga är kända"},
    {"bed_to_chair", "6. Förflyttning mellan säng och stol"},
    {"walking", "7. Gå, och komma in i bostaden"},
    {"toilet", "8. Toalettbesök"},
    {"danger", "9. Den största risken"},
    {"home_needs", "10. Vad som måste finnas hemma före patienten, eller ingenting"},
    {"wishes", "11. Vad som är viktigt för patienten, och vad mottagaren ombeds göra"},
    {"contacts", "12. Vem man ringer, och grunden för utlämnandet"},
    {"destination.dwelling_form", "Boendeform"},
    {"destination.municipality_code", "Kommunkod, fyra siffror: där patienten ska sova"},
    {"destination.address", "Adress"},
    {"destination.who_is_there", "Vem som finns där, och vad de orkar"},
    {"reason.text", "Orsak till vårdtiden, med en mening"},
    {"reason.phase", "Palliativ fas"},
    {"reason.patient_knows", "Vad patienten (och närstående) vet om läget"},
    {"precautions.text", "Vad som inte får göras"},
    {"precautions.none_known", "true om inga är kända"},
    {"level", "Hur mycket hjälp det tar nu"},
    {"level_before", "Före vårdtiden, bara om det skiljer sig"},
    {"how", "Hur, med vilket hjälpmedel, hur långt"},
    {"danger.danger", "Risk"},
    {"danger.text", "När och hur"},
    {"home_needs.items", "En grupp rader för varje sak"},
    {"home_needs.items.name", "Vad"},
    {"home_needs.items.status", "Hur långt det har kommit"},
    {"home_needs.items.responsible", "Vem som svarar för det"},
    {"home_needs.items.note", "Övrigt"},
    {"home_needs.nothing_needed", "true om ingenting behövs"},
    {"wishes.what_matters", "Viktigast för patienten"},
    {"wishes.requests", "En grupp rader för varje önskemål: ett behov, ingen ordination"},
    {"wishes.requests.action", "Vad"},
    {"wishes.requests.profession", "Av vem"},
    {"wishes.requests.by_time", "Senast, till exempel 2026-06-24T16:00+02:00"},
    {"wishes.requests.text", "Med egna ord"},
    {"contacts.sender", "Avsändare, för frågor"},
    {"contacts.off_hours", "Kväll, natt och helg"},
    {"contacts.relative", "Den närstående man ringer först"},
    {"contacts.basis", "Grund för utlämnandet"},
    {"name", "Namn"},
    {"phone", "Telefon"},
    {"note", "Tider, relation, eller annat den som ringer behöver veta"},
    {"absent", "Varför uppgiften saknas"},
};

constexpr Text kValues[] = {
    {"ABSENT_REASON_NOT_ASSESSED", "inte bedömt"},
    {"ABSENT_REASON_UNKNOWN", "okänt"},
    {"ABSENT_REASON_NOT_APPLICABLE", "ej aktuellt"},
    {"ABSENT_REASON_PATIENT_DECLINED", "patienten avböjer"},
    {"DWELLING_FORM_ORDINARY_ALONE", "ordinärt boende, ensam"},
    {"DWELLING_FORM_ORDINARY_COHABITING", "ordinärt boende, med någon"},
    {"DWELLING_FORM_SENIOR_HOUSING", "seniorboende, trygghetsboende"},
    {"DWELLING_FORM_RESIDENTIAL_CARE", "vård- och omsorgsboende"},
    {"DWELLING_FORM_DEMENTIA_HOUSING", "demensboende"},
    {"DWELLING_FORM_SHORT_TERM_PLACE", "korttidsplats"},
    {"DWELLING_FORM_RESPITE", "växelvård, avlastning"},
    {"DWELLING_FORM_DISABILITY_HOUSING", "bostad enligt LSS"},
    {"DWELLING_FORM_SUPPORTED_HOUSING", "stödboende"},
    {"DWELLING_FORM_HOSPICE", "hospice"},
    {"DWELLING_FORM_WITH_RELATIVES", "hos närstående"},
    {"DWELLING_FORM_HOMELESS", "utan bostad"},
    {"DWELLING_FORM_UNKNOWN", "okänt"},
    {"ASSISTANCE_LEVEL_INDEPENDENT", "självständig"},
    {"ASSISTANCE_LEVEL_INDEPENDENT_WITH_AID", "självständig med hjälpmedel"},
    {"ASSISTANCE_LEVEL_SUPERVISION", "tillsyn"},
    {"ASSISTANCE_LEVEL_ONE_PERSON", "hjälp av en person"},
    {"ASSISTANCE_LEVEL_TWO_PERSONS", "hjälp av två personer"},
    {"ASSISTANCE_LEVEL_LIFT", "lyft"},
    {"ASSISTANCE_LEVEL_BED_ONLY", "endast i säng"},
    {"PALLIATIVE_PHASE_NOT_PALLIATIVE", "inte palliativ vård"},
    {"PALLIATIVE_PHASE_EARLY", "tidig palliativ fas"},
    {"PALLIATIVE_PHASE_LATE", "sen palliativ fas"},
    {"PALLIATIVE_PHASE_UNKNOWN", "okänt"},
    {"DANGER_NONE_KNOWN", "ingen känd"},
    {"DANGER_FALL", "fall"},
    {"DANGER_SKIN", "hud, trycksår"},
    {"DANGER_SWALLOWING", "sväljning"},
    {"DANGER_SEIZURE", "kramper"},
    {"DANGER_LIFTING", "lyft och förflyttning"},
    {"DANGER_FRACTURE", "fraktur"},
    {"DANGER_BREATHING", "andning"},
    {"DANGER_OTHER", "annan"},
    {"HOME_ITEM_STATUS_AT_HOME", "finns hemma"},
    {"HOME_ITEM_STATUS_PRESCRIBED", "förskrivet"},
    {"HOME_ITEM_STATUS_ORDERED", "beställt"},
    {"HOME_ITEM_STATUS_DELIVERED", "levererat"},
    {"HOME_ITEM_STATUS_MISSING", "saknas"},
    {"HOME_ITEM_RESPONSIBLE_SENDER", "avsändaren"},
    {"HOME_ITEM_RESPONSIBLE_RECEIVER", "mottagaren"},
    {"HOME_ITEM_RESPONSIBLE_RELATIVE", "närstående"},
    {"HOME_ITEM_RESPONSIBLE_OTHER", "någon annan"},
    {"REQUESTED_ACTION_ASSESS_AT_HOME", "bedöma i hemmet"},
    {"REQUESTED_ACTION_TRAIN", "träna"},
    {"REQUESTED_ACTION_ADAPT_AID", "prova ut eller anpassa hjälpmedel"},
    {"REQUESTED_ACTION_INSTRUCT_CARERS", "instruera personal och närstående"},
    {"REQUESTED_ACTION_RELIEVE_SYMPTOMS", "lindra symtom"},
    {"REQUESTED_ACTION_COMPENSATE", "kompensera"},
    {"REQUESTED_ACTION_FOLLOW_UP", "följa upp"},
    {"PROFESSION_OCCUPATIONAL_THERAPIST", "arbetsterapeut"},
    {"PROFESSION_PHYSIOTHERAPIST", "fysioterapeut"},
    {"DISCLOSURE_BASIS_CONSENT", "samtycke"},
    {"DISCLOSURE_BASIS_NO_DETRIMENT", "menprövning: inte till men för patienten"},
    {"DISCLOSURE_BASIS_UNABLE_TO_CONSENT", "kan inte samtycka"},
};

template <size_t n>
const char* Find(const Text (&texts)[n], const std::string& name) {
  for (const Text& text : texts) {
    if (name == text.name) return text.swedish;
  }
  return nullptr;
}

// What stands above a field: its own text, or the one that all fields of that name have in common.
std::string Question(const std::string& path, const std::string& name) {
  const char* text = Find(kFields, path);
  if (text == nullptr) text = Find(kFields, name);
  return text == nullptr ? "" : text;
}

class Writer {
 public:
  std::string Write() {
    absl::StrAppend(&out_, kIntroduction);
    const Descriptor& content = *handover::v1::HandoverContent::descriptor();
    for (int i = 0; i < content.field_count(); ++i) {
      const FieldDescriptor& entry = *content.field(i);
      absl::StrAppend(&out_, "\n# ", Question(entry.name(), entry.name()), "\n", entry.name(), ":\n");
      WriteFields(*entry.message_type(), entry.name(), "  ");
    }
    return out_;
  }

 private:
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

  void WriteFields(const Descriptor& type, const std::string& path, const std::string& indent) {
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      const std::string below = absl::StrCat(path, ".", field.name());
      const bool group = field.message_type() != nullptr && field.message_type() != Timestamp::descriptor();
      const std::string question = Question(below, field.name());
      if (!question.empty()) absl::StrAppend(&out_, indent, "# ", question, "\n");
      if (field.enum_type() != nullptr) WriteWords(*field.enum_type(), indent, below);
      absl::StrAppend(&out_, indent, field.name(), ":\n");
      if (group && field.is_repeated()) {
        WriteExample(*field.message_type(), below, indent + "  ");
      } else if (group) {
        WriteFields(*field.message_type(), below, indent + "  ");
      }
    }
  }

  // One item of a list, commented out: an empty item would be said, and be wrong.
  void WriteExample(const Descriptor& type, const std::string& path, const std::string& indent) {
    for (int i = 0; i < type.field_count(); ++i) {
      const FieldDescriptor& field = *type.field(i);
      const std::string below = absl::StrCat(path, ".", field.name());
      const std::string key = absl::StrCat(indent, "# ", i == 0 ? "- " : "  ", field.name(), ":");
      const std::string blanks(DisplayWidth(key) < 24 ? 24 - DisplayWidth(key) : 1, ' ');
      absl::StrAppend(&out_, key, blanks, "# ", Question(below, field.name()), "\n");
      if (field.enum_type() != nullptr) WriteWords(*field.enum_type(), indent, below);
    }
  }

  std::string out_;
  std::map<std::string, std::string> shown_;
};

}  // namespace

const char* Swedish(const std::string& value) {
  return Find(kValues, value);
}

std::string ContentTemplate() {
  return Writer().Write();
}

handover::v1::HandoverContent EmptyContent() {
  handover::v1::HandoverContent content;
  for (int i = 0; i < content.GetDescriptor()->field_count(); ++i) {
    content.GetReflection()->MutableMessage(&content, content.GetDescriptor()->field(i));
  }
  return content;
}

}  // namespace hemgang::cli
