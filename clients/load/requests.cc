#include "clients/load/requests.h"

#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace hemgang::load {
namespace {

// Luhn, modulus 10, over the nine digits after the century.
int CheckDigit(const std::string& nine) {
  int sum = 0;
  for (size_t i = 0; i < nine.size(); ++i) {
    const int doubled = (nine[i] - '0') * (i % 2 == 0 ? 2 : 1);
    sum += doubled / 10 + doubled % 10;
  }
  return (10 - sum % 10) % 10;
}

// 238 lies in the series of numbers that are given to nobody.
std::string IdentityNumber(int64_t n) {
  const absl::CivilDay born = absl::CivilDay(1920, 1, 1) + n % 30000;
  const std::string nine = absl::StrFormat("%02d%02d%02d238", born.year() % 100, born.month(), born.day());
  return absl::StrCat(born.year() / 100, nine, CheckDigit(nine));
}

hv1::HandoverContent NewContent() {
  hv1::HandoverContent content;
  hv1::Destination& destination = *content.mutable_destination();
  destination.set_dwelling_form(hv1::DWELLING_FORM_ORDINARY_COHABITING);
  destination.set_municipality_code("1481");
  destination.set_address("Påhittsvägen 12, 2 tr, 431 00 Mölndal. Hiss, men den tar inte bår.");
  destination.set_who_is_there(
      "Maken, 80 år, hemma jämt. Vill hjälpa men ryggopererad, får inte lyfta. Dottern kommer varje eftermiddag. "
      "Hemtjänst 4 besök/dag från hemkomst, dubbelbemanning morgon och kväll. Ingen natt beviljad än.");
  hv1::MainReason& reason = *content.mutable_reason();
  reason.set_text("Pankreascancer med levermetastaser. Ascites tappad. Ingen mer cytostatika. Vill hem och dö hemma.");
  reason.set_phase(hv1::PALLIATIVE_PHASE_LATE);
  reason.set_patient_knows("Brytpunktssamtal med patient, make och dotter. Vet att det handlar om veckor.");
  content.mutable_precautions()->set_text(
      "Subkutan pump, slangen på vänster sida: förflytta åt höger. Ligger inte plant, blir andfådd; huvudändan minst "
      "30 "
      "grader. Kissar ofta av vätskedrivande.");
  hv1::Activity& chair = *content.mutable_bed_to_chair();
  chair.set_level(hv1::ASSISTANCE_LEVEL_ONE_PERSON);
  chair.set_level_before(hv1::ASSISTANCE_LEVEL_INDEPENDENT);
  chair.set_how(
      "Med höjd huvudända och höjd säng: upp över höger sida, en person stöder bålen. Sitta 2 min på sängkanten (yr), "
      "sedan upp mot rollator. Från låg säng krävs två.");
  hv1::Activity& walking = *content.mutable_walking();
  walking.set_level(hv1::ASSISTANCE_LEVEL_ONE_PERSON);
  walking.set_how("10 m inne med rollator och en person bredvid, sedan slut. Trappan i porten (3 steg) går inte.");
  hv1::Activity& toilet = *content.mutable_toilet();
  toilet.set_level(hv1::ASSISTANCE_LEVEL_ONE_PERSON);
  toilet.set_how("Hinner inte till badrummet på natten. Hygienstol vid sängen, en person. Torkar sig själv.");
  content.mutable_danger()->set_danger(hv1::DANGER_SKIN);
  content.mutable_danger()->set_text("Rodnad över sacrum som bleknar. Ligger nästan hela dygnet.");
  hv1::HomeItem& bed = *content.mutable_home_needs()->add_items();
  bed.set_name("Ställbar säng, eldriven, med grind");
  bed.set_status(hv1::HOME_ITEM_STATUS_ORDERED);
  bed.set_responsible(hv1::HOME_ITEM_RESPONSIBLE_SENDER);
  bed.set_note("Akutbeställd. Kommer den inte åker hon inte hem; jag ringer er.");
  hv1::HomeItem& walker = *content.mutable_home_needs()->add_items();
  walker.set_name("Rollator");
  walker.set_status(hv1::HOME_ITEM_STATUS_AT_HOME);
  content.mutable_wishes()->set_what_matters("Sängen i vardagsrummet så att jag ser sjön.");
  hv1::Request& request = *content.mutable_wishes()->add_requests();
  request.set_action(hv1::REQUESTED_ACTION_ASSESS_AT_HOME);
  request.set_profession(hv1::PROFESSION_OCCUPATIONAL_THERAPIST);
  request.set_text("På plats när hon kommer eller samma dag. Säng och hygienstol rätt inställda, fåtöljens höjd.");
  hv1::Contacts& contacts = *content.mutable_contacts();
  contacts.mutable_sender()->set_name("Karin Exempelsson, arbetsterapeut");
  contacts.mutable_sender()->set_phone("031-390 06 10");
  contacts.mutable_off_hours()->set_name("Mobila palliativa teamet");
  contacts.mutable_off_hours()->set_phone("031-390 06 22");
  contacts.mutable_relative()->set_name("Arne Exempelqvist, make");
  contacts.mutable_relative()->set_phone("070-174 06 32");
  contacts.set_basis(hv1::DISCLOSURE_BASIS_CONSENT);
  return content;
}

}  // namespace

