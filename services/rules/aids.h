// Aids: what an ISO 9999 code is called in everyday words, and how long a thing takes to come (Aids, docs).
//
// Codes, with short labels of our own: the standard's titles are not copied. Lead times are those that a region's aid
// centre promises, in weekdays: Monday to Friday, not on public holidays or the eves that are kept like them. Knows no
// unit and no clock. Pure, safe from any thread.
#pragma once

#include <optional>
#include <string>

#include "absl/time/time.h"

#include "hemgang/handover/v1/content.pb.h"

#include "services/rules/holidays.h"

namespace hemgang::rules {

namespace hv1 = hemgang::handover::v1;

struct AidKind {
  const char* iso_code;
  const char* swedish;
  const char* bokmal;
};

// Class and subclass, with or without division, and a region's own fourth level: 4, 6 or 8 digits without spaces, of a
// class that ISO 9999 has.
bool IsAidCode(const std::string& code);

// The row of a code, whose fourth level does not count; null for one that the catalogue does not name.
const AidKind* FindAidKind(const std::string& code);

// True for what has still to be ordered, the first time or anew.
bool NeedsOrder(hv1::HomeItemStatus status);

// The last moment at which an order still comes in time: closing time of the day from which the lead time is full by
// the end of the last weekday before the discharge's date. Nothing when it is not said how the thing is to be had.
std::optional<absl::Time> LatestOrderTime(hv1::HomeItemSupply supply, absl::Time discharge, Country country,
                                          absl::TimeZone zone);

// "The latest moment to order has passed": it has still to be ordered, and now is later than that.
bool LatestOrderHasPassed(hv1::HomeItemStatus status, hv1::HomeItemSupply supply, absl::Time discharge, Country country,
                          absl::TimeZone zone, absl::Time now);

}  // namespace hemgang::rules
