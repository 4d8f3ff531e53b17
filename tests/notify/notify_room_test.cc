// Who may see letters, ask for another try, and send a test.
#include "services/notify/notify_room.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

#include "services/notify/letter_rules.h"
#include "services/rpc/errors.h"
#include "tests/notify/inboxes.h"
#include "tests/storage/store_under_test.h"

namespace hemgang::notify {
namespace {

namespace ev1 = hemgang::errors::v1;
using test::kBergenUnit;
using test::kChiefUnit;
using test::kHomeUnit;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kRequest[] = "018f3c1e-7d0a-7c3b-9a51-2f6d1c0e4b7a";

class NotifyRoomTest : public testing::Test {
 protected:
  NotifyRoomTest()
      : store_(storage::OpenPlain(storage::StoreKind::kMemory, folder_.path())),
        room_(book_, clock_, test::Fixed(test::AddressedDirectory()), {true, true}) {}

  static rpc::Caller At(const std::string& unit_id) {
    rpc::Caller caller;
    caller.staff_id = "somebody";
    caller.unit_id = unit_id;
    return caller;
  }
  template <typename Response, typename Request>
  absl::StatusOr<Response> Ask(const std::string& unit_id, const Request& request) {
    absl::StatusOr<Response> answered = absl::InternalError("not answered");
    room_.Take(request, At(unit_id), [&](absl::StatusOr<Response> answer) { answered = std::move(answer); });
    return answered;
  }
  absl::StatusOr<nv1::ListLettersResponse> List(const std::string& caller, const std::string& unit_id,
                                                const std::string& organisation_id = "") {
    nv1::ListLettersRequest request;
    request.set_unit_id(unit_id);
    request.set_organisation_id(organisation_id);
    request.set_state(nv1::LETTER_STATE_DEAD);
    return Ask<nv1::ListLettersResponse>(caller, request);
  }
  absl::StatusOr<nv1::RetryLetterResponse> Retry(const std::string& caller, const std::string& letter_id) {
    nv1::RetryLetterRequest request;
    request.set_request_id(kRequest);
    request.set_letter_id(letter_id);
    return Ask<nv1::RetryLetterResponse>(caller, request);
  }
  absl::StatusOr<nv1::SendTestLetterResponse> Test(const std::string& caller, const std::string& unit_id) {
    nv1::SendTestLetterRequest request;
    request.set_request_id(kRequest);
    request.set_unit_id(unit_id);
    return Ask<nv1::SendTestLetterResponse>(caller, request);
  }
  std::string Keep(const std::string& unit_id, int number, rec::LetterState state) {
    rec::Letter letter;
    letter.set_id(LetterId(unit_id, number, rec::LETTER_CHANNEL_EMAIL));
    letter.set_unit_id(unit_id);
    letter.set_channel(rec::LETTER_CHANNEL_EMAIL);
    letter.set_state(state);
    letter.set_kind(rv1::INBOX_EVENT_KIND_OVERDUE);
    letter.set_event_count(1);
    letter.set_tries(13);
    letter.set_written_time_us(1'000'000);
    letter.set_ended_time_us(state == rec::LETTER_STATE_WAITING ? 0 : 2'000'000);
    if (state == rec::LETTER_STATE_WAITING) letter.set_next_try_time_us(3'000'000);
    MutexLock lock(book_.mutex);
    EXPECT_TRUE(book_.Put(letter).ok());
    return letter.id();
  }

