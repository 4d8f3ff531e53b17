// Who did or looked at what, and who may read it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hemgang/audit/v1/audit_service.grpc.pb.h"

#include "services/audit/entry_view.h"
#include "services/rpc/errors.h"
#include "tests/services/served_house.h"
#include "tests/support/test_patient.h"

namespace hemgang::test {
namespace {

namespace av1 = hemgang::audit::v1;
namespace ev1 = hemgang::errors::v1;
using Audit = av1::AuditService::Stub;
using testing::ElementsAre;

class AuditTest : public testing::Test {
 protected:
  AuditTest() : stub_(av1::AuditService::NewStub(house_.house->channel())) {}

  absl::Status List(const std::string& caller, const av1::ListEntriesRequest& request) {
    response_.Clear();
    return house_.Call(caller, *stub_, &Audit::ListEntries, request, response_);
  }
  absl::Status ListTransition(const std::string& caller, const std::string& id) {
    av1::ListEntriesRequest request;
    request.set_transition_id(id);
    return List(caller, request);
  }
  absl::Status ListPatient(const std::string& caller, const std::string& number) {
    av1::ListEntriesRequest request;
    request.set_patient_identity_number(number);
    return List(caller, request);
  }
  std::string TransitionOf(const std::string& handover_id) {
    return **house_.kept.store().FindTransitionOfHandover(handover_id);
  }
  // "OPEN_TRANSITION karin.at", "LIST_ENTRIES eva.at"
  std::vector<std::string> Lines() {
    std::vector<std::string> lines;
    for (const av1::Entry& entry : response_.entries()) {
      lines.push_back((entry.kind() == av1::ENTRY_KIND_STEP ? hv1::Step_Name(entry.step()).substr(5)
                                                            : av1::LookKind_Name(entry.look()).substr(10)) +
                      " " + entry.staff_id());
    }
    return lines;
  }
  // Moves the clock a little, so that the order of entries is that of what was done.
  void Pause() { house_.clock.Set(house_.clock.Now() + absl::Seconds(1)); }

