// What letters say, in both languages; and that they say nothing about anybody.
#include "services/notify/letter_text.h"

#include <gtest/gtest.h>

#include "services/notify/letter_rules.h"

namespace hemgang::notify {
namespace {

absl::Time At(const std::string& text) {
  absl::Time time;
  std::string why;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, &why)) << text;
  return time;
}

Reader In(rules::Country country) {
  Reader reader{"Mölndal, hemrehab", country, {}, "https://hemgang.example"};
  EXPECT_TRUE(absl::LoadTimeZone("Europe/Stockholm", &reader.zone));
  return reader;
}

rec::Letter Letter(rv1::InboxEventKind kind, const std::string& due = "2026-06-22T14:00:00+02:00") {
  rec::Letter letter;
  letter.set_kind(kind);
  letter.set_event_count(1);
  if (!due.empty()) letter.set_due_time_us(absl::ToUnixMicros(At(due)));
  return letter;
}

std::string Swedish(const rec::Letter& letter, const std::string& now = "2026-06-22T09:00:00+02:00") {
  return TextOf(letter, In(rules::Country::kSweden), At(now)).subject;
}
std::string Bokmal(const rec::Letter& letter, const std::string& now = "2026-06-22T09:00:00+02:00") {
  return TextOf(letter, In(rules::Country::kNorway), At(now)).subject;
}

