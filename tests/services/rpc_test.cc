// The small parts of the door frame, each by itself.
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "hemgang/handover/v1/handover_service.pb.h"

#include "services/rpc/checks.h"
#include "services/rpc/clock.h"
#include "services/rpc/entries.h"
#include "services/rpc/errors.h"
#include "services/rpc/log.h"
#include "services/rpc/merge.h"
#include "services/rpc/metrics.h"
#include "services/rpc/paging.h"
#include "services/rpc/task_view.h"
#include "services/rpc/text.h"
#include "services/rpc/times.h"
#include "services/rpc/wire_status.h"
#include "tests/support/counting_ids.h"

namespace hemgang::rpc {
namespace {

namespace hv1 = hemgang::handover::v1;

TEST(Errors, EveryReasonHasACode) {
  for (int number = ev1::ErrorReason_MIN; number <= ev1::ErrorReason_MAX; ++number) {
    if (!ev1::ErrorReason_IsValid(number) || number == 0) continue;
    const auto reason = static_cast<ev1::ErrorReason>(number);
    EXPECT_NE(CodeOf(reason), absl::StatusCode::kUnknown) << ev1::ErrorReason_Name(reason);
  }
}

// What the caller should do next; a row that is altered must show here.
TEST(Errors, CodesSayWhatToDoNext) {
  const std::map<absl::StatusCode, std::set<std::string>> wanted = {
      {absl::StatusCode::kUnauthenticated, {"CALLER_UNKNOWN"}},
      {absl::StatusCode::kPermissionDenied, {"UNIT_NOT_OF_CALLER", "NOT_YOUR_STEP"}},
      {absl::StatusCode::kNotFound, {"NOT_FOUND"}},
      {absl::StatusCode::kAborted, {"ETAG_MISMATCH"}},
      {absl::StatusCode::kInvalidArgument,
       {"DEADLINE_MISSING", "INVALID_REQUEST", "REQUEST_ID_REUSED", "PAGE_TOKEN_INVALID", "OCCURRED_IN_FUTURE",
        "OCCURRED_TOO_LONG_AGO", "PLANNED_IN_THE_PAST", "DIRECTORY_INVALID"}},
  };
  std::map<absl::StatusCode, std::set<std::string>> got;
  for (int number = 1; number <= ev1::ErrorReason_MAX; ++number) {
    if (!ev1::ErrorReason_IsValid(number)) continue;
    const auto reason = static_cast<ev1::ErrorReason>(number);
    if (CodeOf(reason) != absl::StatusCode::kFailedPrecondition) got[CodeOf(reason)].insert(ReasonName(reason));
  }
  EXPECT_EQ(got, wanted);
}

TEST(Errors, ARefusalSurvivesTheWire) {
  FieldFaults faults;
  faults.Add("content.aids[2].line", "is required");
  faults.Add("urgency", "is required");
  const absl::Status sent = faults.ToStatus();
  const absl::Status got = FromGrpc(ToGrpc(sent));
  EXPECT_EQ(got, sent);
  EXPECT_EQ(ReasonOf(got), ev1::ERROR_REASON_INVALID_REQUEST);
  ASSERT_EQ(FaultsOf(got).size(), 2u);
  EXPECT_EQ(FaultsOf(got)[0].first, "content.aids[2].line");
  EXPECT_EQ(got.message(), "content.aids[2].line: is required (and 1 more)");
}

TEST(Errors, TroubleHasNoReasonAndFullQueuesSayWhenToTryAgain) {
  EXPECT_EQ(ReasonOf(absl::InternalError("disk")), ev1::ERROR_REASON_UNSPECIFIED);
  const grpc::Status status = ToGrpc(absl::ResourceExhaustedError("too much waits"));
  google::rpc::Status details;
  ASSERT_TRUE(details.ParseFromString(status.error_details()));
  ASSERT_EQ(details.details_size(), 1);
  EXPECT_TRUE(details.details(0).Is<google::rpc::RetryInfo>());
}

TEST(Text, Utf8) {
  const std::pair<std::string, bool> rows[] = {
      {"", true},
      {"Åsa", true},
      {"\xf0\x9f\x98\x80", true},
      {"\xf4\x8f\xbf\xbf", true},
      {"\xff", false},
      {"\xc3", false},
      {"\xc0\xaf", false},          // overlong
      {"\xe0\x80\xaf", false},      // overlong
      {"\xed\xa0\x80", false},      // surrogate
      {"\xf4\x90\x80\x80", false},  // above U+10FFFF
      {"a\x80", false},
  };
  for (const auto& [text, valid] : rows) EXPECT_EQ(IsUtf8(text), valid) << testing::PrintToString(text);
  EXPECT_FALSE(HasControlCharacter("rad ett\n\trad två"));
  EXPECT_TRUE(HasControlCharacter(std::string("a\0b", 3)));
  EXPECT_TRUE(HasControlCharacter("\x1b[2J"));
  EXPECT_TRUE(HasControlCharacter("\xc2\x85"));
  EXPECT_EQ(CountCharacters("Åsa"), 3);
}

TEST(Checks, EveryFaultOfARequestIsNamed) {
  hv1::SendHandoverRequest request;
  request.set_urgency(static_cast<hv1::Urgency>(42));
  request.add_professions(static_cast<hv1::Profession>(7));
  request.set_draft_id("a\x01");
  request.mutable_occurred_time()->set_seconds(1);
  request.mutable_content()->mutable_reason()->set_text(std::string(kMaxTextBytes + 1, 'x'));
  FieldFaults faults;
  CheckMessage(request, faults);
  std::map<std::string, std::string> by_path;
  for (const auto& [path, what] : FaultsOf(faults.ToStatus())) by_path[path] = what;
  EXPECT_EQ(by_path.size(), 5u);
  EXPECT_EQ(by_path["urgency"], "must be one of ROUTINE, URGENT, FAST_TRACK; it is 42");
  EXPECT_EQ(by_path["professions[0]"], "must be one of OCCUPATIONAL_THERAPIST, PHYSIOTHERAPIST; it is 7");
  EXPECT_EQ(by_path["draft_id"], "has a control character; only line feed and tab are allowed");
  EXPECT_EQ(by_path["occurred_time"], "must be a time in the years 2000 to 2100");
  EXPECT_EQ(by_path["content.reason.text"], "is too long: 16385 bytes; at most 16384 are allowed");
}

TEST(Checks, ARequestThatIsWrongEverywhereGetsAnAnswerThatAClientTakes) {
  hv1::SendHandoverRequest request;
  for (int i = 0; i < 100'000; ++i) request.add_professions(static_cast<hv1::Profession>(7));
  FieldFaults faults;
  CheckMessage(request, faults);
  const absl::Status status = faults.ToStatus();
  const size_t listed = FaultsOf(status).size();
  EXPECT_GT(listed, 20u);
  EXPECT_EQ(status.message(),
            absl::StrCat("professions[0]: must be one of OCCUPATIONAL_THERAPIST, PHYSIOTHERAPIST; it is "
                         "7 (and 99999 more)"));
  EXPECT_LT(ToGrpc(status).error_details().size(), 6000u);
}

TEST(Checks, BrokenBytesAreFoundDeepInside) {
  hv1::SendHandoverRequest request;
  request.mutable_content()->mutable_home_needs()->add_items()->set_name("Vårdsäng");
  request.mutable_content()->mutable_home_needs()->add_items()->set_name("XX");
  std::string bytes = request.SerializeAsString();
  bytes.replace(bytes.find("XX"), 2, "\xff\xfe");
  FieldFaults faults;
  CheckBytes(bytes, *hv1::SendHandoverRequest::descriptor(), faults);
  const auto found = FaultsOf(faults.ToStatus());
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].first, "content.home_needs.items[1].name");
  EXPECT_EQ(found[0].second, "is not valid UTF-8");

