// Who the patient is: found by any number, merged, protected, told as text, carried on; and what a unit that has ended
// leaves behind.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/synchronization/notification.h"

#include "hemgang/routing/v1/inbox_service.grpc.pb.h"

#include "services/handover/protected_identity.h"
#include "services/handover/requests.h"
#include "tests/services/handover_desk.h"

namespace hemgang::test {
namespace {

namespace av1 = hemgang::audit::v1;
namespace rec = hemgang::record::v1;
using Stub = hv1::HandoverService::Stub;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kPartille[] = "bo.at@partille-hemrehab";
constexpr char kReserveNumber[] = "19810829M071";

class PatientTest : public HandoverDesk {
 protected:
  hv1::FindPatientResponse Find(const std::string& caller, const std::string& number) {
    hv1::FindPatientRequest request;
    request.set_identity_number(number);
    hv1::FindPatientResponse response;
    const absl::Status found = Call(caller, *handovers_, &Stub::FindPatient, request, response);
    EXPECT_TRUE(found.ok()) << found;
    return response;
  }
  absl::Status Merge(const std::string& transition, const hv1::Patient& patient) {
    hv1::MergeIdentityRequest request;
    request.set_transition_id(transition);
    *request.mutable_patient() = patient;
    return Take(kHospital, &Stub::MergeIdentity, request);
  }
  absl::Status RequestReport(const std::string& transition, const std::string& unit) {
    hv1::RequestReportRequest request;
    request.set_transition_id(transition);
    request.set_asked_unit_id(unit);
    return Take(kHospital, &Stub::RequestReport, request);
  }
  std::vector<int64_t> Kept(const std::string& transition, const std::string& about, const std::string& organisation) {
    auto contents = house_.kept.store().ListContents(transition, about, organisation);
    EXPECT_TRUE(contents.ok());
    std::vector<int64_t> numbers;
    for (const auto& content : *contents) numbers.push_back(content.number());
    return numbers;
  }
  hv1::Patient Reserve() {
    hv1::Patient patient = TestPatient(1);
    patient.set_identity_number(kReserveNumber);
    return patient;
  }
};

TEST_F(PatientTest, IsFoundByWhoeverHasAPartNow) {
  const std::string transition = OpenTransition();
  const std::string handover = SendHandover(transition);
  const std::string number = TestPatient(1).identity_number();
  for (const char* caller : {kHospital, kHome}) {
    const hv1::FindPatientResponse found = Find(caller, number);
    ASSERT_EQ(found.transitions_size(), 1) << caller;
    EXPECT_EQ(found.transitions(0).patient().name(), TestPatient(1).name());
  }
  // Ten digits, with a separator, are the same number.
  EXPECT_EQ(Find(kHome, number.substr(2, 6) + "-" + number.substr(8)).transitions_size(), 1);
  EXPECT_EQ(Find(kPartille, number).transitions_size(), 0);
  hv1::RedirectRequest redirect;
  redirect.set_handover_id(handover);
  redirect.set_to_unit_id("partille-hemrehab");
  ASSERT_TRUE(Take(kHome, &Stub::Redirect, redirect).ok());
  EXPECT_EQ(Find(kHome, number).transitions_size(), 0);
  EXPECT_EQ(Find(kPartille, number).transitions_size(), 1);
}

TEST_F(PatientTest, ASearchThatFindsNothingIsALook) {
  const std::string number = TestPatient(77).identity_number();
  EXPECT_EQ(Find(kPartille, number).transitions_size(), 0);
  auto entries =
      house_.kept.store().ListEntriesOfPatient(house_.sealer->PatientHash(number), {.size = 10, .after = ""});
  ASSERT_TRUE(entries.ok());
  ASSERT_EQ(entries->rows.size(), 1u);
  EXPECT_EQ(entries->rows[0].look(), av1::LOOK_KIND_FIND_PATIENT);
  EXPECT_EQ(entries->rows[0].actor_staff_id(), "bo.at");
  EXPECT_EQ(entries->rows[0].transition_ids_size(), 0);
}

TEST_F(PatientTest, AMergedNumberIsKeptAnewForEveryoneWithAPart) {
  const std::string transition = OpenTransition(Reserve());
  hv1::SendHandoverRequest given_up = SendRequest(transition);
  given_up.set_receiver_unit_id("harryda-hemrehab");
  ASSERT_TRUE(Take(kHospital, &Stub::SendHandover, given_up).ok());
  hv1::WithdrawRequest withdraw;
  withdraw.set_handover_id(outcome_.handover_id());
  withdraw.set_reason(hv1::WITHDRAW_REASON_NO_LONGER_NEEDED);
  ASSERT_TRUE(Take(kHospital, &Stub::Withdraw, withdraw).ok());
  const std::string handover = SendHandover(transition);
  ASSERT_TRUE(RequestReport(transition, "partille-hemrehab").ok());

  const absl::Status merged = Merge(transition, TestPatient(5));
  ASSERT_TRUE(merged.ok()) << merged;
  EXPECT_THAT(Kept(transition, "patient", "vgr"), ElementsAre(1, 2));
  EXPECT_THAT(Kept(transition, "patient", "molndal"), ElementsAre(1, 2));
  EXPECT_THAT(Kept(transition, "identity", "partille"), ElementsAre(1, 2));
  EXPECT_THAT(Kept(transition, "patient", "partille"), IsEmpty());
  EXPECT_THAT(Kept(transition, "patient", "harryda"), ElementsAre(1));
  for (const std::string& number : {std::string(kReserveNumber), TestPatient(5).identity_number()}) {
    const hv1::FindPatientResponse found = Find(kHome, number);
    ASSERT_EQ(found.transitions_size(), 1) << number;
    EXPECT_EQ(found.transitions(0).patient().identity_number(), TestPatient(5).identity_number());
  }
  hv1::HandoverDetail detail;
  ASSERT_TRUE(Get(kHome, handover, detail).ok());
  EXPECT_EQ(detail.patient().name(), TestPatient(5).name());
  EXPECT_EQ(detail.handover().notice_reason(), hv1::NOTICE_REASON_IDENTITY_MERGED);
  // Whose part had ended is told no newer number than it was.
  ASSERT_TRUE(Get("hanna.at@harryda-hemrehab", withdraw.handover_id(), detail).ok());
  EXPECT_EQ(detail.patient().identity_number(), kReserveNumber);
}

TEST_F(PatientTest, AnotherNumberInPlaceOfAFinalOneIsAnotherPatient) {
  const std::string transition = OpenTransition();
  EXPECT_THAT(Paths(Merge(transition, TestPatient(2))), ElementsAre("patient.identity_number"));
  EXPECT_EQ(Reason(Merge(transition, TestPatient(1))), "SAME_PATIENT_NUMBER");
  EXPECT_THAT(Kept(transition, "patient", "vgr"), ElementsAre(1));
}

TEST_F(PatientTest, ASecondTransitionIsOpenedKnowingly) {
  OpenTransition(TestPatient(1));
  hv1::OpenTransitionRequest request;
  *request.mutable_patient() = TestPatient(1);
  request.set_basis(hv1::DISCLOSURE_BASIS_CONSENT);
  EXPECT_EQ(Reason(Take(kHospital, &Stub::OpenTransition, request)), "PATIENT_HAS_TRANSITION");
  request.set_although_open(true);
  request.clear_request_id();
  EXPECT_TRUE(Take(kHospital, &Stub::OpenTransition, request).ok());
}

TEST_F(PatientTest, ProtectedWhereaboutsAreInNoList) {
  hv1::OpenTransitionRequest open;
  *open.mutable_patient() = TestPatient(1);
  open.mutable_patient()->set_protected_identity(true);
  open.mutable_patient()->set_registration_municipality_code("1480");
  open.set_basis(hv1::DISCLOSURE_BASIS_CONSENT);
  open.add_legs()->set_dwelling_form(hv1::DWELLING_FORM_ORDINARY_ALONE);
  open.mutable_legs(0)->set_municipality_code("1481");
  ASSERT_TRUE(Take(kHospital, &Stub::OpenTransition, open).ok());
  const std::string transition = outcome_.transition().id();
  hv1::ListTransitionsResponse list;
  ASSERT_TRUE(Call(kHospital, *handovers_, &Stub::ListTransitions, hv1::ListTransitionsRequest(), list).ok());
  ASSERT_EQ(list.transitions_size(), 1);
  const hv1::FindPatientResponse found = Find(kHospital, TestPatient(1).identity_number());
  ASSERT_EQ(found.transitions_size(), 1);
  for (const hv1::TransitionDetail& row : {list.transitions(0), found.transitions(0)}) {
    EXPECT_EQ(row.patient().name(), TestPatient(1).name());
    EXPECT_EQ(row.patient().phone(), "");
    EXPECT_EQ(row.patient().registration_municipality_code(), "");
    ASSERT_EQ(row.transition().legs_size(), 1);
    EXPECT_EQ(row.transition().legs(0).municipality_code(), "");
  }
  hv1::GetTransitionRequest get;
  get.set_transition_id(transition);
  hv1::GetTransitionResponse got;
  ASSERT_TRUE(Call(kHospital, *handovers_, &Stub::GetTransition, get, got).ok());
  EXPECT_EQ(got.transition().patient().phone(), TestPatient(1).phone());
  EXPECT_EQ(got.transition().transition().legs(0).municipality_code(), "1481");
}

TEST(ProtectedIdentity, HidesWhereSomebodyIsAndWhoIsClose) {
  hv1::HandoverDetail detail;
  *detail.mutable_patient() = TestPatient(1);
  *detail.mutable_content() = TestContent();
  hv1::HandoverContent& content = *detail.mutable_content();
  content.mutable_destination()->set_address("Påhittsvägen 12");
  content.mutable_contacts()->mutable_relative()->set_phone("070-174 06 32");
  content.mutable_dwelling()->set_floor("2");
  content.mutable_next_of_kin()->add_relatives()->set_name("Arne Exempelqvist");
  detail.mutable_transition()->add_legs()->set_district_id("centrum");
  detail.set_door_code("4711");
  const std::string before = detail.SerializeAsString();
  handover::HideWhereabouts(detail);
  EXPECT_EQ(detail.SerializeAsString(), before);

  detail.mutable_patient()->set_protected_identity(true);
  handover::HideWhereabouts(detail);
  EXPECT_EQ(content.destination().address(), "");
  EXPECT_EQ(content.destination().municipality_code(), "");
  EXPECT_EQ(content.destination().who_is_there(), "");
  EXPECT_EQ(content.destination().dwelling_form(), hv1::DWELLING_FORM_ORDINARY_COHABITING);
  EXPECT_FALSE(content.contacts().has_relative());
  EXPECT_TRUE(content.contacts().has_sender());
  EXPECT_FALSE(content.has_dwelling());
  EXPECT_FALSE(content.has_next_of_kin());
  EXPECT_EQ(detail.transition().legs(0).district_id(), "");
  EXPECT_EQ(detail.patient().phone(), "");
  EXPECT_EQ(detail.door_code(), "");
}

TEST_F(PatientTest, ACopyThatIsGoneTakesOnlyItsOwnRowAlong) {
  const std::string gone = OpenTransition();
  SendHandover(gone);
  SendHandover(OpenTransition());
  // As retention will: the patient's data of one transition is erased.
  auto kept = house_.kept.store().FindTransition(gone);
  ASSERT_TRUE(kept.ok() && kept->has_value());
  rec::Change change;
  *change.mutable_transition() = **kept;
  change.mutable_transition()->set_version((*kept)->version() + 1);
  rec::Entry& entry = *change.mutable_entry();
  entry = Entries(gone).back();
  entry.set_id(std::string(32, 'f'));
  entry.set_version(change.transition().version());
  change.set_directory_revision(house_.kept.store().DirectoryRevision());
  change.add_erased_about_ids("patient");
  rec::Receipt& receipt = *change.mutable_receipt();
  receipt.set_caller_id("nobody@nowhere");
  receipt.set_request_id(house_.FreshId());
  receipt.set_request_digest(std::string(32, 'd'));
  receipt.set_recorded_time_us(entry.recorded_time_us());
  entry.set_request_id(receipt.request_id());
  absl::Status done = absl::UnknownError("not answered");
  absl::Notification committed;
  house_.kept.store().Commit(std::move(change), storage::Priority::kPerson, [&](absl::Status status) {
    done = std::move(status);
    committed.Notify();
  });
  committed.WaitForNotification();
  ASSERT_TRUE(done.ok()) << done;

  hv1::ListHandoversResponse rows;
  ASSERT_TRUE(Call(kHome, *handovers_, &Stub::ListHandovers, hv1::ListHandoversRequest(), rows).ok());
  ASSERT_EQ(rows.handovers_size(), 2);
  EXPECT_EQ(rows.handovers(0).patient_name(), TestPatient(2).name());
  EXPECT_EQ(rows.handovers(1).patient_name(), "");
  EXPECT_EQ(rows.handovers(1).handover().state(), hv1::HANDOVER_STATE_SENT);
  hv1::ListTransitionsResponse list;
  ASSERT_TRUE(Call(kHospital, *handovers_, &Stub::ListTransitions, hv1::ListTransitionsRequest(), list).ok());
  ASSERT_EQ(list.transitions_size(), 2);
  EXPECT_FALSE(list.transitions(1).has_patient());
}

TEST_F(PatientTest, AHandoverAsTextIsALookOfItsOwn) {
  const std::string transition = OpenTransition();
  const std::string handover = SendHandover(transition);
  hv1::GetHandoverTextRequest request;
  request.set_handover_id(handover);
  hv1::GetHandoverTextResponse response;
  EXPECT_THAT(Paths(Call(kHome, *handovers_, &Stub::GetHandoverText, request, response)), ElementsAre("purpose"));
  request.set_purpose(hv1::TEXT_PURPOSE_MEDICAL_RECORD);
  ASSERT_TRUE(Call(kHome, *handovers_, &Stub::GetHandoverText, request, response).ok());
  EXPECT_NE(response.text().find(TestPatient(1).name()), std::string::npos) << response.text();
  EXPECT_NE(response.text().find(TestContent().reason().text()), std::string::npos) << response.text();
  const rec::Entry look = Entries(transition).back();
  EXPECT_EQ(look.look(), av1::LOOK_KIND_GET_HANDOVER_TEXT);
  EXPECT_THAT(look.handover_ids(), ElementsAre(handover));
  EXPECT_EQ(Reason(Call(kPartille, *handovers_, &Stub::GetHandoverText, request, response)), "NOT_FOUND");
}

TEST_F(PatientTest, WhatIsKnownIsCarriedOn) {
  const std::string transition = OpenTransition();
  const std::string handover = SendHandover(transition);
  hv1::GetCarriedContentRequest request;
  request.set_transition_id(transition);
  hv1::GetCarriedContentResponse response;
  ASSERT_TRUE(Call(kHospital, *handovers_, &Stub::GetCarriedContent, request, response).ok());
  EXPECT_EQ(response.content().reason().text(), TestContent().reason().text());
  ASSERT_GT(response.content().carried_size(), 0);
  EXPECT_EQ(response.content().carried(0).from_handover_id(), handover);
  const rec::Entry look = Entries(transition).back();
  EXPECT_EQ(look.look(), av1::LOOK_KIND_GET_CARRIED_CONTENT);
  EXPECT_THAT(look.handover_ids(), ElementsAre(handover));
  EXPECT_EQ(Reason(Call(kPartille, *handovers_, &Stub::GetCarriedContent, request, response)), "NOT_FOUND");
}

TEST_F(PatientTest, HowMuchOfTheFormIsFilledInIsShown) {
  const std::string transition = OpenTransition();
  hv1::SendHandoverRequest request = SendRequest(transition);
  request.mutable_content()->Clear();
  ASSERT_TRUE(Take(kHospital, &Stub::SendHandover, request).ok());
  hv1::HandoverDetail empty;
  ASSERT_TRUE(Get(kHome, outcome_.handover_id(), empty).ok());
  hv1::HandoverDetail filled;
  ASSERT_TRUE(Get(kHome, SendHandover(OpenTransition()), filled).ok());
  EXPECT_LT(empty.completeness_percent(), 20);
  EXPECT_GT(filled.completeness_percent(), 80);
}

TEST_F(PatientTest, WhoWasToldOfARungAndWhenItWasSeenIsShown) {
  const std::string transition = OpenTransition();
  const std::string handover = SendHandover(transition);
  house_.AdvanceTo(At("2026-06-22T15:30:00+02:00"));
  hv1::HandoverDetail detail;
  ASSERT_TRUE(Get(kHospital, handover, detail).ok());
  auto told = [&detail]() -> const hv1::RungTold* {
    for (const hv1::Task& task : detail.transition().tasks()) {
      if (task.kind() != hv1::TASK_KIND_ACKNOWLEDGE) continue;
      for (const hv1::Rung& rung : task.rungs()) {
        for (const hv1::RungTold& one : rung.told()) {
          if (one.unit_id() == "molndal-hemrehab-chef") return &one;
        }
      }
    }
    return nullptr;
  };
  ASSERT_NE(told(), nullptr) << detail.transition().ShortDebugString();
  EXPECT_FALSE(told()->has_seen_time());

  namespace rt1 = hemgang::routing::v1;
  auto inbox = rt1::InboxService::NewStub(house_.house->channel());
  rt1::ListInboxResponse events;
  ASSERT_TRUE(Call("maria.chef@molndal-hemrehab-chef", *inbox, &rt1::InboxService::Stub::ListInbox,
                   rt1::ListInboxRequest(), events)
                  .ok());
  ASSERT_TRUE(Get(kHospital, handover, detail).ok());
  EXPECT_TRUE(told()->has_seen_time());
  hv1::GetTransitionRequest request;
  request.set_transition_id(transition);
  hv1::GetTransitionResponse whole;
  ASSERT_TRUE(Call(kHospital, *handovers_, &Stub::GetTransition, request, whole).ok());
  *detail.mutable_transition() = whole.transition().transition();
  EXPECT_TRUE(told()->has_seen_time());
}

class MoveTest : public PatientTest {
 protected:
  MoveTest() : succession_(hv1::SuccessionService::NewStub(house_.house->channel())) {}

