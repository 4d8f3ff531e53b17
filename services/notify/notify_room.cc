#include "services/notify/notify_room.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "services/notify/letter_rules.h"
#include "services/rpc/checks.h"
#include "services/rpc/errors.h"
#include "services/rpc/paging.h"
#include "services/rpc/times.h"
#include "services/rules/oversight.h"

namespace hemgang::notify {
namespace {

using rpc::ev1::ERROR_REASON_NOT_FOUND;

absl::Status NotFound(const std::string& what) {
  return rpc::Refusal(ERROR_REASON_NOT_FOUND, absl::StrCat("there is no such ", what));
}

// The units that are asked about, in id order: a page goes on from one to the next.
std::vector<std::string> UnitsOf(const rules::Oversight& seen, const rules::Directory& directory) {
  std::vector<std::string> unit_ids = seen.unit_ids;
  if (seen.organisation_id.empty()) return unit_ids;
  for (const auto& unit : directory.whole().units()) {
    if (unit.organisation_id() == seen.organisation_id) unit_ids.push_back(unit.id());
  }
  std::sort(unit_ids.begin(), unit_ids.end());
  return unit_ids;
}

nv1::Letter View(const rec::Letter& letter) {
  nv1::Letter view;
  view.set_id(letter.id());
  view.set_unit_id(letter.unit_id());
  view.set_channel(static_cast<nv1::LetterChannel>(letter.channel()));
  view.set_state(static_cast<nv1::LetterState>(letter.state()));
  view.set_kind(letter.kind());
  view.set_handover_kind(letter.handover_kind());
  view.set_event_count(letter.event_count());
  view.set_level(letter.level());
  view.set_tries(letter.tries());
  *view.mutable_written_time() = rpc::MicrosToTimestamp(letter.written_time_us());
  if (letter.due_time_us() != 0) *view.mutable_due_time() = rpc::MicrosToTimestamp(letter.due_time_us());
  if (letter.next_try_time_us() != 0) *view.mutable_next_try_time() = rpc::MicrosToTimestamp(letter.next_try_time_us());
  if (letter.ended_time_us() != 0) *view.mutable_ended_time() = rpc::MicrosToTimestamp(letter.ended_time_us());
  return view;
}

// Where a page ended: a unit, and the store's position in its letters.
struct Position {
  std::string unit_id;
  std::string after;
};
constexpr char kBetween = '/';

Position ReadPosition(const std::string& text) {
  const size_t between = text.find(kBetween);
  if (between == std::string::npos) return {};
  return {text.substr(0, between), text.substr(between + 1)};
}

}  // namespace

NotifyRoom::NotifyRoom(LetterBook& book, rpc::Clock& clock, rules::CurrentDirectory directory, Channels channels)
    : book_(book), clock_(clock), directory_(std::move(directory)), channels_(channels) {}

void NotifyRoom::Take(const nv1::ListLettersRequest& request, const rpc::Caller& caller,
                      rpc::Answer<nv1::ListLettersResponse> answer) {
  answer(List(request, caller));
}
void NotifyRoom::Take(const nv1::RetryLetterRequest& request, const rpc::Caller& caller,
                      rpc::Answer<nv1::RetryLetterResponse> answer) {
  answer(Retry(request, caller));
}
void NotifyRoom::Take(const nv1::SendTestLetterRequest& request, const rpc::Caller& caller,
                      rpc::Answer<nv1::SendTestLetterResponse> answer) {
  answer(Test(request, caller));
}

absl::StatusOr<nv1::ListLettersResponse> NotifyRoom::List(const nv1::ListLettersRequest& request,
                                                          const rpc::Caller& caller) {
  rpc::FieldFaults faults;
  rpc::CheckChosen(request.state(), "state", faults);
  if (!request.unit_id().empty() && !request.organisation_id().empty()) {
    faults.Add("organisation_id", "must be empty when unit_id is given: ask for a unit or for an organisation");
  }
  if (!faults.empty()) return faults.ToStatus();
  auto directory = directory_();
  if (!directory.ok()) return directory.status();
  const std::optional<rules::Oversight> seen =
      rules::Oversee({request.unit_id(), request.organisation_id()}, caller.unit_id, **directory);
  if (!seen) return NotFound("unit or organisation");
  const std::vector<std::string> unit_ids = UnitsOf(*seen, **directory);
  const rpc::ListName list{"ListLetters", absl::StrCat(seen->organisation_id, "/", absl::StrJoin(seen->unit_ids, ","),
                                                       "/", static_cast<int>(request.state()))};
  absl::StatusOr<rpc::PageAsked> page = rpc::ReadPage(list, request.page_size(), request.page_token());
  if (!page.ok()) return page.status();

  nv1::ListLettersResponse response;
  const Position from = ReadPosition(page->after);
  for (auto unit_id = std::lower_bound(unit_ids.begin(), unit_ids.end(), from.unit_id); unit_id != unit_ids.end();
       ++unit_id) {
    const int room = page->size - response.letters_size();
    const std::string after = *unit_id == from.unit_id ? from.after : "";
    auto letters =
        book_.store.ListLettersOfUnit(*unit_id, static_cast<rec::LetterState>(request.state()), {room, after});
    if (!letters.ok()) return letters.status();
    for (const rec::Letter& letter : letters->rows) *response.add_letters() = View(letter);
    if (response.letters_size() < page->size) continue;
    const bool is_last = letters->next.empty() && unit_id + 1 == unit_ids.end();
    if (is_last) break;
    const Position next = letters->next.empty() ? Position{*(unit_id + 1), ""} : Position{*unit_id, letters->next};
    response.set_next_page_token(
        rpc::PageToken(list, absl::StrCat(next.unit_id, std::string(1, kBetween), next.after)));
    break;
  }
  return response;
}

absl::StatusOr<nv1::RetryLetterResponse> NotifyRoom::Retry(const nv1::RetryLetterRequest& request,
                                                           const rpc::Caller& caller) {
  rpc::FieldFaults faults;
  rpc::CheckUuid(request.request_id(), "request_id", faults);
  rpc::CheckGiven(request.letter_id(), "letter_id", faults);
  if (!faults.empty()) return faults.ToStatus();
  auto directory = directory_();
  if (!directory.ok()) return directory.status();
  const std::string unit_id = UnitOfLetterId(request.letter_id());
  if (unit_id.empty() || !rules::Oversee({unit_id, ""}, caller.unit_id, **directory)) return NotFound("letter");

  MutexLock lock(book_.mutex);
  absl::StatusOr<std::optional<rec::Letter>> found = book_.Find(request.letter_id());
  if (!found.ok()) return found.status();
  if (!found->has_value()) return NotFound("letter that waits or was given up");
  rec::Letter letter = **std::move(found);
  // A letter that was given up may still have arrived, so it is never again one that was not tried.
  if (letter.state() == rec::LETTER_STATE_DEAD) letter.set_tries(1);
  letter.set_state(rec::LETTER_STATE_WAITING);
  letter.set_ended_time_us(0);
  letter.set_next_try_time_us(rpc::ToMicros(clock_.Now()));
  if (absl::Status kept = book_.Put(letter); !kept.ok()) return kept;
  nv1::RetryLetterResponse response;
  *response.mutable_letter() = View(letter);
  return response;
}

absl::StatusOr<nv1::SendTestLetterResponse> NotifyRoom::Test(const nv1::SendTestLetterRequest& request,
                                                             const rpc::Caller& caller) {
  rpc::FieldFaults faults;
  rpc::CheckUuid(request.request_id(), "request_id", faults);
  if (!faults.empty()) return faults.ToStatus();
  auto directory = directory_();
  if (!directory.ok()) return directory.status();
  const std::string& unit_id = request.unit_id().empty() ? caller.unit_id : request.unit_id();
  if (!rules::Oversee({unit_id, ""}, caller.unit_id, **directory)) return NotFound("unit");
  if (!channels_.email && !channels_.webhook) {
    return absl::FailedPreconditionError(
        "no letters are sent: hemgangd was started without --smtp-url and --webhook-key-file");
  }
  const rules::CareUnit* addressee = AddresseeOf(**directory, unit_id, clock_.Now());
  nv1::SendTestLetterResponse response;
  MutexLock lock(book_.mutex);
  for (const rec::LetterChannel channel : {rec::LETTER_CHANNEL_EMAIL, rec::LETTER_CHANNEL_WEBHOOK}) {
    if (AddressOn(*addressee, channel, channels_).empty()) continue;
    absl::StatusOr<rec::Letter> letter = PutTest(unit_id, channel, request.request_id());
    if (!letter.ok()) return letter.status();
    *response.add_letters() = View(*letter);
  }
  if (response.letters_size() > 0) return response;
  faults.Add("unit_id",
             "must be a unit with an e-mail address or a webhook in the directory, of a kind that is sent to");
  return faults.ToStatus();
}

absl::StatusOr<rec::Letter> NotifyRoom::PutTest(const std::string& unit_id, rec::LetterChannel channel,
                                                const std::string& request_id) {
  rec::Letter letter;
  letter.set_id(absl::StrCat(unit_id, ".test-", request_id, ".", ChannelMark(channel)));
  absl::StatusOr<std::optional<rec::Letter>> already = book_.Find(letter.id());
  if (!already.ok()) return already.status();
  if (already->has_value()) return **std::move(already);
  letter.set_unit_id(unit_id);
  letter.set_channel(channel);
  letter.set_state(rec::LETTER_STATE_WAITING);
  letter.set_written_time_us(rpc::ToMicros(clock_.Now()));
  letter.set_next_try_time_us(letter.written_time_us());
  if (absl::Status kept = book_.Put(letter); !kept.ok()) return kept;
  return letter;
}

std::unique_ptr<grpc::Service> ServeNotify(NotifyRoom& room, const rpc::Frame& frame) {
  auto service = std::make_unique<rpc::RoomService>(frame, "notify", "hemgang.notify.v1.NotifyService");
  service->Serve<nv1::ListLettersRequest, nv1::ListLettersResponse>(room);
  service->Serve<nv1::RetryLetterRequest, nv1::RetryLetterResponse>(room);
  service->Serve<nv1::SendTestLetterRequest, nv1::SendTestLetterResponse>(room);
  return service;
}

}  // namespace hemgang::notify
