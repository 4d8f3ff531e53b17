// What a letter says, in the language of its unit's country. It says that there is something, by when, and nothing
// about whom: a mailbox is not a medical record, and a telephone shows the first line to whoever stands beside it. So
// even a death is "a case has ended, read before you make contact". Pure.
#pragma once

#include <string>

#include "absl/time/time.h"

#include "hemgang/record/v1/record.pb.h"

#include "services/rules/holidays.h"

namespace hemgang::notify {

namespace rec = hemgang::record::v1;

struct Reader {
  std::string unit_name;
  rules::Country country = rules::Country::kSweden;
  absl::TimeZone zone;
  // Where Hemgång is read; empty for none. The same in every letter.
  std::string link;
};

struct LetterText {
  // "Ny rapport i Hemgång, svara senast 14.00"
  std::string subject;
  // Lines ended by "\n".
  std::string body;
};

// UTF-8. `now` decides whether a due time needs its date.
LetterText TextOf(const rec::Letter& letter, const Reader& reader, absl::Time now);

}  // namespace hemgang::notify
