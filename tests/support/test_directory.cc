#include "tests/support/test_directory.h"

#include <string>

#include <google/protobuf/text_format.h>

#include "absl/base/macros.h"
#include "absl/strings/str_cat.h"

namespace hemgang::test {
namespace {

constexpr char kOrganisations[] = R"(
networks { id: "vg" name: "Västra Götaland" steering_unit_id: "vg-styrgrupp" }
networks { id: "vestland" name: "Vestland" steering_unit_id: "vestland-styringsgruppe" }
organisations {
  id: "vgr" name: "Västra Götalandsregionen" kind: ORGANISATION_KIND_REGION network_id: "vg" country: "SE"
  operations_unit_id: "vgr-verksamhet" medically_responsible_unit_id: "vgr-chefslakare"
  rules { id: "vgr-okand-kommun" unit_ids: "su-palliativa-teamet" basis: "Tills kommunen är känd" }
}
organisations {
  id: "molndal" name: "Mölndals stad" kind: ORGANISATION_KIND_MUNICIPALITY network_id: "vg" country: "SE"
  operations_unit_id: "molndal-verksamhet" medically_responsible_unit_id: "molndal-mas" municipality_code: "1481"
  rules { id: "molndal-specialiserad" care_levels: CARE_LEVEL_SPECIALISED_PALLIATIVE unit_ids: "su-palliativa-teamet"
    basis: "Hälso- och sjukvårdsavtalet" }
  rules { id: "molndal-allt" unit_ids: "molndal-hemrehab" basis: "HSL 12 kap. 1–2 §§" }
}
organisations {
  id: "partille" name: "Partille kommun" kind: ORGANISATION_KIND_MUNICIPALITY network_id: "vg" country: "SE"
  operations_unit_id: "partille-verksamhet" medically_responsible_unit_id: "partille-mas" municipality_code: "1402"
  rules { id: "partille-valfri" professions: PROFESSION_PHYSIOTHERAPIST mobilities: MOBILITY_CAN_VISIT_CLINIC
    unit_ids: [ "partille-ft", "partille-hemrehab" ] basis: "LOV: patienten väljer" }
  rules { id: "partille-fysioterapi" professions: PROFESSION_PHYSIOTHERAPIST
    dwelling_forms: [ DWELLING_FORM_ORDINARY_ALONE, DWELLING_FORM_ORDINARY_COHABITING, DWELLING_FORM_SENIOR_HOUSING ]
    unit_ids: "partille-ft" basis: "Vårdval Rehab" }
  rules { id: "partille-allt" unit_ids: "partille-hemrehab" basis: "HSL 12 kap. 1–2 §§" }
}
organisations {
  id: "harryda" name: "Härryda kommun" kind: ORGANISATION_KIND_MUNICIPALITY network_id: "vg" country: "SE"
  municipality_code: "1401"
  rules { id: "harryda-allt" unit_ids: "harryda-hemrehab" basis: "HSL 12 kap. 1–2 §§" }
}
organisations {
  id: "goteborg" name: "Göteborgs stad" kind: ORGANISATION_KIND_MUNICIPALITY network_id: "vg" country: "SE"
  operations_unit_id: "goteborg-verksamhet" medically_responsible_unit_id: "goteborg-mas" municipality_code: "1480"
  districts { id: "centrum" name: "Centrum" }
  districts { id: "hisingen" name: "Hisingen" }
  rules { id: "goteborg-hospice" district_ids: "hisingen" dwelling_forms: DWELLING_FORM_HOSPICE
    unit_ids: "su-palliativa-teamet" basis: "Hälso- och sjukvårdsavtalet" }
  rules { id: "goteborg-allt" unit_ids: "goteborg-natt" basis: "HSL 12 kap. 1–2 §§" }
}
organisations {
  id: "bergen" name: "Bergen kommune" kind: ORGANISATION_KIND_MUNICIPALITY network_id: "vestland" country: "NO"
  operations_unit_id: "bergen-virksomhet" municipality_code: "4601"
  rules { id: "bergen-alt" unit_ids: "bergen-hjemmerehab" basis: "helse- og omsorgstjenesteloven § 3-2" }
}
)";

constexpr char kUnits[] = R"(
units { id: "su-ostra-rehab" organisation_id: "vgr" name: "SU/Östra, arbetsterapi och fysioterapi"
  kind: UNIT_KIND_HOSPITAL_REHAB professions: [ 1, 2 ] manager_unit_id: "su-rehab-chef"
  phone: "031-390 06 71" }
units { id: "su-molndal-rehab" organisation_id: "vgr" name: "SU/Mölndal, arbetsterapi och fysioterapi"
  kind: UNIT_KIND_HOSPITAL_REHAB professions: [ 1, 2 ] manager_unit_id: "su-rehab-chef"
  phone: "031-390 06 70" }
units { id: "su-ostra-avd" organisation_id: "vgr" name: "SU/Östra, avdelning 355" kind: UNIT_KIND_WARD
  manager_unit_id: "su-rehab-chef" }
units { id: "su-palliativa-teamet" organisation_id: "vgr" name: "SU, palliativa teamet" kind: UNIT_KIND_PALLIATIVE_TEAM
  professions: [ 1, 2 ] open_on_holidays: true hours { days: [ 1, 2, 3, 4, 5, 6, 7 ] opens: "00:00" closes: "24:00" }
  phone: "031-390 06 72" off_hours { none: true } }
units { id: "su-rehab-chef" organisation_id: "vgr" name: "SU, enhetschef rehab" kind: UNIT_KIND_MANAGER }
units { id: "vgr-verksamhet" organisation_id: "vgr" name: "SU, verksamhetschef" kind: UNIT_KIND_OPERATIONS
  phone: "031-390 06 73" }
units { id: "vgr-chefslakare" organisation_id: "vgr" name: "SU, chefsläkare" kind: UNIT_KIND_MEDICALLY_RESPONSIBLE }
units { id: "vg-styrgrupp" organisation_id: "vgr" name: "Styrgruppen" kind: UNIT_KIND_STEERING_GROUP }

units { id: "molndal-hemrehab" organisation_id: "molndal" name: "Mölndal, hemrehab" kind: UNIT_KIND_HOME_REHAB
  professions: [ 1, 2 ] manager_unit_id: "molndal-hemrehab-chef"
  off_hours { name: "Sjuksköterska, kväll och natt" phone: "031-390 06 69" }
  phone: "031-390 06 74" }
units { id: "molndal-hemrehab-chef" organisation_id: "molndal" name: "Mölndal, enhetschef" kind: UNIT_KIND_MANAGER }
units { id: "molndal-verksamhet" organisation_id: "molndal" name: "Mölndal, verksamhetschef" kind: UNIT_KIND_OPERATIONS
  phone: "031-390 06 75" }
units { id: "molndal-mas" organisation_id: "molndal" name: "Mölndal, MAS" kind: UNIT_KIND_MEDICALLY_RESPONSIBLE }

units { id: "partille-hemrehab" organisation_id: "partille" name: "Partille, hemrehab" kind: UNIT_KIND_HOME_REHAB
  professions: [ 1, 2 ]
  phone: "031-390 06 76" off_hours { none: true } }
units { id: "partille-ft" organisation_id: "partille" name: "Partille, fysioterapi" kind: UNIT_KIND_PRIMARY_CARE_REHAB
  professions: [ 2 ]
  phone: "031-390 06 77" off_hours { none: true } }
units { id: "partille-verksamhet" organisation_id: "partille" name: "Partille, verksamhetschef"
  kind: UNIT_KIND_OPERATIONS
  phone: "031-390 06 78" }
units { id: "partille-mas" organisation_id: "partille" name: "Partille, MAS" kind: UNIT_KIND_MEDICALLY_RESPONSIBLE }

units { id: "harryda-hemrehab" organisation_id: "harryda" name: "Härryda, hemrehab" kind: UNIT_KIND_HOME_REHAB
  professions: [ 1, 2 ]
  phone: "031-390 06 79"
  off_hours { name: "Jour" phone: "031-390 06 80" } }

units { id: "goteborg-natt" organisation_id: "goteborg" name: "Göteborg, nattlag" kind: UNIT_KIND_HOME_REHAB
  professions: [ 1, 2 ] manager_unit_id: "goteborg-natt-chef" open_on_holidays: true
  hours { days: [ 1, 2, 3, 4, 5, 6, 7 ] opens: "00:00" closes: "07:00" }
  hours { days: [ 1, 2, 3, 4, 5, 6, 7 ] opens: "22:00" closes: "24:00" }
  phone: "031-390 06 81" off_hours { none: true } }
units { id: "goteborg-natt-chef" organisation_id: "goteborg" name: "Göteborg, enhetschef" kind: UNIT_KIND_MANAGER }
units { id: "goteborg-verksamhet" organisation_id: "goteborg" name: "Göteborg, verksamhetschef"
  kind: UNIT_KIND_OPERATIONS
  phone: "031-390 06 82" }
units { id: "goteborg-mas" organisation_id: "goteborg" name: "Göteborg, MAS" kind: UNIT_KIND_MEDICALLY_RESPONSIBLE }

units { id: "bergen-hjemmerehab" organisation_id: "bergen" name: "Bergen, hjemmerehabilitering"
  kind: UNIT_KIND_HOME_REHAB professions: [ 1, 2 ] manager_unit_id: "bergen-leder"
  phone: "031-390 06 83"
  off_hours { name: "Jour" phone: "031-390 06 84" } }
units { id: "bergen-leder" organisation_id: "bergen" name: "Bergen, enhetsleder" kind: UNIT_KIND_MANAGER }
units { id: "bergen-virksomhet" organisation_id: "bergen" name: "Bergen, virksomhetsleder" kind: UNIT_KIND_OPERATIONS
  phone: "031-390 06 85" }
units { id: "vestland-styringsgruppe" organisation_id: "bergen" name: "Styringsgruppen"
  kind: UNIT_KIND_STEERING_GROUP }
)";

