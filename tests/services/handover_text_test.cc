// The plain text, as a therapist reads it: one whole page in each language, and what must never and always stand in it.

#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

#include "services/handover/text.h"
#include "services/rpc/text.h"
#include "services/rpc/times.h"

namespace hemgang::handover {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr auto kSamsa = hv1::TEXT_PURPOSE_SAMSA;
constexpr auto kRecord = hv1::TEXT_PURPOSE_MEDICAL_RECORD;
constexpr auto kSwedish = hv1::TEXT_LANGUAGE_SWEDISH;
constexpr auto kBokmal = hv1::TEXT_LANGUAGE_BOKMAL;

constexpr char kForm[] = R"(
destination { dwelling_form: DWELLING_FORM_ORDINARY_COHABITING municipality_code: "1481" address: "Storgatan 12"
  who_is_there: "Maka, 84 år, orkar inte lyfta" }
reason { text: "Pankreascancer med skelettmetastaser, hemgång för vård i livets slut" phase: PALLIATIVE_PHASE_LATE
  patient_knows: "Vet att tiden är kort, vill inte tala om veckor" }
precautions { text: "Får inte belasta höger ben. Lyft aldrig i armarna." }
bed_to_chair { level: ASSISTANCE_LEVEL_TWO_PERSONS how: "Glidlakan och lyft" level_before: ASSISTANCE_LEVEL_INDEPENDENT }
walking { absent: ABSENT_REASON_NOT_APPLICABLE }
toilet { level: ASSISTANCE_LEVEL_BED_ONLY }
danger { danger: DANGER_FRACTURE text: "Vid varje vändning" }
home_needs {
  items { name: "Vårdsäng" iso_code: "181210" status: HOME_ITEM_STATUS_ORDERED supply: HOME_ITEM_SUPPLY_STOCK
    responsible: HOME_ITEM_RESPONSIBLE_SENDER order_number: "W-4411" }
  items { iso_code: "123603" status: HOME_ITEM_STATUS_MISSING supply: HOME_ITEM_SUPPLY_STOCK
    responsible: HOME_ITEM_RESPONSIBLE_RECEIVER } }
wishes { what_matters: "Ligga vid fönstret mot trädgården"
  requests { action: REQUESTED_ACTION_INSTRUCT_CARERS profession: PROFESSION_OCCUPATIONAL_THERAPIST
    by_time { seconds: 1782223200 } text: "Vändning med glidlakan" } }
contacts { sender { name: "Karin Exempelsson" phone: "031-390 06 10" note: "vardagar 8–16" }
  off_hours { name: "Avdelning 353" phone: "031-390 06 11" } relative { name: "Maj, maka" phone: "031-390 06 12" }
  basis: DISCLOSURE_BASIS_CONSENT }
)";

constexpr char kBlocks[] = R"(
stay { ward: "avdelning 353" admission_date: "2026-06-01" certainty: DISCHARGE_CERTAINTY_DECIDED transport: "bår" }
dwelling { floor: "3" lift: YES_NO_NO steps: "två trappor" bathroom: "trångt, badkar" key: "nyckel hos grannen" }
palliative { conversation: BREAKPOINT_CONVERSATION_HELD conversation_date: "2026-06-10" patient_informed: YES_NO_YES
  specialised_team: YES_NO_YES team_contact { name: "Palliativa teamet" phone: "031-390 06 13" }
  place_of_care_wish: "hemma" }
activities { activity: DAILY_ACTIVITY_EAT level: ASSISTANCE_LEVEL_ONE_PERSON level_before: ASSISTANCE_LEVEL_INDEPENDENT
  level_expected: ASSISTANCE_LEVEL_ONE_PERSON aid: "pipmugg" text: "Små portioner" }