  FieldFaults nonsense;
  CheckBytes("\x07\x07\x07", *hv1::SendHandoverRequest::descriptor(), nonsense);
  EXPECT_EQ(FaultsOf(nonsense.ToStatus())[0].second, "the bytes are not a hemgang.handover.v1.SendHandoverRequest");
}

TEST(Checks, Uuid) {
  const std::pair<std::string, bool> rows[] = {{"018f3c1e-7d0a-7c3b-9a51-2f6d1c0e4b7a", true},
                                               {"018F3C1E-7D0A-7C3B-9A51-2F6D1C0E4B7A", true},
                                               {"", false},
                                               {"018f3c1e7d0a7c3b9a512f6d1c0e4b7a", false},
                                               {"018f3c1e-7d0a-7c3b-9a51-2f6d1c0e4b7g", false},
                                               {"018f3c1e-7d0a-7c3b-9a51-2f6d1c0e4b7a ", false}};
  for (const auto& [text, valid] : rows) {
    FieldFaults faults;
    CheckUuid(text, "request_id", faults);
    EXPECT_EQ(faults.empty(), valid) << text;
  }
}

TEST(Paging, SizesAndTokens) {
  const ListName list{"ListHandovers", "molndal-hemrehab"};
  EXPECT_EQ(ReadPage(list, 0, "")->size, kDefaultPageSize);
  EXPECT_EQ(ReadPage(list, 7, "")->size, 7);
  EXPECT_EQ(ReadPage(list, 1000, "")->size, kMaxPageSize);
  EXPECT_EQ(ReasonOf(ReadPage(list, -1, "").status()), ev1::ERROR_REASON_INVALID_REQUEST);
  EXPECT_EQ(PageToken(list, ""), "");

  const std::string token = PageToken(list, std::string("\0\xff position", 11));
  ASSERT_TRUE(ReadPage(list, 0, token).ok());
  EXPECT_EQ(ReadPage(list, 0, token)->after, std::string("\0\xff position", 11));
  std::string altered = token;
  altered.back() = altered.back() == 'A' ? 'B' : 'A';
  const std::pair<ListName, std::string> foreign[] = {{{"ListHandovers", "partille-hemrehab"}, token},
                                                      {{"ListTransitions", "molndal-hemrehab"}, token},
                                                      {list, altered},
                                                      {list, "not base64 !"},
                                                      {list, "AAAA"}};
  for (const auto& [other, text] : foreign) {
    EXPECT_EQ(ReasonOf(ReadPage(other, 0, text).status()), ev1::ERROR_REASON_PAGE_TOKEN_INVALID) << text;
  }
}

struct Numbers {
  std::vector<int> rows;
  std::string next;
};

// Page by page, every number of every list comes once and in order, whatever the page's size.
TEST(Merge, SeveralListsReadAsOne) {
  const std::vector<std::vector<int>> lists = {{1, 4, 7, 9, 12}, {}, {2, 4, 5, 6, 8, 20, 21}, {4}};
  const auto fetch = [&lists](size_t part, int size, const std::string& after) -> absl::StatusOr<Numbers> {
    Numbers page;
    size_t at = after.empty() ? 0 : std::stoul(after);
    while (at < lists[part].size() && static_cast<int>(page.rows.size()) < size) page.rows.push_back(lists[part][at++]);
    if (at < lists[part].size()) page.next = std::to_string(at);
    return page;
  };
  for (const int size : {1, 2, 3, 5, 50}) {
    std::vector<int> all;
    std::string after;
    do {
      absl::StatusOr<Numbers> page = MergeLists<Numbers>(lists.size(), size, after, fetch, std::less<int>());
      ASSERT_TRUE(page.ok());
      ASSERT_LE(page->rows.size(), static_cast<size_t>(size));
      all.insert(all.end(), page->rows.begin(), page->rows.end());
      after = page->next;
    } while (!after.empty());
    EXPECT_EQ(all, (std::vector<int>{1, 2, 4, 5, 6, 7, 8, 9, 12, 20, 21})) << "page size " << size;
  }
}

TEST(Times, MicrosecondsAndTimestamps) {
  for (const int64_t time_us : {int64_t{0}, int64_t{1}, int64_t{-1}, int64_t{1'781'787'600'000'001}}) {
    EXPECT_EQ(ToMicros(FromTimestamp(MicrosToTimestamp(time_us))), time_us);
    EXPECT_GE(MicrosToTimestamp(time_us).nanos(), 0);
  }
  EXPECT_EQ(TimeText(absl::FromUnixSeconds(1'781'787'600)), "2026-06-18T13:00:00Z");
}

TEST(Clock, IdsAreUuidsOrderedByTime) {
  SetClock clock(absl::FromUnixSeconds(1'781'787'600));
  RandomIds ids(clock);
  std::string last;
  for (int i = 0; i < 100; ++i) {
    const std::string id = ids.NewId();
    FieldFaults faults;
    CheckUuid(id, "id", faults);
    EXPECT_TRUE(faults.empty()) << id;
    EXPECT_EQ(id[14], '7');
    EXPECT_LT(last, id);
    last = id;
    clock.Set(clock.Now() + absl::Microseconds(1));
  }
  clock.Set(absl::FromUnixSeconds(1));
  EXPECT_GT(clock.Now(), absl::FromUnixSeconds(1'781'787'599)) << "a clock that is set back stays";
}

TEST(Entries, IdsSortByTimeFirst) {
  test::CountingIds ids;
  const std::string later = EntryId(absl::FromUnixSeconds(200), ids);
  const std::string earlier = EntryId(absl::FromUnixSeconds(100), ids);
  EXPECT_EQ(later.size(), 32u);
  EXPECT_LT(earlier, later);
}

TEST(TaskView, OverdueFromTheDueInstantOn) {
  hemgang::record::v1::Task task;
  task.set_due_time_us(1'000'000);
  task.set_policy_id("default");
  task.set_policy_version(1);
  EXPECT_FALSE(TaskView(task, {}, absl::FromUnixMicros(999'999)).overdue());
  EXPECT_TRUE(TaskView(task, {}, absl::FromUnixMicros(1'000'000)).overdue());
  EXPECT_FALSE(TaskView(task, {}, absl::FromUnixMicros(1)).has_level());
  task.add_rungs()->set_level(0);
  EXPECT_TRUE(TaskView(task, {}, absl::FromUnixMicros(1)).has_level());
  task.add_rungs()->set_level(2);
  task.add_rungs()->set_level(1);
  task.mutable_rungs(2)->add_told_unit_ids("molndal-hemrehab-chef");
  task.mutable_rungs(2)->set_told_time_us(3'000'000);
  task.mutable_rungs(2)->set_passed_on(true);
  task.set_question_id("q1");
  const hv1::Task view = TaskView(task, {"t1", hv1::AGE_BAND_80_89}, absl::FromUnixMicros(1));
  EXPECT_EQ(view.level(), 2);
  EXPECT_EQ(view.policy(), "default/1");
  EXPECT_EQ(view.transition_id(), "t1");
  EXPECT_EQ(view.question_id(), "q1");
  ASSERT_EQ(view.rungs_size(), 3);
  EXPECT_EQ(view.rungs(2).level(), 1);
  EXPECT_EQ(view.rungs(2).told_time().seconds(), 3);
  EXPECT_TRUE(view.rungs(2).passed_on());
  EXPECT_FALSE(view.rungs(1).passed_on());
  ASSERT_EQ(view.rungs(2).told_size(), 1);
  EXPECT_EQ(view.rungs(2).told(0).unit_id(), "molndal-hemrehab-chef");
  EXPECT_EQ(view.age_band(), hv1::AGE_BAND_80_89);
  EXPECT_FALSE(view.has_next_rung_time());
  task.set_due_time_us(0);
  EXPECT_FALSE(TaskView(task, {}, absl::FromUnixMicros(5)).has_due_time());
  EXPECT_FALSE(TaskView(task, {}, absl::FromUnixMicros(5)).overdue());
}

TEST(Log, OneJsonObjectPerLineAndOnlyTheAllowedFields) {
  std::vector<std::string> lines;
  Log log(false, [&lines](const std::string& line) { lines.push_back(line); });
  log.PutCall("handover.Acknowledge", "molndal-hemrehab", absl::OkStatus(), absl::Microseconds(5));
  EXPECT_TRUE(lines.empty()) << "a call that went well is counted, not logged";
  log.PutCall("handover.Acknowledge", "molndal-hemrehab",
              Refusal(ev1::ERROR_REASON_NOT_FOUND, "there is no such handover"), absl::Microseconds(5));
  log.PutCall("handover.Acknowledge", "", absl::UnavailableError("the \"disk\"\nis full"), absl::ZeroDuration());
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_NE(lines[0].find("\"reason\":\"NOT_FOUND\",\"unit\":\"molndal-hemrehab\",\"micros\":5}\n"), std::string::npos)
      << lines[0];
  EXPECT_NE(lines[1].find("\"sentence\":\"the \\\"disk\\\"\\u000ais full\"}\n"), std::string::npos) << lines[1];
}

TEST(Metrics, CallsAndGauges) {
  Metrics metrics;
  MethodMeter* meter = metrics.Method("handover", "Acknowledge");
  meter->Count(absl::StatusCode::kOk, absl::Milliseconds(3));
  meter->Count(absl::StatusCode::kNotFound, absl::Milliseconds(3));
  metrics.Set(Gauge::kWakeBacklog, 4);
  const std::string text = metrics.Text();
  EXPECT_NE(text.find("hemgang_rpc_calls_total{code=\"OK\",method=\"Acknowledge\",room=\"handover\"} 1"),
            std::string::npos);
  EXPECT_NE(text.find("hemgang_rpc_calls_total{code=\"NOT_FOUND\",method=\"Acknowledge\",room=\"handover\"} 1"),
            std::string::npos);
  EXPECT_NE(text.find("hemgang_deadlines_wake_backlog 4"), std::string::npos);
  EXPECT_NE(text.find("hemgang_rpc_call_seconds_count{method=\"Acknowledge\",room=\"handover\"} 2"), std::string::npos);
}

}  // namespace
}  // namespace hemgang::rpc