constexpr char kStaff[] = R"(
staff { id: "karin.at" name: "Karin Exempelsson" profession: STAFF_PROFESSION_OCCUPATIONAL_THERAPIST
  unit_ids: "su-ostra-rehab" }
staff { id: "johan.ft" name: "Johan Provander" profession: STAFF_PROFESSION_PHYSIOTHERAPIST unit_ids: "su-ostra-rehab" }
staff { id: "ulla.at" name: "Ulla Exempelberg" profession: STAFF_PROFESSION_OCCUPATIONAL_THERAPIST
  unit_ids: "su-molndal-rehab" }
staff { id: "stina.ssk" name: "Stina Exempelgren" profession: STAFF_PROFESSION_OTHER unit_ids: "su-ostra-avd" }
staff { id: "ida.at" name: "Ida Mallström" profession: STAFF_PROFESSION_OCCUPATIONAL_THERAPIST
  unit_ids: "su-palliativa-teamet" }
staff { id: "agneta.chef" name: "Agneta Förslagsson" profession: STAFF_PROFESSION_OTHER unit_ids: "su-rehab-chef" }
staff { id: "cecilia.vc" name: "Cecilia Demonstrand" profession: STAFF_PROFESSION_OTHER unit_ids: "vgr-verksamhet" }
staff { id: "helena.cl" name: "Helena Testander" profession: STAFF_PROFESSION_OTHER unit_ids: "vgr-chefslakare" }
staff { id: "margareta.sg" name: "Margareta Exempelhielm" profession: STAFF_PROFESSION_OTHER unit_ids: "vg-styrgrupp" }
staff { id: "eva.at" name: "Eva Sagodal" profession: STAFF_PROFESSION_OCCUPATIONAL_THERAPIST
  unit_ids: "molndal-hemrehab" }