activities { activity: DAILY_ACTIVITY_DRESS absent: ABSENT_REASON_NOT_ASSESSED }
scores { instrument: INSTRUMENT_SUNNAAS total: "4" date: "2026-06-09" rater: RATER_OCCUPATIONAL_THERAPIST }
scores { instrument: INSTRUMENT_PPS total: "30" date: "2026-06-18" }
scores { instrument: INSTRUMENT_BARTHEL variant: INSTRUMENT_VARIANT_BARTHEL_20 total: "3" proxy: true }
scores { instrument: INSTRUMENT_KATZ grade: KATZ_GRADE_G items: [0, 0, 0, 0, 0, 0] date: "2026-06-17" }
scores { instrument: INSTRUMENT_TUG not_possible: true text: "Kan inte stå" date: "2026-06-17" }
scores { instrument: INSTRUMENT_OTHER text: "MoCA 21 av 30" date: "2026-06-17" }
cognition { orientation: DIFFICULTY_NONE learning: DIFFICULTY_MILD text: "Trött på eftermiddagen" }
symptoms { pain_at_movement: DIFFICULTY_SEVERE }
risks { fall: RISK_LEVEL_LOW carer_injury: RISK_LEVEL_HIGH }
aids { name: "Rullstol" iso_code: "122203" status: HOME_ITEM_STATUS_AT_HOME prescriber: "Karin" note: "hög rygg" }
home_support { home_help: YES_NO_YES home_help_from_date: "2026-06-22" double_staffing: YES_NO_YES stretcher_fits: YES_NO_NO }
next_of_kin { relatives { name: "Ulf" relation: "son" phone: "031-390 06 14" role: "Kommer på helgerna" consent_to_contact: YES_NO_NO }
  children_close_by: YES_NO_NO }
interventions { done: "Provat lyft" tried_without_success: "Glidbräda" }
goals { own_words: "Hem till trädgården" agreed { text: "Sitta uppe en stund" by_date: "2026-06-29" } }
open_questions: "Går sängen in i rummet?"
care_contacts { role: CARE_CONTACT_ROLE_SUBSTITUTE contact { name: "Per" phone: "031-390 06 15" } }
legal { information_given: YES_NO_YES documents: "Förflyttningsplan" documents: "Träningsprogram" }
body { weight_kg: 82 height_cm: 181 }
carried { content_field: 21 from_handover_id: "h0" date: "2026-06-02" home_report: true }
)";

class HandoverTextTest : public testing::Test {
 protected:
  HandoverTextTest() {
    EXPECT_TRUE(absl::LoadTimeZone("Europe/Stockholm", &zone_));
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(kForm, &content_));
    patient_.set_identity_number("194001022383");
    patient_.set_name("Bertil Påhittsson");
    patient_.set_phone("070-174 06 05");
    patient_.set_communication("hör dåligt på vänster öra");
    transition_.mutable_planned_discharge()->set_date_days(
        static_cast<int>(absl::CivilDay(2026, 6, 22) - absl::CivilDay()));
    transition_.mutable_planned_discharge()->set_has_date(true);
    transition_.mutable_planned_discharge()->set_day_part(hv1::DAY_PART_MORNING);
    transition_.set_hospital_unit_id("su-rehab");
    now_us_ = At(18, 15, 10);
    handover_.set_id("h1");
    handover_.set_kind(hv1::HANDOVER_KIND_DISCHARGE_HANDOVER);
    handover_.set_state(hv1::HANDOVER_STATE_SENT);
    handover_.set_urgency(hv1::URGENCY_FAST_TRACK);
    handover_.add_professions(hv1::PROFESSION_OCCUPATIONAL_THERAPIST);
    handover_.add_professions(hv1::PROFESSION_PHYSIOTHERAPIST);
    handover_.set_sender_unit_id("su-rehab");
    handover_.set_receiver_unit_id("molndal-hemrehab");
    handover_.set_sent_time_us(At(18, 15, 0));
    handover_.set_content_number(1);
    rec::Task& task = *transition_.add_tasks();
    task.set_kind(hv1::TASK_KIND_ACKNOWLEDGE);
    task.set_handover_id("h1");
    task.set_due_time_us(At(22, 9, 0));
  }

  // On a day of June 2026, in Stockholm.
  int64_t At(int day, int hour, int minute) const {
    return rpc::ToMicros(absl::FromCivil(absl::CivilMinute(2026, 6, day, hour, minute), zone_));
  }
  std::string Text(hv1::TextPurpose purpose, hv1::TextLanguage language = kSwedish) const {
    const TextParts parts = {
        patient_,
        content_,
        transition_,
        handover_,
        aid_names_,
        [](const std::string& id) { return id == "su-rehab" ? "Rehab Sahlgrenska" : "Hemrehab Mölndal"; },
        [](const std::string& id) { return id.empty() ? "" : "Eva Berg"; },
        zone_};
    return HandoverText(parts, purpose, language, rpc::FromMicros(now_us_));
  }
  void SayBlocks() { EXPECT_TRUE(google::protobuf::TextFormat::MergeFromString(kBlocks, &content_)); }

  absl::TimeZone zone_;
  hv1::Patient patient_;
  hv1::HandoverContent content_;
  rec::Transition transition_;
  rec::Handover handover_;
  std::vector<std::string> aid_names_;
  int64_t now_us_ = 0;
};

