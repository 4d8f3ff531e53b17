#include "services/notify/letter_text.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"

namespace hemgang::notify {
namespace {

namespace hv1 = hemgang::handover::v1;
namespace rv1 = hemgang::routing::v1;

// One phrase in each language of the house.
struct Phrase {
  const char* swedish;
  const char* bokmal;

  const char* In(rules::Country country) const { return country == rules::Country::kNorway ? bokmal : swedish; }
};

constexpr Phrase kAnswer{"svara senast", "svar innen"};
constexpr Phrase kConfirm{"kvittera senast", "bekreft innen"};
constexpr Phrase kAct{"åtgärda senast", "følg opp innen"};
constexpr Phrase kDone{"klart senast", "ferdig innen"};
constexpr Phrase kWas{"skulle ha varit klart", "skulle vært ferdig"};
constexpr Phrase kCaseEnded{"Ett ärende i Hemgång har avslutats, läs innan ni tar kontakt",
                            "En sak i Hemgång er avsluttet, les før dere tar kontakt"};
constexpr Phrase kCaseChanged{"Ett ärende i Hemgång har ändrats, läs innan ni tar kontakt",
                              "En sak i Hemgång er endret, les før dere tar kontakt"};

struct TextRow {
  rv1::InboxEventKind kind;
  Phrase what;
  // Before the due time.
  Phrase by;
};

// TABLE: kTexts
constexpr TextRow kTexts[] = {
    {rv1::INBOX_EVENT_KIND_HANDOVER_SENT, {"Ny rapport i Hemgång", "Ny rapport i Hemgång"}, kAnswer},
    {rv1::INBOX_EVENT_KIND_REDIRECTED_TO,
     {"En rapport i Hemgång har skickats vidare till er", "En rapport i Hemgång er videresendt til dere"},
     kAnswer},
    {rv1::INBOX_EVENT_KIND_DECLINED, {"En rapport i Hemgång har avvisats", "En rapport i Hemgång er avvist"}, kAct},
    {rv1::INBOX_EVENT_KIND_REPORT_REQUESTED,
     {"En rapport hemifrån efterfrågas i Hemgång", "En funksjonsrapport etterspørres i Hemgång"},
     kAnswer},
    {rv1::INBOX_EVENT_KIND_PATIENT_SENT_IN,
     {"Ett ärende i Hemgång väntar på att sjukhuset ansluter",
      "En sak i Hemgång venter på at sykehuset kobler seg til"},
     kDone},
    {rv1::INBOX_EVENT_KIND_ASKED, {"En fråga om en rapport i Hemgång", "Et spørsmål om en rapport i Hemgång"}, kAnswer},
    {rv1::INBOX_EVENT_KIND_ANSWERED, {"Svar på en fråga i Hemgång", "Svar på et spørsmål i Hemgång"}, kDone},
    {rv1::INBOX_EVENT_KIND_AMENDED,
     {"En rapport i Hemgång har kompletterats", "En rapport i Hemgång er supplert"},
     kAnswer},
    {rv1::INBOX_EVENT_KIND_ACKNOWLEDGEMENT_REVOKED,
     {"Ett mottagande i Hemgång har ångrats", "En mottaksbekreftelse i Hemgång er trukket"},
     kAnswer},
    {rv1::INBOX_EVENT_KIND_WITHDRAWN,
     {"En rapport i Hemgång har återkallats", "En rapport i Hemgång er trukket tilbake"},
     kConfirm},
    {rv1::INBOX_EVENT_KIND_VOIDED,
     {"En rapport i Hemgång har makulerats (felsänd)", "En rapport i Hemgång er makulert (feilsendt)"},
     kConfirm},
    {rv1::INBOX_EVENT_KIND_DIED, kCaseEnded, kConfirm},
    {rv1::INBOX_EVENT_KIND_CANCELLED, kCaseEnded, kConfirm},
    {rv1::INBOX_EVENT_KIND_CANCELLATION_REVERTED,
     {"Ett avslutat ärende i Hemgång har öppnats igen", "En avsluttet sak i Hemgång er åpnet igjen"},
     kConfirm},
    {rv1::INBOX_EVENT_KIND_READMITTED, kCaseChanged, kConfirm},
    {rv1::INBOX_EVENT_KIND_IDENTITY_MERGED, kCaseChanged, kConfirm},
    {rv1::INBOX_EVENT_KIND_DISCHARGE_MOVED,
     {"En utskrivning i Hemgång har flyttats", "En utskriving i Hemgång er flyttet"},
     kConfirm},
    {rv1::INBOX_EVENT_KIND_DESTINATION_CHANGED, kCaseChanged, kConfirm},
    {rv1::INBOX_EVENT_KIND_DISCHARGED,
     {"En utskrivning i Hemgång har skett", "En utskriving i Hemgång er gjennomført"},
     kDone},
    {rv1::INBOX_EVENT_KIND_MOVED_HOME,
     {"En flytt hem i Hemgång har skett", "En hjemflytting i Hemgång er gjennomført"},
     kDone},
    {rv1::INBOX_EVENT_KIND_REMINDED, {"Påminnelse i Hemgång", "Påminnelse i Hemgång"}, kDone},
    {rv1::INBOX_EVENT_KIND_OVERDUE, {"Försenat i Hemgång", "Forsinket i Hemgång"}, kWas},
    {rv1::INBOX_EVENT_KIND_UNACKNOWLEDGED_AT_DISCHARGE,
     {"Utskrivning i Hemgång utan att rapporten är mottagen", "Utskriving i Hemgång uten at rapporten er mottatt"},
     kWas},
    {rv1::INBOX_EVENT_KIND_NEED_MARKED, {"Nytt rehabbehov i Hemgång", "Nytt rehabiliteringsbehov i Hemgång"}, kDone},
    {rv1::INBOX_EVENT_KIND_NOTHING_TO_REPORT,
     {"Svar på en efterfrågad rapport i Hemgång", "Svar på en etterspurt rapport i Hemgång"},
     kDone},
    {rv1::INBOX_EVENT_KIND_REDIRECTED_AWAY,
     {"En rapport i Hemgång har skickats vidare", "En rapport i Hemgång er videresendt"},
     kDone},
    {rv1::INBOX_EVENT_KIND_HOSPITAL_JOINED,
     {"Sjukhuset har anslutit till ett ärende i Hemgång", "Sykehuset har koblet seg til en sak i Hemgång"},
     kDone},
    {rv1::INBOX_EVENT_KIND_SENDING_UNIT_CHANGED,
     {"Ett ärende i Hemgång har ny avsändande enhet", "En sak i Hemgång har ny avsenderenhet"},
     kDone},
    {rv1::INBOX_EVENT_KIND_DISCHARGE_READY,
     {"En utskrivning i Hemgång närmar sig", "En utskriving i Hemgång nærmer seg"},
     kDone},
    {rv1::INBOX_EVENT_KIND_AIDS_UPDATED,
     {"Hjälpmedel i Hemgång har uppdaterats", "Hjelpemidler i Hemgång er oppdatert"},
     kDone},
    {rv1::INBOX_EVENT_KIND_UNSPECIFIED,
     {"Provbrev från Hemgång, inget att göra", "Testbrev fra Hemgång, ingenting å gjøre"},
     kDone},
};
// END TABLE

struct KindRow {
  hv1::HandoverKind kind;
  Phrase what;
};

// What a new handover is called, where it is not simply a report.
// TABLE: kSentTexts
constexpr KindRow kSentTexts[] = {
    {hv1::HANDOVER_KIND_REHAB_NOTICE,
     {"Ny förvarning om rehabbehov i Hemgång", "Nytt forvarsel om rehabiliteringsbehov i Hemgång"}},
    {hv1::HANDOVER_KIND_ADMISSION_REPORT,
     {"Ny rapport hemifrån i Hemgång", "Ny funksjonsrapport fra kommunen i Hemgång"}},
    {hv1::HANDOVER_KIND_FOLLOW_UP, {"Ny återkoppling i Hemgång", "Ny oppfølgingsrapport i Hemgång"}},
};
// END TABLE

constexpr Phrase kWeekdays[] = {{"mån", "man."}, {"tis", "tir."}, {"ons", "ons."}, {"tors", "tor."},
                                {"fre", "fre."}, {"lör", "lør."}, {"sön", "søn."}};
constexpr Phrase kMonths[] = {{"januari", "januar"},  {"februari", "februar"},  {"mars", "mars"},
                              {"april", "april"},     {"maj", "mai"},           {"juni", "juni"},
                              {"juli", "juli"},       {"augusti", "august"},    {"september", "september"},
                              {"oktober", "oktober"}, {"november", "november"}, {"december", "desember"}};

// "14.00" today, else "mån 22 juni 14.00".
std::string DueText(absl::Time due, const Reader& reader, absl::Time now) {
  const absl::CivilMinute at = absl::ToCivilMinute(due, reader.zone);
  const absl::CivilDay day(at);
  const std::string clock = absl::StrFormat("%02d.%02d", at.hour(), at.minute());
  if (day == absl::ToCivilDay(now, reader.zone)) return clock;
  const auto weekday = static_cast<size_t>(absl::GetWeekday(day));
  const auto month = static_cast<size_t>(day.month() - 1);
  const char* dot = reader.country == rules::Country::kNorway ? "." : "";
  return absl::StrCat(kWeekdays[weekday].In(reader.country), " ", day.day(), dot, " ",
                      kMonths[month].In(reader.country), " ", clock);
}

const TextRow& RowOf(rv1::InboxEventKind kind) {
  const auto* row =
      std::find_if(std::begin(kTexts), std::end(kTexts), [kind](const TextRow& each) { return each.kind == kind; });
  // A kind without a text of its own is still worth a look into Hemgång.
  static constexpr TextRow kOther{rv1::INBOX_EVENT_KIND_UNSPECIFIED, kCaseChanged, kDone};
  return row == std::end(kTexts) ? kOther : *row;
}

std::string WhatText(const rec::Letter& letter, const TextRow& row, rules::Country country) {
  if (letter.kind() == rv1::INBOX_EVENT_KIND_HANDOVER_SENT) {
    for (const KindRow& sent : kSentTexts) {
      if (sent.kind == letter.handover_kind()) return sent.what.In(country);
    }
  }
  std::string what = row.what.In(country);
  if (letter.kind() == rv1::INBOX_EVENT_KIND_OVERDUE && letter.level() > 1) {
    absl::StrAppend(&what, Phrase{" (nivå ", " (nivå "}.In(country), letter.level(), ")");
  }
  return what;
}

std::string SubjectOf(const rec::Letter& letter, const Reader& reader, absl::Time now) {
  const bool is_digest = letter.event_count() > 1;
  const TextRow& row = RowOf(letter.kind());
  std::string subject = is_digest
                            ? absl::StrCat(letter.event_count(),
                                           Phrase{" händelser i Hemgång", " hendelser i Hemgång"}.In(reader.country))
                            : WhatText(letter, row, reader.country);
  if (letter.due_time_us() == 0) return subject;
  constexpr Phrase kFirst{"tidigast svar senast", "første svarfrist"};
  const Phrase& by = is_digest ? kFirst : row.by;
  absl::StrAppend(&subject, ", ", by.In(reader.country), " ",
                  DueText(absl::FromUnixMicros(letter.due_time_us()), reader, now));
  return subject;
}

}  // namespace

LetterText TextOf(const rec::Letter& letter, const Reader& reader, absl::Time now) {
  constexpr Phrase kUnit{"Till: ", "Til: "};
  constexpr Phrase kRead{"Läs mer i Hemgång: ", "Les mer i Hemgång: "};
  constexpr Phrase kEnd{
      "Brevet skrivs av en maskin och innehåller inga patientuppgifter. Det går inte att svara på.",
      "Brevet er skrevet av en maskin og inneholder ingen pasientopplysninger. Det kan ikke besvares."};
  LetterText text;
  text.subject = SubjectOf(letter, reader, now);
  text.body = absl::StrCat(kUnit.In(reader.country), reader.unit_name, "\n\n", text.subject, ".\n");
  if (!reader.link.empty()) absl::StrAppend(&text.body, kRead.In(reader.country), reader.link, "\n");
  absl::StrAppend(&text.body, "\n", kEnd.In(reader.country), "\n");
  return text;
}

}  // namespace hemgang::notify
