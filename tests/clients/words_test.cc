#include "clients/cli/words.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include "hemgang/handover/v1/content.pb.h"
#include "hemgang/handover/v1/vocabulary.pb.h"

namespace hemgang::cli {
namespace {

namespace hv1 = hemgang::handover::v1;

int Urgency(const std::string& text) {
  const auto* found = FindWord(*hv1::Urgency_descriptor(), text);
  return found == nullptr ? -1 : found->number();
}

TEST(FindWord, TakesAWordInAnyDress) {
  for (const char* text :
       {"fast_track", "FAST_TRACK", "Fast-Track", "fast track", "URGENCY_FAST_TRACK", "FAST", "fast"}) {
    EXPECT_EQ(Urgency(text), hv1::URGENCY_FAST_TRACK) << text;
  }
  EXPECT_EQ(FindWord(*hv1::Profession_descriptor(), "at")->number(), hv1::PROFESSION_OCCUPATIONAL_THERAPIST);
  EXPECT_EQ(FindWord(*hv1::Profession_descriptor(), "PT")->number(), hv1::PROFESSION_PHYSIOTHERAPIST);
}

TEST(FindWord, GivesNothingForWhatIsNoWord) {
  for (const char* text : {"", "unspecified", "fas", "fast_track ", "3", "OT"}) EXPECT_EQ(Urgency(text), -1) << text;
}

TEST(ShortWord, IsTakenBackByFindWord) {
  for (const auto* words : {hv1::AssistanceLevel_descriptor(), hv1::DwellingForm_descriptor(),
                            hv1::AgeBand_descriptor(), hv1::TaskKind_descriptor()}) {
    for (const std::string& word : Words(*words)) EXPECT_NE(FindWord(*words, word), nullptr) << word;
  }
}

TEST(Spoken, ReadsWell) {
  EXPECT_EQ(Spoken(hv1::ASSISTANCE_LEVEL_INDEPENDENT_WITH_AID), "independent with aid");
  EXPECT_EQ(Spoken(hv1::AGE_BAND_90_PLUS), "90+");
  EXPECT_EQ(Spoken(hv1::URGENCY_UNSPECIFIED), "");
  EXPECT_EQ(Spoken(static_cast<hv1::Urgency>(77)), "77");
}

TEST(Nearest, FindsTheWordThatWasMeant) {
  const std::vector<std::string> words = {"routine", "urgent", "fast_track"};
  EXPECT_EQ(Nearest("urgnt", words), "urgent");
  EXPECT_EQ(Nearest("Rutine", words), "routine");
  EXPECT_EQ(Nearest("fast-trak", words), "fast_track");
  EXPECT_EQ(Nearest("soon", words), "");
  EXPECT_EQ(Nearest("", words), "");
}

}  // namespace
}  // namespace hemgang::cli