constexpr char kSwedishPage[] =
    R"(Överrapportering inför hemgång, för arbetsterapeut och fysioterapeut
Från Rehab Sahlgrenska till Hemrehab Mölndal
Skickad tors 2026-06-18 kl. 15.00. Brådska: snabbspår.
Läge: skickad, inte mottagen. Svara senast: mån 2026-06-22 kl. 09.00.

1. Patient: Bertil Påhittsson, tel. 070-174 06 05, 19400102-2383. Kommunikation: hör
    dåligt på vänster öra.
2. Vart, och vem finns där: Ordinärt boende, med någon, Storgatan 12, kommun 1481. Där
    finns: Maka, 84 år, orkar inte lyfta.
3. När: Planerad utskrivning: mån 2026-06-22, förmiddag
4. Huvudorsak: Pankreascancer med skelettmetastaser, hemgång för vård i livets slut. Sen
    palliativ fas. Patienten vet: Vet att tiden är kort, vill inte tala om veckor.
5. Restriktioner: Får inte belasta höger ben. Lyft aldrig i armarna.
6. Säng till stol: Hjälp av två personer. Glidlakan och lyft. Före: självständig.
7. Gå, och komma in i bostaden: (ej aktuellt)
8. Toalettbesök: Endast i säng.
9. Största risken: Fraktur. Vid varje vändning.
10. Måste finnas hemma före patienten:
    - Vårdsäng: beställt, lagervara, ansvar: avsändaren, order: W-4411.
    - Mobil personlyft: SAKNAS, lagervara, ansvar: mottagaren. SISTA BESTÄLLNINGSTID HAR
      PASSERAT (tis 2026-06-09 kl. 16.00).
11. Viktigt för patienten, och vad ni ombeds göra: Ligga vid fönstret mot trädgården.
    - Ombeds: instruera personal och närstående (arbetsterapeut, senast tis 2026-06-23
      kl. 16.00). Vändning med glidlakan.
12. Vem man ringer:
    - Avsändare: Karin Exempelsson, tel. 031-390 06 10, vardagar 8–16
    - Jourtid: Avdelning 353, tel. 031-390 06 11
    - Närstående: Maj, maka, tel. 031-390 06 12
    - Grund för utlämnande: samtycke

Text ur Hemgång tors 2026-06-18 kl. 15.10.
)";

// With every block.
constexpr char kBokmalPages[] = R"(Ergo-/fysioterapirapport ved utskrivning, for ergoterapeut og fysioterapeut
Fra Rehab Sahlgrenska til Hemrehab Mölndal
Sendt tors. 2026-06-18 kl. 15.00. Hastegrad: hurtigspor.
Status: sendt, ikke mottatt. Svarfrist: man. 2026-06-22 kl. 09.00.

1. Pasient: Bertil Påhittsson, tlf. 070-174 06 05, 19400102-2383. Kommunikasjon: hör
    dåligt på vänster öra.
2. Hvor, og hvem er der: Egen bolig, med noen, Storgatan 12, kommune 1481. Der er: Maka,
    84 år, orkar inte lyfta.
3. Når: Planlagt utskrivning: man. 2026-06-22, formiddag
4. Hovedårsak: Pankreascancer med skelettmetastaser, hemgång för vård i livets slut. Sen
    palliativ fase. Pasienten vet: Vet att tiden är kort, vill inte tala om veckor.
