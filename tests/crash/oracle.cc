#include "tests/crash/oracle.h"

#include <functional>
#include <set>

#include "absl/strings/str_cat.h"

namespace hemgang::crash {
namespace {

namespace rv1 = hemgang::routing::v1;

constexpr int kPage = 500;
// A handover is kept for its sender and for its receiver.
constexpr int kContentsOfHandover = 2;

using Findings = std::vector<std::string>;

const rec::Handover* FindHandover(const rec::Transition& transition, const std::string& id) {
  for (const rec::Handover& handover : transition.handovers()) {
    if (handover.id() == id) return &handover;
  }
  return nullptr;
}

void CheckPromise(const Promise& promise, const Kept& kept, Findings& findings) {
  const auto find = [&](const std::string& what) {
    findings.push_back(absl::StrCat("answered OK, but ", what, ": request ", promise.request_id));
  };
  const std::string& id = promise.outcome.transition().id();
  const auto transition = kept.transitions.find(id);
  if (transition == kept.transitions.end()) return find("its transition is not kept");
  const auto entries = kept.entries.find(id);
  bool has_entry = false;
  if (entries != kept.entries.end()) {
    for (const rec::Entry& entry : entries->second) {
      has_entry = has_entry || (entry.request_id() == promise.request_id && entry.step() == promise.step);
    }
  }
  if (!has_entry) find("its entry is not in the trail");
  const auto receipt = kept.receipts.find({promise.caller, promise.request_id});
  if (receipt == kept.receipts.end()) {
    find("its receipt is not kept");
  } else if (receipt->second.answer() != promise.outcome.SerializeAsString()) {
    find("its receipt holds another answer");
  }
  if (promise.outcome.handover_id().empty()) return;
  const rec::Handover* handover = FindHandover(transition->second, promise.outcome.handover_id());
  if (handover == nullptr) return find("its handover is not kept");
  const auto contents = kept.contents.find(handover->id());
  const int copies = contents == kept.contents.end() ? 0 : contents->second;
  if (copies != kContentsOfHandover) find(absl::StrCat("its content is kept ", copies, " times"));
  if (promise.step == hv1::STEP_ACKNOWLEDGE && handover->acknowledged_time_us() == 0) find("it is not acknowledged");
}

// Also of steps that nobody was told of.
void CheckTransitions(const Kept& kept, Findings& findings) {
  std::set<std::string> request_ids;
  for (const auto& [id, transition] : kept.transitions) {
    const auto found = kept.entries.find(id);
    const size_t count = found == kept.entries.end() ? 0 : found->second.size();
    if (static_cast<int64_t>(count) != transition.version()) {
      findings.push_back(absl::StrCat("transition ", id, " is at version ", transition.version(), " and has ", count,
                                      " step entries"));
      continue;
    }
    for (size_t i = 0; i < count; ++i) {
      const rec::Entry& entry = found->second[i];
      if (entry.version() != static_cast<int64_t>(i) + 1) {
        findings.push_back(absl::StrCat("step entry ", i + 1, " of ", id, " made version ", entry.version()));
      }
      if (!entry.request_id().empty() && !request_ids.insert(entry.request_id()).second) {
        findings.push_back(absl::StrCat("request ", entry.request_id(), " was done twice"));
      }
    }
  }
}

void CheckOrder(const Kept& kept, Findings& findings) {
  for (const auto& [unit, inbox] : kept.inboxes) {
    int64_t expected = 0;
    for (const rec::InboxEvent& event : inbox.events) {
      if (event.sequence() == ++expected) continue;
      findings.push_back(absl::StrCat("in the inbox of ", unit, " number ", expected, " is missing"));
      break;
    }
    if (inbox.counter != expected) {
      findings.push_back(
          absl::StrCat("the inbox of ", unit, " counts ", inbox.counter, " events and holds ", expected));
    }
  }
}

void CheckTold(const Kept& kept, Findings& findings) {
  using Key = std::pair<std::string, rv1::InboxEventKind>;
  // Handover and kind to how often it was told where it should be, less how often it should be.
  std::map<Key, int> told;
  for (const auto& [id, transition] : kept.transitions) {
    const auto entries = kept.entries.find(id);
    if (entries == kept.entries.end()) continue;
    for (const rec::Entry& entry : entries->second) {
      if (entry.handover_ids_size() == 0) continue;
      const std::string& handover = entry.handover_ids(0);
      if (entry.step() == hv1::STEP_SEND_HANDOVER) --told[{handover, rv1::INBOX_EVENT_KIND_HANDOVER_SENT}];
      if (entry.step() == hv1::STEP_ACKNOWLEDGE) --told[{handover, rv1::INBOX_EVENT_KIND_ACKNOWLEDGED}];
    }
  }
  for (const auto& [unit, inbox] : kept.inboxes) {
    for (const rec::InboxEvent& event : inbox.events) {
      const auto transition = kept.transitions.find(event.transition_id());
      const rec::Handover* handover =
          transition == kept.transitions.end() ? nullptr : FindHandover(transition->second, event.handover_id());
      if (handover == nullptr) continue;
      const bool sent = event.kind() == rv1::INBOX_EVENT_KIND_HANDOVER_SENT && unit == handover->receiver_unit_id();
      const bool taken = event.kind() == rv1::INBOX_EVENT_KIND_ACKNOWLEDGED && unit == handover->sender_unit_id();
      if (sent || taken) ++told[{event.handover_id(), event.kind()}];
    }
  }
  for (const auto& [key, off] : told) {
    if (off == 0) continue;
    findings.push_back(absl::StrCat(rv1::InboxEventKind_Name(key.second), " of handover ", key.first, " was told ",
                                    off > 0 ? "too often" : "too seldom"));
  }
}

template <typename Row, typename ListPage>
absl::Status ReadAll(ListPage list, const std::function<void(Row&)>& take) {
  storage::PageRequest request{.size = kPage, .after = ""};
  do {
    absl::StatusOr<storage::Page<Row>> page = list(request);
    if (!page.ok()) return page.status();
    for (Row& row : page->rows) take(row);
    request.after = page->next;
  } while (!request.after.empty());
  return absl::OkStatus();
}

absl::Status ReadTransition(storage::Store& store, const rec::Transition& transition,
                            const std::vector<std::string>& custodian_ids, Kept& kept) {
  std::vector<rec::Entry>& entries = kept.entries[transition.id()];
  const absl::Status read = ReadAll<rec::Entry>(
      [&](const storage::PageRequest& page) { return store.ListEntriesOfTransition(transition.id(), page); },
      [&](rec::Entry& entry) {
        if (entry.kind() == hemgang::audit::v1::ENTRY_KIND_STEP) entries.push_back(std::move(entry));
      });
  if (!read.ok()) return read;
  for (const rec::Handover& handover : transition.handovers()) {
    for (const std::string& custodian : custodian_ids) {
      auto content = store.FindContent(transition.id(), handover.id(), handover.content_number(), custodian);
      if (!content.ok()) return content.status();
      if (content->has_value()) ++kept.contents[handover.id()];
    }
  }
  return absl::OkStatus();
}

absl::Status ReadInbox(storage::Store& store, const std::string& unit_id, Kept::Inbox& inbox) {
  while (true) {
    const int64_t after = inbox.events.empty() ? 0 : inbox.events.back().sequence();
    auto events = store.ListInbox(unit_id, after, kPage);
    if (!events.ok()) return events.status();
    if (events->empty()) break;
    for (rec::InboxEvent& event : *events) inbox.events.push_back(std::move(event));
  }
  absl::StatusOr<int64_t> counter = store.LastInboxSequence(unit_id);
  if (counter.ok()) inbox.counter = *counter;
  return counter.status();
}

}  // namespace

absl::StatusOr<Kept> ReadKept(storage::Store& store, const std::vector<Promise>& promises,
                              const std::vector<std::string>& unit_ids, const std::vector<std::string>& custodian_ids) {
  Kept kept;
  for (const std::string& unit : unit_ids) {
    const absl::Status read = ReadAll<rec::Transition>(
        [&](const storage::PageRequest& page) { return store.ListTransitionsOfUnit(unit, false, page); },
        [&](rec::Transition& transition) { kept.transitions.emplace(transition.id(), std::move(transition)); });
    if (!read.ok()) return read;
    if (absl::Status inbox = ReadInbox(store, unit, kept.inboxes[unit]); !inbox.ok()) return inbox;
  }
  for (const auto& [id, transition] : kept.transitions) {
    if (absl::Status read = ReadTransition(store, transition, custodian_ids, kept); !read.ok()) return read;
  }
  for (const Promise& promise : promises) {
    auto receipt = store.FindReceipt(promise.caller, promise.request_id);
    if (!receipt.ok()) return receipt.status();
    if (receipt->has_value()) kept.receipts.emplace(std::pair(promise.caller, promise.request_id), **receipt);
  }
  return kept;
}

std::vector<std::string> Compare(const std::vector<Promise>& promises, const Kept& kept) {
  Findings findings;
  for (const Promise& promise : promises) {
    if (promise.answered) CheckPromise(promise, kept, findings);
  }
  CheckTransitions(kept, findings);
  CheckOrder(kept, findings);
  CheckTold(kept, findings);
  return findings;
}

}  // namespace hemgang::crash
