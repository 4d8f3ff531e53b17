// How much of the form is filled in: a value or a reason counts, nothing else (What must be said, docs).

#include "services/rules/completeness.h"

#include <functional>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hemgang::rules {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// One value and one reason for each entry of the content.
struct EntryRow {
  int entry;
  std::vector<std::function<void(hv1::HandoverContent&)>> ways;
};

const std::vector<EntryRow>& Rows() {
  using Content = hv1::HandoverContent;
  constexpr auto kUnknown = hv1::ABSENT_REASON_UNKNOWN;
  static const auto& rows = *new std::vector<EntryRow>{
      {2,
       {[](Content& c) { c.mutable_destination()->set_dwelling_form(hv1::DWELLING_FORM_HOSPICE); },
        [](Content& c) { c.mutable_destination()->set_address("Storgatan 1"); },
        [](Content& c) { c.mutable_destination()->set_who_is_there("hustrun"); },
        [](Content& c) { c.mutable_destination()->set_absent(kUnknown); }}},
      {4,
       {[](Content& c) { c.mutable_reason()->set_text("stroke"); },
        [](Content& c) { c.mutable_reason()->set_patient_knows("allt"); },
        [](Content& c) { c.mutable_reason()->set_absent(kUnknown); }}},
      {5,
       {[](Content& c) { c.mutable_precautions()->set_none_known(true); },
        [](Content& c) { c.mutable_precautions()->set_text("ej belasta"); },
        [](Content& c) { c.mutable_precautions()->set_absent(kUnknown); }}},
      {6,
       {[](Content& c) { c.mutable_bed_to_chair()->set_level(hv1::ASSISTANCE_LEVEL_LIFT); },
        [](Content& c) { c.mutable_bed_to_chair()->set_how("glidbräda"); },
        [](Content& c) { c.mutable_bed_to_chair()->set_absent(kUnknown); }}},
      {7,
       {[](Content& c) { c.mutable_walking()->set_level(hv1::ASSISTANCE_LEVEL_LIFT); },
        [](Content& c) { c.mutable_walking()->set_absent(kUnknown); }}},
      {8,
       {[](Content& c) { c.mutable_toilet()->set_level(hv1::ASSISTANCE_LEVEL_LIFT); },
        [](Content& c) { c.mutable_toilet()->set_absent(kUnknown); }}},
      {9,
       {[](Content& c) { c.mutable_danger()->set_danger(hv1::DANGER_FALL); },
        [](Content& c) { c.mutable_danger()->set_text("nattetid"); },
        [](Content& c) { c.mutable_danger()->set_absent(kUnknown); }}},
      {10,
       {[](Content& c) { c.mutable_home_needs()->set_nothing_needed(true); },
        [](Content& c) { c.mutable_home_needs()->add_items()->set_name("säng"); },
        [](Content& c) { c.mutable_home_needs()->set_absent(kUnknown); }}},
      {11,
       {[](Content& c) { c.mutable_wishes()->set_what_matters("hem"); },
        [](Content& c) { c.mutable_wishes()->add_requests(); },
        [](Content& c) { c.mutable_wishes()->set_absent(kUnknown); }}},
      {12,
       {[](Content& c) { c.mutable_contacts()->mutable_sender()->set_phone("031"); },
        [](Content& c) { c.mutable_contacts()->mutable_off_hours()->set_name("jour"); },
        [](Content& c) { c.mutable_contacts()->mutable_relative()->set_name("Ulf"); },
        [](Content& c) { c.mutable_contacts()->set_absent(kUnknown); }}},
  };
  return rows;
}

TEST(Completeness, AnEmptyFormHasThePatient) {
  EXPECT_THAT(OpenEntries({}, false), ElementsAre(2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
  EXPECT_EQ(CompletenessPercent({}, false), 8);
  EXPECT_EQ(CompletenessPercent({}, true), 16);
}

TEST(Completeness, EveryEntryCountsByAValueAndByAReason) {
  for (const EntryRow& row : Rows()) {
    for (size_t way = 0; way < row.ways.size(); ++way) {
      hv1::HandoverContent content;
      row.ways[way](content);
      EXPECT_THAT(OpenEntries(content, true), testing::Not(testing::Contains(row.entry))) << row.entry << " " << way;
      EXPECT_EQ(OpenEntries(content, true).size(), 9U) << row.entry << " " << way;
      EXPECT_EQ(CompletenessPercent(content, true), 25);
    }
  }
}

TEST(Completeness, AWholeFormIsAHundred) {
  hv1::HandoverContent content;
  for (const EntryRow& row : Rows()) row.ways.front()(content);
  EXPECT_THAT(OpenEntries(content, true), IsEmpty());
  EXPECT_EQ(CompletenessPercent(content, true), 100);
  EXPECT_EQ(CompletenessPercent(content, false), 91);
  content.clear_toilet();
  EXPECT_THAT(OpenEntries(content, true), ElementsAre(8));
}

// What stands around an entry says nothing of it.
TEST(Completeness, EmptyPartsAndOptionalBlocksDoNotCount) {
  hv1::HandoverContent content;
  content.mutable_contacts()->mutable_sender();
  content.mutable_contacts()->set_basis(hv1::DISCLOSURE_BASIS_CONSENT);
  content.mutable_destination()->set_municipality_code("1480");
  content.mutable_reason()->set_phase(hv1::PALLIATIVE_PHASE_LATE);
  content.mutable_walking()->set_level_before(hv1::ASSISTANCE_LEVEL_INDEPENDENT);
  content.mutable_goals()->set_own_words("hem");
  EXPECT_EQ(CompletenessPercent(content, true), 16);
}

}  // namespace
}  // namespace hemgang::rules