5. Restriksjoner: Får inte belasta höger ben. Lyft aldrig i armarna.
6. Seng til stol: Hjelp av to personer. Glidlakan och lyft. Før: selvstendig. ICF d420.
7. Gå, og komme inn i boligen: (ikke aktuelt)
8. Toalettbesøk: Bare i seng. ICF d530.
9. Største risiko: Brudd. Vid varje vändning.
10. Må være hjemme før pasienten:
    - Vårdsäng (ISO 181210): bestilt, lagervare, ansvar: avsenderen, ordre: W-4411.
    - Mobil personløfter (ISO 123603): MANGLER, lagervare, ansvar: mottakeren. SISTE
      BESTILLINGSTID ER PASSERT (tirs. 2026-06-09 kl. 16.00).
11. Viktig for pasienten, og hva dere bes om: Ligga vid fönstret mot trädgården.
    - Bes om å: veilede personale og pårørende (ergoterapeut, senest tirs. 2026-06-23
      kl. 16.00). Vändning med glidlakan.
12. Hvem man ringer:
    - Avsender: Karin Exempelsson, tlf. 031-390 06 10, vardagar 8–16
    - Kveld, natt og helg: Avdelning 353, tlf. 031-390 06 11
    - Pårørende: Maj, maka, tlf. 031-390 06 12
    - Grunnlag for deling: samtykke

Palliativ behandling: Samtale om overgang til palliasjon: holdt. Samtalens dato:
  ons. 2026-06-10. Pasienten informert: ja. Spesialisert team involvert: ja. Teamet:
  Palliativa teamet, tlf. 031-390 06 13. Ønsket sted for omsorg: hemma.

Støtte hjemme: Hjemmetjeneste innvilget: ja. Hjemmetjeneste fra: man. 2026-06-22. To
  hjelpere: ja. Båre kommer inn: nei.

Hjelpemidler:
  - Rullstol (ISO 122203): er hjemme, søker: Karin. Hög rygg.

Risiko etter avsenderens vurdering: Fall: lav. Skade hos den som løfter: høy.

Åpne spørsmål:
  - Går sängen in i rummet?

Flere kontakter:
  - Stedfortreder for avsenderen: Per, tlf. 031-390 06 15

Boligen (fra kommunens rapport tirs. 2026-06-02): Etasje: 3. Heis: nei. Trappetrinn: två
  trappor. Bad: trångt, badkar. Slippe inn: nyckel hos grannen.

Aktivitet:
  - Spise (ICF d550): hjelp av én person, pipmugg. Før: selvstendig. Forventet: hjelp av
    én person. Små portioner.
  - Kle på seg (ICF d540): (ikke vurdert).

Kartleggingsverktøy:
  - Sunnaas ADL-indeks: 4 av 36 (tirs. 2026-06-09, 9 dager gammel; ergoterapeut).
  - PPSv2: 30 % (tors. 2026-06-18, i dag).
  - Barthel (skala 0–20): 3 av 20 (dato ikke oppgitt; etter andre enn pasienten).
  - Katz ADL-indeks: G (ons. 2026-06-17, 1 dag gammel). Ledd: 0 0 0 0 0 0.
  - Timed Up and Go: kunne ikke gjøres (ons. 2026-06-17, 1 dag gammel). Kan inte stå.
  - MoCA 21 av 30 (ons. 2026-06-17, 1 dag gammel).

Kognisjon og læring (vansker): Orientering: ingen vansker. Lære nytt: lette. Annet: Trött
  på eftermiddagen.

Symptomer som hindrer aktivitet (plager): Smerte ved bevegelse: store.

Vekt og høyde: Vekt (kg): 82. Høyde (cm): 181.

Tiltak så langt: Gjort: Provat lyft. Prøvd uten å lykkes: Glidbräda.

Mål: Med pasientens ord: Hem till trädgården.
  - Sitta uppe en stund (senest man. 2026-06-29)

Pårørende:
  - Ulf (son), tlf. 031-390 06 14, skal IKKE kontaktes. Kommer på helgerna.
  Barn under 18 år nær pasienten: nei.

Oppholdet: Avdeling: avdelning 353. Innlagt: man. 2026-06-01. Utskrivningen er: besluttet.
  Transport: bår.

Informasjon og samtykke: Pasienten informert: ja. Dokumenter som følger med:
  Förflyttningsplan; Träningsprogram.

Tekst fra Hemgång tors. 2026-06-18 kl. 15.10.
)";

TEST_F(HandoverTextTest, TheFormInSwedish) {
  EXPECT_EQ(Text(kSamsa), kSwedishPage);
}

