#include "services/handover/carried_content.h"

#include <algorithm>

#include "absl/time/civil_time.h"

#include "google/protobuf/descriptor.h"

namespace hemgang::handover {
namespace {

using Content = hv1::HandoverContent;

// What belongs to the handover that it was said in: the stay it told of, what was asked then, how it went.
constexpr int kLeftBehind[] = {
    Content::kStayFieldNumber,    Content::kOpenQuestionsFieldNumber, Content::kLegalFieldNumber,
    Content::kCarriedFieldNumber, Content::kFollowUpFieldNumber,
};

// Blocks that the home side knows better than a hospital that says nothing of them.
constexpr int kHomeSideKnows[] = {
    Content::kDwellingFieldNumber,     Content::kHomeSupportFieldNumber, Content::kNextOfKinFieldNumber,
    Content::kCareContactsFieldNumber, Content::kDestinationFieldNumber, Content::kBodyFieldNumber,
};

bool StartsFromIt(const EarlierContent& earlier) {
  return earlier.own && (earlier.kind == hv1::HANDOVER_KIND_DISCHARGE_HANDOVER ||
                         earlier.kind == hv1::HANDOVER_KIND_REHAB_NOTICE || earlier.kind == hv1::HANDOVER_KIND_ONWARD);
}

bool IsHomeReport(const EarlierContent& earlier) {
  return !earlier.own && earlier.kind == hv1::HANDOVER_KIND_ADMISSION_REPORT;
}

// The newest that fits; null for none.
const EarlierContent* Newest(const std::vector<EarlierContent>& earlier, bool (*fits)(const EarlierContent&)) {
  const EarlierContent* newest = nullptr;
  for (const EarlierContent& each : earlier) {
    if (each.content == nullptr || !fits(each)) continue;
    if (newest == nullptr || each.said_time > newest->said_time) newest = &each;
  }
  return newest;
}

bool Has(const Content& content, int number) {
  const auto& field = *Content::descriptor()->FindFieldByNumber(number);
  return field.is_repeated() ? content.GetReflection()->FieldSize(content, &field) > 0
                             : content.GetReflection()->HasField(content, &field);
}

class Carrying {
 public:
  explicit Carrying(absl::TimeZone zone) : zone_(zone) {}

  void TakeOwn(const EarlierContent& own) {
    content_ = *own.content;
    for (const int number : kLeftBehind) {
      content_.GetReflection()->ClearField(&content_, Content::descriptor()->FindFieldByNumber(number));
    }
    // A new handover asks anew, and its basis for disclosure is judged anew.
    content_.mutable_wishes()->clear_requests();
    content_.mutable_contacts()->clear_basis();
    for (hv1::Aid& aid : *content_.mutable_aids()) aid.clear_needed_by_date();
    for (const auto* field : {"wishes", "contacts"}) DropIfEmpty(field);
    for (int i = 0; i < Content::descriptor()->field_count(); ++i) {
      const int number = Content::descriptor()->field(i)->number();
      if (Has(content_, number)) marks_.push_back(Mark(own, number));
    }
  }

  void TakeHomeReport(const EarlierContent& report) {
    const Content& home = *report.content;
    for (const int number : kHomeSideKnows) {
      if (Has(content_, number) || !Has(home, number)) continue;
      CopyField(home, number);
      marks_.push_back(Mark(report, number));
    }
    TakeLevel(home.bed_to_chair(), content_.mutable_bed_to_chair(), report, Content::kBedToChairFieldNumber);
    TakeLevel(home.walking(), content_.mutable_walking(), report, Content::kWalkingFieldNumber);
    TakeLevel(home.toilet(), content_.mutable_toilet(), report, Content::kToiletFieldNumber);
    for (const char* field : {"bed_to_chair", "walking", "toilet"}) DropIfEmpty(field);
    TakeActivities(home, report);
    TakeAids(home, report);
    if (!content_.contacts().has_relative() && home.contacts().has_relative()) {
      *content_.mutable_contacts()->mutable_relative() = home.contacts().relative();
      marks_.push_back(Mark(report, Content::kContactsFieldNumber));
    }
  }

