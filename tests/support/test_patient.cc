#include "tests/support/test_patient.h"

#include <string>

#include <google/protobuf/text_format.h>

#include "absl/base/macros.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"

namespace hemgang::test {
namespace {

constexpr char kContent[] = R"(
destination { dwelling_form: DWELLING_FORM_ORDINARY_COHABITING municipality_code: "1481" who_is_there: "Maka, orkar lite." }
reason { text: "Pankreascancer, hemgång för vård i livets slut." phase: PALLIATIVE_PHASE_LATE patient_knows: "Vet." }
precautions { none_known: true }
bed_to_chair { level: ASSISTANCE_LEVEL_ONE_PERSON how: "Glidlakan, en person." }
walking { level: ASSISTANCE_LEVEL_ONE_PERSON how: "Tio meter med rollator." }
toilet { absent: ABSENT_REASON_NOT_ASSESSED }
danger { danger: DANGER_FALL text: "Reser sig själv på natten." }
home_needs { items { name: "Vårdsäng" status: HOME_ITEM_STATUS_ORDERED responsible: HOME_ITEM_RESPONSIBLE_SENDER } }
wishes { what_matters: "Sitta vid köksfönstret." }
contacts { sender { name: "Karin Exempelsson" phone: "031-390 06 10" } basis: DISCLOSURE_BASIS_CONSENT }
)";

// Luhn, mod 10, over the nine digits after the century.
int CheckDigit(const std::string& nine) {
  int sum = 0;
  for (size_t i = 0; i < nine.size(); ++i) {
    const int doubled = (nine[i] - '0') * (i % 2 == 0 ? 2 : 1);
    sum += doubled / 10 + doubled % 10;
  }
  return (10 - sum % 10) % 10;
}

}  // namespace

hv1::Patient TestPatient(int n) {
  const absl::CivilDay born = absl::CivilDay(1940, 1, 1) + n;
  const std::string nine = absl::StrFormat("%02d%02d%02d238", born.year() % 100, born.month(), born.day());
  hv1::Patient patient;
  patient.set_identity_number(absl::StrCat(born.year() / 100, nine, CheckDigit(nine)));
  patient.set_name(absl::StrCat("Patient Påhittsson ", n));
  patient.set_phone("070-174 06 05");
  return patient;
}

hv1::HandoverContent TestContent() {
  hv1::HandoverContent content;
  ABSL_HARDENING_ASSERT(google::protobuf::TextFormat::ParseFromString(kContent, &content));
  return content;
}

}  // namespace hemgang::test