staff { id: "olle.ft" name: "Olle Testerud" profession: STAFF_PROFESSION_PHYSIOTHERAPIST unit_ids: "molndal-hemrehab" }
staff { id: "tomas.ssk" name: "Tomas Provholm" profession: STAFF_PROFESSION_OTHER unit_ids: "molndal-hemrehab" }
staff { id: "maria.chef" name: "Maria Provstedt" profession: STAFF_PROFESSION_OTHER unit_ids: "molndal-hemrehab-chef" }
staff { id: "per.vc" name: "Per Utkast" profession: STAFF_PROFESSION_OTHER unit_ids: "molndal-verksamhet" }
staff { id: "lena.mas" name: "Lena Övningslund" profession: STAFF_PROFESSION_OTHER unit_ids: "molndal-mas" }
staff { id: "bo.at" name: "Bo Provkvist" profession: STAFF_PROFESSION_OCCUPATIONAL_THERAPIST
  unit_ids: "partille-hemrehab" }
staff { id: "siv.ft" name: "Siv Skissberg" profession: STAFF_PROFESSION_PHYSIOTHERAPIST unit_ids: "partille-ft" }
staff { id: "pia.vc" name: "Pia Påhittström" profession: STAFF_PROFESSION_OTHER unit_ids: "partille-verksamhet" }
staff { id: "hanna.at" name: "Hanna Modellsson" profession: STAFF_PROFESSION_OCCUPATIONAL_THERAPIST
  unit_ids: "harryda-hemrehab" }
staff { id: "nils.ft" name: "Nils Nattsson" profession: STAFF_PROFESSION_PHYSIOTHERAPIST unit_ids: "goteborg-natt" }
staff { id: "ingrid.at" name: "Ingrid Eksempel" profession: STAFF_PROFESSION_OCCUPATIONAL_THERAPIST
  unit_ids: "bergen-hjemmerehab" }
)";

dv1::Directory Parse() {
  dv1::Directory directory;
  const std::string text = absl::StrCat(kOrganisations, kUnits, kStaff);
  ABSL_HARDENING_ASSERT(google::protobuf::TextFormat::ParseFromString(text, &directory));
  return directory;
}

}  // namespace

const dv1::Directory& TestDirectory() {
  static const dv1::Directory* const directory = new dv1::Directory(Parse());
  return *directory;
}

std::string SomebodyAt(const std::string& unit_id) {
  for (const dv1::StaffMember& member : TestDirectory().staff()) {
    for (const std::string& works_at : member.unit_ids()) {
      if (works_at == unit_id) return member.id();
    }
  }
  return "";
}

}  // namespace hemgang::test