  Content Take() {
    for (hv1::CarriedEntry& mark : marks_) *content_.add_carried() = std::move(mark);
    return std::move(content_);
  }

 private:
  hv1::CarriedEntry Mark(const EarlierContent& from, int number) const {
    hv1::CarriedEntry mark;
    mark.set_content_field(number);
    mark.set_from_handover_id(from.handover_id);
    mark.set_date(absl::FormatCivilTime(absl::ToCivilDay(from.said_time, zone_)));
    mark.set_home_report(IsHomeReport(from));
    return mark;
  }

  void CopyField(const Content& from, int number) {
    Content other = from;
    content_.GetReflection()->SwapFields(&content_, &other, {Content::descriptor()->FindFieldByNumber(number)});
  }

  // A part that was only touched says nothing.
  void DropIfEmpty(const std::string& field_name) {
    const auto& field = *Content::descriptor()->FindFieldByName(field_name);
    const auto& reflection = *content_.GetReflection();
    if (reflection.GetMessage(content_, &field).ByteSizeLong() == 0) reflection.ClearField(&content_, &field);
  }

  // How it is at home is how it was before.
  void TakeLevel(const hv1::Activity& home, hv1::Activity* activity, const EarlierContent& report, int number) {
    if (activity->level_before() != hv1::ASSISTANCE_LEVEL_UNSPECIFIED) return;
    if (home.level() == hv1::ASSISTANCE_LEVEL_UNSPECIFIED) return;
    activity->set_level_before(home.level());
    marks_.push_back(Mark(report, number));
  }

  void TakeActivities(const Content& home, const EarlierContent& report) {
    bool taken = false;
    for (const hv1::ActivityLine& line : home.activities()) {
      if (line.level() == hv1::ASSISTANCE_LEVEL_UNSPECIFIED) continue;
      auto& lines = *content_.mutable_activities();
      auto same = std::find_if(lines.begin(), lines.end(),
                               [&line](const hv1::ActivityLine& own) { return own.activity() == line.activity(); });
      if (same != lines.end() && same->level_before() != hv1::ASSISTANCE_LEVEL_UNSPECIFIED) continue;
      hv1::ActivityLine* own = same != lines.end() ? &*same : lines.Add();
      own->set_activity(line.activity());
      own->set_level_before(line.level());
      if (own->aid().empty()) own->set_aid(line.aid());
      taken = true;
    }
    if (taken) marks_.push_back(Mark(report, Content::kActivitiesFieldNumber));
  }

  void TakeAids(const Content& home, const EarlierContent& report) {
    bool taken = false;
    for (const hv1::Aid& aid : home.aids()) {
      const bool there =
          aid.status() == hv1::HOME_ITEM_STATUS_AT_HOME || aid.status() == hv1::HOME_ITEM_STATUS_DELIVERED;
      const bool known = std::any_of(content_.aids().begin(), content_.aids().end(), [&aid](const hv1::Aid& own) {
        return own.iso_code() == aid.iso_code() && own.name() == aid.name();
      });
      if (!there || known) continue;
      hv1::Aid* own = content_.add_aids();
      *own = aid;
      own->clear_needed_by_date();
      taken = true;
    }
    if (taken) marks_.push_back(Mark(report, Content::kAidsFieldNumber));
  }

  absl::TimeZone zone_;
  Content content_;
  std::vector<hv1::CarriedEntry> marks_;
};

}  // namespace

hv1::HandoverContent CarriedContent(const std::vector<EarlierContent>& earlier, absl::TimeZone zone) {
  Carrying carrying(zone);
  if (const EarlierContent* own = Newest(earlier, StartsFromIt)) carrying.TakeOwn(*own);
  if (const EarlierContent* report = Newest(earlier, IsHomeReport)) carrying.TakeHomeReport(*report);
  return carrying.Take();
}

}  // namespace hemgang::handover
