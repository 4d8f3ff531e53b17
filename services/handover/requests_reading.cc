#include "services/handover/requests_reading.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

#include "services/handover/content_checks.h"
#include "services/handover/disclosures.h"

namespace hemgang::handover {
namespace {

rec::Leg ReadLeg(const hv1::Leg& leg, const std::string& path, rpc::FieldFaults& faults) {
  rec::Leg kept;
  rpc::CheckChosen(leg.dwelling_form(), absl::StrCat(path, ".dwelling_form"), faults);
  kept.set_dwelling_form(leg.dwelling_form());
  kept.set_municipality_code(
      ReadMunicipalityCode(leg.municipality_code(), absl::StrCat(path, ".municipality_code"), faults));
  if (!leg.from_date().empty()) {
    kept.set_from_date_days(ReadDate(leg.from_date(), absl::StrCat(path, ".from_date"), faults));
  }
  rpc::CheckLength(leg.district_id(), kMaxLineCharacters, absl::StrCat(path, ".district_id"), faults);
  kept.set_district_id(leg.district_id());
  kept.set_country(leg.country());
  return kept;
}

}  // namespace

rules::Actor ActorOf(const rpc::Caller& caller) {
  return {.staff_id = caller.staff_id,
          .unit_id = caller.unit_id,
          .organisation_id = caller.organisation_id,
          .is_clock = caller.is_clock,
          .is_directory = caller.is_directory};
}

absl::StatusOr<AskedStep> End(AskedStep asked, const rpc::FieldFaults& faults) {
  if (!faults.empty()) return faults.ToStatus();
  return asked;
}

void CheckNote(const std::string& text, rpc::FieldFaults& faults) {
  rpc::CheckLength(text, kMaxTextCharacters, "note", faults);
}

void KeepNote(AskedStep& asked, const ReadingDesk& desk, const std::string& text, rpc::FieldFaults& faults) {
  CheckNote(text, faults);
  if (!text.empty()) asked.seal = SealNote(desk.custody, {.text = text});
}

std::vector<hv1::Profession> ReadProfessions(const google::protobuf::RepeatedField<int>& given,
                                             rpc::FieldFaults& faults) {
  std::vector<hv1::Profession> professions;
  for (int i = 0; i < given.size(); ++i) {
    const auto profession = static_cast<hv1::Profession>(given.Get(i));
    const std::string path = absl::StrCat("professions[", i, "]");
    rpc::CheckChosen(profession, path, faults);
    if (std::find(professions.begin(), professions.end(), profession) != professions.end()) {
      faults.Add(path, "is named twice; name each profession once");
    }
    professions.push_back(profession);
  }
  return professions;
}

std::vector<rec::Leg> ReadLegs(const google::protobuf::RepeatedPtrField<hv1::Leg>& legs, rpc::FieldFaults& faults) {
  constexpr int kMaxLegs = 10;
  std::vector<rec::Leg> kept;
  if (legs.size() > kMaxLegs) faults.Add("legs", absl::StrCat("must be at most ", kMaxLegs));
  for (int i = 0; i < std::min(legs.size(), kMaxLegs); ++i) {
    kept.push_back(ReadLeg(legs.Get(i), absl::StrCat("legs[", i, "]"), faults));
  }
  return kept;
}

PatientRead ReadPatient(const hv1::Patient& given, const ReadingDesk& desk, rpc::FieldFaults& faults) {
  PatientRead read;
  read.patient = given;
  if (rpc::CheckGiven(given.name(), "patient.name", faults)) {
    rpc::CheckLength(given.name(), kMaxLineCharacters, "patient.name", faults);
  }
  rpc::CheckLength(given.phone(), kMaxLineCharacters, "patient.phone", faults);
  rpc::CheckLength(given.communication(), kMaxTextCharacters, "patient.communication", faults);
  ReadMunicipalityCode(given.registration_municipality_code(), "patient.registration_municipality_code", faults);
  ReadMunicipalityCode(given.placing_municipality_code(), "patient.placing_municipality_code", faults);
  if (!rpc::CheckGiven(given.identity_number(), "patient.identity_number", faults)) return read;
  auto number = rules::ReadIdentityNumber(given.identity_number(), desk.today);
  if (!number.ok()) {
    faults.Add("patient.identity_number", std::string(number.status().message()));
    return read;
  }
  read.patient.set_identity_number(number->digits);
  read.hash = desk.sealer.PatientHash(number->digits);
  read.age_band = rules::AgeBandOf(number->born, desk.today);
  read.kind = number->kind;
  return read;
}

}  // namespace hemgang::handover