// TABLE: kTexts, once more.
struct Row {
  rv1::InboxEventKind kind;
  const char* swedish;
  const char* bokmal;
};
constexpr Row kRows[] = {
    {rv1::INBOX_EVENT_KIND_HANDOVER_SENT, "Ny rapport i Hemgång, svara senast 14.00",
     "Ny rapport i Hemgång, svar innen 14.00"},
    {rv1::INBOX_EVENT_KIND_REDIRECTED_TO, "En rapport i Hemgång har skickats vidare till er, svara senast 14.00",
     "En rapport i Hemgång er videresendt til dere, svar innen 14.00"},
    {rv1::INBOX_EVENT_KIND_DECLINED, "En rapport i Hemgång har avvisats, åtgärda senast 14.00",
     "En rapport i Hemgång er avvist, følg opp innen 14.00"},
    {rv1::INBOX_EVENT_KIND_REPORT_REQUESTED, "En rapport hemifrån efterfrågas i Hemgång, svara senast 14.00",
     "En funksjonsrapport etterspørres i Hemgång, svar innen 14.00"},
    {rv1::INBOX_EVENT_KIND_PATIENT_SENT_IN, "Ett ärende i Hemgång väntar på att sjukhuset ansluter, klart senast 14.00",
     "En sak i Hemgång venter på at sykehuset kobler seg til, ferdig innen 14.00"},
    {rv1::INBOX_EVENT_KIND_ASKED, "En fråga om en rapport i Hemgång, svara senast 14.00",
     "Et spørsmål om en rapport i Hemgång, svar innen 14.00"},
    {rv1::INBOX_EVENT_KIND_ANSWERED, "Svar på en fråga i Hemgång, klart senast 14.00",
     "Svar på et spørsmål i Hemgång, ferdig innen 14.00"},
    {rv1::INBOX_EVENT_KIND_AMENDED, "En rapport i Hemgång har kompletterats, svara senast 14.00",
     "En rapport i Hemgång er supplert, svar innen 14.00"},
    {rv1::INBOX_EVENT_KIND_ACKNOWLEDGEMENT_REVOKED, "Ett mottagande i Hemgång har ångrats, svara senast 14.00",
     "En mottaksbekreftelse i Hemgång er trukket, svar innen 14.00"},
    {rv1::INBOX_EVENT_KIND_WITHDRAWN, "En rapport i Hemgång har återkallats, kvittera senast 14.00",
     "En rapport i Hemgång er trukket tilbake, bekreft innen 14.00"},
    {rv1::INBOX_EVENT_KIND_VOIDED, "En rapport i Hemgång har makulerats (felsänd), kvittera senast 14.00",
     "En rapport i Hemgång er makulert (feilsendt), bekreft innen 14.00"},
    {rv1::INBOX_EVENT_KIND_DIED, "Ett ärende i Hemgång har avslutats, läs innan ni tar kontakt, kvittera senast 14.00",
     "En sak i Hemgång er avsluttet, les før dere tar kontakt, bekreft innen 14.00"},
    {rv1::INBOX_EVENT_KIND_CANCELLED,
     "Ett ärende i Hemgång har avslutats, läs innan ni tar kontakt, kvittera senast 14.00",
     "En sak i Hemgång er avsluttet, les før dere tar kontakt, bekreft innen 14.00"},
    {rv1::INBOX_EVENT_KIND_CANCELLATION_REVERTED,
     "Ett avslutat ärende i Hemgång har öppnats igen, kvittera senast 14.00",
     "En avsluttet sak i Hemgång er åpnet igjen, bekreft innen 14.00"},
    {rv1::INBOX_EVENT_KIND_READMITTED,
     "Ett ärende i Hemgång har ändrats, läs innan ni tar kontakt, kvittera senast 14.00",
     "En sak i Hemgång er endret, les før dere tar kontakt, bekreft innen 14.00"},
    {rv1::INBOX_EVENT_KIND_IDENTITY_MERGED,
     "Ett ärende i Hemgång har ändrats, läs innan ni tar kontakt, kvittera senast 14.00",
     "En sak i Hemgång er endret, les før dere tar kontakt, bekreft innen 14.00"},
    {rv1::INBOX_EVENT_KIND_DISCHARGE_MOVED, "En utskrivning i Hemgång har flyttats, kvittera senast 14.00",
     "En utskriving i Hemgång er flyttet, bekreft innen 14.00"},
    {rv1::INBOX_EVENT_KIND_DESTINATION_CHANGED,
     "Ett ärende i Hemgång har ändrats, läs innan ni tar kontakt, kvittera senast 14.00",
     "En sak i Hemgång er endret, les før dere tar kontakt, bekreft innen 14.00"},
    {rv1::INBOX_EVENT_KIND_DISCHARGED, "En utskrivning i Hemgång har skett, klart senast 14.00",
     "En utskriving i Hemgång er gjennomført, ferdig innen 14.00"},
    {rv1::INBOX_EVENT_KIND_MOVED_HOME, "En flytt hem i Hemgång har skett, klart senast 14.00",
     "En hjemflytting i Hemgång er gjennomført, ferdig innen 14.00"},
    {rv1::INBOX_EVENT_KIND_REMINDED, "Påminnelse i Hemgång, klart senast 14.00",
     "Påminnelse i Hemgång, ferdig innen 14.00"},
    {rv1::INBOX_EVENT_KIND_OVERDUE, "Försenat i Hemgång, skulle ha varit klart 14.00",
     "Forsinket i Hemgång, skulle vært ferdig 14.00"},
    {rv1::INBOX_EVENT_KIND_UNACKNOWLEDGED_AT_DISCHARGE,
     "Utskrivning i Hemgång utan att rapporten är mottagen, skulle ha varit klart 14.00",
     "Utskriving i Hemgång uten at rapporten er mottatt, skulle vært ferdig 14.00"},
    {rv1::INBOX_EVENT_KIND_NEED_MARKED, "Nytt rehabbehov i Hemgång, klart senast 14.00",
     "Nytt rehabiliteringsbehov i Hemgång, ferdig innen 14.00"},
    {rv1::INBOX_EVENT_KIND_NOTHING_TO_REPORT, "Svar på en efterfrågad rapport i Hemgång, klart senast 14.00",
     "Svar på en etterspurt rapport i Hemgång, ferdig innen 14.00"},
    {rv1::INBOX_EVENT_KIND_REDIRECTED_AWAY, "En rapport i Hemgång har skickats vidare, klart senast 14.00",
     "En rapport i Hemgång er videresendt, ferdig innen 14.00"},
    {rv1::INBOX_EVENT_KIND_HOSPITAL_JOINED, "Sjukhuset har anslutit till ett ärende i Hemgång, klart senast 14.00",
     "Sykehuset har koblet seg til en sak i Hemgång, ferdig innen 14.00"},
    {rv1::INBOX_EVENT_KIND_SENDING_UNIT_CHANGED, "Ett ärende i Hemgång har ny avsändande enhet, klart senast 14.00",
     "En sak i Hemgång har ny avsenderenhet, ferdig innen 14.00"},
    {rv1::INBOX_EVENT_KIND_DISCHARGE_READY, "En utskrivning i Hemgång närmar sig, klart senast 14.00",
     "En utskriving i Hemgång nærmer seg, ferdig innen 14.00"},
    {rv1::INBOX_EVENT_KIND_AIDS_UPDATED, "Hjälpmedel i Hemgång har uppdaterats, klart senast 14.00",
     "Hjelpemidler i Hemgång er oppdatert, ferdig innen 14.00"},
    {rv1::INBOX_EVENT_KIND_UNSPECIFIED, "Provbrev från Hemgång, inget att göra, klart senast 14.00",
     "Testbrev fra Hemgång, ingenting å gjøre, ferdig innen 14.00"},
};