TEST_F(HandoverTextTest, EverythingInBokmal) {
  SayBlocks();
  EXPECT_EQ(Text(kRecord, kBokmal), kBokmalPages);
}

TEST_F(HandoverTextTest, WithoutALanguageAndAPurposeItIsSwedishAndWhole) {
  SayBlocks();
  EXPECT_EQ(Text(hv1::TEXT_PURPOSE_UNSPECIFIED, hv1::TEXT_LANGUAGE_UNSPECIFIED), Text(kRecord, kSwedish));
}

int LinesOf(const std::string& text) {
  return static_cast<int>(std::count(text.begin(), text.end(), '\n'));
}

TEST_F(HandoverTextTest, NoLineIsWiderThanThePage) {
  SayBlocks();
  content_.mutable_reason()->set_text(absl::StrCat(std::string(400, 'x'), " ö", std::string(200, 'y')));
  content_.mutable_precautions()->set_text("första raden\nandra raden\n\n\tefter en tom");
  for (const auto language : {kSwedish, kBokmal}) {
    for (const std::string& line : std::vector<std::string>(absl::StrSplit(Text(kRecord, language), '\n'))) {
      EXPECT_LE(rpc::CountCharacters(line), 90) << line;
      EXPECT_TRUE(rpc::IsUtf8(line));
      EXPECT_FALSE(rpc::HasControlCharacter(line)) << line;
    }
  }
}

TEST_F(HandoverTextTest, TheFormFitsOnePage) {
  const std::string two_lines(150, 'x');
  for (hv1::Activity* activity :
       {content_.mutable_bed_to_chair(), content_.mutable_walking(), content_.mutable_toilet()}) {
    activity->clear_absent();
    activity->set_how(two_lines);
  }
  content_.mutable_reason()->set_text(two_lines);
  content_.mutable_precautions()->set_text(two_lines);
  content_.mutable_danger()->set_text(two_lines);
  content_.mutable_wishes()->set_what_matters(two_lines);
  for (int i = 0; i < 3; ++i) *content_.mutable_wishes()->add_requests() = content_.wishes().requests(0);
  for (int i = 0; i < 2; ++i) *content_.mutable_home_needs()->add_items() = content_.home_needs().items(1);
  EXPECT_LE(LinesOf(Text(kRecord)), 60) << Text(kRecord);
  EXPECT_LE(LinesOf(Text(kRecord, kBokmal)), 60);
}

TEST_F(HandoverTextTest, AnEmptyFormSaysThatNothingIsSaid) {
  content_.Clear();
  const std::string text = Text(kRecord);
  EXPECT_EQ(std::count(text.begin(), text.end(), '('), 10) << text;
  EXPECT_THAT(text, HasSubstr("8. Toalettbesök: (inte angivet)\n"));
}

TEST_F(HandoverTextTest, AReportOfHowItWentLeavesOutWhatItDoesNotTell) {
  handover_.set_kind(hv1::HANDOVER_KIND_FOLLOW_UP);
  content_.clear_toilet();
  content_.mutable_walking()->Clear();
  content_.mutable_walking()->set_absent(hv1::ABSENT_REASON_NOT_ASSESSED);
  content_.mutable_follow_up()->set_how_it_went("Första natten bra.");
  const std::string text = Text(kRecord);
  EXPECT_THAT(text, Not(HasSubstr("8. Toalettbesök")));
  EXPECT_THAT(text, HasSubstr("7. Gå, och komma in i bostaden: (inte bedömt)\n"));
  EXPECT_THAT(text, HasSubstr("\nÅterkoppling: Hur det gick: Första natten bra."));
}

TEST_F(HandoverTextTest, ASpanOfOneDayNamesTheDayOnce) {
  transition_.mutable_planned_discharge()->set_at_time_us(At(22, 11, 0));
  transition_.mutable_planned_discharge()->set_until_time_us(At(22, 14, 0));
  EXPECT_THAT(Text(kRecord), HasSubstr("3. När: Planerad utskrivning: mån 2026-06-22 kl. 11.00–14.00"));
  transition_.mutable_planned_discharge()->set_until_time_us(At(23, 9, 0));
  EXPECT_THAT(Text(kRecord), HasSubstr("mellan mån 2026-06-22 kl. 11.00 och tis 2026-06-23 kl. 09.00"));
}

