#include "services/rules/completeness.h"

namespace hemgang::rules {
namespace {

bool Says(const hv1::Destination& entry) {
  return entry.dwelling_form() != hv1::DWELLING_FORM_UNSPECIFIED || !entry.address().empty() ||
         !entry.who_is_there().empty();
}

bool Says(const hv1::MainReason& entry) {
  return !entry.text().empty() || !entry.patient_knows().empty();
}

bool Says(const hv1::Precautions& entry) {
  return entry.none_known() || !entry.text().empty();
}

bool Says(const hv1::Activity& entry) {
  return entry.level() != hv1::ASSISTANCE_LEVEL_UNSPECIFIED || !entry.how().empty();
}

bool Says(const hv1::GreatestDanger& entry) {
  return entry.danger() != hv1::DANGER_UNSPECIFIED || !entry.text().empty();
}

bool Says(const hv1::HomeNeeds& entry) {
  return entry.nothing_needed() || entry.items_size() > 0;
}

bool Says(const hv1::WishesAndRequests& entry) {
  return !entry.what_matters().empty() || entry.requests_size() > 0;
}

bool Says(const hv1::Contact& contact) {
  return !contact.name().empty() || !contact.phone().empty();
}

bool Says(const hv1::Contacts& entry) {
  return Says(entry.sender()) || Says(entry.off_hours()) || Says(entry.relative());
}

}  // namespace

std::vector<int> OpenEntries(const hv1::HandoverContent& content, bool when_said) {
  std::vector<int> open;
  const auto look = [&open](int number, const auto& entry) {
    if (entry.absent() == hv1::ABSENT_REASON_UNSPECIFIED && !Says(entry)) open.push_back(number);
  };
  look(2, content.destination());
  if (!when_said) open.push_back(3);
  look(4, content.reason());
  look(5, content.precautions());
  look(6, content.bed_to_chair());
  look(7, content.walking());
  look(8, content.toilet());
  look(9, content.danger());
  look(10, content.home_needs());
  look(11, content.wishes());
  look(12, content.contacts());
  return open;
}

int CompletenessPercent(const hv1::HandoverContent& content, bool when_said) {
  const int open = static_cast<int>(OpenEntries(content, when_said).size());
  return (kEntriesOfForm - open) * 100 / kEntriesOfForm;
}

}  // namespace hemgang::rules