TEST(LetterText, EachKindHasItsWordsInBothLanguages) {
  for (const Row& row : kRows) {
    EXPECT_EQ(Swedish(Letter(row.kind)), row.swedish);
    EXPECT_EQ(Bokmal(Letter(row.kind)), row.bokmal);
  }
}

TEST(LetterText, EveryKindThatMakesALetterHasWords) {
  for (int number = 1; number < rv1::InboxEventKind_ARRAYSIZE; ++number) {
    const auto kind = static_cast<rv1::InboxEventKind>(number);
    const auto* row = std::find_if(std::begin(kRows), std::end(kRows), [kind](const Row& r) { return r.kind == kind; });
    EXPECT_EQ(FindLetterRow(kind) != nullptr, row != std::end(kRows)) << rv1::InboxEventKind_Name(kind);
  }
}

TEST(LetterText, ANewHandoverIsCalledByItsKind) {
  const std::pair<hv1::HandoverKind, std::pair<const char*, const char*>> rows[] = {
      {hv1::HANDOVER_KIND_DISCHARGE_HANDOVER, {"Ny rapport i Hemgång", "Ny rapport i Hemgång"}},
      {hv1::HANDOVER_KIND_ONWARD, {"Ny rapport i Hemgång", "Ny rapport i Hemgång"}},
      {hv1::HANDOVER_KIND_REHAB_NOTICE,
       {"Ny förvarning om rehabbehov i Hemgång", "Nytt forvarsel om rehabiliteringsbehov i Hemgång"}},
      {hv1::HANDOVER_KIND_ADMISSION_REPORT,
       {"Ny rapport hemifrån i Hemgång", "Ny funksjonsrapport fra kommunen i Hemgång"}},
      {hv1::HANDOVER_KIND_FOLLOW_UP, {"Ny återkoppling i Hemgång", "Ny oppfølgingsrapport i Hemgång"}},
  };
  for (const auto& [kind, said] : rows) {
    rec::Letter letter = Letter(rv1::INBOX_EVENT_KIND_HANDOVER_SENT, "");
    letter.set_handover_kind(kind);
    EXPECT_EQ(Swedish(letter), said.first);
    EXPECT_EQ(Bokmal(letter), said.second);
  }
}

