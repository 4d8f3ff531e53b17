#include "tests/services/served_house.h"

#include <algorithm>

#include "gtest/gtest.h"

#include "hemgang/directory/v1/directory_service.grpc.pb.h"

#include "services/host/advance.h"
#include "tests/support/test_directory.h"
#include "tests/support/test_patient.h"

namespace hemgang::test {
namespace {

namespace dv1 = hemgang::directory::v1;

std::unique_ptr<storage::Sealer> TestSealer() {
  storage::SecretKey key;
  std::fill_n(key.mutable_bytes(), storage::SecretKey::size(), static_cast<unsigned char>(7));
  return *storage::Sealer::Create(key);
}

}  // namespace

absl::Time At(const std::string& rfc3339) {
  absl::Time time;
  std::string why;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, rfc3339, &time, &why)) << why;
  return time;
}

ServedHouse::ServedHouse(bool empty)
    : clock(At("2026-06-18T15:00:00+02:00")),
      log(true, [this](const std::string& line) { lines.Add(line); }),
      sealer(TestSealer()),
      kept(storage::EngineKind::kMemory) {
  house = std::make_unique<host::House>(
      host::Foundations{kept.store(), *sealer, clock, ids, inline_work, inline_work, metrics, log},
      host::HouseOptions{
          .insecure_demo = true, .reflection = false, .move_clock = nullptr, .postman = nullptr, .letters = {}});
  EXPECT_TRUE(house->Start({}).ok());
  if (!empty) {
    EXPECT_TRUE(Apply("directory@directory", TestDirectory()).ok());
  }
}

ServedHouse::~ServedHouse() = default;

void ServedHouse::Sign(const std::string& caller, grpc::ClientContext& context) {
  if (!caller.empty()) context.AddMetadata("hemgang-caller", caller);
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
}

absl::Status ServedHouse::Apply(const std::string& caller, const dv1::Directory& directory) {
  auto stub = dv1::DirectoryService::NewStub(house->channel());
  dv1::ApplyDirectoryRequest request;
  request.set_request_id(FreshId());
  *request.mutable_directory() = directory;
  dv1::ApplyDirectoryResponse response;
  return Call(caller, *stub, &dv1::DirectoryService::Stub::ApplyDirectory, request, response);
}

std::string ServedHouse::Send(int n, const std::string& receiver_unit_id) {
  auto stub = hv1::HandoverService::NewStub(house->channel());
  using Stub = hv1::HandoverService::Stub;
  hv1::OpenTransitionRequest open;
  open.set_request_id(FreshId());
  *open.mutable_patient() = TestPatient(n);
  open.set_basis(hv1::DISCLOSURE_BASIS_CONSENT);
  open.add_legs()->set_dwelling_form(hv1::DWELLING_FORM_ORDINARY_COHABITING);
  hv1::OpenTransitionResponse opened;
  EXPECT_EQ(Call(kHospital, *stub, &Stub::OpenTransition, open, opened), absl::OkStatus());
  const std::string transition_id = opened.outcome().transition().id();

  hv1::MarkNeedRequest need;
  need.set_request_id(FreshId());
  need.set_transition_id(transition_id);
  need.set_profession(hv1::PROFESSION_OCCUPATIONAL_THERAPIST);
  need.set_urgency(hv1::URGENCY_ROUTINE);
  hv1::MarkNeedResponse marked;
  EXPECT_EQ(Call(kHospital, *stub, &Stub::MarkNeed, need, marked), absl::OkStatus());

  hv1::SendHandoverRequest send;
  send.set_request_id(FreshId());
  send.set_transition_id(transition_id);
  send.set_kind(hv1::HANDOVER_KIND_DISCHARGE_HANDOVER);
  send.set_urgency(hv1::URGENCY_ROUTINE);
  send.add_professions(hv1::PROFESSION_OCCUPATIONAL_THERAPIST);
  send.set_receiver_unit_id(receiver_unit_id);
  *send.mutable_content() = TestContent();
  hv1::SendHandoverResponse sent;
  EXPECT_EQ(Call(kHospital, *stub, &Stub::SendHandover, send, sent), absl::OkStatus());
  return sent.outcome().handover_id();
}

void ServedHouse::AdvanceTo(absl::Time until) {
  host::AdvanceTo(until, *house, [this](absl::Time now) { clock.Set(now); });
}

}  // namespace hemgang::test
