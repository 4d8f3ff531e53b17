#include "services/insight/period.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

#include "services/rpc/errors.h"
#include "services/rpc/times.h"

namespace hemgang::insight {
namespace {

void ReadDay(const std::string& text, const std::string& field, absl::CivilDay& day, rpc::FieldFaults& faults) {
  if (text.empty()) return;
  if (text.size() == 10 && absl::ParseCivilTime(text, &day) && day.year() >= 2000 && day.year() <= 2100) return;
  faults.Add(field, "must be a date from 2000 to 2100, such as 2026-10-01");
}

absl::CivilDay QuarterOf(absl::CivilDay day) {
  return absl::CivilDay(day.year(), (day.month() - 1) / 3 * 3 + 1, 1);
}

int64_t MidnightBefore(absl::CivilDay day, absl::TimeZone zone) {
  return rpc::ToMicros(absl::FromCivil(day, zone));
}

}  // namespace

absl::StatusOr<Period> ReadPeriod(const std::string& from_date, const std::string& to_date, absl::TimeZone zone,
                                  absl::Time now) {
  const absl::CivilDay today = absl::ToCivilDay(now, zone);
  Period period;
  period.zone = zone;
  period.to = today;
  rpc::FieldFaults faults;
  ReadDay(to_date, "to_date", period.to, faults);
  period.from = QuarterOf(std::min(period.to, today));
  ReadDay(from_date, "from_date", period.from, faults);
  if (faults.empty() && period.from > today) faults.Add("from_date", "must not be later than today");
  if (faults.empty() && period.to < period.from) faults.Add("to_date", "must not be earlier than from_date");
  if (faults.empty() && period.to - period.from >= kLongestPeriodDays) {
    faults.Add("to_date", absl::StrCat("must be less than ", kLongestPeriodDays, " days after from_date"));
  }
  if (!faults.empty()) return faults.ToStatus();

  // What was recorded at this very instant is known.
  const int64_t now_us = rpc::ToMicros(now) + 1;
  period.from_us = MidnightBefore(period.from, zone);
  period.until_us = MidnightBefore(period.to + 1, zone);
  period.has_ended = period.until_us <= now_us;
  period.known_until_us = std::min(period.until_us, now_us);
  period.contact_known_until_us = std::min(MidnightBefore(period.to + 1 + kContactDays, zone), now_us);
  return period;
}

}  // namespace hemgang::insight