  ServedHouse house_;
  std::unique_ptr<Audit> stub_;
  av1::ListEntriesResponse response_;
};

TEST_F(AuditTest, ReadingTheTrailIsItselfALook) {
  const std::string id = TransitionOf(house_.Send(1, "molndal-hemrehab"));
  Pause();
  ASSERT_EQ(ListTransition(kHome, id), absl::OkStatus());
  EXPECT_EQ(response_.entries_size(), 3);
  Pause();
  ASSERT_EQ(ListTransition(kHospital, id), absl::OkStatus());
  EXPECT_THAT(Lines(), testing::Contains("SEND_HANDOVER karin.at"));
  EXPECT_EQ(Lines().back(), "LIST_ENTRIES eva.at");
}

TEST_F(AuditTest, WhoMayReadATransition) {
  const std::string id = TransitionOf(house_.Send(1, "molndal-hemrehab"));
  const std::pair<std::string, bool> rows[] = {
      {kHome, true},
      {kHospital, true},
      {"per.vc@molndal-verksamhet", true},  // of an involved organisation
      {"cecilia.vc@vgr-verksamhet", true},
      {"bo.at@partille-hemrehab", false},
      {"margareta.sg@vg-styrgrupp", false},  // never a patient, though it is of the hospital's organisation here
      {"hanna.at@harryda-hemrehab", false},
  };
  for (const auto& [caller, may] : rows) {
    EXPECT_EQ(rpc::ReasonOf(ListTransition(caller, id)),
              may ? ev1::ERROR_REASON_UNSPECIFIED : ev1::ERROR_REASON_NOT_FOUND)
        << caller;
  }
  // What is not there is told apart from what is not theirs by nothing.
  EXPECT_EQ(ListTransition("bo.at@partille-hemrehab", id), ListTransition("bo.at@partille-hemrehab", "no-such-id"));
}

TEST_F(AuditTest, WhoGaveItUpReadsWhatItsOwnStaffDid) {
  const std::string handover = house_.Send(1, "molndal-hemrehab");
  const std::string id = TransitionOf(handover);
  auto handovers = hv1::HandoverService::NewStub(house_.house->channel());
  hv1::RedirectRequest request;
  request.set_request_id(house_.FreshId());
  request.set_handover_id(handover);
  request.set_to_unit_id("partille-hemrehab");
  hv1::RedirectResponse redirected;
  Pause();
  ASSERT_EQ(house_.Call(kHome, *handovers, &hv1::HandoverService::Stub::Redirect, request, redirected),
            absl::OkStatus());
  ASSERT_EQ(ListTransition(kHome, id), absl::OkStatus());
  EXPECT_THAT(Lines(), ElementsAre("REDIRECT eva.at"));
  EXPECT_EQ(response_.entries(0).handover_ids_size(), 0);
  ASSERT_EQ(ListTransition("bo.at@partille-hemrehab", id), absl::OkStatus());
  EXPECT_THAT(Lines(), testing::Contains("SEND_HANDOVER karin.at"));
}

TEST_F(AuditTest, WhoSentAReportReadsWhoReadIt) {
  const std::string id = TransitionOf(house_.Send(1, "molndal-hemrehab"));
  constexpr char kPartille[] = "bo.at@partille-hemrehab";
  using Stub = hv1::HandoverService::Stub;
  auto handovers = hv1::HandoverService::NewStub(house_.house->channel());
  hv1::RequestReportRequest ask;
  ask.set_request_id(house_.FreshId());
  ask.set_transition_id(id);
  ask.set_asked_unit_id("partille-hemrehab");
  hv1::RequestReportResponse asked;
  ASSERT_EQ(house_.Call(kHospital, *handovers, &Stub::RequestReport, ask, asked), absl::OkStatus());
  hv1::SendHandoverRequest report;
  report.set_request_id(house_.FreshId());
  report.set_transition_id(id);
  report.set_kind(hv1::HANDOVER_KIND_ADMISSION_REPORT);
  report.set_urgency(hv1::URGENCY_ROUTINE);
  report.add_professions(hv1::PROFESSION_OCCUPATIONAL_THERAPIST);
  *report.mutable_content() = TestContent();
  hv1::SendHandoverResponse sent;
  Pause();
  ASSERT_EQ(house_.Call(kPartille, *handovers, &Stub::SendHandover, report, sent), absl::OkStatus());
  hv1::GetHandoverRequest get;
  get.set_handover_id(sent.outcome().handover_id());
  hv1::GetHandoverResponse got;
  Pause();
  ASSERT_EQ(house_.Call(kHospital, *handovers, &Stub::GetHandover, get, got), absl::OkStatus());
  ASSERT_EQ(ListTransition(kPartille, id), absl::OkStatus());
  EXPECT_THAT(Lines(), ElementsAre("SEND_HANDOVER bo.at", "GET_HANDOVER karin.at"));
}

TEST_F(AuditTest, APatientsTrailIsMergedByTimeAndSearchesStandInIt) {
  const std::string number = TestPatient(1).identity_number();
  house_.Send(1, "molndal-hemrehab");
  Pause();
  ASSERT_EQ(ListPatient(kHome, number), absl::OkStatus());
  Pause();
  EXPECT_EQ(rpc::ReasonOf(ListPatient("bo.at@partille-hemrehab", number)), ev1::ERROR_REASON_NOT_FOUND);
  Pause();
  ASSERT_EQ(ListPatient(kHospital, number.substr(2, 6) + "-" + number.substr(8)), absl::OkStatus())
      << "the same patient in another form";
  const std::vector<std::string> lines = Lines();
  ASSERT_GE(lines.size(), 3u);
  EXPECT_EQ(lines[lines.size() - 2], "LIST_ENTRIES eva.at") << "once, though it is a look and a search";
  EXPECT_EQ(lines.back(), "LIST_ENTRIES bo.at") << "also a search that found nothing";

  // The same in pages of one.
  std::vector<std::string> paged;
  av1::ListEntriesRequest request;
  request.set_patient_identity_number(number);
  request.set_page_size(1);
  for (size_t i = 0; i < lines.size(); ++i) {
    ASSERT_EQ(List(kHospital, request), absl::OkStatus());
    for (const std::string& line : Lines()) paged.push_back(line);
    request.set_page_token(response_.next_page_token());
    ASSERT_FALSE(request.page_token().empty());
  }
  EXPECT_EQ(paged, lines);
}

TEST_F(AuditTest, AListsTokenIsItsOwn) {
  const std::string first = TransitionOf(house_.Send(1, "molndal-hemrehab"));
  const std::string second = TransitionOf(house_.Send(2, "molndal-hemrehab"));
  av1::ListEntriesRequest request;
  request.set_transition_id(first);
  request.set_page_size(1);
  ASSERT_EQ(List(kHome, request), absl::OkStatus());
  request.set_page_token(response_.next_page_token());
  ASSERT_FALSE(request.page_token().empty());
  EXPECT_EQ(rpc::ReasonOf(List(kHospital, request)), ev1::ERROR_REASON_PAGE_TOKEN_INVALID) << "of another caller";
  request.set_transition_id(second);
  EXPECT_EQ(rpc::ReasonOf(List(kHome, request)), ev1::ERROR_REASON_PAGE_TOKEN_INVALID);
}

TEST_F(AuditTest, OtherPatientsOfALookAreNotNamed) {
  const std::string mine = TransitionOf(house_.Send(1, "molndal-hemrehab"));
  const std::string other = TransitionOf(house_.Send(2, "molndal-hemrehab"));
  Pause();
  auto handovers = hv1::HandoverService::NewStub(house_.house->channel());
  hv1::ListHandoversResponse listed;
  ASSERT_EQ(
      house_.Call(kHome, *handovers, &hv1::HandoverService::Stub::ListHandovers, hv1::ListHandoversRequest(), listed),
      absl::OkStatus());
  ASSERT_EQ(listed.handovers_size(), 2);
  ASSERT_EQ(ListTransition(kHospital, mine), absl::OkStatus());
  ASSERT_EQ(Lines().back(), "LIST_HANDOVERS eva.at");
  for (const av1::Entry& entry : response_.entries()) {
    EXPECT_THAT(entry.transition_ids(), ElementsAre(mine));
    EXPECT_LE(entry.handover_ids_size(), 1);
  }
}

TEST_F(AuditTest, WrongQuestionsAreNamed) {
  EXPECT_EQ(rpc::ReasonOf(List(kHome, av1::ListEntriesRequest())), ev1::ERROR_REASON_INVALID_REQUEST);
  av1::ListEntriesRequest two;
  two.set_transition_id("x");
  two.set_directory(true);
  EXPECT_EQ(rpc::ReasonOf(List(kHome, two)), ev1::ERROR_REASON_INVALID_REQUEST);
  const absl::Status wrong = ListPatient(kHome, "19400102-2384");
  ASSERT_EQ(rpc::FaultsOf(wrong).size(), 1u);
  EXPECT_EQ(rpc::FaultsOf(wrong)[0].first, "patient_identity_number");
  EXPECT_EQ(wrong.ToString().find("2384"), std::string::npos) << "the number is never repeated";
}

TEST(EntryView, ReasonsHaveTheNameOfTheStepsOwnList) {
  const struct {
    hv1::Step step;
    int code;
    std::string name;
  } rows[] = {
      {hv1::STEP_CLEAR_NEED, 2, "CLEAR_NEED_REASON_PATIENT_DECLINED"},
      {hv1::STEP_DECLINE, 1, "DECLINE_REASON_WRONG_UNIT"},
      {hv1::STEP_WITHDRAW, 2, "WITHDRAW_REASON_PATIENT_WORSE"},
      {hv1::STEP_RECORD_CALL, 1, "CALL_OUTCOME_REACHED"},
      {hv1::STEP_RECORD_FIRST_CONTACT, 2, "FIRST_CONTACT_OUTCOME_MADE"},
      {hv1::STEP_ANSWER_NOTHING_TO_REPORT, 2, "NOTHING_TO_REPORT_REASON_UNKNOWN_TO_US"},
      {hv1::STEP_CANCEL_TRANSITION, 2, "CANCEL_REASON_TRANSFERRED"},
      {hv1::STEP_REVERT_CANCELLATION, 1, "REVERT_REASON_RECORDED_IN_ERROR"},
      {hv1::STEP_REVOKE_ACKNOWLEDGEMENT, 2, "REVOKE_REASON_WRONG_PERSON"},
      {hv1::STEP_VOID, 1, "VOID_REASON_WRONG_PATIENT"},
      {hv1::STEP_RECORD_TRANSFER, 1, "TRANSFER_TARGET_SAMSA"},
      {hv1::STEP_ACKNOWLEDGE, 1, ""},
      {hv1::STEP_DECLINE, 0, ""},
      {hv1::STEP_DECLINE, 99, ""},
  };
  for (const auto& row : rows) EXPECT_EQ(audit::ReasonText(row.step, row.code), row.name);
}

}  // namespace
}  // namespace hemgang::test
