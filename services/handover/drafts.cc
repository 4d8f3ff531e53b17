#include "services/handover/drafts.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "services/handover/content_checks.h"
#include "services/handover/looks.h"
#include "services/handover/requests.h"
#include "services/handover/sight.h"
#include "services/rpc/errors.h"
#include "services/rpc/paging.h"
#include "services/rpc/times.h"

namespace hemgang::handover {
namespace {

absl::Status NotFound() {
  return rpc::Refusal(rpc::ev1::ERROR_REASON_NOT_FOUND, "There is no such draft for your unit; check the id.");
}

absl::Status Changed(int revision) {
  return rpc::Refusal(rpc::ev1::ERROR_REASON_ETAG_MISMATCH,
                      "Somebody saved the draft since you read it; read it again before you save.",
                      {{"etag", absl::StrCat(revision)}});
}

}  // namespace

absl::StatusOr<rec::Draft> Drafts::FindOwn(const std::string& draft_id, const rpc::Caller& caller) const {
  auto draft = ground_.store.FindDraft(draft_id);
  if (!draft.ok()) return draft.status();
  if (!draft->has_value() || (*draft)->unit_id() != caller.unit_id) return NotFound();
  return **std::move(draft);
}

absl::Status Drafts::CheckTransition(const std::string& transition_id, const rpc::Caller& caller) const {
  if (transition_id.empty()) return absl::OkStatus();
  auto transition = ground_.store.FindTransition(transition_id);
  if (!transition.ok()) return transition.status();
  if (transition->has_value() && StandingOf(**transition, ActorOf(caller)) >= Standing::kHome) {
    return absl::OkStatus();
  }
  return rpc::Refusal(rpc::ev1::ERROR_REASON_NOT_FOUND,
                      "There is no such transition for your unit; check transition_id.");
}

absl::StatusOr<rec::Draft> Drafts::NextRevision(const hv1::Draft& asked, const rpc::Caller& caller) const {
  rec::Draft draft;
  if (!asked.id().empty()) {
    auto kept = FindOwn(asked.id(), caller);
    if (!kept.ok()) return kept.status();
    if (asked.etag() != absl::StrCat(kept->revision())) return Changed(kept->revision());
    draft = *std::move(kept);
  } else {
    draft.set_id(ground_.ids.NewId());
    auto key = sealer_.NewKey(draft.id(), caller.organisation_id, rpc::ToMicros(ground_.clock.Now()));
    if (!key.ok()) return key.status();
    *draft.mutable_key() = *std::move(key);
  }
  draft.set_unit_id(caller.unit_id);
  draft.set_organisation_id(caller.organisation_id);
  draft.set_staff_id(caller.staff_id);
  draft.set_transition_id(asked.transition_id());
  draft.set_saved_time_us(rpc::ToMicros(ground_.clock.Now()));
  draft.set_revision(draft.revision() + 1);
  return draft;
}

absl::StatusOr<hv1::Draft> Drafts::Open(const rec::Draft& draft) const {
  auto bytes = sealer_.OpenDraft(draft.key(), draft.id(), draft.sealed());
  if (!bytes.ok()) return bytes.status();
  hv1::Draft view;
  if (!view.ParseFromString(*bytes)) return absl::DataLossError("A kept draft cannot be read.");
  view.set_id(draft.id());
  *view.mutable_saved_time() = rpc::MicrosToTimestamp(draft.saved_time_us());
  view.set_saved_by(draft.staff_id());
  view.set_etag(absl::StrCat(draft.revision()));
  return view;
}

void Drafts::Take(const hv1::SaveDraftRequest& request, const rpc::Caller& caller,
                  rpc::Answer<hv1::SaveDraftResponse> answer) {
  rpc::FieldFaults faults;
  CheckContent(request.draft().content(), "draft.content", faults);
  if (!faults.empty()) return answer(faults.ToStatus());
  if (const absl::Status own = CheckTransition(request.draft().transition_id(), caller); !own.ok()) return answer(own);
  auto draft = NextRevision(request.draft(), caller);
  if (!draft.ok()) return answer(draft.status());
  auto sealed = sealer_.SealDraft(draft->key(), draft->id(), request.draft().SerializeAsString());
  if (!sealed.ok()) return answer(sealed.status());
  draft->set_sealed(*std::move(sealed));
  const absl::Status put = ground_.store.PutDraft(*draft);
  if (absl::IsAborted(put)) return answer(Changed(draft->revision()));
  if (!put.ok()) return answer(put);
  auto view = Open(*draft);
  if (!view.ok()) return answer(view.status());
  view->clear_content();
  hv1::SaveDraftResponse response;
  *response.mutable_draft() = *std::move(view);
  answer(std::move(response));
}

void Drafts::Take(const hv1::GetDraftRequest& request, const rpc::Caller& caller,
                  rpc::Answer<hv1::GetDraftResponse> answer) {
  auto draft = FindOwn(request.draft_id(), caller);
  if (!draft.ok()) return answer(draft.status());
  auto view = Open(*draft);
  if (!view.ok()) return answer(view.status());
  hv1::GetDraftResponse response;
  *response.mutable_draft() = *std::move(view);
  rec::Entry look = NewLook(hemgang::audit::v1::LOOK_KIND_GET_DRAFT, caller, ground_.clock, ground_.ids);
  if (!draft->transition_id().empty()) look.add_transition_ids(draft->transition_id());
  ground_.store.CommitLook(std::move(look),
                           [response = std::move(response), answer = std::move(answer)](absl::Status status) mutable {
                             if (!status.ok()) return answer(std::move(status));
                             answer(std::move(response));
                           });
}

void Drafts::Take(const hv1::ListDraftsRequest& request, const rpc::Caller& caller,
                  rpc::Answer<hv1::ListDraftsResponse> answer) {
  const rpc::ListName list{.method = "ListDrafts", .filter = caller.unit_id};
  auto page = rpc::ReadPage(list, request.page_size(), request.page_token());
  if (!page.ok()) return answer(page.status());
  auto drafts = ground_.store.ListDraftsOfUnit(caller.unit_id, {.size = page->size, .after = page->after});
  if (!drafts.ok()) return answer(drafts.status());
  hv1::ListDraftsResponse response;
  for (const rec::Draft& draft : drafts->rows) {
    auto view = Open(draft);
    if (!view.ok()) return answer(view.status());
    view->clear_content();
    *response.add_drafts() = *std::move(view);
  }
  response.set_next_page_token(rpc::PageToken(list, drafts->next));
  answer(std::move(response));
}

void Drafts::Take(const hv1::DiscardDraftRequest& request, const rpc::Caller& caller,
                  rpc::Answer<hv1::DiscardDraftResponse> answer) {
  auto draft = FindOwn(request.draft_id(), caller);
  if (!draft.ok()) return answer(draft.status());
  if (const absl::Status erased = ground_.store.EraseDraft(draft->id()); !erased.ok()) return answer(erased);
  answer(hv1::DiscardDraftResponse());
}

}  // namespace hemgang::handover