TEST_F(HandoverTextTest, AProtectedIdentityHasNoAddressAndNoPhone) {
  SayBlocks();
  patient_.set_protected_identity(true);
  for (const auto purpose : {kSamsa, kRecord}) {
    const std::string text = Text(purpose);
    EXPECT_THAT(text, HasSubstr("SKYDDADE PERSONUPPGIFTER"));
    EXPECT_THAT(text, HasSubstr("Ordinärt boende, med någon"));
    for (const char* hidden :
         {"Storgatan", "1481", "070-174", "031-390 06 12", "031-390 06 14", "grannen", "Mölndal"}) {
      EXPECT_THAT(text, Not(HasSubstr(hidden)));
    }
    EXPECT_THAT(text, HasSubstr("031-390 06 10")) << "the hospital's own number is no secret";
    EXPECT_THAT(text, HasSubstr("Från Rehab Sahlgrenska till enheten där patienten bor\n"));
  }
}

TEST_F(HandoverTextTest, SamsaGetsWhatAFirstVisitNeedsAndIsToldOfTheRest) {
  SayBlocks();
  const std::string text = Text(kSamsa);
  EXPECT_THAT(text, HasSubstr("\nPalliativ vård: "));
  EXPECT_THAT(text, HasSubstr("\nHjälpmedel:\n  - Rullstol: finns hemma"));
  EXPECT_THAT(text, Not(HasSubstr("Sunnaas")));
  EXPECT_THAT(text, Not(HasSubstr("ICF")));
  EXPECT_THAT(text, HasSubstr("\nMer i rapporten: Bostaden, Aktivitet, Bedömningsinstrument,"));
}

TEST_F(HandoverTextTest, AnAidStandsAsItIsNow) {
  for (const auto status :
       {hv1::HOME_ITEM_STATUS_FAILED, hv1::HOME_ITEM_STATUS_DELIVERED, hv1::HOME_ITEM_STATUS_ORDERED}) {
    rec::AidLine& line = *handover_.add_aids();
    line.set_status(status);
    line.set_responsible_unit_id("molndal-hemrehab");
    line.set_changed_time_us(At(18, 14, 0));
  }
  aid_names_ = {"Vårdsäng", "lyft", "ramp"};
  const std::string text = Text(kSamsa);
  EXPECT_THAT(text, HasSubstr("- Vårdsäng: KOM INTE, måste beställas på nytt (tors 2026-06-18 kl. 14.00), lagervara,"));
  EXPECT_THAT(text, HasSubstr("ansvar: Hemrehab Mölndal"));
  EXPECT_THAT(text, HasSubstr("- Mobil personlyft: levererat (tors"));
  EXPECT_THAT(text, HasSubstr("- Ramp: beställt (tors")) << "added after it was sent";
  EXPECT_EQ(text.find("PASSERAT", text.find("Mobil personlyft")), std::string::npos) << "what stands there is not late";
}

// As it reads, wherever its lines end.
std::string InOneLine(const std::string& text) {
  return absl::StrJoin(std::vector<std::string>(absl::StrSplit(text, absl::ByAnyChar(" \n"), absl::SkipEmpty())), " ");
}

TEST_F(HandoverTextTest, TheLatestOrderFollowsTheDischarge) {
  content_.mutable_home_needs()->mutable_items()->DeleteSubrange(0, 1);
  content_.mutable_home_needs()->mutable_items(0)->set_supply(hv1::HOME_ITEM_SUPPLY_ACUTE);
  // Midsummer Eve is no weekday: it must stand there on the 18th, and be ordered on the 17th.
  EXPECT_THAT(InOneLine(Text(kSamsa)), HasSubstr("SISTA BESTÄLLNINGSTID HAR PASSERAT (ons 2026-06-17"));
  now_us_ = At(17, 15, 59);
  EXPECT_THAT(InOneLine(Text(kSamsa)), HasSubstr("Beställ senast ons 2026-06-17 kl. 16.00"));
  transition_.clear_planned_discharge();
  EXPECT_THAT(InOneLine(Text(kSamsa)), Not(HasSubstr("Beställ senast")));
  transition_.mutable_planned_discharge()->set_at_time_us(At(25, 13, 0));
  EXPECT_THAT(InOneLine(Text(kSamsa)), HasSubstr("Beställ senast tis 2026-06-23 kl. 16.00"));
  handover_.set_kind(hv1::HANDOVER_KIND_ONWARD);
  EXPECT_THAT(InOneLine(Text(kSamsa)), Not(HasSubstr("Beställ senast")))
      << "the discharge to the short-term place is not home";
  handover_.mutable_planned_move()->set_at_time_us(At(26, 13, 0));
  EXPECT_THAT(InOneLine(Text(kSamsa)), HasSubstr("Beställ senast ons 2026-06-24 kl. 16.00"));
}