  absl::Status Move(const std::string& service, const std::string& transition, const std::string& from,
                    const std::string& to) {
    hv1::MoveHandoversRequest request;
    request.set_transition_id(transition);
    request.set_from_unit_id(from);
    request.set_to_unit_id(to);
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    if (!service.empty()) {
      context.AddMetadata(rpc::kServiceMetadata, house_.house->door().service_secret());
      context.AddMetadata(rpc::kServiceNameMetadata, service);
    } else {
      context.AddMetadata(rpc::kCallerMetadata, kHospital);
    }
    hv1::MoveHandoversResponse response;
    const absl::Status status = rpc::FromGrpc(succession_->MoveHandovers(&context, request, &response));
    moved_ = response.moved();
    return status;
  }

  std::unique_ptr<hv1::SuccessionService::Stub> succession_;
  int moved_ = 0;
};

TEST_F(MoveTest, OnlyTheDirectoryMoves) {
  const std::string transition = OpenTransition();
  SendHandover(transition);
  EXPECT_EQ(Reason(Move("", transition, "molndal-hemrehab", "partille-hemrehab")), "NOT_FOUND");
  EXPECT_EQ(Reason(Move(rpc::kClockService, transition, "molndal-hemrehab", "partille-hemrehab")), "NOT_FOUND");
  EXPECT_EQ(Reason(Move(rpc::kDirectoryService, house_.FreshId(), "molndal-hemrehab", "partille-hemrehab")),
            "NOT_FOUND");
  EXPECT_THAT(Paths(Move(rpc::kDirectoryService, transition, "partille-hemrehab", "partille-hemrehab")),
              ElementsAre("to_unit_id"));
}

TEST_F(MoveTest, EveryHandoverGoesWithItsContentAndIsMovedOnce) {
  const std::string transition = OpenTransition();
  const std::string first = SendHandover(transition);
  hv1::SendHandoverRequest physio = SendRequest(transition);
  physio.set_professions(0, hv1::PROFESSION_PHYSIOTHERAPIST);
  ASSERT_TRUE(Take(kHospital, &Stub::SendHandover, physio).ok());
  const std::string second = outcome_.handover_id();
  hv1::AcknowledgeRequest acknowledge;
  acknowledge.set_handover_id(first);
  ASSERT_TRUE(Take(kHome, &Stub::Acknowledge, acknowledge).ok());

  const absl::Status moved = Move(rpc::kDirectoryService, transition, "molndal-hemrehab", "partille-hemrehab");
  ASSERT_TRUE(moved.ok()) << moved;
  EXPECT_EQ(moved_, 2);
  ASSERT_TRUE(Move(rpc::kDirectoryService, transition, "molndal-hemrehab", "partille-hemrehab").ok());
  EXPECT_EQ(moved_, 0);
  for (const std::string& handover : {first, second}) {
    hv1::HandoverDetail detail;
    ASSERT_TRUE(Get(kPartille, handover, detail).ok());
    EXPECT_EQ(detail.content().SerializeAsString(), TestContent().SerializeAsString());
    EXPECT_EQ(detail.handover().state(), hv1::HANDOVER_STATE_SENT);
    ASSERT_TRUE(Get(kHome, handover, detail).ok());
    EXPECT_FALSE(detail.has_content());
  }
  int steps = 0;
  for (const rec::Entry& entry : Entries(transition)) {
    if (entry.actor_staff_id() != "directory") continue;
    ++steps;
    EXPECT_EQ(entry.step(), hv1::STEP_REDIRECT);
    EXPECT_EQ(entry.to_unit_id(), "partille-hemrehab");
  }
  EXPECT_EQ(steps, 2);
}

TEST_F(MoveTest, AHospitalsUnitHandsOverItsSide) {
  const std::string transition = OpenTransition();
  const std::string handover = SendHandover(transition);
  const absl::Status moved = Move(rpc::kDirectoryService, transition, "su-ostra-rehab", "su-molndal-rehab");
  ASSERT_TRUE(moved.ok()) << moved;
  EXPECT_EQ(moved_, 1);
  hv1::HandoverDetail detail;
  ASSERT_TRUE(Get("ulla.at@su-molndal-rehab", handover, detail).ok());
  EXPECT_TRUE(detail.has_content());
  EXPECT_EQ(Reason(Get(kHospital, handover, detail)), "NOT_FOUND");
}

}  // namespace
}  // namespace hemgang::test
