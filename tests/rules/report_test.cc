// How the patient managed before: asked, answered, and answered with why there is nothing to say.
#include <string>

#include <gtest/gtest.h>

#include "tests/rules/step_story.h"

namespace hemgang::rules {
namespace {

using ReportTest = WiderStory;

TEST_F(ReportTest, AskedUnits) {
  Open();
  EXPECT_EQ(Refused(RequestReport{.asked_unit_id = "nowhere"}), "UNIT_UNKNOWN");
  for (const std::string unit : {"su-ostra-avd", "su-molndal-rehab", "molndal-mas", "molndal-nedlagd", "molndal-ny"}) {
    EXPECT_EQ(Refused(RequestReport{.asked_unit_id = unit}), "UNIT_CANNOT_RECEIVE") << unit;
  }
  for (const std::string unit : {"molndal-hemrehab", "su-palliativa-teamet", "partille-ft"}) {
    EXPECT_EQ(Refused(RequestReport{.asked_unit_id = unit}), "OK") << unit;
  }
}

TEST_F(ReportTest, AskedOnceUntilAnswered) {
  Open();
  Take(RequestReport{.asked_unit_id = kHome});
  EXPECT_EQ(Told(), "REPORT_REQUESTED molndal-hemrehab");
  EXPECT_EQ(last_.change.entry().to_unit_id(), kHome);
  // 12:00 on its next working day.
  EXPECT_EQ(Owed(), "SEND_ADMISSION_REPORT molndal-hemrehab 2026-06-18T12:00");
  EXPECT_EQ(Refused(RequestReport{.asked_unit_id = kHome}), "REPORT_ALREADY_REQUESTED");
  EXPECT_EQ(Refused(RequestReport{.asked_unit_id = kOtherHome}), "OK");
  Be(kHome);
  Take(AnswerNothingToReport{.reason = hv1::NOTHING_TO_REPORT_REASON_UNKNOWN_TO_US});
  EXPECT_EQ(Told(), "NOTHING_TO_REPORT su-ostra-rehab");
  EXPECT_EQ(Ended(), "TASK_MET SEND_ADMISSION_REPORT");
  EXPECT_EQ(Owed(), "");
  EXPECT_EQ(transition_->report_requests(0).nothing_reason(), hv1::NOTHING_TO_REPORT_REASON_UNKNOWN_TO_US);
  EXPECT_EQ(last_.change.entry().reason_code(), hv1::NOTHING_TO_REPORT_REASON_UNKNOWN_TO_US);
  EXPECT_EQ(last_.change.entry().to_unit_id(), kHome);
  EXPECT_EQ(Refused(AnswerNothingToReport{}), "NOT_YOUR_STEP");
  Be(kWard);
  EXPECT_EQ(Refused(RequestReport{.asked_unit_id = kHome}), "OK");
}

TEST_F(ReportTest, WhoWasNotAskedHasNothingToAnswer) {
  OpenAndSend();
  Be(kHome);
  EXPECT_EQ(Refused(AnswerNothingToReport{.reason = hv1::NOTHING_TO_REPORT_REASON_NOTHING_TO_REPORT}),
            "REPORT_NOT_REQUESTED");
}

TEST_F(ReportTest, AReportAnswersTheRequest) {
  Open();
  Take(RequestReport{.asked_unit_id = kOtherHome});
  Take(RequestReport{.asked_unit_id = kHome});
  Be(kHome);
  Take(Message(hv1::HANDOVER_KIND_ADMISSION_REPORT));
  EXPECT_EQ(handover().receiver_unit_id(), kWard);
  EXPECT_EQ(transition_->report_requests(1).handover_id(), handover_id_);
  EXPECT_EQ(transition_->report_requests(0).answered_time_us(), 0);
  EXPECT_EQ(Ended(), "TASK_MET SEND_ADMISSION_REPORT");
  EXPECT_EQ(Owed(),
            "SEND_ADMISSION_REPORT partille-hemrehab 2026-06-18T12:00\n"
            "ACKNOWLEDGE su-ostra-rehab 2026-06-17T16:00");
  Be(kWard);
  TakeOn(Acknowledge{});
  EXPECT_EQ(StateOfHandover(), "COMPLETED");
  EXPECT_EQ(handover().completed_time_us(), absl::ToUnixMicros(now_));
}

TEST_F(ReportTest, AReportThatIsTakenBackLeavesTheRequestOpen) {
  for (const bool voided : {true, false}) {
    transition_.reset();
    Open();
    Take(RequestReport{.asked_unit_id = kHome});
    Be(kHome);
    Take(Message(hv1::HANDOVER_KIND_ADMISSION_REPORT));
    if (voided) {
      TakeOn(Void{.reason = hv1::VOID_REASON_WRONG_PATIENT});
    } else {
      TakeOn(Withdraw{.reason = hv1::WITHDRAW_REASON_NO_LONGER_NEEDED});
    }
    EXPECT_EQ(transition_->report_requests(0).answered_time_us(), 0) << voided;
    EXPECT_EQ(transition_->report_requests(0).handover_id(), "") << voided;
    EXPECT_EQ(TaskOf(hv1::TASK_KIND_SEND_ADMISSION_REPORT).holder_unit_id(), kHome);
  }
}

TEST_F(ReportTest, AskedAnewInTheMeanwhileItIsOwedOnce) {
  Open();
  Take(RequestReport{.asked_unit_id = kHome});
  Be(kHome);
  Take(Message(hv1::HANDOVER_KIND_ADMISSION_REPORT));
  Be(kWard);
  Set("2026-06-17T09:00");
  Take(RequestReport{.asked_unit_id = kHome});
  Be(kHome);
  TakeOn(Void{.reason = hv1::VOID_REASON_WRONG_CONTENT});
  EXPECT_EQ(Owed(),
            "SEND_ADMISSION_REPORT molndal-hemrehab 2026-06-18T12:00\n"
            "SEE_NOTICE su-ostra-rehab 2026-06-17T13:00");
}

TEST_F(ReportTest, AReportUnasked) {
  OpenFromHome();
  Take(Message(hv1::HANDOVER_KIND_ADMISSION_REPORT));
  EXPECT_EQ(transition_->report_requests_size(), 0);
  EXPECT_EQ(Owed(), "ACKNOWLEDGE su-ostra-rehab 2026-06-17T16:00");
  EXPECT_EQ(transition_->needs_size(), 0);
}

}  // namespace
}  // namespace hemgang::rules