  storage::TestFolder folder_;
  const std::unique_ptr<storage::Store> store_;
  LetterBook book_{*store_};
  rpc::SetClock clock_{test::Local("2026-06-17 09:00")};
  NotifyRoom room_;
};

TEST_F(NotifyRoomTest, WhoSeesWhoseLetters) {
  const std::string id = Keep(kHomeUnit, 1, rec::LETTER_STATE_DEAD);
  const std::pair<std::string, bool> rows[] = {
      {kHomeUnit, true},
      {kChiefUnit, true},
      {"molndal-verksamhet", true},
      {"molndal-mas", true},
      {"partille-hemrehab", false},
      {"su-ostra-rehab", false},
      {"partille-verksamhet", false},
      {"vg-styrgrupp", false},
  };
  for (const auto& [caller, may] : rows) {
    const auto listed = List(caller, kHomeUnit);
    EXPECT_EQ(listed.ok(), may) << caller;
    const auto test = Test(caller, kHomeUnit);
    EXPECT_EQ(test.ok(), may) << caller;
    const auto retried = Retry(caller, id);
    EXPECT_EQ(retried.ok(), may) << caller;
    Keep(kHomeUnit, 1, rec::LETTER_STATE_DEAD);
    if (may) continue;
    for (const absl::Status& refused : {listed.status(), test.status(), retried.status()}) {
      EXPECT_EQ(rpc::ReasonOf(refused), ev1::ERROR_REASON_NOT_FOUND) << caller;
    }
  }
}

TEST_F(NotifyRoomTest, AnOrganisationsDeadLettersAreOneList) {
  std::vector<std::string> ids;
  for (int number = 1; number <= 3; ++number) ids.push_back(Keep(kHomeUnit, number, rec::LETTER_STATE_DEAD));
  for (int number = 1; number <= 2; ++number) ids.push_back(Keep(kChiefUnit, number, rec::LETTER_STATE_DEAD));
  Keep(kHomeUnit, 4, rec::LETTER_STATE_WAITING);
  Keep("partille-hemrehab", 1, rec::LETTER_STATE_DEAD);
  std::sort(ids.begin(), ids.end(), [](const std::string& a, const std::string& b) {
    return std::pair(UnitOfLetterId(a), a) < std::pair(UnitOfLetterId(b), b);
  });
  for (const int page_size : {1, 2, 3, 5, 50}) {
    for (const std::string organisation_id : {"", "molndal"}) {
      nv1::ListLettersRequest request;
      request.set_organisation_id(organisation_id);
      request.set_state(nv1::LETTER_STATE_DEAD);
      request.set_page_size(page_size);
      std::vector<std::string> listed;
      do {
        const auto page = Ask<nv1::ListLettersResponse>("molndal-verksamhet", request);
        ASSERT_TRUE(page.ok()) << page.status();
        ASSERT_LE(page->letters_size(), page_size);
        for (const nv1::Letter& letter : page->letters()) listed.push_back(letter.id());
        request.set_page_token(page->next_page_token());
      } while (!request.page_token().empty());
      EXPECT_EQ(listed, ids) << page_size;
    }
  }
  EXPECT_EQ(rpc::ReasonOf(List(kHomeUnit, "", "molndal").status()), ev1::ERROR_REASON_NOT_FOUND);
  EXPECT_EQ(rpc::ReasonOf(List("molndal-verksamhet", kHomeUnit, "molndal").status()),
            ev1::ERROR_REASON_INVALID_REQUEST);
}

TEST_F(NotifyRoomTest, ADeadLetterIsTriedAgainAtOnceAndIsNeverAnUntriedOne) {
  const std::string id = Keep(kHomeUnit, 1, rec::LETTER_STATE_DEAD);
  for (int times = 0; times < 2; ++times) {
    const auto retried = Retry(kHomeUnit, id);
    ASSERT_TRUE(retried.ok()) << retried.status();
    EXPECT_EQ(retried->letter().state(), nv1::LETTER_STATE_WAITING);
    EXPECT_EQ(retried->letter().tries(), 1);
    EXPECT_FALSE(retried->letter().has_ended_time());
  }
  EXPECT_EQ(store_->ListLettersToSend(absl::ToUnixMicros(clock_.Now()), 10)->size(), 1u);
  EXPECT_THAT(List(kHomeUnit, "")->letters(), IsEmpty());
  for (const std::string& wrong : {LetterId(kHomeUnit, 2, rec::LETTER_CHANNEL_EMAIL), std::string("nonsense"),
                                   Keep(kHomeUnit, 3, rec::LETTER_STATE_SENT)}) {
    EXPECT_EQ(rpc::ReasonOf(Retry(kHomeUnit, wrong).status()), ev1::ERROR_REASON_NOT_FOUND) << wrong;
  }
}

TEST_F(NotifyRoomTest, ATestLetterGoesToEachAddressOnceForARequest) {
  for (int times = 0; times < 2; ++times) {
    const auto sent = Test(kChiefUnit, kHomeUnit);
    ASSERT_TRUE(sent.ok()) << sent.status();
    ASSERT_EQ(sent->letters_size(), 1);
    EXPECT_EQ(sent->letters(0).id(), absl::StrCat(kHomeUnit, ".test-", kRequest, ".e"));
    EXPECT_EQ(sent->letters(0).kind(), rv1::INBOX_EVENT_KIND_UNSPECIFIED);
  }
  EXPECT_EQ(store_->ListLettersToSend(absl::ToUnixMicros(clock_.Now()), 10)->size(), 1u);
  EXPECT_EQ(rpc::ReasonOf(Test("partille-hemrehab", "").status()), ev1::ERROR_REASON_INVALID_REQUEST)
      << "it has no address";
  NotifyRoom off(book_, clock_, test::Fixed(test::AddressedDirectory()), {false, false});
  nv1::SendTestLetterRequest request;
  request.set_request_id(kRequest);
  off.Take(request, At(kHomeUnit), [](absl::StatusOr<nv1::SendTestLetterResponse> answer) {
    EXPECT_EQ(answer.status().code(), absl::StatusCode::kFailedPrecondition);
  });
}

TEST_F(NotifyRoomTest, ARequestMustBeWhole) {
  EXPECT_EQ(rpc::ReasonOf(Ask<nv1::ListLettersResponse>(kHomeUnit, nv1::ListLettersRequest()).status()),
            ev1::ERROR_REASON_INVALID_REQUEST);
  EXPECT_EQ(rpc::ReasonOf(Ask<nv1::RetryLetterResponse>(kHomeUnit, nv1::RetryLetterRequest()).status()),
            ev1::ERROR_REASON_INVALID_REQUEST);
  EXPECT_EQ(rpc::ReasonOf(Ask<nv1::SendTestLetterResponse>(kHomeUnit, nv1::SendTestLetterRequest()).status()),
            ev1::ERROR_REASON_INVALID_REQUEST);
}

}  // namespace
}  // namespace hemgang::notify
