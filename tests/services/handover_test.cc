// What the handover room shows, to whom, and what it keeps of that.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/handover/step_path.h"
#include "tests/services/handover_desk.h"

namespace hemgang::test {
namespace {

using Stub = hv1::HandoverService::Stub;
using HandoverTest = HandoverDesk;

constexpr char kPartille[] = "bo.at@partille-hemrehab";
constexpr char kPalliativeTeam[] = "ida.at@su-palliativa-teamet";

TEST_F(HandoverTest, TheReceiverReadsWhatWasSentToTheLetter) {
  const std::string handover = SendHandover(OpenTransition());
  hv1::HandoverDetail detail;
  ASSERT_TRUE(Get(kHome, handover, detail).ok());
  EXPECT_EQ(detail.content().SerializeAsString(), TestContent().SerializeAsString());
  EXPECT_EQ(detail.patient().name(), TestPatient(1).name());
  EXPECT_EQ(detail.handover().state(), hv1::HANDOVER_STATE_SENT);
}

TEST_F(HandoverTest, NothingOfAPatientIsKeptInClear) {
  const std::string transition = OpenTransition();
  SendHandover(transition);
  auto kept = house_.kept.store().FindTransition(transition);
  ASSERT_TRUE(kept.ok());
  std::string bytes = (*kept)->SerializeAsString();
  for (const auto& entry : Entries(transition)) bytes += entry.SerializeAsString();
  for (const char* custodian : {"vgr", "molndal"}) {
    for (const std::string& about : {std::string("patient"), (*kept)->handovers(0).id()}) {
      auto content = house_.kept.store().FindContent(transition, about, 1, custodian);
      ASSERT_TRUE(content.ok() && content->has_value()) << custodian << " " << about;
      bytes += (*content)->SerializeAsString();
    }
  }
  const hv1::Patient patient = TestPatient(1);
  for (const std::string& text : {patient.name(), patient.identity_number(), TestContent().reason().text(),
                                  TestContent().wishes().what_matters()}) {
    ASSERT_FALSE(text.empty());
    EXPECT_EQ(bytes.find(text), std::string::npos) << text;
  }
  for (const std::string& line : house_.lines.All()) EXPECT_EQ(line.find(patient.name()), std::string::npos) << line;
}

TEST_F(HandoverTest, NotThereAndNotYoursAreTheSame) {
  const std::string handover = SendHandover(OpenTransition());
  hv1::HandoverDetail detail;
  const absl::Status not_yours = Get(kPartille, handover, detail);
  const absl::Status not_there = Get(kPartille, house_.FreshId(), detail);
  EXPECT_EQ(Reason(not_yours), "NOT_FOUND");
  EXPECT_EQ(not_yours, not_there);
  hv1::GetTransitionRequest request;
  request.set_transition_id(outcome_.transition().id());
  hv1::GetTransitionResponse response;
  EXPECT_EQ(Call(kPartille, *handovers_, &Stub::GetTransition, request, response), not_there);
}

TEST_F(HandoverTest, ALookIsKeptWithItsAnswer) {
  const std::string transition = OpenTransition();
  const std::string handover = SendHandover(transition);
  hv1::HandoverDetail detail;
  ASSERT_TRUE(Get(kHospital, handover, detail).ok());
  EXPECT_FALSE(detail.has_first_opened());
  EXPECT_FALSE(detail.has_delivered_time());
  ASSERT_TRUE(Get(kHome, handover, detail).ok());
  EXPECT_EQ(detail.first_opened().staff_id(), "eva.at");
  EXPECT_TRUE(detail.has_delivered_time());
  ASSERT_TRUE(Get(kHospital, handover, detail).ok());
  EXPECT_EQ(detail.first_opened().staff_id(), "eva.at");
  EXPECT_EQ(detail.first_opened().unit_id(), "molndal-hemrehab");
  const auto entries = Entries(transition);
  ASSERT_EQ(entries.size(), 5);
  EXPECT_EQ(entries[2].actor_staff_id(), "karin.at");
  EXPECT_EQ(entries[3].look(), hemgang::audit::v1::LOOK_KIND_GET_HANDOVER);
  EXPECT_EQ(entries[3].actor_staff_id(), "eva.at");
  EXPECT_EQ(entries[3].actor_organisation_id(), "molndal");
  EXPECT_EQ(entries[3].handover_ids(0), handover);
}

TEST_F(HandoverTest, AListIsOneLookAtAllThatItNames) {
  const std::string first = OpenTransition();
  SendHandover(first);
  const std::string second = OpenTransition();
  SendHandover(second);
  hv1::ListHandoversResponse rows;
  ASSERT_TRUE(Call(kHome, *handovers_, &Stub::ListHandovers, hv1::ListHandoversRequest(), rows).ok());
  ASSERT_EQ(rows.handovers_size(), 2);
  EXPECT_EQ(rows.handovers(0).patient_name(), TestPatient(2).name());
  const auto entry = Entries(first).back();
  EXPECT_EQ(entry.look(), hemgang::audit::v1::LOOK_KIND_LIST_HANDOVERS);
  EXPECT_THAT(entry.transition_ids(), testing::UnorderedElementsAre(first, second));
  EXPECT_EQ(Entries(second).back().id(), entry.id());
}

TEST_F(HandoverTest, AReceiverSeesItsPartOnly) {
  const std::string transition = OpenTransition();
  SendHandover(transition);
  hv1::SendHandoverRequest other = SendRequest(transition);
  other.clear_professions();
  other.add_professions(hv1::PROFESSION_PHYSIOTHERAPIST);
  other.set_receiver_unit_id("partille-hemrehab");
  ASSERT_TRUE(Take(kHospital, &Stub::SendHandover, other).ok());
  hv1::GetTransitionRequest request;
  request.set_transition_id(transition);
  hv1::GetTransitionResponse seen;
  ASSERT_TRUE(Call(kHome, *handovers_, &Stub::GetTransition, request, seen).ok());
  const hv1::TransitionSummary& part = seen.transition().transition();
  ASSERT_EQ(part.handovers_size(), 1);
  EXPECT_EQ(part.handovers(0).receiver_unit_id(), "molndal-hemrehab");
  EXPECT_EQ(part.needs_size(), 0);
  ASSERT_EQ(part.tasks_size(), 1);
  ASSERT_TRUE(Call(kHospital, *handovers_, &Stub::GetTransition, request, seen).ok());
  EXPECT_EQ(seen.transition().transition().handovers_size(), 2);
  EXPECT_EQ(seen.transition().transition().needs_size(), 2);
}

TEST_F(HandoverTest, ForwardedAcrossOrganisationsItsOwnCopyGoesAlong) {
  const std::string transition = OpenTransition();
  const std::string handover = SendHandover(transition);
  hv1::RedirectRequest request;
  request.set_handover_id(handover);
  request.set_to_unit_id("partille-hemrehab");
  request.set_note("Hon har flyttat till Partille.");
  ASSERT_TRUE(Take(kHome, &Stub::Redirect, request).ok());
  hv1::HandoverDetail detail;
  ASSERT_TRUE(Get(kPartille, handover, detail).ok());
  EXPECT_EQ(detail.content().SerializeAsString(), TestContent().SerializeAsString());
  EXPECT_EQ(detail.patient().name(), TestPatient(1).name());
  ASSERT_EQ(detail.notes_size(), 1);
  EXPECT_EQ(detail.notes(0).text(), request.note());
  EXPECT_EQ(detail.notes(0).staff_id(), "eva.at");
  ASSERT_TRUE(Get(kHospital, handover, detail).ok());
  EXPECT_EQ(detail.notes_size(), 1);
}

TEST_F(HandoverTest, ANoteIsReadOnItsOwnHandoverOnly) {
  const std::string transition = OpenTransition();
  const std::string first = SendHandover(transition);
  hv1::SendHandoverRequest other = SendRequest(transition);
  other.clear_professions();
  other.add_professions(hv1::PROFESSION_PHYSIOTHERAPIST);
  other.set_receiver_unit_id("partille-hemrehab");
  ASSERT_TRUE(Take(kHospital, &Stub::SendHandover, other).ok());
  const std::string second = outcome_.handover_id();
  hv1::DeclineRequest decline;
  decline.set_handover_id(first);
  decline.set_reason(hv1::DECLINE_REASON_UNIT_FULL);
  decline.set_note("Ingen ledig arbetsterapeut före måndag.");
  ASSERT_TRUE(Take(kHome, &Stub::Decline, decline).ok());
  hv1::HandoverDetail detail;
  ASSERT_TRUE(Get(kHospital, first, detail).ok());
  ASSERT_EQ(detail.notes_size(), 1);
  EXPECT_EQ(detail.notes(0).text(), decline.note());
  // The hospital holds both handovers; what was said about the one is not shown as said about the other.
  ASSERT_TRUE(Get(kHospital, second, detail).ok());
  EXPECT_EQ(detail.notes_size(), 0);
}

TEST_F(HandoverTest, WithinOneOrganisationThereIsOneCopy) {
  hv1::SendHandoverRequest request = SendRequest(OpenTransition());
  request.set_receiver_unit_id("su-palliativa-teamet");
  ASSERT_TRUE(Take(kHospital, &Stub::SendHandover, request).ok());
  hv1::HandoverDetail detail;
  ASSERT_TRUE(Get(kPalliativeTeam, outcome_.handover_id(), detail).ok());
  EXPECT_EQ(detail.content().SerializeAsString(), TestContent().SerializeAsString());
}

TEST_F(HandoverTest, AnEarlierDischargeIsShownBeforeItIsDone) {
  const std::string transition = OpenTransition();
  hv1::RescheduleRequest request;
  request.set_transition_id(transition);
  request.mutable_planned_discharge()->set_date("2026-06-26");
  ASSERT_TRUE(Take(kHospital, &Stub::Reschedule, request).ok());
  SendHandover(transition);
  request.mutable_planned_discharge()->set_date("2026-06-22");
  request.set_dry_run(true);
  ASSERT_TRUE(Take(kHospital, &Stub::Reschedule, request).ok());
  EXPECT_EQ(outcome_.transition().planned_discharge().date(), "2026-06-22");
  // The receiver's answer, and the bed that must be at home.
  ASSERT_EQ(outcome_.moved_size(), 2);
  EXPECT_EQ(outcome_.moved(0).holder_unit_id(), "molndal-hemrehab");
  EXPECT_EQ(outcome_.moved(1).kind(), hv1::TASK_KIND_CONFIRM_AIDS);
  auto kept = house_.kept.store().FindTransition(transition);
  EXPECT_EQ((*kept)->version(), 3);
  request.set_dry_run(false);
  ASSERT_TRUE(Take(kHospital, &Stub::Reschedule, request).ok());
  EXPECT_EQ(outcome_.moved_size(), 2);
}

TEST_F(HandoverTest, OnlyTheClockExpires) {
  auto expiry = hv1::ExpiryService::NewStub(house_.house->channel());
  hv1::ExpireRequest request;
  request.set_transition_id(OpenTransition());
  hv1::ExpireResponse response;
  EXPECT_EQ(Reason(house_.Call(kHospital, *expiry, &hv1::ExpiryService::Stub::Expire, request, response)), "NOT_FOUND");
}

TEST_F(HandoverTest, ADraftIsSealedOfOneUnitAndErasedWhenItIsSent) {
  using Drafts = hv1::DraftService::Stub;
  const std::string transition = OpenTransition();
  hv1::SaveDraftRequest save;
  save.mutable_draft()->set_transition_id(transition);
  *save.mutable_draft()->mutable_content() = TestContent();
  hv1::SaveDraftResponse saved;
  ASSERT_TRUE(Call(kHospital, *drafts_, &Drafts::SaveDraft, save, saved).ok());
  EXPECT_EQ(saved.draft().etag(), "1");
  EXPECT_FALSE(saved.draft().has_content());
  auto kept = house_.kept.store().FindDraft(saved.draft().id());
  EXPECT_EQ((*kept)->SerializeAsString().find(TestContent().reason().text()), std::string::npos);

  hv1::GetDraftRequest get;
  get.set_draft_id(saved.draft().id());
  hv1::GetDraftResponse got;
  ASSERT_TRUE(Call(kHospital, *drafts_, &Drafts::GetDraft, get, got).ok());
  EXPECT_EQ(got.draft().content().SerializeAsString(), TestContent().SerializeAsString());
  EXPECT_EQ(Reason(Call(kHome, *drafts_, &Drafts::GetDraft, get, got)), "NOT_FOUND");

  *save.mutable_draft() = saved.draft();
  ASSERT_TRUE(Call(kHospital, *drafts_, &Drafts::SaveDraft, save, saved).ok());
  EXPECT_EQ(saved.draft().etag(), "2");
  EXPECT_EQ(Reason(Call(kHospital, *drafts_, &Drafts::SaveDraft, save, saved)), "ETAG_MISMATCH");

  hv1::ListDraftsResponse list;
  ASSERT_TRUE(Call(kHospital, *drafts_, &Drafts::ListDrafts, hv1::ListDraftsRequest(), list).ok());
  EXPECT_EQ(list.drafts_size(), 1);
  hv1::SendHandoverRequest send = SendRequest(transition);
  send.set_draft_id(got.draft().id());
  ASSERT_TRUE(Take(kHospital, &Stub::SendHandover, send).ok());
  EXPECT_EQ(Reason(Call(kHospital, *drafts_, &Drafts::GetDraft, get, got)), "NOT_FOUND");
}

TEST_F(HandoverTest, ADraftAboutAnotherPatientIsNotErasedBySending) {
  using Drafts = hv1::DraftService::Stub;
  const std::string transition = OpenTransition();
  hv1::SaveDraftRequest save;
  save.mutable_draft()->set_transition_id(OpenTransition());
  hv1::SaveDraftResponse saved;
  ASSERT_TRUE(Call(kHospital, *drafts_, &Drafts::SaveDraft, save, saved).ok());
  hv1::SendHandoverRequest send = SendRequest(transition);
  send.set_draft_id(saved.draft().id());
  EXPECT_EQ(Reason(Take(kHospital, &Stub::SendHandover, send)), "NOT_FOUND");
  auto kept = house_.kept.store().FindDraft(saved.draft().id());
  EXPECT_TRUE(kept.ok() && kept->has_value());
}

TEST_F(HandoverTest, NobodyWritesLooksIntoAStrangersTrail) {
  using Drafts = hv1::DraftService::Stub;
  hv1::SaveDraftRequest save;
  hv1::SaveDraftResponse saved;
  for (const std::string& transition : {OpenTransition(), house_.FreshId()}) {
    save.mutable_draft()->set_transition_id(transition);
    EXPECT_EQ(Reason(Call(kPartille, *drafts_, &Drafts::SaveDraft, save, saved)), "NOT_FOUND");
  }
}

TEST_F(HandoverTest, ARequestCannotBeGuessedFromItsReceipt) {
  hv1::OpenTransitionRequest request;
  request.set_request_id(house_.FreshId());
  *request.mutable_patient() = TestPatient(1);
  request.set_basis(hv1::DISCLOSURE_BASIS_CONSENT);
  ASSERT_TRUE(Take(kHospital, &Stub::OpenTransition, request).ok());
  auto receipt = house_.kept.store().FindReceipt(kHospital, request.request_id());
  ASSERT_TRUE(receipt.ok() && receipt->has_value());
  EXPECT_EQ((*receipt)->request_digest().size(), 32u);
  EXPECT_NE((*receipt)->request_digest(), handover::DigestOf(request));
}

TEST_F(HandoverTest, SomebodyElsesDraftIsNotErasedBySending) {
  using Drafts = hv1::DraftService::Stub;
  hv1::SaveDraftRequest save;
  hv1::SaveDraftResponse saved;
  ASSERT_TRUE(Call(kHome, *drafts_, &Drafts::SaveDraft, save, saved).ok());
  hv1::SendHandoverRequest send = SendRequest(OpenTransition());
  send.set_draft_id(saved.draft().id());
  EXPECT_EQ(Reason(Take(kHospital, &Stub::SendHandover, send)), "NOT_FOUND");
  hv1::DiscardDraftRequest discard;
  discard.set_draft_id(saved.draft().id());
  hv1::DiscardDraftResponse discarded;
  EXPECT_EQ(Reason(Call(kHospital, *drafts_, &Drafts::DiscardDraft, discard, discarded)), "NOT_FOUND");
  EXPECT_TRUE(Call(kHome, *drafts_, &Drafts::DiscardDraft, discard, discarded).ok());
  EXPECT_EQ(Reason(Call(kHome, *drafts_, &Drafts::DiscardDraft, discard, discarded)), "NOT_FOUND");
}

}  // namespace
}  // namespace hemgang::test