std::string NewRequestId() {
  thread_local std::mt19937_64 random{std::random_device()()};
  const uint64_t high = (random() & ~uint64_t{0xF000}) | 0x4000;
  const uint64_t low = (random() & ~(uint64_t{3} << 62)) | uint64_t{1} << 63;
  return absl::StrFormat("%08x-%04x-%04x-%04x-%012x", high >> 32, high >> 16 & 0xFFFF, high & 0xFFFF, low >> 48,
                         low & 0xFFFFFFFFFFFF);
}

hv1::OpenTransitionRequest OpenRequest(int64_t n) {
  hv1::OpenTransitionRequest request;
  request.set_request_id(NewRequestId());
  request.mutable_patient()->set_identity_number(IdentityNumber(n));
  request.mutable_patient()->set_name(absl::StrCat("Patient Påhittsson ", n));
  request.mutable_patient()->set_phone("070-174 06 05");
  request.set_basis(hv1::DISCLOSURE_BASIS_CONSENT);
  // An earlier load may have left the patient with a transition that is still open.
  request.set_although_open(true);
  hv1::Leg& leg = *request.add_legs();
  leg.set_dwelling_form(hv1::DWELLING_FORM_ORDINARY_COHABITING);
  leg.set_municipality_code("1481");
  const absl::Time discharge = absl::Now() + absl::Hours(24 * (10 + n % 10));
  request.mutable_planned_discharge()->mutable_time()->set_seconds(absl::ToUnixSeconds(discharge));
  return request;
}

hv1::MarkNeedRequest MarkRequest(const std::string& transition_id, const std::string& receiver_unit_id) {
  hv1::MarkNeedRequest request;
  request.set_request_id(NewRequestId());
  request.set_transition_id(transition_id);
  request.set_profession(hv1::PROFESSION_OCCUPATIONAL_THERAPIST);
  request.set_urgency(hv1::URGENCY_ROUTINE);
  request.set_expected_receiver_unit_id(receiver_unit_id);
  return request;
}

hv1::SendHandoverRequest SendRequest(const std::string& transition_id, const std::string& receiver_unit_id) {
  static const auto* const content = new hv1::HandoverContent(NewContent());
  hv1::SendHandoverRequest request;
  request.set_request_id(NewRequestId());
  request.set_transition_id(transition_id);
  request.set_kind(hv1::HANDOVER_KIND_DISCHARGE_HANDOVER);
  request.set_urgency(hv1::URGENCY_ROUTINE);
  request.add_professions(hv1::PROFESSION_OCCUPATIONAL_THERAPIST);
  request.set_receiver_unit_id(receiver_unit_id);
  *request.mutable_content() = *content;
  return request;
}

hv1::AcknowledgeRequest AcknowledgeOf(const std::string& handover_id, const std::string& therapist_id) {
  hv1::AcknowledgeRequest request;
  request.set_request_id(NewRequestId());
  request.set_handover_id(handover_id);
  request.add_therapist_ids(therapist_id);
  return request;
}

}  // namespace hemgang::load
