// What the tests of who sees what have in common: the steps that disclose or let go, and what a caller is shown after.
#pragma once

#include <string>
#include <vector>

#include "tests/services/handover_desk.h"

namespace hemgang::test {

inline constexpr char kPartille[] = "bo.at@partille-hemrehab";
inline constexpr char kDoorCode[] = "4711 och sedan nyckel";

class DisclosureDesk : public HandoverDesk {
 protected:
  using Stub = hv1::HandoverService::Stub;

  // Sends with a door code; the content names one aid.
  std::string SendWithDoorCode(const std::string& transition) {
    hv1::SendHandoverRequest request = SendRequest(transition);
    request.set_door_code(kDoorCode);
    const absl::Status sent = Take(kHospital, &Stub::SendHandover, request);
    EXPECT_TRUE(sent.ok()) << sent;
    return outcome_.handover_id();
  }
  // Any step that has a handover's id and no more that must be said.
  template <typename Request, typename Response>
  absl::Status On(const std::string& caller, const std::string& handover,
                  grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                  Request request = Request()) {
    request.set_handover_id(handover);
    return Take(caller, method, request);
  }
  absl::Status Redirect(const std::string& caller, const std::string& handover, const std::string& unit) {
    hv1::RedirectRequest request;
    request.set_to_unit_id(unit);
    return On(caller, handover, &Stub::Redirect, request);
  }
  absl::Status Withdraw(const std::string& handover) {
    hv1::WithdrawRequest request;
    request.set_reason(hv1::WITHDRAW_REASON_OTHER_CARE_FORM);
    request.set_note("Åker till hospice i stället.");
    return On(kHospital, handover, &Stub::Withdraw, request);
  }
  absl::Status Discharge(const std::string& transition) {
    hv1::RecordDischargeRequest request;
    request.set_transition_id(transition);
    return Take(kHospital, &Stub::RecordDischarge, request);
  }
  hv1::HandoverDetail Seen(const std::string& caller, const std::string& handover) {
    hv1::HandoverDetail detail;
    const absl::Status got = Get(caller, handover, detail);
    EXPECT_TRUE(got.ok()) << caller << ": " << got;
    return detail;
  }
  absl::Status GetTransition(const std::string& caller, const std::string& transition, hv1::TransitionDetail& detail) {
    hv1::GetTransitionRequest request;
    request.set_transition_id(transition);
    hv1::GetTransitionResponse response;
    const absl::Status got = Call(caller, *handovers_, &Stub::GetTransition, request, response);
    detail = response.transition();
    return got;
  }
  hv1::TransitionDetail SeenTransition(const std::string& caller, const std::string& transition) {
    hv1::TransitionDetail detail;
    const absl::Status got = GetTransition(caller, transition, detail);
    EXPECT_TRUE(got.ok()) << caller << ": " << got;
    return detail;
  }
  std::vector<hv1::HandoverRow> Listed(const std::string& caller, bool include_ended) {
    hv1::ListHandoversRequest request;
    request.set_include_ended(include_ended);
    hv1::ListHandoversResponse response;
    const absl::Status got = Call(caller, *handovers_, &Stub::ListHandovers, request, response);
    EXPECT_TRUE(got.ok()) << got;
    return {response.handovers().begin(), response.handovers().end()};
  }
  // The numbers of an organisation's copies, past the services.
  std::vector<int64_t> Kept(const std::string& transition, const std::string& about, const std::string& organisation) {
    auto contents = house_.kept.store().ListContents(transition, about, organisation);
    EXPECT_TRUE(contents.ok());
    std::vector<int64_t> numbers;
    for (const auto& content : *contents) numbers.push_back(content.number());
    return numbers;
  }
  // Nothing that describes the patient.
  static void ExpectNoContent(const hv1::HandoverDetail& detail) {
    EXPECT_FALSE(detail.has_content());
    EXPECT_EQ(detail.notes_size(), 0);
    EXPECT_EQ(detail.aid_names_size(), 0);
    EXPECT_EQ(detail.door_code(), "");
  }
};

}  // namespace hemgang::test
