// From a step in a whole house to letters: what the rules tell, with the due times that they set.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/notify/letter_text.h"
#include "services/notify/letter_writer.h"
#include "tests/notify/inboxes.h"
#include "tests/services/served_house.h"

namespace hemgang::notify {
namespace {

using test::At;
using test::kChiefUnit;
using test::kHomeUnit;
using testing::ElementsAre;

class NotifyServedTest : public testing::Test {
 protected:
  // Subjects of all letters of a unit, as they would be sent now.
  std::vector<std::string> Subjects(const std::string& unit_id) {
    writer_.RunOnce(house_.clock.Now());
    const auto directory = *directory_();
    MutexLock lock(book_.mutex);
    const auto letters = book_.ListAll(unit_id, rec::LETTER_STATE_WAITING);
    std::vector<std::string> subjects;
    for (const rec::Letter& letter : *letters) {
      const Reader reader{"", rules::Country::kSweden, directory->FindUnit(unit_id)->hours.zone, ""};
      subjects.push_back(TextOf(letter, reader, house_.clock.Now()).subject);
    }
    return subjects;
  }

  test::ServedHouse house_;
  const rules::CurrentDirectory directory_ = test::Fixed(test::AddressedDirectory());
  LetterBook book_{house_.kept.store()};
  rpc::Log log_{false, rpc::NoLog()};
  LetterWriter writer_{book_, directory_, {true, false}, log_};
};

TEST_F(NotifyServedTest, AHandoverThatNobodyAnswersIsToldUpTheLadder) {
  house_.Send(1, kHomeUnit);
  EXPECT_THAT(Subjects(kHomeUnit), ElementsAre("Ny rapport i Hemgång, svara senast mån 22 juni 15.00"));
  EXPECT_THAT(Subjects(kChiefUnit), ElementsAre());
  // Midsummer lies between. Half of the working time is over on Monday at eleven.
  house_.AdvanceTo(At("2026-06-22T11:00:00+02:00"));
  EXPECT_THAT(Subjects(kHomeUnit),
              ElementsAre("Ny rapport i Hemgång, svara senast 15.00", "Påminnelse i Hemgång, klart senast 15.00"));
  EXPECT_THAT(Subjects(kChiefUnit), ElementsAre());
  house_.AdvanceTo(At("2026-06-22T15:00:00+02:00"));
  EXPECT_THAT(Subjects(kChiefUnit), ElementsAre("Försenat i Hemgång, skulle ha varit klart 15.00"));
  EXPECT_EQ(Subjects(kHomeUnit).size(), 2u) << "the rung was told to the manager and the sender";
}

}  // namespace
}  // namespace hemgang::notify
