// One telling of a handover: its parts, to whom and in which language, and how times, people and codes are said in it.
// Borrows its parts; pure.
#pragma once

#include <string>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

#include "hemgang/handover/v1/content.pb.h"

#include "services/handover/text.h"
#include "services/handover/text_words.h"

namespace hemgang::handover {

struct Telling {
  const TextParts& parts;
  hv1::TextPurpose purpose;
  hv1::TextLanguage language;
  absl::Time now;

  // SAMSA has room for what a first visit needs; the record takes everything.
  bool Whole() const { return purpose != hv1::TEXT_PURPOSE_SAMSA; }
  bool Protected() const { return parts.patient.protected_identity(); }

  template <typename Enum>
  std::string Word(Enum value) const {
    return WordOf(value, language);
  }
  std::string Label(const std::string& key) const { return LabelOf(key, language); }

  // "tors 2026-06-18"
  std::string Day(absl::CivilDay day) const;
  // "tors 2026-06-18 kl. 15.00"
  std::string When(absl::Time time) const;
  // The same for a kept time; empty for 0.
  std::string When(int64_t time_us) const;
  // A date as it was written, with its weekday; as it stands when it is none.
  std::string Date(const std::string& date) const;
  // "Karin Berg, tel. 031-390 06 10, vardagar 8–16". `of_home`: of the patient's own people, whose numbers a protected
  // identity hides.
  std::string Someone(const hv1::Contact& contact, bool of_home = false) const;
  // A unit by its name. Of a protected identity only the hospital's: the others' names say where the patient lives.
  std::string Unit(const std::string& id) const;
  // "(från rapporten hemifrån, mån 2026-06-01)" for a part of the content that was taken over; else empty.
  std::string Carried(int content_field) const;
  // "9 dagar gammal"
  std::string Age(const std::string& date) const;
  // "ställbar säng (ISO 181210)": the name that was written, else the catalogue's.
  std::string Thing(const std::string& name, const std::string& iso_code) const;
  // "beställ senast …", "SISTA BESTÄLLNINGSTID HAR PASSERAT (…)": for what has still to be ordered before a discharge
  // that is known; else empty.
  std::string OrderBy(hv1::HomeItemStatus status, hv1::HomeItemSupply supply) const;
};

}  // namespace hemgang::handover