TEST(LetterText, ADueTimeOnAnotherDayHasItsDate) {
  const rec::Letter letter = Letter(rv1::INBOX_EVENT_KIND_HANDOVER_SENT);
  const std::string before = "2026-06-21T23:59:00+02:00";
  EXPECT_EQ(Swedish(letter, before), "Ny rapport i Hemgång, svara senast mån 22 juni 14.00");
  EXPECT_EQ(Bokmal(letter, before), "Ny rapport i Hemgång, svar innen man. 22. juni 14.00");
  EXPECT_EQ(Swedish(letter, "2026-06-21T22:01:00Z"), "Ny rapport i Hemgång, svara senast 14.00") << "local dates count";
  const char* days[] = {"mån 1 juni", "tis 2 juni", "ons 3 juni", "tors 4 juni",
                        "fre 5 juni", "lör 6 juni", "sön 7 juni"};
  for (int day = 0; day < 7; ++day) {
    const absl::Time due = At("2026-06-01T14:00:00+02:00") + absl::Hours(24 * day);
    rec::Letter each = Letter(rv1::INBOX_EVENT_KIND_REMINDED);
    each.set_due_time_us(absl::ToUnixMicros(due));
    EXPECT_EQ(Swedish(each), "Påminnelse i Hemgång, klart senast " + std::string(days[day]) + " 14.00");
  }
  const std::pair<const char*, const char*> months[] = {
      {"januari", "januar"},  {"februari", "februar"},  {"mars", "mars"},
      {"april", "april"},     {"maj", "mai"},           {"juni", "juni"},
      {"juli", "juli"},       {"augusti", "august"},    {"september", "september"},
      {"oktober", "oktober"}, {"november", "november"}, {"december", "desember"}};
  for (int month = 1; month <= 12; ++month) {
    const absl::TimeZone zone = In(rules::Country::kSweden).zone;
    rec::Letter each = Letter(rv1::INBOX_EVENT_KIND_REMINDED);
    each.set_due_time_us(absl::ToUnixMicros(absl::FromCivil(absl::CivilMinute(2027, month, 9, 7, 5), zone)));
    EXPECT_NE(Swedish(each).find(std::string(" 9 ") + months[month - 1].first + " 07.05"), std::string::npos);
    EXPECT_NE(Bokmal(each).find(std::string(" 9. ") + months[month - 1].second + " 07.05"), std::string::npos);
  }
}

TEST(LetterText, ADigestCountsAndNamesTheFirstDueTime) {
  rec::Letter letter = Letter(rv1::INBOX_EVENT_KIND_HANDOVER_SENT);
  letter.set_event_count(5);
  EXPECT_EQ(Swedish(letter), "5 händelser i Hemgång, tidigast svar senast 14.00");
  EXPECT_EQ(Bokmal(letter), "5 hendelser i Hemgång, første svarfrist 14.00");
  letter.set_due_time_us(0);
  EXPECT_EQ(Swedish(letter), "5 händelser i Hemgång");
}

TEST(LetterText, AnOverdueLetterSaysHowFarItHasCome) {
  rec::Letter letter = Letter(rv1::INBOX_EVENT_KIND_OVERDUE, "");
  letter.set_level(1);
  EXPECT_EQ(Swedish(letter), "Försenat i Hemgång");
  letter.set_level(2);
  EXPECT_EQ(Swedish(letter), "Försenat i Hemgång (nivå 2)");
  EXPECT_EQ(Bokmal(letter), "Forsinket i Hemgång (nivå 2)");
}

TEST(LetterText, TheBodySaysToWhomAndWhereToRead) {
  const LetterText text =
      TextOf(Letter(rv1::INBOX_EVENT_KIND_HANDOVER_SENT), In(rules::Country::kSweden), At("2026-06-22T09:00:00+02:00"));
  EXPECT_EQ(text.body,
            "Till: Mölndal, hemrehab\n\nNy rapport i Hemgång, svara senast 14.00.\n"
            "Läs mer i Hemgång: https://hemgang.example\n\n"
            "Brevet skrivs av en maskin och innehåller inga patientuppgifter. Det går inte att svara på.\n");
}

}  // namespace
}  // namespace hemgang::notify
