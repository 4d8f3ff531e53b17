#include "services/handover/content_checks.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"

#include "services/handover/content_checks_blocks.h"
#include "services/rpc/checks.h"
#include "services/rpc/times.h"

namespace hemgang::handover {
namespace {

constexpr int kMaxHomeItems = 30;
constexpr int kMaxRequests = 20;

void CheckActivity(const hv1::Activity& activity, const std::string& path, rpc::FieldFaults& faults) {
  rpc::CheckLength(activity.how(), kMaxTextCharacters, absl::StrCat(path, ".how"), faults);
  CheckOpen(activity.level() != hv1::ASSISTANCE_LEVEL_UNSPECIFIED, activity.absent(), path, faults);
}

void CheckHomeNeeds(const hv1::HomeNeeds& needs, const std::string& path, rpc::FieldFaults& faults) {
  if (needs.items_size() > kMaxHomeItems) {
    faults.Add(absl::StrCat(path, ".items"), absl::StrCat("must be at most ", kMaxHomeItems));
    return;
  }
  for (int i = 0; i < needs.items_size(); ++i) {
    const std::string item = absl::StrCat(path, ".items[", i, "]");
    rpc::CheckGiven(needs.items(i).name(), absl::StrCat(item, ".name"), faults);
    rpc::CheckLength(needs.items(i).name(), kMaxLineCharacters, absl::StrCat(item, ".name"), faults);
    rpc::CheckLength(needs.items(i).note(), kMaxTextCharacters, absl::StrCat(item, ".note"), faults);
    rpc::CheckLength(needs.items(i).order_number(), kMaxLineCharacters, absl::StrCat(item, ".order_number"), faults);
    CheckAidCode(needs.items(i).iso_code(), absl::StrCat(item, ".iso_code"), faults);
  }
  if (needs.nothing_needed() && needs.items_size() > 0) {
    faults.Add(absl::StrCat(path, ".nothing_needed"), "must not be true while items are listed");
  }
  CheckOpen(needs.nothing_needed() || needs.items_size() > 0, needs.absent(), path, faults);
}

void CheckWishes(const hv1::WishesAndRequests& wishes, const std::string& path, rpc::FieldFaults& faults) {
  rpc::CheckLength(wishes.what_matters(), kMaxTextCharacters, absl::StrCat(path, ".what_matters"), faults);
  if (wishes.requests_size() > kMaxRequests) {
    faults.Add(absl::StrCat(path, ".requests"), absl::StrCat("must be at most ", kMaxRequests));
    return;
  }
  for (int i = 0; i < wishes.requests_size(); ++i) {
    const std::string request = absl::StrCat(path, ".requests[", i, "]");
    rpc::CheckChosen(wishes.requests(i).action(), absl::StrCat(request, ".action"), faults);
    rpc::CheckLength(wishes.requests(i).text(), kMaxTextCharacters, absl::StrCat(request, ".text"), faults);
  }
  CheckOpen(!wishes.what_matters().empty() || wishes.requests_size() > 0, wishes.absent(), path, faults);
}

void CheckContact(const hv1::Contact& contact, const std::string& path, rpc::FieldFaults& faults) {
  rpc::CheckLength(contact.name(), kMaxLineCharacters, absl::StrCat(path, ".name"), faults);
  rpc::CheckLength(contact.phone(), kMaxLineCharacters, absl::StrCat(path, ".phone"), faults);
  rpc::CheckLength(contact.note(), kMaxLineCharacters, absl::StrCat(path, ".note"), faults);
}

}  // namespace

void CheckContent(const hv1::HandoverContent& content, const std::string& path, rpc::FieldFaults& faults,
                  std::optional<absl::CivilDay> today) {
  const auto at = [&path](const char* field) { return absl::StrCat(path, ".", field); };
  const hv1::Destination& destination = content.destination();
  ReadMunicipalityCode(destination.municipality_code(), at("destination.municipality_code"), faults);
  rpc::CheckLength(destination.address(), kMaxLineCharacters, at("destination.address"), faults);
  rpc::CheckLength(destination.who_is_there(), kMaxTextCharacters, at("destination.who_is_there"), faults);
  CheckOpen(destination.dwelling_form() != hv1::DWELLING_FORM_UNSPECIFIED, destination.absent(), at("destination"),
            faults);
  rpc::CheckLength(content.reason().text(), kMaxTextCharacters, at("reason.text"), faults);
  rpc::CheckLength(content.reason().patient_knows(), kMaxTextCharacters, at("reason.patient_knows"), faults);
  CheckOpen(!content.reason().text().empty(), content.reason().absent(), at("reason"), faults);
  const hv1::Precautions& precautions = content.precautions();
  rpc::CheckLength(precautions.text(), kMaxTextCharacters, at("precautions.text"), faults);
  if (precautions.none_known() && !precautions.text().empty()) {
    faults.Add(at("precautions.none_known"), "must not be true while precautions are written");
  }
  CheckOpen(precautions.none_known() || !precautions.text().empty(), precautions.absent(), at("precautions"), faults);
  CheckActivity(content.bed_to_chair(), at("bed_to_chair"), faults);
  CheckActivity(content.walking(), at("walking"), faults);
  CheckActivity(content.toilet(), at("toilet"), faults);
  rpc::CheckLength(content.danger().text(), kMaxTextCharacters, at("danger.text"), faults);
  CheckOpen(content.danger().danger() != hv1::DANGER_UNSPECIFIED, content.danger().absent(), at("danger"), faults);
  CheckHomeNeeds(content.home_needs(), at("home_needs"), faults);
  CheckWishes(content.wishes(), at("wishes"), faults);
  CheckContact(content.contacts().sender(), at("contacts.sender"), faults);
  CheckContact(content.contacts().off_hours(), at("contacts.off_hours"), faults);
  CheckContact(content.contacts().relative(), at("contacts.relative"), faults);
  CheckBlocks(content, path, faults, today);
}

int ReadDate(const std::string& text, const std::string& path, rpc::FieldFaults& faults) {
  absl::CivilDay day;
  const bool ten = text.size() == 10;
  if (ten && absl::ParseCivilTime(text, &day) && day.year() >= 2000 && day.year() <= 2100) {
    return static_cast<int>(day - absl::CivilDay(1970, 1, 1));
  }
  faults.Add(path, "must be a date from 2000 to 2100, written like 2026-06-22");
  return 0;
}

int ReadMunicipalityCode(const std::string& text, const std::string& path, rpc::FieldFaults& faults) {
  if (text.empty()) return 0;
  int code = 0;
  const bool digits =
      text.size() == 4 && std::all_of(text.begin(), text.end(), [](unsigned char c) { return absl::ascii_isdigit(c); });
  if (digits && absl::SimpleAtoi(text, &code)) return code;
  faults.Add(path, "must be the four digits of a municipality code, such as 1481 for Mölndal, or be left out");
  return 0;
}

rec::PlannedDischarge ReadPlannedDischarge(const hv1::PlannedDischarge& planned, const std::string& path,
                                           rpc::FieldFaults& faults) {
  rec::PlannedDischarge kept;
  if (planned.has_time() && !planned.date().empty()) {
    faults.Add(absl::StrCat(path, ".date"), "must not be given together with a time; leave out one of the two");
    return kept;
  }
  if (planned.has_time()) kept.set_at_time_us(rpc::ToMicros(rpc::FromTimestamp(planned.time())));
  if (planned.has_until_time()) {
    kept.set_until_time_us(rpc::ToMicros(rpc::FromTimestamp(planned.until_time())));
    if (!planned.has_time()) {
      faults.Add(absl::StrCat(path, ".until_time"), "must have an earliest time before it, in time");
    } else if (kept.until_time_us() < kept.at_time_us()) {
      faults.Add(absl::StrCat(path, ".until_time"), "must not be earlier than time");
    }
  }
  if (!planned.date().empty()) {
    kept.set_date_days(ReadDate(planned.date(), absl::StrCat(path, ".date"), faults));
    kept.set_has_date(true);
    kept.set_day_part(planned.day_part());
  } else if (planned.day_part() != hv1::DAY_PART_UNSPECIFIED) {
    faults.Add(absl::StrCat(path, ".day_part"), "must have a date before it; a time says the part of the day itself");
  }
  return kept;
}

}  // namespace hemgang::handover