TEST_F(HandoverTextTest, WhenThePatientComes) {
  const auto when = [this] { return Text(kSamsa); };
  rec::PlannedDischarge& planned = *transition_.mutable_planned_discharge();
  planned.Clear();
  EXPECT_THAT(when(), HasSubstr("3. När: Planerad utskrivning: okänt när\n"));
  planned.set_at_time_us(At(22, 10, 0));
  EXPECT_THAT(when(), HasSubstr("Planerad utskrivning: mån 2026-06-22 kl. 10.00\n"));
  planned.set_until_time_us(At(24, 10, 0));
  EXPECT_THAT(when(), HasSubstr("mellan mån 2026-06-22 kl. 10.00 och ons 2026-06-24 kl. 10.00"));
  transition_.set_discharged_time_us(At(23, 11, 0));
  EXPECT_THAT(when(), HasSubstr("3. När: Utskriven tis 2026-06-23 kl. 11.00"));
  handover_.set_kind(hv1::HANDOVER_KIND_ONWARD);
  handover_.set_moved_time_us(At(29, 11, 0));
  EXPECT_THAT(when(), HasSubstr("3. När: Flyttade från korttidsplatsen mån 2026-06-29 kl. 11.00"));
  transition_.set_died_time_us(At(30, 4, 0));
  EXPECT_THAT(when(), HasSubstr("3. När: Patienten har avlidit tis 2026-06-30 kl. 04.00"));
}

TEST_F(HandoverTextTest, WhereTheHandoverStands) {
  now_us_ = At(22, 9, 1);
  EXPECT_THAT(Text(kSamsa), HasSubstr("Svara senast: mån 2026-06-22 kl. 09.00, FÖRSENAT."));
  transition_.clear_tasks();
  handover_.set_state(hv1::HANDOVER_STATE_ACKNOWLEDGED);
  handover_.set_acknowledged_time_us(At(22, 9, 30));
  handover_.set_acknowledged_by_staff_id("eva");
  handover_.set_planned_first_visit_time_us(At(23, 13, 0));
  handover_.set_content_number(2);
  rec::Therapist& therapist = *handover_.add_therapists();
  therapist.set_profession(hv1::PROFESSION_OCCUPATIONAL_THERAPIST);
  therapist.set_staff_id("eva");
  const std::string text = Text(kSamsa);
  EXPECT_THAT(text, HasSubstr("kl. 15.00, version 2. Brådska: snabbspår.\n"));
  EXPECT_THAT(text, HasSubstr("Mottagen mån 2026-06-22 kl. 09.30 av Eva Berg.\n"));
  EXPECT_THAT(text, HasSubstr("Ansvarig: Eva Berg, arbetsterapeut\n"));
  EXPECT_THAT(text, HasSubstr("Första besök planerat: tis 2026-06-23 kl. 13.00\n"));
  EXPECT_THAT(text, Not(HasSubstr("Svara senast")));
  handover_.set_state(hv1::HANDOVER_STATE_VOIDED);
  EXPECT_THAT(Text(kSamsa), HasSubstr("Läge: MAKULERAD, ska inte användas."));
}

TEST_F(HandoverTextTest, AScoreIsAsOldAsItIs) {
  hv1::InstrumentScore& score = *content_.add_scores();
  score.set_instrument(hv1::INSTRUMENT_TUG);
  score.set_total("13.5");
  score.set_date("2026-06-17");
  EXPECT_THAT(Text(kRecord), HasSubstr("Timed Up and Go: 13,5 sekunder (ons 2026-06-17, 1 dag gammal)."));
  now_us_ = At(26, 0, 1);
  EXPECT_THAT(Text(kRecord), HasSubstr("9 dagar gammal"));
}

}  // namespace
}  // namespace hemgang::handover
