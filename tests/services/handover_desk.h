// The handover calls as a therapist makes them, for the tests of the handover room.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "services/rpc/errors.h"
#include "tests/services/served_house.h"
#include "tests/support/test_patient.h"

namespace hemgang::test {

class HandoverDesk : public testing::Test {
 protected:
  HandoverDesk()
      : handovers_(hv1::HandoverService::NewStub(house_.house->channel())),
        drafts_(hv1::DraftService::NewStub(house_.house->channel())) {}

  template <typename Stub, typename Request, typename Response>
  absl::Status Call(const std::string& caller, Stub& stub,
                    grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*), Request request,
                    Response& response) {
    return house_.Call(caller, stub, method, request, response);
  }
  // The same on the handover service, with a fresh request id.
  template <typename Request, typename Response>
  absl::Status Take(const std::string& caller,
                    grpc::Status (hv1::HandoverService::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                    Request request) {
    Response response;
    if (request.request_id().empty()) request.set_request_id(house_.FreshId());
    const absl::Status status = house_.Call(caller, *handovers_, method, request, response);
    if (status.ok()) outcome_ = response.outcome();
    return status;
  }

  // Of another patient each time: TestPatient(1), TestPatient(2), …
  std::string OpenTransition() { return OpenTransition(TestPatient(++patients_)); }
  std::string OpenTransition(const hv1::Patient& patient) {
    hv1::OpenTransitionRequest request;
    *request.mutable_patient() = patient;
    request.set_basis(hv1::DISCLOSURE_BASIS_CONSENT);
    const absl::Status opened = Take(kHospital, &hv1::HandoverService::Stub::OpenTransition, request);
    EXPECT_TRUE(opened.ok()) << opened;
    return outcome_.transition().id();
  }
  hv1::SendHandoverRequest SendRequest(const std::string& transition_id) {
    hv1::SendHandoverRequest request;
    request.set_request_id(house_.FreshId());
    request.set_transition_id(transition_id);
    request.set_kind(hv1::HANDOVER_KIND_DISCHARGE_HANDOVER);
    request.set_urgency(hv1::URGENCY_ROUTINE);
    request.add_professions(hv1::PROFESSION_OCCUPATIONAL_THERAPIST);
    request.set_receiver_unit_id("molndal-hemrehab");
    *request.mutable_content() = TestContent();
    return request;
  }
  std::string SendHandover(const std::string& transition_id) {
    const absl::Status sent = Take(kHospital, &hv1::HandoverService::Stub::SendHandover, SendRequest(transition_id));
    EXPECT_TRUE(sent.ok()) << sent;
    return outcome_.handover_id();
  }
  absl::Status Get(const std::string& caller, const std::string& handover_id, hv1::HandoverDetail& detail) {
    hv1::GetHandoverRequest request;
    request.set_handover_id(handover_id);
    hv1::GetHandoverResponse response;
    const absl::Status got = Call(caller, *handovers_, &hv1::HandoverService::Stub::GetHandover, request, response);
    detail = response.handover();
    return got;
  }

  static std::string Reason(const absl::Status& status) {
    return status.ok() ? "OK" : rpc::ReasonName(rpc::ReasonOf(status));
  }
  // The field paths of a refusal, in order.
  static std::vector<std::string> Paths(const absl::Status& status) {
    std::vector<std::string> paths;
    for (const auto& [path, description] : rpc::FaultsOf(status)) {
      EXPECT_FALSE(description.empty()) << path;
      paths.push_back(path);
    }
    return paths;
  }
  // Every entry of a transition, past the services.
  std::vector<hemgang::record::v1::Entry> Entries(const std::string& transition_id) {
    auto page = house_.kept.store().ListEntriesOfTransition(transition_id, {.size = 200, .after = ""});
    EXPECT_TRUE(page.ok());
    return page.ok() ? page->rows : std::vector<hemgang::record::v1::Entry>();
  }

  ServedHouse house_;
  std::unique_ptr<hv1::HandoverService::Stub> handovers_;
  std::unique_ptr<hv1::DraftService::Stub> drafts_;
  hv1::StepOutcome outcome_;
  int patients_ = 0;
};

}  // namespace hemgang::test
